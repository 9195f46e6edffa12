"""The instrument page over the simulated analyzer on a pseudo-terminal, driven as a person drives it."""

from __future__ import annotations

import os
import tty
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from fieldlaw.app.instants import instants
from fieldlaw.cases.casework import opening
from fieldlaw.cases.casework.desk import write
from fieldlaw.cases.casework.equipment import list_instruments, save_instrument
from fieldlaw.cases.ledger.event import Draft
from fieldlaw.cases.packs.load import load_folder, load_pack
from fieldlaw.cases.records.instrument import Instrument
from fieldlaw.cases.store.clocks import now
from fieldlaw.cases.store.equipment import INSTRUMENTS
from fieldlaw.devices.link import PortInfo, list_ports
from fieldlaw.devices.simulated.phx42 import SimulatedPhx42
from fieldlaw.settings import RESOURCES
from fieldlaw.ui.lanes import Lanes
from fieldlaw.ui.messages import Door
from fieldlaw.ui.presenters.bench import Bench, News
from fieldlaw.ui.presenters.instrument import Gear, InstrumentPresenter
from fieldlaw.ui.presenters.instrument_readout import Phase
from fieldlaw.ui.presenters.instrument_state import State
from fieldlaw.ui.presenters.measuring import MeasuringPresenter
from fieldlaw.ui.views.instrument import InstrumentPage
from tests.cases.bureau import new_desk
from tests.ui.conftest import TASK
from tests.ui.rooms import stand

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldlaw.ui.theme.look import Look
    from tests.ui.conftest import Clock

from tests.ui.instrument_room import GOOD, LEFT, PAST, Room, answer, connect, light, lines_open


@pytest.fixture
def room(qtbot: QtBot, look: Look, clock: Clock, tmp_path: Path) -> Iterator[Room]:
    desk = new_desk(tmp_path / "p", clock=clock)
    case = opening.open_case(desk, TASK, load_pack(RESOURCES / "checklists" / "A.yaml"))
    owner = QObject()
    lanes = Lanes(owner)
    bench = Bench(desk, lanes, Door(owner), News(owner), {})
    gear = Gear(connect, lambda: (PortInfo("/dev/rfcomm0", "phx42 蓝牙"),), now)
    presenter = InstrumentPresenter(bench, gear, owner)
    limits = load_folder(RESOURCES / "thresholds")
    measuring = MeasuringPresenter(bench, lambda: limits, instants(desk.clock), owner)
    page = InstrumentPage(look, presenter, measuring, lambda: None)
    stand(qtbot, page, 1280, 720)
    presenter.refresh()
    qtbot.waitUntil(lambda: presenter.state.loaded or presenter.state.problem is not None)
    made = Room(qtbot, desk, case, lanes, presenter, page)
    yield made
    made.close()
    lanes.close()
    desk.profile.close()


def test_without_instruments_one_is_found_and_entered(room: Room) -> None:
    gear = room.page.gear
    assert gear.seek.isVisible()
    room.qtbot.mouseClick(gear.seek, LEFT)
    room.wait(lambda: room.state.ports)
    assert gear.form.ports.itemText(0) == "找到 1 个口，点这里选"
    gear.form.ports.setCurrentIndex(1)
    gear.form.ports.activated.emit(1)
    gear.form.model.setCurrentIndex(gear.form.model.findData("phx42"))
    room.qtbot.keyClicks(gear.form.fields["name"], "FID-02")
    gear.form.fields["valid_until"].setText("next year")
    room.qtbot.mouseClick(gear.form.act, LEFT)
    room.wait(lambda: room.state.problem)
    assert gear.form.isVisible()
    gear.form.fields["valid_until"].setText(GOOD)
    room.qtbot.keyClick(gear.form.fields["valid_until"], Qt.Key.Key_Return)
    room.wait(lambda: not gear.form.isVisible())
    assert list_instruments(room.desk) == (Instrument("FID-02", "phx42", "/dev/rfcomm0", valid_until=GOOD),)


def test_an_instrument_is_taken_off_the_list_after_a_question(room: Room) -> None:
    room.enter("/dev/rfcomm0")
    answer("留着")
    room.qtbot.mouseClick(room.page.gear.remove, LEFT)
    assert list_instruments(room.desk)
    answer("移出清单")
    room.qtbot.mouseClick(room.page.gear.remove, LEFT)
    room.wait(lambda: not room.state.instruments)


def test_a_damaged_list_says_so_and_can_be_read_again(room: Room) -> None:
    path = room.desk.profile.folder / INSTRUMENTS.file
    room.presenter.show_state(State(now().date()))
    path.write_text("{", encoding="utf-8")
    room.presenter.refresh()
    room.wait(room.page.gear.problem.isVisible)
    assert room.state.problem.what == "仪器清单读不出来，文件损坏。"
    path.unlink()
    room.page.gear.problem.again.emit()
    room.wait(room.page.gear.seek.isVisible)


