"""A picture of the evidence, read on the images lane: what is shown of it, which temperatures it holds."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from fieldlaw.devices.thermal import opening, palettes, reading
from fieldlaw.devices.thermal.analysis import Region, Whole, span, whole
from fieldlaw.devices.thermal.formats import flir
from fieldlaw.devices.thermal.radiometry import outside_range, temperatures

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from fieldlaw.devices.thermal.image import Camera, Scene, ThermalFrame
    from fieldlaw.devices.thermal.reading import Reading, Scale

    Read = Callable[[bytes, int, Scale | None], Reading]

CUT, DAMAGED, NO_VALUES = reading.CUT, reading.DAMAGED, reading.NO_VALUES
NOT_A_MEASURING_CAMERA = "not_radiometric_model"
JPEG = b"\xff\xd8"
_NO_SIZE = QSize()


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


def load_image(data: bytes, within: QSize = _NO_SIZE) -> QImage:
    """Read an ordinary picture, made to fit `within` when that is given; null when it is none."""
    if data[:2] == JPEG and _scan(data) == len(data):
        return QImage()
    held = QByteArray(data)
    buffer = QBuffer(held)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if within.isValid() and size.isValid():
        reader.setScaledSize(size.scaled(within, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


def kind_of(data: bytes) -> str:
    """The format of an ordinary picture (jpeg, png, …); empty when it is none."""
    held = QByteArray(data)
    buffer = QBuffer(held)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    return bytes(QImageReader.imageFormat(buffer).data()).decode()


def _scan(data: bytes) -> int:
    """Where the picture of a JPEG begins, after all segments; the end of the data when it never does."""
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        if data[place + 1] == 0xDA:
            return place
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return len(data)


def ends_early(data: bytes) -> bool:
    """True when the file stops before its end: a JPEG without its last mark, a block short of bytes."""
    if data[:2] == JPEG:
        return data.find(b"\xff\xd9", _scan(data)) < 0
    try:
        return data[:4] == b"FFF\0" and flir.frame_ends(data) > len(data)
    except struct.error:
        return True


def read_picture(data: bytes, view: View = AS_IT_CAME, read: Read = opening.read) -> Picture:
    """Read everything that the page shows of a file; a damaged one gives a reason and no temperature."""
    plain, got = load_image(data), read(data, view.frame, view.scale)
    bare = Picture(plain, format=got.format, maker=got.maker, where=got.where, frames=got.frames)
    frame = got.frame
    if frame is None:
        cut = plain.isNull() and got.reason == NO_VALUES and ends_early(data)
        return replace(bare, reason=CUT if cut else got.reason)
    visible = load_image(frame.visible) if frame.visible else QImage()
    if NOT_A_MEASURING_CAMERA in frame.warnings:
        return replace(bare, visible=visible, reason=NOT_A_MEASURING_CAMERA)
    heat = heat_of(frame, got.frames, view.layers)
    return replace(bare, visible=visible, heat=heat, warnings=_warnings(frame, heat))


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


def thumbnail(data: bytes, size: QSize, read: Read = opening.read) -> QImage:
    """A small picture of a file; null when nothing of it can be shown."""
    plain = load_image(data, size)
    if not plain.isNull():
        return plain
    heat = read_picture(data, AS_IT_CAME, read).heat
    if heat is None:
        return plain
    full = render(heat, span(heat.celsius), palettes.NAMES[0])
    return full.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
