"""The discretion benchmarks of the packs, read into typed rows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from fieldlaw.cases.law.lawbook import NATIONAL, Condition, read_when

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from fieldlaw.cases.packs.records import Pack, PackHeader

TRAINING = "training"
When = tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """A rule of a table with its source; `does` is what it orders: a word or a number."""

    id: str
    text: str
    does: str
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class FactorRow:
    """A degree of a factor: a weight in percent, or a band in fen, and when it fits."""

    id: str
    text: str
    weight: Decimal
    band: tuple[int, int]
    when: When
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class Factor:
    """A factor of discretion; `gaps` are the cases for which its table says nothing."""

    id: str
    name: str
    overlap: str
    rows: tuple[FactorRow, ...]
    gaps: tuple[FactorRow, ...]
    general: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a benchmark: how its factors make a fine of a statutory range.

    Attributes:
        pairs: the violations and their statutes that the table is for.
        method: share_of_maximum, between_bounds or band.
        unit_fen: amounts are rounded to this, in the direction that `rounding` orders.
        maximum_fen: the statutory maximum that the table itself states.
        degrees: how a lighter, ordinary and heavier fine lie in a band.
    """

    id: str
    name: str
    basis: str
    pairs: frozenset[tuple[str, str]]
    method: str
    unknown: Cited
    clamps: bool
    rounding: Cited
    unit_fen: int
    factors: tuple[Factor, ...]
    start: FactorRow | None
    floor: Cited | None
    cap: Cited | None
    maximum_fen: int | None
    degrees: Mapping[str, Any] | None
    source: str


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground for a lighter, a heavier or a mitigated fine (one below the minimum)."""

    id: str
    name: str
    effect: str
    percent: tuple[Decimal, Decimal] | None
    of: str
    when: When
    excluded_if: When
    basis: str
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact that a benchmark asks for; `values` the words of a choice, in Chinese by id."""

    id: str
    question: str
    type: str
    unit: str
    at_least: Decimal
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Derived:
    """By how many times one fact exceeds another: (over - base) / base."""

    id: str
    name: str
    over: str
    base: str


@dataclass(frozen=True, slots=True)
class Book:
    """What benchmarks and leniency lists have in common: where and for what one may be used, what it asks."""

    header: PackHeader
    use: str
    in_force_on: str
    places: frozenset[str]
    facts: Mapping[str, Asked]
    derived: tuple[Derived, ...]

    def serves(self, jurisdiction: str) -> bool:
        """Whether it is one of a jurisdiction, or of the whole country."""
        return bool({jurisdiction, NATIONAL} & self.places)


B = TypeVar("B", bound=Book)


@dataclass(frozen=True, slots=True)
class Benchmark(Book):
    """A benchmark pack with its tables."""

    tables: tuple[Table, ...]
    grounds: Mapping[str, Ground]
    several_norms: Cited

    def questions(self, violation: str) -> list[tuple[Asked, bool]]:
        """What its tables ask of a violation (required), then what its grounds ask (not required).

        Empty when no table is for the violation.
        """
        tables = [each for each in self.tables if any(pair[0] == violation for pair in each.pairs)]
        rows = [row for each in tables for factor in each.factors for row in (*factor.rows, *factor.gaps)]
        first = dict.fromkeys(each.fact for row in rows for each in row.when)
        whens = [each for ground in self.grounds.values() for each in (*ground.when, *ground.excluded_if)]
        more = dict.fromkeys(each.fact for each in whens) if tables else {}
        required = [(self.facts[name], True) for name in first if name in self.facts]
        return required + [
            (self.facts[name], False) for name in more if name in self.facts and name not in first
        ]


def candidates(known: Iterable[B], named: Collection[str], jurisdiction: str) -> tuple[B, ...]:
    """The books that an assessment may mean: those whose ids are named, else those of its jurisdiction."""
    if named:
        return tuple(each for each in known if each.header.id in named)
    return tuple(each for each in known if each.use != TRAINING and each.serves(jurisdiction))


def read_benchmark(pack: Pack) -> Benchmark:
    """The benchmark of a checked pack."""
    return Benchmark(
        **read_book(pack),
        tables=tuple(_table(row) for row in pack.rows("tables")),
        grounds={row["id"]: _ground(row) for row in pack.rows("grounds")},
        several_norms=_cited(pack.content["several_norms"], "take"),
    )


def read_book(pack: Pack) -> dict[str, Any]:
    """The fields of a `Book`, from a checked pack."""
    content, header = pack.content, pack.header
    return {
        "header": header,
        "use": content["use"],
        "in_force_on": content["in_force_on"],
        "places": frozenset([header.jurisdiction, *content.get("places", ())]),
        "facts": {row["id"]: read_asked(row) for row in pack.rows("facts")},
        "derived": read_derived(pack),
    }


def read_asked(row: Mapping[str, Any]) -> Asked:
    """A question of a benchmark or of a leniency list."""
    values = {value["id"]: value["text"] for value in row.get("values", ())}
    at_least = Decimal(row.get("at_least", 0))
    return Asked(row["id"], row["question"], row["type"], row.get("unit", ""), at_least, values)


def read_derived(pack: Pack) -> tuple[Derived, ...]:
    """What a pack derives from two of its facts."""
    return tuple(Derived(row["id"], row["name"], row["over"], row["base"]) for row in pack.rows("derived"))


def _cited(row: Mapping[str, Any], does: str) -> Cited:
    return Cited(row["id"], row["text"], row[does], row["source"], row["status"])


def _percent(row: Mapping[str, Any], key: str) -> Cited | None:
    return _cited(row[key], "percent") if key in row else None


def _table(row: Mapping[str, Any]) -> Table:
    return Table(
        id=row["id"],
        name=row["name"],
        basis=row["basis"],
        pairs=frozenset((each["violation"], name) for each in row["applies_to"] for name in each["statutes"]),
        method=row["method"],
        unknown=_cited(row["unknown"], "take"),
        clamps=row["clamp"] == "statutory_range",
        rounding=_cited(row["rounding"], "direction"),
        unit_fen=row["rounding"]["unit_fen"],
        factors=tuple(_factor(each) for each in row["factors"]),
        start=_row(row["start"]) if "start" in row else None,
        floor=_percent(row, "floor"),
        cap=_percent(row, "cap"),
        maximum_fen=row.get("maximum_fen"),
        degrees=row.get("degrees"),
        source=row["source"],
    )


def _factor(row: Mapping[str, Any]) -> Factor:
    return Factor(
        id=row["id"],
        name=row["name"],
        overlap=row["overlap"],
        rows=tuple(_row(each) for each in row["rows"]),
        gaps=tuple(_row(each) for each in row.get("gaps", ())),
        general=row.get("general", ""),
    )


def _row(row: Mapping[str, Any]) -> FactorRow:
    low, high = row.get("band_fen", (0, 0))
    weight = Decimal(row.get("weight", 0))
    when = read_when(row["when"])
    return FactorRow(row["id"], row["text"], weight, (low, high), when, row["source"], row["status"])


def _ground(row: Mapping[str, Any]) -> Ground:
    low, high = row.get("percent", (None, None))
    return Ground(
        id=row["id"],
        name=row["name"],
        effect=row["effect"],
        percent=None if low is None else (Decimal(low), Decimal(high)),
        of=row.get("of", ""),
        when=read_when(row["when"]),
        excluded_if=read_when(row.get("excluded_if", ())),
        basis=row["basis"],
        source=row["source"],
        status=row["status"],
    )
