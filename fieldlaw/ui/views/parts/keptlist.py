"""The readings and gaps of the case, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QRect, QSize
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from fieldlaw.ui.models.rows import ROW
from fieldlaw.ui.views.parts.rowlist import ReadList
from fieldlaw.ui.views.parts.rowtext import Ink, write

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex

    from fieldlaw.ui.presenters.instrument_kept import KeptRow
    from fieldlaw.ui.theme.look import Look

    Index = QModelIndex | QPersistentModelIndex

_PAD = 16


class _KeptDelegate(QStyledItemDelegate):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines, three with a note."""
        row: KeptRow = index.data(ROW)
        high = QFontMetrics(self._look.font("body")).height()
        small = QFontMetrics(self._look.font("caption")).height()
        return QSize(0, high + small * (2 if row.note else 1) + 16)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Icon; value and time; the place; what weakens it."""
        row: KeptRow = index.data(ROW)
        box: QRect = option.rect  # type: ignore[attr-defined]
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, self._look.colour("borderSubtle"))
        side = self._look.tokens.icon_size("list")
        icon, tone = ("unplug", "warning") if row.gap else ("circle-dot", "accent")
        if row.number is None and not row.gap:
            icon, tone = "circle-alert", "warning"
        elif row.origin:
            icon = "pen-line" if row.origin == "hand" else "file-text"
        painter.drawPixmap(box.left() + _PAD, box.top() + 10, self._look.icon(icon, tone, "list"))
        self._words(painter, row, box.adjusted(_PAD + side + 10, 8, -_PAD, -8))

    def _words(self, painter: QPainter, row: KeptRow, box: QRect) -> None:
        look = self._look
        high = QFontMetrics(look.font("body")).height()
        small = QFontMetrics(look.font("caption")).height()
        first = QRect(box.left(), box.top(), box.width(), high)
        wide = write(painter, look, first, row.time, Ink("textSecondary", "small", right=True))
        write(painter, look, first.adjusted(0, 0, -wide - 8, 0), row.value, Ink("text", "body", bold=True))
        second = QRect(box.left(), first.bottom() + 1, box.width(), small)
        place = row.point or self.tr("没有写测点")
        write(painter, look, second, place, Ink("textSecondary", "caption"))
        if row.note:
            write(painter, look, second.translated(0, small), row.note, Ink("warning", "caption"))


class KeptList(ReadList):
    """Readings and gaps."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, _KeptDelegate(look), QCoreApplication.translate("KeptList", "已保留的读数"))
