"""Text protocols: bytes in any portions become whole lines, each handed to the protocol's own reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldlaw.devices.codecs.events import Noise

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldlaw.devices.codecs.events import Event


class LineDecoder:
    """Cuts at `end`; a line longer than `limit` bytes is noise in pieces of `limit`, never a message."""

    def __init__(self, end: bytes, limit: int, read: Callable[[bytes], list[Event]]) -> None:
        """Start with nothing buffered; `read` takes one whole line, its end included."""
        self._end = end
        self._limit = limit
        self._read = read
        self._buffer = bytearray()
        self._overlong = False

    @property
    def pending(self) -> bool:
        """True while a line has begun and not ended."""
        return bool(self._buffer)

    def feed(self, data: bytes) -> list[Event]:
        """Take what arrived and return the events that became complete."""
        self._buffer += data
        events: list[Event] = []
        while (found := self._next()) is not None:
            events += found
        return events

    def finish(self) -> list[Event]:
        """Return the unfinished line, if any, as noise: a line without its end is no line."""
        rest = bytes(self._buffer)
        self._buffer.clear()
        self._overlong = False
        return [Noise(rest, "unfinished")] if rest else []

    def expire(self) -> list[Event]:
        """Nothing stalls here: the next end of line frees a broken line."""
        return []

    def _next(self) -> list[Event] | None:
        room = self._limit + len(self._end)
        end = self._buffer.find(self._end, 0, room)
        if end >= 0:
            return self._line(self._cut(end + len(self._end)))
        if len(self._buffer) < room:
            return None
        self._overlong = True
        return [Noise(self._cut(self._limit), "overlong")]

    def _line(self, raw: bytes) -> list[Event]:
        if self._overlong:
            self._overlong = False
            return [Noise(raw, "overlong")]
        return self._read(raw)

    def _cut(self, length: int) -> bytes:
        part = bytes(self._buffer[:length])
        del self._buffer[:length]
        return part
