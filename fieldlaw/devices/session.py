"""One owner thread for one analyzer: it opens, reads, writes, reconnects and tells what happened.

Knows no window and no case; clocks and the line are handed in. Commands never outlive a connection.
"""

from __future__ import annotations

import queue
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from fieldlaw.devices.analyzers.spec import DeviceSpec, Fault, State
from fieldlaw.devices.codecs.events import Event, Sample
from fieldlaw.devices.link import LinkLost, Loss
from fieldlaw.errors import BugError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from fieldlaw.cases.records.measurement import Measurement
    from fieldlaw.devices.link import Link

READ_SECONDS = 0.05
EXPIRE_SECONDS = 0.3  # a false start that gets no more bytes for so long is given up
BACKOFF_SECONDS = (0.5, 1.0, 2.0, 5.0)
DENIED_SECONDS = 0.5  # a port that was lost a moment ago is refused for 0.5 to 2 s (pyserial #458, #736)
_DENIED = (Loss.ACCESS_DENIED_AFTER_UNPLUG, Loss.BUSY, Loss.NO_PERMISSION)
_NOT_CONNECTED = "仪器未连接，点火命令没有发出。连接恢复后请再次确认点火。"
_BROKEN = ("程序出错，读数已停止。", "请重新连接仪器；再次出现时请报告。", "已收到的读数不受影响。")
_SILENT = "仪器没有数据。请检查仪器电源和距离。"


@dataclass(frozen=True)
class LinkUp:
    """The line is open; nothing is known of the device yet."""


@dataclass(frozen=True)
class LinkDown:
    """The line could not be opened or is lost; told once, retried in silence."""

    error: LinkLost


@dataclass(frozen=True)
class StateChanged:
    """The flame state as the readings show it."""

    state: State


@dataclass(frozen=True)
class FaultChanged:
    """What is wrong with the instrument now; empty when nothing is. Told only where `tell_faults` asks."""

    faults: frozenset[Fault]


@dataclass(frozen=True)
class Measured:
    """One measurement, as the case keeps it."""

    measurement: Measurement


@dataclass(frozen=True)
class DeviceSaid:
    """Telemetry, a reply, an error report or noise."""

    event: Event


@dataclass(frozen=True)
class GapStarted:
    """Readings stopped; `after` is the time of the last one."""

    after: datetime
    reason: str


@dataclass(frozen=True)
class GapRecorded:
    """No reading exists between the two times: the last before and the first after the gap."""

    after: datetime
    before: datetime


@dataclass(frozen=True)
class CommandRefused:
    """A command was dropped unsent, with the sentence for the person who gave it."""

    command: str
    sentence: str


SessionEvent = (
    LinkUp
    | LinkDown
    | StateChanged
    | FaultChanged
    | Measured
    | DeviceSaid
    | GapStarted
    | GapRecorded
    | CommandRefused
)


class Analyzer(Protocol):
    """What a session needs of a state machine."""

    spec: DeviceSpec
    state: State

    @property
    def faults(self) -> frozenset[Fault]:
        """What is wrong now."""

    @property
    def pending(self) -> bool:
        """True while a message has begun and not ended."""

    def expire(self) -> list[Event]:
        """Free a false start after a silence."""

    def release(self, data: bytes) -> bytes:
        """Return bytes that may leave; raise for others."""

    def is_reading(self, data: bytes) -> bool:
        """True for a command that may be repeated."""

    def farewell(self) -> list[bytes]:
        """Return what is said before the line is closed."""

    def refuse_ignition(self) -> str:
        """Say why ignition cannot be ordered now; empty when it can."""

    def on_connect(self, now: float) -> list[bytes]:
        """Return the set-up commands."""

    def decode(self, data: bytes) -> list[Event]:
        """Return the events that became complete."""

    def tick(self, now: float) -> bytes:
        """Return the bytes due."""

    def quiet_for(self, now: float) -> float:
        """Seconds since the device last spoke."""

    def ignite(self, now: float) -> bytes:
        """Return the first bytes of ignition; the others come by `tick`."""

    def take(self, events: Sequence[Event], wall: datetime, mono: float) -> list[Measurement]:
        """Follow the events and return the measurements."""


