"""A round of measuring in the window, over the simulated analyzer on a pseudo-terminal."""

from __future__ import annotations

import csv
import io
import time
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from fieldlaw.app.instants import instants
from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.inspecting import evidence_bytes
from fieldlaw.cases.law.threshold import UNDECIDABLE
from fieldlaw.cases.records.measuring import Link
from fieldlaw.cases.records.procedure import (
    BACKGROUND,
    DRIFT,
    INSTRUMENT,
    POINT,
    RESPONSE,
    SPAN,
    WARMUP,
    ZERO,
)
from fieldlaw.cases.store.clocks import moment
from fieldlaw.devices.simulated.phx42 import SimulatedPhx42
from fieldlaw.ui.messages import Door
from fieldlaw.ui.presenters.bench import Bench, News
from fieldlaw.ui.presenters.measuring import MeasuringPresenter
from fieldlaw.ui.presenters.thermal_gallery import look_at
from fieldlaw.ui.views.parts.formdialog import FormDialog
from fieldlaw.ui.views.parts.rounddialogs import GasDialog
from tests.ui.instrument_room import lines_open
from tests.ui.measuring_room import LIMITS, Room, make_room
from tests.ui.rooms import settle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldlaw.ui.theme.look import Look
    from tests.ui.conftest import Clock


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
    assert room.page.live.tile.verdict.text() == "达到限值"
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
    room.rounds.show()
    room.wait(lambda: not room.rounds.points.isVisible())
    room.list_points(tmp_path)
    assert room.rounds.points.isVisible()
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
    room.kept(lambda: room.qtbot.keyClick(dialog.fields["kind"], Qt.Key.Key_Return))
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


def test_a_reading_beyond_the_limit_alarms_also_where_the_background_was_not_measured(
    room: Room, tmp_path: Path
) -> None:
    room.begin()
    for step in (INSTRUMENT, WARMUP, ZERO, SPAN, RESPONSE, BACKGROUND):
        room.skip(step)
    room.list_points(tmp_path)
    room.presenter.move(1)
    assert "F-0207" in room.body.says.text()
    room.press(room.body.act)
    room.breathe("9000")
    room.wait(lambda: room.page.alarm.on)
    assert room.state.live.verdict == UNDECIDABLE
    room.breathe("2")
    room.wait(lambda: not room.page.alarm.on)
    room.kept(room.presenter.keep_point)
    room.wait(lambda: room.rounds.points.grid.held[0].cell(4) == "9000 未扣本底")


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
    assert linked.value == "100 未扣本底"


def test_in_the_fast_mode_space_begins_and_keeps_and_the_next_open_point_follows(
    room: Room, tmp_path: Path
) -> None:
    through_all(room, tmp_path)
    room.presenter.move(1)
    room.page.activateWindow()
    room.page.live.keep.setFocus()
    room.wait(room.page.live.keep.hasFocus)
    room.qtbot.keyClick(room.page.live.keep, Qt.Key.Key_F8)
    assert room.body.fast.isChecked()
    assert room.page.live.keep.text() == "开始测 F-0207"
    room.body.probe.setFocus()
    room.qtbot.keyClicks(room.body.probe, "by the seal")
    room.qtbot.keyClick(room.body.probe, Qt.Key.Key_Return)
    room.wait(room.page.live.keep.hasFocus)
    assert room.state.point is None
    room.qtbot.keyClick(room.page.live.keep, Qt.Key.Key_Space)
    room.wait(lambda: room.state.point)
    assert room.page.live.keep.text() == "记下这一点"
    room.kept(lambda: room.qtbot.keyClick(room.page.live.keep, Qt.Key.Key_Space))
    room.wait(lambda: room.round.points)
    assert room.state.planned.tag == "F-0208"
    assert room.state.told == "F-0207 已记下。接着测 F-0208。"
    assert room.round.points[0].probe == "by the seal"
    assert room.state.point is None
    room.qtbot.keyClick(room.page.live.keep, Qt.Key.Key_Space)
    room.kept(lambda: room.qtbot.keyClick(room.page.live.keep, Qt.Key.Key_Space))
    assert room.state.told == "F-0208 已记下。后面没有没测的点了。"
    room.qtbot.keyClick(room.page.live.keep, Qt.Key.Key_F8)
    assert room.page.live.keep.text() == "保留读数"


def test_a_step_that_was_chosen_stays_open_while_other_things_are_kept(room: Room) -> None:
    room.begin()
    assert room.state.step == INSTRUMENT
    room.presenter.show_step(POINT)
    room.press(room.page.live.keep)
    room.wait(lambda: read(room.desk, room.case).file.all("measurement_kept"))
    settle(room.qtbot, room.lanes)
    assert room.state.step == POINT
    room.skip(ZERO)
    assert room.state.step == INSTRUMENT
