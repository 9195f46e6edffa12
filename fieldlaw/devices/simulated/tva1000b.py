"""A TVA-1000B behind the LDARtools Bluetooth adapter: frames of 130 bytes with the screen in them.

Layout from LDARtools CommonShared `TVA.cs` (MIT, facts only). No checksum. Every byte from the host is a
key press or an adapter command: a driver must send none.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from fieldlaw.devices.simulated.dialect import Notes, Periodic

if TYPE_CHECKING:
    from fieldlaw.devices.simulated.physics import Physics

STX, ETX = 0x02, 0x03
HUNDREDTHS, WHOLE = 0x84, 0x80
FID_PPM, PID_PPM, FID_PERCENT, PID_PERCENT = 0x94, 0xA4, 0x98, 0xA8
LINES, COLUMNS = 6, 20
PPM_PER_PERCENT = 10000
PERIOD_SECONDS = 1.0
_FULL = 9999


def frame(value: str, scale: int, detector: int, *lines: str) -> bytes:
    """A whole frame: four characters of value, scale flag, detector and unit, six screen lines."""
    screen = "".join(text.ljust(COLUMNS)[:COLUMNS] for text in lines).ljust(LINES * COLUMNS)
    head = bytes([STX, 0x20]) + value.rjust(4).encode("ascii") + bytes([scale, 0x20, detector])
    return head + screen.encode("ascii") + bytes([ETX])


class Tva1000b:
    """The adapter's stream of one detector."""

    def __init__(
        self,
        physics: Physics,
        notes: Notes | None = None,
        period: float = PERIOD_SECONDS,
        *,
        detector: str = "FID",
    ) -> None:
        """Take the instrument behind it and the detector on its screen."""
        self.physics = physics
        self.notes = notes or Notes()
        self._detector = detector
        self._stream = Periodic(period)

    def plug(self) -> None:
        """The next host gets a fresh stream."""
        self._stream.stop()

    def hear(self, data: bytes, _now: float) -> list[bytes]:
        """Note that a key was pressed from afar."""
        self.notes.commands.append(data.hex(" "))
        self.notes.forbidden.append(data.hex(" "))
        return []

    def tick(self, now: float) -> list[bytes]:
        """The stream."""
        if not self._stream.is_on:
            self._stream.start(now)
        return [self._reading(now)] if self._stream.is_due(now) else []

    def _reading(self, now: float) -> bytes:
        is_fid = self._detector == "FID"
        seen = self.physics.fid(now) if is_fid else self.physics.pid(now)
        ppm, percent = (FID_PPM, FID_PERCENT) if is_fid else (PID_PPM, PID_PERCENT)
        if seen is None:
            word = "OFF" if is_fid else "ERR"
            return frame(word, WHOLE, ppm, "WARNING!", "FID FLAMEOUT" if is_fid else "")
        return self._number(seen, ppm, percent, now)

    def _number(self, seen: Decimal, ppm: int, percent: int, now: float) -> bytes:
        hundredths = int(seen * 100)
        if hundredths <= _FULL:
            return self._shown(hundredths, HUNDREDTHS, ppm, Decimal(hundredths) / 100, now)
        if int(seen) <= _FULL:
            return self._shown(int(seen), WHOLE, ppm, Decimal(int(seen)), now)
        whole = int(seen / PPM_PER_PERCENT)
        return self._shown(whole, WHOLE, percent, Decimal(whole) * PPM_PER_PERCENT, now)

    def _shown(self, digits: int, scale: int, detector: int, value: Decimal, now: float) -> bytes:
        self.notes.mean(now, self._detector, value)
        return frame(f"{digits}", scale, detector, "RUN MODE")
