"""How an entry of the equipment list becomes a session with an analyzer, and how a port tells its model."""

from __future__ import annotations

import time
from datetime import datetime
from typing import TYPE_CHECKING

from fieldlaw.app.recorder import Recorder, left_over
from fieldlaw.devices.analyzers import KNOWN, make_analyzer
from fieldlaw.devices.discovery import Discovery, discover
from fieldlaw.devices.link import Opener, SerialLink, list_ports
from fieldlaw.devices.session import AnalyzerSession
from fieldlaw.ui.presenters.instrument import Gear
from fieldlaw.ui.presenters.instrument_line import RawFailed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fieldlaw.cases.ledger.event import Moment
    from fieldlaw.cases.records.instrument import Instrument
    from fieldlaw.cases.records.measuring import RawFile
    from fieldlaw.ui.presenters.instrument_line import LineEvent
    from fieldlaw.ui.presenters.raw_streams import Wanted

REPORT_MS = 250


def baudrate_of(instrument: Instrument) -> int:
    """The speed of its port: as entered, else the model's own."""
    return int(instrument.baudrate or KNOWN[instrument.model].baudrate)


class Bay:
    """The instruments of this machine, on the program's clock; raw logs go under the profile."""

    def __init__(self, clock: Callable[[], Moment], folder: Path, report_ms: int = REPORT_MS) -> None:
        self._clock, self._folder, self._report_ms = clock, folder, report_ms
        self._recorders: dict[str, Recorder] = {}

    def now(self) -> datetime:
        """The wall clock."""
        return datetime.fromisoformat(self._clock().wall)

    def connect(self, one: Instrument, on_event: Callable[[LineEvent], None]) -> AnalyzerSession:
        """Make the session of an instrument, not started.

        Raises:
            KnownError: the model is not known here, or its unit has to be stated and is not.
        """
        analyzer = make_analyzer(one.model, one.name, unit=one.unit, report_ms=self._report_ms)
        recorder = Recorder(self._folder, one, self.now, lambda failed: on_event(RawFailed(failed)))
        self._recorders[one.name] = recorder
        opener = Opener(one.address, recorder, baudrate_of(one))
        return AnalyzerSession(analyzer, opener, self.now, time.monotonic, on_event, tell_faults=True)

    def cut_raw(self, name: str) -> tuple[RawFile, ...]:
        """Close the raw log of an instrument; never in the window's thread."""
        recorder = self._recorders.get(name)
        return recorder.cut() if recorder is not None else ()

    def left_over(self, wanted: Wanted) -> tuple[RawFile, ...]:
        """The raw logs that none of these instruments writes; never in the window's thread."""
        return left_over(self._folder, lambda: [one.writing for one in self._recorders.values()], wanted)

    def gear(self) -> Gear:
        """What the presenters need of it."""
        return Gear(self.connect, list_ports, self.now, find_model, self.cut_raw, self.left_over)


def find_model(address: str, is_cancelled: Callable[[], bool]) -> Discovery:
    """Ask at a port which analyzer is there; some eight seconds, so never in the window's thread.

    Raises:
        LinkLost: the line could not be opened or was lost.
    """
    return discover(lambda baud: SerialLink(address, baudrate=baud), time.monotonic, is_cancelled)


def gear(clock: Callable[[], Moment], folder: Path) -> Gear:
    """The instruments of this machine, on the program's clock; `folder` is that of the profile."""
    return Bay(clock, folder).gear()
