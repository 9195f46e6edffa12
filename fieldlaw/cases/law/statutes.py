"""Two clocks: which statutes govern an act done on one day and decided on another.

Law at the time of the act, unless the law changed before the decision and the new law is lighter. Where that
is not clear the answer is "lawyer": the question is named, and it waits for a choice on record.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING

from fieldlaw.cases.law.periods import covers
from fieldlaw.cases.law.reach import NO_FINE, reach

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from fieldlaw.cases.law.facts import Facts
    from fieldlaw.cases.law.lawbook import Rule, Statute, Violation
    from fieldlaw.cases.law.reach import Limits

LAWYER = "lawyer"
OLD, CODE, STANDING = "old", "code", "standing"
EQUAL, COMPARE, OPEN = "equal", "compare", "open"
REASONS = {
    "old": "行为与决定均在新法施行前，适用行为时的法律。",
    "new": "行为发生在新法施行后，适用新法。",
    "unchanged": "行为时与决定时的法律没有变化，适用行为时的法律。",
    "equal": "新旧法罚款区间相等，适用行为时的法律。",
    "lighter_old": "旧法对当事人较轻，适用行为时的法律。",
    "lighter_new": "决定前法律已修改且新法较轻，适用新法。",
    "compare": "新旧法孰轻取决于案情，须由法制人员选定并写明理由。",
    "compare_open": "新旧法孰轻取决于还没有查明的事实，查明后再定，或者由法制人员选定并写明理由。",
    "spanning": "行为跨越新法施行日，须由法制人员选定适用的法律并写明理由。",
    "outside": "行为日期或者决定日期不在规则包收录的法律期间内，须由法制人员确定。",
    "no_counterpart": "行为时的罚则已经废止，规则包没有收录与之对应的新罚则，须由法制人员确定。",
    "doubtful": "适用哪些条款没有定论，须由法制人员选定并写明理由：",
}


Burden = tuple["Limits", ...]  # the range for the party, then that for the persons responsible


@dataclass(frozen=True, slots=True)
class Pick:
    """What a lawyer settled: which clauses apply, why, and who says so.

    Attributes:
        statutes: ids of the clauses; empty when only the limitation was settled.
        limitation: in_time, expired or empty.
    """

    statutes: frozenset[str]
    reason: str
    by: str
    limitation: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which law governs: old, new, equal (the old one) or a lawyer must choose.

    Attributes:
        question: what the lawyer is, or was, asked; empty where the law is clear.
        options: ids of the clauses from which the lawyer may choose.
        by: the lawyer who chose.
    """

    which: str
    reason: str
    applies: frozenset[str]
    rule: Rule | None
    question: str = ""
    options: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class Clocks:
    """First and last day of an act, and the day of the decision."""

    act: tuple[date, date]
    decided: date


@dataclass(frozen=True, slots=True)
class _Answer:
    which: str
    why: str
    statutes: tuple[Statute, ...] = ()
    more: str = ""


def choose(
    violation: Violation, clocks: Clocks, facts: Facts, rules: Mapping[str, Rule], pick: Pick | None = None
) -> Choice:
    """Choose between the statutes of a violation.

    Args:
        violation: the violation with its old and new statutes.
        clocks: when the act was done and when it is decided.
        facts: the facts, on which a range may hang.
        rules: the cited rules of the packs.
        pick: what a lawyer settled; it counts only where the law is not clear.
    """
    found = _doubtful(violation, clocks, _decide(violation, clocks, facts))
    rule = rules.get(_rule_id(found))
    text = REASONS[found.why] + found.more + (f"{rule.text}（{rule.cited}）" if rule else "")
    if found.which != LAWYER:
        return Choice(found.which, text, _ids(found.statutes), rule)
    options = tuple(each.id for each in violation.statutes if _touches(each, clocks))
    asked = Choice(LAWYER, text, frozenset(), rule, found.why.removesuffix("_open"), options)
    return _picked(violation, asked, pick) if pick else asked


def _picked(violation: Violation, asked: Choice, pick: Pick) -> Choice:
    """The lawyer's choice in place of the question; the question again when it names none of the options."""
    chosen = pick.statutes & set(asked.options)
    if not chosen:
        return asked
    eras = {each.era for each in violation.statutes if each.id in chosen}
    which = "new" if CODE in eras else "old"
    text = f"{pick.by}选定：{pick.reason}"
    return Choice(which, text, chosen, asked.rule, asked.question, asked.options, pick.by)


def _ids(statutes: Iterable[Statute]) -> frozenset[str]:
    return frozenset(each.id for each in statutes)


def _rule_id(found: _Answer) -> str:
    if found.why in ("equal", "lighter_old"):
        return "repealed_but_applies"
    return "two_clocks" if found.why in ("lighter_new", "compare", "compare_open") else ""


