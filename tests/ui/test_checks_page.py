"""The panel of checks in the review and over the documents, and the dialog of public texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPlainTextEdit

from fieldlaw.cases.casework import deciding, inspecting, printing
from fieldlaw.cases.casework.answering import answer_check
from fieldlaw.cases.casework.answers import Reply, given
from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.packshelf import LawPacks
from fieldlaw.cases.casework.proceeding import note_event
from fieldlaw.cases.records.proceeding import Noted
from fieldlaw.settings import RESOURCES
from fieldlaw.ui.presenters.checks import typed_fen
from fieldlaw.ui.presenters.checks_state import ALL, ASKED, FAILED, SCORE
from fieldlaw.ui.presenters.documents import DocumentsPresenter
from fieldlaw.ui.presenters.review import ReviewPresenter
from fieldlaw.ui.views.documents import DocumentsPage
from fieldlaw.ui.views.review import ReviewPage
from tests.cases.bureau import new_desk
from tests.ui.paper_room import PaperRoom
from tests.ui.review_room import BOSS, ONE, TWO, ReviewRoom
from tests.ui.rooms import CALENDARS, LAW, LEFT, LISTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldlaw.ui.presenters.checks_state import State
    from fieldlaw.ui.theme.look import Look
    from fieldlaw.ui.views.checks import ChecksPanel
    from fieldlaw.ui.views.disclosure import DisclosureDialog
    from fieldlaw.ui.views.parts.factanswer import FactAnswer
    from tests.ui.conftest import Clock

PACKS = (*LAW, *CALENDARS)
PRESS = printing.Press("示例市生态环境局", RESOURCES / "fonts", LISTS, lambda: PACKS)
REQUEST = {
    "violation": "air_over_limit", "jurisdiction": "太原市", "party": {"kind": "legal_person"},
    "act": {"start": "2026-08-10", "end": "2026-08-10"}, "found": "2026-11-24", "decided": "2026-12-08",
    "facts": {"concentration": "72.852", "limit": "35"},
}  # fmt: skip


class Checked(ReviewRoom):
    """The review with the packs of the checks and a calendar."""

    @property
    def panel(self) -> ChecksPanel:
        return self.page.checks

    @property
    def checks(self) -> State:
        return self.review.checks.state

    def open_panel(self) -> None:
        self.qtbot.mouseClick(self.page.head.counts, LEFT)
        self.settle()

    def say(self, who: str, fact: str, answer: str) -> None:
        answer_check(self.desks[who], self.case, Reply(fact, answer), PACKS)

    def answers(self) -> dict[str, str]:
        held = given(read(self.desks[BOSS], self.case))
        return {fact: each[0].body["answer"] for fact, each in held.items()}

    def fact(self, name: str) -> FactAnswer:
        return next(one for one in self.panel.detail.facts if one.fact.id == name)

    def choose(self, row: str, filter_: str = ALL) -> None:
        self.review.checks.filter(filter_)
        self.review.checks.choose(row)
        self.settle()


@pytest.fixture
def bureau(look: Look, qtbot: QtBot, tmp_path: Path, clock: Clock) -> Iterator[Checked]:
    made = Checked(look, qtbot, tmp_path, clock, PRESS)
    yield made
    made.close()


def finding_without_evidence(bureau: Checked) -> None:
    deciding.record_finding(bureau.desks[ONE], bureau.case, "f", "超标", REQUEST, ["A01"])
    bureau.hand_in()


# --- in the review


def test_a_failing_check_blocks_the_approval_and_its_button_leads_there(
    bureau: Checked, qtbot: QtBot
) -> None:
    finding_without_evidence(bureau)
    page = bureau.page
    assert page.head.counts.text() == "核对 1 过 28 问 1 败"
    assert page.head.approve.text() == "有 1 项核对失败"
    assert (bureau.state.queue[0].state, bureau.state.queue[0].failed) == ("failed", 1)
    qtbot.mouseClick(page.head.approve, LEFT)
    bureau.settle()
    assert page.dialog is None
    assert (bureau.state.tab, bureau.checks.filter, bureau.checks.in_hand.id) == ("checks", FAILED, "C06")
    assert bureau.panel.isVisible()
    assert not page.rows.isVisible()
    assert not page.composer.isVisible()
    assert "有问题没有证据" in bureau.words()
    assert "案卷评查细则（2024年版，环执法发〔2024〕4号）（见官方文本）" in bureau.words()
    assert "总分：0 分（第 6 项是重大问题）" in bureau.words()
    bureau.review.approve("同意")
    bureau.settle()
    assert "第 6 项核对失败" in bureau.state.problem.what
    note = inspecting.Note("照片 1", "门", "photo", "2 号房", ONE, "2026-11-25T10:00:00+08:00", "A01")
    inspecting.add_evidence(bureau.desks[ONE], bureau.case, b"jpeg", note)
    bureau.carry(ONE, BOSS)
    bureau.news()
    bureau.review.show_newer()
    assert page.head.approve.text() == "通过"


def test_what_is_asked_is_named_before_the_approval_and_does_not_forbid_it(
    bureau: Checked, qtbot: QtBot
) -> None:
    bureau.hand_in()
    assert bureau.page.head.counts.text() == "核对 0 过 30 问 0 败"
    qtbot.mouseClick(bureau.page.head.approve, LEFT)
    dialog = bureau.page.dialog
    words = [one.text() for one in dialog.findChildren(QLabel)]
    assert "核对还有 30 项待确认，通过不等于这些项没有问题：" in words
    assert "4 处罚对象错误" in words
    dialog.edit.insertPlainText("同意")
    qtbot.mouseClick(dialog.act, LEFT)
    bureau.settle()
    assert bureau.state.view.approved is not None
    bureau.open_panel()
    assert not bureau.fact("own_name").keys
    assert bureau.checks.view.barred == "案件已通过，不再答复。"


def test_keys_answer_the_check_in_hand_and_the_next_one_comes(bureau: Checked, qtbot: QtBot) -> None:
    bureau.hand_in()
    bureau.open_panel()
    panel, held = bureau.panel, bureau.panel.list
    assert held.hasFocus()
    assert (bureau.checks.filter, bureau.checks.chosen) == (ASKED, "C01")
    qtbot.keyClick(held, Qt.Key.Key_Down)
    qtbot.keyClick(held, Qt.Key.Key_Down)
    qtbot.keyClick(held, Qt.Key.Key_Down)
    assert bureau.checks.chosen == "C04"
    panel.detail.note.setText("看过营业执照")
    qtbot.keyClick(held, Qt.Key.Key_1)
    bureau.settle()
    assert bureau.answers() == {"right_party": "yes"}
    assert bureau.checks.chosen == "C05"
    assert panel.detail.note.text() == ""
    assert held.hasFocus()
    qtbot.keyClick(held, Qt.Key.Key_2)
    bureau.settle()
    assert bureau.page.head.approve.text() == "有 1 项核对失败"
    assert bureau.state.newer is None, "what he wrote himself is no news"
    qtbot.mouseClick(panel.chips[FAILED], LEFT)
    assert [row.id for row in bureau.checks.listed] == ["C05"]
    (said,) = bureau.checks.in_hand.facts
    assert said.said == (f"{BOSS} 11-25 10:42：否",)
    qtbot.mouseClick(bureau.fact("facts_fit_evidence").back, LEFT)
    bureau.settle()
    assert bureau.page.head.approve.text() == "通过"
    assert "没有失败的核对。" in bureau.words()


def test_enter_leads_to_the_answer_and_escape_back(bureau: Checked, qtbot: QtBot) -> None:
    bureau.hand_in()
    bureau.open_panel()
    qtbot.keyClick(bureau.panel.list, Qt.Key.Key_Return)
    key = bureau.fact("own_name").keys["yes"]
    assert key.hasFocus()
    qtbot.keyClick(key, Qt.Key.Key_Escape)
    assert bureau.panel.list.hasFocus()
    qtbot.keyClick(bureau.panel.list, Qt.Key.Key_Escape)
    assert bureau.state.tab == "changed"
    assert bureau.page.rows.isVisible()
    assert bureau.checks.case == "", "the panel reads no more"


def test_values_are_answered_in_their_form(bureau: Checked, qtbot: QtBot) -> None:
    bureau.say(ONE, "fined", "yes")
    bureau.say(ONE, "defended", "yes")
    bureau.hand_in()
    bureau.open_panel()
    bureau.choose("C12")
    amount = bureau.fact("amount_notified_fen")
    assert amount.fact.name == "告知书上的罚款金额"
    assert isinstance(amount.edit, QLineEdit)
    qtbot.keyClick(amount.edit, Qt.Key.Key_Return)
    assert "amount_notified_fen" not in bureau.answers(), "nothing was written"
    amount.edit.setText("5.6 万元")
    qtbot.keyClick(amount.edit, Qt.Key.Key_Return)
    bureau.settle()
    assert bureau.answers()["amount_notified_fen"] == "5600000"
    assert bureau.fact("amount_notified_fen").edit.text() == "56000.00"
    bureau.choose("C03")
    names = bureau.fact("party_names")
    assert isinstance(names.edit, QPlainTextEdit)
    names.edit.setPlainText("决定书：另一家")
    names._keep()
    bureau.settle()
    assert bureau.page.head.approve.text() == "有 1 项核对失败"
    bureau.choose("P03")
    moment = bureau.fact("time_identity")
    moment.edit.setText("2026-11-24 09:00")
    moment._keep()
    bureau.settle()
    assert bureau.answers()["time_identity"] == "2026-11-24T09:00:00+08:00"


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("56000", "5600000"),
        ("20 万元", "20000000"),
        ("1,200.5元", "120050"),
        ("0.001", "0.001"),
        ("多少", "多少"),
    ],
)
def test_amounts_are_typed_in_yuan(typed: str, fen: str) -> None:
    assert typed_fen(typed) == fen


def test_an_answer_that_is_not_taken_says_why(bureau: Checked) -> None:
    bureau.hand_in()
    bureau.open_panel()
    bureau.choose("P03")
    late = bureau.fact("time_record")
    late.edit.setText("2026-12-24")
    late._keep()
    bureau.settle()
    assert "在今天之后，还没有发生" in bureau.words()
    assert bureau.fact("time_record").edit.text() == "2026-12-24", "what was typed is kept"
    bureau.review.checks.dismiss()
    assert not bureau.panel.problem.isVisible()


def test_two_answers_that_differ_stand_side_by_side(bureau: Checked, qtbot: QtBot) -> None:
    bureau.carry(ONE, TWO)
    bureau.say(ONE, "badges_valid", "yes")
    bureau.say(TWO, "badges_valid", "no")
    bureau.carry(TWO, ONE)
    bureau.hand_in()
    bureau.open_panel()
    bureau.choose("C02")
    words = bureau.words()
    assert "两人答复不同，按未知算；再答一次选定。" in words
    assert f"{ONE} 11-25 10:42：是" in words
    assert f"{TWO} 11-25 10:42：否" in words
    assert "案件记录：2" in words
    qtbot.mouseClick(bureau.fact("badges_valid").keys["yes"], LEFT)
    bureau.settle()
    assert bureau.checks.in_hand.result.value == "pass"
    assert bureau.fact("badges_valid").keys["yes"].isChecked()


def test_the_score_takes_in_the_papers(bureau: Checked, qtbot: QtBot) -> None:
    bureau.hand_in()
    bureau.open_panel()
    qtbot.mouseClick(bureau.panel.chips[SCORE], LEFT)
    sheet = bureau.panel.score
    assert "要素每处扣几分资料未见" in bureau.words()
    box = sheet.states["decision"]
    box.setCurrentIndex(box.findData("absent"))
    box.activated.emit(box.currentIndex())
    bureau.settle()
    assert bureau.answers() == {"document:decision": "absent"}
    row = next(one for one in bureau.checks.view.score if one.id == "decision")
    assert (row.points, row.full, row.state) == ("0", "15/20", "absent")
    assert f"{BOSS} 11-25 10:42：缺" in bureau.words()


def test_without_packs_of_checks_nothing_is_asked(bureau: Checked, qtbot: QtBot) -> None:
    bare = ReviewPresenter(bureau.bench, lambda: LawPacks(()), bureau.eyes)
    bureau.hand_in()
    page = ReviewPage(bureau.look, bare)
    qtbot.addWidget(page)
    page.show()
    bare.open(bureau.case)
    bureau.settle()
    assert page.head.counts.text() == "核对 0 过 0 问 0 败"
    bare.choose_tab("checks")
    bureau.settle()
    assert "没有核对规则。" in [one.text() for one in page.checks.findChildren(QLabel) if one.isVisible()]
    assert bare.state.blocked == ("", "")


def test_the_panel_holds_in_field_mode(bureau: Checked) -> None:
    finding_without_evidence(bureau)
    bureau.open_panel()
    bureau.look.use("field")
    bureau.page.resize(1280, 668)
    assert not bureau.page.queue.isVisible()
    assert bureau.page.minimumSizeHint().width() <= 1280
    assert bureau.page.minimumSizeHint().height() <= 668
    asking = [one for one in bureau.panel.detail.facts if one.asks]
    assert all(key.sizeHint().height() >= 48 for one in asking for key in one.keys.values())
    assert all(chip.sizeHint().height() >= 48 for chip in bureau.panel.chips.values())


# --- over the documents


class Papers(PaperRoom):
    """The documents with the packs of the checks."""

    @property
    def dialog(self) -> DisclosureDialog:
        assert self.page.corner.dialog is not None
        return self.page.corner.dialog

    def ask_text(self, text: str) -> None:
        self.click(self.page.corner.line.text)
        self.dialog.edit.setPlainText(text)


@pytest.fixture
def papers(look: Look, qtbot: QtBot, tmp_path: Path, clock: Clock) -> Iterator[Papers]:
    made = Papers(look, new_desk(tmp_path / "p", clock=clock), qtbot, PRESS)
    yield made
    made.close()


def test_the_counts_stand_over_the_papers_and_lead_to_the_panel(papers: Papers) -> None:
    note_event(papers.desk, papers.case, Noted("notice_served", "2026-10-12", how="direct"), PACKS)
    note_event(papers.desk, papers.case, Noted("decision_made", "2026-10-13"), PACKS)
    papers.open()
    words = papers.words()
    assert "核对 0 过 29 问 1 败" in words
    assert papers.page.print.isEnabled(), "printing is not blocked"
    corner = papers.page.corner
    assert "第 14 项：陈述、申辩期没有满就作出决定。审核通不过；打印不受影响。" in corner.line._about.text()
    before = papers.state.view
    papers.click(corner.line.look_at)
    assert corner.panel.isVisible()
    assert corner.line.look_at.text() == "看文书"
    papers.presenter.checks.filter(ALL)
    papers.presenter.checks.choose("C04")
    papers.qtbot.keyClick(corner.panel.list, Qt.Key.Key_1)
    papers.settle()
    assert "核对 1 过 28 问 1 败" in papers.words()
    assert papers.state.view is before, "the papers are laid out once the panel is left"
    papers.qtbot.keyClick(corner.panel.list, Qt.Key.Key_Escape)
    papers.settle()
    assert not corner.panel.isVisible()
    assert papers.state.view is not before
    assert papers.state.view.papers[-1].built.documents[-1].title == "合法性核对表"
    papers.open()
    assert not corner.checking


def test_without_packs_the_papers_say_nothing_of_checks(papers: Papers, look: Look) -> None:
    bare = DocumentsPresenter(papers.bench, printing.Press("局", RESOURCES / "fonts", LISTS))
    page = DocumentsPage(look, bare)
    papers.qtbot.addWidget(page)
    page.show()
    bare.open(papers.case)
    papers.settle()
    assert not page.corner.line.isVisible()


TEXT = "示例汽车销售服务有限公司，现场负责人张三，电话13812345678，法定代表人陈某某。"


def test_a_public_text_is_marked_and_its_clean_copy_kept(
    papers: Papers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers.open()
    source = tmp_path / "in.txt"
    source.write_text(TEXT, encoding="utf-8")
    papers.ask_text("")
    dialog = papers.dialog
    assert dialog.show_names.text() == "示例汽车销售服务有限公司、王立新、李志强"
    assert dialog.hide_names.text() == "张三"
    assert not dialog.check.isEnabled()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(source), ""))
    papers.click(dialog.take)
    assert dialog.edit.toPlainText() == TEXT
    dialog.show_names.setText(dialog.show_names.text() + "、陈大文")
    papers.click(dialog.check)
    marked = dialog.marked.toPlainText()
    assert "13812345678（联系电话）" in marked
    assert "张三（姓名）" in marked
    assert '<img src="leak"' in dialog.marked.toHtml()
    words = [one.text() for one in dialog.findChildren(QLabel) if one.isVisible()]
    assert "该隐去 2 处" in words
    assert "不必隐去：陈大文。请在文字里写全。" in words
    save_copy(papers, tmp_path / "out", monkeypatch)


def save_copy(papers: Papers, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog = papers.dialog
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    papers.click(dialog.save)
    text = target.with_suffix(".txt").read_text("utf-8")
    assert "13812345678" not in text
    assert dialog.kept.isVisible()
    held = given(read(papers.desk, papers.case))
    assert {fact: one[0].body["answer"] for fact, one in held.items()} == {
        "published": "yes", "disclosure_clean": "yes", "disclosure_needless": "yes",
    }  # fmt: skip
    papers.click(dialog.again)
    assert dialog.edit.isVisible()
    assert not dialog.save.isVisible()
    papers.click(dialog.stop)
    assert papers.page.corner.dialog is None


def test_a_file_that_is_no_text_and_a_copy_that_is_not_written_say_so(
    papers: Papers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers.open()
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\xff\xfe\x00")
    papers.ask_text("没有问题的一句话。")
    dialog = papers.dialog
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(bad), ""))
    papers.click(dialog.take)
    assert "不是 UTF-8 文本" in papers.presenter.disclosure.state.problem.what
    assert dialog.problem.isVisible()
    papers.click(dialog.check)
    assert "没有该隐去的" in [one.text() for one in dialog.findChildren(QLabel) if one.isVisible()]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "x.txt"), ""))
    papers.click(dialog.save)
    assert "公开稿没有存成" in papers.presenter.disclosure.state.problem.what
    assert given(read(papers.desk, papers.case)) == {}
    papers.click(dialog.stop)
