"""The note: free words that are passed on while no character is being composed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit

if TYPE_CHECKING:
    from PySide6.QtGui import QInputMethodEvent

    from fieldlaw.ui.theme.look import Look


class NoteEdit(QPlainTextEdit):
    """A text field.

    Attributes:
        typed: the whole text after a change by a person.
    """

    typed = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._composing = False
        self._shown = ""
        self.setTabChangesFocus(True)
        self.setAccessibleName(self.tr("情况说明"))
        self.textChanged.connect(self._pass_on)
        look.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self._look.tokens.font("body") * (3 if self._look.field else 5) + 26)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Remember whether a character is being composed."""
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)
        self._pass_on()

    def _pass_on(self) -> None:
        text = self.toPlainText()
        if not self._composing and text != self._shown:
            self._shown = text
            self.typed.emit(text)

    def show_text(self, text: str) -> None:
        """Show a text, keeping the cursor when it is the same one."""
        if text != self.toPlainText():
            self._shown = text
            self.setPlainText(text)
