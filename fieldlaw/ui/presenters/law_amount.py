"""What stands for an amount, in words: the fine and its way, or why there is none; the bar; the prompts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from fieldlaw.cases.law.capitals import capitals
from fieldlaw.ui.presenters.law_clocks import SOURCE, Span, fen_span, span_of, wan
from fieldlaw.ui.presenters.law_facts import NAMES
from fieldlaw.ui.presenters.packs_words import titled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from fieldlaw.cases.law.asking import Offer
    from fieldlaw.cases.law.assess import Assessment
    from fieldlaw.cases.law.request import Request
    from fieldlaw.cases.packs.records import Pack, Row

FINE, CHOOSE, NONE, REFUSED = "fine", "choose", "none", "refused"
HEARING = {"hearing": "听证", "collective_discussion": "集体讨论"}
_PROMPT = {"hearing": "须告知听证权", "collective_discussion": "须集体讨论"}
_FLAG = {"threshold_not_exceeded": "实测没有超过限值。", "elements_not_met": "构成要件没有满足。"}
_MISSING = ("missing_fact:", "benchmark_fact:", "base_missing:")
_HEADS = {
    "not_before": "还不能罚款",
    "other_authority": "由其他部门处罚",
    "no_legal_basis": "没有直接罚则",
    "time_barred": "已过追责时效",
}
_EFFECTS = {"lighter": "从轻", "heavier": "从重", "mitigate": "减轻"}
_PER_WAN, _PER_YUAN, _ROUND = 1_000_000, 100, 10_000


def _tr(text: str) -> str:
    return QCoreApplication.translate("law", text)


@dataclass(frozen=True)
class Mark:
    """A place on the bar, as a part of its length: the fine, a like case, or a threshold."""

    kind: str
    at: float
    words: str


@dataclass(frozen=True)
class Prompt:
    """What an amount would trigger, or has triggered; `tone` goes with `state`."""

    words: str
    note: str
    state: str
    tone: str
    source: str


@dataclass(frozen=True)
class StepLine:
    """A step on the way to the amount."""

    title: str
    reason: str
    weight: str
    source: str


@dataclass(frozen=True)
class Money:
    """What stands in the place of an amount.

    Attributes:
        kind: FINE, CHOOSE (a person takes one from a range), NONE (no penalty) or REFUSED.
        head: the figures, or the refusal.
        capitals: the figures in capital words.
        about: the benchmark that was used.
        statement: what the decision says of the use of discretion.
        span: the statutory range; None when no law is settled.
        marks: the places on the bar.
        within: the amounts that are left open, in fen.
        outside: the refusal is for want of a benchmark of this place.
    """

    kind: str
    head: str
    capitals: str
    sentence: str
    about: str
    statement: str
    span: Span | None
    marks: tuple[Mark, ...]
    steps: tuple[StepLine, ...]
    prompts: tuple[Prompt, ...]
    gaps: tuple[tuple[str, str], ...]
    within: tuple[int, int] | None = None
    outside: bool = False


@dataclass(frozen=True)
class Settle:
    """What a person settles: the degree, the ground, the amount; `grounds` are offered (id, words)."""

    degrees: bool
    degree: str
    grounds: tuple[tuple[str, str], ...]
    ground: str
    chosen: int | None

    @property
    def offered(self) -> bool:
        """Whether there is anything to settle besides the amount."""
        return self.degrees or bool(self.grounds)


def money_of(request: Request, answer: Assessment, packs: Iterable[Pack], asked: Mapping[str, str]) -> Money:
    """What stands for an amount.

    Args:
        request: the case.
        answer: what the law makes of it.
        packs: those with the thresholds.
        asked: question of each fact.
    """
    span = _span(answer)
    kind, head, sentence = _said(answer)
    rows = [row for pack in packs for row in pack.rows("thresholds") if _holds(row, request)]
    benchmark = next((each for each in answer.packs if each.kind == "benchmark"), None)
    fen = answer.amount_fen
    return Money(
        kind=kind,
        head=head,
        capitals=capitals(fen) if fen is not None else "",
        sentence=sentence,
        about=titled(benchmark) if benchmark else "",
        statement=answer.sentence,
        span=span,
        marks=tuple(_marks(answer, span, rows)),
        steps=tuple(_step(each) for each in answer.steps),
        prompts=tuple(_prompt(row, answer, span) for row in rows) if span or fen else (),
        gaps=_gaps(request, answer, asked),
        within=answer.range_fen,
        outside="no_benchmark" in answer.flags,
    )


def settle_of(request: Request, offer: Offer | None) -> Settle:
    """What is settled, and what the benchmark offers for it."""
    said = request.discretion
    grounds = tuple(
        (each.id, f"{_tr(_EFFECTS[each.effect])}：{each.name}") for each in (offer.grounds if offer else ())
    )
    return Settle(bool(offer and offer.degrees), said.degree, grounds, said.ground, said.chosen_fen)


def figures(fen: int) -> str:
    """An amount as the screen writes it: 20.00 万元; 元 where that would be long or small."""
    if fen >= _PER_WAN and fen % _ROUND == 0:
        return f"{fen // _PER_WAN}.{fen % _PER_WAN // _ROUND:02d} 万元"
    yuan, rest = divmod(fen, _PER_YUAN)
    return f"{yuan}.{rest:02d} 元" if rest else f"{yuan} 元"


def _span(answer: Assessment) -> Span | None:
    if "not_established" in answer.flags:
        return None
    if answer.limits_fen:
        return fen_span(answer.limits_fen)
    used = (each for each in answer.statutes if each.id in answer.choice.applies)
    return next((found for each in used if (found := span_of(each, answer)) is not None), None)


def _said(answer: Assessment) -> tuple[str, str, str]:
    """Kind, head and sentence."""
    if answer.outcome == "no_penalty":
        return NONE, _tr("不予处罚"), _tr("清单的条件都有事实支持，应当不予处罚；仍须依法教育并留存证据。")
    if answer.amount_fen is not None:
        may = answer.outcome == "may_no_penalty"
        note = _tr("也符合“可以不予处罚”的条件，罚不罚由承办人提出、经审核决定。") if may else ""
        return FINE, figures(answer.amount_fen), note
    if answer.range_fen is not None:
        low, high = answer.range_fen
        note = _tr("基准只给出范围，具体数额由承办人选定并写入案件。")
        return CHOOSE, _tr("{0} 至 {1}").format(figures(low), figures(high)), note
    return (REFUSED, *_refusal(answer))


def _refusal(answer: Assessment) -> tuple[str, str]:
    flags = answer.flags
    if "not_established" in flags:
        rest = "".join(_tr(_FLAG.get(flag, "")) for flag in flags)
        return _tr("现有事实不成立"), rest + _tr("不计算金额；是否结案由承办人和法制判断。")
    if any(flag.startswith(("missing_fact:", "missing_date:")) for flag in flags):
        return _tr("不能判定"), _tr("下面的事实还未知。未知不当作“没有”，所以不下结论，也不计算金额。")
    if "lawyer_must_choose" in flags:
        return _tr("等法制判断"), _tr("适用的法律没有选定，不列幅度，不计算金额。")
    value = next((each.value for each in reversed(answer.tree.children) if each.title == "金额"), "")
    head, _, sentence = value.partition("：")
    if answer.outcome == "undecidable":
        return _tr("不能判定"), sentence or value
    known = (word for flag, word in _HEADS.items() if flag == answer.outcome or flag in flags)
    return next((_tr(word) for word in known), head), sentence


def _gaps(request: Request, answer: Assessment, asked: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Ids and questions of what is missing."""
    names: list[str] = []
    for flag in answer.flags:
        kind, _, name = flag.partition(":")
        if f"{kind}:" in _MISSING:
            names.append(name)
        elif kind == "tier_open":
            names += answer.reaches[name].missing
        elif kind == "missing_date":
            names += ("act.start", "act.end") if name == "act" and request.act is None else (name,)
    if answer.outcome == "undecidable" and not names and "lawyer_must_choose" not in answer.flags:
        names += _lenient_gaps(answer)
    texts = {**asked, **{name: _tr(words) for name, words in NAMES.items()}}
    return tuple((name, texts[name]) for name in dict.fromkeys(names) if name in texts)


