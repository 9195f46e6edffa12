"""LDARtools phx21 binary protocol (LDARtools PhxAccess `Phx21.cs`, MIT 9fbc7ec, facts only).

`A5 | total length | command | body | sum`; the sum has 8 bits only, so a reply must also be one that was
asked for, with a length that fits. Numbers are little-endian. Concentration 0.1 ppm, currents 0.1 pA,
temperatures 0.1 K, pressures 0.01 psi.
"""

from __future__ import annotations

import struct
from decimal import Decimal

from fieldlaw.cases.records.measurement import Crc, Detector, Quality
from fieldlaw.devices.codecs.checksums import rotate_add
from fieldlaw.devices.codecs.events import Event, Fields, Noise, Reply, Sample
from fieldlaw.devices.codecs.window import NO_FRAME, Match, WindowDecoder

HOST, UNIT = 0x5A, 0xA5
CONFIG, RANGE, INTEGRATION, DEADHEAD, IGNITION, GET_CAL, READ, GOODBYE = (
    0x0A, 0x04, 0x0C, 0x1E, 0x20, 0x23, 0x25, 0x26,
)  # fmt: skip
_LENGTHS = {READ: (81, 91), CONFIG: (41,), GET_CAL: (44, 45)}
_HOST_LENGTHS = {
    RANGE: 5, CONFIG: 4, INTEGRATION: 11, DEADHEAD: 9, IGNITION: 27, GET_CAL: 5, READ: 4, GOODBYE: 4,
}  # fmt: skip
_ACKNOWLEDGED = frozenset({RANGE, INTEGRATION, DEADHEAD, IGNITION})  # form of the answer not published
_STATUS = struct.Struct("<BBBHHHHHHBiii")  # 28 bytes
_MORE = struct.Struct("<iHBB")  # concentration, system current, pump power, spare
_CAL = struct.Struct("<BiiHB")
_LOG_AT, _LOG_SIZE = 40, 10

PUMP_A, SOLENOID_A, NEW_ERROR = 0x01, 0x04, 0x80
BLOCKED_PUMP_PERCENT = 85
BLOCKED_ERROR = 0x01


class Decoder(WindowDecoder):
    """Frames of the unit; `expect` tells which command is outstanding.

    Without a call of `expect` every known reply to a reading command is taken (a recording).
    """

    def __init__(self) -> None:
        """Start with nothing buffered."""
        self._rules = _Frames()
        super().__init__(self._rules)

    def expect(self, command: int | None) -> None:
        """From now on take one reply, to this command; None: take none."""
        self._rules.wanted = frozenset() if command is None else frozenset({command})
        self._rules.is_asked = True


class _Frames:
    starts = bytes((UNIT, HOST))

    def __init__(self) -> None:
        self.wanted = frozenset(_LENGTHS)
        self.is_asked = False

    def match(self, data: bytearray, at: int, *, ended: bool) -> Match | None:  # noqa: ARG002
        head = data[at : at + 3]
        if len(head) > 1 and not self._fits(head):
            return NO_FRAME
        if len(head) < 3 or len(data) - at < head[1]:
            return None
        raw = bytes(data[at : at + head[1]])
        if rotate_add(raw[:-1]) != raw[-1]:
            return Match(len(raw))
        if raw[0] == HOST:
            return Match(len(raw), (Noise(raw, "echo"),))
        if self.is_asked:
            self.wanted = frozenset()
        return Match(len(raw), tuple(_events(raw)))

    def _fits(self, head: bytearray) -> bool:
        """Judge by sync, length and, once it is there, command."""
        if head[0] == HOST:
            commands = {command for command, length in _HOST_LENGTHS.items() if length == head[1]}
        else:
            commands = {command for command in self.wanted if _plausible(command, head[1])}
        return bool(commands) if len(head) < 3 else head[2] in commands


def _plausible(command: int, length: int) -> bool:
    if command in _ACKNOWLEDGED:
        return length >= 4
    return length in _LENGTHS.get(command, ())


def _events(raw: bytes) -> list[Event]:
    if raw[2] == READ:
        return [_sample(raw)]
    if raw[2] == CONFIG:
        version, size, count = struct.unpack_from("<BII", raw, 31)
        fields = (("version", str(version)), ("sector_size", str(size)), ("sectors", str(count)))
        return [Reply(raw, "config", _status(raw, 3) + fields, crc=Crc.OK)]
    if raw[2] == GET_CAL:
        return [Reply(raw, "cal", _status(raw, 3) + _cal(raw), crc=Crc.OK)]
    return [Reply(raw, f"ack {raw[2]:02X}", (), crc=Crc.OK)]


def _tenth(value: int) -> str:
    return str(Decimal(value).scaleb(-1))


def _hundredth(value: int) -> str:
    return str(Decimal(value).scaleb(-2))


def _status(raw: bytes, at: int) -> Fields:
    (flags, number, error, thermocouple, battery, chamber, sample, lph2, tank, fid_range, *currents) = (
        _STATUS.unpack_from(raw, at)
    )
    return (
        ("flags", f"0x{flags:02X}"),
        ("reading_no", str(number)),
        ("error", str(error)),
        ("thermocouple_K", _tenth(thermocouple)),
        ("battery_V", str(Decimal(battery).scaleb(-3))),
        ("chamber_K", _tenth(chamber)),
        ("sample_psi", _hundredth(sample)),
        ("lph2_psi", _hundredth(lph2)),
        ("tank_psi", str(tank)),
        ("fid_range", str(fid_range)),
        *zip(("saturation_pA", "pA", "input2_pA"), map(_tenth, currents), strict=True),
    )


