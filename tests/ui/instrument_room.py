"""The page of instruments over an open profile with a case, and what a test does on it."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QPushButton

from fieldlaw.cases.casework.desk import Desk, read
from fieldlaw.cases.casework.equipment import save_instrument
from fieldlaw.cases.records.instrument import Instrument
from fieldlaw.cases.store.clocks import now
from fieldlaw.devices.analyzers.phx42 import Phx42Analyzer
from fieldlaw.devices.link import SerialLink
from fieldlaw.devices.session import AnalyzerSession

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from fieldlaw.devices.session import SessionEvent
    from fieldlaw.ui.lanes import Lanes
    from fieldlaw.ui.presenters.instrument import InstrumentPresenter
    from fieldlaw.ui.presenters.instrument_state import State
    from fieldlaw.ui.views.instrument import InstrumentPage

GOOD, PAST = "2099-01-16", "2020-01-16"
LEFT = Qt.MouseButton.LeftButton


def lines_open() -> list[str]:
    return [t.name for t in threading.enumerate() if t.name in ("analyzer-session", "instrument-aside")]


def connect(instrument: Instrument, on_event: Callable[[SessionEvent], None]) -> AnalyzerSession:
    """What the program does, with a faster report and a shorter wait."""
    analyzer = Phx42Analyzer(instrument.name, report_ms=20)
    return AnalyzerSession(
        analyzer,
        lambda: SerialLink(instrument.address),
        now,
        time.monotonic,
        on_event,
        backoff=(0.02, 0.05),
    )


@dataclass
class Room:
    """The page over an open profile with one case."""

    qtbot: QtBot
    desk: Desk
    case: str
    lanes: Lanes
    presenter: InstrumentPresenter
    page: InstrumentPage

    @property
    def state(self) -> State:
        return self.presenter.state

    @property
    def shown(self) -> str:
        return self.page.live.tile.number.text

    def wait(self, fits: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(fits()), timeout=4000)

    def events(self, kind: str) -> list[dict]:
        return [dict(e.body) for e in read(self.desk, self.case).file.all(kind)]

    def enter(self, address: str, valid_until: str = GOOD) -> None:
        save_instrument(self.desk, Instrument("FID-02", "phx42", address, "SN 1", "检字 1", valid_until))
        self.presenter.refresh()
        self.wait(lambda: self.state.instruments)

    def connect(self, address: str, valid_until: str = GOOD) -> None:
        self.enter(address, valid_until)
        self.qtbot.mouseClick(self.page.gear.connect_to, LEFT)
        assert self.state.live

    def open_case(self) -> None:
        self.presenter.use_case(self.case, "A10")
        self.wait(lambda: self.state.case)

    def close(self) -> None:
        self.presenter.close()
        self.qtbot.waitUntil(lambda: not lines_open(), timeout=4000)


def answer(press: str) -> None:
    """Press a button of the question that comes up next."""

    def act() -> None:
        box = QApplication.activeModalWidget()
        assert box is not None
        next(b for b in box.findChildren(QPushButton) if b.text() == press).click()

    QTimer.singleShot(0, act)


def light(room: Room) -> None:
    room.wait(lambda: room.shown == "未点火")
    answer("点火")
    room.qtbot.mouseClick(room.page.live.fire, LEFT)
    room.wait(lambda: room.state.readout.number)
