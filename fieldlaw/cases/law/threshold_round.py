"""A random check of sealing points: how many leaks are a violation. The numbers stand in the packs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fieldlaw.cases.law.explain import Explanation
from fieldlaw.cases.law.periods import covers
from fieldlaw.cases.law.threshold import UNDECIDABLE, Said
from fieldlaw.cases.law.threshold_rows import SEEN, STATUS_WORDS, threshold_book

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from fieldlaw.cases.law.threshold_rows import RoundRule
    from fieldlaw.cases.packs.records import Pack

VIOLATION, NO_VIOLATION = "violation", "no_violation"
ROUND_WORDS = {VIOLATION: "属于违法行为", NO_VIOLATION: "没有达到违法的点数", UNDECIDABLE: "不能判定"}


@dataclass(frozen=True, slots=True)
class RoundPoint:
    """A point of the check.

    Attributes:
        leaks: by its value or to the eye; None while it cannot be told.
        in_repair: a leak within the time of its repair does not count; None while nobody knows.
    """

    tag: str
    leaks: bool | None
    in_repair: bool | None = False

    @property
    def counts(self) -> bool | None:
        """Whether it is one of the leaks that count; None while it cannot be told."""
        if self.leaks is False or self.in_repair is True:
            return False
        return None if self.leaks is None or self.in_repair is None else True


@dataclass(frozen=True, slots=True)
class RoundVerdict:
    """The answer: violation, no_violation or undecidable; the tags that count and those that are open."""

    verdict: str
    rule: RoundRule | None
    counted: tuple[str, ...]
    open: tuple[str, ...]
    blocked: tuple[Said, ...]
    tree: Explanation = field(compare=False)


def judge_round(points: Sequence[RoundPoint], standard: str, packs: Iterable[Pack], on: date) -> RoundVerdict:
    """Hold a random check against the rule of its standard.

    Args:
        points: the points that were checked, each once.
        standard: its id in the packs.
        packs: packs with thresholds among them.
        on: the day of the check.
    """
    book = threshold_book(packs)
    rule = next((r for r in book.rounds if r.standard == standard and covers(r.period, on)), None)
    counted = tuple(point.tag for point in points if point.counts)
    unknown = tuple(point.tag for point in points if point.counts is None)
    blocked = _blocked(rule, points, len(counted), len(unknown))
    word = UNDECIDABLE
    if rule and not blocked:
        word = VIOLATION if len(counted) > rule.leaks_more_than else NO_VIOLATION
    tree = _tree(rule, word, (len(points), len(counted), len(unknown)), blocked)
    return RoundVerdict(word, rule, counted, unknown, blocked, tree)


def _blocked(
    rule: RoundRule | None, points: Sequence[RoundPoint], counted: int, unknown: int
) -> tuple[Said, ...]:
    if rule is None:
        return (Said("no_round_rule", "这项标准没有抽查点数的规定，或当日没有施行"),)
    found = []
    if rule.status != SEEN:
        found.append(Said("rule_unverified", f"{rule.clause} {STATUS_WORDS[rule.status]}，不能据以判定"))
    if len({point.tag for point in points}) != len(points):
        found.append(Said("tag_twice", "有密封点记了两次，先去掉重复的"))
    if len(points) > rule.points_at_most:
        text = f"查了 {len(points)} 个点，规定的抽查不超过 {rule.points_at_most} 个"
        found.append(Said("too_many_points", text))
    if counted <= rule.leaks_more_than < counted + unknown:
        found.append(Said("points_open", f"还有 {unknown} 个点不能判定，会影响结论"))
    return tuple(found)


def _tree(
    rule: RoundRule | None, word: str, counts: tuple[int, int, int], blocked: Iterable[Said]
) -> Explanation:
    points, counted, unknown = counts
    children = [Explanation("抽查", f"{points} 个点，计入 {counted} 个，不能判定 {unknown} 个")]
    if rule:
        children.insert(0, Explanation("规定", f"{rule.clause}：{rule.text}", rule.source))
    children += [Explanation("不能判定", said.text) for said in blocked]
    return Explanation("抽查结论", ROUND_WORDS[word], "", tuple(children))
