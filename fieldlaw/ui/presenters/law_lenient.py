"""Leniency in words: each item met, not met or not decidable, the exclusions, the duties, the ladder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from fieldlaw.cases.law.leniency import EFFECT, WORD
from fieldlaw.ui.presenters.law_clocks import SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fieldlaw.cases.law.assess import Assessment
    from fieldlaw.cases.law.explain import Explanation

YES, NO, OPEN = "yes", "no", "open"
STATES = {YES: "满足", NO: "不满足", OPEN: "不能判定"}
_TRUTH = {True: YES, False: NO, None: OPEN}
_BY_WORD = {word: _TRUTH[truth] for truth, word in WORD.items()}
_ROOT, _ITEM, _BARS, _GAP, _PROOF, _DUTY, _LIST = (
    "包容免罚", "清单事项", "排除情形", "缺少事实", "需要证据", "不予处罚仍须", "免罚清单",
)  # fmt: skip


def _tr(text: str) -> str:
    return QCoreApplication.translate("law", text)


@dataclass(frozen=True)
class Condition:
    """One thing that must hold: satisfied or not, what is missing for it (fact, question), what proves it."""

    text: str
    state: str
    gaps: tuple[tuple[str, str], ...] = ()
    proof: str = ""


@dataclass(frozen=True)
class LenientItem:
    """An item of a list; `note` says why it is only a prompt, or what shuts it out."""

    text: str
    effect: str
    basis: str
    state: str
    note: str
    conditions: tuple[Condition, ...]
    source: str


@dataclass(frozen=True)
class LadderLine:
    """A step of the ladder of management; `open` while a fact is missing."""

    text: str
    measure: str
    open: bool
    source: str


@dataclass(frozen=True)
class Lenient:
    """All of it; `absent` says why there is no list.

    Attributes:
        verdict: what the lists come to.
        bars: the exclusions, each as the condition that it is not there.
        duties: what a decision not to penalise still requires.
        limits: the limits that the law sets to the ladder.
    """

    verdict: str
    lists: str
    items: tuple[LenientItem, ...]
    bars: tuple[Condition, ...]
    duties: tuple[str, ...]
    ladder: tuple[LadderLine, ...]
    limits: tuple[str, ...]
    absent: str = ""


def lenient_of(answer: Assessment, place: str) -> Lenient:
    """What the leniency lists say of a case."""
    root = next((each for each in answer.tree.children if each.title == _ROOT), None)
    said = [each.value for each in answer.tree.children if each.title == _LIST]
    if root is None:
        return Lenient("", "", (), (), (), (), (), _absent(answer, said, place))
    nodes = [each for each in root.children if each.title == _ITEM]
    bars = next((each.children for each in root.children if each.title == _BARS), ())
    steps = answer.ladder
    return Lenient(
        verdict=root.value,
        lists="、".join(dict.fromkeys(str(each["list"]) for each in answer.leniency)),
        items=tuple(_item(*pair) for pair in zip(answer.leniency, nodes, strict=True)),
        bars=tuple(_condition(each) for each in bars),
        duties=tuple(each.value for each in answer.tree.children if each.title == _DUTY),
        ladder=tuple(_step(each) for each in steps),
        limits=tuple(dict.fromkeys(_limit(one) for each in steps for one in each["limits"])),
        absent="；".join(said),
    )


def _absent(answer: Assessment, said: list[str], place: str) -> str:
    if said:
        return "；".join(said)
    if "not_established" in answer.flags:
        return _tr("违法行为没有成立，不看免罚清单。")
    return _tr("本机没有{0}已签名的免罚清单，是否免罚不能判定。载入清单后再看。").format(place)


def _item(entry: Mapping[str, Any], node: Explanation) -> LenientItem:
    state = _TRUTH[entry["met"]]
    status = _tr(SOURCE[entry["status"]])
    return LenientItem(
        text=entry["text"],
        effect=_tr(EFFECT[entry["effect"]]),
        basis=entry["basis"],
        state=state,
        note=_note(entry),
        conditions=tuple(_condition(each) for each in node.children),
        source=f"{entry['list']}·{status}",
    )


def _note(entry: Mapping[str, Any]) -> str:
    """What else is to be known: what shuts the item out, or why it is a prompt only."""
    if entry["excluded"]:
        return str(entry["reason"])
    if not entry["decides"]:
        return _tr("只作提示，不改变结果：有内容没有对照原文核实，或者同一行为还触犯其他规范。")
    return ""


def _condition(node: Explanation) -> Condition:
    proof = next((each.value for each in node.children if each.title == _PROOF), "")
    return Condition(node.title, _BY_WORD[node.value], tuple(gaps_in(node)), proof)


def gaps_in(node: Explanation) -> Iterator[tuple[str, str]]:
    """The missing facts that a branch names: id and question."""
    for each in node.children:
        if each.title == _GAP:
            question, _, name = each.value.rpartition("（")
            yield name.removesuffix("）"), question


def _step(step: Mapping[str, Any]) -> LadderLine:
    return LadderLine(step["text"], step["measure"], step["applies"] is None, step["source"])


def _limit(row: Mapping[str, Any]) -> str:
    return f"{row['text']}（《{row['law']}》{row['article']}）"
