"""A line that says how something stands: icon, words, notes below them, a word of state at the right end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldlaw.ui.views.parts.labels import IconLabel, label, wrapped
from fieldlaw.ui.views.parts.rowbutton import RowButton

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QLayout

    from fieldlaw.ui.theme.look import Look

TRUTHS = {
    "yes": ("circle-check", "success"),
    "no": ("circle-x", "danger"),
    "open": ("circle-help", "warning"),
}


def clear(layout: QLayout) -> None:
    """Take all widgets of a layout away for good, those of inner layouts too."""
    while held := layout.takeAt(0):
        if held.widget() is not None:
            held.widget().deleteLater()
        elif held.layout() is not None:
            clear(held.layout())


class StateLine(QWidget):
    """Icon and tone say the same as the word of state; more goes into `words`, below the notes."""

    def __init__(self, look: Look, sign: tuple[str, str], head: str, state: str = "", kind: str = "") -> None:
        super().__init__()
        icon, tone = sign
        row = self.row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(12)
        self.words = QVBoxLayout()
        self.words.setSpacing(3)
        self.words.addWidget(wrapped(head, kind))
        row.addWidget(IconLabel(look, icon, tone), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self.words, 1)
        if state:
            told = label(state, "strong", tone)
            row.addWidget(told, 0, Qt.AlignmentFlag.AlignTop)

    def note(self, text: str, tone: str = "") -> None:
        """Add a note; nothing with an empty text."""
        if text:
            self.words.addWidget(wrapped(text, "caption", tone))


def gap_links(
    look: Look, gaps: Sequence[tuple[str, str]], go: Callable[[str], object], word: str
) -> list[RowButton]:
    """Missing facts as rows to press; each leads to its place."""
    links = []
    for name, question in gaps:
        link = RowButton(look, question, "circle-help", note=word)
        link.clicked.connect(lambda _checked=False, name=name: go(name))
        links.append(link)
    return links