def test_unlit_then_ignited_then_kept_with_value_and_bytes(room: Room) -> None:
    with SimulatedPhx42(ignite_seconds=0.1) as device:
        room.open_case()
        room.connect(device.path)
        room.wait(lambda: room.shown == "未点火")
        assert room.page.chip._word.text() == "未点火"
        answer("先不点")
        room.qtbot.mouseClick(room.page.live.fire, LEFT)
        assert "AIGS" not in device.commands
        light(room)
        assert room.shown == "512.34"
        assert room.state.readout.unit == "ppm"
        assert not room.page.live.fire.isVisible()
        room.qtbot.keyClicks(room.page.point.edit, "flange 7")
        room.qtbot.keyClick(room.page.point.edit, Qt.Key.Key_Return)
        room.qtbot.keyClick(room.page.live.keep, Qt.Key.Key_Space)
        room.wait(lambda: room.state.case.readings)
        (kept,) = room.events("measurement_kept")
        assert (kept["value"], kept["quality"], kept["device"]) == ("512.34", "ok", "FID-02")
        assert (kept["point"], kept["item"]) == ("flange 7", "A10")
        assert kept["raw"].startswith(b"YTyt FIDR CALPPM=512.34")
        assert kept["calibration"]["valid_until"] == GOOD
        assert room.page.live.side.facts.rows[3].value.text() == "1 条"
        assert room.state.case.points == ("flange 7",)
        room.close()


def test_enter_connects_and_the_keyboard_waits_at_the_large_button(room: Room) -> None:
    with SimulatedPhx42(ignite_seconds=0.1) as device:
        room.open_case()
        room.enter(device.path)
        room.qtbot.keyClick(room.page.gear.list, Qt.Key.Key_Return)
        room.wait(lambda: room.shown == "未点火")
        room.wait(lambda: QApplication.focusWidget() is room.page.live.keep)
        room.presenter.show_list(listing=True)
        room.qtbot.keyClick(room.page.gear.list, Qt.Key.Key_Return)
        assert room.state.live  # Enter on what is connected goes back to it
        room.close()


def test_the_reason_is_kept_where_there_is_no_value_and_a_bouncing_key_keeps_once(room: Room) -> None:
    with SimulatedPhx42() as device:
        room.open_case()
        room.connect(device.path)
        room.wait(lambda: room.shown == "未点火")
        room.presenter.keep()
        room.presenter.keep()
        room.wait(lambda: room.state.case.readings)
        (kept,) = room.events("measurement_kept")
        assert (kept["value"], kept["quality"]) == (None, "unlit")
        assert room.state.case.rows[0].value == "未点火"
        room.close()


def test_a_blank_in_the_point_is_a_blank_and_keeps_nothing(room: Room) -> None:
    with SimulatedPhx42() as device:
        room.open_case()
        room.connect(device.path)
        room.wait(lambda: room.shown == "未点火")
        room.page.point.edit.setFocus()
        room.qtbot.keyClicks(room.page.point.edit, "a b")
        assert room.state.point == "a b"
        assert room.events("measurement_kept") == []
        room.close()


def test_a_pulled_cable_is_a_gap_in_the_case_and_the_readings_go_on(room: Room) -> None:
    with SimulatedPhx42(ignite_seconds=0.0) as device:
        room.open_case()
        room.connect(device.path)
        light(room)
        device.unplug()
        room.wait(lambda: room.state.phase is Phase.DOWN)
        assert room.page.banner.isVisible()
        assert room.page.banner._head.text() == "线断了，正在重连"
        assert room.page.banner._text.text() == "断开期间没有读数，程序已记下这段空白。"
        assert room.shown == "通信中断"
        assert room.page.live.keep.text() == "现在没有读数"
        room.page.live.chart.draw()
        assert room.page.live.chart.gap_words == [room.state.gaps[0].after.strftime("断开 %H:%M:%S")]
        room.presenter.keep()
        assert room.state.cell.level == "bad"
        device.replug()
        room.wait(lambda: room.state.readout.number)
        assert not room.page.banner.isVisible()
        room.wait(lambda: room.state.case.rows)
        (gap,) = room.events("reading_gap")
        assert gap["device"] == "FID-02"
        assert gap["after"] < gap["before"]
        assert room.events("measurement_kept") == []
        room.close()


