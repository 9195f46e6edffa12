"""Thermo TVA-1000B behind the LDARtools Bluetooth adapter (`TVA.cs`, facts only): listening only.

Experimental: only rules are public, no frame of a real device was seen. Nothing is ever sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldlaw.cases.records.measurement import Detector
from fieldlaw.devices.analyzers.machine import Machine
from fieldlaw.devices.analyzers.spec import DeviceSpec, Fault
from fieldlaw.devices.codecs import tva1000b_bt as codec
from fieldlaw.devices.codecs.events import Event, Sample

if TYPE_CHECKING:
    from fieldlaw.devices.codecs.events import Decoder


def _nothing(_data: bytes) -> str:
    """No command exists for this device."""
    return ""


SPEC = DeviceSpec(
    id="tva1000b_bt",
    name="Thermo TVA-1000B（LDARtools 蓝牙适配器）",
    detectors=(Detector.FID, Detector.PID),
    transports=("bluetooth-spp",),
    evidence="C+",
    sources=("LDARtools/CommonShared TVA.cs (MIT, facts only)",),
    unit="ppm",
    read_only=(),
    guarded=(),
    poll_plan=(),
    silence_seconds=5.0,
    reconnect_seconds=30.0,
    command_of=_nothing,
    forbidden=("$$$", "s*,0808", "s*,0800", "---"),
    experimental=True,
    ranges=("百分数读数保持百分数，不换算",),
)


class Tva1000bAnalyzer(Machine):
    """Listens."""

    spec = SPEC

    def _new_decoder(self) -> Decoder:
        return codec.Decoder()

    def _heed(self, event: Event, mono: float) -> None:  # noqa: ARG002
        if isinstance(event, Sample):
            self._mark(Fault.DEVICE, present="ERR" in dict(event.status)["shown"])
