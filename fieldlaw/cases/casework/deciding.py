"""Findings and what the law makes of them; every assessment pins the packs that it used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework.comparing import saw
from fieldlaw.cases.casework.desk import Desk, read_in, write_in
from fieldlaw.cases.casework.inspecting import ClosedInspectionError
from fieldlaw.cases.casework.lawchoice import chosen, with_choice
from fieldlaw.cases.casework.pinning import packs_to_keep
from fieldlaw.cases.law.assess import EVIDENCE, as_json, assess, fit
from fieldlaw.cases.law.library import library_of
from fieldlaw.cases.law.measures import read_measure_facts
from fieldlaw.cases.law.measures_rows import measure_book
from fieldlaw.cases.ledger.event import Draft
from fieldlaw.cases.records.changes import Changes, Kind
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.ledger.event import Event
    from fieldlaw.cases.packs.records import Pack
    from fieldlaw.cases.store.unit_of_work import UnitOfWork

Value = str | int | list[str]
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


def with_value(request: Mapping[str, Any], name: str, raw: Value) -> dict[str, Any]:
    """A copy of a request with one thing changed; an empty value makes it unknown.

    Args:
        request: the facts of a finding.
        name: a day (see DAYS), `discretion.` and what a person settles, `evidence.` and a fact, or a fact.
        raw: its value: a word, words of a choice, numbers of evidence, an amount in fen.
    """
    part, _, key = name.partition(".")
    if part == "act":
        return {**request, part: {**request.get(part, {}), key: raw}}
    if part in ("discretion", EVIDENCE) and key:
        held = {**(request.get(part) or {}), key: raw}
        kept = {each: value for each, value in held.items() if value not in ("", [], None)}
        rest = {each: value for each, value in request.items() if each != part}
        return {**rest, part: kept} if kept else rest
    if name in DAYS:
        return {**request, name: raw}
    return {**request, "facts": {**request.get("facts", {}), name: raw}}


def change_fact(
    desk: Desk, case: str, finding: str, change: tuple[str, Value], packs: Iterable[Pack]
) -> Changes:
    """Change one thing in the request of a finding (see `with_value`), if the law engine can read it.

    Args:
        desk: where the officer works.
        case: the case.
        finding: the finding's id.
        change: what is changed, and its value as typed.
        packs: the law packs, which say what can be read.

    Returns:
        What changed; nothing when the value was there already.

    Raises:
        RequestError: the value cannot be read; nothing is written.
        DisputedFindingError: two records stand.
        ClosedInspectionError: the case has been approved.
        KeyError: no such finding.
    """
    held = library_of(packs)
    with desk.profile.work() as work:
        log = _open_log(desk, work, case)
        body = _standing(log, finding).body
        request = with_value(body["facts"], *change)
        check_change(request, change, held)
        if request == body["facts"]:
            return Changes(frozenset())
        _record(desk, work, log, {**body, "facts": request})
    return _RECORDED


def check_change(request: Mapping[str, Any], change: tuple[str, Value], packs: Iterable[Pack]) -> None:
    """Refuse a request with a change that neither the law nor its measures can read.

    Raises:
        RequestError: the value cannot be read, or nobody asks for the fact.
    """
    name, raw = change
    fitting = fit(request, packs)
    if name in measure_book(packs).facts:
        read_measure_facts({name: raw}, packs)
    elif "." not in name:
        fitting = with_value(fitting, name, raw)
    assess(fitting, packs)


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


def assess_finding(
    desk: Desk, case: str, finding: str, packs: Iterable[Pack], signed: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """Assess a recorded finding, keep the result in the case and return it.

    Args:
        desk: where the officer works.
        case: the case.
        finding: the finding's id.
        packs: the packs that may be used.
        signed: hashes of those whose signatures were verified.

    Raises:
        KeyError: no such finding.
        DisputedFindingError: people disagree about it.
        RequestError: a fact or date that cannot be read.
        ClosedInspectionError: the case has been approved.
    """
    with desk.profile.work() as work:
        log = _open_log(desk, work, case)
        request, held = chosen(log, _standing(log, finding).body), tuple(packs)
        result = as_json(assess(fit(request, held), held, signed=signed))
        used = _pinned(result["packs"])
        body = {
            "assessment": desk.fresh(8).hex(),
            "finding": finding,
            "result": result,
            "packs": used,
            "signed": sorted(signed & set(used.values())),
        }
        drafts = [*packs_to_keep(log, held, used.values()), Draft("assessment_made", body, 2)]
        write_in(desk, work, log, drafts)
    return result


def _pinned(packs: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """The hash of each pack by its id; of several editions with one id also by edition."""
    ids = [pack["id"] for pack in packs]
    names = [
        name if ids.count(name) == 1 else f"{name} {p['edition']}" for name, p in zip(ids, packs, strict=True)
    ]
    return {name: pack["sha256"] for name, pack in zip(names, packs, strict=True)}


def facts_behind(log: CaseLog, assessment: Event) -> Mapping[str, Any] | None:
    """The request from which an assessment was made; None when its record is not here.

    They are those of the last record of its finding that stood in its past, so that facts changed later,
    on this desk or on another, do not pass for the ones that were judged.
    """
    seen = _of_the_past(log, "finding_recorded", assessment)
    return (
        with_choice(seen[-1].body["facts"], _of_the_past(log, "law_chosen", assessment)[-1:])
        if seen
        else None
    )


def _of_the_past(log: CaseLog, kind: str, assessment: Event) -> list[Event]:
    """What was recorded of the finding before it was assessed."""
    records = log.file.lists.get(kind, ())
    finding = assessment.body["finding"]
    return [e for e in records if e.body["finding"] == finding and saw(assessment, e)]
