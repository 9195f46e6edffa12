"""The instrument page over simulated analyzers, with the very gear of the program."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QPushButton

from fieldlaw.app.gear import Bay
from fieldlaw.app.instants import instants
from fieldlaw.cases.casework import opening
from fieldlaw.cases.casework.desk import Desk, read
from fieldlaw.cases.casework.equipment import save_instrument
from fieldlaw.cases.ledger.event import Moment
from fieldlaw.cases.packs.load import load_folder, load_pack
from fieldlaw.cases.records.instrument import Instrument
from fieldlaw.cases.store.clocks import now
from fieldlaw.devices.discovery import Discovery, discover
from fieldlaw.devices.link import SerialLink
from fieldlaw.devices.simulated.models import make_simulator
from fieldlaw.devices.simulated.physics import Course
from fieldlaw.settings import RESOURCES
from fieldlaw.ui.lanes import Lanes
from fieldlaw.ui.messages import Door
from fieldlaw.ui.presenters.bench import Bench, News
from fieldlaw.ui.presenters.instrument import InstrumentPresenter
from fieldlaw.ui.presenters.measuring import MeasuringPresenter
from fieldlaw.ui.views.instrument import InstrumentPage
from tests.cases.bureau import new_desk
from tests.ui.conftest import TASK
from tests.ui.rooms import stand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldlaw.devices.simulated.device import SimulatedDevice
    from fieldlaw.ui.presenters.instrument_state import State
    from fieldlaw.ui.theme.look import Look

LEFT = Qt.MouseButton.LeftButton
UNTIL = "2099-01-16"
_OURS = ("analyzer-session", "instrument-aside")


def present() -> Moment:
    return Moment(now().isoformat(), time.monotonic_ns(), "boot", None)


def simulated(model: str, *faults: str, period: float = 0.05) -> SimulatedDevice:
    """A simulated analyzer that lights at once when asked to."""
    device = make_simulator(model, faults=faults, period=period)
    physics = device.instrument.dialect.physics
    physics.course = replace(physics.course, purge=0.0, ignite=0.1)
    assert isinstance(physics.course, Course)
    return device


def quick_find(address: str, is_cancelled: Callable[[], bool]) -> Discovery:
    """As in the program, with less patience."""
    return discover(
        lambda baud: SerialLink(address, baudrate=baud),
        time.monotonic,
        is_cancelled,
        listen_seconds=0.4,
        answer_seconds=0.2,
    )


def answer(press: str) -> None:
    """Press a button of the question that comes up next."""

    def act() -> None:
        box = QApplication.activeModalWidget()
        assert box is not None
        next(b for b in box.findChildren(QPushButton) if b.text() == press).click()

    QTimer.singleShot(0, act)


def threads() -> list[str]:
    return [one.name for one in threading.enumerate() if one.name in _OURS]


@dataclass
class GearRoom:
    qtbot: QtBot
    desk: Desk
    case: str
    lanes: Lanes
    bench: Bench
    bay: Bay
    presenter: InstrumentPresenter
    measuring: MeasuringPresenter
    page: InstrumentPage

    @property
    def state(self) -> State:
        return self.presenter.state

    @property
    def shown(self) -> str:
        """What stands large."""
        return self.page.live.tile.number.text

    @property
    def status(self) -> str:
        """What the chip says."""
        return self.state.readout.status

    @property
    def form(self):
        return self.page.gear.form

    @property
    def folder(self) -> Path:
        return self.desk.profile.folder

    def wait(self, fits: Callable[[], object], seconds: float = 5.0) -> None:
        self.qtbot.waitUntil(lambda: bool(fits()), timeout=int(seconds * 1000))

    def events(self, kind: str) -> list[dict]:
        return [dict(e.body) for e in read(self.desk, self.case).file.all(kind)]

    def enter(self, *instruments: Instrument) -> None:
        for one in instruments:
            save_instrument(self.desk, one)
        self.presenter.refresh()
        self.wait(lambda: set(instruments) <= set(self.state.instruments))

    def connect(self, model: str, address: str, name: str = "仪-01", **more: str) -> None:
        self.enter(Instrument(name, model, address, valid_until=UNTIL, **more))
        self.qtbot.mouseClick(self.page.gear.connect_to, LEFT)

    def ignite(self) -> None:
        answer("点火")
        self.qtbot.mouseClick(self.page.live.fire, LEFT)

    def open_case(self, item: str = "") -> None:
        self.presenter.use_case(self.case, item)
        self.measuring.open(self.case)
        self.wait(lambda: self.state.case)

    def press(self, button: QPushButton) -> None:
        self.qtbot.mouseClick(button, LEFT)

    def close(self) -> None:
        self.presenter.close()
        self.qtbot.waitUntil(lambda: not threads(), timeout=6000)


def gear_room(
    qtbot: QtBot, look: Look, folder: Path, wide: int = 1280, high: int = 720
) -> Iterator[GearRoom]:
    """A page over an open profile with one case; for fixtures."""
    desk = new_desk(folder / "p", clock=present)
    case = opening.open_case(desk, TASK, load_pack(RESOURCES / "checklists" / "A.yaml"))
    owner = QObject()
    lanes = Lanes(owner)
    bench = Bench(desk, lanes, Door(owner), News(owner), {})
    bay = Bay(desk.clock, desk.profile.folder, report_ms=50)
    presenter = InstrumentPresenter(bench, replace(bay.gear(), find_model=quick_find), owner)
    limits = load_folder(RESOURCES / "thresholds")
    measuring = MeasuringPresenter(bench, lambda: limits, instants(desk.clock), owner)
    page = InstrumentPage(look, presenter, measuring, lambda: None)
    stand(qtbot, page, wide, high)
    presenter.refresh()
    qtbot.waitUntil(lambda: presenter.state.loaded)
    made = GearRoom(qtbot, desk, case, lanes, bench, bay, presenter, measuring, page)
    yield made
    made.close()
    lanes.close()
    desk.profile.close()
