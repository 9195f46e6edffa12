"""A finished round of measuring for the demo bureau: twelve points on a plant's paint lines.

The readings are made up here, the procedure is the real one: every step and verdict is made by it, at the
pace of a real round, on a clock that is set back so that the round has just ended.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework import equipment, measuring
from fieldlaw.cases.casework.cylinders import save_cylinder
from fieldlaw.cases.casework.measuring_views import round_of
from fieldlaw.cases.law.threshold_rows import procedure_limits
from fieldlaw.cases.packs.load import load_folder
from fieldlaw.cases.records.cylinder import ZERO_AIR, Cylinder
from fieldlaw.cases.records.measurement import Crc, Detector, Measurement, Quality
from fieldlaw.cases.records.measuring import Component, MeasuredPoint, PlannedPoint, RoundPlan
from fieldlaw.cases.records.procedure import POSITIONS, Instant, Weather, tool_of
from fieldlaw.devices.procedure import Session
from fieldlaw.devices.procedure_gas import ResponseTime, WarmUp, begin_drift, begin_span, begin_zero
from fieldlaw.devices.procedure_point import begin_background, begin_point
from fieldlaw.devices.procedure_stream import Stream
from fieldlaw.settings import RESOURCES

if TYPE_CHECKING:
    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.ledger.event import Moment
    from fieldlaw.cases.packs.records import Pack
    from fieldlaw.cases.records.procedure import StepResult

OFFICER, SECOND, ESCORT = "王立新", "李志强", "孙强"
PLAN = RoundPlan(
    "调漆间输漆管线", "监督性", "gb37822", "general", "HJ 733-2014", ("FID-02",), OFFICER, SECOND, ESCORT,
    "调漆间、1 号喷漆房",
)  # fmt: skip
SPAN_GAS = Cylinder("B-17", "methane", "500", "μmol/mol", "2", "2", "示气字 2026-031", "2027-06-30")
ZERO_GAS = Cylinder("Z-02", ZERO_AIR, "0", "μmol/mol", "2", "2", "示气字 2026-032", "2027-06-30")
LASTS = timedelta(minutes=80)
_PERIOD = Decimal("0.5")
_SHORT, _AGAIN_SECONDS = 6, 17  # seconds at a point
_AGAIN, _WHY = "P-02", "第一次探头没有贴紧接头"
# Tag, kind, place, the highest reading in ppm, seconds at it.
_POINTS = (
    ("P-01", "泵", "1 号输漆泵轴封", "38.2", 14), (_AGAIN, "连接件", "1 号输漆泵出口接头", "4.1", 17),
    ("P-03", "阀门", "主管截止阀", "12.6", 15), ("P-04", "法兰", "主管第一道法兰", "6.4", 18),
    ("P-05", "法兰", "主管第二道法兰", "5.9", 16), ("P-06", "阀门", "溶剂管球阀阀杆", "6120.5", 14),
    ("P-07", "连接件", "溶剂管软管接头", "87.3", 17), ("P-08", "阀门", "1 号房支管阀", "9.8", _SHORT),
    ("P-09", "连接件", "1 号房喷枪快接", "212.4", 15), ("P-10", "开口管线", "取样口堵头", "41.0", 18),
    ("P-11", "泵", "2 号输漆泵轴封", "55.7", 16), ("P-12", "法兰", "回漆管法兰", "7.7", 14),
)  # fmt: skip


def limits() -> tuple[Pack, ...]:
    """The packs that a round is measured by."""
    return (*load_folder(RESOURCES / "thresholds"), *load_folder(RESOURCES / "factors"))


class Back:
    """A clock set back by so much; it goes on when it is told to.

    Attributes:
        ahead: how far it has gone, in seconds.
    """

    def __init__(self, now: Moment, back: timedelta) -> None:
        start = datetime.fromisoformat(now.wall) - back
        self._now, self._start = now, start
        self._first_ms = now.monotonic_ms - int(back.total_seconds() * 1000)
        self.ahead = Decimal(0)

    def moment(self) -> Moment:
        """The moment that it shows, as events take it."""
        at = self.instant()
        return replace(self._now, wall=at.wall, monotonic_ms=at.mono_ms)

    def instant(self) -> Instant:
        """The moment that it shows, as steps take it."""
        wall = self._start + timedelta(seconds=float(self.ahead))
        return Instant(wall.isoformat(timespec="milliseconds"), self._first_ms + int(self.ahead * 1000))


def earlier(desk: Desk) -> tuple[Desk, Back]:
    """The same desk some time ago, and its clock."""
    clock = Back(desk.clock(), LASTS)
    return replace(desk, clock=clock.moment), clock


@dataclass
class _Round:
    """A round that goes on: the desk, the clock, the session, what the probe is held into."""

    desk: Desk
    case: str
    clock: Back
    session: Session
    packs: tuple[Pack, ...]
    name: str = ""

    def read(self, run: Any, value: str | Decimal, seconds: int) -> Any:
        """A run with the readings of some seconds, near one value that is reached at the end."""
        top = Decimal(value)
        for left in reversed(range(int(seconds / _PERIOD))):
            self.clock.ahead += _PERIOD
            run = run.fed(self._sample(top - top * (left % 5) / 200))
        return run

    def _sample(self, value: Decimal) -> Measurement:
        at, shown = self.clock.instant(), round(value, 2)
        raw = f"YTyt FIDR CALPPM={shown}\r\n".encode()
        when = datetime.fromisoformat(at.wall)
        return Measurement(
            *("FID-02", Detector.FID, shown, "ppm", Quality.OK, (), raw, Crc.ABSENT), when, at.mono_ms / 1000
        )

    def keep(self, result: StepResult) -> None:
        """Keep a step."""
        self.session = self.session.keep(result)
        measuring.keep_step(self.desk, self.case, self.name, result)

    def prepare(self) -> None:
        """The steps up to the first point."""
        now, by = self.clock.instant, OFFICER
        self.keep(self.session.check_instrument(by, now()))
        self.keep(self.read(WarmUp(Stream(now())), "1.2", 31 * 60).finish(self.session, by, now()))
        run = self.read(begin_zero(self.session, ZERO_GAS, now()), "0.3", 20).take(now())
        self.keep(run.finish(self.session, by, now()))
        run = begin_span(self.session, SPAN_GAS, now())
        for value in ("0.3", "496.4", "0.3", "503.1", "0.2", "498.8"):
            run = self.read(run, value, 20).take(now())
        self.keep(run.finish(self.session, by, now()))
        self._time()
        self._background()

    def _time(self) -> None:
        run = ResponseTime(Stream(self.clock.instant()), SPAN_GAS)
        for seconds in (6, 5, 6):
            run = self.read(run, "0.2", 10).switch(self.clock.instant())
            run = self.read(self.read(run, "240", seconds), "500", 8)
            run = run.settled(self.session, self.clock.instant())
        self.keep(run.finish(self.session, OFFICER, self.clock.instant()))

    def _background(self) -> None:
        run = begin_background(self.session, self.clock.instant())
        for position, value in zip(POSITIONS, ("1.3", "1.1", "1.4", "1.2", "1.5"), strict=True):
            run = self.read(run.arrive(position, self.clock.instant()), value, 12)
            run = run.depart(self.clock.instant())
        weather = Weather("6.5", "41", "93.2", "西北", "1.1", "晴")
        self.keep(run.finish(self.session, weather, OFFICER, self.clock.instant()))

    def point(self, planned: PlannedPoint, value: str, seconds: int, instead_of: str = "") -> None:
        """Measure a point and keep it."""
        run = self.read(begin_point(self.session, planned.tag, self.clock.instant()), value, seconds)
        result = run.finish(self.session, OFFICER, self.clock.instant())
        self.session = self.session.keep(result)
        point = MeasuredPoint(planned, result, "贴紧密封面，缓慢移动一圈")
        if instead_of:
            point = replace(point, instead_of=instead_of, reason=_WHY)
        measuring.keep_point(self.desk, self.case, self.name, point, self.packs)
        self.clock.ahead += 25

    def end(self) -> None:
        """The drift check of the day, and the end."""
        run = self.read(begin_drift(self.session, SPAN_GAS, self.clock.instant()), "494.2", 20)
        result = run.take(self.clock.instant()).finish(self.session, OFFICER, self.clock.instant())
        measuring.end_round(self.desk, self.case, self.name, result)


def measure(desk: Desk, case: str, clock: Back) -> str:
    """Measure twelve points: one over the limit, one with too short a stay, one measured again.

    Args:
        desk: whose clock is `clock` (see `earlier`); the analyzer FID-02 is on its list.
        case: the case.
        clock: goes on as the round does.

    Returns:
        The id of the round.
    """
    for gas in (SPAN_GAS, ZERO_GAS):
        save_cylinder(desk, gas)
    tools = {one.name: one for one in equipment.list_instruments(desk)}
    packs = limits()
    session = Session(tool_of(tools["FID-02"], Detector.FID.value), procedure_limits(packs))
    going = _Round(desk, case, clock, session, packs)
    going.name = measuring.begin_round(desk, case, PLAN, packs).round
    planned = [_planned(*row[:3]) for row in _POINTS]
    measuring.plan_points(desk, case, going.name, planned, ("", b""))
    going.prepare()
    for point, (_tag, _kind, _place, value, seconds) in zip(planned, _POINTS, strict=True):
        going.point(point, value, seconds)
    first = next(one for one in round_of(desk, case, going.name).points if one.planned.tag == _AGAIN)
    again = next(one for one in planned if one.tag == _AGAIN)
    going.point(again, "18.9", _AGAIN_SECONDS, first.id)
    going.end()
    return going.name


def _planned(tag: str, kind: str, place: str) -> PlannedPoint:
    where = Component(kind, "yes", unit="调漆间", place=place, in_repair="no")
    return PlannedPoint(tag, "volatile_liquid", where)
