"""What goes wrong on a line, once for every simulated analyzer: a plan of faults and the line that has them.

All chance comes from a seeded generator and all time from the caller, so a run can be repeated.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldlaw.devices.simulated.uart import heard_at

if TYPE_CHECKING:
    from random import Random

BITS_PER_BYTE = 10  # start, eight data bits, stop
PACED_BYTES = 8  # what a small receiver hands over at a time
MERGE_SECONDS = 0.5
BACKLOG = 1 << 20  # bytes; a slow line that never catches up drops the rest, as a device's buffer does


@dataclass
class Faults:
    """What goes wrong; may be changed while running. Nothing is wrong by default.

    Attributes:
        split: hand over in portions of so many bytes (0: whole messages).
        garbage: bytes put before every message.
        is_silent: swallow everything in both directions without an error, like a Bluetooth link out of range.
        silence_after: seconds from the start until it falls silent; None: never.
        silence_seconds: how long that silence lasts.
        baud: send no faster than this many bits a second (0: no limit).
        delay: seconds by which every message comes late.
        drop: probability that a byte is lost.
        flip: probability that a byte has one wrong bit.
        flip_bit: the bit that is wrong in every message, counted from its start; None: none.
        duplicate: probability that a message comes twice.
        reorder: probability that a message comes after the next one.
        truncate: probability that the end of a message is missing.
        merge: hand over so many messages in one portion, or what came in half a second (0: as they come).
        is_echoing: send the host's own bytes back, as a two-wire line does.
        wrong_baud: the instrument's own speed, where it differs from what the host set; 0: they agree.
        unplug_after: seconds from the start until the cable is pulled; None: never.
        replug_after: seconds from then until it is back; None: never.
    """

    split: int = 0
    garbage: bytes = b""
    is_silent: bool = False
    silence_after: float | None = None
    silence_seconds: float = 5.0
    baud: int = 0
    delay: float = 0.0
    drop: float = 0.0
    flip: float = 0.0
    flip_bit: int | None = None
    duplicate: float = 0.0
    reorder: float = 0.0
    truncate: float = 0.0
    merge: int = 0
    is_echoing: bool = False
    wrong_baud: int = 0
    unplug_after: float | None = None
    replug_after: float | None = None


class FaultyLine:
    """Lies between a protocol and its port; messages go in, portions with the planned faults come out."""

    def __init__(self, faults: Faults, chance: Random) -> None:
        """Take the plan, which may be changed while it runs, and the chance."""
        self.faults = faults
        self.host_baud: int | None = None
        self._chance = chance
        self._start: float | None = None
        self._free_at = 0.0
        self._waiting: deque[tuple[float, bytes]] = deque()
        self._size = 0
        self._merging: list[bytes] = []
        self._merging_since = 0.0
        self._late: bytes | None = None

    def is_gone(self, now: float) -> bool:
        """True while the cable is pulled."""
        return _within(self._age(now), self.faults.unplug_after, self.faults.replug_after)

    def forget(self) -> None:
        """Lose everything that is under way."""
        self._waiting.clear()
        self._merging.clear()
        self._late = None
        self._size = 0

    def send(self, message: bytes, now: float) -> None:
        """Take one whole message from the instrument."""
        if not message:
            return
        for hurt in self._ordered(message):
            for copy in self._copies(hurt):
                self._merge(self.faults.garbage + self._damaged(copy), now)

    def hear(self, data: bytes, now: float) -> bytes:
        """Take what the host sent; return what the instrument hears of it."""
        if self._is_silent(now) or not data:
            return b""
        if self.faults.is_echoing:
            self._queue(data, now)
        return self._garbled(data, to_host=False)

    def due(self, now: float) -> list[bytes]:
        """Return the portions that reach the host by now."""
        if self._merging and now - self._merging_since >= MERGE_SECONDS:
            self._hand_over(now)
        found = []
        while self._waiting and self._waiting[0][0] <= now:
            _, portion = self._waiting.popleft()
            self._size -= len(portion)
            found.append(portion)
        return [] if self._is_silent(now) else found

    def _age(self, now: float) -> float:
        if self._start is None:
            self._start = now
        return now - self._start

    def _is_silent(self, now: float) -> bool:
        plan = self.faults
        return plan.is_silent or _within(self._age(now), plan.silence_after, plan.silence_seconds)

    def _hits(self, probability: float) -> bool:
        return probability > 0 and self._chance.random() < probability

    def _ordered(self, message: bytes) -> list[bytes]:
        """The message and the one that was held back for it; nothing while it is held back itself."""
        if self._late is not None:
            late, self._late = self._late, None
            return [message, late]
        if self._hits(self.faults.reorder):
            self._late = message
            return []
        return [message]

    def _copies(self, message: bytes) -> list[bytes]:
        return [message] * (2 if self._hits(self.faults.duplicate) else 1)

    def _damaged(self, message: bytes) -> bytes:
        if self._hits(self.faults.truncate):
            message = message[: self._chance.randrange(len(message))]
        kept = bytearray(byte for byte in message if not self._hits(self.faults.drop))
        for place in range(len(kept)):
            if self._hits(self.faults.flip):
                kept[place] ^= 1 << self._chance.randrange(8)
        bit = self.faults.flip_bit
        if bit is not None and bit // 8 < len(kept):
            kept[bit // 8] ^= 1 << bit % 8
        return self._garbled(bytes(kept), to_host=True)

    def _garbled(self, data: bytes, *, to_host: bool) -> bytes:
        """What the other side hears at its own speed; where the host's is not known it counts as double."""
        own = self.faults.wrong_baud
        if not own:
            return data
        host = self.host_baud or own * 2
        return heard_at(data, own, host) if to_host else heard_at(data, host, own)

    def _merge(self, message: bytes, now: float) -> None:
        if self.faults.merge < 2:
            self._queue(message, now)
            return
        if not self._merging:
            self._merging_since = now
        self._merging.append(message)
        if len(self._merging) >= self.faults.merge:
            self._hand_over(now)

    def _hand_over(self, now: float) -> None:
        self._queue(b"".join(self._merging), now)
        self._merging.clear()

    def _queue(self, data: bytes, now: float) -> None:
        step = self.faults.split or (PACED_BYTES if self.faults.baud else max(len(data), 1))
        for start in range(0, len(data), step):
            portion = data[start : start + step]
            if self._size + len(portion) <= BACKLOG:
                self._size += len(portion)
                self._waiting.append((self._arrival(len(portion), now), portion))

    def _arrival(self, size: int, now: float) -> float:
        self._free_at = max(self._free_at, now + self.faults.delay)
        if self.faults.baud:
            self._free_at += size * BITS_PER_BYTE / self.faults.baud
        return self._free_at


def _within(age: float, after: float | None, seconds: float | None) -> bool:
    return after is not None and after <= age and (seconds is None or age < after + seconds)
