"""All kept assessments of this machine put to the packs as they are now, one case after another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from fieldlaw.cases.casework.reassessing import reassess
from fieldlaw.ui.messages import Problem, problem_of
from fieldlaw.ui.presenters.bench import Bench, Presenter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from PySide6.QtCore import QObject

    from fieldlaw.cases.casework.packshelf import Shelf
    from fieldlaw.cases.casework.reassessing import Looked, Turned

_WAN = 1_000_000
_OUTCOMES = {
    "fine": "罚款",
    "refused": "不算数额",
    "undecidable": "不能判断",
    "not_before": "先责令改正",
    "no_penalty": "不予处罚",
    "may_no_penalty": "可以不予处罚",
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("packs", text)


@dataclass(frozen=True)
class TurnedLine:
    """A finding whose answer turns, in words."""

    key: str
    case: str
    number: str
    unit: str
    title: str
    before: str
    after: str

    def cell(self, column: int) -> str:
        """The words of a column."""
        return (self.number, self.unit, self.title, self.before, self.after)[column]


@dataclass(frozen=True)
class State:
    """What the pane shows.

    Attributes:
        done: how many cases were looked at, `of` how many; None before the first look.
        running: it is under way.
        lines: the findings whose answer turns.
    """

    done: int | None = None
    of: int = 0
    running: bool = False
    lines: tuple[TurnedLine, ...] = ()
    problem: Problem | None = None


class RecheckPresenter(Presenter):
    """Which kept assessments the packs of now would turn; nothing is written."""

    def __init__(self, bench: Bench, shelf: Shelf, parent: QObject | None = None) -> None:
        super().__init__(State(), parent)
        self._bench, self._shelf, self._turn = bench, shelf, 0

    @property
    def state(self) -> State:
        """What the pane shows."""
        held: State = self._state
        return held

    def start(self) -> None:
        """Begin anew; between two cases other work of the lane gets its turn."""
        self._turn += 1
        law = self._shelf.law
        found = reassess(self._bench.desk, law.packs, law.verified)
        self.show_state(State(running=True))
        self._next(self._turn, found)

    def stop(self) -> None:
        """Let the case in hand be the last one; what was found stays."""
        self._turn += 1
        self.show_state(replace(self.state, running=False))

    def _next(self, turn: int, found: Iterator[Looked]) -> None:
        work = partial(next, found, None)
        self._bench.lanes.store.run(work, partial(self._looked, turn, found), partial(self._failed, turn))

    def _looked(self, turn: int, found: Iterator[Looked], one: Looked | None) -> None:
        if turn != self._turn:
            return
        if one is None:
            done = 0 if self.state.done is None else self.state.done
            self.show_state(replace(self.state, running=False, done=done))
            return
        lines = (*self.state.lines, *map(_line, one.turned))
        self.show_state(replace(self.state, done=one.done, of=one.of, lines=lines))
        self._next(turn, found)

    def _failed(self, turn: int, error: Exception) -> None:
        if turn == self._turn:
            self.show_state(replace(self.state, running=False, problem=problem_of(error)))


def _line(one: Turned) -> TurnedLine:
    unit = one.unit + (_tr("（已通过，原判断不变）") if one.closed else "")
    after = _tr("规则包读不出：{0}").format(one.reason) if one.after is None else _answer(one.after)
    key = f"{one.case}/{one.finding}"
    return TurnedLine(key, one.case, one.number, unit, one.title, _answer(one.before), after)


def _answer(told: Mapping[str, Any]) -> str:
    """Outcome, amount or range, and the clauses."""
    word = _tr(_OUTCOMES.get(told["outcome"], told["outcome"]))
    fen = told["amount_fen"]
    ranges = [span for span in told["ranges_fen"] if span]
    if fen is not None:
        word += f" {_wan(fen)} 万元"
    elif ranges:
        low, high = max(ranges)
        word += f" {_wan(low)}–{_wan(high)} 万元"
    return f"{word}，{'、'.join(told['statutes'])}" if told["statutes"] else word


def _wan(fen: int) -> str:
    whole, rest = divmod(fen, _WAN)
    return f"{whole}.{rest:06d}".rstrip("0").rstrip(".") if rest else str(whole)
