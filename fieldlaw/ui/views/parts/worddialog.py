"""A dialog that asks for words before an act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from fieldlaw.ui.views.parts.note import NoteEdit
from fieldlaw.ui.views.parts.sheetdialog import SheetDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from fieldlaw.ui.theme.look import Look
    from fieldlaw.ui.views.parts.buttons import Button

_WIDE = 520


class WordsDialog(SheetDialog):
    """Asks for words before an act; the act is blocked until there are enough of them.

    Attributes:
        given: the words.
    """

    given = Signal(object)

    def __init__(self, look: Look, parent: QWidget, title: str, act: Button, least: int) -> None:
        super().__init__(look, parent, title, act)
        self.setFixedWidth(_WIDE)
        self._word, self._least = act.text(), least
        self.edit = NoteEdit(look)
        self.edit.setAccessibleName(title)
        self.act.setAutoDefault(False)
        self.stop.setDefault(True)
        self.lay(self.edit)
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
