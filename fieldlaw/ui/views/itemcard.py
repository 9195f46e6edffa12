"""The item in hand: statement, how to check, what to take, the answer keys, the note, the bases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from fieldlaw.ui.views.parts.answerpicks import AnswerPicks
from fieldlaw.ui.views.parts.answers import AnswerKeys
from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.chip import Chip
from fieldlaw.ui.views.parts.chipflow import ChipFlow
from fieldlaw.ui.views.parts.labels import IconLabel, label, rule, wrapped
from fieldlaw.ui.views.parts.note import NoteEdit
from fieldlaw.ui.views.parts.notices import ErrorPanel
from fieldlaw.ui.views.parts.thread import Thread, Words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from PySide6.QtGui import QResizeEvent

    from fieldlaw.ui.presenters.caseview import Said
    from fieldlaw.ui.presenters.workbench import State, WorkbenchPresenter
    from fieldlaw.ui.theme.look import Look


class HowBox(QFrame):
    """怎么查 and 取什么证, side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("sheet", "sunken")
        self._how, self._take = wrapped(""), wrapped("")
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 12, 16, 14)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(4)
        for column, (head, text) in enumerate(
            ((self.tr("怎么查"), self._how), (self.tr("取什么证"), self._take))
        ):
            grid.addWidget(label(head, "caption"), 0, column)
            grid.addWidget(text, 1, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)

    def say(self, row: Mapping[str, Any]) -> None:
        """Show an item."""
        self._how.setText(row["how"])
        self._take.setText("；".join(row["evidence"]) + "。")


class BasesCard(Card):
    """On what an item rests, and whether it can carry a case."""

    def __init__(self, look: Look) -> None:
        super().__init__(pad=0)
        self._look = look
        self.body.setSpacing(0)
        self._shown: tuple[str, ...] = ()

    def say(self, lines: tuple[tuple[str, str], ...], advice: str) -> None:
        """Show the bases; `advice` says that the item cannot carry a case."""
        shown = (*(text for line in lines for text in line), advice)
        if shown == self._shown:
            return
        self._shown = shown
        while held := self.body.takeAt(0):
            held.widget().deleteLater()
        for text, article in lines:
            chip = Chip(self._look, article, "unknown", "scale") if article else None
            self._line(self.tr("依据"), text, chip)
        if advice:
            self._line(
                self.tr("性质"), advice, Chip(self._look, self.tr("仅提示"), "warning", "circle-alert")
            )

    def _line(self, head: str, text: str, chip: Chip | None) -> None:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(14, 7, 14, 7)
        row.setSpacing(16)
        row.addWidget(label(head, "small"))
        row.addWidget(wrapped(text), 1)
        if chip is not None:
            row.addWidget(chip)
        if self.body.count():
            self.body.addWidget(rule())
        self.body.addWidget(line)


