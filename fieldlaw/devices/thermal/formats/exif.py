"""What the EXIF part of a JPEG says: maker, model, software, times, place.

EXIF 2.32 (CIPA DC-008): a TIFF structure with one or two folders of fields. Only the fields that evidence
needs are read; whatever is broken is absent, and nothing here raises.
"""

from __future__ import annotations

import math
import re
import struct
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from fieldlaw.devices.thermal.formats import jpeg_parts
from fieldlaw.devices.thermal.image import Gps

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fieldlaw.devices.thermal.formats.jpeg_parts import Segment

_MAKE, _MODEL, _SOFTWARE, _CHANGED = 0x010F, 0x0110, 0x0131, 0x0132
_MORE, _PLACE, _TAKEN, _ZONE, _FRACTION, _SERIAL = 0x8769, 0x8825, 0x9003, 0x9011, 0x9291, 0xA431
_WANTED = {*range(1, 7), _MAKE, _MODEL, _SOFTWARE, _CHANGED, _MORE, _PLACE, _TAKEN, _ZONE, _FRACTION, _SERIAL}
_MARK = b"Exif\0\0"
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8}
_LONGEST = 4096
_WHEN = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)$")
_OFFSET = re.compile(r"[+-]\d\d:\d\d$")
_EDITORS = (
    "photoshop", "lightroom", "gimp", "imagemagick", "graphicsmagick", "irfanview", "xnview", "acdsee",
    "picasa", "snapseed", "paint.net", "faststone", "microsoft photos", "windows photo", "photoscape",
    "pixelmator", "meitu", "美图", "flir tools", "flir thermal studio", "flir report studio", "quickreport",
    "exiftool",
)  # fmt: skip
_ZONES = timedelta(minutes=15)  # every zone is a multiple of it
_MINUTE = timedelta(minutes=1)
_DAY = timedelta(hours=14)

Value = bytes | tuple[float, ...]


@dataclass(frozen=True)
class Exif:
    """What was found; text is empty where there is none.

    Attributes:
        taken_at: ISO 8601, with a zone only where the file has one; None without.
        gps: the position; None without one, or without a valid one.
        gps_invalid: there is a position, and it is no place on earth, or 0/0.
        resaved: the fields tell that a program for editing wrote the file after the camera.
    """

    make: str = ""
    model: str = ""
    software: str = ""
    serial: str = ""
    taken_at: str | None = None
    gps: Gps | None = None
    gps_invalid: bool = False
    resaved: bool = False


NOTHING = Exif()


def of_file(data: bytes) -> Exif:
    """What a JPEG or a TIFF says; nothing for any other file."""
    if data[:2] in (b"II", b"MM"):
        return parse(data)
    return of_segments(data, jpeg_parts.segments(data)) if data.startswith(jpeg_parts.START) else NOTHING


def of_segments(data: bytes, held: Iterable[Segment]) -> Exif:
    """What the EXIF segment of a JPEG says; nothing where there is none."""
    for one in held:
        if data.startswith(_MARK, one.start):
            return parse(memoryview(data)[one.start + len(_MARK) : one.end])
    return NOTHING


def parse(tiff: bytes | memoryview) -> Exif:
    """Read a TIFF structure, i.e. what follows `Exif` and two zeros in the APP1 segment."""
    order = {b"II": "<", b"MM": ">"}.get(bytes(tiff[:2]))
    if order is None or len(tiff) < 8:
        return Exif()
    (start,) = struct.unpack_from(order + "I", tiff, 4)
    fields = dict(_folder(tiff, order, start))
    fields |= _folder(tiff, order, _pointer(fields, _MORE))
    place = _folder(tiff, order, _pointer(fields, _PLACE))
    gps, invalid = _gps(place)
    return Exif(
        make=_text(fields, _MAKE),
        model=_text(fields, _MODEL),
        software=_text(fields, _SOFTWARE),
        serial=_text(fields, _SERIAL),
        taken_at=_taken(fields),
        gps=gps,
        gps_invalid=invalid,
        resaved=_resaved(fields),
    )


def _folder(tiff: bytes | memoryview, order: str, start: int) -> dict[int, Value]:
    if not 8 <= start <= len(tiff) - 2:
        return {}
    (count,) = struct.unpack_from(order + "H", tiff, start)
    found: dict[int, Value] = {}
    for place in range(start + 2, min(start + 2 + 12 * count, len(tiff) - 11), 12):
        tag, kind, size, short = struct.unpack_from(order + "HHI4s", tiff, place)
        if tag not in _WANTED:
            continue
        length = _SIZES.get(kind, 0) * size
        if not 0 < length <= _LONGEST:
            continue
        at = place + 8 if length <= 4 else int.from_bytes(short, "little" if order == "<" else "big")
        if at + length <= len(tiff):
            found[tag] = _value(bytes(tiff[at : at + length]), order, kind)
    return found


