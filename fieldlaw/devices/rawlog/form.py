"""The shape of a raw log on the disk; the package's docstring has it in words."""

from __future__ import annotations

import json
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

MAGIC = b"FLRAW1\r\n"
FORMAT = "u8 kind r/t/e; u64 mono ns; u32 n; n bytes; u32 crc32; little-endian"
RECORD_LIMIT = 1 << 20
SUFFIX = ".rawlog"
HEAD = struct.Struct("<cQI")
WORD = struct.Struct("<I")
KINDS = {"rx": b"r", "tx": b"t"}
DIRECTIONS = {kind: direction for direction, kind in KINDS.items()}
END = b"e"
END_SIZE = HEAD.size + 32 + WORD.size


@dataclass(frozen=True)
class Header:
    """What a log says of itself. `started`: ISO 8601 with its zone."""

    model: str
    device: str
    port: str
    started: str
    started_mono_ns: int
    program: str
    part: int = 1
    previous: str | None = None


def record(kind: bytes, mono_ns: int, data: bytes) -> bytes:
    """Pack one record."""
    packed = HEAD.pack(kind, mono_ns, len(data)) + data
    return packed + WORD.pack(zlib.crc32(packed))


def head(about: dict[str, object]) -> bytes:
    """Pack magic and header."""
    text = json.dumps(about, ensure_ascii=False, sort_keys=True).encode()
    packed = WORD.pack(len(text)) + text
    return MAGIC + packed + WORD.pack(zlib.crc32(packed))


def started(when: datetime) -> str:
    """The wall time as a header keeps it.

    Raises:
        ValueError: a time without zone.
    """
    if when.tzinfo is None:
        raise ValueError("a time without zone")
    return when.isoformat()
