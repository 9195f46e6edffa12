"""The list of deadlines: what, until when, of which case; a chip that says how long still."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from fieldlaw.ui.models.rows import ROW, Rows
from fieldlaw.ui.presenters.deadlines_words import chip_of, due_words, state_note
from fieldlaw.ui.views.parts.rowtext import Ink, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldlaw.ui.presenters.deadlines_state import DueRow
    from fieldlaw.ui.theme.look import Look

Index = QModelIndex | QPersistentModelIndex
_PAD, _CHIP_PAD, _GAP = 16, 8, 6


def draw_chip(painter: QPainter, look: Look, line: QRect, chip: tuple[str, str, str]) -> int:
    """Draw a chip at the right end of a line; return how much of the line it takes."""
    icon, word, tone = chip
    side, high = look.tokens.icon_size("chip"), look.tokens.height("chip")
    wide = QFontMetrics(look.font("small")).horizontalAdvance(word) + side + _GAP + 2 * _CHIP_PAD
    box = QRect(line.right() - wide, line.top() + (line.height() - high) // 2, wide, high)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour(f"{tone}Tint"))
    painter.drawRoundedRect(QRectF(box), 4, 4)
    painter.drawPixmap(box.left() + _CHIP_PAD, box.center().y() - side // 2, look.icon(icon, tone, "chip"))
    write(painter, look, box.adjusted(_CHIP_PAD + side + _GAP, 0, 0, 0), word, Ink(tone, "small"))
    return wide + _GAP


class _DueDelegate(QStyledItemDelegate):
    """Two lines; `own` for the list of one case, which says the rule where the other says the unit."""

    def __init__(self, look: Look, *, own: bool) -> None:
        super().__init__()
        self._look, self._own = look, own
        self.chosen = ""

    def _line(self) -> int:
        return max(QFontMetrics(self._look.font("body")).height(), self._look.tokens.height("chip")) + 2

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines."""
        return QSize(0, 2 * self._line() + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Name and chip; day, and whose it is or which rule."""
        row: DueRow = index.data(ROW)
        box: QRect = option.rect  # type: ignore[attr-defined]
        self._ground(painter, row, box)
        inner, high = box.adjusted(_PAD, 7, -_PAD, -7), self._line()
        first = QRect(inner.left(), inner.top(), inner.width(), high)
        wide = draw_chip(painter, self._look, first, chip_of(row))
        write(painter, self._look, first.adjusted(0, 0, -wide, 0), row.name, Ink("text", "body", bold=True))
        second = first.translated(0, high)
        when = due_words(row)
        used = write(painter, self._look, second, when, Ink("text", "small")) + 2 * _GAP
        about = state_note(row.clock) if self._own else row.unit
        write(painter, self._look, second.adjusted(used, 0, 0, 0), about, Ink("textSecondary", "small"))

    def _ground(self, painter: QPainter, row: DueRow, box: QRect) -> None:
        if row.id == self.chosen:
            painter.fillRect(box, self._look.colour("selected"))
            bar = self._look.tokens.bar
            painter.fillRect(box.left(), box.top(), bar, box.height(), self._look.colour("accent"))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, self._look.colour("borderSubtle"))


class DueList(QListView):
    """Deadlines; up and down takes the next one in hand.

    Attributes:
        chosen: the id of the deadline on which a person moved.
    """

    chosen = Signal(object)

    def __init__(self, look: Look, name: str, *, own: bool = False) -> None:
        super().__init__()
        self._rows: Rows[DueRow] = Rows()
        self._delegate = _DueDelegate(look, own=own)
        self.setModel(self._rows)
        self.setItemDelegate(self._delegate)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(name)
        self.clicked.connect(lambda index: self.chosen.emit(index.data(ROW).id))
        look.changed.connect(self.scheduleDelayedItemsLayout)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Take in hand what a person moved on."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.chosen.emit(current.data(ROW).id)

    def show_rows(self, rows: Sequence[DueRow], chosen: str) -> None:
        """Show deadlines, one of them in hand; says nothing about it."""
        self.blockSignals(True)  # noqa: FBT003  showing is not choosing
        self._rows.show_rows(rows)
        self._delegate.chosen = chosen
        place = next((n for n, row in enumerate(rows) if row.id == chosen), -1)
        if self.currentIndex().row() != place:
            self.setCurrentIndex(self._rows.index(place))
        self.blockSignals(False)  # noqa: FBT003
        self.viewport().update()
