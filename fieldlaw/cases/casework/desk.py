"""The desk: the open profile with its clock and its source of randomness, and how events get written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fieldlaw.cases.casework.comparing import open_returns
from fieldlaw.cases.casework.comparing_rounds import ROUND_KINDS
from fieldlaw.cases.casework.memory import CaseLog, Memory, grown
from fieldlaw.cases.ledger import event as ev
from fieldlaw.cases.records.changes import Changes, Kind
from fieldlaw.cases.store.unit_of_work import CaseRow, UnitOfWork
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from fieldlaw.cases.ledger.fold import CaseFile
    from fieldlaw.cases.store.profile import Profile

_CHANGED = {
    "item_answered": Kind.ANSWERS,
    "step_done": Kind.ANSWERS,
    "step_noted": Kind.ANSWERS,
    "measurement_kept": Kind.MEASUREMENTS,
    "log_imported": Kind.MEASUREMENTS,
    **dict.fromkeys(ROUND_KINDS, Kind.MEASUREMENTS),
    "reading_gap": Kind.MEASUREMENTS,
    "evidence_added": Kind.EVIDENCE,
    "image_measured": Kind.MEASUREMENTS,
    "image_adjusted": Kind.MEASUREMENTS,
    "image_clock_noted": Kind.MEASUREMENTS,
    "image_scaled": Kind.MEASUREMENTS,
    "image_span_locked": Kind.MEASUREMENTS,
    "image_overprint_noted": Kind.MEASUREMENTS,
    "finding_recorded": Kind.FINDINGS,
    "law_chosen": Kind.FINDINGS,
    "assessment_made": Kind.ASSESSMENTS,
    "document_printed": Kind.DOCUMENTS,
    "signed": Kind.DOCUMENTS,
    "party_opinion": Kind.DOCUMENTS,
    "review_asked": Kind.REVIEWS,
    "item_returned": Kind.REVIEWS,
    "comment_added": Kind.REVIEWS,
    "case_approved": Kind.REVIEWS,
    "proceeding_noted": Kind.PROCEEDING,
    "proceeding_stopped": Kind.PROCEEDING,
    "deadline_extended": Kind.PROCEEDING,
    "check_answered": Kind.REVIEWS,
}


class NoSuchCaseError(KnownError):
    """The case is not on this machine, or its key is not."""

    def __init__(self, case: str) -> None:
        super().__init__(f"本机没有案件 {case}，或没有它的密钥。", "用 case list 看本机案件，或联网取回。")


class BrokenChainError(KnownError):
    """The log of a case does not verify; nothing more is written to it."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"案件的证据链没有通过核对（{what}），已转为只读。", "导出这个案件交信息员。", "其余案件正常。"
        )


@dataclass(frozen=True)
class Desk:
    """Where an officer works.

    Attributes:
        profile: the open profile.
        clock: returns the present moment, with its zone.
        fresh: returns so many random bytes.
        memory: what has been read of each case.
    """

    profile: Profile
    clock: Callable[[], ev.Moment]
    fresh: Callable[[int], bytes]
    memory: Memory = field(default_factory=Memory)


def read_in(desk: Desk, work: UnitOfWork, case: str) -> CaseLog:
    """Read a case inside a unit of work; what was read before is not checked again.

    Raises:
        NoSuchCaseError: not here, or no key for it.
        BrokenChainError: an event does not verify.
    """
    keys = work.keys(case)
    if not keys:
        raise NoSuchCaseError(case)
    try:
        return desk.memory.read(work, case, keys)
    except ValueError as error:
        raise BrokenChainError(str(error)) from error


def read(desk: Desk, case: str) -> CaseLog:
    """Read a case (see `read_in`)."""
    with desk.profile.work() as work:
        return read_in(desk, work, case)


def _stage(file: CaseFile) -> str:
    if file.all("case_approved"):
        return "已通过"
    if open_returns(file):
        return "有退回"
    return "审核中" if file.all("review_asked") else "检查中"


def project(work: UnitOfWork, log: CaseLog) -> None:
    """Write the list line of a case."""
    opened = log.file.values("case_opened")
    if opened:
        body = opened[0].body
        line = CaseRow(log.case, body["number"], body["unit"], _stage(log.file), len(log.events))
        work.project(line)


def _place(log: CaseLog, draft: ev.Draft, author: bytes) -> ev.Place:
    epoch = 0 if draft.kind == "key_granted" else log.epoch
    return ev.Place(log.case, epoch, log.tips.get(author), log.tips)


def write_in(desk: Desk, work: UnitOfWork, log: CaseLog, drafts: Iterable[ev.Draft]) -> list[ev.Event]:
    """Append drafts to a case inside a unit of work; each goes to the outbox in the same transaction."""
    keys = desk.profile.keys
    made: list[ev.Event] = []
    for draft in drafts:
        place = _place(log, draft, keys.author)
        one = ev.append(draft, desk.clock(), place, keys, (log.key, desk.fresh(16)))
        work.add(one.envelope, send=True)
        made.append(one)
        log = grown(log, [one])
    project(work, log)
    return made


def write(desk: Desk, case: str, *drafts: ev.Draft) -> Changes:
    """Append drafts to a case: all of them, or none.

    Raises:
        NoSuchCaseError: the case is not here.
        BrokenChainError: its log does not verify.
        DiskFullError: no room; nothing was kept.
    """
    with desk.profile.work() as work:
        write_in(desk, work, read_in(desk, work, case), drafts)
    kinds = {_CHANGED.get(d.kind, Kind.CASES) for d in drafts}
    return Changes(frozenset({*kinds, Kind.OUTBOX}))
