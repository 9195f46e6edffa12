"""The style sheet: one template, filled from the tokens."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from fieldlaw.ui.theme.tokens import Tokens

_FILE = Path(__file__).with_name("sheet.qss")


@cache
def _template() -> Template:
    return Template(_FILE.read_text(encoding="utf-8"))


def sheet(tokens: Tokens) -> str:
    """The style sheet of a theme."""
    return _template().substitute(tokens.values())


def mark(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet reads, and let the style read it again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
