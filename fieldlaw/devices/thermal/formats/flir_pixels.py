"""The counts of a FLIR RawData record: plain, a 16-bit PNG with its bytes turned, or JPEG-LS.

Each header is compared with the record's width and height before anything is unpacked, so that a hostile one
cannot ask for more memory than its record says.
"""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from fieldlaw.devices.thermal.formats.broken import BrokenError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fieldlaw.devices.thermal.formats.flir_block import Record

_HEAD = 0x20
_LARGEST_SIDE = 4096
_ROWS, _CLEARLY = 8, 4
PNG = b"\x89PNG\r\n\x1a\n"
_END = b"\xff\xd9"
JPEG_LS = b"\xff\xd8\xff\xf7"


def counts(record: Record) -> NDArray[np.uint16]:
    """The counts, shape (height, width).

    Raises:
        BrokenError: another size than the record says, or undecodable.
    """
    if len(record.data) < _HEAD:
        raise BrokenError("像素")
    width, height = record.get("HH", 2)
    if not (0 < width <= _LARGEST_SIDE and 0 < height <= _LARGEST_SIDE):
        raise BrokenError("像素")
    body = record.data[_HEAD:]
    if body[:8] == PNG:
        return _png(body, width, height)
    if body[:4] == JPEG_LS:
        return _jpeg_ls(body, width, height)
    if record.subtype not in (1, 2) or len(body) != 2 * width * height:
        raise BrokenError("像素")
    return np.frombuffer(body, record.order() + "u2").reshape(height, width).astype(np.uint16)


def is_jpeg_ls(data: bytes, record: int) -> bool:
    """True when the RawData record that begins there holds the pixels of a CSQ frame."""
    return data.startswith(JPEG_LS, record + _HEAD)


def _png(body: memoryview, width: int, height: int) -> NDArray[np.uint16]:
    """16-bit grey PNG (ISO/IEC 15948); cameras turn its bytes around: the smoother order is taken."""
    size = (int.from_bytes(body[16:20], "big"), int.from_bytes(body[20:24], "big"))
    head = bytes(body[:26])
    if head[12:16] != b"IHDR" or size != (width, height) or head[24:] != b"\x10\0" or not _checked(body):
        raise BrokenError("像素")
    try:
        with Image.open(io.BytesIO(body)) as picture:
            stored = np.array(picture, dtype=np.uint16)
    except (OSError, ValueError, SyntaxError) as error:
        raise BrokenError("像素") from error
    return _smoother(stored, stored.byteswap())


def _checked(png: memoryview) -> bool:
    """True when every chunk up to the last one is there with its checksum."""
    place = 8
    while place + 12 <= len(png):
        stop = place + 8 + int.from_bytes(png[place : place + 4], "big")
        if zlib.crc32(png[place + 4 : stop]) != int.from_bytes(png[stop : stop + 4], "big"):
            return False
        if bytes(png[place + 4 : place + 8]) == b"IEND":
            return True
        place = stop + 4
    return False


def _smoother(stored: NDArray[np.uint16], swapped: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """The one whose neighbours differ less, told by some rows; by all where these leave any doubt."""
    for step in (_ROWS, 1):
        one, other = _roughness(stored[::step]), _roughness(swapped[::step])
        if step == 1 or max(one, other) > _CLEARLY * min(one, other):
            break
    return swapped if other < one else stored


def _roughness(pixels: NDArray[np.uint16]) -> int:
    """The sum of the differences between neighbours, without a type wide enough for the sign."""
    left, right = pixels[:, :-1], pixels[:, 1:]
    return int((np.maximum(left, right) - np.minimum(left, right)).sum(dtype=np.uint64))


def _jpeg_ls(body: memoryview, width: int, height: int) -> NDArray[np.uint16]:
    """JPEG-LS (ITU-T T.87) of one component in 9 to 16 bits; its frame header is the first segment.

    Without its end mark the decoder may count zeros for many seconds (found by fuzzing): it is not given such
    a stream.
    """
    head, stop = bytes(body[4:15]), bytes(body).rfind(_END) + len(_END)
    size = (int.from_bytes(head[5:7], "big"), int.from_bytes(head[3:5], "big"))
    if (
        len(head) < 11
        or head[:2] != b"\0\x0b"
        or not 8 < head[2] <= 16
        or head[7] != 1
        or size != (width, height)
    ):
        raise BrokenError("像素")
    if stop < len(JPEG_LS):
        raise BrokenError("像素")
    import jpeg_ls  # type: ignore[import-untyped]  # noqa: PLC0415  only CSQ needs it

    try:
        pixels: NDArray[np.uint16] = jpeg_ls.decode(np.frombuffer(body[:stop], np.uint8))
    except (RuntimeError, ValueError) as error:
        raise BrokenError("像素") from error
    if pixels.shape != (height, width) or pixels.dtype != np.uint16:
        raise BrokenError("像素")
    return pixels
