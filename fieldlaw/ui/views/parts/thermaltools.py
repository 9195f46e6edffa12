"""The tool bar over the pictures: spots, zoom, palette, level and span."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from fieldlaw.ui.views.parts import thermalwords
from fieldlaw.ui.views.parts.choice import Choice
from fieldlaw.ui.views.parts.iconbutton import IconButton, ToolButton
from fieldlaw.ui.views.parts.labels import label, rule
from fieldlaw.ui.views.parts.palettebar import DegreeField

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.thermal_state import State
    from fieldlaw.ui.theme.look import Look


class ToolBar(QFrame):
    """The tools.

    Attributes:
        spotting: clicks put spots from now on, or no longer.
        palette_chosen: the name of a palette.
        span_given: (low, high) in °C.
    """

    spotting = Signal(object)
    palette_chosen = Signal(object)
    span_given = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("card", "plain")
        self._span = (0.0, 1.0)
        self.spot = ToolButton(look, "crosshair", self.tr("点"))
        self.spot.setToolTip(self.tr("按下后，在红外画面上点一下就放一个点"))
        self.larger = IconButton(look, "zoom-in", self.tr("放大"), "+")
        self.smaller = IconButton(look, "zoom-out", self.tr("缩小"), "-")
        self.fit = IconButton(look, "maximize", self.tr("看全图"), "0")
        self.palette_box = Choice(look)
        self.palette_box.setAccessibleName(self.tr("调色板"))
        for name, word in thermalwords.palettes().items():
            self.palette_box.addItem(word, name)
        self.low, self.high = DegreeField(look, self.tr("温宽下端")), DegreeField(look, self.tr("温宽上端"))
        self.auto = ToolButton(look, "", self.tr("自动"))
        self.auto.setToolTip(self.tr("从画面里最低的温度到最高的"))
        self._assemble()
        self._wire()

    def _assemble(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(8)
        self._measuring = (
            self.spot, rule("down"), self.palette_box, label(self.tr("温宽"), "small"), self.low,
            label(self.tr("至"), "small"), self.high, label("℃"), self.auto,
        )  # fmt: skip
        for widget in (self.spot, self.larger, self.smaller, self.fit, *self._measuring[1:]):
            row.addWidget(widget)
        row.addStretch(1)

    def _wire(self) -> None:
        self.spot.toggled.connect(self.spotting.emit)
        self.palette_box.activated.connect(self._choose)
        self.low.given.connect(lambda value: self.span_given.emit((value, self._span[1])))
        self.high.given.connect(lambda value: self.span_given.emit((self._span[0], value)))

    def _choose(self, place: int) -> None:
        self.palette_chosen.emit(self.palette_box.itemData(place))

    def show_state(self, state: State) -> None:
        """Show the tools; without temperatures only those that look."""
        for widget in self._measuring:
            widget.setVisible(state.measuring)
        if not state.measuring:
            self.spot.setChecked(False)
        self._span = state.span
        self.low.show_value(state.span[0])
        self.high.show_value(state.span[1])
        self.palette_box.setCurrentIndex(self.palette_box.findData(state.palette))
        self.auto.setChecked(state.auto)
