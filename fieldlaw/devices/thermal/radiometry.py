"""From raw counts to temperatures (Thermimage raw2temp, with window and atmosphere).

A table over the counts that occur makes re-computation cheap; undefined results are NaN.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fieldlaw.devices.thermal.analysis import pixels
from fieldlaw.devices.thermal.image import Linear

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from fieldlaw.devices.thermal.analysis import Region
    from fieldlaw.devices.thermal.image import Air, Planck, Scene, ThermalFrame

MOST_COUNTS = 65535
_ZERO_C = 273.15
_H2O = (1.5587, 0.06939, -0.00027816, 6.8455e-7)


def transmission(air: Air, scene: Scene) -> float:
    """Transmission of the air between camera and object, 0 to 1; not a number where constants give none."""
    t = np.float64(scene.atmosphere_c)
    with np.errstate(all="ignore"):
        h2o = scene.humidity * np.exp(sum(c * t**i for i, c in enumerate(_H2O)))
        way, wet = np.sqrt(scene.distance_m / 2), np.sqrt(h2o)
        one = np.exp(-way * (air.alpha1 + air.beta1 * wet))
        two = np.exp(-way * (air.alpha2 + air.beta2 * wet))
        return float(air.x * one + (1 - air.x) * two)


def counts_of(planck: Planck, celsius: float) -> float:
    """The counts that a black body of this temperature gives; infinite or no number where it has none."""
    kelvin = np.float64(celsius) + _ZERO_C
    with np.errstate(all="ignore"):
        return float(planck.r1 / (planck.r2 * (np.exp(planck.b / kelvin) - planck.f)) - planck.o)


def table(
    planck: Planck, air: Air, scene: Scene, first: int = 0, last: int = MOST_COUNTS
) -> NDArray[np.float64]:
    """Temperature in °C for each of the counts from `first` to `last`; NaN where undefined."""
    with np.errstate(all="ignore"):
        celsius = _table(planck, air, scene, np.arange(first, last + 1, dtype=np.float64))
    celsius[~np.isfinite(celsius) | (celsius < -_ZERO_C)] = np.nan
    return celsius


def _table(planck: Planck, air: Air, scene: Scene, counts: NDArray[np.float64]) -> NDArray[np.float64]:
    tau = np.float64(transmission(air, scene))
    e, tw = np.float64(scene.emissivity), np.float64(scene.window_transmission)
    sky = counts_of(planck, scene.atmosphere_c)
    raw = counts / (e * tau * tw * tau)
    raw -= (1 - tau) / (e * tau) * sky + (1 - tau) / (e * tau * tw * tau) * sky
    raw -= (1 - tw) / (e * tau * tw) * counts_of(planck, scene.window_c)
    raw -= (1 - e) / e * counts_of(planck, scene.reflected_c)
    celsius = planck.b / np.log(planck.r1 / (planck.r2 * (raw + planck.o)) + planck.f) - _ZERO_C
    return np.asarray(celsius, dtype=np.float64)


def temperatures(
    frame: ThermalFrame, scene: Scene | None = None, patches: Sequence[tuple[Region, Scene]] = ()
) -> NDArray[np.float64]:
    """Temperatures in °C, shape (height, width).

    Args:
        frame: the frame.
        scene: in place of what the file says of the scene; only where the frame is adjustable.
        patches: regions with a scene of their own; where two lie over each other, the later one holds.
    """
    celsius = _whole(frame, scene)
    for region, own in patches:
        inside = pixels(region, celsius.shape)
        celsius[inside] = _whole(frame, own)[inside]
    return celsius


def _whole(frame: ThermalFrame, scene: Scene | None) -> NDArray[np.float64]:
    if frame.response is None:
        return frame.counts.astype(np.float64)
    if isinstance(frame.response, Linear):
        return _line(frame.counts, frame.response)
    held = scene or frame.scene
    if frame.air is None or held is None:
        raise ValueError("a frame by Planck's law has its air and its scene")
    first, last = int(frame.counts.min()), int(frame.counts.max())
    by_count = table(frame.response, frame.air, held, first, last)
    found: NDArray[np.float64] = by_count[frame.counts - np.uint16(first)]
    return found


def _line(counts: NDArray[np.uint16] | NDArray[np.float32], line: Linear) -> NDArray[np.float64]:
    celsius = counts * np.float64(line.scale) + line.offset
    celsius[celsius < -_ZERO_C] = np.nan
    return np.asarray(celsius, dtype=np.float64)


def outside_range(frame: ThermalFrame, celsius: NDArray[np.float64]) -> bool:
    """True when part of the picture lies outside the camera's calibrated range."""
    if frame.camera.range_c is None or np.isnan(celsius).all():
        return False
    low, high = frame.camera.range_c
    return bool(np.nanmin(celsius) < low or np.nanmax(celsius) > high)
