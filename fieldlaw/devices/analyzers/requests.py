"""One question at a time: commands wait in line, and the poll is sent when nothing else is due."""

from __future__ import annotations

from collections import deque


class Requests:
    """Keeps `gap` seconds between commands and waits `timeout` seconds for an answer."""

    def __init__(self, gap: float, timeout: float, poll_every: float) -> None:
        """Start with an empty line."""
        self._gap = gap
        self._timeout = timeout
        self._every = poll_every
        self._line: deque[bytes] = deque()
        self._waits_until: float | None = None
        self._free_at = 0.0
        self._poll_at = 0.0

    def restart(self, now: float, commands: tuple[bytes, ...] = ()) -> None:
        """Forget everything and put the set-up commands in line."""
        self._line = deque(commands)
        self._waits_until = None
        self._free_at = self._poll_at = now

    def push(self, data: bytes) -> None:
        """Put a command in line, unless the same already waits."""
        if data not in self._line:
            self._line.append(data)

    def hold(self, until: float) -> None:
        """Send nothing before this time."""
        self._free_at = max(self._free_at, until)

    def answered(self) -> None:
        """The answer to the outstanding command is here."""
        self._waits_until = None

    def due(self, now: float, poll: bytes) -> bytes:
        """Return what is to be sent now: a waiting command, else the poll, or nothing."""
        if (self._waits_until is not None and now < self._waits_until) or now < self._free_at:
            return b""
        if not self._line and now < self._poll_at:
            return b""
        data = self._line.popleft() if self._line else poll
        if data == poll:
            self._poll_at = now + self._every
        self._waits_until = now + self._timeout
        self._free_at = now + self._gap
        return data
