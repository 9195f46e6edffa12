"""A choice in words, as many lines as they need: ticked or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QSizePolicy

from fieldlaw.ui.views.parts.buttons import Button, Trim

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter, QResizeEvent

    from fieldlaw.ui.theme.look import Look

_PAD, _GAP, _LEAST, _DEEP = 10, 8, 120, 10_000
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class WordRow(Button):
    """One of several words; `only` when another choice takes this one back."""

    def __init__(self, look: Look, text: str, *, only: bool) -> None:
        super().__init__(look, text, "row", Trim(icon="square"))
        self._icons = ("circle-dashed", "circle-dot") if only else ("square", "square-check")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._fit)
        self.toggled.connect(self._fit)

    def heightForWidth(self, width: int) -> int:
        """As high as its lines; never less than a target."""
        least = self.look.tokens.height("minTarget" if self.look.field else "controlSmall")
        return max(self._words(width).height() + 10, least)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines break anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self.heightForWidth(max(self.width(), _LEAST)))

    def sizeHint(self) -> QSize:
        """Some words wide."""
        return QSize(_LEAST, self.heightForWidth(max(self.width(), _LEAST)))

    def minimumSizeHint(self) -> QSize:
        """The words break."""
        return self.sizeHint()

    def ink(self) -> str:
        """Accent once chosen."""
        if not self.isEnabled():
            return "textDisabled"
        return "accent" if self.isChecked() else "text"

    def _words(self, width: int) -> QRect:
        left = _PAD + self.look.tokens.icon_size("button") + _GAP
        room = QRect(left, 0, max(width - left - _PAD, 40), _DEEP)
        return QFontMetrics(self._font()).boundingRect(room, _WRAP, self.text())

    def _font(self) -> QFont:
        return self.look.font("small", bold=self.isChecked())

    def draw_content(self, painter: QPainter) -> None:
        """The mark, then the words."""
        side = self.look.tokens.icon_size("button")
        name = self._icons[self.isChecked()]
        painter.drawPixmap(_PAD, (self.height() - side) // 2, self.look.icon(name, self.ink()))
        left = _PAD + side + _GAP
        painter.setFont(self._font())
        painter.setPen(self.look.colour(self.ink()))
        painter.drawText(QRect(left, 0, self.width() - left - _PAD, self.height()), _WRAP, self.text())
