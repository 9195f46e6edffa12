"""A row to press: icon on the left, words that end in … when there is no room. And a key that stays down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QSizePolicy

from fieldlaw.ui.views.parts.buttons import Button, Trim

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from fieldlaw.ui.theme.look import Look

_PAD, _GAP, _LEAST = 10, 10, 120


class RowButton(Button):
    """A link or a tick as wide as its place; `note` stands in small words at the right end."""

    def __init__(self, look: Look, text: str, icon: str, tone: str = "accent", note: str = "") -> None:
        super().__init__(look, text, "row", Trim(icon=icon))
        self._tone, self._note = tone, note
        self.setToolTip(text)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleDescription(note)

    def note(self, words: str) -> None:
        """Put other words at the right end."""
        self._note = words
        self.setAccessibleDescription(words)
        self.update()

    def ink(self) -> str:
        """The words in their tone."""
        return self._tone if self.isEnabled() else "textDisabled"

    def minimumSizeHint(self) -> QSize:
        """Words may be cut."""
        return QSize(_LEAST, self.sizeHint().height())

    def draw_content(self, painter: QPainter) -> None:
        """Icon, words, note: from left to right."""
        x = self._draw_icon(painter, self.icon_name(), _PAD)
        right = self.width() - _PAD
        painter.setFont(self.look.font("caption"))
        painter.setPen(self.look.colour("textSecondary"))
        wide = QFontMetrics(painter.font()).horizontalAdvance(self._note)
        painter.drawText(
            right - wide, 0, wide + 2, self.height(), int(Qt.AlignmentFlag.AlignVCenter), self._note
        )
        room = right - round(x) - (wide + _GAP if self._note else 0)
        text = self._metrics(bold=self.bold()).elidedText(
            self.text(), Qt.TextElideMode.ElideRight, max(room, 0)
        )
        self._draw_text(painter, text, x, room)

    def icon_name(self) -> str:
        """The icon that is drawn."""
        return self.trim.icon


class TickRow(RowButton):
    """A row that is ticked or not."""

    def __init__(self, look: Look, text: str, note: str = "") -> None:
        super().__init__(look, text, "square", "text", note)
        self.setCheckable(True)

    def icon_name(self) -> str:
        """The box, ticked or empty."""
        return "square-check" if self.isChecked() else "square"

    def icon_ink(self) -> str:
        """Accent once ticked."""
        return "accent" if self.isChecked() else "borderControl"


class ToggleKey(Button):
    """One of a few choices side by side; the chosen one has a tick."""

    def __init__(self, look: Look, text: str) -> None:
        super().__init__(look, text, "toggle")
        self.setCheckable(True)
        self.toggled.connect(self._tick)

    def _tick(self, on: bool) -> None:  # noqa: FBT001  as the signal gives it
        self.trim = Trim(icon="check" if on else "")
        self.update()

    def ink(self) -> str:
        """Accent once chosen."""
        if not self.isEnabled():
            return "textDisabled"
        return "accent" if self.isChecked() else "text"

    def minimumSizeHint(self) -> QSize:
        """The same with and without the tick."""
        wide = self._metrics(bold=True).horizontalAdvance(self.text())
        side = self.look.tokens.icon_size(self.icon_size())
        return QSize(wide + side + 2 * _PAD, self.sizeHint().height())
