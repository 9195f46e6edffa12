"""Home: resume, tasks, sending, before leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fieldlaw.ui.views.parts.buttons import Button, Trim, filter_chip
from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.chip import Chip
from fieldlaw.ui.views.parts.fieldbutton import FieldButton
from fieldlaw.ui.views.parts.labels import ElidedLabel, IconLabel, label, wrapped
from fieldlaw.ui.views.parts.notices import EmptyState
from fieldlaw.ui.views.parts.tasktable import TaskView
from fieldlaw.ui.views.parts.topbar import TopBar

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QResizeEvent

    from fieldlaw.ui.models.tasks import TaskRow
    from fieldlaw.ui.presenters.home import Check, HomePresenter, State
    from fieldlaw.ui.presenters.sync_state import Line
    from fieldlaw.ui.theme.look import Look

_ROOMY = 760
_STAGES = ("", "检查中", "有退回", "审核中", "已通过")


class ResumeCard(Card):
    """Where one stopped: names the case, the step, the time; never resumes by itself."""

    def __init__(self, look: Look) -> None:
        super().__init__(kind="accent", pad=20)
        self._when, self._unit, self._far = label("", "small"), ElidedLabel("", "title"), label("", "small")
        self.go = Button(look, self.tr("继续检查"), "primary", Trim(trail="arrow-right"), "controlLarge")
        words = QVBoxLayout()
        words.setSpacing(4)
        for one in (self._when, self._unit, self._far):
            words.addWidget(one)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(IconLabel(look, "rotate-ccw", "accent", "field"))
        row.addLayout(words, 1)
        row.addWidget(self.go)
        self.body.addLayout(row)

    def say(self, row: TaskRow) -> None:
        """Show a case."""
        self._when.setText(self.tr("上次停在这里·{0} 保存").format(row.last[5:16].replace("T", " ")))
        self._unit.setText(row.unit)
        far = self.tr("第 {0}   |   清单已答 {1} / {2}   |   证据 {3} 件")
        self._far.setText(far.format(row.step, row.answered, row.items, row.evidence))


class SendCard(Card):
    """How much waits to be sent."""

    def __init__(self, look: Look) -> None:
        super().__init__(self.tr("发送"))
        self._chip = Chip(look, self.tr("离线"), "warning", "cloud-off")
        self.head.addStretch(1)
        self.head.addWidget(self._chip)
        self._number = label("0", "number")
        row = QHBoxLayout()
        row.addWidget(self._number)
        row.addWidget(label(self.tr("项未发送"), "small"), 1, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(row)
        self._words = wrapped("", "small")
        self.body.addWidget(self._words)

    def say(self, unsent: int, line: Line) -> None:
        """Show the count, and whether it can go."""
        self._number.setText(str(unsent))
        self._chip.say(*self._state(unsent, line))
        if not unsent:
            self._words.setText(self.tr("没有要发的。"))
        elif line.online:
            self._words.setText(self.tr("内容已加密存于本机，会自动发送。"))
        else:
            self._words.setText(self.tr("内容已加密存于本机，联网后发送。"))

    def _state(self, unsent: int, line: Line) -> tuple[str, str, str]:
        if line.refused:
            return self.tr("有拒收"), "danger", "circle-x"
        if line.running and unsent:
            return self.tr("发送中"), "accent", "cloud-upload"
        if line.online:
            return self.tr("联网"), "success", "cloud"
        return self.tr("离线"), "warning", "cloud-off"


class ReadyCard(Card):
    """What is ready before leaving, and what nobody has looked at."""

    def __init__(self, look: Look) -> None:
        super().__init__(self.tr("出发前"))
        self._look = look
        self._count = label("", "small")
        self.head.addStretch(1)
        self.head.addWidget(self._count)
        self._shown: tuple[Check, ...] = ()
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(14)
        self._grid.setHorizontalSpacing(12)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        self.body.addStretch(1)

    def say(self, checks: tuple[Check, ...]) -> None:
        """Show the lines."""
        if checks == self._shown:
            return
        self._shown = checks
        ready = sum(check.ready for check in checks)
        self._count.setText(self.tr("{0} / {1} 就绪").format(ready, len(checks)))
        for line, check in enumerate(checks):
            icon = ("circle-check", "success") if check.ready else ("circle-dashed", "unknown")
            self._grid.addWidget(IconLabel(self._look, *icon), line, 0, Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(wrapped(check.word), line, 1)
            self._grid.addWidget(label(check.note, "caption"), line, 2, Qt.AlignmentFlag.AlignRight)


class HomePage(QFrame):
    """The page.

    Attributes:
        case_wanted: the id of a case to open.
        field_wanted: field mode was asked for.
        lock_wanted: locking was asked for.
        new_wanted: a new inspection was asked for.
    """

    case_wanted = Signal(object)
    field_wanted = Signal()
    lock_wanted = Signal()
    new_wanted = Signal()

    def __init__(self, look: Look, presenter: HomePresenter, *, reviews: bool = False) -> None:
        super().__init__()
        self.setProperty("sheet", "window")
        self._look, self._presenter, self._reviews = look, presenter, reviews
        self._day = label("", "small")
        self._resume, self._send, self._ready = ResumeCard(look), SendCard(look), ReadyCard(look)
        self._resume.go.clicked.connect(self._go_on)
        self.tasks = TaskView(look, reviews=reviews)
        self.tasks.opened.connect(self.case_wanted)
        self._chips = QButtonGroup(self)
        self._foot: QWidget | None = None
        look.changed.connect(self._fit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        column.addLayout(self._body(), 1)
        presenter.changed.connect(self._show)
        self._show(presenter.state)

    def _bar(self) -> TopBar:
        bar = TopBar(self._look)
        bar.left.addWidget(label(self.tr("首页"), "title"))
        bar.left.addWidget(self._day, 1)
        field = FieldButton(self._look)
        field.clicked.connect(self.field_wanted)
        lock = Button(self._look, self.tr("锁定"), trim=Trim(icon="lock"))
        lock.clicked.connect(self.lock_wanted)
        bar.right.addWidget(field)
        bar.right.addWidget(lock)
        return bar

    def _body(self) -> QHBoxLayout:
        left, right = QVBoxLayout(), QVBoxLayout()
        for side in (left, right):
            side.setSpacing(20)
        left.addWidget(self._resume)
        left.addWidget(self._task_card(), 1)
        self._left = left
        right.addWidget(self._send)
        right.addWidget(self._ready, 1)
        if self._reviews:  # who does not go out has nothing to make ready
            self._ready.hide()
            right.addStretch(1)
        holder = QWidget()
        holder.setFixedWidth(self._look.tokens.width("sidePanel"))
        right.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(right)
        row = QHBoxLayout()
        row.setContentsMargins(20, 20, 20, 20)
        row.setSpacing(20)
        row.addLayout(left, 1)
        row.addWidget(holder)
        return row

    def add_foot(self, card: QWidget) -> None:
        """Put a card under the tasks."""
        self._foot = card
        self._left.addWidget(card)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the tasks take it."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._foot is not None:
            self._foot.setVisible(self.height() >= _ROOMY and not self._look.field)

    def _task_card(self) -> Card:
        card = Card(self.tr("案件") if self._reviews else self.tr("我的任务"), pad=0)
        card.head.setSpacing(6)
        card.head.addSpacing(10)
        for place, _stage in enumerate(_STAGES):
            chip = filter_chip(self._look, "")
            self._chips.addButton(chip, place)
            card.head.addWidget(chip)
        self._chips.button(0).setChecked(True)
        self._chips.idClicked.connect(lambda place: self._presenter.filter(_STAGES[place]))
        card.head.addStretch(1)
        new = Button(self._look, self.tr("新建检查"), "text", Trim(icon="plus"), "controlSmall")
        new.clicked.connect(self.new_wanted)
        card.head.addWidget(new)
        new.setHidden(self._reviews)
        self._list = QStackedWidget()
        self._list.addWidget(self.tasks)
        self._list.addWidget(self._empty())
        card.body.addWidget(self._list)
        return card

    def _empty(self) -> EmptyState:
        if self._reviews:
            return EmptyState(
                self._look, "folder-open", self.tr("还没有案件"), self.tr("送审以后，同步就会收到。")
            )
        new = Button(self._look, self.tr("新建检查"), trim=Trim(icon="plus"))
        new.clicked.connect(self.new_wanted)
        sentence = self.tr("可以新建检查，或先做出发前检查。")
        return EmptyState(self._look, "folder-open", self.tr("今天没有任务"), sentence, new)

    def _go_on(self) -> None:
        row = self._presenter.state.resume
        if row is not None:
            self.case_wanted.emit(row.case)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard starts at 继续检查."""
        (self._resume.go if self._resume.isVisibleTo(self) else self.tasks).setFocus()

    def _show(self, state: State) -> None:
        self._day.setText(state.day)
        waiting = self.tasks.hasFocus() and not self._resume.isVisible()
        resume = None if self._reviews else state.resume  # an inspection is gone on with by who inspects
        leaving = self._resume.go.hasFocus() and resume is None
        self._resume.setVisible(resume is not None)
        if leaving:
            self.tasks.setFocus()
        if resume is not None:
            self._resume.say(resume)
            if waiting:
                self._resume.go.setFocus()
        for place, stage in enumerate(_STAGES):
            self._chips.button(place).setText(f"{stage or self.tr('全部')} {state.count(stage)}")
            self._chips.button(place).setVisible(not stage or state.count(stage) > 0)
        self.tasks.show_rows(state.rows)
        self._list.setCurrentIndex(1 if state.loaded and not state.tasks else 0)
        self._send.say(state.unsent, state.line)
        self._ready.say(state.checks)
