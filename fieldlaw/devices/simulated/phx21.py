"""A phx21 in software: binary frames over Bluetooth, polled.

Protocol from LDARtools PhxAccess `Phx21.cs` (MIT, facts only). Currents in 0.1 pA, temperatures in
0.1 K, pressures in 0.01 psi (the tank: psi), concentrations in 0.1 ppm; little-endian.
"""

from __future__ import annotations

import struct
from dataclasses import astuple, dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from fieldlaw.devices.simulated.checksums import phx21_crc
from fieldlaw.devices.simulated.dialect import Notes
from fieldlaw.devices.simulated.physics import Flame

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fieldlaw.devices.simulated.physics import Physics

FROM_HOST, TO_HOST = 0x5A, 0xA5
MIN_FRAME = 4
PUMP_A, SOLENOID_A, SOLENOID_B, GLOW_A, HV_ON, NEW_ERROR = 0x01, 0x04, 0x08, 0x10, 0x40, 0x80
DEADHEAD, NO_PRESSURE, NO_TEMPERATURE = 0x01, 0x02, 0x03
LOW_BATTERY, BAD_PARAMETER, BAD_COUNT, UNKNOWN = 0xFA, 0xFD, 0xFE, 0xFF
LOWEST_BATTERY_MV = 6000
SATURATION = {0: 70_000, 3: 7_000_000}  # 0.1 pA; of the ranges MID and HI no figure is published
NOT_MEANT = Decimal("0.98")  # of the saturation: the input no longer follows the gas
SLOTS = 6
_STATUS = struct.Struct("<BBBHHHHHHBiii")
_MORE = struct.Struct("<iHBB")
_PUMP_LOG = struct.Struct("<HhhhH")
_NOP, _RANGE, _READ_OLD, _CONFIG, _INTEGRATION, _WATCHDOG = 0x00, 0x04, 0x05, 0x0A, 0x0C, 0x0F
_DEADHEAD, _ERRORS, _IGNITION, _MAKE_CAL, _GET_CAL, _POLL, _GOODBYE = 0x1E, 0x1F, 0x20, 0x21, 0x23, 0x25, 0x26
_LENGTHS = {_RANGE: 5, _INTEGRATION: 11, _DEADHEAD: 9, _IGNITION: 0x1B, _GET_CAL: 5, _POLL: 4, _CONFIG: 4}
_PPM_PER_PA = Decimal("512.3") / Decimal("1432.1")
_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Status:
    """The 28 bytes of status, in the units of the wire."""

    flags: int
    number: int
    error: int
    thermocouple: int
    battery_mv: int
    chamber: int
    sample: int
    low_hydrogen: int
    tank: int
    fid_range: int
    saturation: int
    current: int
    second: int

    def packed(self) -> bytes:
        """The bytes, in the order of the fields."""
        return _STATUS.pack(*astuple(self))


def frame(command: int, body: bytes) -> bytes:
    """A whole frame of the unit, with length and checksum."""
    head = bytes([TO_HOST, len(body) + MIN_FRAME, command]) + body
    return head + bytes([phx21_crc(head)])


def reading(
    status: Status, ppm: int, amperes: int, pump: int, log: Sequence[tuple[int, ...]], pad: int
) -> bytes:
    """The answer to the extended poll: an arbitrary pad byte, status, ppm, mA, pump %, pump log."""
    entries = b"".join(_PUMP_LOG.pack(*entry) for entry in log)
    return frame(_POLL, bytes([pad]) + status.packed() + _MORE.pack(ppm, amperes, pump, 0) + entries)


def configuration(status: Status, version: int, sector: int, sectors: int) -> bytes:
    """The answer to the read of the configuration; it has no pad byte."""
    return frame(_CONFIG, status.packed() + struct.pack("<BII", version, sector, sectors))


def calibration(status: Status, row: tuple[int, int, int, int, int]) -> bytes:
    """The answer to the read of a slot: index, ppm (0.1), pA (0.1), hydrogen (0.01 psi), valid."""
    return frame(_GET_CAL, status.packed() + struct.pack("<BiiHB", *row))


