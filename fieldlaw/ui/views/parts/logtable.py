"""The rows of a log file: a tick for what is kept, the value or in its place the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QTableView

from fieldlaw.ui.models.grid import Grid
from fieldlaw.ui.views.parts.gridtable import GridTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QMouseEvent

    from fieldlaw.ui.presenters.log_words import CalibrationLine, LogLine
    from fieldlaw.ui.theme.look import Look

_OUTCOME = 4
_SHOWN_ROWS = 200


def _tr(text: str) -> str:
    return QCoreApplication.translate("log", text)


class LogTable(GridTable):
    """Readings of a file.

    Attributes:
        picked: the line numbers that are kept, after a person changed them.
    """

    picked = Signal(object)

    def __init__(self, look: Look) -> None:
        columns = (("行", 56), ("时间", 192), ("测点", 96), ("读数", 204), ("结果", 124), ("说明", -1))
        super().__init__(look, _tr("记录里的行"), [(_tr(head), wide) for head, wide in columns], _OUTCOME)
        self._kept: frozenset[int] = frozenset()
        self.grid.ticked = self._tick

    def _tick(self, line: LogLine) -> tuple[str, str] | None:
        if not line.usable:
            return None
        return ("square-check", "accent") if line.line in self._kept else ("square", "textMuted")

    def show_kept(self, kept: frozenset[int]) -> None:
        """Show which lines are kept."""
        if kept != self._kept:
            self._kept = kept
            self.viewport().update()

    def _flip(self, place: int) -> None:
        line: LogLine = self.grid.held[place]  # type: ignore[assignment]
        if line.usable:
            self.picked.emit(self._kept ^ {line.line})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks the row in hand."""
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._flip(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the tick does the same."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == 0:
            self._flip(index.row())


class HistoryTable(GridTable):
    """Records of a calibration history."""

    def __init__(self, look: Look) -> None:
        columns = (("行", 70), ("时间", 180), ("检测器", 90), ("种类", 110), ("浓度", 130), ("来历", -1))
        super().__init__(look, _tr("标定记录"), [(_tr(head), wide) for head, wide in columns], 5)

    def show_history(self, lines: tuple[CalibrationLine, ...]) -> None:
        """Show records."""
        self.show_rows(lines)


@dataclass(frozen=True)
class _RawRow:
    key: str
    cells: tuple[str, ...]

    def cell(self, column: int) -> str:
        """The words of a column."""
        return self.cells[column] if column < len(self.cells) else ""


class RawTable(QTableView):
    """The first rows of a table as they stand in the file, while nobody has said what its columns are."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setProperty("table", "grid")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setAccessibleName(_tr("表格的内容"))
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self._shown: tuple[tuple[str, ...], ...] = ()

    def show_table(self, rows: Sequence[tuple[str, ...]], header: int) -> None:
        """Show rows under the header row; numbers stand for the heads of a table without one."""
        seen = tuple(rows[: header + 1 + _SHOWN_ROWS])
        if seen == self._shown:
            return
        self._shown = seen
        wide = max(len(row) for row in seen)
        heads = seen[header] if header >= 0 else ()
        named = [
            heads[n] if n < len(heads) and heads[n] else _tr("第 {0} 列").format(n + 1) for n in range(wide)
        ]
        grid: Grid[_RawRow] = Grid(named)
        grid.hold([_RawRow(str(n), row) for n, row in enumerate(seen[header + 1 :])])
        grid.setParent(self)
        self.setModel(grid)
        self.verticalHeader().setDefaultSectionSize(self._look.tokens.height("row"))
        self.resizeColumnsToContents()
