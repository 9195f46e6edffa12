"""谱育 EXPEC 3100 binary protocol over its own Wi-Fi (one public source without licence: facts only).

`7D 7B | src | dst | cmd | len | data | CRC-16/Modbus | 7D 7D`, big-endian. Framed by length: data may hold
the tail. Some frames of a stream in the source carry no CRC; which layout holds is settled per connection.
The frame names no unit.
"""

from __future__ import annotations

import math
import struct
from decimal import Decimal
from typing import TYPE_CHECKING

from fieldlaw.cases.records.measurement import Crc, Detector, Quality
from fieldlaw.devices.codecs.checksums import crc16_modbus
from fieldlaw.devices.codecs.events import ErrorReport, Event, Fields, Noise, Reply, Sample
from fieldlaw.devices.codecs.window import NO_FRAME, Match, WindowDecoder

if TYPE_CHECKING:
    from collections.abc import Callable

_HEAD, _TAIL = b"\x7d\x7b", b"\x7d\x7d"
_HOST, _UNIT = b"\x01\xf5", b"\x01\xf3"
_FROM_UNIT, _FROM_HOST = _HEAD + _UNIT + _HOST, _HEAD + _HOST + _UNIT
_FRONT = 10  # bytes before the data
IGNITE, IGNITED, VALUES, READ_CAL, CAL, SET_CAL, CAL_SET = (
    0x3A66, 0x3A99, 0x60AA, 0x3D55, 0x3DAA, 0x3D66, 0x3D99,
)  # fmt: skip
_DONE, _FAILED = 0x88, 0x99
_SENTINEL = Decimal(-99)
_DETECTORS = (Detector.FID, Detector.PID)


class Decoder(WindowDecoder):
    """Frames of one connection; a frame with a wrong CRC is never read as one without."""

    def __init__(self) -> None:
        """Start with nothing buffered and the layout open."""
        super().__init__(_Frames())


class _Frames:
    starts = _HEAD[:1]

    def __init__(self) -> None:
        self.layout: Crc | None = None

    def match(self, data: bytearray, at: int, *, ended: bool) -> Match | None:
        front = bytes(data[at : at + _FRONT])
        if not _starts(front):
            return NO_FRAME
        if len(front) < _FRONT:
            return None
        size = int.from_bytes(front[8:10], "big")
        if not _fits(front, size):
            return NO_FRAME
        return self._whole(data, at, _FRONT + size, ended=ended)

    def _whole(self, data: bytearray, at: int, size: int, *, ended: bool) -> Match | None:
        """The layout with CRC is looked for first: a CRC may itself be the tail."""
        have = len(data) - at
        checked = self._checked(bytes(data[at : at + size + 4]), size)
        if checked is not None:
            return checked
        if self._cannot_be_bare(data, at, size):
            return None if have < size + 4 and not ended else NO_FRAME
        if have < size + 2:
            return None
        return self._bare(data, at, size, ended=ended)

    def _checked(self, raw: bytes, size: int) -> Match | None:
        """None: the tail does not stand behind a CRC, or this connection has none and this one is wrong."""
        if len(raw) < size + 4 or raw[-2:] != _TAIL:
            return None
        if crc16_modbus(raw[2:-4]) != raw[-4:-2]:
            return None if self.layout is Crc.ABSENT else Match(len(raw))
        self.layout = Crc.OK
        return Match(len(raw), tuple(_events(raw, Crc.OK)))

    def _cannot_be_bare(self, data: bytearray, at: int, size: int) -> bool:
        tail = data[at + size : at + size + 2]
        return self.layout is Crc.OK or not _TAIL.startswith(tail)

    def _bare(self, data: bytearray, at: int, size: int, *, ended: bool) -> Match | None:
        """A frame without CRC; the first of a connection counts once the next one confirms the layout."""
        raw = bytes(data[at : at + size + 2])
        if self.layout is None and not ended:
            confirmed = _confirmed(data, at + len(raw))
            if confirmed is None:
                return None
            if not confirmed:
                return NO_FRAME
        self.layout = self.layout or (None if ended else Crc.ABSENT)
        return Match(len(raw), tuple(_events(raw, Crc.ABSENT)))


