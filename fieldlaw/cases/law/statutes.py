"""Two clocks: which statute governs an act done on one day and decided on another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from fieldlaw.cases.law.lawbook import Rule, Statute, Violation

REASONS = {
    "old": "行为与决定均在新法施行前，适用行为时的法律。",
    "new": "行为发生在新法施行后，适用新法。",
    "equal": "新旧法罚款区间相等，适用行为时的法律。",
    "lighter_old": "旧法对当事人较轻，适用行为时的法律。",
    "lighter_new": "决定前法律已修改且新法较轻，适用新法。",
    "compare": "新旧法孰轻取决于案情，须由法制人员选定并写明理由。",
    "spanning": "行为跨越新法施行日，须由法制人员选定适用的法律并写明理由。",
    "outside": "行为日期或者决定日期不在规则包收录的法律期间内，须由法制人员确定。",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """Which law governs: old, new, equal (the old one) or a lawyer must choose."""

    which: str
    reason: str
    applies: frozenset[str]
    rule: Rule | None


@dataclass(frozen=True, slots=True)
class _Eras:
    old: tuple[Statute, ...]
    new: tuple[Statute, ...]

    def ids(self, era: str) -> frozenset[str]:
        return frozenset(each.id for each in (self.old if era == "old" else self.new))


def choose(violation: Violation, act: tuple[date, date], decided: date, rules: Mapping[str, Rule]) -> Choice:
    """Choose between the statutes of a violation.

    Args:
        violation: the violation with its old and new statutes.
        act: first and last day of the act.
        decided: the day of the decision.
        rules: the cited rules of the packs.
    """
    eras = _Eras(
        tuple(each for each in violation.statutes if each.era == "old"),
        tuple(each for each in violation.statutes if each.era == "code"),
    )
    which, reason, era = _decide(eras, act, decided, violation.lighter)
    rule = rules.get(_rule_id(which, reason))
    text = REASONS[reason] + (f"{rule.text}（{rule.cited}）" if rule else "")
    return Choice(which, text, eras.ids(era) if era else frozenset(), rule)


def _rule_id(which: str, reason: str) -> str:
    if which == "equal" or reason == "lighter_old":
        return "repealed_but_applies"
    return "two_clocks" if reason in ("lighter_new", "compare") else ""


def _decide(eras: _Eras, act: tuple[date, date], decided: date, lighter: str) -> tuple[str, str, str]:
    if _all_cover(eras.new, act):
        return "new", "new", "new"
    if _spans(eras, act):
        return "lawyer", "spanning", ""
    if not _all_cover(eras.old, act):
        return "lawyer", "outside", ""
    if not _all_cover(eras.new, (decided, decided)):
        return (
            ("old", "old", "old") if _all_cover(eras.old, (decided, decided)) else ("lawyer", "outside", "")
        )
    return _lighter(lighter)


def _lighter(lighter: str) -> tuple[str, str, str]:
    return {
        "equal": ("equal", "equal", "old"),
        "old": ("old", "lighter_old", "old"),
        "code": ("new", "lighter_new", "new"),
    }.get(lighter, ("lawyer", "compare", ""))


def _all_cover(statutes: tuple[Statute, ...], days: tuple[date, date]) -> bool:
    return bool(statutes) and all(_covers(each, day) for each in statutes for day in days)


def _covers(statute: Statute, day: date) -> bool:
    first, last = statute.in_force
    return first <= day and (last is None or day <= last)


def _spans(eras: _Eras, act: tuple[date, date]) -> bool:
    starts = [each.in_force[0] for each in eras.new]
    return any(act[0] < start <= act[1] for start in starts)
