"""The table of tasks: two lines in a row, the state as a chip, one act at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from fieldlaw.ui.models.rows import ROW
from fieldlaw.ui.models.tasks import TaskRow, TaskTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from fieldlaw.ui.theme.look import Look

Index = QModelIndex | QPersistentModelIndex
_STAGES = {
    "检查中": ("circle-dot", "accent", "accentTint"),
    "审核中": ("clock", "unknown", "unknownTint"),
    "有退回": ("undo-2", "danger", "dangerTint"),
    "已通过": ("circle-check", "success", "successTint"),
}
_WIDTHS = (182, 0, 116, 84, 116, 92)
_UNIT, _STATE, _ACT = 1, 4, 5
_PAD = 16
_SPARE = (3, 2)
_LEAST, _DRAWN_AT = 210, 14


class _TaskDelegate(QStyledItemDelegate):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self.reviews = look, False

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell."""
        box: QRect = option.rect  # type: ignore[attr-defined]
        row: TaskRow = index.data(ROW)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, option, box)
        if index.column() == _STATE:
            self._chip(painter, row, box)
        elif index.column() == _ACT:
            self._act(painter, row, box)
        elif index.column() == _UNIT:
            below = row.fault or row.address
            self._line(painter, box.adjusted(_PAD, 10, -8, -box.height() // 2), row.unit, strong=True)
            self._line(painter, box.adjusted(_PAD, box.height() // 2, -8, -10), below, size="caption")
        else:
            self._line(painter, box.adjusted(_PAD, 0, -8, 0), row.cell(index.column()), size="small")

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, box: QRect) -> None:
        chosen = "State_Selected" in str(option.state)  # type: ignore[attr-defined]
        painter.fillRect(box, self._look.colour("selected" if chosen else "surface"))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, self._look.colour("borderSubtle"))

    def _line(
        self, painter: QPainter, box: QRect, text: str, size: str = "body", *, strong: bool = False
    ) -> None:
        font = self._look.font(size, bold=strong)
        painter.setFont(font)
        painter.setPen(self._look.colour("text" if strong else "textSecondary"))
        cut = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, cut)

    def _chip(self, painter: QPainter, row: TaskRow, box: QRect) -> None:
        icon, ink, tint = _STAGES.get(row.stage, ("circle-dashed", "unknown", "unknownTint"))
        font = self._look.font("small")
        side, high = self._look.tokens.icon_size("chip"), self._look.tokens.height("chip")
        width = QFontMetrics(font).horizontalAdvance(row.stage) + side + 22
        chip = QRectF(box.left() + _PAD, box.center().y() - high / 2, width, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour(tint))
        painter.drawRoundedRect(chip, 4, 4)
        painter.drawPixmap(
            round(chip.left()) + 8, round(chip.center().y()) - side // 2, self._look.icon(icon, ink, "chip")
        )
        painter.setFont(font)
        painter.setPen(self._look.colour(ink))
        painter.drawText(chip.adjusted(side + 14, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, row.stage)

    def _act(self, painter: QPainter, row: TaskRow, box: QRect) -> None:
        mine = not self.reviews and row.stage in ("检查中", "有退回")
        word = self.tr("继续") if mine else self.tr("查看")
        high = self._look.tokens.height("controlSmall")
        button = QRectF(box.left() + 12.5, box.center().y() - high // 2 + 0.5, box.width() - 28, high)
        painter.setPen(self._look.colour("borderControl"))
        painter.setBrush(self._look.colour("surface"))
        painter.drawRoundedRect(button, 5, 5)
        painter.setFont(self._look.font("small"))
        painter.setPen(self._look.colour("text"))
        painter.drawText(button, Qt.AlignmentFlag.AlignCenter, word)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The height of a task row."""
        return QSize(_WIDTHS[index.column()], self._look.tokens.height("taskRow"))


class TaskView(QTableView):
    """The tasks; the whole row can be pressed.

    Attributes:
        opened: the case of the row that was pressed.
    """

    opened = Signal(object)

    def __init__(self, look: Look, *, reviews: bool = False) -> None:
        super().__init__()
        self._look = look
        heads = ("编号", "对象", "来源", "同组", "状态", "")
        self._table = TaskTable([self.tr(head) if head else "" for head in heads])
        self._delegate = _TaskDelegate(look)
        self._delegate.reviews = reviews
        self.setModel(self._table)
        self.setItemDelegate(self._delegate)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(self.tr("我的任务"))
        self._heads()
        self.clicked.connect(self._open)
        self.activated.connect(self._open)
        look.changed.connect(self._fit)
        self._fit()

    def _heads(self) -> None:
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        for column, width in enumerate(_WIDTHS):
            stretch = QHeaderView.ResizeMode.Stretch if not width else QHeaderView.ResizeMode.Fixed
            head.setSectionResizeMode(column, stretch)
        self.verticalHeader().hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave columns out before a name is cut to nothing."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._look.tokens.height("taskRow"))
        wide = [round(width * self._look.tokens.font("small") / _DRAWN_AT) for width in _WIDTHS]
        for column in (n for n, width in enumerate(wide) if width):
            self.setColumnWidth(column, wide[column])
        room = (
            self.viewport().width() - sum(wide) - round(_LEAST * self._look.tokens.font("small") / _DRAWN_AT)
        )
        for column in _SPARE:
            self.setColumnHidden(column, room < 0)
            room += wide[column] if room < 0 else 0

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(index.data(ROW).case)

    def show_rows(self, rows: Sequence[TaskRow]) -> None:
        """Show tasks."""
        self._table.hold(rows)
