"""Palettes: tables of colours, and the picture that they make of temperatures. Arrays only.

Each palette is computed from control points of its own; none is copied from a camera.
"""

from __future__ import annotations

from functools import cache
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
