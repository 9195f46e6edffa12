"""Whether an act is, or may be, left unpunished: each item of the lists met, not met, or not decidable.

What is not known is never taken for a yes nor for a no. Forbidden conduct shuts out every item of every
list. Only a list that may be used, by rows read in their source, changes an outcome.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.law.explain import Explanation
from fieldlaw.cases.law.facts import RequestError, Unknown, all_of
from fieldlaw.cases.law.finding import truth_of
from fieldlaw.cases.law.firsttime import is_first, unknown_of
from fieldlaw.cases.law.lenient_list import CONDUCT, EVERY, SEEN
from fieldlaw.cases.law.weighing import with_derived

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fieldlaw.cases.law.admitting import Terms
    from fieldlaw.cases.law.benchbook import When
    from fieldlaw.cases.law.facts import Facts
    from fieldlaw.cases.law.lenient_list import Exclusion, First, Item, LenientList
    from fieldlaw.cases.law.request import Request

WORSE = (SEEN, "second_hand", "recalled")
DATES = {"act": "违法行为的起止日期", "found": "违法行为的发现日期"}
WORD = {True: "符合", False: "不符合", None: "不能判断"}
EFFECT = {
    "no_penalty": "不予处罚",
    "may_no_penalty": "可以不予处罚",
    "lighter": "从轻或者减轻",
    "warn": "提醒",
}


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that a condition needs and nobody has yet shown; `stated` when it cannot be found out."""

    fact: str
    question: str
    stated: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that must hold for an item."""

    text: str
    truth: bool | None
    missing: tuple[Missing, ...]
    evidence: tuple[str, ...]
    source: str
    status: str

    def explained(self) -> Explanation:
        """The part as a branch of the tree."""
        gaps = [Explanation("缺少事实", f"{each.question}（{each.fact}）") for each in self.missing]
        proof = [Explanation("需要证据", "、".join(self.evidence))] if self.evidence else []
        return Explanation(self.text, WORD[self.truth], self.source, (*gaps, *proof))


@dataclass(frozen=True, slots=True)
class Case:
    """The facts of a case as its lists see them, and the violations that it may amount to."""

    request: Request
    violations: tuple[str, ...]
    facts: Facts
    kinds: Mapping[str, str]
    questions: Mapping[str, str]
    inner: Mapping[str, tuple[str, str]]

    def part(self, when: When, *, negated: bool = False) -> tuple[bool | None, tuple[Missing, ...]]:
        """Whether some conditions hold together (or, negated, do not), and what is missing for that."""
        truth = all_of(truth_of(each, self.facts, self.kinds) for each in when)
        names = [part for each in when for part in self.inner.get(each.fact, (each.fact,))]
        truth = (None if truth is None else not truth) if negated else truth
        return truth, self.missing(names) if truth is None else ()

    def missing(self, names: Iterable[str]) -> tuple[Missing, ...]:
        """Those facts that are not known."""
        return tuple(
            Missing(name, self.questions[name], fact.stated)
            for name in dict.fromkeys(names)
            if isinstance(fact := self.facts.get(name, Unknown("没有填写")), Unknown)
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """An item weighed: met, not met or None.

    Attributes:
        parts: its own first, as many as `own`; then the exclusions.
        bars: the exclusions that shut it out.
        decides: it may change the outcome; else it is only a prompt, and `doubt` says why.
    """

    of: str
    item: Item
    met: bool | None
    parts: tuple[Part, ...]
    own: int
    bars: tuple[Exclusion, ...]
    decides: bool
    doubt: str

    @property
    def place(self) -> str:
        """List and item, for the flags."""
        return f"{self.of}/{self.item.id}"

    @property
    def missing(self) -> list[tuple[Part, Missing]]:
        """What must still be found out; nothing once it is decided."""
        return [(part, each) for part in self.parts for each in part.missing] if self.met is None else []

    @property
    def is_open(self) -> bool:
        """It would decide, and a question that it asks has not been answered."""
        return self.decides and any(not each.stated for _, each in self.missing)

    @property
    def reason(self) -> str:
        """Why, for the person."""
        if self.bars:
            return f"不适用：{'、'.join(each.name for each in self.bars)}"
        if self.met is False:
            return f"不符合：{'；'.join(part.text for part in self.parts if part.truth is False)}"
        if self.met is None:
            open_parts = "；".join(part.text for part in self.parts if part.truth is None)
            return f"不能判断：{open_parts}" if open_parts else f"不能判断：{self.doubt}"
        return f"各项条件均有事实支持{f'；{self.doubt}' if self.doubt else ''}"

    @property
    def status(self) -> str:
        """How well the least known of its rows is known."""
        held = [*self.item.statuses, *(part.status for part in self.parts)]
        return max(held, key=WORSE.index)

    @property
    def flag(self) -> str:
        """What it says to the machine."""
        if self.met is None:
            return f"leniency_open:{self.place}"
        return f"leniency_{'met' if self.decides else 'prompt'}:{self.place}" if self.met else ""

    def as_json(self) -> dict[str, Any]:
        """The verdict in the shape of the command line's contract."""
        return {
            "item": self.item.id,
            "list": self.of,
            "text": self.item.text,
            "basis": self.item.basis,
            "met": self.met,
            "effect": self.item.effect,
            "decides": self.decides,
            "burden": self.item.burden,
            "reason": self.reason,
            "missing": [_missing_json(part, each) for part, each in self.missing],
            "evidence": [
                {"condition": part.text, "evidence": list(part.evidence)}
                for part in self.parts
                if part.evidence
            ],
            "excluded": [each.id for each in self.bars],
            "source": self.item.source,
            "status": self.status,
        }

    def explained(self) -> Explanation:
        """The verdict as a branch of the tree, without the exclusions, which many items share."""
        value = f"{self.item.text}（{EFFECT[self.item.effect]}，{self.item.basis}）——{self.reason}"
        parts = tuple(each.explained() for each in self.parts[: self.own])
        return Explanation("清单事项", value, self.item.source, parts)


