"""Review: asked for by the officers, done by somebody else; a return names one item and a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldlaw.cases.casework import comparing, looking
from fieldlaw.cases.casework.comparing import IMAGE_KINDS
from fieldlaw.cases.casework.comparing_rounds import ROUND_KINDS
from fieldlaw.cases.casework.desk import Desk, read, read_in, write, write_in
from fieldlaw.cases.ledger.event import Draft
from fieldlaw.cases.records.changes import Changes, Kind
from fieldlaw.cases.store.seen import read_seen, write_seen
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.law.preflight import Check as Checked
    from fieldlaw.cases.law.preflight import Preflight
    from fieldlaw.cases.ledger.event import Event

    Check = Callable[[CaseLog], Preflight]

SHORTEST_REASON = 5
SHORTEST_OPINION = 2
_TAKING_PART = (
    "case_opened", "step_done", "step_noted", "item_answered", "measurement_kept", "evidence_added",
    "image_measured", "finding_recorded", "review_asked", "log_imported", *IMAGE_KINDS, *ROUND_KINDS,
)  # fmt: skip
REVIEWER_ROLES = ("审核人", "负责人")
_REVIEWED = Changes(frozenset({Kind.REVIEWS, Kind.OUTBOX}))


class NotYoursToReviewError(KnownError):
    """Who took part in the inspection does not review it."""

    def __init__(self) -> None:
        super().__init__("办案人员不能审核自己的案件。", "请另一位审核人打开。", "案件没有变化。")


class ReasonTooShortError(KnownError):
    """A return without a reason helps nobody."""

    def __init__(self) -> None:
        what = f"退回没有写成：理由不足 {SHORTEST_REASON} 个字。"
        super().__init__(what, "写明要补什么。", "已写的内容没有丢。")


class OpinionTooShortError(KnownError):
    """An approval says on what it rests."""

    def __init__(self) -> None:
        what = f"没有通过：审核意见不足 {SHORTEST_OPINION} 个字。"
        super().__init__(what, "写一句意见。", "案件没有变化。")


class NothingSaidError(KnownError):
    """A comment without words."""

    def __init__(self) -> None:
        super().__init__("意见没有写成：没有内容。", "写了再发表。", "案件没有变化。")


class NotReadyError(KnownError):
    """Something still forbids the approval."""

    def __init__(self, why: str) -> None:
        super().__init__(f"没有通过：{why}。", "处理好再通过，或退回承办人。", "案件没有变化。")


# --- who may


def took_part(desk: Desk, log: CaseLog) -> bool:
    """Whether the person at this desk is one of those who inspected: by key, or named as an officer."""
    author, name = desk.profile.keys.author, desk.profile.person.name
    wrote = any(e.kind in _TAKING_PART and e.envelope.author == author for e in log.events)
    opened = log.file.values("case_opened")
    return wrote or any(name == officer for e in opened for officer, _badge in e.body["officers"])


def _check_reviewer(desk: Desk, log: CaseLog) -> None:
    if took_part(desk, log):
        raise NotYoursToReviewError


def read_for_review(desk: Desk, case: str) -> CaseLog:
    """Read a case in order to review it.

    Raises:
        NotYoursToReviewError: the reviewer inspected himself.
        NoSuchCaseError, BrokenChainError: see `desk.read`.
    """
    log = read(desk, case)
    _check_reviewer(desk, log)
    return log


# --- what was seen


def seen(desk: Desk, case: str) -> comparing.Seen:
    """What this reviewer last saw of a case."""
    return comparing.Seen(*read_seen(desk.profile.folder, case))


def mark_seen(desk: Desk, case: str, heads: Mapping[bytes, int]) -> None:
    """Remember that the case was looked at up to `heads`, and what this reviewer wrote himself.

    Raises:
        SeenNotKeptError: the disk does not take it.
    """
    own = desk.profile.keys.author
    held = {**heads, own: comparing.heads(read(desk, case)).get(own, 0)}
    write_seen(desk.profile.folder, case, desk.clock().wall, held)


# --- what a reviewer writes


def reviewers(desk: Desk) -> tuple[str, ...]:
    """The people of the bureau's directory to whom a case can be handed in."""
    return tuple(peer.name for peer in desk.profile.peers() if peer.role in REVIEWER_ROLES)


