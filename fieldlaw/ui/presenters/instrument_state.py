"""What the instrument page shows, as one frozen record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from fieldlaw.devices.analyzers.spec import State as Flame
from fieldlaw.ui.presenters.instrument_readout import Phase, Readout, readout
from fieldlaw.ui.presenters.strip import Cell

if TYPE_CHECKING:
    from datetime import date, datetime

    from fieldlaw.cases.records.instrument import Instrument
    from fieldlaw.cases.records.measurement import Measurement
    from fieldlaw.ui.messages import Problem
    from fieldlaw.ui.presenters.instrument_kept import OpenCase

SOON_DAYS = 30  # how early the strip begins to remind of a certificate; a habit, no rule of law


class Port(Protocol):
    """A port of this machine: what opens it, and what the system says of it."""

    @property
    def path(self) -> str:
        """What opens it."""

    @property
    def about(self) -> str:
        """Plain words; empty when there are none."""


@dataclass(frozen=True)
class Gap:
    """A time without readings; still open without an end."""

    after: datetime
    before: datetime | None = None


@dataclass(frozen=True)
class State:
    """What the page shows.

    Attributes:
        instruments: the equipment list; `loaded` once it was read.
        saved: counts the changes of the list, so that the form knows when to close.
        ports: the ports found; None until somebody searched.
        listing: the equipment list is shown although an instrument is connected.
        instrument: the connected one, as it was when connected.
        last: the newest reading of this connection; `peak` the highest since the last reset.
        fault: the word for what the instrument reported; `notice` the sentence about it.
        lost: why the line is down.
        battery, hydrogen: telemetry in words; empty when the instrument gave none.
        gaps: the gaps of this connection.
        case: where readings are kept; `item` and `point` go with them.
        problem: why the last act was not saved.
    """

    today: date
    instruments: tuple[Instrument, ...] = ()
    loaded: bool = False
    saved: int = 0
    ports: tuple[Port, ...] | None = None
    searching: bool = False
    listing: bool = False
    phase: Phase = Phase.OFF
    instrument: Instrument | None = None
    flame: Flame = Flame.SILENT
    last: Measurement | None = None
    peak: Measurement | None = None
    fault: str = ""
    notice: str = ""
    lost: str = ""
    battery: str = ""
    hydrogen: str = ""
    gaps: tuple[Gap, ...] = ()
    case: OpenCase | None = None
    item: str = ""
    point: str = ""
    problem: Problem | None = None

    @property
    def live(self) -> bool:
        """Whether the page shows readings and not the equipment list."""
        return self.phase is not Phase.OFF and not self.listing

    @property
    def readout(self) -> Readout:
        """What the tile says."""
        return readout(self.phase, self.flame, self.last, self.fault)

    @property
    def keepable(self) -> bool:
        """Whether there is a present reading to keep: a value, or a reason that the instrument gave."""
        return self.phase is Phase.ON and self.flame is not Flame.SILENT and self.last is not None

    @property
    def dark(self) -> bool:
        """Whether ignition may be asked for."""
        return self.phase is Phase.ON and self.flame in (Flame.UNLIT, Flame.FLAME_OUT)

    @property
    def igniting(self) -> bool:
        """Whether the instrument is being ignited."""
        return self.phase is Phase.ON and self.flame is Flame.IGNITING

    @property
    def open_gap(self) -> Gap | None:
        """The gap that runs now."""
        return self.gaps[-1] if self.gaps and self.gaps[-1].before is None else None

    @property
    def _day(self) -> date:
        return self.last.taken_at.date() if self.last else self.today

    @property
    def expired(self) -> bool:
        """Whether the certificate had ended on the day of the reading."""
        return self.instrument is not None and self.instrument.expired(self._day)

    @property
    def days_left(self) -> int | None:
        """How long the certificate is valid from the day of the reading; None without a date."""
        return self.instrument.days_left(self._day) if self.instrument else None

    @property
    def cell(self) -> Cell:
        """The cell of the status strip."""
        name = {"id": self.instrument.name if self.instrument else ""}
        if self.phase in (Phase.OFF, Phase.STOPPING):
            return Cell("instrument", "idle", {})
        if self.phase is Phase.DOWN:
            return Cell("instrument", "bad", name)
        if self.expired:
            return Cell("instrument", "expired", name)
        if self.days_left is not None and self.days_left <= SOON_DAYS:
            return Cell("instrument", "warn", {**name, "d": self.days_left})
        return Cell("instrument", "ok" if self.flame is Flame.LIT else "unlit", name)
