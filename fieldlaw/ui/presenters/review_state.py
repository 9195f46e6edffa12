"""What the review page shows: the queue, the case in hand, the row in hand, what is being written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage

from fieldlaw.cases.casework.reviewing import SHORTEST_REASON

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fieldlaw.cases.casework.reviewing import Waiting
    from fieldlaw.ui.messages import Problem
    from fieldlaw.ui.presenters.review_read import ReviewView, RowView

CHANGED, CHECKS, TALKED, VIOLATION, DISPUTED, ALL = TABS = (
    "changed", "checks", "talked", "violation", "disputed", "all",
)  # fmt: skip
BROKEN, SPLIT, FAILED, BACK, SENT, NEW = "broken", "split", "failed", "back", "sent", "new"


def _tr(text: str) -> str:
    return QCoreApplication.translate("review", text)


@dataclass(frozen=True)
class QueueRow:
    """A case in the queue; `state` is the most pressing thing about it, `failed` its failing fatal checks."""

    case: str
    unit: str
    what: str
    asked: str
    state: str
    about: str
    failed: int = 0

    @property
    def spoken(self) -> str:
        """The row in words."""
        return f"{self.unit} {self.asked} {self.about}"


def queue_row(one: Waiting) -> QueueRow:
    """A line of the queue."""
    if one.fault:
        state = BROKEN
    elif one.disputes or one.failed:
        state = SPLIT if one.disputes else FAILED
    else:
        state = BACK if one.answered else SENT if one.returned else NEW
    count = _tr("{0} 处变化").format(one.changes) if one.changes else _tr("没有变化")
    about = "·".join(part for part in (one.fault or count, "、".join(one.officers)) if part)
    asked = one.asked_at[5:16].replace("T", " ")
    return QueueRow(one.case, one.unit, one.number, asked, state, about, one.failed)


@dataclass(frozen=True, eq=False)
class Preview:
    """A piece of evidence that is looked at: a picture, or the reason why there is none."""

    event: bytes
    image: QImage = field(default_factory=QImage)
    reason: str = ""


@dataclass(frozen=True)
class State:
    """What the page shows.

    Attributes:
        loaded: the queue has been read.
        wanted: the case that is asked for; it is read, shown or refused.
        refused: why the case asked for is not shown.
        tab: which rows are shown.
        row: the row in hand.
        drafts: (case, row) to words that are not sent.
        acting: something is being written; no second act meanwhile.
        newer: the case as it is now, while the page still shows it as it was.
        beside: the evidence of the row in hand stands beside the rows.
    """

    queue: tuple[QueueRow, ...] = ()
    loaded: bool = False
    wanted: str = ""
    view: ReviewView | None = None
    refused: Problem | None = None
    tab: str = CHANGED
    row: str = ""
    drafts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    acting: bool = False
    newer: ReviewView | None = None
    beside: bool = False
    preview: Preview | None = None
    problem: Problem | None = None

    def of_tab(self, tab: str) -> tuple[RowView, ...]:
        """The rows of a tab."""
        fits: dict[str, Callable[[RowView], bool]] = {
            CHANGED: lambda r: r.changed,
            TALKED: lambda r: bool(r.talk),
            VIOLATION: lambda r: "no" in r.answers,
            DISPUTED: lambda r: r.disputed,
            CHECKS: lambda _r: False,  # the panel of checks stands there
        }
        rows = self.view.rows if self.view else ()
        return rows if tab == ALL else tuple(row for row in rows if fits[tab](row))

    @property
    def rows(self) -> tuple[RowView, ...]:
        """The rows that are shown."""
        return self.of_tab(self.tab)

    @property
    def in_hand(self) -> RowView | None:
        """The row in hand, if it is shown."""
        return next((row for row in self.rows if row.id == self.row), None)

    @property
    def draft(self) -> str:
        """The words that are being written about the row in hand."""
        return self.drafts.get((self.view.case, self.row), "") if self.view else ""

    @property
    def lacking(self) -> int:
        """How many signs the reason of a return still needs."""
        return max(0, SHORTEST_REASON - len(self.draft.strip()))

    @property
    def blocked(self) -> tuple[str, str]:
        """What forbids the approval, and the tab where it stands; empty when nothing does."""
        view = self.view
        if view is None or view.approved is not None:
            return "", ""
        if not view.verdict.ok:
            return _tr("证据链未过"), ALL
        if view.verdict.missing:
            return _tr("影像还缺 {0} 件").format(view.verdict.missing), ALL
        if view.disputes:
            return _tr("有 {0} 项分歧待选").format(view.disputes), DISPUTED
        if view.returned:
            return _tr("有退回未补 {0} 项").format(view.returned), TALKED
        failed = len(view.checks.faults)
        return (_tr("有 {0} 项核对失败").format(failed), CHECKS) if failed else ("", "")

    @property
    def notice(self) -> dict[str, str]:
        """Item to what goes into one notice when the case is returned: what was said, what is written."""
        held = dict(self.view.said) if self.view else {}
        for (case, name), text in self.drafts.items():
            row = self.view.row(name) if self.view and case == self.view.case else None
            if row is not None and row.returnable and text.strip():
                held[row.item] = "；".join(part for part in (held.get(row.item, ""), text.strip()) if part)
        return held
