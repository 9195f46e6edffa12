"""A MiniRAE Lite, MiniRAE 3000 or ppbRAE 3000 in software: `R` is answered with a whole number and CR.

From two public programs (instruments.md §1.6): no unit, no status, no address, no checksum.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from fieldlaw.devices.simulated.dialect import Notes

if TYPE_CHECKING:
    from fieldlaw.devices.simulated.physics import Physics

POLL = 0x52
PPB_PER_PPM = 1000


def answer(number: int) -> bytes:
    """A reading: the number in ASCII and a carriage return."""
    return f"{number}\r".encode("ascii")


class Rae:
    """The one command that is known."""

    def __init__(self, physics: Physics, notes: Notes | None = None, per_ppm: int = PPB_PER_PPM) -> None:
        """Take the instrument behind it; `per_ppm` is the unit that it is set to (1000: ppb)."""
        self.physics = physics
        self.notes = notes or Notes()
        self._per_ppm = per_ppm

    def plug(self) -> None:
        """Nothing is set up."""

    def hear(self, data: bytes, now: float) -> list[bytes]:
        """Answer each `R`; any other byte is not known to be safe."""
        answers = []
        for byte in data:
            name = chr(byte) if 0x20 < byte < 0x7F else f"{byte:02X}"
            self.notes.commands.append(name)
            if byte == POLL:
                answers.append(self._reading(now))
            else:
                self.notes.forbidden.append(name)
        return answers

    def tick(self, _now: float) -> list[bytes]:
        """It never speaks first."""
        return []

    def _reading(self, now: float) -> bytes:
        seen = self.physics.pid(now)
        if seen is None:
            return b"Err\r"  # no number: what a real one says is not published
        number = int(seen * self._per_ppm)
        self.notes.mean(now, "PID", Decimal(number))
        return answer(number)
