"""How a dialog is asked: it opens, and when the person has answered or left it is gone for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QDialog


def ask_with(dialog: QDialog, then: Callable[[], object]) -> None:
    """Open a dialog; once it is closed, in whatever way, it is deleted and `then` is called."""
    dialog.finished.connect(dialog.deleteLater)
    dialog.finished.connect(lambda _result: then())
    dialog.open()
