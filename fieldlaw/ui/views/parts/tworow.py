"""A row of two lines to press: icon, what it is, what is said of it, what pressing does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QSizePolicy

from fieldlaw.ui.views.parts.buttons import Button
from fieldlaw.ui.views.parts.rowtext import Ink, write

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from fieldlaw.ui.theme.look import Look

_PAD, _GAP, _AIR = 12, 10, 16


@dataclass(frozen=True)
class TwoLines:
    """What a row says: two lines, an icon in a colour role, the word at the right end and its role."""

    head: str
    note: str
    icon: tuple[str, str]
    trail: str = ""
    trail_role: str = "accent"


class TwoLineRow(Button):
    """The row; without `trail` it can be a mere statement (`rest`)."""

    def __init__(self, look: Look, lines: TwoLines, *, rest: bool = False) -> None:
        super().__init__(look, lines.head, "plainRow")
        self.lines = lines
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if rest:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.say(lines)

    def say(self, lines: TwoLines) -> None:
        """Say something else."""
        self.lines = lines
        self.setText(lines.head)
        words = "，".join(part for part in (lines.head, lines.note, lines.trail) if part)
        self.setAccessibleName(words)
        self.setToolTip(f"{lines.head}\n{lines.note}")
        self.update()

    def ink(self) -> str:
        """Plain words."""
        return "text" if self.isEnabled() else "textDisabled"

    def sizeHint(self) -> QSize:
        """Two lines with air, at least a row."""
        high = (
            QFontMetrics(self.look.font("body")).height() + QFontMetrics(self.look.font("caption")).height()
        )
        return QSize(160, max(high + _AIR, self.look.tokens.height("row")))

    def minimumSizeHint(self) -> QSize:
        """Words may be cut."""
        return QSize(120, self.sizeHint().height())

    def draw_content(self, painter: QPainter) -> None:
        """Icon, two lines, the word at the end."""
        name, role = self.lines.icon
        side = self.look.tokens.icon_size("button")
        painter.drawPixmap(_PAD, (self.height() - side) // 2, self.look.icon(name, role))
        box = QRect(_PAD + side + _GAP, 0, self.width() - 2 * _PAD - side - _GAP, self.height())
        if self.lines.trail:
            used = write(
                painter, self.look, box, self.lines.trail, Ink(self.lines.trail_role, "small", right=True)
            )
            box.setRight(box.right() - used - _GAP)
        first = QFontMetrics(self.look.font("body")).height()
        second = QFontMetrics(self.look.font("caption")).height()
        top = (self.height() - first - second) // 2
        bold = self.isCheckable() and self.isChecked()
        write(
            painter,
            self.look,
            QRect(box.x(), top, box.width(), first),
            self.lines.head,
            Ink(self.ink(), "body", bold),
        )
        below = QRect(box.x(), top + first, box.width(), second)
        write(painter, self.look, below, self.lines.note, Ink("textSecondary", "caption"))