def _confirmed(data: bytearray, at: int) -> bool | None:
    """True when a second frame without CRC stands right behind; None: more bytes are needed."""
    front = bytes(data[at : at + _FRONT])
    if not _starts(front):
        return False
    if len(front) < _FRONT:
        return None
    size = int.from_bytes(front[8:10], "big")
    if not _fits(front, size):
        return False
    tail = bytes(data[at + _FRONT + size : at + _FRONT + size + 2])
    return None if len(tail) < 2 and _TAIL.startswith(tail) else tail == _TAIL


def _starts(front: bytes) -> bool:
    return _FROM_UNIT.startswith(front[:6]) or _FROM_HOST.startswith(front[:6])


def _fits(front: bytes, size: int) -> bool:
    """True when the length is one that this command can have."""
    command = int.from_bytes(front[6:8], "big")
    if front[:6] == _FROM_HOST:
        return command in (IGNITE, READ_CAL) and size == 1
    if command == CAL:
        return size >= 2 and (size - 2) % 4 == 0 and size <= 2 + 4 * 255
    return {VALUES: 8, IGNITED: 1, CAL_SET: 1}.get(command) == size


def _events(raw: bytes, crc: Crc) -> list[Event]:
    command, size = struct.unpack_from(">HH", raw, 6)
    body = raw[_FRONT : _FRONT + size]
    if raw[:6] == _FROM_HOST:
        return [Noise(raw, "echo")]
    if command == VALUES:
        values = struct.unpack(">ff", body)
        return [_sample(raw, *pair, crc) for pair in zip(_DETECTORS, values, strict=True)]
    reader: Callable[[bytes, bytes, Crc], Event] = _cal if command == CAL else _outcome
    return [reader(raw, body, crc)]


def _outcome(raw: bytes, body: bytes, crc: Crc) -> Event:
    name = "ignite" if int.from_bytes(raw[6:8], "big") == IGNITED else "setcal"
    if body[0] == _DONE:
        return Reply(raw, name, ((name, "ok"),), crc=crc)
    if body[0] == _FAILED:
        meaning = "点火失败" if name == "ignite" else "设置标定点失败"
        return ErrorReport(raw, name, name, _FAILED, meaning, ((name, "fail"),), crc)
    return Noise(raw, "unknown outcome")


def _cal(raw: bytes, body: bytes, crc: Crc) -> Event:
    if body[0] not in (0, 1) or len(body) != 2 + 4 * body[1]:
        return Noise(raw, "malformed")
    points = struct.unpack_from(f">{body[1]}f", body, 2)
    if not all(map(math.isfinite, points)):
        return Noise(raw, "malformed")
    shown: Fields = tuple((f"point_{n}", format(Decimal(p), "f")) for n, p in enumerate(points, 1))
    head = (("detector", _DETECTORS[body[0]].value), ("count", str(body[1])))
    return Reply(raw, "cal", head + shown, crc=crc)


def _sample(raw: bytes, detector: Detector, value: float, crc: Crc) -> Sample:
    """The value is the exact decimal of its 32 bits."""
    if not math.isfinite(value):
        return Sample(raw, detector, None, "", Quality.UNKNOWN, (("reason", "not a number"),), crc)
    exact = Decimal(value) if value else Decimal(0)
    if exact == _SENTINEL:
        quality = Quality.UNLIT if detector is Detector.FID else Quality.UNKNOWN
        flag = f"{detector.value.lower()}_unlit_or_invalid"
        return Sample(raw, detector, None, "", quality, (("flag", flag),), crc)
    return Sample(raw, detector, exact, "", Quality.OK, (), crc)


def _encode(command: int, body: bytes) -> bytes:
    inner = _HOST + _UNIT + struct.pack(">HH", command, len(body)) + body
    return _HEAD + inner + crc16_modbus(inner) + _TAIL


def encode_read_cal(detector: Detector) -> bytes:
    """Read the calibration points of a detector."""
    return _encode(READ_CAL, bytes((_DETECTORS.index(detector),)))


def encode_ignite() -> bytes:
    """Ignite; only ever on a person's explicit action."""
    return _encode(IGNITE, b"\x03")


def command_name(data: bytes) -> str:
    """The command as four hexadecimal digits, for the guard; empty when these bytes are no single frame."""
    if len(data) < _FRONT + 4 or data[:6] != _FROM_HOST or data[-2:] != _TAIL:
        return ""
    whole = len(data) == _FRONT + 4 + int.from_bytes(data[8:10], "big")
    return data[6:8].hex().upper() if whole and crc16_modbus(data[2:-4]) == data[-4:-2] else ""
