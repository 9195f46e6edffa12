"""From a byte at the port to its number on the screen, and what a frame of four curves costs.

The number: a line is written to a pseudo-terminal ten times a second, the analyzer's thread reads it,
the page shows it; the clock stops after the paint of the tile. The floor is a bare Qt label that another
thread's queued signal sets. The frame: the chart of the page with four instruments at ten readings a
second; the floor is a bare pyqtgraph plot with the same four curves.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import threading
import time
import tty
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QLabel

from fieldlaw import app as program
from fieldlaw.app.instants import instants
from fieldlaw.cases.casework.desk import Desk
from fieldlaw.cases.packs.load import load_folder
from fieldlaw.cases.records.instrument import Instrument
from fieldlaw.cases.store import profile, vault
from fieldlaw.cases.store.clocks import moment, now
from fieldlaw.devices.analyzers import make_analyzer
from fieldlaw.devices.link import SerialLink
from fieldlaw.devices.session import AnalyzerSession
from fieldlaw.settings import RESOURCES
from fieldlaw.ui.lanes import Lanes
from fieldlaw.ui.messages import Door
from fieldlaw.ui.presenters.bench import Bench, News
from fieldlaw.ui.presenters.instrument import Gear, InstrumentPresenter
from fieldlaw.ui.presenters.instrument_track import Track
from fieldlaw.ui.presenters.measuring import MeasuringPresenter
from fieldlaw.ui.views.instrument import InstrumentPage
from fieldlaw.ui.views.parts.stripchart import StripChart
from tests.benchmarks.figures import report, seconds

READINGS, HERTZ, FRAMES = 100, 10, 60
PHX42 = Instrument("FID-02", "phx42", "", "SN 1", "检字 1", "2099-01-01")


class Eye(QObject):
    """Notes when each text was first painted."""

    def __init__(self, text) -> None:
        super().__init__()
        self._text = text
        self.seen: dict[str, float] = {}

    def eventFilter(self, _watched, event) -> bool:
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, lambda: self.seen.setdefault(self._text(), time.perf_counter()))
        return False


class Voice(QObject):
    """Says a number from another thread."""

    said = Signal(str)


def pace(say) -> dict[str, float]:
    """Say numbers from a thread of its own, and run the window meanwhile; when each was said."""
    told: dict[str, float] = {}

    def run() -> None:
        for number in range(READINGS):
            text = f"{100 + number}.25"
            told[text] = time.perf_counter()
            say(text)
            time.sleep(1 / HERTZ)

    thread, loop = threading.Thread(target=run), QEventLoop()
    thread.start()
    watch = QTimer()
    watch.timeout.connect(lambda: thread.is_alive() or loop.quit())
    watch.start(50)
    loop.exec()
    return told


def latencies(told: dict[str, float], seen: dict[str, float]) -> list[float]:
    """How long each number took; the first ones warm up."""
    return [seen[text] - at for text, at in told.items() if text in seen][10:]


def bare() -> list[float]:
    """The floor: a label."""
    label, voice = QLabel(), Voice()
    voice.said.connect(label.setText, Qt.ConnectionType.QueuedConnection)
    eye = Eye(label.text)
    label.installEventFilter(eye)
    label.show()
    return latencies(pace(voice.said.emit), eye.seen)


def page(look, folder: Path) -> list[float]:
    """The program's page over a pseudo-terminal."""
    held = profile.create(folder, profile.Person("王立新", "执法人员"), "demo", os.urandom, vault.FLOOR)
    desk, owner = Desk(held, moment, os.urandom), QObject()
    lanes = Lanes(owner)
    bench = Bench(desk, lanes, Door(owner), News(owner), {})
    master, slave = os.openpty()
    tty.setraw(slave)
    address = os.ttyname(slave)

    def connect(one, on_event):
        analyzer = make_analyzer("phx42", one.name)
        return AnalyzerSession(analyzer, lambda: SerialLink(address), now, time.monotonic, on_event)

    instrument = InstrumentPresenter(bench, Gear(connect, lambda: (), now), owner)
    limits = load_folder(RESOURCES / "thresholds")
    measuring = MeasuringPresenter(bench, lambda: limits, instants(moment), owner)
    shown = InstrumentPage(look, instrument, measuring, lambda: None)
    shown.resize(1440, 900)
    shown.show()
    instrument.show_state(instrument.state.__class__(now().date(), (PHX42,), loaded=True))
    instrument.connect_to("FID-02")
    eye = Eye(lambda: shown.live.tile.number.text)
    shown.live.tile.number.installEventFilter(eye)
    line = "YTyt FIDR CALPPM={},PA=433.10,PAADJ=0.0\r\n"
    told = pace(lambda text: os.write(master, line.format(text).encode()))
    instrument.close()
    lanes.close()
    return latencies(told, eye.seen)


def tracks() -> dict[str, Track]:
    """Ninety seconds of four instruments at ten readings a second."""
    start, held = now().timestamp() - 90, {}
    for name in range(4):
        track = Track()
        for n in range(900):
            at = datetime.fromtimestamp(start + n / HERTZ, UTC)
            track.add(at, Decimal(str(100 * (name + 1) + n % 37)))
        held[f"FID-0{name}"] = track
    return held


def frames(look) -> None:
    """A frame of the chart against a bare plot with the same curves."""
    held = tracks()
    chart = StripChart(look, lambda: held, lambda: now().timestamp())
    chart.resize(900, 320)
    chart.show()
    plot = pg.PlotWidget()
    plot.resize(900, 320)
    curves = [plot.plot([], [], antialias=True) for _ in held]
    plot.show()

    def ours() -> None:
        chart.draw()
        chart.grab()

    def floor() -> None:
        for curve, track in zip(curves, held.values(), strict=True):
            points = list(track.points)
            curve.setData([at for at, _ in points], [value for _, value in points])
        plot.grab()

    ours(), floor()
    report("frame of four curves", seconds(ours, FRAMES), seconds(floor, FRAMES), "bare pyqtgraph plot")


def main() -> None:
    application = QApplication([])
    look = program.dress(application)
    with tempfile.TemporaryDirectory() as folder:
        ours, floor = page(look, Path(folder) / "p"), bare()
    report("byte to screen", ours, floor, "queued signal to a bare label")
    late = sorted(ours)[int(len(ours) * 0.99) - 1]
    middle = statistics.median(ours)
    print(f"byte to screen: median {middle * 1000:.1f} ms, 99th percentile {late * 1000:.1f} ms")
    frames(look)


if __name__ == "__main__":
    main()
