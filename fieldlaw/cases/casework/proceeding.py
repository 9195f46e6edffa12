"""Noting the dates of the proceeding: filing, service, decision …; stops and extensions; taking them back.

All of it comes after the inspection, so that an approved case takes it. Only a case that has been archived
takes no more, until its archiving has been taken back.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework.clocks import EXTENDED, NOTED, STOPPED, agreed, standing
from fieldlaw.cases.casework.desk import Desk, read_in, write_in
from fieldlaw.cases.casework.reviewing import SHORTEST_REASON
from fieldlaw.cases.law.deadlines_facts import DeadlineFactsError, read_when
from fieldlaw.cases.law.deadlines_rows import read_clocks
from fieldlaw.cases.law.deadlines_run import UNITS
from fieldlaw.cases.ledger.event import Draft
from fieldlaw.cases.records.changes import Changes, Kind
from fieldlaw.cases.records.stages import ARCHIVED, ORDER, is_service
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.law.deadlines_rows import Clocks, Extension
    from fieldlaw.cases.ledger.event import Event
    from fieldlaw.cases.packs.records import Pack
    from fieldlaw.cases.records.proceeding import Extended, Noted, Stop
    from fieldlaw.cases.store.unit_of_work import UnitOfWork

_KINDS = (NOTED, STOPPED, EXTENDED)
_WRITTEN = Changes(frozenset({Kind.PROCEEDING, Kind.OUTBOX}))


class ProceedingError(KnownError):
    """What was to be noted cannot be so."""

    def __init__(self, why: str, way_out: str = "照文书改好后再记。") -> None:
        super().__init__(f"没有记下：{why}。", way_out, "已记的都在，没有变化。")


class OutOfOrderError(ProceedingError):
    """One event would come before another that it follows from."""

    def __init__(self, faults: Sequence[str]) -> None:
        way_out = f"核对日期。文书确实如此的，在备注写明原因（至少 {SHORTEST_REASON} 个字）再记。"
        super().__init__("；".join(faults), way_out)
        self.faults = tuple(faults)


class ArchivedCaseError(ProceedingError):
    """Nothing is added to an archived case."""

    def __init__(self) -> None:
        super().__init__("案件已归档，不再增改", "确需更正的，先撤回“归档”并写明理由。")


class ReasonMissingError(ProceedingError):
    """Taking something back needs a reason."""

    def __init__(self) -> None:
        super().__init__(f"撤回的理由不足 {SHORTEST_REASON} 个字", "写明为什么撤回。")


# --- noting


def note_event(desk: Desk, case: str, noted: Noted, packs: Sequence[Pack]) -> Changes:
    """Note when something happened; the same event and occurrence again stands in place of what was seen.

    Raises:
        OutOfOrderError: it would stand before what it follows from, and the note gives no reason.
        ArchivedCaseError: the case is archived.
        ProceedingError: an unknown event or way, a day that is none or lies ahead, no such proof.
    """
    clocks = read_clocks(packs)
    with desk.profile.work() as work:
        log = open_log(desk, work, case)
        _check_event(log, noted, clocks, _today(desk))
        faults = order_faults(log, clocks, noted)
        if faults and len(noted.note.strip()) < SHORTEST_REASON:
            raise OutOfOrderError(faults)
        body = {
            "event": noted.event, "occurrence": noted.occurrence, "at": noted.at, "how": noted.how,
            **_papers(desk, noted),
        }  # fmt: skip
        write_in(desk, work, log, [Draft(NOTED, body)])
    return _WRITTEN


def stop_clock(desk: Desk, case: str, stop: Stop, packs: Sequence[Pack]) -> Changes:
    """Note a span that does not count, or its end: the same stop and occurrence again stands in its place.

    Raises:
        ArchivedCaseError: the case is archived.
        ProceedingError: an unknown ground, a day that is none or lies ahead, an end before the start.
    """
    clocks = read_clocks(packs)
    with desk.profile.work() as work:
        log = open_log(desk, work, case)
        if stop.stop not in clocks.stops:
            raise ProceedingError(f"没有停算事项 {stop.stop}")
        first = _past_day("起日", stop.first, _today(desk))
        if stop.last is not None and _past_day("止日", stop.last, _today(desk)) < first:
            raise ProceedingError("停算的止日早于起日")
        _check_place(log, STOPPED, stop.stop, stop.occurrence)
        _check_proof(log, stop.proof)
        body = {
            "stop": stop.stop, "occurrence": stop.occurrence, "from": stop.first, "to": stop.last,
            **_papers(desk, stop),
        }  # fmt: skip
        write_in(desk, work, log, [Draft(STOPPED, body)])
    return _WRITTEN


def extend_deadline(desk: Desk, case: str, extended: Extended, packs: Sequence[Pack]) -> Changes:
    """Note an approved extension. Whether it counts (in time, by the right person) the deadline itself says.

    Raises:
        ArchivedCaseError: the case is archived.
        ProceedingError: the deadline has no such extension, too many days, a day that lies ahead.
    """
    clocks = read_clocks(packs)
    with desk.profile.work() as work:
        log = open_log(desk, work, case)
        _check_extension(extended, *_extension(clocks, extended))
        _past_day("批准日", extended.approved_on, _today(desk))
        _check_proof(log, extended.proof)
        named = ("deadline", "occurrence", "extension", "turn", "days", "approved_by", "approved_on")
        body = {name: getattr(extended, name) for name in named}
        write_in(desk, work, log, [Draft(EXTENDED, {**body, **_papers(desk, extended)})])
    return _WRITTEN


def pick(desk: Desk, case: str, event: bytes) -> Changes:
    """Settle a disagreement: note anew what one of the standing events says.

    Raises:
        KeyError: the event does not stand (any more).
        ArchivedCaseError: the case is archived.
    """
    with desk.profile.work() as work:
        log = open_log(desk, work, case)
        held = {e.id: e for kind in _KINDS for one in standing(log, kind).values() for e in one}
        write_in(desk, work, log, [Draft(held[event].kind, held[event].body)])
    return _WRITTEN


def withdraw(desk: Desk, case: str, event: bytes, reason: str) -> Changes:
    """Take back what was noted; what it stood in place of stands again, and the log keeps both.

    Raises:
        KeyError: no such event, or it has been taken back.
        ReasonMissingError: fewer than five characters.
        ArchivedCaseError: the case is archived and this is not its archiving.
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise ReasonMissingError
    with desk.profile.work() as work:
        log = read_in(desk, work, case)
        held = {e.id: e for kind in _KINDS for e in log.file.all(kind)}
        if _archived(log) and held[event].body.get("event") != ARCHIVED:
            raise ArchivedCaseError
        body = {"event": held[event].id, "reason": reason.strip()}
        write_in(desk, work, log, [Draft("withdrawn", body)])
    return _WRITTEN


