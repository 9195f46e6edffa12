"""Words in a painted row: one line, cut with … where there is no room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from fieldlaw.ui.theme.look import Look

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
