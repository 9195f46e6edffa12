"""The readings that pass by during a step: the last usable one, gaps of the line, the raw bytes' hash."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fieldlaw.cases.records.measurement import NO_VALUE_WORDS, Crc, Quality
from fieldlaw.cases.records.procedure import Instant, RawSpan
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from decimal import Decimal

    from fieldlaw.cases.records.measurement import Measurement

# Longer than any poll of the instruments that we drive; an older reading is not the present one.
GAP_MS = 3000


class NoReadingError(KnownError):
    """There is no usable reading at this moment."""

    def __init__(self, why: str) -> None:
        super().__init__(f"现在没有可用的读数：{why}。", "等读数恢复再取。", "已取的读数都在。")


@dataclass(frozen=True)
class Sample:
    """A usable reading and when it was taken."""

    at: Instant
    value: Decimal


def instant_of(taken: Measurement) -> Instant:
    """When a measurement was taken."""
    return Instant(taken.taken_at.isoformat(), int(taken.monotonic * 1000))


@dataclass(frozen=True)
class Stream:
    """What has passed by since a step began.

    Attributes:
        began: when the step began.
        count, sha256: frames so far and the chain over them (see `RawSpan`).
        last: the last usable reading; None before the first.
        broken: why the stream is broken off now, in words; empty while it flows.
        gaps: where it broke off, in words.
        fresh: the reading that came last, if it is usable.
        unchecked: frames without a checksum.
        is_joined: `fresh` follows the usable reading before it without a gap.
    """

    began: Instant
    count: int = 0
    sha256: bytes = bytes(32)
    last: Sample | None = None
    broken: str = ""
    gaps: tuple[str, ...] = ()
    fresh: Sample | None = None
    unchecked: int = 0
    is_joined: bool = False

    def fed(self, taken: Measurement) -> Stream:
        """The stream with one more measurement."""
        link = hashlib.sha256(self.sha256 + hashlib.sha256(taken.raw).digest()).digest()
        bare = self.unchecked + (taken.crc is Crc.ABSENT)
        grown = replace(self, count=self.count + 1, sha256=link, unchecked=bare, fresh=None, is_joined=False)
        at = instant_of(taken)
        if taken.quality is not Quality.OK or taken.value is None:
            return grown.with_gap(at, NO_VALUE_WORDS.get(taken.quality, "没有读数"))
        hole = self.hole(at)
        if hole and not self.broken:
            grown = grown.with_gap(at, hole)
        sample = Sample(at, taken.value)
        joined = self.last is not None and not self.broken and not hole
        return replace(grown, last=sample, broken="", fresh=sample, is_joined=joined)

    def with_gap(self, at: Instant, why: str) -> Stream:
        """Broken off now; told once until it flows again."""
        if self.broken == why:
            return self
        return replace(self, broken=why, gaps=(*self.gaps, f"{at.wall[11:19]} {why}"))

    def hole(self, now: Instant) -> str:
        """Why nothing connects the last reading with this moment; empty where it does."""
        if self.last is None:
            return ""
        silence = now.mono_ms - self.last.at.mono_ms
        if 0 <= silence <= GAP_MS:
            return ""
        return f"读数中断 {silence / 1000:.1f} 秒" if silence > 0 else "时钟重新开始"

    def present(self, now: Instant) -> Sample:
        """The reading of this moment.

        Raises:
            NoReadingError: the stream is broken off, silent, or has not begun.
        """
        if self.last is None or self.broken:
            raise NoReadingError(self.broken or "还没有收到")
        hole = self.hole(now)
        if hole:
            raise NoReadingError(hole)
        return self.last

    def raw(self, now: Instant) -> RawSpan:
        """Which part of the raw stream the step rests on."""
        gaps = self.gaps
        if self.last is not None and not self.broken and self.hole(now):
            gaps = (*gaps, f"{now.wall[11:19]} {self.hole(now)}")
        return RawSpan(self.began, now, self.count, self.sha256, gaps, self.unchecked)
