"""The table of what is on its way: for each case what is unsent, delivered, complete, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from fieldlaw.ui.models.grid import Grid
from fieldlaw.ui.models.rows import ROW
from fieldlaw.ui.presenters.sync_words import SendRow
from fieldlaw.ui.views.parts.rowtext import Ink, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from fieldlaw.ui.theme.look import Look

Index = QModelIndex | QPersistentModelIndex
_CASE, _UNSENT, _DELIVERED, _COMPLETE, _NEXT = range(5)
_WIDTHS = (0, 132, 112, 112, 0)
_SHARE = 0.42
_PAD, _DRAWN_AT = 16, 14
_NEXT_ICON = {"danger": "circle-alert", "accent": "cloud-upload", "success": "check-check"}


def heads() -> tuple[str, ...]:
    """The heads of the columns."""
    words = ("案件", "未送", "送达", "完整", "下一步")
    return tuple(QCoreApplication.translate("SendTable", word) for word in words)


class _Model(Grid[SendRow]):
    shown_as = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The heads; numbers stand on the right."""
        if role == Qt.ItemDataRole.TextAlignmentRole and section not in (_CASE, _NEXT):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return super().headerData(section, way, role)


class _Delegate(QStyledItemDelegate):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell."""
        box: QRect = option.rect  # type: ignore[attr-defined]
        chosen = "State_Selected" in str(option.state)  # type: ignore[attr-defined]
        painter.fillRect(box, self._look.colour("selected" if chosen else "surface"))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, self._look.colour("borderSubtle"))
        row: SendRow = index.data(ROW)
        inside = box.adjusted(_PAD, 0, -_PAD, 0)
        if index.column() == _CASE:
            self._two(painter, inside, (row.unit, row.number), right=False)
        elif index.column() == _UNSENT:
            self._two(painter, inside, (row.unsent, row.parts), right=True)
        elif index.column() == _NEXT:
            self._next(painter, inside, row)
        else:
            ticks = index.column() == _COMPLETE
            self._signed(painter, inside, row.complete if ticks else row.delivered, ticks=ticks)

    def _two(self, painter: QPainter, box: QRect, lines: tuple[str, str], *, right: bool) -> None:
        strong, small = (
            Ink("text", "body", bold=True, right=right),
            Ink("textSecondary", "caption", right=right),
        )
        if not lines[1]:
            write(painter, self._look, box, lines[0], strong)
            return
        middle = box.height() // 2
        write(painter, self._look, box.adjusted(0, 8, 0, -middle), lines[0], strong)
        write(painter, self._look, box.adjusted(0, middle, 0, -8), lines[1], small)

    def _signed(self, painter: QPainter, box: QRect, number: str, *, ticks: bool) -> None:
        """A number with its tick: one for delivered, two for complete; none where there is no number."""
        side = self._look.tokens.icon_size("button")
        if number.isdigit():
            icon = self._look.icon("check-check" if ticks else "check", "success", "button")
            painter.drawPixmap(box.right() - side, box.center().y() - side // 2, icon)
        room = box.adjusted(0, 0, -side - 8 if number.isdigit() else 0, 0)
        write(painter, self._look, room, number, Ink("text", "body", right=True))

    def _next(self, painter: QPainter, box: QRect, row: SendRow) -> None:
        side = self._look.tokens.icon_size("button")
        name = _NEXT_ICON.get(row.tone, "clock")
        role = row.tone if row.tone in _NEXT_ICON else "textSecondary"
        painter.drawPixmap(box.left(), box.center().y() - side // 2, self._look.icon(name, role, "button"))
        painter.setFont(self._look.font("small"))
        painter.setPen(self._look.colour(role))
        room = box.adjusted(side + 8, 2, 0, -2)
        metrics = QFontMetrics(painter.font())
        lines = max(room.height() // metrics.height(), 1)
        text = metrics.elidedText(row.next, Qt.TextElideMode.ElideRight, room.width() * min(lines, 2) - 24)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(room, int(flags), text)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The height of a row."""
        return QSize(_WIDTHS[index.column()], self._look.tokens.height("taskRow"))


class SendTable(QTableView):
    """The cases; the row in hand is told in full by whoever listens.

    Attributes:
        chosen: the case of the row in hand.
    """

    chosen = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._rows, self._delegate = _Model(heads()), _Delegate(look)
        self.setModel(self._rows)
        self.setItemDelegate(self._delegate)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(self.tr("案件的发送情况"))
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().hide()
        self.selectionModel().currentRowChanged.connect(self._tell)
        look.changed.connect(self._fit)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._look.tokens.height("taskRow"))
        wide = [round(width * self._look.tokens.font("small") / _DRAWN_AT) for width in _WIDTHS]
        rest = max(self.viewport().width() - sum(wide), 0)
        wide[_CASE] = round(rest * _SHARE)
        wide[_NEXT] = rest - wide[_CASE]
        for column, width in enumerate(wide):
            self.setColumnWidth(column, width)

    def _tell(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(now.data(ROW).case if now.isValid() else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies the table with its heads."""
        if event.matches(QKeySequence.StandardKey.Copy):
            lines = [heads(), *(tuple(row.cell(n) for n in range(len(_WIDTHS))) for row in self._rows.held)]
            QApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))
            return
        super().keyPressEvent(event)

    def show_rows(self, rows: Sequence[SendRow]) -> None:
        """Show cases; the one in hand stays in hand."""
        if tuple(rows) == self._rows.held:
            return
        current = self.currentIndex()
        held = current.data(ROW).case if current.isValid() else ""
        self._rows.hold(rows)
        for place, row in enumerate(rows):
            if row.case == held:
                self.selectRow(place)

    def rows(self) -> tuple[SendRow, ...]:
        """The rows that are shown."""
        return self._rows.held
