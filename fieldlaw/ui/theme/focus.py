"""The focus ring: one frame for all widgets, so that it looks the same and never moves a layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QRegion, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFocusFrame, QProxyStyle, QStyle, QStyleOption, QWidget

from fieldlaw.ui.theme import tokens

if TYPE_CHECKING:
    from fieldlaw.ui.theme.look import Look

_ROUND = 7.0
_MARGINS = (QStyle.PixelMetric.PM_FocusFrameHMargin, QStyle.PixelMetric.PM_FocusFrameVMargin)


class _RingStyle(QProxyStyle):
    """Tells the frame how far from its widget it stands: ring and gap."""

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        """The two margins from the tokens, all else as it was."""
        return sum(tokens.focus()) if metric in _MARGINS else super().pixelMetric(metric, option, widget)


class FocusRing(QFocusFrame):
    """Follows the focus of the application; on dark ground (`onDark` property) in its own colour."""

    def __init__(self, look: Look, window: QWidget) -> None:
        super().__init__(window)
        self._look, self._window = look, window
        self._style = _RingStyle("Fusion")
        self.setStyle(self._style)
        self.hide()  # else it is shown with the window, in the corner, before anything has the focus
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self._style.setParent(app)
            app.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        fits = new is not None and new.window() is self.window() and new.property("ring") is not False
        self.setWidget(new if fits else None)  # type: ignore[arg-type]
        self._cut()

    def release(self) -> None:
        """Let go of the widget, and go back to the window, so as not to be deleted with a page."""
        self.setWidget(None)  # type: ignore[arg-type]
        self.setParent(self._window)

    def stop(self) -> None:
        """Follow no more: the program ends."""
        self.release()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.disconnect(self._follow)

    def showEvent(self, event: QShowEvent) -> None:
        """Stand above the page."""
        super().showEvent(event)
        self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the widget free."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        edge = sum(tokens.focus())
        self.raise_()
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
