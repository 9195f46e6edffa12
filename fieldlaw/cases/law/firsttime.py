"""Whether a violation is the first one, as a leniency list defines it: yes, no, or not yet known."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from fieldlaw.cases.law.facts import Known, RequestError, Unknown
from fieldlaw.cases.law.periods import months_on

if TYPE_CHECKING:
    from fieldlaw.cases.law.lenient_list import First
    from fieldlaw.cases.law.request import Request

EDGE = {"inside": False, "outside": True, "undecided": None}


def is_first(first: First, request: Request) -> bool | None:
    """Whether no earlier violation lies in the window.

    A continuing act counts from its first day. An earlier violation dated after the act settles nothing.

    Raises:
        RequestError: there was none, and yet it has a day.
    """
    had, last = request.facts[first.had], request.facts[first.last]
    if not isinstance(had, Known):
        return None
    if not had.value:
        _no_day(first, last)
        return True
    if first.window == "ever":
        return False
    anchor = anchor_of(first, request)
    if not isinstance(last, Known) or not isinstance(last.value, date) or anchor is None:
        return None
    if request.act and last.value > request.act[1]:
        return None
    return _before(first, last.value, anchor)


def anchor_of(first: First, request: Request) -> date | None:
    """The day from which the window is counted back."""
    if first.counted_from == "act":
        return request.act[0] if request.act else None
    return request.days["found"]


def unknown_of(first: First, request: Request) -> list[str]:
    """What is still to be found out: facts, or the day from which is counted."""
    names = [name for name in (first.had, first.last) if isinstance(request.facts[name], Unknown)]
    return names + ([first.counted_from] if anchor_of(first, request) is None else [])


def _no_day(first: First, last: Known | Unknown) -> None:
    if isinstance(last, Known):
        raise RequestError(f"facts.{first.last}", f"与 {first.had} 的回答（没有）矛盾")


def _before(first: First, last: date, anchor: date) -> bool | None:
    if first.window == "calendar_year":
        return last.year < anchor.year
    start = anchor - timedelta(first.length) if first.window == "days" else months_on(anchor, -first.length)
    return EDGE[first.edge] if last == start else last < start
