"""An ACI PIDS3 module in software: its error bits and nothing else, for nothing else is published.

Frame and bits from the vendor's manual (instruments.md §1.7): 01, eight address characters, 02, text, 03,
CRC-32 in eight hex digits over address to 03, 04.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from fieldlaw.devices.simulated.dialect import Notes

if TYPE_CHECKING:
    from fieldlaw.devices.simulated.physics import Physics

SOH, STX, ETX, EOT = b"\x01", b"\x02", b"\x03", b"\x04"
ADDRESS = b"00000000"
LAMP, PUMP_BLOCKED = 1 << 2, 1 << 16
ERRORS = "pids.error ?"
QUERIES = frozenset({ERRORS, "device.serialno ?", "pids.measconfig ?"})
LONGEST = 512


def frame(text: str) -> bytes:
    """A whole frame, from either side."""
    body = ADDRESS + STX + text.encode("ascii") + ETX
    return SOH + body + f"{zlib.crc32(body):08X}".encode("ascii") + EOT


class Pids3:
    """Answers the question for errors; it has no reading that anybody could ask for."""

    def __init__(self, physics: Physics, notes: Notes | None = None) -> None:
        """Take the instrument behind it."""
        self.physics = physics
        self.notes = notes or Notes()
        self._buffer = b""

    def plug(self) -> None:
        """Half a question is forgotten."""
        self._buffer = b""

    def hear(self, data: bytes, _now: float) -> list[bytes]:
        """Answer each whole question with a right checksum."""
        *asked, rest = (self._buffer + data).split(EOT)
        self._buffer = rest[-LONGEST:]
        return [answer for one in asked for answer in self._obey(one + EOT)]

    def tick(self, _now: float) -> list[bytes]:
        """It never speaks first."""
        return []

    def _obey(self, asked: bytes) -> list[bytes]:
        asked = asked[max(asked.rfind(SOH), 0) :]
        text = asked[len(SOH + ADDRESS + STX) : -len(ETX + b"12345678" + EOT)].decode("ascii", "replace")
        if not text.isascii() or asked != frame(text):
            return []
        self.notes.commands.append(text)
        if text not in QUERIES:
            self.notes.forbidden.append(text)
        return [frame(f"pids.error {self._bits():08X}")] if text == ERRORS else []

    def _bits(self) -> int:
        lamp = 0 if self.physics.has_lamp() else LAMP
        return lamp | (PUMP_BLOCKED if self.physics.is_blocked else 0)
