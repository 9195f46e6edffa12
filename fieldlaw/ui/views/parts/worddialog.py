"""A dialog that asks for words before an act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from fieldlaw.ui.views.parts.buttons import Button
from fieldlaw.ui.views.parts.labels import label, wrapped
from fieldlaw.ui.views.parts.note import NoteEdit

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from fieldlaw.ui.theme.look import Look

_WIDE = 520


class WordsDialog(QDialog):
    """Asks for words before an act; the act is blocked until there are enough of them.

    Attributes:
        given: the words.
    """

    given = Signal(object)

    def __init__(self, look: Look, parent: QWidget, title: str, act: Button, least: int) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setProperty("sheet", "surface")
        self.setFixedWidth(_WIDE)
        self.act, self._word, self._least = act, act.text(), least
        self.edit, self.stop = NoteEdit(look), Button(look, self.tr("先不"))
        self.about = wrapped("", "small")
        self.edit.setAccessibleName(title)
        self.act.setAutoDefault(False)
        self.stop.setDefault(True)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.stop)
        buttons.addWidget(self.act)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(20, 18, 20, 18)
        self.body.setSpacing(12)
        self.body.addWidget(label(title, "title"))
        self.body.addWidget(self.about)
        self.body.addWidget(self.edit)
        self.body.addLayout(buttons)
        self.stop.clicked.connect(self.reject)
        self.act.clicked.connect(self._give)
        self.edit.typed.connect(lambda _text: self._fit_act())
        self._fit_act()
        self.edit.setFocus()

    def _lacking(self) -> int:
        return self._least - len(self.edit.toPlainText().strip())

    def _fit_act(self) -> None:
        if self._lacking() > 0:
            self.act.block(self.tr("还差 {0} 字").format(self._lacking()))
        else:
            self.act.free(self._word)

    def _give(self) -> None:
        if self._lacking() > 0:
            self.edit.setFocus()
            return
        self.accept()
        self.given.emit(self.edit.toPlainText().strip())
