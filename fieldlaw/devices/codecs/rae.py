"""RAE MiniRAE Lite, MiniRAE 3000, ppbRAE 3000: the single byte `R` and an ASCII integer with CR.

Two independent public users of this one command (MAPIRlab hw_drivers_olfaction and a Python reader). There is
no status, unit, address or checksum, so a sample is never `ok`: its quality is unknown, its unit not told.
"""

from __future__ import annotations

import re
from decimal import Decimal

from fieldlaw.cases.records.measurement import Detector, Quality
from fieldlaw.devices.codecs.events import Event, Noise, Sample
from fieldlaw.devices.codecs.lines import LineDecoder

LINE_LIMIT = 32
_END = b"\r"
_NUMBER = re.compile(rb"[0-9]{1,9}")


class Decoder(LineDecoder):
    """Collects the answers."""

    def __init__(self) -> None:
        """Start with nothing buffered."""
        super().__init__(_END, LINE_LIMIT, decode_line)


def decode_line(raw: bytes) -> list[Event]:
    """Decode one answer, CR included; an `R` that came back in front of it is the line's echo."""
    text = raw.lstrip(b"R")
    echo: list[Event] = [Noise(raw[: -len(text)], "echo")] if text != raw else []
    if not _NUMBER.fullmatch(text[:-1]):
        return [Noise(raw, "value")]
    value = Decimal(text[:-1].decode("ascii"))
    return [*echo, Sample(text, Detector.PID, value, "", Quality.UNKNOWN, (("raw", str(value)),))]


def encode_read() -> bytes:
    """Ask for one reading."""
    return b"R"


def command_name(data: bytes) -> str:
    """`R`, for the guard; empty for anything else."""
    return "R" if data == b"R" else ""