def _lenient_gaps(answer: Assessment) -> list[str]:
    """Whether it must be left unpunished is still open: what is not known of it."""
    held = (each for each in answer.leniency if each["effect"] == "no_penalty" and each["decides"])
    open_ones = (each for each in held if each["met"] is None)
    return [one["fact"] for each in open_ones for one in each["missing"]]


def _step(step: Mapping[str, str]) -> StepLine:
    title, _, reason = step["reason"].partition("：")
    return StepLine(title, reason, f"{step['weight']}%" if step["weight"] else "", step["source"])


# --- thresholds


def _holds(row: Row, request: Request) -> bool:
    if row["party"] not in ("any", request.party):
        return False
    period, day = row.get("in_force") or {}, request.decided
    first, last = period.get("from"), period.get("to")
    if day is None:
        return True
    began = first is None or date.fromisoformat(first) <= day
    return began and (last is None or day <= date.fromisoformat(last))


def _prompt(row: Row, answer: Assessment, span: Span | None) -> Prompt:
    least = row["at_least_fen"]
    note = _tr("达到 {0} 万元起").format(wan(least))
    state, tone = _state(row, answer, span)
    cited = _tr("{0}第 {1} 条·{2}").format(row["law"], row["article"], _tr(SOURCE[row["status"]]))
    words = HEARING if tone == "success" else _PROMPT  # “须” only while it is, or may be, called for
    return Prompt(_tr(words.get(row["flag"], str(row["text"]))), note, state, tone, cited)


