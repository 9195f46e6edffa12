"""LDARtools phx42 portable FID (LDARtools PhxAccess, MIT, facts only): spec and pure state machine.

Times are seconds of a monotonic clock that the caller reads; concentrations are ppm.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldlaw.cases.records.measurement import Detector, Measurement, Quality
from fieldlaw.devices.analyzers.spec import DeviceSpec, State
from fieldlaw.devices.codecs import phx42 as codec
from fieldlaw.devices.codecs.events import ErrorReport, Event, Noise, Sample

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

HEARTBEAT_SECONDS = 0.9
IGNITION_SECONDS = 60.0  # real logs show 12 to 16 s; after this the try counts as failed

SPEC = DeviceSpec(
    id="phx42",
    name="LDARtools phx42",
    detectors=(Detector.FID,),
    transports=("bluetooth-spp", "tcp"),
    evidence="A-",
    sources=("LDARtools/PhxAccess (MIT, facts only)", "LDARtools/CommonShared"),
    unit="ppm",
    read_only=("CHEK", "PRPT", "TRPT", "VERS"),
    guarded=("AIGS",),
    poll_plan=(("CHEK", HEARTBEAT_SECONDS),),
    silence_seconds=5.0,
    reconnect_seconds=30.0,
)


class Phx42Analyzer:
    """Turns decoder events into measurements and says which bytes are due. No I/O, no clock."""

    spec = SPEC

    def __init__(self, device_id: str, report_ms: int = 1000) -> None:
        """Take the identity that measurements carry and the report period in milliseconds."""
        self.device_id = device_id
        self.state = State.SILENT
        self._report_ms = report_ms
        self._decoder = codec.Decoder()
        self._heartbeat_at = 0.0
        self._heard_at = 0.0
        self._ignite_until: float | None = None
        self._was_lit = False

    def on_connect(self, now: float) -> list[bytes]:
        """Forget half a line of the old link and return the read-only set-up commands."""
        self._decoder = codec.Decoder()
        self.state = State.SILENT
        self._ignite_until = None  # nobody knows whether the command arrived
        self._heard_at = now
        self._heartbeat_at = now + HEARTBEAT_SECONDS
        reports = [codec.encode_prpt(report, enable=True) for report in ("FIDR", "RDNG")]
        return [codec.encode_chek(), codec.encode_vers(), *reports, codec.encode_trpt(self._report_ms)]

    def decode(self, data: bytes) -> list[Event]:
        """Feed what arrived to the decoder of this link."""
        return self._decoder.feed(data)

    def tick(self, now: float) -> bytes:
        """Return the bytes due now (a heartbeat or none) and notice silence."""
        if self.quiet_for(now) >= self.spec.silence_seconds:
            self.state = State.SILENT
        if now < self._heartbeat_at:
            return b""
        self._heartbeat_at = now + HEARTBEAT_SECONDS
        return codec.encode_chek()

    def quiet_for(self, now: float) -> float:
        """Seconds without any message of the device; noise does not count as life."""
        return now - self._heard_at

    def ignite(self, now: float) -> bytes:
        """Start ignition on a person's explicit action; nothing to send when already lit or under way."""
        if self.state in (State.LIT, State.IGNITING):
            return b""
        self._ignite_until = now + IGNITION_SECONDS
        self._was_lit = False
        self.state = State.IGNITING
        return codec.encode_aigs(go=True)

    def take(self, events: Sequence[Event], wall: datetime, mono: float) -> list[Measurement]:
        """Follow the events and return one measurement per sample, stamped with both clocks."""
        measurements = []
        for event in events:
            self._follow(event, mono)
            if isinstance(event, Sample):
                measurements.append(self._measurement(event, wall, mono))
        return measurements

    def _follow(self, event: Event, mono: float) -> None:
        if isinstance(event, Noise):
            return
        self._heard_at = mono
        if isinstance(event, ErrorReport):
            self._follow_error(event)
        elif isinstance(event, Sample):
            self._follow_sample(event, mono)

    def _follow_error(self, event: ErrorReport) -> None:
        if event.type == "SHUT":
            self._ignite_until = None
            self.state = State.FLAME_OUT if self._was_lit else State.UNLIT
        elif event.about == "AIGS" and self._ignite_until is not None:
            self._ignite_until = None
            self.state = State.UNLIT

    def _follow_sample(self, event: Sample, mono: float) -> None:
        """The flame is judged by the reading alone: a reply to AIGS proves nothing."""
        if event.quality is Quality.OK:
            self._was_lit = True
            self._ignite_until = None
            self.state = State.LIT
        elif event.quality is Quality.UNLIT:
            self.state = self._dark_state(mono)

    def _dark_state(self, mono: float) -> State:
        if self._ignite_until is not None and mono < self._ignite_until:
            return State.IGNITING
        self._ignite_until = None
        return State.FLAME_OUT if self._was_lit else State.UNLIT

    def _measurement(self, event: Sample, wall: datetime, mono: float) -> Measurement:
        return Measurement(
            self.device_id,
            event.detector,
            event.value,
            event.unit,
            event.quality,
            event.status,
            event.raw,
            event.crc,
            wall,
            mono,
        )
