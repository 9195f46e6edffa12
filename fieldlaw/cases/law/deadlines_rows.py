"""The deadlines of the law packs as typed rows: events, ways of service, stops, limits, accruals."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.law.citing import article
from fieldlaw.cases.law.periods import covers, period_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from fieldlaw.cases.law.periods import Period
    from fieldlaw.cases.packs.records import Pack


_START, _END, _YEARS = "act_ended", "act_found", "years"


@dataclass(frozen=True, slots=True)
class Cited:
    """Something that a pack says, with where it says it from.

    Attributes:
        basis: law and article.
        source: where the text was read.
        status: seen, second_hand or recalled.
    """

    id: str
    name: str
    text: str
    basis: str
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class Service:
    """A way of service; `served` names the fact that holds the day on which it counts as served."""

    row: Cited
    served: str


@dataclass(frozen=True, slots=True)
class Extension:
    """By how much a limit may be moved, who approves, how often, and after which other extension."""

    row: Cited
    length: int
    approver: str
    times: int
    may_be_less: bool
    after: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One edition of a deadline.

    Attributes:
        unit: working, calendar, working_or_calendar (the source does not say), hours, months, years,
            next_year.
        last_day: forward, back or as_is.
        counts: within; before (so long before the start event); not_before (a time to wait).
        period: the days of the start event for which the edition holds.
        stops: what stops the clock.
        only_if: facts that must be so.
        undecided: why the program does not decide; empty when it does.
        unless_met: the deadline that makes this one meaningless once it was met; empty for none.
    """

    key: str
    row: Cited
    length: int
    unit: str
    side: str
    last_day: str
    counts: str
    start: str
    end: str
    period: Period
    stops: frozenset[str]
    extensions: tuple[Extension, ...]
    only_if: tuple[tuple[str, str], ...]
    ends_on: tuple[int, int] | None
    undecided: str
    note: str
    unless_met: str = ""

    def covers(self, day: date) -> bool:
        """Whether the edition holds for a start event of this day."""
        return covers(self.period, day)


@dataclass(frozen=True, slots=True)
class Accrual:
    """What grows day by day: a percentage of an amount up to a cap, or the amount itself."""

    row: Cited
    counts: str
    percent: Decimal | None
    cap_percent: Decimal | None
    start: str
    end: str
    stops: frozenset[str]


@dataclass(frozen=True, slots=True)
class Clocks:
    """All that the packs say of deadlines; `rules` holds the editions of each key."""

    events: Mapping[str, str]
    facts: Mapping[str, str]
    services: Mapping[str, Service]
    stops: Mapping[str, Cited]
    rules: Mapping[str, tuple[Rule, ...]]
    accruals: Mapping[str, Accrual]


def read_clocks(packs: Iterable[Pack]) -> Clocks:
    """The deadlines of the packs that have any."""
    held = tuple(packs)

    def rows(table: str) -> list[dict[str, Any]]:
        return [row for pack in held for row in pack.rows(table)]

    rules: dict[str, tuple[Rule, ...]] = {}
    for row in rows("deadlines"):
        rules[row["key"]] = (*rules.get(row["key"], ()), _rule(row))
    return Clocks(
        events={row["id"]: row["name"] for row in rows("events")},
        facts={row["id"]: row["name"] for row in rows("case_facts")},
        services={row["id"]: Service(_cited(row), row["served"]) for row in rows("services")},
        stops={row["id"]: _cited(row) for row in rows("stops")},
        rules=rules,
        accruals={row["id"]: _accrual(row) for row in rows("accruals")},
    )


def limits_in(clocks: Clocks) -> tuple[Rule, ...]:
    """The limits among the deadlines of some packs, each in all its editions."""
    rules = (rule for editions in clocks.rules.values() for rule in editions)
    return tuple(rule for rule in rules if (rule.start, rule.end, rule.unit) == (_START, _END, _YEARS))


def _cited(row: Mapping[str, Any]) -> Cited:
    basis = article(row["law"], row["article"])
    return Cited(row["id"], row["name"], row["text"], basis, row["source"], row["status"])


def _extension(row: Mapping[str, Any]) -> Extension:
    less = row["may_be_less"] == "yes"
    return Extension(_cited(row), row["length"], row["approver"], row["times"], less, row.get("after", ""))


def _rule(row: Mapping[str, Any]) -> Rule:
    fixed = row.get("ends_on")
    return Rule(
        key=row["key"],
        row=_cited(row),
        length=row["length"],
        unit=row["unit"],
        side=row["side"],
        last_day=row["last_day"],
        counts=row["counts"],
        start=row["start"],
        end=row["end"],
        period=period_of(row),
        stops=frozenset(row.get("stops", ())),
        extensions=tuple(_extension(one) for one in row.get("extensions", ())),
        only_if=tuple((one["fact"], one["is"]) for one in row.get("only_if", ())),
        ends_on=(fixed["month"], fixed["day"]) if fixed else None,
        undecided=row.get("undecided", ""),
        note=row.get("note", ""),
        unless_met=row.get("unless_met", ""),
    )


def _accrual(row: Mapping[str, Any]) -> Accrual:
    percent, cap = (Decimal(row[key]) if key in row else None for key in ("percent", "cap_percent"))
    stops = frozenset(row.get("stops", ()))
    return Accrual(_cited(row), row["counts"], percent, cap, row["start"], row["end"], stops)
