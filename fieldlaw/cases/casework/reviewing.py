"""Review: asked for by the officers, done by somebody else; a return names one item and a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldlaw.cases.casework.desk import Desk, read, write
from fieldlaw.cases.ledger.event import Draft
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from fieldlaw.cases.records.changes import Changes

SHORTEST_REASON = 5


class NotYoursToReviewError(KnownError):
    """Who took part in the inspection does not review it."""

    def __init__(self) -> None:
        super().__init__("办案人员不能审核自己的案件。", "请另一位审核人打开。", "案件没有变化。")


class ReasonTooShortError(KnownError):
    """A return without a reason helps nobody."""

    def __init__(self) -> None:
        super().__init__("退回没有写成：理由不足 5 个字。", "写明要补什么。", "已写的内容没有丢。")


def _check_reviewer(desk: Desk, case: str) -> None:
    opened = read(desk, case).file.values("case_opened")
    if any(e.envelope.author == desk.profile.keys.author for e in opened):
        raise NotYoursToReviewError


def ask_review(desk: Desk, case: str, to: str, note: str = "") -> Changes:
    """Hand the case over for review."""
    return write(desk, case, Draft("review_asked", {"to": to, "note": note}))


def return_item(desk: Desk, case: str, item: str, reason: str) -> Changes:
    """Return one answer with a reason.

    Raises:
        NotYoursToReviewError: the reviewer opened this case.
        ReasonTooShortError: fewer than five characters.
    """
    _check_reviewer(desk, case)
    if len(reason.strip()) < SHORTEST_REASON:
        raise ReasonTooShortError
    body = {"item": item, "reason": reason.strip(), "by": desk.profile.person.name}
    return write(desk, case, Draft("item_returned", body))


def approve(desk: Desk, case: str, opinion: str) -> Changes:
    """Approve the case; the inspection takes no more entries.

    Raises:
        NotYoursToReviewError: the reviewer opened this case.
    """
    _check_reviewer(desk, case)
    return write(desk, case, Draft("case_approved", {"by": desk.profile.person.name, "opinion": opinion}))
