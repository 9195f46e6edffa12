"""Tabs over a card; they take another row where there is no room beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame

from fieldlaw.ui.views.parts.chipflow import ChipFlow
from fieldlaw.ui.views.parts.tabs import TabButton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldlaw.ui.theme.look import Look


class FlowTabs(QFrame):
    """Tabs by their ids.

    Attributes:
        chosen: the id of the tab that was pressed.
    """

    chosen = Signal(object)

    def __init__(self, look: Look, tabs: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self.tabs: dict[str, TabButton] = {}
        flow = ChipFlow(self, gap=2)
        flow.setContentsMargins(8, 2, 8, 0)
        for name, words in tabs:
            tab = TabButton(look, words)
            self._group.addButton(tab)
            tab.clicked.connect(lambda _checked=False, name=name: self.chosen.emit(name))
            self.tabs[name] = tab
            flow.addWidget(tab)
        next(iter(self.tabs.values())).setChecked(True)
        self._flow = flow

    def name(self, tab: str, words: str) -> None:
        """Put other words on a tab."""
        button = self.tabs[tab]
        if button.text() != words:
            button.setText(words)
            button.setToolTip(words)
            button.updateGeometry()
            self._flow.invalidate()

    def take(self, tab: str) -> None:
        """Show a tab as chosen, and say so."""
        self.tabs[tab].setChecked(True)
        self.chosen.emit(tab)
