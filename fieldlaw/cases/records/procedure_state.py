"""The state of a measurement out of the results of its steps: which count, and which points are in doubt.

Every instrument stands for itself. A later result of a step stands in place of the earlier one; both are
kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldlaw.cases.records.procedure import (
    BACKGROUND,
    DRIFT,
    FAILED,
    INSTRUMENT,
    PASSED,
    POINT,
    SPAN,
    WARMUP,
    ZERO,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from fieldlaw.cases.records.procedure import StepResult

DAILY = frozenset({INSTRUMENT, WARMUP, ZERO, SPAN, BACKGROUND})
_AFTER_DRIFT = frozenset({ZERO, SPAN})  # a failed drift check asks for them anew
RETEST, SUPERSEDED, PENDING = "retest", "superseded", "pending"
DOUBT_WORDS = {
    RETEST: "日终漂移未通过，待复测",
    SUPERSEDED: "已重测，以后一次为准",
    PENDING: "日终漂移还没有做",
}


@dataclass(frozen=True)
class Doubt:
    """Why a point does not count (yet): retest, superseded or pending."""

    code: str
    by: StepResult | None = None

    @property
    def text(self) -> str:
        """In words."""
        return DOUBT_WORDS[self.code]


def counting(results: Sequence[StepResult], step: str, day: date) -> StepResult | None:
    """The result of a step that counts on a day, for one instrument; a step that was left counts as such.

    All but the response time hold for their day only; zero and span not beyond a failed drift check.
    """
    for result in reversed(results):
        if result.step == DRIFT and result.outcome == FAILED and step in _AFTER_DRIFT:
            return None
        if result.step == step:
            return result if step not in DAILY or result.ended.day == day else None
    return None


def reference(results: Sequence[StepResult]) -> StepResult | None:
    """The last passed span check, which a drift check is held against; None without one."""
    return next((r for r in reversed(results) if r.step == SPAN and r.outcome == PASSED), None)


def doubts(results: Sequence[StepResult]) -> dict[int, Doubt]:
    """Index of each point that does not count, with the reason; points that stand are absent.

    A failed drift check takes every point of its instrument since the last passed one. A span check in
    between closes nothing: the instrument may have been adjusted for it.
    """
    found: dict[int, Doubt] = {}
    waiting: dict[tuple[str, str, str], list[int]] = {}
    for index, result in enumerate(results):
        held = waiting.setdefault(result.tool.key, [])
        if result.step == POINT:
            held.append(index)
        elif result.step == DRIFT and result.outcome in (PASSED, FAILED):
            if result.outcome == FAILED:
                found |= {point: Doubt(RETEST, result) for point in held}
            held.clear()
    found |= {point: Doubt(PENDING) for held in waiting.values() for point in held}
    return found | _superseded(results)


def _superseded(results: Sequence[StepResult]) -> dict[int, Doubt]:
    """Points that were measured again with the same kind of detector."""
    points = [(index, r) for index, r in enumerate(results) if r.step == POINT]
    last = {(result.subject, result.tool.detector): index for index, result in points}
    found = {}
    for index, result in points:
        later = last[result.subject, result.tool.detector]
        if later != index:
            found[index] = Doubt(SUPERSEDED, results[later])
    return found
