"""The bundled font: two weights, the same on every machine."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from fieldlaw.errors import BugError
from fieldlaw.settings import RESOURCES
from fieldlaw.ui.theme import tokens

_INSTALLED = "fieldlawFonts"
_FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")


def install() -> None:
    """Make the bundled font known to the application.

    Raises:
        BugError: a font file is not there.
    """
    app = QGuiApplication.instance()
    if app is None or app.property(_INSTALLED):
        return
    for name in _FILES:
        if QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / name)) < 0:
            raise BugError(name)
    app.setProperty(_INSTALLED, True)  # noqa: FBT003  a property of Qt; asking for all families takes longer


def font(pixels: int, *, bold: bool = False) -> QFont:
    """The font at a size in logical pixels."""
    made = QFont(tokens.family())
    made.setPixelSize(pixels)
    made.setBold(bold)
    return made
