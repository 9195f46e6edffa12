"""A row of tabs over a page; a long title ends in …, the whole of it is the tool tip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout

from fieldlaw.ui.views.parts.buttons import Button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldlaw.ui.theme.look import Look

_WIDEST, _LEAST = 320, 72


class TabButton(Button):
    """One tab: accent words over an accent line while it is shown."""

    def __init__(self, look: Look, text: str) -> None:
        super().__init__(look, text, "tab")
        self.setCheckable(True)
        self.setToolTip(text)

    def ink(self) -> str:
        """Accent on the tab that is shown."""
        if not self.isEnabled():
            return "textDisabled"
        return "accent" if self.isChecked() else "textSecondary"

    def sizeHint(self) -> QSize:
        """As wide as its words, up to a limit."""
        hint = super().sizeHint()
        return QSize(min(hint.width(), _WIDEST), hint.height() + 4)

    def minimumSizeHint(self) -> QSize:
        """The words may be cut."""
        return QSize(min(_LEAST, self.sizeHint().width()), self.sizeHint().height())


class Tabs(QFrame):
    """The tabs, and what stands after them.

    Attributes:
        chosen: the id of the tab that was pressed.
    """

    chosen = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("zone", "top")
        self._look = look
        self._group = QButtonGroup(self)
        self._shown: tuple[tuple[str, str], ...] = ()
        self._held = QHBoxLayout()
        self._held.setSpacing(4)
        self.after = QHBoxLayout()
        self.after.setSpacing(8)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 1)
        row.setSpacing(4)
        row.addLayout(self._held)
        row.addLayout(self.after)
        row.addStretch(1)
        self._group.idClicked.connect(lambda place: self.chosen.emit(self._shown[place][0]))

    def show_tabs(self, tabs: Sequence[tuple[str, str]], chosen: str) -> None:
        """Show tabs (id and title), one of them chosen; none with an id that is not there."""
        if tuple(tabs) != self._shown:
            self._build(tuple(tabs))
        self._group.setExclusive(False)
        for place, (name, _title) in enumerate(self._shown):
            self._group.button(place).setChecked(name == chosen)
        self._group.setExclusive(True)

    def _build(self, tabs: tuple[tuple[str, str], ...]) -> None:
        for old in self._group.buttons():
            self._group.removeButton(old)
            self._held.removeWidget(old)
            old.deleteLater()
        self._shown = tabs
        for place, (_name, title) in enumerate(tabs):
            button = TabButton(self._look, title)
            self._group.addButton(button, place)
            self._held.addWidget(button)
