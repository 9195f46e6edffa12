"""The law packs in force, read into typed rows and found by id."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fieldlaw.cases.packs.records import Pack

NATIONAL = "CN"


@dataclass(frozen=True, slots=True)
class Base:
    """A range that hangs on a cost or an investment: multiples of a base with a floor.

    `kind` is also the id of the fact that holds the base, in yuan.
    """

    kind: str
    multiples: tuple[Decimal, Decimal]
    base_at_least_fen: int


@dataclass(frozen=True, slots=True)
class Statute:
    """One penalty clause with its period and its range in fen."""

    id: str
    era: str
    law: str
    article: str
    clause: str
    in_force: tuple[date, date | None]
    range_fen: tuple[int, int] | None
    base: Base | None
    also: tuple[str, ...]
    source: str
    status: str
    from_status: str

    @property
    def title(self) -> str:
        """How the clause is cited."""
        return f"《{self.law}》第 {self.article} 条{self.clause}"


@dataclass(frozen=True, slots=True)
class Question:
    """A factual question that an assessment asks."""

    id: str
    text: str
    type: str
    required: bool
    unit: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A comparison of a fact with another fact or with a fixed value."""

    fact: str
    operator: str
    than_fact: str
    value: str
    otherwise_flag: str


@dataclass(frozen=True, slots=True)
class Violation:
    """A kind of violation: its statutes, its questions, what establishes it."""

    id: str
    name: str
    lighter: str
    match: str
    statutes: tuple[Statute, ...]
    questions: tuple[Question, ...]
    conditions: tuple[Condition, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A cited rule of procedure."""

    id: str
    text: str
    cited: str
    source: str


_ASSESSED = ("violations", "thresholds")


@dataclass(frozen=True, slots=True)
class LawBook:
    """All that the packs of one jurisdiction say; the benchmarks and leniency lists of any."""

    packs: tuple[Pack, ...]
    violations: Mapping[str, Violation]
    rules: Mapping[str, Rule]
    benchmarks: tuple[Pack, ...]
    lists: tuple[Pack, ...] = ()


def _assesses(pack: Pack, jurisdiction: str) -> bool:
    """Whether an assessment draws on a pack; one of deadlines or checks alone is not pinned by it."""
    fits = pack.header.kind == "law" and pack.header.jurisdiction in (NATIONAL, jurisdiction)
    return fits and any(pack.rows(table) for table in _ASSESSED)


def open_book(packs: Iterable[Pack], jurisdiction: str) -> LawBook:
    """The book of national packs and those of one jurisdiction."""
    held = tuple(packs)
    used = tuple(pack for pack in held if _assesses(pack, jurisdiction))
    violations = (_violation(row) for pack in used for row in pack.rows("violations"))
    rules = (_rule(row) for pack in used for row in pack.rows("rules"))
    benchmarks = tuple(pack for pack in held if pack.header.kind == "benchmark")
    lists = tuple(pack for pack in held if pack.header.kind == "leniency")
    return LawBook(
        used, {row.id: row for row in violations}, {row.id: row for row in rules}, benchmarks, lists
    )


def _rule(row: Mapping[str, Any]) -> Rule:
    cited = f"《{row['law']}》第 {row['article']} 条"
    return Rule(row["id"], row["text"], cited, row["source"])


def _violation(row: Mapping[str, Any]) -> Violation:
    return Violation(
        id=row["id"],
        name=row["name"],
        lighter=row["lighter"],
        match=row["match"],
        statutes=tuple(_statute(each) for each in row["statutes"]),
        questions=tuple(_question(each) for each in row["facts"]),
        conditions=tuple(_condition(each) for each in row["conditions"]),
        note=row.get("note", ""),
    )


def _statute(row: Mapping[str, Any]) -> Statute:
    last = row["in_force"]["to"]
    bounds = row.get("range_fen")
    return Statute(
        id=row["id"],
        era=row["era"],
        law=row["law"],
        article=row["article"],
        clause=row["clause"],
        in_force=(
            date.fromisoformat(row["in_force"]["from"]),
            date.fromisoformat(last) if last else None,
        ),
        range_fen=(bounds[0], bounds[1]) if bounds else None,
        base=_base(row["base"]) if "base" in row else None,
        also=tuple(row.get("also", ())),
        source=row["source"],
        status=row["status"],
        from_status=row["from_status"],
    )


def _base(row: Mapping[str, Any]) -> Base:
    low, high = row["multiples"]
    return Base(row["kind"], (Decimal(low), Decimal(high)), row["base_at_least_fen"])


def _question(row: Mapping[str, Any]) -> Question:
    required = row["required"] == "yes"
    return Question(row["id"], row["question"], row["type"], required, row.get("unit", ""))


def _condition(row: Mapping[str, Any]) -> Condition:
    return Condition(
        row["fact"],
        row["operator"],
        row.get("than_fact", ""),
        row.get("value", ""),
        row["otherwise_flag"],
    )
