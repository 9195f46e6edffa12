"""The tables of each kind of pack, declared as data: which keys, of what form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value and how to tell a good one; `form` is said to the person."""

    form: str
    accepts: Callable[[object], bool]


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of one shape; `length` when the list has a fixed length."""

    item: Shape
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping with declared keys; every other key is an error."""

    required: Mapping[str, Shape]
    optional: Mapping[str, Shape]


Shape = Scalar | ListOf | Table


def as_day(value: object) -> date | None:
    """The day that a YAML value names, or None when it names none."""
    if type(value) is date:
        return value
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_id(value: object) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"[A-Za-z0-9_.-]+", value))


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_number_text(value: object) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"-?\d+(\.\d+)?", value))


def one_of(*values: str) -> Scalar:
    """A scalar that must be one of a few words."""
    return Scalar("、".join(values) + " 之一", lambda value: value in values)


def table(required: Mapping[str, Shape], optional: Mapping[str, Shape] | None = None) -> Table:
    """A table of required and optional keys."""
    return Table(required, optional or {})


TEXT = Scalar("非空文字", _is_text)
ID = Scalar("由字母、数字、下划线组成的编号", _is_id)
WHOLE = Scalar("非负整数", _is_whole)
NUMBER = Scalar("加引号的十进制数", _is_number_text)
DAY = Scalar("日期，如 2026-08-15", lambda value: as_day(value) is not None)
END = Scalar("日期或 null", lambda value: value is None or as_day(value) is not None)
YES_NO = one_of("yes", "no")
STATUS = one_of("seen", "second_hand", "recalled")
PERIOD = Table({"from": DAY, "to": END}, {})
ROW: dict[str, Shape] = {"id": ID, "source": TEXT, "status": STATUS}
CITED: dict[str, Shape] = {**ROW, "law": TEXT, "article": TEXT}
COMPARISON = one_of("gt", "ge", "lt", "le", "is")

HEADER = table(
    {
        "id": ID,
        "kind": one_of("law", "checklist", "calendar"),
        "jurisdiction": TEXT,
        "edition": TEXT,
        "in_force": PERIOD,
        "status": one_of("draft", "confirmed", "test"),
    }
)
BASE = table(
    {
        "kind": one_of("disposal_cost"),
        "multiples": ListOf(WHOLE, 2),
        "base_at_least_fen": WHOLE,
    }
)
STATUTE = table(
    {**CITED, "era": one_of("old", "code"), "clause": Scalar("文字", lambda v: isinstance(v, str))}
    | {"in_force": PERIOD, "from_status": STATUS},
    {"range_fen": ListOf(WHOLE, 2), "base": BASE, "also": ListOf(TEXT)},
)
FACT = table(
    {
        "id": ID,
        "question": TEXT,
        "type": one_of("decimal", "yes_no_unknown", "date"),
        "required": YES_NO,
    },
    {"unit": TEXT},
)
CONDITION = table(
    {"fact": ID, "operator": COMPARISON, "otherwise_flag": ID},
    {"than_fact": ID, "value": TEXT},
)
VIOLATION = table(
    {
        **ROW,
        "name": TEXT,
        "lighter": one_of("equal", "old", "code", "compare"),
        "statutes": ListOf(STATUTE),
        "facts": ListOf(FACT),
        "match": one_of("all", "any"),
        "conditions": ListOf(CONDITION),
    },
    {"note": TEXT},
)
THRESHOLD = table(
    {**CITED, "flag": ID, "party": one_of("legal_person", "citizen", "any")}
    | {"at_least_fen": WHOLE, "text": TEXT}
)
RULE = table({**CITED, "text": TEXT})
LIMIT = table(
    {**CITED, "days": WHOLE, "unit": one_of("working", "calendar")}
    | {"side": one_of("bureau", "party"), "text": TEXT}
)
ITEM = table(
    {
        **ROW,
        "statement": TEXT,
        "how": TEXT,
        "evidence": ListOf(TEXT),
        "bases": ListOf(ID),
        "kind": one_of("duty", "advice"),
        "answer": one_of("yes_no", "number", "date"),
        "photo_required": YES_NO,
    },
    {
        "unit": TEXT,
        "compliant": table({"operator": COMPARISON, "value": NUMBER}),
        "only_if": table({"trait": ID, "is": YES_NO}),
        "note": TEXT,
    },
)
BASIS = table(
    {**ROW, "label": TEXT, "authority": TEXT},
    {"note": TEXT}
    | {key: ListOf(table({"law": TEXT, "article": TEXT})) for key in ("duty_code", "duty_old")}
    | {key: ListOf(table({"law": TEXT, "article": TEXT})) for key in ("penalty_code", "penalty_old")},
)

KINDS: Mapping[str, Table] = {
    "law": table(
        {"pack": HEADER},
        {
            "violations": ListOf(VIOLATION),
            "thresholds": ListOf(THRESHOLD),
            "rules": ListOf(RULE),
            "limits": ListOf(LIMIT),
        },
    ),
    "checklist": table(
        {
            "pack": HEADER,
            "checklist": table({"id": ID, "name": TEXT, "scope": TEXT, "advice_text": TEXT}),
            "bases": ListOf(BASIS),
            "items": ListOf(ITEM),
        },
    ),
    "calendar": table(
        {
            "pack": HEADER,
            "confirmed_from": DAY,
            "confirmed_through": DAY,
            "reserve_days": WHOLE,
            "holidays": ListOf(table({**ROW, "name": TEXT, "from": DAY, "to": DAY})),
            "make_up_days": ListOf(table({**ROW, "date": DAY})),
        },
    ),
}
