"""From facts to a fine: weighs the rows of a benchmark's table and keeps within the statute.

Money is Decimal fen until it is rounded; every comparison is made before that. The answer is a fine with
its steps, or a refusal that says why.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import TYPE_CHECKING

from fieldlaw.cases.law.admitting import NoAmountError, Terms, admit
from fieldlaw.cases.law.capitals import capitals
from fieldlaw.cases.law.exceedance import EXACT
from fieldlaw.cases.law.explain import Explanation, money, no_amount, span_words
from fieldlaw.cases.law.grounds import grounded
from fieldlaw.cases.law.reach import reach
from fieldlaw.cases.law.spans import Span, ceiling, fen_words, floor
from fieldlaw.cases.law.weighing import Scales, Step, scales, weigh

if TYPE_CHECKING:
    from fieldlaw.cases.law.benchbook import Benchmark, Cited, FactorRow, Table
    from fieldlaw.cases.law.lawbook import Statute
    from fieldlaw.cases.law.request import Request

HUNDRED = Decimal(100)
SEEN = "seen"
ROUND = {"down": ROUND_DOWN, "up": ROUND_UP, "half_up": ROUND_HALF_UP}
DEGREE = {"lighter": "从轻", "ordinary": "一般", "heavier": "从重"}


@dataclass(frozen=True, slots=True)
class Fine:
    """A fine in fen; without an amount, a person must still choose one `within` the range.

    Attributes:
        limits: the statutory range.
        within: lowest and highest amount that the benchmark leaves open, both included.
    """

    amount_fen: int | None
    within: tuple[int, int]
    limits: tuple[int, int]
    steps: tuple[Step, ...]
    flags: tuple[str, ...]
    benchmark: Benchmark
    table: str
    part: Explanation


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no amount.

    Attributes:
        is_open: missing facts may still be filled in.
        not_before: something must come before any fine.
    """

    codes: tuple[str, ...]
    reason: str
    is_open: bool
    part: Explanation
    not_before: bool = False


@dataclass(frozen=True, slots=True)
class _Case:
    request: Request
    statute: Statute
    table: Table
    scales: Scales
    limits: tuple[Decimal, Decimal]


def fine(request: Request, statute: Statute, terms: Terms) -> Fine | Refusal:
    """The fine for a violation under one of its statutes.

    Args:
        request: the facts and dates, with the benchmark that they name.
        statute: the penalty clause whose range counts.
        terms: whether this is a real case, and whose signatures were verified.
    """
    try:
        benchmark = admit(request, terms)
        if not terms.is_training:
            _read_in_source(statute, request)
        return _fine(_case(benchmark, request, statute), terms)
    except NoAmountError as error:
        part = no_amount(error.reason, error.children)
        return Refusal(error.codes, error.reason, error.is_open, part)


def _read_in_source(statute: Statute, request: Request) -> None:
    """Refuse a clause, or a tier of it, that nobody has read in its source."""
    tier = reach(statute, request.violation, request.facts).tier
    rows = [each for each in (statute, tier) if each is not None and each.status != SEEN]
    if rows:
        names = "、".join(each.id for each in rows)
        codes = tuple(f"unverified:{each.id}" for each in rows)
        raise NoAmountError(codes, f"{statute.title}（{names}）没有对照原文核实，不用于实际案件。")


def limits_of(statute: Statute, request: Request) -> tuple[Decimal, Decimal]:
    """The statutory range in fen.

    Raises:
        NoAmountError: it hangs on a figure that is missing, or the packs do not have it.
    """
    found = reach(statute, request.violation, request.facts)
    if found.limits is None:
        raise NoAmountError(found.codes, found.reason, is_open=found.is_open)
    return found.limits


def _case(benchmark: Benchmark, request: Request, statute: Statute) -> _Case:
    pair = (request.violation.id, statute.id)
    fit = [table for table in benchmark.tables if pair in table.pairs]
    name = f"{benchmark.header.jurisdiction}的裁量基准 {benchmark.header.id}"
    if not fit:
        raise NoAmountError(("no_table",), f"{name} 没有{statute.title}的裁量表，只列出法定区间。")
    if len(fit) > 1:
        names = "、".join(table.id for table in fit)
        raise NoAmountError(
            ("two_tables",), f"{name} 对{statute.title}有 {len(fit)} 张表（{names}），不能取舍。"
        )
    limits = limits_of(statute, request)
    _same_maximum(fit[0], statute, limits[1])
    return _Case(request, statute, fit[0], scales(benchmark, request.facts), limits)


