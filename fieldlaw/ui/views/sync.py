"""Sync and status: what waits to be sent, what the centre has signed for, clock, disk, chains, messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fieldlaw.ui.presenters.sync_words import send_row, size_text, time_text, waits
from fieldlaw.ui.theme.qss import mark
from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.centreform import CentreForm
from fieldlaw.ui.views.parts.labels import ElidedLabel, IconLabel, label, wrapped
from fieldlaw.ui.views.parts.notices import EmptyState, NoticeLine
from fieldlaw.ui.views.parts.page import Page, on_key
from fieldlaw.ui.views.parts.sendtable import SendTable
from fieldlaw.ui.views.parts.syncpanels import CHAIN, CLOCK, DISK, MESSAGES, StatusPanels
from fieldlaw.ui.views.parts.topbar import PageBar

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent

    from fieldlaw.ui.presenters.sync import SyncPresenter
    from fieldlaw.ui.presenters.sync_state import State
    from fieldlaw.ui.theme.look import Look

_TABLE, _EMPTY, _FORM = range(3)
_SECTIONS = {"net": MESSAGES, "clock": CLOCK, "disk": DISK, "chain": CHAIN}


class SyncPage(Page):
    """The page."""

    def __init__(self, look: Look, presenter: SyncPresenter) -> None:
        super().__init__(look)
        self._presenter = presenter
        self._changing, self._entered, self._chosen = False, 0, ""
        self.push = Button(look, self.tr("先上传（不改本地）"), trim=Trim(icon="cloud-upload"))
        self.full = Button(look, self.tr("完整同步"), "primary", Trim(icon="refresh-cw", key="Ctrl+Enter"))
        self.stop = Button(look, self.tr("停止（已送达的算数）"), trim=Trim(icon="ban"))
        self.change = Button(look, self.tr("改中心"), "text", Trim(icon="pen-line"))
        self._icon = IconLabel(look, "cloud", "textSecondary", "list")
        self.count, self._times = label("", "title"), ElidedLabel("", "small")
        self._where, self._bar_line = ElidedLabel("", "caption"), QProgressBar()
        self.table, self.panels, self.form = SendTable(look), StatusPanels(look), CentreForm(look)
        self.away = NoticeLine(look, "warning", "cloud-off", "warning")
        self.problem = NoticeLine(look, "danger", "octagon-x", "danger")
        self.detail = wrapped("", "small")
        self._stack = QStackedWidget()
        self._assemble()
        self._wire()
        presenter.changed.connect(self._show)
        self._show(presenter.state)

    # --- how it is put together

    def _assemble(self) -> None:
        column = self._column
        column.addWidget(self._bar())
        self._bar_line.setTextVisible(False)
        self._bar_line.setAccessibleName(self.tr("已送的项数"))
        inside = self._inside = QVBoxLayout()
        inside.setContentsMargins(16, 12, 16, 16)
        inside.setSpacing(12)
        inside.addLayout(self._head())
        for widget in (self._bar_line, self.away, self.problem):
            inside.addWidget(widget)
        inside.addWidget(self._upper(), 3)
        inside.addWidget(self.panels, 2)
        column.addLayout(inside, 1)

    def _bar(self) -> PageBar:
        bar = PageBar(self._look, self.back_wanted.emit, self.field_wanted.emit)
        bar.say((label(self.tr("同步与状态"), "title"),), self._where)
        bar.offer(bar.field, self.stop, self.push, self.full)
        return bar

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self.count)
        self._times.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._times, 1)
        row.addWidget(self.change)
        return row

    def _upper(self) -> QWidget:
        cases = Card(pad=0)
        cases.body.setSpacing(0)
        cases.body.addWidget(self.table, 1)
        self.detail.setContentsMargins(16, 8, 16, 8)
        cases.body.addWidget(self.detail)
        empty = EmptyState(
            self._look, "cloud", self.tr("全部送达，没有要发的。"), self.tr("本机还没有案件。")
        )
        formed, inside = QScrollArea(), QWidget()
        below = QVBoxLayout(inside)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self.form)
        below.addStretch(1)
        formed.setWidget(inside)
        formed.setWidgetResizable(True)
        formed.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside.setAutoFillBackground(False)  # the ground of the page shows through
        for page in (cases, empty, formed):
            self._stack.addWidget(page)
        return self._stack

    def _wire(self) -> None:
        presenter = self._presenter
        self.push.clicked.connect(lambda: presenter.sync(pull=False))
        self.full.clicked.connect(self._sync)
        self.stop.clicked.connect(presenter.stop)
        self.change.clicked.connect(self._change)
        self.form.entered.connect(presenter.enter)
        self.form.left.connect(self._leave_form)
        self.table.chosen.connect(self._choose)
        self.panels.check_wanted.connect(presenter.check_chains)
        on_key(self, "Ctrl+Return", self._sync)
        on_key(self, "Ctrl+Enter", self._sync)
        on_key(self, "Esc", self._back)

    # --- what it does

    def show_section(self, cell: str) -> None:
        """Show what a cell of the status strip leads to."""
        self.panels.choose(_SECTIONS[cell])

    def _sync(self) -> None:
        self._presenter.sync()

    def _change(self) -> None:
        self._changing = True
        self._show(self._presenter.state)
        self.form.url.setText(self._presenter.state.centre or "")
        self.form.setFocus()

    def _leave_form(self) -> None:
        self._changing = False
        self.form.clear()
        self._show(self._presenter.state)

    def _back(self) -> None:
        if self._changing:
            self._leave_form()
        else:
            self.back_wanted.emit()

    def _choose(self, case: str) -> None:
        self._chosen = case
        self._show_detail(self._presenter.state)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard starts at the act, or in the form."""
        if self._stack.currentIndex() == _FORM:
            self.form.setFocus()
        else:
            self.full.setFocus()

    # --- what it shows

    def _show(self, state: State) -> None:
        if state.entered != self._entered:
            self._entered = state.entered
            self._changing = False
            self.form.clear()
        formed = self._changing or state.centre == ""
        self._stack.setCurrentIndex(
            _FORM if formed else _TABLE if state.cases or not state.loaded else _EMPTY
        )
        self._inside.setStretchFactor(self.panels, 1 if formed else 2)
        self._show_acts(state)
        self._show_head(state)
        self._show_problem(state, formed=formed)
        self._show_form(state)
        self.table.show_rows([send_row(state, case) for case in state.cases])
        self._show_detail(state)
        self.panels.show_state(state)

    def _show_acts(self, state: State) -> None:
        for button in (self.push, self.full):
            button.setVisible(not state.running)
            button.setEnabled(bool(state.centre))
        self.stop.setVisible(state.running)
        self.change.setVisible(bool(state.centre) and not state.running and not self._changing)
        self._bar_line.setVisible(state.running)
        self._bar_line.setRange(0, max(state.items, state.done))
        self._bar_line.setValue(state.done)

    def _show_head(self, state: State) -> None:
        icon, tone, words = self._sum(state)
        self._icon.show_icon(icon, tone)
        self.count.setText(words)
        mark(self.count, "tone", tone if tone in ("danger", "warning", "success") else "")
        last = time_text(state.last, state.now) if state.last else self.tr("还没有过")
        times = self.tr("上次完整同步 {0}").format(last)
        if state.next_try and (state.items or state.problem is not None):
            times += self.tr("·下次自动 {0}").format(time_text(state.next_try, state.now))
        self._times.setText(times)
        self._where.setVisible(bool(state.centre))
        self._where.setText(self.tr("中心 {0}").format(state.centre))

    def _sum(self, state: State) -> tuple[str, str, str]:
        if not state.loaded:
            return "cloud", "textSecondary", self.tr("正在看有什么要发")
        waiting = self.tr("{0} 项未送·{1}").format(state.items, size_text(state.size))
        if state.running:
            word = self.tr("正在同步·已送 {0} 项") if state.pulling else self.tr("正在上传·已送 {0} 项")
            return "cloud-upload", "accent", word.format(state.done)
        if state.turned_away or state.stuck:
            count = state.turned_away or len(state.stuck)
            word = self.tr("{0} 项未送达") if state.turned_away else self.tr("{0} 个案件没有送全")
            return "circle-x", "danger", word.format(count)
        if state.items:
            return ("cloud", "textSecondary", waiting) if state.online else ("cloud-off", "warning", waiting)
        return "cloud", "success", self.tr("全部送达，没有要发的。")

    def _show_problem(self, state: State, *, formed: bool) -> None:
        problem = None if formed else state.problem
        self.away.show_problem(None if state.refused else problem)
        self.problem.show_problem(problem if state.refused else None)

    def _show_form(self, state: State) -> None:
        self.form.show_problem(state.wrong)
        if self._changing:
            self.form.say(
                self.tr("换一个中心，或更正它的公钥。"), self.tr("已有回执的记录不会再送。"), leave=True
            )
        else:
            self.form.say(
                self.tr("还没有登记中心，什么也没有送出。"),
                self.tr("向信息员要地址和公钥。内容都在本机，没有变化。"),
                leave=False,
            )

    def _show_detail(self, state: State) -> None:
        case = next((one for one in state.cases if one.case == self._chosen), None)
        self.detail.setVisible(case is not None)
        if case is not None:
            self.detail.setText(f"{case.unit}  {case.number}：{waits(state, case)[0]}")
