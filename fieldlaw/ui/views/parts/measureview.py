"""The infrared picture: regions drawn, moved and pulled; alone, over the photograph, or in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter

from fieldlaw.ui.presenters.thermal_overlay import SAME
from fieldlaw.ui.views.parts.heatview import PictureView
from fieldlaw.ui.views.parts.marks import SPOT, grip_at, mark_at
from fieldlaw.ui.views.parts.pencil import Pencil

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent, QMouseEvent

    from fieldlaw.ui.presenters.thermal_overlay import Fit
    from fieldlaw.ui.theme.look import Look
    from fieldlaw.ui.views.parts.marks import Mark, Place
    from fieldlaw.ui.views.parts.sight import Sight

BESIDE, BLEND, INSET = "beside", "blend", "inset"
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_PUT = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_FAR = 10
_VALUES = 44  # from so many screen pixels each, the pixels carry their values
_WINDOW = (0.25, 0.25, 0.5, 0.5)  # what is shown of an infrared picture whose place is not known
_LUMA = 128


class MeasureView(PictureView):
    """The infrared picture.

    Attributes:
        drawn: (tool, points): a region was drawn.
        taken: the name of the region that was clicked; empty for none.
        shaped: (name, points, True at the first of a drag): a draft was moved or pulled.
        stepped: (columns, rows): what is in hand is to move.
        levelled: (way of the drag, True at its begin): level and span are to move.
        nudged: (columns, rows): the pictures are to be moved against each other.
        value_of: the temperature of a pixel.
    """

    drawn = Signal(object, object)
    taken = Signal(object)
    shaped = Signal(object, object, object)
    stepped = Signal(object)
    levelled = Signal(object, object)
    nudged = Signal(object)

    def __init__(self, look: Look, sight: Sight, name: str) -> None:
        super().__init__(look, sight, name)
        self.pencil = Pencil(self)
        self.value_of: Callable[[Place], float | None] = lambda _place: None
        self._photo, self._photo_fit, self._mode, self._opacity = QImage(), SAME, BESIDE, 0.5
        self._composed: tuple[object, ...] = ()
        self._pulled: tuple[Mark, int | None, Place] | None = None
        self._first = True
        self._level: QPointF | None = None
        self.pencil.moved.connect(self.update)
        self.pencil.drawn.connect(self.drawn)

    def use(self, tool: str) -> None:
        """Take a tool in hand; empty for none."""
        self.pencil.use(tool)
        self.setCursor(Qt.CursorShape.CrossCursor if tool else Qt.CursorShape.ArrowCursor)

    # --- with the photograph

    def compose(self, photo: QImage, fit: Fit, mode: str, opacity: float) -> None:
        """Show the picture alone (BESIDE), over the photograph (BLEND), or in its place on it (INSET)."""
        mode = BESIDE if photo.isNull() else mode
        if (photo.cacheKey(), fit, mode, opacity) == self._composed:
            return
        self._composed = (photo.cacheKey(), fit, mode, opacity)
        self._photo, self._photo_fit, self._mode, self._opacity = photo, fit, mode, opacity
        self._fit = fit if mode == INSET else SAME
        self._again()

    def canvas_size(self) -> QSize:
        """In its place on the photograph, the photograph fills the view."""
        return self._photo.size() if self._mode == INSET else self._image.size()

    def draw_picture(self, painter: QPainter) -> None:
        """The photograph where it is wanted, the infrared picture over it, the values when near enough."""
        box = self.box
        if self._mode == BESIDE:
            super().draw_picture(painter)
        else:
            painter.setClipRect(self.canvas)
            self.draw_part(painter, self._photo, self._photo_box(box))
            painter.setClipRect(self._window(box))
            painter.setOpacity(self._opacity if self._mode == BLEND else 1.0)
            self.draw_part(painter, self._image, box)
            painter.setOpacity(1.0)
            self._draw_window(painter, box)
        self._draw_values(painter, box)

    def _photo_box(self, box: QRectF) -> QRectF:
        """Where the photograph lies, from where the infrared picture does."""
        fit = self._photo_fit
        wide, high = box.width() / fit.wide, box.height() / fit.high
        return QRectF(box.left() - fit.left * wide, box.top() - fit.top * high, wide, high)

    def _window(self, box: QRectF) -> QRectF:
        if self._mode == BLEND or self._photo_fit.known:
            return box
        left, top, wide, high = _WINDOW
        return QRectF(
            box.left() + left * box.width(),
            box.top() + top * box.height(),
            wide * box.width(),
            high * box.height(),
        )

    def _draw_window(self, painter: QPainter, box: QRectF) -> None:
        painter.setClipping(False)
        if self._mode == INSET:
            painter.setPen(QColor(Qt.GlobalColor.white))
            painter.drawRect(self._window(box))

    def _draw_values(self, painter: QPainter, box: QRectF) -> None:
        """Every pixel with its temperature, once it is wide enough for the words."""
        if self._image.isNull():
            return
        wide, high = box.width() / self.grid.width(), box.height() / self.grid.height()
        font = self._look.font("caption")
        if wide < max(_VALUES, QFontMetrics(font).horizontalAdvance("-188.8") + 4):
            return
        painter.setFont(font)
        seen = box.intersected(QRectF(self.rect()))
        columns = range(int((seen.left() - box.left()) / wide), self.grid.width())
        rows = range(int((seen.top() - box.top()) / high), self.grid.height())
        for row in rows:
            if box.top() + row * high > seen.bottom():
                break
            for column in columns:
                if box.left() + column * wide > seen.right():
                    break
                self._draw_value(painter, (column, row), QSizeF(wide, high))

    def _draw_value(self, painter: QPainter, place: Place, size: QSizeF) -> None:
        value = self.value_of(place)
        ground = self._image.pixelColor(*place)
        dark = ground.alpha() and ground.red() * 0.3 + ground.green() * 0.59 + ground.blue() * 0.11 < _LUMA
        painter.setPen(QColor(Qt.GlobalColor.white if dark else Qt.GlobalColor.black))
        words = "—" if value is None else f"{value:.1f}"
        painter.drawText(QRectF(self._pixel(*place), size), Qt.AlignmentFlag.AlignCenter, words)

    def shown_marks(self) -> tuple[Mark, ...]:
        """The regions, and the one that is being drawn."""
        being = self.pencil.mark()
        return self._marks if being is None else (*self._marks, being)

    # --- mouse

    def _place(self, at: QPointF) -> Place | None:
        part = self._part(at)
        return None if part is None else self.place_of(part)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pull a grip, draw, take a region in hand and move it, move level and span, or pan."""
        at, place = event.position(), self._place(event.position())
        if event.button() == Qt.MouseButton.RightButton:
            self._level = at
            self.levelled.emit(QPointF(), True)  # noqa: FBT003  Qt signals take no names
        elif event.button() != Qt.MouseButton.LeftButton or place is None:
            super().mousePressEvent(event)
        elif not self.pencil.busy and (grip := grip_at(self._marks, self._pixel, at)) is not None:
            self._pulled, self._first = (grip[0], grip[1], place), True
        elif self.pencil.tool:
            self.pencil.put(place)
        else:
            self._take(at, place, event)

    def _take(self, at: QPointF, place: Place, event: QMouseEvent) -> None:
        found = mark_at(self._marks, self._pixel, at)
        self.taken.emit("" if found is None else found.name)
        if found is None:
            super().mousePressEvent(event)
        elif found.movable:
            self._pulled, self._first = (found, None, place), True

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with what the press began."""
        at, place = event.position(), self._place(event.position())
        if self._level is not None:
            self.levelled.emit(at - self._level, False)  # noqa: FBT003
            return
        if place is not None and self._pulled is not None:
            self._pull(place)
        elif place is not None:
            self.pencil.hover(place)
        super().mouseMoveEvent(event)

    def _pull(self, place: Place) -> None:
        mark, grip, start = self._pulled or (None, None, place)
        if mark is None or (self._first and place == start):
            return
        by = place[0] - start[0], place[1] - start[1]
        moved = tuple((x + by[0], y + by[1]) for x, y in mark.points)
        self.shaped.emit(mark.name, moved if grip is None else mark.pulled(grip, place), self._first)
        self._first = False

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End it."""
        place = self._place(event.position())
        if event.button() == Qt.MouseButton.LeftButton and self._pulled is None and place is not None:
            self.pencil.let_go(place)
        self._pulled = self._level = None
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Close a polygon; without a tool look at the whole picture."""
        if not self.pencil.tool:
            super().mouseDoubleClickEvent(event)
        elif self.pencil.tool == SPOT:
            self.mousePressEvent(event)
        else:
            self.pencil.close()

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move what is in hand or the cursor; space and Enter draw, Backspace takes a corner back."""
        key, held = Qt.Key(event.key()), event.modifiers()
        way = _ARROWS.get(key)
        far = _FAR if held & Qt.KeyboardModifier.ShiftModifier else 1
        if way is not None and held & Qt.KeyboardModifier.AltModifier:
            self.nudged.emit((way[0] * far, way[1] * far))
        elif way is not None:
            self._arrow((way[0] * far, way[1] * far), cursor=bool(held & Qt.KeyboardModifier.ControlModifier))
        elif key in _PUT and self.pencil.tool:
            self._put(close=key != Qt.Key.Key_Space)
        elif key == Qt.Key.Key_Backspace and self.pencil.busy:
            self.pencil.take_back()
        else:
            super().keyPressEvent(event)

    def _arrow(self, by: Place, *, cursor: bool) -> None:
        """Move the region in hand; with a region begun, or none in hand, the cursor."""
        chosen = any(mark.chosen for mark in self._marks)
        if cursor or self.pencil.busy or not chosen:
            self._move_cursor(by)
        else:
            self.stepped.emit(by)

    def _move_cursor(self, by: Place) -> None:
        wide, high = self.grid.width(), self.grid.height()
        x, y = self._here()
        x, y = min(max(x + by[0], 0), wide - 1), min(max(y + by[1], 0), high - 1)
        self.pencil.hover((x, y))
        self.hovered.emit(QPointF((x + 0.5) / wide, (y + 0.5) / high))

    def _here(self) -> Place:
        """The pixel of the cursor; without one that in the middle."""
        found = None if self._cursor is None else self.place_of(self._cursor)
        return found or (self.grid.width() // 2, self.grid.height() // 2)

    def _put(self, *, close: bool) -> None:
        if self._image.isNull():
            return
        if close and self.pencil.closable:
            self.pencil.close()
        else:
            self.pencil.put(self._here())
