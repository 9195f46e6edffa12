"""The rounds of measuring in a state of a case: which events tell of a round, and which of each point.

A point is told by its readings and by the drift check that decides whether they count, so that it has changed
when such a check has come.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldlaw.cases.ledger.event import Event
    from fieldlaw.cases.ledger.fold import CaseFile

BEGUN, PLANNED, STEP, KEPT = "round_begun", "round_points_planned", "round_step_kept", "round_point_kept"
RAW, ENDED = "round_raw_kept", "round_ended"
ROUND_KINDS = (BEGUN, PLANNED, STEP, KEPT, RAW, ENDED)
_COURSE = (BEGUN, PLANNED, STEP, RAW, ENDED)
_DRIFT, _DONE = "drift", ("passed", "failed")


@dataclass(frozen=True)
class RoundEvents:
    """The events of a round: of its course in order, and of each point by its tag."""

    course: tuple[Event, ...] = ()
    points: Mapping[str, tuple[Event, ...]] = field(default_factory=dict)


def disputed_rounds(file: CaseFile) -> tuple[str, ...]:
    """The rounds that two people began or ended without knowing of each other."""
    return tuple(sorted({key for kind in (BEGUN, ENDED) for key in file.disputed(kind)}))


def rounds_of(file: CaseFile) -> dict[str, RoundEvents]:
    """The rounds of a state by their ids, in the order in which they were begun."""
    names = dict.fromkeys(e.body["round"] for e in file.all(BEGUN))
    return {name: _round(file, name) for name in names}


def moment_of(event: Event) -> datetime:
    """When a step or a point was done; one without a time that can be read counts as when it was written."""
    try:
        return datetime.fromisoformat(event.body["result"]["ended"]["wall"])
    except (KeyError, TypeError, ValueError):
        return datetime.fromisoformat(event.moment.wall)


def _of(file: CaseFile, kind: str, name: str) -> list[Event]:
    if kind in (BEGUN, ENDED):
        return list(file.values(kind, name))
    return [event for event in file.all(kind) if event.body["round"] == name]


def _round(file: CaseFile, name: str) -> RoundEvents:
    course = [event for kind in _COURSE for event in _of(file, kind, name)]
    drifts = [event for event in _of(file, STEP, name) if _is_drift(event)]
    points: dict[str, list[Event]] = {}
    for event in sorted(_of(file, KEPT, name), key=moment_of):
        points.setdefault(event.body["tag"], []).append(event)
    return RoundEvents(tuple(course), {tag: _with_drift(held, drifts) for tag, held in points.items()})


def _is_drift(event: Event) -> bool:
    return event.body["step"] == _DRIFT and event.body["result"].get("outcome") in _DONE


def _tool(event: Event) -> tuple[str, ...]:
    tool = event.body["result"].get("tool", {})
    return tuple(str(tool.get(part, "")) for part in ("name", "serial", "detector"))


def _with_drift(held: list[Event], drifts: list[Event]) -> tuple[Event, ...]:
    """The readings of a point, and the first drift check of its instrument after the last of them."""
    last = held[-1]
    own = [e for e in drifts if _tool(e) == _tool(last) and moment_of(e) >= moment_of(last)]
    return (*held, *sorted(own, key=moment_of)[:1])
