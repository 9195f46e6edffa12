"""The input of an assessment, read strictly from a plain mapping."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.law.benchbook import candidates
from fieldlaw.cases.law.facts import Facts, Known, RequestError, Unknown, read_day, read_fact
from fieldlaw.cases.law.statutes import Pick

if TYPE_CHECKING:
    from datetime import date

    from fieldlaw.cases.law.benchbook import Asked, Benchmark
    from fieldlaw.cases.law.facts import Fact
    from fieldlaw.cases.law.lawbook import Question, Violation
    from fieldlaw.cases.law.lenient_list import LenientList
    from fieldlaw.cases.law.library import LawBook

IN_TIME, EXPIRED = "in_time", "expired"
DAYS = ("found", "filed", "decided", "order_served")
NAMED = ("violation", "also", "jurisdiction", "party", "act", "facts", "benchmark", "discretion", "leniency")
CHOICE = "choice"
KEYS = frozenset({*NAMED, *DAYS, CHOICE})
PARTIES = ("legal_person", "citizen")
DEGREES = ("lighter", "ordinary", "heavier")


@dataclass(frozen=True, slots=True)
class Discretion:
    """What a person settles: the degree in a band, one ground, and the amount where a range is left.

    Attributes:
        degree: lighter, ordinary or heavier; empty when nobody said.
        ground: the id of a ground that the benchmark offers; empty for none.
        chosen_fen: the amount that a person took from the range left open.
    """

    degree: str = ""
    ground: str = ""
    chosen_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One violation of one party, with its dates and its facts, and the benchmark that it names.

    Attributes:
        candidates: the benchmarks on this machine that may be meant.
        lenient: the ids of the leniency lists that the input names.
        lists: the leniency lists on this machine that may be meant.
        pick: what a lawyer settled where the law is not clear.
    """

    violation: Violation
    jurisdiction: str
    party: str
    act: tuple[date, date] | None
    days: Mapping[str, date | None]
    facts: Facts
    benchmark: str
    discretion: Discretion
    candidates: tuple[Benchmark, ...]
    lenient: tuple[str, ...] = ()
    lists: tuple[LenientList, ...] = ()
    pick: Pick | None = None

    @property
    def decided(self) -> date | None:
        """The day of the decision, when known."""
        return self.days["decided"]


def jurisdiction_of(data: Mapping[str, Any]) -> str:
    """The jurisdiction that an input names."""
    name = data.get("jurisdiction")
    if not isinstance(name, str) or not name:
        raise RequestError("jurisdiction", "没有填写")
    return name


def read_request(data: Mapping[str, Any], book: LawBook) -> Request:
    """Read an input.

    Args:
        data: the mapping of the input file.
        book: the law in which the violation is looked up.

    Raises:
        RequestError: an unknown key, violation or fact, or a value of the wrong kind.
    """
    for key in data:
        if key not in KEYS:
            raise RequestError(str(key), "不认识")
    violations = [_violation(name, book) for name in _names(data)]
    named = _Named.of(data, book)
    act, decided = _act(data), _day("decided", data.get("decided"))
    if act and decided and decided < act[0]:
        raise RequestError("decided", "早于 act.start")
    facts = _facts(violations, named.asked, _mapping(data, "facts"))
    return Request(
        violation=violations[0],
        jurisdiction=jurisdiction_of(data),
        party=_party(data),
        act=act,
        days={key: _day(key, data.get(key)) for key in DAYS},
        facts=facts,
        benchmark=named.benchmark,
        discretion=_discretion(_mapping(data, "discretion")),
        candidates=named.candidates,
        lenient=named.lenient,
        lists=named.lists,
        pick=_pick(_mapping(data, CHOICE), violations),
    )


