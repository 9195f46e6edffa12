"""A frame of an infrared file: counts or temperatures, the camera's constants, what else the file says."""

from __future__ import annotations

from dataclasses import dataclass, field
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
class Linear:
    """°C = counts × scale + offset. Nothing of the scene can be re-computed from such a file."""

    scale: float
    offset: float


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
    """Which camera took it; text is empty where the file has none.

    Attributes:
        range_c: the calibrated range in °C.
        captured_at: ISO 8601 with the zone of the file; without a zone where the file has none.
        fov_deg: horizontal field of view.
    """

    model: str = ""
    serial: str = ""
    lens: str = ""
    range_c: tuple[float, float] | None = None
    captured_at: str | None = None
    part: str = ""
    software: str = ""
    fov_deg: float | None = None


@dataclass(frozen=True)
class Gps:
    """Where the camera was, in degrees, south and west negative; `source` is the record it came from."""

    lat: float
    lon: float
    altitude_m: float | None = None
    source: str = ""


@dataclass(frozen=True)
class StoredTool:
    """A measuring tool that the camera stored, in pixels of the infrared frame.

    Attributes:
        kind: spot, box, ellipse, line, or other.
        points: as in `analysis.Region`; the numbers as stored for `other`.
        extra: three numbers whose meaning is not documented; kept, not applied.
    """

    kind: str
    label: str
    points: tuple[tuple[int, int], ...]
    extra: tuple[float, ...] = ()


@dataclass(frozen=True)
class Overlay:
    """Where the infrared picture lies on the visible one (FLIR picture-in-picture record)."""

    real2ir: float
    offset_x: int
    offset_y: int
    crop: tuple[int, int, int, int] | None = None


@dataclass(frozen=True)
class StoredPalette:
    """The colours the camera showed, cold to hot, as 0xRRGGBB."""

    name: str
    colours: tuple[int, ...]


@dataclass(frozen=True)
class UnknownRecord:
    """A record whose meaning is not known here; it stays in the original."""

    kind: int
    subtype: int
    size: int


@dataclass(frozen=True, eq=False)
class ThermalFrame:
    """One frame.

    Attributes:
        counts: shape (height, width); uint16 where there is a `response`, else °C in float32.
        response: from counts to temperatures: by Planck's law (`air` and `scene` are then given), by a line,
            or None where `counts` are temperatures already.
        scene: what the temperatures depend on; None where the file does not say.
        visible: the embedded photograph as JPEG or PNG bytes.
        level_span: middle and width of the colours that the camera showed, in counts.
        texts: label and text of what the person wrote into the camera.
        warnings: codes.
    """

    counts: NDArray[np.uint16] | NDArray[np.float32]
    response: Planck | Linear | None
    air: Air | None
    scene: Scene | None
    camera: Camera = field(default_factory=Camera)
    visible: bytes | None = None
    overlay: Overlay | None = None
    gps: Gps | None = None
    tools: tuple[StoredTool, ...] = ()
    palette: StoredPalette | None = None
    level_span: tuple[int, int] | None = None
    texts: tuple[tuple[str, str], ...] = ()
    others: tuple[UnknownRecord, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def adjustable(self) -> bool:
        """Whether other parameters of the scene give other temperatures."""
        return isinstance(self.response, Planck) and self.air is not None and self.scene is not None
