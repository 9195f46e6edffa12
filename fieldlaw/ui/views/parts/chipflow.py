"""Chips in rows: as many in a row as there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_GAP = 6


class ChipFlow(QLayout):
    """A layout that breaks its row when the next widget has no room."""

    def __init__(self, parent: QWidget | None = None, gap: int = _GAP) -> None:
        super().__init__(parent)
        self._gap = gap
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(QMargins())

    def addItem(self, item: QLayoutItem) -> None:
        """Take an item in."""
        self._items.append(item)

    def count(self) -> int:
        """How many."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """An item."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        """Take an item away."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def clear(self) -> None:
        """Take all widgets away for good."""
        while self._items:
            self._items.pop().widget().deleteLater()

    def expandingDirections(self) -> Qt.Orientation:
        """Grows in no direction."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How high the rows are in a width."""
        return self._place(QRect(0, 0, width, 0), dry=True)

    def sizeHint(self) -> QSize:
        """The widest widget, one row."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """The widest widget."""
        hints = [item.sizeHint() for item in self._items]
        return QSize(0, max((hint.height() for hint in hints), default=0))

    def setGeometry(self, rect: QRect) -> None:
        """Place all widgets."""
        super().setGeometry(rect)
        self._place(rect, dry=False)

    def _place(self, rect: QRect, *, dry: bool) -> int:
        x, y, high = rect.left(), rect.top(), 0
        for item in self._items:
            if item.isEmpty():  # hidden: it takes no room and no gap
                continue
            hint = item.sizeHint()
            wide = min(hint.width(), rect.width())
            if x > rect.left() and x + wide > rect.left() + rect.width():
                x, y, high = rect.left(), y + high + self._gap, 0
            if not dry:
                item.setGeometry(QRect(QPoint(x, y), QSize(wide, hint.height())))
            x, high = x + wide + self._gap, max(high, hint.height())
        return y + high - rect.top()
