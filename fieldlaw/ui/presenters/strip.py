"""The five cells of the status strip, from what this machine knows."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

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


class StripPresenter(Presenter):
    """Counts what is unsent after every change; checks chains when asked to."""

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(State(), parent)
        self._bench = bench
        self._chains: dict[str, dict[str, Any] | None] = {}  # None: being verified
        self._put(Cell("instrument", "idle", {}))
        bench.news.changes.connect(self._on_changes)

    @property
    def state(self) -> State:
        """The cells."""
        held: State = self._state
        return held

    def refresh(self) -> None:
        """Look at everything again; a chain is verified once, and again when others have added to it."""
        desk, store, door = self._bench.desk, self._bench.lanes.store, self._bench.door
        self._put(Cell("clock", "warn", {"age": self.tr("本次启动后")}))
        self._count()
        store.run(lambda: _disk(desk), self._put, door.report)
        store.run(lambda: [row.id for row in list_cases(desk)], self._verify, door.report)

    def show_instrument(self, cell: Cell) -> None:
        """Show what the instrument does."""
        self._put(cell)

    def _verify(self, cases: list[str]) -> None:
        """One piece of work for each case, so that an answer need not wait for all of them."""
        desk, lanes, door = self._bench.desk, self._bench.lanes, self._bench.door
        for case in cases:
            if case not in self._chains:
                self._chains[case] = None
                lanes.store.run(partial(verify, desk, case), partial(self._verified, case), door.report)
        self._show_chains()

    def _verified(self, case: str, found: dict[str, Any]) -> None:
        self._chains[case] = found
        self._show_chains()

    def _show_chains(self) -> None:
        found = [one for one in self._chains.values() if one is not None]
        if not all(one["ok"] for one in found):
            self._put(Cell("chain", "bad", {}))
        elif len(found) < len(self._chains):
            self._put(Cell("chain", "warn", {"n": len(found), "m": len(self._chains)}))
        else:
            self._put(Cell("chain", "ok", {"n": sum(one["events"] for one in found)}))

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
