"""The focus ring: one frame for all widgets, so that it looks the same and never moves a layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QMoveEvent, QPainter, QPaintEvent, QPen, QRegion, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QFocusFrame,
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QWidget,
)

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

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,
    ) -> int:
        """No mask of the style's own: it would hide what the ring draws within its widget."""
        if hint == QStyle.StyleHint.SH_FocusFrame_Mask:
            return 0
        return super().styleHint(hint, option, widget, returnData)


class FocusRing(QFocusFrame):
    """Follows the focus of the application; on dark ground (`onDark` property) in its own colour."""

    def __init__(self, look: Look, window: QWidget) -> None:
        super().__init__(window)
        self._look, self._window, self._cut_for = look, window, QRect()
        self._style = _RingStyle("Fusion")
        self.setStyle(self._style)
        self.hide()  # else it is shown with the window, in the corner, before anything has the focus
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self._style.setParent(app)
            app.focusChanged.connect(self._follow)
            look.changed.connect(self._soon)

    def _soon(self) -> None:
        """Another style sheet hides the frame: put it back once the sheet is in force."""
        QTimer.singleShot(0, self, self._again)

    def _again(self) -> None:
        held = QApplication.focusWidget()
        self.setWidget(None)  # type: ignore[arg-type]
        self._follow(None, held)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        fits = new is not None and new.window() is self.window() and new.property("ring") is not False
        self.setWidget(new if fits else None)  # type: ignore[arg-type]
        self._cut()
        if fits and self.isHidden():
            QTimer.singleShot(0, self, self._late)

    def _late(self) -> None:
        """Show it around a widget that had no place yet when it took the focus."""
        held = self.widget()
        if held is not None and held.isVisible() and self.isHidden():
            self.setWidget(None)  # type: ignore[arg-type]
            self.setWidget(held)
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
        QTimer.singleShot(0, self, self._cut)  # once more when the surroundings have found their size

    def moveEvent(self, event: QMoveEvent) -> None:
        """What the surroundings leave of the ring changes with its place."""
        super().moveEvent(event)
        self._cut()
        QTimer.singleShot(0, self, self._cut)

    def _area(self) -> QRect:
        """Where the ring stands: around its widget; within, where the surroundings would clip it."""
        area, at, up = self.rect(), QPoint(), self.parentWidget()
        step: QWidget = self
        while up is not None and not isinstance(up.parentWidget(), QAbstractScrollArea):
            at += step.pos()
            area &= up.rect().translated(-at)
            step, up = up, None if up.isWindow() else up.parentWidget()
        return area

    def _cut(self) -> None:
        edge = sum(tokens.focus())
        self.raise_()
        area = self._cut_for = self._area()
        inner = area.adjusted(edge, edge, -edge, -edge)
        self.setMask(QRegion(area).subtracted(QRegion(inner)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring; cut it anew if the surroundings grew or shrank since."""
        if self._area() != self._cut_for:
            QTimer.singleShot(0, self, self._cut)
        width, _gap = tokens.focus()
        dark = self.widget() is not None and self.widget().property("onDark") is True
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._look.colour("focusOnDark" if dark else "focus"), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half = width / 2
        painter.drawRoundedRect(QRectF(self._area()).adjusted(half, half, -half, -half), _ROUND, _ROUND)
        painter.end()
