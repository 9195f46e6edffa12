"""How each step of a round begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldlaw.cases.records.procedure import BACKGROUND, DRIFT, RESPONSE, SPAN, WARMUP, ZERO
from fieldlaw.devices.procedure_gas import ResponseTime, WarmUp, begin_drift, begin_span, begin_zero
from fieldlaw.devices.procedure_point import begin_background, begin_point
from fieldlaw.devices.procedure_stream import Stream

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldlaw.cases.records.procedure import Instant
    from fieldlaw.devices.procedure import Session
    from fieldlaw.ui.presenters.measuring_state import State, Work

_WITH_GAS: dict[str, Callable[..., Work]] = {ZERO: begin_zero, SPAN: begin_span, DRIFT: begin_drift}


def begin_step(state: State, session: Session, now: Instant) -> Work:
    """Begin the step whose card is open.

    Raises:
        StepError: it cannot be begun; why, and what to do.
    """
    if state.step in _WITH_GAS:
        return _WITH_GAS[state.step](session, state.gas, now)
    if state.step == WARMUP:
        return WarmUp(Stream(now))
    if state.step == RESPONSE:
        return ResponseTime(Stream(now), state.gas)
    if state.step == BACKGROUND:
        return begin_background(session, now)
    return begin_point(session, state.planned.tag if state.planned else "", now)
