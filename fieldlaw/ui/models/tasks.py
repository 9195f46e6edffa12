"""The table of tasks: one frozen row for each case on this machine."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt

from fieldlaw.ui.models.grid import Grid


@dataclass(frozen=True)
class TaskRow:
    """A case as a task: what it is about, how far it is, when it was last written to.

    Attributes:
        last: wall time of the newest event; empty when the case cannot be read.
        fault: why the case cannot be read; empty when it can.
    """

    case: str
    number: str
    unit: str
    stage: str
    address: str = ""
    basis: str = ""
    partners: str = ""
    answered: int = 0
    items: int = 0
    evidence: int = 0
    step: str = ""
    last: str = ""
    fault: str = ""

    @property
    def key(self) -> str:
        """The case."""
        return self.case

    def cell(self, column: int) -> str:
        """The words of a column."""
        return (self.number, self.unit, self.basis, self.partners, self.stage, "")[column]


class TaskTable(Grid[TaskRow]):
    """The tasks under their heads."""

    shown_as = (Qt.ItemDataRole.DisplayRole,)
