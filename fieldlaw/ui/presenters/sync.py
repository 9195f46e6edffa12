"""Sync and status: what waits, one round at a time with the centre, the clock, the disk, the chains."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from fieldlaw.cases.casework.clockwatch import find_jump, note_clock, went_back
from fieldlaw.cases.casework.outlook import catch_up, look_at_disk, look_out, take_in
from fieldlaw.cases.records.changes import Changes, Kind
from fieldlaw.ui.messages import problem_of
from fieldlaw.ui.presenters.bench import Bench, Presenter
from fieldlaw.ui.presenters.instrument_relay import Relay
from fieldlaw.ui.presenters.strip import Cell
from fieldlaw.ui.presenters.sync_state import Carried, Message, Pace, State, Wire
from fieldlaw.ui.presenters.sync_words import carried_text, jump_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldlaw.cases.casework.clockwatch import Jump
    from fieldlaw.cases.casework.outlook import CaseOutlook, ChainState, Disk
    from fieldlaw.ui.messages import Problem
    from fieldlaw.ui.presenters.sync_chains import Chains

_MOST_MESSAGES = 200
_STEADY = timedelta(seconds=2)


class SyncPresenter(Presenter):
    """Sends and fetches by itself while the profile is open; never two rounds at once.

    Attributes:
        line_changed: what the net cell of the strip needs (a `Line`).
        clock_changed: the clock cell of the strip.
    """

    line_changed = Signal(object)
    clock_changed = Signal(object)

    def __init__(
        self,
        bench: Bench,
        wire: Wire,
        chains: Chains,
        pace: Pace | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(State(), parent)
        self._bench, self._wire, self._chains, self._pace = bench, wire, chains, pace or Pace()
        self._told = Relay(bench.lanes.courier, self._step)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)
        self._fails, self._pulled_at = 0, float("-inf")
        self._asked, self._closed, self._case = False, False, ""
        self._noted: set[str] = set()
        self._shown: tuple[object, object] = (None, None)
        chains.changed.connect(self._on_chains)
        bench.news.changes.connect(self._on_changes)
        bench.door.reported.connect(self._on_problem)

    @property
    def state(self) -> State:
        """What the page shows."""
        held: State = self._state
        return held

    def _put(self, **changed: Any) -> None:
        if self._closed:
            return
        self.show_state(replace(self.state, now=self._now(), **changed))
        cells = (self.state.line, self._clock_cell())
        if cells != self._shown:
            self._shown = cells
            self.line_changed.emit(cells[0])
            self.clock_changed.emit(cells[1])

    def _now(self) -> str:
        try:
            return self._bench.desk.clock().wall
        except OSError:
            return self.state.now  # a machine without a clock still shows the rest

    def _do(self, work: Any, done: Any) -> None:
        self._bench.lanes.store.run(work, done, self._bench.door.report)

    # --- looking

    def start(self) -> None:
        """The profile is open: look at everything, ask the centre, go on by itself."""
        self._do(self._wire.last, lambda last: self._put(last=last))
        self._check_clock()
        self._do(partial(catch_up, self._bench.desk), self._caught_up)
        self.refresh()
        self._do(self._wire.centre, self._found_centre)

    def _caught_up(self, changes: Changes | None) -> None:
        if changes is not None:
            self._bench.news.tell(changes)

    def _found_centre(self, address: str) -> None:
        self._put(centre=address)
        if address and not self.state.running:
            self.sync(pull=True, asked=False)

    def refresh(self) -> None:
        """Read again how far each case is, and the disk."""
        desk = self._bench.desk
        self._do(lambda: look_out(desk), self._seen)
        self._do(lambda: look_at_disk(desk), self._weighed)
        self._put(chains=self._chains.found)

    def _seen(self, cases: tuple[CaseOutlook, ...]) -> None:
        held = {case.case for case in cases}
        stuck = {case: why for case, why in self.state.stuck.items() if case in held}
        self._put(cases=cases, loaded=True, stuck=stuck)

    def _weighed(self, disk: Disk) -> None:
        self._put(disk=disk)

    def check_chains(self) -> None:
        """Check all chains anew."""
        self._chains.check_again()

    def _on_chains(self, chains: Mapping[str, ChainState | None]) -> None:
        self._put(chains=chains)

    def _on_changes(self, changes: Changes) -> None:
        if changes.touch(Kind.OUTBOX, Kind.CASES):
            desk = self._bench.desk
            self._do(lambda: look_out(desk), self._seen)
            self._note_clock()

    # --- messages

    def _on_problem(self, problem: Problem) -> None:
        rest = "".join(part for part in (problem.way_out, problem.safe, problem.number) if part)
        self._say("danger", problem.what, rest)

    def _say(self, tone: str, head: str, text: str) -> None:
        message = Message(self._now(), tone, head, text)
        self._put(messages=(message, *self.state.messages)[:_MOST_MESSAGES])

    # --- the centre

    def enter(self, url: str, key: str) -> None:
        """Register the centre by address and public key, then try it."""
        self._put(wrong=None)
        self._bench.lanes.store.run(partial(self._wire.enter, url, key), self._entered, self._not_entered)

    def _entered(self, address: str) -> None:
        self._put(centre=address, entered=self.state.entered + 1, wrong=None, problem=None, refused=False)
        self.sync()

    def _not_entered(self, error: Exception) -> None:
        self._put(wrong=problem_of(error))

    # --- rounds

    def sync(self, *, pull: bool = True, asked: bool = True) -> None:
        """Send, and with `pull` also fetch; nothing while a round runs, or without a centre."""
        if self.state.running or self._closed or not self.state.centre:
            return
        self._timer.stop()
        self._asked = asked
        self._put(running=True, pulling=pull, done=0, next_try="")
        work = partial(self._wire.carry, self._told.say, pull=pull)
        self._bench.lanes.network.run(work, self._carried, self._failed)

    def stop(self) -> None:
        """End the round that runs; what the centre has signed for stays."""
        self._wire.stop()

    def _step(self, done: int) -> None:
        self._put(done=done)

    def _failed(self, error: Exception) -> None:
        """Not the line, not the centre: a full disk, or our own fault."""
        if not self._closed:
            self._put(running=False)
            self._fails += 1
            self._bench.door.report(error)
            self._plan()

    def _carried(self, carried: Carried) -> None:
        if self._closed:
            return
        before = self.state.problem
        if carried.compared is not None:
            self._put(compared=carried.compared)
        if carried.fault is None:
            self._fulfilled(carried)
        else:
            self._broke_off(carried)
        self._report(carried, before)
        self._spread(carried)
        self._check_clock()
        self._plan()

    def _fulfilled(self, carried: Carried) -> None:
        self._fails = 0
        last = self._now() if carried.pull else self.state.last
        if carried.pull:
            self._pulled_at = time.monotonic()
        self._put(running=False, online=True, stuck=carried.stuck, problem=None, refused=False, last=last)

    def _broke_off(self, carried: Carried) -> None:
        fault = carried.fault
        problem = None if carried.stopped or fault is None else problem_of(fault)
        self._fails += not carried.stopped
        online = self.state.online if carried.stopped else not carried.away and carried.compared is not None
        stuck = {**self.state.stuck, **carried.stuck}
        self._put(running=False, online=online, stuck=stuck, problem=problem, refused=carried.refused)

    def _report(self, carried: Carried, before: Problem | None) -> None:
        """Tell what happened; the same failure again only when a person asked."""
        if carried.stopped:
            self._say("warning", self.tr("停下了"), self.tr("已送达的算数，其余都在本机。"))
        elif (problem := self.state.problem) is not None:
            if self._asked or problem != before:
                self._say(
                    "warning" if carried.away else "danger", problem.what, problem.way_out + problem.safe
                )
        elif self._asked or carried.moved:
            head = self.tr("完整同步") if carried.pull else self.tr("先上传")
            self._say("success", head, carried_text(carried))

    def _spread(self, carried: Carried) -> None:
        """Let the pages read what came, and what is delivered now."""
        if carried.arrived:
            desk, cases = self._bench.desk, carried.arrived
            self._do(partial(take_in, desk, cases), partial(self._taken_in, cases))
        elif carried.moved:
            self._bench.news.tell(Changes(frozenset({Kind.OUTBOX})))

    def _taken_in(self, cases: frozenset[str], changes: Changes) -> None:
        if not self._closed:
            self._bench.news.tell(changes)
            self._chains.check(cases)

    # --- by itself

    def _plan(self) -> None:
        """The next look; after failures later and later."""
        pace = self._pace
        seconds = pace.away[min(self._fails, len(pace.away)) - 1] if self._fails else pace.look
        self._timer.start(round(seconds * 1000))
        self._put(next_try=self._later(seconds))

    def _later(self, seconds: float) -> str:
        try:
            return (datetime.fromisoformat(self._now()) + timedelta(seconds=seconds)).isoformat()
        except ValueError:
            return ""

    def _look(self) -> None:
        """Something waits, or the last answer is old: do a round."""
        old = time.monotonic() - self._pulled_at >= self._pace.fresh
        if self.state.movable or self._fails or old:
            self.sync(asked=False)
        else:
            self._check_clock()
            self._plan()

    # --- the clock

    def use_case(self, case: str) -> None:
        """The case in hand: a jump of the clock is written into it when something is written to it."""
        self._case = case

    def _check_clock(self) -> None:
        desk = self._bench.desk
        self._do(lambda: find_jump(desk), self._checked_clock)

    def _checked_clock(self, jump: Jump | None) -> None:
        held = self.state.compared
        if held is not None and went_back(held.at, self._bench.desk.clock()) > _STEADY:
            held = None
        known = self.state.jump
        self._put(compared=held, jump=jump or known)
        if jump is not None and known is None:
            self._say("danger", self.tr("时钟回拨"), jump_text(jump))

    def _note_clock(self) -> None:
        case, jump = self._case, self.state.jump
        if jump is None or not case or case in self._noted:
            return
        self._noted.add(case)
        self._do(partial(note_clock, self._bench.desk, case, jump), self._noted_clock)

    def _noted_clock(self, changes: Changes | None) -> None:
        if changes is not None:
            self._bench.news.tell(changes)

    def _clock_cell(self) -> Cell:
        state = self.state
        if state.compared is not None:
            return Cell("clock", "ok", {"s": f"{abs(state.compared.offset_ms) / 1000:.1f}"})
        if state.jump is not None:
            return Cell("clock", "bad", {})
        return Cell("clock", "warn", {"age": self.tr("本次启动后")})

    # --- the end

    def close(self) -> None:
        """The profile is being closed: the round ends at once, nothing follows."""
        self._closed = True
        self._timer.stop()
        self._told.shut()
        self._wire.close()
