"""The rows of the law packs, typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.law.citing import cited
from fieldlaw.cases.law.periods import period_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fieldlaw.cases.law.periods import Period

NATIONAL = "CN"


@dataclass(frozen=True, slots=True)
class Base:
    """A range that hangs on a sum of money: multiples of a base with a floor.

    `kind` is also the id of the fact that holds the base, in yuan.
    """

    kind: str
    name: str
    multiples: tuple[Decimal, Decimal]
    base_at_least_fen: int


@dataclass(frozen=True, slots=True)
class Per:
    """So much for each of a number of things; `fact` holds the number, `unit` is its counting word."""

    fact: str
    name: str
    unit: str
    each_fen: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Condition:
    """A comparison of a fact with another fact or with a fixed value."""

    fact: str
    operator: str
    than_fact: str
    value: str
    otherwise_flag: str


@dataclass(frozen=True, slots=True)
class Tier:
    """One of the ranges of a clause.

    Attributes:
        when: all of this must hold for the tier to be the one.
        not_before: what must come before any fine; empty where a fine may follow at once.
    """

    id: str
    text: str
    when: tuple[Condition, ...]
    range_fen: tuple[int, int] | None
    base: Base | None
    per: Per | None
    also: tuple[str, ...]
    not_before: str
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class Statute:
    """One penalty clause with its period and its range in fen.

    Attributes:
        era: old, code, or standing for a law that was in force on both sides.
        tiers: its ranges, where it has several.
        persons_fen: what the persons responsible are fined besides.
        discretionary: the clause says that a fine may be imposed.
    """

    id: str
    era: str
    law: str
    article: str
    clause: str
    in_force: Period
    range_fen: tuple[int, int] | None
    base: Base | None
    also: tuple[str, ...]
    source: str
    status: str
    from_status: str
    per: Per | None = None
    tiers: tuple[Tier, ...] = ()
    persons_fen: tuple[int, int] | None = None
    discretionary: bool = False

    @property
    def title(self) -> str:
        """How the clause is cited."""
        return f"《{self.law}》第 {self.article} 条{cited(self.clause)}"


@dataclass(frozen=True, slots=True)
class Question:
    """A factual question that an assessment asks."""

    id: str
    text: str
    type: str
    required: bool
    unit: str
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question that sources or laws leave open about some statutes from a day on."""

    id: str
    text: str
    since: date
    statutes: frozenset[str]
    source: str


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
    bases: tuple[str, ...] = ()
    authority: str = ""
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A cited rule of procedure."""

    id: str
    text: str
    cited: str
    source: str


def read_rule(row: Mapping[str, Any]) -> Rule:
    """A rule of a checked pack."""
    cited = f"《{row['law']}》第 {row['article']} 条"
    return Rule(row["id"], row["text"], cited, row["source"])


def read_violation(row: Mapping[str, Any]) -> Violation:
    """A violation of a checked pack."""
    return Violation(
        id=row["id"],
        name=row["name"],
        lighter=row["lighter"],
        match=row["match"],
        statutes=tuple(_statute(each) for each in row["statutes"]),
        questions=tuple(_question(each) for each in row["facts"]),
        conditions=tuple(_condition(each) for each in row["conditions"]),
        note=row.get("note", ""),
        bases=tuple(row.get("bases", ())),
        authority=row.get("authority", ""),
        doubts=tuple(_doubt(each) for each in row.get("doubts", ())),
    )


def _doubt(row: Mapping[str, Any]) -> Doubt:
    since = date.fromisoformat(row["from"])
    return Doubt(row["id"], row["text"], since, frozenset(row["statutes"]), row["source"])


def _statute(row: Mapping[str, Any]) -> Statute:
    return Statute(
        id=row["id"],
        era=row["era"],
        law=row["law"],
        article=row["article"],
        clause=row["clause"],
        in_force=period_of(row),
        range_fen=_bounds(row.get("range_fen")),
        base=_base(row["base"]) if "base" in row else None,
        also=tuple(row.get("also", ())),
        source=row["source"],
        status=row["status"],
        from_status=row["from_status"],
        per=_per(row["per"]) if "per" in row else None,
        tiers=tuple(_tier(each) for each in row.get("tiers", ())),
        persons_fen=_bounds(row.get("persons_fen")),
        discretionary=row.get("discretionary") == "yes",
    )


def _bounds(pair: list[int] | None) -> tuple[int, int] | None:
    return (pair[0], pair[1]) if pair else None


def _base(row: Mapping[str, Any]) -> Base:
    low, high = row["multiples"]
    return Base(row["kind"], row["name"], (Decimal(low), Decimal(high)), row["base_at_least_fen"])


def _per(row: Mapping[str, Any]) -> Per:
    low, high = row["each_fen"]
    return Per(row["fact"], row["name"], row["unit"], (low, high))


def _tier(row: Mapping[str, Any]) -> Tier:
    return Tier(
        id=row["id"],
        text=row["text"],
        when=read_when(row["when"]),
        range_fen=_bounds(row.get("range_fen")),
        base=_base(row["base"]) if "base" in row else None,
        per=_per(row["per"]) if "per" in row else None,
        also=tuple(row.get("also", ())),
        not_before=row.get("not_before", ""),
        source=row["source"],
        status=row["status"],
    )


def read_when(rows: Iterable[Mapping[str, Any]]) -> tuple[Condition, ...]:
    """Comparisons with fixed values."""
    return tuple(Condition(each["fact"], each["operator"], "", each["value"], "") for each in rows)


def _question(row: Mapping[str, Any]) -> Question:
    required = row["required"] == "yes"
    choices = {each["id"]: each["text"] for each in row.get("choices", ())}
    return Question(row["id"], row["question"], row["type"], required, row.get("unit", ""), choices)


def _condition(row: Mapping[str, Any]) -> Condition:
    return Condition(
        row["fact"],
        row["operator"],
        row.get("than_fact", ""),
        row.get("value", ""),
        row["otherwise_flag"],
    )
