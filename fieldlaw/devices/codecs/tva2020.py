"""Thermo TVA2020 text stream (vendor manual pp. 8-15, B-6, B-15, B-20): fixed columns, no checksum.

`PID value (10) | status (9) | FID value (10) | status (9)`, each followed by one blank; what may follow is
undefined in the public pages and kept as it is. The line names no unit.
"""

from __future__ import annotations

import re
from decimal import Decimal

from fieldlaw.cases.records.measurement import Detector, Quality
from fieldlaw.devices.codecs.events import Event, Fields, Noise, Reply, Sample
from fieldlaw.devices.codecs.lines import LineDecoder

LINE_LIMIT = 160  # bytes; the longest line of the manual has some 75
_END = b"\r\n"
_SHORT, _LONG = 42, 73  # with the manual's tail of 31 signs; a line of another length was cut or joined
_NUMBER = re.compile(r" *(-?[0-9]{1,9}(?:\.[0-9]{1,8})?)")
_STATUS = re.compile(r"([!-~]{1,9}) *")
_USABLE = ("OK", "HIGH_ALRM", "LOW_ALARM", "STEL_ALRM", "HIGH&STEL", "LOW&STEL")
_QUALITIES = {
    **dict.fromkeys(_USABLE, Quality.OK),
    **dict.fromkeys(("OVERFLOW", "CLAMPED", "AVG_OVFLW"), Quality.OVERRANGE),
    "UNDERFLOW": Quality.UNDERRANGE,
    **dict.fromkeys(("BAD_CALIB", "CAL_SLOPE", "LOW_FLOW"), Quality.FAULT),
}
_OFF = {Detector.FID: Quality.UNLIT, Detector.PID: Quality.FAULT}
_COMMANDS = (
    "log start", "log stop", "pump on", "pump off", "screen", "push 1", "quit", "ignite", "detector fid",
)  # fmt: skip


class Decoder(LineDecoder):
    """Collects lines; a line whose columns do not hold gives no sample at all."""

    def __init__(self) -> None:
        """Start with nothing buffered."""
        super().__init__(_END, LINE_LIMIT, decode_line)


def decode_line(raw: bytes) -> list[Event]:
    """Decode one whole line, CRLF included: a sample for each selected detector."""
    text = raw.removesuffix(_END).decode("latin-1")
    if text in _COMMANDS:
        return [Noise(raw, "echo")]
    if not _is_ruled(text):
        return [Noise(raw, "columns")]
    tail: Fields = (("tail", text[_SHORT:].strip()),) if text[_SHORT:].strip() else ()
    halves = (_half(raw, text[0:20], Detector.PID, tail), _half(raw, text[21:41], Detector.FID, tail))
    if any(isinstance(half, Noise) for half in halves):
        return [Noise(raw, "columns")]
    found: list[Event] = [half for half in halves if half is not None]
    return found or [Reply(raw, "no detector", tail)]


def _is_ruled(text: str) -> bool:
    blanks = len(text) in (_SHORT, _LONG) and all(text[at] == " " for at in (10, 20, 31, 41))
    return blanks and text.isascii() and text.isprintable()


def _half(raw: bytes, text: str, detector: Detector, tail: Fields) -> Sample | Noise | None:
    """None: the detector is not selected. Noise: the columns are broken."""
    if not text.strip():
        return None
    status = _STATUS.fullmatch(text[11:])
    number = _NUMBER.fullmatch(text[:10])
    if status is None or (number is None and text[:10].strip()):
        return Noise(raw, "columns")
    return _sample(raw, detector, number[1] if number else "", (("status", status[1]), *tail))


def _sample(raw: bytes, detector: Detector, number: str, status: Fields) -> Sample | Noise:
    word = status[0][1]
    quality = _OFF[detector] if word in ("DET_OFF", "DET_FAIL") else _QUALITIES.get(word, Quality.UNKNOWN)
    if quality is Quality.OK:
        broken = Noise(raw, "columns")
        return Sample(raw, detector, Decimal(number), "", quality, status) if number else broken
    shown: Fields = (("shown", number),) if number else ()
    return Sample(raw, detector, None, "", quality, status + shown)


def encode(command: str) -> bytes:
    """One of the text commands of the manual and the two public repositories."""
    if command not in _COMMANDS:
        raise ValueError(command)
    return command.encode("ascii") + _END


def command_name(data: bytes) -> str:
    """The command, for the guard; empty when these bytes are no single command."""
    text = data.decode("latin-1")
    return text.removesuffix("\r\n") if text.endswith("\r\n") and text[:-2] in _COMMANDS else ""
