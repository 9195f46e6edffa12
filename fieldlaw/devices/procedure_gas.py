"""Steps with gas at the probe: warm-up, zero, span with precision, response time, drift."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from fieldlaw.cases.records.measurement import Quality
from fieldlaw.cases.records.procedure import (
    DRIFT,
    PASSED,
    RESPONSE,
    SPAN,
    WARMUP,
    ZERO,
    Reading,
    StepResult,
)
from fieldlaw.devices import formulas
from fieldlaw.devices.procedure import Check, StepError
from fieldlaw.devices.procedure_stream import NoReadingError, Stream, instant_of

if TYPE_CHECKING:
    from fieldlaw.cases.records.cylinder import Cylinder
    from fieldlaw.cases.records.measurement import Measurement
    from fieldlaw.cases.records.procedure import Instant
    from fieldlaw.devices.procedure import Session
    from fieldlaw.devices.procedure_stream import Sample

ZERO_GAS, SPAN_GAS = "零气", "标气"
_COLD = frozenset({Quality.UNLIT, Quality.WARMING, Quality.FAULT})
_MINUTE = Decimal(60)


@dataclass(frozen=True)
class WarmUp:
    """Warming up: counted from the first usable reading after the flame was last out.

    A silent line does not restart it, since the flame may have burned on; the gap is kept and said.
    """

    stream: Stream
    lit_at: Instant | None = None

    def fed(self, taken: Measurement) -> WarmUp:
        """One more measurement."""
        stream = self.stream.fed(taken)
        if taken.quality in _COLD:
            return WarmUp(stream, None)
        lit = self.lit_at or (instant_of(taken) if stream.fresh else None)
        return WarmUp(stream, lit)

    def minutes(self, now: Instant) -> Decimal:
        """Minutes since it was lit; 0 while it is not."""
        return now.seconds_since(self.lit_at) / _MINUTE if self.lit_at else Decimal(0)

    def finish(self, session: Session, by: str, now: Instant) -> StepResult:
        """End the step."""
        limit, minutes = session.limits["warmup_minutes"], self.minutes(now)
        lit = "还没有点火" if self.lit_at is None else f"点火后 {minutes:.1f} 分钟，要求 {limit.words}"
        raw = self.stream.raw(now)
        result = StepResult(WARMUP, PASSED, "", self.stream.began, now, by, session.tool, raw=raw)
        result = replace(result, figures=(("minutes", minutes),), marks=raw.gaps)
        return session.held(result, Check(bool(self.lit_at) and minutes >= limit.number, lit, limit))


@dataclass(frozen=True)
class GasReadings:
    """Readings that a person takes while gas is at the probe: the digits of the instrument, not averaged.

    Attributes:
        step: zero, span or drift. Span alternates zero gas and span gas; the others take one gas.
        cylinder: of the span gas, at the zero step of the zero gas; None where it is not on the list.
    """

    step: str
    stream: Stream
    unit: str
    cylinder: Cylinder | None = None
    taken: tuple[Reading, ...] = ()

    def fed(self, taken: Measurement) -> GasReadings:
        """One more measurement."""
        return replace(self, stream=self.stream.fed(taken))

    @property
    def next_gas(self) -> str:
        """Which gas belongs at the probe now."""
        if self.step != SPAN:
            return ZERO_GAS if self.step == ZERO else SPAN_GAS
        return ZERO_GAS if len(self.taken) % 2 == 0 else SPAN_GAS

    def take(self, now: Instant) -> GasReadings:
        """Take the reading of this moment.

        Raises:
            NoReadingError: there is none.
        """
        sample = self.stream.present(now)
        reading = Reading(self.next_gas, sample.value, self.unit, "", sample.at, now)
        return replace(self, taken=(*self.taken, reading))

    def _values(self, gas: str) -> list[Decimal]:
        return [one.value for one in self.taken if one.label == gas and one.value is not None]

    def finish(self, session: Session, by: str, now: Instant) -> StepResult:
        """End the step.

        Raises:
            StepError: no reading was taken; a drift check without a passed span check, or with another gas.
        """
        if not self.taken:
            raise StepError("还没有取读数。", f"通{self.next_gas}，读数稳定后取。")
        raw = self.stream.raw(now)
        marks = (*session.gas_marks(self.cylinder, now.day), *raw.gaps)
        result = StepResult(
            *(self.step, PASSED, "", self.stream.began, now, by, session.tool, self.cylinder),
            readings=self.taken,
            marks=marks,
            raw=raw,
        )
        if self.step == ZERO:
            return replace(result, figures=(("zero", self._values(ZERO_GAS)[-1]),))
        return self._span(session, result) if self.step == SPAN else self._drift(session, result)

    def _span(self, session: Session, result: StepResult) -> StepResult:
        values = self._values(SPAN_GAS)
        asked, limit = session.limits["precision_alternations"], session.limits["precision_percent"]
        if not values or self.cylinder is None:
            return session.held(result, Check(passes=False, says="没有标气读数，或没有登记标气气瓶"))
        precision = formulas.precision_percent(values, Decimal(self.cylinder.concentration))
        span = formulas.mean(values)
        return session.held(
            replace(result, figures=(("precision", precision), ("span", span))),
            Check(len(values) >= asked.number, f"交替 {len(values)} 次，要求 {asked.words}", asked),
            Check(precision <= limit.number, f"精密度 {precision:.2f}%，要求不超过 {limit.words}", limit),
        )

    def _drift(self, session: Session, result: StepResult) -> StepResult:
        checked, after = session.reference, self._values(SPAN_GAS)[-1]
        before = checked.figure("span") if checked else None
        if checked is None or before is None:
            raise StepError("没有通过的标气检查，漂移无从比较。", "先做标气检查，或写明理由跳过漂移。")
        if _strength(checked.cylinder) != _strength(self.cylinder):
            raise StepError("收工用的标气与标气检查时不是同一种、同一浓度。", "换成同样的标气再做。")
        limit, drift = session.limits["drift_percent"], formulas.drift_percent(before, after)
        return session.held(
            replace(result, figures=(("before", before), ("after", after), ("drift", drift))),
            Check(abs(drift) <= limit.number, f"漂移 {drift:+.1f}%，要求不超过 ±{limit.words}", limit),
        )


def _strength(cylinder: Cylinder | None) -> tuple[str, Decimal] | None:
    return (cylinder.substance, Decimal(cylinder.concentration)) if cylinder else None


def begin_zero(session: Session, cylinder: Cylinder | None, now: Instant) -> GasReadings:
    """Begin the zero step; `cylinder` is of the zero gas."""
    return GasReadings(ZERO, Stream(now), session.tool.unit, cylinder)


def begin_span(session: Session, cylinder: Cylinder | None, now: Instant) -> GasReadings:
    """Begin the span and precision step."""
    return GasReadings(SPAN, Stream(now), session.tool.unit, cylinder)


def begin_drift(session: Session, cylinder: Cylinder | None, now: Instant) -> GasReadings:
    """Begin the drift check at the end of the day."""
    return GasReadings(DRIFT, Stream(now), session.tool.unit, cylinder)


@dataclass(frozen=True)
class ResponseTime:
    """Response time: gas is switched to span several times; each run is from the switch to settled.

    A gap of the line inside a run makes that run void, and it says so.
    """

    stream: Stream
    cylinder: Cylinder | None = None
    zero: Sample | None = None
    switched: Instant | None = None
    run: tuple[Sample, ...] = ()
    fault: str = ""
    runs: tuple[Reading, ...] = ()

    def fed(self, taken: Measurement) -> ResponseTime:
        """One more measurement."""
        stream = self.stream.fed(taken)
        if self.switched is None:
            return replace(self, stream=stream)
        if stream.fresh is None:
            return replace(self, stream=stream, fault=stream.broken)
        fault = self.fault or ("" if stream.is_joined else "读数中断")
        return replace(self, stream=stream, run=(*self.run, stream.fresh), fault=fault)

    def switch(self, now: Instant) -> ResponseTime:
        """The gas was switched from zero to span at this moment.

        Raises:
            NoReadingError: there is no reading of the zero gas.
        """
        return replace(self, zero=self.stream.present(now), switched=now, run=(), fault="")

    def settled(self, session: Session, now: Instant) -> ResponseTime:
        """The reading has settled: work out the time of this run, or why there is none.

        Raises:
            StepError: the gas was not switched.
        """
        if self.zero is None or self.switched is None:
            raise StepError("还没有切换标气。", "先在切换的一刻按“切换”。")
        value, reason = self._time(session, now)
        reading = Reading(f"第{len(self.runs) + 1}次", value, "s", reason, self.switched, now)
        return replace(self, runs=(*self.runs, reading), switched=None, zero=None, run=(), fault="")

    def _time(self, session: Session, now: Instant) -> tuple[Decimal | None, str]:
        if self.fault or self.zero is None or self.switched is None:
            return None, f"{self.fault}，这一次作废"
        try:
            final = self.stream.present(now).value
            steps = [(sample.at.seconds_since(self.switched), sample.value) for sample in self.run]
            percent = session.limits["response_percent"].number
            return formulas.rise_time(steps, self.zero.value, final, percent), ""
        except (NoReadingError, formulas.NoResultError) as error:
            return None, error.what.rstrip("。")

    def finish(self, session: Session, by: str, now: Instant) -> StepResult:
        """End the step with the mean of the runs that hold."""
        times = [run.value for run in self.runs if run.value is not None]
        asked, limit = session.limits["response_runs"], session.limits["response_seconds"]
        raw = self.stream.raw(now)
        marks = (*session.gas_marks(self.cylinder, now.day), *raw.gaps)
        result = StepResult(
            *(RESPONSE, PASSED, "", self.stream.began, now, by, session.tool, self.cylinder),
            readings=self.runs,
            marks=(*marks, *(f"{run.label}：{run.reason}" for run in self.runs if run.reason)),
            raw=raw,
        )
        enough = Check(len(times) >= asked.number, f"有效 {len(times)} 次，要求 {asked.words}", asked)
        if not times:
            return session.held(result, enough)
        mean = formulas.mean(times)
        return session.held(
            replace(result, figures=(("mean", mean),)),
            enough,
            Check(mean <= limit.number, f"响应时间 {mean:.1f} 秒，要求不超过 {limit.words}", limit),
        )
