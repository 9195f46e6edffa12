"""ACI PIDS3 OEM module (manualshive aci/pids3 pp. 32-43): `01 | 8 digits | 02 | text | 03 | CRC-32 | 04`.

No public page tells how to read a concentration, so only replies and error bits come out of here.
"""

from __future__ import annotations

import re

from fieldlaw.cases.records.measurement import Crc
from fieldlaw.devices.codecs.checksums import crc32_hex
from fieldlaw.devices.codecs.events import ErrorReport, Event, Fields, Noise, Reply
from fieldlaw.devices.codecs.window import NO_FRAME, Match, WindowDecoder

_ADDRESS = b"00000000"
_SOH, _STX, _ETX, _EOT = b"\x01", b"\x02", b"\x03", b"\x04"
_FRONT, _BACK = 10, 10
_MOST_TEXT = 200
QUERIES = ("pids.error ?", "device.serialno ?", "pids.measconfig ?")
_COMMANDS = (*QUERIES, "pids.start")
_ERRORS = re.compile(r"pids\.error ([0-9A-Fa-f]{8})")
BITS = {
    0: "采集故障",
    1: "湿度故障",
    2: "灯不亮",
    3: "灯控制故障",
    4: "灯型号不符",
    5: "流量故障",
    6: "存储器故障",
    7: "存储器故障",
    8: "未说明的故障",
    10: "传感器启动故障",
    11: "通信超时",
    12: "通信报文错误",
    13: "型号不符",
    16: "泵堵塞",
    17: "泵电流异常",
    18: "电流环故障",
    19: "电流环故障",
    20: "继电器故障",
    21: "继电器故障",
    22: "继电器故障",
}
LAMP_BITS = (2, 3, 4)
PUMP_BITS = (5, 16, 17)


class Decoder(WindowDecoder):
    """Frames of the module."""

    def __init__(self) -> None:
        """Start with nothing buffered."""
        super().__init__(_Frames())


class _Frames:
    starts = _SOH

    def match(self, data: bytearray, at: int, *, ended: bool) -> Match | None:  # noqa: ARG002
        front = bytes(data[at : at + _FRONT])
        if (not front[1:9].isdigit() and len(front) > 1) or front[9:10] not in (b"", _STX):
            return NO_FRAME
        end = data.find(_ETX, at + _FRONT, at + _FRONT + _MOST_TEXT + 1)
        if end < 0:
            return NO_FRAME if len(data) - at > _FRONT + _MOST_TEXT else None
        raw = bytes(data[at : end + _BACK])
        if len(raw) < end + _BACK - at:
            return None
        return _judged(raw)


def _judged(raw: bytes) -> Match:
    if raw[-1:] != _EOT:
        return NO_FRAME
    if crc32_hex(raw[1:-9]) != raw[-9:-1]:
        return Match(len(raw))
    return Match(len(raw), (_event(raw, raw[_FRONT:-_BACK].decode("latin-1")),))


def _event(raw: bytes, text: str) -> Event:
    if text in _COMMANDS:
        return Noise(raw, "echo")
    if not (text.isascii() and text.isprintable()):
        return Noise(raw, "malformed")
    found = _ERRORS.fullmatch(text)
    kind = text.partition(" ")[0]
    if found is None:
        return Reply(raw, kind, (("text", text),), crc=Crc.OK)
    return _errors(raw, text, int(found[1], 16))


def _errors(raw: bytes, text: str, bits: int) -> Event:
    lamp = any(bits >> bit & 1 for bit in LAMP_BITS)
    fields: Fields = (("text", text), ("lamp_fault", "true" if lamp else "false"))
    if not bits:
        return Reply(raw, "pids.error", fields, crc=Crc.OK)
    names = dict.fromkeys(BITS.get(bit, f"第 {bit} 位故障") for bit in range(32) if bits >> bit & 1)
    return ErrorReport(raw, "pids.error", "", bits, "、".join(names), fields, Crc.OK)


def encode(text: str) -> bytes:
    """One of the reading commands, or `pids.start`, which a person must ask for."""
    if text not in _COMMANDS:
        raise ValueError(text)
    inner = _ADDRESS + _STX + text.encode("ascii") + _ETX
    return _SOH + inner + crc32_hex(inner) + _EOT


def command_name(data: bytes) -> str:
    """The text of a command, for the guard; empty when these bytes are no single frame."""
    text = data[_FRONT:-_BACK].decode("latin-1")
    return text if text in _COMMANDS and data == encode(text) else ""
