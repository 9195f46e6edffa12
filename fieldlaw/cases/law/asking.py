"""All that is asked of a case, in groups: by the violation, the benchmark, the leniency lists, the measures.

Only a benchmark and lists that this case may use ask anything: what nobody weighs is not asked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.law.admitting import NoAmountError, Terms, admit, barred
from fieldlaw.cases.law.facts import RequestError
from fieldlaw.cases.law.library import open_book
from fieldlaw.cases.law.request import jurisdiction_of, read_norms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from fieldlaw.cases.law.benchbook import Asked, Benchmark, Ground, When
    from fieldlaw.cases.law.lawbook import Question
    from fieldlaw.cases.law.lenient_list import LenientList
    from fieldlaw.cases.law.measures_rows import MeasureBook
    from fieldlaw.cases.law.request import Request
    from fieldlaw.cases.packs.records import Pack

OWN, WEIGHED, LENIENT, MEASURED = "own", "weighed", "lenient", "measured"
BAND = "band"
_HEAD = ("violation", "also", "jurisdiction", "benchmark", "leniency")
_DATED = ("act", "found", "decided")


@dataclass(frozen=True, slots=True)
class Query:
    """A question about a fact.

    Attributes:
        kind: decimal, whole, yes_no_unknown, choice or date.
        group: who asks first: OWN, WEIGHED, LENIENT or MEASURED.
        values: the words of a choice by their ids.
        several: more than one of them may hold.
    """

    id: str
    text: str
    kind: str
    unit: str
    group: str
    values: Mapping[str, str]
    several: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """What the benchmark leaves to the person: a degree within a band, grounds that move the fine."""

    degrees: bool
    grounds: tuple[Ground, ...]


def queries(
    data: Mapping[str, Any],
    packs: Iterable[Pack],
    signed: frozenset[str] | None = None,
    measures: MeasureBook | None = None,
) -> tuple[Query, ...]:
    """The questions of a case, each once, in the order of the groups.

    Args:
        data: an input of `assess`; only its head and its days are looked at.
        packs: the packs on this machine.
        signed: hashes of the verified ones; None to ask what any benchmark and list of the place asks.
        measures: whose facts come last.

    Raises:
        RequestError: the violation is not in the packs, or the head cannot be read.
    """
    terms = Terms(signed or frozenset(), is_training=signed is None)
    norms = _norms(data, packs)
    found = [_own(each) for norm in norms for each in norm.violation.questions]
    found += [_asked(each, WEIGHED) for each in _weighed(data, norms, terms)]
    found += [_asked(each, LENIENT) for each in _lenient(norms, terms)]
    found += [_asked(each, MEASURED) for each in (measures.facts.values() if measures else ())]
    first: dict[str, Query] = {}
    for each in found:
        first.setdefault(each.id, each)
    return tuple(first.values())


def offered(data: Mapping[str, Any], packs: Iterable[Pack], signed: frozenset[str]) -> Offer | None:
    """What the benchmark in force leaves to the person; None where there is none for this violation.

    Raises:
        RequestError: the violation is not in the packs.
    """
    norm = _norms(data, packs)[0]
    held = _admitted(norm, Terms(signed, is_training=False))
    if held is None:
        return None
    tables = [each for each in held.tables if any(name == norm.violation.id for name, _ in each.pairs)]
    if not tables:
        return None
    return Offer(any(each.method == BAND for each in tables), tuple(held.grounds.values()))


def threads(
    data: Mapping[str, Any], packs: Iterable[Pack], signed: frozenset[str]
) -> dict[str, tuple[str, ...]]:
    """On which facts the lines of an explanation rest: titles in the tree, each with ids of facts.

    Raises:
        RequestError: the violation is not in the packs.
    """
    norms, terms = _norms(data, packs), Terms(signed, is_training=False)
    own = [each for norm in norms for each in norm.violation.conditions]
    found = {"事实认定": tuple(name for each in own for name in (each.fact, each.than_fact) if name)}
    found["超标倍数"] = tuple(name for each in own if each.than_fact for name in (each.fact, each.than_fact))
    benchmark = _admitted(norms[0], terms)
    if benchmark is not None:
        inner = {each.id: (each.over, each.base) for each in benchmark.derived}
        factors = [factor for table in benchmark.tables for factor in table.factors]
        found |= {each.name: _facts([row.when for row in each.rows], inner) for each in factors}
    for held in norms[0].lists:
        found |= _list_threads(held)
    return {title: tuple(dict.fromkeys(names)) for title, names in found.items()}


def _list_threads(held: LenientList) -> dict[str, tuple[str, ...]]:
    inner = {each.id: (each.over, each.base) for each in held.derived}
    rows = [row for item in held.items for row in item.requirements]
    found = {each.text: _facts([each.when], inner) for each in rows}
    found |= {each.first.text: (each.first.had, each.first.last) for each in held.items if each.first}
    return found | {f"没有“{each.name}”的情形": _facts([each.when], inner) for each in held.exclusions}


def _facts(whens: Iterable[When], inner: Mapping[str, tuple[str, str]]) -> tuple[str, ...]:
    return tuple(name for when in whens for each in when for name in inner.get(each.fact, (each.fact,)))


def _norms(data: Mapping[str, Any], packs: Iterable[Pack]) -> tuple[Request, ...]:
    """The case without its facts; without its days too, where these cannot be read."""
    book = open_book(packs, jurisdiction_of(data))
    head = {key: data[key] for key in _HEAD if key in data} | {"party": {"kind": "citizen"}}
    dated = head | {key: data[key] for key in _DATED if key in data}
    try:
        return read_norms(dated, book)
    except RequestError:
        return read_norms(head, book)


def _admitted(norm: Request, terms: Terms) -> Benchmark | None:
    try:
        return admit(norm, terms)
    except NoAmountError:
        return None


def _weighed(data: Mapping[str, Any], norms: tuple[Request, ...], terms: Terms) -> Iterator[Asked]:
    """The factors of the tables, then what shows the ground that a person named."""
    held = _admitted(norms[0], terms)
    if held is None:
        return
    for norm in norms:
        yield from (asked for asked, needed in held.questions(norm.violation.id) if needed)
    ground = held.grounds.get(str((data.get("discretion") or {}).get("ground") or ""))
    if ground is not None:
        names = dict.fromkeys(each.fact for each in (*ground.when, *ground.excluded_if))
        yield from (held.facts[name] for name in names if name in held.facts)


def _lenient(norms: tuple[Request, ...], terms: Terms) -> Iterator[Asked]:
    for held in norms[0].lists:
        if barred(held, norms[0], terms) is None:
            yield from (asked for norm in norms for asked in held.asked_of(norm.violation.id))


def _own(each: Question) -> Query:
    return Query(each.id, each.text, each.type, each.unit, OWN, each.choices)


def _asked(each: Asked, group: str) -> Query:
    made = Query(each.id, each.question, each.type, each.unit, group, each.values)
    return replace(made, several=each.type == "choice")
