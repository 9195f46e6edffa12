"""From raw counts to temperatures (Thermimage raw2temp, with window and atmosphere).

A table over the 65,536 possible counts makes re-computation cheap; undefined results are NaN.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieldlaw.devices.thermal.image import Air, Planck, Scene, ThermalFrame

_ZERO_C = 273.15
_H2O = (1.5587, 0.06939, -0.00027816, 6.8455e-7)


def transmission(air: Air, scene: Scene) -> float:
    """Transmission of the air between camera and object, 0 to 1."""
    t = scene.atmosphere_c
    h2o = scene.humidity * np.exp(sum(c * t**i for i, c in enumerate(_H2O)))
    way, wet = np.sqrt(scene.distance_m / 2), np.sqrt(h2o)
    one = np.exp(-way * (air.alpha1 + air.beta1 * wet))
    two = np.exp(-way * (air.alpha2 + air.beta2 * wet))
    return float(air.x * one + (1 - air.x) * two)


def counts_of(planck: Planck, celsius: float) -> float:
    """The counts that a black body of this temperature gives."""
    return float(planck.r1 / (planck.r2 * (np.exp(planck.b / (celsius + _ZERO_C)) - planck.f)) - planck.o)


def table(planck: Planck, air: Air, scene: Scene) -> NDArray[np.float64]:
    """Temperature in °C for each of the 65,536 counts; shape (65536,); NaN where undefined."""
    with np.errstate(all="ignore"):
        celsius = _table(planck, air, scene)
    celsius[~np.isfinite(celsius) | (celsius < -_ZERO_C)] = np.nan
    return celsius


def _table(planck: Planck, air: Air, scene: Scene) -> NDArray[np.float64]:
    tau, e, tw = transmission(air, scene), scene.emissivity, scene.window_transmission
    sky = counts_of(planck, scene.atmosphere_c)
    raw = np.arange(65536, dtype=np.float64) / (e * tau * tw * tau)
    raw -= (1 - tau) / (e * tau) * sky + (1 - tau) / (e * tau * tw * tau) * sky
    raw -= (1 - tw) / (e * tau * tw) * counts_of(planck, scene.window_c)
    raw -= (1 - e) / e * counts_of(planck, scene.reflected_c)
    celsius = planck.b / np.log(planck.r1 / (planck.r2 * (raw + planck.o)) + planck.f) - _ZERO_C
    return np.asarray(celsius, dtype=np.float64)


def temperatures(frame: ThermalFrame, scene: Scene | None = None) -> NDArray[np.float64]:
    """Temperatures in °C, shape (height, width); with another `scene` where one is given."""
    return table(frame.planck, frame.air, scene or frame.scene)[frame.counts]


def outside_range(frame: ThermalFrame, celsius: NDArray[np.float64]) -> bool:
    """True when part of the picture lies outside the camera's calibrated range."""
    if frame.camera.range_c is None or np.isnan(celsius).all():
        return False
    low, high = frame.camera.range_c
    return bool(np.nanmin(celsius) < low or np.nanmax(celsius) > high)
