"""A chip inside a cell of a table: icon and word on a tint, painted, because a cell has no widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter

if TYPE_CHECKING:
    from fieldlaw.ui.theme.look import Look

_PAD, _GAP, _INSET = 8, 5, 9


def chip_width(look: Look, words: str) -> int:
    """How wide a cell with these words has to be."""
    text = QFontMetrics(look.font("small")).horizontalAdvance(words)
    return text + 2 * _INSET + 2 * _PAD + look.tokens.icon_size("chip") + _GAP


def draw_chip(painter: QPainter, look: Look, cell: QRect, icon: str, tone: str, words: str) -> None:
    """Draw it at the left of a cell, cut where the cell ends."""
    font = look.font("small")
    side, metrics = look.tokens.icon_size("chip"), QFontMetrics(font)
    most = cell.width() - _INSET - 2 * _PAD - side - _GAP
    text = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(most, 0))
    high = min(look.tokens.height("chip"), cell.height() - 4)
    box = QRectF(cell.left() + _INSET, cell.center().y() - high / 2 + 1, 0, high)
    box.setWidth(2 * _PAD + side + _GAP + metrics.horizontalAdvance(text))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour(f"{tone}Tint"))
    painter.drawRoundedRect(box, 4, 4)
    at = round(box.left()) + _PAD
    painter.drawPixmap(at, round(box.center().y() - side / 2), look.icon(icon, tone, "chip"))
    painter.setFont(font)
    painter.setPen(look.colour(tone))
    room = QRectF(at + side + _GAP, box.top(), box.width(), box.height())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
    painter.restore()
