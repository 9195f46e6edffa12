"""The FLIR records beside the temperatures: tools, place, overlay, palette, texts, the photograph.

A broken one is left out; it never costs the temperatures. Layouts: ExifTool FLIR.pm 1.23 and flyr, compared
with files of nine cameras (texts: from ExifTool only).
"""

from __future__ import annotations

import io
import math
import re
import struct
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from fieldlaw.devices.thermal.formats import exif
from fieldlaw.devices.thermal.formats.broken import BrokenError
from fieldlaw.devices.thermal.formats.flir_pixels import PNG
from fieldlaw.devices.thermal.image import Gps, Overlay, StoredPalette, StoredTool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from fieldlaw.devices.thermal.formats.flir_block import Record

_TOOL = 0x24
_SPOT, _BOX, _ELLIPSE, _LINE, _UNUSED = 1, 2, 3, 4, 7
_NUMBERS = {_SPOT: 2, _BOX: 4, _ELLIPSE: 6, _LINE: 4}
_BLACK = np.array([16.0, 128.0, 128.0])
_TO_RGB = np.array([[255 / 219] * 3, [1.596027, -0.812968, 0.0], [0.0, -0.391762, 2.017232]])
_SHIFTS = np.array([1 << 16, 1 << 8, 1])
_MOST_TOOLS = 200
_MOST_PICTURE = 32_000_000  # pixels
_TEXT_LINE = re.compile(r'^\.(\d+)\.(label|value|param) +(?:text|unicode) +"(.*)"[ \t\r]*$', re.MULTILINE)


def tools(record: Record) -> tuple[StoredTool, ...]:
    """The measuring tools. The last entry has the length 0 and goes to the end of the record.

    Raises:
        BrokenError: an entry does not fit.
    """
    return tuple(tool for entry in _entries(record) if (tool := _tool(record, *entry)) is not None)


def _entries(record: Record) -> Iterator[tuple[int, int]]:
    place, size = record.get("H", 2)[0], len(record.data)
    for _ in range(_MOST_TOOLS):
        if place + _TOOL > size:
            return
        (length,) = record.get("H", place)
        stop = place + length if length else size
        if stop > size or stop - place < _TOOL:
            raise BrokenError("测温工具")
        yield place, stop
        place = stop
    raise BrokenError("测温工具")


def _tool(record: Record, place: int, stop: int) -> StoredTool | None:
    (size,), (kind,) = record.get("H", place + 4), record.get("H", place + 10)
    if kind in (0, _UNUSED):
        return None
    if size % 2 or place + _TOOL + size > stop:
        raise BrokenError("测温工具")
    numbers = record.get(f"{size // 2}H", place + _TOOL)
    extra = record.get("3f", place + 0x18)
    label = bytes(record.data[place + _TOOL + size : stop])
    named, points = _points(kind, numbers)
    return StoredTool(named, _wide(label), points, tuple(n if math.isfinite(n) else 0.0 for n in extra))


