"""What a person should ask about a file: said in words, never a verdict.

Programs that make readings up exist for this trade; they leave behind readings that a probe on a hose does
not give. Each sign also has an innocent cause, and the sentence names it.
"""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from fieldlaw.devices.logfiles.rows import LogFile, LogRow

# Habits of this program, not rules of law: below them chance explains the sign.
_FEWEST_DIGITS, _FEWEST_POINTS, _FEWEST_DAYS = 200, 10, 3
_DIGIT_LIMIT = 27.88  # chi-squared, nine degrees of freedom: chance exceeds it once in a thousand
_SAME_RUN = 20


@dataclass(frozen=True)
class Flag:
    """A sign and what it may mean."""

    id: str
    words: str


def flags(log: LogFile, response_seconds: Decimal | None = None) -> tuple[Flag, ...]:
    """The signs in a file of readings.

    Args:
        log: the file.
        response_seconds: how long the instrument takes to 90 % of a step; None where nobody measured it.
    """
    found = [
        *_no_stream(log),
        *_digits(log.measurements),
        *_runs(log.measurements),
        *(_jumps(log.measurements, response_seconds) if response_seconds is not None else ()),
    ]
    return tuple(found)


def dwell_flags(seconds: Sequence[Decimal]) -> tuple[Flag, ...]:
    """The signs in the dwell times of the points of a round, in seconds."""
    if len(seconds) < _FEWEST_POINTS or len(set(seconds)) > 1:
        return ()
    words = f"{len(seconds)} 个点的停留时间都是 {seconds[0]} 秒。人工检测很难做到，问清是怎样记的。"
    return (Flag("same_dwell", words),)


def background_flags(by_day: Sequence[tuple[date, Decimal]]) -> tuple[Flag, ...]:
    """The signs in background values by day."""
    days = {day for day, _ in by_day}
    if len(days) < _FEWEST_DAYS or len({value for _, value in by_day}) > 1:
        return ()
    words = f"{len(days)} 天的环境本底都是 {by_day[0][1]}。本底随天气变化，问清是不是抄的。"
    return (Flag("same_background", words),)


def _no_stream(log: LogFile) -> Iterator[Flag]:
    if not log.raw_stream:
        yield Flag("no_raw_stream", "没有仪器的原始数据流，只有结果。需要时请单位提供仪器里的原始记录。")


def _digits(rows: Sequence[LogRow]) -> Iterator[Flag]:
    """Last digits of readings that vary are spread evenly; invented ones seldom are."""
    last = [str(row.value)[-1] for row in rows if row.value]
    if len(last) < _FEWEST_DIGITS or len({row.value for row in rows}) < len(last) // 4:
        return
    expected = len(last) / 10
    count = Counter(last)
    spread = sum((count[digit] - expected) ** 2 / expected for digit in "0123456789")
    if spread > _DIGIT_LIMIT:
        often = "、".join(digit for digit, _ in count.most_common(2))
        words = f"读数的末位数字不均匀，{often} 偏多。可能是仪器分辨力所致，也可能是人写的数。"
        yield Flag("digits", words)


def _runs(rows: Sequence[LogRow]) -> Iterator[Flag]:
    run, longest, value = 1, 1, None
    for before, after in itertools.pairwise(rows):
        run = run + 1 if before.value == after.value and after.value else 1
        if run > longest:
            longest, value = run, after.value
    if longest >= _SAME_RUN:
        yield Flag("same_values", f"连续 {longest} 个读数都是 {value}。查仪器是否停止更新。")


def _jumps(rows: Sequence[LogRow], response: Decimal) -> Iterator[Flag]:
    """A step up and down again faster than the instrument can follow."""
    quick = [b for a, b, c in zip(rows, rows[1:], rows[2:], strict=False) if _is_spike(a, b, c, response)]
    if len(quick) >= _FEWEST_POINTS:
        words = (
            f"有 {len(quick)} 处读数在响应时间（{response} 秒）内升上去又降下来，"
            f"仪器跟不上这样快，如第 {quick[0].line} 行。"
        )
        yield Flag("too_fast", words)


def _is_spike(one: LogRow, top: LogRow, other: LogRow, response: Decimal) -> bool:
    if one.at is None or other.at is None or None in (one.value, top.value, other.value):
        return False
    low = max(one.value or Decimal(0), other.value or Decimal(0))
    seconds = (other.at - one.at).total_seconds()
    return 0 < seconds < float(response) and (top.value or Decimal(0)) > 10 * low + 100
