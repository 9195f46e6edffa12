"""Whether the facts establish a violation: yes, no, or not yet known."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.law.facts import (
    Facts,
    Known,
    RequestError,
    Unknown,
    Value,
    all_of,
    any_of,
    read_fact,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldlaw.cases.law.lawbook import Condition, Question, Violation

COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
    "is": operator.eq,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """The truth of a violation, the flags when it is refuted, and what is missing."""

    established: bool | None
    flags: tuple[str, ...]
    missing: tuple[Question, ...]


def find(violation: Violation, facts: Facts) -> Finding:
    """Weigh the facts against the conditions of a violation."""
    kinds = {question.id: question.type for question in violation.questions}
    truths = [(each, _truth(each, facts, kinds)) for each in violation.conditions]
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


def _truth(condition: Condition, facts: Facts, kinds: dict[str, str]) -> bool | None:
    left = facts[condition.fact]
    if condition.than_fact:
        right = facts[condition.than_fact]
    else:
        right = read_fact(condition.fact, kinds[condition.fact], condition.value)
    if not isinstance(left, Known) or not isinstance(right, Known):
        return None
    _same_kind(condition, left.value, right.value)
    return COMPARE[condition.operator](left.value, right.value)


def _same_kind(condition: Condition, left: Value, right: Value) -> None:
    if type(left) is not type(right):
        raise RequestError(f"facts.{condition.fact}", "与比较对象的类型不同")
    if condition.than_fact and isinstance(right, Decimal) and right == 0:
        raise RequestError(f"facts.{condition.than_fact}", "应大于零")