def _state(row: Row, answer: Assessment, span: Span | None) -> tuple[str, str]:
    """Triggered or not; while the amount is open, whether the range can reach it at all."""
    if row["flag"] in answer.flags:
        return _tr("已触发"), "warning"
    if answer.amount_fen is not None or answer.range_fen is not None:
        return _tr("没有触发"), "success"
    if answer.outcome == "no_penalty":
        return _tr("没有罚款"), "success"
    if span is None or span.fen is None:
        return _tr("待定·金额未定"), "warning"
    if span.fen[1] < row["at_least_fen"]:
        return _tr("上限 {0} 万元，达不到").format(wan(span.fen[1])), "success"
    return _tr("待定·可能达到"), "warning"


# --- the bar


def place_on(span: Span | None, fen: int) -> float | None:
    """Where an amount lies on the bar; None outside of it."""
    if span is None or span.fen is None:
        return None
    low, high = span.fen
    return (fen - low) / (high - low) if high > low and low <= fen <= high else None


def _marks(answer: Assessment, span: Span | None, rows: Iterable[Row]) -> Iterator[Mark]:
    if answer.amount_fen is not None:
        at = place_on(span, answer.amount_fen)
        if at is not None:
            yield Mark("own", at, figures(answer.amount_fen))
    elif answer.range_fen is not None:
        for fen in answer.range_fen:
            at = place_on(span, fen)
            if at is not None:
                yield Mark("open", at, figures(fen))
    for row in rows:
        at = place_on(span, row["at_least_fen"])
        if at is not None:
            word = _tr(HEARING.get(row["flag"], "提示"))
            yield Mark("threshold", at, f"{word} {wan(row['at_least_fen'])} 万")


def spoken(view: Money) -> str:
    """The bar in words."""
    whole = _tr("法定幅度 {0}").format(view.span.words) if view.span else ""
    own = [mark for mark in view.marks if mark.kind in ("own", "open")]
    if not own:
        return _tr("{0}，没有计算金额").format(whole)
    said = _tr("本案 {0}").format("至".join(one.words for one in own))
    rest = [mark.words for mark in view.marks if mark.kind == "threshold"]
    return "，".join([whole, said, *rest])