def test_a_gap_that_still_runs_is_kept_when_the_instrument_is_let_go(room: Room) -> None:
    with SimulatedPhx42() as device:
        room.open_case()
        room.connect(device.path)
        room.wait(lambda: room.shown == "未点火")
        device.unplug()
        room.wait(lambda: room.state.open_gap)
        room.presenter.disconnect_now()
        room.wait(lambda: room.state.phase is Phase.OFF)
        room.wait(lambda: room.state.case.rows)
        assert len(room.events("reading_gap")) == 1
        assert not lines_open()


def test_without_a_case_nothing_is_kept_and_a_case_is_asked_for(room: Room) -> None:
    with SimulatedPhx42() as device:
        room.connect(device.path)
        room.wait(lambda: room.shown == "未点火")
        keep = room.page.live.keep
        assert keep.text() == "先打开一次检查"
        assert keep.property("kind") == "blocked"
        with room.qtbot.waitSignal(room.presenter.case_wanted):
            room.qtbot.mouseClick(keep, LEFT)
        device.unplug()
        room.wait(lambda: room.state.phase is Phase.DOWN)
        assert "没有打开的检查" in room.page.banner._text.text()
        device.replug()
        room.wait(lambda: room.state.gaps[0].before)
        assert room.events("reading_gap") == []
        room.close()


def test_an_ended_certificate_marks_the_tile_and_the_reading(room: Room) -> None:
    with SimulatedPhx42() as device:
        room.open_case()
        room.connect(device.path, PAST)
        room.wait(lambda: room.shown == "未点火")
        tile = room.page.live.tile
        assert tile.property("tile") == "warning"
        assert tile.warning.text().replace("\n", "") == "检定过期，不作定案依据"
        assert room.state.cell.level == "expired"
        room.presenter.keep()
        room.wait(lambda: room.state.case.readings)
        assert room.state.case.rows[0].note == "检定过期，不作定案依据"
        assert room.events("measurement_kept")[0]["calibration"]["valid_until"] == PAST
        room.close()


def test_an_unknown_port_is_a_plain_sentence_and_the_page_can_be_left(room: Room, tmp_path: Path) -> None:
    room.connect(str(tmp_path / "nothing"))
    room.wait(room.page.banner.isVisible)
    assert room.page.banner._head.text() == "没有连上，正在再试"
    assert room.page.banner._text.text().startswith("找不到仪器的端口。")
    with room.qtbot.waitSignal(room.page.back_wanted):
        room.qtbot.keyClick(room.page, Qt.Key.Key_Escape)
    room.page.switch.click()
    assert room.page.gear.connect_to.text() == "断开"
    room.qtbot.mouseClick(room.page.gear.connect_to, LEFT)
    room.wait(lambda: room.state.phase is Phase.OFF)
    assert not room.page.banner.isVisible()
    assert room.page.gear.connect_to.text() == "连接"
    assert not lines_open()


def test_refused_ignition_is_said_in_words(room: Room) -> None:
    with SimulatedPhx42(is_hydrogen_low=True) as device:
        room.connect(device.path)
        room.wait(lambda: room.shown == "未点火")
        answer("点火")
        room.qtbot.mouseClick(room.page.live.fire, LEFT)
        room.wait(lambda: room.shown == "氢气低")
        assert room.page.banner._text.text() == "仪器报告：氢气压力过低。"
        room.close()


def test_the_peak_holds_and_is_looked_for_again(room: Room) -> None:
    with SimulatedPhx42(lambda s: Decimal(900) if s < 0.2 else Decimal(300), ignite_seconds=0.0) as device:
        room.connect(device.path)
        light(room)
        room.wait(lambda: room.shown == "300")
        assert room.page.live.facts.values[0].text() == "900"
        room.qtbot.mouseClick(room.page.live.again, LEFT)
        room.wait(lambda: room.state.peak and room.state.peak.value == 300)
        room.close()


def test_battery_and_hydrogen_are_shown_only_when_the_instrument_tells(room: Room) -> None:
    with SimulatedPhx42() as device:
        room.connect(device.path)
        room.wait(lambda: room.shown == "未点火")
        battery, hydrogen = room.page.live.facts.values[4:]
        assert not battery.isVisible()
        device.insert(b"YTyt BATS PCT=76,VOLTS=7.9,AMPS=-0.4\r\n")
        room.wait(battery.isVisible)
        assert battery.text() == "76%"
        room.wait(hydrogen.isVisible)
        assert hydrogen.text().endswith(" psi")
        room.close()


def test_a_reading_that_was_not_saved_is_saved_at_the_next_try(room: Room, clock: Clock) -> None:
    with SimulatedPhx42() as device:
        room.open_case()
        room.connect(device.path)
        room.wait(lambda: room.shown == "未点火")
        clock.broken = True
        room.presenter.keep()
        room.wait(room.page.live.side.problem.isVisible)
        clock.broken = False
        room.page.live.side.problem.again.emit()
        room.wait(lambda: room.state.case.readings)
        assert not room.page.live.side.problem.isVisible()
        room.close()