def _cal(raw: bytes) -> Fields:
    index, ppm, current, hydrogen, valid = _CAL.unpack_from(raw, 31)
    return (
        ("index", str(index)),
        ("ppm", _tenth(ppm)),
        ("fid_pA", _tenth(current)),
        ("h2_psi", _hundredth(hydrogen)),
        ("valid", str(valid)),
    )


def _sample(raw: bytes) -> Sample:
    """A pad byte stands before the status of this reply (offset 3); it is inside the sum."""
    ppm, system, pump, _spare = _MORE.unpack_from(raw, 32)
    held = dict(_status(raw, 4))
    quality, reason = _judge(held, pump)
    status = (
        *held.items(),
        ("ppm", _tenth(ppm)),
        ("system_mA", str(system)),
        ("pump_pct", str(pump)),
        ("pump_log_entries", str((len(raw) - _LOG_AT - 1) // _LOG_SIZE)),
        ("ignited", "true" if _is_ignited(held) else "false"),
        *((("reason", reason),) if reason else ()),
    )
    value = Decimal(ppm).scaleb(-1) if quality is Quality.OK else None
    return Sample(raw, Detector.FID, value, "ppm", quality, status, Crc.OK)


def _fahrenheit(kelvin: str) -> Decimal:
    return (Decimal(kelvin) - Decimal("273.15")) * 9 / 5 + 32


def _is_ignited(held: dict[str, str]) -> bool:
    """The vendor's rule on this frame alone: thermocouple above 75 F, solenoid A and pump A on."""
    needed = SOLENOID_A | PUMP_A
    return _fahrenheit(held["thermocouple_K"]) > 75 and int(held["flags"], 16) & needed == needed


def _is_junk(held: dict[str, str], pump: int) -> bool:
    """The vendor's filter for frames that cannot be true, and a range or saturation that cannot be."""
    return (
        Decimal(held["battery_V"]) > 15
        or Decimal(held["pA"]) < -10000
        or _fahrenheit(held["thermocouple_K"]) < -400
        or pump > 100
        or int(held["fid_range"]) > 3
        or Decimal(held["saturation_pA"]) <= 0
    )


def _judge(held: dict[str, str], pump: int) -> tuple[Quality, str]:
    if _is_junk(held, pump):
        return Quality.COMM, "implausible"
    if not _is_ignited(held):
        return Quality.UNLIT, ""
    if pump >= BLOCKED_PUMP_PERCENT or int(held["error"]) == BLOCKED_ERROR:
        return Quality.FAULT, "blocked"
    if Decimal(held["pA"]) >= Decimal(held["saturation_pA"]) * Decimal("0.98"):
        return Quality.OVERRANGE, "saturated"
    return Quality.OK, ""


def _encode(command: int, body: bytes = b"") -> bytes:
    frame = bytes((HOST, len(body) + 4, command)) + body
    return frame + bytes((rotate_add(frame),))


def encode_read() -> bytes:
    """The poll: read data extended."""
    return _encode(READ)


def encode_config() -> bytes:
    """Read the configuration."""
    return _encode(CONFIG)


def encode_goodbye() -> bytes:
    """Said before the line is closed."""
    return _encode(GOODBYE)


def encode_range(number: int) -> bytes:
    """Set the sampling range: 0 LO, 1 MID, 2 HI, 3 MAX."""
    return _encode(RANGE, bytes((number,)))


def encode_integration(samples: int) -> bytes:
    """Average over so many samples of 50 ms, the vendor's other settings unchanged."""
    return _encode(INTEGRATION, struct.pack("<BBBHBB", 0, 1, 7, 50000, samples, 0))


def encode_deadhead() -> bytes:
    """Protect the pump against a blocked probe: on, 1.50 psi, 100 ms."""
    return _encode(DEADHEAD, struct.pack("<BHH", 1, 150, 100))


def encode_get_cal(slot: int) -> bytes:
    """Read calibration slot 0 to 5."""
    return _encode(GET_CAL, bytes((slot,)))


def encode_ignition(*, start: bool, plug: int = 0) -> bytes:
    """Start or stop the automatic ignition with glow plug 0 (A) or 1 (B); only on a person's action."""
    words = (175, 5, 10, 10000, 5000, 1000, 5000, 5000, 0, 0)
    return _encode(IGNITION, struct.pack("<BhhHHHHHHHHBB", start, *words, plug, 0))


def command_of(data: bytes) -> int | None:
    """The command of a host frame; None when these bytes are no such frame."""
    whole = len(data) >= 4 and data[0] == HOST and data[1] == len(data) and rotate_add(data[:-1]) == data[-1]
    return data[2] if whole else None


def command_name(data: bytes) -> str:
    """The command as two hexadecimal digits, for the guard; empty when these bytes are no single frame."""
    command = command_of(data)
    return "" if command is None else f"{command:02X}"
