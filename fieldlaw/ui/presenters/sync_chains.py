"""The check of the chains: one case after another on the store lane, each once until it has grown."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fieldlaw.cases.casework.looking import list_cases
from fieldlaw.cases.casework.outlook import ChainState, check_chain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fieldlaw.ui.presenters.bench import Bench


class Chains(QObject):
    """What is known of the chains.

    Attributes:
        changed: the states by case; None while a case is being checked.
    """

    changed = Signal(object)

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._found: dict[str, ChainState | None] = {}

    @property
    def found(self) -> Mapping[str, ChainState | None]:
        """The states by case."""
        return dict(self._found)

    def check_all(self) -> None:
        """Check the cases that have not been checked yet."""
        desk, lanes, door = self._bench.desk, self._bench.lanes, self._bench.door
        lanes.store.run(lambda: [row.id for row in list_cases(desk)], self._check_new, door.report)

    def _check_new(self, cases: list[str]) -> None:
        self.check(case for case in cases if case not in self._found)

    def check(self, cases: Iterable[str]) -> None:
        """Check cases; one piece of work for each, so that an answer need not wait for all of them."""
        desk, lanes, door = self._bench.desk, self._bench.lanes, self._bench.door
        for case in sorted(cases):
            self._found[case] = None
            lanes.store.run(partial(check_chain, desk, case), self._checked, door.report)
        self.changed.emit(self.found)

    def renew(self, case: str) -> None:
        """Check a case that has grown; what was found stands until then."""
        if self._found.get(case) is not None:
            desk, lanes, door = self._bench.desk, self._bench.lanes, self._bench.door
            lanes.store.run(partial(check_chain, desk, case), self._checked, door.report)

    def check_again(self) -> None:
        """Check all cases anew."""
        self._found.clear()
        self.check_all()

    def _checked(self, state: ChainState) -> None:
        self._found[state.case] = state
        self.changed.emit(self.found)
