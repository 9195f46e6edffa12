"""Thermo TVA-1000B behind the LDARtools Bluetooth adapter (LDARtools CommonShared `TVA.cs`, facts only).

A frame has 130 bytes: 02, value (4 characters at 2), 84 at 6 for two decimals, detector and unit at 8, six
screen lines of 20 characters, 03. No checksum; rules only, no frame of a real device was ever seen.
A percent value stays percent, as sent; the status says the same in ppm (x 10 000) beside it.
"""

from __future__ import annotations

import re
from decimal import Decimal

from fieldlaw.cases.records.measurement import Detector, Quality
from fieldlaw.devices.codecs.events import Event, Fields, Sample
from fieldlaw.devices.codecs.window import NO_FRAME, Match, WindowDecoder

_LENGTH, _STX, _ETX = 130, 0x02, 0x03
_HUNDREDTHS, _UNITS = 0x84, 0x80
_KINDS = {
    0x94: (Detector.FID, "ppm"),
    0xA4: (Detector.PID, "ppm"),
    0x98: (Detector.FID, "%"),
    0xA8: (Detector.PID, "%"),
}
_NUMBER = re.compile(r" *([0-9]{1,4}|[0-9]{1,2}\.[0-9]{1,2})")


class Decoder(WindowDecoder):
    """Frames of the adapter."""

    def __init__(self) -> None:
        """Start with nothing buffered."""
        super().__init__(_Frames())


class _Frames:
    starts = bytes((_STX,))

    def match(self, data: bytearray, at: int, *, ended: bool) -> Match | None:  # noqa: ARG002
        raw = bytes(data[at : at + _LENGTH])
        if not _fits(raw):
            return NO_FRAME
        return Match(_LENGTH, (_event(raw),)) if len(raw) == _LENGTH else None


def _fits(raw: bytes) -> bool:
    """Judge as much as is there."""
    text = raw[2:6] + raw[9 : _LENGTH - 1]
    return (
        all(0x20 <= value < 0x7F for value in text)
        and raw[6:7] in (b"", b"\x80", b"\x84")
        and (len(raw) < 9 or raw[8] in _KINDS)
        and (len(raw) < _LENGTH or raw[-1] == _ETX)
    )


def _event(raw: bytes) -> Event:
    detector, unit = _KINDS[raw[8]]
    shown, screen = raw[2:6].decode("ascii"), raw[9:129].decode("ascii")
    warns = "WARNING!" in screen
    status: Fields = (("shown", shown.strip()), ("warning", "true" if warns else "false"), *_screen(screen))
    number = _NUMBER.fullmatch(shown)
    if number is None or warns:
        return Sample(raw, detector, None, unit, _reason(detector, shown, screen), status)
    value = Decimal(number[1]).scaleb(-2) if raw[6] == _HUNDREDTHS else Decimal(number[1])
    if unit == "%":
        status += (("value_ppm", format(value * 10000, "f")),)
    return Sample(raw, detector, value, unit, Quality.OK, status)


def _screen(screen: str) -> Fields:
    lines = (screen[at : at + 20].strip() for at in range(0, 120, 20))
    return tuple((f"line_{number}", line) for number, line in enumerate(lines, 1) if line)


def _reason(detector: Detector, shown: str, screen: str) -> Quality:
    off = "OFF" in shown or "FLAMEOUT" in screen
    if detector is Detector.FID and off:
        return Quality.UNLIT
    return Quality.FAULT if off or "ERR" in shown or "WARNING!" in screen else Quality.COMM
