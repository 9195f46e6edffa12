"""The list of deadlines: what, until when, of which case; a chip that says how long still."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyleOptionViewItem

from fieldlaw.ui.models.rows import ROW
from fieldlaw.ui.presenters.deadlines_words import chip_of, due_words, state_note
from fieldlaw.ui.views.parts.rowlist import PickDelegate, PickList
from fieldlaw.ui.views.parts.rowtext import Ink, draw_chip, write

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.deadlines_state import DueRow
    from fieldlaw.ui.theme.look import Look

Index = QModelIndex | QPersistentModelIndex
_PAD, _GAP = 16, 6


class _DueDelegate(PickDelegate):
    """Two lines; `own` for the list of one case, which says the rule where the other says the unit."""

    def __init__(self, look: Look, *, own: bool) -> None:
        super().__init__(look)
        self._own = own

    def _line(self) -> int:
        return max(QFontMetrics(self._look.font("body")).height(), self._look.tokens.height("chip")) + 2

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines."""
        return QSize(0, 2 * self._line() + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Name and chip; day, and whose it is or which rule."""
        row: DueRow = index.data(ROW)
        box: QRect = option.rect  # type: ignore[attr-defined]
        self._ground(painter, box, row.id)
        inner, high = box.adjusted(_PAD, 7, -_PAD, -7), self._line()
        first = QRect(inner.left(), inner.top(), inner.width(), high)
        wide = draw_chip(painter, self._look, first, chip_of(row))
        write(painter, self._look, first.adjusted(0, 0, -wide, 0), row.name, Ink("text", "body", bold=True))
        second = first.translated(0, high)
        when = due_words(row)
        used = write(painter, self._look, second, when, Ink("text", "small")) + 2 * _GAP
        about = state_note(row.clock) if self._own else row.unit
        write(painter, self._look, second.adjusted(used, 0, 0, 0), about, Ink("textSecondary", "small"))


class DueList(PickList):
    """Deadlines; what is chosen is the id of one."""

    def __init__(self, look: Look, name: str, *, own: bool = False) -> None:
        super().__init__(look, _DueDelegate(look, own=own), name)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(lambda index: self.chosen.emit(index.data(ROW).id))
