"""Labels: one that ends in …, one that is an icon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy

if TYPE_CHECKING:
    from fieldlaw.ui.theme.look import Look


def label(text: str, kind: str = "", tone: str = "") -> QLabel:
    """A plain label of a named size and tone."""
    made = QLabel(text)
    made.setProperty("type", kind)
    made.setProperty("tone", tone)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


def wrapped(text: str, kind: str = "", tone: str = "") -> QLabel:
    """A label that breaks its lines."""
    made = label(text, kind, tone)
    made.setWordWrap(True)
    return made


def rule(direction: str = "across") -> QFrame:
    """A hair line."""
    line = QFrame()
    line.setProperty("rule", direction)
    return line


class ElidedLabel(QLabel):
    """Ends in … when there is no room; the whole text is the tool tip."""

    def __init__(self, text: str = "", kind: str = "", tone: str = "") -> None:
        super().__init__(text)
        self.setProperty("type", kind)
        self.setProperty("tone", tone)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setToolTip(text)

    def setText(self, text: str) -> None:
        """Show another text."""
        super().setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        """No width is too small."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much as there is room for."""
        painter = QPainter(self)
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.setPen(self.palette().windowText().color())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | self.alignment()), text)
        painter.end()


class IconLabel(QLabel):
    """An icon in a colour role; drawn again when the theme changes."""

    def __init__(self, look: Look, name: str, role: str, size: str = "button") -> None:
        super().__init__()
        self._look = look
        self._what = (name, role, size)
        look.changed.connect(self._draw)
        self._draw()

    def show_icon(self, name: str, role: str) -> None:
        """Show another icon."""
        self._what = (name, role, self._what[2])
        self._draw()

    def _draw(self) -> None:
        self.setPixmap(self._look.icon(*self._what))
        self.setFixedSize(
            self._look.tokens.icon_size(self._what[2]), self._look.tokens.icon_size(self._what[2])
        )
