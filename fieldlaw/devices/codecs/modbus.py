"""Modbus RTU, reading only: functions 03 and 04, exceptions, CRC-16 (Modbus over serial line V1.02).

Registers are big-endian; what they mean and their word order is the device's, see the analyzers.
"""

from __future__ import annotations

import math
import struct
from decimal import Decimal
from typing import TYPE_CHECKING

from fieldlaw.cases.records.measurement import Crc
from fieldlaw.devices.codecs.checksums import crc16_modbus
from fieldlaw.devices.codecs.events import ErrorReport, Event, Noise, Reply
from fieldlaw.devices.codecs.window import NO_FRAME, Match, WindowDecoder

if TYPE_CHECKING:
    from fieldlaw.devices.codecs.events import Fields

HOLDING, INPUT = 0x03, 0x04
_EXCEPTION = 0x80
_REQUEST = 8
_MOST = 250  # bytes of data in one reply: 125 registers
_MEANINGS = {
    1: "仪器不支持这个功能",
    2: "仪器没有这个寄存器",
    3: "寄存器数量不对",
    4: "仪器内部故障",
    6: "仪器忙，请稍后再试",
}


class Decoder(WindowDecoder):
    """Replies; `expect` narrows them to the answer of one request. The request itself coming back is echo."""

    def __init__(self) -> None:
        """Start with nothing buffered."""
        self._rules = _Frames()
        super().__init__(self._rules)

    def expect(self, request: bytes) -> None:
        """From now on take one reply, to this request."""
        self._rules.request = request


class _Frames:
    starts = bytes(range(256))

    def __init__(self) -> None:
        self.request: bytes | None = None  # None: a recording; empty: nothing is outstanding

    def match(self, data: bytearray, at: int, *, ended: bool) -> Match | None:
        """An echo is looked for before a reply: both begin alike, and only the CRC tells them apart."""
        head = bytes(data[at : at + _REQUEST])
        if len(head) < 2 and not ended:
            return None
        if not self._fits(head):
            return NO_FRAME
        if _is_request(head):
            return Match(_REQUEST, (Noise(head, "echo"),))
        size = _reply_size(head)
        if size == 0:
            return None if len(head) < _REQUEST and not ended else NO_FRAME
        raw = bytes(data[at : at + size])
        return None if len(raw) < size else self._judged(raw)

    def _fits(self, head: bytes) -> bool:
        if len(head) < 2 or not 1 <= head[0] <= 247 or head[1] & ~_EXCEPTION not in (HOLDING, INPUT):
            return False
        if self.request is None or _is_request(head):
            return True
        if len(self.request) < _REQUEST or head[0] != self.request[0]:
            return False
        return head[1] & ~_EXCEPTION == self.request[1] and _has_size(head, self.request)

    def _judged(self, raw: bytes) -> Match:
        if crc16_modbus(raw[:-2]) != raw[-2:]:
            return Match(len(raw))
        if self.request is not None:
            self.request = b""
        return Match(len(raw), (_event(raw),))


def _has_size(head: bytes, request: bytes) -> bool:
    """True for an exception, for an echo that begins, and for a reply of the length asked for."""
    if head[1] & _EXCEPTION or request.startswith(head):
        return True
    return len(head) < 3 or head[2] == 2 * int.from_bytes(request[4:6], "big")


def _is_request(head: bytes) -> bool:
    whole = len(head) == _REQUEST and head[1] in (HOLDING, INPUT)
    return whole and crc16_modbus(head[:-2]) == head[-2:]


def _reply_size(head: bytes) -> int:
    """Length of the reply that begins so; 0 when its length byte is missing or cannot be."""
    if head[1] & _EXCEPTION:
        return 5
    size = head[2] if len(head) > 2 else 0
    return 5 + size if 2 <= size <= _MOST and size % 2 == 0 else 0


def _event(raw: bytes) -> Event:
    place: Fields = (("address", str(raw[0])), ("function", str(raw[1] & ~_EXCEPTION)))
    if raw[1] & _EXCEPTION:
        meaning = _MEANINGS.get(raw[2], f"仪器回了异常码 {raw[2]}")
        about = f"FC{raw[1] & ~_EXCEPTION:02d}"
        told: Fields = (*place, ("exception", str(raw[2])))
        return ErrorReport(raw, "exception", about, raw[2], meaning, told, Crc.OK)
    registers = raw[3:-2]
    fields: Fields = (*place, ("registers", registers.hex(" ", 2)), *_whole(registers))
    return Reply(raw, "registers", fields, crc=Crc.OK)


def _whole(registers: bytes) -> Fields:
    """The unsigned number of one or two registers, and two registers as a float in either word order.

    These are views of the bytes: no scale and no order is implied.
    """
    if len(registers) not in (2, 4):
        return ()
    views: Fields = (("raw", str(int.from_bytes(registers, "big"))),)
    orders = {"f32_ABCD": registers, "f32_CDAB": registers[2:] + registers[:2]} if len(registers) == 4 else {}
    floats = ((name, float32(data)) for name, data in orders.items())
    return views + tuple((name, format(value, "f")) for name, value in floats if value is not None)


def float32(data: bytes) -> Decimal | None:
    """The exact decimal of four bytes, high byte first; None when they are no finite number."""
    value: float = struct.unpack(">f", data)[0]
    return Decimal(value) if math.isfinite(value) else None


def words_of(event: Reply) -> bytes:
    """The bytes of the registers of a reply."""
    return event.raw[3:-2]


def encode_read(address: int, register: int, count: int, function: int = HOLDING) -> bytes:
    """Read `count` registers from `register` on; only functions 03 and 04 exist here."""
    if function not in (HOLDING, INPUT):
        raise ValueError(function)
    frame = struct.pack(">BBHH", address, function, register, count)
    return frame + crc16_modbus(frame)


def command_name(data: bytes) -> str:
    """`FC03` or `FC04`, for the guard; empty when these bytes are no single reading request."""
    return f"FC{data[1]:02d}" if len(data) == _REQUEST and _is_request(data) else ""
