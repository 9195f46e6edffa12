"""FLIR FFF blocks: inside a JPEG (APP1 "FLIR"), bare, or one after another (SEQ).

Layout facts: ExifTool FLIR.pm 1.23, compared with files of eight cameras. The order of bytes of the header,
of the directory and of the pixels differ independently; each is decided from the file itself.
"""

from __future__ import annotations

import io
import math
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, UnidentifiedImageError

from fieldlaw.devices.thermal.image import Air, Camera, Planck, Scene, ThermalFrame
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_RAW, _VISIBLE, _CAMERA = 0x01, 0x0E, 0x20
_ZERO_C = 273.15
_LARGEST_SIDE = 4096


class NotRadiometricError(KnownError):
    """The file holds no temperatures; it may still be evidence as a plain picture."""

    def __init__(self) -> None:
        super().__init__(
            "这份文件里没有温度数据，不可测温。", "作为普通图片保存。", "原件已按收到的样子保存。"
        )


class DamagedThermalError(KnownError):
    """The file says that it holds temperatures, and its structure is broken: no numbers."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"这份热像的{where}已损坏，温度不能算。", "换一次读卡器再导入。", "原件已按收到的样子保存。"
        )


@dataclass(frozen=True)
class _Record:
    kind: int
    subtype: int
    data: bytes

    def order(self) -> str:
        """Byte order of the body: the first field is a small number in the right one."""
        (mark,) = struct.unpack_from("<H", self.data, 0)
        return "<" if mark < 0x100 else ">"


def from_jpeg(data: bytes) -> bytes:
    """Put the FFF block of a radiometric JPEG together from its APP1 segments.

    Raises:
        NotRadiometricError: no such segment, or not a JPEG.
        DamagedThermalError: an index is missing or stands twice.
    """
    pieces: dict[int, bytes] = {}
    last = None
    for body in _app1(data):
        if body[:5] != b"FLIR\x00" or len(body) < 8:
            continue
        if body[6] in pieces or last not in (None, body[7]):
            raise DamagedThermalError("分段")
        pieces[body[6]], last = body[8:], body[7]
    if last is None:
        raise NotRadiometricError
    if sorted(pieces) != list(range(last + 1)):
        raise DamagedThermalError("分段")
    return b"".join(pieces[i] for i in range(last + 1))


def _app1(data: bytes) -> Iterator[bytes]:
    place = 2
    if data[:2] != b"\xff\xd8":
        raise NotRadiometricError
    while place + 4 <= len(data) and data[place] == 0xFF:
        marker, size = data[place + 1], int.from_bytes(data[place + 2 : place + 4], "big")
        if marker == 0xDA or size < 2:
            return
        if marker == 0xE1:
            if place + 2 + size > len(data):
                raise DamagedThermalError("分段")
            yield data[place + 4 : place + 2 + size]
        place += 2 + size


def _records(block: bytes) -> list[_Record]:
    if block[:4] != b"FFF\x00" or len(block) < 64:
        raise DamagedThermalError("文件头")
    order = next((o for o in "><" if 100 <= struct.unpack_from(o + "I", block, 20)[0] < 200), None)
    if order is None:
        raise DamagedThermalError("文件头")
    offset, count = struct.unpack_from(order + "II", block, 24)
    if count > 1000 or offset + 32 * count > len(block):
        raise DamagedThermalError("目录")
    return [r for i in range(count) if (r := _record(block, order, offset + 32 * i)) is not None]


def _record(block: bytes, order: str, place: int) -> _Record | None:
    kind, subtype, _, _, offset, length = struct.unpack_from(order + "HHIIII", block, place)
    if not kind:
        return None
    if offset + length > len(block):
        raise DamagedThermalError("目录")
    return _Record(kind, subtype, block[offset : offset + length])


def frame_ends(block: bytes) -> int:
    """Where the first frame of a sequence ends: at the end of its last record (never at the next "FFF")."""
    order = ">" if 100 <= struct.unpack_from(">I", block, 20)[0] < 200 else "<"
    offset, count = struct.unpack_from(order + "II", block, 24)
    ends: list[int] = [offset + 32 * count]
    for i in range(count):
        kind, _, _, _, at, length = struct.unpack_from(order + "HHIIII", block, offset + 32 * i)
        ends += [at + length] if kind else []
    return max(ends)


def split(data: bytes) -> list[bytes]:
    """Split a bare FFF file or a SEQ into its frames.

    Raises:
        DamagedThermalError: a frame is cut short.
    """
    frames = []
    while (start := data.find(b"FFF\x00")) >= 0:
        data = data[start:]
        _records(data)
        end = frame_ends(data)
        frames.append(data[:end])
        data = data[end:]
    return frames


def _pixels(record: _Record) -> NDArray[np.uint16]:
    if len(record.data) < 0x20:
        raise DamagedThermalError("像素")
    width, height = struct.unpack_from(record.order() + "HH", record.data, 2)
    if not (0 < width <= _LARGEST_SIDE and 0 < height <= _LARGEST_SIDE):
        raise DamagedThermalError("像素")
    body = record.data[0x20:]
    if body[:8] == b"\x89PNG\r\n\x1a\n":
        return _png(body, width, height)
    if record.subtype not in (1, 2) or len(body) != 2 * width * height:
        raise DamagedThermalError("像素")
    return np.frombuffer(body, record.order() + "u2").reshape(height, width).astype(np.uint16)


def _png(body: bytes, width: int, height: int) -> NDArray[np.uint16]:
    """Decode a 16-bit PNG, whose bytes the cameras write in the wrong order: the smoother one is taken."""
    try:
        with Image.open(io.BytesIO(body)) as picture:
            if picture.size != (width, height) or not picture.mode.startswith("I"):
                raise DamagedThermalError("像素")
            stored = np.asarray(picture).astype(np.uint16)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise DamagedThermalError("像素") from error
    swapped = stored.byteswap()
    return min((stored, swapped), key=_roughness)


def _roughness(counts: NDArray[np.uint16]) -> float:
    return float(np.abs(np.diff(counts.astype(np.int32), axis=1)).mean())


class _Fields:
    """The numbers and texts of a CameraInfo record; beyond its end there is nothing."""

    def __init__(self, record: _Record) -> None:
        self._data, self._order = record.data, record.order()

    def number(self, offset: int, kind: str = "f") -> float:
        if offset + struct.calcsize(kind) > len(self._data):
            raise DamagedThermalError("相机参数")
        value = float(struct.unpack_from(self._order + kind, self._data, offset)[0])
        if not math.isfinite(value):
            raise DamagedThermalError("相机参数")
        return value

    def text(self, offset: int, size: int) -> str:
        return self._data[offset : offset + size].split(b"\x00")[0].decode("ascii", "replace").strip()

    def taken_at(self) -> str | None:
        if len(self._data) < 0x38E:
            return None
        seconds, fraction, west = struct.unpack_from(self._order + "IIh", self._data, 0x384)
        if seconds == 0 or abs(west) > 14 * 60:
            return None
        zone = timezone(timedelta(minutes=-west))
        at = datetime.fromtimestamp(seconds, UTC) + timedelta(milliseconds=fraction & 0xFFFF)
        return at.astimezone(zone).isoformat(timespec="milliseconds")


def _scene(fields: _Fields) -> Scene:
    humidity = fields.number(0x3C)
    return Scene(
        emissivity=fields.number(0x20),
        distance_m=fields.number(0x24),
        reflected_c=fields.number(0x28) - _ZERO_C,
        atmosphere_c=fields.number(0x2C) - _ZERO_C,
        humidity=humidity / 100 if humidity > 2 else humidity,
        window_c=fields.number(0x30) - _ZERO_C,
        window_transmission=fields.number(0x34),
    )


def _planck(fields: _Fields) -> Planck:
    return Planck(
        r1=fields.number(0x58),
        b=fields.number(0x5C),
        f=fields.number(0x60),
        o=fields.number(0x308, "i"),
        r2=fields.number(0x30C),
    )


def _camera(fields: _Fields) -> Camera:
    low, high = fields.number(0x94) - _ZERO_C, fields.number(0x90) - _ZERO_C
    return Camera(
        model=fields.text(0xD4, 32),
        serial=fields.text(0x104, 16),
        lens=fields.text(0x170, 32),
        range_c=(low, high) if low < high else None,
        captured_at=fields.taken_at(),
    )


def _visible(records: list[_Record]) -> bytes | None:
    for record in records:
        if record.kind == _VISIBLE and record.data[0x20:0x22] == b"\xff\xd8":
            return record.data[0x20:]
    return None


def _warnings(camera: Camera) -> tuple[str, ...]:
    vue = "Vue Pro" in camera.model and not camera.model.rstrip().endswith("R")
    old = camera.captured_at is None or camera.captured_at < "2001"
    return (("not_radiometric_model",) if vue else ()) + (("clock_implausible",) if old else ())


def decode_block(block: bytes) -> ThermalFrame:
    """Decode one FFF block.

    Raises:
        DamagedThermalError: the structure is broken; no numbers are given.
    """
    try:
        records = _records(block)
    except struct.error as error:
        raise DamagedThermalError("目录") from error
    first = {record.kind: record for record in reversed(records) if len(record.data) >= 2}
    if _RAW not in first or _CAMERA not in first:
        raise DamagedThermalError("目录")
    fields = _Fields(first[_CAMERA])
    camera, scene = _camera(fields), _scene(fields)
    if scene.implausible():
        raise DamagedThermalError("相机参数")
    return ThermalFrame(
        counts=_pixels(first[_RAW]),
        planck=_planck(fields),
        air=Air(*(fields.number(at) for at in (0x70, 0x74, 0x78, 0x7C, 0x80))),
        scene=scene,
        camera=camera,
        visible=_visible(records),
        warnings=_warnings(camera),
    )


def decode(data: bytes, frame: int = 0) -> tuple[ThermalFrame, int]:
    """Decode frame `frame` of a file; return it and the number of frames.

    Raises:
        NotRadiometricError: an ordinary picture, or no format that is known here.
        DamagedThermalError: broken, or no such frame.
    """
    blocks = [from_jpeg(data)] if data[:2] == b"\xff\xd8" else split(data)
    if not blocks:
        raise NotRadiometricError
    if frame >= len(blocks):
        raise DamagedThermalError(f"第 {frame} 帧（共 {len(blocks)} 帧）")
    return decode_block(blocks[frame]), len(blocks)
