"""ACI PIDS3 OEM module (vendor manual): lamp, pump and other error bits.

Experimental: no public page tells how to read a concentration, so there are no readings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldlaw.cases.records.measurement import Detector
from fieldlaw.devices.analyzers.machine import Machine
from fieldlaw.devices.analyzers.requests import Requests
from fieldlaw.devices.analyzers.spec import DeviceSpec, Fault, State
from fieldlaw.devices.codecs import pids3 as codec
from fieldlaw.devices.codecs.events import ErrorReport, Event

if TYPE_CHECKING:
    from fieldlaw.devices.codecs.events import Decoder

POLL_SECONDS, TIMEOUT_SECONDS, GAP_SECONDS = 2.0, 2.0, 0.2

SPEC = DeviceSpec(
    id="pids3",
    name="ACI PIDS3",
    detectors=(Detector.PID,),
    transports=("serial",),
    evidence="C",
    sources=("ACI PIDS3 manual pp. 32-43", "PIM_CPN manual pp. 28, 32"),
    unit=None,
    read_only=codec.QUERIES,
    guarded=(),
    poll_plan=(("pids.error ?", POLL_SECONDS),),
    silence_seconds=5.0,
    reconnect_seconds=30.0,
    command_of=codec.command_name,
    forbidden=("pids.start", "pids.stop", "pids.lampcheck", "pids.reboot", "pids.calib"),
    experimental=True,
    ranges=("只读故障位，没有浓度读数",),
)


class Pids3Analyzer(Machine):
    """Asks for the error bits."""

    spec = SPEC

    def __init__(self, device_id: str) -> None:
        """Take the identity."""
        self._requests = Requests(GAP_SECONDS, TIMEOUT_SECONDS, POLL_SECONDS)
        super().__init__(device_id)

    def _new_decoder(self) -> Decoder:
        return codec.Decoder()

    def _setup(self, now: float) -> list[bytes]:
        self._requests.restart(now, (codec.encode("device.serialno ?"), codec.encode("pids.measconfig ?")))
        return []

    def _due(self, now: float) -> bytes:
        return self._requests.due(now, codec.encode("pids.error ?"))

    def _heed(self, event: Event, mono: float) -> None:  # noqa: ARG002
        self._requests.answered()
        self.state = State.READY
        if getattr(event, "type", "") != "pids.error":
            return
        bits = event.code or 0 if isinstance(event, ErrorReport) else 0
        lamp, pump = _any(bits, codec.LAMP_BITS), _any(bits, codec.PUMP_BITS)
        self._mark(Fault.LAMP, present=lamp)
        self._mark(Fault.BLOCKED_PROBE, present=pump)
        self._mark(Fault.DEVICE, present=bool(bits) and not (lamp or pump))


def _any(bits: int, places: tuple[int, ...]) -> bool:
    return any(bits >> place & 1 for place in places)
