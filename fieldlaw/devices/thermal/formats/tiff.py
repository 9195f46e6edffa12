"""TIFF files with one number of 16 bits (or a float) for each pixel: counts without a scale of their own.

The scale is not in the file. It is offered with its source, and a person confirms it.
"""

from __future__ import annotations

import io
import struct
import warnings
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from fieldlaw.devices.thermal.formats import exif, scales, tiff_tags
from fieldlaw.devices.thermal.image import Camera, Linear, ThermalFrame
from fieldlaw.devices.thermal.reading import CUT, DAMAGED, NOT_DECODED, SCALE_UNCONFIRMED, TOO_LARGE, Reading

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieldlaw.devices.thermal.formats.exif import Exif
    from fieldlaw.devices.thermal.formats.tiff_tags import Page
    from fieldlaw.devices.thermal.reading import Scale

NAME = "tiff16"
NAME_OF_FLOATS = "tiff_float"
_FLOAT = 3
# What Pillow raises on damaged files, in its own words and in those of the modules it calls.
_PILLOW = (
    OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, AttributeError, OverflowError,
    EOFError, RuntimeError, ZeroDivisionError, struct.error, Image.DecompressionBombError,
)  # fmt: skip


def claims(data: bytes) -> bool:
    """True for a TIFF whose first picture is grey with more than 8 bits."""
    first = next(tiff_tags.pages(data), None)
    return first is not None and first.grey


def read(data: bytes, frame: int = 0, scale: Scale | None = None) -> Reading:
    """A frame with the confirmed scale; without one the reason says that it has to be confirmed."""
    pages = [(place, one) for place, one in enumerate(tiff_tags.pages(data)) if one.grey]
    if not 0 <= frame < len(pages):
        return Reading(NAME, frames=len(pages), reason=DAMAGED, where=f"没有第 {frame + 1} 帧")
    place, page = pages[frame]
    name = NAME_OF_FLOATS if page.sample == _FLOAT else NAME
    reason = _refused(page)
    numbers = None if reason else _decoded(data, page, place)
    if numbers is None:
        return Reading(name, frames=len(pages), reason=reason or DAMAGED, where="" if reason else "像素")
    line = scales.line(scale)
    if line is None:
        return Reading(name, frames=len(pages), reason=SCALE_UNCONFIRMED)
    return Reading(name, _frame(numbers, line, exif.of_file(data)), len(pages))


def _refused(page: Page) -> str:
    """Why a picture is not decoded, before any pixel is touched."""
    if (page.bits[0], page.sample) not in ((16, 1), (32, _FLOAT)):
        return NOT_DECODED
    if max(page.width, page.height) > scales.MOST_SIDE:
        return TOO_LARGE
    if min(page.width, page.height) < 1:
        return DAMAGED
    if not page.whole:
        return CUT
    return "" if page.fits else DAMAGED


def _decoded(data: bytes, page: Page, place: int) -> NDArray[np.uint16] | NDArray[np.float32] | None:
    """The numbers of a page, shape (height, width); None when they cannot be had."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's remarks on tags; what counts is checked below
        try:
            with Image.open(io.BytesIO(data), formats=("TIFF",)) as picture:
                picture.seek(place)
                found = np.asarray(picture) if picture.size == (page.width, page.height) else None
        except _PILLOW:
            return None
    if found is None or found.shape != (page.height, page.width):
        return None
    if page.sample == _FLOAT:
        return found.astype(np.float32) if found.dtype.kind == "f" else None
    return found.astype(np.uint16) if found.dtype.kind == "u" else None


def _frame(
    numbers: NDArray[np.uint16] | NDArray[np.float32], line: tuple[float, float], said: Exif
) -> ThermalFrame:
    camera = Camera(said.model, said.serial, captured_at=said.taken_at, software=said.software)
    codes = {"gps_invalid": said.gps_invalid, "resaved": said.resaved}
    whole = numbers.dtype == np.uint16
    return ThermalFrame(
        numbers if whole else scales.celsius(numbers, line),
        Linear(*line) if whole else None,
        air=None,
        scene=None,
        camera=camera,
        gps=said.gps,
        warnings=tuple(code for code, holds in codes.items() if holds),
    )


def probe(data: bytes) -> scales.Probe | None:
    """Size and numbers of the first picture, and what scale could be meant; None when it cannot be read."""
    page = next(tiff_tags.pages(data), None)
    if page is None or not page.grey or _refused(page):
        return None
    numbers = _decoded(data, page, 0)
    if numbers is None or not np.isfinite(numbers).any():
        return None
    held = numbers[np.isfinite(numbers)]
    offered = scales.of_unit("") if page.sample == _FLOAT else scales.OF_COUNTS
    return scales.Probe(page.width, page.height, float(held.min()), float(held.max()), suggestions=offered)
