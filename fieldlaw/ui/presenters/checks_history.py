"""The checks of the chosen instrument over all cases of this machine, as rows of a small table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from fieldlaw.cases.casework.instrument_history import CaseHere, History, cases_here, checks_in, joined
from fieldlaw.cases.records.changes import Kind
from fieldlaw.cases.records.cylinder import ZERO_AIR
from fieldlaw.cases.records.procedure import (
    DRIFT,
    FAILED,
    LEFT,
    OUTCOME_WORDS,
    PASSED,
    RESPONSE,
    SPAN,
    STEP_WORDS,
    ZERO,
)
from fieldlaw.ui.messages import Problem, problem_of
from fieldlaw.ui.presenters.bench import Bench, Presenter
from fieldlaw.ui.presenters.gear_find import tr
from fieldlaw.ui.presenters.measuring_words import gas_word, plain, rounded

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from fieldlaw.cases.casework.instrument_history import KeptCheck
    from fieldlaw.cases.records.changes import Changes
    from fieldlaw.cases.records.procedure import StepResult

_FIGURES = {ZERO: "zero", SPAN: "precision", RESPONSE: "mean", DRIFT: "drift"}
_SHOWN = {ZERO: "{0} {1}", SPAN: "偏差 {0}%", RESPONSE: "{0} 秒", DRIFT: "{0}%"}
_ICONS = {
    PASSED: ("circle-check", "success"),
    FAILED: ("circle-x", "danger"),
    LEFT: ("circle-dashed", "unknown"),
}


@dataclass(frozen=True)
class CheckRow:
    """A check.

    Attributes:
        icon: and its colour: passed, failed or left.
        value: what came of it.
        about: in which case, with which gas.
        reason: why it failed or was left; empty else.
    """

    icon: tuple[str, str]
    day: str
    name: str
    value: str
    about: str
    reason: str

    @property
    def spoken(self) -> str:
        """The row in words."""
        return f"{self.day} {self.name} {self.value} {self.reason} {self.about}"


@dataclass(frozen=True)
class HistoryState:
    """What is known of one instrument; `loading` while cases are still read, `total` of them `done`."""

    name: str = ""
    loading: bool = False
    done: int = 0
    total: int = 0
    rows: tuple[CheckRow, ...] = ()
    unread: tuple[str, ...] = ()
    problem: Problem | None = None


def _value(held: StepResult) -> str:
    if held.outcome == LEFT:
        return tr("未做")
    figure, spell = held.figure(_FIGURES[held.step]), plain if held.step == ZERO else rounded
    shown = tr(_SHOWN[held.step]).format(spell(figure), held.tool.unit) if figure is not None else "—"
    if held.outcome == FAILED:
        return f"{shown}·{tr(OUTCOME_WORDS[FAILED])}"
    return shown


def _gas(held: StepResult) -> str:
    gas = held.cylinder
    if gas is None:
        return ""
    if gas.substance == ZERO_AIR:
        return gas_word(gas.substance)
    number = tr("瓶号 {0}").format(gas.number)
    return f"{gas_word(gas.substance)} {gas.concentration} {gas.unit}·{number}"


def check_row(one: KeptCheck) -> CheckRow:
    """A check as a row."""
    held = one.result
    day = datetime.fromisoformat(held.ended.wall).strftime("%Y-%m-%d %H:%M")
    about = "·".join(word for word in (one.case.number or one.case.unit, _gas(held)) if word)
    name, icon = tr(STEP_WORDS[held.step]), _ICONS[held.outcome]
    return CheckRow(icon, day, name, _value(held), about, held.reason)


class HistoryPresenter(Presenter):
    """Reads case by case, so that a reading that is to be kept never waits behind all of them."""

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(HistoryState(), parent)
        self._bench = bench
        self._parts: list[History] = []
        self._turn = 0
        bench.news.changes.connect(self._on_changes)

    @property
    def state(self) -> HistoryState:
        """What is known."""
        held: HistoryState = self._state
        return held

    def show(self, name: str) -> None:
        """Show the checks of an instrument; nothing without a name."""
        if name != self.state.name:
            self._begin(HistoryState(name=name, loading=bool(name)))

    def _begin(self, state: HistoryState) -> None:
        self._turn += 1
        self._parts = []
        self.show_state(state)
        if state.name:
            turn, desk = self._turn, self._bench.desk
            self._bench.lanes.store.run(
                lambda: cases_here(desk), partial(self._next, turn), partial(self._failed, turn)
            )

    def _next(self, turn: int, left: tuple[CaseHere, ...]) -> None:
        if turn != self._turn:
            return
        done = len(self._parts)
        self.show_state(replace(self.state, done=done, total=done + len(left)))
        if not left:
            self._finish()
            return
        work = partial(checks_in, self._bench.desk, left[0], self.state.name)
        self._bench.lanes.store.run(work, partial(self._read, turn, left[1:]), partial(self._failed, turn))

    def _read(self, turn: int, left: tuple[CaseHere, ...], part: History) -> None:
        if turn == self._turn:
            self._parts.append(part)
            self._next(turn, left)

    def _finish(self) -> None:
        held = joined(self._parts)
        rows, unread = tuple(map(check_row, held.checks)), tuple(one.number for one in held.unread)
        self.show_state(replace(self.state, loading=False, rows=rows, unread=unread))

    def _failed(self, turn: int, error: Exception) -> None:
        if turn == self._turn:
            self.show_state(replace(self.state, loading=False, problem=problem_of(error)))

    def again(self) -> None:
        """Read anew what could not be read."""
        self._begin(HistoryState(name=self.state.name, loading=bool(self.state.name)))

    def _on_changes(self, changes: Changes) -> None:
        if self.state.name and changes.touch(Kind.MEASUREMENTS, Kind.CASES):
            self._begin(replace(self.state, loading=True, problem=None))