class Phx21:
    """The binary protocol; it speaks only when spoken to."""

    def __init__(self, physics: Physics, notes: Notes | None = None, *, log_entries: int = 4) -> None:
        """Take the instrument behind it; firmware with 4 and with 5 pump-log entries has been seen."""
        self.physics = physics
        self.notes = notes or Notes()
        self._log_entries = log_entries
        self._buffer = b""
        self._range = 0
        self._is_guarded = False
        self._number = 0
        self._error = 0
        self._is_new_error = False
        self._flame = physics.flame

    def plug(self) -> None:
        """Half a command is forgotten; range and protection stay as they were set."""
        self._buffer = b""

    def hear(self, data: bytes, now: float) -> list[bytes]:
        """Answer each whole frame; a wrong checksum gets no answer."""
        self._buffer += data
        answers = []
        while (command := self._next()) is not None:
            answers += self._obey(command, now)
        return answers

    def tick(self, now: float) -> list[bytes]:
        """Nothing is sent unasked; what happened to the flame is noted for the next answer."""
        if self._is_guarded and self.physics.is_blocked and self.physics.is_lit:
            self.physics.blow_out(now)
            self._fail(DEADHEAD)
        if self.physics.flame is not self._flame and self.physics.flame is Flame.FAILED:
            self._fail(NO_TEMPERATURE)
        self._flame = self.physics.flame
        return []

    def status(self, now: float) -> Status:
        """What the unit says of itself at this moment."""
        is_lit = self.physics.is_lit
        _, current = self._measured(now)
        return Status(
            flags=self._flags(),
            number=self._number,
            error=self._error,
            thermocouple=3900 if is_lit else 2731,
            battery_mv=self.physics.battery_mv(now),
            chamber=3100 if is_lit else 2990,
            sample=self._sample_pressure(),
            low_hydrogen=650 if is_lit else 638,
            tank=self.physics.tank_psi(now),
            fid_range=self._range,
            saturation=SATURATION[self._range],
            current=current,
            second=-250 if is_lit else -260,
        )

    def _next(self) -> bytes | None:
        """Cut the next whole frame; one byte at a time is dropped where none begins."""
        while len(self._buffer) >= MIN_FRAME:
            size = self._buffer[1]
            is_start = self._buffer[0] == FROM_HOST and size >= MIN_FRAME
            if is_start and len(self._buffer) < size:
                return None
            if is_start and phx21_crc(self._buffer[: size - 1]) == self._buffer[size - 1]:
                command, self._buffer = self._buffer[:size], self._buffer[size:]
                return command
            self._buffer = self._buffer[1:]
        return None

    def _obey(self, command: bytes, now: float) -> list[bytes]:
        number = command[2]
        self.notes.commands.append(f"{number:02X}")
        if len(command) != _LENGTHS.get(number, len(command)):
            return [self._plain(number, now, BAD_COUNT)]
        answers: dict[int, Callable[[bytes, float], list[bytes]]] = {
            _POLL: self._reading,
            _CONFIG: lambda _, at: [configuration(self.status(at), 42, 4096, 512)],
            _GET_CAL: self._slot,
            _RANGE: self._set_range,
            _DEADHEAD: self._protect,
            _IGNITION: self._ignite,
            _MAKE_CAL: self._refuse_calibration,
        }
        if number in answers:
            return answers[number](command, now)
        if number in (_NOP, _INTEGRATION, _WATCHDOG, _ERRORS, _GOODBYE, _READ_OLD):
            return [self._plain(number, now)]
        self.notes.forbidden.append(command.hex(" "))
        return [self._plain(number, now, UNKNOWN)]

    def _plain(self, command: int, now: float, error: int = 0) -> bytes:
        """Status only; inferred from the vendor's struct, which says 3 and 28 bytes, never seen on a wire."""
        return frame(command, replace(self.status(now), error=error).packed())

    def _reading(self, _command: bytes, now: float) -> list[bytes]:
        self._number = (self._number + 1) & 0xFF
        ppm, _ = self._measured(now)
        self._note(ppm, now)
        log = [(15 * place, 0, 0, 0, 580) for place in range(self._log_entries)]
        milliamperes = 561 if self.physics.is_lit else 176
        answer = reading(self.status(now), ppm, milliamperes, self._pump(), log, 0xAA)
        self._is_new_error = False
        return [answer]

    def _note(self, ppm: int, now: float) -> None:
        _, current = self._measured(now)
        if self.physics.is_lit and current < SATURATION[self._range] * NOT_MEANT:
            self.notes.mean(now, "FID", Decimal(ppm) / 10)

    def _measured(self, now: float) -> tuple[int, int]:
        """Concentration (0.1 ppm) and current (0.1 pA); the current ends at the saturation."""
        value = self.physics.fid(now)
        if value is None:
            return 0, -55
        limit = Decimal(SATURATION[self._range]) / 10
        current = min(limit, value / _PPM_PER_PA)
        shown = min(value, limit * _PPM_PER_PA).quantize(_TENTH)
        return int(shown * 10), int(current * 10)

    def _flags(self) -> int:
        running = {
            Flame.PURGING: PUMP_A | SOLENOID_A,
            Flame.IGNITING: PUMP_A | SOLENOID_A | SOLENOID_B | GLOW_A,
            Flame.LIT: PUMP_A | SOLENOID_A | HV_ON,
        }
        return running.get(self.physics.flame, 0) | (NEW_ERROR if self._is_new_error else 0)

    def _pump(self) -> int:
        return self.physics.pump_percent() if self._flags() & PUMP_A else 0

    def _sample_pressure(self) -> int:
        if not self._flags() & PUMP_A:
            return 3
        return 15 if self.physics.is_blocked else 176

    def _fail(self, error: int) -> None:
        self._error, self._is_new_error = error, True

    def _set_range(self, command: bytes, now: float) -> list[bytes]:
        if command[3] not in SATURATION:
            return [self._plain(_RANGE, now, BAD_PARAMETER)]
        self._range = command[3]
        return [self._plain(_RANGE, now)]

    def _protect(self, command: bytes, now: float) -> list[bytes]:
        self._is_guarded = command[3] == 1
        return [self._plain(_DEADHEAD, now)]

    def _ignite(self, command: bytes, now: float) -> list[bytes]:
        self.notes.asked.append(command.hex(" "))
        self._error = 0
        if command[3] != 1:
            self.physics.put_out(now)
        elif self.physics.battery_mv(now) < LOWEST_BATTERY_MV:
            self._fail(LOW_BATTERY)
        elif not self.physics.ignite(now):
            self._fail(NO_PRESSURE)
        return [self._plain(_IGNITION, now, self._error)]

    def _refuse_calibration(self, command: bytes, now: float) -> list[bytes]:
        """The simulated unit has no free slot."""
        self.notes.asked.append(command.hex(" "))
        return [self._plain(_MAKE_CAL, now, 0xF9)]

    def _slot(self, command: bytes, now: float) -> list[bytes]:
        index = command[3]
        if index >= SLOTS:
            return [self._plain(_GET_CAL, now, BAD_PARAMETER)]
        rows = {0: (0, 0, -55, 648, 1), 1: (1, 5000, 8123, 648, 1)}
        return [calibration(self.status(now), rows.get(index, (index, 0, 0, 0, 0)))]
