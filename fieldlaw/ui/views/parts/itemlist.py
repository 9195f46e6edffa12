"""The item list and the evidence tray: delegates that draw a row, and the list that takes the digits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from fieldlaw.ui.models.rows import ROW, EvidenceRow, ItemRow
from fieldlaw.ui.theme import tokens
from fieldlaw.ui.views.parts.answers import word
from fieldlaw.ui.views.parts.rowlist import PickDelegate, PickList, RowList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldlaw.ui.theme.look import Look

Index = QModelIndex | QPersistentModelIndex
_STATUS = {"yes": "compliant", "no": "violation", "not_applicable": "notApplicable", "unknown": "notChecked"}
_MEDIA = {
    "image/jpeg": "image",
    "image/png": "image",
    "video/mp4": "video",
    "reading": "activity",
    "thermal": "thermometer",
}
_ID_WIDTH, _WORD_WIDTH, _CLIP_WIDTH = 44, 56, 40
_TWO_LINES = 2.2
_LEFT = Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class _ItemDelegate(PickDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One row high."""
        return QSize(0, self._look.tokens.height("row"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Icon, number, statement, clip, word."""
        row: ItemRow = index.data(ROW)
        box: QRect = option.rect  # type: ignore[attr-defined]
        self._ground(painter, box, row.id)
        icon, _word, tone = tokens.status("flagged" if row.disputed else _STATUS[row.answer])
        side = self._look.tokens.icon_size("list")
        painter.drawPixmap(box.left() + 14, box.center().y() - side // 2, self._look.icon(icon, tone, "list"))
        inner = box.adjusted(14 + side + 10, 0, -14, 0)
        wide = self._scaled(_WORD_WIDTH)
        painter.setFont(self._look.font("small", bold=True))
        painter.setPen(self._look.colour("warning" if row.returned else tone))
        painter.drawText(inner, _RIGHT, self.tr("有退回") if row.returned else word(_STATUS[row.answer]))
        self._clip(painter, row, inner.adjusted(0, 0, -wide, 0))
        cut = wide + (self._scaled(_CLIP_WIDTH) if row.evidence else 8)
        self._words(painter, row, inner.adjusted(0, 0, -cut, 0))

    def _scaled(self, width: int) -> int:
        return round(width * self._look.tokens.font("small") / 14)

    def _clip(self, painter: QPainter, row: ItemRow, box: QRect) -> None:
        if not row.evidence:
            return
        painter.setFont(self._look.font("caption"))
        painter.setPen(self._look.colour("textSecondary"))
        painter.drawText(box, _RIGHT, str(row.evidence))
        side = self._look.tokens.icon_size("chip")
        left = box.right() - side - 6 - painter.fontMetrics().horizontalAdvance(str(row.evidence))
        painter.drawPixmap(
            left, box.center().y() - side // 2, self._look.icon("paperclip", "textMuted", "chip")
        )

    def _words(self, painter: QPainter, row: ItemRow, box: QRect) -> None:
        painter.setFont(self._look.font("small"))
        painter.setPen(self._look.colour("textMuted"))
        painter.drawText(box, _LEFT, row.id)
        rest = box.adjusted(self._scaled(_ID_WIDTH), 0, 0, 0)
        font = self._look.font("body", bold=row.id == self.chosen)
        painter.setFont(font)
        painter.setPen(self._look.colour("text"))
        metrics = QFontMetrics(font)
        lines = 2 if box.height() > _TWO_LINES * metrics.height() else 1
        room = lines * rest.width() - (lines - 1) * metrics.averageCharWidth() * 2
        cut = metrics.elidedText(row.statement, Qt.TextElideMode.ElideRight, room)
        painter.drawText(rest, int(_LEFT) | int(Qt.TextFlag.TextWordWrap), cut)


class ItemList(PickList):
    """The items; what is chosen is the id of one."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, _ItemDelegate(look), QCoreApplication.translate("ItemList", "清单项"))


class _EvidenceDelegate(QStyledItemDelegate):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Three lines."""
        return QSize(0, 3 * QFontMetrics(self._look.font("small")).height() + 16)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Picture, number and title, about, saved."""
        row: EvidenceRow = index.data(ROW)
        box: QRect = option.rect  # type: ignore[attr-defined]
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, self._look.colour("borderSubtle"))
        frame = QRect(box.left() + 14, box.top() + 10, 56, 46)
        painter.fillRect(frame, self._look.colour("sunken"))
        side = self._look.tokens.icon_size("list")
        icon = self._look.icon(_MEDIA.get(row.media, "file-text"), "textSecondary", "list")
        painter.drawPixmap(frame.center().x() - side // 2, frame.center().y() - side // 2, icon)
        self._lines(painter, row, box.adjusted(82, 8, -10, -8))

    def _lines(self, painter: QPainter, row: EvidenceRow, box: QRect) -> None:
        lines = (
            (f"{row.number}  {row.title}", "text", "small", True),
            (row.about, "textSecondary", "caption", False),
            (self.tr("已存本机"), "success", "caption", False),
        )
        high = box.height() // len(lines)
        for n, (text, ink, size, bold) in enumerate(lines):
            font = self._look.font(size, bold=bold)
            painter.setFont(font)
            painter.setPen(self._look.colour(ink))
            cut = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(QRect(box.left(), box.top() + n * high, box.width(), high), _LEFT, cut)


class EvidenceList(RowList):
    """The evidence cards."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, _EvidenceDelegate(look), QCoreApplication.translate("EvidenceList", "证据"))

    def show_rows(self, rows: Sequence[EvidenceRow]) -> None:
        """Show pieces of evidence."""
        self._rows.show_rows(rows)
