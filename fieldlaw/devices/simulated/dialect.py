"""What every simulated protocol has in common: the notes that it keeps and the shape that the line sees."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from decimal import Decimal

    from fieldlaw.devices.simulated.physics import Physics

EARLY_SECONDS = 1e-6  # sums of tenths are not exact
KEPT = 200_000  # notes of a kind; a demo that runs for days must not fill the memory


@dataclass(frozen=True)
class Meant:
    """A value that the instrument meant to send: when (its clock, s), FID or PID, and the number."""

    at: float
    detector: str
    value: Decimal


@dataclass
class Notes:
    """What a test asks afterwards.

    Attributes:
        meant: the latest values that were meant as measurements.
        commands: the latest commands, by their protocol's name.
        asked: guarded commands, such as ignition, which only a person may cause.
        forbidden: commands that a host must never send.
    """

    meant: deque[Meant] = field(default_factory=lambda: deque(maxlen=KEPT))
    commands: deque[str] = field(default_factory=lambda: deque(maxlen=KEPT))
    asked: list[str] = field(default_factory=list)
    forbidden: list[str] = field(default_factory=list)

    def mean(self, at: float, detector: str, value: Decimal) -> None:
        """Note a value before it is put on the wire."""
        self.meant.append(Meant(at, detector, value))


class Dialect(Protocol):
    """A protocol over an instrument: whole messages out, any portions of bytes in; it has no clock."""

    physics: Physics
    notes: Notes

    def plug(self) -> None:
        """A new connection: forget half a command and what the last host had set up."""

    def hear(self, data: bytes, now: float) -> list[bytes]:
        """Take what the host sent; return the messages that answer it."""

    def tick(self, now: float) -> list[bytes]:
        """Return the messages that are due by themselves."""


class Periodic:
    """Says when the next report of a period is due; keeps the rhythm and never bursts after a pause."""

    def __init__(self, seconds: float) -> None:
        """Start switched off."""
        self.seconds = seconds
        self._at: float | None = None

    def start(self, now: float) -> None:
        """Switch on; the first report is due at once."""
        self._at = now

    def stop(self) -> None:
        """Switch off."""
        self._at = None

    @property
    def is_on(self) -> bool:
        """True while reports are sent."""
        return self._at is not None

    def is_due(self, now: float) -> bool:
        """True once for each period."""
        if self._at is None or now < self._at - EARLY_SECONDS:
            return False
        late = now - self._at > self.seconds
        self._at = now + self.seconds if late else self._at + self.seconds
        return True


def lines_of(buffer: bytes, end: bytes, limit: int = 4096) -> tuple[list[bytes], bytes]:
    """Split whole lines off a buffer; an endless line is dropped, as an instrument does."""
    *lines, rest = buffer.split(end)
    return lines, rest if len(rest) <= limit else b""
