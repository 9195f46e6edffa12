"""What is wrong with the instrument in front, and what its second detector reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.factrows import FactRows
from fieldlaw.ui.views.parts.labels import ElidedLabel, IconLabel, rule

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.instrument_line import LineState
    from fieldlaw.ui.theme.look import Look


def _tr(text: str) -> str:
    return QCoreApplication.translate("gear", text)


class LineFacts(QWidget):
    """故障 while there is one; the second detector where there is one, with the way to put it in front.

    Attributes:
        wanted: the detector that is to stand large.
    """

    wanted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._other = ""
        self.faults = FactRows(look, (_tr("故障"),))
        self.words = ElidedLabel("")
        self.turn = Button(look, "", trim=Trim(icon="refresh-cw"))
        self.turn.setAutoDefault(True)
        self.turn.clicked.connect(lambda: self.wanted.emit(self._other))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.faults)
        column.addWidget(self._second(look))
        self.show_line(None)

    def _second(self, look: Look) -> QWidget:
        self._two, inside = QWidget(), QHBoxLayout()
        column = QVBoxLayout(self._two)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        inside.setContentsMargins(16, 4, 16, 4)
        inside.setSpacing(10)
        inside.addWidget(IconLabel(look, "circle-dot", "accent", "list"))
        inside.addWidget(self.words, 1)
        inside.addWidget(self.turn)
        column.addLayout(inside)
        column.addWidget(rule())
        return self._two

    def show_line(self, line: LineState | None) -> None:
        """Show an instrument."""
        faults = line.fault_words if line is not None else ()
        self.faults.setVisible(bool(faults))
        self.faults.rows[0].say("triangle-alert", "warning", "、".join(faults))
        self._other = line.other_detector if line is not None else ""
        self._two.setVisible(bool(self._other))
        if line is not None and self._other:
            self.words.setText(line.other_words or _tr("{0} 没有数据").format(self._other))
            self.turn.setText(_tr("改看 {0}").format(self._other))
            self.turn.updateGeometry()
