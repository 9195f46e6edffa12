"""LDARtools phx42 portable FID (LDARtools PhxAccess, MIT, facts only): spec and pure state machine.

Times are seconds of a monotonic clock that the caller reads; concentrations are ppm.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from fieldlaw.cases.records.measurement import Detector
from fieldlaw.devices.analyzers.machine import Machine
from fieldlaw.devices.analyzers.spec import DeviceSpec, Fault, State
from fieldlaw.devices.codecs import phx42 as codec
from fieldlaw.devices.codecs.events import ErrorReport, Event, Reply, Telemetry

if TYPE_CHECKING:
    from fieldlaw.devices.codecs.events import Decoder

HEARTBEAT_SECONDS = 0.9
BATTERY_SECONDS = 60.0
FIRST_BATTERY_SECONDS = 10.0
LOW_BATTERY_PERCENT = 10  # our own choice of when to speak; no source gives a number
LOW_HYDROGEN, FILTER = 22, 24

SPEC = DeviceSpec(
    id="phx42",
    name="LDARtools phx42",
    detectors=(Detector.FID,),
    transports=("bluetooth-spp", "tcp"),
    evidence="A-",
    sources=("LDARtools/PhxAccess (MIT, facts only)", "LDARtools/CommonShared"),
    unit="ppm",
    read_only=("CHEK", "PRPT", "TRPT", "SRPT", "VERS", "BATS", "WUTM"),
    guarded=("AIGS", "TIME"),
    poll_plan=(("CHEK", HEARTBEAT_SECONDS), ("BATS", BATTERY_SECONDS)),
    silence_seconds=5.0,
    reconnect_seconds=30.0,
    command_of=codec.command_name,
    forbidden=(
        "GCTE", "DCTE", "DCTR", "POWR", "H2CL", "P1CL", "P2CL", "HEAT", "GPPU", "MNDL", "BTNM", "FLDL",
    ),
    ignition_seconds=60.0,  # real logs show 12 to 16 s; after this the try counts as failed
)  # fmt: skip


class Phx42Analyzer(Machine):
    """Turns decoder events into measurements and says which bytes are due. No I/O, no clock."""

    spec = SPEC

    def __init__(self, device_id: str, report_ms: int = 1000) -> None:
        """Take the identity that measurements carry and the report period in milliseconds."""
        self._report_ms = report_ms
        self._heartbeat_at = 0.0
        self._battery_at = 0.0
        self._asked_warmup = False
        super().__init__(device_id)

    def _new_decoder(self) -> Decoder:
        return codec.Decoder()

    def _setup(self, now: float) -> list[bytes]:
        self._heartbeat_at = now + HEARTBEAT_SECONDS
        self._battery_at = now + FIRST_BATTERY_SECONDS
        self._asked_warmup = False
        reports = [codec.encode_prpt(report, enable=True) for report in ("FIDR", "RDNG")]
        return [codec.encode_chek(), codec.encode_vers(), *reports, codec.encode_trpt(self._report_ms)]

    def _due(self, now: float) -> bytes:
        """The heartbeat, which must not be late; else the warm-up once lit, the battery from time to time."""
        if now >= self._heartbeat_at:
            self._heartbeat_at = now + HEARTBEAT_SECONDS
            return codec.encode_chek()
        if self.state is not State.LIT:
            self._asked_warmup = False
        elif not self._asked_warmup:
            self._asked_warmup = True
            return codec.encode_query("WUTM")
        if now >= self._battery_at:
            self._battery_at = now + BATTERY_SECONDS
            return codec.encode_query("BATS")
        return b""

    def _ignition(self, now: float) -> bytes:  # noqa: ARG002
        self._guard.grant("AIGS")
        return codec.encode_aigs(go=True)

    def _heed(self, event: Event, mono: float) -> None:
        if isinstance(event, ErrorReport):
            self._heed_error(event, mono)
        elif isinstance(event, Telemetry) and event.type == "BATS" and "PCT" in dict(event.fields):
            percent = Decimal(dict(event.fields)["PCT"])
            self._mark(Fault.LOW_BATTERY, present=percent <= LOW_BATTERY_PERCENT)
        elif isinstance(event, Reply) and event.type == "WUTM":
            self._keep_warmup(dict(event.fields).get("SEC", ""))

    def _keep_warmup(self, seconds: str) -> None:
        """Asked right after ignition, so that what is left and the whole are the same."""
        if seconds.isascii() and seconds.isdigit():
            self.spec = replace(self.spec, warmup_seconds=float(seconds))

    def _heed_error(self, event: ErrorReport, mono: float) -> None:
        if event.code == LOW_HYDROGEN:
            self._mention(Fault.LOW_HYDROGEN, mono)
        if event.code == FILTER:
            self._mention(Fault.BLOCKED_PROBE, mono)
        if event.type == "SERR":
            self._mention(Fault.DEVICE, mono)
        if event.about == "BATS":
            self._battery_at = float("inf")  # this unit does not answer it: ask no more
        if event.type == "SHUT":
            self._ignite_until = None
            self.ignited_at = None
            self.state = State.FLAME_OUT if self._was_lit else State.UNLIT
        elif event.about == "AIGS" and self._ignite_until is not None:
            self._fail_ignition()
