"""What a person can say of counts without a scale of their own: what is offered, and its exact text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieldlaw.devices.thermal.reading import Scale

MOST_SIDE = 4096
_ZERO = "-273.15"
_ZERO_C = -273.15


@dataclass(frozen=True)
class Suggestion:
    """A scale that is offered; nothing is taken without a person.

    Attributes:
        scale, offset: decimal text; °C = counts × scale + offset.
        source: where it is written, in words for people.
        verified: False when nobody has seen it in its source.
    """

    scale: str
    offset: str
    source: str
    verified: bool


@dataclass(frozen=True)
class Probe:
    """What a matrix holds before its scale is known.

    Attributes:
        low, high: the least and the greatest number of it, as stored.
        skipped: lines of a table that stand before and after its numbers.
        unit: C, F or K where words of the file say so; else empty.
        suggestions: the likely ones first.
    """

    width: int
    height: int
    low: float
    high: float
    skipped: int = 0
    unit: str = ""
    suggestions: tuple[Suggestion, ...] = ()


# FLIR manuals as in the project's reference on thermal files; hundredths of a kelvin by hearsay only.
OF_COUNTS = (
    Suggestion("0.04", _ZERO, "FLIR Duo Pro R 用户手册第 39 页（高分辨率量程）", verified=True),
    Suggestion("0.40", _ZERO, "FLIR Duo Pro R 用户手册第 39 页（大量程）", verified=True),
    Suggestion("0.01", _ZERO, "FLIR Duo 用户手册第 28 页", verified=True),
    Suggestion("0.01", _ZERO, "常见做法：开尔文×100（未核实）", verified=False),
)
_BY_UNIT = {
    "C": Suggestion("1", "0", "表中的数就是摄氏度", verified=True),
    "K": Suggestion("1", _ZERO, "表中的数是开尔文", verified=True),
    "F": Suggestion("0.5555555555555556", "-17.77777777777778", "表中的数是华氏度", verified=True),
}


def of_unit(unit: str) -> tuple[Suggestion, ...]:
    """The scales of a table of temperatures, that of `unit` first."""
    return tuple(sorted(_BY_UNIT.values(), key=lambda one: one is not _BY_UNIT.get(unit)))


def line(scale: Scale | None) -> tuple[float, float] | None:
    """Scale and offset as numbers, or None when there is none that could be meant."""
    if scale is None:
        return None
    try:
        per_count, offset = Decimal(scale.scale), Decimal(scale.offset)
    except InvalidOperation:
        return None
    if not per_count.is_finite() or not offset.is_finite() or per_count == 0:
        return None
    if abs(per_count) > 1_000_000 or abs(offset) > 1_000_000:
        return None
    return float(per_count), float(offset)


def celsius(numbers: NDArray[np.number], by: tuple[float, float]) -> NDArray[np.float32]:
    """Numbers of a table by scale and offset, in °C; NaN where there is none, or below absolute zero."""
    with np.errstate(all="ignore"):
        found = (numbers.astype(np.float64) * by[0] + by[1]).astype(np.float32)  # too large becomes infinite
    found[~np.isfinite(found) | (found < _ZERO_C)] = np.nan
    return found
