"""A list of lines to read: icon, words in bold, when; below them a sentence that breaks where it has to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from fieldlaw.ui.models.rows import ROW
from fieldlaw.ui.views.parts.rowlist import ReadList
from fieldlaw.ui.views.parts.rowtext import Ink, write

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex

    from fieldlaw.ui.theme.look import Look

    Index = QModelIndex | QPersistentModelIndex

_PAD, _GAP = 16, 10
_WRAP = int(Qt.TextFlag.TextWordWrap)


@dataclass(frozen=True)
class LineRow:
    """A line: icon and tone say the same as the words; `at` stands on the right."""

    icon: str
    tone: str
    head: str
    text: str
    at: str = ""

    @property
    def spoken(self) -> str:
        """The line in words."""
        return f"{self.head} {self.text} {self.at}".strip()


class _Delegate(QStyledItemDelegate):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def _left(self) -> int:
        return _PAD + self._look.tokens.icon_size("list") + _GAP

    def _text_height(self, row: LineRow, view: QListView) -> int:
        if not row.text:
            return 0
        wide = max(view.viewport().width() - self._left() - _PAD, 80)
        metrics = QFontMetrics(self._look.font("small"))
        return metrics.boundingRect(QRect(0, 0, wide, 4000), _WRAP, row.text).height()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as its words."""
        head = QFontMetrics(self._look.font("body", bold=True)).height()
        view: QListView = option.widget  # type: ignore[attr-defined]
        return QSize(0, head + self._text_height(index.data(ROW), view) + 17)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a line."""
        row: LineRow = index.data(ROW)
        box: QRect = option.rect  # type: ignore[attr-defined]
        look = self._look
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, look.colour("borderSubtle"))
        painter.drawPixmap(box.left() + _PAD, box.top() + 9, look.icon(row.icon, row.tone, "list"))
        high = QFontMetrics(look.font("body", bold=True)).height()
        first = QRect(box.left() + self._left(), box.top() + 8, box.width() - self._left() - _PAD, high)
        wide = write(painter, look, first, row.at, Ink("textSecondary", "small", right=True))
        ink = row.tone if row.tone in ("danger", "warning") else "text"
        write(painter, look, first.adjusted(0, 0, -wide - 8, 0), row.head, Ink(ink, "body", bold=True))
        painter.setFont(look.font("small"))
        painter.setPen(look.colour("textSecondary"))
        high = self._text_height(row, option.widget)  # type: ignore[attr-defined]
        below = QRect(first.left(), first.bottom() + 1, first.width(), high)
        painter.drawText(below, _WRAP, row.text)


class LineList(ReadList):
    """Lines to read."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__(look, _Delegate(look), name)
        self.setResizeMode(QListView.ResizeMode.Adjust)

    def rows(self) -> tuple[LineRow, ...]:
        """The lines that are shown."""
        return self._rows.rows
