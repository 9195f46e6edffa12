"""The session of one instrument: which steps are done, what comes next, what is missing, what is in doubt.

Pure: times and readings come in, results of steps come out. The session is nothing but these results, so
that it stands again, the same, once they are read back from the case.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from fieldlaw.cases.records.cylinder import ZERO_AIR
from fieldlaw.cases.records.procedure import (
    BACKGROUND,
    BEFORE_POINTS,
    DRIFT,
    FAILED,
    INSTRUMENT,
    LEFT,
    PASSED,
    POINT,
    RESPONSE,
    STEP_WORDS,
    StepResult,
)
from fieldlaw.cases.records.procedure_state import PENDING, RETEST, counting, doubts, reference
from fieldlaw.devices.formulas import required_dwell
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fieldlaw.cases.records.cylinder import Cylinder
    from fieldlaw.cases.records.procedure import Instant, Limit, Tool

SHORTEST_REASON = 5


class StepError(KnownError):
    """A step cannot be done or left like this."""

    def __init__(self, what: str, way_out: str) -> None:
        super().__init__(what, way_out, "已记的步骤都在。")


@dataclass(frozen=True)
class Guide:
    """Where the session stands.

    Attributes:
        step: the step that comes next.
        says: what to do now.
        missing: what a point measured now would lack.
        marks: what the record has to say: steps left, numbers not verified.
    """

    step: str
    says: str
    missing: tuple[str, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Session:
    """The measurement with one instrument.

    Attributes:
        tool: the instrument as it is now.
        limits: the numbers of the packs by id.
        results: the results of its steps in the order in which they were done.
    """

    tool: Tool
    limits: Mapping[str, Limit]
    results: tuple[StepResult, ...] = ()

    def keep(self, result: StepResult) -> Session:
        """The session with one more result; nothing earlier is taken away."""
        return replace(self, results=(*self.results, result))

    def counting(self, step: str, day: date) -> StepResult | None:
        """The result of a step that counts on a day."""
        return counting(self.results, step, day)

    @property
    def reference(self) -> StepResult | None:
        """The passed span check that a drift check is held against; None without one."""
        return reference(self.results)

    def background(self, day: date) -> Decimal | None:
        """The mean background of a day; None while it was not measured."""
        held = self.counting(BACKGROUND, day)
        return held.figure("mean") if held and held.outcome != LEFT else None

    def dwell(self, day: date) -> Decimal | None:
        """How many seconds the probe has to stay at the maximum; None without a response time."""
        held = self.counting(RESPONSE, day)
        mean = held.figure("mean") if held else None
        return None if mean is None else required_dwell(mean, self.limits["dwell_factor"].number)

    # --- what to do

    def guide(self, now: Instant) -> Guide:
        """What comes next, what is missing, what the record has to say."""
        missing = tuple(self._missing(now.day))
        step = next((step for step in BEFORE_POINTS if self._lacks(step, now.day)), POINT)
        return Guide(step, self._says(step, now.day), missing, self._marks(now.day))

    def _lacks(self, step: str, day: date) -> bool:
        held = self.counting(step, day)
        return held is None or held.outcome == FAILED

    def _missing(self, day: date) -> Iterable[str]:
        for step in BEFORE_POINTS:
            held = self.counting(step, day)
            if held is None:
                yield f"{STEP_WORDS[step]}还没有做"
            elif held.outcome == FAILED:
                yield f"{STEP_WORDS[step]}未通过：{held.reason}"
            elif held.outcome == LEFT:
                yield f"{STEP_WORDS[step]}没有做：{held.reason}"

    def _says(self, step: str, day: date) -> str:
        held = self.counting(step, day)
        if step != POINT and held is not None:
            return f"{STEP_WORDS[step]}未通过：{held.reason}。重做，或写明理由跳过。"
        if step != POINT:
            return f"下一步：{STEP_WORDS[step]}。"
        waiting = self._doubtful()
        if waiting[RETEST]:
            return f"有 {waiting[RETEST]} 个测点待复测，请逐点重测。"
        if waiting[PENDING]:
            return "继续测点；收工前做漂移检查。"
        return "可以测点。"

    def _doubtful(self) -> dict[str, int]:
        codes = [doubt.code for doubt in doubts(self.results).values()]
        return {code: codes.count(code) for code in (RETEST, PENDING)}

    def _marks(self, day: date) -> tuple[str, ...]:
        held = [one for step in BEFORE_POINTS if (one := self.counting(step, day))]
        drift = next((r for r in reversed(self.results) if r.step == DRIFT and r.ended.day == day), None)
        held += [drift] if drift else []
        return tuple(f"{STEP_WORDS[one.step]}：{mark}" for one in held for mark in one.marks)

    # --- making results

    def leave(self, step: str, reason: str, by: str, now: Instant) -> StepResult:
        """Go past a step with a reason; it stays marked in words.

        Raises:
            StepError: the reason is too short, or a point is no step that one leaves.
        """
        if step == POINT:
            raise StepError("测点不能跳过。", "不能测的点在清单里写明原因。")
        if len(reason.strip()) < SHORTEST_REASON:
            raise StepError(f"理由不足 {SHORTEST_REASON} 个字。", "写明为什么不做这一步。")
        mark = f"没有做，理由：{reason.strip()}"
        return StepResult(step, LEFT, reason.strip(), now, now, by, self.tool, marks=(mark,))

    def check_instrument(self, by: str, now: Instant) -> StepResult:
        """The first step: which instrument, and whether its certificate holds today."""
        tool, faults = self.tool, []
        if not tool.serial:
            faults.append("没有登记出厂编号")
        if not tool.certificate or not tool.valid_until:
            faults.append("没有登记检定证书和有效期")
        elif date.fromisoformat(tool.valid_until) < now.day:
            faults.append(f"检定有效期到 {tool.valid_until}，已过期")
        outcome, reason = (FAILED, "；".join(faults)) if faults else (PASSED, "")
        return StepResult(INSTRUMENT, outcome, reason, now, now, by, tool, marks=tuple(faults))

    def held(self, result: StepResult, *checks: Check) -> StepResult:
        """A result with its checks; numbers that are not verified are marked and block nothing."""
        faults = [check.says for check in checks if not check.passes]
        used = [check.limit for check in checks if check.limit and not check.limit.is_verified]
        marks = [f"所用的数未核实：{limit.name} {limit.number} {limit.unit}" for limit in used]
        return replace(
            result,
            outcome=FAILED if faults else PASSED,
            reason="；".join(faults),
            unverified=tuple(limit.id for limit in used),
            marks=(*result.marks, *marks),
        )

    def gas_marks(self, cylinder: Cylinder | None, day: date) -> tuple[str, ...]:
        """What is wrong with a gas cylinder, in words."""
        if cylinder is None:
            return ("没有登记气瓶",)
        found = []
        if cylinder.expired(day):
            found.append(f"气瓶 {cylinder.number} 证书有效期到 {cylinder.valid_until}，已过期")
        elif not cylinder.valid_until:
            found.append(f"气瓶 {cylinder.number} 没有登记有效期")
        return (*found, *self._gas_quality(cylinder))

    def _gas_quality(self, cylinder: Cylinder) -> Iterable[str]:
        """What is wrong with the gas itself: a zero gas with too much in it, a span gas known too badly."""
        most, least = self.limits["gas_uncertainty_percent"], self.limits["zero_gas_at_most"]
        if cylinder.substance == ZERO_AIR:
            if Decimal(cylinder.concentration) >= least.number:
                held = f"{cylinder.concentration} {cylinder.unit}"
                yield f"零气 {cylinder.number} 含 {held}，要求低于 {least.words}"
        elif not cylinder.uncertainty:
            yield f"气瓶 {cylinder.number} 没有登记不确定度"
        elif Decimal(cylinder.uncertainty) > most.number:
            yield f"气瓶 {cylinder.number} 不确定度 {cylinder.uncertainty}%，要求 {most.words}"


@dataclass(frozen=True)
class Check:
    """Whether something holds, what to say if not, and the number of the packs that it was held against."""

    passes: bool
    says: str
    limit: Limit | None = None


def rebuilt(tool: Tool, limits: Mapping[str, Limit], results: Iterable[StepResult]) -> Session:
    """The session of an instrument out of the results that a case has kept, of any instrument."""
    return Session(tool, limits, tuple(result for result in results if result.tool.key == tool.key))