# --- what is wrong with it


def order_faults(log: CaseLog, clocks: Clocks, new: Noted | None = None) -> tuple[str, ...]:
    """What stands before the thing it follows from, in words.

    Args:
        log: the case.
        clocks: the events of the packs with their names.
        new: an event to be noted; then only the faults that it would make.
    """
    days = {key: when for key, held in standing(log, NOTED).items() if (when := _day_of(held)) is not None}
    if new is not None and new.at is not None:
        days[f"{new.event}/{new.occurrence}"] = read_when(new.event, new.at)
    found = []
    for earlier, later in ORDER:
        for n in sorted({int(key.partition("/")[2]) for key in days}):
            one, other = days.get(f"{earlier}/{n}"), days.get(f"{later}/{n}")
            mine = new is None or (new.occurrence == n and new.event in (earlier, later))
            if mine and one is not None and other is not None and _before(other, one):
                name, first = clocks.events[later], clocks.events[earlier]
                found.append(f"“{name}”{other.isoformat()} 早于“{first}”{one.isoformat()}")
    return tuple(found)


def _day_of(held: tuple[Event, ...]) -> date | datetime | None:
    event = agreed(held, "at", "how")
    if event is None or event.body["at"] is None:
        return None
    return read_when(event.body["event"], event.body["at"])


