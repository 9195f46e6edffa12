"""The focus ring: one frame for all widgets, so that it looks the same and never moves a layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QApplication, QFocusFrame, QWidget

from fieldlaw.ui.theme import tokens

if TYPE_CHECKING:
    from fieldlaw.ui.theme.look import Look

_ROUND = 7.0


class FocusRing(QFocusFrame):
    """Follows the focus of the application; on dark ground (`onDark` property) in its own colour."""

    def __init__(self, look: Look, window: QWidget) -> None:
        super().__init__(window)
        self._look = look
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        fits = new is not None and new.window() is self.window() and new.property("ring") is not False
        self.setWidget(new if fits else None)  # type: ignore[arg-type]
        if fits:
            self._fit()

    def _fit(self) -> None:
        width, gap = tokens.focus()
        edge = width + gap
        around = self.widget()
        corner = around.mapTo(around.window(), around.rect().topLeft())
        self.setGeometry(
            corner.x() - edge, corner.y() - edge, around.width() + 2 * edge, around.height() + 2 * edge
        )
        inner = self.rect().adjusted(edge, edge, -edge, -edge)
        self.setMask(QRegion(self.rect()).subtracted(QRegion(inner)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring."""
        width, _gap = tokens.focus()
        dark = self.widget() is not None and self.widget().property("onDark") is True
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._look.colour("focusOnDark" if dark else "focus"), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), _ROUND, _ROUND)
        painter.end()
