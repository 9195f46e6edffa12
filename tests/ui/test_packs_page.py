"""The pack page over a real profile: load, refuse, trust, look at rows and checks, compare, judge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QObject, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication

from fieldlaw.cases.casework import deciding, opening
from fieldlaw.cases.casework.packshelf import Shelf
from fieldlaw.cases.casework.packtrust import add_signer, list_signers
from fieldlaw.cases.packs.load import load_pack
from fieldlaw.cases.records.changes import Changes, Kind
from fieldlaw.settings import RESOURCES
from fieldlaw.ui.lanes import Lanes
from fieldlaw.ui.messages import Door
from fieldlaw.ui.presenters.bench import Bench, News
from fieldlaw.ui.presenters.law import LawPresenter
from fieldlaw.ui.presenters.packs import PacksPresenter, State
from fieldlaw.ui.views.packs import PacksPage
from tests.cases.bureau import new_desk
from tests.cases.signing_cases import NATIONAL, SHANXI, STRAW, Jurist, headed, signed_bytes
from tests.ui.conftest import PASSPHRASE, TASK
from tests.ui.rooms import stand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldlaw.app import Program
    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.ui.theme.look import Look

LEFT = Qt.MouseButton.LeftButton
AUTHOR, REVIEWER, STRANGER = Jurist("甲"), Jurist("乙"), Jurist("丙")
GOOD = signed_bytes(SHANXI, AUTHOR, REVIEWER)
OUTSIDE = headed(SHANXI, id="gd-elsewhere", jurisdiction="广东省", status="test")


@dataclass
class Room:
    """The page, and the law page's presenter on the same shelf."""

    qtbot: QtBot
    folder: Path
    desk: Desk
    bench: Bench
    shelf: Shelf
    packs: PacksPresenter
    page: PacksPage
    law: LawPresenter
    owner: QObject

    @property
    def state(self) -> State:
        return self.packs.state

    def wait(self, fits: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(fits()), timeout=8000)

    def file(self, data: bytes, name: str = "太原.pack") -> str:
        path = self.folder / name
        path.write_bytes(data)
        return str(path)

    def drop(self, *paths: str) -> None:
        """As a person drops files on the page."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(path) for path in paths])
        none = Qt.KeyboardModifier.NoModifier
        self.page.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, LEFT, none))

    def load(self, data: bytes = GOOD, name: str = "太原.pack") -> None:
        self.drop(self.file(data, name))
        self.wait(lambda: (self.state.told or self.state.problem) and not self.state.busy)

    def cells(self, pack: str) -> tuple[str, ...]:
        (line,) = (one for one in self.page.table.grid.held if one.cell(0).startswith(f"{pack} "))
        return tuple(line.cell(n) for n in range(8))

    def trust(self, who: Jurist, told: str = "") -> None:
        form = self.page.roster.form
        form.clear()
        for field, text in zip(
            (form.name, form.role, form.key, form.told),
            (who.name, "法制科", who.digits, told or who.digits[-8:]),
            strict=True,
        ):
            field.setText(text)
        self.qtbot.keyClick(form.told, Qt.Key.Key_Return)


@pytest.fixture
def room(qtbot: QtBot, look: Look, tmp_path: Path) -> Iterator[Room]:
    """Author and reviewer are trusted; nothing is loaded."""
    desk = new_desk(tmp_path / "p", words=PASSPHRASE)
    for who in (AUTHOR, REVIEWER):
        add_signer(desk, who.entry)
    owner = QObject()
    lanes = Lanes(owner)
    lists = {"checklist-A": load_pack(RESOURCES / "checklists" / "A.yaml")}
    bench = Bench(desk, lanes, Door(owner), News(owner), lists)
    shelf = Shelf(desk, (NATIONAL,), lambda: (OUTSIDE,))
    packs = PacksPresenter(bench, shelf, owner)
    law = LawPresenter(bench, lambda: shelf.law, "太原市", owner)
    page = PacksPage(look, packs)
    stand(qtbot, page, 1232, 864)
    made = Room(qtbot, tmp_path, desk, bench, shelf, packs, page, law, owner)
    packs.refresh()
    made.wait(lambda: made.state.counted and made.state.rows and len(made.state.lines) == 2)
    yield made
    lanes.store.run(desk.profile.close, lambda _: None, lambda _: None)
    lanes.close()


def finding(room: Room) -> str:
    case = opening.open_case(room.desk, TASK, room.bench.checklists["checklist-A"])
    plain = {**STRAW, "facts": {"burned": "yes"}}
    deciding.record_finding(room.desk, case, "f", "露天焚烧", plain, ["A01"])
    return case


def test_without_a_loaded_pack_it_says_that_no_amount_is_computed(room: Room) -> None:
    assert room.page.none.isVisible()
    assert room.cells("法律条文")[4:6] == ("在用", "没有签名 随程序")
    assert room.cells("广东省裁量基准")[0] == "广东省裁量基准 外省基准，仅供训练"
    assert OUTSIDE not in room.shelf.law.packs


def test_a_dropped_pack_is_loaded_and_the_law_page_judges_anew(room: Room) -> None:
    case = finding(room)
    room.law.open(case)
    room.wait(lambda: room.law.state.sheet.judgement)
    held = room.law.state.sheet.judgement
    assert held is not None
    assert "benchmark_unsigned" not in "".join(held.result["flags"])
    told: list[Changes] = []
    room.bench.news.changes.connect(told.append)
    room.load()
    assert room.state.told == "已载入 山西省裁量基准 2026 年版。"
    assert not room.page.none.isVisible()
    assert room.page.told.isVisible()
    assert room.cells("山西省裁量基准")[4:6] == ("在用", "签名有效 编写人 甲·复核人 乙")
    assert room.state.chosen == SHANXI.header.sha256
    assert any(one.touch(Kind.ASSESSMENTS) for one in told)
    room.wait(lambda: room.law.state.sheet.judgement is not held)
    room.law.set_fact("found", "2023-05-24")
    room.wait(lambda: room.law.state.sheet.request.get("found"))
    room.law.write()
    room.wait(lambda: room.law.state.kept)
    room.packs.refresh()
    room.wait(lambda: room.cells("法律条文")[7] == "1 件")
    room.page.panes.show_pane("cases")
    room.page.table.take(NATIONAL.header.sha256)
    room.wait(lambda: room.page.panes.cases.table.grid.held)
    assert room.page.panes.cases.table.grid.held[0].cell(0) == TASK.number


def test_the_same_pack_again_says_so(room: Room) -> None:
    room.load()
    room.load()
    assert room.state.told == "山西省裁量基准 2026 年版 已经在本机，没有再存一份。"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (signed_bytes(SHANXI, AUTHOR, None), "没有复核人签名"),
        (signed_bytes(SHANXI, AUTHOR, STRANGER), "签名人不在名册里"),
        (GOOD[:-40], "文件不完整或已损坏"),
        (b"", "不是编译后的规则包"),
    ],
)
def test_what_is_not_signed_by_two_trusted_people_is_refused(room: Room, data: bytes, words: str) -> None:
    room.load(data)
    assert room.state.problem is not None
    assert words in room.state.problem.what
    assert room.page.problem.isVisible()
    assert room.page.none.isVisible()
    assert room.page.load.isEnabled()
    assert len(room.state.lines) == 2


def test_a_source_is_checked_and_turned_down(room: Room) -> None:
    room.load(b"pack: {kind: law}\n", "草稿.yaml")
    room.wait(lambda: room.state.examined)
    assert room.state.problem is not None
    assert "fieldlaw pack sign" in room.state.problem.way_out
    assert room.page.panes.now == "checks"
    rows = room.page.panes.checks.table.grid.held
    assert rows
    assert rows[0].cell(0) == "错误"
    assert rows[0].cell(1) == "草稿.yaml"


def test_a_damaged_file_is_named_and_the_rest_goes_on(room: Room) -> None:
    room.load()
    (path,) = (room.desk.profile.folder / "packs").iterdir()
    path.write_bytes(GOOD[:-9])
    room.packs.refresh()
    room.wait(lambda: room.state.view.aside)
    assert room.page.aside.isVisible()
    assert len(room.state.lines) == 2


def test_signers_come_and_go_and_their_packs_with_them(room: Room) -> None:
    room.load(signed_bytes(SHANXI, AUTHOR, STRANGER))
    assert room.state.problem is not None
    room.qtbot.mouseClick(room.page.trusted, LEFT)
    assert room.page.lists_signers
    room.trust(STRANGER, "00000000")
    room.wait(lambda: room.state.wrong)
    assert "对不上" in room.page.roster.form._hint.text()
    assert room.page.roster.form.name.text() == "丙"
    room.trust(STRANGER)
    room.wait(lambda: len(room.state.view.signers) == 3)
    assert room.page.roster.form.key.text() == ""
    room.load(signed_bytes(SHANXI, AUTHOR, STRANGER))
    assert room.shelf.law.verified == frozenset({SHANXI.header.sha256})
    roster = room.page.roster
    assert roster.table.take(STRANGER.digits)
    room.qtbot.mouseClick(roster.remove, LEFT)
    assert roster.confirm.text() == "移出 丙"
    room.qtbot.keyClick(room.page, Qt.Key.Key_Escape)
    assert not roster.confirm.isVisible()
    assert room.page.lists_signers
    room.qtbot.mouseClick(roster.remove, LEFT)
    room.qtbot.mouseClick(roster.confirm, LEFT)
    room.wait(lambda: len(room.state.view.signers) == 2 and room.shelf.law.verified == frozenset())
    assert [one.name for one in list_signers(room.desk)] == ["乙", "甲"]
    assert room.shelf.law.verified == frozenset()
    room.qtbot.keyClick(room.page, Qt.Key.Key_Escape)
    assert not room.page.lists_signers
    assert room.cells("山西省裁量基准")[4] == "复核"
    assert "签名不算数" in room.cells("山西省裁量基准")[5]


def test_a_list_of_signers_that_was_changed_is_said(room: Room) -> None:
    room.load()
    (room.desk.profile.folder / "signers.json").write_text("{}")
    room.packs.refresh()
    room.wait(lambda: room.state.view.fault)
    assert room.page.fault.isVisible()
    assert room.shelf.law.verified == frozenset()


def test_rows_are_searched_and_filtered(room: Room) -> None:
    room.load()
    room.wait(lambda: len(room.state.rows) == 20)
    pane = room.page.panes.rows
    room.qtbot.keyClick(room.page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert pane.search.hasFocus()
    pane.search.setText("权重 10")
    assert [row.cell(0) for row in pane.table.grid.held] == ["road", "road"]
    assert pane.table.grid.held[0].cell(2) == "路边；权重 10；条件 place = road"
    pane.search.clear()
    room.qtbot.mouseClick(pane.chips.button(3), LEFT)
    assert [row.cell(6) for row in pane.table.grid.held] == ["凭记忆"]
    pane.table.selectRow(0)
    assert "tables[straw].factors[place].rows[road]" in pane.detail.text()
    pane.table.setFocus()
    room.qtbot.keyClick(pane.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text().startswith("编号\t条款\t数值")
    room.qtbot.mouseClick(pane.chips.button(2), LEFT)
    assert pane.empty.isVisible()


def test_a_check_result_leads_to_its_row(room: Room) -> None:
    room.load()
    room.wait(lambda: room.state.rows)
    room.page.panes.show_pane("checks")
    checks = room.page.panes.checks.table
    room.wait(lambda: checks.grid.held)
    assert checks.grid.held[0].cell(2) == "tables[straw].factors[area].rows[small].text"
    checks.selectRow(0)
    room.qtbot.keyClick(checks, Qt.Key.Key_Return)
    assert room.page.panes.now == "rows"
    row = room.page.panes.rows.table.in_hand
    assert row is not None
    assert row.key == "tables[straw].factors[area].rows[small]"


def test_two_editions_are_compared_row_by_row(room: Room) -> None:
    room.load()
    room.load(signed_bytes(headed(SHANXI, edition="2027 年版"), AUTHOR, REVIEWER))
    room.qtbot.mouseClick(room.page.pair, LEFT)
    pane = room.page.panes.compared
    assert {pane.old.currentData(), pane.new.currentData()} <= {line.key for line in room.state.lines}
    room.qtbot.mouseClick(pane.act, LEFT)
    room.wait(lambda: room.state.diff)
    (row,) = pane.table.grid.held
    assert (row.cell(0), row.cell(1)) == ("修改", "pack")
    assert {row.cell(3), row.cell(4)} == {"2026 年版", "2027 年版"}


@pytest.mark.parametrize("mode", ["light", "field"])
def test_it_holds_in_both_modes_at_the_least_size(room: Room, look: Look, mode: str) -> None:
    room.load()
    look.use(mode)
    room.page.resize(1072, 684)
    room.wait(lambda: room.page.width() == 1072)
    for button in (room.page.load, room.page.pair, room.page.trusted):
        assert button.geometry().right() <= room.page.width()
    assert room.page.table.horizontalHeader().length() <= room.page.table.viewport().width()


def test_the_program_has_the_page_in_its_rail(
    qtbot: QtBot, start: Callable[[Path], Program], folder: Path
) -> None:
    program = start(folder)
    qtbot.keyClicks(program.unlock_page.passphrase, PASSPHRASE)
    qtbot.keyClick(program.unlock_page.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.session is not None, timeout=20000)
    assert program.session is not None
    program.session.go("packs")
    assert program.window.page == "packs"
    state = lambda: program.session.packs.state  # noqa: E731
    qtbot.waitUntil(lambda: state().counted, timeout=20000)
    assert any(line.origin == "house" for line in state().lines)


# --- whose answer turns


def recheck(room: Room) -> tuple[str, ...]:
    """Press the button and wait; the cells of the one finding that turns, if any."""
    pane = room.page.panes.turned
    room.page.panes.show_pane("turned")
    room.qtbot.mouseClick(pane.act, LEFT)
    room.wait(lambda: not room.packs.recheck.state.running and room.packs.recheck.state.done is not None)
    held = pane.table.grid.held
    return tuple(held[0].cell(n) for n in range(5)) if held else ()


def test_a_new_pack_shows_whose_answer_turns(room: Room) -> None:
    assert recheck(room) == ()
    assert room.packs.recheck.state.of == 0
    case = finding(room)
    deciding.record_finding(room.desk, case, "f", "露天焚烧", STRAW, ["A01"])
    deciding.assess_finding(room.desk, case, "f", room.shelf.law.packs)
    assert recheck(room) == ()
    room.load()
    number, unit, title, before, after = recheck(room)
    assert (number, unit, title) == (TASK.number, TASK.unit, "露天焚烧")
    assert before.startswith("不算数额 0.05–0.2 万元")
    assert after.startswith("罚款 0.")
    assert "1 处判断会变" in room.page.panes.turned._about.text()


def test_the_look_can_be_stopped(room: Room) -> None:
    for _ in range(3):
        case = finding(room)
        deciding.assess_finding(room.desk, case, "f", room.shelf.law.packs)
    room.packs.recheck.start()
    assert room.page.panes.turned.act.text() == "停下"
    room.packs.recheck.stop()
    assert not room.packs.recheck.state.running
    assert room.page.panes.turned.act.text() == "重判本机案件"
    assert recheck(room) == ()
    assert room.packs.recheck.state.done == 3


def test_a_loaded_pack_is_taken_out_of_use_and_may_be_loaded_again(room: Room) -> None:
    assert not room.page.away.isVisible(), "a pack of the house stays"
    room.load()
    assert room.page.away.isVisible()
    room.qtbot.mouseClick(room.page.away, LEFT)
    room.wait(lambda: "已移出" in room.state.told)
    assert SHANXI not in room.shelf.law.packs
    assert room.page.none.isVisible()
    assert not room.page.away.isVisible()
    room.load()
    assert SHANXI in room.shelf.law.packs
