"""What the cases of this machine know of the checks of one instrument: zero, span, response time, drift."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldlaw.cases.casework.desk import BrokenChainError, NoSuchCaseError
from fieldlaw.cases.casework.measuring_views import rounds_of
from fieldlaw.cases.records.procedure import DRIFT, RESPONSE, SPAN, ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.casework.measuring_views import StepView
    from fieldlaw.cases.records.procedure import StepResult

CHECKS = (ZERO, SPAN, RESPONSE, DRIFT)


@dataclass(frozen=True)
class CaseHere:
    """A case of this machine: its id, its number, the firm."""

    id: str
    number: str
    unit: str


@dataclass(frozen=True)
class KeptCheck:
    """A check that a case keeps; `event` is its event, `by` who kept it."""

    event: str
    case: CaseHere
    result: StepResult
    by: str


@dataclass(frozen=True)
class History:
    """The checks of an instrument, newest first, and the cases that could not be read."""

    checks: tuple[KeptCheck, ...]
    unread: tuple[CaseHere, ...] = ()


def cases_here(desk: Desk) -> tuple[CaseHere, ...]:
    """The cases of this machine; quick, since no log is read."""
    with desk.profile.work() as work:
        return tuple(CaseHere(row.id, row.number, row.unit) for row in work.cases())


def checks_in(desk: Desk, case: CaseHere, name: str) -> History:
    """The checks of the instrument called `name` in one case; a case that cannot be read is named."""
    try:
        rounds = rounds_of(desk, case.id)
    except (BrokenChainError, NoSuchCaseError):
        return History((), (case,))
    steps = [step for view in rounds for step in view.steps if _is_check(step, name)]
    return History(tuple(KeptCheck(s.event.hex(), case, s.result, s.by) for s in steps))


def _is_check(step: StepView, name: str) -> bool:
    return step.result.step in CHECKS and step.result.tool.name == name


def joined(parts: Iterable[History]) -> History:
    """Several histories as one, newest first."""
    held = tuple(parts)
    checks = [one for part in held for one in part.checks]
    newest = sorted(checks, key=lambda one: one.result.ended.wall, reverse=True)
    return History(tuple(newest), tuple(case for part in held for case in part.unread))


def history_of(desk: Desk, name: str) -> History:
    """All checks of an instrument in all cases of this machine."""
    return joined(checks_in(desk, case, name) for case in cases_here(desk))
