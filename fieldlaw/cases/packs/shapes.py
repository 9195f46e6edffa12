"""The shapes that the tables of packs are declared with, and the parts that all kinds of pack share."""

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
    """A table of required and optional keys; one with a source is a row and may carry what every row may."""
    common = {key: shape for key, shape in ROW_MORE.items() if key not in required}
    return Table(required, {**(common if "source" in required else {}), **(optional or {})})


TEXT = Scalar("非空文字", _is_text)
ID = Scalar("由字母、数字、下划线组成的编号", _is_id)
WHOLE = Scalar("非负整数", _is_whole)
NUMBER = Scalar("加引号的十进制数", _is_number_text)
TIMES = Scalar("非负整数或加引号的十进制数", lambda value: _is_whole(value) or _is_number_text(value))
DAY = Scalar("日期，如 2026-08-15", lambda value: as_day(value) is not None)
END = Scalar("日期或 null", lambda value: value is None or as_day(value) is not None)
YES_NO = one_of("yes", "no")
STATUS = one_of("seen", "second_hand", "recalled")
PERIOD = Table({"from": DAY, "to": END}, {})
ROW: dict[str, Shape] = {"id": ID, "source": TEXT, "status": STATUS}
# A range of numbers: an end that is left out is open, an end that is given says whether it belongs.
SPAN: dict[str, Shape] = {"from": NUMBER, "to": NUMBER, "from_included": YES_NO, "to_included": YES_NO}
BAND = Table({"fact": ID}, SPAN)
# What every row may carry. Rows of one list with one `key` are editions or bands of one thing.
ROW_MORE: dict[str, Shape] = {
    **dict.fromkeys(("law", "article", "paragraph", "item", "author", "reviewer"), TEXT),
    "in_force": PERIOD,
    "key": ID,
    "band": BAND,
}
BOUNDARY_WORDS = ("以上", "以下", "以内", "超过", "不足", "至")
# Whether a number with such a word belongs to what it bounds.
BOUNDARY = Table({"source": TEXT}, {word: one_of("included", "excluded") for word in BOUNDARY_WORDS})
CITED: dict[str, Shape] = {**ROW, "law": TEXT, "article": TEXT}
COMPARISON = one_of("gt", "ge", "lt", "le", "is")

HEADER = table(
    {
        "id": ID,
        "kind": one_of(
            *("law", "checklist", "calendar", "benchmark", "leniency", "measures", "thresholds", "factors")
        ),
        "jurisdiction": TEXT,
        "edition": TEXT,
        "in_force": PERIOD,
        "status": one_of("draft", "confirmed", "test"),
    },
    {"name": TEXT, "boundary": BOUNDARY, "author": TEXT, "reviewer": TEXT},
)
NAMED = table({"id": ID, "name": TEXT})