def test_several_instruments_read_at_once_and_one_stands_in_front(room: Room) -> None:
    with SimulatedPhx42() as first, SimulatedPhx42(ignite_seconds=0.0) as second:
        save_instrument(room.desk, Instrument("FID-03", "phx42", second.path))
        room.open_case()
        room.connect(first.path)
        room.wait(lambda: room.shown == "未点火")
        room.presenter.connect_to("FID-03")
        room.wait(lambda: room.state.last and room.state.last.device_id == "FID-03")
        for front in ("FID-02", "FID-03"):
            room.qtbot.keyClick(room.page.live.keep, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
            assert room.state.front == front
        light(room)
        (tile,) = (one for one in room.page.live.others.tiles if one.isVisible())
        assert (tile.name, tile.value.text()) == ("FID-02", "未点火")
        assert list(room.presenter.tracks) == ["FID-03", "FID-02"]
        room.page.live.chart.draw()
        room.qtbot.mouseClick(tile, LEFT)
        assert room.shown == "未点火"
        assert tile.name == "FID-03"
        second.unplug()
        room.wait(lambda: room.state.cell.level == "bad")
        assert room.state.cell.values == {"id": "FID-03"}
        assert room.state.phase is Phase.ON, "the one in front reads on"
        second.replug()
        room.wait(lambda: [row.device for row in room.state.case.rows if row.gap] == ["FID-03"])
        room.presenter.bring_forward("FID-03")
        room.presenter.disconnect_now()
        room.wait(lambda: room.state.front == "FID-02")
        assert [one.name for one in room.state.lines] == ["FID-02"]
        room.close()


def test_a_fifth_instrument_is_refused_in_words(room: Room, tmp_path: Path) -> None:
    for number in range(5):
        save_instrument(room.desk, Instrument(f"FID-1{number}", "phx42", str(tmp_path / "nothing")))
    room.presenter.refresh()
    room.wait(lambda: len(room.state.instruments) == 5)
    for number in range(5):
        room.presenter.connect_to(f"FID-1{number}")
    assert len(room.state.lines) == 4
    room.presenter.show_list(listing=True)
    assert room.page.banner._head.text() == "没有再连 FID-14：已经连了 4 台。"
    room.close()


def test_closing_leaves_no_thread_and_shows_nothing_more(room: Room) -> None:
    with SimulatedPhx42() as device:
        room.connect(device.path)
        room.wait(lambda: room.shown == "未点火")
        room.presenter.close()
        held = room.state
        room.wait(lambda: not lines_open())
        later: list[int] = []
        room.lanes.courier.send(later.append, 1)
        room.wait(lambda: later)
        assert room.state is held


def test_an_approved_case_takes_no_more_readings(room: Room) -> None:
    with SimulatedPhx42() as device:
        write(room.desk, room.case, Draft("case_approved", {"by": "赵敏", "opinion": "同意"}))
        room.open_case()
        room.connect(device.path)
        room.wait(lambda: room.shown == "未点火")
        assert room.page.live.keep.text() == "案件已通过，不收读数"
        device.unplug()
        room.wait(lambda: room.state.open_gap)
        device.replug()
        room.wait(lambda: room.state.gaps[0].before)
        assert room.events("reading_gap") == []
        room.close()


def test_bytes_of_something_else_are_shown_and_not_guessed(room: Room) -> None:
    master, slave = os.openpty()
    tty.setraw(slave)
    room.connect(os.ttyname(slave))
    room.wait(lambda: room.state.phase is Phase.ON)
    os.write(master, b"$GPGGA,1,2,3\r\n")
    room.wait(room.page.banner.isVisible)
    assert "24 47 50 47 47 41" in room.page.banner._text.text()
    assert room.shown == "无数据"
    assert not room.page.live.keep.isEnabled() or room.state.case is None
    room.close()
    for end in (master, slave):
        os.close(end)


def test_ports_of_this_machine_have_a_path() -> None:
    assert all(port.path for port in list_ports())


def test_the_chart_paints_only_while_it_is_shown(room: Room, look: Look) -> None:
    with SimulatedPhx42(ignite_seconds=0.0) as device:
        room.connect(device.path)
        light(room)
        chart = room.page.live.chart
        assert chart._pulse.isActive()
        look.use("field")
        look.use("projector")
        assert chart._curve.opts["pen"].color() == look.colour("text")
        room.page.switch.click()
        assert not chart._pulse.isActive()
        assert len(room.presenter.track.points) <= 8192
        room.close()
