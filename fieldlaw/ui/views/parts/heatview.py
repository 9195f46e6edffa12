"""A picture to look into: zoom, pan, one cursor that two pictures share, marks over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldlaw.ui.presenters.thermal_overlay import SAME
from fieldlaw.ui.views.parts.marks import Mark, draw_cross, draw_marks
from fieldlaw.ui.views.parts.sight import Sight, relative

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QEnterEvent, QMouseEvent, QResizeEvent, QWheelEvent

    from fieldlaw.ui.presenters.thermal_overlay import Fit
    from fieldlaw.ui.theme.look import Look
    from fieldlaw.ui.views.parts.marks import Place

_STEP = 1.25
_CRISP = 6  # from so many screen pixels each, the pixels of the picture are shown as squares


class PictureView(QWidget):
    """Shows a picture through a shared sight.

    Points and the cursor are given as parts of the infrared picture; a `Fit` says where that one lies on the
    picture that is shown here.

    Attributes:
        hovered: the point under the mouse as parts of the infrared picture (QPointF), or None.
    """

    hovered = Signal(object)

    def __init__(self, look: Look, sight: Sight, name: str) -> None:
        super().__init__()
        self._look, self._sight = look, sight
        self._image, self._ground = QImage(), QPixmap()
        self._fit, self._grid = SAME, QSize()
        self._marks: tuple[Mark, ...] = ()
        self._cursor: QPointF | None = None
        self._drag: QPointF | None = None
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

    def lay(self, fit: Fit, grid: QSize) -> None:
        """Say where the infrared picture lies on this one, and how many pixels it has."""
        if (fit, grid) != (self._fit, self._grid):
            self._fit, self._grid = fit, grid
            self._again()

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Show other marks."""
        if tuple(marks) != self._marks:
            self._marks = tuple(marks)
            self.update()

    def show_cursor(self, at: QPointF | None) -> None:
        """Show the shared cursor."""
        self._cursor = at
        self.update()

    def sizeHint(self) -> QSize:
        """As drawn in the design."""
        return QSize(480, 360)

    def canvas_size(self) -> QSize:
        """The size of the picture that fills the view."""
        return self._image.size()

    @property
    def canvas(self) -> QRectF:
        """Where the picture lies in this widget."""
        return self._sight.box(self.canvas_size(), self.size(), self._fit)

    @property
    def box(self) -> QRectF:
        """Where the infrared picture lies in this widget."""
        held, fit = self.canvas, self._fit
        left, top = held.left() + fit.left * held.width(), held.top() + fit.top * held.height()
        return QRectF(left, top, fit.wide * held.width(), fit.high * held.height())

    @property
    def grid(self) -> QSize:
        """How many pixels the infrared picture has; where there is none, those of the picture."""
        return self._image.size() if self._grid.isEmpty() else self._grid

    def point_of(self, column: int, row: int) -> QPointF:
        """The middle of a pixel of the infrared picture in this widget."""
        return self._pixel(column + 0.5, row + 0.5)

    def _pixel(self, column: float, row: float) -> QPointF:
        return self._at(QPointF(column / self.grid.width(), row / self.grid.height()))

    def _at(self, part: QPointF) -> QPointF:
        box = self.box
        return QPointF(box.left() + part.x() * box.width(), box.top() + part.y() * box.height())

    def place_of(self, part: QPointF) -> Place | None:
        """The pixel (column, row) of the infrared picture at a point; None outside."""
        column, row = part.x() * self.grid.width(), part.y() * self.grid.height()
        inside = 0 <= column < self.grid.width() and 0 <= row < self.grid.height()
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
            draw_marks(painter, self._look, self.shown_marks(), self._pixel, QRectF(self.rect()))
            if self._cursor is not None:
                draw_cross(painter, self._at(self._cursor), self._look.colour("focusOnDark"))
        painter.end()

    def shown_marks(self) -> tuple[Mark, ...]:
        """The marks that are drawn now."""
        return self._marks

    def _drawn(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        ground = QPixmap(self.size() * ratio)
        ground.setDevicePixelRatio(ratio)
        ground.fill(self._look.colour("sunken"))
        if not self.canvas.isEmpty():
            painter = QPainter(ground)
            self.draw_picture(painter)
            painter.end()
        return ground

    def draw_picture(self, painter: QPainter) -> None:
        """Draw the picture into its place."""
        self._draw_under(painter, self.canvas)
        self.draw_part(painter, self._image, self.canvas)

    def _draw_under(self, painter: QPainter, box: QRectF) -> None:
        """What shows where the picture is clear: hatching."""
        seen = box.intersected(QRectF(self.rect()))
        painter.fillRect(seen, self._look.colour("surface"))
        painter.fillRect(seen, QBrush(self._look.colour("borderControl"), Qt.BrushStyle.BDiagPattern))

    def draw_part(self, painter: QPainter, image: QImage, box: QRectF) -> None:
        """Draw of an image that fills a box the part that can be seen; far zoomed, boxes are huge."""
        seen = box.intersected(QRectF(self.rect()).adjusted(-1, -1, 1, 1))
        if seen.isEmpty() or image.isNull():
            return
        across, down = image.width() / box.width(), image.height() / box.height()
        source = QRectF(
            (seen.left() - box.left()) * across,
            (seen.top() - box.top()) * down,
            seen.width() * across,
            seen.height() * down,
        )
        crisp = self.devicePixelRatioF() >= _CRISP * across
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not crisp)
        painter.drawImage(seen, image, source)

    # --- mouse

    def _part(self, at: QPointF) -> QPointF | None:
        """A point of the picture, as parts of the infrared one; None beside the picture."""
        canvas = self.canvas
        return None if canvas.isEmpty() or not canvas.contains(at) else relative(self.box, at)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to pan."""
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._drag = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, and say where the mouse is."""
        if self._drag is not None and not self.canvas.isEmpty():
            by, self._drag = event.position() - self._drag, event.position()
            self._sight.pan(by, self.canvas, self.size(), self._fit)
        self.hovered.emit(self._part(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Pan no more."""
        self._drag = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Look at the whole picture."""
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
        canvas = self.canvas
        if not canvas.isEmpty():
            middle = QPointF(self.width() / 2, self.height() / 2)
            seen = self._at(self._cursor) if self._cursor is not None else middle
            self._sight.zoom_by(factor, canvas, at or seen, self.size(), self._fit)
