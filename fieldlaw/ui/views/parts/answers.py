"""The four answer keys, always in the same order; pressing the chosen one again does nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QSizePolicy, QWidget

from fieldlaw.ui.theme import tokens
from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.page import on_key

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from fieldlaw.ui.theme.look import Look

_LOW = 800  # under this height of the window two rows of keys would push the note out of sight
_GAP, _LEAST = 8, 96
_KEYS = (
    ("yes", "compliant"),
    ("no", "violation"),
    ("not_applicable", "notApplicable"),
    ("unknown", "notChecked"),
)


def word(status: str) -> str:
    """The word of a status."""
    return QCoreApplication.translate("status", tokens.status(status)[1])


class AnswerKey(Button):
    """One answer: coloured words on white, white words on its colour once chosen."""

    def __init__(self, look: Look, status: str, digit: int) -> None:
        icon, _word, tone = tokens.status(status)
        super().__init__(look, word(status), "answer", Trim(icon=icon, key=str(digit)), "answerKey")
        self._tone = tone
        self.setProperty("tone", tone)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def ink(self) -> str:
        """White once chosen, else the colour of the answer."""
        return "textOnAccent" if self.isChecked() else self._tone

    def icon_size(self) -> str:
        """Large enough to see at arm's length."""
        return "field" if self.look.field else "list"

    def text_font_size(self) -> str:
        """Larger on site."""
        return "title" if self.look.field else "body"

    def minimumSizeHint(self) -> QSize:
        """Narrow enough that the keys can stand two by two."""
        return QSize(_LEAST, self.look.tokens.height("answerKey"))


class AnswerKeys(QWidget):
    """合规 不合规 不适用 未查, also by 1–4 while the focus is on `within`.

    Attributes:
        chosen: another answer was pressed (its ledger word).
    """

    chosen = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._answer = ""
        self._arranged = (0, False)
        self._group = QButtonGroup(self)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        for place, (_answer, status) in enumerate(_KEYS):
            self._group.addButton(AnswerKey(look, status, place + 1), place)
        self._group.idClicked.connect(self.press)
        self.listen(self)
        look.changed.connect(self.arrange)
        self.arrange()

    def listen(self, within: QWidget, modifier: str = "") -> None:
        """Take the digits 1–4 while the focus is in a widget."""
        for place in range(len(_KEYS)):
            on_key(within, f"{modifier}{place + 1}", self._group.button(place).click)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two by two when the words have no room in one row."""
        super().resizeEvent(event)
        self.arrange()

    def _across(self) -> int:
        needed = sum(button.sizeHint().width() + _GAP for button in self._group.buttons())
        fits = needed - _GAP <= self.width()
        tall = self._look.field and self.window().height() >= _LOW
        return len(_KEYS) if fits and not tall else 2

    def arrange(self) -> None:
        """Two by two on site, in one row in the office and in a low window."""
        across = self._across()
        if (across, self._look.field) == self._arranged:
            return
        self._arranged = (across, self._look.field)
        self._grid.setSpacing(12 if self._look.field else _GAP)
        for place in range(len(_KEYS)):
            self._grid.addWidget(self._group.button(place), place // across, place % across)

    def press(self, place: int) -> None:
        """Choose an answer by its place."""
        answer = _KEYS[place][0]
        if answer != self._answer:
            self._answer = answer
            self.chosen.emit(answer)

    @property
    def answer(self) -> str:
        """The chosen answer."""
        return self._answer

    def show_answer(self, answer: str) -> None:
        """Show what the case holds."""
        self._answer = answer
        names = [name for name, _status in _KEYS]
        if answer in names:
            self._group.button(names.index(answer)).setChecked(True)
