"""Runs one clock: from the start event over stops and approved extensions to the last day or hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from fieldlaw.cases.law.deadlines import Due, Limit, count, count_back, due, rolled
from fieldlaw.cases.law.deadlines_facts import APPROVERS
from fieldlaw.cases.law.explain import Explanation
from fieldlaw.cases.law.periods import MONTHS_OF_YEAR, months_on

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from fieldlaw.cases.law.deadlines import Calendar, Stop
    from fieldlaw.cases.law.deadlines_facts import Approval, CaseFacts, Event, Stopped
    from fieldlaw.cases.law.deadlines_rows import Accrual, Clocks, Extension, Rule

UNITS = {
    "working": "个工作日", "calendar": "日（自然日）", "working_or_calendar": "日（工作日、自然日未定）",
    "hours": "小时", "months": "个月", "years": "年", "next_year": "年后",
}  # fmt: skip
_ROLLS = {
    "forward": "末日遇休息日顺延到其后第一个工作日。",
    "back": "末日遇休息日提前到其前一个工作日。",
    "as_is": "末日不因休息日移动。",
}


@dataclass(frozen=True, slots=True)
class Run:
    """How a clock ran.

    Attributes:
        due: the last day or days; for hours the day of the last moment.
        moment: the last moment of a limit in hours; None for days, or while only the day is known.
        halted: whether a stop that lasts stands over today.
        parts: the reasons, in order.
    """

    due: Due
    moment: datetime | None
    halted: bool
    parts: tuple[Explanation, ...]


def run(rule: Rule, start: Event, facts: CaseFacts, clocks: Clocks, calendar: Calendar) -> Run:
    """Run the clock of a rule whose start event has a day."""
    first = start.day
    if first is None:
        raise ValueError(rule.key)
    if rule.unit == "hours":
        return _hours(rule, start, first, calendar)
    counted = [one for one in facts.stops if one.kind in rule.stops]
    spans = [span for one in counted if (span := _span(one, facts.day))]
    length = rule.length
    parts = [_stop_part(one, rule, clocks) for one in facts.stops if rule.stops]
    for part, more in _extensions(rule, first, facts, spans, calendar):
        parts.append(part)
        length += more
    end = last_day(rule, first, length, spans, calendar)
    halted = any(one.last is None and one.first <= facts.day for one in counted)
    rolls = _ROLLS[rule.last_day] + _both_ways(rule, first, length, spans, calendar)
    return Run(end, None, halted, (*parts, Explanation("末日", rolls), _source(calendar, end)))


def _both_ways(rule: Rule, start: date, length: int, stops: Sequence[Stop], calendar: Calendar) -> str:
    """The day as counted, and both days that a day off may be moved to; empty where it is none."""
    if rule.counts == "before" or rule.unit in ("working", "working_or_calendar"):
        return ""
    counted = _plain_day(rule, start, length, stops)
    back, forward = (rolled(counted, how, calendar) for how in ("back", "forward"))
    if calendar.works(counted):
        return ""
    days = f"往前是 {back.latest.isoformat()}，往后是 {forward.earliest.isoformat()}"
    return f"数到 {counted.isoformat()} 是休息日，{days}。"


def _plain_day(rule: Rule, start: date, length: int, stops: Sequence[Stop]) -> date:
    days = length if rule.unit == "calendar" else (_anniversary(rule, start, length) - start).days
    return count(start, days, stops)


def last_day(rule: Rule, start: date, length: int, stops: Sequence[Stop], calendar: Calendar) -> Due:
    """The last day of so many units of a rule; the start day is not counted."""
    if rule.counts == "before":
        return count_back(start, length, calendar)
    if rule.unit == "working":
        return due(start, Limit(length, "working", rule.side), calendar, stops)
    if rule.unit == "working_or_calendar":
        worked = due(start, Limit(length, "working", rule.side), calendar, stops)
        plain = rolled(count(start, length, stops), rule.last_day, calendar)
        low, high = min(plain.earliest, worked.earliest), max(plain.latest, worked.latest)
        return Due(low, high, provisional=True, calendar=calendar.edition)
    return rolled(_plain_day(rule, start, length, stops), rule.last_day, calendar)


def _anniversary(rule: Rule, start: date, length: int) -> date:
    if rule.ends_on is not None:
        return date(start.year + length, *rule.ends_on)
    return months_on(start, length * (MONTHS_OF_YEAR if rule.unit == "years" else 1))


def _hours(rule: Rule, start: Event, first: date, calendar: Calendar) -> Run:
    if isinstance(start.at, datetime):
        moment = start.at + timedelta(hours=rule.length)
        end = Due(moment.date(), moment.date(), provisional=False, calendar=calendar.edition)
        return Run(end, moment, halted=False, parts=(Explanation("到期时刻", moment.isoformat()),))
    span = timedelta(hours=rule.length)
    earliest = (datetime.combine(first, datetime.min.time()) + span).date()
    latest = (datetime.combine(first, datetime.max.time()) + span).date()
    end = Due(earliest, latest, provisional=True, calendar=calendar.edition)
    return Run(
        end, None, halted=False, parts=(Explanation("到期时刻", "只有日期，没有时刻，早晚两日都给出"),)
    )


def _span(one: Stopped, today: date) -> Stop | None:
    """The days of a stop; one that lasts is counted up to today."""
    last = one.last or today
    return (one.first, last) if one.first <= last else None


def _stop_part(one: Stopped, rule: Rule, clocks: Clocks) -> Explanation:
    said = clocks.stops[one.kind]
    days = f"{one.first.isoformat()} 至 {one.last.isoformat() if one.last else '今（未结束）'}"
    if one.kind in rule.stops:
        return Explanation(f"扣除 {said.name}", f"{days}，{said.text}", f"{said.basis}，{said.source}")
    return Explanation(f"不扣除 {said.name}", f"{days}，本期限不扣除这类时间")


def _extensions(
    rule: Rule, start: date, facts: CaseFacts, stops: Sequence[Stop], calendar: Calendar
) -> list[tuple[Explanation, int]]:
    """What each extension asked for adds; nothing for one that does not count, with the reason."""
    length, done, answers = rule.length, dict[str, int](), list[tuple[Explanation, int]]()
    for each in rule.extensions:
        for asked in (one for one in facts.approvals if (one.deadline, one.id) == (rule.key, each.row.id)):
            until = last_day(rule, start, length, stops, calendar).latest
            fault = _fault(asked, each, done, until)
            more = 0 if fault else (asked.days or each.length)
            done[each.row.id] = done.get(each.row.id, 0) + (0 if fault else 1)
            length += more
            answers.append((_extension_part(asked, each, fault, more), more))
    return answers


def _fault(asked: Approval, rule: Extension, done: dict[str, int], until: date) -> str:
    """Why an extension does not count; empty when it does."""
    who = APPROVERS[rule.approver]
    faults = (
        (asked.by is None or asked.on is None, f"没有{who}批准的记录"),
        (asked.by not in (None, rule.approver), f"应经{who}"),
        (asked.on is not None and asked.on > until, f"批准晚于期满日 {until.isoformat()}"),
        (bool(rule.after) and not done.get(rule.after), "前一次延长没有成立"),
        (done.get(rule.row.id, 0) >= rule.times, f"只能延长 {rule.times} 次"),
        (rule.may_be_less and asked.days is None, "没有写明延长几日"),
        ((asked.days or 0) > rule.length, f"超过上限 {rule.length} 日"),
    )
    return next((text for wrong, text in faults if wrong), "")


def _extension_part(asked: Approval, rule: Extension, fault: str, more: int) -> Explanation:
    source = f"{rule.row.basis}，{rule.row.source}"
    if fault:
        return Explanation(f"不计延长 {rule.row.name}", fault, source)
    on = asked.on.isoformat() if asked.on else ""
    return Explanation(f"延长 {rule.row.name}", f"{more} 日，{on} 批准", source)


def _source(calendar: Calendar, end: Due) -> Explanation:
    through = calendar.confirmed[1].isoformat()
    said = f"放假安排已确认到 {through}"
    return Explanation("日历", f"{said}，本期限暂定" if end.provisional else said, calendar.edition)


def accrued(
    rule: Accrual, amount_fen: int, period: tuple[date, date], stops: Sequence[Stopped] = ()
) -> tuple[int, int]:
    """What has grown from the day after the first day of a period through its last day.

    Args:
        rule: the accrual.
        amount_fen: the amount that it grows from, in fen.
        period: the start day, which is not counted, and the last day, which is.
        stops: the stops of the case; those that the rule does not name make no difference.

    Returns:
        The days and the amount in fen, fractions of a fen left out, never above the cap.
    """
    first, last = period
    spans = [span for one in stops if one.kind in rule.stops and (span := _span(one, last))]
    every = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    days = sum(not any(a <= day <= b for a, b in spans) for day in every)
    if rule.percent is None:
        return days, amount_fen * days
    cap = amount_fen if rule.cap_percent is None else _part(amount_fen, rule.cap_percent)
    return days, min(_part(amount_fen, rule.percent * days), cap)


def _part(amount_fen: int, percent: Decimal) -> int:
    return int(amount_fen * percent / 100)
