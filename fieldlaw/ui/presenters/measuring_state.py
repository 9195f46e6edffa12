"""What the measuring procedure shows, as one frozen record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldlaw.cases.records.procedure import POINT
from fieldlaw.devices.procedure_gas import GasReadings, ResponseTime, WarmUp
from fieldlaw.devices.procedure_point import Background, Point

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from fieldlaw.cases.casework.measuring_views import PointView, RoundView
    from fieldlaw.cases.law.threshold import Verdict
    from fieldlaw.cases.law.threshold_rows import ThresholdBook
    from fieldlaw.cases.records.cylinder import Cylinder
    from fieldlaw.cases.records.measuring import Link, PlannedPoint
    from fieldlaw.cases.records.procedure import Tool
    from fieldlaw.devices.procedure import Guide, Session
    from fieldlaw.ui.messages import Problem

Work = WarmUp | GasReadings | ResponseTime | Background | Point


@dataclass(frozen=True)
class State:
    """What the panel shows.

    Attributes:
        rounds: all rounds of the case; `round` is the id of the one in hand, empty without one.
        tool: the instrument in front with one detector; None while none is connected.
        session: its measurement in the round in hand.
        guide: what comes next; None without a session.
        step: the step whose card is open; `work` what runs in it, None before it was begun.
        cylinders: the list; `cylinder` the number of the one in use.
        planned: the point in hand.
        links: evidence that shows the next point: it goes into the case with it.
        probe: where and how far off the probe is held, in words; stays for the next point until changed.
        live: the present reading held against the limit; `verdict` the maximum of the point.
        fast: whether one key begins and keeps each point, and the next open one follows by itself.
        kept: counts what was kept, so that forms know when to close.
    """

    today: date
    book: ThresholdBook
    case: str = ""
    unit: str = ""
    closed: bool = False
    loaded: bool = False
    rounds: tuple[RoundView, ...] = ()
    round: str = ""
    tool: Tool | None = None
    session: Session | None = None
    guide: Guide | None = None
    step: str = ""
    work: Work | None = None
    cylinders: tuple[Cylinder, ...] = ()
    cylinder: str = ""
    planned: PlannedPoint | None = None
    links: tuple[Link, ...] = ()
    probe: str = ""
    live: Verdict | None = None
    verdict: Verdict | None = None
    fast: bool = False
    busy: bool = False
    kept: int = 0
    told: str = ""
    problem: Problem | None = None

    @property
    def view(self) -> RoundView | None:
        """The round in hand."""
        return next((one for one in self.rounds if one.id == self.round), None)

    @property
    def open_round(self) -> RoundView | None:
        """The round in hand while it goes on."""
        held = self.view
        return held if held is not None and held.ended is None else None

    @property
    def gas(self) -> Cylinder | None:
        """The cylinder in use."""
        return next((one for one in self.cylinders if one.number == self.cylinder), None)

    @property
    def point(self) -> Point | None:
        """The point that is being measured."""
        return self.work if isinstance(self.work, Point) else None

    @property
    def background(self) -> Decimal | None:
        """The mean background of today."""
        return self.session.background(self.today) if self.session else None

    @property
    def alarm(self) -> bool:
        """Whether the present reading lies beyond the limit, or would in a way of reckoning that is open."""
        return self.step == POINT and self.live is not None and self.live.reaches_limit

    def kept_of(self, tag: str) -> PointView | None:
        """The last reading of a point that was kept with the detector in use."""
        if self.view is None or self.tool is None:
            return None
        own = [
            one
            for one in self.view.points
            if one.planned.tag == tag and one.is_last and one.result.tool.detector == self.tool.detector
        ]
        return own[-1] if own else None

    @property
    def fast_at_point(self) -> bool:
        """Whether the one key of the fast mode is about the point in hand."""
        return self.fast and self.session is not None and self.step == POINT and self.planned is not None

    @property
    def next_open(self) -> PlannedPoint | None:
        """The first point after the one in hand that was not measured with the detector in use."""
        planned = self.view.planned if self.view else ()
        rest = planned[self.place[0] :]
        return next((one for one in rest if self.kept_of(one.tag) is None), None)

    @property
    def place(self) -> tuple[int, int]:
        """Which of the planned points is in hand, and how many there are; 0 for one that is not planned."""
        planned = self.view.planned if self.view else ()
        tags = [one.tag for one in planned]
        tag = self.planned.tag if self.planned else ""
        return (tags.index(tag) + 1 if tag in tags else 0), len(tags)
