"""Importing a log file in the window: read, looked through, kept with single readings; tables of others."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook
from PySide6.QtCore import QMimeData, QObject, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog

from fieldlaw.cases.casework import opening
from fieldlaw.cases.casework.desk import Desk, read, write
from fieldlaw.cases.casework.inspecting import evidence_bytes
from fieldlaw.cases.ledger.event import Draft
from fieldlaw.cases.packs.load import load_pack
from fieldlaw.cases.records.instrument import Instrument
from fieldlaw.cases.store.column_maps import FILE
from fieldlaw.devices.logfiles import phx42
from fieldlaw.settings import RESOURCES
from fieldlaw.ui.lanes import Lanes
from fieldlaw.ui.messages import Door
from fieldlaw.ui.presenters.bench import Bench, News
from fieldlaw.ui.presenters.log_import import LogImportPresenter, State
from fieldlaw.ui.views.logimport import LogImportPage
from tests.cases.bureau import new_desk
from tests.devices.test_logfiles import HISTORY, SHEET, line
from tests.ui.conftest import TASK
from tests.ui.rooms import stand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldlaw.ui.theme.look import Look
    from tests.ui.conftest import Clock

LEFT = Qt.MouseButton.LeftButton
GEAR = (Instrument("FID-02", "phx42", "/dev/x", "SN 1", "检字 1", "2099-01-01"),)


@dataclass
class Room:
    qtbot: QtBot
    desk: Desk
    case: str
    presenter: LogImportPresenter
    page: LogImportPage
    folder: Path

    @property
    def state(self) -> State:
        return self.presenter.state

    def wait(self, fits: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(fits()), timeout=4000)

    def events(self, kind: str) -> list[dict]:
        return [dict(e.body) for e in read(self.desk, self.case).file.all(kind)]

    def file(self, data: bytes, name: str = "log.csv") -> Path:
        path = self.folder / name
        path.write_bytes(data)
        return path

    def show(self, data: bytes, name: str = "log.csv") -> None:
        self.presenter.read(str(self.file(data, name)))
        self.wait(lambda: not self.state.reading)

    def keep(self) -> None:
        kept = self.state.kept
        self.qtbot.mouseClick(self.page.keep, LEFT)
        self.wait(lambda: self.state.kept > kept)


@pytest.fixture
def room(qtbot: QtBot, look: Look, clock: Clock, tmp_path: Path) -> Iterator[Room]:
    desk = new_desk(tmp_path / "p", clock=clock)
    case = opening.open_case(desk, TASK, load_pack(RESOURCES / "checklists" / "A.yaml"))
    owner = QObject()
    lanes = Lanes(owner)
    presenter = LogImportPresenter(Bench(desk, lanes, Door(owner), News(owner), {}), owner)
    page = LogImportPage(look, presenter)
    stand(qtbot, page, 1280, 720)
    presenter.open(case, "A10", GEAR)
    qtbot.waitUntil(lambda: bool(presenter.state.unit))
    yield Room(qtbot, desk, case, presenter, page, tmp_path)
    lanes.close()
    desk.profile.close()


def log(*lines: str) -> bytes:
    return "".join(f"{one}\r\n" for one in (phx42.HEADER, *lines)).encode()


def test_a_log_is_looked_through_and_kept_with_its_highest_reading(room: Room) -> None:
    data = log(line(0, "0", "N/A"), line(1, "2.10"), line(2, "512"), line(3, "-100.00"), line(4, "99.99"))
    room.show(data)
    assert [chip._word.text() for chip in room.page.counts if chip.isVisible()] == [
        "读数 3", "未点火 1", "不是读数 1",
    ]  # fmt: skip
    assert room.page.keep.text() == "写上是哪台仪器"
    room.qtbot.mouseClick(room.page.keep, LEFT)
    assert room.events("evidence_added") == []
    room.page.device.setCurrentIndex(0)
    room.page.device.textActivated.emit("FID-02")
    room.qtbot.mouseClick(room.page.highest, LEFT)
    assert room.page.keep.text() == "存入案件，保留 1 条"
    room.keep()
    (kept,) = room.events("measurement_kept")
    assert (kept["value"], kept["origin"], kept["line"], kept["device"]) == ("512", "file", 4, "FID-02")
    assert (kept["item"], kept["calibration"]["certificate"]) == ("A10", "检字 1")
    (told,) = room.events("log_imported")
    assert (told["summary"]["measurements"], told["format"], told["device"]) == (3, "phx42-csv", "FID-02")
    (added,) = read(room.desk, room.case).file.all("evidence_added")
    assert added.body["number"] == "仪器记录 1"
    assert kept["evidence"] == added.body["evidence"]
    assert evidence_bytes(room.desk, room.case, added) == data
    assert room.page.told.isVisible()
    assert room.page.first.isVisible()


def test_ticks_are_set_by_space_and_by_mouse_and_only_where_there_is_a_value(room: Room) -> None:
    room.show(log(line(0, "0", "N/A"), line(1, "2.10"), line(2, "3.10")))
    table = room.page.table
    for place in range(3):
        table.selectRow(place)
        room.qtbot.keyClick(table, Qt.Key.Key_Space)
    assert room.state.chosen == frozenset({3, 4})
    at = table.visualRect(table.grid.index(2, 0)).center()
    room.qtbot.mouseClick(table.viewport(), LEFT, pos=at)
    assert room.state.chosen == frozenset({3})
    room.qtbot.mouseClick(room.page.all, LEFT)
    assert room.state.chosen == frozenset({3, 4})
    room.qtbot.mouseClick(room.page.none, LEFT)
    assert room.state.chosen == frozenset()
    room.qtbot.keyClick(table, Qt.Key.Key_Escape)
    assert room.state.file is None


UNNAMED = SHEET.replace("(ppm)", "").encode()


def settle(room: Room) -> None:
    """Say unit and detector, as a person picks them."""
    for field, place in ((room.page.form.unit, 1), (room.page.form.detector, 1)):
        field.setCurrentIndex(place)
        field.activated.emit(place)


def test_a_table_of_another_program_needs_its_columns(room: Room) -> None:
    room.show(UNNAMED, "崂应.csv")
    form = room.page.form
    assert form.isVisible()
    assert "单位" in room.state.unsettled
    assert room.page.unsettled.isVisible()
    assert room.page.raw.model().rowCount() == 6
    assert room.page.keep.text() == "先指明各列"
    form.unit.setCurrentIndex(1)
    form.unit.activated.emit(1)
    assert not room.state.unsettled
    assert room.state.usable == frozenset(), "nobody said which detector it is"
    settle(room)
    assert room.state.usable == frozenset({2, 3})
    assert "原始数据流" in room.page._sign_words.text()
    room.presenter.write_device("单位的崂应3033")
    room.qtbot.mouseClick(room.page.highest, LEFT)
    room.keep()
    assert sorted(e["point"] for e in room.events("measurement_kept")) == ["F-0207", "F-0208"]
    assert room.events("log_imported")[0]["columns"]["unit"] == "ppm"


def test_columns_are_remembered_under_a_name(room: Room) -> None:
    room.show(UNNAMED, "崂应.csv")
    settle(room)
    form = room.page.form
    room.qtbot.mouseClick(form.keep, LEFT)
    room.wait(lambda: room.state.problem)
    assert "没有名称" in room.state.problem.what
    room.qtbot.keyClicks(form.name, "Laoying")
    room.qtbot.mouseClick(form.keep, LEFT)
    room.wait(lambda: room.state.maps)
    room.show(UNNAMED, "再一次.csv")
    form.saved.setCurrentIndex(1)
    form.saved.activated.emit(1)
    assert len(room.state.usable) == 2
    room.qtbot.mouseClick(form.drop, LEFT)
    room.wait(lambda: not room.state.maps)


def test_a_workbook_and_a_column_chosen_by_hand(room: Room) -> None:
    book = Workbook()
    book.active.append(["编号", "什么时候", "读数 ppm FID"])
    book.active.append(["F-1", "2026-11-24 10:00:05", 12.5])
    out = io.BytesIO()
    book.save(out)
    room.show(out.getvalue(), "表.xlsx")
    assert "时间" in room.state.unsettled
    form = room.page.form
    form.columns["time"].setCurrentIndex(2)
    form.columns["time"].activated.emit(2)
    assert [one.value for one in room.state.lines] == ["12.5 ppm FID"]


def test_a_calibration_history_is_shown_and_kept_as_evidence(room: Room) -> None:
    room.show(HISTORY.encode(), "HISTORY.TXT")
    assert [one.cell(3) for one in room.page.history.grid.held] == ["零点", "标气 1"]
    assert room.page.history.grid.held[1].cell(5) == "从文件载入"
    room.presenter.write_device("TVA-1")
    room.keep()
    assert room.events("log_imported")[0]["format"] == "tva2020-history"
    assert room.events("measurement_kept") == []


@pytest.mark.parametrize("data", [b"", b"\x00\x01", b"PK\x03\x04zip"])
def test_what_is_no_log_is_said_and_nothing_is_kept(room: Room, data: bytes) -> None:
    room.show(data, "x.bin")
    assert room.page.problem.isVisible()
    assert room.state.file is None
    assert room.page.first.isVisible()


def test_a_missing_file_a_full_disk_and_a_damaged_list_are_said(room: Room, clock: Clock) -> None:
    room.presenter.read(str(room.folder / "nothing.csv"))
    room.wait(lambda: room.state.problem)
    assert "打不开" in room.state.problem.what
    room.show(log(line(1, "2.10")))
    room.presenter.write_device("FID-02")
    clock.broken = True
    room.qtbot.mouseClick(room.page.keep, LEFT)
    room.wait(lambda: room.state.problem)
    clock.broken = False
    assert room.state.file is not None, "what was chosen is still there"
    room.keep()
    (room.desk.profile.folder / FILE).write_text("{", encoding="utf-8")
    room.presenter.open(room.case, "", GEAR)
    room.wait(lambda: room.state.problem)
    assert "对应列" in room.state.problem.what


def test_without_a_case_and_after_the_approval_nothing_is_kept(room: Room) -> None:
    room.show(log(line(1, "2.10")))
    room.presenter.write_device("FID-02")
    write(room.desk, room.case, Draft("case_approved", {"by": "赵敏", "opinion": "同意"}))
    room.presenter.open(room.case, "", GEAR)
    room.wait(lambda: room.state.closed)
    assert room.page.keep.text() == "案件已通过，不收读数"
    room.presenter.open("", "", GEAR)
    room.wait(lambda: not room.state.case)
    with room.qtbot.waitSignal(room.presenter.case_wanted):
        room.qtbot.mouseClick(room.page.keep, LEFT)


def test_a_file_is_chosen_in_the_dialog_or_dropped(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    path = room.file(log(line(1, "2.10")))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(path), ""))
    room.qtbot.mouseClick(room.page.first, LEFT)
    room.wait(lambda: room.state.file)
    room.presenter.leave_file()
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(path))])
    copy = Qt.DropAction.CopyAction
    event = QDropEvent(QPointF(5, 5), copy, dropped, LEFT, Qt.KeyboardModifier.NoModifier)
    room.page.dropEvent(event)
    room.wait(lambda: room.state.file)
    with room.qtbot.waitSignal(room.page.back_wanted):
        room.page._back()
        room.page._back()
