"""A round of measuring in the window, over the simulated analyzer on a pseudo-terminal."""

from __future__ import annotations

import csv
import io
import time
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from fieldlaw.app.instants import instants
from fieldlaw.cases.casework import opening
from fieldlaw.cases.casework.cylinders import save_cylinder
from fieldlaw.cases.casework.desk import Desk, read
from fieldlaw.cases.casework.equipment import save_instrument
from fieldlaw.cases.casework.inspecting import evidence_bytes
from fieldlaw.cases.casework.measuring_views import rounds_of
from fieldlaw.cases.packs.load import load_folder, load_pack
from fieldlaw.cases.records.cylinder import Cylinder
from fieldlaw.cases.records.instrument import Instrument
from fieldlaw.cases.records.measuring import Link, RawFile
from fieldlaw.cases.records.procedure import (
    BACKGROUND,
    DRIFT,
    INSTRUMENT,
    POINT,
    POSITIONS,
    RESPONSE,
    SPAN,
    WARMUP,
    ZERO,
)
from fieldlaw.cases.store.clocks import moment, now
from fieldlaw.devices.simulated.phx42 import SimulatedPhx42
from fieldlaw.settings import RESOURCES
from fieldlaw.ui.lanes import Lanes
from fieldlaw.ui.messages import Door
from fieldlaw.ui.presenters.bench import Bench, News
from fieldlaw.ui.presenters.instrument import Gear, InstrumentPresenter
from fieldlaw.ui.presenters.measuring import MeasuringPresenter
from fieldlaw.ui.presenters.thermal_gallery import look_at
from fieldlaw.ui.views.instrument import InstrumentPage
from fieldlaw.ui.views.parts.formdialog import FormDialog
from fieldlaw.ui.views.parts.rounddialogs import GasDialog
from fieldlaw.ui.views.parts.worddialog import WordsDialog
from fieldlaw.ui.views.rounds import RoundsPage
from tests.cases.bureau import new_desk
from tests.ui.conftest import TASK
from tests.ui.rooms import settle, stand
from tests.ui.test_instrument import connect, lines_open

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

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


@pytest.fixture
def room(qtbot: QtBot, look: Look, clock: Clock, tmp_path: Path) -> Iterator[Room]:
    made = make_room(qtbot, look, clock, tmp_path / "p")
    with SimulatedPhx42(lambda _s: made.air, ignite_seconds=0.0) as device:
        made.device = device
        made.light(device.path)
        yield made
        made.page.alarm.stop()
        made.instrument.close()
        qtbot.waitUntil(lambda: not lines_open(), timeout=5000)
    made.lanes.close()
    made.desk.profile.close()


def test_the_steps_before_the_points_by_hand(room: Room) -> None:
    room.begin()
    rows = room.page.live.procedure.rows
    assert [row.step for row in rows][:3] == [INSTRUMENT, WARMUP, ZERO]
    room.kept(lambda: room.press(room.body.act))
    assert rows[0].value.text() == "FID-02·有效至 01-16"
    assert room.state.step == WARMUP
    room.skip(WARMUP)
    room.through_zero()
    assert rows[2].value.text() == "0.4"
    room.through_span()
    assert "偏差 0.40%" in rows[3].value.text()
    assert "未核实" in rows[3].value.text()
    room.through_response()
    room.through_background()
    assert "5 点均值 1.4" in rows[5].value.text()
    assert room.state.step == POINT


def through_all(room: Room, tmp_path: Path) -> None:
    room.begin()
    room.kept(lambda: room.press(room.body.act))
    room.skip(WARMUP)
    room.through_zero()
    room.through_span()
    room.through_response()
    room.through_background()
    room.list_points(tmp_path)


def test_a_point_at_exactly_the_limit_leaks_and_the_drift_takes_it(room: Room, tmp_path: Path) -> None:
    through_all(room, tmp_path)
    room.presenter.move(1)
    assert room.body.act.text() == "开始测 F-0207"
    assert room.page.point.edit.text() == "F-0207"
    room.press(room.body.act)
    room.breathe("1800")
    room.breathe("2001.4")
    room.wait(lambda: room.state.point.is_long_enough and room.state.alarm)
    assert room.page.live.tile.verdict.text() == "超过限值"
    assert room.tones
    assert room.state.verdict.net == Decimal("2000.0")
    room.page.live.chart.draw()
    assert "泄漏限值 2000（大于等于）" in room.page.live.chart.band_words
    room.kept(lambda: room.press(room.body.act))
    (point,) = room.round.points
    assert (point.verdict["verdict"], point.verdict["net"]) == ("leak", "2000.0")
    assert point.result.figure("dwell") >= point.result.figure("required")
    room.breathe("0.4")
    room.press(room.body.after)
    assert room.state.planned.tag == "F-0208"
    assert not room.page.alarm.on
    drift(room, "447")
    assert room.round.points[0].doubt.code == "retest"
    room.kept(lambda: room.press(room.body.act))
    assert room.round.ended is not None
    assert [raw["file"] for raw in room.round.raws] == ["raw/one"]
    assert room.page.live.procedure.begin.isVisible()


