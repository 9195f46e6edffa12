"""A reading typed in by hand: what is asked, what is kept, what is refused without losing a word."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from fieldlaw.cases.casework.desk import read, write
from fieldlaw.cases.casework.inspecting import evidence_bytes
from fieldlaw.cases.ledger.event import Draft
from fieldlaw.cases.records.instrument import Instrument
from fieldlaw.cases.store.clocks import now
from fieldlaw.ui.views.parts.handdialog import HandDialog
from tests.ui.gear_room import UNTIL, GearRoom, gear_room

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldlaw.ui.theme.look import Look

SHOT = b"\xff\xd8\xff\xe0 a photo of a screen"


@pytest.fixture
def room(qtbot: QtBot, look: Look, tmp_path: Path) -> Iterator[GearRoom]:
    yield from gear_room(qtbot, look, tmp_path)


def open_dialog(room: GearRoom) -> HandDialog:
    room.press(room.page.gear.hand)
    return room.page.gear.findChild(HandDialog)


def fill(dialog: HandDialog, **words: str) -> None:
    held = {
        "device": "崂应 3033",
        "value": "12.5",
        "unit": "ppm",
        "why": "仪器没有数据接口",
        "point": "法兰 F-1",
    }
    for name, text in (held | words).items():
        if name in ("device", "unit"):
            getattr(dialog, name).write(text)
        else:
            dialog.fields[name].setText(text)


def test_a_number_off_a_screen_is_kept_without_any_instrument(room: GearRoom) -> None:
    room.open_case("A10")
    dialog = open_dialog(room)
    assert dialog.act.text() == "还没写：仪器"
    fill(dialog, at=now().strftime("%Y-%m-%d 00:00:01"))
    room.press(dialog.act)
    room.wait(lambda: room.state.case.readings)
    room.wait(lambda: room.page.gear.findChild(HandDialog) is None)
    (kept,) = room.events("measurement_kept")
    assert (kept["value"], kept["unit"], kept["quality"]) == ("12.5", "ppm", "unknown")
    assert (kept["origin"], kept["note"], kept["evidence"]) == ("hand", "仪器没有数据接口", "")
    assert (kept["device"], kept["point"], kept["item"]) == ("崂应 3033", "法兰 F-1", "A10")
    assert room.state.case.rows[0].note == "人工录入，仪器没有数据接口"


def test_an_instrument_of_the_list_brings_its_detector_unit_and_certificate(room: GearRoom) -> None:
    room.open_case()
    room.enter(
        Instrument("PID-01", "rae_R", "/dev/x", unit="ppb", certificate="检字 9", valid_until="2020-01-01")
    )
    dialog = open_dialog(room)
    dialog.device.setCurrentIndex(0)
    assert (dialog.detector.currentText(), dialog.unit.held) == ("PID", "ppb")
    fill(dialog, device="PID-01", unit="ppb", at="00:00:01")
    room.press(dialog.act)
    room.wait(lambda: room.state.case.readings)
    (kept,) = room.events("measurement_kept")
    assert (kept["detector"], kept["calibration"]["certificate"]) == ("PID", "检字 9")
    assert room.state.case.rows[0].note.endswith("检定过期，不作定案依据")


def test_the_photo_of_the_screen_is_evidence_and_the_reading_names_it(
    room: GearRoom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.open_case()
    shot = tmp_path / "屏幕.JPG"
    shot.write_bytes(SHOT)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_words: (str(shot), ""))
    dialog = open_dialog(room)
    fill(dialog, at="00:00:01")
    room.press(dialog.pick)
    assert dialog.shot.text() == "屏幕.JPG"
    room.press(dialog.act)
    room.wait(lambda: room.state.case.readings)
    log = read(room.desk, room.case)
    (photo,), (kept,) = log.file.all("evidence_added"), room.events("measurement_kept")
    assert kept["evidence"] == photo.body["evidence"]
    assert (photo.body["number"], photo.body["media"]) == ("照片 1", "image/jpeg")
    assert photo.body["title"] == "崂应 3033 屏幕读数 12.5 ppm"
    assert evidence_bytes(room.desk, room.case, photo) == SHOT
    kinds = [event.kind for event in log.events]
    assert kinds.index("evidence_added") < kinds.index("measurement_kept")


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("value", "12..5", "“12..5”不是数"),
        ("value", "-99", "负数多为没有点火的记号"),
        ("at", "昨天下午", "时间写得不对"),
        ("at", "2099-01-01 10:00:00", "读数时间在现在之后"),
    ],
)
def test_what_is_no_reading_is_refused_in_words_and_nothing_is_lost(
    room: GearRoom, tmp_path: Path, name: str, text: str, words: str
) -> None:
    room.open_case()
    shot = tmp_path / "a.png"
    shot.write_bytes(SHOT)
    dialog = open_dialog(room)
    fill(dialog, **{"at": "00:00:01", name: text})
    dialog.use_photo(str(shot))
    room.press(dialog.act)
    room.wait(lambda: words in dialog.fault.text())
    assert dialog.isVisible()
    assert dialog.values["why"] == "仪器没有数据接口"
    assert room.events("measurement_kept") == []
    assert room.events("evidence_added") == [], "a photo without its reading is not kept"
    dialog.fields["value"].setText("12.5")
    dialog.fields["at"].setText("00:00:01")
    room.press(dialog.act)
    room.wait(lambda: room.state.case.readings)
    assert len(room.events("evidence_added")) == 1


def test_a_photo_that_is_none_or_is_gone_is_said(room: GearRoom, tmp_path: Path) -> None:
    room.open_case()
    dialog = open_dialog(room)
    fill(dialog, at="00:00:01")
    for path, words in (("a.txt", "a.txt 不是照片"), ("gone.jpg", "gone.jpg 没有存成：文件读不出")):
        dialog.use_photo(str(tmp_path / path))
        room.press(dialog.act)
        room.wait(lambda told=words: told in dialog.fault.text())
    room.press(dialog.drop)
    assert dialog.shot.text() == "没有选照片"
    room.qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_the_act_names_what_is_missing_and_leads_there(room: GearRoom) -> None:
    room.open_case()
    dialog = open_dialog(room)
    for name, word in (("device", "仪器"), ("unit", "单位"), ("value", "读数"), ("why", "为什么手工录入")):
        fill(dialog, at="00:00:01", **{name: ""})
        assert dialog.act.text() == f"还没写：{word}"
        room.press(dialog.act)
    assert room.events("measurement_kept") == []
    room.press(dialog.stop)


def test_without_a_case_the_button_leads_to_one_and_an_approved_case_takes_nothing(room: GearRoom) -> None:
    hand = room.page.gear.hand
    assert hand.text() == "手工录入：先打开检查"
    with room.qtbot.waitSignal(room.presenter.case_wanted):
        room.press(hand)
    write(room.desk, room.case, Draft("case_approved", {"by": "赵敏", "opinion": "同意"}))
    room.open_case()
    assert hand.text() == "案件已通过，不收读数"
    room.press(hand)
    assert room.page.gear.findChild(HandDialog) is None


def test_an_instrument_with_two_detectors_is_asked_which(room: GearRoom) -> None:
    room.open_case()
    one = Instrument("谱育-1", "expec3100", "tcp://x:1", unit="ppm", valid_until=UNTIL)
    room.enter(one, replace(one, name="谱育-2"))
    dialog = open_dialog(room)
    dialog.device.write("谱育-1")
    assert dialog.detector.currentText() == "FID"
    dialog.detector.setCurrentIndex(1)
    fill(dialog, device="谱育-1", at="00:00:01")
    room.press(dialog.act)
    room.wait(lambda: room.state.case.readings)
    assert room.events("measurement_kept")[0]["detector"] == "PID"
