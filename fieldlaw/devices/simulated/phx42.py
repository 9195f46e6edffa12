"""A phx42 in software: its own encoder over the physics of a flame.

Protocol from LDARtools PhxAccess (MIT, facts only). Concentrations in ppm, times in seconds.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from fieldlaw.devices.simulated.device import SimulatedDevice
from fieldlaw.devices.simulated.dialect import Notes, Periodic, lines_of
from fieldlaw.devices.simulated.faults import Faults
from fieldlaw.devices.simulated.instrument import Instrument, chance
from fieldlaw.devices.simulated.physics import Course, Flame, Physics, Trouble, drifting, steady

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldlaw.devices.simulated.ports import Port

__all__ = ["Faults", "Flame", "Phx42", "SimulatedPhx42", "drifting", "steady"]

COLD_PPM = "-100.00"
COLD_PA = "-26.90"
PERIOD_SECONDS = 0.2
_PA_PER_PPM = Decimal("433.10") / Decimal("512.34")
_CENT = Decimal("0.01")
_PLAIN = frozenset({"CHEK", "TIME", "CALT", "DRFT", "FILT", "SSTH"})  # answered with their own name
_ASKED = frozenset({"AIGS", "GCTE"})
_REPORTS = ("FIDR", "RDNG", "DRVL")
_SAID = {Flame.OUT: b"YTyt SHUT flame out\r\n", Flame.FAILED: b"YTyt SERR ignition failed\r\n"}
_OVER_RANGE = b"YTyt SERR over range\r\n"  # the words are ours: no text of a real unit is published
_TOO_COLD, _LOW_HYDROGEN, _FILTER, _KEPT_CALIBRATION = 21, 22, 24, 19


def line(kind: str, **fields: object) -> bytes:
    """One message of the unit: its type and its parameters in the order given."""
    parameters = ",".join(f"{name}={value}" for name, value in fields.items())
    return f"YTyt {kind}{' ' if parameters else ''}{parameters}\r\n".encode("ascii")


class Phx42:
    """The line protocol; reports are on only after the host asked for them."""

    def __init__(self, physics: Physics, notes: Notes | None = None, period: float = PERIOD_SECONDS) -> None:
        """Take the instrument behind the protocol; `period` holds until the host sets another."""
        self.physics = physics
        self.notes = notes or Notes()
        self._reports = {kind: Periodic(period) for kind in _REPORTS}
        self._buffer = b""
        self._flame = physics.flame
        self._is_over_range = False

    def plug(self) -> None:
        """Reports are off until the host asks again."""
        self._buffer = b""
        for report in self._reports.values():
            report.stop()

    def hear(self, data: bytes, now: float) -> list[bytes]:
        """Answer each whole line."""
        lines, self._buffer = lines_of(self._buffer + data, b"\r\n")
        return [answer for text in lines for answer in self._obey(text.decode("ascii", "replace"), now)]

    def tick(self, now: float) -> list[bytes]:
        """The periodic reports, and the line that a lost flame causes."""
        due = [self._report(kind, now) for kind, report in self._reports.items() if report.is_due(now)]
        return self._spontaneous() + due

    def _spontaneous(self) -> list[bytes]:
        before, self._flame = self._flame, self.physics.flame
        was_over, self._is_over_range = self._is_over_range, self.physics.sees_too_much
        said = [_OVER_RANGE] if self._is_over_range and not was_over else []
        is_said = before is not self._flame and self._flame in _SAID
        return [_SAID[self._flame], *said] if is_said else said

    def _obey(self, text: str, now: float) -> list[bytes]:
        words = text.split(" ")
        if len(words) < 2 or words[0] != "ZUzu":
            return []
        name = words[1]
        self.notes.commands.append(name)
        parameters = dict(item.partition("=")[::2] for item in " ".join(words[2:]).split(","))
        if name in _ASKED:
            self.notes.asked.append(text)
        return self._answer(name, parameters, text, now)

    def _answer(self, name: str, parameters: dict[str, str], text: str, now: float) -> list[bytes]:
        known: dict[str, Callable[[dict[str, str], float], list[bytes]]] = {
            "AIGS": self._switch_flame,
            "GCTE": self._calibrate,
            "PRPT": self._switch_report,
            "TRPT": self._set_period,
            "SRPT": lambda wanted, at: [self._report(wanted.get("TYPE", ""), at)],
            "BATS": lambda _, at: [self._report("BATS", at)],
            "VERS": lambda *_: [line("VERS", MAJOR=1, MINOR=32)],
            "WUTM": lambda _, at: [line("WUTM", SEC=int(self.physics.warm_in(at)))],
        }
        if name in known:
            return known[name](parameters, now)
        if name in _PLAIN:
            return [line(name)]
        self.notes.forbidden.append(text)
        return [line("EROR", TYPE=name, CODE=_KEPT_CALIBRATION)] if name.startswith("DCT") else []

    def _switch_flame(self, parameters: dict[str, str], now: float) -> list[bytes]:
        if parameters.get("GO") != "1":
            self.physics.put_out(now)
            return [line("AIGS", GO=0)]
        if self.physics.is_blocked:
            return [line("EROR", TYPE="AIGS", CODE=_FILTER)]
        if not self.physics.ignite(now):
            return [line("EROR", TYPE="AIGS", CODE=_LOW_HYDROGEN)]
        return [line("AIGS", GO=1)]

    def _calibrate(self, _parameters: dict[str, str], now: float) -> list[bytes]:
        is_cold = not self.physics.is_lit or self.physics.warm_in(now) > 0
        return [line("EROR", TYPE="GCTE", CODE=_TOO_COLD)] if is_cold else [line("CALT")]

    def _switch_report(self, parameters: dict[str, str], now: float) -> list[bytes]:
        report = self._reports.get(parameters.get("TYPE", ""))
        if report is not None and parameters.get("EN") == "1":
            report.start(now)
        elif report is not None:
            report.stop()
        return [line("PRPT")]

    def _set_period(self, parameters: dict[str, str], _now: float) -> list[bytes]:
        if parameters.get("MS", "").isdigit() and int(parameters["MS"]) > 0:
            for report in self._reports.values():
                report.seconds = int(parameters["MS"]) / 1000
        return [line("TRPT")]

    def _report(self, kind: str, now: float) -> bytes:
        makers = {"FIDR": self._reading, "RDNG": self._telemetry, "DRVL": self._drive, "BATS": self._battery}
        return makers[kind](now) if kind in makers else b""

    def _reading(self, now: float) -> bytes:
        value = self.physics.fid(now)
        if value is None:
            return line("FIDR", CALPPM=COLD_PPM, PA=COLD_PA, PAADJ="0.0")
        self.notes.mean(now, "FID", value)
        current = (value * _PA_PER_PPM).quantize(_CENT)
        return line("FIDR", CALPPM=format(value, "f"), PA=current, PAADJ="0.0")

    def _telemetry(self, now: float) -> bytes:
        vacuum = "-1.42" if self.physics.is_blocked else "-0.58"
        return line(
            "RDNG",
            H2HP=f"{self.physics.tank_psi(now)}.0",
            H2LP="12.10",
            CHMBR="118.4" if self.physics.is_lit else "24.1",
            VOLTS=self._volts(now),
            P1OUT="1.76",
            P2OUT="6.50",
            P2IN=vacuum,
            CASE="29.3",
            AMB="24.1",
            AMPS="0.56",
            P1TGT="1.75",
            P2TGT="6.50",
            H2TGT="12.10",
            ALT="31.0",
        )

    def _drive(self, _now: float) -> bytes:
        pump = f"{self.physics.pump_percent()}.0"
        return line("DRVL", P1DRV=pump, P2DRV="44.0", SOL="100.0", NDLV="31.0", HTR="0.0", GPLG="0.0")

    def _battery(self, now: float) -> bytes:
        volts = self.physics.battery_mv(now) / 1000
        percent = max(0, min(100, int((volts - 5.5) / 3.4 * 100)))
        return line("BATS", PCT=percent, VOLTS=self._volts(now), AMPS="-0.61")

    def _volts(self, now: float) -> str:
        return f"{Decimal(self.physics.battery_mv(now)) / 1000:.2f}"


class SimulatedPhx42(SimulatedDevice):
    """A phx42 at a port; open `path` with any serial library."""

    def __init__(
        self,
        profile: Callable[[float], Decimal] = steady,
        *,
        ignite_seconds: float = 14.0,
        faults: Faults | None = None,
        is_hydrogen_low: bool = False,
        port: Port | None = None,
    ) -> None:
        """Take the concentration over the seconds since ignition, how long ignition takes, and the port."""
        troubles = {Trouble.LOW_HYDROGEN} if is_hydrogen_low else set()
        physics = Physics(profile, Course(ignite=ignite_seconds), troubles)
        super().__init__(Instrument(Phx42(physics), faults or Faults(), chance(0)), port)
