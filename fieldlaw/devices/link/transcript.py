"""A line out of a recording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldlaw.devices.link.line import no_log
from fieldlaw.devices.link.losses import Loss, told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldlaw.devices.link.line import ByteLog


class TranscriptLink:
    """Replays recorded portions of bytes, then reports the line as lost."""

    def __init__(self, portions: Iterable[bytes], log: ByteLog = no_log) -> None:
        """Take the received portions in order; what the program writes is kept in `written`."""
        self._portions = iter(portions)
        self._log = log
        self.written: list[bytes] = []

    def read_some(self, timeout: float) -> bytes:  # noqa: ARG002 - a recording does not wait
        """Return the next portion."""
        data = next(self._portions, None)
        if data is None:
            raise told(Loss.ENDED)
        self._log("rx", data)
        return data

    def write(self, data: bytes) -> None:
        """Keep what the program would have sent."""
        self._log("tx", data)
        self.written.append(data)

    def close(self) -> None:
        """Nothing to let go."""
