"""What the dates of the proceeding say to the checks: only what was noted, and nothing from what was not.

That a step is not noted does not mean that it was not done: these facts are mostly yes or unknown; no comes
only from two days that were both noted.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework.clocks import NOTED, agreed, clocks_of, standing
from fieldlaw.cases.law.deadlines_all import MET, MISSED
from fieldlaw.cases.law.deadlines_facts import DeadlineFactsError, read_when

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fieldlaw.cases.casework.clocks import Clock, Rules
    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.ledger.event import Event

Facts = dict[str, Any]
_NOTICE, _DECISION, _DISCUSSED = "notice_served", "decision_made", "discussed"
_HEARD = ("defence_given", "hearing_held")
_DONE = {
    "rights_told": "rights_told",
    "hearing_asked": "hearing_asked",
    "hearing_held": "hearing_held",
    "discussed": _DISCUSSED,
    "legally_reviewed": "legally_reviewed",
    "seized": "seized",
    "published": "decision_published",
}
_PROVED = {"notice_proved": _NOTICE, "discussion_recorded": _DISCUSSED, "order_proved": "order_served"}
_KEPT = {"seizure_in_time": "seizure", "rechecked_in_time": "recheck"}
_DEFENCE = ("defence", "hearing_request")


def dated_facts(log: CaseLog, rules: Rules | None, today: str) -> Facts:
    """Facts of the checks out of the dates of the proceeding.

    Args:
        log: the case.
        rules: deadlines and calendar; without them nothing is said of periods.
        today: a day or moment; what is set for a later day has not happened.
    """
    happened = [e for e in _noted(log) if _at(e) is not None and _day(e) <= _as_day(today)]
    names = {e.body["event"] for e in happened}
    known: Facts = {fact: "yes" for fact, event in _DONE.items() if event in names}
    if names & set(_HEARD):
        known["defended"] = "yes"
    known |= _last("time_defence", happened, _HEARD) | _last("time_discussion", happened, (_DISCUSSED,))
    known |= {fact: "yes" for fact, event in _PROVED.items() if _all_proved(happened, event)}
    if rules is not None:
        known |= _periods(log, rules, today, happened)
    return known


def _noted(log: CaseLog) -> list[Event]:
    """What stands and what nobody disputes."""
    held = (agreed(one, "at", "how") for one in standing(log, NOTED).values())
    return [e for e in held if e is not None]


def _at(event: Event) -> str | None:
    at: str | None = event.body["at"]
    return at


def _as_day(at: str) -> date:
    when = read_when("at", at)
    return when.date() if isinstance(when, datetime) else when


def _day(event: Event) -> date:
    return _as_day(event.body["at"])


def _last(fact: str, happened: Iterable[Event], events: Sequence[str]) -> Facts:
    """The last time that one of some events happened."""
    held = [e for e in happened if e.body["event"] in events]
    return {fact: max(held, key=lambda e: (_day(e), str(_at(e)))).body["at"]} if held else {}


def _all_proved(happened: Iterable[Event], event: str) -> bool:
    held = [e for e in happened if e.body["event"] == event]
    return bool(held) and all(e.body["proof"] for e in held)


def _periods(log: CaseLog, rules: Rules, today: str, happened: Sequence[Event]) -> Facts:
    try:
        clocks = clocks_of(log, rules, today)
    except DeadlineFactsError:
        return {}
    known = {fact: word for fact, key in _KEPT.items() if (word := _kept(clocks, key, happened, rules))}
    over = _defence_over(clocks, happened)
    return {**known, "defence_period_over": over} if over else known


def _kept(clocks: Iterable[Clock], key: str, happened: Iterable[Event], rules: Rules) -> str:
    """Whether every clock of a key that has begun was ended in time; empty while one was not ended."""
    ended = {(e.body["event"], e.body["occurrence"]) for e in happened}
    held = [one for one in clocks if one.deadline.key == key and one.deadline.due]
    over = rules.clocks.rules[key][0].end if key in rules.clocks.rules else ""
    if not held or any((over, one.occurrence) not in ended for one in held):
        return ""
    states = {one.deadline.state for one in held}
    return {frozenset({MET}): "yes"}.get(frozenset(states), "no" if MISSED in states else "")


def _defence_over(clocks: Iterable[Clock], happened: Sequence[Event]) -> str:
    """Whether the decision came after the last day of every period to answer a notice.

    A party that has waived its right needs no period: then a person must say.
    """
    by_name: Mapping[str, list[Event]] = {
        name: [e for e in happened if e.body["event"] == name] for name in (_DECISION, "defence_waived")
    }
    dues = [one.deadline.due for one in clocks if one.deadline.key in _DEFENCE]
    ran = [due for due in dues if due is not None]
    if by_name["defence_waived"] or not by_name[_DECISION] or not ran:
        return ""
    decided = min(_day(e) for e in by_name[_DECISION])
    if all(decided > due.latest for due in ran):
        return "yes"
    return "no" if any(decided <= due.earliest for due in ran) else ""
