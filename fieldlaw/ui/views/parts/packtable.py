"""The table of packs: two lines in a cell, how far a pack has come as a chip, its signatures with an icon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from fieldlaw.ui.models.rows import ROW
from fieldlaw.ui.views.parts.gridtable import GridTable
from fieldlaw.ui.views.parts.rowtext import Ink, write

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.packs_words import PackLine
    from fieldlaw.ui.theme.look import Look

Index = QModelIndex | QPersistentModelIndex
_STAGE, _SIGNED = 4, 5
_PAD, _CHIP_PAD = 16, 8


def _tr(text: str) -> str:
    return QCoreApplication.translate("packs", text)


class _Delegate(QStyledItemDelegate):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell."""
        cell: QRect = option.rect  # type: ignore[attr-defined]
        row: PackLine = index.data(ROW)
        in_hand = "State_Selected" in str(option.state)  # type: ignore[attr-defined]
        painter.fillRect(cell, self._look.colour("selected" if in_hand else "surface"))
        painter.fillRect(cell.left(), cell.bottom(), cell.width(), 1, self._look.colour("borderSubtle"))
        room = cell.adjusted(_PAD, 0, -4, 0)
        if index.column() == _STAGE:
            self._chip(painter, room, row.stage)
        elif index.column() == _SIGNED and row.origin == "loaded":
            self._signed(painter, room, row)
        else:
            self._lines(painter, room, row.said(index.column()), bold=index.column() == 0)

    def _lines(self, painter: QPainter, room: QRect, said: tuple[str, str], *, bold: bool) -> None:
        first, second = said
        ink = Ink("text", "body" if bold else "small", bold=bold)
        if not second:
            write(painter, self._look, room, first, ink)
            return
        half = room.height() // 2
        write(painter, self._look, room.adjusted(0, 9, 0, -half), first, ink)
        write(painter, self._look, room.adjusted(0, half, 0, -9), second, Ink("textSecondary", "caption"))

    def _signed(self, painter: QPainter, room: QRect, row: PackLine) -> None:
        icon, tone = ("shield-check", "success") if row.verified else ("shield-alert", "danger")
        side = self._look.tokens.icon_size("button")
        painter.drawPixmap(room.left(), room.center().y() - side // 2, self._look.icon(icon, tone, "button"))
        self._lines(painter, room.adjusted(side + 8, 0, 0, 0), row.said(_SIGNED), bold=False)

    def _chip(self, painter: QPainter, room: QRect, stage: tuple[str, str, str]) -> None:
        word, tone, icon = stage
        side, high = self._look.tokens.icon_size("chip"), self._look.tokens.height("chip")
        font = self._look.font("small")
        wide = QFontMetrics(font).horizontalAdvance(word) + side + 3 * _CHIP_PAD
        chip = QRectF(room.left(), room.center().y() - high / 2, min(wide, room.width()), high)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour(f"{tone}Tint"))
        painter.drawRoundedRect(chip, 4, 4)
        middle = round(chip.center().y()) - side // 2
        painter.drawPixmap(round(chip.left()) + _CHIP_PAD, middle, self._look.icon(icon, tone, "chip"))
        beside = chip.toRect().adjusted(side + 2 * _CHIP_PAD, 0, 0, 0)
        write(painter, self._look, beside, word, Ink(tone, "small"))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The table gives width and height."""
        return QSize(0, self._look.tokens.height("taskRow"))


class PackTable(GridTable):
    """The packs."""

    def __init__(self, look: Look) -> None:
        columns = (
            (_tr("包"), -3), (_tr("版本"), -2), (_tr("地区"), 84), (_tr("在用起止"), 118), (_tr("状态"), 116),
            (_tr("签名"), -3), (_tr("核实状态"), 178), (_tr("固定了它的案件"), 128),
        )  # fmt: skip
        super().__init__(look, _tr("规则包"), columns)
        self._drawn = _Delegate(look)
        self.setItemDelegate(self._drawn)
        self.use_row("taskRow")