def _decide(violation: Violation, clocks: Clocks, facts: Facts) -> _Answer:
    if any(_begins_or_ends_within(each, clocks.act) for each in violation.statutes):
        return _Answer(LAWYER, "spanning")
    at_act = [each for each in violation.statutes if covers(each.in_force, clocks.act[0])]
    code, old, standing = (_of_era(at_act, era) for era in (CODE, OLD, STANDING))
    if code:
        return _Answer("new", "new", (*code, *standing))
    if not old:
        return _Answer("equal", "unchanged", standing) if standing else _Answer(LAWYER, "outside")
    if all(covers(each.in_force, clocks.decided) for each in old):
        return _Answer("old", "old", (*old, *standing))
    return _changed(violation, clocks.decided, (*old, *standing), facts)


def _changed(violation: Violation, decided: date, before: tuple[Statute, ...], facts: Facts) -> _Answer:
    """The law of the act was repealed before the decision."""
    held = [each for each in violation.statutes if covers(each.in_force, decided)]
    code = _of_era(held, CODE)
    if not code:
        known = any(each.era == CODE for each in violation.statutes)
        return _Answer(LAWYER, "outside" if known else "no_counterpart")
    after = (*code, *_of_era(held, STANDING))
    lighter = _lighter(violation, before, after, facts)
    return {
        EQUAL: _Answer("equal", "equal", before),
        OLD: _Answer("old", "lighter_old", before),
        CODE: _Answer("new", "lighter_new", after),
        OPEN: _Answer(LAWYER, "compare_open"),
    }.get(lighter, _Answer(LAWYER, "compare"))


def _lighter(
    violation: Violation, before: tuple[Statute, ...], after: tuple[Statute, ...], facts: Facts
) -> str:
    """old, code, equal, compare or open: for every range that may still come out, and for the persons."""
    old, code = _tops(before, violation, facts), _tops(after, violation, facts)
    if old is None or code is None:
        return violation.lighter
    found = {_direction(one, other) for one in old for other in code}
    if found == {EQUAL, OLD}:
        return OLD  # the law of the act, whichever of the two it turns out to be
    return OPEN if len(found) > 1 else _as_stated(found.pop(), violation.lighter)


def _as_stated(found: str, stated: str) -> str:
    """What the ranges say, unless the pack says the opposite; what it says where they are equal."""
    if found == EQUAL:
        return EQUAL if stated == COMPARE else stated
    return COMPARE if {found, stated} == {OLD, CODE} else found


def _direction(before: Burden, after: Burden) -> str:
    """Which of two burdens is the lighter, on the party and on the persons responsible together."""
    pairs = {_lower(one, other) for one, other in zip(before, after, strict=True)} - {EQUAL}
    if not pairs:
        return EQUAL
    return pairs.pop() if len(pairs) == 1 else COMPARE


def _lower(before: Limits, after: Limits) -> str:
    if before == after:
        return EQUAL
    if after[0] <= before[0] and after[1] <= before[1]:
        return CODE
    return OLD if before[0] <= after[0] and before[1] <= after[1] else COMPARE


def _tops(statutes: tuple[Statute, ...], violation: Violation, facts: Facts) -> set[Burden] | None:
    """What the highest of several clauses may come to; None while one of them is not known."""
    found = [_burdens(each, violation, facts) for each in statutes]
    known = [each for each in found if each is not None]
    if len(known) < len(found):
        return None
    return {tuple(_highest(each) for each in zip(*one, strict=True)) for one in product(*known)}


def _highest(limits: Iterable[Limits]) -> Limits:
    held = tuple(limits)
    return max(low for low, _ in held), max(high for _, high in held)


def _burdens(statute: Statute, violation: Violation, facts: Facts) -> list[Burden] | None:
    """What a clause may lay on the party and on the persons responsible; nothing before a fine may come."""
    outcomes = reach(statute, violation, facts).outcomes
    if outcomes is None:
        return None
    low, high = statute.persons_fen or (0, 0)
    persons = (Decimal(low), Decimal(high))
    return [(each, NO_FINE if each == NO_FINE else persons) for each in outcomes]


def _doubtful(violation: Violation, clocks: Clocks, found: _Answer) -> _Answer:
    """A question that the pack declares open keeps its clauses from being applied without a lawyer."""
    touched = {each.id for each in violation.statutes if _touches(each, clocks)}
    open_ones = [
        each for each in violation.doubts if clocks.decided >= each.since and each.statutes & touched
    ]
    if found.which == LAWYER or not open_ones:
        return found
    return _Answer(LAWYER, "doubtful", more="；".join(each.text for each in open_ones))


def _of_era(statutes: Iterable[Statute], era: str) -> tuple[Statute, ...]:
    return tuple(each for each in statutes if each.era == era)


def _touches(statute: Statute, clocks: Clocks) -> bool:
    return any(covers(statute.in_force, day) for day in (*clocks.act, clocks.decided))


def _begins_or_ends_within(statute: Statute, act: tuple[date, date]) -> bool:
    first, last = statute.in_force
    return act[0] < first <= act[1] or (last is not None and act[0] <= last < act[1])
