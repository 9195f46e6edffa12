"""What the chart sets off: the limit for the gross reading, the stay at the maximum, steps that run."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from fieldlaw.cases.law.threshold_rows import OPERATOR_WORDS
from fieldlaw.cases.records.procedure import BACKGROUND, DRIFT, POINT, RESPONSE, SPAN, ZERO
from fieldlaw.ui.presenters.measuring_words import NAMES, plain, rounded
from fieldlaw.ui.views.parts.stripchart import Band, LimitLine

if TYPE_CHECKING:
    from fieldlaw.cases.records.procedure import Instant
    from fieldlaw.ui.presenters.measuring_state import State

_SET_OFF = (ZERO, SPAN, RESPONSE, BACKGROUND, DRIFT)


def _tr(text: str) -> str:
    return QCoreApplication.translate("measuring", text)


def _seconds(at: Instant) -> float:
    return datetime.fromisoformat(at.wall).timestamp()


def bands(state: State) -> tuple[Band, ...]:
    """The stay at the maximum, or the step with gas that runs."""
    point, work = state.point, state.work
    if point is not None and point.stay:
        words = _tr("停留 {0} 秒").format(rounded(point.dwell))
        return (Band(_seconds(point.stay[0].at), _seconds(point.stay[-1].at), words),)
    if work is not None and state.step in _SET_OFF:
        return (Band(_seconds(work.stream.began), None, _tr(NAMES[state.step])),)
    return ()


def limit_line(state: State) -> LimitLine | None:
    """Where a gross reading reaches the limit: that of the net value with the background on top."""
    verdict = state.verdict or state.live
    if state.step != POINT or verdict is None or verdict.row is None:
        return None
    row, background = verdict.row, state.background
    words = _tr("泄漏限值 {0}（{1}）").format(plain(row.number), _tr(OPERATOR_WORDS[row.operator]))
    return LimitLine(float(row.number + (background or 0)), words)
