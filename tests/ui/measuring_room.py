"""Both pages of measuring over an open profile with a case, wired as the program wires them."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from fieldlaw.app.instants import instants
from fieldlaw.cases.casework import opening
from fieldlaw.cases.casework.cylinders import save_cylinder
from fieldlaw.cases.casework.equipment import save_instrument
from fieldlaw.cases.casework.measuring_views import rounds_of
from fieldlaw.cases.packs.load import load_folder, load_pack
from fieldlaw.cases.records.cylinder import Cylinder
from fieldlaw.cases.records.instrument import Instrument
from fieldlaw.cases.records.measuring import RawFile
from fieldlaw.cases.records.procedure import (
    BACKGROUND,
    POSITIONS,
    RESPONSE,
    SPAN,
    ZERO,
)
from fieldlaw.cases.store.clocks import moment, now
from fieldlaw.settings import RESOURCES
from fieldlaw.ui.lanes import Lanes
from fieldlaw.ui.messages import Door
from fieldlaw.ui.presenters.bench import Bench, News
from fieldlaw.ui.presenters.instrument import Gear, InstrumentPresenter
from fieldlaw.ui.presenters.measuring import MeasuringPresenter
from fieldlaw.ui.views.instrument import InstrumentPage
from fieldlaw.ui.views.parts.formdialog import FormDialog
from fieldlaw.ui.views.parts.worddialog import WordsDialog
from fieldlaw.ui.views.rounds import RoundsPage
from tests.cases.bureau import new_desk
from tests.ui.conftest import TASK
from tests.ui.instrument_room import connect
from tests.ui.rooms import settle, stand

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.ui.presenters.measuring_state import State
    from fieldlaw.ui.theme.look import Look
    from tests.ui.conftest import Clock

LEFT = Qt.MouseButton.LeftButton
LIMITS = load_folder(RESOURCES / "thresholds")
GAS = Cylinder("B-500", "methane", "500", "μmol/mol", "2", "2", "证 7", "2099-01-01")
LIST = "密封点编码,介质,密封点类型,装置名称\nF-0207,gas,法兰,2 号装置\nF-0208,gas,阀门,2 号装置\n"


@dataclass
class Room:
    """Both pages over an open profile with a case, and an analyzer whose air the test sets."""

    qtbot: QtBot
    desk: Desk
    case: str
    lanes: Lanes
    instrument: InstrumentPresenter
    presenter: MeasuringPresenter
    page: InstrumentPage
    rounds: RoundsPage
    tones: list[int] = field(default_factory=list)
    air: Decimal = Decimal("0.3")

    def light(self, address: str) -> None:
        """The analyzer is entered, connected and lit; the case is open."""
        entry = Instrument("FID-02", "phx42", address, "SN 1", "检字 1", "2099-01-16")
        save_instrument(self.desk, entry)
        self.instrument.refresh()
        self.wait(lambda: self.instrument.state.instruments)
        self.instrument.use_case(self.case)
        self.presenter.open(self.case)
        self.wait(lambda: self.presenter.state.loaded)
        self.instrument.connect_to("FID-02")
        self.wait(lambda: self.instrument.state.dark)
        self.instrument.ignite()
        self.wait(lambda: self.instrument.state.readout.number)

    @property
    def state(self) -> State:
        return self.presenter.state

    @property
    def body(self):
        return self.page.live.procedure.body

    @property
    def round(self):
        return rounds_of(self.desk, self.case)[-1]

    def wait(self, fits: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(fits()), timeout=5000)

    def breathe(self, value: str) -> None:
        """Other air at the probe; wait until the instrument has told it and the step has heard it."""
        self.air = Decimal(value)
        self.wait(lambda: self.instrument.state.last and self.instrument.state.last.value == self.air)
        if self.state.work is not None:
            self.wait(lambda: self.state.work.stream.last and self.state.work.stream.last.value == self.air)

    def press(self, button) -> None:
        assert button.isVisible(), button.text()
        self.qtbot.mouseClick(button, LEFT)

    def kept(self, act: Callable[[], object]) -> None:
        before = self.state.kept
        act()
        self.wait(lambda: self.state.kept > before)
        settle(self.qtbot, self.lanes)

    def begin(self) -> None:
        self.press(self.page.live.procedure.begin)
        dialog = self.dialog(FormDialog)
        dialog.fill({**dialog.values, "title": "抽查", "standard": "gb31571", "region": "general"})
        self.kept(dialog.act.click)
        self.wait(lambda: self.state.session)

    def dialog(self, kind):
        held = QApplication.activeModalWidget()
        assert isinstance(held, kind)
        return held

    def say(self, text: str) -> None:
        dialog = self.dialog(WordsDialog)
        dialog.edit.setPlainText(text)
        self.kept(dialog.act.click)

    def skip(self, step: str) -> None:
        self.presenter.show_step(step)
        self.press(self.body.skip)
        self.say("现场没有时间做")

    def through_zero(self) -> None:
        self.presenter.show_step(ZERO)
        self.press(self.body.act)
        self.breathe("0.4")
        self.press(self.body.act)
        self.kept(lambda: self.press(self.body.done))

    def through_span(self, value: str = "498") -> None:
        self.presenter.show_step(SPAN)
        self.presenter.use_cylinder("B-500")
        self.press(self.body.act)
        for _turn in range(3):
            for gas in ("0.4", value):
                self.breathe(gas)
                self.press(self.body.act)
        self.kept(lambda: self.press(self.body.done))

    def through_response(self) -> None:
        self.presenter.show_step(RESPONSE)
        self.press(self.body.act)
        for _turn in range(3):
            self.breathe("0.4")
            assert self.body.act.text() == "切换"
            self.press(self.body.act)
            self.breathe("498")
            self.press(self.body.act)
        self.kept(lambda: self.press(self.body.done))

    def through_background(self) -> None:
        self.presenter.show_step(BACKGROUND)
        self.press(self.body.act)
        for place in POSITIONS:
            self.breathe(f"1.{POSITIONS.index(place) + 2}")
            self.press(self.body.places[place])
            self.wait(lambda: self.state.work.peak is not None)
            self.press(self.body.places[place])
        self.body.weather.fields["wind_direction"].setText("东南")
        self.kept(lambda: self.press(self.body.done))

    def list_points(self, tmp: Path) -> None:
        path = tmp / "list.csv"
        path.write_text(LIST, encoding="utf-8")
        self.kept(lambda: self.presenter.import_points(str(path)))
        self.wait(lambda: self.state.view.planned)


def make_room(qtbot: QtBot, look: Look, clock: Clock, folder: Path) -> Room:
    """A desk with a case, both presenters wired as the program wires them, both pages."""
    desk = new_desk(folder, clock=clock)
    case = opening.open_case(desk, TASK, load_pack(RESOURCES / "checklists" / "A.yaml"))
    owner = QObject()
    lanes = Lanes(owner)
    bench = Bench(desk, lanes, Door(owner), News(owner), {})
    raw = RawFile(
        "FID-02", "raw/one", 12, bytes(32), "2026-11-25T10:00:00+08:00", "2026-11-25T11:00:00+08:00"
    )
    gear = Gear(connect, lambda: (), now, cut_raw=lambda _name: (raw,))
    instrument = InstrumentPresenter(bench, gear, owner)
    presenter = MeasuringPresenter(bench, lambda: LIMITS, instants(moment), owner)
    presenter.cut_raw = instrument.cut_raw
    instrument.taken.connect(presenter.feed)
    instrument.raw_closed.connect(presenter.keep_raws)

    def follow(state) -> None:
        presenter.instruments = tuple(line.instrument for line in state.lines)
        presenter.use_instrument(state.instrument, state.detector)

    instrument.changed.connect(follow)
    tones: list[int] = []
    page = InstrumentPage(look, instrument, presenter, lambda: tones.append(1))
    rounds = RoundsPage(look, presenter)
    qtbot.addWidget(rounds)
    stand(qtbot, page, 1440, 900)
    save_cylinder(desk, GAS)
    made = Room(qtbot, desk, case, lanes, instrument, presenter, page, rounds, tones)
    made.owner = owner
    return made
