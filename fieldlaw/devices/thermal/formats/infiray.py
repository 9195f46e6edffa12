"""InfiRay IRG: a header, a picture in 8 bits, a matrix in 16, mostly a photograph; all little-endian.

Layout: infiray_irg 1.6.0, compared with a C200 file. The parameters in the header were applied by the camera
and can not be applied again: they are information.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fieldlaw.devices.thermal.formats.broken import BrokenError
from fieldlaw.devices.thermal.image import Linear, ThermalFrame
from fieldlaw.devices.thermal.reading import DAMAGED, Reading

if TYPE_CHECKING:
    from fieldlaw.devices.thermal.reading import Scale

FORMAT, MAKER = "infiray_irg", "InfiRay"
_C200, _OTHER, _P200 = b"\xca\xac", b"\xba\xab", b"\x04\xa0"
_END = b"\xac\xca"
_LEAST_HEADER, _MOST_HEADER = 46, 4096
_LARGEST_SIDE = 4096
_SIXTEENTH, _TENTH = Linear(1 / 16, -273.15), Linear(0.1, -273.15)
_C200_RESPONSES = {0: _SIXTEENTH, 1: _TENTH}


@dataclass(frozen=True)
class _Header:
    magic: bytes
    length: int
    height: int
    width: int
    flag: int
    photograph: int
    emissivity: float
    distance_m: float

    @property
    def photograph_at(self) -> int:
        return self.length + 3 * self.width * self.height

    def response(self) -> Linear:
        if self.magic == _C200 and self.flag in _C200_RESPONSES:
            return _C200_RESPONSES[self.flag]
        if self.magic == _C200:
            raise BrokenError("文件头")
        return _TENTH if self.magic == _OTHER else Linear(0.1, -273.2)


def claims(data: bytes) -> bool:
    """True for the marks of this family; the third one, which says little, only with a header that fits."""
    if data[:2] in (_C200, _OTHER):
        return True
    if data[:2] != _P200:
        return False
    try:
        _header(data)
    except BrokenError:
        return False
    return True


def _header(data: bytes) -> _Header:
    if len(data) < _LEAST_HEADER:
        raise BrokenError("文件头", cut=True)
    length, picture, height, width, flag = struct.unpack_from("<HIHHH", data, 2)
    photograph, emissivity, distance = (struct.unpack_from("<I", data, at)[0] for at in (22, 30, 42))
    if not _LEAST_HEADER <= length <= _MOST_HEADER:
        raise BrokenError("文件头")
    if len(data) < length:
        raise BrokenError("文件头", cut=True)
    if data[:2] != _P200 and data[length - 2 : length] != _END:
        raise BrokenError("文件头")
    sized = 0 < width <= _LARGEST_SIDE and 0 < height <= _LARGEST_SIDE
    if not sized or picture != width * height:
        raise BrokenError("文件头")
    return _Header(data[:2], length, height, width, flag, photograph, emissivity / 1e4, distance / 1e4)


def read(data: bytes, frame: int = 0, scale: Scale | None = None) -> Reading:
    """Read the one frame of a file; its own scale holds, so that `scale` is not looked at."""
    del scale
    try:
        header = _header(data)
        held = _frame(data, header, frame)
    except BrokenError as error:
        return Reading(FORMAT, frames=1, reason=error.reason, where=error.where, maker=MAKER)
    return Reading(FORMAT, held, frames=1, maker=MAKER)


def _frame(data: bytes, header: _Header, number: int) -> ThermalFrame:
    if number:
        raise BrokenError(f"第 {number} 帧（共 1 帧）")
    start, pixels = header.length + header.width * header.height, header.width * header.height
    if len(data) < header.photograph_at:
        raise BrokenError("像素", cut=True)
    counts = np.frombuffer(data, "<u2", pixels, start).reshape(header.height, header.width)
    photograph, whole = _photograph(data, header)
    return ThermalFrame(
        counts=counts.astype(np.uint16),
        response=header.response(),
        air=None,
        scene=None,
        visible=photograph,
        texts=(("发射率", f"{header.emissivity:g}"), ("距离（米）", f"{header.distance_m:g}")),
        warnings=() if whole else (DAMAGED,),
    )


def _photograph(data: bytes, header: _Header) -> tuple[bytes | None, bool]:
    """The photograph, and whether the rest of the file is what the header says."""
    rest = data[header.photograph_at :]
    if header.magic == _P200:
        return None, True
    if header.magic == _C200:
        whole = len(rest) == header.photograph
        if not header.photograph:
            return None, whole
        rest = rest[: header.photograph]
    else:
        whole = True
    held = rest[:2] == b"\xff\xd8" and b"\xff\xd9" in rest[-64:]
    return rest if held else None, whole and held
