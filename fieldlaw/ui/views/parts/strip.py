"""The status strip: five cells, always there, always in the same place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from fieldlaw.ui.theme import tokens
from fieldlaw.ui.theme.qss import mark
from fieldlaw.ui.views.parts.buttons import Button, Trim

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldlaw.ui.theme.look import Look

_CARE = dict.fromkeys(("warn", "waiting", "expired"), "warning") | {"bad": "danger"}
_INK = {"ok": "text", "ready": "text", "idle": "text", "unlit": "text", "sending": "text"} | _CARE
_ICON = {
    "ok": "success",
    "ready": "success",
    "idle": "textSecondary",
    "unlit": "textSecondary",
    "sending": "accent",
} | _CARE


class StripCell(Button):
    """One cell: icon and sentence; fills with a tint when it needs care."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "", "strip", size="statusStrip")
        self.setProperty("level", "idle")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def say(self, icon: str, text: str, level: str) -> None:
        """Show a state."""
        self.trim = Trim(icon=icon)
        self.setText(text)
        mark(self, "level", level)
        self.updateGeometry()

    def ink(self) -> str:
        """Neutral while all is well."""
        return _INK[str(self.property("level"))]

    def icon_ink(self) -> str:
        """Green while all is well."""
        return _ICON[str(self.property("level"))]

    def text_font_size(self) -> str:
        """Small words."""
        return "small"

    def sizeHint(self) -> QSize:
        """One pixel less than the strip, for its upper edge."""
        hint = super().sizeHint()
        return QSize(hint.width(), hint.height() - 1)


class StatusStrip(QFrame):
    """网络 时钟 磁盘 证据链 仪器.

    Attributes:
        pressed: the id of the cell that was pressed.
    """

    pressed = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("zone", "strip")
        self._look = look
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 1, 0, 0)
        row.setSpacing(0)
        self._cells = {name: StripCell(look) for name in tokens.strip_cells()}
        for name, cell in self._cells.items():
            if name == "instrument":
                row.addStretch(1)
            row.addWidget(cell)
            cell.clicked.connect(lambda _checked=False, name=name: self.pressed.emit(name))
        look.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self._look.tokens.height("statusStrip"))

    def say(self, cell: str, level: str, values: Mapping[str, object]) -> None:
        """Show the state of a cell; its sentence is that of the tokens with the values put in."""
        icon, text = tokens.strip_text(cell, level)
        sentence = QCoreApplication.translate("strip", text).format(**values)
        self._cells[cell].say(icon, sentence, level)

    def text(self, cell: str) -> str:
        """What a cell says."""
        return self._cells[cell].text()
