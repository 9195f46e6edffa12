"""What every reading of any bytes holds, whoever wrote them."""

from __future__ import annotations

import hashlib
import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fieldlaw.devices.thermal.image import Linear, Planck
from fieldlaw.devices.thermal.radiometry import temperatures
from fieldlaw.devices.thermal.reading import REASONS, Reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldlaw.devices.thermal.image import ThermalFrame

    Reader = Callable[[bytes], Reading]

CODES = {
    "not_radiometric_model", "implausible_scene", "gps_invalid", "clock_implausible", "damaged", "resaved",
    "out_of_range", "burned_in_differs", "scale_unconfirmed", "plugin_needed",
}  # fmt: skip
LONGEST = 1.0  # seconds for one answer


def check(reading: Reading, *, compute: bool = True) -> None:
    """Fail when a reading breaks a promise: value or reason, shape, finite or NaN, known codes."""
    assert isinstance(reading, Reading)
    assert (reading.frame is None) == bool(reading.reason)
    assert not reading.reason or reading.reason in REASONS
    assert reading.format
    assert reading.frames >= 0
    if reading.frame is not None:
        _check_frame(reading.frame)
        if compute:
            celsius = temperatures(reading.frame)
            assert celsius.shape == reading.frame.counts.shape
            assert (np.isfinite(celsius) | np.isnan(celsius)).all()


def _check_frame(frame: ThermalFrame) -> None:
    assert frame.counts.ndim == 2
    assert frame.counts.size > 0
    assert frame.counts.dtype == (np.float32 if frame.response is None else np.uint16)
    assert set(frame.warnings) <= CODES
    assert len(set(frame.warnings)) == len(frame.warnings)
    if isinstance(frame.response, Planck):
        assert frame.adjustable
        assert all(math.isfinite(n) for n in (*vars(frame.scene).values(), *vars(frame.air).values()))
    if isinstance(frame.response, Linear):
        assert math.isfinite(frame.response.scale * 65535 + frame.response.offset)
    if frame.gps is not None:
        assert abs(frame.gps.lat) <= 90
        assert abs(frame.gps.lon) <= 180
    for tool in frame.tools:
        assert all(math.isfinite(n) for n in tool.extra)


@dataclass
class Damage:
    """What a run over damaged copies of one file has shown."""

    tried: int = 0
    refused: int = 0
    warned: int = 0
    silent: int = 0
    slowest: float = 0.0

    def add(self, reading: Reading, seconds: float) -> None:
        """Count one answer."""
        self.tried += 1
        self.refused += reading.frame is None
        warned = reading.frame is not None and "damaged" in reading.frame.warnings
        self.warned += warned
        self.silent += reading.frame is not None and not warned
        self.slowest = max(self.slowest, seconds)

    def line(self, name: str) -> str:
        """One line for a report."""
        return (
            f"{name:<44} {self.tried:>8} tried  {self.refused:>8} refused  {self.warned:>8} with a warning  "
            f"{self.silent:>6} without  slowest {self.slowest * 1000:7.1f} ms"
        )


def answer(read: Reader, data: bytes, seen: Damage, *, compute: bool = True) -> Reading:
    """Read, time and check one damaged copy."""
    start = time.perf_counter()
    reading = read(data)
    seconds = time.perf_counter() - start
    check(reading, compute=compute)
    assert seconds < LONGEST, f"{seconds:.2f} s"
    seen.add(reading, seconds)
    return reading


def other_bytes(data: bytes, changed: bytes) -> None:
    """The hash tells every change, even one that nothing else tells."""
    assert hashlib.sha256(data).digest() != hashlib.sha256(changed).digest()
