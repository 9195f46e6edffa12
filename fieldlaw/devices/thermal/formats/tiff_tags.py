"""The directories of a TIFF file: sizes, bits and where the pixels lie, before anything is decoded."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MARKS = (b"II*\0", b"MM\0*")
_WIDTH, _HEIGHT, _BITS, _SAMPLES, _SAMPLE_FORM = 256, 257, 258, 277, 339
_COMPRESSION, _ROWS, _STRIP_SIZES, _TILE_SIZES = 259, 278, 279, 325
_PLACES = {273: 279, 324: 325}  # offsets and byte counts of strips and of tiles
_FORMS = {1: "B", 3: "H", 4: "I"}
_MOST_VALUES = 1 << 20
_MOST_PAGES = 4096
_MOST_ENTRIES = 1024


@dataclass(frozen=True)
class Page:
    """One picture of the file.

    Attributes:
        sample: 1 unsigned, 2 signed, 3 floating point.
        whole: whether all of its pixels lie inside of the file.
        fits: whether the strips are as many, and without compression as long, as the size asks for.
    """

    width: int
    height: int
    bits: tuple[int, ...]
    samples: int
    sample: int
    whole: bool
    fits: bool

    @property
    def grey(self) -> bool:
        """One number for each pixel, of more than 8 bits."""
        return self.samples == 1 and len(self.bits) == 1 and self.bits[0] > 8


@dataclass(frozen=True)
class _Entries:
    data: bytes
    order: str
    places: Mapping[int, tuple[int, int, int]] = field(default_factory=dict)

    def values(self, tag: int) -> tuple[int, ...]:
        """The whole numbers of a tag; empty where it is missing or of another type."""
        kind, count, at = self.places.get(tag, (0, 0, 0))
        form = _FORMS.get(kind, "")
        if not form or count > _MOST_VALUES:
            return ()
        size = struct.calcsize(f"={count}{form}")
        start = at if size <= 4 else struct.unpack_from(f"{self.order}I", self.data, at)[0]
        if start + size > len(self.data):
            return ()
        return struct.unpack_from(f"{self.order}{count}{form}", self.data, start)

    def value(self, tag: int, usual: int) -> int:
        """The first number of a tag."""
        return next(iter(self.values(tag)), usual)


def pages(data: bytes) -> Iterator[Page]:
    """The pictures in order, as far as the directories lie inside of the file."""
    if data[:4] not in MARKS or len(data) < 8:
        return
    order = "<" if data[:2] == b"II" else ">"
    at, seen = struct.unpack_from(f"{order}I", data, 4)[0], set[int]()
    while at and at not in seen and len(seen) < _MOST_PAGES and at + 2 <= len(data):
        seen.add(at)
        count = struct.unpack_from(f"{order}H", data, at)[0]
        end = at + 2 + 12 * count
        if not 0 < count <= _MOST_ENTRIES or end > len(data):
            return
        yield _page(_entries(data, order, at + 2, count))
        at = struct.unpack_from(f"{order}I", data, end)[0] if end + 4 <= len(data) else 0


def _entries(data: bytes, order: str, at: int, count: int) -> _Entries:
    found: dict[int, tuple[int, int, int]] = {}
    for place in range(at, at + 12 * count, 12):
        tag, kind, values = struct.unpack_from(f"{order}HHI", data, place)
        found.setdefault(tag, (kind, values, place + 8))
    return _Entries(data, order, found)


def _page(entries: _Entries) -> Page:
    return Page(
        width=entries.value(_WIDTH, 0),
        height=entries.value(_HEIGHT, 0),
        bits=entries.values(_BITS) or (1,),
        samples=entries.value(_SAMPLES, 1),
        sample=entries.value(_SAMPLE_FORM, 1),
        whole=_inside(entries),
        fits=_strips_fit(entries),
    )


def _inside(entries: _Entries) -> bool:
    for offsets, counts in _PLACES.items():
        starts, sizes = entries.values(offsets), entries.values(counts)
        if starts and len(starts) == len(sizes):
            ends = (a + n for a, n in zip(starts, sizes, strict=True))
            return max(ends) <= len(entries.data)
    return False


def _strips_fit(entries: _Entries) -> bool:
    """Strips of TIFF 6.0, section 3; tiles have another rule and are left to the decoder."""
    sizes = entries.values(_STRIP_SIZES)
    if not sizes:
        return bool(entries.values(_TILE_SIZES))
    width, height = entries.value(_WIDTH, 0), entries.value(_HEIGHT, 0)
    rows = min(entries.value(_ROWS, height), height)
    if rows < 1 or len(sizes) != -(-height // rows):
        return False
    line = width * sum(entries.values(_BITS) or (1,)) // 8
    lines = [min(rows, height - rows * n) for n in range(len(sizes))]
    plain = entries.value(_COMPRESSION, 1) == 1
    return not plain or all(size == line * n for size, n in zip(sizes, lines, strict=True))


def whole(data: bytes) -> bool:
    """Whether there is a picture, and all pixels of all pictures lie inside of the file."""
    found = [one.whole for one in pages(data)]
    return bool(found) and all(found)
