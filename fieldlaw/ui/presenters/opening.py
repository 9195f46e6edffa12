"""A new inspection: the task as it was given, then a case with its checklist pinned."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fieldlaw.cases.casework.opening import Task, open_case
from fieldlaw.cases.records.changes import Changes, Kind
from fieldlaw.ui.messages import Problem, problem_of
from fieldlaw.ui.presenters.bench import Bench, Presenter

if TYPE_CHECKING:
    from collections.abc import Mapping

REQUIRED = ("number", "unit", "partner")


@dataclass(frozen=True)
class State:
    """What the page shows."""

    checklists: tuple[tuple[str, str], ...] = ()
    busy: bool = False
    problem: Problem | None = None


class OpeningPresenter(Presenter):
    """Opens a case.

    Attributes:
        opened: the id of the new case.
    """

    opened = Signal(object)

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        names = tuple(
            (key, f"{pack.content['checklist']['id']} {pack.content['checklist']['name']}")
            for key, pack in bench.checklists.items()
        )
        super().__init__(State(names), parent)
        self._bench = bench

    @property
    def state(self) -> State:
        """What the page shows."""
        held: State = self._state
        return held

    def create(self, fields: Mapping[str, str], checklist: str) -> None:
        """Open a case for what was filled in."""
        if self.state.busy:
            return
        if not all(fields[name].strip() for name in REQUIRED) or checklist not in self._bench.checklists:
            what, way = self.tr("检查还没有建立。"), self.tr("写上编号、单位名称和同组执法人员，选一张清单。")
            self.show_state(replace(self.state, problem=Problem(what, way, "")))
            return
        self.show_state(replace(self.state, busy=True, problem=None))
        work = partial(open_case, self._bench.desk, self._task(fields), self._bench.checklists[checklist])
        self._bench.lanes.store.run(work, self._done, self._failed)

    def _task(self, fields: Mapping[str, str]) -> Task:
        told = {name: text.strip() for name, text in fields.items()}
        me = (self._bench.desk.profile.person.name, told["badge"])
        return Task(
            told["number"],
            told["unit"],
            told["credit_code"],
            told["address"],
            told["basis"],
            told["party"],
            (me, (told["partner"], told["partner_badge"])),
        )

    def _done(self, case: str) -> None:
        self.show_state(replace(self.state, busy=False))
        self._bench.news.tell(Changes(frozenset({Kind.CASES, Kind.OUTBOX})))
        self.opened.emit(case)

    def _failed(self, error: Exception) -> None:
        self.show_state(replace(self.state, busy=False, problem=problem_of(error)))
