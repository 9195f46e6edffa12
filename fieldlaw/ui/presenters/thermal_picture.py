"""A picture of the evidence, read on the images lane: what is shown of it, which temperatures it holds."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from fieldlaw.devices.thermal import palettes
from fieldlaw.devices.thermal.analysis import Whole, span, whole
from fieldlaw.devices.thermal.formats import flir
from fieldlaw.devices.thermal.radiometry import outside_range, temperatures

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from fieldlaw.devices.thermal.image import Camera, Scene, ThermalFrame

CUT, DAMAGED, NO_VALUES, NOT_A_MEASURING_CAMERA = "cut", "damaged", "no_values", "not_radiometric_model"
JPEG = b"\xff\xd8"
_NO_SIZE = QSize()


@dataclass(frozen=True, eq=False)
class Heat:
    """The temperatures of a picture, °C, shape (height, width), and what they depend on."""

    celsius: NDArray[np.float64]
    whole: Whole | None
    scene: Scene
    camera: Camera
    frames: int
    outside: bool


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture as read.

    Attributes:
        plain: the picture that the file itself carries; null when it carries none.
        visible: the photograph taken beside the infrared; null when there is none.
        heat: the temperatures; None with a `reason` (a code).
        warnings: codes of what a person must know of the temperatures.
    """

    plain: QImage = field(default_factory=QImage)
    visible: QImage = field(default_factory=QImage)
    heat: Heat | None = None
    reason: str = ""
    warnings: tuple[str, ...] = ()


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


def read_picture(data: bytes) -> Picture:
    """Read everything that the page shows of a file; a damaged one gives a reason and no temperature."""
    plain = load_image(data)
    try:
        frame, frames = flir.decode(data)
    except flir.NotRadiometricError:
        return Picture(plain, reason=CUT if plain.isNull() and ends_early(data) else NO_VALUES)
    except flir.DamagedThermalError:
        return Picture(plain, reason=CUT if ends_early(data) else DAMAGED)
    if NOT_A_MEASURING_CAMERA in frame.warnings:
        return Picture(plain, reason=NOT_A_MEASURING_CAMERA)
    visible = load_image(frame.visible) if frame.visible else QImage()
    heat = _heat(frame, frames)
    return Picture(plain, visible, heat, warnings=_warnings(frame, heat, cut=ends_early(data)))


def _heat(frame: ThermalFrame, frames: int) -> Heat:
    celsius = temperatures(frame)
    return Heat(celsius, whole(celsius), frame.scene, frame.camera, frames, outside_range(frame, celsius))


def _warnings(frame: ThermalFrame, heat: Heat, *, cut: bool) -> tuple[str, ...]:
    found = {
        "outside_range": heat.outside,
        "undefined": heat.whole is None or heat.whole.undefined > 0,
        "no_distance": frame.scene.distance_m == 0,
        "tail_missing": cut,
    }
    return (*frame.warnings, *(code for code, holds in found.items() if holds))


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


def thumbnail(data: bytes, size: QSize) -> QImage:
    """A small picture of a file; null when nothing of it can be shown."""
    plain = load_image(data, size)
    if not plain.isNull():
        return plain
    heat = read_picture(data).heat
    if heat is None:
        return plain
    full = render(heat, span(heat.celsius), palettes.NAMES[0])
    return full.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
