"""What all state machines share: silence, flame, faults, measurements, the guard. No I/O, no clock.

Times are seconds of a monotonic clock that the caller reads; wall times come with the events.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import timedelta
from typing import TYPE_CHECKING

from fieldlaw.cases.records.measurement import Detector, Measurement, Quality
from fieldlaw.devices.analyzers.guard import Guard
from fieldlaw.devices.analyzers.spec import DeviceSpec, Fault, State
from fieldlaw.devices.codecs.events import Event, Noise, Sample

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from fieldlaw.devices.codecs.events import Decoder

PASSING_SECONDS = 30.0  # a fault that the device tells once and never takes back is shown so long
_BURNING = frozenset({Quality.OK, Quality.OVERRANGE, Quality.UNDERRANGE})
_NO_FLAME = "这台仪器没有火焰，不用点火。"
_BY_HAND = "这台仪器不能由程序点火，请在仪器上点火。"
_ALREADY_LIT = "仪器已点火或正在点火，没有再次发出点火命令。"


class Machine(ABC):
    """One analyzer: decoder events in, measurements and due bytes out.

    Attributes:
        state: the flame or the detector, as the readings show it.
        faults: what is wrong now.
        ignited_at: wall time of the first reading with the flame on; None while it is off.
    """

    spec: DeviceSpec

    def __init__(self, device_id: str, unit: str = "") -> None:
        """Take the identity that measurements carry, and the unit where the stream does not say it."""
        self.device_id = device_id
        self.state = State.SILENT
        self.ignited_at: datetime | None = None
        self._unit = unit
        self._guard = Guard(self.spec)
        self._decoder: Decoder = self._new_decoder()
        self._heard_at = 0.0
        self._faults: dict[Fault, float | None] = {}
        self._forget()

    def _forget(self) -> None:
        self.state = State.SILENT
        self._ignite_until: float | None = None
        self._was_lit = False
        self._seen_lit: bool | None = None
        self._run = 0
        self._pid_alone = 0

    @property
    def faults(self) -> frozenset[Fault]:
        """What is wrong now."""
        return frozenset(self._faults)

    @property
    def warm_until(self) -> datetime | None:
        """When the warm-up ends; None while unlit, or where nobody states how long it takes."""
        if self.ignited_at is None or self.spec.warmup_seconds is None:
            return None
        return self.ignited_at + timedelta(seconds=self.spec.warmup_seconds)

    @abstractmethod
    def _new_decoder(self) -> Decoder:
        """A decoder for a fresh connection."""

    def _setup(self, now: float) -> list[bytes]:  # noqa: ARG002
        """What is sent at once after the line is open."""
        return []

    def _due(self, now: float) -> bytes:  # noqa: ARG002
        """What is to be sent now."""
        return b""

    def _ignition(self, now: float) -> bytes:  # noqa: ARG002
        """Grant and return the command that starts the flame; nothing where `guarded` names none."""
        return b""

    def _heed(self, event: Event, mono: float) -> None:  # noqa: B027 - most models add nothing
        """What the model alone knows of an event that is not noise."""

    def on_connect(self, now: float) -> list[bytes]:
        """Forget the old line, its half messages and its orders; return the set-up commands."""
        was_lit = self._was_lit
        self._decoder = self._new_decoder()
        self._guard.revoke()
        self._faults.clear()
        self._forget()
        self._was_lit = was_lit  # a flame that died while nobody listened is a flame-out all the same
        self._heard_at = now
        return self._setup(now)

    def decode(self, data: bytes) -> list[Event]:
        """Feed what arrived to the decoder of this link."""
        return self._decoder.feed(data)

    @property
    def pending(self) -> bool:
        """True while a message has begun and not ended."""
        return self._decoder.pending

    def expire(self) -> list[Event]:
        """Free a false start after a silence; the session has the clock."""
        return self._decoder.expire()

    def tick(self, now: float) -> bytes:
        """Return the bytes due now (or none), notice silence, let told faults pass."""
        if self.quiet_for(now) >= self.spec.silence_seconds:
            self.state = State.SILENT
        for fault in [f for f, until in self._faults.items() if until is not None and now >= until]:
            del self._faults[fault]
        return self._due(now)

    def farewell(self) -> list[bytes]:
        """What is said before the line is closed on purpose."""
        return []

    def release(self, data: bytes) -> bytes:
        """The last check before bytes leave.

        Raises:
            BugError: neither a reading command nor asked for by a person.
        """
        return self._guard.release(data)

    def is_reading(self, data: bytes) -> bool:
        """True for a command that may be repeated without harm."""
        return self._guard.is_reading(data)

    def quiet_for(self, now: float) -> float:
        """Seconds without any message of the device; noise does not count as life."""
        return now - self._heard_at

    def refuse_ignition(self) -> str:
        """Why ignition cannot be ordered now, as a sentence; empty when it can."""
        if Detector.FID not in self.spec.detectors:
            return _NO_FLAME
        if not self.spec.guarded:
            return _BY_HAND
        return _ALREADY_LIT if self.state in (State.LIT, State.IGNITING) else ""

    def ignite(self, now: float) -> bytes:
        """Start ignition on a person's explicit action; what is sent at once (the rest comes by `tick`)."""
        if self.refuse_ignition():
            return b""
        self._ignite_until = now + self.spec.ignition_seconds
        self._was_lit = False
        self._faults.pop(Fault.IGNITION_FAILED, None)
        self.state = State.IGNITING
        return self._ignition(now)

    def take(self, events: Sequence[Event], wall: datetime, mono: float) -> list[Measurement]:
        """Follow the events and return one measurement per sample, stamped with both clocks."""
        measurements = []
        for event in events:
            if isinstance(event, Noise):
                continue
            self._heard_at = mono
            if isinstance(event, Sample):
                self._follow(event, wall, mono)
                measurements.append(self._measurement(event, wall, mono))
            self._heed(event, mono)
        return measurements

    def _follow(self, event: Sample, wall: datetime, mono: float) -> None:
        """The flame is judged by readings alone: a reply to a command proves nothing."""
        if event.detector is Detector.PID:
            self._follow_pid()
            return
        self._pid_alone = 0
        lit = self._is_lit(event)
        if lit is not None:
            self._see(lit=lit, wall=wall, mono=mono)

    def _follow_pid(self) -> None:
        """A PID has no flame; where the device has an FID too, its next sample may follow at once."""
        self._pid_alone += 1
        if self._pid_alone > (Detector.FID in self.spec.detectors):
            self.state = State.READY

    def _is_lit(self, event: Sample) -> bool | None:
        """None: this sample says nothing of the flame."""
        if event.quality in _BURNING:
            return True
        return False if event.quality is Quality.UNLIT else None

    def _see(self, *, lit: bool, wall: datetime, mono: float) -> None:
        self._run = self._run + 1 if lit is self._seen_lit else 1
        self._seen_lit = lit
        if self._run < self.spec.debounce and (lit or self.state is State.LIT):
            return
        if not lit:
            self.ignited_at = None
            self.state = self._dark_state(mono)
            return
        self._was_lit = True
        self._ignite_until = None
        self._faults.pop(Fault.IGNITION_FAILED, None)
        self.ignited_at = self.ignited_at or wall
        self.state = State.LIT

    def _dark_state(self, mono: float) -> State:
        if self._ignite_until is not None:
            if mono < self._ignite_until:
                return State.IGNITING
            self._fail_ignition()
        return State.FLAME_OUT if self._was_lit else State.UNLIT

    def _fail_ignition(self) -> None:
        self._ignite_until = None
        self._faults[Fault.IGNITION_FAILED] = None
        self.state = State.UNLIT

    def _mark(self, fault: Fault, *, present: bool) -> None:
        """A fault that every frame confirms or takes back."""
        if present:
            self._faults[fault] = None
        else:
            self._faults.pop(fault, None)

    def _mention(self, fault: Fault, mono: float) -> None:
        """A fault that the device tells once."""
        self._faults[fault] = mono + PASSING_SECONDS

    def _measurement(self, event: Sample, wall: datetime, mono: float) -> Measurement:
        return Measurement(
            self.device_id,
            event.detector,
            event.value,
            event.unit or self._unit,
            event.quality,
            event.status,
            event.raw,
            event.crc,
            wall,
            mono,
        )
