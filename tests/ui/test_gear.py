"""The equipment sheet: model, port, what the model cannot tell, 认机型; the checks of an instrument."""

from __future__ import annotations

import os
import tty
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from fieldlaw.app.gear import find_model
from fieldlaw.cases.casework.equipment import list_instruments
from fieldlaw.cases.casework.measuring import begin_round, keep_step
from fieldlaw.cases.records.instrument import Instrument
from fieldlaw.devices.analyzers import KNOWN
from fieldlaw.devices.procedure import Session
from fieldlaw.ui.presenters.gear_find import model_choices
from fieldlaw.ui.views.parts.gearform import FreeChoice
from tests.cases.test_measuring import PACKS, PLAN
from tests.devices.measuring_cases import LIMITS, TOOL, ready
from tests.ui.gear_room import UNTIL, GearRoom, gear_room, simulated, threads

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldlaw.ui.theme.look import Look


@pytest.fixture
def room(qtbot: QtBot, look: Look, tmp_path: Path) -> Iterator[GearRoom]:
    yield from gear_room(qtbot, look, tmp_path)


def choose(room: GearRoom, model: str) -> None:
    room.form.model.setCurrentIndex(room.form.model.findData(model))


def open_form(room: GearRoom) -> None:
    room.press(room.page.gear.add)
    assert room.form.isVisible()


def test_every_model_says_its_detectors_and_how_well_it_is_known() -> None:
    made = {one.id: one for one in model_choices()}
    assert set(made) == set(KNOWN)
    assert made["phx42"].line == "LDARtools phx42（FID·依据 A- 级）"
    assert made["rae_R"].line == "RAE MiniRAE / ppbRAE 3000（PID·依据 C 级·试用）"
    assert made["rae_R"].about.startswith("试用：协议只有部分公开资料，读数标明。")
    kinds = [one.is_experimental for one in model_choices()]
    assert kinds == sorted(kinds), "those that are well known come first"


def test_no_model_is_chosen_in_silence(room: GearRoom) -> None:
    open_form(room)
    assert room.form.model.currentText() == "先选型号"
    room.qtbot.keyClicks(room.form.fields["name"], "FID-02")
    room.qtbot.keyClicks(room.form.fields["address"], "/dev/rfcomm0")
    assert room.form.act.text() == "先选型号"
    room.press(room.form.act)
    assert list_instruments(room.desk) == ()
    assert room.form.model.hasFocus()


def test_only_what_the_model_cannot_tell_is_asked_for(room: GearRoom) -> None:
    open_form(room)
    asked = {}
    for model in ("phx42", "phx21", "expec3100", "tva2020", "rae_R", "falco"):
        choose(room, model)
        asked[model] = {n for n in ("unit", "lamp_ev", "baudrate") if not room.form.cells[n].isHidden()}
    assert asked == {
        "phx42": set(),
        "phx21": set(),
        "expec3100": {"unit", "lamp_ev"},
        "tva2020": {"unit", "lamp_ev", "baudrate"},
        "rae_R": {"unit", "lamp_ev", "baudrate"},
        "falco": {"lamp_ev", "baudrate"},
    }
    choose(room, "expec3100")
    assert room.form.fields["address"].placeholderText() == "tcp://192.168.1.1:8899"


def test_a_unit_that_the_stream_does_not_name_must_be_written(room: GearRoom) -> None:
    open_form(room)
    choose(room, "expec3100")
    room.form.fields["name"].setText("谱育-1")
    room.qtbot.keyClicks(room.form.fields["address"], "tcp://192.168.1.1:8899")
    assert room.form.act.text() == "还没写：读数单位"
    room.form.unit.write("ppm")
    room.form.gas.edit.setText("甲烷")
    room.qtbot.keyClicks(room.form.fields["lamp_ev"], "10.6")
    room.press(room.form.act)
    room.wait(lambda: not room.form.isVisible())
    (kept,) = list_instruments(room.desk)
    assert (kept.unit, kept.calibration_gas, kept.lamp_ev) == ("ppm", "methane", "10.6")


