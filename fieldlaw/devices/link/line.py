"""What a line is, for whoever reads from it and for whoever provides it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

ByteLog = Callable[[str, bytes], None]

WRITE_TIMEOUT = 2.0  # seconds; a Bluetooth port on Windows may otherwise block for ever
READ_SIZE = 4096


class Link(Protocol):
    """What a session needs of a line."""

    def read_some(self, timeout: float) -> bytes:
        """Return what arrived within `timeout` seconds, maybe nothing."""

    def write(self, data: bytes) -> None:
        """Send all of `data`."""

    def close(self) -> None:
        """Let the line go."""


class Wire(Protocol):
    """A transport under a link; it raises what its system raises."""

    def read_some(self, timeout: float) -> bytes:
        """Return what arrived within `timeout` seconds, maybe nothing."""

    def write(self, data: bytes) -> None:
        """Send all of `data`."""

    def cancel(self) -> bool:
        """End a read that waits in another thread; False where the system cannot."""

    def close(self) -> None:
        """Let the system's handle go; may hang on a bad driver."""


def no_log(_direction: str, _data: bytes) -> None:
    """Keep nothing."""
