"""Modbus RTU transmitters in software: ION Science Falco and Honeywell RAEGuard 3 PID.

Registers from the vendors' manuals (instruments.md §1.7). Word order and register base of the Falco are
not stated there, so both are arguments; its range is a float here, or no host could find the word order.
Nothing but function 03 is answered with data.
"""

from __future__ import annotations

import struct
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from fieldlaw.devices.simulated.checksums import modbus_crc
from fieldlaw.devices.simulated.dialect import Notes

if TYPE_CHECKING:
    from fieldlaw.devices.simulated.physics import Physics

READ = 0x03
ILLEGAL_FUNCTION, ILLEGAL_ADDRESS, ILLEGAL_VALUE, BUSY = 0x01, 0x02, 0x03, 0x06
MAX_REGISTERS = 125
REQUEST = 8
CONCENTRATION, SENSOR_MV, TEMPERATURE, UNIT, RESPONSE_FACTOR, RANGE = 102, 106, 108, 1005, 1010, 1012
RAEGUARD_CONCENTRATION = 0x0008
WRITES = frozenset({0x05, 0x06, 0x0F, 0x10, 0x16, 0x17})


def reply(address: int, data: bytes) -> bytes:
    """The answer to a read."""
    head = bytes([address, READ, len(data)]) + data
    return head + modbus_crc(head)


def refusal(address: int, function: int, code: int) -> bytes:
    """An exception."""
    head = bytes([address, function | 0x80, code])
    return head + modbus_crc(head)


class Registers(Protocol):
    """The register map of one model.

    Attributes:
        value_at: the number of the first of the registers that hold the concentration.
    """

    value_at: int

    def number(self, physics: Physics, now: float) -> Decimal:
        """The concentration as the registers hold it."""

    def words(self, physics: Physics, now: float) -> dict[int, bytes]:
        """Two bytes for each register number that exists."""


class Falco:
    """ION Science Falco: concentration as a 32-bit float, unit as a letter."""

    def __init__(self, *, is_high_word_first: bool = True, base: int = 0, full_scale: int = 3000) -> None:
        """Take what the manual leaves open, and the measuring range (10, 50, 1000 or 3000 ppm)."""
        self._is_high_word_first = is_high_word_first
        self._base = base
        self._full_scale = full_scale
        self.value_at = CONCENTRATION - base

    def number(self, physics: Physics, now: float) -> Decimal:
        """The number that the 32 bits hold; a dead lamp sees nothing."""
        return Decimal(struct.unpack(">f", struct.pack(">f", float(physics.pid(now) or 0)))[0])

    def words(self, physics: Physics, now: float) -> dict[int, bytes]:
        """The registers at this moment."""
        words = {
            **self._float(CONCENTRATION, float(self.number(physics, now))),
            **self._float(SENSOR_MV, 100.0 if physics.has_lamp() else 0.0),
            **self._float(RESPONSE_FACTOR, 1.0),
            TEMPERATURE: struct.pack(">h", 24),
            UNIT: struct.pack(">H", ord("p")),
            **self._float(RANGE, float(self._full_scale)),
        }
        return {number - self._base: word for number, word in words.items()}

    def _float(self, register: int, value: float) -> dict[int, bytes]:
        packed = struct.pack(">f", value)
        words = (packed[:2], packed[2:]) if self._is_high_word_first else (packed[2:], packed[:2])
        return {register: words[0], register + 1: words[1]}


class RaeGuard3:
    """Honeywell RAEGuard 3 PID: a 32-bit whole number whose decimal scale is not stated."""

    def __init__(self, per_ppm: int = 100) -> None:
        """Take the scale that this simulated unit uses."""
        self._per_ppm = per_ppm
        self.value_at = RAEGUARD_CONCENTRATION

    def number(self, physics: Physics, now: float) -> Decimal:
        """The whole number; a dead lamp sees nothing."""
        return Decimal(int((physics.pid(now) or Decimal(0)) * self._per_ppm))

    def words(self, physics: Physics, now: float) -> dict[int, bytes]:
        """The registers at this moment."""
        packed = struct.pack(">I", int(self.number(physics, now)))
        return {RAEGUARD_CONCENTRATION: packed[:2], RAEGUARD_CONCENTRATION + 1: packed[2:]}


class Modbus:
    """The slave side of Modbus RTU, with one register map. `is_busy` makes it refuse with exception 06."""

    def __init__(
        self, physics: Physics, registers: Registers, notes: Notes | None = None, address: int = 1
    ) -> None:
        """Take the instrument, its registers and its address on the bus."""
        self.physics = physics
        self.notes = notes or Notes()
        self.is_busy = False
        self._registers = registers
        self._address = address
        self._buffer = b""

    def plug(self) -> None:
        """Half a request is forgotten."""
        self._buffer = b""

    def hear(self, data: bytes, now: float) -> list[bytes]:
        """Answer each whole request that is for this address."""
        self._buffer += data
        answers = []
        while len(self._buffer) >= REQUEST:
            request = self._buffer[:REQUEST]
            if modbus_crc(request[:-2]) != request[-2:]:
                self._buffer = self._buffer[1:]
                continue
            self._buffer = self._buffer[REQUEST:]
            answers += self._obey(request, now)
        return answers

    def tick(self, _now: float) -> list[bytes]:
        """A slave never speaks first."""
        return []

    def _obey(self, request: bytes, now: float) -> list[bytes]:
        address, function, start, count = struct.unpack(">BBHH", request[:-2])
        self.notes.commands.append(f"{function:02X} {start}")
        if function in WRITES:
            self.notes.forbidden.append(request.hex(" "))
        if address != self._address:
            return []
        code = self._refused(function, count)
        return [refusal(address, function, code)] if code else [self._read(start, count, now)]

    def _refused(self, function: int, count: int) -> int:
        if self.is_busy:
            return BUSY
        if function != READ:
            return ILLEGAL_FUNCTION
        return 0 if 0 < count <= MAX_REGISTERS else ILLEGAL_VALUE

    def _read(self, start: int, count: int, now: float) -> bytes:
        words = self._registers.words(self.physics, now)
        wanted = [words.get(number) for number in range(start, start + count)]
        found = [word for word in wanted if word is not None]
        if len(found) < count:
            return refusal(self._address, READ, ILLEGAL_ADDRESS)
        if start <= self._registers.value_at < start + count - 1:
            self.notes.mean(now, "PID", self._registers.number(self.physics, now))
        return reply(self._address, b"".join(found))
