"""The pad to sign on: strokes of a pen, a finger or the mouse, with their times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPen, QPointingDevice
from PySide6.QtWidgets import QSizePolicy, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QTabletEvent

    from fieldlaw.ui.theme.look import Look

Stroke = tuple[tuple[int, int, int], ...]
UNIT = 1000  # the width of the pad; heights count in the same unit, so that a shape keeps its form
_NEAR = 3
_INK, _EDGE = 3.0, 2
_HIGH, _HIGH_FIELD = 150, 190
_LINE = 0.74  # where the line to write on lies


def path_of(strokes: Sequence[Stroke], scale: float) -> QPainterPath:
    """The strokes as lines in pixels; a dot where the pen only touched."""
    path = QPainterPath()
    for stroke in strokes:
        points = [QPointF(x * scale, y * scale) for x, y, _t in stroke]
        path.moveTo(points[0])
        for point in points[1:] or [points[0] + QPointF(0.1, 0)]:
            path.lineTo(point)
    return path


class SignPad(QWidget):
    """Takes strokes; shows a signature that stands already, or why there is none.

    Attributes:
        inked: a stroke began, or all were taken away.
    """

    inked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._strokes: list[list[tuple[int, int, int]]] = []
        self._kept: tuple[Stroke, ...] = ()
        self._words = ""
        self._began: int | None = None
        self._down = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        look.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(_HIGH_FIELD if self._look.field else _HIGH)
        self.update()

    # --- what it holds

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """What was drawn: points (x, y, milliseconds since the first), in thousandths of the width."""
        return tuple(tuple(stroke) for stroke in self._strokes)

    def clear(self) -> None:
        """Take the strokes away."""
        self._strokes, self._began, self._down = [], None, False
        self.update()
        self.inked.emit()

    def show_kept(self, strokes: tuple[Stroke, ...], words: str) -> None:
        """Show what stands on the page already; drawing on the pad replaces it."""
        self._kept, self._words = strokes, words
        self.update()

    # --- drawing on it

    def _point(self, at: QPointF, when: int) -> tuple[int, int, int]:
        scale = UNIT / max(self.width(), 1)
        x = min(max(at.x(), 0.0), float(self.width())) * scale
        y = min(max(at.y(), 0.0), float(self.height())) * scale
        began = self._began if self._began is not None else when
        return round(x), round(y), max(when - began, 0)

    def _begin(self, at: QPointF, when: int) -> None:
        if self._began is None:
            self._began = when
        self._down = True
        self._strokes.append([self._point(at, when)])
        self.update()
        self.inked.emit()

    def _go(self, at: QPointF, when: int) -> None:
        if not self._down:
            return
        point, last = self._point(at, when), self._strokes[-1][-1]
        if abs(point[0] - last[0]) + abs(point[1] - last[1]) >= _NEAR:
            self._strokes[-1].append(point)
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A stroke begins; a finger comes as a mouse."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._begin(event.position(), event.timestamp())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The stroke goes on."""
        self._go(event.position(), event.timestamp())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The stroke ends."""
        self._down = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Backspace takes the strokes away."""
        if event.key() == Qt.Key.Key_Backspace:
            self.clear()
        else:
            super().keyPressEvent(event)

    def tabletEvent(self, event: QTabletEvent) -> None:
        """A pen draws while it presses; hovering and the eraser end draw nothing."""
        event.accept()
        pen = event.pointerType() != QPointingDevice.PointerType.Eraser
        presses = pen and event.pressure() > 0 and bool(event.buttons() & Qt.MouseButton.LeftButton)
        if not presses:
            self._down = False
        elif self._down:
            self._go(event.position(), event.timestamp())
        else:
            self._begin(event.position(), event.timestamp())

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """The sheet, the line to write on, the ink."""
        painter, look = QPainter(self), self._look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("accent" if self.isEnabled() else "borderControl"), _EDGE))
        painter.setBrush(look.colour("surface" if self.isEnabled() else "sunken"))
        edge = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(edge, 5, 5)
        painter.setPen(QPen(look.colour("borderSubtle"), 1))
        y = round(self.height() * _LINE)
        painter.drawLine(20, y, self.width() - 20, y)
        self._draw_ink(painter)
        painter.end()

    def _draw_ink(self, painter: QPainter) -> None:
        strokes = self.strokes or self._kept
        if not strokes:
            self._draw_words(painter)
            return
        scale = self.width() / UNIT
        lowest = max(y for stroke in strokes for _x, y, _t in stroke)
        scale = min(scale, (self.height() - 4) / max(lowest, 1))
        pen = QPen(self._look.colour("text"), _INK)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path_of(strokes, scale))

    def _draw_words(self, painter: QPainter) -> None:
        if not self._words:
            return
        painter.setFont(self._look.font("small"))
        painter.setPen(self._look.colour("textSecondary"))
        high = QFontMetrics(painter.font()).height()
        room = QRectF(16, 8, self.width() - 32, self.height() - 16 - high / 2)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self._words)
