"""Lighter, heavier and mitigated fines: only with a ground that the benchmark offers and the facts show."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from fieldlaw.cases.law.admitting import NoAmountError
from fieldlaw.cases.law.exceedance import EXACT
from fieldlaw.cases.law.explain import Explanation
from fieldlaw.cases.law.spans import ceiling, fen_words
from fieldlaw.cases.law.weighing import Step, missing

if TYPE_CHECKING:
    from fieldlaw.cases.law.benchbook import Ground
    from fieldlaw.cases.law.spans import Span
    from fieldlaw.cases.law.weighing import Scales

HUNDRED = Decimal(100)
ONE_FEN = Decimal(1)
OF = {"amount": "罚款额", "maximum": "法定最高罚款额", "minimum": "法定最低罚款额"}
VERB = {"lighter": "降低", "heavier": "提高", "mitigate": "在最低罚款额以下减轻"}


def grounded(span: Span, name: str, held: Scales, limits: tuple[Decimal, Decimal]) -> Span:
    """The range after the ground that a person named; unchanged without one.

    Args:
        span: what the table gave, within the statutory range.
        name: the id of the ground; empty for none.
        held: the facts that must show it.
        limits: the statutory range; only mitigation leaves it, downwards.

    Raises:
        NoAmountError: the benchmark does not offer the ground, or the facts do not show it.
    """
    if not name:
        return span
    ground = _offered(held, name)
    _shown(held, ground)
    if ground.effect == "mitigate":
        return _mitigated(span, ground, limits[0])
    return _moved(span, ground, limits)


def _offered(held: Scales, name: str) -> Ground:
    offered = held.benchmark.grounds
    if name not in offered:
        known = "、".join(f"{each.id}（{each.name}）" for each in offered.values())
        raise NoAmountError(
            (f"ground_not_offered:{name}",),
            f"裁量基准没有从轻、从重、减轻情形 {name}；可用的有：{known or '无'}。",
        )
    return offered[name]


def _shown(held: Scales, ground: Ground) -> None:
    when, excluded = held.truth(ground.when), [(each, held.truth((each,))) for each in ground.excluded_if]
    rows = [ground.when, *((each,) for each, truth in excluded if truth is None)]
    barred = next((each.fact for each, truth in excluded if truth), None)
    if barred:
        raise NoAmountError(
            (f"ground_excluded:{ground.id}:{barred}",), f"不适用“{ground.name}”：{held.question(barred)}是。"
        )
    if when is not False:
        missing(held, held.open(held.unknown(rows)))
    if not when or any(truth is None for _, truth in excluded):
        raise NoAmountError(
            (f"ground_not_shown:{ground.id}",),
            f"现有事实不足以认定“{ground.name}”。",
            children=(Explanation("情形", ground.name, ground.source),),
        )


def _moved(span: Span, ground: Ground, limits: tuple[Decimal, Decimal]) -> Span:
    """Lighter or heavier, by a percentage from the least to the most; the statute bounds it."""
    if ground.percent is None:
        raise NoAmountError((f"ground_without_measure:{ground.id}",), f"“{ground.name}”没有写明幅度。")
    least, most = ground.percent
    low, high = _base(span, ground, limits)
    if ground.effect == "lighter":
        ends = span.low - _part(low, most), span.high - _part(high, least)
    else:
        ends = span.low + _part(low, least), span.high + _part(high, most)
    bounded = [min(max(end, limits[0]), limits[1]) for end in ends]
    step = _step(ground, bounded[0], bounded[1])
    return span.to(bounded[0], bounded[1], step, f"{ground.effect}:{ground.id}")


def _base(span: Span, ground: Ground, limits: tuple[Decimal, Decimal]) -> tuple[Decimal, Decimal]:
    return {
        "amount": (span.low, span.high),
        "maximum": (limits[1], limits[1]),
        "minimum": (limits[0], limits[0]),
    }[ground.of]


def _mitigated(span: Span, ground: Ground, least: Decimal) -> Span:
    """Below the statutory minimum; how far is a percentage of it, or left to the person."""
    top = Decimal(ceiling(least)) - ONE_FEN
    if top < ONE_FEN:
        raise NoAmountError(("no_minimum",), "法律没有规定最低罚款额，没有减轻的余地。")
    low, high = ONE_FEN, top
    if ground.percent is not None:
        low = max(ONE_FEN, least - _part(least, ground.percent[1]))
        high = max(low, min(top, least - _part(least, ground.percent[0])))
    return span.to(low, high, _step(ground, low, high), f"mitigated:{ground.id}")


def _part(base: Decimal, percent: Decimal) -> Decimal:
    return EXACT.divide(EXACT.multiply(base, percent), HUNDRED)


def _step(ground: Ground, low: Decimal, high: Decimal) -> Step:
    measure = f"{OF[ground.of]}的{ground.percent[0]}%–{ground.percent[1]}%" if ground.percent else ""
    ends = fen_words(low) if low == high else f"{fen_words(low)}至{fen_words(high)}"
    text = f"{ground.name}，{VERB[ground.effect]}{measure}，得{ends}（{ground.basis}）"
    title = {"lighter": "从轻", "heavier": "从重", "mitigate": "减轻"}[ground.effect]
    return Step(f"grounds/{ground.id}", title, "", text, ground.source, ground.status)
