"""All findings of this machine put to the packs as they are now: whose answer would change, and how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework.desk import BrokenChainError, NoSuchCaseError, read
from fieldlaw.cases.casework.lawchoice import chosen
from fieldlaw.cases.law.assess import as_json, assess, fit
from fieldlaw.cases.law.facts import RequestError
from fieldlaw.cases.law.library import library_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.law.library import Library
    from fieldlaw.cases.packs.records import Pack

_TOLD = ("outcome", "amount_fen", "statutory_range_fen")


@dataclass(frozen=True)
class Turned:
    """A finding whose kept assessment is no longer what the packs say.

    Attributes:
        before: outcome, amount and clauses of the kept assessment.
        after: the same now; None where the packs can no longer read the finding, with the reason.
        closed: the case has been approved; its assessment stands.
    """

    case: str
    number: str
    unit: str
    finding: str
    title: str
    before: Mapping[str, Any]
    after: Mapping[str, Any] | None
    reason: str = ""
    closed: bool = False


@dataclass(frozen=True)
class Looked:
    """How far it has come: cases looked at, of how many, and what turned in the last one."""

    done: int
    of: int
    turned: tuple[Turned, ...] = ()


def reassess(desk: Desk, packs: Iterable[Pack], signed: frozenset[str] = frozenset()) -> Iterator[Looked]:
    """Put every kept assessment to the packs again, case by case; nothing is written.

    The caller may stop between two cases. A case that cannot be read is passed over: the page of the chains
    says what is wrong with it.
    """
    library = library_of(packs)
    with desk.profile.work() as work:
        rows = work.cases()
    for done, row in enumerate(rows, start=1):
        try:
            log = read(desk, row.id)
        except (NoSuchCaseError, BrokenChainError):
            yield Looked(done, len(rows))
            continue
        closed = bool(log.file.all("case_approved"))
        found = (
            Turned(row.id, row.number, row.unit, finding, title, before, after, reason, closed)
            for finding, title, before, after, reason in _of(log, library, signed)
        )
        yield Looked(done, len(rows), tuple(found))


def _of(
    log: CaseLog, library: Library, signed: frozenset[str]
) -> Iterator[tuple[str, str, Mapping[str, Any], Mapping[str, Any] | None, str]]:
    for name in dict.fromkeys(e.body["finding"] for e in log.file.all("assessment_made")):
        kept, held = log.file.only("assessment_made", name), log.file.only("finding_recorded", name)
        if kept is None or held is None:
            continue
        before = _told(kept.body["result"])
        try:
            request = fit(chosen(log, held.body), library)
            after = _told(as_json(assess(request, library, signed=signed)))
        except RequestError as error:
            yield name, held.body["title"], before, None, str(error)
            continue
        if after != before:
            yield name, held.body["title"], before, after, ""


def _told(result: Mapping[str, Any]) -> dict[str, Any]:
    """What a person would call the answer."""
    applied = [one for one in result["statutes"] if one["applies"]]
    return {
        **{key: result.get(key) for key in _TOLD},
        "statutes": [f"《{one['law']}》{one['article']}{one['clause']}" for one in applied],
        "ranges_fen": [one.get("settled_fen") or one["range_fen"] for one in applied],
    }
