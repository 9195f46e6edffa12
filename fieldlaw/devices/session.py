"""One owner thread for one analyzer: it opens, reads, writes, reconnects and tells what happened.

Knows no window and no case; clocks and the line are handed in. Commands never outlive a connection.
"""

from __future__ import annotations

import queue
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from fieldlaw.devices.analyzers.spec import DeviceSpec, State
from fieldlaw.devices.codecs.events import Event, Sample
from fieldlaw.devices.link import LinkLost

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from fieldlaw.cases.records.measurement import Measurement
    from fieldlaw.devices.link import Link

READ_SECONDS = 0.05
BACKOFF_SECONDS = (0.5, 1.0, 2.0, 5.0)
_NOT_CONNECTED = "仪器未连接,点火命令没有发出。连接恢复后请再次确认点火。"
_ALREADY_LIT = "仪器已点火或正在点火,没有再次发出点火命令。"
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
    LinkUp | LinkDown | StateChanged | Measured | DeviceSaid | GapStarted | GapRecorded | CommandRefused
)


class Analyzer(Protocol):
    """What a session needs of a state machine."""

    spec: DeviceSpec
    state: State

    def on_connect(self, now: float) -> list[bytes]:
        """Return the set-up commands."""

    def decode(self, data: bytes) -> list[Event]:
        """Return the events that became complete."""

    def tick(self, now: float) -> bytes:
        """Return the bytes due."""

    def quiet_for(self, now: float) -> float:
        """Seconds since the device last spoke."""

    def ignite(self, now: float) -> bytes:
        """Return the ignition command."""

    def take(self, events: Sequence[Event], wall: datetime, mono: float) -> list[Measurement]:
        """Follow the events and return the measurements."""


class AnalyzerSession:
    """Owns the line to one analyzer. `on_event` is called in the owner thread."""

    def __init__(
        self,
        analyzer: Analyzer,
        open_link: Callable[[], Link],
        wall: Callable[[], datetime],
        mono: Callable[[], float],
        on_event: Callable[[SessionEvent], None],
        *,
        backoff: Sequence[float] = BACKOFF_SECONDS,
    ) -> None:
        """Take the parts; `backoff` is the wait in seconds before each next attempt to reconnect."""
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
        self._is_down = False
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
        attempt = 0
        while not self._stop.is_set():
            attempt = 0 if self._connect() else attempt + 1
            self._refuse_commands()
            self._stop.wait(self._backoff[min(attempt, len(self._backoff) - 1)])

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
        for data in self._analyzer.on_connect(self._mono()):
            link.write(data)
        self._is_down = False
        self._emit(LinkUp())
        while not self._stop.is_set():
            self._step(link)

    def _step(self, link: Link) -> None:
        self._run_commands(link)
        due = self._analyzer.tick(self._mono())
        if due:
            link.write(due)
        self._tell_state()
        for event in self._analyzer.decode(link.read_some(READ_SECONDS)):
            self._take(event)
        self._check_silence()

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
            raise LinkLost("仪器长时间没有响应。", "请检查仪器电源和距离,程序会自动重连。")

    def _tell_state(self) -> None:
        if self._analyzer.state is self._state:
            return
        self._state = self._analyzer.state
        if self._state is State.SILENT:
            self._start_gap(_SILENT)
        self._emit(StateChanged(self._state))

    def _lose(self, error: LinkLost) -> None:
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
            data = self._analyzer.ignite(self._mono())
            if data:
                link.write(data)
            else:
                self._emit(CommandRefused(command, _ALREADY_LIT))

    def _refuse_commands(self) -> None:
        for command in self._taken_commands():
            self._emit(CommandRefused(command, _NOT_CONNECTED))

    def _taken_commands(self) -> list[str]:
        taken: list[str] = []
        with suppress(queue.Empty):
            while True:
                taken.append(self._commands.get_nowait())
        return taken
