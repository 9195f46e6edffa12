"""The palette bar: which colour is how warm; dragging moves level and span; fields for the same."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from fieldlaw.ui.theme.qss import mark

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent

    from fieldlaw.ui.theme.look import Look

_BAR, _FOLD = 18, 150.0
_CHARACTERS = 6


class PaletteBar(QWidget):
    """The colours between two temperatures: up and down moves the level, sideways widens or narrows the span.

    Attributes:
        dragged: (low, high) in °C.
    """

    dragged = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._bar, self._span = QImage(), (0.0, 1.0)
        self._from: tuple[QPointF, tuple[float, float]] | None = None
        self.setCursor(Qt.CursorShape.SizeAllCursor)
        self.setToolTip(self.tr("上下拖：移动；左右拖：放宽或收窄"))
        look.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setFixedWidth(max(round(self._look.tokens.font("caption") * 3.6), _BAR))
        self.update()

    def show_bar(self, bar: QImage, span: tuple[float, float]) -> None:
        """Show the colours (1 wide, hot at the top) between two temperatures."""
        self._bar, self._span = bar, span
        self.setAccessibleName(self.tr("色标，{0:.1f} 至 {1:.1f} ℃").format(*span))
        self.update()

    def _box(self) -> QRectF:
        line = self._look.tokens.font("caption") * 1.6
        return QRectF((self.width() - _BAR) / 2, line, _BAR, max(self.height() - 2 * line, 1.0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The bar and the temperatures at its ends."""
        painter, box = QPainter(self), self._box()
        painter.drawImage(box, self._bar)
        painter.setPen(self._look.colour("borderControl"))
        painter.drawRect(box)
        painter.setFont(self._look.font("caption"))
        painter.setPen(self._look.colour("textSecondary"))
        top = QRectF(0, 0, self.width(), box.top())
        bottom = QRectF(0, box.bottom(), self.width(), box.top())
        painter.drawText(top, Qt.AlignmentFlag.AlignCenter, f"{self._span[1]:.1f}")
        painter.drawText(bottom, Qt.AlignmentFlag.AlignCenter, f"{self._span[0]:.1f}")
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin, with either button."""
        self._from = (event.position(), self._span)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the level by the way up, the span by the way sideways."""
        if self._from is None:
            return
        start, (low, high) = self._from
        way = event.position() - start
        middle = (low + high) / 2 - way.y() * (high - low) / self._box().height()
        half = (high - low) / 2 * math.exp(way.x() / _FOLD)
        self.dragged.emit((middle - half, middle + half))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End."""
        self._from = None


class DegreeField(QLineEdit):
    """A temperature to type.

    Attributes:
        given: the number, when it is one, in °C.
    """

    given = Signal(object)

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._shown = ""
        self.setAccessibleName(name)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.editingFinished.connect(self._take)
        look.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setFixedWidth(round(self._look.tokens.font("body") * _CHARACTERS * 0.6) + 24)

    def _take(self) -> None:
        if self.text() == self._shown:
            mark(self, "wrong", value=False)
            return
        try:
            value = float(self.text().replace(",", "."))
        except ValueError:
            value = math.nan
        mark(self, "wrong", value=not math.isfinite(value))
        if math.isfinite(value):
            self._shown = self.text()
            self.setModified(False)
            self.given.emit(value)

    def show_value(self, value: float) -> None:
        """Show a temperature, unless another one is being typed."""
        if self.hasFocus() and self.isModified():
            return
        self._shown = f"{value:.1f}"
        mark(self, "wrong", value=False)
        if self.text() != self._shown:
            self.setText(self._shown)
