"""Which row of each factor fits the facts: with the reason, or why none can be told."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from fieldlaw.cases.law.admitting import NoAmountError
from fieldlaw.cases.law.exceedance import EXACT, multiple, shown
from fieldlaw.cases.law.explain import Explanation
from fieldlaw.cases.law.facts import Known, Ratio, Unknown, all_of
from fieldlaw.cases.law.finding import truth_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fieldlaw.cases.law.benchbook import Benchmark, Derived, Factor, FactorRow, Table, When
    from fieldlaw.cases.law.facts import Fact, Facts


@dataclass(frozen=True, slots=True)
class Step:
    """One step to an amount: which row, its weight, why, and where it stands."""

    row: str
    title: str
    weight: str
    reason: str
    source: str
    status: str = "seen"

    def as_json(self) -> dict[str, str]:
        """The step in the shape of the command line's contract."""
        reason = f"{self.title}：{self.reason}"
        return {"row": self.row, "weight": self.weight, "reason": reason, "source": self.source}

    def explained(self) -> Explanation:
        """The step as a branch of the tree."""
        weight = f"，{self.weight}%" if self.weight else ""
        return Explanation(self.title, f"{self.reason}{weight}", self.source)


@dataclass(frozen=True, slots=True)
class Scales:
    """The facts of a case as a benchmark sees them: with what it derives from them."""

    benchmark: Benchmark
    facts: Facts

    @property
    def kinds(self) -> dict[str, str]:
        """The kind of each fact that a row may ask."""
        derived = {each.id: "decimal" for each in self.benchmark.derived}
        return {name: each.type for name, each in self.benchmark.facts.items()} | derived

    def truth(self, when: When) -> bool | None:
        """Whether all of some conditions hold."""
        return all_of(truth_of(each, self.facts, self.kinds) for each in when)

    def unknown(self, when: Iterable[When]) -> list[str]:
        """The facts in some conditions that are not known."""
        names = dict.fromkeys(each.fact for row in when for each in row)
        return [name for name in names if isinstance(self.facts[name], Unknown)]

    def open(self, names: Iterable[str]) -> list[str]:
        """Those facts for which nobody has said that they cannot be found out."""
        facts = ((name, self.facts[name]) for name in names)
        return [name for name, fact in facts if isinstance(fact, Unknown) and not fact.stated]

    def question(self, name: str) -> str:
        """What is asked, or what is derived."""
        derived = {
            each.id: f"{each.name}（由 {each.over} 与 {each.base} 算出）" for each in self.benchmark.derived
        }
        return derived.get(name) or self.benchmark.facts[name].question


def scales(benchmark: Benchmark, facts: Facts) -> Scales:
    """Lay the facts of a case on the scales of a benchmark."""
    return Scales(benchmark, with_derived(facts, benchmark.derived))


def with_derived(facts: Facts, derived: Iterable[Derived]) -> Facts:
    """The facts, and what is derived from two of them."""
    return {**facts, **{each.id: _exceedance(facts, each.over, each.base) for each in derived}}


def _exceedance(facts: Facts, over: str, base: str) -> Fact:
    left, right = (facts.get(name, Unknown("没有填写")) for name in (over, base))
    if isinstance(left, Unknown):
        return left
    if isinstance(right, Unknown):
        return right
    if not (isinstance(left.value, Decimal) and isinstance(right.value, Decimal)) or right.value <= 0:
        return Unknown("没有填写")
    return Known(Ratio(EXACT.subtract(left.value, right.value), right.value))


def weigh(held: Scales, table: Table) -> list[tuple[FactorRow, Step]]:
    """The row of each factor, the starting point first.

    Raises:
        NoAmountError: a fact is missing, or a factor has no row or too many for this case.
    """
    _ask(held, table)
    start = [(table.start, _step(table, "start", "起点", table.start))] if table.start else []
    return start + [_weigh(held, table, factor) for factor in table.factors]


def _ask(held: Scales, table: Table) -> None:
    """All open questions at once."""
    rows = (row.when for factor in table.factors for row in _undecided(held, factor))
    missing(held, held.open(held.unknown(rows)))


