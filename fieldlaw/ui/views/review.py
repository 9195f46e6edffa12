"""The review: the queue on the left, a case against what its reviewer last saw, a place to write."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fieldlaw.cases.law.preflight import FAIL
from fieldlaw.ui.views.checks import ChecksPanel
from fieldlaw.ui.views.parts.buttons import Trim
from fieldlaw.ui.views.parts.chip import Chip
from fieldlaw.ui.views.parts.composer import Composer
from fieldlaw.ui.views.parts.dialogs import ask_with
from fieldlaw.ui.views.parts.iconbutton import SmallButton
from fieldlaw.ui.views.parts.labels import ElidedLabel, IconLabel, label, rule
from fieldlaw.ui.views.parts.notices import EmptyState, ErrorPanel, NoticeLine
from fieldlaw.ui.views.parts.page import Page, on_key
from fieldlaw.ui.views.parts.queuelist import QueueList
from fieldlaw.ui.views.parts.tabs import Tabs
from fieldlaw.ui.views.parts.topbar import PageBar
from fieldlaw.ui.views.reviewdialogs import ApproveDialog, ReturnDialog
from fieldlaw.ui.views.reviewhead import ReviewHead
from fieldlaw.ui.views.reviewrows import RowList
from fieldlaw.ui.views.reviewside import EvidenceSide

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QResizeEvent

    from fieldlaw.ui.presenters.review import ReviewPresenter
    from fieldlaw.ui.presenters.review_read import ReviewView
    from fieldlaw.ui.presenters.review_state import State
    from fieldlaw.ui.theme.look import Look

_LOADING, _EMPTY, _CHOOSE, _REFUSED, _CASE = range(5)
_BOTH_FIT = 1200
_REASON, _OPINION = 5, 2


class QueuePanel(QFrame):
    """The head of the queue and its cases."""

    def __init__(self, look: Look, presenter: ReviewPresenter) -> None:
        super().__init__()
        self.setProperty("zone", "rail")
        self.setFixedWidth(look.tokens.width("queue"))
        self.list = QueueList(look)
        self._count, self._order = label("", "subtitle"), ElidedLabel("", "caption")
        self._order.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 12)
        head.addWidget(self._count)
        head.addWidget(self._order, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(rule())
        column.addWidget(self.list, 1)
        self.list.chosen.connect(presenter.open)

    def show_state(self, state: State) -> None:
        """Show the queue."""
        self._count.setText(self.tr("队列 {0}").format(len(state.queue)))
        self._order.setText(self.tr("再送审在前，其余先送先审") if state.queue else "")
        self.list.show_rows(state.queue, state.wanted)


class ReviewPage(Page):
    """The page."""

    def __init__(self, look: Look, presenter: ReviewPresenter) -> None:
        super().__init__(look)
        self._presenter = presenter
        self.queue, self.head = QueuePanel(look, presenter), ReviewHead(look)
        self.tabs, self.rows = Tabs(look), RowList(look, presenter)
        self.side, self.composer = EvidenceSide(look, presenter), Composer(look, presenter)
        self.checks = ChecksPanel(look, presenter.checks)
        self.checks.hide()
        self.problem = ErrorPanel(look)
        self.dialog: ApproveDialog | ReturnDialog | None = None
        self._back_count, self._split_count = Chip(look, "", "accent"), Chip(look, "", "warning")
        self._base = ElidedLabel("", "small")
        self.seen = SmallButton(look, self.tr("看过了"), trim=Trim(icon="eye", key="Shift N"))
        self.following = SmallButton(look, self.tr("下一处变化"), "text", Trim(key="N"))
        self._newer = NoticeLine(look, "warning", "rotate-ccw", "warning")
        self._chain = NoticeLine(look, "danger", "shield-x", "danger")
        self._done = NoticeLine(look, "success", "circle-check", "success")
        self.show_it = SmallButton(look, self.tr("显示"))
        self._assemble()
        self._wire()
        presenter.changed.connect(self._show)
        self._show(presenter.state)

    # how it is put together

    def _assemble(self) -> None:
        self._stack = QStackedWidget()
        self._refused = EmptyState(self._look, "ban", "", "")
        for page in (
            EmptyState(self._look, "inbox", self.tr("正在读审核队列"), ""),
            EmptyState(
                self._look, "inbox", self.tr("没有待审的案件。"), self.tr("承办人送审并送到本机后会出现。")
            ),
            EmptyState(self._look, "list-checks", self.tr("选一个案件"), self.tr("在左边的队列里点开。")),
            self._refused,
            self._case(),
        ):
            self._stack.addWidget(page)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.queue)
        row.addWidget(self._stack, 1)
        column = self._column
        column.addWidget(self._bar())
        column.addLayout(row, 1)

    def _bar(self) -> PageBar:
        bar = PageBar(self._look, self.back_wanted.emit, self.field_wanted.emit)
        for widget in (label(self.tr("审核"), "title"), self._back_count, self._split_count):
            bar.left.addWidget(widget)
        bar.left.addStretch(1)
        bar.offer(bar.field)
        return bar

    def _case(self) -> QWidget:
        page, lines, row = QWidget(), QVBoxLayout(), QHBoxLayout()
        self._lines = QWidget()
        self._lines.setLayout(lines)
        self._lines.hide()  # until there is something to say: they would hold the page high
        lines.setContentsMargins(20, 10, 20, 0)
        lines.setSpacing(8)
        for line in (self.problem, self._chain, self._done, self._newer):
            lines.addWidget(line)
        self._newer.row.addWidget(self.show_it)
        row.setSpacing(0)
        row.addWidget(self.rows, 1)
        row.addWidget(self.checks, 1)
        row.addWidget(self.side)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.head, self.tabs, self._lines):
            column.addWidget(widget)
        self._case_column = column
        self._comparing = QWidget()
        self._comparing.setLayout(self._base_line())
        column.addWidget(self._comparing)
        column.addLayout(row, 1)
        column.addWidget(self.composer)
        return page

    def add_strip(self, strip: QWidget) -> None:
        """Put a strip about the case under its head."""
        self._case_column.insertWidget(1, strip)

    def _base_line(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(20, 8, 20, 6)
        row.setSpacing(8)
        row.addWidget(IconLabel(self._look, "git-compare", "textSecondary"))
        row.addWidget(self._base, 1)
        row.addWidget(self.seen)
        row.addWidget(self.following)
        return row

    def _wire(self) -> None:
        presenter = self._presenter
        self.tabs.chosen.connect(presenter.choose_tab)
        self.seen.clicked.connect(presenter.mark_seen)
        self.following.clicked.connect(presenter.next_change)
        self.show_it.clicked.connect(presenter.show_newer)
        self.problem.again.connect(presenter.retry)
        self.head.approve.clicked.connect(self._approve)
        self.head.back.clicked.connect(self._return)
        self.head.counts.clicked.connect(self._look_at_checks)
        for keys, by in (("J", 1), ("K", -1)):
            on_key(self, keys, partial(presenter.move, by))
        for arrow, by in (("Down", 1), ("Up", -1)):
            on_key(self.rows, arrow, partial(presenter.move, by))
        for enter in ("Return", "Enter"):
            on_key(self.rows, enter, self._flip_evidence)
        on_key(self, "N", presenter.next_change)
        on_key(self, "Shift+N", presenter.mark_seen)
        on_key(self, "Ctrl+M", self.composer.write)
        on_key(self, "Ctrl+R", self.composer.return_item)
        on_key(self, "Esc", self._back)

    # what it does

    def _flip_evidence(self) -> None:
        self._presenter.show_evidence(beside=not self._presenter.state.beside)

    def _back(self) -> None:
        """One level back: from the field to the rows, from the evidence, from the checks, from the page."""
        if self._presenter.state.tab == "checks":
            if not self.checks.back():
                self._presenter.choose_tab("changed")
                self.rows.setFocus()
        elif self.composer.edit.hasFocus():
            self.rows.setFocus()
        elif self._presenter.state.beside:
            self._presenter.show_evidence(beside=False)
        else:
            self.back_wanted.emit()

    def _approve(self) -> None:
        """Ask for the opinion, or go to what forbids the approval."""
        state = self._presenter.state
        if state.blocked[0]:
            self._presenter.go_to_block()
            self._start()
        elif state.view is not None:
            asked = [f"{one.number} {one.text}" for one in state.view.checks.asked]
            dialog = ApproveDialog(self._look, self, state.view.number, _OPINION, asked)
            dialog.given.connect(self._presenter.approve)
            self._ask(dialog)

    def _look_at_checks(self) -> None:
        self._presenter.choose_tab("checks")
        self.checks.start()

    def _start(self) -> None:
        """Give the keyboard to what stands under the tabs."""
        if self._presenter.state.tab == "checks":
            self.checks.start()
        else:
            self.rows.setFocus()

    def _return(self) -> None:
        dialog = ReturnDialog(self._look, self, self._presenter.state.notice, _REASON)
        dialog.given.connect(self._presenter.return_case)
        self._ask(dialog)

    def _ask(self, dialog: ApproveDialog | ReturnDialog) -> None:
        self.dialog = dialog
        ask_with(dialog, self._asked)

    def _asked(self) -> None:
        self.dialog = None
        self._start()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard starts at the rows, or in the queue when no case is open."""
        if self._stack.currentIndex() == _CASE:
            self._start()
        else:
            self.queue.list.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for both, the evidence takes the place of the queue."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        state = self._presenter.state
        roomy = self.width() >= _BOTH_FIT and not self._look.field
        narrow = state.beside or (state.tab == "checks" and state.view is not None)
        self.queue.setVisible(roomy or not narrow)

    # what it shows

    def _show(self, state: State) -> None:
        self.queue.show_state(state)
        self._show_counts(state)
        self._stack.setCurrentIndex(_place(state))
        if state.refused is not None:
            self._refused.say(state.refused.what, f"{state.refused.way_out}\n{state.refused.safe}")
        self._fit()
        if state.view is None:
            return
        self.head.show_state(state)
        self._show_tabs(state)
        self._show_lines(state, state.view)
        checking = state.tab == "checks"
        self.rows.setVisible(not checking)
        self.checks.setVisible(checking)
        self._comparing.setVisible(not checking)
        self.rows.show_state(state)
        self.side.show_state(state)
        self.composer.show_state(state)

    def _show_counts(self, state: State) -> None:
        back = sum(row.state == "back" for row in state.queue)
        split = sum(row.state == "split" for row in state.queue)
        self._back_count.setVisible(bool(back))
        self._back_count.say(self.tr("再送审 {0} 件").format(back), "accent", "rotate-ccw")
        self._split_count.setVisible(bool(split))
        self._split_count.say(self.tr("有分歧 {0} 件").format(split), "warning", "git-compare")

    def _show_tabs(self, state: State) -> None:
        words = (
            ("changed", self.tr("有变化 {0}")), ("checks", self.tr("核对失败 {0}")),
            ("talked", self.tr("有意见 {0}")),
            ("violation", self.tr("不合规 {0}")), ("disputed", self.tr("有分歧 {0}")),
            ("all", self.tr("全部 {0}")),
        )  # fmt: skip
        counts = {tab: len(state.of_tab(tab)) for tab, _word in words}
        counts["checks"] = len(state.view.checks.of(FAIL)) if state.view else 0
        self.tabs.show_tabs([(tab, word.format(counts[tab])) for tab, word in words], state.tab)

    def _show_lines(self, state: State, view: ReviewView) -> None:
        changes = bool(state.of_tab("changed"))
        self.seen.setVisible(changes and view.approved is None)
        self.following.setVisible(any(row.changed for row in state.rows))
        when = view.seen.at[:16].replace("T", " ")
        base = self.tr("第一次看这个案件，全部是新的") if view.first else self.tr("与你 {0} 看到的相比")
        self._base.setText(base.format(when))
        self.problem.setVisible(state.problem is not None)
        if state.problem is not None:
            self.problem.say(state.problem)
        self._chain.setVisible(not view.verdict.ok)
        self._chain.say(
            self.tr("证据链未过"),
            self.tr("{0}。原因在“同步与状态”；导出这个案件交信息员。").format(view.verdict.fault),
        )
        self._done.setVisible(view.approved is not None)
        if view.approved is not None:
            about = self.tr("{0} {1}：{2}").format(view.approved.who, view.approved.at, view.approved.text)
            self._done.say(self.tr("已通过"), about)
        self._newer.setVisible(state.newer is not None)
        self._newer.say(self.tr("有新内容"), self.tr("这个案件又有新的记录，现在的页面没有动。"))
        shown = (state.problem, state.newer, view.approved)
        self._lines.setVisible(not view.verdict.ok or any(one is not None for one in shown))


def _place(state: State) -> int:
    if state.refused is not None and state.view is None:
        return _REFUSED
    if state.view is not None:
        return _CASE
    if not state.loaded:
        return _LOADING
    return _CHOOSE if state.queue else _EMPTY
