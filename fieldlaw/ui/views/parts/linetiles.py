"""The connected instruments that are not in front: a small tile each, which brings its own forward."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from fieldlaw.ui.theme.qss import mark
from fieldlaw.ui.views.parts.labels import ElidedLabel, IconLabel, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldlaw.ui.presenters.instrument_line import LineState
    from fieldlaw.ui.theme.look import Look


class LineTile(QPushButton):
    """Name, reading or reason, state; a press brings the instrument forward."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.name = ""
        self.setProperty("tile", "line")
        self._head, self._status = ElidedLabel("", "small"), label("", "caption")
        self.value = ElidedLabel("", "title")
        self._icon = IconLabel(look, "circle-dashed", "unknown", "chip")
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(14, 6, 12, 6)
        column.setSpacing(0)
        row.setSpacing(6)
        row.addWidget(self._head, 1)
        row.addWidget(self._icon)
        row.addWidget(self._status)
        column.addLayout(row)
        column.addWidget(self.value)
        for part in (self._head, self._status, self.value, self._icon):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Two lines of words with air."""
        return QSize(0, self._look.tokens.font("title") + self._look.tokens.font("small") + 32)

    def say(self, line: LineState) -> None:
        """Show an instrument."""
        shown = line.readout
        self.name = line.name
        self._head.setText(line.name)
        self._icon.show_icon(shown.icon, shown.tone)
        self._status.setText(shown.status)
        mark(self._status, "tone", shown.tone if shown.tone in ("warning", "danger", "success") else "")
        self.value.setText(shown.spoken)
        self.setAccessibleName(self.tr("{0}：{1}，放大显示").format(line.name, shown.spoken))
        self.setToolTip(self.tr("放大显示 {0}（Ctrl+PgDn 轮换）").format(line.name))


class LineTiles(QWidget):
    """Up to three tiles beside each other; nothing where one instrument stands alone.

    Attributes:
        wanted: the name of the instrument to bring forward.
    """

    wanted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.tiles = tuple(LineTile(look) for _place in range(3))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for tile in self.tiles:
            row.addWidget(tile, 1)
            tile.clicked.connect(lambda _on=False, one=tile: self.wanted.emit(one.name))
        self.hide()

    def show_lines(self, lines: Sequence[LineState]) -> None:
        """Show the instruments that are not in front."""
        self.setVisible(bool(lines))
        for place, tile in enumerate(self.tiles):
            tile.setVisible(place < len(lines))
            if place < len(lines):
                tile.say(lines[place])
