"""Deadlines: a calendar of all cases on the left, the proceeding of one on the right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fieldlaw.ui.presenters.deadlines_state import ALL, BY_CASE, BY_DAY
from fieldlaw.ui.presenters.deadlines_words import GROUP_ORDER, day_words, group_word
from fieldlaw.ui.views.deadlinespane import ProceedingPane
from fieldlaw.ui.views.parts.buttons import Button, Trim, filter_chip
from fieldlaw.ui.views.parts.chip import Chip
from fieldlaw.ui.views.parts.chipflow import ChipFlow
from fieldlaw.ui.views.parts.choice import Choice
from fieldlaw.ui.views.parts.duelist import DueList
from fieldlaw.ui.views.parts.iconbutton import SmallTool
from fieldlaw.ui.views.parts.labels import ElidedLabel, label, rule
from fieldlaw.ui.views.parts.monthgrid import MonthGrid
from fieldlaw.ui.views.parts.notices import EmptyState, ErrorPanel, NoticeLine
from fieldlaw.ui.views.parts.page import Page, on_key
from fieldlaw.ui.views.parts.topbar import PageBar

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QFocusEvent, QResizeEvent

    from fieldlaw.ui.presenters.deadlines import DeadlinesPresenter
    from fieldlaw.ui.presenters.deadlines_state import State
    from fieldlaw.ui.theme.look import Look

_LIST, _NONE, _LOADING = range(3)
_GROUPS = (ALL, *GROUP_ORDER)
_OFFICE, _FIELD, _ROOMY, _LEAST = 372, 430, 760, 120


class DeadlinesPage(Page):
    """The page."""

    def __init__(self, look: Look, presenter: DeadlinesPresenter) -> None:
        super().__init__(look)
        self._presenter = presenter
        self._late, self._now = Chip(look, "", "danger", "octagon-x"), Chip(look, "", "warning", "clock")
        self._through = ElidedLabel("", "caption")
        self.take = Button(look, self.tr("导入放假安排…"), trim=Trim(icon="import"))
        self.month, self.list = MonthGrid(look), DueList(look, self.tr("所有案件的期限"))
        self.flip = SmallTool(look, self.tr("月历"))
        self.orders = {BY_DAY: SmallTool(look, self.tr("按日")), BY_CASE: SmallTool(look, self.tr("按案件"))}
        self.case = Choice(look)
        self._chips = QButtonGroup(self)
        self.pane = ProceedingPane(look, presenter)
        self.trouble = ErrorPanel(look)
        self.line = NoticeLine(look, "warning", "triangle-alert", "warning")
        self.done = NoticeLine(look, "success", "circle-check", "success")
        self._asked: bool | None = None
        self._assemble()
        self._wire()
        presenter.changed.connect(self._show)
        self._fit()
        self._show(presenter.state)

    # --- how it is put together

    def _assemble(self) -> None:
        column, row = self._column, QHBoxLayout()
        column.addWidget(self._bar())
        self._lines = QWidget()
        lines = QVBoxLayout(self._lines)
        lines.setContentsMargins(16, 8, 16, 8)
        for line in (self.trouble, self.line, self.done):
            lines.addWidget(line)
        column.addWidget(self._lines)
        row.setSpacing(0)
        row.addWidget(self._left())
        row.addWidget(self.pane, 1)
        column.addLayout(row, 1)

    def _bar(self) -> PageBar:
        bar = PageBar(self._look, self.back_wanted.emit, self.field_wanted.emit)
        bar.say((label(self.tr("期限"), "title"), self._late, self._now), self._through)
        bar.offer(bar.field, self.take)
        return bar

    def _left(self) -> QFrame:
        self._rail = QFrame()
        self._rail.setProperty("zone", "rail")
        column = QVBoxLayout(self._rail)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addWidget(self.month)
        self._line = rule()
        column.addWidget(self._line)
        column.addLayout(self._filters())
        column.addWidget(rule())
        self._stack = QStackedWidget()
        self._empty = EmptyState(self._look, "calendar-days", "", "")
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(EmptyState(self._look, "calendar-days", self.tr("正在算期限"), ""))
        self._stack.setMinimumHeight(_LEAST)
        column.addWidget(self._stack, 1)
        self._spare = QWidget()
        column.addWidget(self._spare, 1)
        column.addWidget(rule())
        column.addWidget(self._cases())
        return self._rail

    def _filters(self) -> QVBoxLayout:
        held, tools = QVBoxLayout(), QHBoxLayout()
        self._filter = QWidget()
        flow = ChipFlow(self._filter)
        for place, _group in enumerate(_GROUPS):
            chip = filter_chip(self._look, "")
            self._chips.addButton(chip, place)
            flow.addWidget(chip)
        self._chips.button(0).setChecked(True)
        self.clear_day = filter_chip(self._look, "")
        flow.addWidget(self.clear_day)
        tools.setSpacing(6)
        for tool in self.orders.values():
            tools.addWidget(tool)
        tools.addStretch(1)
        tools.addWidget(self.flip)
        held.setContentsMargins(12, 8, 12, 8)
        held.setSpacing(8)
        held.addLayout(tools)
        held.addWidget(self._filter)
        return held

    def _cases(self) -> QWidget:
        """Every case can be opened here, also one for which no deadline runs."""
        held = QWidget()
        row = QHBoxLayout(held)
        row.setContentsMargins(12, 8, 12, 8)
        row.addWidget(label(self.tr("案件"), "small"))
        self.case.setSizePolicy(
            self.case.sizePolicy().Policy.Ignored, self.case.sizePolicy().verticalPolicy()
        )
        self.case.setAccessibleName(self.tr("案件"))
        row.addWidget(self.case, 1)
        return held

    def _wire(self) -> None:
        presenter = self._presenter
        self.list.chosen.connect(presenter.choose)
        self.month.turned.connect(presenter.turn)
        self.month.days.chosen.connect(self._take_day)
        self._chips.idClicked.connect(lambda place: presenter.filter(_GROUPS[place]))
        self.clear_day.clicked.connect(lambda: presenter.choose_day(None))
        for order, tool in self.orders.items():
            tool.clicked.connect(lambda _on=False, wanted=order: presenter.order_by(wanted))
        self.flip.clicked.connect(self._flip)
        self.case.activated.connect(lambda place: presenter.open(str(self.case.itemData(place))))
        self.take.clicked.connect(self.ask_notice)
        self.pane.notice_wanted.connect(self.ask_notice)
        self.trouble.again.connect(presenter.refresh)
        self._look.changed.connect(self._fit)
        on_key(self, "Ctrl+N", self.pane.start_note)
        on_key(self, "Ctrl+Return", self._keep)
        on_key(self, "Ctrl+Enter", self._keep)
        on_key(self, "Esc", self._back)

    # --- what it does

    def ask_notice(self) -> None:
        """Let the person choose the file of the notice."""
        words = self.tr("放假安排（*.yaml *.yml *.csv）").replace("（", " (").replace("）", ")")
        chosen, _kind = QFileDialog.getOpenFileName(self, self.tr("导入放假安排"), "", words)
        if chosen:
            self._presenter.take_over(Path(chosen))

    def _keep(self) -> None:
        if self.pane.writing:
            self.pane.keep()

    def _back(self) -> None:
        """One level back: from the sheet, from the day, from the page."""
        if self.pane.writing:
            self.pane.close_sheet()
        elif self._presenter.state.day is not None:
            self._presenter.choose_day(None)
        else:
            self.back_wanted.emit()

    def _take_day(self, day: date) -> None:
        """Show what falls on a day; where month and list take turns, the list comes back."""
        self._presenter.choose_day(day)
        if not self._roomy():
            self._asked = None
            self._fit()
            self._start().setFocus()

    def _roomy(self) -> bool:
        return self.height() >= _ROOMY and not self._look.field

    def _flip(self) -> None:
        self._asked = self.flip.isChecked()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, month and list take turns."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._rail.setFixedWidth(_FIELD if self._look.field else _OFFICE)
        shown = self._roomy() if self._asked is None else self._asked
        self.flip.setChecked(shown)
        listed = self._roomy() or not shown
        turns = ((self.month, shown), (self._line, shown), (self._filter, listed), (self._stack, listed))
        for part, on in sorted(turns, key=lambda turn: turn[1]):  # first hide, so that the page never grows
            part.setVisible(on)
        self._spare.setVisible(not listed)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard starts in the list, or with the case when nothing is listed."""
        if self.pane.writing:
            self.pane.start()
        else:
            self._start().setFocus()

    def _start(self) -> QWidget:
        if not self._stack.isVisibleTo(self):
            return self.month.days
        return self.list if self._stack.currentIndex() == _LIST else self.case

    # --- what it shows

    def _show(self, state: State) -> None:
        late, now = state.count("past"), state.count("today")
        self._late.setVisible(bool(late))
        self._late.say(self.tr("已过 {0}").format(late), "danger", "octagon-x")
        self._now.setVisible(bool(now))
        self._now.say(self.tr("今天到期 {0}").format(now), "warning", "clock")
        self._show_calendar(state)
        self._show_lines(state)
        self._show_filters(state)
        self._show_list(state)
        self._show_cases(state)
        if state.loaded:
            self.month.show_state(state)
        self.pane.show_state(state)

    def _show_calendar(self, state: State) -> None:
        held = state.calendar
        source = self.tr("导入") if held.imported else self.tr("随程序")
        words = self.tr("放假安排 {0} 版（{1}），已确认到 {2}；以后的期限暂定")
        self._through.setText(words.format(held.edition, source, held.through) if held.edition else "")
        self.take.setEnabled(not state.acting)

    def _show_lines(self, state: State) -> None:
        self.trouble.setVisible(state.trouble is not None)
        if state.trouble is not None:
            self.trouble.say(state.trouble)
        bad = state.calendar.unreadable
        faults = "；".join(f"{name}：{why}" for name, why in state.faults)
        words = self.tr("日历文件 {0} 读不出，没有用它。").format("、".join(bad)) if bad else ""
        self.line.setVisible(bool(faults or bad))
        self.line.say(self.tr("有的没有算"), words + faults)
        self.done.setVisible(bool(state.imported))
        self.done.say(self.tr("放假安排已导入"), self.tr("已确认到 {0}，期限已重算。").format(state.imported))
        self._lines.setVisible(bool(state.trouble or faults or bad or state.imported))

    def _show_filters(self, state: State) -> None:
        for place, group in enumerate(_GROUPS):
            chip = self._chips.button(place)
            chip.setText(f"{group_word(group)} {state.count(group)}")
            chip.setVisible(not group or state.count(group) > 0 or group == state.group)
            chip.setChecked(group == state.group and state.day is None)
            chip.updateGeometry()
        self.clear_day.setVisible(state.day is not None)
        self.clear_day.setChecked(True)
        if state.day is not None:
            self.clear_day.setText(self.tr("只看 {0}").format(day_words(state.day, state.today)))
            self.clear_day.updateGeometry()
        for order, tool in self.orders.items():
            tool.setChecked(order == state.order)

    def _show_list(self, state: State) -> None:
        rows = state.listed
        self.list.show_rows(rows, state.chosen)
        self._stack.setCurrentIndex(_LIST if rows else _NONE if state.loaded else _LOADING)
        if state.day is not None or state.group:
            self._empty.say(self.tr("这里没有到期的"), self.tr("换一天，或看全部未办。"))
        else:
            words = self.tr("立案、送达、决定记下后，期限自动算出来。")
            self._empty.say(self.tr("没有进行中的期限"), words)

    def _show_cases(self, state: State) -> None:
        held = [self.case.itemData(n) for n in range(self.case.count())]
        wanted = [case for case, _unit, _number in state.cases]
        if held != wanted:
            self.case.clear()
            for case, unit, number in state.cases:
                self.case.addItem(f"{number} {unit}".strip(), case)
        self.case.setCurrentIndex(self.case.findData(state.case))
