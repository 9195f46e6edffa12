"""The palette bar: which colour is how warm; dragging moves level and span; fields for the same."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QLineEdit, QWidget

from fieldlaw.ui.theme.qss import mark

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent

    from fieldlaw.ui.theme.look import Look

_BAR, _FOLD, _TOOTH = 18, 150.0, 8
_CHARACTERS = 6


class PaletteBar(QWidget):
    """The colours between two temperatures: up and down moves the level, sideways widens or narrows the span.

    Attributes:
        dragged: (low, high) in °C.
        limited: (low, high): the limits of the isotherm were dragged.
    """

    dragged = Signal(object)
    limited = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._limits: tuple[float, ...] = ()
        self._limit: int | None = None
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

    def show_limits(self, limits: tuple[float, ...]) -> None:
        """Show the limits of the isotherm beside the bar; none when it is off."""
        if limits != self._limits:
            self._limits = limits
            self.update()

    def _height_of(self, celsius: float) -> float:
        box, (low, high) = self._box(), self._span
        part = min(max((celsius - low) / (high - low), 0.0), 1.0)
        return box.bottom() - part * box.height()

    def _celsius_at(self, y: float) -> float:
        box, (low, high) = self._box(), self._span
        return low + min(max((box.bottom() - y) / box.height(), 0.0), 1.0) * (high - low)

    def _box(self) -> QRectF:
        line = self._look.tokens.font("caption") * 1.6
        return QRectF((self.width() - _BAR) / 2, line, _BAR, max(self.height() - 2 * line, 1.0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The bar and the temperatures at its ends."""
        painter, box = QPainter(self), self._box()
        painter.drawImage(box, self._bar)
        painter.setPen(self._look.colour("borderControl"))
        painter.drawRect(box)
        self._draw_limits(painter, box)
        painter.setFont(self._look.font("caption"))
        painter.setPen(self._look.colour("textSecondary"))
        top = QRectF(0, 0, self.width(), box.top())
        bottom = QRectF(0, box.bottom(), self.width(), box.top())
        painter.drawText(top, Qt.AlignmentFlag.AlignCenter, f"{self._span[1]:.1f}")
        painter.drawText(bottom, Qt.AlignmentFlag.AlignCenter, f"{self._span[0]:.1f}")
        painter.end()

    def _draw_limits(self, painter: QPainter, box: QRectF) -> None:
        """A triangle on each side of the bar, and a line across it."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for celsius in self._limits:
            y = self._height_of(celsius)
            for ink, width in ((Qt.GlobalColor.black, 4), (Qt.GlobalColor.white, 2)):
                painter.setPen(QPen(QColor(ink), width))
                painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.colour("text"))
            for x, way in ((box.left() - 1, -_TOOTH), (box.right() + 1, _TOOTH)):
                tip, back = QPointF(x, y), x + way
                painter.drawPolygon(QPolygonF([tip, QPointF(back, y - 6), QPointF(back, y + 6)]))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _limit_at(self, y: float) -> int | None:
        away = [(abs(self._height_of(one) - y), n) for n, one in enumerate(self._limits)]
        return min(away)[1] if away and min(away)[0] < _TOOTH else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a limit, or begin to move level and span, with either button."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._limit = self._limit_at(event.position().y())
        self.begin(event.position())

    def begin(self, at: QPointF) -> None:
        """A drag that moves level and span begins, here or on a picture."""
        self._from = (at, self._span)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the limit, or level and span."""
        if self._limit is not None:
            moved = self._celsius_at(event.position().y())
            limits = tuple(moved if n == self._limit else one for n, one in enumerate(self._limits))
            self.limited.emit((limits[0], limits[-1]))
        else:
            self.go(event.position())

    def go(self, at: QPointF) -> None:
        """Move the level by the way up, the span by the way sideways."""
        if self._from is None:
            return
        start, (low, high) = self._from
        way = at - start
        middle = (low + high) / 2 - way.y() * (high - low) / self._box().height()
        half = (high - low) / 2 * math.exp(way.x() / _FOLD)
        self.dragged.emit((middle - half, middle + half))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End."""
        self._from = self._limit = None


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
