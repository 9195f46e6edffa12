"""A picture to look into: zoom, pan, one cursor that two pictures share, marks over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldlaw.ui.views.parts.marks import SPOT, Mark, draw_cross, draw_marks
from fieldlaw.ui.views.parts.sight import Sight, relative

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent

    from fieldlaw.ui.theme.look import Look

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_STEP, _FAR = 1.25, 10
_NEAR = 14  # so many pixels of the screen from a spot still take it in hand
_CRISP = 6  # from so many screen pixels each, the pixels of the picture are shown as squares


class PictureView(QWidget):
    """Shows a picture through a shared sight.

    The cursor of the other picture is mapped by proportion alone. The two lenses see from two places; taking
    out that offset needs the distance and is a matter of its own.

    Attributes:
        hovered: the point under the mouse as parts of width and height (QPointF), or None.
        put: (column, row): a spot is wanted there.
        taken: the name of the spot that was clicked.
        stepped: (columns, rows): the spot in hand is to move.
    """

    hovered = Signal(object)
    put = Signal(object)
    taken = Signal(object)
    stepped = Signal(object)

    def __init__(self, look: Look, sight: Sight, name: str) -> None:
        super().__init__()
        self._look, self._sight = look, sight
        self._image, self._ground = QImage(), QPixmap()
        self._marks: tuple[Mark, ...] = ()
        self._cursor: QPointF | None = None
        self._drag: QPointF | None = None
        self.spotting = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)
        self.setAccessibleName(name)
        sight.changed.connect(self._again)
        look.changed.connect(self._again)

    # --- what is shown

    def show_image(self, image: QImage) -> None:
        """Show another picture; the part that is looked at stays."""
        if image.cacheKey() != self._image.cacheKey():
            self._image = image
            self._again()

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Show other marks."""
        if tuple(marks) != self._marks:
            self._marks = tuple(marks)
            self.update()

    def show_cursor(self, at: QPointF | None) -> None:
        """Show the shared cursor at a point given as parts of width and height."""
        self._cursor = at
        self.update()

    def set_spotting(self, *, on: bool) -> None:
        """Whether a click puts a spot."""
        self.spotting = on
        self.setCursor(Qt.CursorShape.CrossCursor if on else Qt.CursorShape.ArrowCursor)

    def sizeHint(self) -> QSize:
        """As drawn in the design."""
        return QSize(480, 360)

    @property
    def box(self) -> QRectF:
        """Where the picture lies in this widget."""
        return self._sight.box(self._image.size(), self.size())

    def point_of(self, column: int, row: int) -> QPointF:
        """The middle of a pixel of the picture in this widget."""
        return self._at(QPointF((column + 0.5) / self._image.width(), (row + 0.5) / self._image.height()))

    def _at(self, part: QPointF) -> QPointF:
        box = self.box
        return QPointF(box.left() + part.x() * box.width(), box.top() + part.y() * box.height())

    def place_of(self, part: QPointF) -> tuple[int, int] | None:
        """The pixel (column, row) at a point given as parts of width and height; None outside."""
        column, row = part.x() * self._image.width(), part.y() * self._image.height()
        inside = 0 <= column < self._image.width() and 0 <= row < self._image.height()
        return (int(column), int(row)) if inside else None

    def _again(self) -> None:
        self._ground = QPixmap()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The picture is drawn anew for another size."""
        super().resizeEvent(event)
        self._again()

    # --- drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture from its own pixmap, then what changes more often."""
        if self._ground.isNull():
            self._ground = self._drawn()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self.rect())
        if not self._image.isNull():
            points = [(mark, self._at(QPointF(mark.x, mark.y))) for mark in self._marks]
            draw_marks(painter, self._look, points, QRectF(self.rect()))
            if self._cursor is not None:
                draw_cross(painter, self._at(self._cursor), self._look.colour("focusOnDark"))
        painter.end()

    def _drawn(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        ground = QPixmap(self.size() * ratio)
        ground.setDevicePixelRatio(ratio)
        ground.fill(self._look.colour("sunken"))
        box = self.box
        if box.isEmpty():
            return ground
        painter = QPainter(ground)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour("surface"))
        painter.drawRect(box)
        painter.setBrush(QBrush(self._look.colour("borderControl"), Qt.BrushStyle.BDiagPattern))
        painter.drawRect(box)
        crisp = box.width() * ratio >= _CRISP * self._image.width()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not crisp)
        painter.drawImage(box, self._image)
        painter.end()
        return ground

    # --- mouse and keys

    def _part(self, at: QPointF) -> QPointF | None:
        box = self.box
        part = relative(box, at) if not box.isEmpty() else QPointF(-1, -1)
        return part if self.place_of(part) is not None else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put a spot, take one in hand, or begin to pan."""
        left = event.button() == Qt.MouseButton.LeftButton
        part = self._part(event.position())
        if left and self.spotting:
            if part is not None:
                self.put.emit(self.place_of(part))
        elif left and (near := self._near(event.position())):
            self.taken.emit(near)
        elif left or event.button() == Qt.MouseButton.MiddleButton:
            self._drag = event.position()

    def _near(self, at: QPointF) -> str:
        spots = [(self._at(QPointF(m.x, m.y)) - at, m.name) for m in self._marks if m.kind == SPOT]
        away, name = min(((way.manhattanLength(), name) for way, name in spots), default=(_NEAR, ""))
        return name if away < _NEAR else ""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, and say where the mouse is."""
        if self._drag is not None and not self.box.isEmpty():
            by, self._drag = event.position() - self._drag, event.position()
            self._sight.pan(by, self.box, self.size())
        self.hovered.emit(self._part(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Pan no more."""
        self._drag = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Look at the whole picture; while spots are put, it is one more click."""
        if self.spotting:
            self.mousePressEvent(event)
        else:
            self._sight.fit()

    def leaveEvent(self, event: QEnterEvent) -> None:  # type: ignore[override]
        """The mouse is no longer over the picture."""
        self.hovered.emit(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the mouse."""
        turns = event.angleDelta().y() / 120
        self.zoom(_STEP**turns, event.position())

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom at a point of the widget, else at the cursor, else in the middle."""
        box = self.box
        if not box.isEmpty():
            middle = QPointF(self.width() / 2, self.height() / 2)
            seen = self._at(self._cursor) if self._cursor is not None else middle
            self._sight.zoom_by(factor, box, at or seen, self.size())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the spot in hand; space or Enter puts one at the cursor, or in the middle."""
        way = _ARROWS.get(Qt.Key(event.key()))
        far = _FAR if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        if way is not None:
            self.stepped.emit((way[0] * far, way[1] * far))
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.spotting:
            place = self.place_of(self._cursor or QPointF(0.5, 0.5))
            if place is not None:
                self.put.emit(place)
        else:
            super().keyPressEvent(event)
