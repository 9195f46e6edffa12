"""When a limit ends: working or calendar days, stops, and what no calendar confirms yet.

The start day is not counted. A calendar-day limit that ends on a day off rolls forward
for the party's right and back for the bureau's own duty. Past the confirmed calendar the
answer is provisional, with an earliest and a latest day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.law.citing import article
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fieldlaw.cases.packs.records import Pack, Row

ONE = timedelta(days=1)


class NoSuchLimitError(KnownError):
    """No pack has this limit."""

    def __init__(self, name: str, known: str) -> None:
        super().__init__(f"没有期限 {name}。", f"已收录：{known}。")


SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Limit:
    """So many days, of which kind, and who must keep them."""

    days: int
    unit: str
    side: str
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """The last day; two days when the calendar is not confirmed that far."""

    earliest: date
    latest: date
    provisional: bool
    calendar: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """The confirmed days off and days on of a calendar pack."""

    edition: str
    confirmed: tuple[date, date]
    reserve: timedelta
    days_off: frozenset[date]
    days_on: frozenset[date]

    def knows(self, day: date) -> bool:
        """Whether the calendar is confirmed for a day."""
        return self.confirmed[0] <= day <= self.confirmed[1]

    def works(self, day: date) -> bool:
        """Whether a day is a working day; outside the confirmed days, by weekday."""
        if day in self.days_on:
            return True
        return day not in self.days_off and day.weekday() < SATURDAY

    def may_work(self, day: date) -> bool:
        """Whether a day may turn out to be a working day; every day outside the confirmed ones may."""
        return self.works(day) or not self.knows(day)


Stop = tuple[date, date]


def read_calendar(pack: Pack) -> Calendar:
    """The calendar of a pack."""
    content = pack.content
    return Calendar(
        edition=f"放假安排 {pack.header.edition} 版",
        confirmed=(_day(content["confirmed_from"]), _day(content["confirmed_through"])),
        reserve=timedelta(days=content["reserve_days"]),
        days_off=frozenset(day for row in pack.rows("holidays") for day in _span(row)),
        days_on=frozenset(_day(row["date"]) for row in pack.rows("make_up_days")),
    )


def find_limit(packs: Sequence[Pack], name: str) -> Limit:
    """A deadline that is no more than so many days from a day, by its key, in the edition that has not ended.

    Raises:
        NoSuchLimitError: the known ones are named.
    """
    rows = {row["key"]: row for pack in packs for row in pack.rows("deadlines") if _is_plain(row)}
    if name not in rows:
        raise NoSuchLimitError(name, "、".join(rows))
    row = rows[name]
    return Limit(row["length"], row["unit"], row["side"], article(row["law"], row["article"]))


def _is_plain(row: Row) -> bool:
    is_open = row["in_force"]["to"] is None
    return is_open and row["unit"] in ("working", "calendar") and row["counts"] != "before"


def due(start: date, limit: Limit, calendar: Calendar, stops: Sequence[Stop] = ()) -> Due:
    """The last day of a limit.

    Args:
        start: the day of the event; not counted.
        limit: the days and their kind.
        calendar: the confirmed calendar.
        stops: periods that do not count, both ends included.
    """
    if limit.unit == "working":
        return _working(start, limit, calendar, stops)
    return rolled(count(start, limit.days, stops), "back" if limit.side == "bureau" else "forward", calendar)


def count(start: date, days: int, stops: Sequence[Stop]) -> date:
    """The day that so many calendar days lead to; the start and stopped days are not counted."""
    return _count(start, days, stops, lambda _day: True)


def count_back(start: date, days: int, calendar: Calendar) -> Due:
    """The day so many working days before a day, which is not counted."""
    day, sure = (_count(start, days, (), works, -ONE) for works in (calendar.works, calendar.may_work))
    if calendar.knows(start) and calendar.knows(day):
        return Due(day, day, provisional=False, calendar=calendar.edition)
    return Due(day - calendar.reserve, max(day, sure), provisional=True, calendar=calendar.edition)


def _day(text: Any) -> date:
    return date.fromisoformat(text)


def _span(row: dict[str, Any]) -> list[date]:
    first, last = _day(row["from"]), _day(row["to"])
    return [first + ONE * step for step in range((last - first).days + 1)]


def _count(
    start: date, days: int, stops: Sequence[Stop], counts: Callable[[date], bool], step: timedelta = ONE
) -> date:
    day = start
    while days > 0:
        day += step
        if counts(day) and not any(first <= day <= last for first, last in stops):
            days -= 1
    return day


def _working(start: date, limit: Limit, calendar: Calendar, stops: Sequence[Stop]) -> Due:
    day = _count(start, limit.days, stops, calendar.works)
    if calendar.knows(start) and calendar.knows(day):
        return Due(day, day, provisional=False, calendar=calendar.edition)
    sure = _count(start, limit.days, stops, calendar.may_work)  # never too late
    latest = _roll(day + calendar.reserve, calendar, ONE)
    return Due(sure, latest, provisional=True, calendar=calendar.edition)


def rolled(last: date, how: str, calendar: Calendar) -> Due:
    """The last day, moved off a day off.

    Args:
        last: the last day as counted.
        how: forward, back, or as_is, which needs no calendar.
        calendar: the confirmed calendar.
    """
    if how == "as_is":
        return Due(last, last, provisional=False, calendar=calendar.edition)
    step = -ONE if how == "back" else ONE
    day = _roll(last, calendar, step)
    if calendar.knows(last) and calendar.knows(day):
        return Due(day, day, provisional=False, calendar=calendar.edition)
    far = _roll(last + (calendar.reserve if step == ONE else -calendar.reserve), calendar, step)
    low, high = min(last, far), max(last, far)
    if calendar.confirmed[0] <= last and calendar.confirmed[1] < last:
        low = max(low, _roll(calendar.confirmed[1], calendar, -ONE))  # that day is sure to count
    return Due(low, high, provisional=True, calendar=calendar.edition)


def _roll(day: date, calendar: Calendar, step: timedelta) -> date:
    while not calendar.works(day):
        day += step
    return day
