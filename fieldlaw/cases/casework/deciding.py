"""Findings and what the law makes of them; every assessment pins the packs that it used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework.desk import Desk, read_in, write_in
from fieldlaw.cases.casework.inspecting import ClosedInspectionError
from fieldlaw.cases.law.assess import as_json, assess
from fieldlaw.cases.ledger.event import Draft
from fieldlaw.cases.records.changes import Changes, Kind
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.ledger.event import Event
    from fieldlaw.cases.packs.records import Pack
    from fieldlaw.cases.store.unit_of_work import UnitOfWork

DAYS = ("act.start", "act.end", "found", "decided")
_RECORDED = Changes(frozenset({Kind.FINDINGS, Kind.OUTBOX}))


class DisputedFindingError(KnownError):
    """Two people recorded a finding without knowing of each other; nobody has picked one yet."""

    def __init__(self) -> None:
        super().__init__("这个问题有两份不同的记录，还没有选定。", "先选用一份，再改事实。", "两份记录都在。")


def record_finding(
    desk: Desk, case: str, finding: str, title: str, request: Mapping[str, Any], items: Iterable[str]
) -> Changes:
    """Record a finding: the violation, its facts and dates, the checklist items behind it.

    The same finding id again stands in place of every record of it that this desk has seen.

    Raises:
        ClosedInspectionError: the case has been approved.
    """
    body = {
        "finding": finding,
        "violation": str(request["violation"]),
        "title": title,
        "facts": dict(request),
        "items": list(items),
    }
    with desk.profile.work() as work:
        _record(desk, work, _open_log(desk, work, case), body)
    return _RECORDED


def _open_log(desk: Desk, work: UnitOfWork, case: str) -> CaseLog:
    log = read_in(desk, work, case)
    if log.file.all("case_approved"):
        raise ClosedInspectionError
    return log


def _record(desk: Desk, work: UnitOfWork, log: CaseLog, body: Mapping[str, Any]) -> None:
    write_in(desk, work, log, [Draft("finding_recorded", body)])


def _standing(log: CaseLog, finding: str) -> Event:
    held = log.file.values("finding_recorded", finding)
    if not held:
        raise KeyError(finding)
    if len(held) > 1:
        raise DisputedFindingError
    return held[0]


def with_value(request: Mapping[str, Any], name: str, raw: str) -> dict[str, Any]:
    """A copy of a request with one day (see DAYS) or one fact changed; an empty word makes it unknown."""
    if name.startswith("act."):
        return {**request, "act": {**request.get("act", {}), name.removeprefix("act."): raw}}
    if name in DAYS:
        return {**request, name: raw}
    return {**request, "facts": {**request.get("facts", {}), name: raw}}


def change_fact(
    desk: Desk, case: str, finding: str, change: tuple[str, str], packs: Iterable[Pack]
) -> Changes:
    """Change one day or fact of a finding, if the law engine can read it.

    Args:
        desk: where the officer works.
        case: the case.
        finding: the finding's id.
        change: name of the day or fact, and its value as typed.
        packs: the law packs, which say what can be read.

    Returns:
        What changed; nothing when the value was there already.

    Raises:
        RequestError: the value cannot be read; nothing is written.
        DisputedFindingError: two records stand.
        ClosedInspectionError: the case has been approved.
        KeyError: no such finding.
    """
    with desk.profile.work() as work:
        log = _open_log(desk, work, case)
        body = _standing(log, finding).body
        request = with_value(body["facts"], *change)
        assess(request, tuple(packs))
        if request == body["facts"]:
            return Changes(frozenset())
        _record(desk, work, log, {**body, "facts": request})
    return _RECORDED


def pick_finding(desk: Desk, case: str, finding: str, event: bytes) -> Changes:
    """Settle a disagreement: record anew the one of the standing records that a person picked.

    Raises:
        KeyError: the event does not stand (any more).
        ClosedInspectionError: the case has been approved.
    """
    with desk.profile.work() as work:
        log = _open_log(desk, work, case)
        held = {e.id: e for e in log.file.values("finding_recorded", finding)}
        _record(desk, work, log, held[event].body)
    return _RECORDED


def assess_finding(desk: Desk, case: str, finding: str, packs: Iterable[Pack]) -> dict[str, Any]:
    """Assess a recorded finding, keep the result in the case and return it.

    Raises:
        KeyError: no such finding.
        DisputedFindingError: people disagree about it.
        RequestError: a fact or date that cannot be read.
        ClosedInspectionError: the case has been approved.
    """
    with desk.profile.work() as work:
        log = _open_log(desk, work, case)
        result = as_json(assess(_standing(log, finding).body["facts"], tuple(packs)))
        used = {pack["id"]: pack["sha256"] for pack in result["packs"]}
        body = {"assessment": desk.fresh(8).hex(), "finding": finding, "result": result, "packs": used}
        write_in(desk, work, log, [Draft("assessment_made", body)])
    return result


def facts_behind(log: CaseLog, assessment: Event) -> Mapping[str, Any] | None:
    """The facts from which an assessment was made; None when their record is not here.

    They are those of the last record of its finding that stood in its past, so that facts changed later,
    on this desk or on another, do not pass for the ones that were judged.
    """
    records = log.file.lists.get("finding_recorded", ())
    seen = [e for e in records if e.body["finding"] == assessment.body["finding"] and _seen(e, assessment)]
    return dict(seen[-1].body["facts"]) if seen else None


def _seen(one: Event, by: Event) -> bool:
    if one.envelope.author == by.envelope.author:
        return one.envelope.seq < by.envelope.seq
    tip = by.envelope.heads.get(one.envelope.author)
    return tip is not None and one.envelope.seq <= tip.seq
