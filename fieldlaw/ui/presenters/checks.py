"""The checks of one case: listed, filtered, answered. Reads again while the panel is open."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import TYPE_CHECKING

from fieldlaw.cases.casework import answering
from fieldlaw.cases.casework.answers import DOCUMENT, Reply
from fieldlaw.cases.law.preflight import ASK, FAIL
from fieldlaw.cases.law.preflight_forms import FEN, WHEN
from fieldlaw.cases.records.changes import Changes, Kind
from fieldlaw.ui.messages import problem_of
from fieldlaw.ui.presenters.bench import Bench, Presenter
from fieldlaw.ui.presenters.checks_read import Rules, read_checks
from fieldlaw.ui.presenters.checks_state import ALL, ASKED, FAILED, State
from fieldlaw.ui.presenters.deadlines_words import read_day

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from fieldlaw.ui.presenters.checks_state import ChecksView, FactView

_SHOWN = (
    Kind.CASES, Kind.ANSWERS, Kind.MEASUREMENTS, Kind.EVIDENCE, Kind.FINDINGS, Kind.ASSESSMENTS,
    Kind.DOCUMENTS, Kind.REVIEWS, Kind.PROCEEDING,
)  # fmt: skip
_FEN = {"万元": 1_000_000, "元": 100, "": 100}


def typed_fen(text: str) -> str:
    """An amount as a person types it (20 万元, 5600.50 元; bare numbers are 元) as whole fen.

    What is no amount stays as it was typed.
    """
    typed = text.replace(",", "").replace("，", "").strip()
    unit = next(each for each in _FEN if typed.endswith(each))
    try:
        fen = Decimal(typed.removesuffix(unit).strip()) * _FEN[unit]
    except InvalidOperation:
        return text
    return str(int(fen)) if fen.is_finite() and fen == int(fen) else text


class ChecksPresenter(Presenter):
    """The panel of checks of a case under review, or of one whose documents are looked at."""

    def __init__(self, bench: Bench, rules: Rules, parent: QObject | None = None) -> None:
        super().__init__(State(), parent)
        self._bench, self._rules, self._telling = bench, rules, False
        bench.news.changes.connect(self._on_changes)

    @property
    def state(self) -> State:
        """What the panel shows."""
        held: State = self._state
        return held

    # --- reading

    def open(self, case: str, wanted: str = "") -> None:
        """Show the checks of a case: those that fail first, or the wanted ones."""
        self.show_state(State(case=case))
        self._bench.lanes.store.run(lambda: self._read(case), partial(self._opened, wanted), self._not_read)

    def leave(self) -> None:
        """The panel is closed: read no more."""
        self.show_state(State())

    def refresh(self) -> None:
        """Read the case in hand again."""
        if case := self.state.case:
            self._bench.lanes.store.run(lambda: self._read(case), self._reread, self._not_read)

    def _read(self, case: str) -> ChecksView:
        return read_checks(self._bench.desk, case, self._rules)

    def _opened(self, wanted: str, view: ChecksView) -> None:
        if view.case == self.state.case:
            first = FAILED if view.of(FAIL) else ASKED if view.of(ASK) else ALL
            self.show_state(replace(self.state, view=view, problem=None))
            self.filter(wanted or first)

    def _reread(self, view: ChecksView) -> None:
        if view.case == self.state.case:
            self._take(replace(self.state, view=view))

    def _not_read(self, error: Exception) -> None:
        self.show_state(replace(self.state, acting=False, problem=problem_of(error)))

    def _on_changes(self, changes: Changes) -> None:
        if self.state.case and not self._telling and changes.touch(*_SHOWN):
            self.refresh()

    # --- what is listed

    def _take(self, state: State) -> None:
        """Show a state; a check that left the list gives its place to the one that follows it."""
        ids = [row.id for row in self.state.listed]
        place = ids.index(self.state.chosen) if self.state.chosen in ids else 0
        rows = state.listed
        if rows and state.in_hand is None:
            state = replace(state, chosen=rows[min(place, len(rows) - 1)].id)
        self.show_state(state)

    def filter(self, wanted: str) -> None:
        """Show the checks that fail, those to be asked, all of them, or the score."""
        self._take(replace(self.state, filter=wanted))

    def choose(self, row: str) -> None:
        """Take a check in hand."""
        if row != self.state.chosen:
            self.show_state(replace(self.state, chosen=row))

    # --- answering

    def answer(self, fact: FactView, typed: str, note: str = "") -> None:
        """Answer a fact, as a person typed it."""
        if fact.form == FEN:
            typed = typed_fen(typed)
        elif fact.form == WHEN:
            typed = read_day(typed, self._bench.desk.clock().wall)
        self._write(Reply(fact.id, typed, note))

    def mark_document(self, name: str, state: str) -> None:
        """Say whether a document on paper is in the file."""
        self._write(Reply(DOCUMENT + name, state))

    def answer_open(self, word: str, note: str = "") -> None:
        """Yes or no to the first open question of the check in hand."""
        row = self.state.in_hand
        if row is not None and row.first_open is not None:
            self.answer(row.first_open, word, note)

    def _write(self, reply: Reply) -> None:
        case, desk, rules = self.state.case, self._bench.desk, self._rules
        if not self.state.able:
            return

        def work() -> tuple[Changes, ChecksView]:
            packs = tuple(rules.packs())
            changes = answering.answer_check(desk, case, reply, packs, rules.press)
            return changes, self._read(case)

        self.show_state(replace(self.state, acting=True, problem=None))
        self._bench.lanes.store.run(work, self._written, self._not_read)

    def _written(self, got: tuple[Changes, ChecksView]) -> None:
        changes, view = got
        if view.case == self.state.case:
            self._take(replace(self.state, view=view, acting=False, written=self.state.written + 1))
        self._telling = True
        self._bench.news.tell(changes)
        self._telling = False

    def dismiss(self) -> None:
        """The person has read why the last answer was not taken."""
        self.show_state(replace(self.state, problem=None))
