"""When a limit ends: working or calendar days, stops, and what no calendar confirms yet.

The start day is not counted. A calendar-day limit that ends on a day off rolls forward
for the party's right and back for the bureau's own duty. Past the confirmed calendar the
answer is provisional, with an earliest and a latest day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldlaw.cases.packs.records import Pack

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


Stop = tuple[date, date]


def read_calendar(pack: Pack) -> Calendar:
    """The calendar of a pack."""
    content = pack.content
    return Calendar(
        edition=f"{pack.header.id} {pack.header.edition}",
        confirmed=(_day(content["confirmed_from"]), _day(content["confirmed_through"])),
        reserve=timedelta(days=content["reserve_days"]),
        days_off=frozenset(day for row in pack.rows("holidays") for day in _span(row)),
        days_on=frozenset(_day(row["date"]) for row in pack.rows("make_up_days")),
    )


def find_limit(packs: Sequence[Pack], name: str) -> Limit:
    """A limit of the law packs by its id.

    Raises:
        NoSuchLimitError: the known ones are named.
    """
    limits = [(row["id"], row["days"], row) for pack in packs for row in pack.rows("limits")]
    limits += [(row["key"], row["length"], row) for pack in packs for row in _plain_deadlines(pack)]
    for known, days, row in limits:
        if known == name:
            return Limit(days, row["unit"], row["side"], f"{row['law']} {row['article']}")
    raise NoSuchLimitError(name, "、".join(dict.fromkeys(known for known, _, _ in limits)))


def _plain_deadlines(pack: Pack) -> list[dict[str, Any]]:
    """The deadlines that are no more than so many days from a day, in the edition that has not ended."""
    return [
        row
        for row in pack.rows("deadlines")
        if row["unit"] in ("working", "calendar")
        and row["counts"] != "before"
        and row["in_force"]["to"] is None
    ]


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
    return _rolled(_count(start, limit.days, stops, None), limit, calendar)


def count(start: date, days: int, stops: Sequence[Stop]) -> date:
    """The day that so many calendar days lead to; the start and stopped days are not counted."""
    return _count(start, days, stops, None)


def count_back(start: date, days: int, calendar: Calendar) -> Due:
    """The day so many working days before a day, which is not counted."""
    day, sure = (_back(start, days, calendar, surely=surely) for surely in (False, True))
    if calendar.knows(start) and calendar.knows(day):
        return Due(day, day, provisional=False, calendar=calendar.edition)
    return Due(day - calendar.reserve, max(day, sure), provisional=True, calendar=calendar.edition)


def _back(start: date, days: int, calendar: Calendar, *, surely: bool) -> date:
    day = start
    while days > 0:
        day -= ONE
        if calendar.works(day) or (surely and not calendar.knows(day)):
            days -= 1
    return day


def _day(text: Any) -> date:
    return date.fromisoformat(text)


def _span(row: dict[str, Any]) -> list[date]:
    first, last = _day(row["from"]), _day(row["to"])
    return [first + ONE * step for step in range((last - first).days + 1)]


def _count(start: date, days: int, stops: Sequence[Stop], calendar: Calendar | None) -> date:
    day = start
    while days > 0:
        day += ONE
        stopped = any(first <= day <= last for first, last in stops)
        if not stopped and (calendar is None or calendar.works(day)):
            days -= 1
    return day


def _working(start: date, limit: Limit, calendar: Calendar, stops: Sequence[Stop]) -> Due:
    day = _count(start, limit.days, stops, calendar)
    if calendar.knows(start) and calendar.knows(day):
        return Due(day, day, provisional=False, calendar=calendar.edition)
    sure = _count_sure(start, limit.days, stops, calendar)
    latest = _roll(day + calendar.reserve, calendar, ONE)
    return Due(sure, latest, provisional=True, calendar=calendar.edition)


def _count_sure(start: date, days: int, stops: Sequence[Stop], calendar: Calendar) -> date:
    """Count as if every unconfirmed day were a working day: never too late."""
    day = start
    while days > 0:
        day += ONE
        stopped = any(first <= day <= last for first, last in stops)
        if not stopped and (calendar.works(day) or not calendar.knows(day)):
            days -= 1
    return day


def _rolled(last: date, limit: Limit, calendar: Calendar) -> Due:
    return rolled(last, "back" if limit.side == "bureau" else "forward", calendar)


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