class AnalyzerSession:
    """Owns the line to one analyzer. `on_event` is called in the owner thread."""

    def __init__(  # noqa: PLR0913 - the clocks and the line are handed in one by one
        self,
        analyzer: Analyzer,
        open_link: Callable[[], Link],
        wall: Callable[[], datetime],
        mono: Callable[[], float],
        on_event: Callable[[SessionEvent], None],
        *,
        backoff: Sequence[float] = BACKOFF_SECONDS,
        tell_faults: bool = False,
    ) -> None:
        """Take the parts.

        Args:
            analyzer: the state machine; owned by the session's thread from `start` on.
            open_link: opens the line; raises LinkLost.
            wall: the wall clock, with a zone.
            mono: a monotonic clock in seconds.
            on_event: told everything, in the owner thread.
            backoff: the wait in seconds before each next attempt to reconnect.
            tell_faults: FaultChanged is among the events.
        """
        self._analyzer = analyzer
        self._open_link = open_link
        self._wall = wall
        self._mono = mono
        self._emit = on_event
        self._backoff = backoff
        self._commands: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="analyzer-session", daemon=True)
        self._state = analyzer.state
        self._tells_faults = tell_faults
        self._faults: frozenset[Fault] = frozenset()
        self._is_down = False
        self._is_denied = False
        self._heard_at = 0.0
        self._last_at: datetime | None = None
        self._gap_after: datetime | None = None

    def start(self) -> None:
        """Start the owner thread."""
        self._thread.start()

    def stop(self) -> None:
        """End the owner thread and wait for it; the line is closed there. Never called from on_event."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def ignite(self) -> None:
        """Ask for ignition on a person's explicit action; refused, not kept, while disconnected."""
        self._commands.put("ignite")

    def _run(self) -> None:
        """Serve until stopped; our own fault ends the readings, and is told, before it is reported."""
        try:
            self._keep_connected()
        except BugError:
            self._lose(LinkLost(*_BROKEN))
            raise

    def _keep_connected(self) -> None:
        attempt = 0
        while not self._stop.is_set():
            attempt = 0 if self._connect() else attempt + 1
            self._refuse_commands()
            self._stop.wait(self._pause(attempt))

    def _pause(self, attempt: int) -> float:
        wait = self._backoff[min(attempt, len(self._backoff) - 1)]
        return max(wait, DENIED_SECONDS) if self._is_denied else wait

    def _connect(self) -> bool:
        """Open and serve the line until it ends; False when it could not be opened."""
        try:
            link = self._open_link()
        except LinkLost as error:
            self._lose(error)
            return False
        try:
            self._serve(link)
        except LinkLost as error:
            self._lose(error)
        finally:
            with suppress(LinkLost):
                link.close()
        return True

    def _serve(self, link: Link) -> None:
        self._refuse_commands()
        self._heard_at = self._mono()
        for data in self._analyzer.on_connect(self._mono()):
            self._send(link, data)
        self._is_down = self._is_denied = False
        self._emit(LinkUp())
        while not self._stop.is_set():
            self._step(link)
        with suppress(LinkLost):
            for data in self._analyzer.farewell():
                self._send(link, data)

    def _send(self, link: Link, data: bytes) -> None:
        """Write what the guard lets pass; a time-out that Windows invents is tried again for reading."""
        released = self._analyzer.release(data)
        try:
            link.write(released)
        except LinkLost as error:
            if error.loss is not Loss.WRITE_TIMEOUT or not self._analyzer.is_reading(data):
                raise
            link.write(released)

    def _step(self, link: Link) -> None:
        self._run_commands(link)
        due = self._analyzer.tick(self._mono())
        if due:
            self._send(link, due)
        self._tell_state()
        for event in self._read(link):
            self._take(event)
        self._check_silence()

    def _read(self, link: Link) -> list[Event]:
        data = link.read_some(READ_SECONDS)
        now = self._mono()
        if data:
            self._heard_at = now
            return self._analyzer.decode(data)
        if not self._analyzer.pending or now - self._heard_at < EXPIRE_SECONDS:
            return []
        self._heard_at = now
        return self._analyzer.expire()

    def _take(self, event: Event) -> None:
        measurements = self._analyzer.take([event], self._wall(), self._mono())
        if not isinstance(event, Sample):
            self._emit(DeviceSaid(event))
        for measurement in measurements:
            self._end_gap(measurement.taken_at)
            self._last_at = measurement.taken_at
            self._emit(Measured(measurement))
        self._tell_state()

    def _check_silence(self) -> None:
        if self._analyzer.quiet_for(self._mono()) >= self._analyzer.spec.reconnect_seconds:
            raise LinkLost("仪器长时间没有响应。", "请检查仪器电源和距离，程序会自动重连。")

    def _tell_state(self) -> None:
        self._tell_faults()
        if self._analyzer.state is self._state:
            return
        self._state = self._analyzer.state
        if self._state is State.SILENT:
            self._start_gap(_SILENT)
        self._emit(StateChanged(self._state))

    def _tell_faults(self) -> None:
        if self._tells_faults and self._analyzer.faults != self._faults:
            self._faults = self._analyzer.faults
            self._emit(FaultChanged(self._faults))

    def _lose(self, error: LinkLost) -> None:
        self._is_denied = error.loss in _DENIED
        self._start_gap(error.what)
        self._analyzer.state = State.SILENT
        self._tell_state()
        if not self._is_down:
            self._is_down = True
            self._emit(LinkDown(error))

    def _start_gap(self, reason: str) -> None:
        """A gap begins at the last reading; before the first reading there is none."""
        if self._last_at is not None and self._gap_after is None:
            self._gap_after = self._last_at
            self._emit(GapStarted(self._last_at, reason))

    def _end_gap(self, before: datetime) -> None:
        if self._gap_after is not None:
            self._emit(GapRecorded(self._gap_after, before))
            self._gap_after = None

    def _run_commands(self, link: Link) -> None:
        for command in self._taken_commands():
            reason = self._analyzer.refuse_ignition()
            if reason:
                self._emit(CommandRefused(command, reason))
                continue
            data = self._analyzer.ignite(self._mono())
            if data:
                self._send(link, data)

    def _refuse_commands(self) -> None:
        for command in self._taken_commands():
            self._emit(CommandRefused(command, _NOT_CONNECTED))

    def _taken_commands(self) -> list[str]:
        taken: list[str] = []
        with suppress(queue.Empty):
            while True:
                taken.append(self._commands.get_nowait())
        return taken
