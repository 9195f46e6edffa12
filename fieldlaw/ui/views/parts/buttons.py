"""Buttons: the style sheet draws the box, this draws what is in it (icon, words, key hint)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QStyle, QStyleOptionButton, QWidget

from fieldlaw.ui.theme.qss import mark

if TYPE_CHECKING:
    from fieldlaw.ui.theme.look import Look

_INK = {
    "primary": "textOnAccent",
    "secondary": "text",
    "text": "accent",
    "danger": "danger",
    "blocked": "textDisabled",
    "drop": "textSecondary",
    "filter": "textSecondary",
    "dark": "navText",
    "answer": "text",
    "nav": "navMuted",
    "strip": "text",
    "step": "text",
}
_CAP_PAD = 5
_GAP = 8


@dataclass(frozen=True)
class Trim:
    """What stands beside the words of a button: an icon before, one after, the key that does the same."""

    icon: str = ""
    trail: str = ""
    key: str = ""


class Button(QPushButton):
    """A button of a kind: primary, secondary, text, danger, filter, dark."""

    def __init__(
        self, look: Look, text: str, kind: str = "secondary", trim: Trim | None = None, size: str = "control"
    ) -> None:
        super().__init__(text)
        self.look = look
        self.trim = trim or Trim()
        self._kind = kind
        self._size = size
        self.setProperty("kind", kind)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(self.sizePolicy().horizontalPolicy(), self.sizePolicy().verticalPolicy().Fixed)
        look.changed.connect(self.updateGeometry)

    def block(self, missing: str) -> None:
        """Say on the button what is missing; it stays clickable and leads there."""
        self.setText(missing)
        mark(self, "kind", "blocked")
        self.updateGeometry()

    def free(self, text: str) -> None:
        """Take a block away."""
        self.setText(text)
        mark(self, "kind", self._kind)
        self.updateGeometry()

    def weigh(self, missing: tuple[str, QWidget] | None, text: str) -> None:
        """Free the act, or say on it the first thing that is missing (its words, and where it is)."""
        if missing is None:
            self.free(text)
        else:
            self.block(missing[0])

    def set_busy(self, *, busy: bool, text: str) -> None:
        """Show that the act runs; the button takes no press meanwhile."""
        self.setText(text)
        self.setEnabled(not busy)
        self.updateGeometry()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001  as Qt calls it
        """When the button goes away or takes no press any more, the keyboard starts anew on its page.

        Else Qt hands it to whatever comes next, over the end of the page to the rail: there Space leaves.
        """
        page = None if self.isEnabled() and self.isVisible() else page_of(self)
        if page is None:
            return super().focusNextPrevChild(next)
        page.setFocus()
        return True

    def ink(self) -> str:
        """The colour role of words and icons."""
        if not self.isEnabled():
            return "textDisabled"
        if self.property("kind") == "filter" and self.isChecked():
            return "accent"
        return _INK[str(self.property("kind"))]

    def text_font_size(self) -> str:
        """The named size of the words."""
        return "small" if self._size in ("chip", "controlSmall") else "body"

    def bold(self) -> bool:
        """Whether the words are bold."""
        return self.property("kind") == "primary" or (self.isCheckable() and self.isChecked())

    def icon_size(self) -> str:
        """The named size of the icon."""
        return "chip" if self._size == "chip" else "button"

    def key_hint(self) -> str:
        """The key that does the same; not on site, where there are gloves and no keyboard."""
        return "" if self.look.field else self.trim.key

    def _metrics(self, *, bold: bool) -> QFontMetrics:
        return QFontMetrics(self.look.font(self.text_font_size(), bold=bold))

    def _beside(self) -> int:
        """The width of everything but the words."""
        icon = self.look.tokens.icon_size(self.icon_size()) + _GAP
        width = icon * (bool(self.trim.icon) + bool(self.trim.trail))
        return width + (self._cap_width() + _GAP if self.key_hint() else 0)

    def _cap_width(self) -> int:
        metrics = QFontMetrics(self.look.font("caption"))
        return max(metrics.horizontalAdvance(self.trim.key) + 2 * _CAP_PAD, metrics.height())

    def sizeHint(self) -> QSize:
        """As wide as its content at its boldest, as high as its kind."""
        pad = 8 if self._size in ("chip", "answerKey") else 14
        width = self._metrics(bold=True).horizontalAdvance(self.text()) + self._beside() + 2 * pad + 2
        return QSize(width, self.look.tokens.height(self._size))

    def minimumSizeHint(self) -> QSize:
        """The words may not be cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box by style sheet, then the content."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()  # type: ignore[attr-defined]
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        self.draw_content(painter)
        painter.end()

    def draw_content(self, painter: QPainter) -> None:
        """Icon, words, trailing icon, key: in one row, centred."""
        room = self.width() - self._beside() - 12
        metrics = self._metrics(bold=self.bold())
        text = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, max(room, 0))
        width = metrics.horizontalAdvance(text)
        x = (self.width() - width - self._beside()) / 2
        x = self._draw_icon(painter, self.trim.icon, x)
        x = self._draw_text(painter, text, x, width)
        if self.trim.trail:
            x = self._draw_icon(painter, self.trim.trail, x + _GAP) - _GAP
        if self.key_hint():
            self._draw_cap(painter, x + _GAP)

    def _draw_icon(self, painter: QPainter, name: str, x: float) -> float:
        if not name:
            return x
        side = self.look.tokens.icon_size(self.icon_size())
        painter.drawPixmap(
            round(x), (self.height() - side) // 2, self.look.icon(name, self.icon_ink(), self.icon_size())
        )
        return x + side + _GAP

    def icon_ink(self) -> str:
        """The colour role of the icon."""
        return self.ink()

    def _draw_text(self, painter: QPainter, text: str, x: float, width: int) -> float:
        painter.setFont(self.look.font(self.text_font_size(), bold=self.bold()))
        painter.setPen(self.look.colour(self.ink()))
        painter.drawText(QRectF(x, 0, width + 4, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
        return x + width

    def _draw_cap(self, painter: QPainter, x: float) -> None:
        painter.setFont(self.look.font("caption", bold=self.bold()))
        height = QFontMetrics(painter.font()).height() + 1
        box = QRectF(round(x) + 0.5, (self.height() - height) // 2 + 0.5, self._cap_width(), height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.look.colour(self.ink()))
        painter.drawRoundedRect(box, 3, 3)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.trim.key)


def page_of(widget: QWidget) -> QWidget | None:
    """The page of the window on which a widget stands, while it is shown; none in a dialog."""
    found: QWidget | None = None
    step: QWidget | None = widget
    while step is not None and not step.isWindow():
        if isinstance(step.parentWidget(), QStackedWidget):
            found = step
        step = step.parentWidget()
    return found if found is not None and found.isVisible() else None


class FilterChip(Button):
    """A chip to press; on site as high as a glove needs."""

    def __init__(self, look: Look, text: str) -> None:
        super().__init__(look, text, "filter", size="chip")
        self.setCheckable(True)

    def sizeHint(self) -> QSize:
        """At least as high as a target has to be on site."""
        held, least = super().sizeHint(), self.look.tokens.height("minTarget") if self.look.field else 0
        return QSize(held.width(), max(held.height(), least))


def filter_chip(look: Look, text: str, parent: QWidget | None = None) -> Button:
    """A chip that filters a list: checkable."""
    chip = FilterChip(look, text)
    if parent is not None:
        chip.setParent(parent)
    return chip
