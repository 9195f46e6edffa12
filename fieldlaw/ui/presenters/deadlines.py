"""The deadlines: of all cases by day or by case, the proceeding of one case, what is noted in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from fieldlaw.cases.casework import proceeding
from fieldlaw.cases.casework.answers import Reply
from fieldlaw.cases.casework.calendars import calendar_in_use, take_over
from fieldlaw.cases.casework.penalty_answers import answer_penalty
from fieldlaw.cases.law.preflight_forms import FEN
from fieldlaw.cases.law.preflight_tests import UNKNOWN_WORD
from fieldlaw.cases.records.changes import Changes, Kind
from fieldlaw.ui.messages import problem_of
from fieldlaw.ui.presenters.bench import Bench, Presenter
from fieldlaw.ui.presenters.checks import typed_fen
from fieldlaw.ui.presenters.deadlines_read import calendar_view, choices, read_all, read_proceeding
from fieldlaw.ui.presenters.deadlines_state import State
from fieldlaw.ui.presenters.deadlines_words import read_day

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtCore import QObject

    from fieldlaw.cases.casework.calendars import CalendarInUse
    from fieldlaw.cases.packs.records import Pack
    from fieldlaw.cases.records.proceeding import Extended, Noted, Stop
    from fieldlaw.ui.presenters.deadlines_read import AllRead
    from fieldlaw.ui.presenters.deadlines_state import ProceedingView

_SHOWN = (Kind.CASES, Kind.FINDINGS, Kind.EVIDENCE, Kind.PROCEEDING)
_MONTHS = 12


class DeadlinesPresenter(Presenter):
    """Reads the deadlines of all cases again when something has changed that they follow from."""

    def __init__(
        self,
        bench: Bench,
        law: Callable[[], tuple[Pack, ...]],
        calendars: tuple[Pack, ...],
        parent: QObject | None = None,
    ) -> None:
        """`law` gives the law packs that are loaded now."""
        super().__init__(State(choices=choices(law())), parent)
        self._bench, self._law, self._bundled = bench, law, calendars
        self._held: CalendarInUse | None = None
        self._asked = False
        bench.news.changes.connect(self._on_changes)

    @property
    def state(self) -> State:
        """What the page shows."""
        held: State = self._state
        return held

    # --- reading

    def load(self) -> None:
        """Read once; later calls read nothing."""
        if not self._asked:
            self.refresh()

    def refresh(self) -> None:
        """Read the deadlines of all cases, and the proceeding in hand."""
        self._asked = True
        self._bench.lanes.store.run(self._read, self._show, self._not_read)
        if self.state.case:
            self._read_case(self.state.case)

    def _packs(self) -> tuple[Pack, ...]:
        if self._held is None:
            self._held = calendar_in_use(self._bench.desk.profile.folder, self._bundled)
        return (*self._law(), self._held.pack)

    def _read(self) -> AllRead:
        return read_all(self._bench.desk, self._packs())

    def _show(self, got: AllRead) -> None:
        state = self.state
        month = got.today if state.month == date.min else state.month
        faults = tuple((f"{one.unit} {one.number}", one.fault) for one in got.cases if one.fault)
        cases = tuple((one.case, one.unit, one.number) for one in got.cases)
        calendar = calendar_view(self._held) if self._held else state.calendar
        shown = replace(
            state, today=got.today, rows=got.rows, faults=faults, cases=cases, month=month, trouble=None,
            loaded=True, calendar=calendar,
        )  # fmt: skip
        self.show_state(shown)
        if not state.case and shown.listed:
            self.choose(shown.listed[0].id)
        elif not state.case and cases:
            self.open(cases[0][0])

    def _not_read(self, error: Exception) -> None:
        self.show_state(replace(self.state, trouble=problem_of(error), loaded=True))

    def _on_changes(self, changes: Changes) -> None:
        if self._asked and changes.touch(*_SHOWN):
            self.refresh()

    # --- what is in hand

    def open(self, case: str) -> None:
        """Take a case in hand, at its first open deadline."""
        first = next(iter(self.state.of_case(case)), None)
        self._take(case, first.id if first else "")

    def choose(self, row: str) -> None:
        """Take a deadline in hand, and its case."""
        held = next((one for one in self.state.rows if one.id == row), None)
        if held is not None and row != self.state.chosen:
            self._take(held.case, row)

    def _take(self, case: str, row: str) -> None:
        state = self.state
        if case == state.case:
            self.show_state(replace(state, chosen=row))
            return
        self.show_state(replace(state, case=case, chosen=row, view=None, refused=None, problem=None))
        self._read_case(case)

    def _read_case(self, case: str) -> None:
        self._bench.lanes.store.run(
            lambda: read_proceeding(self._bench.desk, case, self._packs()),
            self._opened,
            partial(self._refused, case),
        )

    def _opened(self, view: ProceedingView) -> None:
        if view.case != self.state.case:
            return
        first = self.state.in_hand or next(iter(self.state.of_case(view.case)), None)
        self.show_state(replace(self.state, view=view, refused=None, chosen=first.id if first else ""))

    def _refused(self, case: str, error: Exception) -> None:
        if case == self.state.case:
            self.show_state(replace(self.state, view=None, refused=problem_of(error)))

    # --- the list

    def filter(self, group: str) -> None:
        """Show one group of deadlines; all that are open with an empty word."""
        self.show_state(replace(self.state, group=group, day=None))

    def order_by(self, order: str) -> None:
        """Show the list by day or by case."""
        self.show_state(replace(self.state, order=order))

    def choose_day(self, day: date | None) -> None:
        """Show only what falls on a day; everything again with none, or with the same day once more."""
        other = None if day == self.state.day else day
        self.show_state(replace(self.state, day=other, month=other or self.state.month))

    def turn(self, months: int) -> None:
        """Go to another month; 0 goes to the month of today."""
        shown = self.state.month if months else self.state.today
        place = shown.year * _MONTHS + shown.month - 1 + months
        self.show_state(replace(self.state, month=date(place // _MONTHS, place % _MONTHS + 1, 1)))

    # --- noting

    def note(self, noted: Noted) -> None:
        """Note an event of the proceeding; its day as it was typed, none for one not yet known."""
        at = read_day(noted.at, self._bench.desk.clock().wall) if noted.at else None
        self._act(lambda desk, case, packs: proceeding.note_event(desk, case, replace(noted, at=at), packs))

    def stop(self, stop: Stop) -> None:
        """Note a span that does not count, or its end."""
        self._act(lambda desk, case, packs: proceeding.stop_clock(desk, case, stop, packs))

    def extend(self, extended: Extended) -> None:
        """Note an approved extension."""
        self._act(lambda desk, case, packs: proceeding.extend_deadline(desk, case, extended, packs))

    def pick(self, event: bytes) -> None:
        """Settle a disagreement."""
        self._act(lambda desk, case, _packs: proceeding.pick(desk, case, event))

    def withdraw(self, event: bytes, reason: str) -> None:
        """Take back what was noted."""
        self._act(lambda desk, case, _packs: proceeding.withdraw(desk, case, event, reason))

    def answer_fine(self, fact: str, form: str, typed: str) -> None:
        """Say what a fine by the day or a surcharge asks; `unknown` takes an answer back."""
        text = typed_fen(typed) if form == FEN and typed != UNKNOWN_WORD else typed
        self._act(lambda desk, case, packs: answer_penalty(desk, case, Reply(fact, text), packs))

    def _act(self, act: Callable[..., Changes]) -> None:
        case, desk = self.state.case, self._bench.desk
        if not case or self.state.acting:
            return
        self.show_state(replace(self.state, acting=True, problem=None))
        self._bench.lanes.store.run(lambda: act(desk, case, self._packs()), self._written, self._failed)

    def _written(self, changes: Changes) -> None:
        self.show_state(replace(self.state, acting=False, written=self.state.written + 1))
        self._bench.news.tell(changes)

    def _failed(self, error: Exception) -> None:
        self.show_state(replace(self.state, acting=False, problem=problem_of(error)))

    def dismiss(self) -> None:
        """The person has read why the last act did not happen, or that it did."""
        if self.state.problem is not None or self.state.imported:
            self.show_state(replace(self.state, problem=None, imported=""))

    # --- the calendar

    def take_over(self, file: Path) -> None:
        """Import a new year's notice of days off."""
        folder = self._bench.desk.profile.folder
        self.show_state(replace(self.state, acting=True, problem=None, imported=""))
        self._bench.lanes.store.run(
            lambda: take_over(folder, self._bundled, file), self._taken_over, self._failed
        )

    def _taken_over(self, held: CalendarInUse) -> None:
        self._held = held
        view = calendar_view(held)
        self.show_state(replace(self.state, acting=False, calendar=view, imported=view.through))
        self.refresh()