class ItemCard(QFrame):
    """The middle of the workbench.

    Attributes:
        place_wanted: the id of a page that takes evidence for the item.
    """

    place_wanted = Signal(object)

    def __init__(self, look: Look, presenter: WorkbenchPresenter) -> None:
        super().__init__()
        self.setProperty("sheet", "window")
        self._look, self._presenter = look, presenter
        self._id, self._unit = Chip(look, "", "outline"), Chip(look, "", "outline")
        self._stem, self._how, self._bases = wrapped("", "heading"), HowBox(), BasesCard(look)
        self.keys, self.note = AnswerKeys(look), NoteEdit(look)
        self.picks, self.talk = AnswerPicks(look), Thread(look)
        self.talk.setProperty("card", "plain")
        self._tick, self._saved = IconLabel(look, "check", "success", "chip"), label("", "caption", "success")
        self.problem = ErrorPanel(look)
        self.back = Button(look, self.tr("上一项"), trim=Trim(icon="chevron-left"))
        self.add = Button(look, self.tr("加证据"), trim=Trim(icon="image-plus", key="F5"))
        self.reading = Button(look, self.tr("取读数"), trim=Trim(icon="activity", key="F6"))
        self.thermal = Button(look, self.tr("取热像"), trim=Trim(icon="thermometer", key="F7"))
        self.on = Button(look, "", "primary", Trim(trail="chevron-right"))
        self._assemble()
        self.keys.chosen.connect(presenter.answer)
        self.picks.picked.connect(presenter.use)
        self.picks.all_wanted.connect(presenter.use_all)
        self.note.typed.connect(presenter.type_note)
        self.back.clicked.connect(lambda: presenter.move(-1))
        self.on.clicked.connect(lambda: presenter.move(1))
        self.reading.clicked.connect(lambda: self.place_wanted.emit("instrument"))
        self.thermal.clicked.connect(lambda: self.place_wanted.emit("thermal"))

    def _assemble(self) -> None:
        inside = QWidget()
        inside.setProperty("sheet", "window")
        column = QVBoxLayout(inside)
        column.setContentsMargins(22, 18, 22, 8)
        column.setSpacing(14)
        column.addLayout(self._chips())
        for widget in (self._stem, self._how, self.problem, self.talk, self.keys, self.picks):
            column.addWidget(widget)
        column.addLayout(self._note_box())
        self._evidence, self._column = self._tools(), column
        column.addWidget(self._bases)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(scroll, 1)
        outer.addLayout(self._foot())
        self._look.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        """On site what takes evidence stands at the foot, under the thumb; in the office with the text."""
        if self._look.field:
            self._acts.insertWidget(0, self._evidence, 1)
        else:
            self._column.insertWidget(self._column.indexOf(self._bases), self._evidence)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low window has one row of keys."""
        super().resizeEvent(event)
        self.keys.arrange()

    def _chips(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._id)
        row.addWidget(self._unit)
        row.addStretch(1)
        return row

    def _note_box(self) -> QVBoxLayout:
        column, under = QVBoxLayout(), QHBoxLayout()
        column.setSpacing(6)
        column.addWidget(label(self.tr("情况说明（笔录将引用原话）"), "small"))
        column.addWidget(self.note)
        under.addWidget(self._tick)
        under.addWidget(self._saved)
        under.addStretch(1)
        column.addLayout(under)
        return column

    def _tools(self) -> QWidget:
        """What takes evidence; a narrow window breaks the row."""
        holder = QWidget()
        row = ChipFlow(holder, gap=8)
        for button in (self.add, self.reading, self.thermal):
            row.addWidget(button)
        return holder

    def _foot(self) -> QVBoxLayout:
        column, row = QVBoxLayout(), QHBoxLayout()
        column.setContentsMargins(22, 0, 22, 14)
        column.setSpacing(12)
        row.setSpacing(8)
        row.addStretch()
        row.addWidget(self.back)
        row.addWidget(self.on)
        self._acts = row
        column.addWidget(rule())
        column.addLayout(row)
        return column

    def show_state(self, state: State) -> None:
        """Show the item in hand."""
        row, view = state.in_hand, state.view
        if row is None or view is None:
            return
        held = state.answer(row["id"])
        self._id.say(row["id"], "outline", "tag")
        self._unit.say(self.tr("{0} 条依据").format(len(row["bases"])), "outline", "scale")
        self._stem.setText(row["statement"])
        self._how.say(row)
        self.keys.show_answer(held.answer)
        self.keys.setEnabled(not view.closed)
        for tool in (self.add, self.reading, self.thermal):
            tool.setEnabled(not view.closed)
        self.note.setReadOnly(view.closed or held.disputed)  # words saved by themselves would pick an answer
        self.picks.say(held.held)
        self.picks.setEnabled(not view.closed)
        self.talk.say([_words(one) for one in view.said_of(row["id"])])
        self.note.show_text(held.note if state.typed is None else state.typed)
        self._show_saved(held.at if state.typed is None else "", state)
        self._bases.say(_bases(row, view.bases), view.advice if row["kind"] == "advice" else "")
        self.problem.setVisible(state.problem is not None)
        if state.problem is not None:
            self.problem.say(state.problem)
        following = self._presenter.next_item()
        self.on.setText(self.tr("下一项 {0}").format(following).rstrip())
        self.on.updateGeometry()

    def _show_saved(self, at: str, state: State) -> None:
        self._tick.setVisible(bool(at))
        self._saved.setText(self.tr("{0} 已存本机").format(at) if at else "")


def _words(one: Said) -> Words:
    return Words(one.who, one.at, "item_returned" if one.back else "comment_added", one.text, waits=one.waits)


def _bases(row: Mapping[str, Any], bases: Mapping[str, Mapping[str, Any]]) -> tuple[tuple[str, str], ...]:
    held = [bases[one] for one in row["bases"] if one in bases]
    return tuple((base["label"], _article(base)) for base in held)


def _article(base: Mapping[str, Any]) -> str:
    duties = base.get("duty_code") or base.get("duty_old")
    return f"{duties[0]['law']} {duties[0]['article']}" if duties else ""
