"""Home: where one stopped, the tasks, what waits to be sent, what is ready for the road."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from fieldlaw.cases.casework.looking import unsent
from fieldlaw.cases.records.changes import Kind
from fieldlaw.ui.presenters.bench import Bench, Presenter
from fieldlaw.ui.presenters.outline import tasks

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from fieldlaw.cases.records.changes import Changes
    from fieldlaw.ui.models.tasks import TaskRow

_DAYS = "一二三四五六日"
OPEN = "检查中"
RETURNED = "有退回"


@dataclass(frozen=True)
class Check:
    """A line of 出发前: ready, or not looked at; `note` says until when or which edition."""

    word: str
    ready: bool
    note: str


@dataclass(frozen=True)
class State:
    """What the page shows. `rows` are the tasks that the filter lets through."""

    day: str = ""
    tasks: tuple[TaskRow, ...] = ()
    stage: str = ""
    unsent: int = 0
    checks: tuple[Check, ...] = ()
    loaded: bool = False

    @property
    def rows(self) -> tuple[TaskRow, ...]:
        """The tasks of the chosen stage."""
        return tuple(row for row in self.tasks if self.stage in ("", row.stage))

    @property
    def resume(self) -> TaskRow | None:
        """The inspection that was written to last and still runs."""
        return next((row for row in self.tasks if row.stage in (OPEN, RETURNED) and not row.fault), None)

    def count(self, stage: str) -> int:
        """How many tasks are at a stage."""
        return sum(stage in ("", row.stage) for row in self.tasks)


def day_text(wall: str) -> str:
    """11月23日 星期一."""
    day = datetime.fromisoformat(wall)
    return f"{day.month}月{day.day}日 星期{_DAYS[day.weekday()]}"


class HomePresenter(Presenter):
    """Reads the outlines again whenever cases, answers or the outbox have changed."""

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(State(), parent)
        self._bench = bench
        bench.news.changes.connect(self._on_changes)

    @property
    def state(self) -> State:
        """What the page shows."""
        held: State = self._state
        return held

    def refresh(self) -> None:
        """Read everything again."""
        bench = self._bench
        self._bench.lanes.store.run(
            lambda: (tasks(bench.desk, bench.checklists), unsent(bench.desk)), self._show, bench.door.report
        )

    def filter(self, stage: str) -> None:
        """Show one stage; all with an empty word."""
        self.show_state(replace(self.state, stage=stage))

    def _on_changes(self, changes: Changes) -> None:
        if changes.touch(Kind.CASES, Kind.ANSWERS, Kind.EVIDENCE, Kind.REVIEWS, Kind.OUTBOX):
            self.refresh()

    def _show(self, got: tuple[tuple[TaskRow, ...], int]) -> None:
        rows, waiting = got
        day = day_text(self._bench.desk.clock().wall)
        self.show_state(
            replace(self.state, day=day, tasks=rows, unsent=waiting, checks=self._checks(), loaded=True)
        )

    def _checks(self) -> tuple[Check, ...]:
        never = self.tr("未查")
        loaded = tuple(
            Check(
                self.tr("清单 {0} 已载入").format(pack.content["checklist"]["id"]),
                True,  # noqa: FBT003  read by its name
                self.tr("{0} 版").format(pack.header.edition),
            )
            for pack in self._bench.checklists.values()
        )
        words = (self.tr("执法证两人在有效期"), self.tr("记录仪已校时"), self.tr("仪器检定"))
        return tuple(Check(word, False, never) for word in words) + loaded  # noqa: FBT003
