"""Ordinary pictures and 8-bit videos: they come in as plain evidence, without temperatures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldlaw.devices.thermal.formats import bitmap, jpeg_parts, tiff_tags
from fieldlaw.devices.thermal.reading import CUT, NO_VALUES, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fieldlaw.devices.thermal.reading import Scale

VIDEOS = frozenset({"mp4", "mov", "avi", "mkv", "webm"})
PICTURES = frozenset({"jpeg", "png", "bmp", "gif", "webp", "tiff", "heic"})
_PNG = b"\x89PNG\r\n\x1a\n"
_MATROSKA = b"\x1a\x45\xdf\xa3"
_SEGMENT = b"\x18\x53\x80\x67"
_STILL_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"avif")
_MOST_PARTS = 100_000


def claims(data: bytes) -> bool:
    """True for a picture or video of a usual kind."""
    return kind(data) != ""


def read(data: bytes, frame: int = 0, scale: Scale | None = None) -> Reading:
    """No frame: there are no temperatures in it, or the file is cut."""
    del frame, scale
    name = kind(data)
    return Reading(name or "unknown", frames=1 if name in PICTURES else 0, reason=_reason(data, name))


def kind(data: bytes) -> str:
    """The kind of picture or video by its first bytes; empty for anything else."""
    if data[:4] == b"RIFF":
        return {b"WEBP": "webp", b"AVI ": "avi"}.get(data[8:12], "")
    if data[4:8] in (b"ftyp", b"moov", b"mdat", b"wide"):
        return _kind_of_boxes(data)
    if data.startswith(_MATROSKA):
        return "webm" if b"webm" in data[:64] else "mkv"
    if bitmap.size(data) is not None:
        return "bmp"
    marks = {jpeg_parts.START: "jpeg", _PNG: "png", b"GIF87a": "gif", b"GIF89a": "gif"}
    marks |= dict.fromkeys(tiff_tags.MARKS, "tiff")
    return next((name for mark, name in marks.items() if data.startswith(mark)), "")


def _kind_of_boxes(data: bytes) -> str:
    if data[4:8] != b"ftyp" or data[8:12] == b"qt  ":
        return "mov"
    return "heic" if data[8:12] in _STILL_BRANDS else "mp4"


def _reason(data: bytes, name: str) -> str:
    return NO_VALUES if _ENDS.get(name, _boxes_end)(data) else CUT


def _jpeg_ends(data: bytes) -> bool:
    return jpeg_parts.end_of_picture(data) is not None


def _gif_ends(data: bytes) -> bool:
    return b"\x00;" in data  # the end mark behind the empty block


def _bitmap_ends(data: bytes) -> bool:
    return (bitmap.size(data) or 0) <= len(data)


def _riff_ends(data: bytes) -> bool:
    return int.from_bytes(data[4:8], "little") + 8 <= len(data)


def _png_ends(data: bytes) -> bool:
    at = len(_PNG)
    for _ in range(_MOST_PARTS):
        if at + 12 > len(data):
            return False
        name = data[at + 4 : at + 8]
        at += 12 + int.from_bytes(data[at : at + 4], "big")
        if name == b"IEND":
            return at <= len(data)
    return False


def _boxes_end(data: bytes) -> bool:
    """Whether the boxes of an MP4 fill the file and one of them says what is in it."""
    at, described = 0, False
    for _ in range(_MOST_PARTS):
        if at >= len(data):
            return described and at == len(data)
        size, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        described = described or name in (b"moov", b"meta")
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        if size == 0:  # to the end of the file
            return described
        if size < 8:
            return described and not data[at:].strip(b"\0")
        at += size
    return described


def _matroska_ends(data: bytes) -> bool:
    """Whether the segment is as long as it says; one of unknown length always is."""
    at = data.find(_SEGMENT, 4, 4096) + len(_SEGMENT)
    if at < len(_SEGMENT) + 4 or at >= len(data) or data[at] == 0:
        return False
    width = 9 - data[at].bit_length()
    size = int.from_bytes(data[at : at + width], "big") & ((1 << (7 * width)) - 1)
    return size == (1 << (7 * width)) - 1 or at + width + size <= len(data)


_ENDS: Mapping[str, Callable[[bytes], bool]] = {
    "jpeg": _jpeg_ends,
    "png": _png_ends,
    "gif": _gif_ends,
    "bmp": _bitmap_ends,
    "webp": _riff_ends,
    "avi": _riff_ends,
    "tiff": tiff_tags.whole,
    "mkv": _matroska_ends,
    "webm": _matroska_ends,
}
