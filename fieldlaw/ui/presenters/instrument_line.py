"""One connected instrument: its session, its curve, and what is known of it at this moment."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.records.measurement import Detector
from fieldlaw.devices.analyzers import KNOWN
from fieldlaw.devices.analyzers.spec import State as Flame
from fieldlaw.devices.codecs.events import ErrorReport, Noise, Telemetry
from fieldlaw.devices.session import (
    CommandRefused,
    DeviceSaid,
    FaultChanged,
    GapRecorded,
    GapStarted,
    LinkDown,
    LinkUp,
    Measured,
    SessionEvent,
    StateChanged,
)
from fieldlaw.ui.presenters.instrument_readout import FAULTS, Phase, Readout, brief, readout, seen, tr
from fieldlaw.ui.presenters.instrument_relay import Relay, aside
from fieldlaw.ui.presenters.instrument_track import Track

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from fieldlaw.cases.records.instrument import Instrument
    from fieldlaw.cases.records.measurement import Measurement
    from fieldlaw.cases.records.measuring import RawFile
    from fieldlaw.devices.analyzers.spec import Fault
    from fieldlaw.devices.codecs.events import Event
    from fieldlaw.devices.session import AnalyzerSession
    from fieldlaw.errors import KnownError
    from fieldlaw.ui.lanes import Courier

_MOST_GAPS = 200


@dataclass(frozen=True)
class RawFailed:
    """The raw log ended before its session did; the readings go on."""

    error: KnownError


LineEvent = SessionEvent | RawFailed


def detectors_of(instrument: Instrument) -> tuple[Detector, ...]:
    """What the model measures with; a flame where the model is not known."""
    spec = KNOWN.get(instrument.model)
    return spec.detectors if spec else (Detector.FID,)


@dataclass(frozen=True)
class Gap:
    """A time without readings; still open without an end."""

    after: datetime
    before: datetime | None = None


@dataclass(frozen=True)
class LineState:
    """What is known of one connected instrument.

    Attributes:
        instrument: as it was when connected.
        newest: the newest reading of each detector; `peaks` the highest of each since the last reset.
        chosen: the detector that a person chose; empty while nobody did.
        faults: what is wrong with the instrument now.
        fault: the word for what the instrument reported once; `told` the sentence about it.
        unlogged: why its raw bytes are not kept any more.
        lost: why the line is down.
        battery, hydrogen: telemetry in words; empty when the instrument gave none.
        gaps: the gaps of this connection.
    """

    instrument: Instrument
    phase: Phase = Phase.CONNECTING
    flame: Flame = Flame.SILENT
    newest: tuple[Measurement, ...] = ()
    peaks: tuple[Measurement, ...] = ()
    chosen: str = ""
    faults: frozenset[Fault] = frozenset()
    fault: str = ""
    told: str = ""
    unlogged: str = ""
    lost: str = ""
    battery: str = ""
    hydrogen: str = ""
    gaps: tuple[Gap, ...] = ()

    @property
    def name(self) -> str:
        """What people call it."""
        return self.instrument.name

    @property
    def notice(self) -> str:
        """What a person should look at now."""
        return self.told or self.unlogged

    @property
    def detectors(self) -> tuple[str, ...]:
        """The names of its detectors."""
        return tuple(one.value for one in detectors_of(self.instrument))

    @property
    def detector(self) -> str:
        """The detector that the page speaks of: as chosen, else the flame unless that one is switched off."""
        if self.chosen or len(self.detectors) == 1:
            return self.chosen or self.detectors[0]
        silent = self.flame is Flame.READY and not any(one.detector is Detector.FID for one in self.newest)
        return Detector.PID.value if silent else Detector.FID.value

    @property
    def other_detector(self) -> str:
        """The detector that is not in use; empty where there is one alone."""
        return next((name for name in self.detectors if name != self.detector), "")

    @property
    def has_flame(self) -> bool:
        """Whether there is anything to ignite."""
        return Detector.FID.value in self.detectors

    @property
    def is_experimental(self) -> bool:
        """Whether little is public about its protocol."""
        spec = KNOWN.get(self.instrument.model)
        return spec is not None and spec.experimental

    @property
    def last(self) -> Measurement | None:
        """The newest reading of the detector in use."""
        return _of(self.newest, self.detector)

    @property
    def other(self) -> Measurement | None:
        """The newest reading of the second detector."""
        return next((one for one in self.newest if one.detector.value != self.detector), None)

    @property
    def other_words(self) -> str:
        """The second detector in words (PID 3.25 ppm); empty without one."""
        return brief(self.other) if self.other is not None else ""

    @property
    def peak(self) -> Measurement | None:
        """The highest reading of the detector in use since the last reset."""
        return _of(self.peaks, self.detector)

    @property
    def fault_words(self) -> tuple[str, ...]:
        """What is wrong with the instrument now, a word each."""
        told = sorted(tr(one.word) for one in self.faults)
        return tuple(dict.fromkeys((*told, *((self.fault,) if self.fault else ()))))

    @property
    def readout(self) -> Readout:
        """What the tile says."""
        shown = readout(self.phase, self.flame, self.last, "、".join(self.fault_words))
        words = [shown.status]
        if self.phase is Phase.ON and self.other_detector and self.detector == Detector.PID.value:
            words.insert(0, self.detector)
        if self.is_experimental:
            words.insert(0, tr("试用"))
        return replace(shown, status="·".join(words))

    @property
    def keepable(self) -> bool:
        """Whether there is a present reading to keep: a value, or a reason that the instrument gave."""
        return self.phase is Phase.ON and self.flame is not Flame.SILENT and self.last is not None

    @property
    def dark(self) -> bool:
        """Whether ignition may be asked for."""
        is_dark = self.flame in (Flame.UNLIT, Flame.FLAME_OUT)
        return self.phase is Phase.ON and self.has_flame and is_dark

    @property
    def igniting(self) -> bool:
        """Whether the instrument is being ignited."""
        return self.phase is Phase.ON and self.flame is Flame.IGNITING

    @property
    def open_gap(self) -> Gap | None:
        """The gap that runs now."""
        return self.gaps[-1] if self.gaps and self.gaps[-1].before is None else None

    def day(self, today: date) -> date:
        """The day of the newest reading, else today."""
        return self.last.taken_at.date() if self.last else today


def _of(held: tuple[Measurement, ...], detector: str) -> Measurement | None:
    return next((one for one in held if one.detector.value == detector), None)


def _with(held: tuple[Measurement, ...], taken: Measurement) -> tuple[Measurement, ...]:
    return (*(one for one in held if one.detector is not taken.detector), taken)


def _no_raw(_name: str) -> tuple[RawFile, ...]:
    return ()


@dataclass
class Line:
    """Follows one session; tells every change, every measurement and every gap that ended.

    Attributes:
        cut_raw: closes the raw log of an instrument; `raws` are the files once the line is closed.
        tracks: the curve of each detector.
        kept: the reading that was kept last.
    """

    state: LineState
    changed: Callable[[Line], None]
    taken: Callable[[Measurement], None]
    gap_over: Callable[[Line, datetime, datetime], None]
    cut_raw: Callable[[str], tuple[RawFile, ...]] = _no_raw
    tracks: dict[str, Track] = field(default_factory=dict)
    raws: tuple[RawFile, ...] = ()
    kept: Measurement | None = None
    _session: AnalyzerSession | None = None
    _relay: Relay | None = None

    def start(
        self,
        courier: Courier,
        connect: Callable[[Instrument, Callable[[LineEvent], None]], AnalyzerSession],
    ) -> None:
        """Open the session.

        Raises:
            KnownError: with this model, or what was entered of it, there can be none.
        """
        self._relay = Relay(courier, self._on_event)
        self._session = connect(self.state.instrument, self._relay.say)
        self._session.start()

    def stop(self, now: datetime, done: Relay) -> None:
        """Let the instrument go; a gap that still runs ends now. `done` says the line when it is closed."""
        if self._session is None or self._relay is None:
            return
        self._end_gap(now)
        self._relay.shut()
        session, self._session = self._session, None
        self._put(phase=Phase.STOPPING, newest=(), lost="", told="", fault="", faults=frozenset())
        aside(lambda: self._stopped(session), done)

    def _stopped(self, session: AnalyzerSession) -> Line:
        session.stop()
        self.raws = self.cut_raw(self.state.name)
        return self

    @property
    def track(self) -> Track:
        """The curve of the detector in use."""
        return self.tracks.setdefault(self.state.detector, Track())

    def use_detector(self, name: str) -> None:
        """Show another detector of the instrument: number, peak and curve."""
        if name in self.state.detectors and name != self.state.detector:
            self._put(chosen=name)

    def ignite(self) -> None:
        """Ignite, after a person has said so."""
        if self._session is not None:
            self._put(told="", fault="")
            self._session.ignite()

    def reset_peak(self) -> None:
        """Look for the highest reading from now on."""
        self._put(peaks=tuple(one for one in self.state.peaks if one.detector.value != self.state.detector))

    def _put(self, **changed: Any) -> None:
        self.state = replace(self.state, **changed)
        self.changed(self)

    # what the instrument says

    def _on_event(self, event: LineEvent) -> None:
        hands: dict[type, Callable[[Any], None]] = {
            LinkUp: self._up,
            LinkDown: self._down,
            StateChanged: self._burns,
            FaultChanged: self._faulty,
            RawFailed: self._raw_failed,
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
        self._put(phase=Phase.DOWN, lost=event.error.what + event.error.way_out, faults=frozenset())

    def _faulty(self, event: FaultChanged) -> None:
        self._put(faults=event.faults)

    def _raw_failed(self, event: RawFailed) -> None:
        self._put(unlogged=event.error.what + event.error.way_out + event.error.safe)

    def _burns(self, event: StateChanged) -> None:
        over = event.state in (Flame.LIT, Flame.IGNITING)
        told = {"fault": "", "told": ""} if over else {}
        self._put(flame=event.state, **told)

    def _measured(self, event: Measured) -> None:
        taken = event.measurement
        name, peaks = taken.detector.value, self.state.peaks
        self.tracks.setdefault(name, Track()).add(taken.taken_at, taken.value)
        peak = _of(peaks, name)
        if taken.value is not None and (peak is None or peak.value is None or taken.value > peak.value):
            peaks = _with(peaks, taken)
        first = {} if self.state.newest else {"told": ""}
        self._put(newest=_with(self.state.newest, taken), peaks=peaks, **first)
        self.taken(taken)

    def _refused(self, event: CommandRefused) -> None:
        self._put(told=event.sentence)

    def _said(self, event: DeviceSaid) -> None:
        told: Event = event.event
        if isinstance(told, ErrorReport):
            word = FAULTS.get(told.code or 0, "")
            self._put(fault=tr(word) if word else "", told=tr("仪器报告：{0}。").format(told.meaning))
        elif isinstance(told, Telemetry):
            self._telemetry(told)
        elif isinstance(told, Noise) and not self.state.newest:
            words = tr("收到认不出的内容：{0}。检查型号和端口是否选对。").format(seen(told.raw))
            self._put(told=words)

    def _telemetry(self, told: Telemetry) -> None:
        fields = dict(told.fields)
        if "PCT" in fields:
            self._put(battery=f"{fields['PCT']}%")
        if "H2HP" in fields:
            self._put(hydrogen=f"{fields['H2HP']} psi")

    def _gap_began(self, event: GapStarted) -> None:
        for track in self.tracks.values():
            track.cut(event.after)
        self._put(gaps=(*self.state.gaps[-_MOST_GAPS:], Gap(event.after)))

    def _gap_ended(self, event: GapRecorded) -> None:
        self._end_gap(event.before)

    def _end_gap(self, before: datetime) -> None:
        gap = self.state.open_gap
        if gap is not None:
            self._put(gaps=(*self.state.gaps[:-1], Gap(gap.after, before)))
            self.gap_over(self, gap.after, before)
