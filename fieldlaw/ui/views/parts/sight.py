"""Which part of a picture is looked at; shared by pictures that stand side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRectF, Signal

from fieldlaw.ui.presenters.thermal_overlay import SAME

if TYPE_CHECKING:
    from PySide6.QtCore import QSize

    from fieldlaw.ui.presenters.thermal_overlay import Fit

MOST = 128.0


class Sight(QObject):
    """A zoom (1: the whole picture fits) and the point in the middle, as parts of the infrared picture.

    A picture on which the infrared one lies elsewhere than edge to edge says so by a `Fit`.

    Attributes:
        changed: another part is looked at.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.zoom = 1.0
        self._middle = QPointF(0.5, 0.5)

    def box(self, picture: QSize, room: QSize, fit: Fit = SAME) -> QRectF:
        """Where a picture lies in a widget, in its pixels; it leaves no gap where it is larger."""
        if picture.isEmpty() or room.isEmpty():
            return QRectF()
        scale = self.zoom * min(room.width() / picture.width(), room.height() / picture.height())
        width, height = picture.width() * scale, picture.height() * scale
        x, y = fit.out((self._middle.x(), self._middle.y()))
        return QRectF(_edge(room.width(), width, x), _edge(room.height(), height, y), width, height)

    def zoom_by(self, factor: float, box: QRectF, at: QPointF, room: QSize, fit: Fit = SAME) -> None:
        """Zoom so that what lies under a point of the widget stays there."""
        new = min(max(self.zoom * factor, 1.0), MOST)
        grown = new / self.zoom
        under = relative(box, at)
        self.zoom = new
        x = under.x() + (room.width() / 2 - at.x()) / (box.width() * grown)
        y = under.y() + (room.height() / 2 - at.y()) / (box.height() * grown)
        self._look_at(*fit.back((x, y)))

    def pan(self, by: QPointF, box: QRectF, room: QSize, fit: Fit = SAME) -> None:
        """Move the picture by some pixels of the widget."""
        middle = relative(box, QPointF(room.width() / 2, room.height() / 2))
        x, y = middle.x() - by.x() / box.width(), middle.y() - by.y() / box.height()
        self._look_at(*fit.back((x, y)))

    def fit(self) -> None:
        """Look at the whole picture."""
        self.zoom = 1.0
        self._look_at(0.5, 0.5)

    def _look_at(self, x: float, y: float) -> None:
        self._middle = QPointF(min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0))
        self.changed.emit()


def _edge(room: float, size: float, middle: float) -> float:
    if size <= room:
        return (room - size) / 2
    return min(0.0, max(room - size, room / 2 - middle * size))


def relative(box: QRectF, at: QPointF) -> QPointF:
    """A point of the widget as parts of the picture's width and height."""
    return QPointF((at.x() - box.left()) / box.width(), (at.y() - box.top()) / box.height())