def _same_maximum(table: Table, statute: Statute, high: Decimal) -> None:
    if table.maximum_fen is not None and table.maximum_fen != high:
        raise NoAmountError(
            ("maximum_differs",),
            f"{table.name}写的最高罚款额（{money(table.maximum_fen)}）与{statute.title}不一致，由法制人员核对。",
        )


def _fine(case: _Case, terms: Terms) -> Fine:
    if case.request.discretion.degree and case.table.method != "band":
        raise NoAmountError(("degree_not_offered",), f"{case.table.name}按权重计算，不另分从轻、一般、从重。")
    span = _clamped(case, _band(case) if case.table.method == "band" else _sum(case))
    span = grounded(span, case.request.discretion.ground, case.scales, case.limits)
    span = _settled(case, span)
    within = (int(span.low), int(span.high))
    amount = _chosen(case, within)
    flags = [*span.flags, *_doubts(span, terms)]
    flags += ["choose_within_range"] if amount is None else []
    flags += ["training"] if terms.is_training else []
    limits = (ceiling(case.limits[0]), floor(case.limits[1]))
    part = _part(case, span, amount, within, terms)
    return Fine(
        amount, within, limits, span.steps, tuple(flags), case.scales.benchmark, case.table.name, part
    )


def _sum(case: _Case) -> Span:
    table, (low, high) = case.table, case.limits
    weighed = weigh(case.scales, table)
    steps = tuple(step for _, step in weighed)
    total = sum((row.weight for row, _ in weighed), Decimal(0))
    total, more, flags = _bounded(table, total)
    share = EXACT.divide(total, HUNDRED)
    is_share = table.method == "share_of_maximum"
    amount = EXACT.multiply(share, high) if is_share else EXACT.add(low, EXACT.multiply(share, high - low))
    how = (
        f"{total}%×{fen_words(high)}"
        if is_share
        else f"{fen_words(low)}+{total}%×（{fen_words(high)}-{fen_words(low)}）"
    )
    step = Step(f"{table.id}/total", "合计", f"{total}", f"{how}={fen_words(amount)}", table.source)
    return Span(amount, amount, (*steps, *more, step), flags)


def _bounded(table: Table, total: Decimal) -> tuple[Decimal, tuple[Step, ...], tuple[str, ...]]:
    """The sum of weights after the table's own floor and cap."""
    if table.floor and total < Decimal(table.floor.does):
        return Decimal(table.floor.does), (_rule(table, "表内下限", table.floor, total),), ("table_floor",)
    if table.cap and total > Decimal(table.cap.does):
        return Decimal(table.cap.does), (_rule(table, "表内上限", table.cap, total),), ("table_cap",)
    return total, (), ()


def _rule(table: Table, title: str, rule: Cited, total: Decimal) -> Step:
    text = f"权重合计 {total}%，{rule.text}"
    return Step(f"{table.id}/{rule.id}", title, "", text, rule.source, rule.status)


def _band(case: _Case) -> Span:
    """A band, and the place in it that a lighter, ordinary or heavier fine has."""
    ((row, step),) = weigh(case.scales, case.table)
    degree = case.request.discretion.degree or "ordinary"
    low, high = (Decimal(fen) for fen in row.band)
    step = replace(step, reason=f"{step.reason}，{span_words(*row.band)}")
    if low == high and degree != "ordinary":
        raise NoAmountError(("fixed_amount",), f"{case.table.name}这一档是定额，没有{DEGREE[degree]}的余地。")
    if low == high:
        return Span(low, high, (step,), ("fixed_amount",))
    return Span(low, high, (step,)).to(*_in_band(degree, low, high), _degree(case.table, degree, row))


def _in_band(degree: str, low: Decimal, high: Decimal) -> tuple[Decimal, Decimal]:
    """Ordinary is the mean; lighter stays below it, heavier does not."""
    mean = EXACT.divide(low + high, Decimal(2))
    if degree == "ordinary":
        return mean, mean
    return (low, Decimal(ceiling(mean) - 1)) if degree == "lighter" else (mean, high)


