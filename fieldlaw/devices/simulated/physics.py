"""What happens inside a simulated analyzer: flame, lamp, hydrogen, pump, battery; knows no protocol.

Time in seconds comes in as an argument and never runs backwards. Concentrations in ppm.
The figures of a healthy instrument are invented; only their order of size is that of real ones.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    Profile = Callable[[float], Decimal]

FULL_TANK_PSI = 1433
LOW_TANK_PSI = 380  # below the 400 psi at which the field programs of the phx21 warn
PSI_PER_HOUR = 120
FULL_BATTERY_MV = 7905
MV_PER_HOUR = 150
PUMP_PERCENT = 58
BLOCKED_PUMP_PERCENT = 92
OVER_RANGE_PPM = Decimal(1_000_000)
_PID_SHARE = Decimal("0.6")  # a lamp sees another part of the same gas


class Flame(Enum):
    """The physical state of the flame."""

    COLD = "cold"
    PURGING = "purging"
    IGNITING = "igniting"
    LIT = "lit"
    OUT = "flame-out"
    FAILED = "failed"


class Trouble(Enum):
    """What is wrong with the instrument itself, not with its line."""

    LOW_HYDROGEN = "low-hydrogen"
    BLOCKED = "blocked"
    FLAME_OUT = "flame-out"
    OVER_RANGE = "over-range"
    LAMP = "lamp"
    COLD = "cold"


@dataclass(frozen=True)
class Course:
    """How long the stages of a start take, in seconds; `flame_out` is counted from lit on."""

    purge: float = 0.0
    ignite: float = 14.0
    warm: float = 60.0
    flame_out: float = 5.0


def steady(_seconds: float) -> Decimal:
    """The default profile: the same concentration at any time."""
    return Decimal("512.34")


def drifting(seconds: float) -> Decimal:
    """A probe that is led along a flange: clean air, a rise to a leak, a fall; once in forty seconds."""
    phase = seconds % 40
    peak = 2380 * math.exp(-(((phase - 22) / 6) ** 2))
    return Decimal(f"{2.1 + peak + 0.02 * peak * math.sin(seconds * 7):.2f}")


@dataclass
class Physics:
    """The instrument as a state machine; `troubles` may be changed while it runs.

    The profile gives the concentration over the seconds since the flame was lit; for the lamp, since
    the instrument was switched on.
    """

    profile: Profile = steady
    course: Course = field(default_factory=Course)
    troubles: set[Trouble] = field(default_factory=set)
    flame: Flame = Flame.COLD
    _since: float = 0.0
    _started: float | None = None

    def advance(self, now: float) -> None:
        """Let time pass until `now`."""
        if self._started is None:
            self._started = now
        while (after := self._next(now)) is not None:
            self._since, self.flame = after

    def ignite(self, now: float) -> bool:
        """Try to light the flame; False when there is too little hydrogen to try."""
        self.advance(now)
        if Trouble.LOW_HYDROGEN in self.troubles:
            return False
        self._enter(Flame.PURGING, now)
        self.advance(now)
        return True

    def put_out(self, now: float) -> None:
        """Stop on command."""
        self._enter(Flame.COLD, now)

    def blow_out(self, now: float) -> None:
        """Lose the flame."""
        self._enter(Flame.OUT, now)

    @property
    def is_lit(self) -> bool:
        """True while the flame burns."""
        return self.flame is Flame.LIT

    @property
    def is_blocked(self) -> bool:
        """True while no sample gas comes through the probe."""
        return Trouble.BLOCKED in self.troubles

    def has_lamp(self) -> bool:
        """True while the lamp of a PID works."""
        return Trouble.LAMP not in self.troubles

    def fid(self, now: float) -> Decimal | None:
        """What the flame detector sees; None without a flame."""
        if not self.is_lit:
            return None
        return OVER_RANGE_PPM if self.is_over_range else self.profile(now - self._since)

    def pid(self, now: float) -> Decimal | None:
        """What the lamp detector sees; None with a dead lamp."""
        if not self.has_lamp():
            return None
        seen = self.profile(self.up_for(now)) * _PID_SHARE
        return OVER_RANGE_PPM if self.is_over_range else seen.quantize(Decimal("0.01"))

    @property
    def is_over_range(self) -> bool:
        """True while there is more gas than any detector can measure."""
        return Trouble.OVER_RANGE in self.troubles

    @property
    def sees_too_much(self) -> bool:
        """True while the flame burns in more gas than it can measure."""
        return self.is_lit and self.is_over_range

    def up_for(self, now: float) -> float:
        """Seconds since the instrument was switched on."""
        return now - (now if self._started is None else self._started)

    def lit_for(self, now: float) -> float:
        """Seconds since the flame was lit; 0 without one."""
        return now - self._since if self.is_lit else 0.0

    def warm_in(self, now: float) -> float:
        """Seconds until the warm-up is complete; it starts with the flame."""
        return max(0.0, self.course.warm - self.lit_for(now))

    def tank_psi(self, now: float) -> int:
        """Pressure of the hydrogen tank."""
        if Trouble.LOW_HYDROGEN in self.troubles:
            return LOW_TANK_PSI
        return max(LOW_TANK_PSI, FULL_TANK_PSI - int(self.up_for(now) * PSI_PER_HOUR / 3600))

    def battery_mv(self, now: float) -> int:
        """Voltage of the battery in mV."""
        return max(5500, FULL_BATTERY_MV - int(self.up_for(now) * MV_PER_HOUR / 3600))

    def pump_percent(self) -> int:
        """What the sample pump needs; much when nothing comes through."""
        return BLOCKED_PUMP_PERCENT if self.is_blocked else PUMP_PERCENT

    def _enter(self, flame: Flame, at: float) -> None:
        self.flame, self._since = flame, at

    def _next(self, now: float) -> tuple[float, Flame] | None:
        """The next change that is due, with its moment."""
        lit_or_not = Flame.FAILED if Trouble.COLD in self.troubles else Flame.LIT
        stages = {
            Flame.PURGING: (self.course.purge, Flame.IGNITING),
            Flame.IGNITING: (self.course.ignite, lit_or_not),
        }
        if Trouble.FLAME_OUT in self.troubles:
            stages[Flame.LIT] = (self.course.flame_out, Flame.OUT)
        if self.flame not in stages:
            return None
        seconds, flame = stages[self.flame]
        return (self._since + seconds, flame) if now >= self._since + seconds else None