def ask_review(desk: Desk, case: str, to: str, note: str = "") -> Changes:
    """Hand the case over for review."""
    return write(desk, case, Draft("review_asked", {"to": to, "note": note}))


def comment(desk: Desk, case: str, item: str, text: str) -> Changes:
    """Say something about an item, or about the whole case; nothing has to follow from it.

    Raises:
        NothingSaidError: no words.
    """
    if not text.strip():
        raise NothingSaidError
    body = {"item": item, "text": text.strip(), "by": desk.profile.person.name}
    return write(desk, case, Draft("comment_added", body))


def _return(desk: Desk, item: str, reason: str) -> Draft:
    return Draft("item_returned", {"item": item, "reason": reason.strip(), "by": desk.profile.person.name})


def return_item(desk: Desk, case: str, item: str, reason: str) -> Changes:
    """Return one answer with a reason.

    Raises:
        NotYoursToReviewError: the reviewer inspected himself.
        ReasonTooShortError: fewer than five characters.
    """
    return return_case(desk, case, {}, reason, whole=item)


def return_case(
    desk: Desk, case: str, items: Mapping[str, str], reason: str, *, whole: str = comparing.WHOLE
) -> Changes:
    """Return the whole case: one notice, with one return for each item that has a comment.

    Args:
        desk: where the reviewer works.
        case: the case.
        items: item id to what was said of it.
        reason: why the case goes back.
        whole: what the reason stands for.

    Raises:
        NotYoursToReviewError: the reviewer inspected himself.
        ReasonTooShortError: fewer than five characters.
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise ReasonTooShortError
    with desk.profile.work() as work:
        log = read_in(desk, work, case)
        _check_reviewer(desk, log)
        notices = [_return(desk, item, text) for item, text in items.items()]
        write_in(desk, work, log, [*notices, _return(desk, whole, reason)])
    return _REVIEWED


def _said(one: Checked) -> str:
    return f"第 {one.number} 项核对失败：{one.text}（{one.reason}）"


def _check_ready(log: CaseLog, check: Check) -> None:
    if log.file.all("case_approved"):
        raise NotReadyError("案件已经通过")
    if count := comparing.disputes(log.file):
        raise NotReadyError(f"有 {count} 项分歧待选")
    if count := len(comparing.open_returns(log.file)):
        raise NotReadyError(f"有退回未补 {count} 项")
    if faults := check(log).faults:
        raise NotReadyError("；".join(map(_said, faults)))


def approve(desk: Desk, case: str, opinion: str, check: Check) -> Changes:
    """Approve the case; the inspection takes no more entries.

    Args:
        desk: where the reviewer works.
        case: the case.
        opinion: on what the approval rests.
        check: runs the checks (see `checking.checker`): over the case as it stands when it is approved.

    Raises:
        NotYoursToReviewError: the reviewer inspected himself.
        OpinionTooShortError: fewer than two characters.
        NotReadyError: a dispute, an open return, or a fatal check that fails; it is named.
    """
    read_for_review(desk, case)
    if len(opinion.strip()) < SHORTEST_OPINION:
        raise OpinionTooShortError
    if not looking.verify(desk, case)["ok"]:
        raise NotReadyError("证据链未过，或影像没有到齐")
    body = {"by": desk.profile.person.name, "opinion": opinion.strip()}
    with desk.profile.work() as work:
        log = read_in(desk, work, case)
        _check_ready(log, check)
        write_in(desk, work, log, [Draft("case_approved", body)])
    return _REVIEWED


# --- the queue


@dataclass(frozen=True)
class Verdict:
    """Whether a case is whole.

    Attributes:
        ok: signatures, hashes, contents hold; parts that are not here do not count against it.
        fault: which event does not hold; empty when all do.
        events: how many events were checked.
        files: pieces of evidence of which all parts are here.
        missing: pieces of evidence that are not wholly here.
        complete: everything is durable at the centre too.
    """

    ok: bool
    fault: str = ""
    events: int = 0
    files: int = 0
    missing: int = 0
    complete: bool = False


class Verdicts:
    """Verdicts kept until a case grows or a part arrives. Used by one thread: the store lane."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[tuple[int, int], Verdict]] = {}

    def of(self, desk: Desk, log: CaseLog) -> Verdict:
        """Verify a case, unless it was verified as it stands."""
        lacking = [e for e in log.file.all("evidence_added") if _lacks(desk, e)]
        absent = sum(not desk.profile.blobs.has(p) for e in lacking for p in e.body["parts"])
        stands, held = (len(log.events), absent), self._held.get(log.case)
        if held is None or held[0] != stands:
            held = (stands, _verdict(desk, log, len(lacking)))
            self._held[log.case] = held
        return held[1]


