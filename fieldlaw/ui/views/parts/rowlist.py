"""Lists of frozen rows that a delegate draws: to read, or to move on with up and down."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtWidgets import QListView, QStyledItemDelegate

from fieldlaw.ui.models.rows import ROW, Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QPainter

    from fieldlaw.ui.models.rows import Row
    from fieldlaw.ui.theme.look import Look

Index = QModelIndex | QPersistentModelIndex


class RowList(QListView):
    """Rows under each other, as wide as there is room."""

    def __init__(self, look: Look, delegate: QStyledItemDelegate, name: str) -> None:
        """`name` is for screen readers."""
        super().__init__()
        self._rows: Rows[Any] = Rows()
        self._drawn = delegate  # the view does not keep it
        self.setModel(self._rows)
        self.setItemDelegate(delegate)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        look.changed.connect(self.scheduleDelayedItemsLayout)


class ReadList(RowList):
    """Rows to read: none is in hand, and each is as high as its words."""

    def __init__(self, look: Look, delegate: QStyledItemDelegate, name: str) -> None:
        super().__init__(look, delegate, name)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show rows."""
        if tuple(rows) != self._rows.rows:
            self._rows.show_rows(rows)
            self.scheduleDelayedItemsLayout()


class PickDelegate(QStyledItemDelegate):
    """Draws rows of which one is in hand.

    Attributes:
        chosen: the key of the row in hand.
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.chosen = ""

    def _ground(self, painter: QPainter, box: QRect, key: str) -> None:
        """The ground of a row: its lower edge, and the colour and bar of the one in hand."""
        if key == self.chosen:
            painter.fillRect(box, self._look.colour("selected"))
            bar = self._look.tokens.bar
            painter.fillRect(box.left(), box.top(), bar, box.height(), self._look.colour("accent"))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, self._look.colour("borderSubtle"))


class PickList(RowList):
    """Rows of which one is in hand; up and down takes the next one.

    Attributes:
        chosen: the key of the row on which a person moved.
    """

    chosen = Signal(object)

    def __init__(
        self, look: Look, delegate: PickDelegate, name: str, key: Callable[[Any], str] = attrgetter("id")
    ) -> None:
        """`key` says by which word a row is known."""
        super().__init__(look, delegate, name)
        self._picks, self._key = delegate, key

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Take in hand what a person moved on."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.chosen.emit(self._key(current.data(ROW)))

    def show_rows(self, rows: Sequence[Row], chosen: str) -> None:
        """Show rows, one of them in hand; says nothing about it."""
        self.blockSignals(True)  # noqa: FBT003  showing is not choosing
        self._rows.show_rows(rows)
        self._picks.chosen = chosen
        place = next((n for n, row in enumerate(rows) if self._key(row) == chosen), -1)
        if self.currentIndex().row() != place:
            self.setCurrentIndex(self._rows.index(place))
            self.scrollTo(self._rows.index(place))
        self.blockSignals(False)  # noqa: FBT003
        self.viewport().update()
