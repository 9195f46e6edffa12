"""The instrument: the equipment list, one live connection, readings and gaps kept in the open case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from fieldlaw.cases.casework.equipment import list_instruments, remove_instrument, save_instrument
from fieldlaw.cases.casework.inspecting import Spot, keep_gap, keep_measurement
from fieldlaw.cases.records.changes import Kind
from fieldlaw.devices.analyzers import KNOWN
from fieldlaw.devices.analyzers.spec import State as Flame
from fieldlaw.devices.codecs.events import ErrorReport, Noise, Telemetry
from fieldlaw.devices.session import (
    CommandRefused,
    DeviceSaid,
    GapRecorded,
    GapStarted,
    LinkDown,
    LinkUp,
    Measured,
    StateChanged,
)
from fieldlaw.ui.messages import problem_of
from fieldlaw.ui.presenters.bench import Bench, Presenter
from fieldlaw.ui.presenters.instrument_kept import OpenCase, look_at_kept
from fieldlaw.ui.presenters.instrument_readout import FAULTS, Phase, tr
from fieldlaw.ui.presenters.instrument_relay import Relay, aside
from fieldlaw.ui.presenters.instrument_state import Gap, Port, State
from fieldlaw.ui.presenters.instrument_track import Track

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from fieldlaw.cases.records.changes import Changes
    from fieldlaw.cases.records.instrument import Instrument
    from fieldlaw.cases.records.measurement import Measurement
    from fieldlaw.devices.codecs.events import Event
    from fieldlaw.devices.session import AnalyzerSession, SessionEvent

_SHOWN_BYTES = 32
_MOST_GAPS = 200


@dataclass(frozen=True)
class Gear:
    """What the program hands in: how a session is made (not started), which ports there are, the time."""

    connect: Callable[[Instrument, Callable[[SessionEvent], None]], AnalyzerSession]
    find_ports: Callable[[], tuple[Port, ...]]
    now: Callable[[], datetime]


def models() -> tuple[tuple[str, str], ...]:
    """The models that can be driven: id and name."""
    return tuple((spec.id, spec.name) for spec in KNOWN.values())


class InstrumentPresenter(Presenter):
    """One instrument at a time.

    Attributes:
        instrument_changed: the cell of the status strip is another one.
        case_wanted: somebody wants to keep a reading and no case is open.
    """

    instrument_changed = Signal(object)
    case_wanted = Signal()

    def __init__(self, bench: Bench, gear: Gear, parent: QObject | None = None) -> None:
        super().__init__(State(gear.now().date()), parent)
        self._bench, self._gear = bench, gear
        self.track = Track()
        self._session: AnalyzerSession | None = None
        self._line = self._relay(self._on_event)
        self._rest = self._relay(self._stopped)
        self._ports = self._relay(self._found)
        self._next = ""
        self._kept: Measurement | None = None
        self._lost: list[Callable[[], Changes]] = []
        self._cell = self.state.cell
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

    # the connection

    def connect_to(self, name: str) -> None:
        """Connect an instrument of the list; another one is let go first."""
        if self._session is not None or self.state.phase is Phase.STOPPING:
            self._next = name
            self.disconnect_now()
            return
        found = next((one for one in self.state.instruments if one.name == name), None)
        if found is not None:
            self._begin(found)

    def _begin(self, instrument: Instrument) -> None:
        self.track.clear()
        self._kept = None
        fresh = State(self._gear.now().date(), self.state.instruments, self.state.loaded, self.state.saved)
        held = {"ports": self.state.ports, "case": self.state.case, "item": self.state.item}
        self.show_state(replace(fresh, **held, point=self.state.point))  # type: ignore[arg-type]
        self._put(phase=Phase.CONNECTING, instrument=instrument)
        self._line = self._relay(self._on_event)
        self._session = self._gear.connect(instrument, self._line.say)
        self._session.start()

    def disconnect_now(self) -> None:
        """Let the instrument go; a gap that still runs ends now and is kept."""
        if self._session is None:
            return
        self._end_gap(self._gear.now())
        self._line.shut()
        session, self._session = self._session, None
        self._put(phase=Phase.STOPPING, listing=False, last=None, lost="", notice="", fault="")
        aside(session.stop, self._rest)

    def _stopped(self, _nothing: object) -> None:
        self._put(phase=Phase.OFF, instrument=None)
        name, self._next = self._next, ""
        if name:
            self.connect_to(name)

    def close(self) -> None:
        """The profile is closed: the line goes down in its own time, nothing more is shown."""
        for relay in (self._rest, self._ports):
            relay.shut()
        self._next = ""
        self.disconnect_now()

    def ignite(self) -> None:
        """Ignite, after a person has said so."""
        if self._session is not None:
            self._put(notice="", fault="")
            self._session.ignite()

    # what the instrument says

    def _on_event(self, event: SessionEvent) -> None:
        hands: dict[type, Callable[[Any], None]] = {
            LinkUp: self._up,
            LinkDown: self._down,
            StateChanged: self._burns,
            Measured: self._measured,
            DeviceSaid: self._said,
            GapStarted: self._gap_began,
            GapRecorded: self._gap_ended,
            CommandRefused: self._refused,
        }
        hands[type(event)](event)

    def _up(self, _event: LinkUp) -> None:
        self._put(phase=Phase.ON, lost="")

    def _down(self, event: LinkDown) -> None:
        self._put(phase=Phase.DOWN, lost=event.error.what + event.error.way_out)

    def _burns(self, event: StateChanged) -> None:
        over = event.state in (Flame.LIT, Flame.IGNITING)
        told = {"fault": "", "notice": ""} if over else {}
        self._put(flame=event.state, **told)

    def _measured(self, event: Measured) -> None:
        taken, peak = event.measurement, self.state.peak
        self.track.add(taken.taken_at, taken.value)
        highest = peak.value if peak else None
        if taken.value is not None and (highest is None or taken.value > highest):
            peak = taken
        first = {"notice": ""} if self.state.last is None else {}
        self._put(last=taken, peak=peak, **first)

    def reset_peak(self) -> None:
        """Look for the highest reading from now on."""
        self._put(peak=None)

    def _refused(self, event: CommandRefused) -> None:
        self._put(notice=event.sentence)

    def _said(self, event: DeviceSaid) -> None:
        told: Event = event.event
        if isinstance(told, ErrorReport):
            word = FAULTS.get(told.code or 0, "")
            self._put(fault=tr(word) if word else "", notice=self.tr("仪器报告：{0}。").format(told.meaning))
        elif isinstance(told, Telemetry):
            self._telemetry(told)
        elif isinstance(told, Noise) and self.state.last is None:
            seen = told.raw[:_SHOWN_BYTES].hex(" ")
            self._put(notice=self.tr("收到认不出的内容：{0}。检查型号和端口是否选对。").format(seen))

    def _telemetry(self, told: Telemetry) -> None:
        fields = dict(told.fields)
        if "PCT" in fields:
            self._put(battery=f"{fields['PCT']}%")
        if "H2HP" in fields:
            self._put(hydrogen=f"{fields['H2HP']} psi")

    def _gap_began(self, event: GapStarted) -> None:
        self.track.cut(event.after)
        self._put(gaps=(*self.state.gaps[-_MOST_GAPS:], Gap(event.after)))

    def _gap_ended(self, event: GapRecorded) -> None:
        self._end_gap(event.before)

    def _end_gap(self, before: datetime) -> None:
        gap, held, device = self.state.open_gap, self.state.case, self.state.instrument
        if gap is None or device is None:
            return
        self._put(gaps=(*self.state.gaps[:-1], Gap(gap.after, before)))
        if held is not None and not held.closed:
            times = (gap.after.isoformat(), before.isoformat())
            self._write(partial(keep_gap, self._bench.desk, held.id, device.name, *times))

    # the case

    def use_case(self, case: str, item: str = "") -> None:
        """Keep readings in this case from now on, for this checklist item."""
        self._put(item=item)
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
        held, taken, device = self.state.case, self.state.last, self.state.instrument
        if held is None:
            self.case_wanted.emit()
        elif self.state.keepable and taken is not None and device is not None and taken is not self._kept:
            self._kept = taken
            spot = Spot(self.state.point.strip(), self.state.item or None)
            desk = self._bench.desk
            self._write(partial(keep_measurement, desk, held.id, taken, spot, device.calibration))

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
