"""An EXPEC 3100 in software: FID and PID streamed over the instrument's own Wi-Fi.

Layout from instruments.md §1.3 (one third-party program; facts only). Big-endian, concentrations as
32-bit floats; their unit is not in the frame.
"""

from __future__ import annotations

import struct
from decimal import Decimal
from typing import TYPE_CHECKING

from fieldlaw.devices.simulated.checksums import modbus_crc
from fieldlaw.devices.simulated.dialect import Notes, Periodic

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldlaw.devices.simulated.physics import Physics

HEAD, TAIL = b"\x7d\x7b", b"\x7d\x7d"
HOST, UNIT = 0x01F5, 0x01F3
STREAM, IGNITE, IGNITED = 0x60AA, 0x3A66, 0x3A99
READ_CAL, CAL, SET_CAL, CAL_SET = 0x3D55, 0x3DAA, 0x3D66, 0x3D99
OK, FAIL = b"\x88", b"\x99"
UNLIT = -99.0
LONGEST = 256  # a length that no request has is a false start
PERIOD_SECONDS = 1.0
_FIXED = struct.Struct(">2sHHHH")
_POINTS = {0: (0.0, 500.0), 1: (100.0, 1000.0)}


def frame(command: int, data: bytes, *, has_crc: bool = True) -> bytes:
    """A whole frame of the unit."""
    head = _FIXED.pack(HEAD, UNIT, HOST, command, len(data)) + data
    return head + (modbus_crc(head[2:]) if has_crc else b"") + TAIL


def stream(fid: float, pid: float, *, has_crc: bool = True) -> bytes:
    """One reading of both detectors."""
    return frame(STREAM, struct.pack(">ff", fid, pid), has_crc=has_crc)


def exact(value: float) -> Decimal:
    """The number that the 32 bits hold."""
    return Decimal(struct.unpack(">f", struct.pack(">f", value))[0])


class Expec3100:
    """The framed protocol; it streams from the moment somebody is connected."""

    def __init__(
        self,
        physics: Physics,
        notes: Notes | None = None,
        period: float = PERIOD_SECONDS,
        *,
        has_crc: bool = True,
    ) -> None:
        """Take the instrument behind it; connections with and without checksums have been seen."""
        self.physics = physics
        self.notes = notes or Notes()
        self._has_crc = has_crc
        self._stream = Periodic(period)
        self._buffer = b""

    def plug(self) -> None:
        """The next host gets a fresh stream."""
        self._buffer = b""
        self._stream.stop()

    def hear(self, data: bytes, now: float) -> list[bytes]:
        """Answer each whole request with a right checksum."""
        self._buffer += data
        answers = []
        while (request := self._next()) is not None:
            answers += self._obey(request, now)
        return answers

    def tick(self, now: float) -> list[bytes]:
        """The stream."""
        if not self._stream.is_on:
            self._stream.start(now)
        return [self._reading(now)] if self._stream.is_due(now) else []

    def _next(self) -> bytes | None:
        """Cut the next frame by its length: the data may hold the tail's bytes."""
        while (start := self._buffer.find(HEAD)) >= 0:
            self._buffer = self._buffer[start:]
            if len(self._buffer) < _FIXED.size:
                return None
            size = _FIXED.size + self._buffer[8] * 256 + self._buffer[9] + 4
            if len(self._buffer) < size < LONGEST:
                return None
            request = self._buffer[:size]
            if modbus_crc(request[2:-4]) == request[-4:-2] and request.endswith(TAIL):
                self._buffer = self._buffer[size:]
                return request
            self._buffer = self._buffer[1:]
        self._buffer = self._buffer[-1:]
        return None

    def _obey(self, request: bytes, now: float) -> list[bytes]:
        command, data = request[6] * 256 + request[7], request[10:-4]
        self.notes.commands.append(f"{command:04X}")
        answers: dict[int, Callable[[bytes, float], list[bytes]]] = {
            IGNITE: self._ignite,
            READ_CAL: lambda which, _: self._points(which),
        }
        if command in answers:
            return answers[command](data, now)
        self.notes.forbidden.append(request.hex(" "))
        return [self._frame(CAL_SET, FAIL)] if command == SET_CAL else []

    def _ignite(self, data: bytes, now: float) -> list[bytes]:
        self.notes.asked.append(f"3A66 {data.hex()}")
        is_tried = data == b"\x03" and self.physics.ignite(now)
        return [self._frame(IGNITED, OK if is_tried else FAIL)]

    def _points(self, which: bytes) -> list[bytes]:
        if which not in (b"\0", b"\1"):
            return []
        points = _POINTS[which[0]]
        data = bytes([which[0], len(points)]) + struct.pack(f">{len(points)}f", *points)
        return [self._frame(CAL, data)]

    def _frame(self, command: int, data: bytes) -> bytes:
        return frame(command, data, has_crc=self._has_crc)

    def _reading(self, now: float) -> bytes:
        fid, pid = self.physics.fid(now), self.physics.pid(now)
        if fid is not None:
            self.notes.mean(now, "FID", exact(float(fid)))
        seen = 0.0 if pid is None else float(pid)  # a dead lamp reads zero: the protocol has no word for it
        self.notes.mean(now, "PID", exact(seen))
        return stream(UNLIT if fid is None else float(fid), seen, has_crc=self._has_crc)
