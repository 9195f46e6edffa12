"""A picture of the evidence, read on the images lane: what is shown of it, which temperatures it holds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from fieldlaw.devices.thermal import palettes, reading
from fieldlaw.devices.thermal.analysis import Region, Whole, span, whole
from fieldlaw.devices.thermal.image import Planck
from fieldlaw.devices.thermal.radiometry import MOST_COUNTS, outside_range, table, temperatures
from fieldlaw.devices.thermal.seen import Still

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from fieldlaw.devices.thermal.formats.scales import Probe
    from fieldlaw.devices.thermal.image import Camera, Scene, ThermalFrame
    from fieldlaw.devices.thermal.reading import Reading, Scale

    Read = Callable[[bytes, int, Scale | None], Reading]

DAMAGED, NO_VALUES = reading.DAMAGED, reading.NO_VALUES
NOT_A_MEASURING_CAMERA = "not_radiometric_model"
# Of a picture that is there, or that was never one: a matrix, a bare sequence, a kind that is not shown.
_SEEN = {"", reading.FOREIGN, reading.NOT_DECODED}
_LARGEST = (4096, 4096)  # of a picture with more pixels than are decoded at once


class Eyes(Protocol):
    """Reads files that are not trusted; no bytes make it raise. In the program it is `apart.Reader`."""

    def read(self, data: bytes, frame: int = 0, scale: Scale | None = None) -> Reading:
        """A frame with its temperatures, or the reason why there is none."""
        ...

    def picture(self, data: bytes, within: tuple[int, int] | None = None) -> Still:
        """An ordinary picture in RGB that fits into width and height, or the reason why there is none."""
        ...

    def probe(self, data: bytes) -> Probe | None:
        """What a matrix without its scale holds; None when none can be read."""
        ...


@dataclass(frozen=True)
class Layer:
    """Other parameters than the file has: the event, the region (None: the whole picture), the new values."""

    event: bytes
    region: Region | None
    new: Mapping[str, float]


@dataclass(frozen=True)
class View:
    """How a file is to be read: which frame, with which confirmed scale, under which layers."""

    frame: int = 0
    scale: Scale | None = None
    layers: tuple[Layer, ...] = ()


AS_IT_CAME = View()


@dataclass(frozen=True, eq=False)
class Heat:
    """The temperatures of a picture, °C, shape (height, width), and what they depend on.

    Attributes:
        scene: what they were computed with, outside of the regions with their own; None when not known.
        stored: what the file says of the scene.
        layers: the events of the changed parameters.
        patches: regions with parameters of their own; where two lie over each other, the later one holds.
    """

    celsius: NDArray[np.float64]
    whole: Whole | None
    frame: ThermalFrame
    scene: Scene | None
    frames: int
    outside: bool
    layers: tuple[bytes, ...] = ()
    patches: tuple[tuple[Region, Scene], ...] = ()

    @property
    def camera(self) -> Camera:
        """Which camera took it."""
        return self.frame.camera

    @property
    def camera_span(self) -> tuple[float, float] | None:
        """Between which temperatures (°C) the camera coloured its own picture; None when not known."""
        held, frame = self.frame.level_span, self.frame
        if held is None or not isinstance(frame.response, Planck) or frame.air is None or frame.scene is None:
            return None
        middle, width = held
        low, high = (min(max(middle + part, 0), MOST_COUNTS) for part in (-width // 2, width // 2))
        ends = table(frame.response, frame.air, frame.scene, low, high)
        return (float(ends[0]), float(ends[-1])) if np.isfinite(ends[[0, -1]]).all() and low < high else None

    @property
    def stored(self) -> Scene | None:
        """What the file says of the scene."""
        return self.frame.scene

    def scene_in(self, region: Region) -> Scene | None:
        """What the temperatures of a region depend on: its own parameters, else those of the picture."""
        own = [scene for held, scene in self.patches if held == region]
        return own[-1] if own else self.scene


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture as read.

    Attributes:
        plain: the picture that the file itself carries; null when it carries none.
        visible: the photograph taken beside the infrared; null when there is none.
        heat: the temperatures; None with a `reason` (a code).
        warnings: codes of what a person must know of the temperatures.
        format, maker: as the reader says them.
        where: which part is damaged, in words.
        frames: how many frames the file has.
    """

    plain: QImage = field(default_factory=QImage)
    visible: QImage = field(default_factory=QImage)
    heat: Heat | None = None
    reason: str = ""
    warnings: tuple[str, ...] = ()
    format: str = ""
    maker: str = ""
    where: str = ""
    frames: int = 0


def image_of(still: Still) -> QImage:
    """A decoded picture; null where there are no pixels."""
    return QImage() if still.pixels is None else as_rgb(still.pixels)


