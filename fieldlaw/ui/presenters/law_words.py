"""An assessment in the words of the page: the two clocks, the refusal, the prompts, the tree."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from fieldlaw.cases.law.assess import PENDING, as_json, assess
from fieldlaw.cases.law.explain import DISPOSAL_COST
from fieldlaw.cases.law.lawbook import open_book
from fieldlaw.cases.law.request import jurisdiction_of, read_request
from fieldlaw.ui.presenters.law_facts import NAMES, why

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from fieldlaw.cases.law.assess import Assessment
    from fieldlaw.cases.law.facts import RequestError
    from fieldlaw.cases.law.lawbook import LawBook, Statute
    from fieldlaw.cases.law.request import Request
    from fieldlaw.cases.packs.records import Pack, Row

SOURCE = {"seen": "见官方文本", "second_hand": "转引", "recalled": "凭记忆"}
PACK = {"draft": "草稿，未复核", "confirmed": "已复核", "test": "练习用"}
_PROMPT = {"hearing": "须告知听证权", "collective_discussion": "须集体讨论"}
_FLAG = {"threshold_not_exceeded": "实测没有超过限值。", "elements_not_met": "构成要件没有满足。"}
_WAN = -6  # a 万元 has 10^6 fen
_APPLIES = "适用，"


def _tr(text: str) -> str:
    return QCoreApplication.translate("law", text)


def wan(fen: int) -> str:
    """An amount in 万元, without its unit: exact, no zeros at the end."""
    return f"{Decimal(fen).scaleb(_WAN).normalize():f}"


@dataclass(frozen=True)
class Clause:
    """A penalty clause under a clock; `mark` is 采用, 对照 or 待定."""

    law: str
    article: str
    span: str
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
class Prompt:
    """What an amount would trigger, or has triggered."""

    words: str
    note: str
    state: str
    source: str


@dataclass(frozen=True)
class Reason:
    """A line of the explanation tree; `mark` is a status, `fact` the fact that it names."""

    title: str
    value: str
    source: str
    mark: str
    fact: str
    children: tuple[Reason, ...]


@dataclass(frozen=True)
class Span:
    """The ends of the statutory range, in words, and the whole of it."""

    low: str
    high: str
    words: str


@dataclass(frozen=True)
class Judgement:
    """What the law makes of the facts now, in words.

    Attributes:
        chip: which law is used, and the tone of that.
        contest: the question for 法制 when two laws compete; empty else.
        head: what stands where an amount would stand.
        gaps: ids and questions of what is missing.
        span: the statutory range of the law used; None when no law is settled.
        packs: pack id to hash; `pinned` the one that holds the violation, in words.
        result: the same in the shape in which a case keeps it.
    """

    clocks: tuple[Clock, Clock]
    chip: tuple[str, str]
    reason: str
    contest: str
    head: str
    sentence: str
    gaps: tuple[tuple[str, str], ...]
    span: Span | None
    prompts: tuple[Prompt, ...]
    tree: Reason
    pinned: tuple[str, str]
    warning: str
    result: Mapping[str, Any]


def judge(data: Mapping[str, Any], packs: tuple[Pack, ...]) -> Judgement:
    """Assess a request and say it in words.

    Raises:
        RequestError: the request cannot be read with these packs.
    """
    answer = assess(data, packs)
    book = open_book(packs, jurisdiction_of(data))
    request = read_request(data, book)
    used = [each for each in answer.statutes if each.id in answer.choice.applies]
    head, sentence = _refusal(answer)
    return Judgement(
        clocks=(_act_clock(request, answer), _decision_clock(request, answer)),
        chip=_chip(answer),
        reason=answer.choice.reason,
        contest=_contest(answer),
        head=head,
        sentence=sentence,
        gaps=_gaps(request, answer),
        span=_span(used[0]) if used and "not_established" not in answer.flags else None,
        prompts=_prompts(request, answer, used, book),
        tree=reason(as_json(answer)["tree"], _questions(request)),
        pinned=_pinned(book, request.violation.id),
        warning=_warning(book),
        result=as_json(answer),
    )


def fault_of(error: RequestError) -> str:
    """Why a recorded finding cannot be judged."""
    return _tr("不能判定：{0}").format(why(error))


def _questions(request: Request) -> dict[str, str]:
    return {f"{question.text}（{question.id}）": question.id for question in request.violation.questions}


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
    span = _span(statute)
    words = span.words if span else _tr("区间没有收录")
    return Clause(statute.law, _article(statute), words, mark, source)


def _article(statute: Statute) -> str:
    return _tr("第 {0} 条{1}").format(statute.article, statute.clause)


def _span(statute: Statute) -> Span | None:
    if statute.range_fen:
        low, high = (wan(fen) for fen in statute.range_fen)
        return Span(_tr("{0} 万元").format(low), _tr("{0} 万元").format(high), f"{low}–{high} 万元")
    if statute.base is None:
        return None
    low_times, high_times = statute.base.multiples
    words = _tr("{0}的 {1}–{2} 倍，不足 {3} 万元的按 {3} 万元计").format(
        _tr(DISPOSAL_COST[statute.base.kind]), low_times, high_times, wan(statute.base.base_at_least_fen)
    )
    return Span(_tr("{0} 倍").format(low_times), _tr("{0} 倍").format(high_times), words)


def _chip(answer: Assessment) -> tuple[str, str]:
    choice = answer.choice
    if choice is PENDING:
        return _tr("日期未知，待定"), "warning"
    words = {
        ("equal", True): "从旧·两法幅度相同",
        ("old", True): "从旧·旧法较轻",
        ("new", True): "从新从轻",
        ("old", False): "行为时的法律",
        ("new", False): "新法",
        ("equal", False): "从旧·两法幅度相同",
    }.get((choice.which, choice.rule is not None))
    return (_tr(words), "success") if words else (_tr("待法制判断"), "warning")


def _contest(answer: Assessment) -> str:
    if "lawyer_must_choose" not in answer.flags:
        return ""
    return _tr("请法制选定适用哪一部法律，并写明理由。选定以前，下面的结果都不算数。")


def _refusal(answer: Assessment) -> tuple[str, str]:
    flags = answer.flags
    if "not_established" in flags:
        rest = "".join(_tr(_FLAG.get(flag, "")) for flag in flags)
        return _tr("现有事实不成立"), rest + _tr("不计算金额；是否结案由承办人和法制判断。")
    if any(flag.startswith(("missing_fact:", "missing_date:")) for flag in flags):
        return _tr("不能判定"), _tr("下面的事实还未知。未知不当作“没有”，所以不下结论，也不计算金额。")
    if "lawyer_must_choose" in flags:
        return _tr("等法制判断"), _tr("适用的法律没有选定，不列幅度，不计算金额。")
    head, _, sentence = answer.tree.children[-1].value.partition("：")
    return head, sentence


def _gaps(request: Request, answer: Assessment) -> tuple[tuple[str, str], ...]:
    texts = {question.id: question.text for question in request.violation.questions}
    found = []
    for flag in answer.flags:
        kind, _, name = flag.partition(":")
        if kind == "missing_fact":
            found.append((name, texts[name]))
        elif kind == "missing_date":
            found += [(day, _tr(NAMES[day])) for day in _days(request, name)]
    return tuple(found)


def _days(request: Request, name: str) -> tuple[str, ...]:
    return ("act.start", "act.end") if name == "act" and request.act is None else (name,)


def _prompts(request: Request, answer: Assessment, used: list[Statute], book: LawBook) -> tuple[Prompt, ...]:
    rows = [row for pack in book.packs for row in pack.rows("thresholds")]
    high = max((each.range_fen[1] for each in used if each.range_fen), default=None)
    return tuple(_prompt(row, answer, high) for row in rows if row["party"] in ("any", request.party))


def _prompt(row: Row, answer: Assessment, high: int | None) -> Prompt:
    note = _tr("达到 {0} 万元起").format(wan(row["at_least_fen"]))
    if high is not None:
        reach = _tr("可能达到") if high >= row["at_least_fen"] else _tr("达不到")
        note += "·" + _tr("幅度上限 {0} 万元，{1}").format(wan(high), reach)
    state = _tr("已触发") if row["flag"] in answer.flags else _tr("待定·金额未定")
    cited = _tr("{0}第 {1} 条·{2}").format(row["law"], row["article"], _tr(SOURCE[row["status"]]))
    return Prompt(_tr(_PROMPT.get(row["flag"], str(row["text"]))), note, state, cited)


def _pinned(book: LawBook, violation: str) -> tuple[str, str]:
    held = [pack.header for pack in book.packs]
    own = next(
        pack.header for pack in book.packs for row in pack.rows("violations") if row["id"] == violation
    )
    lines = (f"{one.id} {one.edition} {_tr(PACK[one.status])} {one.sha256}" for one in held)
    return f"{own.sha256[:4]}…{own.sha256[-2:]}", "\n".join(lines)


def _warning(book: LawBook) -> str:
    draft = any(pack.header.status != "confirmed" for pack in book.packs)
    return _tr("规则包是草稿，未复核：条款和幅度只供对照，不作决定依据。") if draft else ""


_MARKS = {"成立": "compliant", "尚不能判断": "cannotDecide", "现有事实不成立该违法行为": "notApplicable"}


def reason(node: Mapping[str, Any], questions: Mapping[str, str], within: str = "") -> Reason:
    """A node of a kept or a live tree (title, value, source, children), with its mark and its fact."""
    title, value = str(node["title"]), str(node["value"])
    mark = _MARKS.get(value, "")
    if title == "缺少事实":
        mark = "unknownFact"
    elif title == "金额":
        mark = "refused"
    elif within == "罚则":
        mark = "compliant" if value.startswith(_APPLIES) else ""
    fact = questions.get(value, "")
    shown = value.removesuffix(f"（{fact}）") if fact else value
    children = tuple(reason(child, questions, title) for child in node["children"])
    return Reason(title, shown.rstrip("。"), str(node["source"]), mark, fact, children)
