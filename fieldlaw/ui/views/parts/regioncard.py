"""The card of what is measured: the table, what can be done with the row in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget

from fieldlaw.ui.views.parts import thermalwords
from fieldlaw.ui.views.parts.buttons import Trim
from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.iconbutton import SmallButton
from fieldlaw.ui.views.parts.labels import ElidedLabel, label, rule, wrapped
from fieldlaw.ui.views.parts.regiontable import RegionTable
from fieldlaw.ui.views.parts.viewmarks import open_tools

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fieldlaw.ui.presenters.thermal_state import State
    from fieldlaw.ui.theme.look import Look


class RegionCard(Card):
    """The regions.

    Attributes:
        subtracted: (label, label, mean or high): a difference is wanted.
        adopted: the place in the file of a region that the camera stored.
    """

    subtracted = Signal(object, object, object)
    adopted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(pad=0)
        self.setObjectName("regions")
        self.keep = SmallButton(look, self.tr("写入案件"), "primary")
        self.keep_all = SmallButton(look, self.tr("全部写入"))
        self.rewrite = SmallButton(look, self.tr("按现参数重写"), "primary")
        self.minus = SmallButton(look, self.tr("算差"), trim=Trim(icon="diff"))
        self.camera = SmallButton(look, self.tr("机内区域"))
        self.about = ElidedLabel("", "caption")
        self.about.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.camera.setToolTip(self.tr("把相机存的测量区采用为草稿"))
        self.table, self._menu = RegionTable(look), QMenu(self)
        self._state: State | None = None
        self._assemble()
        self.minus.clicked.connect(self._ask_other)
        self.camera.clicked.connect(self._ask_tool)

    def _assemble(self) -> None:
        self._hint = wrapped(self.tr("还没有测量区。选一个工具，在红外画面上画。"), "small")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._hint)
        head = QHBoxLayout()
        head.setContentsMargins(16, 6, 8, 6)
        head.setSpacing(8)
        head.addWidget(label(self.tr("测量区"), "subtitle"))
        head.addWidget(self.about, 1)
        for button in (self.camera, self.minus, self.keep_all, self.rewrite, self.keep):
            head.addWidget(button)
        self.body.setSpacing(0)
        self.body.addLayout(head)
        self.body.addWidget(rule())
        self.body.addWidget(self._stack, 1)

    def show_state(self, state: State) -> None:
        """Show what is measured on the picture in hand."""
        self._state = state
        held, heat, rows = state.in_hand, state.heat, self.table.rows
        points = state.gallery.points.get(state.chosen, ())
        by_label = {one.area: [p for p in points if p.area == one.area] for one in points}
        rows.show(state.areas, by_label, heat.layers if heat else ())
        self.table.show_rows(state.held, state.gallery.places)
        self._stack.setCurrentIndex(0 if state.areas else 1)
        self.about.setText(thermalwords.scene(heat) if heat else "")
        draft = held is not None and not held.event
        self.keep.setVisible(draft)
        self.keep_all.setVisible(not draft and len(state.drafts) > 0)
        self.rewrite.setVisible(held is not None and rows.outdated(held))
        self.minus.setVisible(bool(self.others()))
        self.camera.setVisible(bool(open_tools(state)))

    # --- asking

    def others(self) -> list[tuple[str, str]]:
        """What can be subtracted from the row in hand: label and mean or high."""
        state = self._state
        held = state.in_hand if state is not None else None
        if state is None or held is None or held.of or held.mean is None:
            return []
        found: list[tuple[str, str]] = []
        for one in state.areas:
            if one.label != held.label and not one.of and one.mean is not None:
                whats = ("mean",) if held.tool == one.tool == "spot" else ("mean", "high")
                found += [(one.label, what) for what in whats]
        return found

    def _ask_other(self) -> None:
        held = self._state.in_hand if self._state is not None else None
        if held is None:
            return
        acts = [
            (
                thermalwords.subtracted((held.label, label_, what)),
                lambda label_=label_, what=what: self.subtracted.emit(held.label, label_, what),
            )
            for label_, what in self.others()
        ]
        self._ask(self.minus, acts)

    def _ask_tool(self) -> None:
        tools = open_tools(self._state) if self._state is not None else ()
        acts = [(thermalwords.camera_tool(one), lambda n=n: self.adopted.emit(n)) for n, one in tools]
        self._ask(self.camera, acts)

    def _ask(self, button: SmallButton, acts: Sequence[tuple[str, Callable[[], object]]]) -> None:
        self._menu.clear()
        for words, act in acts:
            self._menu.addAction(words).triggered.connect(lambda _on=False, act=act: act())
        self._menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))
