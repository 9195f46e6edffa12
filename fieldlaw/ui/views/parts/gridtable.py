"""A table to read: frozen rows of words, an icon where the row has one; it tells the row in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView

from fieldlaw.ui.models.grid import Grid, GridRow
from fieldlaw.ui.models.rows import ROW

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from fieldlaw.ui.theme.look import Look

Index = QModelIndex | QPersistentModelIndex
_DRAWN_AT = 14
_MOST = 0.66  # of the width for columns that do not share


class IconGrid(Grid[GridRow]):
    """Rows of which one column shows the row's icon beside its word.

    Attributes:
        ticked: icon and role before the first cell of a row; None: no row has one.
    """

    def __init__(self, look: Look, heads: Sequence[str], icon_in: int | None) -> None:
        super().__init__(heads)
        self._look, self._icon_in = look, icon_in
        self.ticked: Callable[[Any], tuple[str, str] | None] | None = None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The icon, besides what every grid says."""
        if role == Qt.ItemDataRole.DecorationRole and index.column() == self._icon_in:
            name, tone = self.held[index.row()].icon  # type: ignore[attr-defined]
            return self._look.icon(name, tone, "chip")
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 0 and self.ticked is not None:
            found = self.ticked(self.held[index.row()])
            return self._look.icon(*found, "chip") if found else None
        return super().data(index, role)


class GridTable(QTableView):
    """The rows.

    Attributes:
        chosen: the row in hand; None when there is none.
        wanted: a row that was opened by Enter or a double click.
    """

    chosen = Signal(object)
    wanted = Signal(object)

    def __init__(
        self, look: Look, name: str, columns: Sequence[tuple[str, int]], icon_in: int | None = None
    ) -> None:
        """Make an empty table.

        Args:
            look: the theme.
            name: for screen readers.
            columns: head and width of each; a negative width is a share of what is left.
            icon_in: the column with the icon.
        """
        super().__init__()
        self._look, self._widths, self._row = look, tuple(width for _head, width in columns), "row"
        self.grid = IconGrid(look, [head for head, _width in columns], icon_in)
        self.setModel(self.grid)
        self.setAccessibleName(name)
        self.setProperty("table", "grid")
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.selectionModel().currentRowChanged.connect(self._tell)
        self.activated.connect(lambda index: self.wanted.emit(index.data(ROW)))
        look.changed.connect(self._fit)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width."""
        super().resizeEvent(event)
        self._fit()

    def use_row(self, height: str) -> None:
        """Use rows of a named height."""
        self._row = height
        self._fit()

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._look.tokens.height(self._row))
        shares = sum(-width for width in self._widths if width < 0)
        asked = sum(width for width in self._widths if width > 0)
        most = _MOST * self.viewport().width() / asked if asked else 1.0
        scale = min(self._look.tokens.font("small") / _DRAWN_AT, most)
        rest = self.viewport().width() - sum(int(width * scale) for width in self._widths if width > 0)
        for column, width in enumerate(self._widths):
            wide = int(width * scale) if width > 0 else rest * -width // shares
            self.setColumnWidth(column, wide)

    def _tell(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(now.data(ROW) if now.isValid() else None)

    @property
    def in_hand(self) -> GridRow | None:
        """The row in hand."""
        index = self.currentIndex()
        return self.grid.held[index.row()] if index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies the row in hand under the heads; all rows when there is none."""
        if not event.matches(QKeySequence.StandardKey.Copy):
            super().keyPressEvent(event)
            return
        rows = [self.in_hand] if self.in_hand is not None else self.grid.held
        cells = [self.grid.heads, *([row.cell(n) for n in range(len(self._widths))] for row in rows)]
        QApplication.clipboard().setText("\n".join("\t".join(line) for line in cells))

    def show_rows(self, rows: Sequence[GridRow]) -> None:
        """Show rows; the one in hand stays in hand while it is there."""
        if tuple(rows) == self.grid.held:
            return
        held = self.in_hand
        self.grid.hold(rows)
        if held is not None:
            self.take(held.key)
        if self.in_hand is None:
            self.chosen.emit(None)

    def take(self, key: str) -> bool:
        """Take a row in hand; False when it is not shown."""
        place = next((n for n, row in enumerate(self.grid.held) if row.key == key), None)
        if place is not None:
            self.selectRow(place)
            self.scrollTo(self.grid.index(place, 0))
        return place is not None
