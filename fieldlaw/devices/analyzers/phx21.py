"""LDARtools phx21 portable FID (LDARtools PhxAccess `Phx21.cs`, MIT, facts only): one question at a time.

Autorange and averaging follow the vendor; what the vendor does to the numbers on its display does not.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from fieldlaw.cases.records.measurement import Detector, Quality
from fieldlaw.devices.analyzers.machine import Machine
from fieldlaw.devices.analyzers.requests import Requests
from fieldlaw.devices.analyzers.spec import DeviceSpec, Fault
from fieldlaw.devices.codecs import phx21 as codec
from fieldlaw.devices.codecs.events import Event, Sample

if TYPE_CHECKING:
    from fieldlaw.devices.codecs.events import Decoder

POLL_SECONDS, GAP_SECONDS, TIMEOUT_SECONDS, SETTLE_SECONDS = 0.25, 0.2, 2.0, 0.25
LO, MAX = 0, 3
UP_PA, DOWN_PA = 6500, 6000
FINE_PA, FINE_SAMPLES, COARSE_SAMPLES = 100, 10, 50
LOW_TANK_PSI = 400  # two public Chinese apps
LOW_BATTERY_V = Decimal("5.84")  # 10 % on the scale of the same apps: (V - 5.5) / 3.4
DEADHEAD, NO_PRESSURE, NO_TEMPERATURE, BATTERY = 0x01, 0x02, 0x03, 0xFA

SPEC = DeviceSpec(
    id="phx21",
    name="LDARtools phx21",
    detectors=(Detector.FID,),
    transports=("bluetooth-spp",),
    evidence="A",
    sources=("LDARtools/PhxAccess Phx21.cs (MIT, facts only)", "LDARtools/CommonShared Phx21.cs"),
    unit="ppm",
    read_only=("04", "0A", "0C", "1E", "23", "25", "26"),
    guarded=("20",),
    poll_plan=(("25", POLL_SECONDS),),
    silence_seconds=5.0,
    reconnect_seconds=30.0,
    command_of=codec.command_name,
    forbidden=(
        "01", "02", "03", "06", "07", "08", "09", "0B", "0D", "0E", "10", "11", "12", "13", "14", "15", "16",
        "17", "18", "19", "1A", "1B", "1C", "1D", "21", "22", "24",
    ),
    ranges=("量程 LO、MID、HI、MAX，程序在 LO 与 MAX 之间自动切换",),
    ignition_seconds=40.0,  # pressure wait 10 s, purge 5 s, ignition 5 s, and as much again
    debounce=3,
)  # fmt: skip


class Phx21Analyzer(Machine):
    """Polls every 250 ms; a sample is `ok` only if its own frame shows the flame."""

    spec = SPEC

    def __init__(self, device_id: str) -> None:
        """Take the identity that measurements carry."""
        self._requests = Requests(GAP_SECONDS, TIMEOUT_SECONDS, POLL_SECONDS)
        self._samples = FINE_SAMPLES
        self._is_asked = False
        self._was_failing = False
        super().__init__(device_id)

    def _new_decoder(self) -> Decoder:
        self._frames = codec.Decoder()
        self._frames.expect(None)
        return self._frames

    def _setup(self, now: float) -> list[bytes]:
        """Nothing at once: the set-up goes out one by one, 200 ms apart."""
        self._samples = FINE_SAMPLES
        self._is_asked = False
        first = (
            codec.encode_range(LO),
            codec.encode_integration(FINE_SAMPLES),
            codec.encode_deadhead(),
            codec.encode_config(),
        )
        self._requests.restart(now, first)
        return []

    def _due(self, now: float) -> bytes:
        data = self._requests.due(now, codec.encode_read())
        if data:
            command = codec.command_of(data)
            self._frames.expect(command)
            self._is_asked = self._is_asked or command == codec.IGNITION
            if command == codec.RANGE:
                self._requests.hold(now + SETTLE_SECONDS)
        return data

    def _ignition(self, now: float) -> bytes:  # noqa: ARG002
        """Put in line: the device takes one command at a time."""
        self._guard.grant("20")
        self._is_asked = False
        self._requests.push(codec.encode_ignition(start=True))
        return b""

    def farewell(self) -> list[bytes]:
        """Goodbye before the line is closed."""
        return [codec.encode_goodbye()]

    def _is_lit(self, event: Sample) -> bool | None:
        if event.quality is Quality.COMM:
            return None
        return dict(event.status)["ignited"] == "true"

    def _heed(self, event: Event, mono: float) -> None:  # noqa: ARG002
        self._requests.answered()
        if isinstance(event, Sample) and event.quality is not Quality.COMM:
            held = dict(event.status)
            self._heed_faults(held, event.quality)
            self._follow_current(held)

    def _heed_faults(self, held: dict[str, str], quality: Quality) -> None:
        error, is_new = int(held["error"]), bool(int(held["flags"], 16) & codec.NEW_ERROR)
        lit = held["ignited"] == "true"
        pump = int(held["pump_pct"]) >= codec.BLOCKED_PUMP_PERCENT
        volts = Decimal(held["battery_V"])
        self._mark(Fault.LOW_HYDROGEN, present=int(held["tank_psi"]) < LOW_TANK_PSI)
        self._mark(Fault.LOW_BATTERY, present=error == BATTERY or volts <= LOW_BATTERY_V)
        self._mark(Fault.BLOCKED_PROBE, present=error == DEADHEAD or (lit and pump))
        self._mark(Fault.OVER_RANGE, present=quality is Quality.OVERRANGE)
        self._heed_failure(shown=error in (NO_PRESSURE, NO_TEMPERATURE) and is_new and not lit)

    def _heed_failure(self, *, shown: bool) -> None:
        """An error that stood before the order went out, and still stands, is not the answer to it."""
        if not self._is_asked or not shown:
            self._was_failing = shown
        if shown and self._ignite_until is None:
            self._mark(Fault.IGNITION_FAILED, present=True)
        elif shown and self._is_asked and not self._was_failing:
            self._fail_ignition()

    def _follow_current(self, held: dict[str, str]) -> None:
        """The vendor's autorange between LO and MAX, and its two averages."""
        current, fid_range = Decimal(held["pA"]), int(held["fid_range"])
        if fid_range == LO and current >= UP_PA:
            self._requests.push(codec.encode_range(MAX))
        elif fid_range == MAX and current <= DOWN_PA:
            self._requests.push(codec.encode_range(LO))
        samples = FINE_SAMPLES if current <= FINE_PA else COARSE_SAMPLES
        if samples != self._samples:
            self._samples = samples
            self._requests.push(codec.encode_integration(samples))
