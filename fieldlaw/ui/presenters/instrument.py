"""The instrument: the equipment list, one live connection, readings and gaps kept in the open case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from fieldlaw.cases.casework.equipment import list_instruments, remove_instrument, save_instrument
from fieldlaw.cases.casework.inspecting import Spot, keep_gap, keep_measurement
from fieldlaw.cases.records.changes import Kind
from fieldlaw.devices.discovery import Discovery
from fieldlaw.errors import KnownError
from fieldlaw.ui.messages import Problem, problem_of
from fieldlaw.ui.presenters.bench import Bench, Presenter
from fieldlaw.ui.presenters.checks_history import HistoryPresenter
from fieldlaw.ui.presenters.gear_find import GearFinder
from fieldlaw.ui.presenters.hand_reading import HandReadingPresenter
from fieldlaw.ui.presenters.instrument_kept import OpenCase, keep_screen, look_at_kept
from fieldlaw.ui.presenters.instrument_line import Line, LineState
from fieldlaw.ui.presenters.instrument_relay import Relay, aside
from fieldlaw.ui.presenters.instrument_state import Port, State
from fieldlaw.ui.presenters.instrument_track import Track

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from fieldlaw.cases.records.changes import Changes
    from fieldlaw.cases.records.instrument import Instrument
    from fieldlaw.cases.records.measuring import RawFile
    from fieldlaw.devices.session import AnalyzerSession
    from fieldlaw.ui.presenters.instrument_line import LineEvent
    from fieldlaw.ui.presenters.raw_streams import Wanted

MOST_LINES = 4  # as many curves as can be told apart, and tiles that fit
_EMPTY = Track()


def _nothing_found(_address: str, _is_cancelled: Callable[[], bool]) -> Discovery:
    return Discovery(None, b"", "")


def _no_raw(_name: str) -> tuple[RawFile, ...]:
    return ()


def _none_left(_wanted: Wanted) -> tuple[RawFile, ...]:
    return ()


@dataclass(frozen=True)
class Gear:
    """What the program hands in: how a session is made (not started), which ports there are, the time.

    Attributes:
        find_model: asks at a port which analyzer is there; slow.
        cut_raw: closes the raw log of a connected instrument and says its files; slow.
        left_over: the raw logs that no instrument writes any more, as far as they are wanted; slow.
    """

    connect: Callable[[Instrument, Callable[[LineEvent], None]], AnalyzerSession]
    find_ports: Callable[[], tuple[Port, ...]]
    now: Callable[[], datetime]
    find_model: Callable[[str, Callable[[], bool]], Discovery] = _nothing_found
    cut_raw: Callable[[str], tuple[RawFile, ...]] = _no_raw
    left_over: Callable[[Wanted], tuple[RawFile, ...]] = _none_left


class InstrumentPresenter(Presenter):
    """The equipment list, and up to four connected instruments; one of them is in front.

    Attributes:
        instrument_changed: the cell of the status strip is another one.
        case_wanted: somebody wants to keep a reading and no case is open.
        taken: a measurement of any connected instrument.
        raw_closed: the files of a raw log, once its instrument was let go.
    """

    taken = Signal(object)
    raw_closed = Signal(object)
    instrument_changed = Signal(object)
    case_wanted = Signal()

    def __init__(self, bench: Bench, gear: Gear, parent: QObject | None = None) -> None:
        super().__init__(State(gear.now().date()), parent)
        self._bench, self._gear = bench, gear
        self._lines: dict[str, Line] = {}
        self._rest = self._relay(self._stopped)
        self._ports = self._relay(self._found)
        self._cut = self._relay(self.raw_closed.emit)
        self._lost: list[Callable[[], Changes]] = []
        self._cell = self.state.cell
        self.finder = GearFinder(bench.lanes.courier, gear.find_model, self)
        self.hand = HandReadingPresenter(bench, gear.now, self)
        self.history = HistoryPresenter(bench, self)
        bench.news.changes.connect(self._on_changes)

    def _relay(self, hand: Callable[[Any], None]) -> Relay:
        return Relay(self._bench.lanes.courier, hand)

    @property
    def state(self) -> State:
        """What the page shows."""
        held: State = self._state
        return held

    def now(self) -> float:
        """The wall clock in seconds since 1970: the right end of the curve."""
        return self._gear.now().timestamp()

    def _put(self, **changed: Any) -> None:
        self.show_state(replace(self.state, **changed))
        if self.state.cell != self._cell:
            self._cell = self.state.cell
            self.instrument_changed.emit(self._cell)

    # the equipment list

    def refresh(self) -> None:
        """Read the equipment list and the open case again."""
        desk = self._bench.desk
        self._put(today=self._gear.now().date())
        self._bench.lanes.store.run(lambda: list_instruments(desk), self._listed, self._failed)
        self._read_case()

    def _listed(self, instruments: tuple[Instrument, ...]) -> None:
        self._put(instruments=instruments, loaded=True, problem=None)

    def save(self, instrument: Instrument, replaces: str = "") -> None:
        """Enter an instrument, or change the one called `replaces`."""
        work = partial(save_instrument, self._bench.desk, instrument, replaces)
        self._bench.lanes.store.run(work, self._saved, self._failed)

    def _saved(self, instruments: tuple[Instrument, ...]) -> None:
        self._put(instruments=instruments, saved=self.state.saved + 1, problem=None)

    def remove(self, name: str) -> None:
        """Take an instrument off the list."""
        work = partial(remove_instrument, self._bench.desk, name)
        self._bench.lanes.store.run(work, self._saved, self._failed)

    def find_ports(self) -> None:
        """Look for ports; the window goes on meanwhile."""
        if not self.state.searching:
            self._put(searching=True)
            aside(self._gear.find_ports, self._ports)

    def _found(self, found: tuple[Port, ...] | Exception) -> None:
        if isinstance(found, Exception):
            self._put(searching=False, problem=problem_of(found))
        else:
            self._put(searching=False, ports=found)

    def show_list(self, *, listing: bool) -> None:
        """Show the equipment list over the readings, or the readings again."""
        self._put(listing=listing)

    # the connections

    def connect_to(self, name: str) -> None:
        """Connect an instrument of the list; it comes to the front, also when it is connected already."""
        found = next((one for one in self.state.instruments if one.name == name), None)
        if name in self._lines:
            self.bring_forward(name)
        elif found is not None and len(self._lines) >= MOST_LINES:
            words = self.tr("没有再连 {0}：已经连了 {1} 台。").format(name, len(self._lines))
            self._put(problem=Problem(words, self.tr("先断开一台。"), self.tr("正在读的不受影响。")))
        elif found is not None:
            self._begin(found)

    def _begin(self, instrument: Instrument) -> None:
        hands = (self._line_changed, self.taken.emit, self._gap_over)
        line = Line(LineState(instrument), *hands, cut_raw=self._gear.cut_raw)
        try:
            line.start(self._bench.lanes.courier, self._gear.connect)
        except KnownError as error:
            self._failed(error)
            return
        self._lines[instrument.name] = line
        self._put(front=instrument.name, listing=False, lines=self._line_states(), problem=None)

    def _line_states(self) -> tuple[LineState, ...]:
        return tuple(line.state for line in self._lines.values())

    def _line_changed(self, _line: Line) -> None:
        self._put(lines=self._line_states())

    def bring_forward(self, name: str) -> None:
        """Show the reading of a connected instrument large."""
        if name in self._lines:
            self._put(front=name, listing=False)

    def bring_next(self) -> None:
        """The next connected instrument comes forward."""
        names = list(self._lines)
        if self.state.front in names:
            self.bring_forward(names[(names.index(self.state.front) + 1) % len(names)])

    @property
    def _front(self) -> Line | None:
        return self._lines.get(self.state.front)

    @property
    def track(self) -> Track:
        """The curve of the instrument in front."""
        return self._front.track if self._front else _EMPTY

    @property
    def tracks(self) -> dict[str, Track]:
        """The curves of all connected instruments by name, the one in front first."""
        first = [self.state.front] if self.state.front in self._lines else []
        names = [*first, *(name for name in self._lines if name != self.state.front)]
        return {name: self._lines[name].track for name in names}

    def disconnect_now(self, name: str = "") -> None:
        """Let an instrument go, without a name the one in front; a gap that still runs is kept."""
        line = self._lines.get(name or self.state.front)
        if line is not None:
            line.stop(self._gear.now(), self._rest)

    def _stopped(self, line: Line) -> None:
        name = line.state.name
        if self._lines.get(name) is line:
            del self._lines[name]
        front = self.state.front if self.state.front in self._lines else next(iter(self._lines), "")
        listing = self.state.listing and bool(self._lines)
        self._put(lines=self._line_states(), front=front, listing=listing)
        if line.raws:
            self.raw_closed.emit(line.raws)

    def cut_raw(self, done: Callable[[tuple[RawFile, ...]], None]) -> None:
        """Close the raw logs of all connected instruments, which read on into new ones; say the files."""
        names, cut = tuple(self._lines), self._gear.cut_raw
        self._cut = self._relay(done)
        aside(lambda: tuple(one for name in names for one in cut(name)), self._cut)

    def close(self) -> None:
        """The profile is closed: the lines go down in their own time, nothing more is shown."""
        self.finder.close()
        for relay in (self._rest, self._ports, self._cut):
            relay.shut()
        for name in tuple(self._lines):
            self.disconnect_now(name)

    def ignite(self) -> None:
        """Ignite the instrument in front, after a person has said so."""
        if self._front is not None:
            self._front.ignite()

    def use_detector(self, name: str) -> None:
        """Show another detector of the instrument in front: number, peak and curve."""
        if self._front is not None:
            self._front.use_detector(name)

    def reset_peak(self) -> None:
        """Look for the highest reading from now on."""
        if self._front is not None:
            self._front.reset_peak()

    def _gap_over(self, line: Line, after: datetime, before: datetime) -> None:
        held = self.state.case
        if held is not None and not held.closed:
            times = (after.isoformat(), before.isoformat())
            self._write(partial(keep_gap, self._bench.desk, held.id, line.state.name, *times))

    # the case

    def use_case(self, case: str, item: str = "") -> None:
        """Keep readings in this case from now on, for this checklist item."""
        self._put(item=item, **({} if case else {"case": None}))
        if case:
            self._read(case)

    def _read_case(self) -> None:
        if self.state.case is not None:
            self._read(self.state.case.id)

    def _read(self, case: str) -> None:
        desk = self._bench.desk
        self._bench.lanes.store.run(lambda: look_at_kept(desk, case), self._case_read, self._failed)

    def _case_read(self, case: OpenCase) -> None:
        self._put(case=case)

    def _on_changes(self, changes: Changes) -> None:
        if changes.touch(Kind.MEASUREMENTS, Kind.REVIEWS):
            self._read_case()

    def write_point(self, point: str) -> None:
        """Name the place where the probe is."""
        if point != self.state.point:
            self._put(point=point)

    def keep(self) -> None:
        """Keep the newest reading, value or reason. A second press on the same reading does nothing."""
        held, line, taken = self.state.case, self._front, self.state.last
        if held is None:
            self.case_wanted.emit()
        elif line is not None and self.state.keepable and taken is not None and taken is not line.kept:
            line.kept = taken
            spot = Spot(self.state.point.strip(), self.state.item or None)
            calibration = line.state.instrument.calibration
            self._write(partial(keep_measurement, self._bench.desk, held.id, taken, spot, calibration))

    def keep_screen(self, picture: bytes) -> None:
        """Keep a picture of the page as evidence."""
        held = self.state.case
        if held is None:
            self.case_wanted.emit()
        else:
            item = self.state.item or None
            act = partial(keep_screen, self._bench.desk, held.id, picture, item, self.state.point)
            self._bench.lanes.store.run(act, self._screen_kept, partial(self._not_written, act))

    def _screen_kept(self, changes: Changes) -> None:
        self._put(told=self.tr("画面已作为证据存入案件。"))
        self._written(changes)

    def hush(self) -> None:
        """What was told is no news any more."""
        self._put(told="")

    def _write(self, act: Callable[[], Changes]) -> None:
        self._bench.lanes.store.run(act, self._written, partial(self._not_written, act))

    def _written(self, changes: Changes) -> None:
        self._put(problem=None)
        self._bench.news.tell(changes)

    def _not_written(self, act: Callable[[], Changes], error: Exception) -> None:
        self._lost.append(act)
        self._failed(error)

    def _failed(self, error: Exception) -> None:
        self._put(problem=problem_of(error))

    def retry(self) -> None:
        """Save once more what was not saved, and read again what could not be read."""
        lost, self._lost = self._lost, []
        self._put(problem=None)
        for act in lost:
            self._write(act)
        if not self.state.loaded:
            self.refresh()