def drift(room: Room, value: str) -> None:
    room.presenter.show_step(DRIFT)
    room.press(room.body.act)
    room.breathe(value)
    room.press(room.body.act)
    room.kept(lambda: room.press(room.body.done))
    assert room.page.live.procedure.rows[7].value.text().startswith("-10.2%")


def test_a_short_stay_is_kept_without_a_verdict_and_a_second_reading_asks_why(
    room: Room, tmp_path: Path
) -> None:
    room.begin()
    for step in (INSTRUMENT, WARMUP, ZERO, SPAN, RESPONSE, BACKGROUND):
        room.skip(step)
    room.list_points(tmp_path)
    room.presenter.move(1)
    room.press(room.body.act)
    room.breathe("100")
    room.kept(lambda: room.press(room.body.act))
    (point,) = room.round.points
    assert point.verdict["verdict"] == "undecidable"
    assert "停留不足" in point.result.reason
    assert room.body.act.text() == "重测 F-0207"
    room.press(room.body.act)
    room.breathe("101")
    room.press(room.body.act)
    room.say("上次停留不足，重测")
    assert [one.is_last for one in room.round.points] == [False, True]
    assert room.round.points[1].reason == "上次停留不足，重测"


def test_a_pulled_cable_restarts_the_stay_and_says_so(room: Room, tmp_path: Path) -> None:
    room.begin()
    for step in (INSTRUMENT, WARMUP, ZERO, SPAN, RESPONSE, BACKGROUND):
        room.skip(step)
    room.list_points(tmp_path)
    room.presenter.move(1)
    room.press(room.body.act)
    room.breathe("100")
    room.wait(lambda: room.state.point.stay)
    room.device.unplug()
    room.wait(lambda: room.instrument.state.lost)
    room.press(room.body.drop)
    assert room.state.work is None
    room.device.replug()
    room.wait(lambda: room.instrument.state.readout.number)
    assert room.state.session is not None


def test_a_reading_that_is_not_there_is_not_taken(room: Room) -> None:
    room.begin()
    room.presenter.show_step(ZERO)
    room.press(room.body.act)
    room.device.blow_out()
    room.wait(lambda: room.state.work.stream.broken)
    room.press(room.body.act)
    assert "没有点火" in room.state.problem.what
    assert room.state.work.taken == ()
    room.press(room.body.done)
    assert "还没有取读数" in room.state.problem.what
    room.press(room.body.drop)
    assert room.state.problem is None


def test_the_session_stands_again_after_the_program_was_closed(room: Room, look: Look) -> None:
    room.begin()
    room.kept(lambda: room.press(room.body.act))
    room.through_zero()
    bench = Bench(room.desk, room.lanes, Door(room.page), News(room.page), {})
    again = MeasuringPresenter(bench, lambda: LIMITS, instants(moment), room.page)
    again.open(room.case)
    again.use_instrument(room.instrument.state.instrument, "FID")
    room.wait(lambda: again.state.session)
    assert again.state.session.results == room.state.session.results
    assert again.state.guide == room.state.guide


def test_the_list_shows_points_takes_a_scan_and_exports(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.begin()
    room.list_points(tmp_path)
    table = room.rounds.points.grid
    assert [row.cell(5) for row in table.held] == ["未测", "未测"]
    room.rounds.show()
    room.rounds.scan.setText("F-0208")
    with room.qtbot.waitSignal(room.rounds.measure_wanted):
        room.qtbot.keyClick(room.rounds.scan, Qt.Key.Key_Return)
    assert room.state.planned.tag == "F-0208"
    assert room.state.point is not None
    room.breathe("55")
    room.kept(room.presenter.keep_point)
    room.wait(lambda: any(row.cell(4) for row in table.held))
    assert "清单 2 点·已测 1" in room.rounds._sum.text()
    book, text = tmp_path / "out.xlsx", tmp_path / "out.csv"
    for path in (book, text):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, held=path: (str(held), ""))
        room.kept(room.rounds.ask_export)
    assert load_workbook(book).sheetnames[0] == "密封点检测"
    rows = list(csv.DictReader(io.StringIO(text.read_text(encoding="utf-8-sig"))))
    assert [row["密封点编码"] for row in rows] == ["F-0208"]
    room.rounds.scan.setText("F-9999")
    room.qtbot.keyClick(room.rounds.scan, Qt.Key.Key_Return)
    dialog = room.dialog(FormDialog)
    assert dialog.values["tag"] == "F-9999"
    room.kept(dialog.act.click)
    room.wait(lambda: len(room.state.view.planned) == 3)
    room.rounds.hide()


def test_a_step_is_taken_back_with_a_reason(room: Room) -> None:
    room.begin()
    room.kept(lambda: room.press(room.body.act))
    room.rounds.show()
    room.rounds._turn("checks")
    room.rounds.checks.selectRow(0)
    room.press(room.rounds.back_off)
    room.say("登记错了仪器")
    room.wait(lambda: not room.state.view.steps)
    assert read(room.desk, room.case).file.withdrawn
    room.rounds.hide()


