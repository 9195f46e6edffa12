"""The marks on the infrared picture: what is measured, what the camera stored, lowest and highest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldlaw.ui.presenters.thermal_regions import stored
from fieldlaw.ui.views.parts import thermalwords
from fieldlaw.ui.views.parts.marks import HIGH, LOW, Mark

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.thermal_picture import Heat
    from fieldlaw.ui.presenters.thermal_regions import Area
    from fieldlaw.ui.presenters.thermal_state import State


def marks(state: State) -> tuple[Mark, ...]:
    """All marks of the picture in hand, the one in hand last, so that it lies over the others."""
    heat = state.heat
    if heat is None:
        return ()
    held = [_mark(one, chosen=one.label == state.held) for one in state.areas if one.points]
    held.sort(key=lambda mark: mark.chosen)
    ends = _ends(heat) if state.marked else ()
    return (*_stored(state, heat), *ends, *held)


def _mark(area: Area, *, chosen: bool) -> Mark:
    words = thermalwords.figure(area)
    return Mark(area.tool, area.points, words, area.label, chosen=chosen, movable=not area.event)


def open_tools(state: State) -> tuple[tuple[int, Area], ...]:
    """The camera's own regions that nothing measured lies on yet, each with its place in the file."""
    if state.heat is None:
        return ()
    taken = {(one.tool, one.points) for one in state.areas}
    found = enumerate(stored(state.heat.frame.tools))
    return tuple((n, one) for n, one in found if (one.tool, one.points) not in taken)


def _stored(state: State, heat: Heat) -> tuple[Mark, ...]:
    high, wide = heat.celsius.shape
    return tuple(
        Mark(one.tool, one.points, thermalwords.camera_tool(one), dashed=True)
        for _n, one in open_tools(state)
        if all(0 <= x < wide and 0 <= y < high for x, y in one.points)
    )


def _ends(heat: Heat) -> tuple[Mark, ...]:
    whole = heat.whole
    if whole is None:
        return ()
    ends = ((LOW, whole.low_at, "最低", whole.low), (HIGH, whole.high_at, "最高", whole.high))
    return tuple(Mark(kind, (at,), f"{word} {celsius:.1f}") for kind, at, word, celsius in ends)
