"""What the page of the deadlines shows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from fieldlaw.cases.law.deadlines import SATURDAY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldlaw.cases.law.deadlines_all import Deadline
    from fieldlaw.cases.records.proceeding import Extended, Noted, Stop
    from fieldlaw.ui.messages import Problem
    from fieldlaw.ui.presenters.fines import FinesView

PAST, TODAY, WEEK, LATER, UNSURE, LAPSED, DONE, WAITING = (
    "past", "today", "week", "later", "unsure", "lapsed", "done", "waiting",
)  # fmt: skip
ALL = ""
OPEN = (PAST, TODAY, WEEK, LATER)
BY_DAY, BY_CASE = "day", "case"
LEAST_REASON = 5


@dataclass(frozen=True)
class DueRow:
    """A deadline of a case.

    Attributes:
        name: with its occurrence or finding.
        group: past (the bureau is late), today, week, later; unsure; lapsed (a right of the party has run
            out), done, waiting (nothing has begun it).
        today: the day to which the row holds.
    """

    case: str
    unit: str
    number: str
    name: str
    occurrence: int
    clock: Deadline
    group: str
    today: date

    @property
    def id(self) -> str:
        """What tells it from every other row."""
        return f"{self.case}/{self.clock.key}/{self.occurrence}/{self.name}"

    @property
    def day(self) -> date:
        """The day under which it stands."""
        return self.clock.due.earliest if self.clock.due else date.max

    @property
    def spoken(self) -> str:
        """The row in words."""
        return f"{self.name} {self.unit} {self.number}"


@dataclass(frozen=True)
class Record:
    """Something noted in the proceeding; several that disagree stand side by side, `disputed`.

    Attributes:
        event: the id of the ledger's event; `what` the id of that which happened (or the stop, the deadline).
        title: its name, with the occurrence from the second on.
        when: the day or span, in words.
        about: way of service, document, proof, note, who noted it.
        entry: the same as a form has it, so that it can be changed.
        fault: what it stands before; empty when the order holds.
        ahead: it is set for a later day.
    """

    event: bytes
    what: str
    occurrence: int
    title: str
    when: str
    about: str
    entry: Noted | Stop | Extended
    disputed: bool = False
    fault: str = ""
    ahead: bool = False


@dataclass(frozen=True)
class StageView:
    """A stage and what is noted in it."""

    word: str
    records: tuple[Record, ...]
    aside: bool = False


@dataclass(frozen=True)
class Proof:
    """A piece of evidence that may prove a service."""

    id: str
    words: str


@dataclass(frozen=True)
class ProceedingView:
    """The proceeding of a case: what is noted, what stops and extends, what can prove, what fines grow."""

    case: str
    unit: str
    number: str
    stages: tuple[StageView, ...] = ()
    stops: tuple[Record, ...] = ()
    extensions: tuple[Record, ...] = ()
    proofs: tuple[Proof, ...] = ()
    noted: Mapping[str, int] = field(default_factory=dict)
    stopped: Mapping[str, int] = field(default_factory=dict)
    open_stops: Mapping[str, str] = field(default_factory=dict)
    archived: bool = False
    fines: FinesView | None = None

    @property
    def disputes(self) -> int:
        """How many records wait for a person to pick."""
        every = [r for stage in self.stages for r in stage.records]
        return len({(r.what, r.occurrence) for r in (*every, *self.stops, *self.extensions) if r.disputed})


@dataclass(frozen=True)
class EventChoice:
    """An event that can be noted; `served` where a way of service belongs to it."""

    id: str
    name: str
    stage: str
    served: bool


@dataclass(frozen=True)
class ExtensionChoice:
    """An extension that the packs know: of which deadline, by how much, who approves."""

    deadline: str
    extension: str
    name: str
    most: int
    unit: str
    less: bool
    approver: str
    approver_word: str


@dataclass(frozen=True)
class Choices:
    """What the forms offer, out of the packs."""

    events: tuple[EventChoice, ...] = ()
    services: tuple[tuple[str, str, str], ...] = ()
    stops: tuple[tuple[str, str], ...] = ()
    extensions: tuple[ExtensionChoice, ...] = ()


@dataclass(frozen=True)
class DayMark:
    """What the calendar says of a day: `rest` off, `work` a weekend day on which people work, or nothing."""

    kind: str = ""
    name: str = ""
    sure: bool = True


@dataclass(frozen=True)
class CalendarView:
    """The calendar in use: its edition, to which day it is confirmed, whether it was imported here."""

    edition: str = ""
    through: str = ""
    imported: bool = False
    unreadable: tuple[str, ...] = ()
    off: Mapping[date, str] = field(default_factory=dict)
    on: frozenset[date] = frozenset()
    confirmed: tuple[date, date] | None = None

    def mark(self, day: date) -> DayMark:
        """What is known of a day."""
        sure = self.confirmed is not None and self.confirmed[0] <= day <= self.confirmed[1]
        if day in self.on:
            return DayMark("work", "", sure)
        if day in self.off:
            return DayMark("rest", self.off[day], sure)
        return DayMark("rest" if day.weekday() >= SATURDAY else "", "", sure)


@dataclass(frozen=True)
class State:
    """What the page shows.

    Attributes:
        rows: the deadlines of all cases, also those that have not begun.
        faults: cases that cannot be read, and why.
        group: the filter; empty for everything that is open.
        day: only what falls on this day.
        chosen: the id of the row in hand, `case` the case in hand.
        view: the proceeding of that case; None while it is being read or when it cannot be.
        refused: why it cannot be read.
        problem: why the last act did not happen; `form` which form it belongs to.
        written: counts the acts that were written, so that a form knows that it is done.
    """

    today: date = date.min
    rows: tuple[DueRow, ...] = ()
    faults: tuple[tuple[str, str], ...] = ()
    cases: tuple[tuple[str, str, str], ...] = ()
    group: str = ALL
    order: str = BY_DAY
    day: date | None = None
    month: date = date.min
    chosen: str = ""
    case: str = ""
    view: ProceedingView | None = None
    refused: Problem | None = None
    choices: Choices = field(default_factory=Choices)
    calendar: CalendarView = field(default_factory=CalendarView)
    problem: Problem | None = None
    trouble: Problem | None = None
    imported: str = ""
    acting: bool = False
    written: int = 0
    loaded: bool = False

    @property
    def listed(self) -> tuple[DueRow, ...]:
        """The rows that day and filter let through, in the chosen order."""
        kept = [row for row in self.rows if self._fits(row)]
        if self.order == BY_CASE:
            kept.sort(key=lambda row: (row.unit, row.number, row.case, row.day))
        return tuple(kept)

    def _fits(self, row: DueRow) -> bool:
        if self.day is not None:
            return row.group in OPEN and row.day == self.day
        return row.group in OPEN if self.group == ALL else row.group == self.group

    def count(self, group: str) -> int:
        """How many rows a filter lets through."""
        return len(replace(self, group=group, day=None).listed)

    def of_case(self, case: str) -> tuple[DueRow, ...]:
        """The clocks of a case: what is open first, what has not begun last."""
        rank = {PAST: 0, TODAY: 0, WEEK: 0, LATER: 0, UNSURE: 1, LAPSED: 2, DONE: 2, WAITING: 3}
        own = [row for row in self.rows if row.case == case]
        return tuple(sorted(own, key=lambda row: (rank[row.group], row.day)))

    def next_of(self, case: str, most: int) -> tuple[DueRow, ...]:
        """The next deadlines of a case that are open, the soonest first."""
        return tuple(row for row in self.of_case(case) if row.group in OPEN)[:most]

    @property
    def in_hand(self) -> DueRow | None:
        """The row in hand."""
        return next((row for row in self.rows if row.id == self.chosen), None)

    def counts(self) -> dict[date, tuple[int, bool]]:
        """Day to how many open deadlines fall on it, and whether one of them is provisional."""
        found: dict[date, tuple[int, bool]] = {}
        for row in self.rows:
            if row.group in OPEN and row.clock.due:
                count, soft = found.get(row.day, (0, False))
                found[row.day] = (count + 1, soft or row.clock.due.provisional)
        return found

    def weeks(self) -> tuple[tuple[date, ...], ...]:
        """The weeks of the month that is shown, Monday first."""
        first = self.month.replace(day=1)
        start = first - timedelta(days=first.weekday())
        days = tuple(start + timedelta(days=n) for n in range(42))
        weeks = tuple(days[n : n + 7] for n in range(0, 42, 7))
        return tuple(week for week in weeks if any(day.month == first.month for day in week))
