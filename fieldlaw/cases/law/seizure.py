"""How long a seizure has lasted, both ends counted, and whether that is within the limit of the packs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from fieldlaw.cases.law.deadlines import NoSuchLimitError
from fieldlaw.cases.law.deadlines_rows import read_clocks
from fieldlaw.cases.law.facts import RequestError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from fieldlaw.cases.packs.records import Pack

SEIZURE = "seizure"
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Seizure:
    """A seizure up to a day.

    Attributes:
        days: the days that count, first and last included.
        limit: the most days, with the extension where one was approved.
        last_day: the last day on which it may still stand, first day included: the safe one.
        is_within: None where it hangs on whether the first day counts.
        basis: law and article.
    """

    days: int
    limit: int
    last_day: date
    is_within: bool | None
    basis: str


def seizure_days(first: date, last: date, stops: Sequence[tuple[date, date]] = ()) -> int:
    """The days from the first to the last, both counted, less those on which the clock stands.

    Raises:
        RequestError: the last day is before the first.
    """
    if last < first:
        raise RequestError("lifted", "早于 seized")
    every = (first + _ONE_DAY * step for step in range((last - first).days + 1))
    return sum(_counts(day, stops) for day in every)


def seizure_span(
    first: date,
    last: date,
    packs: Iterable[Pack],
    *,
    extended_days: int = 0,
    stops: Sequence[tuple[date, date]] = (),
) -> Seizure:
    """A seizure from its first day to the day on which it was lifted (or today).

    Args:
        first: the day of the seizure.
        last: the day up to which it stood, counted.
        packs: the packs of deadlines.
        extended_days: the days of an approved extension.
        stops: testing periods, which do not count, both ends included.

    Raises:
        NoSuchLimitError: no pack has the limit.
        RequestError: the days are in no order, or the extension is longer than the law allows.
    """
    rules = read_clocks(packs).rules.get(SEIZURE)
    if not rules:
        raise NoSuchLimitError(SEIZURE, "无")
    rule, days = rules[-1], seizure_days(first, last, stops)
    most = sum(each.length for each in rule.extensions)
    if not 0 <= extended_days <= most:
        raise RequestError("extended_days", f"应在 0 与 {most} 之间")
    limit = rule.length + extended_days
    is_within = None if days == limit + 1 else days <= limit
    return Seizure(days, limit, _last_day(first, limit, stops), is_within, rule.row.basis)


def _last_day(first: date, limit: int, stops: Sequence[tuple[date, date]]) -> date:
    day, left = first, limit - _counts(first, stops)
    while left > 0:
        day += _ONE_DAY
        left -= _counts(day, stops)
    return day


def _counts(day: date, stops: Sequence[tuple[date, date]]) -> bool:
    return not any(first <= day <= last for first, last in stops)
