"""The five cells of the status strip, from what this machine knows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fieldlaw.cases.casework.outlook import Disk, look_at_disk, to_send
from fieldlaw.cases.records.changes import Kind
from fieldlaw.ui.presenters.bench import Bench, Presenter
from fieldlaw.ui.presenters.sync_chains import Chains
from fieldlaw.ui.presenters.sync_state import Line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtCore import QObject

    from fieldlaw.cases.casework.outlook import ChainState
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


def disk_cell(disk: Disk) -> Cell:
    """Room on the disk."""
    left = disk.free // _GB
    level = "ok" if left >= _PLENTY else "warn" if left >= _LITTLE else "bad"
    return Cell("disk", level, {"gb": left})


def net_cell(line: Line, unsent: int) -> Cell:
    """What waits to be sent, and whether it can go."""
    if line.refused:
        return Cell("net", "bad", {"n": line.refused})
    if line.running and unsent:
        return Cell("net", "sending", {"n": unsent})
    if not line.online:
        return Cell("net", "warn", {"n": unsent})
    return Cell("net", "waiting" if unsent else "ok", {"n": unsent})


class StripPresenter(Presenter):
    """Counts what is unsent after every change; shows what line, clock, chains and instrument say.

    Attributes:
        chains: the check of the chains.
    """

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(State(), parent)
        self._bench = bench
        self._line, self._unsent = Line(), 0
        self.chains = Chains(bench, self)
        self.chains.changed.connect(self._show_chains)
        self.show_cell(Cell("instrument", "idle", {}))
        self.show_cell(Cell("clock", "warn", {"age": self.tr("本次启动后")}))
        bench.news.changes.connect(self._on_changes)

    @property
    def state(self) -> State:
        """The cells."""
        held: State = self._state
        return held

    def refresh(self) -> None:
        """Look at everything again."""
        desk, store, door = self._bench.desk, self._bench.lanes.store, self._bench.door
        self._count()
        store.run(lambda: look_at_disk(desk), lambda disk: self.show_cell(disk_cell(disk)), door.report)
        self.chains.check_all()

    def show_instrument(self, cell: Cell) -> None:
        """Show what the instrument does."""
        self.show_cell(cell)

    def show_line(self, line: Line) -> None:
        """Show whether the centre answers, whether something is being sent, what it refuses."""
        self._line = line
        self.show_cell(net_cell(line, self._unsent))

    def show_cell(self, cell: Cell) -> None:
        """Show a cell in place of the one with its id."""
        others = tuple(held for held in self.state.cells if held.id != cell.id)
        self.show_state(replace(self.state, cells=(*others, cell)))

    def _count(self) -> None:
        desk = self._bench.desk
        self._bench.lanes.store.run(lambda: to_send(desk), self._counted, self._bench.door.report)

    def _counted(self, unsent: int) -> None:
        self._unsent = unsent
        self.show_line(self._line)

    def _show_chains(self, states: Mapping[str, ChainState | None]) -> None:
        found = [one for one in states.values() if one is not None]
        if not all(one.ok for one in found):
            self.show_cell(Cell("chain", "bad", {}))
        elif len(found) < len(states):
            self.show_cell(Cell("chain", "warn", {"n": len(found), "m": len(states)}))
        else:
            self.show_cell(Cell("chain", "ok", {"n": sum(one.events for one in found)}))

    def _on_changes(self, changes: Changes) -> None:
        if changes.touch(Kind.OUTBOX):
            self._count()
