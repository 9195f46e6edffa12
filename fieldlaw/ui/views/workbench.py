"""The workbench: step rail, item list, item in hand, evidence tray."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
)

from fieldlaw.ui.views.itemcard import ItemCard
from fieldlaw.ui.views.parts.answers import word
from fieldlaw.ui.views.parts.buttons import Button, Trim, filter_chip
from fieldlaw.ui.views.parts.itemlist import ItemList
from fieldlaw.ui.views.parts.labels import ElidedLabel, label, rule
from fieldlaw.ui.views.parts.page import Page, on_key
from fieldlaw.ui.views.parts.stepper import StepBar, Stepper
from fieldlaw.ui.views.parts.topbar import PageBar
from fieldlaw.ui.views.stepcard import StepCard
from fieldlaw.ui.views.tray import Tray

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent

    from fieldlaw.ui.presenters.steps import StepsPresenter
    from fieldlaw.ui.presenters.workbench import State, WorkbenchPresenter
    from fieldlaw.ui.theme.look import Look

_FILTERS = (("", ""), ("unknown", "notChecked"), ("no", "violation"), ("yes", "compliant"))
_INSPECTION = 6


class ListPanel(QFrame):
    """The checklist: how far, filter chips, items."""

    def __init__(self, look: Look, presenter: WorkbenchPresenter) -> None:
        super().__init__()
        self.setProperty("zone", "rail")
        self._look = look
        self._name, self._count = ElidedLabel("", "subtitle"), label("", "small")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self.items = ItemList(look)
        self._chips = QButtonGroup(self)
        self._assemble()
        self.items.chosen.connect(presenter.choose)
        self._chips.idClicked.connect(lambda place: presenter.filter(_FILTERS[place][0]))
        look.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setFixedWidth(self._look.tokens.width("itemListField" if self._look.field else "itemList"))

    def _assemble(self) -> None:
        head, chips, top = QHBoxLayout(), QHBoxLayout(), QVBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self._count)
        chips.setSpacing(6)
        for place in range(len(_FILTERS)):
            chip = filter_chip(self._look, "")
            self._chips.addButton(chip, place)
            chips.addWidget(chip)
        chips.addStretch(1)
        top.setContentsMargins(16, 14, 16, 12)
        top.setSpacing(8)
        top.addLayout(head)
        top.addWidget(self._bar)
        top.addLayout(chips)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(rule())
        column.addWidget(self.items, 1)

    def show_state(self, state: State) -> None:
        """Show the list."""
        total, left = state.count(""), state.count("unknown")
        if state.view is not None:
            self._name.setText(self.tr("清单 {0}").format(state.view.checklist))
        self._count.setText(f"{total - left} / {total}")
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(total - left)
        for place, (answer, status) in enumerate(_FILTERS):
            name = word(status) if status else self.tr("全部")
            self._chips.button(place).setText(f"{name} {state.count(answer)}")
            self._chips.button(place).setChecked(answer == state.only)
        self.items.show_rows(state.rows, state.item)


class WorkbenchPage(Page):
    """The page.

    Attributes:
        place_wanted: the id of another page of the case.
    """

    place_wanted = Signal(object)

    def __init__(self, look: Look, presenter: WorkbenchPresenter, steps: StepsPresenter) -> None:
        super().__init__(look)
        self._presenter, self._steps = presenter, steps
        self.step_card = StepCard(look, steps)
        self.steps, self.list = Stepper(look), ListPanel(look, presenter)
        self.step_bar = StepBar(look)
        self.card, self.tray = ItemCard(look, presenter), Tray(look, presenter)
        self._unit, self._about = ElidedLabel("", "title"), ElidedLabel("", "caption")
        self.missing = Button(look, "", trim=Trim(icon="list-checks", key="F9"))
        self.finish = Button(look, self.tr("本步完成"), trim=Trim(trail="arrow-right"))
        self._assemble()
        self._wire()
        presenter.changed.connect(self._show)
        self._show(presenter.state)

    def _assemble(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(0)
        rail = QFrame()
        rail.setProperty("zone", "rail")
        inside = QVBoxLayout(rail)
        inside.setContentsMargins(0, 8, 1, 0)
        inside.addWidget(self.steps)
        self._rail = rail
        self._middle = QStackedWidget()
        self._middle.addWidget(self.card)
        self._middle.addWidget(self.step_card)
        for widget in (rail, self.list):
            row.addWidget(widget)
        row.addWidget(self._middle, 1)
        row.addWidget(self.tray)
        column = self._column
        column.addWidget(self._bar())
        column.addWidget(self.step_bar)
        column.addLayout(row, 1)

    def _bar(self) -> PageBar:
        bar = PageBar(self._look, self.back_wanted.emit, self.field_wanted.emit)
        bar.say((self._unit,), self._about)
        bar.offer(self.missing, bar.field, self.finish)
        return bar

    def _wire(self) -> None:
        for steps in (self.steps, self.step_bar):
            steps.chosen.connect(self._presenter.go_step)
        self.finish.clicked.connect(self._presenter.finish)
        self.missing.clicked.connect(self._list_open)
        self.card.problem.again.connect(self._presenter.retry)
        self.card.add.clicked.connect(self.tray.ask_files)
        self.card.place_wanted.connect(self.place_wanted)
        self.step_card.place_wanted.connect(self.place_wanted)
        self.card.keys.listen(self.list.items)
        self.card.keys.listen(self, "Alt+")
        on_key(self, "Ctrl+Return", lambda: self._presenter.move(1))
        on_key(self, "F5", self.card.add.click)
        on_key(self, "F9", self._list_open)
        on_key(self, "Esc", self._leave)
        self._look.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        """On site the list and the answers have the page; the rail and the tray come back in the office."""
        self._rail.setVisible(not self._look.field)
        self.step_bar.setVisible(self._look.field)
        self.tray.setVisible(not self._look.field)

    def _list_open(self) -> None:
        """What is missing, at the step where it is answered; the same key shows all items again."""
        self._presenter.filter("" if self._presenter.state.only else "unknown")
        if self._presenter.state.step != _INSPECTION:  # else the digits would answer what is not in sight
            self._presenter.go_step(str(_INSPECTION))
        self.list.items.setFocus()

    def _leave(self) -> None:
        """One level back: from a filtered list to all items, from there to the page before."""
        if self._presenter.state.only:
            self._presenter.filter("")
        else:
            self.back_wanted.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard starts in the item list."""
        self.list.items.setFocus()

    def _show(self, state: State) -> None:
        view = state.view
        if view is None:
            return
        self._unit.setText(view.unit)
        about = self.tr("检查编号 {0}·{1}·{2} 开始")
        words = about.format(view.number, view.people, view.started)
        self._about.setText(words + (self.tr("·已通过，只能看") if view.closed else ""))
        self.missing.setText(self.tr("还差什么 {0}").format(state.missing))
        self.missing.updateGeometry()
        self.steps.show_steps(state.steps)
        self.step_bar.show_steps(state.steps)
        self.list.show_state(state)
        self.card.show_state(state)
        self.tray.show_state(state)
        self._middle.setCurrentIndex(0 if state.step == _INSPECTION else 1)
        self._show_step(state)

    def _show_step(self, state: State) -> None:
        done = state.view is not None and state.step in state.view.steps
        closed = state.view is not None and state.view.closed
        self.finish.setEnabled(not done and not closed)
        self.finish.setText(self.tr("本步已完成") if done else self.tr("本步完成"))
        self.finish.updateGeometry()
        self.step_card.say_done(self.tr("已完成") if done else "")
        if state.view is not None and state.step != _INSPECTION:
            self._steps.show_step(state.view.case, state.step)
