"""Ordinary pictures, decoded to RGB as they are to be looked at. Untrusted files go through `apart`."""

from __future__ import annotations

import contextlib
import io
import struct
import warnings
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageFile

from fieldlaw.devices.thermal.formats import plain
from fieldlaw.devices.thermal.reading import CUT, DAMAGED, FOREIGN, NOT_DECODED, TOO_LARGE
from fieldlaw.devices.thermal.seen import MOST_SIDE, Still

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Size = tuple[int, int]

_MOST_PIXELS = 64_000_000  # held at once; a JPEG that is wanted small is decoded small
_JPEG = "jpeg"
_FORMATS = {one: one.upper() for one in (_JPEG, "png", "bmp", "gif", "webp", "tiff")}
_ORIENTATION = 0x0112
# EXIF 2.32, 4.6.4 A: how the rows and columns stand, and what turns them upright.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ASIDE = {5, 6, 7, 8}  # width and height are changed
_DEEP = ("I;16", "I;16B", "I;16L")
_NO_PICTURE = ("I", "F", "LAB")  # numbers that are no grey levels, or colours that need a profile
# What Pillow raises on damaged files, in its own words and in those of the modules it calls.
_PILLOW = (
    OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, AttributeError, OverflowError,
    EOFError, RuntimeError, ZeroDivisionError, struct.error,
)  # fmt: skip


def decode(data: bytes, within: Size | None = None) -> Still:
    """The first picture of a JPEG, PNG, BMP, GIF, WebP or TIFF of 8 bits, upright, on white.

    Args:
        data: the file.
        within: width and height that it is made to fit; it never grows.

    Returns:
        The pixels. Of a JPEG that is cut what there is, with the reason "cut". Else the reason alone.
    """
    kind = plain.kind(data)
    if kind not in _FORMATS:
        return Still(reason=FOREIGN)
    found = _tried(data, kind, within)
    cut = found.reason == DAMAGED and plain.read(data).reason == CUT
    if not cut or kind != _JPEG:
        return Still(reason=CUT) if cut else found
    with _what_there_is():
        return Still(_tried(data, kind, within).pixels, CUT)


@contextlib.contextmanager
def _what_there_is() -> Iterator[None]:
    """Pillow fills up what is missing; elsewhere it must not, so that nobody takes it for a picture."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _tried(data: bytes, kind: str, within: Size | None) -> Still:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's remarks on tags and sizes
        try:
            with Image.open(io.BytesIO(data), formats=(_FORMATS[kind],)) as picture:
                return _decoded(picture, kind, within)
        except Image.DecompressionBombError:
            return Still(reason=TOO_LARGE)
        except _PILLOW:
            return Still(reason=DAMAGED)


def _decoded(picture: ImageFile.ImageFile, kind: str, within: Size | None) -> Still:
    if within is not None and kind == _JPEG:
        picture.draft(None, _size(picture, within))
    if picture.width * picture.height > _MOST_PIXELS:
        return Still(reason=TOO_LARGE)
    if picture.mode in _NO_PICTURE or (kind == "tiff" and picture.mode in _DEEP):
        return Still(reason=NOT_DECODED)
    picture.load()
    size = picture.size if within is None else _size(picture, within)
    if max(size) > MOST_SIDE:
        return Still(reason=TOO_LARGE)
    held = _rgb(picture)
    if size != held.size:
        held = held.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)
    turn = _TURNS.get(_orientation(picture))
    return Still(_pixels(held if turn is None else held.transpose(turn)))


def _size(picture: Image.Image, within: Size) -> Size:
    """The size, before it is turned upright, with which it fits."""
    most = within[::-1] if _orientation(picture) in _ASIDE else within
    factor = min(1.0, most[0] / picture.width, most[1] / picture.height)
    return max(1, round(picture.width * factor)), max(1, round(picture.height * factor))


def _orientation(picture: Image.Image) -> int:
    """As EXIF says; 1 where it does not. Of a TIFF after it is loaded: Pillow has turned it by then."""
    try:
        held = picture.getexif().get(_ORIENTATION)
    except _PILLOW:
        return 1
    return held if isinstance(held, int) else 1


def _rgb(picture: Image.Image) -> Image.Image:
    if picture.mode in _DEEP:
        return Image.fromarray((np.asarray(picture) >> 8).astype(np.uint8)).convert("RGB")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    ground = Image.new("RGB", clear.size, "white")
    ground.paste(clear, mask=clear.getchannel("A"))
    return ground


def _pixels(picture: Image.Image) -> NDArray[np.uint8]:
    return np.asarray(picture, dtype=np.uint8)
