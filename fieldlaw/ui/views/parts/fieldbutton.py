"""The switch between office and field mode; it names the mode that a press leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from fieldlaw.ui.views.parts.buttons import Button, Trim

if TYPE_CHECKING:
    from fieldlaw.ui.theme.look import Look


class FieldButton(Button):
    """现场模式 in the office, 办公模式 on site."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "", trim=Trim(icon="sun", key="F11"))
        look.changed.connect(self._say)
        self._say()

    def _say(self) -> None:
        word = "办公模式" if self.look.field else "现场模式"
        self.setText(QCoreApplication.translate("FieldButton", word))
        self.updateGeometry()
