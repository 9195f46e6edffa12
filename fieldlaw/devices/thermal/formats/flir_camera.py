"""The FLIR CameraInfo record: constants of the calibration, the scene, the camera, the time.

Offsets: ExifTool FLIR.pm 1.23, compared with files of nine cameras. Records differ in length: a field behind
the end is absent. Temperatures are stored in kelvin, the zone in minutes west of UTC.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import numpy as np

from fieldlaw.devices.thermal.formats.broken import BrokenError
from fieldlaw.devices.thermal.image import Air, Camera, Planck, Scene
from fieldlaw.devices.thermal.radiometry import transmission

if TYPE_CHECKING:
    from fieldlaw.devices.thermal.formats.exif import Exif
    from fieldlaw.devices.thermal.formats.flir_block import Record

_ZERO_C = 273.15
_LEAST_TRANSMISSION, _MOST = 1e-6, 1.1
_FIRST_YEAR = "2005"  # no camera with this record is older


def _number(record: Record, offset: int, code: str = "f") -> float:
    try:
        value = float(record.get(code, offset)[0])
    except BrokenError as error:
        raise BrokenError("相机参数") from error
    if not math.isfinite(value):
        raise BrokenError("相机参数")
    return value


def planck(record: Record) -> Planck:
    """The constants of Planck's law.

    Raises:
        BrokenError: absent, or no such camera can exist.
    """
    held = Planck(
        r1=_number(record, 0x58),
        b=_number(record, 0x5C),
        f=_number(record, 0x60),
        o=_number(record, 0x308, "i"),
        r2=_number(record, 0x30C),
    )
    if min(held.r1, held.b, held.r2) <= 0:
        raise BrokenError("相机参数")
    return held


def air(record: Record) -> Air:
    """The constants of the atmosphere.

    Raises:
        BrokenError: absent.
    """
    return Air(*(_number(record, at) for at in (0x70, 0x74, 0x78, 0x7C, 0x80)))


def scene(record: Record, around: Air) -> Scene:
    """What the person set: emissivity, distance, temperatures, humidity, window.

    Raises:
        BrokenError: absent, or the formula is not defined for it.
    """
    humidity = _number(record, 0x3C)
    held = Scene(
        emissivity=_number(record, 0x20),
        distance_m=_number(record, 0x24),
        reflected_c=_number(record, 0x28) - _ZERO_C,
        atmosphere_c=_number(record, 0x2C) - _ZERO_C,
        humidity=humidity / 100 if humidity > 2 else humidity,
        window_c=_number(record, 0x30) - _ZERO_C,
        window_transmission=_number(record, 0x34),
    )
    if not _defined(held, around):
        raise BrokenError("相机参数")
    return held


def _defined(held: Scene, around: Air) -> bool:
    """True when the formula has a value: nothing divides by zero, no root of a negative number."""
    within = 0 < held.emissivity <= 1 and 0 < held.window_transmission <= 1
    kelvin = min(held.reflected_c, held.atmosphere_c, held.window_c) > -_ZERO_C
    if not (within and kelvin and held.distance_m >= 0 and held.humidity >= 0):
        return False
    return abs(_through(around, held)) > _LEAST_TRANSMISSION


def _through(around: Air, held: Scene) -> float:
    """Transmission of the air; 0 where it has no value."""
    with np.errstate(all="ignore"):
        through = transmission(around, held)
    return through if math.isfinite(through) else 0.0


def camera(record: Record, said: Exif) -> Camera:
    """Which camera, and when; where the record says nothing, what EXIF says.

    Raises:
        BrokenError: the calibrated range is absent.
    """
    low, high = _number(record, 0x94) - _ZERO_C, _number(record, 0x90) - _ZERO_C
    return Camera(
        model=_text(record, 0xD4, 32) or " ".join(filter(None, (said.make, said.model))),
        serial=_text(record, 0x104, 16),
        lens=_text(record, 0x170, 32),
        range_c=(low, high) if low < high else None,
        captured_at=_taken_at(record) or said.taken_at,
        part=_text(record, 0xF4, 16),
        software=_text(record, 0x114, 16) or said.software,
        fov_deg=_field_of_view(record),
    )


def _text(record: Record, offset: int, size: int) -> str:
    held = bytes(record.data[offset : offset + size]).split(b"\0")[0]
    return "".join(c for c in held.decode("ascii", "replace").strip() if c.isprintable())


def _optional(record: Record, offset: int, code: str) -> tuple[int, ...] | None:
    try:
        return record.get(code, offset)
    except BrokenError:
        return None


def _field_of_view(record: Record) -> float | None:
    held = _optional(record, 0x1B4, "f")
    return float(held[0]) if held and 0 < held[0] <= 180 else None


def _taken_at(record: Record) -> str | None:
    held = _optional(record, 0x384, "IIh")
    if held is None or held[0] == 0 or abs(held[2]) > 14 * 60:
        return None
    seconds, fraction, west = held
    parts = timedelta(milliseconds=fraction & 0xFFFF)
    if parts >= timedelta(seconds=1):
        return None
    zone = timezone(timedelta(minutes=-west))
    return (datetime.fromtimestamp(seconds, UTC) + parts).astimezone(zone).isoformat(timespec="milliseconds")


def level_span(record: Record) -> tuple[int, int] | None:
    """Middle and width of the colours that the camera showed, in counts."""
    held = _optional(record, 0x338, "HxxH")
    return (held[0], held[1]) if held and held[1] else None


def warnings(taken: Camera, held: Scene, around: Air) -> tuple[str, ...]:
    """Codes that the record alone tells.

    `implausible_scene`: a parameter that no scene has, or air that lets through less than nothing or more
    than all (the model of the atmosphere gives that beyond some kilometres of humid air). A little above 1 is
    its rounding.
    """
    words = taken.model.split("Vue Pro")[1:]
    found = {
        "not_radiometric_model": bool(words) and "R" not in words[0].split() and not words[0].startswith("R"),
        "implausible_scene": held.implausible() is not None or not 0 < _through(around, held) <= _MOST,
        "clock_implausible": taken.captured_at is None or taken.captured_at < _FIRST_YEAR,
    }
    return tuple(code for code, holds in found.items() if holds)