def load_image(eyes: Eyes, data: bytes, within: QSize) -> QImage:
    """Have an ordinary picture decoded so that it fits; null when it is none."""
    return image_of(eyes.picture(data, (within.width(), within.height())))


def read_picture(eyes: Eyes, data: bytes, view: View = AS_IT_CAME) -> Picture:
    """Have everything read that the page shows of a file; a damaged one gives a reason and no temperature."""
    plain, got = _plain(eyes, data), eyes.read(data, view.frame, view.scale)
    bare = Picture(image_of(plain), format=got.format, maker=got.maker, where=got.where, frames=got.frames)
    frame = got.frame
    if frame is None:
        unseen = got.reason == NO_VALUES and plain.reason not in _SEEN
        return replace(bare, reason=plain.reason if unseen else got.reason)
    photo = eyes.picture(frame.visible) if frame.visible else Still()
    if NOT_A_MEASURING_CAMERA in frame.warnings:
        return replace(bare, visible=image_of(photo), reason=NOT_A_MEASURING_CAMERA)
    heat = heat_of(frame, got.frames, view.layers)
    found = _warnings(frame, heat)
    if not {plain.reason, photo.reason} <= _SEEN and DAMAGED not in found:
        found = (*found, DAMAGED)
    return replace(bare, visible=image_of(photo), heat=heat, warnings=found)


def _plain(eyes: Eyes, data: bytes) -> Still:
    """The picture of a file with all its pixels, or smaller where those are too many."""
    full = eyes.picture(data)
    return eyes.picture(data, _LARGEST) if full.reason == reading.TOO_LARGE else full


def heat_of(frame: ThermalFrame, frames: int, layers: Sequence[Layer] = ()) -> Heat:
    """Compute the temperatures of a frame under layers of changed parameters."""
    scene, patches = _scenes(frame.scene, layers)
    celsius = temperatures(frame, scene, patches)
    return Heat(
        celsius,
        whole(celsius),
        frame,
        scene,
        frames,
        outside_range(frame, celsius),
        tuple(one.event for one in layers) if frame.adjustable else (),
        patches,
    )


def _scenes(
    stored: Scene | None, layers: Sequence[Layer]
) -> tuple[Scene | None, tuple[tuple[Region, Scene], ...]]:
    """The scene of the whole picture, and those of regions; a region keeps what was changed in it alone."""
    if stored is None:
        return None, ()
    scene, own = stored, dict[Region, dict[str, float]]()
    for one in layers:
        if one.region is None:
            scene = replace(scene, **one.new)
        else:
            own[one.region] = {**own.pop(one.region, {}), **one.new}
    return scene, tuple((region, replace(scene, **new)) for region, new in own.items())


def _warnings(frame: ThermalFrame, heat: Heat) -> tuple[str, ...]:
    found = {
        "outside_range": heat.outside,
        "undefined": heat.whole is None or heat.whole.undefined > 0,
        "no_distance": frame.scene is not None and frame.scene.distance_m == 0,
    }
    said = (code for code in frame.warnings if code != "out_of_range")
    return (*said, *(code for code, holds in found.items() if holds))


def render(heat: Heat, ends: tuple[float, float], palette: str) -> QImage:
    """The temperatures in colours; undefined ones are clear. The image owns its bytes."""
    return as_image(palettes.paint(heat.celsius, ends, palette))


def as_image(colours: NDArray[np.uint32]) -> QImage:
    """An image of colours 0xAARRGGBB, shape (height, width)."""
    height, width = colours.shape
    # The copy owns its bytes: a QImage over memory of numpy would outlive it.
    return QImage(colours.tobytes(), width, height, 4 * width, QImage.Format.Format_ARGB32).copy()


def bar_image(palette: str) -> QImage:
    """The colours of a palette, hot at the top; 1 wide."""
    return as_image(palettes.table(palette)[palettes.STEPS - 1 :: -1].reshape(-1, 1))


def as_rgb(pixels: NDArray[np.uint8]) -> QImage:
    """An image of RGB pixels, shape (height, width, 3); it owns its bytes."""
    high, wide = pixels.shape[:2]
    rows = np.ascontiguousarray(pixels).reshape(-1).data
    return QImage(rows, wide, high, 3 * wide, QImage.Format.Format_RGB888).copy()


def thumbnail(eyes: Eyes, data: bytes, size: QSize) -> QImage:
    """A small picture of a file; null when nothing of it can be shown."""
    plain = load_image(eyes, data, size)
    if not plain.isNull():
        return plain
    heat = read_picture(eyes, data).heat
    if heat is None:
        return plain
    full = render(heat, span(heat.celsius), palettes.NAMES[0])
    return full.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
