"""How far a penalty clause reaches with the facts of a case: its range in fen, or why none can be told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from fieldlaw.cases.law.exceedance import EXACT
from fieldlaw.cases.law.facts import Known, Unknown, all_of
from fieldlaw.cases.law.finding import truth_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldlaw.cases.law.facts import Facts
    from fieldlaw.cases.law.lawbook import Base, Per, Statute, Tier, Violation

FEN_IN_YUAN = 100
Limits = tuple[Decimal, Decimal]
NO_FINE: Limits = (Decimal(0), Decimal(0))


@dataclass(frozen=True, slots=True)
class Reach:
    """What a clause provides in a case.

    Attributes:
        limits: lowest and highest fine in fen; None where they cannot be told.
        tier: the tier that the facts pick, where the clause has tiers.
        codes: flags that say why there are no limits.
        reason: the same for the person; a full sentence.
        missing: ids of the facts that are to be filled in.
        bars_fine: something must come before any fine (True), or nobody knows yet whether it must (None).
        possible: the limits of every tier that may still be the one; None where one hangs on a figure.
    """

    limits: Limits | None
    tier: Tier | None = None
    codes: tuple[str, ...] = ()
    reason: str = ""
    missing: tuple[str, ...] = ()
    bars_fine: bool | None = False
    possible: tuple[Limits, ...] | None = None

    @property
    def is_open(self) -> bool:
        """Whether there are limits to be had once the missing facts are filled in."""
        return self.limits is None and bool(self.missing)

    @property
    def outcomes(self) -> tuple[Limits, ...] | None:
        """All ranges that it may come to, for comparing two laws: no fine yet counts as none at all."""
        if self.bars_fine:
            return (NO_FINE,)
        return (self.limits,) if self.limits else self.possible


def reach(statute: Statute, violation: Violation, facts: Facts) -> Reach:
    """The range of a clause with the facts of a case.

    Args:
        statute: one of the violation's clauses.
        violation: whose questions say of what kind each fact is.
        facts: the facts by id.
    """
    if not statute.tiers:
        return _plain(statute, statute.title, facts)
    kinds = {question.id: question.type for question in violation.questions}
    truths = [(tier, _truth(tier, facts, kinds)) for tier in statute.tiers]
    fit = [tier for tier, truth in truths if truth]
    still = [tier for tier, truth in truths if truth is None]
    if len(fit) == 1 and not still:
        return _of_tier(statute, fit[0], facts)
    if not fit and not still:
        return Reach(None, codes=(f"no_tier:{statute.id}",), reason=f"{statute.title}没有一档适合现有事实。")
    if len(fit) > 1:
        names = "、".join(tier.text for tier in fit)
        return Reach(
            None, codes=(f"two_tiers:{statute.id}",), reason=f"{statute.title}有几档同时适合（{names}）。"
        )
    return _still_open(statute, [*fit, *still], facts)


def _truth(tier: Tier, facts: Facts, kinds: Mapping[str, str]) -> bool | None:
    return all_of(truth_of(each, facts, kinds) for each in tier.when)


def _of_tier(statute: Statute, tier: Tier, facts: Facts) -> Reach:
    if tier.not_before:
        reason = f"{statute.title}：{tier.not_before}"
        return Reach(None, tier, (f"not_before:{tier.id}",), reason, bars_fine=True)
    return replace(_plain(tier, f"{statute.title}（{tier.text}）", facts), tier=tier)


def _still_open(statute: Statute, tiers: list[Tier], facts: Facts) -> Reach:
    asked = dict.fromkeys(each.fact for tier in tiers for each in tier.when)
    missing = tuple(name for name in asked if isinstance(facts[name], Unknown))
    names = "、".join(tier.text for tier in tiers)
    each = [_of_tier(statute, tier, facts).outcomes for tier in tiers]
    return Reach(
        None,
        possible=None if None in each else tuple(found for held in each for found in held or ()),
        codes=(f"tier_open:{statute.id}",),
        reason=f"{statute.title}按情形分档（{names}），是哪一档还没有查明。",
        missing=missing,
        bars_fine=None if any(tier.not_before for tier in tiers) else False,
    )


def _plain(clause: Statute | Tier, title: str, facts: Facts) -> Reach:
    """The range of a clause or tier without tiers of its own."""
    if clause.range_fen:
        low, high = clause.range_fen
        return Reach((Decimal(low), Decimal(high)))
    if clause.base:
        return _by_sum(clause.base, facts)
    if clause.per:
        return _by_number(clause.per, facts)
    return Reach(None, codes=("no_statutory_range",), reason=f"{title}的罚款区间未收录。")


def _by_sum(base: Base, facts: Facts) -> Reach:
    figure = _figure(base.kind, facts)
    if not figure:
        return _no_figure(base.kind, base.name, figure)
    sum_fen = max(EXACT.multiply(figure, FEN_IN_YUAN), Decimal(base.base_at_least_fen))
    first, last = base.multiples
    return Reach((EXACT.multiply(sum_fen, first), EXACT.multiply(sum_fen, last)))


def _by_number(per: Per, facts: Facts) -> Reach:
    number = _figure(per.fact, facts)
    if not number:
        return _no_figure(per.fact, per.name, number)
    low, high = per.each_fen
    return Reach((EXACT.multiply(number, Decimal(low)), EXACT.multiply(number, Decimal(high))))


def _figure(name: str, facts: Facts) -> Decimal | None:
    fact = facts.get(name)
    return fact.value if isinstance(fact, Known) and isinstance(fact.value, Decimal) else None


def _no_figure(name: str, words: str, figure: Decimal | None) -> Reach:
    """A figure that is not known; zero of something that was found cannot be."""
    said = "没有查明" if figure is None else "填写为零，应当大于零"
    reason = f"罚款区间取决于{words}，{words}{said}。"
    return Reach(None, codes=(f"base_missing:{name}",), reason=reason, missing=(name,))
