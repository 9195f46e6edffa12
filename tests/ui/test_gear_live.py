"""Live lines of every kind of analyzer, each over its simulator, with the gear of the program."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from fieldlaw.cases.casework.measuring import begin_round, keep_raw
from fieldlaw.cases.records.instrument import Instrument
from fieldlaw.cases.records.measurement import Crc, Detector, Measurement, Quality
from fieldlaw.cases.store.clocks import now
from fieldlaw.devices.analyzers.spec import State as Flame
from fieldlaw.devices.rawlog import Ending, are_parts_of_one, read, received
from fieldlaw.devices.simulated.physics import Flame as Burning
from fieldlaw.devices.simulated.physics import Trouble
from fieldlaw.ui.presenters.instrument_line import LineState
from fieldlaw.ui.presenters.instrument_readout import Phase
from fieldlaw.ui.theme.tokens import strip_text
from fieldlaw.ui.views.parts.livepane import KEPT
from tests.cases.test_measuring import PACKS, PLAN
from tests.ui.gear_room import GearRoom, gear_room, simulated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from fieldlaw.cases.records.measuring import RawFile
    from fieldlaw.devices.simulated.device import SimulatedDevice
    from fieldlaw.ui.theme.look import Look

MODELS = ("phx21", "expec3100")


@pytest.fixture
def room(qtbot: QtBot, look: Look, tmp_path: Path) -> Iterator[GearRoom]:
    yield from gear_room(qtbot, look, tmp_path)


def trouble(device: SimulatedDevice, *troubles: Trouble) -> None:
    device._ask(lambda: device.instrument.dialect.physics.troubles.update(troubles))


def light_by_hand(device: SimulatedDevice) -> None:
    """Somebody presses the keys of the instrument itself."""
    physics = device.instrument.dialect.physics
    device._ask(lambda: setattr(physics, "flame", Burning.LIT))


def page_shows(room: GearRoom, button: QWidget) -> bool:
    """Whether a button stands where a person can press it."""
    return room.page.childAt(button.mapTo(room.page, button.rect().center())) is button


@pytest.mark.parametrize("model", MODELS)
def test_a_flame_is_lit_only_on_demand_and_its_going_out_is_told(room: GearRoom, model: str) -> None:
    with simulated(model) as device:
        room.connect(model, device.path, unit="ppm")
        room.wait(lambda: room.shown == "未点火")
        assert room.page.live.fire.isVisible()
        assert device.asked == []
        room.ignite()
        room.wait(lambda: room.state.readout.number)
        assert room.status == "已点火·读数有效"
        assert len(device.asked) == 1
        room.wait(lambda: room.state.flame is Flame.LIT)
        device.blow_out()
        room.wait(lambda: room.status == "火焰已熄灭")
        assert room.shown == "未点火"
        assert len(device.asked) == 1, "nothing lights a flame again by itself"
        room.close()


@pytest.mark.parametrize("model", MODELS)
def test_a_pulled_cable_is_a_gap_and_the_readings_come_back(room: GearRoom, model: str) -> None:
    with simulated(model) as device:
        light_by_hand(device)
        room.open_case()
        room.connect(model, device.path, unit="ppm")
        room.wait(lambda: room.state.readout.number)
        device.unplug()
        room.wait(lambda: room.state.phase is Phase.DOWN)
        assert room.shown == "通信中断"
        device.replug()
        room.wait(lambda: room.state.readout.number, 8)
        room.wait(lambda: room.state.case.rows)
        assert len(room.events("reading_gap")) == 1
        assert device.asked == []
        room.close()


def test_low_hydrogen_and_a_blocked_probe_stand_on_tile_chip_and_panel(room: GearRoom) -> None:
    with simulated("phx21") as device:
        trouble(device, Trouble.LOW_HYDROGEN)
        room.connect("phx21", device.path)
        room.wait(lambda: room.status == "未点火·氢气低")
        assert room.shown == "氢气低"
        light_by_hand(device)
        room.wait(lambda: room.status == "有读数·氢气低")
        room.page.live.sides.turn(KEPT)
        assert room.page.live.side.line.faults.rows[0].value.text() == "氢气低"
        assert not room.page.live.side.line.turn.isVisible(), "one detector alone"
        assert room.state.readout.tone == "warning"
        assert room.state.line.fault_words == ("氢气低",)
        device._ask(device.instrument.dialect.physics.troubles.clear)
        room.wait(lambda: room.status == "已点火·读数有效")
        room.close()


def test_two_detectors_have_a_number_a_peak_and_a_curve_each(room: GearRoom) -> None:
    with simulated("expec3100") as device:
        room.connect("expec3100", device.path, unit="ppm")
        room.wait(lambda: room.state.last)
        assert room.state.detector == "FID"
        assert room.state.line.other_words == "PID 307.4 ppm"
        room.page.live.sides.turn(KEPT)
        assert room.page.live.side.line.words.text() == "PID 307.4 ppm"
        turn = room.page.live.side.line.turn
        room.wait(lambda: page_shows(room, turn))
        room.press(turn)
        assert room.state.readout.status == "PID·读数有效"
        assert room.state.readout.unit == "ppm"
        assert room.state.line.other_words == "FID 未点火"
        assert room.state.peak.detector is Detector.PID
        curve = room.presenter.track
        assert curve.points
        room.presenter.use_detector("FID")
        assert room.presenter.track is not curve
        assert room.state.peak is None
        room.ignite()
        room.wait(lambda: room.state.readout.number)
        assert room.state.peak.detector is Detector.FID
        room.presenter.reset_peak()
        assert [one.detector for one in room.state.line.peaks] == [Detector.PID]
        room.close()


def test_a_dead_lamp_is_a_fault_of_its_detector_alone(room: GearRoom) -> None:
    with simulated("tva2020", "lamp") as device:
        light_by_hand(device)
        room.connect("tva2020", device.path, unit="ppm")
        room.wait(lambda: room.state.readout.number)
        assert room.status == "有读数·灯故障"
        room.presenter.use_detector("PID")
        assert room.shown == "灯故障"
        assert room.state.last.value is None
        room.close()


def test_a_key_macro_is_shown_as_igniting_until_the_flame_is_read(room: GearRoom) -> None:
    with simulated("tva2020") as device:
        room.connect("tva2020", device.path, unit="ppm")
        room.wait(lambda: room.shown == "未点火")
        room.ignite()
        room.wait(lambda: room.shown == "点火中")
        light_by_hand(device)
        room.wait(lambda: room.status == "已点火·读数有效")
        device.blow_out()
        room.wait(lambda: room.status == "火焰已熄灭")
        room.close()


def test_a_lamp_without_a_flame_is_never_asked_to_ignite_and_says_what_it_is(room: GearRoom) -> None:
    with simulated("rae_R") as device:
        room.connect("rae_R", device.path, unit="ppb")
        room.wait(lambda: room.state.readout.number)
        assert room.status == "试用·仪器没有给状态"
        assert room.state.readout.unit == "ppb"
        assert room.state.flame is Flame.READY
        assert not room.state.dark
        assert not room.page.live.fire.isVisible()
        assert room.state.detector == "PID"
        assert room.state.cell.level == "ready"
        assert strip_text("instrument", "ready")[1].format(id="仪-01") == "仪-01 已连接·读数有效"
        room.close()


def test_a_number_without_its_scale_is_no_value_and_says_why(room: GearRoom) -> None:
    with simulated("raeguard3") as device:
        room.connect("raeguard3", device.path)
        room.wait(lambda: room.state.last)
        assert room.shown == "倍率不明"
        assert room.status == "试用·倍率不明·没有读数"
        room.close()


@pytest.mark.parametrize(
    ("quality", "word"),
    [
        (Quality.WARMING, "预热中"),
        (Quality.OVERRANGE, "超量程"),
        (Quality.UNDERRANGE, "低于量程"),
        (Quality.FAULT, "仪器故障"),
    ],
)
def test_no_value_has_a_word(quality: Quality, word: str) -> None:
    taken = Measurement("仪-01", Detector.PID, None, "ppm", quality, (), b"", Crc.ABSENT, now(), 0.0)
    line = LineState(Instrument("仪-01", "tva2020", ""), Phase.ON, Flame.READY, (taken,))
    assert line.readout.word == word
    assert line.readout.status == f"PID·{word}·没有读数"
    assert not line.dark


def test_a_switched_off_flame_leaves_the_page_to_the_lamp() -> None:
    taken = Measurement("仪-01", Detector.PID, Decimal(3), "ppm", Quality.OK, (), b"", Crc.ABSENT, now(), 0.0)
    line = LineState(Instrument("仪-01", "tva2020", ""), Phase.ON, Flame.READY, (taken,))
    assert line.detector == "PID"
    assert line.readout.status == "PID·读数有效"


def test_every_byte_of_a_session_is_on_disk_with_its_hash(room: GearRoom) -> None:
    closed: list[tuple[RawFile, ...]] = []
    room.presenter.raw_closed.connect(closed.append)
    with simulated("phx21") as device:
        room.open_case()
        room.connect("phx21", device.path)
        room.wait(lambda: room.state.last)
        cut: list[tuple[RawFile, ...]] = []
        room.presenter.cut_raw(cut.append)
        room.wait(lambda: cut)
        held = room.state.last
        room.wait(lambda: room.state.last is not held)
        room.presenter.disconnect_now()
        room.wait(lambda: closed)
    ((first,), (second,)) = cut[0], closed[0]
    for one in (first, second):
        path = room.folder / one.file
        assert hashlib.sha256(path.read_bytes()).digest() == one.sha256
        assert path.stat().st_size == one.size
        recording = read(path)
        assert recording.ending is Ending.COMPLETE
        assert are_parts_of_one([recording])
        assert (recording.header.device, recording.header.model) == ("仪-01", "phx21")
        assert any(part.startswith(b"\xa5") for part in received([recording]))
    assert first.ended <= second.begun
    kept = begin_round(room.desk, room.case, PLAN, PACKS).round
    keep_raw(room.desk, room.case, kept, first)
    assert room.events("round_raw_kept")[0]["sha256"] == first.sha256


def test_a_raw_log_that_cannot_be_kept_is_told_and_the_readings_go_on(room: GearRoom) -> None:
    (room.folder / "raw").write_text("in the way")
    with simulated("expec3100") as device:
        room.connect("expec3100", device.path, unit="ppm")
        room.wait(lambda: room.state.notice)
        assert room.state.notice.startswith("找不到保存原始数据的文件夹。")
        assert "测量继续" in room.state.notice
        room.wait(lambda: room.state.last)
        room.close()
