"""The colours of the picture in hand: palette, level and span, their lock over the case, the isotherm."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QImage

from fieldlaw.cases.casework.imaging import lock_span
from fieldlaw.devices.thermal import analysis, palettes
from fieldlaw.devices.thermal.palettes import ABOVE, BELOW, BETWEEN, Isotherm
from fieldlaw.ui.presenters.thermal_picture import bar_image

if TYPE_CHECKING:
    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.devices.thermal.palettes import Ranked
    from fieldlaw.ui.presenters.thermal_gallery import Lock
    from fieldlaw.ui.presenters.thermal_measuring import Hand
    from fieldlaw.ui.presenters.thermal_picture import Heat

OFF = ""
ISOTHERMS = (OFF, ABOVE, BELOW, BETWEEN)
_LEAST_SPAN = 0.1
_FIRST = (0.6, 0.8)  # of the span: where the limits of an isotherm stand at first


def painted(held: Ranked, span: tuple[float, float], palette: str, isotherm: Isotherm | None) -> QImage:
    """Ranked temperatures in colours; undefined ones are clear."""
    high, wide = held.ranks.shape
    image = QImage(wide, high, QImage.Format.Format_ARGB32_Premultiplied)
    pixels = np.frombuffer(image.bits(), dtype=np.uint32).reshape(high, wide)
    palettes.paint_ranked(held, span, palette, isotherm, pixels)
    return image


def wanted(kind: str, limits: tuple[float, float]) -> Isotherm | None:
    """The isotherm of a kind between limits."""
    low, high = min(limits), max(limits)
    return {
        ABOVE: Isotherm(low, None),
        BELOW: Isotherm(None, high),
        BETWEEN: Isotherm(low, high),
    }.get(kind)


class Colours:
    """What a person does with colours."""

    def __init__(self, desk: Desk, hand: Hand) -> None:
        self._desk, self._hand = desk, hand
        self._ranked: tuple[Heat, Ranked] | None = None

    def _ranks(self, heat: Heat) -> Ranked:
        if self._ranked is None or self._ranked[0] is not heat:
            self._ranked = heat, palettes.ranked(heat.celsius)
        return self._ranked[1]

    def paint(self, **changes: object) -> None:
        """Show other parts of the state and the picture in hand in the colours that then hold."""
        state = self._hand.state
        heat = state.heat
        if heat is None:
            self._hand.alter(**changes)
            return
        span, palette = changes.get("span", state.span), changes.get("palette", state.palette)
        kind, limits = changes.get("isotherm", state.isotherm), changes.get("limits", state.limits)
        iso = wanted(kind, limits)  # type: ignore[arg-type]
        image = painted(self._ranks(heat), span, palette, iso)  # type: ignore[arg-type]
        share = None if iso is None else iso.share(heat.celsius)
        self._hand.alter(**changes, painted=image, share=share)

    def use_palette(self, name: str) -> None:
        """Colour with another palette."""
        self.paint(palette=name, bar=bar_image(name))

    # --- level and span

    def set_span(self, low: float, high: float) -> None:
        """Colour between two temperatures; they are put in order and kept a little apart."""
        if self._hand.state.lock is None:
            low, high = min(low, high), max(low, high)
            self.paint(span=(low, max(high, low + _LEAST_SPAN)), auto=False)

    def auto_span(self) -> None:
        """Colour from the lowest to the highest temperature of the picture."""
        heat = self._hand.state.heat
        if heat is not None and self._hand.state.lock is None:
            self.paint(span=analysis.span(heat.celsius), auto=True)

    def begin(self) -> None:
        """Colour a picture that was just read: by the lock of the case, else over all its temperatures."""
        state = self._hand.state
        if state.lock is not None:
            self.paint(span=(state.lock.low, state.lock.high), auto=False)
        elif state.heat is not None:
            self.paint(span=analysis.span(state.heat.celsius) if state.auto else state.span)

    def follow(self, before: Lock | None) -> None:
        """Colour anew when the lock of the case is another one than before."""
        lock = self._hand.state.lock
        if lock is not None and lock != before:
            self.paint(span=(lock.low, lock.high), auto=False)

    def lock(self, *, locked: bool) -> None:
        """Hold level and span over the whole case, or let them go."""
        state = self._hand.state
        low, high = (f"{end:.2f}" for end in state.span)
        ends = (low, high) if locked else (None, None)
        self._hand.write(partial(lock_span, self._desk, state.gallery.case, *ends))

    # --- isotherm

    def use_isotherm(self, kind: str) -> None:
        """Mark temperatures above, below or between limits; OFF marks none."""
        state = self._hand.state
        low, high = state.span
        limits = state.limits
        if not all(low <= one <= high for one in limits) or limits[0] == limits[1]:
            limits = (low + (high - low) * _FIRST[0], low + (high - low) * _FIRST[1])
        self.paint(isotherm=kind, limits=limits)

    def set_limits(self, low: float, high: float) -> None:
        """Move the limits of the isotherm; they are put in order."""
        self.paint(limits=(min(low, high), max(low, high)))
