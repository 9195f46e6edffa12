"""The sheet of paper: the page of the PDF as it was drawn, and over it the fields to be filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPen
from PySide6.QtWidgets import QScrollArea, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QMouseEvent, QPaintEvent, QResizeEvent, QWheelEvent

    from fieldlaw.ui.theme.look import Look

POINTS = (210 / 25.4 * 72, 297 / 25.4 * 72)  # A4
HEIGHT, WIDTH = "height", "width"
_MARGIN = 16
_ROUNDED = 2  # so many pixels the drawing of a page may be off
_STEP, _LEAST, _MOST = 1.15, 0.5, 4.0


@dataclass(frozen=True)
class Field:
    """A field to fill in: its name, its place in points, what stands there, `hand`: it is the one in hand."""

    name: str
    box: QRectF
    words: str
    hand: bool = False


class PaperSheet(QWidget):
    """One page.

    Attributes:
        pressed: the name of the field that was pressed.
    """

    pressed = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._image = QImage()
        self._fields: tuple[Field, ...] = ()
        self.setMouseTracking(True)
        look.changed.connect(self.update)

    def show_page(self, image: QImage, fields: Sequence[Field], name: str) -> None:
        """Show a page."""
        self._image, self._fields = image, tuple(fields)
        self.setAccessibleName(name)
        self.update()

    @property
    def scale(self) -> float:
        """Logical pixels for each point."""
        return self.width() / POINTS[0]

    def box_of(self, field: Field) -> QRectF:
        """Where a field lies in this widget."""
        scale, box = self.scale, field.box
        return QRectF(box.x() * scale, box.y() * scale, box.width() * scale, box.height() * scale)

    def field_at(self, at: QPoint) -> str:
        """The name of the field at a point; empty when there is none."""
        return next((one.name for one in self._fields if self.box_of(one).contains(at)), "")

    def paintEvent(self, event: QPaintEvent) -> None:
        """White paper, the page on it, the fields, the edge."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        self._draw_page(painter)
        for one in self._fields:
            self._draw_field(painter, one)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._look.colour("borderStrong"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _draw_page(self, painter: QPainter) -> None:
        """The picture pixel by pixel when it was drawn for this size; scaled until the right one comes."""
        if self._image.isNull():
            return
        ratio = self.devicePixelRatioF()
        if abs(self._image.width() - self.width() * ratio) <= _ROUNDED:
            self._image.setDevicePixelRatio(ratio)
            painter.drawImage(0, 0, self._image)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(self.rect()), self._image)

    def _draw_field(self, painter: QPainter, one: Field) -> None:
        look, box = self._look, self.box_of(one)
        role = "accent" if one.hand else "warning"
        painter.setPen(QPen(look.colour(role), 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(look.colour(f"{role}Tint"))
        painter.drawRoundedRect(box, 3, 3)
        font = look.font("caption")
        font.setPixelSize(max(round(min(box.height() * 0.5, font.pixelSize())), 7))
        painter.setFont(font)
        painter.setPen(look.colour(role))
        painter.drawText(box.adjusted(6, 0, -4, 0), Qt.AlignmentFlag.AlignVCenter, one.words)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A field leads to where it is filled in."""
        name = self.field_at(event.position().toPoint())
        if name and event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit(name)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show that a field can be pressed."""
        over = bool(self.field_at(event.position().toPoint()))
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)


class PaperView(QScrollArea):
    """The page in its room: as high or as wide as the room, or zoomed with Ctrl and the wheel.

    Attributes:
        scale_wanted: pixels of the screen for each point of the paper.
        fitted: HEIGHT or WIDTH; empty while it is zoomed.
    """

    scale_wanted = Signal(float)
    fitted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("paper", "room")
        self.sheet = PaperSheet(look)
        self._fit, self._zoom = HEIGHT, 1.0
        self.setWidget(self.sheet)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(240, 200)
        self.setAccessibleName(self.tr("纸面"))

    @property
    def fit(self) -> str:
        """How the page fits its room."""
        return self._fit

    def show_page(self, image: QImage, fields: Sequence[Field], name: str) -> None:
        """Show a page; another one from its top."""
        if name != self.sheet.accessibleName():
            self.verticalScrollBar().setValue(0)
        self.sheet.show_page(image, fields, name)

    def use_fit(self, fit: str) -> None:
        """Make the page as high or as wide as its room."""
        self._fit = fit
        self._place()
        self.fitted.emit(fit)

    def zoom(self, factor: float) -> None:
        """Make the page larger or smaller than it is."""
        now = self.sheet.width() / POINTS[0]
        self._fit, self._zoom = "", min(max(now * factor, _LEAST), _MOST)
        self._place()
        self.fitted.emit("")

    def _place(self) -> None:
        room = self.maximumViewportSize()
        wide, high = room.width() - 2 * _MARGIN, room.height() - 2 * _MARGIN
        scale = self._zoom
        if self._fit == HEIGHT:
            scale = min(high / POINTS[1], wide / POINTS[0])
        elif self._fit == WIDTH:
            bar = self.verticalScrollBar().sizeHint().width()
            scale = (wide - bar) / POINTS[0]
        size = QSize(round(POINTS[0] * scale), round(POINTS[1] * scale))
        if size.isValid() and not size.isEmpty():
            self.sheet.resize(size)
            self.scale_wanted.emit(size.width() * self.devicePixelRatioF() / POINTS[0])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the page to its new room."""
        super().resizeEvent(event)
        self._place()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls; with Ctrl it zooms."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_STEP ** (event.angleDelta().y() / 120))
            event.accept()
        else:
            super().wheelEvent(event)
