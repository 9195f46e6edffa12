"""The isotherm in the tool bar: which temperatures are marked, and how much of the picture that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldlaw.ui.views.parts import thermalwords
from fieldlaw.ui.views.parts.choice import Choice
from fieldlaw.ui.views.parts.labels import label
from fieldlaw.ui.views.parts.palettebar import DegreeField

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.thermal_state import State
    from fieldlaw.ui.theme.look import Look

_ABOVE, _BELOW, _BETWEEN = "above", "below", "between"


class IsothermGroup(QWidget):
    """Kind and limits.

    Attributes:
        chosen: above, below or between.
        given: (low, high) in °C.
    """

    chosen = Signal(object)
    given = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._limits = (0.0, 0.0)
        self.kind = Choice(look)
        self.kind.setAccessibleName(self.tr("等温"))
        for name, word in thermalwords.isotherms().items():
            self.kind.addItem(word, name)
        self.low, self.high = DegreeField(look, self.tr("等温下限")), DegreeField(look, self.tr("等温上限"))
        self._to, self.share = label(self.tr("至"), "small"), label("", "small")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for part in (label(self.tr("等温"), "small"), self.kind, self.low, self._to, self.high):
            row.addWidget(part)
        row.addWidget(label("℃"))
        row.addWidget(self.share)
        self.kind.activated.connect(lambda place: self.chosen.emit(self.kind.itemData(place)))
        self.low.given.connect(lambda value: self.given.emit((value, self._limits[1])))
        self.high.given.connect(lambda value: self.given.emit((self._limits[0], value)))

    def show_state(self, state: State) -> None:
        """Show the isotherm; nothing when it is off."""
        kind, heat = state.isotherm, state.heat
        self.setVisible(bool(kind) and heat is not None)
        self._limits = state.limits
        self.kind.setCurrentIndex(self.kind.findData(kind))
        self.low.setVisible(kind in (_ABOVE, _BETWEEN))
        self.high.setVisible(kind in (_BELOW, _BETWEEN))
        self._to.setVisible(kind == _BETWEEN)
        self.low.show_value(state.limits[0])
        self.high.show_value(state.limits[1])
        if heat is not None and state.share is not None:
            self.share.setText(thermalwords.share(state.share, heat.celsius.size))
