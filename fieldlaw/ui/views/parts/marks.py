"""Marks over a picture: white lines on black ones, words on a dark ground; readable over every palette."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainterPath, QPainterPathStroker, QPen, QPolygonF

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QPainter

    from fieldlaw.ui.theme.look import Look

    At = Callable[[float, float], QPointF]  # from columns and rows to a point of the widget

SPOT, LOW, HIGH = "spot", "low", "high"
LINE, BOX, ELLIPSE, POLYGON = "line", "box", "ellipse", "polygon"
Place = tuple[int, int]
_FRAMED = (BOX, ELLIPSE)
_LINE, _UNDER = 2, 4
_ARM, _HOLE, _RING, _GRIP = 11, 3, 15, 5
_PAD = 6
_NEAR = 14  # so many pixels of the screen from a mark still take it in hand
_DASH = [3.0, 2.5]


@dataclass(frozen=True)
class Mark:
    """A mark on the pixels of a picture.

    Attributes:
        kind: SPOT, LOW, HIGH, LINE, BOX, ELLIPSE or POLYGON.
        points: columns and rows of what makes it.
        words: what stands beside it.
        name: by which it is taken in hand; empty when it cannot be.
        chosen: it is in hand.
        movable: it is a draft, so that in hand it has grips.
        dashed: it is the camera's, or not finished.
    """

    kind: str
    points: tuple[Place, ...]
    words: str = ""
    name: str = ""
    chosen: bool = False
    movable: bool = False
    dashed: bool = False

    @property
    def frame(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom pixel."""
        columns, rows = zip(*self.points, strict=True)
        return min(columns), min(rows), max(columns), max(rows)

    @property
    def grips(self) -> tuple[Place, ...]:
        """The pixels by which its form is pulled; a spot is only moved."""
        if self.kind in _FRAMED:
            (x1, y1), (x2, y2) = self.points
            return (x1, y1), (x2, y1), (x2, y2), (x1, y2)
        return self.points if self.kind in (LINE, POLYGON) else ()

    def pulled(self, grip: int, place: Place) -> tuple[Place, ...]:
        """Its points after one grip was pulled to a pixel; of a frame the opposite corner stays."""
        if self.kind in _FRAMED:
            return self.grips[(grip + 2) % 4], place
        return tuple(place if n == grip else one for n, one in enumerate(self.points))


def outline(mark: Mark, at: At) -> QPainterPath:
    """The line of a mark: around the pixels of a frame, through the middles of those of a line."""
    path = QPainterPath()
    if mark.kind in _FRAMED:
        left, top, right, bottom = mark.frame
        rect = QRectF(at(left, top), at(right + 1, bottom + 1))
        add = path.addRect if mark.kind == BOX else path.addEllipse
        add(rect)
    elif mark.kind in (LINE, POLYGON):
        path.addPolygon(QPolygonF([at(x + 0.5, y + 0.5) for x, y in mark.points]))
        if mark.kind == POLYGON and not mark.dashed:
            path.closeSubpath()
    return path


def middle(mark: Mark, at: At) -> QPointF:
    """The middle of the first pixel of a mark."""
    column, row = mark.points[0]
    return at(column + 0.5, row + 0.5)


def grip_at(marks: Sequence[Mark], at: At, point: QPointF) -> tuple[Mark, int] | None:
    """The grip of the mark in hand that lies under a point of the widget."""
    held = [(mark, n, at(x + 0.5, y + 0.5)) for mark in marks for n, (x, y) in enumerate(mark.grips)]
    near = [
        ((spot - point).manhattanLength(), mark, n)
        for mark, n, spot in held
        if mark.chosen and mark.movable and mark.name
    ]
    best = min(near, key=lambda one: one[0], default=None)
    return (best[1], best[2]) if best is not None and best[0] < _NEAR else None


def mark_at(marks: Sequence[Mark], at: At, point: QPointF) -> Mark | None:
    """The mark that lies under a point of the widget: a spot or line near it, else the smallest around it."""
    named = [mark for mark in marks if mark.name]
    spots = [(m, (middle(m, at) - point).manhattanLength()) for m in named if m.kind == SPOT]
    near = min(spots, key=lambda one: one[1], default=None)
    if near is not None and near[1] < _NEAR:
        return near[0]
    stroker = QPainterPathStroker()
    stroker.setWidth(_NEAR)
    paths = [(mark, outline(mark, at)) for mark in named if mark.kind != SPOT]
    lines = [mark for mark, path in paths if stroker.createStroke(path).contains(point)]
    around = [
        (path.boundingRect().width() * path.boundingRect().height(), n)
        for n, (mark, path) in enumerate(paths)
        if mark.kind != LINE and path.contains(point)
    ]
    if lines:
        return lines[0]
    return paths[min(around)[1]][0] if around else None