def _missing_json(part: Part, each: Missing) -> dict[str, Any]:
    return {
        "fact": each.fact,
        "question": each.question,
        "condition": part.text,
        "evidence": list(part.evidence),
    }


def lay_out(request: Request, violations: tuple[str, ...]) -> Case:
    """The facts of a request with all that its lists derive from them.

    Args:
        request: the case.
        violations: the norms that the act breaks or may break, the governing one first.

    Raises:
        RequestError: two lists derive the same name differently.
    """
    own = request.violation.questions
    inner = _inner(request)
    asked = [each for held in request.lists for each in held.facts.values()]
    kinds = {each.id: each.type for each in asked} | dict.fromkeys(inner, "decimal")
    questions = {each.id: each.question for each in asked} | {each.id: each.text for each in own} | DATES
    facts = request.facts
    for held in request.lists:
        facts = with_derived(facts, held.derived)
    return Case(request, violations, facts, kinds, questions, inner)


def _inner(request: Request) -> dict[str, tuple[str, str]]:
    """The two facts behind each derived one; the same name must mean the same in every list."""
    inner: dict[str, tuple[str, str]] = {}
    for each in (row for held in request.lists for row in held.derived):
        pair = (each.over, each.base)
        if inner.setdefault(each.id, pair) != pair or each.id in request.facts:
            raise RequestError("leniency", f"的各清单对 {each.id} 的算法不同，不能同时使用")
    return inner


def conduct(case: Case) -> tuple[tuple[Exclusion, Part], ...]:
    """The forbidden conduct that any list of the case names, weighed."""
    bad = (each for held in case.request.lists for each in _bars(held, case) if _is_bad(each))
    rows = {(each.id, each.when): each for each in bad}
    return tuple((each, _bar(case, each)) for each in rows.values())


def verdicts(case: Case, held: LenientList, terms: Terms) -> tuple[Verdict, ...]:
    """Each item of a list that is for the violation, weighed."""
    bars = [*conduct(case), *((each, _bar(case, each)) for each in _bars(held, case) if not _is_bad(each))]
    items = (each for each in held.items if each.is_for(case.violations[0]))
    return tuple(_weigh(case, held, item, bars, terms) for item in items)


def _is_bad(row: Exclusion) -> bool:
    return row.by == CONDUCT


def _bars(held: LenientList, case: Case) -> list[Exclusion]:
    rows = (each for violation in case.violations for each in held.bars(violation))
    return list(dict.fromkeys(rows))


def _bar(case: Case, row: Exclusion) -> Part:
    truth, missing = case.part(row.when, negated=True)
    return Part(f"没有“{row.name}”的情形", truth, missing, row.evidence, row.source, row.status)


def _weigh(
    case: Case, held: LenientList, item: Item, bars: list[tuple[Exclusion, Part]], terms: Terms
) -> Verdict:
    own = _own_parts(case, item)
    parts = (*own, *(part for _, part in bars))
    hit = tuple(row for row, part in bars if part.truth is False)
    doubt = _doubt(case, item, parts)
    met = False if hit else all_of(part.truth for part in parts)
    if met and doubt and not terms.is_training:
        met = None  # in a real case a row that nobody has read in its source says nothing
    return Verdict(held.header.id, item, met, parts, len(own), hit, not doubt, doubt)


def _own_parts(case: Case, item: Item) -> list[Part]:
    parts = []
    for row in item.requirements:
        truth, missing = case.part(row.when)
        parts.append(Part(row.text, truth, missing, row.evidence, row.source, row.status))
    return [*parts, _first(case, item.first)] if item.first else parts


def _first(case: Case, row: First) -> Part:
    truth = is_first(row, case.request)
    missing = case.missing(unknown_of(row, case.request)) if truth is None else ()
    return Part(row.text, truth, missing, row.evidence, row.source, row.status)


def _doubt(case: Case, item: Item, parts: tuple[Part, ...]) -> str:
    """Why an item is only a prompt; empty when it may decide."""
    if any(status != SEEN for status in (*item.statuses, *(part.status for part in parts))):
        return "本项有内容没有对照原文核实，只作提示"
    if EVERY not in item.violations and not set(case.violations) <= item.violations:
        return "同一行为还触犯其他规范，本项不包括，只作提示"
    return ""