@dataclass(frozen=True, slots=True)
class _Named:
    """The benchmark and the lists that an input names, and those on this machine that may be meant."""

    benchmark: str
    lenient: tuple[str, ...]
    candidates: tuple[Benchmark, ...]
    lists: tuple[LenientList, ...]

    @classmethod
    def of(cls, data: Mapping[str, Any], book: LawBook) -> _Named:
        benchmark, lenient = str(data.get("benchmark") or ""), _lenient(data)
        place = jurisdiction_of(data)
        meant = candidates(book.benchmarks, (benchmark,) if benchmark else (), place)
        return cls(benchmark, lenient, meant, candidates(book.lists, lenient, place))

    @property
    def asked(self) -> list[Asked]:
        """What they ask beyond the violation's own questions."""
        held = [one.facts for one in self.candidates] + [one.facts for one in self.lists]
        return [each for facts in held for each in facts.values()]


@dataclass(frozen=True, slots=True)
class Movable:
    """A fact or a day that a case hangs on: id, question, kind, the ids of a choice."""

    id: str
    text: str
    kind: str
    values: tuple[str, ...] = ()


MOVABLE_DAYS = (
    Movable("act.start", "行为开始日", "date"),
    Movable("act.end", "行为结束日", "date"),
    Movable("found", "发现日", "date"),
    Movable("decided", "决定日", "date"),
)


def movable(data: Mapping[str, Any], book: LawBook) -> tuple[Movable, ...]:
    """All that is asked of a case: the days, the violation's questions, those of benchmark and lists.

    Raises:
        RequestError: the violation is not in the packs.
    """
    own = (each for name in _names(data) for each in _violation(name, book).questions)
    asked = [Movable(each.id, each.text, each.type, tuple(each.choices)) for each in own]
    more = _Named.of(data, book).asked
    asked += (Movable(each.id, each.question, each.type, tuple(each.values)) for each in more)
    return (*MOVABLE_DAYS, *{each.id: each for each in asked}.values())


def fitted(data: Mapping[str, Any], book: LawBook) -> dict[str, Any]:
    """A kept input without the facts that no pack here asks for (any more).

    A fact outlives the pack that asked for it: the answer is kept in the case, but nobody reads it now.

    Raises:
        RequestError: the violation is not in the packs.
    """
    violations = [_violation(name, book) for name in _names(data)]
    kinds = _kinds(violations, _Named.of(data, book).asked)
    facts = {name: raw for name, raw in _mapping(data, "facts").items() if name in kinds}
    return {**data, "facts": facts}


def read_norms(data: Mapping[str, Any], book: LawBook) -> tuple[Request, ...]:
    """The request, then one more for each further norm that the same act breaks (`also`)."""
    first = read_request(data, book)
    others = (_violation(name, book) for name in _names(data)[1:])
    return (first, *(replace(first, violation=other) for other in others))


def _names(data: Mapping[str, Any]) -> list[str]:
    also = data.get("also") or []
    if not isinstance(also, list) or not all(isinstance(name, str) for name in also):
        raise RequestError("also", "应为违法行为的列表")
    return list(dict.fromkeys([str(data.get("violation", "")), *also]))