def test_what_another_model_has_no_use_for_is_not_kept(room: GearRoom) -> None:
    room.enter(Instrument("仪-01", "rae_R", "/dev/x", unit="ppb", lamp_ev="10.6", baudrate="9600"))
    room.press(room.page.gear.change)
    assert (room.form.unit.held, room.form.fields["baudrate"].text()) == ("ppb", "9600")
    choose(room, "phx42")
    room.press(room.form.act)
    room.wait(lambda: not room.form.isVisible())
    assert list_instruments(room.desk) == (Instrument("仪-01", "phx42", "/dev/x"),)


def test_an_unknown_gas_stays_as_written(room: GearRoom) -> None:
    room.enter(Instrument("仪-01", "phx42", "/dev/x", calibration_gas="正己烷"))
    room.press(room.page.gear.change)
    assert room.form.gas.edit.text() == "正己烷"
    assert room.form.gas.held == "正己烷"


def test_a_baud_rate_that_is_none_is_refused_and_nothing_is_lost(room: GearRoom) -> None:
    open_form(room)
    choose(room, "rae_R")
    for name, text in (("name", "PID-1"), ("address", "/dev/x"), ("baudrate", "fast")):
        room.qtbot.keyClicks(room.form.fields[name], text)
    room.form.unit.write("ppb")
    room.qtbot.keyClick(room.form.fields["baudrate"], Qt.Key.Key_Return)
    room.wait(lambda: "波特率不是整数" in room.form._hint.text())
    assert room.form.fields["baudrate"].text() == "fast"


def test_the_model_at_a_port_is_recognised_and_filled_in(room: GearRoom) -> None:
    with simulated("phx21") as device:
        open_form(room)
        room.qtbot.keyClicks(room.form.fields["address"], device.path)
        room.press(room.form.ask)
        assert room.form.finding.bar.isVisible()
        assert room.form.ask.isHidden()
        room.wait(lambda: room.form.model.currentData() == "phx21")
        assert room.form.finding.words.text() == "找到 LDARtools phx21。"
        assert device.asked == []
        assert device.forbidden == []


def test_the_search_of_the_program_asks_nothing_that_changes_an_instrument() -> None:
    with simulated("expec3100") as device:
        assert find_model(device.path, lambda: False).model == "expec3100"
        assert device.asked == []
        assert device.forbidden == []


def test_a_search_is_stopped_at_once(room: GearRoom) -> None:
    with simulated("phx21", "silent") as device:
        open_form(room)
        room.qtbot.keyClicks(room.form.fields["address"], device.path)
        room.press(room.form.ask)
        room.press(room.form.finding.stop)
        assert room.form.finding.words.text() == "查找已停止。"
        assert not room.form.finding._pulse.isActive()
        room.wait(room.form.ask.isVisible)
        room.presenter.finder.forget()
        room.wait(lambda: not threads())
        later: list[int] = []
        room.lanes.courier.send(later.append, 1)
        room.wait(lambda: later)
        assert not room.form.finding.isVisible(), "what a stopped search still says is dropped"


def test_foreign_bytes_are_shown_as_numbers_and_as_text(room: GearRoom) -> None:
    master, slave = os.openpty()
    tty.setraw(slave)
    open_form(room)
    room.qtbot.keyClicks(room.form.fields["address"], os.ttyname(slave))
    room.press(room.form.ask)

    def told() -> bool:
        os.write(master, b"$GPGGA,1,2,3\r\n")
        return "24 47 50 47 47 41" in room.form.finding.words.text()

    room.wait(told)
    assert "$GPGGA,1,2,3" in room.form.finding.words.text()
    assert room.form.model.currentData() == "", "nothing is guessed"
    for end in (master, slave):
        os.close(end)


def test_a_port_that_is_not_there_is_a_sentence(room: GearRoom, tmp_path: Path) -> None:
    open_form(room)
    room.press(room.form.ask)
    assert room.form.finding.words.text() == "先选端口，或写上地址。"
    room.qtbot.keyClicks(room.form.fields["address"], str(tmp_path / "nothing"))
    room.press(room.form.ask)
    room.wait(lambda: room.form.finding.words.text().startswith("找不到仪器的端口。"))
    for wrong, words in (("tcp://nowhere", "端口名称不正确"), ("socket://127.0.0.1:1", "拒绝了网络连接")):
        room.form.fields["address"].setText(wrong)
        room.press(room.form.ask)
        room.wait(lambda told=words: told in room.form.finding.words.text())


