"""The two clocks in words: the clauses in force at the act and at the decision, and the lawyer's question."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from fieldlaw.cases.law.assess import PENDING
from fieldlaw.cases.law.citing import cited
from fieldlaw.cases.law.explain import range_words, span_words
from fieldlaw.cases.law.spans import ceiling, floor

if TYPE_CHECKING:
    from datetime import date

    from fieldlaw.cases.law.assess import Assessment
    from fieldlaw.cases.law.explain import Explanation
    from fieldlaw.cases.law.lawbook import Statute, Tier
    from fieldlaw.cases.law.request import Request

SOURCE = {"seen": "见官方文本", "second_hand": "转引", "recalled": "凭记忆"}
LIMITATION = "question:limitation"
_WAN = -6  # a 万元 has 10^6 fen


def _tr(text: str) -> str:
    return QCoreApplication.translate("law", text)


def wan(fen: int) -> str:
    """An amount in 万元, without its unit: exact, no zeros at the end."""
    return f"{Decimal(fen).scaleb(_WAN).normalize():f}"


@dataclass(frozen=True)
class TierLine:
    """One of the ranges of a clause; `mine` when the facts of the case pick it."""

    text: str
    span: str
    mine: bool


@dataclass(frozen=True)
class Clause:
    """A penalty clause under a clock.

    Attributes:
        period: from when until when it is in force.
        span: its range; in the case, where the facts settle it.
        extra: what else it provides: for the persons responsible, other consequences.
        mark: 采用, 对照 or 待定.
    """

    law: str
    article: str
    period: str
    span: str
    tiers: tuple[TierLine, ...]
    extra: tuple[str, ...]
    mark: str
    source: str


@dataclass(frozen=True)
class Clock:
    """One of the two clocks: its day, the law in force on it; `absent` says why there is none."""

    name: str
    day: str
    clauses: tuple[Clause, ...]
    absent: str


@dataclass(frozen=True)
class Option:
    """A clause that a lawyer may choose."""

    id: str
    title: str
    span: str


@dataclass(frozen=True)
class Asked:
    """What a lawyer is asked: the question in words, the clauses, whether the limitation is in question."""

    words: tuple[str, ...]
    options: tuple[Option, ...]
    limitation: bool


@dataclass(frozen=True)
class Span:
    """The ends of the statutory range, in words, the whole of it, and in fen where it is settled."""

    low: str
    high: str
    words: str
    fen: tuple[int, int] | None = None

    @property
    def fixed(self) -> bool:
        """Whether the law leaves one amount only."""
        return self.fen is not None and self.fen[0] == self.fen[1]


def clocks_of(request: Request, answer: Assessment) -> tuple[Clock, Clock]:
    """The law at the time of the act, and at the time of the decision."""
    return _act_clock(request, answer), _decision_clock(request, answer)


def chip_of(answer: Assessment) -> tuple[str, str]:
    """Which law is used, in a few words, and the tone of that."""
    choice = answer.choice
    if choice is PENDING:
        return _tr("日期未知，待定"), "warning"
    if choice.by:
        return _tr("{0}已选定").format(choice.by), "success"
    words = {
        ("equal", True): "从旧·两法幅度相同",
        ("old", True): "从旧·旧法较轻",
        ("new", True): "从新从轻",
        ("old", False): "行为时的法律",
        ("new", False): "新法",
        ("equal", False): "法律没有变化",
    }.get((choice.which, choice.rule is not None))
    return (_tr(words), "success") if words else (_tr("待法制判断"), "warning")


def asked_of(answer: Assessment) -> Asked | None:
    """The question for a lawyer; None while the law is clear or the days are missing."""
    which = answer.choice.which == "lawyer" and answer.choice is not PENDING
    late = LIMITATION in answer.flags
    if not which and not late:
        return None
    words = ([answer.choice.reason] if which else []) + ([_late(answer.tree)] if late else [])
    options = answer.choice.options if which else ()
    held = (each for each in answer.statutes if each.id in options)
    return Asked(tuple(words), tuple(Option(one.id, one.title, _range(one, answer)) for one in held), late)


def _late(tree: Explanation) -> str:
    return next((each.value for each in tree.children if each.title == "追责时效"), "")


def _covers(statute: Statute, day: date) -> bool:
    first, last = statute.in_force
    return first <= day and (last is None or day <= last)


def _act_clock(request: Request, answer: Assessment) -> Clock:
    if request.act is None:
        return Clock(_tr("行为时"), "", (), _tr("行为日未知。"))
    first, last = request.act
    words = first.isoformat() if first == last else f"{first.isoformat()} 至 {last.isoformat()}"
    return _clock(_tr("行为时"), words, request.act, answer)


def _decision_clock(request: Request, answer: Assessment) -> Clock:
    if request.decided is None:
        return Clock(_tr("决定时"), "", (), _tr("决定日未知。"))
    return _clock(_tr("决定时"), request.decided.isoformat(), (request.decided,), answer)


def _clock(name: str, words: str, days: tuple[date, ...], answer: Assessment) -> Clock:
    held = [each for each in answer.statutes if any(_covers(each, day) for day in days)]
    absent = "" if held else _tr("规则包没有收录这一天的罚则。")
    return Clock(name, words, tuple(_clause(each, answer) for each in held), absent)


def _clause(statute: Statute, answer: Assessment) -> Clause:
    mark = _tr("采用") if statute.id in answer.choice.applies else _tr("对照")
    if answer.choice.which == "lawyer":
        mark = _tr("待定")
    source = _tr(SOURCE[statute.status])
    if statute.from_status != statute.status:
        source += "·" + _tr("施行日{0}").format(_tr(SOURCE[statute.from_status]))
    picked = answer.reaches[statute.id].tier
    return Clause(
        law=statute.law,
        article=_tr("第 {0} 条{1}").format(statute.article, cited(statute.clause)),
        period=_period(statute),
        span=_range(statute, answer),
        tiers=tuple(_tier(each, picked) for each in statute.tiers),
        extra=(*_persons(statute), *statute.also, *(picked.also if picked else ())),
        mark=mark,
        source=source,
    )


def _period(statute: Statute) -> str:
    first, last = statute.in_force
    if last is None:
        return _tr("{0} 起施行").format(first.isoformat())
    return _tr("施行至 {0}").format(last.isoformat())


def _tier(tier: Tier, picked: Tier | None) -> TierLine:
    return TierLine(tier.text, tier.not_before or _plain_words(tier), tier is picked)


def _persons(statute: Statute) -> tuple[str, ...]:
    if statute.persons_fen is None:
        return ()
    return (_tr("对责任人员另处{0}").format(span_words(*statute.persons_fen)),)


def _range(statute: Statute, answer: Assessment) -> str:
    """The range in the case; before it is settled, as the clause words it."""
    span = span_of(statute, answer)
    return span.words if span else range_words(statute)


def span_of(statute: Statute, answer: Assessment) -> Span | None:
    """The range of a clause for the bar; None where not even its ends can be named."""
    limits = answer.reaches[statute.id].limits
    if limits is not None:
        return fen_span((ceiling(limits[0]), floor(limits[1])))
    if statute.base is None:
        return None
    low, high = (share_words(each) for each in statute.base.multiples)
    return Span(low, high, _plain_words(statute))


def share_words(share: Decimal) -> str:
    """A share of a base as the trade writes it: below the whole in per cent, above it in times."""
    return _tr("{0} 倍").format(share) if share >= 1 else f"{share * 100:f}".rstrip("0").rstrip(".") + "%"


def fen_span(fen: tuple[int, int]) -> Span:
    """A range of amounts."""
    low, high = (wan(each) for each in fen)
    words = f"{low}–{high} 万元" if fen[0] != fen[1] else f"{low} 万元"
    return Span(_tr("{0} 万元").format(low), _tr("{0} 万元").format(high), words, fen)


def _plain_words(clause: Statute | Tier) -> str:
    """A range before any fact is known, in the short form of the screen."""
    if clause.range_fen:
        return fen_span(clause.range_fen).words
    if clause.base is None:
        return range_words(clause)
    low, high = (share_words(each) for each in clause.base.multiples)
    low = low.removesuffix(_tr(" 倍")) if high.endswith(_tr(" 倍")) else low
    floor_fen = clause.base.base_at_least_fen
    least = _tr("，不足 {0} 万元的按 {0} 万元计").format(wan(floor_fen)) if floor_fen else ""
    return _tr("{0}的 {1}–{2}{3}").format(clause.base.name, low, high, least)
