"""Marks over a picture: white lines on black ones, words on a dark ground; readable over every palette."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPen, QPolygonF

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter

    from fieldlaw.ui.theme.look import Look

SPOT, LOW, HIGH = "spot", "low", "high"
_LINE, _UNDER = 2, 4
_ARM, _HOLE, _RING = 11, 3, 15
_PAD = 6


@dataclass(frozen=True)
class Mark:
    """A mark: what it is, its place as parts of width and height, its words, its name, if in hand."""

    kind: str
    x: float
    y: float
    words: str
    name: str = ""
    chosen: bool = False


def _cross(at: QPointF) -> list[tuple[QPointF, QPointF]]:
    ways = ((1, 0), (-1, 0), (0, 1), (0, -1))
    return [(at + QPointF(x, y) * _HOLE, at + QPointF(x, y) * _ARM) for x, y in ways]


def _triangle(at: QPointF, up: int) -> QPolygonF:
    return QPolygonF([at, at + QPointF(-7, up * 11), at + QPointF(7, up * 11), at])


def draw_cross(painter: QPainter, at: QPointF, ink: QColor) -> None:
    """A cross with an open middle, so that the pixel itself stays to be seen."""
    for pen in (QPen(QColor(Qt.GlobalColor.black), _UNDER), QPen(ink, _LINE)):
        painter.setPen(pen)
        for one, other in _cross(at):
            painter.drawLine(one, other)


def draw_marks(painter: QPainter, look: Look, marks: Sequence[tuple[Mark, QPointF]], room: QRectF) -> None:
    """Draw marks at points of the widget, then their words where there is room, none over another."""
    for mark, at in marks:
        _draw_sign(painter, look, mark, at)
    taken: list[QRectF] = []
    for mark, at in marks:
        if room.contains(at):
            taken.append(_draw_words(painter, look, mark, _free(_box(look, mark, at, room), taken, room)))


def _draw_sign(painter: QPainter, look: Look, mark: Mark, at: QPointF) -> None:
    white = QColor(Qt.GlobalColor.white)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if mark.kind == SPOT:
        draw_cross(painter, at, white)
        if mark.chosen:
            _draw_ring(painter, at, look.colour("focusOnDark"))
    else:
        shape = _triangle(at, 1 if mark.kind == LOW else -1)
        for pen in (QPen(QColor(Qt.GlobalColor.black), _UNDER), QPen(white, _LINE)):
            painter.setPen(pen)
            painter.drawPolygon(shape)


def _draw_ring(painter: QPainter, at: QPointF, ink: QColor) -> None:
    for pen in (QPen(QColor(Qt.GlobalColor.black), _UNDER), QPen(ink, _LINE)):
        painter.setPen(pen)
        painter.drawEllipse(at, _RING, _RING)


def _box(look: Look, mark: Mark, at: QPointF, room: QRectF) -> QRectF:
    """Where the words of a mark would like to be: beside it, inside of the widget."""
    metrics = QFontMetrics(look.font("caption", bold=mark.chosen))
    box = QRectF(0, 0, metrics.horizontalAdvance(mark.words) + 2 * _PAD, metrics.height() + 2)
    right = at.x() + _RING + 4 + box.width() <= room.right()
    box.moveLeft(at.x() + _RING + 4 if right else at.x() - _RING - 4 - box.width())
    box.moveTop(min(max(at.y() - box.height() - 2, room.top()), room.bottom() - box.height()))
    return box


def _free(box: QRectF, taken: Sequence[QRectF], room: QRectF) -> QRectF:
    """Lower a box until it covers no other one, or there is no room below."""
    while (other := next((one for one in taken if one.intersects(box)), None)) is not None:
        if other.bottom() + 1 + box.height() > room.bottom():
            return box
        box.moveTop(other.bottom() + 1)
    return box


def _draw_words(painter: QPainter, look: Look, mark: Mark, box: QRectF) -> QRectF:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("nav"))
    painter.drawRoundedRect(box, 3, 3)
    painter.setFont(look.font("caption", bold=mark.chosen))
    painter.setPen(look.colour("navText"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, mark.words)
    return box
