"""The scrim: darkens a window while a dialog waits for an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from fieldlaw.ui.theme.look import Look

_THICK = 0.45


class Scrim(QWidget):
    """Lies over a window from the moment a dialog blocks it; what lies under it can still be read."""

    def __init__(self, look: Look, window: QWidget) -> None:
        super().__init__(window)
        self._look, self._window = look, window
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Come and go with the dialog, and grow with the window."""
        if event.type() == QEvent.Type.WindowBlocked:
            self.setGeometry(self._window.rect())
            self.show()
            self.raise_()
        elif event.type() == QEvent.Type.WindowUnblocked:
            self.hide()
        elif event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """One even shade."""
        painter = QPainter(self)
        painter.setOpacity(_THICK)
        painter.fillRect(self.rect(), self._look.colour("scrim"))
        painter.end()
