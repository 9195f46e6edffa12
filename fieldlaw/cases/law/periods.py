"""When a rule holds, and the same day so many months on."""

from __future__ import annotations

import calendar
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

Period = tuple[date, date | None]
ALWAYS: Period = (date.min, None)
MONTHS_OF_YEAR = 12


def period_of(row: Mapping[str, Any]) -> Period:
    """The `in_force` of a row: first and last day; ALWAYS where the row states none."""
    stated = row.get("in_force") or {}
    first, last = stated.get("from"), stated.get("to")
    return date.fromisoformat(first) if first else date.min, date.fromisoformat(last) if last else None


def covers(period: Period, day: date) -> bool:
    """Whether a day lies in a period, both ends included."""
    first, last = period
    return first <= day and (last is None or day <= last)


def months_on(day: date, months: int) -> date:
    """The same day so many months on, or back; the last day of a month that has no such day."""
    year, month = divmod(day.year * MONTHS_OF_YEAR + day.month - 1 + months, MONTHS_OF_YEAR)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
