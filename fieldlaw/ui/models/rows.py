"""A list of frozen rows as a Qt model; the delegate draws a row, the model only holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

if TYPE_CHECKING:
    from collections.abc import Sequence


class Row(Protocol):
    """What every row can say of itself."""

    @property
    def spoken(self) -> str:
        """The row in words, for screen readers."""


R = TypeVar("R", bound=Row)
ROW = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class StepRow:
    """A step of the inspection: done, now, partly or open; `note` says how far it is."""

    id: str
    number: int
    word: str
    state: str
    note: str = ""

    @property
    def spoken(self) -> str:
        """The row in words."""
        return f"{self.number} {self.word} {self.note}"


@dataclass(frozen=True)
class ItemRow:
    """A checklist item in the list."""

    id: str
    statement: str
    answer: str
    evidence: int
    disputed: bool
    returned: bool = False

    @property
    def spoken(self) -> str:
        """The row in words."""
        return f"{self.id} {self.statement}"


@dataclass(frozen=True)
class EvidenceRow:
    """A piece of evidence in the tray."""

    number: str
    title: str
    about: str
    media: str
    item: str

    @property
    def spoken(self) -> str:
        """The row in words."""
        return f"{self.number} {self.title} {self.about}"


class Rows(QAbstractListModel, Generic[R]):
    """Frozen rows."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[R, ...] = ()

    @property
    def rows(self) -> tuple[R, ...]:
        """The rows."""
        return self._rows

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        """How many."""
        return 0 if parent.isValid() else len(self._rows)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The row itself under ROW, its words for reading aloud."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        spoken = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return row.spoken if role in spoken else None

    def show_rows(self, rows: Sequence[R]) -> None:
        """Hold other rows; when as many as before, only the changed ones are drawn again."""
        new = tuple(rows)
        if len(new) != len(self._rows):
            self.beginResetModel()
            self._rows = new
            self.endResetModel()
            return
        changed = [n for n, (a, b) in enumerate(zip(self._rows, new, strict=True)) if a != b]
        self._rows = new
        for n in changed:
            self.dataChanged.emit(self.index(n), self.index(n))
