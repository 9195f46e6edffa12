"""A step on site: what to do, what has to be there afterwards, the note that goes into the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from fieldlaw.ui.presenters.bench import step_word
from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.chip import Chip
from fieldlaw.ui.views.parts.choice import Choice
from fieldlaw.ui.views.parts.labels import IconLabel, label, wrapped
from fieldlaw.ui.views.parts.note import NoteEdit
from fieldlaw.ui.views.parts.notices import ErrorPanel

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent

    from fieldlaw.ui.presenters.steps import State, StepsPresenter
    from fieldlaw.ui.theme.look import Look


class HandIn(QFrame):
    """送审: to whom, and whether it was done already."""

    def __init__(self, look: Look, presenter: StepsPresenter) -> None:
        super().__init__()
        self.setProperty("card", "plain")
        self._who = Choice(look)
        self._who.setAccessibleName(self.tr("审核人"))
        self.act = Button(look, self.tr("送审"), "primary", Trim(icon="list-checks"))
        self.act.clicked.connect(lambda: presenter.hand_in(self._who.currentText()))
        self._told = wrapped("", "small")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 12, 14, 12)
        self._row.setSpacing(12)
        self._row.addWidget(label(self.tr("审核人"), "small"))
        self._row.addWidget(self._who)
        self._row.addWidget(self._told, 1)
        self._row.addWidget(self.act)

    def show_state(self, state: State) -> None:
        """Show it at the last step of a case that is open."""
        self.setVisible(state.is_last and not state.closed)
        names = [self._who.itemText(n) for n in range(self._who.count())]
        if names != list(state.reviewers):
            self._who.clear()
            self._who.addItems(state.reviewers)
        self.act.setEnabled(bool(state.reviewers))
        self.act.setText(self.tr("再送审") if state.handed_in else self.tr("送审"))
        self.act.updateGeometry()
        nobody = self.tr("名册里还没有审核人。和中心同步一次，或请信息员登记。")
        told = self.tr("已送审：{0}").format(state.handed_in) if state.handed_in else ""
        lines = (told, self.tr("{0}。可以先签再送审。").format(state.unsigned) if state.unsigned else "")
        self._told.setText("\n".join(filter(None, lines)) if state.reviewers else nobody)


# The pages on which a step is done: icon, page.
_WAYS = {
    7: (("activity", "instrument"), ("thermometer", "thermal")),
    9: (("file-text", "documents"),),
    10: (("folder-open", "law"),),
    11: (("file-text", "documents"),),
    12: (("folder-open", "law"), ("file-text", "documents"), ("refresh-cw", "sync")),
}


class Ways(QWidget):
    """From a step to the pages on which it is done.

    Attributes:
        wanted: the id of a page.
    """

    wanted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        words = {
            "instrument": self.tr("取读数"),
            "thermal": self.tr("取热像"),
            "documents": self.tr("文书与签名"),
            "law": self.tr("问题与法律"),
            "sync": self.tr("同步与状态"),
        }
        icons = {page: icon for ways in _WAYS.values() for icon, page in ways}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._buttons: dict[str, Button] = {}
        for page, icon in icons.items():
            button = Button(look, words[page], trim=Trim(icon=icon, trail="arrow-right"))
            button.clicked.connect(lambda _checked=False, page=page: self.wanted.emit(page))
            self._buttons[page] = button
            row.addWidget(button)
        row.addStretch(1)

    def show_step(self, step: int) -> None:
        """Offer the pages of a step."""
        offered = {page for _icon, page in _WAYS.get(step, ())}
        self.setVisible(bool(offered))
        for page, button in self._buttons.items():
            button.setVisible(page in offered)


class StepCard(QFrame):
    """The middle of the workbench at any step but the inspection itself.

    Attributes:
        place_wanted: the id of a page on which the step is done.
    """

    place_wanted = Signal(object)

    def __init__(self, look: Look, presenter: StepsPresenter) -> None:
        super().__init__()
        self.setProperty("sheet", "window")
        self._look, self._presenter = look, presenter
        self._title, self._chip = label("", "heading"), Chip(look, "", "outline")
        self._do, self._leave = wrapped(""), wrapped("")
        self.note, self.problem = NoteEdit(look), ErrorPanel(look)
        self._tick, self._saved = IconLabel(look, "check", "success", "chip"), label("", "caption", "success")
        self._phrases = QHBoxLayout()
        self.hand_in, self.ways = HandIn(look, presenter), Ways(look)
        self.ways.wanted.connect(self.place_wanted)
        self._shown: tuple[str, ...] = ()
        self._assemble()
        self.note.typed.connect(presenter.type_note)
        self.problem.again.connect(presenter.save)
        presenter.changed.connect(self._show)
        self._show(presenter.state)

    def _assemble(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addWidget(self._chip)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 14)
        column.setSpacing(14)
        column.addLayout(head)
        column.addWidget(self._guide())
        column.addWidget(self.problem)
        column.addWidget(self.ways)
        column.addLayout(self._phrases)
        column.addWidget(label(self.tr("记录（写进笔录）"), "small"))
        column.addWidget(self.note)
        under = QHBoxLayout()
        under.addWidget(self._tick)
        under.addWidget(self._saved)
        under.addStretch(1)
        column.addLayout(under)
        column.addWidget(self.hand_in)
        column.addStretch(1)
        self._phrases.setSpacing(8)

    def _guide(self) -> QWidget:
        box = QFrame()
        box.setProperty("sheet", "sunken")
        grid = QGridLayout(box)
        grid.setContentsMargins(16, 12, 16, 14)
        grid.setHorizontalSpacing(20)
        for column, (head, text) in enumerate(
            ((self.tr("做什么"), self._do), (self.tr("留下什么"), self._leave))
        ):
            grid.addWidget(label(head, "caption"), 0, column)
            grid.addWidget(text, 1, column, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        return box

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard starts in the note."""
        self.note.setFocus()

    def say_done(self, done: str) -> None:
        """Say when the step was done; still open with an empty word."""
        if done:
            self._chip.say(done, "success", "circle-check")
        else:
            self._chip.say(self.tr("还没有完成"), "unknown", "circle-dashed")

    def _show(self, state: State) -> None:
        words = state.words
        self._title.setText(f"{state.step} {step_word(state.step)}")
        self._do.setText(words.do)
        self._leave.setText(words.leave)
        self.note.setReadOnly(state.closed)
        self.note.show_text(state.text)
        saved = state.held.at if state.is_saved else ""
        self._tick.setVisible(bool(saved))
        self._saved.setText(self.tr("{0} 已存本机").format(saved) if saved else "")
        self.problem.setVisible(state.problem is not None)
        if state.problem is not None:
            self.problem.say(state.problem)
        self.hand_in.show_state(state)
        self.ways.show_step(state.step)
        self._offer(() if state.closed else words.phrases)

    def _offer(self, phrases: tuple[str, ...]) -> None:
        if phrases == self._shown:
            return
        self._shown = phrases
        while held := self._phrases.takeAt(0):
            if held.widget() is not None:
                held.widget().deleteLater()
        for phrase in phrases:
            button = Button(self._look, phrase)
            button.clicked.connect(lambda _checked=False, phrase=phrase: self._take(phrase))
            self._phrases.addWidget(button)
        if phrases:
            self._phrases.addStretch(1)

    def _take(self, phrase: str) -> None:
        """A phrase in place of an empty note or of another phrase; after what somebody wrote, else."""
        text = self._presenter.state.text
        keep = text and text not in self._shown
        self._presenter.type_note(f"{text}；{phrase}" if keep else phrase)
        self.note.setFocus()
