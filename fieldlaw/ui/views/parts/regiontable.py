"""What is measured on a picture, one row each: place, numbers, points taken there, kept or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QCompleter,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from fieldlaw.ui.models.rows import ROW
from fieldlaw.ui.views.parts import thermalwords
from fieldlaw.ui.views.parts.chipcell import chip_width, draw_chip

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtCore import QAbstractItemModel
    from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from fieldlaw.ui.presenters.thermal_gallery import LinkedPoint
    from fieldlaw.ui.presenters.thermal_regions import Area
    from fieldlaw.ui.theme.look import Look

Index = QModelIndex | QPersistentModelIndex
LABEL, PLACE, LOW, MEAN, HIGH, POINTS, KEPT = range(7)
_NUMBERS = (LOW, MEAN, HIGH)
_BOLD = (LABEL, HIGH)
_COMPACT = 30  # letters
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_ALONG = ("line", "difference")  # no one point is where these are


class RegionModel(QAbstractTableModel):
    """Regions as a Qt model.

    Attributes:
        placed: (label, place): a place was written.
        layers: the ids of the changed parameters that hold now.
        compact: there is no room for the last column; the label shows what it says.
    """

    placed = Signal(object, object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._areas: tuple[Area, ...] = ()
        self._points: Mapping[str, Sequence[LinkedPoint]] = {}
        self.layers: tuple[bytes, ...] = ()
        self.compact = False
        self._styles: dict[Qt.ItemDataRole, Callable[[Area, int], Any]] = {
            Qt.ItemDataRole.DisplayRole: self.cell,
            Qt.ItemDataRole.ToolTipRole: self._tip,
            Qt.ItemDataRole.AccessibleTextRole: self._spoken,
            Qt.ItemDataRole.TextAlignmentRole: self._side,
            Qt.ItemDataRole.FontRole: self._font,
            Qt.ItemDataRole.ForegroundRole: self._ink,
            Qt.ItemDataRole.DecorationRole: self._icon,
        }
        self._heads = tuple(self.tr(one) for one in ("区域", "位置", "最低", "平均", "最高", "测点", "案件"))

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """How many."""
        return 0 if parent.isValid() else len(self._areas)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """LABEL to KEPT."""
        return len(self._heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The heads, aligned like what stands under them."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_RIGHT if section in _NUMBERS else _LEFT)
        return self._heads[section] if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The place of a draft can be written."""
        held = super().flags(index)
        area = self._areas[index.row()]
        writable = index.column() == PLACE and not area.event and not area.of
        return held | Qt.ItemFlag.ItemIsEditable if writable else held

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words, alignment, weight and ink of a cell."""
        if not index.isValid():
            return None
        area, column = self._areas[index.row()], index.column()
        if role == ROW:
            return area
        if role == Qt.ItemDataRole.EditRole:
            return area.place
        style = self._styles.get(Qt.ItemDataRole(role))
        return None if style is None else style(area, column)

    def _spoken(self, area: Area, column: int) -> str:
        return f"{area.label} {self._heads[column]} {self.cell(area, column)}"

    @staticmethod
    def _side(_area: Area, column: int) -> int:
        return int(_RIGHT if column in _NUMBERS else _LEFT)

    def _font(self, _area: Area, column: int) -> QFont:
        return self._look.font("small", bold=column in _BOLD)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Pass a place on; the row shows it when it comes back."""
        self.placed.emit(self._areas[index.row()].label, str(value).strip())
        return True

    def _icon(self, area: Area, column: int) -> Any:
        """Without the last column: whether it is kept, or kept with other parameters."""
        if not self.compact or column != LABEL or not area.event:
            return None
        name, tone = ("triangle-alert", "warning") if self.outdated(area) else ("check", "success")
        return self._look.icon(name, tone, "chip")

    def _tip(self, area: Area, column: int) -> str:
        if column in _NUMBERS and area.outside:
            return self.tr("有的像素超出相机量程，只作参考")
        if column == LABEL:
            return f"{area.label} {self.cell(area, KEPT)}"
        if column == PLACE and not area.event:
            return self.tr("双击写位置")
        return self.cell(area, column)

    def _ink(self, area: Area, column: int) -> Any:
        if column in _NUMBERS and (area.outside or area.reason):
            return self._look.colour("warning")
        muted = column == KEPT or (column == PLACE and not area.place)
        return self._look.colour("textSecondary" if muted else "text")

    def cell(self, area: Area, column: int) -> str:
        """The words of a cell."""
        if column in _NUMBERS:
            return self._number(area, column)
        if column == LABEL:
            return area.label
        if column == PLACE:
            return thermalwords.subtracted(area.of) or area.place or thermalwords.pixels(area)
        if column == POINTS:
            return thermalwords.linked(self.points(area)) or (self.tr("未测") if self.open(area) else "—")
        if not area.event:
            return self.tr("草稿")
        return self.tr("参数已改") if self.outdated(area) else area.kept_at[11:16]

    def _number(self, area: Area, column: int) -> str:
        if column == MEAN and area.mean is None:
            return self.tr("算不出")
        if area.of:
            return thermalwords.kelvin(area.mean or 0.0) if column == MEAN else "—"
        return thermalwords.degrees((area.low, area.mean, area.high)[column - LOW])

    def points(self, area: Area) -> Sequence[LinkedPoint]:
        """The points that were taken where a region is."""
        return self._points.get(area.label, ())

    def open(self, area: Area) -> bool:
        """Whether a point is still to be taken there."""
        return area.tool not in _ALONG and not self.points(area)

    def outdated(self, area: Area) -> bool:
        """Whether what is kept was computed with other parameters than hold now."""
        return bool(area.event) and area.layers != self.layers

    def area(self, row: int) -> Area:
        """The region of a row."""
        return self._areas[row]

    def show(
        self, areas: Sequence[Area], points: Mapping[str, Sequence[LinkedPoint]], layers: tuple[bytes, ...]
    ) -> None:
        """Hold other rows."""
        new = tuple(areas)
        same = len(new) == len(self._areas)
        if not same:
            self.beginResetModel()
        changed = (new, points, layers) != (self._areas, self._points, self.layers)
        self._areas, self._points, self.layers = new, points, layers
        if not same:
            self.endResetModel()
        elif changed and new:
            self.dataChanged.emit(self.index(0, 0), self.index(len(new) - 1, KEPT))