def _lacks(desk: Desk, event: Event) -> bool:
    return not all(desk.profile.blobs.has(part) for part in event.body["parts"])


def _verdict(desk: Desk, log: CaseLog, lacking: int) -> Verdict:
    found = looking.verify(desk, log.case)
    files = log.file.lists.get("evidence_added", ())
    absent = sum(not desk.profile.blobs.has(p) for e in files for p in e.body["parts"])
    ok = len(found["problems"]) == absent  # each absent part is one problem, and is told apart from a break
    faults = [p for p in found["problems"] if not p["what"].startswith("part ")]
    fault = "" if ok else _named(faults[0]["event"] if faults else "")
    here = len(log.file.all("evidence_added")) - lacking
    return Verdict(ok, fault, found["events"], here, lacking, _complete(desk, log.case) and not lacking)


def _named(event: str) -> str:
    place = f"记录 {event[:4]} {event[4:8]} " if event else ""
    return f"{place}没有通过核对"


def _complete(desk: Desk, case: str) -> bool:
    """Whether the centre has confirmed every part, and signed for everything written here."""
    with desk.profile.work() as work:
        confirmed = work.parts(case, durable=True)
        waits = work.parts(case, durable=False) or work.pending(case)
    return bool(confirmed) and not waits


@dataclass(frozen=True)
class Waiting:
    """A case that waits for this reviewer.

    Attributes:
        asked_at: wall time of the last handing in.
        changes: how much has changed since his last look.
        returned: returns after which nothing has come.
        answered: something was returned, and all of it has come back.
        disputes: items and findings with several answers.
        fault: why the chain does not hold; empty when it does.
        failed: fatal checks that fail.
    """

    case: str
    number: str
    unit: str
    officers: tuple[str, ...] = ()
    asked_at: str = ""
    changes: int = 0
    returned: int = 0
    answered: bool = False
    disputes: int = 0
    fault: str = ""
    failed: int = 0


def _waiting(desk: Desk, log: CaseLog, verdicts: Verdicts, check: Check | None) -> Waiting | None:
    file, me = log.file, desk.profile.keys.author
    asked, opened = file.all("review_asked"), file.values("case_opened")
    if not asked or not opened or file.all("case_approved") or took_part(desk, log):
        return None
    body = opened[0].body
    rows = comparing.compare(log, seen(desk, log.case).heads, me)
    returned = len(comparing.open_returns(file))
    return Waiting(
        case=log.case,
        number=body["number"],
        unit=body["unit"],
        officers=tuple(name for name, _badge in body["officers"]),
        asked_at=max(e.moment.wall for e in asked),
        changes=sum(row.changed for row in rows),
        returned=returned,
        answered=bool(file.all("item_returned")) and not returned,
        disputes=comparing.disputes(file),
        fault=verdicts.of(desk, log).fault,
        failed=len(check(log).faults) if check else 0,
    )


def waiting(desk: Desk, verdicts: Verdicts, check: Check | None = None) -> tuple[Waiting, ...]:
    """The cases that wait for this reviewer: those that came back first, then by the time of handing in.

    A case that cannot be read is listed with the reason, if it was handed in when it last could.

    Args:
        desk: the desk of the reviewer.
        verdicts: what was verified before.
        check: runs the checks over a case; without it none is said to fail.
    """
    rows: list[Waiting | None] = []
    for held in looking.list_cases(desk):
        try:
            log = read(desk, held.id)
        except KnownError as error:
            if held.stage in ("审核中", "有退回"):
                rows.append(Waiting(held.id, held.number, held.unit, fault=error.what))
        else:
            rows.append(_waiting(desk, log, verdicts, check))
    return tuple(sorted((r for r in rows if r), key=lambda r: (not r.answered, r.asked_at)))
