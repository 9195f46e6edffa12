"""RAE MiniRAE Lite, MiniRAE 3000, ppbRAE 3000 over the one public command `R`.

Experimental: no status, unit or checksum, so no reading is ever `ok`; check zero and span with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldlaw.cases.records.measurement import Detector
from fieldlaw.devices.analyzers.machine import Machine
from fieldlaw.devices.analyzers.requests import Requests
from fieldlaw.devices.analyzers.spec import DeviceSpec
from fieldlaw.devices.codecs import rae as codec

if TYPE_CHECKING:
    from fieldlaw.devices.codecs.events import Decoder, Event

POLL_SECONDS, TIMEOUT_SECONDS, GAP_SECONDS = 1.0, 2.0, 0.5

SPEC = DeviceSpec(
    id="rae_R",
    name="RAE MiniRAE / ppbRAE 3000",
    detectors=(Detector.PID,),
    transports=("serial",),
    evidence="C",
    sources=("MAPIRlab/hw_drivers_olfaction minirae_lite_node.cpp", "一个公开的 Python 读数程序"),
    unit=None,
    read_only=("R",),
    guarded=(),
    poll_plan=(("R", POLL_SECONDS),),
    silence_seconds=5.0,
    reconnect_seconds=30.0,
    command_of=codec.command_name,
    experimental=True,
    baudrate=9600,
)


class RaeAnalyzer(Machine):
    """Asks once a second."""

    spec = SPEC

    def __init__(self, device_id: str, unit: str) -> None:
        """Take the identity and the unit that the instrument shows."""
        self._requests = Requests(GAP_SECONDS, TIMEOUT_SECONDS, POLL_SECONDS)
        super().__init__(device_id, unit)

    def _new_decoder(self) -> Decoder:
        return codec.Decoder()

    def _setup(self, now: float) -> list[bytes]:
        self._requests.restart(now)
        return []

    def _due(self, now: float) -> bytes:
        return self._requests.due(now, codec.encode_read())

    def _heed(self, event: Event, mono: float) -> None:  # noqa: ARG002
        self._requests.answered()