# --- drawing


def _cross(at: QPointF) -> list[tuple[QPointF, QPointF]]:
    ways = ((1, 0), (-1, 0), (0, 1), (0, -1))
    return [(at + QPointF(x, y) * _HOLE, at + QPointF(x, y) * _ARM) for x, y in ways]


def _triangle(at: QPointF, up: int) -> QPolygonF:
    return QPolygonF([at, at + QPointF(-7, up * 11), at + QPointF(7, up * 11), at])


def _pens(ink: QColor) -> tuple[QPen, QPen]:
    return QPen(QColor(Qt.GlobalColor.black), _UNDER), QPen(ink, _LINE)


def draw_cross(painter: QPainter, at: QPointF, ink: QColor) -> None:
    """A cross with an open middle, so that the pixel itself stays to be seen."""
    for pen in _pens(ink):
        painter.setPen(pen)
        for one, other in _cross(at):
            painter.drawLine(one, other)


def draw_marks(painter: QPainter, look: Look, marks: Sequence[Mark], at: At, room: QRectF) -> None:
    """Draw marks, then their words where there is room, none over another."""
    for mark in marks:
        _draw_sign(painter, look, mark, at)
    taken: list[QRectF] = []
    for mark in sorted(marks, key=lambda one: not one.chosen):
        beside = _anchor(mark, at)
        if mark.words and room.intersects(beside):
            box = _free(_box(look, mark, beside, room), taken, room)
            taken.append(_draw_words(painter, look, mark, box))


def _draw_sign(painter: QPainter, look: Look, mark: Mark, at: At) -> None:
    white, first = QColor(Qt.GlobalColor.white), middle(mark, at)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if mark.kind == SPOT:
        draw_cross(painter, first, white)
        if mark.chosen:
            _draw_ring(painter, first, look.colour("focusOnDark"))
    elif mark.kind in (LOW, HIGH):
        for pen in _pens(white):
            painter.setPen(pen)
            painter.drawPolygon(_triangle(first, 1 if mark.kind == LOW else -1))
    else:
        _draw_outline(painter, look, mark, at)


def _draw_outline(painter: QPainter, look: Look, mark: Mark, at: At) -> None:
    path = outline(mark, at)
    under, over = _pens(look.colour("focusOnDark") if mark.chosen else QColor(Qt.GlobalColor.white))
    if mark.chosen:
        under.setWidth(_UNDER + 2)
        over.setWidth(_LINE + 1)
    if mark.dashed:
        over.setDashPattern(_DASH)
    for pen in (under, over):
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawPath(path)
    if mark.chosen and mark.movable:
        _draw_grips(painter, mark, at)


def _draw_grips(painter: QPainter, mark: Mark, at: At) -> None:
    painter.setPen(QPen(QColor(Qt.GlobalColor.black), 2))
    painter.setBrush(QColor(Qt.GlobalColor.white))
    for x, y in mark.grips:
        middle_of = at(x + 0.5, y + 0.5)
        painter.drawRect(QRectF(middle_of.x() - _GRIP, middle_of.y() - _GRIP, 2 * _GRIP, 2 * _GRIP))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _draw_ring(painter: QPainter, at: QPointF, ink: QColor) -> None:
    for pen in _pens(ink):
        painter.setPen(pen)
        painter.drawEllipse(at, _RING, _RING)


# --- words


def _anchor(mark: Mark, at: At) -> QRectF:
    """What the words stand beside: the ring of a spot, the frame of anything else."""
    first = middle(mark, at)
    if mark.kind in (SPOT, LOW, HIGH):
        return QRectF(first.x() - _RING, first.y() - _RING, 2 * _RING, 2 * _RING)
    left, top, right, bottom = mark.frame
    return QRectF(at(left, top), at(right + 1, bottom + 1))


def _box(look: Look, mark: Mark, beside: QRectF, room: QRectF) -> QRectF:
    """Where the words of a mark would like to be: beside its upper right corner, inside of the widget."""
    metrics = QFontMetrics(look.font("caption", bold=mark.chosen))
    box = QRectF(0, 0, metrics.horizontalAdvance(mark.words) + 2 * _PAD, metrics.height() + 2)
    seen = beside.intersected(room)
    right = seen.right() + _PAD + box.width() <= room.right()
    left = seen.left() - _PAD - box.width()
    inside = seen.right() - _PAD - box.width()
    box.moveLeft(seen.right() + _PAD if right else left if left >= room.left() else inside)
    over = seen.top() - box.height() / 2 if mark.kind in (SPOT, LOW, HIGH) else seen.top()
    box.moveTop(min(max(over, room.top()), room.bottom() - box.height()))
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
