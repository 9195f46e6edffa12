"""A radiometric frame: raw counts, the camera's constants, and what the file says of the scene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Planck:
    """Constants of the camera's calibration, as stored in the file."""

    r1: float
    b: float
    f: float
    o: float
    r2: float


@dataclass(frozen=True)
class Air:
    """Constants of the atmosphere model, as stored in the file."""

    alpha1: float
    alpha2: float
    beta1: float
    beta2: float
    x: float


@dataclass(frozen=True)
class Scene:
    """What the temperatures depend on. Temperatures in °C, distance in m, humidity 0 to 1."""

    emissivity: float
    distance_m: float
    reflected_c: float
    atmosphere_c: float
    humidity: float
    window_c: float
    window_transmission: float

    def implausible(self) -> str | None:
        """The first parameter that no scene can have, or None."""
        checks = {
            "emissivity": 0 < self.emissivity <= 1,
            "distance_m": 0 <= self.distance_m <= 10_000,
            "reflected_c": -273.15 <= self.reflected_c <= 2000,
            "atmosphere_c": -90 <= self.atmosphere_c <= 100,
            "humidity": 0 <= self.humidity <= 1,
            "window_c": -273.15 <= self.window_c <= 2000,
            "window_transmission": 0 < self.window_transmission <= 1,
        }
        return next((name for name, holds in checks.items() if not holds), None)


@dataclass(frozen=True)
class Camera:
    """Which camera took it; text is empty where the file has none."""

    model: str
    serial: str
    lens: str
    range_c: tuple[float, float] | None
    captured_at: str | None


@dataclass(frozen=True)
class ThermalFrame:
    """One frame. `counts` has shape (height, width), dtype uint16."""

    counts: NDArray[np.uint16]
    planck: Planck
    air: Air
    scene: Scene
    camera: Camera
    visible: bytes | None
    warnings: tuple[str, ...]
