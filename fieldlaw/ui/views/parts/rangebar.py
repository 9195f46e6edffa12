"""The range bar: the statutory range from end to end, empty as long as no amount is computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

if TYPE_CHECKING:
    from fieldlaw.ui.theme.look import Look

_HIGH, _TICKS, _TICK, _GAP, _EDGE = 14, 10, 6, 6, 2


class RangeBar(QWidget):
    """Both ends labelled, a tick at each tenth; says all of it to a screen reader."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._low, self._high = "", ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    def say(self, low: str, high: str, spoken: str) -> None:
        """Show a range without an amount: its ends, and all of it in words."""
        self._low, self._high = low, high
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)
        self.update()

    def sizeHint(self) -> QSize:
        """Bar, ticks, one line of words."""
        words = QFontMetrics(self._look.font("small")).height()
        return QSize(240, _EDGE + _HIGH + _GAP + _TICK + words + _GAP)

    def minimumSizeHint(self) -> QSize:
        """Both labels side by side."""
        return QSize(200, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar, its ticks, its ends."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = self._look.tokens.border
        bar = QRectF(_EDGE, _EDGE, self.width() - 2 * _EDGE, _HIGH)
        painter.setPen(QPen(self._look.colour("borderControl"), edge))
        painter.setBrush(self._look.colour("sunken"))
        painter.drawRoundedRect(bar, _HIGH / 2, _HIGH / 2)
        top = bar.bottom() + _GAP
        inner = bar.adjusted(_HIGH / 2, 0, -_HIGH / 2, 0)
        for tick in range(_TICKS + 1):
            x = inner.left() + inner.width() * tick / _TICKS
            long = _TICK if tick in (0, _TICKS // 2, _TICKS) else _TICK / 2
            painter.drawLine(QLineF(x, top, x, top + long))
        self._label(painter, QRectF(0, top + _TICK, self.width(), self.height() - top - _TICK))
        painter.end()

    def _label(self, painter: QPainter, box: QRectF) -> None:
        painter.setFont(self._look.font("small"))
        painter.setPen(self._look.colour("text"))
        box = box.adjusted(_EDGE, 0, -_EDGE, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._low)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._high)
