"""The background around the unit, and the points: the maximum, and how long the probe stayed at it.

How the stay is counted. The *band* of a maximum reaches down from it by a share of it, but at least by a
fixed number (both in the packs, a convention of this program). A *stay* is an unbroken run of usable readings
that all lie in the band of the present maximum; it lasts from its first reading to its last. A reading below
the band (the probe moved on) and a gap of the line end it; the next one begins at nothing, stays are not
added up. A new maximum moves the band: readings at the head of the stay that fall out of it no longer count,
and neither does an earlier stay that reached below it. The dwell of the point is its longest stay.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from fieldlaw.cases.records.procedure import (
    BACKGROUND,
    FAILED,
    PASSED,
    POINT,
    POSITIONS,
    Reading,
    StepResult,
)
from fieldlaw.devices import formulas
from fieldlaw.devices.procedure import Check, StepError
from fieldlaw.devices.procedure_stream import Stream

if TYPE_CHECKING:
    from fieldlaw.cases.records.measurement import Measurement
    from fieldlaw.cases.records.procedure import Instant, Weather
    from fieldlaw.devices.procedure import Session
    from fieldlaw.devices.procedure_stream import Sample

_ZERO = Decimal(0)


@dataclass(frozen=True)
class Background:
    """The background at five positions; each gives the highest usable reading while the probe was there."""

    stream: Stream
    unit: str
    position: str = ""
    arrived: Instant | None = None
    peak: Decimal | None = None
    readings: tuple[Reading, ...] = ()

    def fed(self, taken: Measurement) -> Background:
        """One more measurement."""
        stream = self.stream.fed(taken)
        if self.arrived is None or stream.fresh is None:
            return replace(self, stream=stream)
        value = stream.fresh.value
        return replace(self, stream=stream, peak=value if self.peak is None else max(self.peak, value))

    def arrive(self, position: str, now: Instant) -> Background:
        """The probe is at a position; one measured before is measured anew, and both readings are kept.

        Raises:
            StepError: there is no such position, or the probe has not left the one before.
        """
        if position not in POSITIONS:
            raise StepError(f"没有测点“{position}”。", f"可用：{'、'.join(POSITIONS)}。")
        if self.arrived is not None:
            raise StepError(f"“{self.position}”还没有结束。", "先结束这一处。")
        return replace(self, position=position, arrived=now, peak=None)

    def depart(self, now: Instant) -> Background:
        """The probe leaves the position.

        Raises:
            StepError: it is at none.
        """
        if self.arrived is None:
            raise StepError("还没有开始测本底。", "先选一处再开始。")
        reason = "" if self.peak is not None else self.stream.broken or "没有收到读数"
        reading = Reading(self.position, self.peak, self.unit, reason, self.arrived, now)
        return replace(self, readings=(*self.readings, reading), position="", arrived=None, peak=None)

    def finish(self, session: Session, weather: Weather, by: str, now: Instant) -> StepResult:
        """End the step with the mean over the positions; the last reading of a position counts."""
        values = {one.label: one.value for one in self.readings}
        held = [value for value in values.values() if value is not None]
        asked, raw = session.limits["background_positions"], self.stream.raw(now)
        blank = tuple(f"{one.label}：{one.reason}" for one in self.readings if one.reason)
        result = StepResult(
            *(BACKGROUND, PASSED, "", self.stream.began, now, by, session.tool, None, weather),
            readings=self.readings,
            figures=(("mean", formulas.mean(held)),) if held else (),
            marks=(*raw.gaps, *blank),
            raw=raw,
        )
        text = f"有读数的 {len(held)} 处，要求 {asked.words}"
        return session.held(result, Check(len(held) >= asked.number, text, asked))


@dataclass(frozen=True)
class Point:
    """One point while the probe is at it.

    Attributes:
        required: how many seconds the probe has to stay; None without a response time.
        share, least: how far the band reaches below the maximum: a share of it, at least a number.
        peak: the highest usable reading; None before the first.
        stay: the readings of the present stay.
        best: first and last reading of the longest stay that has ended; `best_low` is its lowest value.
        restarts: how often a stay ended by a gap of the line.
    """

    subject: str
    stream: Stream
    required: Decimal | None
    share: Decimal
    least: Decimal
    peak: Sample | None = None
    stay: tuple[Sample, ...] = ()
    best: tuple[Sample, ...] = ()
    best_low: Decimal = _ZERO
    restarts: int = 0

    @property
    def floor(self) -> Decimal:
        """The lower end of the band of the present maximum."""
        if self.peak is None:
            return _ZERO
        return self.peak.value - max(abs(self.peak.value) * self.share, self.least)

    @property
    def dwell(self) -> Decimal:
        """The longest stay at the maximum, in seconds."""
        return Decimal(_length(self.longest)) / 1000

    @property
    def longest(self) -> tuple[Sample, ...]:
        """The longest stay, its first and last reading among them; empty before the first."""
        return self.best if _length(self.best) > _length(self.stay) else self.stay

    @property
    def is_long_enough(self) -> bool | None:
        """Whether the probe stayed long enough; None while nobody knows how long that is."""
        return None if self.required is None else self.peak is not None and self.dwell >= self.required

    def fed(self, taken: Measurement) -> Point:
        """One more measurement."""
        grown = replace(self, stream=self.stream.fed(taken))
        fresh = grown.stream.fresh
        if fresh is None or not grown.stream.is_joined:
            grown = grown.moved_on(is_gap=True)
        return grown if fresh is None else grown.risen(fresh).at(fresh)

    def moved_on(self, *, is_gap: bool = False) -> Point:
        """The present stay is over."""
        if not self.stay:
            return self
        length, again = _length(self.stay), self.restarts + int(is_gap)
        if length <= _length(self.best):
            return replace(self, stay=(), restarts=again)
        low = min(sample.value for sample in self.stay)
        return replace(self, stay=(), best=(self.stay[0], self.stay[-1]), best_low=low, restarts=again)

    def risen(self, fresh: Sample) -> Point:
        """A new maximum moves the band, and what falls out of it no longer counts."""
        if self.peak is not None and fresh.value <= self.peak.value:
            return self
        higher = replace(self, peak=fresh)
        below = [index for index, sample in enumerate(self.stay) if sample.value < higher.floor]
        stay = self.stay[below[-1] + 1 :] if below else self.stay
        kept = self.best if self.best_low >= higher.floor else ()
        return replace(higher, stay=stay, best=kept)

    def at(self, fresh: Sample) -> Point:
        """The reading joins the stay, or ends it."""
        if fresh.value < self.floor:
            return self.moved_on()
        return replace(self, stay=(*self.stay, fresh))

    def says(self) -> str:
        """What to do now."""
        if self.stream.broken:
            return f"读数不能用（{self.stream.broken}），停留重新计时。"
        if self.peak is None:
            return "把探头移到密封处，沿边缘找最大值。"
        if self.required is None:
            return f"最大值 {self.peak.value}；没有响应时间，不知道要停留多久。"
        if self.is_long_enough:
            return f"最大值 {self.peak.value}，停留 {self.dwell:.1f} 秒，可以记下。"
        left = self.required - self.dwell
        return f"最大值 {self.peak.value}，停在最大处，还要 {left:.1f} 秒。"

    def finish(self, session: Session, by: str, now: Instant) -> StepResult:
        """End the point; one without its dwell is kept as failed, so that no verdict rests on it."""
        raw, background = self.stream.raw(now), session.background(now.day)
        figures = {"dwell": self.dwell}
        if self.required is not None:
            figures["required"] = self.required
        if background is not None:
            figures["background"] = background
        if self.peak is not None:
            figures["peak"] = self.peak.value
            figures |= {} if background is None else {"net": formulas.net(self.peak.value, background)}
        reason = self._reason()
        return StepResult(
            *(POINT, FAILED if reason else PASSED, reason, self.stream.began, now, by, session.tool),
            readings=(self._reading(session.tool.unit, now), *self._stayed()),
            figures=tuple(figures.items()),
            unverified=("dwell_factor",) if not session.limits["dwell_factor"].is_verified else (),
            marks=(*session.guide(now).missing, *self._marks(raw.gaps)),
            raw=raw,
            subject=self.subject,
        )

    def _reading(self, unit: str, now: Instant) -> Reading:
        if self.peak is None:
            return Reading("最大值", None, unit, self.stream.broken or "没有收到读数", self.stream.began, now)
        return Reading("最大值", self.peak.value, unit, "", self.peak.at, now)

    def _stayed(self) -> tuple[Reading, ...]:
        """From when to when the probe stayed longest at the maximum."""
        if not self.longest:
            return ()
        return (Reading("停留", self.dwell, "s", "", self.longest[0].at, self.longest[-1].at),)

    def _reason(self) -> str:
        if self.peak is None:
            return "没有可用的读数"
        if self.required is None:
            return "停留不足：没有响应时间，无从核对"
        return "" if self.is_long_enough else f"停留不足：{self.dwell:.1f} 秒，要求 {self.required:.1f} 秒"

    def _marks(self, gaps: tuple[str, ...]) -> tuple[str, ...]:
        again = (f"读数中断，停留重新计时 {self.restarts} 次",) if self.restarts else ()
        return (*again, *gaps)


def _length(stay: tuple[Sample, ...]) -> int:
    return stay[-1].at.mono_ms - stay[0].at.mono_ms if stay else 0


def begin_background(session: Session, now: Instant) -> Background:
    """Begin the background step."""
    return Background(Stream(now), session.tool.unit)


def begin_point(session: Session, tag: str, now: Instant) -> Point:
    """Begin a point.

    Raises:
        StepError: the point has no tag.
    """
    if not tag.strip():
        raise StepError("没有写密封点编码。", "先选一个点，或写上编码。")
    share = session.limits["dwell_band_percent"].number / 100
    least = session.limits["dwell_band_least"].number
    return Point(tag.strip(), Stream(now), session.dwell(now.day), share, least)
