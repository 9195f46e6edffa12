"""Thermo TVA2020 portable FID and PID (vendor manual): a text line each second once logging is on.

Ignition presses the instrument's keys as the public apps do, and unlike them believes only the FID's status.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from fieldlaw.cases.records.measurement import Detector, Quality
from fieldlaw.devices.analyzers.machine import Machine
from fieldlaw.devices.analyzers.spec import DeviceSpec, Fault
from fieldlaw.devices.codecs import tva2020 as codec
from fieldlaw.devices.codecs.events import Event, Sample

if TYPE_CHECKING:
    from fieldlaw.devices.codecs.events import Decoder

ASK_AGAIN_SECONDS = 3.0
MACRO = (("screen", 1.0), ("push 1", 6.0), ("quit", 7.0), ("log start", 0.0))  # command, seconds after it
_CALIBRATION = ("BAD_CALIB", "CAL_SLOPE")

SPEC = DeviceSpec(
    id="tva2020",
    name="Thermo TVA2020",
    detectors=(Detector.FID, Detector.PID),
    transports=("bluetooth-spp", "serial"),
    evidence="B+",
    sources=("Thermo TVA2020 manual pp. 8-15, B-6, B-15, B-20", "两个公开的第三方应用"),
    unit=None,
    read_only=("log start",),
    guarded=("screen", "push 1", "quit", "ignite"),
    poll_plan=(),
    silence_seconds=5.0,
    reconnect_seconds=30.0,
    command_of=codec.command_name,
    forbidden=("log stop", "pump on", "pump off", "detector fid"),
    ignition_seconds=60.0,  # the macro alone takes 14 s
)


class Tva2020Analyzer(Machine):
    """Switches the stream on, listens, and presses keys only for a person."""

    spec = SPEC

    def __init__(self, device_id: str, unit: str) -> None:
        """Take the identity and the unit that the instrument is set to."""
        self._keys: deque[tuple[float, str]] = deque()
        self._ask_at = 0.0
        self._marks: dict[Detector, Fault | None] = {}
        super().__init__(device_id, unit)

    def _new_decoder(self) -> Decoder:
        return codec.Decoder()

    def _setup(self, now: float) -> list[bytes]:
        self._keys.clear()
        self._marks.clear()
        self._ask_at = now + ASK_AGAIN_SECONDS
        return [codec.encode("log start")]

    def _due(self, now: float) -> bytes:
        """The next key of the macro; else ask for the stream again, which is off after power-up."""
        if self._keys:
            return codec.encode(self._keys.popleft()[1]) if now >= self._keys[0][0] else b""
        if self.quiet_for(now) < ASK_AGAIN_SECONDS or now < self._ask_at:
            return b""
        self._ask_at = now + ASK_AGAIN_SECONDS
        return codec.encode("log start")

    def _ignition(self, now: float) -> bytes:
        self._guard.grant(*(command for command, _ in MACRO[:-1]))
        at = now
        for command, pause in MACRO:
            self._keys.append((at, command))
            at += pause
        return codec.encode(self._keys.popleft()[1])

    def _heed(self, event: Event, mono: float) -> None:  # noqa: ARG002
        if not isinstance(event, Sample):
            return
        word = dict(event.status)["status"]
        self._marks[event.detector] = _fault(event, word)
        for fault in (Fault.LAMP, Fault.OVER_RANGE, Fault.CALIBRATION, Fault.BLOCKED_PROBE):
            self._mark(fault, present=fault in self._marks.values())
        failed = event.detector is Detector.FID and word == "DET_FAIL"
        if failed and self._ignite_until is not None and not self._keys:
            self._fail_ignition()


def _fault(event: Sample, word: str) -> Fault | None:
    if event.detector is Detector.PID and word == "DET_FAIL":
        return Fault.LAMP
    if event.quality is Quality.OVERRANGE:
        return Fault.OVER_RANGE
    if word == "LOW_FLOW":
        return Fault.BLOCKED_PROBE
    return Fault.CALIBRATION if word in _CALIBRATION else None