def _wide(data: bytes) -> str:
    text = data[: len(data) // 2 * 2].decode("utf-16-le", "replace").split("\0")[0]
    return "".join(c for c in text if c.isprintable())


def _points(kind: int, n: tuple[int, ...]) -> tuple[str, tuple[tuple[int, int], ...]]:
    stored = tuple(zip(n[::2], n[1::2], strict=False))
    if len(n) != _NUMBERS.get(kind):
        return "other", stored
    if kind == _SPOT:
        return "spot", stored
    if kind == _LINE:
        return "line", stored
    if kind == _BOX and n[2] and n[3]:
        return "box", (stored[0], (n[0] + n[2] - 1, n[1] + n[3] - 1))
    upright = kind == _ELLIPSE and {n[2] == n[0], n[3] == n[1]} == {True, False} and len({n[2], n[4]}) > 1
    return ("ellipse", _ellipse(stored)) if upright and _axes(stored) else ("other", stored)


def _axes(stored: tuple[tuple[int, int], ...]) -> bool:
    """True when the second point lies on the other axis than the first."""
    (x, y), (x1, y1), (x2, y2) = stored
    return (x1 == x and y2 == y) or (y1 == y and x2 == x)


def _ellipse(stored: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """From the middle and the ends of both half axes to two opposite pixels of the frame around it."""
    (x, y), *ends = stored
    across, down = (max(abs(end[axis] - (x, y)[axis]) for end in ends) for axis in (0, 1))
    return (x - across, y - down), (x + across, y + down)


def gps(record: Record) -> tuple[Gps | None, bool]:
    """The place, or none and True where the record says that there is no fix, or where it is no place.

    Raises:
        BrokenError: the record is too short.
    """
    valid = record.get("I", 0)[0]
    lat, lon, height = record.get("ddf", 0x10)
    refs = tuple(bytes(record.data[at : at + 1]).decode("ascii", "replace") for at in (8, 10))
    if valid == 0 or not (math.isfinite(lat) and math.isfinite(lon)):
        return None, True
    named = (refs[0].strip("\0"), refs[1].strip("\0"))
    return exif.checked(lat, lon, named, height if math.isfinite(height) else None, "flir")


def overlay(record: Record) -> Overlay:
    """Where the infrared picture lies on the photograph; `crop` is x1, x2, y1, y2 in infrared pixels.

    Raises:
        BrokenError: too short, or a scale that cannot be.
    """
    (scale,) = record.get("f", 0)
    x, y, *crop = record.get("6h", 4)
    if not (math.isfinite(scale) and 0.01 < scale < 1000):
        raise BrokenError("画中画")
    return Overlay(scale, x, y, (crop[0], crop[1], crop[2], crop[3]) if any(crop) else None)


def palette(record: Record) -> StoredPalette:
    """The colours, stored as Y, Cr, Cb in the range of video: black is 16, 128, 128, white 235, 128, 128.

    Raises:
        BrokenError: shorter than its number of colours says.
    """
    (count,) = record.get("B", 0)
    name = bytes(record.data[0x50:0x70]).split(b"\0")[0].decode("ascii", "replace").strip()
    stored = bytes(record.data[0x70 : 0x70 + 3 * count])
    if not count or len(stored) != 3 * count:
        raise BrokenError("色标")
    return StoredPalette(name, tuple(_rgb(np.frombuffer(stored, np.uint8).reshape(count, 3)).tolist()))


def _rgb(stored: NDArray[np.uint8]) -> NDArray[np.int64]:
    """ITU-R BT.601 in the range of video: rows of Y, Cr, Cb to 0xRRGGBB."""
    parts = (stored - _BLACK) @ _TO_RGB
    whole = np.rint(parts).clip(0, 255).astype(np.int64)
    return np.asarray(whole @ _SHIFTS, dtype=np.int64)


def is_text(record: Record) -> bool:
    """True when the body is lines of text; the record for changed parameters may hold something else."""
    return bytes(record.data[12:13]) in (b"#", b".")


def texts(record: Record) -> tuple[tuple[str, str], ...]:
    """Label and text of what the person wrote into the camera, in the order of their numbers.

    Raises:
        BrokenError: no lines of text.
    """
    if not is_text(record):
        raise BrokenError("文字注释")
    held: dict[int, dict[str, str]] = {}
    for number, part, text in _TEXT_LINE.findall(bytes(record.data[12:]).decode("utf-8", "replace")):
        held.setdefault(int(number[:9]), {})[part] = text
    pairs = [(one.get("label", ""), one.get("value", "")) for _, one in sorted(held.items())]
    return tuple(pair for pair in pairs if any(pair))


def visible(record: Record) -> bytes:
    """The embedded photograph: a JPEG as it is; a PNG, which holds Y, Cb and Cr, as an ordinary PNG.

    Raises:
        BrokenError: neither, or without its end.
    """
    body = record.data[0x20:]
    whole = bytes(body)
    if whole.startswith(b"\xff\xd8"):
        if b"\xff\xd9" not in whole[-64:]:
            raise BrokenError("可见光图")
        return whole
    if whole.startswith(PNG):
        return _ordinary(body)
    raise BrokenError("可见光图")


def _ordinary(png: memoryview) -> bytes:
    width, height, depth, colours = struct.unpack(">IIBB", bytes(png[16:26]).ljust(10, b"\0"))
    if not 0 < width * height <= _MOST_PICTURE or (depth, colours) != (8, 2):
        raise BrokenError("可见光图")
    try:
        with Image.open(io.BytesIO(png)) as picture:
            held = Image.frombytes("YCbCr", picture.size, picture.convert("RGB").tobytes()).convert("RGB")
    except (OSError, ValueError, SyntaxError) as error:
        raise BrokenError("可见光图") from error
    out = io.BytesIO()
    held.save(out, "PNG", compress_level=1)
    return out.getvalue()
