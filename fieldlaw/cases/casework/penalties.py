"""What the dates of a case make of a fine by the day, and of the surcharge on a fine paid late.

Arithmetic, no decision. A sum is `ready` only when everything that it rests on is known and undisputed;
before that it is worked out for checking, with what is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldlaw.cases.casework.clocks import STOPPED, agreed, case_clock, clocks_of, read_rules, standing
from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.penalty_answers import ORIGINAL, asked_in
from fieldlaw.cases.law.daily_fine import INCOMPLETE, READY, REFUSED, daily_fine
from fieldlaw.cases.law.daily_steps import REFUSING, Steps
from fieldlaw.cases.law.deadlines import NoSuchLimitError
from fieldlaw.cases.law.deadlines_facts import read_case_facts, read_when
from fieldlaw.cases.law.facts import RequestError
from fieldlaw.cases.law.surcharge import surcharge

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from fieldlaw.cases.casework.clocks import Rules
    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.casework.penalty_answers import Asked
    from fieldlaw.cases.law.daily_fine import DailyFine
    from fieldlaw.cases.law.deadlines_facts import Event
    from fieldlaw.cases.law.surcharge import Surcharge
    from fieldlaw.cases.packs.records import Pack

IDLE = "idle"  # nothing has begun that it could come of
IN_TIME = "in_time"  # paid within the time, or the time still runs
EVENT, FACT, STOP, CALENDAR = "event", "fact", "stop", "calendar"
DECIDED, SERVED, PAID, DUE = "decision_made", "decision_served", "fine_paid", "payment_due"
MADE, ORDERED, RECHECKED = "order_made", "order_served", "rechecked"
SECOND_ORDERED, SECOND_RECHECKED, DAILY = "second_order_served", "second_rechecked", "daily_decided"
SUSPENDING = "review_or_suit"
_PAYMENT = "payment"
_REVIEWED = ("review_asked", "suit_filed")
_SECOND = "second_result"
_STEPS = {
    DECIDED: "decided",
    SERVED: "served",
    MADE: "made",
    ORDERED: "ordered",
    RECHECKED: "rechecked",
    SECOND_ORDERED: "second_ordered",
    SECOND_RECHECKED: "second_rechecked",
    DAILY: "daily",
}
_SAID = {"order_warned": "warned", "recheck_covert": "covert", "same_act": "same_act"}
_SAID |= {"correction_collected": "collected"}
_DEMANDS = {  # the requirement on which a fact bears
    "order_warned": "order_warned",
    "recheck_result": "refusing",
    "recheck_covert": "recheck_covert",
    "same_act": "same_act",
    "correction_collected": "correction_evidence",
    _SECOND: "second_recheck",
}
_WORDS = {"yes": True, "no": False}


@dataclass(frozen=True)
class Gap:
    """Something that is missing: an event, a fact, a stop, the calendar of a year; and its words."""

    kind: str
    id: str
    words: str


@dataclass(frozen=True)
class Step:
    """An event and its day; `note` says why there is none though something was noted."""

    event: str
    name: str
    day: date | None
    note: str = ""


@dataclass(frozen=True)
class Daily:
    """A fine by the day.

    Attributes:
        state: IDLE, or a state of `daily_fine`.
        found: what was worked out; None while idle, or when the days cannot be (`fault` says why).
        asked: the facts that were asked for it.
    """

    state: str
    steps: tuple[Step, ...]
    asked: tuple[Asked, ...]
    gaps: tuple[Gap, ...]
    found: DailyFine | None = None
    fault: str = ""


@dataclass(frozen=True)
class Late:
    """The surcharge.

    Attributes:
        state: IDLE, IN_TIME, READY or INCOMPLETE.
        due: the last day of payment; of two possible days the later one.
        on: the day to which it is reckoned: of the payment, or today.
        paid: whether `on` is the day of the payment.
        stops: spans of review or suit; the last one may last to today.
    """

    state: str
    gaps: tuple[Gap, ...] = ()
    due: date | None = None
    on: date | None = None
    paid: bool = False
    stops: tuple[tuple[date, date], ...] = ()
    found: Surcharge | None = None


@dataclass(frozen=True)
class Penalties:
    """Both, and the amount that they grow from."""

    original: Asked
    daily: Daily
    late: Late


@dataclass(frozen=True)
class _Case:
    log: CaseLog
    packs: Sequence[Pack]
    rules: Rules
    today: str
    events: Mapping[str, Event]
    asked: Mapping[str, Asked]

    def day(self, event: str) -> date | None:
        """The day of an event that nobody disputes."""
        held = self.events.get(event)
        return held.day if held is not None else None

    def gap(self, event: str) -> Gap:
        """An event without a day."""
        return Gap(EVENT, event, self.rules.clocks.events[event])

    @property
    def fine(self) -> int | None:
        """The fine of the original decision, in fen."""
        value = self.asked[ORIGINAL].value
        return int(value) if value.isdecimal() and int(value) else None

    @property
    def no_fine(self) -> tuple[Gap, ...]:
        """That the fine is not known."""
        return () if self.fine is not None else (_fact_gap(self.asked[ORIGINAL]),)


def penalties_of(desk: Desk, case: str, packs: Sequence[Pack]) -> Penalties | None:
    """Work out both for a case; None where the packs do not ask for them.

    Args:
        desk: where the case is; its clock says today.
        case: its id.
        packs: packs of measures and of deadlines, and a calendar.

    Raises:
        NoCalendarError: there is no calendar among them.
        DeadlineFactsError: a day of the case cannot be read.
        NoSuchCaseError, BrokenChainError: see `desk.read`.
    """
    return penalties_in(read(desk, case), packs, desk.clock().wall)


def penalties_in(log: CaseLog, packs: Sequence[Pack], today: str) -> Penalties | None:
    """The same over a case that has been read; `today` is a day or a moment."""
    asked, rules = asked_in(log, packs), read_rules(packs)
    if ORIGINAL not in asked or any(event not in rules.clocks.events for event in (*_STEPS, DUE)):
        return None
    strand = case_clock(log, rules.clocks)[0]
    facts = read_case_facts({"today": today, **strand.facts}, rules.clocks)
    case = _Case(log, packs, rules, today, facts.events, asked)
    try:
        return Penalties(asked[ORIGINAL], _daily(case), _late(case))
    except NoSuchLimitError:
        return None


# --- the fine by the day


def _daily(case: _Case) -> Daily:
    steps, asked = tuple(_steps(case)), tuple(one for one in case.asked.values() if one.id != ORIGINAL)
    if not any(case.day(event) for event in (MADE, ORDERED, RECHECKED, SECOND_ORDERED, DAILY)):
        return Daily(IDLE, steps, asked, (case.gap(ORDERED),))
    try:
        found = daily_fine(_read_steps(case), case.packs)
    except RequestError as error:
        return Daily(INCOMPLETE, steps, asked, (), fault=_named(error, case))
    gaps = () if found.state == REFUSED else tuple(_daily_gaps(case, found))
    held = _settled(found.state, steps, asked)
    return Daily(held, steps, asked, gaps, found)


def _settled(state: str, steps: Sequence[Step], asked: Sequence[Asked]) -> str:
    """Nothing is ready while people disagree on something that it may rest on."""
    split = any(one.note for one in steps) or any(one.disputed for one in asked)
    return INCOMPLETE if state == READY and split else state


def _steps(case: _Case) -> Iterator[Step]:
    for event in _STEPS:
        held = case.events.get(event)
        note = held.how if held is not None and held.day is None else ""
        yield Step(event, case.rules.clocks.events[event], case.day(event), note)


def _read_steps(case: _Case) -> Steps:
    said = {name: _WORDS.get(case.asked[fact].value) for fact, name in _SAID.items() if fact in case.asked}
    results = {
        name: case.asked[fact].value or None
        for fact, name in (("recheck_result", "result"), (_SECOND, "second_result"))
        if fact in case.asked
    }
    days = {name: case.day(event) for event, name in _STEPS.items()}
    return Steps(amount_fen=case.fine, **days, **said, **results)  # type: ignore[arg-type]


def _daily_gaps(case: _Case, found: DailyFine) -> Iterator[Gap]:
    """What has to be filled in, in the order in which it happens."""
    yield from case.no_fine
    wanted = [DECIDED, SERVED, MADE, ORDERED, RECHECKED]
    result = case.asked["recheck_result"].value if "recheck_result" in case.asked else ""
    if result in REFUSING:
        wanted += [SECOND_ORDERED, SECOND_RECHECKED]
    yield from (case.gap(event) for event in wanted if case.day(event) is None)
    open_ones = {one.said.key for one in found.demands if not one.met}
    waiting = {_SECOND} if case.day(SECOND_RECHECKED) is None else set()
    for one in case.asked.values():
        if not one.value and one.id not in waiting and _DEMANDS.get(one.id) in open_ones:
            yield _fact_gap(one)


def _fact_gap(asked: Asked) -> Gap:
    return Gap(FACT, asked.id, asked.question)


def _named(error: RequestError, case: _Case) -> str:
    """The fault with the events by name."""
    places = {
        "original.decided": DECIDED, "original.served": SERVED, "order.made": MADE, "order.served": ORDERED,
        "recheck.day": RECHECKED, "second.order_served": SECOND_ORDERED,
        "second.rechecked": SECOND_RECHECKED, "decided": DAILY,
    }  # fmt: skip
    words = error.what.removeprefix("案情输入的 ")
    for place in sorted(places, key=len, reverse=True):
        words = words.replace(place, f"“{case.rules.clocks.events[places[place]]}”")
    return words


# --- the surcharge


def _late(case: _Case) -> Late:
    if case.day(SERVED) is None and case.day(DUE) is None:
        return Late(IDLE, (case.gap(SERVED),))
    due, gaps = _due(case)
    if due is None:
        return Late(INCOMPLETE, gaps)
    paid, held = case.day(PAID), case.events.get(PAID)
    on = paid or _today(case)
    gaps += (case.gap(PAID),) if held is not None and paid is None else ()
    if on <= due:
        return Late(IN_TIME, gaps, due, on, paid is not None)
    stops, more = _stops(case, on)
    gaps += (*more, *case.no_fine)
    if case.fine is None:
        return Late(INCOMPLETE, gaps, due, on, paid is not None, stops)
    found = surcharge(case.fine, due=due, on=on, packs=case.packs, stops=stops)
    state = READY if not gaps and found.rule.row.status == "seen" else INCOMPLETE
    return Late(state, gaps, due, on, paid is not None, stops, found)


def _today(case: _Case) -> date:
    return read_when("today", case.today[:10])


def _due(case: _Case) -> tuple[date | None, tuple[Gap, ...]]:
    """The last day of payment as noted, or as counted."""
    noted = case.day(DUE)
    if noted is not None:
        return noted, ()
    clocks = clocks_of(case.log, case.rules, case.today)
    counted = next(
        (one.deadline for one in clocks if one.deadline.key == _PAYMENT and one.deadline.due), None
    )
    if counted is None or counted.due is None:
        return None, (case.gap(DUE),)
    soft = (Gap(CALENDAR, DUE, counted.name),) if counted.due.provisional else ()
    return counted.due.latest, soft


def _stops(case: _Case, on: date) -> tuple[tuple[tuple[date, date], ...], tuple[Gap, ...]]:
    """Spans of review or suit up to a day; what is not known of them."""
    held = [one for key, one in standing(case.log, STOPPED).items() if key.startswith(f"{SUSPENDING}/")]
    spans, gaps = [], []
    name = case.rules.clocks.stops[SUSPENDING].name
    for one in held:
        event = agreed(one, "from", "to")
        if event is None:
            gaps.append(Gap(STOP, SUSPENDING, name))
            continue
        first = read_when("from", event.body["from"][:10])
        last = read_when("to", event.body["to"][:10]) if event.body["to"] else on
        if first <= min(last, on):
            spans.append((first, min(last, on)))
    if not held and any(case.events.get(event) for event in _REVIEWED):
        gaps.append(Gap(STOP, SUSPENDING, name))
    return tuple(spans), tuple(gaps)
