"""Whether the facts establish a violation: yes, no, or not yet known."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from fieldlaw.cases.law.exceedance import EXACT
from fieldlaw.cases.law.facts import (
    Facts,
    Known,
    Ratio,
    RequestError,
    Unknown,
    Value,
    all_of,
    any_of,
    read_fact,
)
from fieldlaw.cases.packs.comparing import COMPARE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldlaw.cases.law.lawbook import Condition, Question, Violation


@dataclass(frozen=True, slots=True)
class Finding:
    """The truth of a violation, the flags when it is refuted, and what is missing."""

    established: bool | None
    flags: tuple[str, ...]
    missing: tuple[Question, ...]


def find(violation: Violation, facts: Facts) -> Finding:
    """Weigh the facts against the conditions of a violation."""
    kinds = {question.id: question.type for question in violation.questions}
    truths = [(each, truth_of(each, facts, kinds)) for each in violation.conditions]
    join = any_of if violation.match == "any" else all_of
    established = join(truth for _, truth in truths)
    refuted = tuple(dict.fromkeys(each.otherwise_flag for each, truth in truths if truth is False))
    return Finding(
        established,
        refuted if established is False else (),
        _missing(violation, facts, is_open=established is None),
    )


def _missing(violation: Violation, facts: Facts, *, is_open: bool) -> tuple[Question, ...]:
    asked = {condition.fact for condition in violation.conditions} if is_open else set()
    return tuple(
        question
        for question in violation.questions
        if isinstance(facts[question.id], Unknown) and (question.required or question.id in asked)
    )


def truth_of(condition: Condition, facts: Facts, kinds: Mapping[str, str]) -> bool | None:
    """Whether a condition holds; None while one of its facts is unknown.

    Args:
        condition: a comparison of a fact with another fact or with a fixed value.
        facts: the facts by id.
        kinds: the kind of each fact that may be compared with a fixed value.

    Raises:
        RequestError: the two sides are of different kinds.
    """
    left = facts[condition.fact]
    if condition.than_fact:
        right = facts[condition.than_fact]
    else:
        right = read_fact(condition.fact, kinds[condition.fact], condition.value)
    if not isinstance(left, Known) or not isinstance(right, Known):
        return None
    return _compared(condition, left.value, right.value)


def _compared(condition: Condition, left: Value, right: Value) -> bool:
    if isinstance(left, Ratio) and isinstance(right, Decimal):
        return COMPARE[condition.operator](left.over, EXACT.multiply(right, left.base))
    if isinstance(left, frozenset) and isinstance(right, frozenset):
        return right <= left
    _same_kind(condition, left, right)
    return COMPARE[condition.operator](left, right)


def _same_kind(condition: Condition, left: Value, right: Value) -> None:
    if type(left) is not type(right):
        raise RequestError(f"facts.{condition.fact}", "与比较对象的类型不同")
    if condition.than_fact and isinstance(right, Decimal) and right == 0:
        raise RequestError(f"facts.{condition.than_fact}", "应大于零")
