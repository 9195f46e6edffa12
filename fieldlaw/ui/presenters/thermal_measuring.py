"""Drawing, moving, naming, subtracting, keeping and voiding what is measured on the picture in hand."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

from fieldlaw.cases.casework.imaging import DIFFERENCE, keep_measured, void_measured
from fieldlaw.cases.records.changes import Changes
from fieldlaw.devices.thermal import analysis
from fieldlaw.ui.presenters.thermal_regions import (
    Area,
    figured,
    moved,
    next_label,
    record,
    settled,
    stored,
    subtracted,
    within,
)
from fieldlaw.ui.presenters.thermal_sketches import Sketches

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.casework.imaging import Measured
    from fieldlaw.ui.presenters.thermal_regions import Place
    from fieldlaw.ui.presenters.thermal_state import State


class Hand(Protocol):
    """The presenter of the page, as far as measuring and colouring need it."""

    @property
    def state(self) -> State:
        """What the page shows."""

    def alter(self, **changes: object) -> None:
        """Show other parts of the state."""

    def write(self, act: Callable[[], Changes]) -> None:
        """Do an act that writes into the case, and read the case again."""


def keep_in_turn(desk: Desk, case: str, records: Sequence[Measured]) -> Changes:
    """Keep measurements one after another."""
    kinds = frozenset().union(*(keep_measured(desk, case, one).kinds for one in records))
    return Changes(kinds)


class Measuring:
    """What a person does with regions; drafts live here until they are kept."""

    def __init__(self, desk: Desk, hand: Hand) -> None:
        self._desk, self._hand = desk, hand
        self._sketches = Sketches()

    @property
    def _state(self) -> State:
        return self._hand.state

    def drafts(self, evidence: str) -> tuple[Area, ...]:
        """The drafts of a picture."""
        return self._sketches.of(evidence)

    def forget(self) -> None:
        """Another case: its drafts are not those of the one before."""
        self._sketches = Sketches()

    def settle(self, used: Mapping[str, frozenset[str]]) -> tuple[Area, ...]:
        """Drop the drafts that have been kept; the drafts of the picture in hand."""
        for picture in self._sketches.pictures:
            self._sketches.kept(picture, used.get(picture, frozenset()))
        return self._sketches.of(self._state.chosen)

    # --- reading off

    def value_at(self, place: Place) -> float | None:
        """The temperature of a pixel of the picture in hand."""
        heat = self._state.heat
        return None if heat is None else analysis.at(heat.celsius, place)

    def along(self) -> tuple[tuple[Place, ...], tuple[float | None, ...]]:
        """The pixels of the line in hand and their temperatures, first end first; nothing without a line."""
        held, heat = self._state.in_hand, self._state.heat
        if held is None or heat is None or held.tool != analysis.LINE:
            return (), ()
        region = analysis.Region(held.tool, held.points)
        return analysis.walk(*held.points), analysis.profile(heat.celsius, region)

    # --- drafts

    def _show(self, drafts: Sequence[Area], held: str, *, step: bool = True) -> None:
        kept = self._state.gallery.areas.get(self._state.chosen, ())
        new = settled(drafts, kept, self._state.frame)
        self._sketches.change(self._state.chosen, new, step=step)
        self._hand.alter(drafts=new, held=held)

    def _label(self, tool: str) -> str:
        used = self._state.gallery.used.get(self._state.chosen, frozenset())
        return next_label(tool, used | {one.label for one in self._state.drafts})

    def draw(self, tool: str, points: Sequence[Place], place: str = "") -> None:
        """Draw a region and take it in hand."""
        heat = self._state.heat
        if heat is None:
            return
        one = Area(self._label(tool), tool, within(points, heat.celsius.shape), place=place)
        one = replace(figured(one, heat), layers=heat.layers)
        self._show((*self._state.drafts, one), one.label)

    def adopt(self, index: int) -> None:
        """Make a draft of a region that the camera stored."""
        heat = self._state.heat
        if heat is not None:
            one = stored(heat.frame.tools)[index]
            self.draw(one.tool, one.points)

    def choose(self, label: str) -> None:
        """Take something in hand, or nothing."""
        if label != self._state.held:
            self._hand.alter(held=label)

    def shape(self, label: str, points: Sequence[Place], *, step: bool) -> None:
        """Give a draft other points; without a step it belongs to the drag that is going on."""
        heat = self._state.heat
        draft = next((one for one in self._state.drafts if one.label == label), None)
        if heat is None or draft is None or draft.tool == DIFFERENCE:
            return
        new = replace(draft, points=within(points, heat.celsius.shape))
        new = replace(figured(new, heat), layers=heat.layers)
        self._show([new if one.label == label else one for one in self._state.drafts], label, step=step)

    def move(self, columns: int, rows: int) -> None:
        """Move the draft in hand by so many pixels, not over the edge; what is kept stays where it is."""
        held, heat = self._state.in_hand, self._state.heat
        if held is not None and heat is not None and held.points:
            self.shape(held.label, moved(held.points, (columns, rows), heat.celsius.shape), step=True)

    def name_place(self, label: str, place: str) -> None:
        """Say where in the plant a draft is."""
        drafts = [replace(one, place=place) if one.label == label else one for one in self._state.drafts]
        if tuple(drafts) != self._state.drafts:
            self._show(drafts, self._state.held)

    def subtract(self, first: str, second: str, what: str) -> None:
        """Take the difference of two: of their means or of their highest."""
        heat, others = self._state.heat, {one.label: one for one in self._state.areas}
        if heat is None:
            return
        bare = Area(self._label(DIFFERENCE), DIFFERENCE, of=(first, second, what), layers=heat.layers)
        made = subtracted(bare, others)
        if made is not None:
            self._show((*self._state.drafts, made), made.label)

    def remove(self) -> None:
        """Take the draft in hand away; what is kept can only be made void."""
        held = self._state.in_hand
        if held is None or held.event:
            return
        left = [one for one in self._state.drafts if one.label != held.label]
        self._show(left, left[-1].label if left else "")

    def undo(self) -> None:
        """Take the last step back."""
        self._step(self._sketches.back)

    def redo(self) -> None:
        """Make it again."""
        self._step(self._sketches.on)

    def _step(self, go: Callable[[str], bool]) -> None:
        if go(self._state.chosen):
            self.refigure()
            labels = {one.label for one in self._state.areas}
            if self._state.held not in labels:
                self._hand.alter(held=self._state.drafts[-1].label if self._state.drafts else "")

    def refigure(self) -> None:
        """Work out the drafts of the picture in hand anew, after its temperatures have changed."""
        heat = self._state.heat
        drafts: Sequence[Area] = self._sketches.of(self._state.chosen)
        if heat is not None:
            drafts = [
                replace(one if one.tool == DIFFERENCE else figured(one, heat), layers=heat.layers)
                for one in drafts
            ]
        self._show(drafts, self._state.held, step=False)

    # --- the case

    def keep(self) -> None:
        """Write what is in hand into the case; a difference with the two that it is taken of."""
        held = self._state.in_hand
        if held is not None and not held.event:
            wanted = {held.label, *held.of[:2]}
            self._keep([one for one in self._state.drafts if one.label in wanted])

    def keep_all(self) -> None:
        """Write all drafts into the case."""
        self._keep(self._state.drafts)

    def rewrite(self) -> None:
        """Write what is kept and in hand once more, with the parameters that hold now."""
        held, heat = self._state.in_hand, self._state.heat
        if held is None or heat is None or not held.event:
            return
        if held.tool == DIFFERENCE:
            found = subtracted(held, {one.label: one for one in self._state.areas})
        else:
            found = figured(held, heat)
        if found is not None:
            self._keep([replace(found, layers=heat.layers, event=held.event, place=held.place)])

    def _keep(self, areas: Sequence[Area]) -> None:
        heat, state = self._state.heat, self._state
        if heat is None or not areas:
            return
        ordered = sorted(areas, key=lambda one: one.tool == DIFFERENCE)
        records = [record(one, heat, state.chosen, state.palette, state.frame) for one in ordered]
        self._hand.write(partial(keep_in_turn, self._desk, state.gallery.case, records))

    def void(self, reason: str) -> None:
        """Make what is kept and in hand void."""
        held = self._state.in_hand
        if held is not None and held.event:
            case = self._state.gallery.case
            self._hand.write(partial(void_measured, self._desk, case, held.event, reason))
