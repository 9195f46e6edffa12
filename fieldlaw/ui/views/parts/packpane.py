"""What all panes of the pack page share: a table with a bar over it and the row in hand below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fieldlaw.ui.views.parts.labels import rule, wrapped
from fieldlaw.ui.views.parts.notices import EmptyState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldlaw.ui.models.grid import GridRow
    from fieldlaw.ui.theme.look import Look
    from fieldlaw.ui.views.parts.gridtable import GridTable

_MARGINS = (12, 8, 12, 8)


def say(text: str) -> str:
    """A text of the pack page in the language of the screen."""
    return QCoreApplication.translate("packs", text)


class Pane(QWidget):
    """A table with a bar over it, the row in hand in full below it, words in its place while it is empty."""

    def __init__(self, look: Look, table: GridTable, icon: str) -> None:
        super().__init__()
        self.table, self.bar, self.detail = table, QHBoxLayout(), wrapped("", "small")
        self.empty, self._stack = EmptyState(look, icon, "", ""), QStackedWidget()
        self._stack.addWidget(table)
        self._stack.addWidget(self.empty)
        self._line = rule()
        self.bar.setContentsMargins(*_MARGINS)
        self.bar.setSpacing(8)
        self.detail.setContentsMargins(16, 8, 16, 10)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.bar)
        column.addWidget(self._stack, 1)
        column.addWidget(self._line)
        column.addWidget(self.detail)
        table.chosen.connect(self._tell)
        self._tell(None)

    def _tell(self, row: object) -> None:
        words = str(getattr(row, "detail", ""))
        self.detail.setText(words)
        for widget in (self._line, self.detail):
            widget.setVisible(bool(words))

    def show_rows(self, rows: Sequence[GridRow], title: str, text: str = "") -> None:
        """Show rows; the words where there are none."""
        self.empty.say(title, text)
        self._stack.setCurrentIndex(0 if rows else 1)
        self.table.show_rows(rows)
