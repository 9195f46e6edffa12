"""The tab of fines that grow by the day, on the page of the deadlines, driven as a person drives it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit

from fieldlaw.cases.casework import opening
from fieldlaw.cases.casework.answers import Reply
from fieldlaw.cases.casework.desk import Desk, read
from fieldlaw.cases.casework.penalty_answers import answer_penalty
from fieldlaw.cases.casework.proceeding import note_event
from fieldlaw.cases.packs.load import load_folder
from fieldlaw.cases.records.proceeding import Noted
from fieldlaw.cases.store import profile, vault
from fieldlaw.settings import RESOURCES
from fieldlaw.ui.lanes import Lanes
from fieldlaw.ui.messages import Door
from fieldlaw.ui.presenters.bench import Bench, News
from fieldlaw.ui.presenters.deadlines import DeadlinesPresenter
from fieldlaw.ui.presenters.fines import fines_of
from fieldlaw.ui.views.deadlines import DeadlinesPage
from tests.cases.test_penalties import CALENDAR_PACK, G07, G08, LAW, PACKS, PAID, SAID, SECOND, SERVED, WALL
from tests.ui.conftest import TASK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldlaw.ui.presenters.fines import FinesView
    from fieldlaw.ui.theme.look import Look
    from fieldlaw.ui.views.deadlinesfines import FinePane
    from tests.ui.conftest import Clock

LEFT = Qt.MouseButton.LeftButton
LISTS = {pack.header.id: pack for pack in load_folder(RESOURCES / "checklists")}


class Room:
    """A desk with one case, and the tab over it."""

    def __init__(self, look: Look, qtbot: QtBot, folder: Path, clock: Clock) -> None:
        self.qtbot = qtbot
        person = profile.Person("王立新", "执法人员")
        held = profile.create(folder, person, "pass", os.urandom, vault.FLOOR)
        self.desk, self.lanes = Desk(held, clock, os.urandom), Lanes()
        bench = Bench(self.desk, self.lanes, Door(), News(), LISTS)
        self.deadlines = DeadlinesPresenter(bench, lambda: LAW, (CALENDAR_PACK,))
        self.page = DeadlinesPage(look, self.deadlines)
        qtbot.addWidget(self.page)
        self.page.resize(1232, 864)
        self.page.show()
        self.page.activateWindow()
        qtbot.waitUntil(self.page.isActiveWindow)
        self.case = opening.open_case(self.desk, TASK, LISTS["checklist-A"])

    def load(self, days: dict[str, str], **answers: str) -> None:
        for event, at in days.items():
            how = "direct" if event in SERVED else ""
            note_event(self.desk, self.case, Noted(event, at, how=how, note="照文书如实记"), PACKS)
        for fact, answer in answers.items():
            answer_penalty(self.desk, self.case, Reply(fact, answer), PACKS)
        self.deadlines.refresh()
        self.qtbot.waitUntil(lambda: self.deadlines.state.loaded and self.deadlines.state.view is not None)
        self.page.pane.show_tab("fines")

    @property
    def view(self) -> FinesView:
        held = self.deadlines.state.view
        assert held is not None
        assert held.fines is not None
        return held.fines

    @property
    def tab(self) -> FinePane:
        return self.page.pane.fines

    def words(self) -> str:
        return "\n".join(one.text() for one in self.tab.widget().findChildren(QLabel))

    def written(self, act: Callable[[], object]) -> None:
        before, held = self.deadlines.state.written, self.deadlines.state.view
        act()
        self.qtbot.waitUntil(lambda: self.deadlines.state.written > before)
        self.qtbot.waitUntil(lambda: self.deadlines.state.view is not held)


@pytest.fixture
def room(look: Look, qtbot: QtBot, tmp_path: Path, clock: Clock) -> Iterator[Room]:
    held = Room(look, qtbot, tmp_path / "p", clock)
    yield held
    held.lanes.close()
    held.desk.profile.close()


def test_g07_stands_for_checking_until_the_second_order_is_there(room: Room) -> None:
    room.load(G07, original_fine="45000000", **SAID)
    assert "630.00 万元" in room.words()
    assert "仅供核对" in room.words()
    assert "陆佰叁拾万元整" not in room.words()
    assert "判决不一" in room.words()
    assert "2016-08-24 至 2016-09-06，14 日" in room.words()
    assert room.page.pane.tabs._shown[-1][1] == "计罚 缺 2"


def test_g07_complete_is_said_in_capitals(room: Room) -> None:
    room.load(G07 | SECOND, original_fine="45000000", second_result="corrected", **SAID)
    assert room.view.daily is not None
    assert room.view.daily.capitals == "陆佰叁拾万元整"
    assert "陆佰叁拾万元整" in room.words()
    assert "由有权机关决定" in room.words()


def test_g08_is_2300_for_checking_only(room: Room) -> None:
    room.load(G08, original_fine="100000000", **SAID)
    assert "2300.00 万元" in room.words()
    assert "23 日" in room.words()
    assert "贰仟叁佰万元整" not in room.words()
    assert "因缺少而撤销" in room.words()


def test_g28_is_capped_at_the_fine(room: Room) -> None:
    room.load({**PAID, "fine_paid": "2026-04-04"}, original_fine="32000000")
    assert room.view.late is not None
    assert (room.view.late.sum, room.view.late.capitals) == ("32.00 万元", "叁拾贰万元整")
    assert "已到上限" in room.words()
    assert "64.00 万元" in room.words()


def test_what_is_missing_leads_to_the_sheet_and_back(room: Room) -> None:
    room.load(G07, original_fine="45000000", **SAID)
    room.qtbot.mouseClick(room.tab.links["event", "second_order_served"], LEFT)
    sheet = room.page.pane.event_sheet
    assert sheet.what.currentData() == "second_order_served"
    sheet.day.setText("2016-09-07")
    room.written(sheet.keep)
    assert room.page.pane.tab == "fines"
    assert ("event", "second_order_served") not in room.tab.links
    assert ("event", "second_rechecked") in room.tab.links


def test_a_fact_is_answered_here_and_taken_back(room: Room) -> None:
    room.load(G07)
    room.qtbot.mouseClick(room.tab.links["fact", "recheck_result"], LEFT)
    assert room.page.focusWidget() is room.tab.asks["recheck_result"].keys["continuing"]
    room.written(room.tab.asks["recheck_result"].keys["continuing"].click)
    assert room.page.focusWidget() is room.tab.asks["recheck_result"].keys["continuing"]
    assert "仍在继续违法排污（王立新 2026-11-25）" in room.words()
    edit = room.tab.asks["original_fine"].edit
    assert isinstance(edit, QLineEdit)
    edit.setText("45 万元")
    room.written(lambda: room.qtbot.keyClick(edit, Qt.Key.Key_Return))
    assert "630.00 万元" in room.words()
    room.written(room.tab.asks["recheck_result"].back.click)
    kept = read(room.desk, room.case).file.values("check_answered", "penalty:recheck_result")
    assert [event.body["answer"] for event in kept] == ["unknown"]


def test_an_amount_that_is_none_is_refused_in_words(room: Room) -> None:
    room.load(G07)
    room.deadlines.answer_fine("original_fine", "fen", "很多")
    room.qtbot.waitUntil(lambda: room.deadlines.state.problem is not None)
    assert room.page.pane.problem.isVisibleTo(room.page)


def test_a_review_without_its_span_asks_for_the_stop(room: Room) -> None:
    room.load({"decision_served": "2026-11-02", "review_asked": "2026-11-10"}, original_fine="32000000")
    assert room.view.late is not None
    assert not room.view.late.ready
    room.qtbot.mouseClick(room.tab.links["stop", "review_or_suit"], LEFT)
    sheet = room.page.pane.stop_sheet
    assert sheet.stop.currentData() == "review_or_suit"
    sheet.from_.setText("2026-11-20")
    room.written(sheet.keep)
    assert room.page.pane.tab == "fines"
    assert "2026-11-20 至 2026-11-25" in room.words()
    assert room.view.late.ready


def test_days_out_of_order_a_refusal_and_payment_in_time(room: Room) -> None:
    days = {"order_served": "2016-09-08", "rechecked": "2016-09-06", "decision_served": "2026-11-20"}
    room.load(days, order_warned="no")
    assert "日期的先后不对" in room.words()
    assert "缴款期还没有满" in room.words()
    room.load({"rechecked": "2016-09-20", "decision_served": "2026-11-02", "fine_paid": "2026-11-10"})
    room.qtbot.waitUntil(lambda: "缴款期内已缴清" in room.words())
    assert "不能实施" in room.words()


def test_an_archived_case_is_only_looked_at(room: Room) -> None:
    room.load({"filed": "2026-09-01", "case_closed": "2026-11-20", "archived": "2026-11-24"})
    assert not room.tab.links
    assert not any(ask.asks for ask in room.tab.asks.values())


def test_a_year_without_days_off_leads_to_the_notice(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (asked.append("x"), ("", ""))[1])
    room.load(G07)
    room.tab.gap_wanted.emit("calendar", "payment_due")
    assert asked == ["x"]


def test_without_rules_the_tab_says_so(room: Room) -> None:
    room.load(G07)
    log = read(room.desk, room.case)
    assert fines_of(log, (CALENDAR_PACK,), WALL) is None
    fault = fines_of(log, LAW, WALL)
    assert fault is not None
    assert "放假日历" in fault.fault
    room.tab.show_view(fault, archived=False)
    assert "放假日历" in room.words()
    room.tab.show_view(None, archived=False)
    assert "没有按日计罚" in room.words()
    room.tab.start()
