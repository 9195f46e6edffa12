"""The queue of cases: three lines each, a chip that says what is most pressing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from fieldlaw.ui.models.rows import ROW, Rows
from fieldlaw.ui.views.parts.rowtext import Ink, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldlaw.ui.presenters.review_state import QueueRow
    from fieldlaw.ui.theme.look import Look

Index = QModelIndex | QPersistentModelIndex
_PAD, _CHIP_PAD, _GAP = 16, 8, 6


def _tr(text: str) -> str:
    return QCoreApplication.translate("review", text)


def chip_of(state: str) -> tuple[str, str, str]:
    """Icon, word and tone of a case in the queue."""
    return {
        "broken": ("shield-x", _tr("链未过"), "danger"),
        "split": ("git-compare", _tr("有分歧"), "warning"),
        "failed": ("circle-x", _tr("核对失败"), "danger"),
        "back": ("rotate-ccw", _tr("再送审"), "accent"),
        "sent": ("undo-2", _tr("已退回"), "warning"),
        "new": ("clock", _tr("待审"), "unknown"),
    }[state]


class _QueueDelegate(QStyledItemDelegate):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.chosen = ""

    def _line(self) -> int:
        chip = self._look.tokens.height("chip")
        return max(QFontMetrics(self._look.font("body")).height(), chip) + 3

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Three lines."""
        return QSize(0, 3 * self._line() + 18)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Unit and time; number and chip; how much has changed and whose it is."""
        row: QueueRow = index.data(ROW)
        box: QRect = option.rect  # type: ignore[attr-defined]
        self._ground(painter, row, box)
        inner, high = box.adjusted(_PAD, 9, -_PAD, -9), self._line()
        lines = [QRect(inner.left(), inner.top() + n * high, inner.width(), high) for n in range(3)]
        write(painter, self._look, lines[0], row.unit, Ink("text", "body", bold=True))
        wide = self._chip(painter, row, lines[1])
        write(painter, self._look, lines[1].adjusted(0, 0, -wide, 0), row.what, Ink("textSecondary", "small"))
        asked = self._look.font("caption")
        room = QFontMetrics(asked).horizontalAdvance(row.asked) + _GAP
        write(painter, self._look, lines[2], row.asked, Ink("textSecondary", "caption", right=True))
        write(
            painter, self._look, lines[2].adjusted(0, 0, -room, 0), row.about, Ink("textSecondary", "caption")
        )

    def _ground(self, painter: QPainter, row: QueueRow, box: QRect) -> None:
        if row.case == self.chosen:
            painter.fillRect(box, self._look.colour("selected"))
            bar = self._look.tokens.bar
            painter.fillRect(box.left(), box.top(), bar, box.height(), self._look.colour("accent"))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, self._look.colour("borderSubtle"))

    def _chip(self, painter: QPainter, row: QueueRow, line: QRect) -> int:
        """Draw the chip at the right end; return how much of the line it takes."""
        icon, word, tone = chip_of(row.state)
        word += f" {row.failed}" if row.state == "failed" else ""
        side, high = self._look.tokens.icon_size("chip"), self._look.tokens.height("chip")
        metrics = QFontMetrics(self._look.font("small"))
        wide = metrics.horizontalAdvance(word) + side + _GAP + 2 * _CHIP_PAD
        box = QRect(line.right() - wide, line.top() + (line.height() - high) // 2, wide, high)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour(f"{tone}Tint"))
        painter.drawRoundedRect(QRectF(box), 4, 4)
        painter.drawPixmap(
            box.left() + _CHIP_PAD, box.center().y() - side // 2, self._look.icon(icon, tone, "chip")
        )
        text = box.adjusted(_CHIP_PAD + side + _GAP, 0, 0, 0)
        write(painter, self._look, text, word, Ink(tone, "small"))
        return wide + _GAP


class QueueList(QListView):
    """The cases; up and down opens the next one.

    Attributes:
        chosen: the id of the case on which a person moved.
    """

    chosen = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._rows: Rows[QueueRow] = Rows()
        self._delegate = _QueueDelegate(look)
        self.setModel(self._rows)
        self.setItemDelegate(self._delegate)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("审核队列"))
        look.changed.connect(self.scheduleDelayedItemsLayout)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Open the case on which a person moved."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.chosen.emit(current.data(ROW).case)

    def show_rows(self, rows: Sequence[QueueRow], case: str) -> None:
        """Show the cases, one of them open; says nothing about it."""
        self.blockSignals(True)  # noqa: FBT003  showing is not choosing
        self._rows.show_rows(rows)
        self._delegate.chosen = case
        place = next((n for n, row in enumerate(rows) if row.case == case), -1)
        if self.currentIndex().row() != place:
            self.setCurrentIndex(self._rows.index(place))
        self.blockSignals(False)  # noqa: FBT003
        self.viewport().update()
