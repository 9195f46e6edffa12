"""What a case says about its clocks: events, services, stops, approvals. Read strictly, nothing is guessed.

today: 2026-11-25, or a moment with its zone
events: {filed: 2026-09-01, seized_on_site: "2026-11-20T10:00+08:00",
notice_served: {way: electronic, arrived_on: 2026-09-24}, fine_paid: {unsettled: who says what}}
stops: [{kind: hearing, from: 2026-10-12, to: 2026-10-20}], `to: null` while it lasts
extensions: [{deadline: decision, id: leader, days: 30, approved_by: leader, approved_on: 2026-11-20}]
facts: {harm: yes | no | unknown}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from fieldlaw.cases.law.deadlines_rows import Clocks

_YEARS = (1949, 2199)
_KEYS = frozenset({"today", "events", "stops", "extensions", "facts"})
APPROVERS = {"leader": "负责人", "collective": "集体讨论"}


class DeadlineFactsError(KnownError):
    """A fact about a deadline cannot be read."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"期限事实 {name} 读不懂：{why}。", "改好后再算。", "案件没有变化。")
        self.name = name


@dataclass(frozen=True, slots=True)
class Event:
    """When something happened.

    Attributes:
        at: a day, or a moment with its zone; None while the day of service is not known.
        how: the way of service in words, or what of it is missing; empty where nothing was served.
        unsettled: it happened, but people disagree when; `how` says who says what.
    """

    at: date | datetime | None
    how: str = ""
    unsettled: bool = False

    @property
    def day(self) -> date | None:
        """The day, in the zone in which it was noted."""
        return self.at.date() if isinstance(self.at, datetime) else self.at


@dataclass(frozen=True, slots=True)
class Stopped:
    """Days on which clocks stand still, both ends included; `last` None while it lasts."""

    kind: str
    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class Approval:
    """An extension as asked for: how many days, who approved, and when; None where nobody did."""

    deadline: str
    id: str
    days: int | None
    by: str | None
    on: date | None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """Everything that a case says about its clocks."""

    today: date | datetime
    events: Mapping[str, Event]
    stops: tuple[Stopped, ...]
    approvals: tuple[Approval, ...]
    facts: Mapping[str, str]

    @property
    def day(self) -> date:
        """Today."""
        return self.today.date() if isinstance(self.today, datetime) else self.today


def read_case_facts(data: Mapping[str, Any], clocks: Clocks) -> CaseFacts:
    """Read the facts of a case (their form: see the top of this file).

    Raises:
        DeadlineFactsError: an unknown name, a day that is none, a moment without zone.
    """
    for key in data:
        if key not in _KEYS:
            raise DeadlineFactsError(str(key), "不认识")
    return CaseFacts(
        today=read_when("today", data.get("today")),
        events={name: _event(name, one, clocks) for name, one in (data.get("events") or {}).items()},
        stops=tuple(_stop(one, clocks) for one in data.get("stops") or ()),
        approvals=tuple(_approval(one, clocks) for one in data.get("extensions") or ()),
        facts={name: _fact(name, one, clocks) for name, one in (data.get("facts") or {}).items()},
    )


def read_when(name: str, value: Any) -> date | datetime:
    """A day, or a moment that says its zone.

    Raises:
        DeadlineFactsError: neither.
    """
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
        except ValueError as error:
            raise DeadlineFactsError(name, f"{value} 不是日期或时刻") from error
    if not isinstance(value, date):
        raise DeadlineFactsError(name, "应是日期或时刻")
    if isinstance(value, datetime) and value.tzinfo is None:
        raise DeadlineFactsError(name, "时刻没有写时区")
    if not _YEARS[0] <= value.year <= _YEARS[1]:
        raise DeadlineFactsError(name, f"年份应在 {_YEARS[0]} 与 {_YEARS[1]} 之间")
    return value


def _read_day(name: str, value: Any) -> date:
    when = read_when(name, value)
    return when.date() if isinstance(when, datetime) else when


def _event(name: str, value: Any, clocks: Clocks) -> Event:
    if name not in clocks.events:
        raise DeadlineFactsError(name, "没有这个事件")
    if not isinstance(value, Mapping):
        return Event(read_when(name, value))
    if "unsettled" in value:
        return Event(None, str(value["unsettled"]), unsettled=True)
    return _served(name, value, clocks)


def _served(name: str, value: Mapping[str, Any], clocks: Clocks) -> Event:
    way = clocks.services.get(str(value.get("way")))
    if way is None:
        raise DeadlineFactsError(name, f"没有送达方式 {value.get('way')}")
    given = value.get(way.served)
    if given is None:
        return Event(None, f"{way.row.name}：{way.row.text}这一天还没有记下")
    return Event(read_when(name, given), f"{way.row.name}：{way.row.text}")


def _stop(row: Mapping[str, Any], clocks: Clocks) -> Stopped:
    kind = str(row.get("kind"))
    if kind not in clocks.stops:
        raise DeadlineFactsError("stops", f"没有扣除事项 {kind}")
    first = _read_day(f"stops.{kind}", row.get("from"))
    last = None if row.get("to") is None else _read_day(f"stops.{kind}", row["to"])
    if last is not None and last < first:
        raise DeadlineFactsError(f"stops.{kind}", "终日早于起日")
    return Stopped(kind, first, last)


def _approval(row: Mapping[str, Any], clocks: Clocks) -> Approval:
    deadline, name = str(row.get("deadline")), str(row.get("id"))
    known = {each.row.id for rule in clocks.rules.get(deadline, ()) for each in rule.extensions}
    if name not in known:
        raise DeadlineFactsError("extensions", f"{deadline} 没有延长事项 {name}")
    days, by, on = row.get("days"), row.get("approved_by"), row.get("approved_on")
    if days is not None and (type(days) is not int or days < 1):
        raise DeadlineFactsError("extensions", "days 应是正整数")
    if by is not None and by not in APPROVERS:
        raise DeadlineFactsError("extensions", f"approved_by 应为{'、'.join(APPROVERS)}之一")
    return Approval(deadline, name, days, by, None if on is None else _read_day("approved_on", on))


def _fact(name: str, value: Any, clocks: Clocks) -> str:
    if name not in clocks.facts:
        raise DeadlineFactsError(name, "没有这项事实")
    if value not in ("yes", "no", "unknown", None):
        raise DeadlineFactsError(name, "应为 yes、no 或 unknown")
    return value or "unknown"
