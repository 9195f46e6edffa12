"""The range bar: the statutory range from end to end; the fine, like cases and thresholds marked on it.

As long as no amount is computed the bar is empty: nothing points to a number that is not there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtGui import QFont

    from fieldlaw.ui.presenters.law_amount import Mark
    from fieldlaw.ui.theme.look import Look

_HIGH, _TICKS, _TICK, _GAP, _EDGE, _HEAD = 14, 10, 6, 6, 2, 7
_NEAR = 10  # words nearer than this get a row of their own


class RangeBar(QWidget):
    """Both ends labelled, a tick at each tenth; says all of it to a screen reader."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._low, self._high = "", ""
        self._marks: tuple[Mark, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self.updateGeometry)

    def say(self, low: str, high: str, spoken: str, marks: Sequence[Mark] = ()) -> None:
        """Show a range: its ends, all of it in words, and what is marked on it."""
        self._low, self._high, self._marks = low, high, tuple(marks)
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Words above, bar, ticks, ends, words below."""
        return QSize(240, self.heightForWidth(max(self.width(), 240)))

    def minimumSizeHint(self) -> QSize:
        """Both labels side by side."""
        return QSize(200, self.sizeHint().height())

    def heightForWidth(self, width: int) -> int:
        """As high as the rows of words that its marks need."""
        return (
            round(self._top(width))
            + _HIGH
            + _GAP
            + _TICK
            + self._line() * (1 + self._rows_below(width))
            + _GAP
        )

    # --- where things stand

    def _line(self) -> int:
        return QFontMetrics(self._look.font("small")).height()

    def _top(self, width: int) -> float:
        """How far below the upper edge the bar begins."""
        rows = max((row for _, _, row in self._above(width)), default=-1) + 1
        return _EDGE + (rows * self._line() + _HEAD + 4 if rows else 0)

    def _rows_below(self, width: int) -> int:
        return max((row for _, _, row in self._below(width)), default=-1) + 1

    def _x(self, mark: Mark, width: int) -> float:
        inner = width - 2 * _EDGE - _HIGH
        return _EDGE + _HIGH / 2 + inner * mark.at

    def _above(self, width: int) -> list[tuple[Mark, QRectF, int]]:
        own = [mark for mark in self._marks if mark.kind in ("own", "open")]
        like = [mark for mark in self._marks if mark.kind == "like"]
        return self._placed((*own, *like), width)

    def _below(self, width: int) -> list[tuple[Mark, QRectF, int]]:
        return self._placed((mark for mark in self._marks if mark.kind == "threshold"), width)

    def _placed(self, marks: Iterable[Mark], width: int) -> list[tuple[Mark, QRectF, int]]:
        """Each mark with the box of its words (x alone counts) and the row in which nothing is in its way."""
        found: list[tuple[Mark, QRectF, int]] = []
        for mark in marks:
            wide = QFontMetrics(self._font(mark)).horizontalAdvance(mark.words) + 2
            left = min(max(self._x(mark, width) - wide / 2, 0.0), max(width - wide, 0.0))
            box = QRectF(left, 0, wide, 1)
            room = box.adjusted(-_NEAR, 0, _NEAR, 0)
            taken = {row for _, other, row in found if other.intersects(room)}
            found.append((mark, box, next(n for n in range(len(found) + 1) if n not in taken)))
        return found

    def _font(self, mark: Mark) -> QFont:
        return self._look.font("small", bold=mark.kind in ("own", "open"))

    # --- drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar, its ticks, its ends, its marks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = QRectF(_EDGE, self._top(self.width()), self.width() - 2 * _EDGE, _HIGH)
        self._draw_bar(painter, bar)
        top = bar.bottom() + _GAP
        self._draw_ticks(painter, bar, top)
        self._label(painter, QRectF(0, top + _TICK, self.width(), self._line()))
        self._draw_above(painter, bar)
        self._draw_below(painter, bar, top + _TICK + self._line())
        painter.end()

    def _draw_bar(self, painter: QPainter, bar: QRectF) -> None:
        painter.setPen(QPen(self._look.colour("borderControl"), self._look.tokens.border))
        painter.setBrush(self._look.colour("sunken"))
        painter.drawRoundedRect(bar, _HIGH / 2, _HIGH / 2)
        xs = [self._x(mark, self.width()) for mark in self._marks if mark.kind in ("own", "open")]
        if not xs:
            return
        left = bar.left() if len(xs) == 1 else min(xs)
        painter.save()
        painter.setClipRect(QRectF(left, bar.top() - 1, max(xs) - left, _HIGH + 2))
        painter.setBrush(self._look.colour("accent"))
        painter.drawRoundedRect(bar, _HIGH / 2, _HIGH / 2)
        painter.restore()

    def _draw_ticks(self, painter: QPainter, bar: QRectF, top: float) -> None:
        painter.setPen(QPen(self._look.colour("borderControl"), self._look.tokens.border))
        inner = bar.adjusted(_HIGH / 2, 0, -_HIGH / 2, 0)
        for tick in range(_TICKS + 1):
            x = inner.left() + inner.width() * tick / _TICKS
            long = _TICK if tick in (0, _TICKS // 2, _TICKS) else _TICK / 2
            painter.drawLine(QLineF(x, top, x, top + long))

    def _draw_above(self, painter: QPainter, bar: QRectF) -> None:
        placed = self._above(self.width())
        rows = max((row for _, _, row in placed), default=-1) + 1
        for mark, box, row in placed:
            ink = "textSecondary" if mark.kind == "like" else "accent"
            x, foot = self._x(mark, self.width()), bar.top() - 2
            top = (rows - 1 - row) * self._line()
            painter.setPen(QPen(self._look.colour(ink), 1))
            if row:
                painter.drawLine(QLineF(x, top + self._line(), x, foot - _HEAD))
            painter.setBrush(self._look.colour(ink))
            head = QPolygonF([QPointF(x, foot), QPointF(x - 6, foot - _HEAD), QPointF(x + 6, foot - _HEAD)])
            painter.drawPolygon(head)
            self._words(painter, mark, QRectF(box.left(), top, box.width(), self._line()), ink)

    def _draw_below(self, painter: QPainter, bar: QRectF, top: float) -> None:
        for mark, box, row in self._below(self.width()):
            x, at = self._x(mark, self.width()), top + row * self._line()
            painter.setPen(QPen(self._look.colour("warning"), 2, Qt.PenStyle.DotLine))
            painter.drawLine(QLineF(x, bar.top(), x, at + 2 if self._clear(x) else top - self._line()))
            self._words(painter, mark, QRectF(box.left(), at, box.width(), self._line()), "warning")

    def _clear(self, x: float) -> bool:
        """Whether neither end's words stand in the way of a line downwards."""
        metrics = QFontMetrics(self._look.font("small"))
        low, high = (metrics.horizontalAdvance(words) + _NEAR for words in (self._low, self._high))
        return low < x < self.width() - high

    def _words(self, painter: QPainter, mark: Mark, box: QRectF, ink: str) -> None:
        painter.setFont(self._font(mark))
        painter.setPen(self._look.colour(ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, mark.words)

    def _label(self, painter: QPainter, box: QRectF) -> None:
        painter.setFont(self._look.font("small"))
        painter.setPen(self._look.colour("text"))
        box = box.adjusted(_EDGE, 0, -_EDGE, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._low)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._high)
