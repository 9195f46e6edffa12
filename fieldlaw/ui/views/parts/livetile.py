"""The large tile: a number that can be read at arm's length, or in its place the word why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QPointF, QSize
from PySide6.QtGui import QAccessible, QAccessibleValueChangeEvent, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fieldlaw.ui.theme.qss import mark
from fieldlaw.ui.views.parts.labels import ElidedLabel, IconLabel, label, wrapped

if TYPE_CHECKING:
    from PySide6.QtGui import QFont

    from fieldlaw.ui.presenters.instrument_readout import Readout
    from fieldlaw.ui.presenters.measuring_words import VerdictWords
    from fieldlaw.ui.theme.look import Look

_SPOKEN_EVERY = 1000
_GAP = 14
_WORD_SCALE = 0.62


class LiveNumber(QWidget):
    """The painted value. Screen readers hear a change at most once a second."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown: Readout | None = None
        self._spoken = QElapsedTimer()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("实时读数"))
        look.changed.connect(self.updateGeometry)

    def say(self, shown: Readout) -> None:
        """Show another reading."""
        if shown == self._shown:
            return
        self._shown = shown
        self.setAccessibleDescription(shown.spoken)
        if not self._spoken.isValid() or self._spoken.elapsed() >= _SPOKEN_EVERY:
            self._spoken.start()
            QAccessible.updateAccessibility(QAccessibleValueChangeEvent(self, shown.spoken))
        self.update()

    @property
    def text(self) -> str:
        """The number, or the word."""
        return (self._shown.number or self._shown.word) if self._shown else ""

    def _size(self) -> int:
        return self._look.tokens.font("live" if self._look.field else "amount")

    def sizeHint(self) -> QSize:
        """Digits have no descenders: their height and a little air."""
        return QSize(0, round(self._size() * (0.86 if self._look.field else 1.1)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Number and unit on one base line; a word is smaller than a number."""
        if self._shown is None:
            return
        painter = QPainter(self)
        line = self.height() - self._size() * 0.06
        if self._shown.number:
            self._number(painter, self._shown, line)
        else:
            font = self._fitted(self._shown.word, round(self._size() * _WORD_SCALE), 0)
            metrics = QFontMetricsF(font)
            middle = (self.height() + metrics.capHeight()) / 2
            self._draw(painter, font, "text", QPointF(0, middle), self._shown.word)
        painter.end()

    def _number(self, painter: QPainter, shown: Readout, line: float) -> None:
        small = self._look.font("heading" if self._look.field else "title")
        beside = QFontMetricsF(small).horizontalAdvance(shown.unit) + _GAP
        font = self._fitted(shown.number, self._size(), beside)
        self._draw(painter, font, "text", QPointF(0, line), shown.number)
        at = QFontMetricsF(font).horizontalAdvance(shown.number) + _GAP
        self._draw(painter, small, "text", QPointF(at, line), shown.unit)

    def _fitted(self, text: str, pixels: int, beside: float) -> QFont:
        font = self._look.font("title", bold=True)
        font.setPixelSize(pixels)
        wide = QFontMetricsF(font).horizontalAdvance(text)
        if wide + beside > self.width() > beside:
            font.setPixelSize(max(int(pixels * (self.width() - beside) / wide), 1))
        return font

    def _draw(self, painter: QPainter, font: QFont, role: str, at: QPointF, text: str) -> None:
        painter.setFont(font)
        painter.setPen(self._look.colour(role))
        painter.drawText(at, text)


class LiveTile(QFrame):
    """Head, value, calibration line; beside them the block that says an ended certificate."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("tile", "plain")
        self._look, self._flat = look, False
        self.number = LiveNumber(look)
        self._calibration, self._beside = ElidedLabel("", "small"), ElidedLabel("", "small")
        self._beside.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 3, 3, 3)
        row.setSpacing(0)
        left = QVBoxLayout()
        left.setContentsMargins(20, 10, 12, 10)
        left.setSpacing(6)
        left.addLayout(self._headed())
        left.addStretch(1)
        left.addWidget(self.number)
        left.addStretch(1)
        left.addWidget(self._calibration)
        row.addLayout(left, 1)
        row.addWidget(self._verdict_block())
        row.addWidget(self._block())
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _headed(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(20)
        self._name = label(self.tr("实时读数"), "small")
        row.addWidget(self._name)
        row.addWidget(self._beside, 1)
        return row

    def name_detector(self, name: str) -> None:
        """Say which detector the number is of, where the instrument has two."""
        self._name.setText(self.tr("实时读数·{0}").format(name) if name else self.tr("实时读数"))

    def set_flat(self, *, flat: bool) -> None:
        """Put the calibration beside the head instead of under the value."""
        self._flat = flat
        self._beside.setVisible(flat)
        self._calibration.setVisible(not flat)

    def _block(self) -> QFrame:
        self._warning = QFrame()
        self._warning.setProperty("block", "warning")
        self._warning.setFixedWidth(240)
        column = QVBoxLayout(self._warning)
        column.setContentsMargins(16, 8, 12, 8)
        column.setSpacing(4)
        column.addStretch(1)
        column.addWidget(IconLabel(self._look, "shield-alert", "warning", "field"))
        self.warning = wrapped("", "subtitle", "warning")
        column.addWidget(self.warning)
        column.addStretch(1)
        self._warning.hide()
        return self._warning

    def _verdict_block(self) -> QFrame:
        self._verdict = QFrame()
        self._verdict.setProperty("block", "success")
        self._verdict.setFixedWidth(300)
        column, head = QVBoxLayout(self._verdict), QHBoxLayout()
        column.setContentsMargins(20, 8, 14, 8)
        column.setSpacing(4)
        self._sign = IconLabel(self._look, "circle-check", "textOnAccent", "field")
        self.verdict, self._why = label("", "title"), wrapped("", "small")
        head.setSpacing(10)
        head.addWidget(self._sign)
        head.addWidget(self.verdict, 1)
        column.addStretch(1)
        column.addLayout(head)
        column.addWidget(self._why)
        column.addStretch(1)
        self._verdict.hide()
        return self._verdict

    def show_verdict(self, words: VerdictWords | None) -> None:
        """Show beside the value what the limit makes of it."""
        self._verdict.setVisible(words is not None)
        if words is None:
            return
        self._sign.show_icon(words.icon, "textOnAccent" if words.tone == "danger" else words.tone)
        self.verdict.setText(words.head)
        self._why.setText("\n".join(words.lines[: 2 if self._flat else 4 if self._look.field else 3]))
        mark(self._verdict, "block", words.tone)
        for part in (self.verdict, self._why):
            mark(part, "tone", "solid" if words.tone == "danger" else "")

    def flash(self, *, on: bool) -> None:
        """Light the edge of the block, or let it go dark."""
        mark(self._verdict, "flash", "on" if on else "off")

    def say(self, shown: Readout, calibration: str, warning: str) -> None:
        """Show a reading with what is known of its calibration; `warning` marks the whole tile."""
        self.number.say(shown)
        self._calibration.setText(calibration)
        self._beside.setText(calibration)
        self.warning.setText(warning)
        self._warning.setVisible(bool(warning))
        mark(self, "tile", "warning" if warning else "danger" if shown.tone == "danger" else "plain")
