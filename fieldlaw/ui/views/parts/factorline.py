"""校正: for which substance a photoionisation reading is to be shown, and what it becomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldlaw.ui.presenters.factors import factor_words, substances
from fieldlaw.ui.theme.qss import mark
from fieldlaw.ui.views.parts.choice import Choice
from fieldlaw.ui.views.parts.labels import label, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fieldlaw.cases.packs.records import Pack
    from fieldlaw.ui.presenters.instrument_state import State
    from fieldlaw.ui.theme.look import Look


class FactorLine(QWidget):
    """The line; not there for a flame detector."""

    def __init__(self, look: Look, packs: Callable[[], Sequence[Pack]]) -> None:
        super().__init__()
        self._packs = packs
        self.substance = Choice(look)
        self.value, self.about = label("", "subtitle"), wrapped("", "caption")
        self.substance.setAccessibleName(self.tr("按哪种物质校正"))
        self.substance.addItem(self.tr("不校正"), "")
        for key, name in substances(packs()):
            self.substance.addItem(name, key)
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(4)
        row.setSpacing(10)
        row.addWidget(label(self.tr("校正为"), "small"))
        row.addWidget(self.substance, 1)
        row.addWidget(self.value)
        column.addLayout(row)
        column.addWidget(self.about)
        self.hide()

    def show_state(self, state: State) -> None:
        """Show the newest reading for the substance."""
        self.setVisible(state.detector == "PID" and state.line is not None)
        key = str(self.substance.currentData() or "")
        words = factor_words(state.last, state.instrument, key, self._packs())
        for part in (self.value, self.about):
            part.setVisible(words is not None)
        if words is not None:
            self.value.setText(words.value)
            self.about.setText(words.about)
            mark(self.value, "tone", words.tone)
