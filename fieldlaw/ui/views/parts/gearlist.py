"""The equipment list: one row for each instrument that was entered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter

from fieldlaw.ui.models.rows import ROW
from fieldlaw.ui.views.parts.rowlist import PickDelegate, RowList
from fieldlaw.ui.views.parts.rowtext import Ink, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QKeyEvent, QMouseEvent
    from PySide6.QtWidgets import QStyleOptionViewItem

    from fieldlaw.ui.theme.look import Look

    Index = QModelIndex | QPersistentModelIndex

_PAD = 16


@dataclass(frozen=True)
class GearRow:
    """An instrument: its name, how it is reached, its certificate, what is the matter with it."""

    name: str
    about: str
    certificate: str
    tone: str
    connected: str

    @property
    def spoken(self) -> str:
        """The row in words."""
        return f"{self.name} {self.about} {self.certificate} {self.connected}"


class _GearDelegate(PickDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines with air."""
        high = QFontMetrics(self._look.font("subtitle")).height()
        return QSize(0, high + QFontMetrics(self._look.font("small")).height() + 24)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Name and how it is reached on the left, certificate on the right."""
        look = self._look
        row: GearRow = index.data(ROW)
        box: QRect = option.rect  # type: ignore[attr-defined]
        self._ground(painter, box, row.name)
        inner = box.adjusted(_PAD, 10, -_PAD, -10)
        high = QFontMetrics(self._look.font("subtitle")).height()
        upper = QRect(inner.left(), inner.top(), inner.width(), high)
        lower = QRect(inner.left(), upper.bottom() + 4, inner.width(), inner.height() - high - 3)
        wide = write(painter, look, upper, row.connected, Ink("success", "small", bold=True, right=True))
        name = upper.adjusted(0, 0, -wide - 12, 0)
        write(painter, look, name, row.name, Ink("text", "subtitle", bold=True))
        wide = write(painter, look, lower, row.certificate, Ink(row.tone, "small", right=True))
        side = look.tokens.icon_size("chip")
        icon = "shield-check" if row.tone == "success" else "shield-alert"
        left = lower.right() - wide - side - 6
        painter.drawPixmap(left, lower.center().y() - side // 2, look.icon(icon, row.tone, "chip"))
        about = lower.adjusted(0, 0, left - 12 - lower.right(), 0)
        write(painter, look, about, row.about, Ink("textSecondary", "small"))


class GearList(RowList):
    """The instruments; one of them is chosen.

    Attributes:
        chosen: the name of the instrument now chosen.
        entered_on: Enter or a double click on it.
    """

    chosen = Signal(object)
    entered_on = Signal()

    def __init__(self, look: Look) -> None:
        gear = _GearDelegate(look)
        super().__init__(look, gear, QCoreApplication.translate("GearList", "已登记的仪器"))
        self._gear = gear

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on with the chosen one."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.name:
            self.entered_on.emit()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """So does a double click on a row."""
        if self.indexAt(event.position().toPoint()).isValid():
            self.entered_on.emit()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Choose the instrument on which a person moved."""
        super().currentChanged(current, previous)
        if current.isValid():
            self._gear.chosen = current.data(ROW).name
            self.viewport().update()
            self.chosen.emit(self._gear.chosen)

    @property
    def name(self) -> str:
        """The chosen instrument; empty when there is none."""
        index = self.currentIndex()
        return str(index.data(ROW).name) if index.isValid() else ""

    def show_rows(self, rows: Sequence[GearRow]) -> None:
        """Show instruments; the chosen one stays chosen, else the first one is."""
        new = tuple(rows)
        if new == self._rows.rows:
            return
        held = self.name
        self._rows.show_rows(new)
        names = [row.name for row in new]
        if names:
            self.setCurrentIndex(self._rows.index(names.index(held) if held in names else 0))