class _Cells(QStyledItemDelegate):
    """Chips for points and for what is outdated; the places that the case knows while one is written."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._table = look, parent
        self.places: tuple[str, ...] = ()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """A chip where the words are a state."""
        chip = self._chip(index)
        if chip is None:
            super().paint(painter, option, index)
            return
        bare = QStyleOptionViewItem(option)
        self.initStyleOption(bare, index)
        bare.text = ""  # type: ignore[attr-defined]
        QApplication.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, bare, painter, self._table)
        box: QRect = option.rect  # type: ignore[attr-defined]
        draw_chip(painter, self._look, box, *chip)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A chip is wider than its words."""
        held, chip = super().sizeHint(option, index), self._chip(index)
        return held if chip is None else QSize(chip_width(self._look, chip[2]), held.height())

    def _chip(self, index: Index) -> tuple[str, str, str] | None:
        """Icon, tone and words."""
        model, column = index.model(), index.column()
        if not isinstance(model, RegionModel) or column not in (POINTS, KEPT):
            return None
        area, words = model.area(index.row()), str(index.data())
        if column == KEPT:
            return ("triangle-alert", "warning", words) if model.outdated(area) else None
        points = model.points(area)
        if points:
            return (*points[-1].icon, words)
        return ("circle-dashed", "unknown", words) if model.open(area) else None

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A field that offers what the case knows."""
        field = QLineEdit(parent)
        field.setProperty("cell", "true")
        completer = QCompleter(list(self.places), field)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        field.setCompleter(completer)
        return field

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand the place over."""
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text())


class RegionTable(QTableView):
    """The table.

    Attributes:
        chosen: the label of the row now in hand.
        point_wanted: the label of the region at which a point is to be taken.
    """

    chosen = Signal(object)
    point_wanted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("table", "spots")
        self._look, self.rows = look, RegionModel(look)
        self._cells = _Cells(look, self)
        self.setModel(self.rows)
        self.setItemDelegate(self._cells)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("测量区"))
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        for column in range(KEPT + 1):
            modes = QHeaderView.ResizeMode
            way = modes.Stretch if column == PLACE else modes.ResizeToContents
            self.horizontalHeader().setSectionResizeMode(column, way)
        self.clicked.connect(self._press)
        look.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        size = "minTarget" if self._look.field else "controlSmall"
        self.verticalHeader().setDefaultSectionSize(self._look.tokens.height(size))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the last column goes."""
        super().resizeEvent(event)
        compact = self.width() < _COMPACT * self._look.tokens.font("small")
        if compact != self.rows.compact:
            self.rows.compact = compact
            self.setColumnHidden(KEPT, compact)

    def _press(self, index: QModelIndex) -> None:
        area = self.rows.area(index.row())
        if index.column() == POINTS and self.rows.open(area):
            self.point_wanted.emit(area.label)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Over what leads to the analyzer, the mouse says so."""
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        link = index.isValid() and index.column() == POINTS and self.rows.open(self.rows.area(index.row()))
        self.setCursor(Qt.CursorShape.PointingHandCursor if link else Qt.CursorShape.ArrowCursor)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Take in hand what a person moved on."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.chosen.emit(self.rows.area(current.row()).label)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the table with its heads; Enter writes the place of the row in hand."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.text())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.write_place()
        else:
            super().keyPressEvent(event)

    def write_place(self) -> None:
        """Open the field for the place of the row in hand."""
        index = self.rows.index(self.currentIndex().row(), PLACE)
        busy = self.state() == QAbstractItemView.State.EditingState
        if not busy and index.isValid() and self.rows.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)

    def text(self) -> str:
        """The table with its heads, cells parted by tabs."""
        wide, model = range(self.rows.columnCount()), self.rows
        heads = [str(model.headerData(n, Qt.Orientation.Horizontal)) for n in wide]
        heads = [f"{head} ℃" if n in _NUMBERS else head for n, head in enumerate(heads)]
        cells = [[model.cell(model.area(row), n) for n in wide] for row in range(model.rowCount())]
        return "\n".join("\t".join(line) for line in (heads, *cells))

    def show_rows(self, chosen: str, places: tuple[str, ...]) -> None:
        """Show the row in hand, and offer places; says nothing about it."""
        self._cells.places = places
        labels = [self.rows.area(row).label for row in range(self.rows.rowCount())]
        row = labels.index(chosen) if chosen in labels else -1
        if self.currentIndex().row() == row:
            return
        self.blockSignals(True)  # noqa: FBT003  showing is not choosing
        if row < 0:
            self.clearSelection()
        self.setCurrentIndex(self.rows.index(row, LABEL) if row >= 0 else QModelIndex())
        self.blockSignals(False)  # noqa: FBT003
        self.viewport().update()
