"""The bundled font: two weights, the same on every machine."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase

from fieldlaw.errors import BugError
from fieldlaw.settings import RESOURCES
from fieldlaw.ui.theme import tokens

_FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")


def install() -> None:
    """Make the bundled font known to the application.

    Raises:
        BugError: a font file is not there.
    """
    if tokens.family() in QFontDatabase.families():
        return
    for name in _FILES:
        if QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / name)) < 0:
            raise BugError(name)


def font(pixels: int, *, bold: bool = False) -> QFont:
    """The font at a size in logical pixels."""
    made = QFont(tokens.family())
    made.setPixelSize(pixels)
    made.setBold(bold)
    return made
