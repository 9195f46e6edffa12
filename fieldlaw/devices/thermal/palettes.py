"""Palettes: tables of colours, and the picture that they make of temperatures. Arrays only.

Each palette is computed from control points of its own; none is copied from a camera.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

STEPS = 256
_OPAQUE = 0xFF000000

# Name to its control points, evenly spaced from cold to hot. "clear" rises steadily in lightness from blue to
# yellow, so that red-green blind people, and a grey print, keep the order of the temperatures.
_POINTS: dict[str, tuple[tuple[int, int, int], ...]] = {
    "iron": (
        (0, 0, 10), (32, 0, 100), (98, 0, 148), (158, 20, 138), (206, 56, 84),
        (236, 104, 24), (250, 160, 8), (255, 216, 72), (255, 255, 236),
    ),
    "rainbow": (
        (20, 12, 96), (20, 60, 220), (0, 150, 230), (0, 190, 150), (60, 200, 40),
        (190, 220, 20), (250, 190, 10), (240, 90, 20), (190, 10, 30),
    ),
    "grey": ((0, 0, 0), (255, 255, 255)),
    "clear": (
        (0, 28, 74), (0, 52, 112), (56, 74, 110), (90, 98, 112), (124, 122, 120),
        (160, 148, 116), (198, 176, 102), (232, 206, 80), (255, 236, 70),
    ),
}  # fmt: skip
NAMES = tuple(_POINTS)


@cache
def table(name: str) -> NDArray[np.uint32]:
    """The colours of a palette from cold to hot as 0xAARRGGBB, shape (257,); the last one is clear.

    Raises:
        KeyError: no palette of this name.
    """
    points = np.array(_POINTS[name], dtype=np.float64)
    at, steps = np.linspace(0, 1, len(points)), np.linspace(0, 1, STEPS)
    red, green, blue = (np.rint(np.interp(steps, at, points[:, n])).astype(np.uint32) for n in range(3))
    colours = np.zeros(STEPS + 1, dtype=np.uint32)
    colours[:STEPS] = _OPAQUE | red << 16 | green << 8 | blue
    colours.setflags(write=False)
    return colours


def paint(celsius: NDArray[np.floating], span: tuple[float, float], name: str) -> NDArray[np.uint32]:
    """Colour temperatures between the two ends of `span` (°C); shape (height, width), 0xAARRGGBB.

    What is colder or hotter takes the colour of that end; an undefined temperature takes none (clear).
    """
    low, high = span
    scaled = (np.asarray(celsius, dtype=np.float32) - np.float32(low)) * np.float32(STEPS / (high - low))
    undefined = np.isnan(scaled)
    np.clip(scaled, 0, STEPS - 1, out=scaled)
    scaled[undefined] = STEPS
    return table(name)[scaled.astype(np.uint16)]


# --- painting often: the temperatures are ranked once, after that only a table of colours is made anew

RANKS = 65_535  # the rank after the last one is for what is undefined
ABOVE, BELOW, BETWEEN = "above", "below", "between"
# The stripes of an isotherm: one far lighter, one far darker than any colour that they could stand beside.
BRIGHT, DARK = 0xFF6BFFB8, 0xFF00281C
_STRIPES = 40  # in the width of a picture


@dataclass(frozen=True)
class Isotherm:
    """Which temperatures are marked: at least `low` and at most `high` °C; None where there is no limit."""

    low: float | None
    high: float | None

    def holds(self, celsius: NDArray[np.floating]) -> NDArray[np.bool_]:
        """Where the temperatures lie within; an undefined one never does."""
        found = ~np.isnan(celsius)
        if self.low is not None:
            found &= celsius >= self.low
        if self.high is not None:
            found &= celsius <= self.high
        return np.asarray(found, dtype=np.bool_)

    def share(self, celsius: NDArray[np.floating]) -> float:
        """The part of the pixels that is marked, 0 to 1."""
        return float(np.count_nonzero(self.holds(celsius))) / celsius.size


@dataclass(frozen=True, eq=False)
class Ranked:
    """Temperatures as ranks 0 to RANKS (undefined), shape (height, width): °C = low + rank × step."""

    ranks: NDArray[np.intp]
    low: float
    step: float

    @property
    def levels(self) -> NDArray[np.float64]:
        """The temperature of each rank, shape (RANKS + 1,)."""
        levels = self.low + np.arange(RANKS + 1, dtype=np.float64) * self.step
        levels[RANKS] = np.nan
        return levels


def ranked(celsius: NDArray[np.floating]) -> Ranked:
    """Rank temperatures between the lowest and the highest of a picture."""
    undefined = np.isnan(celsius)
    if undefined.all():
        return Ranked(np.full(celsius.shape, RANKS, dtype=np.intp), 0.0, 1.0)
    low, high = float(np.nanmin(celsius)), float(np.nanmax(celsius))
    step = (high - low) / (RANKS - 1) or 1.0
    ranks = np.rint((np.where(undefined, low, celsius) - low) / step).astype(np.intp)
    ranks[undefined] = RANKS
    return Ranked(ranks, low, step)


def paint_ranked(
    held: Ranked, span: tuple[float, float], name: str, isotherm: Isotherm | None, out: NDArray[np.uint32]
) -> None:
    """Colour ranked temperatures into `out`, shape (height, width); an isotherm stripes the palette."""
    levels = held.levels
    colours = paint(levels, span, name)
    if isotherm is None:
        np.take(colours, held.ranks, out=out, mode="clip")
        return
    inside = isotherm.holds(levels)
    np.take(np.where(inside, np.uint32(BRIGHT), colours), held.ranks, out=out, mode="clip")
    striped = np.take(np.where(inside, np.uint32(DARK), colours), held.ranks, mode="clip")
    np.copyto(out, striped, where=_stripes(out.shape))


@lru_cache(maxsize=4)
def _stripes(shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Slanting stripes over a picture of shape (height, width): where the dark ones lie."""
    wide = max(shape[1] // _STRIPES, 3)
    rows, columns = np.ogrid[0 : shape[0], 0 : shape[1]]
    return np.asarray((rows + columns) % wide < max(wide // 3, 1), dtype=np.bool_)
