"""A list to choose from: the style sheet cannot tint an arrow, so the arrow is drawn here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from fieldlaw.ui.theme.look import Look

_EDGE = 10


class Choice(QComboBox):
    """A combo box with the arrow of our icons."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        look.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box as styled, then the arrow at its right end."""
        super().paintEvent(event)
        arrow = self._look.icon("chevron-down", "textSecondary")
        size = arrow.deviceIndependentSize().toSize()
        painter = QPainter(self)
        painter.drawPixmap(self.width() - size.width() - _EDGE, (self.height() - size.height()) // 2, arrow)
        painter.end()
