"""The clocks of a case out of its events, and the calendar of all cases. Read only; run on the store lane.

What people disagree about is settled by nobody here: a disputed day starts and ends no clock, a disputed
stop or extension is not counted until a person has picked: the bureau's own day comes too early, never late.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.looking import list_cases
from fieldlaw.cases.law.deadlines import read_calendar
from fieldlaw.cases.law.deadlines_all import Deadline, deadlines_in
from fieldlaw.cases.law.deadlines_facts import DeadlineFactsError, read_when
from fieldlaw.cases.law.deadlines_rows import Clocks, read_clocks
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.law.deadlines import Calendar
    from fieldlaw.cases.ledger.event import Event
    from fieldlaw.cases.packs.records import Pack

Facts = dict[str, Any]
NOTED, STOPPED, EXTENDED = "proceeding_noted", "proceeding_stopped", "deadline_extended"
_FOUND, _ENDED = "act_found", "act_ended"


class NoCalendarError(KnownError):
    """Without a calendar of days off no day can be counted."""

    def __init__(self) -> None:
        super().__init__("算不出期限：没有放假日历。", "导入放假安排，或交信息员。", "案件没有变化。")


@dataclass(frozen=True)
class Strand:
    """What one run of the clocks starts from: the first, second … occurrence of events, or one finding.

    Attributes:
        title: what tells its clocks from those of other strands; empty for the first.
        facts: the form at the top of `deadlines_facts`, without today.
    """

    occurrence: int
    title: str
    facts: Facts


@dataclass(frozen=True)
class Clock:
    """A deadline of a case; `occurrence` and `title` as in its strand."""

    deadline: Deadline
    occurrence: int = 1
    title: str = ""

    @property
    def name(self) -> str:
        """Its name, with what tells it from others of that name."""
        return f"{self.deadline.name}（{self.title}）" if self.title else self.deadline.name


@dataclass(frozen=True)
class CaseDeadlines:
    """The clocks of a case, the soonest first; `fault` says why there are none."""

    case: str
    number: str
    unit: str
    clocks: tuple[Clock, ...] = ()
    fault: str = ""


@dataclass(frozen=True)
class Rules:
    """The packs, read once for many cases."""

    clocks: Clocks
    calendar: Calendar


def read_rules(packs: Sequence[Pack]) -> Rules:
    """Read the deadlines and the calendar out of packs.

    Raises:
        NoCalendarError: there is no calendar among them.
    """
    calendar = next((pack for pack in packs if pack.header.kind == "calendar"), None)
    if calendar is None:
        raise NoCalendarError
    return Rules(read_clocks([pack for pack in packs if pack.header.kind == "law"]), read_calendar(calendar))


def standing(log: CaseLog, kind: str) -> dict[str, tuple[Event, ...]]:
    """Key of a register to the events that stand for it, where any stands."""
    return {key: held for (of, key), held in log.file.registers.items() if of == kind and held}


def all_standing(log: CaseLog, kind: str) -> tuple[Event, ...]:
    """All events that stand in a register, key by key."""
    return tuple(e for held in standing(log, kind).values() for e in held)


def agreed(held: tuple[Event, ...], *fields: str) -> Event | None:
    """The event that stands; several that say the same in these fields are as good as one."""
    same = len({tuple(str(e.body[name]) for name in fields) for e in held}) == 1
    return held[0] if same else None


def case_clock(log: CaseLog, clocks: Clocks) -> tuple[Strand, ...]:
    """What a case says of its clocks: one strand for each occurrence, one more for each further finding."""
    noted = _noted(log, clocks)
    more = {"stops": _stops(log), "extensions": []}
    strands = [Strand(1, "", {"events": dict(noted.get(1, {})), **more, "extensions": _extended(log, 1)})]
    strands += [
        Strand(n, f"第 {n} 次", {"events": dict(noted[n]), **more, "extensions": _extended(log, n)})
        for n in sorted(noted)
        if n > 1
    ]
    return (*_with_findings(strands[0], log), *strands[1:])


def _noted(log: CaseLog, clocks: Clocks) -> dict[int, Facts]:
    """Occurrence to event to its day, as the engine reads it; events that the packs do not know stay out."""
    found: dict[int, Facts] = {}
    for held in standing(log, NOTED).values():
        body = held[0].body
        if body["event"] in clocks.events:
            found.setdefault(body["occurrence"], {})[body["event"]] = _when(held, clocks)
    return found


def _when(held: tuple[Event, ...], clocks: Clocks) -> Any:
    event = agreed(held, "at", "how")
    if event is None:
        said = "；".join(f"{e.body['by']} {e.body['at'] or '日期未记'}" for e in held)
        return {"unsettled": f"两个人记的不一样，待选：{said}"}
    how = clocks.services.get(event.body["how"])
    if how is not None:
        return {"way": how.row.id, how.served: event.body["at"]}
    return event.body["at"]


def _stops(log: CaseLog) -> list[Facts]:
    held = (agreed(one, "from", "to") for one in standing(log, STOPPED).values())
    return [
        {"kind": e.body["stop"], "from": e.body["from"], "to": e.body["to"]} for e in held if e is not None
    ]


def _extended(log: CaseLog, occurrence: int) -> list[Facts]:
    held = (agreed(one, "days", "approved_by", "approved_on") for one in standing(log, EXTENDED).values())
    return [
        {
            "deadline": e.body["deadline"],
            "id": e.body["extension"],
            "days": e.body["days"],
            "approved_by": e.body["approved_by"],
            "approved_on": e.body["approved_on"],
        }
        for e in held
        if e is not None and e.body["occurrence"] == occurrence
    ]


# --- findings say when the act ended and when it was found


def _with_findings(first: Strand, log: CaseLog) -> Iterator[Strand]:
    """The first strand with the days of the only finding, or strands of their own for several.

    Days that somebody noted in the proceeding go before those of the findings.
    """
    own = first.facts["events"]
    found = [] if _ENDED in own or _FOUND in own else list(_findings(log))
    if len(found) == 1:
        yield replace(first, facts={**first.facts, "events": {**own, **found[0][1]}})
        return
    yield first
    for title, events in found:
        yield Strand(1, title, {"events": events})


def _findings(log: CaseLog) -> Iterator[tuple[str, Facts]]:
    for held in standing(log, "finding_recorded").values():
        days = [_days(e) for e in held]
        if any(days):
            disputed = any(one != days[0] for one in days)
            said = {"unsettled": "这个问题有两份不同的记录，还没有选定"}
            yield held[0].body["title"], dict.fromkeys((_ENDED, _FOUND), said) if disputed else days[0]


def _days(event: Event) -> Facts:
    said = event.body["facts"]
    days = {_ENDED: said.get("act", {}).get("end"), _FOUND: said.get("found")}
    given = {name: day for name, day in days.items() if day}
    try:
        for name, day in given.items():
            read_when(name, day)
    except DeadlineFactsError:
        return {name: {"unsettled": "问题里的日期读不懂，请在“问题与法律”里改好"} for name in given}
    return given


# --- deadlines


def clocks_of(log: CaseLog, rules: Rules, today: str) -> tuple[Clock, ...]:
    """The clocks of a case that has been read (see `deadlines_of`)."""
    found: list[Clock] = []
    for n, strand in enumerate(case_clock(log, rules.clocks)):
        given = {"today": today, **strand.facts}
        for one in deadlines_in(given, rules.clocks, rules.calendar):
            starts = rules.clocks.rules[one.key][0].start
            if n == 0 or starts in strand.facts["events"]:
                found.append(Clock(one, strand.occurrence, strand.title))
    return tuple(_doubled(found))


def _doubled(found: list[Clock]) -> list[Clock]:
    """Leave out, of clocks that have not begun, those that run in another strand; the soonest first."""
    begun = {one.deadline.key for one in found if one.title}
    kept = [one for one in found if one.title or one.deadline.due or one.deadline.key not in begun]
    return sorted(kept, key=_order)


def _order(one: Clock) -> tuple[bool, date]:
    due = one.deadline.due
    return due is None, due.earliest if due else date.max


def deadlines_of(desk: Desk, case: str, packs: Sequence[Pack], today: str) -> CaseDeadlines:
    """The deadlines of a case.

    Args:
        desk: where the case is.
        case: its id.
        packs: the law packs and the calendar in use.
        today: a day, or a moment with its zone for limits in hours.

    Raises:
        NoCalendarError: no calendar among the packs.
        DeadlineFactsError: a day of the case cannot be read.
        NoSuchCaseError, BrokenChainError: see `desk.read`.
    """
    return _of(read(desk, case), read_rules(packs), today)


def _of(log: CaseLog, rules: Rules, today: str) -> CaseDeadlines:
    opened = log.file.values("case_opened")
    body: Mapping[str, Any] = opened[0].body if opened else {"number": "", "unit": ""}
    return CaseDeadlines(log.case, body["number"], body["unit"], clocks_of(log, rules, today))


def calendar_of_all(desk: Desk, packs: Sequence[Pack], today: str) -> tuple[CaseDeadlines, ...]:
    """The deadlines of every case on this machine; a case that cannot be read says why.

    A case costs its reading (once, then the memory holds it) and one run over the rules.

    Raises:
        NoCalendarError: no calendar among the packs.
    """
    rules = read_rules(packs)
    found = []
    for row in list_cases(desk):
        try:
            found.append(_of(read(desk, row.id), rules, today))
        except KnownError as error:
            found.append(CaseDeadlines(row.id, row.number, row.unit, fault=error.what))
    return tuple(found)