def test_a_bad_list_and_a_bad_export_are_said_and_tried_again(room: Room, tmp_path: Path) -> None:
    room.begin()
    path = tmp_path / "bad.csv"
    path.write_text("x,y\n1,2\n", encoding="utf-8")
    room.presenter.import_points(str(path))
    room.wait(lambda: room.state.problem)
    path.write_text("密封点编码\nF-1\n", encoding="utf-8")
    room.presenter.import_points(str(path))
    room.wait(lambda: room.state.problem and "介质" in room.state.problem.what)
    room.kept(lambda: room.presenter.import_points(str(path), "gas"))
    room.wait(lambda: [one.medium for one in room.state.view.planned] == ["gas"])
    room.presenter.import_points(str(tmp_path / "none.csv"))
    room.wait(lambda: room.state.problem and "打不开" in room.state.problem.what)
    room.presenter.export(str(tmp_path / "no" / "where.csv"))
    room.wait(lambda: room.state.problem and "写不进去" in room.state.problem.what)
    (tmp_path / "no").mkdir()
    room.kept(room.presenter.retry)
    assert (tmp_path / "no" / "where.csv").exists()


def test_gas_cylinders_are_entered_changed_and_removed(room: Room) -> None:
    room.begin()
    room.presenter.show_step(SPAN)
    room.press(room.body.cylinders)
    dialog = room.dialog(GasDialog)
    dialog.fill({"number": "C-1", "substance": "propane", "concentration": "x", "unit": "μmol/mol"})
    dialog.act.click()
    room.wait(dialog.fault.text)
    assert "不是数" in dialog.fault.text()
    dialog.fields["concentration"].setText("800")
    room.kept(dialog.act.click)
    assert [one.number for one in room.state.cylinders] == ["B-500", "C-1"]
    dialog.table.selectRow(1)
    assert dialog.values["concentration"] == "800"
    room.kept(dialog.remove.click)
    assert [one.number for one in room.state.cylinders] == ["B-500"]
    dialog.reject()


def test_the_alarm_can_be_hushed_and_the_flash_stays(room: Room, tmp_path: Path) -> None:
    room.qtbot.keyClick(room.page.live.keep, Qt.Key.Key_F10)
    assert room.page.loud.text() == "静音 5 分钟"
    room.begin()
    for step in (INSTRUMENT, WARMUP, ZERO, SPAN, RESPONSE):
        room.skip(step)
    room.through_background()
    room.list_points(tmp_path)
    room.presenter.move(1)
    room.press(room.body.act)
    room.breathe("9000")
    room.wait(lambda: room.page.alarm.on)
    assert room.tones == []
    room.wait(lambda: room.page.live.tile._verdict.property("flash") == "on")
    room.press(room.page.loud)
    room.wait(lambda: room.tones)
    room.breathe("2")
    room.wait(lambda: not room.page.alarm.on)


def test_without_a_case_or_an_instrument_the_panel_says_what_is_missing(room: Room) -> None:
    started = time.monotonic()
    room.presenter.open("")
    room.wait(lambda: not room.state.case)
    assert "打开一次检查" in room.page.live.procedure._nothing.text()
    assert not room.page.live.procedure.begin.isVisible()
    assert time.monotonic() - started < 5


def test_the_screen_is_kept_as_a_picture(room: Room) -> None:
    room.press(room.page.live.shoot)
    room.wait(lambda: read(room.desk, room.case).file.all("evidence_added"))
    (added,) = read(room.desk, room.case).file.all("evidence_added")
    assert added.body["number"] == "拍屏 1"
    room.wait(room.page.banner.isVisible)
    assert "证据" in room.page.banner._head.text()
    room.instrument.hush()
    assert not room.page.banner.isVisible()
    assert evidence_bytes(room.desk, room.case, added).startswith(b"\x89PNG")


def test_a_point_is_kept_with_the_picture_that_shows_it(room: Room, tmp_path: Path) -> None:
    room.press(room.page.live.shoot)
    room.wait(lambda: read(room.desk, room.case).file.all("evidence_added"))
    (added,) = read(room.desk, room.case).file.all("evidence_added")
    room.wait(room.page.banner.isVisible)
    room.instrument.hush()
    room.begin()
    room.list_points(tmp_path)
    room.presenter.link(Link("热像 1", added.body["evidence"], "P1"))
    room.presenter.move(1)
    assert "和这一点一起记：热像 1 P1" in room.body.lines.text()
    room.press(room.body.unlink)
    assert room.state.links == ()
    room.presenter.link(Link("热像 1", added.body["evidence"], "P1"))
    room.press(room.body.act)
    room.breathe("100")
    room.kept(lambda: room.press(room.body.act))
    assert [one.area for one in room.round.points[0].links] == ["P1"]
    assert room.state.links == ()
    (linked,) = look_at(room.desk, room.case).points[added.body["evidence"]]
    assert (linked.area, linked.tag, linked.verdict) == ("P1", "F-0207", "不能判定")
