"""The leniency lists of the packs, read into typed rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.law.benchbook import Book, read_book
from fieldlaw.cases.law.lawbook import read_when

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldlaw.cases.law.benchbook import Asked, When
    from fieldlaw.cases.packs.records import Pack

SEEN = "seen"
EVERY = "all"
CONDUCT = "conduct"


@dataclass(frozen=True, slots=True)
class Exclusion:
    """What shuts an act out of a list: conduct, an area, a pollutant.

    Attributes:
        violations: for which violations it is asked; empty for all.
    """

    id: str
    name: str
    by: str
    when: When
    violations: frozenset[str]
    evidence: tuple[str, ...]
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """One condition of an item, in words and as comparisons, with the evidence that it needs."""

    id: str
    text: str
    when: When
    evidence: tuple[str, ...]
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class First:
    """What a list means by "first": no earlier violation within a window before the act or its discovery.

    Attributes:
        scope: whether an earlier violation of the same kind counts, or any.
        window: days, months, calendar_year or ever; `length` of the first two.
        edge: whether the day at the very end of the window lies in it; undecided when the list is silent.
        had: the fact whether there was one; `last` the fact of its day.
    """

    text: str
    scope: str
    window: str
    length: int
    counted_from: str
    edge: str
    had: str
    last: str
    evidence: tuple[str, ...]
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class Item:
    """One act of a list with its conditions and its effect.

    Attributes:
        violations: the violations to which it applies; `all` for every one.
        burden: who has to prove it, party or bureau.
        statuses: how well its own words and its effect are known.
    """

    id: str
    text: str
    basis: str
    violations: frozenset[str]
    effect: str
    burden: str
    requirements: tuple[Requirement, ...]
    first: First | None
    source: str
    statuses: tuple[str, str]

    def is_for(self, violation: str) -> bool:
        """Whether it applies to a violation."""
        return bool({violation, EVERY} & self.violations)


@dataclass(frozen=True, slots=True)
class LadderStep:
    """A step of the management ladder: when it is offered and what is done."""

    id: str
    text: str
    measure: str
    when: When
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class LenientList(Book):
    """A leniency pack with its bars and its items."""

    exclusions: tuple[Exclusion, ...]
    items: tuple[Item, ...]
    duties: tuple[Mapping[str, Any], ...]
    steps: tuple[LadderStep, ...]
    limits: tuple[Mapping[str, Any], ...]

    def bars(self, violation: str) -> tuple[Exclusion, ...]:
        """The exclusions that are asked of a violation."""
        return tuple(each for each in self.exclusions if not each.violations or violation in each.violations)

    def asked_of(self, violation: str) -> list[Asked]:
        """The questions that it asks of a violation; none when it has nothing for it."""
        items = [each for each in self.items if each.is_for(violation)]
        if not items and not self.steps:
            return []
        whens = [each.when for each in self.bars(violation)] + [each.when for each in self.steps]
        whens += [row.when for item in items for row in item.requirements]
        names = [each.fact for when in whens for each in when]
        names += [name for item in items if item.first for name in (item.first.had, item.first.last)]
        derived = {each.id: (each.over, each.base) for each in self.derived}
        plain = (part for name in names for part in derived.get(name, (name,)))
        return [self.facts[name] for name in dict.fromkeys(plain) if name in self.facts]


def read_list(pack: Pack) -> LenientList:
    """The leniency list of a checked pack."""
    return LenientList(
        **read_book(pack),
        exclusions=tuple(_exclusion(row) for row in pack.rows("exclusions")),
        items=tuple(_item(row) for row in pack.rows("items")),
        duties=pack.rows("duties"),
        steps=tuple(_step(row) for row in pack.rows("ladder_steps")),
        limits=pack.rows("ladder_limits"),
    )


def _exclusion(row: Mapping[str, Any]) -> Exclusion:
    return Exclusion(
        id=row["id"],
        name=row["name"],
        by=row["by"],
        when=read_when(row["when"]),
        violations=frozenset(row.get("violations", ())),
        evidence=tuple(row["evidence"]),
        source=row["source"],
        status=row["status"],
    )


def _item(row: Mapping[str, Any]) -> Item:
    return Item(
        id=row["id"],
        text=row["text"],
        basis=row["basis"],
        violations=frozenset(row["violations"]),
        effect=row["effect"],
        burden=row.get("burden", "bureau"),
        requirements=tuple(_requirement(each) for each in row["conditions"]),
        first=_first(row["first"]) if "first" in row else None,
        source=row["source"],
        statuses=(row["status"], row["effect_status"]),
    )


def _requirement(row: Mapping[str, Any]) -> Requirement:
    when, evidence = read_when(row["when"]), tuple(row["evidence"])
    return Requirement(row["id"], row["text"], when, evidence, row["source"], row["status"])


def _first(row: Mapping[str, Any]) -> First:
    return First(
        text=row["text"],
        scope=row["scope"],
        window=row["window"],
        length=row.get("length", 0),
        counted_from=row["counted_from"],
        edge=row["edge"],
        had=row["had"],
        last=row["last"],
        evidence=tuple(row["evidence"]),
        source=row["source"],
        status=row["status"],
    )


def _step(row: Mapping[str, Any]) -> LadderStep:
    when = read_when(row["when"])
    return LadderStep(row["id"], row["text"], row["measure"], when, row["source"], row["status"])
