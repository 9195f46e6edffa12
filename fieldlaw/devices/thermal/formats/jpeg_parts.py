"""The parts of a JPEG file: its segments and where the picture ends. Only marks are read, no pixels."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

START = b"\xff\xd8\xff"
_MOST_SEGMENTS = 4096
_SCAN = 0xDA
_END = 0xD9
_FRAME_HEADS = (0xC0, 0xC1, 0xC2)
# Inside a scan FF 00 is a byte of data, FF D0 to FF D7 restart it, and FF FF fills.
_MARK_AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


@dataclass(frozen=True)
class Segment:
    """A segment with its content (without marker and length); a scan has its header only."""

    marker: int
    start: int
    end: int


def segments(data: bytes) -> Iterator[Segment]:
    """The segments in order, until the file ends, the picture ends, or what follows is no marker.

    The last one has the marker D9 when the picture comes to its end.
    """
    at = 2
    for _ in range(_MOST_SEGMENTS):
        while data[at : at + 2] == b"\xff\xff":
            at += 1
        if at + 2 > len(data) or data[at] != 0xFF:
            return
        marker = data[at + 1]
        if marker == _END:
            yield Segment(marker, at, at + 2)
            return
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if end < at + 4 or end > len(data):
            return
        yield Segment(marker, at + 4, end)
        at = _after_scan(data, end) if marker == _SCAN else end


def _after_scan(data: bytes, at: int) -> int:
    found = _MARK_AFTER_SCAN.search(data, at)
    return found.start() if found else len(data)


def end_of_picture(data: bytes) -> int | None:
    """The place after the end mark, or None when the file is cut before it."""
    last = None
    for one in segments(data):
        last = one
    return last.end if last is not None and last.marker == _END else None


def sides(data: bytes) -> tuple[int, int] | None:
    """Width and height of the picture; None when the head that says so is missing."""
    if not data.startswith(START):
        return None
    for one in segments(data):
        if one.marker in _FRAME_HEADS and one.end - one.start >= 5:
            height, width = (int.from_bytes(data[one.start + n : one.start + n + 2], "big") for n in (1, 3))
            return width, height
    return None
