"""谱育 EXPEC 3100 portable FID and PID on its own Wi-Fi (one public source, facts only): it streams.

The frames name no unit: a person reads it off the instrument's screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldlaw.cases.records.measurement import Detector
from fieldlaw.devices.analyzers.machine import Machine
from fieldlaw.devices.analyzers.spec import DeviceSpec
from fieldlaw.devices.codecs import expec3100 as codec
from fieldlaw.devices.codecs.events import ErrorReport, Event

if TYPE_CHECKING:
    from fieldlaw.devices.codecs.events import Decoder

SPEC = DeviceSpec(
    id="expec3100",
    name="谱育 EXPEC 3100",
    detectors=(Detector.FID, Detector.PID),
    transports=("tcp",),
    evidence="B+",
    sources=("一个公开的第三方安卓应用（2020，无许可，只取事实）",),
    unit=None,
    read_only=("3D55",),
    guarded=("3A66",),
    poll_plan=(),
    silence_seconds=5.0,
    reconnect_seconds=30.0,
    command_of=codec.command_name,
    forbidden=("3D66",),
)


class Expec3100Analyzer(Machine):
    """Listens; asks once for the calibration points."""

    spec = SPEC

    def _new_decoder(self) -> Decoder:
        return codec.Decoder()

    def _setup(self, now: float) -> list[bytes]:  # noqa: ARG002
        return [codec.encode_read_cal(detector) for detector in self.spec.detectors]

    def _ignition(self, now: float) -> bytes:  # noqa: ARG002
        self._guard.grant("3A66")
        return codec.encode_ignite()

    def _heed(self, event: Event, mono: float) -> None:  # noqa: ARG002
        """A refusal ends the try; "ok" proves nothing, the readings do."""
        if isinstance(event, ErrorReport) and event.about == "ignite" and self._ignite_until is not None:
            self._fail_ignition()