def _mapping(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = data.get(key) or {}
    if not isinstance(value, Mapping):
        raise RequestError(key, "应为键值表")
    return value


def _pick(given: Mapping[str, Any], violations: list[Violation]) -> Pick | None:
    """A lawyer's choice: clauses of the violations, or what holds of limitation; with a name and a reason."""
    if not given:
        return None
    for key in given:
        if key not in ("statutes", "reason", "by", "limitation"):
            raise RequestError(f"choice.{key}", "不认识")
    said = {key: str(given.get(key) or "").strip() for key in ("reason", "by", "limitation")}
    for key, word in (("by", "选定人"), ("reason", "理由")):
        if not said[key]:
            raise RequestError(f"choice.{key}", f"没有填写{word}")
    known = {each.id for violation in violations for each in violation.statutes}
    ids = given.get("statutes") or []
    if not isinstance(ids, list) or not known.issuperset(map(str, ids)):
        raise RequestError("choice.statutes", f"应为本违法行为的条款编号的列表（{'、'.join(sorted(known))}）")
    if said["limitation"] not in ("", IN_TIME, EXPIRED):
        raise RequestError("choice.limitation", f"应为 {IN_TIME} 或 {EXPIRED}")
    return Pick(frozenset(ids), said["reason"], said["by"], said["limitation"])


def _violation(name: str, book: LawBook) -> Violation:
    if name not in book.violations:
        known = "、".join(sorted(book.violations))
        raise RequestError("violation", f"不在规则包内（已收录：{known}）")
    return book.violations[name]


def _party(data: Mapping[str, Any]) -> str:
    kind = str(_mapping(data, "party").get("kind", ""))
    if kind not in PARTIES:
        raise RequestError("party.kind", f"应为 {' 或 '.join(PARTIES)}")
    return kind


def _day(place: str, raw: object) -> date | None:
    return None if raw in (None, "") else read_day(place, raw)


def _act(data: Mapping[str, Any]) -> tuple[date, date] | None:
    act = _mapping(data, "act")
    first, last = _day("act.start", act.get("start")), _day("act.end", act.get("end"))
    if first is None or last is None:
        return None
    if last < first:
        raise RequestError("act.end", "早于 act.start")
    return first, last


def _facts(violations: list[Violation], asked: list[Asked], given: Mapping[str, Any]) -> Facts:
    kinds = _kinds(violations, asked)
    for name in given:
        if name not in kinds:
            raise RequestError(f"facts.{name}", "不是本违法行为所问的事实")
    missing = Unknown("没有填写")
    facts = {
        name: read_fact(f"facts.{name}", kind, given[name]) if name in given else missing
        for name, kind in kinds.items()
    }
    for each in asked:
        _check(each, facts[each.id])
    for question in (question for violation in violations for question in violation.questions):
        _check_choice(question, facts[question.id])
    return facts


def _kinds(violations: list[Violation], asked: list[Asked]) -> dict[str, str]:
    """The kind of each fact; two packs may ask the same fact, but not as different kinds."""
    own = {question.id: question.type for each in violations for question in each.questions}
    kinds = dict(own)
    for each in asked:
        if kinds.setdefault(each.id, each.type) != each.type:
            raise RequestError(f"facts.{each.id}", "在两个规则包里种类不同，不能同时使用")
    return kinds


def _check_choice(question: Question, fact: Fact) -> None:
    if not (question.choices and isinstance(fact, Known) and isinstance(fact.value, frozenset)):
        return
    if len(fact.value) != 1 or not fact.value <= question.choices.keys():
        raise RequestError(f"facts.{question.id}", f"应为 {'、'.join(question.choices)} 之一")


def _check(asked: Asked, fact: Fact) -> None:
    """Refuse a value that a benchmark or a list does not know."""
    if not isinstance(fact, Known):
        return
    if isinstance(fact.value, frozenset) and not fact.value <= asked.values.keys():
        raise RequestError(f"facts.{asked.id}", f"应为 {'、'.join(asked.values)} 之一")
    if isinstance(fact.value, Decimal) and fact.value < asked.at_least:
        raise RequestError(f"facts.{asked.id}", f"不应小于 {asked.at_least}")


def _lenient(data: Mapping[str, Any]) -> tuple[str, ...]:
    named = data.get("leniency") or []
    names = [named] if isinstance(named, str) else named
    if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
        raise RequestError("leniency", "应为免罚清单的编号，或编号的列表")
    return tuple(dict.fromkeys(names))


def _discretion(given: Mapping[str, Any]) -> Discretion:
    for key in given:
        if key not in ("degree", "ground", "chosen_fen"):
            raise RequestError(f"discretion.{key}", "不认识")
    degree, chosen = str(given.get("degree") or ""), given.get("chosen_fen")
    if degree and degree not in DEGREES:
        raise RequestError("discretion.degree", f"应为 {' 或 '.join(DEGREES)}")
    if chosen is not None and (type(chosen) is not int or chosen <= 0):
        raise RequestError("discretion.chosen_fen", "应为以分计的正整数")
    return Discretion(degree, str(given.get("ground") or ""), chosen)
