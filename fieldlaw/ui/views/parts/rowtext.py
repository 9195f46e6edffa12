"""Words in a painted row: one line, cut with … where there is no room; a chip at its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter

if TYPE_CHECKING:
    from fieldlaw.ui.theme.look import Look

_CHIP_PAD, _GAP = 8, 6
_LEFT = Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True)
class Ink:
    """How words are written: colour role, named size, weight, and on which side."""

    role: str
    size: str
    bold: bool = False
    right: bool = False


def write(painter: QPainter, look: Look, box: QRect, text: str, ink: Ink) -> int:
    """Write a line into a box; return how wide it is in logical pixels."""
    font = look.font(ink.size, bold=ink.bold)
    painter.setFont(font)
    painter.setPen(look.colour(ink.role))
    cut = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, max(box.width(), 0))
    painter.drawText(box, int(_RIGHT if ink.right else _LEFT), cut)
    return QFontMetrics(font).horizontalAdvance(cut)


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
