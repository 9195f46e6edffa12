"""Home: where one stopped, the tasks, what waits to be sent, what is ready for the road."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from fieldlaw.cases.casework.equipment import list_instruments
from fieldlaw.cases.casework.outlook import to_send
from fieldlaw.cases.records.changes import Kind
from fieldlaw.errors import KnownError
from fieldlaw.ui.presenters.bench import Bench, Presenter
from fieldlaw.ui.presenters.outline import tasks
from fieldlaw.ui.presenters.sync_state import Line

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtCore import QObject

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.records.changes import Changes
    from fieldlaw.cases.records.instrument import Instrument
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
    line: Line = field(default_factory=Line)
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


@dataclass(frozen=True)
class _Read:
    tasks: tuple[TaskRow, ...]
    unsent: int
    instruments: tuple[Instrument, ...] | None


def _known_instruments(desk: Desk) -> tuple[Instrument, ...] | None:
    """The equipment list; None when it cannot be read, which the page of the instruments explains."""
    try:
        return list_instruments(desk)
    except KnownError:
        return None


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
        desk, lists = self._bench.desk, self._bench.checklists

        def read() -> _Read:
            return _Read(tasks(desk, lists), to_send(desk), _known_instruments(desk))

        self._bench.lanes.store.run(read, self._show, self._bench.door.report)

    def show_line(self, line: Line) -> None:
        """Whether the centre answers, and whether something is being sent."""
        self.show_state(replace(self.state, line=line))

    def filter(self, stage: str) -> None:
        """Show one stage; all with an empty word."""
        self.show_state(replace(self.state, stage=stage))

    def _on_changes(self, changes: Changes) -> None:
        if changes.touch(Kind.CASES, Kind.ANSWERS, Kind.EVIDENCE, Kind.REVIEWS, Kind.OUTBOX):
            self.refresh()

    def _show(self, got: _Read) -> None:
        wall = self._bench.desk.clock().wall
        checks = (*self._by_hand(), *self._instruments(got.instruments, wall), *self._lists())
        self.show_state(
            replace(
                self.state,
                day=day_text(wall),
                tasks=got.tasks,
                unsent=got.unsent,
                checks=checks,
                loaded=True,
            )
        )

    def _by_hand(self) -> tuple[Check, ...]:
        """What no machine can look at."""
        words = (self.tr("执法证两人在有效期"), self.tr("记录仪已校时"))
        return tuple(Check(word, ready=False, note=self.tr("未查")) for word in words)

    def _instruments(self, known: tuple[Instrument, ...] | None, wall: str) -> tuple[Check, ...]:
        if not known:
            note = self.tr("仪器清单读不出") if known is None else self.tr("没有登记仪器")
            return (Check(self.tr("仪器检定"), ready=False, note=note),)
        return tuple(self._calibration(one, datetime.fromisoformat(wall).date()) for one in known)

    def _calibration(self, one: Instrument, day: date) -> Check:
        word, left = self.tr("{0} 检定").format(one.name), one.days_left(day)
        if left is None:
            return Check(word, ready=False, note=self.tr("没有登记有效期"))
        if left < 0:
            return Check(word, ready=False, note=self.tr("{0} 过期").format(one.valid_until))
        return Check(word, ready=True, note=self.tr("剩 {0} 日").format(left))

    def _lists(self) -> tuple[Check, ...]:
        return tuple(
            Check(
                self.tr("清单 {0} 已载入").format(pack.content["checklist"]["id"]),
                ready=True,
                note=self.tr("{0} 版").format(pack.header.edition),
            )
            for pack in self._bench.checklists.values()
        )
