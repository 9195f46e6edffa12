"""The table of tasks: one frozen row for each case on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from fieldlaw.ui.models.rows import ROW

if TYPE_CHECKING:
    from collections.abc import Sequence

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class TaskRow:
    """A case as a task: what it is about, how far it is, when it was last written to.

    Attributes:
        last: wall time of the newest event; empty when the case cannot be read.
        fault: why the case cannot be read; empty when it can.
    """

    case: str
    number: str
    unit: str
    stage: str
    address: str = ""
    basis: str = ""
    partners: str = ""
    answered: int = 0
    items: int = 0
    evidence: int = 0
    step: str = ""
    last: str = ""
    fault: str = ""

    def cell(self, column: int) -> str:
        """The words of a column."""
        return (self.number, self.unit, self.basis, self.partners, self.stage, "")[column]


class TaskTable(QAbstractTableModel):
    """The rows under their heads."""

    def __init__(self, heads: Sequence[str]) -> None:
        super().__init__()
        self._heads = tuple(heads)
        self._rows: tuple[TaskRow, ...] = ()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """How many tasks."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """How many columns."""
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a cell; the whole row under ROW."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        return row.cell(index.column()) if role == Qt.ItemDataRole.DisplayRole else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The heads."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def show_rows(self, rows: Sequence[TaskRow]) -> None:
        """Hold other rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()
