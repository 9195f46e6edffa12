"""Rows of facts: icon, name on the left, value on the right; and a row of small tiles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fieldlaw.ui.theme.qss import mark
from fieldlaw.ui.views.parts.labels import ElidedLabel, IconLabel, label, rule

if TYPE_CHECKING:
    from fieldlaw.ui.theme.look import Look


class FactRow(QWidget):
    """One fact."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._icon = IconLabel(look, "circle-dashed", "unknown", "list")
        self.value = ElidedLabel("", "small")
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(label(name))
        row.addWidget(self.value, 1)
        look.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(round(self._look.tokens.font("body") * 2.3))

    def say(self, icon: str, tone: str, value: str) -> None:
        """Show a value; the icon and its colour say the same as the word."""
        self._icon.show_icon(icon, tone)
        self.value.setText(value)
        mark(self.value, "tone", tone if tone in ("warning", "danger") else "")


class FactRows(QWidget):
    """Facts under each other, with rules between them."""

    def __init__(self, look: Look, names: tuple[str, ...]) -> None:
        super().__init__()
        self.rows = tuple(FactRow(look, name) for name in names)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for row in self.rows:
            column.addWidget(row)
            column.addWidget(rule())


class FactTiles(QFrame):
    """Facts beside each other: name over value; one without a value is not there."""

    def __init__(self, look: Look, names: tuple[str, ...]) -> None:
        super().__init__()
        self.setProperty("card", "plain")
        self._look = look
        self.values = tuple(label("", "title") for _name in names)  # a number is never cut
        self._cells: list[QWidget] = []
        self._words: list[QBoxLayout] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(0)
        for place, name in enumerate(names):
            cell = self._cell(name, place)
            self._cells.append(cell)
            row.addWidget(cell, 1)

    def _cell(self, name: str, place: int) -> QWidget:
        cell = QWidget()
        beside = QHBoxLayout(cell)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        if place:
            beside.addWidget(rule("down"))
        words = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        words.setContentsMargins(16, 6, 8, 6)
        self._words.append(words)
        words.addWidget(label(name, "caption"))
        words.addWidget(self.values[place], 1)
        beside.addLayout(words, 1)
        return cell

    def set_flat(self, *, flat: bool) -> None:
        """Put name and value beside each other, or the value under the name."""
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        for words in self._words:
            words.setDirection(across if flat else down)
            words.setSpacing(12 if flat else 0)
        for value in self.values:
            mark(value, "type", "subtitle" if flat else "title")

    def say(self, *values: str) -> None:
        """Show values in the order of the names; an empty one hides its tile."""
        for cell, shown, value in zip(self._cells, self.values, values, strict=True):
            shown.setText(value)
            cell.setVisible(bool(value))
