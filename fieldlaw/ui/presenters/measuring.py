"""The measuring procedure at the instrument: steps begun, readings fed to them, results kept in the case."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from fieldlaw.cases.casework import measuring
from fieldlaw.cases.casework.cylinders import remove_cylinder, save_cylinder
from fieldlaw.cases.casework.reviewing import SHORTEST_REASON
from fieldlaw.cases.law.threshold import Question, judge
from fieldlaw.cases.law.threshold_rows import threshold_book
from fieldlaw.cases.records.changes import Changes, Kind
from fieldlaw.cases.records.measurement import Detector, Quality
from fieldlaw.cases.records.measuring import MeasuredPoint
from fieldlaw.cases.records.procedure import (
    DRIFT,
    INSTRUMENT,
    LEFT,
    POINT,
    SPAN,
    Instant,
    Weather,
    tool_of,
)
from fieldlaw.devices.procedure import rebuilt
from fieldlaw.devices.procedure_gas import (
    GasReadings,
    ResponseTime,
)
from fieldlaw.devices.procedure_point import Background, Point
from fieldlaw.errors import KnownError
from fieldlaw.ui.messages import problem_of
from fieldlaw.ui.presenters.bench import Bench, Presenter
from fieldlaw.ui.presenters.measuring_state import State, Work
from fieldlaw.ui.presenters.measuring_steps import begin_step
from fieldlaw.ui.presenters.measuring_store import Looked, look, take_points, write_export
from fieldlaw.ui.presenters.raw_streams import end_with, keep_left_over, keep_raws

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fieldlaw.cases.casework.measuring import Begun
    from fieldlaw.cases.law.threshold import Verdict
    from fieldlaw.cases.packs.records import Pack
    from fieldlaw.cases.records.cylinder import Cylinder
    from fieldlaw.cases.records.instrument import Instrument
    from fieldlaw.cases.records.measurement import Measurement
    from fieldlaw.cases.records.measuring import Link, PlannedPoint, RawFile, RoundPlan
    from fieldlaw.cases.records.procedure import StepResult
    from fieldlaw.devices.procedure import Session
    from fieldlaw.ui.presenters.raw_streams import Wanted

LEAST_WORDS = SHORTEST_REASON


class MeasuringPresenter(Presenter):
    """One round at a time, with the instrument in front.

    Attributes:
        instruments: the connected ones: what a new round is done with.
        cut_raw: closes the raw logs of the connected instruments, which read on, and says the files.
        left_over: raw logs that no instrument writes any more and no case has; slow.
        alarmed: the present reading went beyond the limit, or came back.
    """

    alarmed = Signal(object)

    def __init__(
        self,
        bench: Bench,
        packs: Callable[[], Sequence[Pack]],
        now: Callable[[], Instant],
        parent: QObject | None = None,
    ) -> None:
        """`packs` gives the packs of thresholds in use, `now` the moment by both clocks."""
        book = threshold_book(packs())
        super().__init__(State(now().day, book), parent)
        self._bench, self.packs, self.now = bench, packs, now
        self.instruments: tuple[Instrument, ...] = ()
        self.cut_raw: Callable[[Callable[[tuple[RawFile, ...]], None]], None] = lambda done: done(())
        self.left_over: Callable[[Wanted], Sequence[RawFile]] = lambda _wanted: ()
        self._swept: set[tuple[str, str]] = set()
        self._again: Callable[[], None] = lambda: None
        bench.news.changes.connect(self._on_changes)

    @property
    def state(self) -> State:
        """What the panel shows."""
        held: State = self._state
        return held

    def _put(self, **changed: Any) -> None:
        before = self.state.alarm
        self.show_state(replace(self.state, **changed))
        if self.state.alarm != before:
            self.alarmed.emit(self.state.alarm)

    # --- the case

    def open(self, case: str) -> None:
        """Show the rounds of a case; without one, nothing can be begun."""
        if case != self.state.case:
            gone = {"work": None, "planned": None, "live": None, "verdict": None, "links": ()}
            self._put(case=case, round="", step="", **gone)
        self._put(book=threshold_book(self.packs()))
        self._read()

    def _read(self) -> None:
        desk, case = self._bench.desk, self.state.case
        self._bench.lanes.store.run(lambda: look(desk, case), self._have, self._failed)

    def _have(self, found: Looked) -> None:
        if found.id != self.state.case:
            return
        going_on = [one.id for one in found.rounds if one.ended is None]
        known = [one.id for one in found.rounds]
        held = self.state.round if self.state.round in known else (going_on or known or [""])[-1]
        told = {"unit": found.unit, "closed": found.closed, "cylinders": found.cylinders}
        self._put(rounds=found.rounds, round=held, loaded=True, **told)
        self._rebuild()
        if found.id:
            self._sweep()

    def _on_changes(self, changes: Changes) -> None:
        if self.state.case and changes.touch(Kind.MEASUREMENTS, Kind.REVIEWS):
            self._read()

    def take_round(self, name: str) -> None:
        """Take another round of the case in hand; what runs in a step is dropped."""
        if name != self.state.round:
            self._put(round=name, work=None, step="", planned=None, live=None, verdict=None)
            self._rebuild()

    # --- the instrument

    def use_instrument(self, instrument: Instrument | None, detector: str) -> None:
        """The instrument in front is another one; a step that runs with another is dropped."""
        tool = tool_of(instrument, detector) if instrument is not None else None
        if tool == self.state.tool:
            return
        drop = self.state.tool is not None and (tool is None or tool.key != self.state.tool.key)
        gone = {"work": None, "live": None, "verdict": None} if drop else {}
        self._put(tool=tool, **gone)
        self._rebuild()

    def _rebuild(self) -> None:
        """The session out of what the case has kept; after every result and every change of instrument."""
        view, tool = self.state.open_round, self.state.tool
        today = self.now().day
        if view is None or tool is None:
            self._put(session=None, guide=None, today=today)
            return
        session = rebuilt(tool, self.state.book.numbers, view.results)
        guide = session.guide(self.now())
        step = self.state.step if self._stays(session) else guide.step
        self._put(session=session, guide=guide, step=step, today=today)

    def _stays(self, session: Session) -> bool:
        """Whether the open card stays: its step runs, or the person chose it and it was not done since."""
        before, step, today = self.state, self.state.step, self.state.today
        if before.work is not None or step == DRIFT:  # after the drift the round is ended
            return True
        if before.session is None or before.guide is None or step in ("", before.guide.step):
            return False
        return step == POINT or session.counting(step, today) == before.session.counting(step, today)

    def feed(self, taken: Measurement) -> None:
        """A measurement of any connected instrument; that of another one is passed over."""
        tool = self.state.tool
        if tool is None or (taken.device_id, taken.detector.value) != (tool.name, tool.detector):
            return
        work = self.state.work.fed(taken) if self.state.work is not None else None
        if self.state.step != POINT:
            self._put(work=work)
            return
        ok = taken.quality is Quality.OK
        live = self._judged(taken.value) if ok else None
        peak = work.peak.value if isinstance(work, Point) and work.peak is not None else None
        self._put(work=work, live=live, verdict=self._judged(peak) if peak is not None else None)

    def _judged(self, value: Any) -> Verdict | None:
        view, tool, planned = self.state.open_round, self.state.tool, self.state.planned
        if view is None or tool is None or planned is None or value is None:
            return None
        chosen = view.chosen
        held = self.state.session.counting(SPAN, self.state.today) if self.state.session else None
        gas = held.cylinder.substance if held and held.cylinder else tool.calibration_gas
        asked = Question(
            chosen["standard"], planned.medium, value, self.state.background, chosen["region"],
            Detector(tool.detector), tool.unit, Quality.OK, gas,
        )  # fmt: skip
        return judge(asked, self.packs(), self.state.today)

    # --- a round

    def begin(self, plan: RoundPlan) -> None:
        """Begin a round."""
        work = partial(measuring.begin_round, self._bench.desk, self.state.case, plan, self.packs())
        self._store(work, self._begun, lambda: self.begin(plan))

    def _begun(self, begun: Begun) -> None:
        self._put(round=begun.round)
        self._done(begun.changes, self.tr("已开始一次检测。"))

    def import_points(self, path: str, usual: str = "") -> None:
        """Take the list of points from a file; `usual` is the medium where the list does not say it."""
        view = self.state.open_round
        if view is not None:
            media = self.state.book.media
            work = partial(take_points, self._bench.desk, self.state.case, view.id, path, media, usual)
            self._store(
                work,
                partial(self._done, words=self.tr("密封点清单已存入。")),
                lambda: self.import_points(path, usual),
            )

    def add_point(self, point: PlannedPoint) -> None:
        """Put one point on the list."""
        view = self.state.open_round
        if view is not None:
            desk, case = self._bench.desk, self.state.case
            work = partial(measuring.plan_points, desk, case, view.id, [point], ("", b""))
            self._store(work, self._done, lambda: self.add_point(point))

    def export(self, path: str) -> None:
        """Write the points as LDAR programs have them: a workbook, or CSV by the ending of the name."""
        view = self.state.view
        if view is not None:
            words = self.tr("已导出到 {0}").format(Path(path).name)
            work = partial(write_export, view, path)
            self._store(work, partial(self._done, words=words), lambda: self.export(path))

    def end(self, reason: str) -> None:
        """End the round in hand; the raw logs so far are closed, and the case keeps their hashes."""
        if self.state.open_round is not None and not self.state.busy:
            self.cut_raw(lambda raws: self._end(reason, raws))

    def _end(self, reason: str, raws: tuple[RawFile, ...]) -> None:
        view = self.state.open_round
        if view is not None:
            work = partial(end_with, self._bench.desk, self.state.case, view, raws, reason)
            self._store(work, partial(self._done, words=self.tr("检测已结束。")), lambda: self.end(reason))

    def keep_raws(self, raws: tuple[RawFile, ...]) -> None:
        """Raw logs of an instrument that was let go: what rests on them is in the open case."""
        if self.state.case and not self.state.closed:
            work = partial(keep_raws, self._bench.desk, self.state.case, self.state.open_round, raws)
            self._bench.lanes.store.run(work, self._bench.news.tell, self._failed)

    def _sweep(self) -> None:
        """Once for each round: raw logs that a locked or killed program left behind."""
        case, view = self.state.case, self.state.open_round
        at = (case, view.id if view is not None else "")
        if self.state.closed or at in self._swept:
            return
        self._swept.add(at)
        work = partial(keep_left_over, self._bench.desk, case, view, self.left_over)
        self._bench.lanes.store.run(work, self._bench.news.tell, self._failed)

    def take_back(self, event: bytes, reason: str) -> None:
        """Take something of the round back."""
        work = partial(measuring.take_back, self._bench.desk, self.state.case, event, reason)
        self._store(work, self._done, lambda: self.take_back(event, reason))

    # --- a step

    def show_step(self, step: str) -> None:
        """Open the card of a step; one that runs is kept running until it is left."""
        if self.state.work is None and self.state.session is not None:
            self._put(step=step, problem=None, told="")

    def start(self) -> None:
        """Begin the step whose card is open."""
        session, step = self.state.session, self.state.step
        if session is None or self.state.work is not None:
            return
        self._put(problem=None, told="")
        if step == INSTRUMENT:
            self._keep(session.check_instrument(self.person, self.now()))
        else:
            self._try(lambda: self._put(work=begin_step(self.state, session, self.now())))

    @property
    def person(self) -> str:
        """Who works here."""
        return self._bench.desk.profile.person.name

    @property
    def drifted(self) -> bool:
        """Whether a drift check of today counts for the instrument in use."""
        session = self.state.session
        held = session.counting(DRIFT, self.state.today) if session else None
        return held is not None and held.outcome != LEFT

    def drop(self) -> None:
        """Leave what runs without keeping it."""
        self._put(work=None, live=None, verdict=None, problem=None)

    def take(self) -> None:
        """Take the reading of this moment."""
        self._change(GasReadings, lambda work: work.take(self.now()))

    def switch(self) -> None:
        """The gas was switched at this moment."""
        self._change(ResponseTime, lambda work: work.switch(self.now()))

    def settled(self) -> None:
        """The reading has settled."""
        session = self.state.session
        if session is not None:
            self._change(ResponseTime, lambda work: work.settled(session, self.now()))

    def arrive(self, position: str) -> None:
        """The probe is at a position around the unit."""
        self._change(Background, lambda work: work.arrive(position, self.now()))

    def depart(self) -> None:
        """The probe leaves the position."""
        self._change(Background, lambda work: work.depart(self.now()))

    def _change(self, kind: type, change: Callable[[Any], Work]) -> None:
        work = self.state.work
        if isinstance(work, kind):
            self._try(lambda: self._put(work=change(work), problem=None))

    def _try(self, act: Callable[[], None]) -> None:
        try:
            act()
        except KnownError as error:
            self._put(problem=problem_of(error))

    def finish(self, weather: Weather | None = None) -> None:
        """End the step that runs and keep what came of it."""
        session, work = self.state.session, self.state.work
        if session is None or work is None or isinstance(work, Point) or self.state.busy:
            return
        self._try(lambda: self._keep(self._ended(session, work, weather)))

    def _ended(self, session: Session, work: Work, weather: Weather | None) -> StepResult:
        if isinstance(work, Background):
            return work.finish(session, weather or Weather(), self.person, self.now())
        return work.finish(session, self.person, self.now())

    def leave(self, reason: str) -> None:
        """Go past the step whose card is open, with a reason."""
        session, step = self.state.session, self.state.step
        if session is not None and not self.state.busy:
            self._try(lambda: self._keep(session.leave(step, reason, self.person, self.now())))

    def _keep(self, result: StepResult) -> None:
        view = self.state.open_round
        if view is not None:
            work = partial(measuring.keep_step, self._bench.desk, self.state.case, view.id, result)
            self._store(work, self._step_kept, lambda: self._keep(result))

    def _step_kept(self, changes: Changes) -> None:
        self._put(work=None)
        self._done(changes)

    # --- a point

    def choose_point(self, point: PlannedPoint) -> None:
        """Take a point in hand; one that is being measured has to be kept or dropped before."""
        if self.state.work is None:
            self._put(planned=point, step=POINT, live=None, verdict=None, problem=None, told="")

    def move(self, steps: int) -> None:
        """Take the next planned point in hand, or the one before."""
        planned = self.state.view.planned if self.state.view else ()
        place = self.state.place[0] - 1
        if planned:
            self.choose_point(planned[max(0, min(len(planned) - 1, place + steps))])

    def scan(self, tag: str) -> bool:
        """Take the planned point with this tag in hand and begin it; False when the list has none."""
        view = self.state.view
        found = next((one for one in view.planned if one.tag == tag.strip()), None) if view else None
        if found is None or self.state.work is not None:
            return False
        self.choose_point(found)
        self.start()
        return True

    def link(self, link: Link) -> None:
        """The next point lies where this evidence shows it; from an area to a point."""
        others = tuple(one for one in self.state.links if one != link)
        self._put(links=(*others, link))

    def unlink(self) -> None:
        """The next point has nothing to do with the evidence."""
        self._put(links=())

    def write_probe(self, text: str) -> None:
        """Say where the probe is held."""
        self._put(probe=text)

    def keep_point(self, reason: str = "") -> None:
        """Keep the point; one that was measured before stands beside its earlier reading, with a reason."""
        session, work, planned, view = (
            self.state.session,
            self.state.point,
            self.state.planned,
            self.state.view,
        )
        if session is None or work is None or planned is None or view is None or self.state.busy:
            return
        before = self.state.kept_of(planned.tag)
        instead_of = before.id if before is not None else ""
        result = work.finish(session, self.person, self.now())
        point = MeasuredPoint(planned, result, self.state.probe, self.state.links, instead_of, reason)
        self._keep_point(view.id, point)

    def _keep_point(self, view: str, point: MeasuredPoint) -> None:
        work = partial(measuring.keep_point, self._bench.desk, self.state.case, view, point, self.packs())
        self._store(work, self._point_kept, lambda: self._keep_point(view, point))

    def _point_kept(self, changes: Changes) -> None:
        tag = self.state.planned.tag if self.state.planned else ""
        self._put(work=None, live=None, verdict=None, links=())
        told = self.tr("{0} 已记下。").format(tag)
        if self.state.fast:
            told += self._go_on()
        self._done(changes, told)

    def set_fast(self, *, on: bool) -> None:
        """Begin and keep points by one key, and go on to the next open one after each; or no more."""
        self._put(fast=on, told="")

    def _go_on(self) -> str:
        """Take the next open point in hand; it is begun by hand, else it would take the last one's tail."""
        following = self.state.next_open
        if following is None:
            return self.tr("后面没有没测的点了。")
        self.choose_point(following)
        return self.tr("接着测 {0}。").format(following.tag)

    # --- gas cylinders

    def use_cylinder(self, number: str) -> None:
        """Use a cylinder for the steps that need gas."""
        if self.state.work is None:
            self._put(cylinder=number)

    def save_cylinder(self, cylinder: Cylinder, replaces: str = "") -> None:
        """Enter a cylinder, or change one."""
        work = partial(save_cylinder, self._bench.desk, cylinder, replaces)
        self._store(work, self._cylinders, lambda: self.save_cylinder(cylinder, replaces))

    def remove_cylinder(self, number: str) -> None:
        """Take a cylinder off the list."""
        work = partial(remove_cylinder, self._bench.desk, number)
        self._store(work, self._cylinders, lambda: self.remove_cylinder(number))

    def _cylinders(self, held: tuple[Cylinder, ...]) -> None:
        numbers = {one.number for one in held}
        cylinder = self.state.cylinder if self.state.cylinder in numbers else ""
        self._put(cylinders=held, cylinder=cylinder, busy=False, kept=self.state.kept + 1, problem=None)

    # --- keeping

    def _store(self, work: Callable[[], Any], done: Callable[[Any], None], again: Callable[[], None]) -> None:
        if self.state.busy:
            return
        self._again = again
        self._put(busy=True, problem=None, told="")
        self._bench.lanes.store.run(work, done, self._failed)

    def _done(self, changes: Changes, words: str = "") -> None:
        self._put(busy=False, kept=self.state.kept + 1, told=words, problem=None)
        self._bench.news.tell(changes)

    def _failed(self, error: Exception) -> None:
        self._put(busy=False, problem=problem_of(error))

    def retry(self) -> None:
        """Try once more what was not kept."""
        self._put(problem=None)
        self._again()
