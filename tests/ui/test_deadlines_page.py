"""The page of the deadlines over a real profile, driven as a person drives it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from fieldlaw.cases.casework import inspecting, opening, transfer
from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.proceeding import note_event
from fieldlaw.cases.records.changes import Changes, Kind
from fieldlaw.cases.records.proceeding import Noted
from fieldlaw.ui.lanes import Lanes
from fieldlaw.ui.messages import Door
from fieldlaw.ui.presenters.bench import Bench, News
from fieldlaw.ui.presenters.deadlines import DeadlinesPresenter
from fieldlaw.ui.presenters.deadlines_state import ALL, BY_CASE, LATER, PAST, TODAY, WAITING, WEEK
from fieldlaw.ui.presenters.deadlines_words import chip_of, due_words
from fieldlaw.ui.views.deadlines import DeadlinesPage
from fieldlaw.ui.views.parts.deadlinestrip import DeadlineStrip
from fieldlaw.ui.views.parts.fortnight import FortnightCard
from tests.cases.bureau import introduce, new_desk
from tests.cases.test_deadlines_notice import CSV_TEXT
from tests.ui.conftest import PASSPHRASE, TASK
from tests.ui.rooms import CALENDARS, CTRL, LAW, LEFT, LISTS, CaseRoom, stand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldlaw import app
    from fieldlaw.ui.presenters.deadlines_state import DueRow, State
    from fieldlaw.ui.theme.look import Look
    from tests.ui.conftest import Clock

PACKS = (*LAW, CALENDARS[-1])


class Room(CaseRoom):
    """A desk with one case, and the page over it."""

    def __init__(self, look: Look, qtbot: QtBot, folder: Path, clock: Clock) -> None:
        super().__init__(new_desk(folder / "p", clock=clock), qtbot)
        self.folder = folder
        self.deadlines = DeadlinesPresenter(self.bench, lambda: LAW, CALENDARS)
        self.page = DeadlinesPage(look, self.deadlines)
        stand(qtbot, self.page, 1232, 864)

    @property
    def state(self) -> State:
        return self.deadlines.state

    def noted(self, event: str, at: str, **more: str) -> None:
        note_event(self.desk, self.case, Noted(event, at, **more), PACKS)  # type: ignore[arg-type]

    def load(self) -> None:
        self.deadlines.refresh()
        self.qtbot.waitUntil(lambda: self.state.loaded and self.state.view is not None)

    def row(self, key: str) -> DueRow:
        return next(row for row in self.state.of_case(self.case) if row.clock.key == key)

    def written(self, act: Callable[[], object]) -> None:
        before = self.state.written
        act()
        self.qtbot.waitUntil(lambda: self.state.written > before)
        self.settle()


@pytest.fixture
def room(look: Look, qtbot: QtBot, tmp_path: Path, clock: Clock) -> Iterator[Room]:
    held = Room(look, qtbot, tmp_path, clock)
    yield held
    held.close()


def choose(box: object, data: object) -> None:
    box.setCurrentIndex(box.findData(data))  # type: ignore[attr-defined]


# --- empty, loading, noting


def test_a_case_without_dates_says_that_nothing_runs(room: Room) -> None:
    assert room.page._stack.currentIndex() == 2
    room.load()
    assert room.page._stack.currentIndex() == 1
    assert {row.group for row in room.state.rows} == {WAITING}
    assert room.page.pane.list.model().rowCount() == len(room.state.rows)
    assert "2026-12-31" in room.page._through.text()


def test_no_case_at_all(look: Look, qtbot: QtBot, tmp_path: Path, clock: Clock) -> None:
    desk, lanes = new_desk(tmp_path / "p", clock=clock), Lanes()
    presenter = DeadlinesPresenter(Bench(desk, lanes, Door(), News(), LISTS), lambda: LAW, CALENDARS)
    page = DeadlinesPage(look, presenter)
    qtbot.addWidget(page)
    presenter.load()
    qtbot.waitUntil(lambda: presenter.state.loaded)
    assert page.pane._stack.currentIndex() == 1
    assert not page.pane.note.isVisibleTo(page)
    lanes.close()
    desk.profile.close()


def test_filing_is_noted_with_the_keyboard_and_the_decision_gets_its_day(room: Room) -> None:
    room.load()
    room.qtbot.keyClick(room.page, Qt.Key.Key_N, CTRL)
    sheet = room.page.pane.event_sheet
    assert room.page.pane.writing
    choose(sheet.what, "filed")
    assert not sheet.way.isVisibleTo(sheet)
    sheet.day.setText("2026-11-20")
    sheet.document.setText("示环立〔2026〕57号")
    room.written(lambda: room.qtbot.keyClick(sheet.document, Qt.Key.Key_Return, CTRL))
    assert not room.page.pane.writing
    room.qtbot.waitUntil(lambda: room.row("decision").clock.due is not None)
    row = room.row("decision")
    assert due_words(row) == "暂定 2027-02-09 至 02-18"
    assert chip_of(row) == ("circle-help", "剩 76 日", "unknown")
    (record,) = (r for stage in room.state.view.stages for r in stage.records)
    assert (record.title, record.when) == ("立案", "2026-11-20")
    assert "示环立〔2026〕57号" in record.about


def test_a_wrong_day_stays_in_the_sheet_with_the_reason(room: Room) -> None:
    room.load()
    room.page.pane.start_note()
    sheet = room.page.pane.event_sheet
    choose(sheet.what, "filed")
    sheet.day.setText("2026-12-01")
    room.qtbot.mouseClick(sheet.act, LEFT)
    room.qtbot.waitUntil(lambda: room.state.problem is not None)
    assert "在今天之后" in sheet._hint.text()
    assert sheet._hint.isVisibleTo(room.page)
    assert sheet.day.text() == "2026-12-01"
    room.qtbot.keyClick(room.page, Qt.Key.Key_Escape)
    assert not room.page.pane.writing
    assert room.state.problem is None


def test_service_asks_for_its_way_and_takes_a_day_that_is_not_known_yet(room: Room) -> None:
    room.load()
    room.page.pane.start_note()
    sheet = room.page.pane.event_sheet
    choose(sheet.what, "notice_served")
    assert sheet.way.isVisibleTo(sheet)
    choose(sheet.way, "electronic")
    assert "到达受送达人系统" in sheet._rule.text()
    room.written(sheet.keep)
    assert room.row("defence").group == WAITING
    record = next(r for stage in room.state.view.stages for r in stage.records)
    assert record.when == "送达日未记"
    room.page.pane.noted.rows[0].change_wanted.emit(record)
    assert sheet.time.currentData() == 1
    sheet.day.setText("2026-11-24")
    room.written(sheet.keep)
    assert room.row("defence").group == LATER
    assert chip_of(room.row("defence"))[1] == "剩 4 个工作日"


def test_a_moment_gets_the_zone_of_the_clock(room: Room) -> None:
    room.load()
    room.page.pane.start_note()
    sheet = room.page.pane.event_sheet
    choose(sheet.what, "seized_on_site")
    sheet.day.setText("2026-11-25 09:10")
    room.written(sheet.keep)
    row = room.row("seizure_approval")
    assert due_words(row) == "11-26 09:10 前"
    assert chip_of(row)[1:] == ("剩 22 小时", "warning")


def test_the_proof_is_a_piece_of_evidence_of_the_case(room: Room) -> None:
    note = inspecting.Note("照片12", "送达回证", "photo", "门口", "王立新", "2026-11-24T10:00:00+08:00", None)
    inspecting.add_evidence(room.desk, room.case, b"x", note)
    room.load()
    room.page.pane.start_note()
    sheet = room.page.pane.event_sheet
    choose(sheet.what, "notice_served")
    sheet.day.setText("2026-11-24")
    sheet.proof.setCurrentIndex(1)
    room.written(sheet.keep)
    (event,) = read(room.desk, room.case).file.all("proceeding_noted")
    assert event.body["proof"] == room.state.view.proofs[0].id
    assert "照片12 送达回证" in room.page.pane.noted.rows[0].record.about


# --- stops, extensions, taking back


def test_a_stop_is_noted_ended_and_shown_in_the_explanation(room: Room) -> None:
    room.noted("filed", "2026-09-01")
    room.load()
    pane = room.page.pane
    room.qtbot.mouseClick(pane.stop, LEFT)
    choose(pane.stop_sheet.stop, "suspension")
    pane.stop_sheet.from_.setText("2026-11-20")
    room.written(pane.stop_sheet.keep)
    assert chip_of(room.row("decision"))[1] == "停算中"
    assert pane.tab == "spans"
    pane.spans.rows[0].change_wanted.emit(pane.spans.rows[0].record)
    pane.stop_sheet.to.setText("2026-11-22")
    room.written(pane.stop_sheet.keep)
    assert due_words(room.row("decision")) == "12-03 周四"
    room.deadlines.choose(room.row("decision").id)
    titles = [part.title for part in pane.tree._shown.children]
    assert "扣除 中止" in titles


def test_an_extension_is_offered_for_the_deadline_in_hand(room: Room) -> None:
    room.noted("filed", "2026-09-01")
    room.load()
    room.deadlines.choose(room.row("decision").id)
    pane = room.page.pane
    room.qtbot.mouseClick(pane.extend, LEFT)
    assert "30 日" in pane.extension_sheet._rule.text()
    assert not pane.extension_sheet.days.isEnabled()
    pane.extension_sheet.on.setText("2026-11-20")
    room.written(pane.extension_sheet.keep)
    assert due_words(room.row("decision")) == "12-30 周三"
    record = pane.spans.rows[0].record
    assert "负责人 2026-11-20 批准" in record.when
    pane.spans.rows[0].change_wanted.emit(record)
    assert pane.extension_sheet.on.text() == "2026-11-20"


def test_taking_back_asks_for_a_reason(room: Room) -> None:
    room.noted("filed", "2026-11-20")
    room.load()
    room.page.pane.show_tab("noted")
    row = room.page.pane.noted.rows[0]
    row.back_wanted.emit(row.record)
    dialog = room.page.pane.dialog
    dialog.act.click()
    assert dialog.isVisible()
    dialog.edit.setPlainText("记错了案件")
    room.written(dialog.act.click)
    assert room.row("decision").group == WAITING
    assert not room.page.pane.noted.rows


def test_an_archived_case_offers_only_to_take_its_archiving_back(room: Room) -> None:
    for event, day in (("filed", "2026-09-01"), ("case_closed", "2026-11-20"), ("archived", "2026-11-24")):
        room.noted(event, day)
    room.load()
    pane = room.page.pane
    assert not pane.note.isVisibleTo(room.page)
    acts = [row.record.what for row in pane.noted.rows if len(row._acts()) and row.layout().count() > 1]
    assert acts == ["archived"]


def test_two_people_disagree_until_one_is_picked(room: Room, tmp_path: Path, clock: Clock) -> None:
    other = new_desk(tmp_path / "o", "李志强", clock=clock)
    introduce((room.desk, other))
    room.case = opening.open_case(room.desk, TASK, LISTS["checklist-A"])
    transfer.export_case(room.desk, room.case, tmp_path / "c")
    transfer.import_case(other, tmp_path / "c")
    room.noted("filed", "2026-09-01")
    note_event(other, room.case, Noted("filed", "2026-09-03"), PACKS)
    transfer.export_case(other, room.case, tmp_path / "d")
    transfer.import_case(room.desk, tmp_path / "d")
    other.profile.close()
    room.load()
    room.deadlines.open(room.case)
    room.qtbot.waitUntil(lambda: room.state.view is not None and room.state.view.disputes == 1)
    pane = room.page.pane
    assert pane.split.isVisibleTo(room.page)
    assert chip_of(room.row("decision"))[1] == "不能确定"
    theirs = next(row for row in pane.noted.rows if "李志强" in row.record.about)
    room.written(lambda: theirs.pick_wanted.emit(theirs.record))
    room.qtbot.waitUntil(lambda: room.state.view.disputes == 0)
    assert due_words(room.row("decision")) == "12-02 周三"


# --- the list and the month


def test_list_filter_order_and_day(room: Room) -> None:
    room.noted("filed", "2026-09-01")
    room.noted("preserved", "2026-11-12")
    room.noted("notice_served", "2026-11-18", how="direct")
    room.load()
    assert room.state.count(PAST) == 1
    assert room.state.count(TODAY) == 2
    assert room.page._late.isVisibleTo(room.page)
    room.deadlines.filter(PAST)
    assert [row.clock.key for row in room.state.listed] == ["preservation"]
    assert chip_of(room.state.listed[0]) == ("octagon-x", "已过 2 天", "danger")
    room.deadlines.filter(ALL)
    room.page.orders[BY_CASE].click()
    assert room.state.order == BY_CASE
    room.page.month.days.chosen.emit(date(2026, 11, 25))
    assert {row.clock.key for row in room.state.listed} == {"defence", "hearing_request"}
    assert room.page.clear_day.isVisibleTo(room.page)
    room.qtbot.keyClick(room.page, Qt.Key.Key_Escape)
    assert room.state.day is None
    room.deadlines.filter(WEEK)
    assert room.page._stack.currentIndex() == 1


def test_the_month_is_walked_with_the_keyboard_and_says_what_the_calendar_knows(room: Room) -> None:
    room.noted("filed", "2026-11-20")
    room.load()
    days = room.page.month.days
    assert "工作日" in days.accessibleDescription()
    for _ in range(3):
        room.qtbot.keyClick(days, Qt.Key.Key_Right)
    assert "休息日" in days.accessibleDescription()
    room.deadlines.turn(-1)
    assert room.state.calendar.mark(date(2026, 10, 1)).name == "国庆节"
    assert room.state.calendar.mark(date(2026, 10, 10)).kind == "work"
    room.deadlines.turn(4)
    assert room.page.month._unsure.isVisibleTo(room.page)
    room.deadlines.choose_day(date(2027, 2, 9))
    assert [row.clock.key for row in room.state.listed] == ["decision"]
    room.page.month.now.click()
    assert (room.state.month.year, room.state.month.month) == (2026, 11)


def test_a_small_page_lets_month_and_list_take_turns(room: Room, look: Look) -> None:
    room.noted("filed", "2026-09-01")
    room.load()
    assert room.page.month.isVisibleTo(room.page)
    room.page.resize(1072, 640)
    room.qtbot.waitUntil(lambda: not room.page.month.isVisibleTo(room.page))
    room.page.flip.click()
    assert not room.page.list.isVisibleTo(room.page)
    room.page.month.days.chosen.emit(date(2026, 11, 30))
    assert room.page.list.isVisibleTo(room.page)
    assert room.page.list.hasFocus()
    look.use("field")
    heights = [chip.sizeHint().height() for chip in room.page._chips.buttons()]
    assert min(heights) >= look.tokens.height("minTarget")


# --- the calendar of a new year


def test_the_notice_is_imported_and_the_days_become_certain(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.noted("filed", "2026-11-20")
    room.load()
    notice = room.folder / "2027.csv"
    notice.write_text(CSV_TEXT, encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(notice), ""))
    room.qtbot.mouseClick(room.page.take, LEFT)
    room.qtbot.waitUntil(lambda: room.state.imported == "2027-12-31")
    room.settle()
    assert room.page.done.isVisibleTo(room.page)
    assert due_words(room.row("decision")) == "2027-02-18 周四"
    assert "导入" in room.page._through.text()


def test_a_bad_notice_is_refused_with_the_reason(room: Room) -> None:
    room.load()
    notice = room.folder / "2027.yaml"
    notice.write_text("year: 2027", encoding="utf-8")
    room.deadlines.take_over(notice)
    room.qtbot.waitUntil(lambda: room.state.problem is not None)
    assert "放假安排没有导入" in room.state.problem.what
    assert room.page.pane.problem.isVisibleTo(room.page)


def test_a_clock_that_breaks_is_told_and_tried_again(room: Room, clock: Clock) -> None:
    clock.broken = True
    room.deadlines.refresh()
    room.qtbot.waitUntil(lambda: room.state.trouble is not None)
    assert room.page.trouble.isVisibleTo(room.page)
    clock.broken = False
    room.page.trouble.again.emit()
    room.qtbot.waitUntil(lambda: room.state.trouble is None)


# --- the strip and the fortnight


def test_the_strip_shows_the_next_three_and_leads_to_the_proceeding(room: Room, look: Look) -> None:
    strip = DeadlineStrip(look, room.deadlines)
    room.qtbot.addWidget(strip)
    strip.show_case(room.case)
    room.qtbot.waitUntil(lambda: room.state.loaded)
    assert "没有进行中的期限" in strip._word.text()
    for event, day in (("filed", "2026-09-01"), ("preserved", "2026-11-12"), ("seized", "2026-11-20")):
        room.noted(event, day)
    room.noted("notice_served", "2026-11-24", how="direct")
    room.bench.news.tell(Changes(frozenset({Kind.PROCEEDING})))
    room.qtbot.waitUntil(lambda: not strip.buttons[2].isHidden())
    assert strip.buttons[0].accessibleName() == "处理登记保存的证据 11-23 周一 已过 2 天"
    with room.qtbot.waitSignal(strip.case_wanted) as wanted:
        strip.buttons[1].click()
    assert wanted.args == [room.case]
    assert room.state.in_hand.clock.key in ("decision", "defence", "hearing_request")


def test_a_day_of_the_fortnight_leads_to_what_falls_on_it(room: Room, look: Look) -> None:
    room.noted("filed", "2026-09-01")
    card = FortnightCard(look, room.deadlines)
    room.qtbot.addWidget(card)
    room.load()
    card.days.setFocus()
    for _ in range(20):
        room.qtbot.keyClick(card.days, Qt.Key.Key_Right)
    assert "12-08" in card.days.accessibleDescription()
    with room.qtbot.waitSignal(card.wanted):
        card.days.chosen.emit(date(2026, 11, 30))
    assert room.state.day == date(2026, 11, 30)


def test_in_the_window_the_page_is_reached_from_the_rail_and_from_the_strip(
    start: Callable[[Path], app.Program], folder: Path, qtbot: QtBot
) -> None:
    program = start(folder)
    program.unlocking.unlock(PASSPHRASE)
    qtbot.waitUntil(lambda: program.session is not None, timeout=15000)
    session = program.session
    qtbot.waitUntil(lambda: session.deadlines.state.loaded)
    session.go("deadlines")
    assert program.window.page == "deadlines"
    session.workbench.open(session.deadlines.state.cases[0][0])
    qtbot.waitUntil(lambda: program.window.page == "workbench")
    session.go("documents")
    session.documents_page.findChild(DeadlineStrip).more.click()
    assert program.window.page == "deadlines"
    session.deadlines_page.back_wanted.emit()
    assert program.window.page == "documents"
