"""The spots on a picture: label, pixel, temperature or the reason why there is none, whether it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from fieldlaw.ui.models.rows import ROW
from fieldlaw.ui.views.parts import thermalwords

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from fieldlaw.ui.presenters.thermal_gallery import Spot
    from fieldlaw.ui.theme.look import Look

Index = QModelIndex | QPersistentModelIndex
_LABEL, _PLACE, _VALUE, _KEPT = range(4)
_WIDE = (True, True, False, False)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class SpotModel(QAbstractTableModel):
    """Spots as a Qt model."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._spots: tuple[Spot, ...] = ()
        self._heads = (self.tr("点"), self.tr("列, 行"), self.tr("温度 ℃"), self.tr("案件"))

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """How many spots."""
        return 0 if parent.isValid() else len(self._spots)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """Label, place, temperature, kept."""
        return len(self._heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The heads, aligned like what stands under them."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_RIGHT if section == _VALUE else _LEFT)
        return self._heads[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words, alignment, weight and ink of a cell."""
        if not index.isValid():
            return None
        spot, column = self._spots[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.cell(spot, column)
        styles = {
            ROW: spot,
            Qt.ItemDataRole.AccessibleTextRole: f"{spot.label} {self.cell(spot, column)}",
            Qt.ItemDataRole.TextAlignmentRole: int(_RIGHT if column == _VALUE else _LEFT),
            Qt.ItemDataRole.FontRole: self._look.font("small", bold=column in (_LABEL, _VALUE)),
            Qt.ItemDataRole.ForegroundRole: self._ink(spot, column),
        }
        return styles.get(Qt.ItemDataRole(role)) if role != ROW else spot

    def _ink(self, spot: Spot, column: int) -> Any:
        if column == _VALUE and (spot.outside or spot.celsius is None):
            return self._look.colour("warning")
        return self._look.colour("textSecondary" if column in (_PLACE, _KEPT) else "text")

    def cell(self, spot: Spot, column: int) -> str:
        """The words of a cell."""
        if column == _LABEL:
            return spot.label
        if column == _PLACE:
            return f"{spot.place[0]}, {spot.place[1]}"
        if column == _VALUE:
            return thermalwords.value(spot)
        return self.tr("已写入 {0}").format(spot.kept_at[11:19]) if spot.event else self.tr("未写入")

    def show_spots(self, spots: Sequence[Spot]) -> None:
        """Hold other spots."""
        new = tuple(spots)
        if new == self._spots:
            return
        if len(new) == len(self._spots):
            self._spots = new
            self.dataChanged.emit(self.index(0, 0), self.index(len(new) - 1, _KEPT))
            return
        self.beginResetModel()
        self._spots = new
        self.endResetModel()


class SpotTable(QTableView):
    """The table of spots.

    Attributes:
        chosen: the label of the spot now in hand.
    """

    chosen = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._spots = look, SpotModel(look)
        self.setModel(self._spots)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setProperty("table", "spots")
        self.setAccessibleName(self.tr("测量点"))
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        for column in range(len(_WIDE)):
            way = QHeaderView.ResizeMode.Stretch if _WIDE[column] else QHeaderView.ResizeMode.ResizeToContents
            self.horizontalHeader().setSectionResizeMode(column, way)
        look.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        size = "minTarget" if self._look.field else "controlSmall"
        self.verticalHeader().setDefaultSectionSize(self._look.tokens.height(size))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Take the spot in hand on which a person moved."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.chosen.emit(current.data(ROW).label)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the table with its heads."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.text())
        else:
            super().keyPressEvent(event)

    def text(self) -> str:
        """The table with its heads, cells parted by tabs."""
        wide, model = range(self._spots.columnCount()), self._spots
        heads = [str(model.headerData(n, Qt.Orientation.Horizontal)) for n in wide]
        rows = [[str(model.data(model.index(row, n))) for n in wide] for row in range(model.rowCount())]
        return "\n".join("\t".join(cells) for cells in (heads, *rows))

    def show_spots(self, spots: Sequence[Spot], chosen: str) -> None:
        """Show spots, one of them in hand; says nothing about it."""
        self.blockSignals(True)  # noqa: FBT003  showing is not choosing
        self._spots.show_spots(spots)
        place = next((n for n, spot in enumerate(spots) if spot.label == chosen), -1)
        if place >= 0:
            self.setCurrentIndex(self._spots.index(place, 0))
        else:
            self.clearSelection()
        self.blockSignals(False)  # noqa: FBT003
        self.viewport().update()
