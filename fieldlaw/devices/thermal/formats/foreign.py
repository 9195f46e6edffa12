"""Infrared files of other makers: recognised by their marks and kept, their temperatures not decoded."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

from fieldlaw.devices.thermal.formats import bitmap, jpeg_parts
from fieldlaw.devices.thermal.formats.scales import MOST_SIDE
from fieldlaw.devices.thermal.reading import CUT, NOT_DECODED, Reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldlaw.devices.thermal.reading import Scale

_HIK_HEAD = struct.Struct("<4s8xII")
_HIK_PIXELS = 44
_APP2, _APP9 = 0xE2, 0xE9
# A local header of a ZIP archive with the name of its member. Nothing is unpacked.
_FLUKE_MEMBER = re.compile(
    rb"PK\x03\x04.{26}(?:[\w .-]{1,80}/)?(?:IR\.data|CalibrationData\.gpbenc)", re.DOTALL
)
_ZIP_END, _ZIP_END_SPAN = b"PK\x05\x06", 22 + 65535


def claims(data: bytes) -> bool:
    """True when a mark of one of these makers stands in its place."""
    return _recognised(data) is not None


def read(data: bytes, frame: int = 0, scale: Scale | None = None) -> Reading:
    """No frame: not decoded, or cut."""
    del frame, scale
    return _recognised(data) or Reading("unknown", reason=NOT_DECODED)


def _recognised(data: bytes) -> Reading | None:
    found = (look(data) for look in _LOOKS)
    return next((one for one in found if one is not None), None)


def _reading(name: str, maker: str, *, whole: bool) -> Reading:
    return Reading(name, frames=1, reason=NOT_DECODED if whole else CUT, maker=maker)


def _hikmicro(data: bytes) -> Reading | None:
    """A block HDRI behind the picture: sides as u32 at 12 and 16, counts from 44."""
    end = jpeg_parts.end_of_picture(data) if data.startswith(jpeg_parts.START) else None
    at = -1 if end is None else data.find(b"HDRI", end)
    if at < 0 or at + _HIK_HEAD.size > len(data):
        return None
    _, width, height = _HIK_HEAD.unpack_from(data, at)
    if not (0 < width <= MOST_SIDE and 0 < height <= MOST_SIDE):
        return None
    return _reading("hikmicro", "HIKMICRO", whole=at + _HIK_PIXELS + 2 * width * height <= len(data))


def _infiray(data: bytes) -> Reading | None:
    """The word IJPEG at the head of one of the segments APP2 to APP9."""
    if not data.startswith(jpeg_parts.START):
        return None
    for one in jpeg_parts.segments(data):
        if _APP2 <= one.marker <= _APP9 and b"IJPEG" in data[one.start : min(one.end, one.start + 16)]:
            whole = jpeg_parts.end_of_picture(data) is not None
            return _reading("infiray_ijpeg", "InfiRay", whole=whole)
    return None


def _testo(data: bytes) -> Reading | None:
    """Two bitmaps one behind the other."""
    first = bitmap.size(data)
    if first is None or bitmap.size(data[first : first + bitmap.HEAD]) is None:
        return None
    second = bitmap.size(data[first : first + bitmap.HEAD]) or 0
    return _reading("testo_bmt", "Testo", whole=first + second <= len(data))


def _fluke(data: bytes) -> Reading | None:
    """A ZIP archive with counts or calibration under Fluke's names."""
    if not data.startswith(b"PK\x03\x04") or not _FLUKE_MEMBER.search(data):
        return None
    tail = data[-_ZIP_END_SPAN:]
    end = tail.rfind(_ZIP_END)
    note = int.from_bytes(tail[end + 20 : end + 22], "little")
    return _reading("fluke_is2", "Fluke", whole=end >= 0 and end + 22 + note <= len(tail))


_LOOKS: tuple[Callable[[bytes], Reading | None], ...] = (_hikmicro, _infiray, _testo, _fluke)