def _degree(table: Table, degree: str, row: FactorRow) -> Step:
    rule = table.degrees or {}
    low, high = (Decimal(fen) for fen in row.band)
    mean = fen_words(EXACT.divide(low + high, Decimal(2)))
    text = {
        "ordinary": f"取平均值{mean}",
        "lighter": f"应低于平均值{mean}",
        "heavier": f"不得低于平均值{mean}",
    }
    reason = f"{text[degree]}（{rule['text']}）"
    return Step(f"{table.id}/{rule['id']}", DEGREE[degree], "", reason, rule["source"], rule["status"])


def _clamped(case: _Case, span: Span) -> Span:
    """Within the statutory range, or nothing."""
    low, high = case.limits
    inside = span.within(low, high)
    if (inside.low, inside.high) == (span.low, span.high):
        return span
    bound, words = ("minimum", "最低") if span.low < low else ("maximum", "最高")
    if not case.table.clamps:
        raise NoAmountError(
            (f"outside_range:{bound}",), f"按表计算的数额超出法定{words}罚款额，表内没有规定如何处理。"
        )
    limit = low if bound == "minimum" else high
    text = f"{fen_words(span.low)}超出法定{words}罚款额，按法定{words}罚款额{fen_words(limit)}"
    step = Step(f"{case.table.id}/clamp", "法定区间", "", text, case.statute.source, case.statute.status)
    return span.to(inside.low, inside.high, step, f"clamped_to_{bound}")


def _rounded(case: _Case, span: Span, bounds: tuple[Decimal, Decimal]) -> Span:
    """To the unit of the table; a bound of the law is never rounded away."""
    rule, unit = case.table.rounding, Decimal(case.table.unit_fen)
    units = EXACT.divide(span.low, unit).quantize(Decimal(1), ROUND[rule.does], EXACT)
    amount = min(max(EXACT.multiply(units, unit), Decimal(ceiling(bounds[0]))), Decimal(floor(bounds[1])))
    if amount == span.low:
        return span
    text = f"{fen_words(span.low)}取整为{fen_words(amount)}（{rule.text}）"
    step = Step(f"{case.table.id}/{rule.id}", "取整", "", text, rule.source, rule.status)
    return span.to(amount, amount, step)


def _settled(case: _Case, span: Span) -> Span:
    is_mitigated = any(flag.startswith("mitigated:") for flag in span.flags)
    bounds = (Decimal(1), case.limits[0] - 1) if is_mitigated else case.limits
    settled = _rounded(case, span, bounds) if span.is_one else span.inward()
    if settled.low > settled.high:
        raise NoAmountError(("empty_range",), "区间内没有以分计的数额。")
    return settled


def _chosen(case: _Case, within: tuple[int, int]) -> int | None:
    """The amount that a person took from what is left open; None when nobody has yet.

    Raises:
        NoAmountError: it lies outside.
    """
    chosen = case.request.discretion.chosen_fen
    if chosen is None:
        return within[0] if within[0] == within[1] else None
    if not within[0] <= chosen <= within[1]:
        raise NoAmountError(
            ("chosen_outside_range",), f"选定的数额{money(chosen)}不在可选范围（{span_words(*within)}）内。"
        )
    return chosen


def _doubts(span: Span, terms: Terms) -> tuple[str, ...]:
    """Rows that nobody has read in their source: flagged in training, refused in a real case."""
    rows = [step.row for step in span.steps if step.status != SEEN]
    codes = tuple(f"unverified:{row}" for row in rows)
    if codes and not terms.is_training:
        raise NoAmountError(codes, f"裁量基准的行（{'、'.join(rows)}）没有对照原文核实，不用于实际案件。")
    return codes


def _part(case: _Case, span: Span, amount: int | None, within: tuple[int, int], terms: Terms) -> Explanation:
    if amount is None:
        value = f"{span_words(*within)}，由承办人在此范围内选定数额"
    else:
        value = f"{money(amount)}（人民币{capitals(amount)}）"
    header, table = case.scales.benchmark.header, case.table
    note = (
        f"：用的是{header.jurisdiction}的裁量基准，只供训练和测试，不用于实际案件"
        if terms.is_training
        else ""
    )
    steps = tuple(step.explained() for step in span.steps)
    branch = Explanation("裁量表", f"{table.name}（{table.basis}；{header.edition}）", table.source, steps)
    return Explanation("金额", value + note, "", (branch,))