def _before(one: date | datetime, other: date | datetime) -> bool:
    """Whether one comes before the other: by the moment where both say it, else by the day."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one < other
    days = [when.date() if isinstance(when, datetime) else when for when in (one, other)]
    return days[0] < days[1]


def _today(desk: Desk) -> datetime:
    return datetime.fromisoformat(desk.clock().wall)


def _archived(log: CaseLog) -> bool:
    return bool(log.file.values(NOTED, f"{ARCHIVED}/1"))


def open_log(desk: Desk, work: UnitOfWork, case: str) -> CaseLog:
    """Read a case to which something is to be noted.

    Raises:
        ArchivedCaseError: it is archived.
    """
    log = read_in(desk, work, case)
    if _archived(log):
        raise ArchivedCaseError
    return log


def _papers(desk: Desk, said: Noted | Stop | Extended) -> dict[str, Any]:
    by = desk.profile.person.name
    return {"document": said.document.strip(), "proof": said.proof, "by": by, "note": said.note.strip()}


def _check_event(log: CaseLog, noted: Noted, clocks: Clocks, today: datetime) -> None:
    if noted.event not in clocks.events:
        raise ProceedingError(f"没有“{noted.event}”这件事")
    name = clocks.events[noted.event]
    _check_way(noted, name, clocks)
    if noted.at is not None:
        when = _read("日期", noted.at)
        if _before(today, when) and noted.event not in set(_set_ahead(clocks)):
            raise ProceedingError(f"“{name}”的日期 {noted.at[:16]} 在今天之后，还没有发生")
    _check_place(log, NOTED, noted.event, noted.occurrence)
    _check_proof(log, noted.proof)


def _check_way(noted: Noted, name: str, clocks: Clocks) -> None:
    if noted.how and noted.how not in clocks.services:
        raise ProceedingError(f"没有送达方式 {noted.how}")
    if is_service(noted.event) and not noted.how:
        raise ProceedingError(f"“{name}”没有写明送达方式")
    if not is_service(noted.event) and noted.how:
        raise ProceedingError(f"“{name}”不是送达，不写送达方式")
    if noted.at is None and not noted.how:
        raise ProceedingError(f"“{name}”没有写日期")


def _set_ahead(clocks: Clocks) -> Iterator[str]:
    """Events for which a day is set ahead, because something must be done so long before."""
    for rules in clocks.rules.values():
        yield from (rule.start for rule in rules if rule.counts == "before")


def _read(name: str, text: str) -> date | datetime:
    try:
        return read_when(name, text)
    except DeadlineFactsError as error:
        raise ProceedingError(f"{name}“{text}”读不懂", "写成 2026-11-25，或 2026-11-25 10:30。") from error


def _past_day(name: str, text: str, today: datetime) -> date:
    when = _read(name, text)
    if _before(today, when):
        raise ProceedingError(f"{name} {text} 在今天之后")
    return when.date() if isinstance(when, datetime) else when


def _check_place(log: CaseLog, kind: str, name: str, occurrence: int) -> None:
    if occurrence < 1 or (occurrence > 1 and not log.file.values(kind, f"{name}/{occurrence - 1}")):
        raise ProceedingError(f"还没有记第 {max(occurrence - 1, 1)} 次")


def _check_proof(log: CaseLog, proof: str) -> None:
    if proof and all(e.body["evidence"] != proof for e in log.file.all("evidence_added")):
        raise ProceedingError("案件里没有这份证据", "在本案证据里选一份。")


def _extension(clocks: Clocks, asked: Extended) -> tuple[Extension, str]:
    rules = clocks.rules.get(asked.deadline, ())
    found = [(each, rule) for rule in rules for each in rule.extensions if each.row.id == asked.extension]
    if not found:
        raise ProceedingError(f"期限 {asked.deadline} 没有延长事项 {asked.extension}")
    return found[-1][0], UNITS[found[-1][1].unit]


def _check_extension(asked: Extended, rule: Extension, unit: str) -> None:
    if asked.approved_by != rule.approver:
        raise ProceedingError(f"{rule.row.name}应由规定的人批准")
    if not 1 <= asked.days <= rule.length:
        raise ProceedingError(f"延长 {asked.days} {unit}，规定最多 {rule.length} {unit}")
    if not rule.may_be_less and asked.days != rule.length:
        raise ProceedingError(f"延长 {asked.days} {unit}，规定是 {rule.length} {unit}")
    if not 1 <= asked.turn <= rule.times:
        raise ProceedingError(f"{rule.row.name}只能延长 {rule.times} 次")
