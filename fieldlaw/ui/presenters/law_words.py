"""An assessment in the words of the page, and its tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from fieldlaw.cases.law.assess import as_json
from fieldlaw.cases.law.library import open_book
from fieldlaw.cases.law.request import jurisdiction_of, read_request
from fieldlaw.ui.presenters.law_amount import Money, Settle, money_of, settle_of
from fieldlaw.ui.presenters.law_clocks import Asked, Clock, asked_of, chip_of, clocks_of
from fieldlaw.ui.presenters.law_facts import why
from fieldlaw.ui.presenters.law_lenient import Lenient, lenient_of
from fieldlaw.ui.presenters.law_measures import Measures, measures_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fieldlaw.cases.law.asking import Offer
    from fieldlaw.cases.law.assess import Assessment
    from fieldlaw.cases.law.facts import RequestError
    from fieldlaw.cases.law.library import LawBook
    from fieldlaw.cases.law.measures import Measure
    from fieldlaw.cases.packs.records import Pack

PACK = {"draft": "草稿，未复核", "confirmed": "已复核", "test": "练习用"}
_APPLIES, _NO_AMOUNT = "适用，", "暂不计算金额"


def _tr(text: str) -> str:
    return QCoreApplication.translate("law", text)


@dataclass(frozen=True)
class Reason:
    """A line of the explanation tree.

    Attributes:
        mark: a status.
        fact: the fact that it names as missing.
        facts: those on which it rests.
    """

    title: str
    value: str
    source: str
    mark: str
    fact: str
    children: tuple[Reason, ...]
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Aids:
    """What is beside an assessment.

    Attributes:
        asked: the question of each fact.
        offer: what the benchmark leaves to the person.
        measures: the measures, weighed.
        threads: titles of the tree, and the facts on which they rest.
    """

    asked: Mapping[str, str]
    offer: Offer | None
    measures: tuple[Measure, ...]
    threads: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Judgement:
    """What the law makes of the facts now, in words.

    Attributes:
        chip: which law is used, and the tone of that.
        contest: what a lawyer is asked; None while nothing is.
        money: what stands in the place of an amount.
        settle: what a person settles besides.
        pinned: the pack that holds the violation, and all packs, in words.
        result: the assessment in the shape in which a case keeps it.
    """

    clocks: tuple[Clock, Clock]
    chip: tuple[str, str]
    reason: str
    contest: Asked | None
    money: Money
    settle: Settle
    lenient: Lenient
    measures: Measures
    tree: Reason
    pinned: tuple[str, str]
    warning: str
    result: Mapping[str, Any]


def judge(answer: Assessment, data: Mapping[str, Any], packs: Iterable[Pack], aids: Aids) -> Judgement:
    """Say an assessment in words.

    Args:
        answer: the assessment.
        data: its input.
        packs: the packs that it drew on.
        aids: what is shown beside it.

    Raises:
        RequestError: the input cannot be read with these packs.
    """
    place = jurisdiction_of(data)
    book = open_book(packs, place)
    request, result = read_request(data, book), as_json(answer)
    return Judgement(
        clocks=clocks_of(request, answer),
        chip=chip_of(answer),
        reason=answer.choice.reason,
        contest=asked_of(answer),
        money=money_of(request, answer, book.packs, aids.asked),
        settle=settle_of(request, aids.offer),
        lenient=lenient_of(answer, place),
        measures=measures_in_words(aids.measures),
        tree=reason(result["tree"], _questions(aids.asked), aids.threads),
        pinned=_pinned(book, request.violation.id),
        warning=_warning(book),
        result=result,
    )


def fault_of(error: RequestError) -> str:
    """Why a recorded finding cannot be judged."""
    return _tr("不能判定：{0}").format(why(error))


def _questions(asked: Mapping[str, str]) -> dict[str, str]:
    return {f"{question}（{name}）": name for name, question in asked.items()}


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


def reason(
    node: Mapping[str, Any],
    questions: Mapping[str, str],
    threads: Mapping[str, tuple[str, ...]],
    within: str = "",
) -> Reason:
    """A node of a kept or a live tree (title, value, source, children), with its mark and its facts."""
    title, value = str(node["title"]), str(node["value"])
    fact = questions.get(value, "")
    shown = value.removesuffix(f"（{fact}）") if fact else value
    children = tuple(reason(child, questions, threads, title) for child in node["children"])
    mark, facts = _mark(title, value, within), threads.get(title, ())
    return Reason(title, shown.rstrip("。"), str(node["source"]), mark, fact, children, facts)


def _mark(title: str, value: str, within: str) -> str:
    if title == "缺少事实":
        return "unknownFact"
    if title == "金额":
        return "refused" if value.startswith(_NO_AMOUNT) else ""
    if within == "罚则":
        return "compliant" if value.startswith(_APPLIES) else ""
    return _MARKS.get(value, "")
