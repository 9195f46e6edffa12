"""The list of checks: number and text, what it came to as a chip, below it the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyleOptionViewItem

from fieldlaw.ui.models.rows import ROW
from fieldlaw.ui.presenters.checks_state import result_chip
from fieldlaw.ui.views.parts.rowlist import PickDelegate, PickList
from fieldlaw.ui.views.parts.rowtext import Ink, draw_chip, write

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.checks_state import CheckRow
    from fieldlaw.ui.theme.look import Look

Index = QModelIndex | QPersistentModelIndex
_PAD, _AIR, _GAP = 14, 7, 10


class _Delegate(PickDelegate):
    """Two lines, the number in a column of its own."""

    def _line(self) -> int:
        return max(QFontMetrics(self._look.font("body")).height(), self._look.tokens.height("chip")) + 2

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines."""
        return QSize(0, 2 * self._line() + 2 * _AIR)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Number, text, chip; the reason."""
        row: CheckRow = index.data(ROW)
        look, box = self._look, QRect(option.rect)  # type: ignore[attr-defined]
        self._ground(painter, box, row.id)
        inner = box.adjusted(_PAD, _AIR, -_PAD, -_AIR)
        inner.setHeight(self._line())
        write(painter, look, inner, str(row.number), Ink("textSecondary", "body"))
        inner.setLeft(inner.left() + QFontMetrics(look.font("body")).horizontalAdvance("000") + _GAP)
        wide = draw_chip(painter, look, inner, result_chip(row.result))
        text = inner.adjusted(0, 0, -wide, 0)
        write(painter, look, text, row.text, Ink("text", "body", bold=row.is_fatal))
        write(painter, look, inner.translated(0, self._line()), row.reason, Ink("textSecondary", "small"))


class CheckList(PickList):
    """Checks; what is chosen is the id of one."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, _Delegate(look), QCoreApplication.translate("CheckList", "核对"))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
