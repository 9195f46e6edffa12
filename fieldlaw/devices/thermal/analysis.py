"""What can be read off a picture of temperatures: one pixel, the whole, the span to show. Arrays only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LEAST_SPAN = 0.1

Place = tuple[int, int]  # column, row; from 0 at the upper left


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
