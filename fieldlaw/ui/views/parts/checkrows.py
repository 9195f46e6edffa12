"""The list of checks: number and text, what it came to as a chip, below it the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from fieldlaw.ui.models.rows import ROW, Rows
from fieldlaw.ui.presenters.checks_state import result_chip
from fieldlaw.ui.views.parts.duelist import draw_chip
from fieldlaw.ui.views.parts.rowtext import Ink, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldlaw.ui.presenters.checks_state import CheckRow
    from fieldlaw.ui.theme.look import Look

Index = QModelIndex | QPersistentModelIndex
_PAD, _AIR, _GAP = 14, 7, 10


class _Delegate(QStyledItemDelegate):
    """Two lines, the number in a column of its own."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def _line(self) -> int:
        return max(QFontMetrics(self._look.font("body")).height(), self._look.tokens.height("chip")) + 2

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines."""
        return QSize(0, 2 * self._line() + 2 * _AIR)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Number, text, chip; the reason."""
        row: CheckRow = index.data(ROW)
        look, box = self._look, QRect(option.rect)  # type: ignore[attr-defined]
        if option.state & QStyle.StateFlag.State_Selected:  # type: ignore[attr-defined]
            painter.fillRect(box, look.colour("selected"))
            painter.fillRect(
                QRect(box.left(), box.top(), look.tokens.bar, box.height()), look.colour("accent")
            )
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), look.colour("borderSubtle"))
        inner = box.adjusted(_PAD, _AIR, -_PAD, -_AIR)
        inner.setHeight(self._line())
        write(painter, look, inner, str(row.number), Ink("textSecondary", "body"))
        inner.setLeft(inner.left() + QFontMetrics(look.font("body")).horizontalAdvance("000") + _GAP)
        wide = draw_chip(painter, look, inner, result_chip(row.result))
        text = inner.adjusted(0, 0, -wide, 0)
        write(painter, look, text, row.text, Ink("text", "body", bold=row.is_fatal))
        write(painter, look, inner.translated(0, self._line()), row.reason, Ink("textSecondary", "small"))


class CheckList(QListView):
    """Checks; up and down takes the next one in hand.

    Attributes:
        chosen: the id of the check on which a person moved.
    """

    chosen = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._rows: Rows[CheckRow] = Rows()
        self._held = _Delegate(look)  # the view does not keep it
        self._showing = False
        self.setModel(self._rows)
        self.setItemDelegate(self._held)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(self.tr("核对"))
        self.selectionModel().currentChanged.connect(self._moved)
        look.changed.connect(self.scheduleDelayedItemsLayout)

    def _moved(self, current: Index) -> None:
        if current.isValid() and not self._showing:
            self.chosen.emit(current.data(ROW).id)

    def show_rows(self, rows: Sequence[CheckRow], chosen: str) -> None:
        """Show checks, one of them in hand; says nothing about it."""
        self._showing = True
        self._rows.show_rows(rows)
        places = {row.id: n for n, row in enumerate(rows)}
        wanted = self._rows.index(places.get(chosen, -1))
        if wanted != self.currentIndex():
            self.setCurrentIndex(wanted)
        self._showing = False
