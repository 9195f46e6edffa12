"""Tables of numbers that makers' programs export: one line for each row of the picture.

The unit is never taken from the file alone: it is offered, and a person confirms it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fieldlaw.devices.thermal.formats import scales, table_text
from fieldlaw.devices.thermal.image import ThermalFrame
from fieldlaw.devices.thermal.reading import DAMAGED, SCALE_UNCONFIRMED, TOO_LARGE, Reading

if TYPE_CHECKING:
    from fieldlaw.devices.thermal.formats.table_text import Table
    from fieldlaw.devices.thermal.reading import Scale

NAME = "csv"
_UNITS = (
    ("C", ("℃", "°c", "celsius", "摄氏")),
    ("F", ("℉", "°f", "fahrenheit", "华氏")),
    ("K", ("kelvin", "开尔文", "(k)", "（k）", "[k]")),
)


def claims(data: bytes) -> bool:
    """True for text with at least two lines of numbers."""
    return table_text.is_table(data)


def read(data: bytes, frame: int = 0, scale: Scale | None = None) -> Reading:
    """A frame in °C with the confirmed unit; without one the reason says that it has to be confirmed."""
    if frame != 0:
        return Reading(NAME, frames=1, reason=DAMAGED, where=f"没有第 {frame + 1} 帧")
    try:
        table = table_text.parse(data)
    except table_text.TooLargeError:
        return Reading(NAME, reason=TOO_LARGE)
    except table_text.NoTableError as error:
        return Reading(NAME, reason=DAMAGED, where=str(error))
    line = scales.line(scale)
    if line is None:
        return Reading(NAME, frames=1, reason=SCALE_UNCONFIRMED)
    return Reading(NAME, _frame(table, line), 1)


def _frame(table: Table, line: tuple[float, float]) -> ThermalFrame:
    celsius, warnings = scales.celsius(table.numbers, line), () if table.ended else ("damaged",)
    return ThermalFrame(celsius, None, None, None, texts=table.words, warnings=warnings)


def probe(data: bytes) -> scales.Probe | None:
    """Size and numbers of a table, and what unit could be meant; None when it cannot be read."""
    try:
        table = table_text.parse(data)
    except (table_text.TooLargeError, table_text.NoTableError):
        return None
    unit = _unit(" ".join(f"{label} {text}" for label, text in table.words).lower())
    height, width = table.numbers.shape
    low, high = float(np.nanmin(table.numbers)), float(np.nanmax(table.numbers))
    return scales.Probe(width, height, low, high, table.skipped, unit, _offered(table, unit))


def _unit(words: str) -> str:
    """The unit that the words name; empty when they name none, or several."""
    named = [unit for unit, marks in _UNITS if any(mark in words for mark in marks)]
    return named[0] if len(named) == 1 else ""


def _offered(table: Table, unit: str) -> tuple[scales.Suggestion, ...]:
    """Scales of temperatures; those of counts too where all numbers are whole and large."""
    held = table.numbers[np.isfinite(table.numbers)]
    counts = bool(held.min() >= 1000 and np.all(held == np.floor(held)))
    return (*scales.OF_COUNTS, *scales.of_unit(unit)) if counts else scales.of_unit(unit)
