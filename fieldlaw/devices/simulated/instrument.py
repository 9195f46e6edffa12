"""A simulated analyzer without port and thread: physics, protocol and a faulty line; time is told."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from fieldlaw.devices.simulated.faults import Faults, FaultyLine

if TYPE_CHECKING:
    from fieldlaw.devices.simulated.dialect import Dialect


def chance(seed: int) -> Random:
    """The seeded generator of a simulator: the same seed gives the same faults."""
    return Random(seed)  # noqa: S311 - repeatable faults, no secret


class Instrument:
    """What stands behind a port: bytes in, portions of bytes out."""

    def __init__(self, dialect: Dialect, faults: Faults, chance: Random) -> None:
        """Take the parts."""
        self.dialect = dialect
        self.faults = faults
        self.line = FaultyLine(faults, chance)

    def plug(self) -> None:
        """A new connection; what was under way is lost."""
        self.dialect.plug()
        self.line.forget()

    def hear(self, data: bytes, now: float) -> None:
        """Take what the host sent."""
        heard = self.line.hear(data, now)
        if heard:
            self._say(self.dialect.hear(heard, now), now)

    def run(self, now: float) -> list[bytes]:
        """Let time pass; return the portions that reach the host by now."""
        self.dialect.physics.advance(now)
        self._say(self.dialect.tick(now), now)
        return self.line.due(now)

    def blow_out(self, now: float) -> None:
        """Let the flame go out."""
        self.dialect.physics.blow_out(now)

    def insert(self, data: bytes, now: float) -> None:
        """Send these bytes once, with the faults of the line."""
        self.line.send(data, now)

    def _say(self, messages: list[bytes], now: float) -> None:
        for message in messages:
            self.line.send(message, now)
