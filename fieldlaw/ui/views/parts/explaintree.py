"""The explanation tree: title on the left, value bold on the right, source below; long values wrap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from fieldlaw.ui.models.rows import ROW
from fieldlaw.ui.theme import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtCore import QRect as Rect
    from PySide6.QtGui import QResizeEvent

    from fieldlaw.ui.presenters.law_words import Reason
    from fieldlaw.ui.theme.look import Look

Index = QModelIndex | QPersistentModelIndex
_INDENT, _PAD, _RIGHT, _GAP = 18, 9, 14, 10
_WRAP = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignTop)
_DEEP = 10_000
_SHORT = 18  # a longer value reads better when it is not bold


@dataclass(frozen=True)
class _Line:
    """Words of a row, where they stand and how."""

    text: str
    box: QRect
    font: QFont
    ink: str
    flags: int = _WRAP


class _ReasonDelegate(QStyledItemDelegate):
    def __init__(self, look: Look, view: ExplainTree) -> None:
        super().__init__(view)
        self._look, self._view = look, view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as its wrapped words."""
        row: Reason = index.data(ROW)
        lines = list(self._lines(row, QRect(0, 0, self._view.room(index), _DEEP)))
        return QSize(0, max(line.box.bottom() for line in lines) + _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, icon, words, hair line."""
        row: Reason = index.data(ROW)
        box: Rect = option.rect  # type: ignore[attr-defined]
        if index == self._view.currentIndex() and self._view.marks(index):
            painter.fillRect(QRect(0, box.top(), box.right(), box.height()), self._look.colour("selected"))
        painter.fillRect(0, box.bottom(), box.right(), 1, self._look.colour("borderSubtle"))
        for line in self._lines(row, box):
            painter.setFont(line.font)
            painter.setPen(self._look.colour(line.ink))
            painter.drawText(line.box, line.flags, line.text)
        if row.mark:
            icon, _word, tone = tokens.status(row.mark)
            place = self._icon_place(row, box)
            painter.drawPixmap(place.topLeft(), self._look.icon(icon, tone, "chip"))

    def _side(self, row: Reason) -> int:
        return self._look.tokens.icon_size("chip") + 6 if row.mark else 0

    def _one_line(self, row: Reason, box: QRect) -> bool:
        body, bold = self._fonts()
        title = QFontMetrics(body).horizontalAdvance(row.title)
        value = QFontMetrics(bold).horizontalAdvance(row.value)
        return title + value + self._side(row) + _GAP + _RIGHT <= box.width()

    def _fonts(self) -> tuple[QFont, QFont]:
        return self._look.font("body"), self._look.font("body", bold=True)

    def _icon_place(self, row: Reason, box: QRect) -> QRect:
        side = self._look.tokens.icon_size("chip")
        high = QFontMetrics(self._look.font("body")).height()
        top = box.top() + _PAD + (high - side) // 2
        if not self._one_line(row, box):
            return QRect(box.right() - _RIGHT - side + 1, top, side, side)
        wide = QFontMetrics(self._fonts()[1]).horizontalAdvance(row.value)
        return QRect(box.right() - _RIGHT - wide - side - 5, top, side, side)

    def _lines(self, row: Reason, box: QRect) -> Iterator[_Line]:
        body, bold = self._fonts()
        inner = box.adjusted(0, _PAD, -_RIGHT, 0)
        if self._one_line(row, box):
            right = int(Qt.AlignmentFlag.AlignRight)
            title = self._placed(row.title, inner, body)
            yield _Line(row.title, title, body, "text")
            yield _Line(row.value, QRect(inner.left(), inner.top(), inner.width(), title.height()), bold,
                        "text", right)  # fmt: skip
            below = title
        else:
            title = self._placed(row.title, inner.adjusted(0, 0, -self._side(row), 0), body)
            yield _Line(row.title, title, body, "text")
            font = bold if len(row.value) <= _SHORT else body
            below = self._placed(row.value, self._under(title, inner), font)
            yield _Line(row.value, below, font, "text")
        if row.source:
            caption = self._look.font("caption")
            words = self._view.tr("来源 {0}").format(row.source)
            yield _Line(
                words, self._placed(words, self._under(below, inner), caption), caption, "textSecondary"
            )

    @staticmethod
    def _under(above: QRect, inner: QRect) -> QRect:
        return QRect(inner.left(), above.bottom() + 3, inner.width(), _DEEP)

    @staticmethod
    def _placed(text: str, room: QRect, font: QFont) -> QRect:
        inside = QRect(room.left(), room.top(), max(room.width(), 40), _DEEP)
        high = QFontMetrics(font).boundingRect(inside, _WRAP, text).height()
        return QRect(inside.left(), inside.top(), inside.width(), high)


class ExplainTree(QTreeView):
    """Reasons; open to the second depth.

    Attributes:
        fact_wanted: the id of the fact that the pressed line names.
    """

    fact_wanted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown: Reason | None = None
        self._rows = QStandardItemModel(self)
        self.setModel(self._rows)
        self.setItemDelegate(_ReasonDelegate(look, self))
        self.setHeaderHidden(True)
        self.setIndentation(_INDENT)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setProperty("tree", "explain")
        self.setAccessibleName(self.tr("解释"))
        self.clicked.connect(self._follow)
        self.activated.connect(self._follow)
        look.changed.connect(self.scheduleDelayedItemsLayout)

    def room(self, index: Index) -> int:
        """How wide the row of an index is."""
        depth = 1
        while index.parent().isValid():
            index, depth = index.parent(), depth + 1
        return self.viewport().width() - depth * self.indentation()

    def marks(self, index: Index) -> bool:
        """Whether the row stands out: it is the current one, of a tree with the focus or of a marked fact."""
        row: Reason = index.data(ROW)
        return self.hasFocus() or bool(row.fact or row.facts)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows wrap anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _follow(self, index: QModelIndex) -> None:
        row: Reason = index.data(ROW)
        fact = row.fact or next(iter(row.facts), "")
        if fact:
            self.fact_wanted.emit(fact)

    def show_reason(self, reason: Reason | None) -> None:
        """Show a tree."""
        if reason == self._shown:
            return
        self._shown = reason
        self._rows.clear()
        if reason is not None:
            self._rows.appendRow(_item(reason))
        self.expandToDepth(1)

    def mark_fact(self, fact: str) -> None:
        """Make the line of a fact the current one: that which names it, else the last that rests on it."""
        rows = list(self._all())
        named = [index for index in rows if index.data(ROW).fact == fact]
        found = named[:1] or [index for index in rows if fact in index.data(ROW).facts][-1:]
        for index in found:
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def _all(self) -> Iterator[QModelIndex]:
        waiting = [self._rows.index(0, 0)] if self._rows.rowCount() else []
        while waiting:
            index = waiting.pop(0)
            yield index
            waiting += [self._rows.index(n, 0, index) for n in range(self._rows.rowCount(index))]


def _item(reason: Reason) -> QStandardItem:
    item = QStandardItem(f"{reason.title}：{reason.value}")
    item.setData(reason, ROW)
    for child in reason.children:
        item.appendRow(_item(child))
    return item
