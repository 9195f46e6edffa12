"""The measures of the packs as typed rows: cases, approvals, documents, clocks, limits, requirements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.law.benchbook import read_asked, read_derived
from fieldlaw.cases.law.citing import article, cited
from fieldlaw.cases.law.lawbook import read_when
from fieldlaw.cases.law.periods import covers, period_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from fieldlaw.cases.law.benchbook import Asked, Derived, When
    from fieldlaw.cases.law.periods import Period
    from fieldlaw.cases.packs.records import Pack

ANSWERED = ("yes", "no")


@dataclass(frozen=True, slots=True)
class Said:
    """Something that the law says about a measure: an approval, a document, a limit, a requirement.

    Attributes:
        key: what editions of one thing share; its own id where it has only one.
        does: who approves, or what an unmet requirement does; empty else.
        basis: law and article.
        when: the conditions on which it applies; empty for always.
        status: how well it is known: seen, second_hand or recalled.
    """

    id: str
    key: str
    text: str
    does: str
    basis: str
    when: When
    period: Period
    note: str
    source: str
    status: str

    def covers(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return covers(self.period, day)


@dataclass(frozen=True, slots=True)
class Reading:
    """One of the ways to read a threshold that its wording leaves open."""

    id: str
    text: str
    when: When


@dataclass(frozen=True, slots=True)
class Band:
    """So many days of detention, in a grade and on its conditions; both ends included."""

    id: str
    grade: str
    days: tuple[int, int]
    text: str
    when: When


@dataclass(frozen=True, slots=True)
class Case:
    """One case in which a measure may or shall be taken.

    Attributes:
        force: may, shall, or prompt.
        era: old, code, or standing (in force under both).
        when: all must hold.
        one_of: at least one must hold; empty for no such list.
        readings: the readings of an unclear threshold; they must agree.
    """

    id: str
    text: str
    force: str
    era: str
    basis: str
    period: Period
    from_status: str
    when: When
    one_of: When
    readings: tuple[Reading, ...]
    bands: tuple[Band, ...]
    note: str
    source: str
    status: str

    def covers(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return covers(self.period, day)


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure as the pack states it.

    Attributes:
        time: decision (the law of the day of the measure) or act_and_decision (both days are looked at).
        clocks: keys of deadlines; `accruals` ids of what grows day by day.
    """

    id: str
    name: str
    kind: str
    time: str
    cases: tuple[Case, ...]
    approvals: tuple[Said, ...]
    documents: tuple[Said, ...]
    clocks: tuple[str, ...]
    accruals: tuple[str, ...]
    limits: tuple[Said, ...]
    requirements: tuple[Said, ...]
    note: str
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class MeasureBook:
    """All measures of some packs, with the facts that they ask."""

    facts: Mapping[str, Asked]
    derived: tuple[Derived, ...]
    measures: tuple[MeasureRow, ...]


def measure_book(packs: Iterable[Pack]) -> MeasureBook:
    """The measures of the packs of that kind; the first pack words a fact that several ask."""
    held = [pack for pack in packs if pack.header.kind == "measures"]
    facts: dict[str, Asked] = {}
    for row in (row for pack in held for row in pack.rows("facts")):
        facts.setdefault(row["id"], read_asked(row))
    return MeasureBook(
        facts=facts,
        derived=tuple(each for pack in held for each in read_derived(pack)),
        measures=tuple(_measure(row) for pack in held for row in pack.rows("measures")),
    )


def measure_facts_json(packs: Iterable[Pack], measure: str = "") -> list[dict[str, Any]]:
    """The facts that the measures ask, in the shape of `law facts`; of one measure when it is named."""
    book = measure_book(packs)
    wanted = {name for each in book.measures if measure in ("", each.id) for name in names_of(each, book)}
    return [
        {
            "id": each.id,
            "question": each.question,
            "type": each.type,
            "values": list(each.values or (ANSWERED if each.type == "yes_no_unknown" else ())),
            "required": False,
        }
        for each in book.facts.values()
        if each.id in wanted
    ]


def names_of(row: MeasureRow, book: MeasureBook) -> set[str]:
    """The facts that a measure asks, those behind derived ones instead of these."""
    whens = [when for case in row.cases for when in (case.when, case.one_of)]
    whens += [each.when for case in row.cases for each in case.readings]
    whens += [each.when for case in row.cases for each in case.bands]
    whens += [each.when for each in (*row.approvals, *row.documents, *row.limits)]
    inner = {each.id: (each.over, each.base) for each in book.derived}
    return {name for when in whens for each in when for name in inner.get(each.fact, (each.fact,))}


def _basis(row: Mapping[str, Any]) -> str:
    if "law" not in row:
        return ""
    marks = "".join(str(row.get(key, "")) for key in ("clause", "paragraph", "item"))
    return article(row["law"], str(row["article"])) + cited(marks)


def _said(row: Mapping[str, Any], text: str = "text", does: str = "") -> Said:
    return Said(
        id=row["id"],
        key=row.get("key", row["id"]),
        text=row[text],
        does=row.get(does, ""),
        basis=_basis(row),
        when=read_when(row.get("when", ())),
        period=period_of(row),
        note=row.get("note", ""),
        source=row["source"],
        status=row["status"],
    )


def _case(row: Mapping[str, Any]) -> Case:
    return Case(
        id=row["id"],
        text=row["text"],
        force=row["force"],
        era=row["era"],
        basis=_basis(row),
        period=period_of(row),
        from_status=row["from_status"],
        when=read_when(row.get("when", ())),
        one_of=read_when(row.get("any", ())),
        readings=tuple(
            Reading(each["id"], each["text"], read_when(each["when"])) for each in row.get("readings", ())
        ),
        bands=tuple(_band(each) for each in row.get("bands", ())),
        note=row.get("note", ""),
        source=row["source"],
        status=row["status"],
    )


def _band(row: Mapping[str, Any]) -> Band:
    low, high = row["days"]
    return Band(row["id"], row["grade"], (low, high), row["text"], read_when(row["when"]))


def _measure(row: Mapping[str, Any]) -> MeasureRow:
    return MeasureRow(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        time=row["time"],
        cases=tuple(_case(each) for each in row["cases"]),
        approvals=tuple(_said(each, does="by") for each in row["approvals"]),
        documents=tuple(_said(each, text="name") for each in row["documents"]),
        clocks=tuple(row["clocks"]),
        accruals=tuple(row.get("accruals", ())),
        limits=tuple(_said(each) for each in row["limits"]),
        requirements=tuple(_said(each, does="effect") for each in row.get("requirements", ())),
        note=row.get("note", ""),
        source=row["source"],
        status=row["status"],
    )
