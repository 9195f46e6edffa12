"""Tools of the thermal page: an icon alone (its word is the tip), one that stays pressed, small buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize

from fieldlaw.ui.views.parts.buttons import Button, Trim

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from fieldlaw.ui.theme.look import Look


class ToolButton(Button):
    """A tool that is on until it is pressed again."""

    def __init__(self, look: Look, icon: str, word: str) -> None:
        super().__init__(look, word, trim=Trim(icon=icon))
        self.setProperty("kind", "tool")
        self.setCheckable(True)

    def ink(self) -> str:
        """In the accent while it is on."""
        return "accent" if self.isChecked() else "text"


class SmallButton(Button):
    """A small button that is still large enough for gloves."""

    def __init__(self, look: Look, word: str, kind: str = "secondary", trim: Trim | None = None) -> None:
        super().__init__(look, word, kind, trim, "controlSmall")

    def sizeHint(self) -> QSize:
        """At least as high as a target has to be on site."""
        held, least = super().sizeHint(), self.look.tokens.height("minTarget") if self.look.field else 0
        return QSize(held.width(), max(held.height(), least))


class SmallTool(SmallButton):
    """A small button that is on until it is pressed again."""

    def __init__(self, look: Look, word: str) -> None:
        super().__init__(look, word)
        self.setProperty("kind", "tool")
        self.setCheckable(True)

    def ink(self) -> str:
        """In the accent while it is on."""
        return "accent" if self.isChecked() else "text"


class IconButton(Button):
    """A square button."""

    def __init__(self, look: Look, icon: str, word: str, key: str = "") -> None:
        super().__init__(look, "", "text", Trim(icon=icon))
        self.setAccessibleName(word)
        self.setToolTip(f"{word}（{key}）" if key else word)

    def sizeHint(self) -> QSize:
        """As wide as high."""
        side = self.look.tokens.height("control")
        return QSize(side, side)

    def ink(self) -> str:
        """Like words."""
        return "text" if self.isEnabled() else "textDisabled"

    def draw_content(self, painter: QPainter) -> None:
        """The icon in the middle."""
        side = self.look.tokens.icon_size("list")
        icon = self.look.icon(self.trim.icon, self.ink(), "list")
        painter.drawPixmap((self.width() - side) // 2, (self.height() - side) // 2, icon)