def _value(data: bytes, order: str, kind: int) -> Value:
    if kind in (2, 7):
        return data
    code = {1: "B", 3: "H", 4: "I", 5: "I", 9: "i", 10: "i"}[kind]
    numbers = struct.unpack(f"{order}{len(data) // struct.calcsize(code)}{code}", data)
    if kind in (5, 10):
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        return tuple(upper / lower if lower else math.nan for upper, lower in pairs)
    return tuple(float(number) for number in numbers)


def _numbers(fields: Mapping[int, Value], tag: int) -> tuple[float, ...]:
    value = fields.get(tag)
    return value if isinstance(value, tuple) else ()


def _pointer(fields: Mapping[int, Value], tag: int) -> int:
    return int(next(iter(_numbers(fields, tag)), 0))


def _text(fields: Mapping[int, Value], tag: int) -> str:
    value = fields.get(tag)
    if not isinstance(value, bytes):
        return ""
    return value.split(b"\0")[0].decode("utf-8", "replace").strip()


def _moment(text: str) -> datetime | None:
    held = _WHEN.match(text)
    if held is None:
        return None
    try:
        return datetime.fromisoformat(f"{held[1]}-{held[2]}-{held[3]}T{held[4]}")
    except ValueError:
        return None


def _taken(fields: Mapping[int, Value]) -> str | None:
    at = _moment(_text(fields, _TAKEN))
    if at is None:
        return None
    zone, fraction = _text(fields, _ZONE), _text(fields, _FRACTION)
    parts = f".{fraction[:3]:0<3}" if fraction.isascii() and fraction.isdigit() else ""
    return at.isoformat() + parts + (zone if _OFFSET.match(zone) else "")


def _resaved(fields: Mapping[int, Value]) -> bool:
    """An editor's name; or changed over a minute after it was taken, and no zones explain it."""
    software = _text(fields, _SOFTWARE).lower()
    if any(name in software for name in _EDITORS):
        return True
    taken, changed = _moment(_text(fields, _TAKEN)), _moment(_text(fields, _CHANGED))
    if taken is None or changed is None or changed - taken <= _MINUTE:
        return False
    beside = min((changed - taken) % _ZONES, -(changed - taken) % _ZONES)
    return changed - taken > _DAY or beside > _MINUTE


def _gps(fields: Mapping[int, Value]) -> tuple[Gps | None, bool]:
    """The position, and whether there is one that is none (EXIF 2.32, 4.6.6: degrees, minutes, seconds)."""
    north, east = _numbers(fields, 2), _numbers(fields, 4)
    if not north and not east:
        return None, False
    if len(north) != 3 or len(east) != 3:
        return None, True
    lat, lon = (d + m / 60 + s / 3600 for d, m, s in (north, east))
    return checked(lat, lon, (_text(fields, 1), _text(fields, 3)), _altitude(fields), "exif")


def _altitude(fields: Mapping[int, Value]) -> float | None:
    height = next(iter(_numbers(fields, 6)), math.nan)
    below = next(iter(_numbers(fields, 5)), 0.0) == 1
    return None if not math.isfinite(height) else -height if below else height


def checked(
    lat: float, lon: float, refs: tuple[str, str], altitude: float | None, source: str
) -> tuple[Gps | None, bool]:
    """A position with its refs (N or S, E or W), or none and True where it is no fix.

    South and west are negative whatever the stored sign is: some cameras store the sign and the ref, some the
    ref only. A negative number with north or east contradicts itself. 0/0 and -1/-1 stand for no fix.
    """
    if (abs(lat), abs(lon)) == (0, 0) or (lat, lon) == (-1, -1):
        return None, True
    named = refs[0] in ("", "N", "S") and refs[1] in ("", "E", "W")
    if not (named and abs(lat) <= 90 and abs(lon) <= 180):
        return None, True
    signed = [-abs(n) if ref in ("S", "W") else n for n, ref in zip((lat, lon), refs, strict=True)]
    if any(ref in ("N", "E") and n < 0 for n, ref in zip(signed, refs, strict=True)):
        return None, True
    return Gps(signed[0], signed[1], altitude, source), False
