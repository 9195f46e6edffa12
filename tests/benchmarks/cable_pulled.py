"""The longest pause of the window while an analyzer's cable is pulled and put back, in each of its states.

A timer of the main thread ticks every five milliseconds; the longest time between two ticks is the pause. The
floor is the same window with nothing connected.
"""

from __future__ import annotations

import os
import tempfile
import time
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from fieldlaw import app as program
from fieldlaw.app.gear import Bay
from fieldlaw.app.instants import instants
from fieldlaw.cases.casework.desk import Desk
from fieldlaw.cases.packs.load import load_folder
from fieldlaw.cases.records.instrument import Instrument
from fieldlaw.cases.store import profile, vault
from fieldlaw.cases.store.clocks import moment
from fieldlaw.devices.simulated.phx42 import SimulatedPhx42
from fieldlaw.settings import RESOURCES
from fieldlaw.ui.lanes import Lanes
from fieldlaw.ui.messages import Door
from fieldlaw.ui.presenters.bench import Bench, News
from fieldlaw.ui.presenters.instrument import InstrumentPresenter
from fieldlaw.ui.presenters.measuring import MeasuringPresenter
from fieldlaw.ui.views.instrument import InstrumentPage
from tests.benchmarks.figures import report

TICK, AWAY, WATCH = 5, 0.7, 2.0
STATES = ("unlit", "igniting", "lit", "flame out")


@dataclass
class Pulse:
    """Ticks in the main thread; the longest time between two of them."""

    longest: float = 0.0
    last: float = field(default_factory=time.perf_counter)

    def beat(self) -> None:
        at = time.perf_counter()
        self.longest, self.last = max(self.longest, at - self.last), at


def watched(seconds: float) -> float:
    """Run the window so long; the longest pause in seconds."""
    pulse, timer, loop = Pulse(), QTimer(), QEventLoop()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(pulse.beat)
    timer.start(TICK)
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()
    return pulse.longest


def until(fits) -> None:
    """Run the window until something holds."""
    end = time.monotonic() + 20
    while not fits() and time.monotonic() < end:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
    assert fits()


def bring_to(state: str, device: SimulatedPhx42, presenter: InstrumentPresenter) -> None:
    """Bring the analyzer into a state."""
    until(lambda: presenter.state.keepable)
    if state == "unlit":
        return
    presenter.ignite()
    if state == "igniting":
        until(lambda: presenter.state.igniting)
        return
    until(lambda: presenter.state.readout.number)
    if state == "flame out":
        device.blow_out()
        until(lambda: presenter.state.dark)


def pull(state: str, presenter: InstrumentPresenter) -> float:
    """Pull the cable in a state and put it back; the longest pause."""
    with SimulatedPhx42(lambda _s: Decimal(12), ignite_seconds=3.0 if state == "igniting" else 0.1) as device:
        one = Instrument("FID-02", "phx42", device.path, "SN 1", "检字 1", "2099-01-01")
        presenter.show_state(presenter.state.__class__(presenter.state.today, (one,), loaded=True))
        presenter.connect_to("FID-02")
        bring_to(state, device, presenter)
        QTimer.singleShot(100, device.unplug)
        QTimer.singleShot(100 + int(AWAY * 1000), device.replug)
        longest = watched(WATCH)
        until(lambda: presenter.state.gaps and presenter.state.gaps[-1].before)
        presenter.disconnect_now()
        until(lambda: not presenter.state.lines)
    return longest


def main() -> None:
    application = QApplication([])
    look = program.dress(application)
    with tempfile.TemporaryDirectory() as folder:
        person = profile.Person("王立新", "执法人员")
        held = profile.create(Path(folder) / "p", person, "demo", os.urandom, vault.FLOOR)
        desk, owner = Desk(held, moment, os.urandom), QObject()
        lanes = Lanes(owner)
        bench = Bench(desk, lanes, Door(owner), News(owner), {})
        presenter = InstrumentPresenter(bench, Bay(moment, held.folder, 100).gear(), owner)
        limits = load_folder(RESOURCES / "thresholds")
        measuring = MeasuringPresenter(bench, lambda: limits, instants(moment), owner)
        page = InstrumentPage(look, presenter, measuring, lambda: None)
        page.resize(1440, 900)
        page.show()
        watched(0.5)
        floor = watched(WATCH)
        for state in STATES:
            report(
                f"cable pulled, {state}", [pull(state, presenter)], [floor], "window with nothing connected"
            )
        presenter.close()
        lanes.close()
        held.close()


if __name__ == "__main__":
    main()
