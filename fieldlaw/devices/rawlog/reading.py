"""Reading a raw log: as far as it goes, and how it ends by name."""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from fieldlaw.devices.link import TranscriptLink
from fieldlaw.devices.rawlog.form import DIRECTIONS, END, HEAD, MAGIC, RECORD_LIMIT, WORD, Header

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


_HEADER_LIMIT = 1 << 16  # bytes; a header is a few hundred


class Ending(Enum):
    """How a part ends."""

    COMPLETE = "complete"  # with its end record, whose hash is right
    NOT_CLOSED = "not_closed"  # after a whole record: the program was stopped
    TORN = "torn"  # within a record: the power went; that record is lost
    DAMAGED = "damaged"  # a wrong checksum with more behind it: not by a power cut
    NO_LOG = "no_log"  # not even a header


@dataclass(frozen=True)
class Record:
    """Bytes that passed: monotonic ns, "rx" or "tx"."""

    mono_ns: int
    direction: str
    data: bytes


@dataclass(frozen=True)
class Recording:
    """What can be read of one part.

    Attributes:
        header: what the log says of itself; None when there is none.
        records: all whole records up to the end or the damage.
        ending: how it ends.
        lost: bytes behind the last whole record that could not be read.
        sha256: of the whole file, in hex.
    """

    header: Header | None
    records: tuple[Record, ...]
    ending: Ending
    lost: int
    sha256: str


def read(path: Path) -> Recording:
    """Read one part as far as it goes.

    Raises:
        OSError: the file cannot be read.
    """
    return parse(path.read_bytes())


def header_of(path: Path) -> Header | None:
    """Read what a log says of itself, without its records; None when there is no header.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        return _header(file.read(_HEADER_LIMIT))[0]


def parse(data: bytes) -> Recording:
    """Read one part; any bytes are taken."""
    sha256 = hashlib.sha256(data).hexdigest()
    header, at = _header(data)
    if header is None:
        return Recording(None, (), Ending.NO_LOG, len(data), sha256)
    records: list[Record] = []
    while (found := _record(data, at)) is not None:
        kind, one, after = found
        if kind == END:
            return _closed(data, header, tuple(records), at, after, one.data)
        records.append(one)
        at = after
    ending = Ending.NOT_CLOSED if at == len(data) else _broken(data, at)
    return Recording(header, tuple(records), ending, len(data) - at, sha256)


def _closed(
    data: bytes, header: Header, records: tuple[Record, ...], at: int, after: int, told: bytes
) -> Recording:
    is_right = told == hashlib.sha256(data[:at]).digest() and after == len(data)
    ending = Ending.COMPLETE if is_right else Ending.DAMAGED
    return Recording(header, records, ending, len(data) - after, hashlib.sha256(data).hexdigest())


def _header(data: bytes) -> tuple[Header | None, int]:
    start = len(MAGIC)
    if not data.startswith(MAGIC) or len(data) < start + WORD.size:
        return None, 0
    end = start + WORD.size + WORD.unpack_from(data, start)[0]
    if len(data) < end + WORD.size or WORD.unpack_from(data, end)[0] != zlib.crc32(data[start:end]):
        return None, 0
    try:
        about = json.loads(data[start + WORD.size : end])
        return Header(**{name: about[name] for name in Header.__dataclass_fields__}), end + WORD.size
    except (ValueError, TypeError, KeyError):  # a right checksum over something else than our header
        return None, 0


def _record(data: bytes, at: int) -> tuple[bytes, Record, int] | None:
    if len(data) < at + HEAD.size:
        return None
    kind, mono_ns, size = HEAD.unpack_from(data, at)
    end = at + HEAD.size + size
    if size > RECORD_LIMIT or len(data) < end + WORD.size:
        return None
    if WORD.unpack_from(data, end)[0] != zlib.crc32(data[at:end]) or kind not in (*DIRECTIONS, END):
        return None
    one = Record(mono_ns, DIRECTIONS.get(kind, ""), data[at + HEAD.size : end])
    return kind, one, end + WORD.size


def _broken(data: bytes, at: int) -> Ending:
    """Torn when the record that cannot be read reaches the end, or nothing but zeros lies there."""
    rest = data[at:]
    if not rest.strip(b"\0") or len(rest) < HEAD.size:
        return Ending.TORN
    kind, _, size = HEAD.unpack_from(data, at)
    is_ours = kind in (*DIRECTIONS, END) and size <= RECORD_LIMIT
    whole = HEAD.size + size + WORD.size
    return Ending.TORN if is_ours and len(rest) <= whole else Ending.DAMAGED


def received(recordings: Iterable[Recording]) -> Iterator[bytes]:
    """The portions that came from the instrument, in order."""
    return (one.data for recording in recordings for one in recording.records if one.direction == "rx")


def replay(recordings: Iterable[Recording]) -> TranscriptLink:
    """A link that gives a session again what the instrument sent."""
    return TranscriptLink(received(recordings))


def are_parts_of_one(recordings: Iterable[Recording]) -> bool:
    """True when these are all parts of one log up to the last given, in order and unchanged."""
    previous = None
    for number, recording in enumerate(recordings, 1):
        found = recording.header
        if found is None or (found.part, found.previous) != (number, previous):
            return False
        previous = recording.sha256
    return True
