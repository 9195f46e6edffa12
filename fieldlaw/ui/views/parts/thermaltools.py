"""The tool bar over the pictures: pens, isotherm, zoom, palette, level and span, how the pictures stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QSlider, QVBoxLayout, QWidget

from fieldlaw.ui.theme.qss import mark
from fieldlaw.ui.views.parts import thermalwords
from fieldlaw.ui.views.parts.chipflow import ChipFlow
from fieldlaw.ui.views.parts.choice import Choice
from fieldlaw.ui.views.parts.iconbutton import IconButton, ToolButton
from fieldlaw.ui.views.parts.isothermgroup import IsothermGroup
from fieldlaw.ui.views.parts.labels import label, rule
from fieldlaw.ui.views.parts.measureview import BESIDE, BLEND, INSET
from fieldlaw.ui.views.parts.palettebar import DegreeField
from fieldlaw.ui.views.parts.pens import LockButton, PartButton, PenButton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldlaw.ui.presenters.thermal_state import State
    from fieldlaw.ui.theme.look import Look

_SLIDER = 110
_FIRST_KIND = "above"
_NUDGES = (("arrow-left", (-1, 0)), ("arrow-up", (0, -1)), ("arrow-down", (0, 1)), ("arrow-right", (1, 0)))


def _row(parts: Sequence[QWidget], gap: int = 4) -> QWidget:
    held = QWidget()
    row = QHBoxLayout(held)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(gap)
    for part in parts:
        row.addWidget(part)
    held.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return held


class ToolBar(QFrame):
    """The tools; its groups take another row where there is no room beside each other.

    Attributes:
        pen_taken: the name of a tool, or empty: none any more.
        palette_chosen: the name of a palette.
        span_given: (low, high) in °C.
        locked: level and span are to be held over the case, or let go.
        isotherm_wanted: the kind of isotherm, empty for none.
        arranged: how the pictures stand (BESIDE, BLEND, INSET) and how strong the infrared one is.
        nudged: (columns, rows); None takes all moves back.
    """

    pen_taken = Signal(object)
    palette_chosen = Signal(object)
    span_given = Signal(object)
    locked = Signal(bool)
    isotherm_wanted = Signal(object)
    arranged = Signal(object, object)
    nudged = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("card", "plain")
        self._look, self._span = look, (0.0, 1.0)
        self.pens = {name: PenButton(look, *self._pen(name)) for name in thermalwords.tools()}
        self.isotherm = PenButton(look, "layers", self.tr("等温"), "I", self.tr("标出某段温度的地方"))
        self.larger = IconButton(look, "zoom-in", self.tr("放大"), "+")
        self.smaller = IconButton(look, "zoom-out", self.tr("缩小"), "-")
        self.fit = IconButton(look, "maximize", self.tr("看全图"), "0")
        self.remove = IconButton(look, "trash-2", self.tr("删除"), "Del")
        mark(self.remove, "kind", "pen")
        self.palette_box = Choice(look)
        self.palette_box.setAccessibleName(self.tr("调色板"))
        for name, word in thermalwords.palettes().items():
            self.palette_box.addItem(word, name)
        self.low, self.high = DegreeField(look, self.tr("温宽下端")), DegreeField(look, self.tr("温宽上端"))
        self.auto = ToolButton(look, "", self.tr("自动"))
        self.auto.setToolTip(self.tr("从画面里最低的温度到最高的"))
        self.lock = LockButton(look, self.tr("全案锁定"))
        self.iso, self._groups = IsothermGroup(look), list[QWidget]()
        self._assemble()
        self._wire()
        look.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        """All groups are of one height, so that what stands in a row stands level."""
        for group in self._groups:
            group.setFixedHeight(self._look.tokens.height("control") + 2 * self._look.tokens.border)
        self.blend.setFixedHeight(self._look.tokens.height("control") - 4)

    @staticmethod
    def _pen(name: str) -> tuple[str, str, str, str]:
        word, icon, key, how = thermalwords.tools()[name]
        return icon, word, key, how

    def _assemble(self) -> None:
        self.ways = {
            BESIDE: PartButton(self._look, self.tr("并排"), "first"),
            BLEND: PartButton(self._look, self.tr("叠合"), "middle"),
            INSET: PartButton(self._look, self.tr("画中画"), "last"),
        }
        self.ways[BESIDE].setChecked(True)
        self.blend = QSlider(Qt.Orientation.Horizontal)
        self.blend.setRange(0, 100)
        self.blend.setValue(50)
        self.blend.setFixedWidth(_SLIDER)
        self.blend.setAccessibleName(self.tr("红外占比"))
        word, key = self.tr("对齐画面"), self.tr("Alt+方向键")
        self.nudges = [IconButton(self._look, icon, word, key) for icon, _by in _NUDGES]
        self.unnudge = IconButton(self._look, "rotate-ccw", self.tr("取消对齐"))
        words = (label(self.tr("温宽"), "small"), label(self.tr("至"), "small"), label("℃"))
        span = (words[0], self.low, words[1], self.high, words[2], self.auto, self.lock)
        outer, flow = QVBoxLayout(self), ChipFlow(gap=8)
        outer.setContentsMargins(8, 6, 8, 6)
        outer.addLayout(flow)
        self._pens = _row((*self.pens.values(), rule("down"), self.isotherm))
        self._looking = _row((self.larger, self.smaller, self.fit, self.remove))
        self._colours = _row((self.palette_box,))
        self._levels = _row(span, 6)
        self._ways = _row(tuple(self.ways.values()), 0)
        self._mixing = _row((label(self.tr("红外占比"), "small"), self.blend), 6)
        self._aligning = _row((label(self.tr("对齐"), "small"), *self.nudges, self.unnudge))
        for group in (
            self._pens, self._looking, self._ways, self._colours, self._levels, self.iso, self._mixing,
            self._aligning,
        ):  # fmt: skip
            flow.addWidget(group)
            self._groups.append(group)

    def _wire(self) -> None:
        for name, pen in self.pens.items():
            pen.clicked.connect(lambda on, name=name: self.take(name if on else ""))
        self.isotherm.clicked.connect(lambda on: self.isotherm_wanted.emit(_FIRST_KIND if on else ""))
        self.iso.chosen.connect(self.isotherm_wanted)
        self.palette_box.activated.connect(
            lambda place: self.palette_chosen.emit(self.palette_box.itemData(place))
        )
        self.low.given.connect(lambda value: self.span_given.emit((value, self._span[1])))
        self.high.given.connect(lambda value: self.span_given.emit((self._span[0], value)))
        self.lock.clicked.connect(self.locked)
        for way in self.ways.values():
            way.clicked.connect(self._arrange)
        self.blend.valueChanged.connect(self._arrange)
        for button, (_icon, by) in zip(self.nudges, _NUDGES, strict=True):
            button.clicked.connect(lambda _on=False, by=by: self.nudged.emit(by))
        self.unnudge.clicked.connect(lambda: self.nudged.emit(None))

    # --- pens

    @property
    def pen(self) -> str:
        """The tool in hand; empty for none."""
        return next((name for name, pen in self.pens.items() if pen.isChecked()), "")

    def take(self, name: str) -> None:
        """Take a tool in hand and put the others down; empty puts all down."""
        for held, pen in self.pens.items():
            pen.setChecked(held == name)
        self.pen_taken.emit(name)

    def press(self, name: str) -> None:
        """What pressing the button of a tool does."""
        if self._pens.isVisible():
            self.take("" if self.pen == name else name)

    # --- how the pictures stand

    @property
    def way(self) -> str:
        """How the pictures stand."""
        return next(name for name, button in self.ways.items() if button.isChecked())

    def _arrange(self) -> None:
        self._mixing.setVisible(self.way == BLEND)
        self._aligning.setVisible(self.way != BESIDE)
        self.arranged.emit(self.way, self.blend.value() / 100)

    def show_state(self, state: State) -> None:
        """Show the tools; without temperatures only those that look."""
        both = state.picture is not None and not state.picture.visible.isNull()
        for group in (self._pens, self._colours, self._levels):
            group.setVisible(state.measuring)
        if not state.measuring and self.pen:
            self.take("")
        self._ways.setVisible(state.measuring and (both or state.picture is None))
        self._mixing.setVisible(both and self.way == BLEND)
        self._aligning.setVisible(both and self.way != BESIDE)
        self.remove.setVisible(state.measuring)
        self.remove.setEnabled(state.in_hand is not None)
        self.iso.show_state(state)
        self.isotherm.setChecked(bool(state.isotherm))
        self._show_span(state)

    def _show_span(self, state: State) -> None:
        self._span = state.span
        self.low.show_value(state.span[0])
        self.high.show_value(state.span[1])
        self.palette_box.setCurrentIndex(self.palette_box.findData(state.palette))
        self.auto.setChecked(state.auto)
        lock = state.lock
        for widget in (self.low, self.high, self.auto):
            widget.setEnabled(lock is None)
        self.lock.show_lock(self.tr("已锁定") if lock else self.tr("全案锁定"), shut=lock is not None)
        tip = self.tr("全案的热像都用这一段温宽")
        self.lock.setToolTip(self.tr("{0} 锁定；再按一次解除").format(lock.by) if lock else tip)
