"""Beside the list of checks: the check in hand with its facts and answers; the score by document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from fieldlaw.cases.law.preflight_forms import STATES
from fieldlaw.ui.presenters.checks_state import result_chip
from fieldlaw.ui.views.parts.chip import Chip
from fieldlaw.ui.views.parts.choice import Choice
from fieldlaw.ui.views.parts.factanswer import FactAnswer
from fieldlaw.ui.views.parts.labels import label, wrapped

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.checks import ChecksPresenter
    from fieldlaw.ui.presenters.checks_state import CheckRow, FactView, ScoreRow, State
    from fieldlaw.ui.theme.look import Look

_NAME = 240


def _scrolled(inside: QWidget) -> QScrollArea:
    """A widget that is as wide as its room and may be higher."""
    held = QScrollArea()
    inside.setProperty("sheet", "surface")
    held.setWidgetResizable(True)
    held.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    held.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    held.setWidget(inside)
    return held


class CheckDetail(QWidget):
    """The check in hand.

    Attributes:
        answered: the fact, the answer as typed, the note.
    """

    answered = Signal(object, object, object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setProperty("zone", "tray")
        self.facts: list[FactAnswer] = []
        self.note = QLineEdit()
        self.note.setPlaceholderText(self.tr("根据什么，随下一个答复记下（可不写）"))
        self.note.setAccessibleName(self.tr("答复的说明"))
        self._chip = Chip(look, "", "warning", "circle-help")
        self._where, self._head = label("", "small"), wrapped("", "subtitle")
        self._reason, self._source = wrapped(""), wrapped("", "caption")
        self._kept: tuple[CheckRow | None, bool] = (None, False)
        self._inside = QWidget()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self._assemble()

    def _assemble(self) -> None:
        first, column = QHBoxLayout(), QVBoxLayout(self._inside)
        first.setSpacing(8)
        first.addWidget(self._chip)
        first.addWidget(self._where)
        first.addStretch(1)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(first)
        for widget in (self._head, self._reason):
            column.addWidget(widget)
        column.addLayout(self._rows)
        column.addWidget(self.note)
        column.addWidget(self._source)
        column.addStretch(1)
        self.room = _scrolled(self._inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.addWidget(self.room)

    def show_state(self, state: State) -> None:
        """Show the check in hand; what is being typed stays while its check stays as it is."""
        row, able = state.in_hand, state.view is not None and state.view.may_answer
        self._inside.setVisible(row is not None)
        self._inside.setEnabled(not state.acting)
        if row is None or (row, able) == self._kept:
            return
        if self._kept[0] is None or self._kept[0].id != row.id:
            self.note.clear()
        self._kept = (row, able)
        icon, word, tone = result_chip(row.result)
        self._chip.say(word, tone, icon)
        weight = self.tr("重大问题") if row.is_fatal else self.tr("要素")
        self._where.setText(self.tr("第 {0} 项·{1}·{2}").format(row.number, weight, row.document))
        self._head.setText(row.text)
        self._reason.setText(row.reason)
        self._source.setText(self.tr("依据：{0}").format(row.source))
        self._build(row, able=able)
        self.note.setVisible(any(one.asks for one in self.facts))

    def _build(self, row: CheckRow, *, able: bool) -> None:
        for old in self.facts:
            self._rows.removeWidget(old)
            old.hide()
            old.deleteLater()
        first = row.first_open
        self.facts = [FactAnswer(self._look, one, keyed=one == first, able=able) for one in row.facts]
        for one in self.facts:
            one.answered.connect(self._give)
            self._rows.addWidget(one)

    def _give(self, fact: FactView, answer: str) -> None:
        self.answered.emit(fact, answer, self.note.text())

    def written(self) -> None:
        """An answer was kept with its note."""
        self.note.clear()

    def start(self) -> None:
        """Give the keyboard to the first answer that is open."""
        asking = [one for one in self.facts if one.asks]
        first = next((one for one in asking if not one.fact.value), asking[0] if asking else None)
        if first is not None:
            self.room.ensureWidgetVisible(first)
            first.start()


class ScoreSheet(QWidget):
    """Every document of the score: whether it is in the file, its points; the total below."""

    def __init__(self, look: Look, presenter: ChecksPresenter) -> None:
        super().__init__()
        self._look, self._presenter = look, presenter
        self.states: dict[str, Choice] = {}
        self._kept: tuple[object, ...] = ()
        self._total, self._remarks = wrapped("", "subtitle"), wrapped("", "small")
        self._inside = QWidget()
        self._grid = QGridLayout()
        self._grid.setColumnMinimumWidth(0, _NAME)
        self._grid.setColumnStretch(4, 1)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(20, 12, 20, 16)
        column.setSpacing(10)
        column.addWidget(self._total)
        column.addLayout(self._grid)
        column.addWidget(self._remarks)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(_scrolled(self._inside))

    def show_state(self, state: State) -> None:
        """Show the score."""
        view = state.view
        self._inside.setEnabled(not state.acting)
        if view is None or (view.score, view.total, view.may_answer, state.written) == self._kept:
            return
        self._kept = (view.score, view.total, view.may_answer, state.written)
        self._total.setText(view.total)
        self._remarks.setText("\n".join(view.remarks))
        self._build(view.score, able=view.may_answer)

    def _build(self, rows: tuple[ScoreRow, ...], *, able: bool) -> None:
        while held := self._grid.takeAt(0):
            widget = held.widget()
            widget.hide()
            widget.deleteLater()
        self.states = {}
        for place, head in enumerate(
            (self.tr("文书"), self.tr("是否在卷"), self.tr("得分"), self.tr("标准分"))
        ):
            self._grid.addWidget(label(head, "small"), 0, place)
        for line, row in enumerate(rows, start=1):
            name = wrapped(row.name if not row.said else f"{row.name}\n{row.said}")
            self._grid.addWidget(name, line, 0)
            self._grid.addWidget(self._state(row, able=able), line, 1)
            for place, words in ((2, row.points), (3, row.full)):
                self._grid.addWidget(label(words), line, place, Qt.AlignmentFlag.AlignRight)

    def _state(self, row: ScoreRow, *, able: bool) -> QWidget:
        if row.own or not able:
            word = STATES[row.state]
            return label(self.tr("{0}（程序里有）").format(word) if row.own else word, "small")
        made = Choice(self._look)
        made.setAccessibleName(row.name)
        for state, word in STATES.items():
            made.addItem(word, state)
        made.setCurrentIndex(made.findData(row.state))
        made.activated.connect(lambda place: self._presenter.mark_document(row.id, str(made.itemData(place))))
        self.states[row.id] = made
        return made

    def start(self) -> None:
        """Give the keyboard to the first document."""
        first = next(iter(self.states.values()), None)
        if first is not None:
            first.setFocus()
