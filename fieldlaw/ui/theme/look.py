"""The look in use: theme and text size, and one signal when they change."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QPixmap
from PySide6.QtWidgets import QApplication

from fieldlaw.ui.theme import fonts, icons, palette, qss
from fieldlaw.ui.theme.tokens import Tokens


class Look(QObject):
    """Hands out colours, sizes, fonts and icons of the theme in use.

    Attributes:
        changed: the theme or the text size is another one now.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tokens = Tokens()

    def use(self, theme: str, scale: float = 1.0) -> None:
        """Dress the whole application in a theme."""
        self.tokens = Tokens(theme, scale)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setPalette(palette.make(self.tokens))
            app.setFont(fonts.font(self.tokens.font("body")))
            app.setStyleSheet(qss.sheet(self.tokens))
        self.changed.emit()

    @property
    def field(self) -> bool:
        """Whether targets are drawn for gloves and sun."""
        return self.tokens.mode == "field"

    def colour(self, role: str) -> QColor:
        """A colour of the theme."""
        return QColor(self.tokens.colors[role])

    def font(self, name: str, *, bold: bool = False) -> QFont:
        """The font at a named size."""
        return fonts.font(self.tokens.font(name), bold=bold)

    def icon(self, name: str, role: str, size: str = "button") -> QPixmap:
        """An icon in a colour of the theme, at a named size."""
        return icons.draw(name, self.tokens.colors[role], self.tokens.icon_size(size))
