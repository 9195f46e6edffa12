"""The queue of cases: three lines each, a chip that says what is most pressing."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
)
from PySide6.QtGui import QFontMetrics, QPainter

from fieldlaw.ui.models.rows import ROW
from fieldlaw.ui.views.parts.rowlist import PickDelegate, PickList
from fieldlaw.ui.views.parts.rowtext import Ink, draw_chip, write

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyleOptionViewItem

    from fieldlaw.ui.presenters.review_state import QueueRow
    from fieldlaw.ui.theme.look import Look

Index = QModelIndex | QPersistentModelIndex
_PAD, _GAP = 16, 6


def _tr(text: str) -> str:
    return QCoreApplication.translate("review", text)


def chip_of(state: str) -> tuple[str, str, str]:
    """Icon, word and tone of a case in the queue."""
    return {
        "broken": ("shield-x", _tr("链未过"), "danger"),
        "split": ("git-compare", _tr("有分歧"), "warning"),
        "failed": ("circle-x", _tr("核对失败"), "danger"),
        "back": ("rotate-ccw", _tr("再送审"), "accent"),
        "sent": ("undo-2", _tr("已退回"), "warning"),
        "new": ("clock", _tr("待审"), "unknown"),
    }[state]


class _QueueDelegate(PickDelegate):
    def _line(self) -> int:
        chip = self._look.tokens.height("chip")
        return max(QFontMetrics(self._look.font("body")).height(), chip) + 3

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Three lines."""
        return QSize(0, 3 * self._line() + 18)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Unit and time; number and chip; how much has changed and whose it is."""
        row: QueueRow = index.data(ROW)
        box: QRect = option.rect  # type: ignore[attr-defined]
        self._ground(painter, box, row.case)
        inner, high = box.adjusted(_PAD, 9, -_PAD, -9), self._line()
        lines = [QRect(inner.left(), inner.top() + n * high, inner.width(), high) for n in range(3)]
        write(painter, self._look, lines[0], row.unit, Ink("text", "body", bold=True))
        icon, word, tone = chip_of(row.state)
        word += f" {row.failed}" if row.state == "failed" else ""
        wide = draw_chip(painter, self._look, lines[1], (icon, word, tone))
        write(painter, self._look, lines[1].adjusted(0, 0, -wide, 0), row.what, Ink("textSecondary", "small"))
        asked = self._look.font("caption")
        room = QFontMetrics(asked).horizontalAdvance(row.asked) + _GAP
        write(painter, self._look, lines[2], row.asked, Ink("textSecondary", "caption", right=True))
        write(
            painter, self._look, lines[2].adjusted(0, 0, -room, 0), row.about, Ink("textSecondary", "caption")
        )


class QueueList(PickList):
    """The cases; what is chosen is the id of a case."""

    def __init__(self, look: Look) -> None:
        super().__init__(
            look,
            _QueueDelegate(look),
            QCoreApplication.translate("QueueList", "审核队列"),
            attrgetter("case"),
        )
