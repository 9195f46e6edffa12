"""Reads a checklist against the traits of a site and the answers given so far."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fieldlaw.cases.packs.records import Pack, Row

UNANSWERED = (None, "", "unknown")
NOT_APPLICABLE = "not_applicable"
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
    "is": operator.eq,
}


@dataclass(frozen=True, slots=True)
class Departures:
    """Items answered otherwise than compliant, by what they may lead to."""

    duties: tuple[str, ...]
    advice: tuple[str, ...]


def applicable(pack: Pack, traits: Mapping[str, str]) -> tuple[Row, ...]:
    """The items that apply to a site; an unknown trait keeps its items in."""
    return tuple(item for item in pack.rows("items") if _applies(item, traits))


def open_items(pack: Pack, traits: Mapping[str, str], answers: Mapping[str, object]) -> tuple[str, ...]:
    """The ids of the items that apply and have no answer, or the answer unknown."""
    return tuple(item["id"] for item in applicable(pack, traits) if answers.get(item["id"]) in UNANSWERED)


def departures(pack: Pack, traits: Mapping[str, str], answers: Mapping[str, object]) -> Departures:
    """The items whose answer departs from the compliant statement."""
    hits = [item for item in applicable(pack, traits) if is_compliant(item, answers.get(item["id"])) is False]
    return Departures(_ids(hits, "duty"), _ids(hits, "advice"))


def is_compliant(item: Mapping[str, Any], answer: object) -> bool | None:
    """Whether an answer meets the statement; None when that cannot be said."""
    if answer in UNANSWERED or answer == NOT_APPLICABLE:
        return None
    if item["answer"] == "yes_no":
        return {"yes": True, "no": False}.get(str(answer))
    rule = item.get("compliant")
    number = _number(answer)
    if item["answer"] != "number" or rule is None or number is None:
        return None
    return COMPARE[rule["operator"]](number, Decimal(rule["value"]))


def _applies(item: Mapping[str, Any], traits: Mapping[str, str]) -> bool:
    rule = item.get("only_if")
    return rule is None or traits.get(rule["trait"], "unknown") in ("unknown", rule["is"])


def _ids(items: list[Row], kind: str) -> tuple[str, ...]:
    return tuple(item["id"] for item in items if item["kind"] == kind)


def _number(answer: object) -> Decimal | None:
    try:
        number = Decimal(str(answer))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
