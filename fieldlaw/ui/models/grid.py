"""A table of frozen rows that say their own cells; nothing is made for rows that are not on screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from fieldlaw.ui.models.rows import ROW

if TYPE_CHECKING:
    from collections.abc import Sequence

Index = QModelIndex | QPersistentModelIndex
_WORDS = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


class GridRow(Protocol):
    """What a row can say of itself."""

    @property
    def key(self) -> str:
        """By which it is known again when other rows come."""

    def cell(self, column: int) -> str:
        """The words of a column."""


G = TypeVar("G", bound=GridRow)


class Grid(QAbstractTableModel, Generic[G]):
    """Rows under their heads.

    Attributes:
        shown_as: the roles in which a cell says its words.
    """

    shown_as: tuple[Qt.ItemDataRole, ...] = _WORDS

    def __init__(self, heads: Sequence[str]) -> None:
        super().__init__()
        self.heads = tuple(heads)
        self.held: tuple[G, ...] = ()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """How many rows."""
        return 0 if parent.isValid() else len(self.held)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """How many columns."""
        return 0 if parent.isValid() else len(self.heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a cell, the row itself under ROW."""
        if not index.isValid():
            return None
        row = self.held[index.row()]
        return row.cell(index.column()) if role in self.shown_as else row if role == ROW else None

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The heads, on the left."""
        if way != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return self.heads[section] if role == Qt.ItemDataRole.DisplayRole else None

    def hold(self, rows: Sequence[G]) -> None:
        """Hold other rows."""
        self.beginResetModel()
        self.held = tuple(rows)
        self.endResetModel()
