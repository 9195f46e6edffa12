"""What a case knows of its rounds of measuring: steps, points, what does not count and why. Read only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from fieldlaw.cases.casework.comparing_rounds import BEGUN, ENDED, KEPT, PLANNED, RAW, STEP
from fieldlaw.cases.casework.desk import Desk, read
from fieldlaw.cases.casework.measuring import RoundError
from fieldlaw.cases.law.threshold import LEAK, NO_LEAK
from fieldlaw.cases.law.threshold_round import RoundPoint, RoundVerdict, judge_round
from fieldlaw.cases.records.measuring import Component, Link, PlannedPoint
from fieldlaw.cases.records.procedure import BACKGROUND, LEFT
from fieldlaw.cases.records.procedure_body import read_step
from fieldlaw.cases.records.procedure_state import PENDING, SUPERSEDED, Doubt, doubts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.ledger.event import Event
    from fieldlaw.cases.packs.records import Pack
    from fieldlaw.cases.records.procedure import StepResult, Weather

Made = TypeVar("Made")
_TRUTH = {"yes": True, "no": False}
_DECIDED = {LEAK: True, NO_LEAK: False}


@dataclass(frozen=True)
class StepView:
    """A step that was kept; `event` is what is taken back."""

    event: bytes
    result: StepResult
    by: str


@dataclass(frozen=True)
class PointView:
    """A point that was kept.

    Attributes:
        verdict: as the law told it when the point was kept (`Verdict.as_json`).
        correction: the reading by the factor of its lamp; empty where none was asked.
        doubt: why it does not count (yet); None for one that stands.
    """

    event: bytes
    id: str
    planned: PlannedPoint
    probe: str
    result: StepResult
    verdict: Mapping[str, Any]
    correction: Mapping[str, Any]
    links: tuple[Link, ...]
    instead_of: str
    reason: str
    by: str
    doubt: Doubt | None = None

    @property
    def is_last(self) -> bool:
        """Whether no later reading stands in its place."""
        return self.doubt is None or self.doubt.code != SUPERSEDED

    @property
    def leaks(self) -> bool | None:
        """Whether the point leaks, to the eye or by a value that stands; None while it cannot be told."""
        if self.planned.component.visible_leak == "yes":
            return True
        if self.doubt is not None:
            return None
        return _DECIDED.get(self.verdict["verdict"])


@dataclass(frozen=True)
class RoundView:
    """A round of measuring.

    Attributes:
        chosen: the body of the event that began it.
        steps, points: in the order in which they were measured, also what does not count.
        planned: the points that it has to visit.
        raws: bodies of the raw streams that were kept.
        ended: the body of the event that ended it; None while it goes on.
        is_disputed: two people began or ended it without knowing of each other.
        unreadable: ids of events whose content this program does not understand; they are kept as they are.
    """

    id: str
    chosen: Mapping[str, Any]
    steps: tuple[StepView, ...]
    points: tuple[PointView, ...]
    planned: tuple[PlannedPoint, ...]
    raws: tuple[Mapping[str, Any], ...]
    ended: Mapping[str, Any] | None
    is_disputed: bool
    unreadable: tuple[bytes, ...] = ()

    @property
    def results(self) -> tuple[StepResult, ...]:
        """All results in the order of measuring, from which a session is rebuilt."""
        held = [*(step.result for step in self.steps), *(point.result for point in self.points)]
        return tuple(sorted(held, key=_when))

    @property
    def left(self) -> tuple[PlannedPoint, ...]:
        """Planned points that have no reading, or whose last one must be taken again."""
        standing = {p.planned.tag for p in self.points if p.doubt is None or p.doubt.code == PENDING}
        return tuple(point for point in self.planned if point.tag not in standing)

    def weather(self, point: PointView) -> Weather | None:
        """The weather of the last background before a point, on its day."""
        found = None
        for step in self.steps:
            is_it = step.result.step == BACKGROUND and step.result.outcome != LEFT
            if is_it and _when(step.result) <= _when(point.result):
                found = step.result if step.result.ended.day == point.result.ended.day else None
        return found.weather if found else None


def rounds_of(desk: Desk, case: str) -> tuple[RoundView, ...]:
    """All rounds of a case, in the order in which they were begun."""
    return rounds_in(read(desk, case))


def rounds_in(log: CaseLog) -> tuple[RoundView, ...]:
    """All rounds of a case that has been read, in the order in which they were begun."""
    return tuple(_view(log, name) for name in round_names(log))


def round_names(log: CaseLog) -> tuple[str, ...]:
    """The ids of the rounds of a case, in the order in which they were begun."""
    return tuple(dict.fromkeys(e.body["round"] for e in log.file.all(BEGUN)))


def round_in(log: CaseLog, round_id: str) -> RoundView:
    """One round of a case that has been read.

    Raises:
        RoundError: the case has no such round.
    """
    if round_id not in round_names(log):
        raise RoundError(f"案件里没有检测 {round_id}", "先开始一次检测。")
    return _view(log, round_id)


def round_of(desk: Desk, case: str, round_id: str) -> RoundView:
    """One round of a case.

    Raises:
        RoundError: the case has no such round.
    """
    return round_in(read(desk, case), round_id)


def judge_points(view: RoundView, packs: Sequence[Pack]) -> RoundVerdict:
    """Hold the points of a round against the rule of its standard on a random check."""
    detector = {p.result.tool.detector for p in view.points if p.is_last}
    points = [p for p in view.points if p.is_last]
    if len(detector) > 1:  # a point that two kinds of detector visited counts once, by the one that decides
        decided = {p.planned.tag for p in points if p.leaks is not None}
        points = [p for p in points if p.leaks is not None or p.planned.tag not in decided]
    rows = [RoundPoint(p.planned.tag, p.leaks, _TRUTH.get(p.planned.component.in_repair)) for p in points]
    day = datetime.fromisoformat(view.chosen["begun_at"]).date()
    return judge_round(rows, view.chosen["standard"], packs, day)


def _when(result: StepResult) -> datetime:
    return datetime.fromisoformat(result.ended.wall)


def _of(log: CaseLog, kind: str, name: str) -> list[Event]:
    return [event for event in log.file.all(kind) if event.body["round"] == name]


def _view(log: CaseLog, name: str) -> RoundView:
    begun, ended = log.file.values(BEGUN, name), log.file.values(ENDED, name)
    lost: list[bytes] = []
    steps = sorted(_made(_of(log, STEP, name), _step, lost), key=lambda step: _when(step.result))
    points = sorted(_made(_of(log, KEPT, name), _point, lost), key=lambda point: _when(point.result))
    planned = [point for held in _made(_of(log, PLANNED, name), _planned, lost) for point in held]
    return RoundView(
        id=name,
        chosen=begun[0].body,
        steps=tuple(steps),
        points=_doubted(steps, points),
        planned=tuple({point.tag: point for point in planned}.values()),
        raws=tuple(e.body for e in _of(log, RAW, name)),
        ended=ended[0].body if ended else None,
        is_disputed=len(begun) > 1 or len(ended) > 1,
        unreadable=tuple(lost),
    )


def _made(events: list[Event], make: Callable[[Event], Made], lost: list[bytes]) -> list[Made]:
    """What can be read of some events; the ids of the others go to `lost`."""
    made = []
    for event in events:
        try:
            made.append(make(event))
        except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError):
            lost.append(event.id)
    return made


def _planned(event: Event) -> list[PlannedPoint]:
    rows = event.body["points"]
    return [PlannedPoint(**{**row, "component": Component(**row["component"])}) for row in rows]


def _step(event: Event) -> StepView:
    result = read_step(event.body["result"])
    _when(result)  # a time that is none is found here
    return StepView(event.id, result, event.body["by"])


def _point(event: Event) -> PointView:
    body = event.body
    result = read_step(body["result"])
    _when(result)  # a time that is none is found here
    planned = PlannedPoint(body["tag"], body["medium"], Component(**body["component"]))
    links = tuple(Link(**link) for link in body["links"])
    return PointView(
        *(event.id, body["point"], planned, body["probe"], result, body["verdict"]),
        *(body["correction"], links, body["instead_of"], body["reason"], body["by"]),
    )


def _doubted(steps: list[StepView], points: list[PointView]) -> tuple[PointView, ...]:
    """The points with what makes them doubtful: by time of measuring, of whichever officer."""
    both: list[StepView | PointView] = [*steps, *points]
    order = sorted(both, key=lambda one: _when(one.result))
    found = doubts([one.result for one in order])
    by_event = {order[index].event: doubt for index, doubt in found.items()}
    return tuple(_with(point, by_event.get(point.event)) for point in points)


def _with(point: PointView, doubt: Doubt | None) -> PointView:
    return PointView(**{**vars(point), "doubt": doubt})
