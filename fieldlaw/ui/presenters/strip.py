"""The five cells of the status strip, from what this machine knows."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fieldlaw.cases.casework.looking import list_cases, unsent, verify
from fieldlaw.cases.records.changes import Kind
from fieldlaw.ui.presenters.bench import Bench, Presenter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtCore import QObject

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.records.changes import Changes

_GB = 1_000_000_000
_PLENTY, _LITTLE = 10, 1


@dataclass(frozen=True)
class Cell:
    """A cell: its id, its level, the values of its sentence."""

    id: str
    level: str
    values: Mapping[str, object]


@dataclass(frozen=True)
class State:
    """The cells."""

    cells: tuple[Cell, ...] = ()


def _disk(desk: Desk) -> Cell:
    left = shutil.disk_usage(desk.profile.folder).free // _GB
    level = "ok" if left >= _PLENTY else "warn" if left >= _LITTLE else "bad"
    return Cell("disk", level, {"gb": left})


def _chain(desk: Desk) -> Cell:
    found = [verify(desk, row.id) for row in list_cases(desk)]
    whole = all(one["ok"] for one in found)
    return Cell("chain", "ok" if whole else "bad", {"n": sum(one["events"] for one in found)})


class StripPresenter(Presenter):
    """Counts what is unsent after every change; checks chains when asked to."""

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(State(), parent)
        self._bench = bench
        bench.news.changes.connect(self._on_changes)

    @property
    def state(self) -> State:
        """The cells."""
        held: State = self._state
        return held

    def refresh(self) -> None:
        """Look at everything again."""
        desk = self._bench.desk
        self._put(Cell("clock", "warn", {"age": self.tr("本次启动后")}))
        self._put(Cell("instrument", "idle", {}))
        self._count()
        self._bench.lanes.store.run(lambda: _disk(desk), self._put, self._bench.door.report)
        self._bench.lanes.store.run(lambda: _chain(desk), self._put, self._bench.door.report)

    def _count(self) -> None:
        desk = self._bench.desk
        self._bench.lanes.store.run(
            lambda: Cell("net", "warn", {"n": unsent(desk)}), self._put, self._bench.door.report
        )

    def _on_changes(self, changes: Changes) -> None:
        if changes.touch(Kind.OUTBOX):
            self._count()

    def _put(self, cell: Cell) -> None:
        others = tuple(held for held in self.state.cells if held.id != cell.id)
        self.show_state(replace(self.state, cells=(*others, cell)))
