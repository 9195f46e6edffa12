"""All clocks of a case at once: which have not begun, run, stand still, were met or missed, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.law.deadlines_facts import CaseFacts, read_case_facts
from fieldlaw.cases.law.deadlines_rows import read_clocks
from fieldlaw.cases.law.deadlines_run import UNITS, run
from fieldlaw.cases.law.explain import Explanation, sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fieldlaw.cases.law.deadlines import Calendar, Due
    from fieldlaw.cases.law.deadlines_facts import Event
    from fieldlaw.cases.law.deadlines_rows import Clocks, Rule
    from fieldlaw.cases.law.deadlines_run import Run
    from fieldlaw.cases.packs.records import Pack

NOT_STARTED, RUNNING, STOPPED, MET, MISSED = "not_started", "running", "stopped", "met", "missed"
UNSETTLED = "unsettled"  # the program does not decide it, or the calendar does not yet
_WORDS = {
    NOT_STARTED: "尚未起算", RUNNING: "进行中", STOPPED: "停算中", MET: "已按期", MISSED: "已逾期",
    UNSETTLED: "不能确定",
}  # fmt: skip
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Deadline:
    """One clock of a case.

    Attributes:
        state: not_started, running, stopped, met, missed, or unsettled with the reason in the tree.
        due: the last day; two days while provisional; None when it has not begun or is unsettled.
        moment: the last moment of a limit in hours.
        left: what is left to the earliest last day, in `left_unit`; None unless running or stopped.
        left_unit: working, calendar or hours.
        missing: the events and facts that are not known.
        source: law and article.
        status: how well the number is known: seen, second_hand or recalled.
        side: bureau or party: whose duty or right it is.
        counts: within, before or not_before (a time to wait).
        start: the event that starts it; `end` the one that ends it.
        ended: whether the end has a day.
    """

    key: str
    name: str
    state: str
    due: Due | None
    moment: datetime | None
    left: int | None
    left_unit: str
    missing: tuple[str, ...]
    source: str
    status: str
    tree: Explanation
    side: str
    counts: str
    start: str
    end: str
    ended: bool = False


def all_deadlines(facts: Mapping[str, Any], packs: Iterable[Pack], calendar: Calendar) -> list[Deadline]:
    """The clocks of a case, the soonest first, those without a last day at the end.

    Args:
        facts: the form at the top of `deadlines_facts`.
        packs: the law packs.
        calendar: the confirmed calendar.

    Raises:
        DeadlineFactsError: a fact cannot be read.
    """
    return deadlines_in(facts, read_clocks(packs), calendar)


def deadlines_in(facts: Mapping[str, Any], clocks: Clocks, calendar: Calendar) -> list[Deadline]:
    """The same over rules that have been read: for many cases in a row (see `all_deadlines`)."""
    read = read_case_facts(facts, clocks)
    found = [one for rules in clocks.rules.values() if (one := _one(rules, read, clocks, calendar))]
    met = {one.key for one in found if one.state == MET}
    said = (one for one in found if not {rule.unless_met for rule in clocks.rules[one.key]} & met)
    return sorted(said, key=_order)


def as_json(one: Deadline) -> dict[str, Any]:
    """A clock as the command line prints it."""
    due = one.due
    return {
        "id": one.key,
        "name": one.name,
        "state": one.state,
        "due": due.latest.isoformat() if due and not due.provisional else None,
        "provisional": bool(due and due.provisional),
        "earliest": due.earliest.isoformat() if due else None,
        "latest": due.latest.isoformat() if due else None,
        "moment": one.moment.isoformat() if one.moment else None,
        "left": one.left,
        "kind": one.left_unit,
        "missing": list(one.missing),
        "article": one.source,
        "status": one.status,
        "explanation": list(sentences(one.tree)),
    }


def _order(one: Deadline) -> tuple[bool, date, str]:
    return one.due is None, one.due.earliest if one.due else date.max, one.key


def _one(rules: tuple[Rule, ...], facts: CaseFacts, clocks: Clocks, calendar: Calendar) -> Deadline | None:
    """The clock of one key; None where its facts say that it does not run in this case."""
    start = facts.events.get(rules[0].start)
    if start is None or start.day is None:
        return _waiting(rules[-1], clocks.events[rules[0].start], start)
    rule = next((each for each in rules if each.covers(start.day)), None)
    if rule is None:
        return _unsettled(rules[0], (), f"{start.day.isoformat()} 没有收录在施行的规定，由法制人员确定")
    known = [facts.facts.get(name, "unknown") for name, _wanted in rule.only_if]
    wanted = [value for _name, value in rule.only_if]
    if any(have not in ("unknown", want) for have, want in zip(known, wanted, strict=True)):
        return None
    unknown = [clocks.facts[n] for (n, _), have in zip(rule.only_if, known, strict=True) if have == "unknown"]
    if unknown:
        return _unsettled(rule, tuple(unknown), f"还不知道：{'；'.join(unknown)}")
    if rule.undecided:
        return _unsettled(rule, (), rule.undecided)
    return _ran(rule, start, facts, clocks, calendar)


def _open(rule: Rule, state: str, missing: tuple[str, ...], why: str) -> Deadline:
    tree = Explanation(rule.row.name, f"{_WORDS[state]}：{why}", "", (_rule_part(rule),))
    unit, row = _left_unit(rule), rule.row
    of_rule = (rule.side, rule.counts, rule.start, rule.end)
    head = (rule.key, row.name, state, None, None, None, unit, missing)
    return Deadline(*head, row.basis, row.status, tree, *of_rule)


def _waiting(rule: Rule, event: str, start: Event | None) -> Deadline:
    state = UNSETTLED if start and start.unsettled else NOT_STARTED
    why = start.how if start else ""
    return _open(rule, state, (event,), why or f"没有记下“{event}”的日期")


def _unsettled(rule: Rule, missing: tuple[str, ...], why: str) -> Deadline:
    return _open(rule, UNSETTLED, missing, why)


def _left_unit(rule: Rule) -> str:
    return rule.unit if rule.unit in ("working", "hours") else "calendar"


def _ran(rule: Rule, start: Event, facts: CaseFacts, clocks: Clocks, calendar: Calendar) -> Deadline:
    clock = run(rule, start, facts, clocks, calendar)
    end = facts.events.get(rule.end)
    disputed = end is not None and end.unsettled
    state = UNSETTLED if disputed else _state(rule, clock, end.at if end else None, facts)
    left = _left(rule, clock, facts, calendar) if state in (RUNNING, STOPPED) else None
    parts = [_start_part(start, clocks.events[rule.start]), _rule_part(rule), *clock.parts]
    if end is not None:
        parts.append(_start_part(end, clocks.events[rule.end]))
    if rule.note:
        parts.append(Explanation("提示", rule.note))
    lapsed = state == MISSED and rule.side == "party" and end is None
    value = f"{_say_due(clock)}，{'已届满' if lapsed else _WORDS[state]}"
    tree = Explanation(rule.row.name, value, "", tuple(parts))
    unit, row = _left_unit(rule), rule.row
    of_rule = (rule.side, rule.counts, rule.start, rule.end)
    head = (rule.key, row.name, state, clock.due, clock.moment, left, unit, ())
    ended = end is not None and end.at is not None
    return Deadline(*head, row.basis, row.status, tree, *of_rule, ended)


def _state(rule: Rule, clock: Run, end: date | datetime | None, facts: CaseFacts) -> str:
    if rule.counts == "not_before":
        return _wait_state(clock, end, facts.day)
    if end is not None:
        return _ended(rule, clock, end)
    if clock.halted:
        return STOPPED
    if clock.moment is not None and isinstance(facts.today, datetime):
        return MISSED if facts.today > clock.moment else RUNNING
    return MISSED if facts.day > clock.due.latest else RUNNING


def _ended(rule: Rule, clock: Run, end: date | datetime) -> str:
    if clock.moment is not None and isinstance(end, datetime):
        return MET if end <= clock.moment else MISSED
    day = end.date() if isinstance(end, datetime) else end
    if day < clock.due.earliest or (day == clock.due.earliest and rule.unit != "hours"):
        return MET  # a limit in hours ends in the course of its day, and the hour is not known
    return MISSED if day > clock.due.latest else UNSETTLED


def _wait_state(clock: Run, end: date | datetime | None, today: date) -> str:
    """A time to wait: what comes within it came too early."""
    day = (end.date() if isinstance(end, datetime) else end) or today
    if day > clock.due.latest:
        return MET
    if end is None:
        return RUNNING
    return MISSED if day <= clock.due.earliest else UNSETTLED


def _left(rule: Rule, clock: Run, facts: CaseFacts, calendar: Calendar) -> int | None:
    if rule.unit == "hours":
        exact = clock.moment is not None and isinstance(facts.today, datetime)
        return max(0, (clock.moment - facts.today) // _HOUR) if exact else None  # type: ignore[operator]
    days = max(0, (clock.due.earliest - facts.day).days)
    if rule.unit != "working":
        return days
    return sum(calendar.works(facts.day + timedelta(days=n)) for n in range(1, days + 1))


def _say_due(clock: Run) -> str:
    if clock.moment is not None:
        return f"{clock.moment.isoformat()} 到期"
    first, last = clock.due.earliest.isoformat(), clock.due.latest.isoformat()
    return f"暂定，最早 {first}，最晚 {last}" if clock.due.provisional else f"{last} 到期"


def _start_part(event: Event, name: str) -> Explanation:
    when = event.at.isoformat() if event.at else "日期未知"
    return Explanation(name, f"{when}，{event.how}" if event.how else when)


def _rule_part(rule: Rule) -> Explanation:
    row = rule.row
    known = {"seen": "", "second_hand": "（转引，须核对原文）", "recalled": "（凭记忆，须核实）"}[row.status]
    length = f"{rule.length} {UNITS[rule.unit]}"
    return Explanation("规定", f"{length}{known}，{row.text}", f"{row.basis}，{row.source}")