def test_without_its_unit_a_model_is_not_connected_but_explained(room: GearRoom) -> None:
    room.connect("expec3100", "tcp://127.0.0.1:1")
    assert not room.state.live
    assert room.state.lines == ()
    assert room.page.banner.isVisible()
    assert room.page.banner._head.text() == "谱育 EXPEC 3100 的数据里没有单位。"
    assert "仪器资料里填好" in room.page.banner._text.text()


def test_a_model_of_another_program_is_explained_too(room: GearRoom) -> None:
    room.connect("phx99", "/dev/x")
    assert room.page.banner._head.text() == "不认识仪器型号“phx99”。"


def test_the_checks_of_all_cases_stand_beside_the_list(room: GearRoom) -> None:
    tool = replace(TOOL, name="仪-01")
    kept = begin_round(room.desk, room.case, replace(PLAN, instruments=("仪-01",)), PACKS).round
    for result in ready(Session(tool, LIMITS)).results:
        keep_step(room.desk, room.case, kept, result)
    room.enter(Instrument("仪-01", "phx42", "/dev/x", certificate="检字 1", valid_until=UNTIL))
    room.wait(room.page.gear.checks.list.isVisible)
    rows = room.presenter.history.state.rows
    assert {row.name for row in rows} == {"零点", "量程与精密度", "响应时间"}
    assert rows[0].day >= rows[-1].day, "the newest stands first"
    span = next(row for row in rows if row.name == "量程与精密度")
    assert span.value.startswith("偏差 ")
    assert span.about.startswith("示检〔2026〕1123-02·甲烷 500 ")
    assert room.page.gear.checks.certificate.text().startswith("证书 检字 1·有效至 2099-01-16，剩 ")


def test_an_instrument_without_checks_says_so(room: GearRoom) -> None:
    room.enter(Instrument("仪-01", "phx42", "/dev/x"))
    pane = room.page.gear.checks
    room.wait(lambda: pane.nothing._title.text() == "还没有检查记录")
    assert pane.certificate.text() == "没有登记证书编号·没有登记有效期"
    room.press(room.page.gear.add)
    assert not pane.isVisible(), "the sheet stands in its place"


def test_in_gloves_all_targets_are_large_and_named(room: GearRoom, look: Look) -> None:
    look.use("field")
    room.enter(Instrument("仪-01", "rae_R", "/dev/x", unit="ppb"))
    room.press(room.page.gear.change)
    parts = [*room.form.findChildren(QPushButton), *room.form.findChildren(QLineEdit)]
    small = [one for one in parts if one.isVisible() and not isinstance(one.parent(), type(room.form.unit))]
    assert small
    assert [one.accessibleName() or one.text() for one in small if one.height() < 48] == []
    assert all(one.accessibleName() for one in room.form.fields.values())


def test_tab_goes_down_the_sheet_as_it_is_read(room: GearRoom) -> None:
    open_form(room)
    choose(room, "rae_R")
    room.wait(lambda: room.form.unit.width() < room.form.model.width())  # the layout has settled
    places, step = [], room.form.fields["name"]
    first = step
    while True:
        stops = step.isVisible() and step.focusPolicy() & Qt.FocusPolicy.TabFocus
        if room.form.isAncestorOf(step) and stops and not isinstance(step.parent(), FreeChoice):
            assert step.accessibleName() or step.text(), step
            at = step.mapTo(room.form, step.rect().center())
            places.append((at.y() // 24, at.x()))
        step = step.nextInFocusChain()
        if step is first:
            break
    assert len(places) > 10
    assert places == sorted(places)


def test_the_wheel_over_a_list_changes_nothing(room: GearRoom) -> None:
    open_form(room)
    choose(room, "phx42")
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003
    )
    QApplication.sendEvent(room.form.model, event)
    assert room.form.model.currentData() == "phx42"
