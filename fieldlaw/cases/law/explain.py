"""Says in plain Chinese how an answer came about: a tree, and its sentences in order."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from fieldlaw.cases.law.citing import cited
from fieldlaw.cases.law.exceedance import exceeds, multiple, shown
from fieldlaw.cases.law.facts import Known
from fieldlaw.cases.law.lawbook import Statute
from fieldlaw.cases.law.reach import reach

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldlaw.cases.law.finding import Finding
    from fieldlaw.cases.law.lawbook import Base, Tier
    from fieldlaw.cases.law.request import Request
    from fieldlaw.cases.law.statutes import Choice

FEN_IN_YUAN = 100
YUAN_IN_WAN = 10_000


@dataclass(frozen=True, slots=True)
class Explanation:
    """One reason: its title, its value, where it comes from, and what it rests on."""

    title: str
    value: str
    source: str = ""
    children: tuple[Explanation, ...] = ()


def explain(
    request: Request, finding: Finding, choice: Choice, money_part: Iterable[Explanation]
) -> Explanation:
    """The whole reasoning as a tree.

    Args:
        request: the case.
        finding: whether the violation stands.
        choice: which law governs.
        money_part: what is said of the amount; it comes last.
    """
    children = [
        _facts_part(request, finding),
        _law_part(request, choice),
        Explanation("适用", choice.reason, choice.rule.source if choice.rule else ""),
    ]
    if request.violation.authority:
        children.append(Explanation("处罚机关", f"{request.violation.authority}；生态环境部门应当移送"))
    if request.violation.note:
        children.append(Explanation("提示", request.violation.note))
    children += money_part
    return Explanation("违法行为", request.violation.name, "", tuple(children))


def sentences(tree: Explanation) -> tuple[str, ...]:
    """The tree read aloud, parents before children."""
    source = f"（来源：{tree.source}）" if tree.source else ""
    own = f"{tree.title}：{tree.value.rstrip('。')}{source}。"
    return (own, *(line for child in tree.children for line in sentences(child)))


def money(fen: int) -> str:
    """An amount for people: in 万元 when it is a whole number of them."""
    yuan, rest = divmod(fen, FEN_IN_YUAN)
    if rest:
        return f"{yuan}.{rest:02d}元"
    wan, left = divmod(yuan, YUAN_IN_WAN)
    return f"{yuan}元" if left or not wan else f"{wan}万元"


def no_amount(reason: str, children: tuple[Explanation, ...] = ()) -> Explanation:
    """What stands in place of an amount."""
    return Explanation("金额", f"暂不计算金额：{reason}", "", children)


def span_words(low: int, high: int) -> str:
    """A range of amounts, both ends included."""
    return money(low) if low == high else f"{money(low)}以上{money(high)}以下"


def _facts_part(request: Request, finding: Finding) -> Explanation:
    verdict = {True: "成立", False: "现有事实不成立该违法行为", None: "尚不能判断"}
    children = [_missing(question.text, question.id) for question in finding.missing]
    children += _comparison(request)
    return Explanation("事实认定", verdict[finding.established], "", tuple(children))


def _missing(text: str, name: str) -> Explanation:
    return Explanation("缺少事实", f"{text}（{name}）")


def _comparison(request: Request) -> list[Explanation]:
    return [
        _compared(left.value, right.value)
        for condition in request.violation.conditions
        if condition.than_fact and condition.operator == "gt"
        for left in [request.facts[condition.fact]]
        for right in [request.facts[condition.than_fact]]
        if isinstance(left, Known) and isinstance(right, Known)
        if isinstance(left.value, Decimal) and isinstance(right.value, Decimal)
    ]


def _compared(value: Decimal, limit: Decimal) -> Explanation:
    if not exceeds(value, limit):
        return Explanation("超标倍数", f"{value} 未超过限值 {limit}")
    times = shown(multiple(value, limit))
    return Explanation("超标倍数", f"({value}-{limit})/{limit}={times}倍")


def _law_part(request: Request, choice: Choice) -> Explanation:
    lines = tuple(_statute(each, request, choice) for each in request.violation.statutes)
    return Explanation("罚则", "新旧法并列如下", "", lines)


def _statute(statute: Statute, request: Request, choice: Choice) -> Explanation:
    mark = "适用，" if statute.id in choice.applies else ""
    may = "可以处" if statute.discretionary else ""
    picked = reach(statute, request.violation, request.facts).tier
    parts = [_tier(each, is_picked=each is picked) for each in statute.tiers]
    if statute.persons_fen:
        parts.append(Explanation("对责任人员", f"另处{span_words(*statute.persons_fen)}", statute.source))
    parts += (Explanation("另有后果", cited(text), statute.source) for text in statute.also)
    return Explanation(statute.title, f"{mark}{may}{range_words(statute)}", statute.source, tuple(parts))


def _tier(tier: Tier, *, is_picked: bool) -> Explanation:
    value = tier.not_before or range_words(tier)
    also = tuple(Explanation("另有后果", cited(text), tier.source) for text in tier.also)
    return Explanation(f"分档：{tier.text}", f"{'本案，' if is_picked else ''}{value}", tier.source, also)


def range_words(clause: Statute | Tier) -> str:
    """The range of a clause in words, before any fact is known."""
    if clause.range_fen:
        return _bounds(*clause.range_fen)
    if clause.base:
        return _base(clause.base)
    if clause.per:
        return f"{clause.per.name}每{clause.per.unit}{span_words(*clause.per.each_fen)}"
    return "按情形分档" if isinstance(clause, Statute) and clause.tiers else "区间未收录"


def _bounds(low: int, high: int) -> str:
    if low == 0:
        return f"{money(high)}以下"
    return span_words(low, high)


def _base(base: Base) -> str:
    low, high = (_times(each) for each in base.multiples)
    cost = base.name
    floor = money(base.base_at_least_fen)
    least = f"，{cost}不足{floor}的按{floor}计" if base.base_at_least_fen else ""
    return f"{cost}的{low}以上{high}以下{least}"


def _times(multiple: Decimal) -> str:
    """A multiple below one as a percentage."""
    return f"{multiple}倍" if multiple >= 1 else f"{(multiple * 100).normalize():f}%"
