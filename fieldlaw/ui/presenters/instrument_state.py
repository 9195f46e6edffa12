"""What the instrument page shows, as one frozen record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from fieldlaw.cases.records.measurement import Detector
from fieldlaw.devices.analyzers.spec import State as Flame
from fieldlaw.ui.presenters.instrument_readout import Phase, Readout, readout
from fieldlaw.ui.presenters.strip import Cell

if TYPE_CHECKING:
    from datetime import date

    from fieldlaw.cases.records.instrument import Instrument
    from fieldlaw.cases.records.measurement import Measurement
    from fieldlaw.ui.messages import Problem
    from fieldlaw.ui.presenters.instrument_kept import OpenCase
    from fieldlaw.ui.presenters.instrument_line import Gap, LineState

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
class State:
    """What the page shows.

    Attributes:
        instruments: the equipment list; `loaded` once it was read.
        saved: counts the changes of the list, so that the form knows when to close.
        ports: the ports found; None until somebody searched.
        listing: the equipment list is shown although an instrument is connected.
        lines: the connected instruments, in the order in which they were connected.
        front: the name of the one whose reading stands large; most properties below speak of it.
        case: where readings are kept; `item` and `point` go with them.
        told: what the last act did, while it is news.
        problem: why the last act was not saved.
    """

    today: date
    instruments: tuple[Instrument, ...] = ()
    loaded: bool = False
    saved: int = 0
    ports: tuple[Port, ...] | None = None
    searching: bool = False
    listing: bool = False
    lines: tuple[LineState, ...] = ()
    front: str = ""
    case: OpenCase | None = None
    item: str = ""
    point: str = ""
    told: str = ""
    problem: Problem | None = None

    @property
    def line(self) -> LineState | None:
        """The instrument in front."""
        return next((one for one in self.lines if one.name == self.front), None)

    @property
    def others(self) -> tuple[LineState, ...]:
        """The connected ones that are not in front."""
        return tuple(one for one in self.lines if one.name != self.front)

    def is_connected(self, name: str) -> bool:
        """Whether an instrument is connected, or about to be."""
        return any(one.name == name for one in self.lines)

    @property
    def phase(self) -> Phase:
        """How far the connection is."""
        return self.line.phase if self.line else Phase.OFF

    @property
    def instrument(self) -> Instrument | None:
        """The connected one, as it was when connected."""
        return self.line.instrument if self.line else None

    @property
    def detector(self) -> str:
        """Which detector the page speaks of."""
        return self.line.detector if self.line else Detector.FID.value

    @property
    def flame(self) -> Flame:
        """What is known of the flame."""
        return self.line.flame if self.line else Flame.SILENT

    @property
    def last(self) -> Measurement | None:
        """The newest reading."""
        return self.line.last if self.line else None

    @property
    def peak(self) -> Measurement | None:
        """The highest reading since the last reset."""
        return self.line.peak if self.line else None

    @property
    def notice(self) -> str:
        """The sentence about what the instrument reported."""
        return self.line.notice if self.line else ""

    @property
    def lost(self) -> str:
        """Why the line is down."""
        return self.line.lost if self.line else ""

    @property
    def battery(self) -> str:
        """The charge in words."""
        return self.line.battery if self.line else ""

    @property
    def hydrogen(self) -> str:
        """The hydrogen in words."""
        return self.line.hydrogen if self.line else ""

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The gaps of this connection."""
        return self.line.gaps if self.line else ()

    @property
    def live(self) -> bool:
        """Whether the page shows readings and not the equipment list."""
        return self.phase is not Phase.OFF and not self.listing

    @property
    def readout(self) -> Readout:
        """What the tile says."""
        return self.line.readout if self.line else readout(Phase.OFF, Flame.SILENT, None, "")

    @property
    def keepable(self) -> bool:
        """Whether there is a present reading to keep."""
        return self.line is not None and self.line.keepable

    @property
    def dark(self) -> bool:
        """Whether ignition may be asked for."""
        return self.line is not None and self.line.dark

    @property
    def igniting(self) -> bool:
        """Whether the instrument is being ignited."""
        return self.line is not None and self.line.igniting

    @property
    def open_gap(self) -> Gap | None:
        """The gap that runs now."""
        return self.line.open_gap if self.line else None

    @property
    def _day(self) -> date:
        return self.line.day(self.today) if self.line else self.today

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
        """The cell of the status strip: of the instrument in front, but one that is down comes first."""
        down = next((one for one in self.lines if one.phase is Phase.DOWN), None)
        if down is not None:
            return Cell("instrument", "bad", {"id": down.name})
        if self.phase in (Phase.OFF, Phase.STOPPING):
            return Cell("instrument", "idle", {})
        name = {"id": self.front}
        if self.expired:
            return Cell("instrument", "expired", name)
        if self.days_left is not None and self.days_left <= SOON_DAYS:
            return Cell("instrument", "warn", {**name, "d": self.days_left})
        burns = {Flame.LIT: "ok", Flame.READY: "ready"}
        return Cell("instrument", burns.get(self.flame, "unlit"), name)
