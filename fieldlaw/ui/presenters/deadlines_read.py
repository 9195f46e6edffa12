"""Reads deadlines and proceedings for the page; runs on the store lane."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework.clocks import EXTENDED, NOTED, STOPPED, agreed, calendar_of_all, standing
from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.proceeding import order_faults
from fieldlaw.cases.law.deadlines import read_calendar
from fieldlaw.cases.law.deadlines_facts import APPROVERS
from fieldlaw.cases.law.deadlines_rows import read_clocks
from fieldlaw.cases.law.deadlines_run import UNITS
from fieldlaw.cases.records.proceeding import Extended, Noted, Stop
from fieldlaw.cases.records.stages import ARCHIVED, SIDES, STAGES, is_service
from fieldlaw.ui.presenters.deadlines_state import (
    CalendarView,
    Choices,
    DueRow,
    EventChoice,
    ExtensionChoice,
    ProceedingView,
    Proof,
    Record,
    StageView,
)
from fieldlaw.ui.presenters.deadlines_words import group_of, moment_words, tr
from fieldlaw.ui.presenters.fines import fines_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fieldlaw.cases.casework.calendars import CalendarInUse
    from fieldlaw.cases.casework.clocks import CaseDeadlines
    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.law.deadlines_rows import Clocks
    from fieldlaw.cases.ledger.event import Event
    from fieldlaw.cases.packs.records import Pack

_OTHER = "其他"
_NOTED, _EXTENDED = ([one.name for one in fields(of)] for of in (Noted, Extended))
_PAPERS = ("document", "proof", "note")
Held = tuple["Event", ...]


@dataclass(frozen=True)
class AllRead:
    """The deadlines of all cases, and the cases themselves (id, unit, number, fault)."""

    today: date
    rows: tuple[DueRow, ...]
    cases: tuple[CaseDeadlines, ...]


def read_all(desk: Desk, packs: Sequence[Pack]) -> AllRead:
    """Every deadline of every case, the soonest first."""
    wall = desk.clock().wall
    today = datetime.fromisoformat(wall).date()
    found = calendar_of_all(desk, packs, wall)
    rows = [
        DueRow(
            one.case, one.unit, one.number, clock.name, clock.occurrence, clock.deadline,
            group_of(clock.deadline, today), today,
        )
        for one in found
        for clock in one.clocks
    ]  # fmt: skip
    return AllRead(today, tuple(sorted(rows, key=lambda row: row.day)), found)


def calendar_view(held: CalendarInUse) -> CalendarView:
    """The calendar as the page shows it."""
    calendar = read_calendar(held.pack)
    off: dict[date, str] = {}
    for row in held.pack.rows("holidays"):
        first, last = (date.fromisoformat(str(row[end])) for end in ("from", "to"))
        off |= {first + timedelta(days=n): row["name"] for n in range((last - first).days + 1)}
    return CalendarView(
        edition=held.pack.header.edition,
        through=calendar.confirmed[1].isoformat(),
        imported=held.imported,
        unreadable=held.unreadable,
        off=off,
        on=calendar.days_on,
        confirmed=calendar.confirmed,
    )


def choices(packs: Sequence[Pack]) -> Choices:
    """What the forms offer."""
    clocks = read_clocks(packs)
    events = [
        EventChoice(event, clocks.events[event], word, is_service(event))
        for word, events in _stages(clocks)
        for event in events
    ]
    extensions = [
        ExtensionChoice(
            key, each.row.id, f"{rules[-1].row.name}：{each.row.name}", each.length, UNITS[rules[-1].unit],
            each.may_be_less, each.approver, APPROVERS[each.approver],
        )
        for key, rules in clocks.rules.items()
        for each in rules[-1].extensions
    ]  # fmt: skip
    services = tuple((one.row.id, one.row.name, one.row.text) for one in clocks.services.values())
    stops = tuple((one.id, one.name) for one in clocks.stops.values())
    return Choices(tuple(events), services, stops, tuple(extensions))


def _stages(clocks: Clocks) -> Iterator[tuple[str, list[str]]]:
    """Stages with the events that the packs know; events without a stage come last."""
    named: set[str] = set()
    for stage in (*STAGES, *SIDES):
        known = [event for event in stage.events if event in clocks.events]
        named |= set(known)
        yield tr(stage.word), known
    rest = [event for event in clocks.events if event not in named]
    if rest:
        yield tr(_OTHER), rest


def read_proceeding(desk: Desk, case: str, packs: Sequence[Pack]) -> ProceedingView:
    """The proceeding of a case.

    Raises:
        NoSuchCaseError, BrokenChainError: see `desk.read`.
    """
    log, clocks = read(desk, case), read_clocks(packs)
    opened = log.file.values("case_opened")[0].body
    noted = standing(log, NOTED)
    stopped, extended = standing(log, STOPPED), standing(log, EXTENDED)
    names = {rule.key: rule.row.name for rules in clocks.rules.values() for rule in rules}
    view = ProceedingView(
        case=case,
        unit=opened["unit"],
        number=opened["number"],
        stages=tuple(_staged(log, noted, clocks, desk.clock().wall[:10])),
        stops=tuple(_stop_records(stopped, clocks)),
        extensions=tuple(_extension_records(extended, clocks, names)),
        proofs=tuple(_proofs(log)),
        archived=bool(log.file.values(NOTED, f"{ARCHIVED}/1")),
        fines=fines_of(log, packs, desk.clock().wall),
    )
    return replace(
        view, noted=_times(noted, "event"), stopped=_times(stopped, "stop"), open_stops=_lasting(stopped)
    )


def _proofs(log: CaseLog) -> Iterator[Proof]:
    for event in log.file.all("evidence_added"):
        yield Proof(event.body["evidence"], f"{event.body['number']} {event.body['title']}".strip())


def _times(standing_: Mapping[str, Held], field: str) -> dict[str, int]:
    """Name to how many occurrences of it stand."""
    found: dict[str, int] = {}
    for held in standing_.values():
        body = held[0].body
        found[body[field]] = max(found.get(body[field], 0), body["occurrence"])
    return found


def _lasting(stopped: Mapping[str, Held]) -> dict[str, str]:
    """`stop/occurrence` to the first day of a stop that nobody has ended."""
    one = {key: agreed(held, "from", "to") for key, held in stopped.items()}
    return {key: e.body["from"] for key, e in one.items() if e is not None and e.body["to"] is None}


# --- records


def _staged(log: CaseLog, noted: Mapping[str, Held], clocks: Clocks, today: str) -> Iterator[StageView]:
    faults = order_faults(log, clocks)
    aside = {tr(stage.word) for stage in SIDES} | {tr(_OTHER)}
    for word, events in _stages(clocks):
        records = [
            record
            for event in events
            for key, held in sorted(noted.items())
            if key.partition("/")[0] == event
            for record in _records(held, log, clocks, (faults, today))
        ]
        if records or word not in aside:
            yield StageView(word, tuple(records), word in aside)


def _records(held: Held, log: CaseLog, clocks: Clocks, known: tuple[Sequence[str], str]) -> Iterator[Record]:
    faults, today = known
    disputed = agreed(held, "at", "how") is None
    proofs = {one.id: one.words for one in _proofs(log)}
    for event in held if disputed else held[:1]:
        body = event.body
        name = clocks.events[body["event"]]
        way = clocks.services[body["how"]].row.name if body["how"] in clocks.services else ""
        proof = proofs.get(body["proof"], "")
        fault = "；".join(one for one in faults if one.startswith(f"“{name}”")) if not disputed else ""
        when = moment_words(body["at"]) if body["at"] else tr("送达日未记")
        ahead = bool(body["at"]) and body["at"][:10] > today
        yield Record(
            event.id, body["event"], body["occurrence"], _title(name, body), when,
            _about(body, way, proof), _entry(body), disputed, fault, ahead,
        )  # fmt: skip


def _entry(body: Mapping[str, Any]) -> Noted:
    at = moment_words(body["at"]) if body["at"] else None
    return Noted(**{**{one: body[one] for one in _NOTED if one != "at"}, "at": at})


def _title(name: str, body: Mapping[str, Any]) -> str:
    return name if body["occurrence"] == 1 else tr("{0}（第 {1} 次）").format(name, body["occurrence"])


def _about(body: Mapping[str, Any], way: str = "", proof: str = "") -> str:
    by = tr("{0} 记").format(body["by"])
    return "·".join(part for part in (way, body["document"], proof, body["note"], by) if part)


def _stop_records(stopped: Mapping[str, Held], clocks: Clocks) -> Iterator[Record]:
    for key in sorted(stopped):
        held = stopped[key]
        disputed = agreed(held, "from", "to") is None
        for event in held if disputed else held[:1]:
            body = event.body
            name = clocks.stops[body["stop"]].name if body["stop"] in clocks.stops else body["stop"]
            until = moment_words(body["to"]) if body["to"] else tr("今（未结束）")
            when = tr("{0} 至 {1}").format(moment_words(body["from"]), until)
            papers = {one: body[one] for one in _PAPERS}
            entry = Stop(body["stop"], body["from"], body["to"], body["occurrence"], **papers)
            title = _title(name, body)
            yield Record(event.id, body["stop"], entry.occurrence, title, when, _about(body), entry, disputed)


def _extension_records(
    extended: Mapping[str, Held], clocks: Clocks, names: Mapping[str, str]
) -> Iterator[Record]:
    for key in sorted(extended):
        held = extended[key]
        disputed = agreed(held, "days", "approved_by", "approved_on") is None
        for event in held if disputed else held[:1]:
            body = event.body
            rules = clocks.rules.get(body["deadline"], ())
            unit = UNITS[rules[-1].unit] if rules else ""
            name = _title(names.get(body["deadline"], body["deadline"]), body)
            who = APPROVERS.get(body["approved_by"], body["approved_by"])
            granted = (body["days"], unit, who, moment_words(body["approved_on"]))
            when = tr("延长 {0} {1}，{2} {3} 批准").format(*granted)
            what = f"{body['deadline']}/{body['extension']}"
            entry = Extended(**{one: body[one] for one in _EXTENDED})
            yield Record(event.id, what, entry.occurrence, name, when, _about(body), entry, disputed)
