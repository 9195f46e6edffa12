"""A region that is being drawn: by press, drag and release, by clicks, or by keys at the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fieldlaw.ui.views.parts.marks import POLYGON, SPOT, Mark

if TYPE_CHECKING:
    from fieldlaw.ui.views.parts.marks import Place

_LEAST = 3  # corners of a polygon


class Pencil(QObject):
    """One tool and the corners that it has so far.

    Attributes:
        drawn: (tool, points): a region is finished.
        moved: what is being drawn looks otherwise now.
    """

    drawn = Signal(object, object)
    moved = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.tool = ""
        self._corners: list[Place] = []
        self._tip: Place | None = None

    @property
    def busy(self) -> bool:
        """Whether a region has been begun."""
        return bool(self._corners)

    @property
    def closable(self) -> bool:
        """Whether it is a polygon that has corners enough."""
        return self.tool == POLYGON and len(self._corners) >= _LEAST

    def use(self, tool: str) -> None:
        """Take a tool; empty for none. What was begun is given up."""
        self.tool = tool
        self.drop()

    def drop(self) -> None:
        """Give up what was begun."""
        self._corners, self._tip = [], None
        self.moved.emit()

    def mark(self) -> Mark | None:
        """What has been drawn so far, to be shown."""
        if not self._corners:
            return None
        points = tuple(self._corners) + ((self._tip,) if self._tip is not None else ())
        if self.tool != POLYGON:
            points = (points[0], points[-1])
        return Mark(self.tool, points, dashed=True)

    def put(self, place: Place) -> None:
        """Set a corner; the last one that a tool needs finishes the region."""
        if self.tool == SPOT:
            self.drawn.emit(SPOT, (place,))
        elif self.tool == POLYGON:
            self._corner(place)
        elif not self._corners:
            self._corners = [place]
            self.moved.emit()
        elif place != self._corners[0]:
            self._finish((self._corners[0], place))

    def _corner(self, place: Place) -> None:
        if self._corners and place == self._corners[0] and self.closable:
            self.close()
        elif not self._corners or place != self._corners[-1]:
            self._corners.append(place)
            self.moved.emit()

    def hover(self, place: Place) -> None:
        """Show where the next corner would be."""
        if self._corners and place != self._tip:
            self._tip = place
            self.moved.emit()

    def let_go(self, place: Place) -> None:
        """The mouse was released: a drag ends here; after a mere click the next one is awaited."""
        if self._corners and self.tool != POLYGON and place != self._corners[0]:
            self._finish((self._corners[0], place))

    def close(self) -> None:
        """Finish a polygon that has corners enough."""
        if self.closable:
            self._finish(tuple(self._corners))

    def take_back(self) -> None:
        """Take the last corner back."""
        if self._corners:
            self._corners.pop()
            self.moved.emit()

    def _finish(self, points: tuple[Place, ...]) -> None:
        tool = self.tool
        self.drop()
        self.drawn.emit(tool, points)