def missing(held: Scales, names: list[str]) -> None:
    """Ask for facts that are still open.

    Raises:
        NoAmountError: there are some.
    """
    if not names:
        return
    children = tuple(Explanation("缺少事实", f"{held.question(name)}（{name}）") for name in names)
    codes = tuple(f"benchmark_fact:{name}" for name in names)
    raise NoAmountError(codes, "裁量所需的事实还没有填写。", is_open=True, children=children)


def _undecided(held: Scales, factor: Factor) -> list[FactorRow]:
    return [row for row in (*factor.rows, *factor.gaps) if held.truth(row.when) is None]


def _weigh(held: Scales, table: Table, factor: Factor) -> tuple[FactorRow, Step]:
    if _undecided(held, factor):
        row, why = _by_unknown_rule(held, table, factor), f"（{table.unknown.text}）"
        return row, _step(table, factor.id, factor.name, row, why, table.unknown.status)
    gap = next((row for row in factor.gaps if held.truth(row.when)), None)
    if gap:
        raise NoAmountError(
            (f"benchmark_gap:{_path(table, factor.id, gap)}",), f"{table.name}没有这一档：{gap.text}。"
        )
    row, why = _by_facts(held, table, factor)
    return row, _step(table, factor.id, factor.name, row, why + _measured(held, row))


def _by_facts(held: Scales, table: Table, factor: Factor) -> tuple[FactorRow, str]:
    fit = [row for row in factor.rows if held.truth(row.when)]
    place = f"{table.id}/{factor.id}"
    if not fit:
        raise NoAmountError((f"benchmark_no_row:{place}",), f"{table.name}的“{factor.name}”没有对应的档次。")
    if len(fit) > 1 and factor.overlap == "refuse":
        raise NoAmountError((f"benchmark_overlap:{place}",), f"{table.name}的“{factor.name}”有几档同时符合。")
    return max(fit, key=_gravity), "（几档同时符合，取较重的一档）" if len(fit) > 1 else ""


def _by_unknown_rule(held: Scales, table: Table, factor: Factor) -> FactorRow:
    if table.unknown.does == "refuse":
        names = held.unknown(row.when for row in _undecided(held, factor))
        codes = tuple(f"benchmark_unknown_fact:{name}" for name in names)
        asked = "".join(held.question(name) for name in names)
        raise NoAmountError(
            codes, f"{table.name}的“{factor.name}”无法查明（{asked}），{table.unknown.text}。"
        )
    if table.unknown.does == "general":
        return next(row for row in factor.rows if row.id == factor.general)
    rows = [row for row in factor.rows if held.truth(row.when) is not False]
    if not rows:
        place = f"{table.id}/{factor.id}"
        raise NoAmountError((f"benchmark_no_row:{place}",), f"{table.name}的“{factor.name}”没有对应的档次。")
    return min(rows, key=_gravity)


def _gravity(row: FactorRow) -> tuple[Decimal, tuple[int, int]]:
    return row.weight, row.band


def _path(table: Table, factor: str, row: FactorRow) -> str:
    return f"{table.id}/{factor}/{row.id}"


def _step(table: Table, factor: str, name: str, row: FactorRow, why: str = "", status: str = "seen") -> Step:
    weight = "" if table.method == "band" else f"{row.weight}"
    worst = row.status if status == "seen" else status
    return Step(_path(table, factor, row), name, weight, row.text + why, row.source, worst)


def _measured(held: Scales, row: FactorRow) -> str:
    """The multiple that decided for a row, as it was worked out."""
    values: Mapping[str, Fact] = {each.fact: held.facts[each.fact] for each in row.when}
    texts = [
        _worked(fact.value)
        for fact in values.values()
        if isinstance(fact, Known) and isinstance(fact.value, Ratio)
    ]
    return f"（{'、'.join(texts)}）" if texts else ""


def _worked(ratio: Ratio) -> str:
    over = EXACT.add(ratio.over, ratio.base)
    return f"({over}-{ratio.base})/{ratio.base}={shown(multiple(over, ratio.base))}倍"
