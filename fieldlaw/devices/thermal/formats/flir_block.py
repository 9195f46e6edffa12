"""A FLIR FFF block: its header, its directory, its records; and several of them one after another (SEQ, CSQ).

Layout: ExifTool FLIR.pm 1.23, compared with files of nine cameras. The last number of a directory entry is
the CRC-32 of the record (found here: equal for 34 of the 36 records of the files whose numbers are not 0; of
the other two one was replaced and one belongs to a camera where the parameters were changed afterwards).
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import Any

from fieldlaw.devices.thermal.formats.broken import BrokenError
from fieldlaw.devices.thermal.reading import CUT

MAGIC = b"FFF\0"
HEAD = 64
RAW, VISIBLE, CAMERA, TOOLS, PALETTE, TEXT = 0x01, 0x0E, 0x20, 0x21, 0x22, 0x23
OVERLAY, GPS, CHANGED = 0x2A, 0x2B, 0x2E
_NEEDED = (RAW, CAMERA)
_MOST_ENTRIES = 1000
_FILLING = 64
_MOST_SUMMED = 2  # times the block: records lie side by side; a thousand over each other would take minutes


@dataclass(frozen=True)
class Record:
    """A record of a block.

    Attributes:
        sound: False when the directory holds another checksum than that of the bytes.
    """

    kind: int
    subtype: int
    data: memoryview
    sound: bool = True

    def get(self, code: str, offset: int) -> tuple[Any, ...]:
        """Numbers at an offset, as struct's `code` without the order of bytes.

        Raises:
            BrokenError: the record ends before.
        """
        if offset + struct.calcsize("=" + code) > len(self.data):
            raise BrokenError("记录")
        return struct.unpack_from(self.order() + code, self.data, offset)

    def order(self) -> str:
        """Order of bytes of the body: a small number at its beginning tells; the others are little."""
        told = self.kind not in (OVERLAY, GPS) and len(self.data) > 1 and self.data[1] != 0
        return ">" if told else "<"


@dataclass(frozen=True)
class Directory:
    """Type, subtype, offset, length and checksum of each used entry of a block, and the block's end."""

    entries: tuple[tuple[int, int, int, int, int], ...]
    end: int


@dataclass(frozen=True)
class Block:
    """The records of a block; `whole` is False when one lies outside, or bytes stand behind the last one."""

    records: tuple[Record, ...]
    whole: bool

    def first(self, kind: int) -> Record | None:
        """The first record of a kind."""
        return next((record for record in self.records if record.kind == kind), None)


def order_of(data: bytes | memoryview, start: int = 0) -> str | None:
    """Order of bytes of header and directory: the one in which the version is 100 to 199."""
    for order in "><":
        if 100 <= struct.unpack_from(order + "I", data, start + 20)[0] < 200:
            return order
    return None


def directory(data: bytes | memoryview, start: int = 0) -> Directory:
    """Read the directory of the block that begins at `start`; offsets count from there.

    Raises:
        BrokenError: no header, or the directory lies outside of the data.
    """
    if len(data) - start < HEAD:
        raise BrokenError("文件头", cut=True)
    order = order_of(data, start) if data[start : start + 4] == MAGIC else None
    if order is None:
        raise BrokenError("文件头")
    offset, count = struct.unpack_from(order + "II", data, start + 24)
    if not 0 < count <= _MOST_ENTRIES or offset < HEAD:
        raise BrokenError("目录")
    if start + offset + 32 * count > len(data):
        raise BrokenError("目录", cut=True)
    table = memoryview(data)[start + offset : start + offset + 32 * count]
    entries = tuple(
        (kind, subtype, at, length, checksum)
        for kind, subtype, at, length, checksum in struct.iter_unpack(order + "HH8xII8xI", table)
        if kind
    )
    return Directory(entries, max([offset + 32 * count, *(at + length for _, _, at, length, _ in entries)]))


def records(block: memoryview, *, bare: bool) -> Block:
    """The records of one block.

    Args:
        block: the block.
        bare: it is the file itself: what lies behind the end was cut off; else the directory is wrong.

    Raises:
        BrokenError: header or directory; the pixels or the camera's parameters lie outside.
    """
    try:
        held = directory(block)
    except BrokenError as error:
        raise BrokenError(error.where, cut=bare and error.reason == CUT) from error
    found, left = [], _MOST_SUMMED * len(block)
    for kind, subtype, at, length, checksum in held.entries:
        if at + length > len(block):
            if kind in _NEEDED:
                raise BrokenError("像素" if kind == RAW else "相机参数", cut=bare)
            continue
        data, left = block[at : at + length], left - length
        sound = not checksum or (left >= 0 and checksum == zlib.crc32(data))
        found.append(Record(kind, subtype, data, sound))
    return Block(tuple(found), len(found) == len(held.entries) and filling(block[held.end :]))


def filling(rest: memoryview) -> bool:
    """True when bytes between or behind blocks are nothing but a few zeros."""
    return len(rest) < _FILLING and not any(rest)


@dataclass(frozen=True)
class Index:
    """Where each frame of a file begins and ends; `whole` is False when it does not come out even."""

    places: tuple[tuple[int, int], ...]
    whole: bool


def index(data: bytes) -> Index:
    """Find the frames of a bare file by their directories, without reading a pixel.

    The next frame begins behind the last record of this one. The magic may stand inside pixels, and is no
    beginning.
    """
    places, whole, place = [], True, 0
    while place >= 0:
        try:
            end = place + directory(data, place).end
            following = _next(data, end)
        except BrokenError:
            following = _next(data, place + len(MAGIC))
            end = following if following >= 0 else len(data)
            whole = False
        stop = following if following >= 0 else len(data)
        whole = whole and end <= len(data) and (end == stop or filling(memoryview(data)[end:stop]))
        places.append((place, min(end, len(data))))
        place = following
    return Index(tuple(places), whole)


def _next(data: bytes, place: int) -> int:
    """Where the next frame begins, from `place` on; -1 when there is none."""
    if data.startswith(MAGIC, place):
        return place
    while (place := data.find(MAGIC, place)) >= 0:
        try:
            directory(data, place)
        except BrokenError:
            place += 1
        else:
            return place
    return -1
