"""The formulas of a measurement in exact decimals: pure, no limit in them, nothing rounded.

Numbers that a result is held against are handed in or compared elsewhere; they stand in the packs.
"""

from __future__ import annotations

from decimal import Context, Decimal
from typing import TYPE_CHECKING

from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Sequence

EXACT = Context(prec=50)
ZERO = Decimal(0)
PERCENT = Decimal(100)
GAS_CONSTANT = Decimal("8.314462618")  # J/(mol K), CODATA 2018
KELVIN = Decimal("273.15")
TN106_MOLAR_VOLUME = Decimal("24.4")  # L/mol at 25 °C, as TN-106 rounds it


class NoResultError(KnownError):
    """The numbers do not admit the formula."""

    def __init__(self, what: str) -> None:
        super().__init__(f"算不出：{what}。", "核对输入的数再算。", "原始读数没有变化。")


def mean(values: Sequence[Decimal]) -> Decimal:
    """The arithmetic mean, in the unit of the values: of the backgrounds, of the response times.

    Raises:
        NoResultError: there are no values.
    """
    if not values:
        raise NoResultError("没有读数")
    total = ZERO
    for value in values:
        total = EXACT.add(total, value)
    return EXACT.divide(total, Decimal(len(values)))


def _positive(name: str, value: Decimal) -> None:
    if value <= 0:
        raise NoResultError(f"{name}应大于 0")


def precision_percent(readings: Sequence[Decimal], standard: Decimal) -> Decimal:
    """Calibration precision: mean of |reading - standard| / standard × 100, in percent.

    Source: Method 21 section 3.2 (definition, second hand); HJ 733 similar.

    Raises:
        NoResultError: no readings, or a standard gas of nothing.
    """
    _positive("标准气体浓度", standard)
    off = mean([abs(EXACT.subtract(reading, standard)) for reading in readings])
    return EXACT.multiply(EXACT.divide(off, standard), PERCENT)


def required_dwell(response_seconds: Decimal, factor: Decimal) -> Decimal:
    """How long the probe must stay at the maximum, in seconds: response time × factor (Method 21)."""
    return EXACT.multiply(response_seconds, factor)


def rise_time(
    samples: Sequence[tuple[Decimal, Decimal]], zero: Decimal, final: Decimal, percent: Decimal
) -> Decimal:
    """Response time of a step at t = 0: the first time from which the reading stays at so much of the step.

    Source: Method 21 section 3.6 (90 %, second hand).

    Args:
        samples: (seconds since the step, reading) in the order of time.
        zero: the reading before the step.
        final: the reading that it settles at; above `zero`.
        percent: how much of the step, in percent.

    Raises:
        NoResultError: no step, or the level is never reached to stay.
    """
    if final <= zero:
        raise NoResultError("通标气后读数没有上升")
    share = EXACT.divide(percent, PERCENT)
    level = EXACT.add(zero, EXACT.multiply(share, EXACT.subtract(final, zero)))
    reached: Decimal | None = None
    for at, value in samples:
        if value < level:
            reached = None
        elif reached is None:
            reached = at
    if reached is None:
        raise NoResultError("读数没有稳定在响应的水平上")
    return reached


def net(reading: Decimal, background: Decimal) -> Decimal:
    """Net value: reading less background, never below zero, not rounded (GB 37822-2019 3.14)."""
    return max(ZERO, EXACT.subtract(reading, background))


def drift_percent(before: Decimal, after: Decimal) -> Decimal:
    """Drift: (after - before) / before × 100, in percent, signed (VVa, from memory; HJ 1230 to be checked).

    Raises:
        NoResultError: the reading before is not above zero.
    """
    _positive("漂移前的读数", before)
    return EXACT.multiply(EXACT.divide(EXACT.subtract(after, before), before), PERCENT)


def molar_volume(temperature_c: Decimal, pressure_kpa: Decimal) -> Decimal:
    """Litres of one mole of an ideal gas: R × T / p.

    Raises:
        NoResultError: no pressure, or a temperature below absolute zero.
    """
    _positive("大气压", pressure_kpa)
    kelvin = EXACT.add(temperature_c, KELVIN)
    _positive("热力学温度", kelvin)
    return EXACT.divide(EXACT.multiply(GAS_CONSTANT, kelvin), pressure_kpa)


def mg_per_m3(ppm: Decimal, molar_mass: Decimal, litres_per_mole: Decimal) -> Decimal:
    """Mass concentration in mg/m³: ppm × molar mass (g/mol) / molar volume (L/mol).

    Source: TN-106 (24.4 L/mol at 25 °C); else `molar_volume` of the stated temperature and pressure.

    Raises:
        NoResultError: molar mass or volume is not above zero.
    """
    _positive("摩尔质量", molar_mass)
    _positive("摩尔体积", litres_per_mole)
    return EXACT.divide(EXACT.multiply(ppm, molar_mass), litres_per_mole)


def indication_error_percent(readings: Sequence[Decimal], standard: Decimal, full_scale: Decimal) -> Decimal:
    """Indication error: (mean of readings - standard) / full scale × 100, in percent of full scale, signed.

    Source: JJF 1172-2007 (second hand); the readings are three.

    Raises:
        NoResultError: no readings, or a full scale of nothing.
    """
    _positive("满量程", full_scale)
    off = EXACT.subtract(mean(readings), standard)
    return EXACT.multiply(EXACT.divide(off, full_scale), PERCENT)
