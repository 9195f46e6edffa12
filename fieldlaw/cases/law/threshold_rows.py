"""The leak thresholds of the packs as typed rows: limits, standards, gases, the rule of a random check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.law.periods import covers, period_of
from fieldlaw.cases.packs.thresholds import ANY_REGION
from fieldlaw.cases.records.procedure import Limit
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fieldlaw.cases.law.periods import Period
    from fieldlaw.cases.packs.records import Pack

SEEN = "seen"
STATUS_WORDS = {"seen": "看过全文", "second_hand": "转引，未核实", "recalled": "凭记忆，未核实"}
OPERATOR_WORDS = {"gt": "大于", "ge": "大于等于"}


class UnknownIdError(KnownError):
    """A call names a standard, medium, region or gas that no pack has."""

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        super().__init__(f"没有{what} {name}。", f"可用：{'、'.join(known)}。")


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard: its number with edition, its name, where it holds, what is in doubt about it."""

    id: str
    number: str
    name: str
    place: str
    doubt: str
    status: str


@dataclass(frozen=True, slots=True)
class Gas:
    """A calibration gas and how many carbon atoms its molecule has."""

    id: str
    name: str
    carbons: int
    status: str
    source: str


@dataclass(frozen=True, slots=True)
class LeakLimit:
    """From which net value on something leaks, in one standard, medium and region.

    Attributes:
        clause: number of the standard and of the clause.
        operator: gt or ge.
        number: the limit, in `unit`.
        basis: carbon, or unknown where the source does not say.
        detector: FID, PID or unknown.
        calibration: gases that may calibrate; empty where the source does not say.
        net: yes, no or unknown: whether the background is taken off.
        existing_from: the day on which plants of before must comply; None for the same day.
    """

    id: str
    standard: str
    clause: str
    name: str
    region: str
    medium: str
    operator: str
    number: Decimal
    unit: str
    basis: str
    detector: str
    detector_clause: str
    calibration: tuple[str, ...]
    net: str
    period: Period
    existing_from: date | None
    from_status: str
    clause_open: bool
    note: str
    source: str
    status: str
    pack: str

    def broken_by(self, value: Decimal) -> bool:
        """Whether a value, not rounded, is a leak by this row's own operator."""
        return value >= self.number if self.operator == "ge" else value > self.number

    def covers(self, day: date) -> bool:
        """Whether the row is in force on a day."""
        return covers(self.period, day)

    def fits(self, standard: str, medium: str, region: str) -> bool:
        """Whether the row is the one that is asked for; one of any region fits each."""
        return (self.standard, self.medium) == (standard, medium) and self.region in (region, ANY_REGION)

    @property
    def words(self) -> str:
        """The limit in words: 大于等于 2000 μmol/mol."""
        return f"{OPERATOR_WORDS[self.operator]} {self.number} {self.unit}"


@dataclass(frozen=True, slots=True)
class RoundRule:
    """How many leaking points of a random check are a violation."""

    id: str
    standard: str
    clause: str
    text: str
    points_at_most: int
    leaks_more_than: int
    period: Period
    source: str
    status: str
    pack: str


@dataclass(frozen=True, slots=True)
class ThresholdBook:
    """All that the packs of thresholds say; `regions` and `media` map ids to names."""

    standards: Mapping[str, Standard]
    regions: Mapping[str, str]
    media: Mapping[str, str]
    gases: Mapping[str, Gas]
    limits: tuple[LeakLimit, ...]
    rounds: tuple[RoundRule, ...]
    numbers: Mapping[str, Limit]

    def known(self, standard: str, medium: str, region: str, gas: str = "") -> None:
        """Hold names against the book; an empty gas is none.

        Raises:
            UnknownIdError: it lists the names that there are.
        """
        asked: tuple[tuple[str, str, Mapping[str, object]], ...] = (
            ("标准", standard, self.standards),
            ("介质", medium, self.media),
            ("区域", region, self.regions),
            ("校准气", gas, self.gases),
        )
        for what, name, held in asked:
            if name and name not in held:
                raise UnknownIdError(what, name, held)


def threshold_book(packs: Iterable[Pack]) -> ThresholdBook:
    """Read the packs of thresholds; others are passed over."""
    held = [pack for pack in packs if pack.header.kind == "thresholds"]
    return ThresholdBook(
        standards={row["id"]: _standard(row) for pack in held for row in pack.rows("standards")},
        regions={row["id"]: row["name"] for pack in held for row in pack.rows("regions")},
        media={row["id"]: row["name"] for pack in held for row in pack.rows("media")},
        gases={row["id"]: _gas(row) for pack in held for row in pack.rows("gases")},
        limits=tuple(_limit(row, pack) for pack in held for row in pack.rows("limits")),
        rounds=tuple(_round(row, pack) for pack in held for row in pack.rows("rounds")),
        numbers={row["id"]: _number(row) for pack in held for row in pack.rows("procedure")},
    )


def procedure_limits(packs: Iterable[Pack]) -> dict[str, Limit]:
    """The numbers that the steps of a measurement are held against, by id."""
    return dict(threshold_book(packs).numbers)


def _number(row: Mapping[str, Any]) -> Limit:
    return Limit(row["id"], row["name"], Decimal(row["number"]), row["unit"], row["source"], row["status"])


def _standard(row: Mapping[str, Any]) -> Standard:
    number = f"{row['number']}-{row['edition']}"
    return Standard(row["id"], number, row["name"], row["place"], row.get("doubt", ""), row["status"])


def _gas(row: Mapping[str, Any]) -> Gas:
    return Gas(row["id"], row["name"], row["carbons"], row["status"], row["source"])


def _clause(row: Mapping[str, Any]) -> str:
    return f"{row['law']} {row['article']}"


def _limit(row: Mapping[str, Any], pack: Pack) -> LeakLimit:
    later = row.get("existing_from")
    return LeakLimit(
        id=row["id"],
        standard=row["standard"],
        clause=_clause(row),
        name=row["name"],
        region=row["region"],
        medium=row["medium"],
        operator=row["operator"],
        number=Decimal(row["number"]),
        unit=row["unit"],
        basis=row["basis"],
        detector=row["detector"],
        detector_clause=row.get("detector_article", ""),
        calibration=tuple(row["calibration"]),
        net=row["net"],
        period=period_of(row),
        existing_from=date.fromisoformat(later) if later else None,
        from_status=row["from_status"],
        clause_open=row.get("clause_open") == "yes",
        note=row.get("note", ""),
        source=row["source"],
        status=row["status"],
        pack=pack.header.sha256,
    )


def _round(row: Mapping[str, Any], pack: Pack) -> RoundRule:
    return RoundRule(
        id=row["id"],
        standard=row["standard"],
        clause=_clause(row),
        text=row["text"],
        points_at_most=row["points_at_most"],
        leaks_more_than=row["leaks_more_than"],
        period=period_of(row),
        source=row["source"],
        status=row["status"],
        pack=pack.header.sha256,
    )
