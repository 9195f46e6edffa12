"""What every presenter works with: the desk, the lanes, the door for errors, the packs, the news."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, Signal

from fieldlaw.cases.records.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.packs.records import Pack
    from fieldlaw.cases.records.changes import Changes
    from fieldlaw.ui.lanes import Lanes
    from fieldlaw.ui.messages import Door

INSPECTION = 6
EVIDENCE = 7


def step_word(number: int) -> str:
    """The word of a step, 1 to 12."""
    return QCoreApplication.translate("steps", STEPS[number - 1])


class News(QObject):
    """Says what kinds of thing have changed; whoever shows one of them reads again.

    Attributes:
        changes: a `Changes` record.
    """

    changes = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open = True

    def tell(self, changes: Changes) -> None:
        """Pass changes on, unless the profile is being closed."""
        if self._open:
            self.changes.emit(changes)

    def close(self) -> None:
        """Say nothing more, so that nobody reads a profile that is being closed."""
        self._open = False


@dataclass(frozen=True)
class Bench:
    """What the presenters share while a profile is open."""

    desk: Desk
    lanes: Lanes
    door: Door
    news: News
    checklists: Mapping[str, Pack]


class Presenter(QObject):
    """Holds one frozen state and says when it is another one.

    Attributes:
        changed: the new state.
    """

    changed = Signal(object)

    def __init__(self, state: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = state

    def show_state(self, state: Any) -> None:
        """Take another state and tell the view."""
        self._state = state
        self.changed.emit(state)
