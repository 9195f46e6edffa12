"""The temperatures along a line: °C against pixels, broken where undefined, with a cursor."""

from __future__ import annotations

from math import ceil, floor, log10
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent

    from fieldlaw.ui.theme.look import Look

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_LINES = 3  # so many parts of the axis at most
_LEAST = 0.4  # of °C: noise is not drawn as mountains
_PAD, _TOP = 12, 10
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def ticks(low: float, high: float) -> tuple[float, ...]:
    """Round temperatures from below the lowest to above the highest, few enough to read."""
    wide = max(high - low, _LEAST)
    power = 10.0 ** floor(log10(wide / _LINES))
    for step in (part * power for part in _STEPS):
        first, last = floor(low / step), max(ceil(high / step), floor(low / step) + 1)
        if last - first <= _LINES + 1:
            return tuple(step * n for n in range(first, last + 1))
    return (low, high)


class ProfileChart(QWidget):
    """The curve.

    Attributes:
        pointed: the number of the value under the cursor, or None.
    """

    pointed = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._values: tuple[float | None, ...] = ()
        self._at: int | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("剖面曲线"))
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """As drawn in the design."""
        return QSize(300, 140)

    def minimumSizeHint(self) -> QSize:
        """Three lines of the axis."""
        return QSize(140, 4 * self._look.tokens.font("caption"))

    def show_values(self, values: Sequence[float | None]) -> None:
        """Show other values."""
        if tuple(values) != self._values:
            self._values, self._at = tuple(values), None
            self.update()

    @property
    def cursor_at(self) -> int | None:
        """The number of the value at the cursor."""
        return self._at

    # --- where things are

    def _ends(self) -> tuple[float, ...]:
        known = [one for one in self._values if one is not None]
        return ticks(min(known), max(known)) if known else ()

    def _room(self, axis: Sequence[float]) -> QRectF:
        metrics = self.fontMetrics()
        wide = max((metrics.horizontalAdvance(self._word(one, axis)) for one in axis), default=0)
        left = _PAD + wide + 8
        high = self.height() - _TOP - metrics.height() - 8
        return QRectF(left, _TOP, max(self.width() - left - _PAD, 1), max(high, 1))

    @staticmethod
    def _word(value: float, axis: Sequence[float]) -> str:
        step = axis[1] - axis[0]
        return f"{value:.0f}" if step >= 1 and step == round(step) else f"{value:.1f}"

    def _point(self, n: int, value: float, room: QRectF, axis: Sequence[float]) -> QPointF:
        along = n / max(len(self._values) - 1, 1)
        up = (value - axis[0]) / (axis[-1] - axis[0])
        return QPointF(room.left() + along * room.width(), room.bottom() - up * room.height())

    # --- drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Axis, curve, cursor."""
        painter, axis = QPainter(self), self._ends()
        font = self._look.font("caption")
        self.setFont(font)
        painter.setFont(font)
        if axis:
            room = self._room(axis)
            self._draw_axis(painter, room, axis)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._look.colour("accent"), 3 if self._look.field else 2))
            painter.drawPath(self._curve(room, axis))
            self._draw_cursor(painter, room, axis)
        painter.end()

    def _draw_axis(self, painter: QPainter, room: QRectF, axis: Sequence[float]) -> None:
        high = self.fontMetrics().height()
        for one in axis:
            y = self._point(0, one, room, axis).y()
            painter.setPen(self._look.colour("borderSubtle"))
            painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
            painter.setPen(self._look.colour("textSecondary"))
            box = QRectF(0, y - high / 2, room.left() - 8, high)
            painter.drawText(box, _RIGHT, self._word(one, axis))
        under = QRectF(room.left(), room.bottom() + 6, room.width(), high)
        painter.drawText(under, Qt.AlignmentFlag.AlignLeft, self.tr("起点"))
        painter.drawText(under, Qt.AlignmentFlag.AlignHCenter, self._middle_words())
        painter.drawText(under, Qt.AlignmentFlag.AlignRight, self.tr("终点"))

    def _middle_words(self) -> str:
        if self._at is None:
            return self.tr("全长 {0} 像素").format(len(self._values) - 1)
        value = self._values[self._at]
        words = self.tr("算不出") if value is None else f"{value:.1f} ℃"
        return self.tr("{0} 像素处 {1}").format(self._at, words)

    def _curve(self, room: QRectF, axis: Sequence[float]) -> QPainterPath:
        path, down = QPainterPath(), False
        for n, value in enumerate(self._values):
            if value is None:
                down = False
                continue
            point = self._point(n, value, room, axis)
            if down:
                path.lineTo(point)
            else:
                path.moveTo(point)
            down = True
        return path

    def _draw_cursor(self, painter: QPainter, room: QRectF, axis: Sequence[float]) -> None:
        if self._at is None:
            return
        x = self._point(self._at, axis[0], room, axis).x()
        painter.setPen(QPen(self._look.colour("text"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, room.top()), QPointF(x, room.bottom()))
        value = self._values[self._at]
        if value is not None:
            painter.setPen(QPen(self._look.colour("surface"), 2))
            painter.setBrush(self._look.colour("accent"))
            painter.drawEllipse(self._point(self._at, value, room, axis), 5, 5)

    # --- mouse and keys

    def _take(self, at: int | None) -> None:
        if at != self._at:
            self._at = at
            self.update()
            self.pointed.emit(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The cursor follows the mouse."""
        axis = self._ends()
        if axis:
            room, last = self._room(axis), len(self._values) - 1
            part = (event.position().x() - room.left()) / room.width()
            self._take(min(max(round(part * last), 0), last))

    def leaveEvent(self, event: QEnterEvent) -> None:  # type: ignore[override]
        """No cursor without the mouse."""
        self._take(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right move the cursor."""
        way = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if way is None or not self._values:
            super().keyPressEvent(event)
            return
        last = len(self._values) - 1
        start = last // 2 if self._at is None else self._at
        self._take(min(max(start + way, 0), last))
