"""Binary protocols: a window slides and drops ONE byte where no frame stands (after libsigrok).

The events depend on the bytes alone, never on their portions. Every byte ends in the raw of some event.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from fieldlaw.devices.codecs.events import Noise

if TYPE_CHECKING:
    from fieldlaw.devices.codecs.events import Event

NOISE_RUN = 256  # bytes: noise is told at the latest after so many


@dataclass(frozen=True)
class Match:
    """What stands at a place: `length` bytes that are a frame; no events: its checksum is wrong.

    Length 0: no frame starts here.
    """

    length: int
    events: tuple[Event, ...] = ()


NO_FRAME = Match(0)


class Frames(Protocol):
    """What a protocol tells the window."""

    starts: bytes

    def match(self, data: bytearray, at: int, *, ended: bool) -> Match | None:
        """Judge the place `at`; None: more bytes are needed. `ended`: nothing follows the last byte."""


class WindowDecoder:
    """Sans-IO decoder over a protocol's `match`."""

    def __init__(self, frames: Frames) -> None:
        """Start with nothing buffered."""
        self._frames = frames
        self._start = re.compile(b"[" + re.escape(frames.starts) + b"]")
        self._buffer = bytearray()
        self._at = 0
        self._noise = bytearray()
        self._reason = "sync"
        self._left = 0

    @property
    def pending(self) -> bool:
        """True while the start of a frame waits for its rest, or noise waits to be told."""
        return bool(self._buffer or self._noise)

    def feed(self, data: bytes) -> list[Event]:
        """Take what arrived and return the events that became complete."""
        self._buffer += data
        return self._scan(ended=False)

    def expire(self) -> list[Event]:
        """Give up the first byte of an incomplete frame after a silence; the rest is looked at anew."""
        if not self._buffer:
            return self._told()
        if self._waits():
            return []
        events: list[Event] = []
        self._give_up("unfinished", len(self._buffer), events)
        events += self._scan(ended=False)
        return events if self._buffer else events + self._told()

    def finish(self) -> list[Event]:
        """Nothing follows: take the frames in what is left, the other bytes are noise."""
        events = self._scan(ended=True)
        while self._buffer:
            self._give_up("unfinished", len(self._buffer), events)
            events += self._scan(ended=True)
        events += self._told()
        self._left, self._reason = 0, "sync"
        return events

    def _waits(self) -> bool:
        """True when the buffer holds exactly one whole frame whose layout the next bytes must settle."""
        held = self._frames.match(self._buffer, 0, ended=True)
        return held is not None and bool(held.events) and held.length == len(self._buffer)

    def _scan(self, *, ended: bool) -> list[Event]:
        events: list[Event] = []
        while self._at < len(self._buffer):
            start = self._start.search(self._buffer, self._at)
            self._drop((start.start() if start else len(self._buffer)) - self._at, events)
            found = self._frames.match(self._buffer, self._at, ended=ended) if start else None
            if found is None:
                break
            self._use(found, events)
        del self._buffer[: self._at]
        self._at = 0
        return events

    def _use(self, found: Match, events: list[Event]) -> None:
        if found.events:
            events += self._told()
            events += found.events
            self._left, self._reason = 0, "sync"
            self._at += found.length
        else:
            if found.length:
                self._label("crc", found.length, events)
            self._drop(1, events)

    def _give_up(self, reason: str, extent: int, events: list[Event]) -> None:
        self._label(reason, extent, events)
        self._drop(1, events)
        del self._buffer[: self._at]
        self._at = 0

    def _label(self, reason: str, extent: int, events: list[Event]) -> None:
        """The next `extent` bytes are noise for this reason, unless a frame is found among them."""
        if self._left == 0:
            events += self._told()
            self._reason, self._left = reason, extent

    def _drop(self, count: int, events: list[Event]) -> None:
        """Put bytes to the noise, in runs of one reason."""
        while count > 0:
            if self._left == 0 and self._reason != "sync":
                events += self._told()
                self._reason = "sync"
            size = min(count, NOISE_RUN - len(self._noise), self._left or count)
            self._noise += self._buffer[self._at : self._at + size]
            self._at += size
            count -= size
            self._left = max(self._left - size, 0)
            if len(self._noise) >= NOISE_RUN:
                events += self._told()

    def _told(self) -> list[Event]:
        raw = bytes(self._noise)
        self._noise.clear()
        return [Noise(raw, self._reason)] if raw else []
