"""What every page of the window below the first one is built on, and the keys that pages listen to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QVBoxLayout

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from fieldlaw.ui.theme.look import Look


class Page(QFrame):
    """A page: the ground of the window, one column without gaps, the way back and the switch of modes.

    Attributes:
        back_wanted: one level back.
        field_wanted: field mode was asked for, or its end.
    """

    back_wanted = Signal()
    field_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("sheet", "window")
        self._look = look
        self._column = flush(self)

    def fill(self, bar: QWidget, notices: Sequence[QWidget], content: QWidget) -> None:
        """Lay the page out: its bar, under it the lines that come and go, under them what it is about."""
        self._column.addWidget(bar)
        inside = QVBoxLayout()
        inside.setContentsMargins(16, 12, 16, 16)
        inside.setSpacing(12)
        for notice in notices:
            inside.addWidget(notice)
        inside.addWidget(content, 1)
        self._column.addLayout(inside, 1)


def flush(held: QWidget) -> QVBoxLayout:
    """A column in a widget, without margins and without gaps."""
    column = QVBoxLayout(held)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column


def on_key(within: QWidget, keys: str, act: Callable[[], object]) -> QShortcut:
    """Do something at a key while the focus is within; letters belong to a text field first."""
    shortcut = QShortcut(QKeySequence(keys), within, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.activated.connect(act)
    return shortcut
