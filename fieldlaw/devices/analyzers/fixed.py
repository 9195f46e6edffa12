"""Fixed transmitters over Modbus RTU, reading only: Honeywell RAEGuard 3 PID and ION Science Falco.

Experimental, and good as test targets. A RAEGuard's scale is not published, so no value leaves it. A Falco's
word order is not either: it is settled by two probe registers with known contents, or there is no value.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from fieldlaw.cases.records.measurement import Crc, Detector, Quality
from fieldlaw.devices.analyzers.machine import Machine
from fieldlaw.devices.analyzers.requests import Requests
from fieldlaw.devices.analyzers.spec import DeviceSpec, Fault
from fieldlaw.devices.codecs import modbus as codec
from fieldlaw.devices.codecs.events import ErrorReport, Event, Reply, Sample

if TYPE_CHECKING:
    from fieldlaw.devices.codecs.events import Decoder, Fields

POLL_SECONDS, TIMEOUT_SECONDS, GAP_SECONDS = 1.0, 1.0, 0.1
RAEGUARD_VALUE = 0x0008
FALCO_VALUE, FALCO_UNIT, FALCO_FACTOR, FALCO_RANGE = 102, 1005, 1010, 1012
_SPAN = 4  # registers from the response factor to the range: no other answer has this length
FALCO_RANGES = (10, 50, 1000, 3000)
FALCO_UNITS = {0x70: "ppm", 0x67: ""}  # 'p'; 'g' is named in the manual without its meaning

RAEGUARD3 = DeviceSpec(
    id="raeguard3",
    name="Honeywell RAEGuard 3 PID（固定式）",
    detectors=(Detector.PID,),
    transports=("modbus-rtu",),
    evidence="C",
    sources=("easymanua.ls honeywell/raeguard-3 p. 81",),
    unit=None,
    read_only=("FC03",),
    guarded=(),
    poll_plan=(("FC03", POLL_SECONDS),),
    silence_seconds=5.0,
    reconnect_seconds=30.0,
    command_of=codec.command_name,
    experimental=True,
    baudrate=9600,
    ranges=("只读原始整数，倍率未公开，不换算",),
)
FALCO = replace(
    RAEGUARD3,
    id="falco",
    name="ION Science Falco（固定式）",
    sources=("manualslib.es/manual/366949 p. 14",),
    ranges=tuple(str(number) for number in FALCO_RANGES),
)
MODBUS = replace(RAEGUARD3, id="modbus", name="Modbus RTU（只解码，不知道型号）", ranges=())


class _Fixed(Machine):
    """Polls registers of slave 1 unless told otherwise."""

    def __init__(self, device_id: str, unit: str, address: int = 1) -> None:
        """Take the identity, the unit a person states, and the Modbus address."""
        self._address = address
        self._requests = Requests(GAP_SECONDS, TIMEOUT_SECONDS, POLL_SECONDS)
        self._asked = b""
        super().__init__(device_id, unit)

    def _new_decoder(self) -> Decoder:
        self._frames = codec.Decoder()
        self._frames.expect(b"")
        return self._frames

    def _due(self, now: float) -> bytes:
        data = self._requests.due(now, self._poll())
        if data:
            self._asked = data
            self._frames.expect(data)
        return data

    def _read(self, register: int, count: int) -> bytes:
        return codec.encode_read(self._address, register, count)

    @abstractmethod
    def _poll(self) -> bytes:
        """The request for the next registers."""

    @abstractmethod
    def _sample_of(self, event: Reply) -> Sample | None:
        """The sample that an answer holds; None for one that only tells of the instrument."""

    def decode(self, data: bytes) -> list[Event]:
        """Feed what arrived; the answer to the poll becomes a sample."""
        return [self._read_as(event) for event in super().decode(data)]

    def _read_as(self, event: Event) -> Event:
        return (self._sample_of(event) or event) if isinstance(event, Reply) else event

    def _heed(self, event: Event, mono: float) -> None:
        self._requests.answered()
        if isinstance(event, ErrorReport):
            self._mention(Fault.DEVICE, mono)


class RaeGuard3Analyzer(_Fixed):
    """A raw integer and no value: the decimal scale is not published."""

    spec = RAEGUARD3

    def _setup(self, now: float) -> list[bytes]:
        self._requests.restart(now)
        return []

    def _poll(self) -> bytes:
        return self._read(RAEGUARD_VALUE, 2)

    def _sample_of(self, event: Reply) -> Sample:
        raw = str(int.from_bytes(codec.words_of(event), "big"))
        status: Fields = (("raw", raw), ("reason", "scale unknown"))
        return Sample(event.raw, Detector.PID, None, "", Quality.UNKNOWN, status, Crc.OK)


class FalcoAnalyzer(_Fixed):
    """Values only after register 1005 holds a unit and 1012, read as a float, one of the four ranges.

    The range is read together with the response factor before it: an answer that comes late or twice then has
    not the length of a concentration.
    """

    spec = FALCO

    def _setup(self, now: float) -> list[bytes]:
        self._device_unit: str | None = None
        self._swapped: bool | None = None
        self._told_unit = self._told_range = False
        self._requests.restart(now, (self._read(FALCO_UNIT, 1), self._read(FALCO_FACTOR, _SPAN)))
        return []

    def _poll(self) -> bytes:
        """The concentration; before it once more what was asked at the beginning and not answered."""
        if not self._told_unit:
            return self._read(FALCO_UNIT, 1)
        return self._read(FALCO_VALUE, 2) if self._told_range else self._read(FALCO_FACTOR, _SPAN)

    def _sample_of(self, event: Reply) -> Sample | None:
        words = codec.words_of(event)
        if self._asked == self._read(FALCO_UNIT, 1):
            self._told_unit = True
            self._device_unit = FALCO_UNITS.get(int.from_bytes(words, "big"))
        elif self._asked == self._read(FALCO_FACTOR, _SPAN):
            self._told_range = True
            self._swapped = _order(words[(FALCO_RANGE - FALCO_FACTOR) * 2 :])
        else:
            return self._sample(event.raw, words)
        return None

    def _sample(self, raw: bytes, words: bytes) -> Sample:
        """There is no status in this device's registers: a value has quality unknown, never ok."""
        shown: Fields = (("registers", words.hex(" ", 2)),)
        reason = self._reason()
        if self._device_unit is None or self._swapped is None or reason:
            return Sample(raw, Detector.PID, None, "", Quality.UNKNOWN, (*shown, ("reason", reason)), Crc.OK)
        value = codec.float32(_ordered(words, swapped=self._swapped))
        return Sample(raw, Detector.PID, value, self._device_unit, Quality.UNKNOWN, shown, Crc.OK)

    def _reason(self) -> str:
        if self._device_unit is None or self._swapped is None:
            return "word order unknown"
        return "" if self._device_unit or self._unit else "unit unknown"


def _ordered(words: bytes, *, swapped: bool) -> bytes:
    return words[2:] + words[:2] if swapped else words


def _order(words: bytes) -> bool | None:
    """True when the low word comes first; None when the contents do not settle it."""
    ranges = [Decimal(number) for number in FALCO_RANGES]
    fits = [s for s in (False, True) if codec.float32(_ordered(words, swapped=s)) in ranges]
    return fits[0] if len(fits) == 1 else None
