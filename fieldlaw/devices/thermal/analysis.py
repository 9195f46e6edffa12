"""What can be read off a picture of temperatures: pixels, regions, profiles, the span. Arrays only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LEAST_SPAN = 0.1

Place = tuple[int, int]  # column, row; from 0 at the upper left
SPOT, LINE, BOX, ELLIPSE, POLYGON = "spot", "line", "box", "ellipse", "polygon"
TOOLS = (SPOT, LINE, BOX, ELLIPSE, POLYGON)


@dataclass(frozen=True)
class Region:
    """A part of a picture.

    Attributes:
        tool: one of TOOLS.
        points: a spot has its pixel, a line both ends, a box and an ellipse two opposite pixels of their
            frame (both belong to it), a polygon its corners in order, at least three.
    """

    tool: str
    points: tuple[Place, ...]

    def __post_init__(self) -> None:
        """The number of points that the tool asks for."""
        wanted = {SPOT: 1, LINE: 2, BOX: 2, ELLIPSE: 2}.get(self.tool)
        held = len(self.points)
        if (held != wanted) if wanted else (self.tool != POLYGON or held < 3):
            raise ValueError(f"{self.tool} with {held} points")

    def moved(self, columns: int, rows: int) -> Region:
        """The same region elsewhere."""
        return Region(self.tool, tuple((x + columns, y + rows) for x, y in self.points))


@dataclass(frozen=True)
class Whole:
    """The whole picture: °C and the places of the lowest and the highest; `undefined` counts pixels."""

    low: float
    mean: float
    high: float
    low_at: Place
    high_at: Place
    undefined: int


def at(celsius: NDArray[np.floating], place: Place) -> float | None:
    """The temperature of a pixel in °C, or None where it is undefined.

    Raises:
        IndexError: the place is outside of the picture.
    """
    column, row = place
    if column < 0 or row < 0:
        raise IndexError(place)
    value = float(celsius[row, column])
    return None if np.isnan(value) else value


def pixels(region: Region, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Which pixels of a picture of shape (height, width) belong to a region."""
    inside = np.zeros(shape[:2], dtype=np.bool_)
    if region.tool in (SPOT, LINE):
        columns, rows = (
            np.array(one) for one in zip(*walk(region.points[0], region.points[-1]), strict=True)
        )
        held = (columns >= 0) & (rows >= 0) & (columns < shape[1]) & (rows < shape[0])
        inside[rows[held], columns[held]] = True
        return inside
    rows, columns = np.mgrid[0 : shape[0], 0 : shape[1]]
    return _within(region, columns, rows)


def _within(region: Region, columns: NDArray[np.intp], rows: NDArray[np.intp]) -> NDArray[np.bool_]:
    if region.tool == POLYGON:
        return _polygon(region.points, columns, rows)
    (left, right), (top, bottom) = (sorted(one) for one in zip(*region.points, strict=True))
    if region.tool == BOX:
        held = (columns >= left) & (columns <= right) & (rows >= top) & (rows <= bottom)
        return np.asarray(held, dtype=np.bool_)
    across, down = (right - left + 1) / 2, (bottom - top + 1) / 2
    out = ((columns - (left + right) / 2) / across) ** 2 + ((rows - (top + bottom) / 2) / down) ** 2
    return np.asarray(out <= 1, dtype=np.bool_)


def _polygon(
    corners: tuple[Place, ...], columns: NDArray[np.intp], rows: NDArray[np.intp]
) -> NDArray[np.bool_]:
    """Even-odd rule on the middles of the pixels; the pixels of the outline belong to it."""
    inside = np.zeros(columns.shape, dtype=np.bool_)
    for (x1, y1), (x2, y2) in zip(corners, (*corners[1:], corners[0]), strict=True):
        if y1 != y2:
            crossed = (y1 > rows) != (y2 > rows)
            inside ^= crossed & (columns < (x2 - x1) * (rows - y1) / (y2 - y1) + x1)
        inside |= pixels(Region(LINE, ((x1, y1), (x2, y2))), inside.shape)
    return inside


def walk(start: Place, end: Place) -> tuple[Place, ...]:
    """The pixels of a straight line with both ends, one for each step of the longer way."""
    steps = max(abs(end[0] - start[0]), abs(end[1] - start[1]))
    if steps == 0:
        return (start,)
    across, down = end[0] - start[0], end[1] - start[1]
    return tuple(
        (start[0] + (2 * across * n + steps) // (2 * steps), start[1] + (2 * down * n + steps) // (2 * steps))
        for n in range(steps + 1)
    )


def profile(celsius: NDArray[np.floating], line: Region) -> tuple[float | None, ...]:
    """The temperatures along a line in °C, first end first; None where undefined or outside."""
    high, wide = celsius.shape
    return tuple(
        at(celsius, place) if 0 <= place[0] < wide and 0 <= place[1] < high else None
        for place in walk(line.points[0], line.points[1])
    )


def measure(celsius: NDArray[np.floating], region: Region) -> Whole | None:
    """Lowest, mean and highest temperature in a region and their places; None when none is defined there."""
    inside = pixels(region, celsius.shape)
    if not inside.any():
        return None
    rows, columns = np.nonzero(inside)
    top, left = int(rows.min()), int(columns.min())
    cut = (slice(top, int(rows.max()) + 1), slice(left, int(columns.max()) + 1))
    found = whole(np.where(inside[cut], celsius[cut], np.nan))
    if found is None:
        return None
    outside = int((~inside[cut]).sum())
    return replace(
        found,
        low_at=(found.low_at[0] + left, found.low_at[1] + top),
        high_at=(found.high_at[0] + left, found.high_at[1] + top),
        undefined=found.undefined - outside,
    )


def whole(celsius: NDArray[np.floating]) -> Whole | None:
    """Lowest, mean and highest temperature; None when no pixel has one."""
    undefined = np.isnan(celsius)
    if undefined.all():
        return None
    low, high = int(np.nanargmin(celsius)), int(np.nanargmax(celsius))
    return Whole(
        low=float(celsius.flat[low]),
        mean=float(np.nanmean(celsius)),
        high=float(celsius.flat[high]),
        low_at=_place(celsius, low),
        high_at=_place(celsius, high),
        undefined=int(undefined.sum()),
    )


def _place(celsius: NDArray[np.floating], index: int) -> Place:
    row, column = divmod(index, celsius.shape[1])
    return column, row


def span(celsius: NDArray[np.floating]) -> tuple[float, float]:
    """From the lowest to the highest temperature, never narrower than 0.1 °C; 0 to 1 when there is none."""
    found = whole(celsius)
    if found is None:
        return 0.0, 1.0
    return found.low, max(found.high, found.low + _LEAST_SPAN)


def beyond(value: float, limits: tuple[float, float] | None) -> bool:
    """True when a temperature lies outside of the calibrated range; False when no range is known."""
    return limits is not None and not limits[0] <= value <= limits[1]
