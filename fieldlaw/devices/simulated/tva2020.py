"""A TVA2020 in software: one line of text a second while logging is on.

Columns and statuses from the vendor's manual (instruments.md §1.4). The unit is not in the line.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from fieldlaw.devices.simulated.dialect import Notes, Periodic, lines_of
from fieldlaw.devices.simulated.physics import Flame

if TYPE_CHECKING:
    from fieldlaw.devices.simulated.physics import Physics

STATUSES = (
    *("OK", "DET_OFF", "DET_FAIL", "OVERFLOW", "UNDERFLOW", "BAD_CALIB", "CAL_SLOPE", "CLAMPED"),
    *("AVG_OVFLW", "HIGH_ALRM", "LOW_ALARM", "STEL_ALRM", "HIGH&STEL", "LOW&STEL"),
)
USABLE = frozenset({"OK", "HIGH_ALRM", "LOW_ALARM", "STEL_ALRM", "HIGH&STEL", "LOW&STEL"})
FULL_SCALE = Decimal(50000)
PERIOD_SECONDS = 1.0
_KEYS = frozenset({"ignite", "push 1", "screen", "quit"})  # what the public programs press to ignite
_STARTS = frozenset({"ignite", "push 1"})

Column = tuple[str, str]
NOT_SELECTED: Column = ("", "")


def line(pid: Column, fid: Column) -> bytes:
    """One line of the short form: value (10, to the right) and status (9) of PID and FID."""
    columns = (f"{value:>10} {status:<9}" for value, status in (pid, fid))
    return f"{' '.join(columns)} \r\n".encode("ascii")


class Tva2020:
    """The text protocol; logging is off after power-up.

    Attributes:
        forced: a status by detector ("FID", "PID") that is sent whatever the instrument does.
    """

    def __init__(
        self,
        physics: Physics,
        notes: Notes | None = None,
        period: float = PERIOD_SECONDS,
        *,
        detectors: tuple[str, ...] = ("PID", "FID"),
    ) -> None:
        """Take the instrument behind it and the detectors that are selected."""
        self.physics = physics
        self.notes = notes or Notes()
        self.forced: dict[str, str] = {}
        self._detectors = detectors
        self._log = Periodic(period)
        self._buffer = b""

    def plug(self) -> None:
        """Half a command is forgotten; logging goes on as the menu says."""
        self._buffer = b""

    def hear(self, data: bytes, now: float) -> list[bytes]:
        """Obey each whole line; no command has an answer."""
        lines, self._buffer = lines_of(self._buffer + data, b"\r\n")
        for text in lines:
            self._obey(text.decode("ascii", "replace"), now)
        return []

    def tick(self, now: float) -> list[bytes]:
        """The line of this second."""
        return [self._line(now)] if self._log.is_due(now) else []

    def _obey(self, text: str, now: float) -> None:
        self.notes.commands.append(text)
        if text == "log start":
            self._log.start(now)
        elif text == "log stop":
            self._log.stop()
        elif text in _KEYS:
            self.notes.asked.append(text)
            if text in _STARTS:
                self.physics.ignite(now)
        else:
            self.notes.forbidden.append(text)

    def _line(self, now: float) -> bytes:
        pid = self._column("PID", self.physics.pid(now), now)
        return line(pid, self._column("FID", self.physics.fid(now), now))

    def _column(self, detector: str, value: Decimal | None, now: float) -> Column:
        if detector not in self._detectors:
            return NOT_SELECTED
        status = self.forced.get(detector) or self._status(detector, value)
        shown = "0.00" if value is None else _shown(min(value, FULL_SCALE))
        if status in USABLE:
            self.notes.mean(now, detector, Decimal(shown))
        return shown, status

    def _status(self, detector: str, value: Decimal | None) -> str:
        if value is not None:
            return "OVERFLOW" if value > FULL_SCALE else "OK"
        is_broken = detector == "PID" or self.physics.flame is Flame.FAILED
        return "DET_FAIL" if is_broken else "DET_OFF"


def _shown(value: Decimal) -> str:
    """Three or four figures, as the display has room for."""
    places = Decimal("0.01") if value < 100 else Decimal("0.1")
    return format(value.quantize(places) if value < 10000 else value.quantize(Decimal(1)), "f")
