"""Buttons of the thermal tool bar: a pen that stays in hand, one part of a row of which one is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize

from fieldlaw.ui.theme.qss import mark
from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.iconbutton import IconButton, ToolButton

if TYPE_CHECKING:
    from fieldlaw.ui.theme.look import Look


class PenButton(IconButton):
    """A tool by its icon, on until it is pressed again or another one is taken."""

    def __init__(self, look: Look, icon: str, word: str, key: str, how: str) -> None:
        super().__init__(look, icon, word, key)
        self.setToolTip(f"{word}（{key}）：{how}" if how else f"{word}（{key}）")
        self.setCheckable(True)
        mark(self, "kind", "pen")

    def ink(self) -> str:
        """White on the accent while it is on."""
        return "textOnAccent" if self.isChecked() else super().ink()


class PartButton(Button):
    """One of a row of words of which one is on; `end` says at which end of the row it stands."""

    def __init__(self, look: Look, word: str, end: str) -> None:
        super().__init__(look, word)
        self.setProperty("kind", "part")
        self.setProperty("end", end)
        self.setCheckable(True)
        self.setAutoExclusive(True)

    def ink(self) -> str:
        """White on the accent while it is on."""
        return "textOnAccent" if self.isChecked() else "text"

    def sizeHint(self) -> QSize:
        """Closer than a button that stands alone."""
        held = super().sizeHint()
        return QSize(held.width() - 4, held.height())


class LockButton(ToolButton):
    """A lock, open or shut."""

    def __init__(self, look: Look, word: str) -> None:
        super().__init__(look, "lock-open", word)

    def show_lock(self, word: str, *, shut: bool) -> None:
        """Show the lock open or shut, in words too."""
        self.setChecked(shut)
        if word != self.text():
            self.trim = Trim(icon="lock" if shut else "lock-open")
            self.setText(word)
            self.updateGeometry()
