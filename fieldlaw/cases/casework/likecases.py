"""Like cases of this machine: the same violation, what came of it, and why that differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework.deciding import facts_behind
from fieldlaw.cases.casework.desk import BrokenChainError, NoSuchCaseError, read
from fieldlaw.cases.law.assess import asked_of
from fieldlaw.cases.law.facts import RequestError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.ledger.event import Event
    from fieldlaw.cases.packs.records import Pack
    from fieldlaw.cases.store.unit_of_work import CaseRow

_MOST = 20


@dataclass(frozen=True)
class Difference:
    """A fact on which two cases differ: its question, its value there and here; empty where unknown."""

    fact: str
    question: str
    there: str
    here: str


@dataclass(frozen=True)
class LikeCase:
    """An assessment of the same violation in another case.

    Attributes:
        day: the day on which it was assessed.
        steps: the rows of the benchmark and their weights, as "row weight".
        other_rows: rows that counted only there or only here, where both cases have an amount.
        other_packs: the two were assessed by different packs.
    """

    case: str
    number: str
    unit: str
    day: str
    outcome: str
    amount_fen: int | None
    differences: tuple[Difference, ...]
    other_rows: tuple[str, ...]
    other_packs: bool


def like_cases(
    desk: Desk, case: str, request: Mapping[str, Any], result: Mapping[str, Any], packs: Iterable[Pack]
) -> tuple[LikeCase, ...]:
    """The assessments of the same violation in other cases here, the likest first. Run on the store lane.

    Args:
        desk: whose cases.
        case: the case in hand, which is left out.
        request: its facts.
        result: its assessment, in the shape of the command line's contract.
        packs: the packs, for the words of the questions.
    """
    words = _words(request, tuple(packs))
    with desk.profile.work() as work:
        rows = [row for row in work.cases() if row.id != case]
    found = [
        _like(row, log, event, (request, result), words)
        for row in rows
        for log, event in _assessments(desk, row, str(request["violation"]))
    ]
    return tuple(sorted(found, key=lambda one: (len(one.differences), one.day))[:_MOST])


def _words(request: Mapping[str, Any], packs: tuple[Pack, ...]) -> dict[str, str]:
    try:
        return {each.id: each.text for each in asked_of(request, packs)}
    except RequestError:
        return {}


def _assessments(desk: Desk, row: CaseRow, violation: str) -> Iterator[tuple[CaseLog, Event]]:
    """Those that stand, of a case that can be read; one that cannot is no like case."""
    try:
        log = read(desk, row.id)
    except (NoSuchCaseError, BrokenChainError):
        return
    for name in dict.fromkeys(e.body["finding"] for e in log.file.all("assessment_made")):
        event = log.file.only("assessment_made", name)
        held = log.file.only("finding_recorded", name)
        if event and held and held.body["violation"] == violation:
            yield log, event


def _like(
    row: CaseRow,
    log: CaseLog,
    event: Event,
    here: tuple[Mapping[str, Any], Mapping[str, Any]],
    words: Mapping[str, str],
) -> LikeCase:
    request, result = here
    there = event.body["result"]
    facts = facts_behind(log, event) or {}
    return LikeCase(
        case=row.id,
        number=row.number,
        unit=row.unit,
        day=event.moment.wall[:10],
        outcome=there["outcome"],
        amount_fen=there["amount_fen"],
        differences=_differences(facts.get("facts", {}), request.get("facts", {}), words),
        other_rows=_other_rows(there, result),
        other_packs=_hashes(there) != _hashes(result),
    )


def _differences(
    there: Mapping[str, Any], here: Mapping[str, Any], words: Mapping[str, str]
) -> tuple[Difference, ...]:
    names = dict.fromkeys((*here, *there))
    pairs = ((name, _shown(there.get(name)), _shown(here.get(name))) for name in names)
    return tuple(
        Difference(name, words.get(name, name), one, other) for name, one, other in pairs if one != other
    )


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "、".join(map(str, value))
    return "" if value in (None, "unknown") else str(value)


def _other_rows(there: Mapping[str, Any], here: Mapping[str, Any]) -> tuple[str, ...]:
    """What explains a difference between two amounts."""
    if there["amount_fen"] is None or here["amount_fen"] is None:
        return ()
    mine, theirs = ({(each["row"], each["reason"]) for each in one["steps"]} for one in (here, there))
    return tuple(sorted(reason for _, reason in mine ^ theirs))


def _hashes(result: Mapping[str, Any]) -> set[str]:
    return {each["sha256"] for each in result["packs"]}
