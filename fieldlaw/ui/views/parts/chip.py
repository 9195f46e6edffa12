"""A chip: icon and word on a tint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from fieldlaw.ui.theme.qss import mark
from fieldlaw.ui.views.parts.labels import IconLabel, label

if TYPE_CHECKING:
    from fieldlaw.ui.theme.look import Look

_INK = {"outline": "textSecondary"}


class Chip(QFrame):
    """Colour, icon and word together."""

    def __init__(self, look: Look, text: str, tone: str = "unknown", icon: str = "") -> None:
        super().__init__()
        self._look = look
        self._icon = IconLabel(look, icon or "circle-dot", _INK.get(tone, tone), "chip")
        self._word = label(text, "small", tone)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(6)
        row.addWidget(self._icon)
        row.addWidget(self._word)
        self._icon.setHidden(not icon)
        self.setProperty("chip", tone)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self._look.tokens.height("chip"))

    def say(self, text: str, tone: str, icon: str) -> None:
        """Show another state."""
        self._word.setText(text)
        self._icon.show_icon(icon, _INK.get(tone, tone))
        self._icon.show()
        mark(self._word, "tone", tone)
        mark(self, "chip", tone)
