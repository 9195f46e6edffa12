"""The law page on a real profile, driven as a person drives it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from fieldlaw.cases.casework import deciding, inspecting, opening
from fieldlaw.cases.casework.desk import Desk, read
from fieldlaw.cases.casework.packshelf import LawPacks
from fieldlaw.ui.presenters.law import LawPresenter
from fieldlaw.ui.presenters.law_clocks import share_words
from fieldlaw.ui.views.law import LawPage
from fieldlaw.ui.views.parts.buttons import Button
from fieldlaw.ui.views.parts.rowbutton import RowButton, ToggleKey
from tests.cases.bureau import introduce, new_desk
from tests.cases.test_deciding import carry
from tests.ui.conftest import TASK
from tests.ui.rooms import CTRL, LAW, LEFT, LISTS, CaseRoom, stand

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldlaw.ui.presenters.law_state import State
    from fieldlaw.ui.theme.look import Look
    from tests.ui.conftest import Clock

VOC = {
    "violation": "voc_uncontrolled",
    "jurisdiction": "太原市",
    "party": {"kind": "legal_person"},
    "act": {"start": "2026-08-10", "end": "2026-08-10"},
    "found": "2026-08-12",
    "decided": "2026-12-08",
    "facts": {},
}
AIR = {**VOC, "violation": "air_over_limit", "facts": {"concentration": "72.852", "limit": "35"}}


class Room(CaseRoom):
    """The page over a real case."""

    def __init__(self, look: Look, desk: Desk, qtbot: QtBot) -> None:
        super().__init__(desk, qtbot)
        self.law = LawPresenter(self.bench, lambda: LawPacks(LAW), "太原市")
        self.page = LawPage(look, self.law)
        stand(qtbot, self.page)

    @property
    def state(self) -> State:
        return self.law.state

    def record(self, finding: str, title: str, request: dict) -> None:
        inspecting.answer_item(self.desk, self.case, "A01", "no", "敞门喷漆")
        deciding.record_finding(self.desk, self.case, finding, title, request, ["A01"])

    def open(self) -> None:
        self.law.open(self.case)
        self.settle()

    def count(self, kind: str) -> int:
        return len(self.events(kind))

    def say(self, fact: str, value: str) -> None:
        """Press 是, 否 or 未知 at a question."""
        keys = self.page.facts.editors[fact].findChildren(ToggleKey)
        self.qtbot.mouseClick(next(key for key in keys if key.text() == value), LEFT)
        self.settle()

    def type(self, fact: str, text: str) -> None:
        """Type a value into a field, and Enter."""
        field = self.page.facts.editors[fact].edit
        field.setFocus()
        field.selectAll()
        self.qtbot.keyClicks(field, text)
        self.qtbot.keyClick(field, Qt.Key.Key_Return)
        self.settle()


@pytest.fixture
def room(look: Look, qtbot: QtBot, tmp_path: Path, clock: Clock) -> Iterator[Room]:
    made = Room(look, new_desk(tmp_path / "p", clock=clock), qtbot)
    yield made
    made.close()


def test_without_a_case_the_page_asks_for_one(room: Room, qtbot: QtBot) -> None:
    assert "先打开一次检查" in room.words()
    with qtbot.waitSignal(room.page.back_wanted):
        qtbot.keyClick(room.page, Qt.Key.Key_Escape)


def test_a_case_without_violations_says_where_findings_come_from(room: Room) -> None:
    inspecting.answer_item(room.desk, room.case, "A01", "yes")
    room.open()
    assert "还没有发现的问题。" in room.words()
    assert not room.page.write.isVisible()


def test_an_item_not_compliant_becomes_a_finding(room: Room, qtbot: QtBot) -> None:
    inspecting.answer_item(room.desk, room.case, "A01", "no", "敞门喷漆")
    room.open()
    form = room.page.form
    assert form.isVisible()
    assert list(form.ticks) == ["A01"]
    assert form.days["found"].text() == "2026-11-25"
    assert form.act.text() == "还差：违法行为"
    qtbot.mouseClick(form.act, LEFT)
    assert QApplication.focusWidget() is form.violation
    form.violation.setCurrentIndex(form.violation.findData("voc_uncontrolled"))
    form.violation.activated.emit(form.violation.currentIndex())
    assert form.title.text().startswith("产生挥发性有机物")
    assert form.act.text() == "还差：勾选不合规项"
    qtbot.mouseClick(form.ticks["A01"], LEFT)
    assert form.act.text() == "还差：当事人"
    qtbot.mouseClick(form.party.button(0), LEFT)
    form.days["act.start"].setText("八月十日")
    qtbot.mouseClick(form.act, LEFT)
    assert "不是日期，没有存" in room.words()
    assert room.count("finding_recorded") == 0
    form.days["act.start"].setText("2026-08-10")
    form.days["act.end"].setText("2026-08-10")
    qtbot.mouseClick(form.act, LEFT)
    room.settle()
    assert room.count("finding_recorded") == 1
    assert room.state.finding.items == ("A01",)
    assert room.state.finding.request["party"] == {"kind": "legal_person"}
    assert not form.isVisible()


def test_a_trade_word_finds_a_violation_that_no_item_of_the_list_speaks_of(room: Room, qtbot: QtBot) -> None:
    inspecting.answer_item(room.desk, room.case, "A01", "no", "敞门喷漆")
    room.record("f", "未密闭", VOC)
    room.open()
    qtbot.mouseClick(room.page.new, LEFT)
    form = room.page.form
    assert QApplication.focusWidget() is form.search
    form.search.setText("未批先建")
    assert "用字相近" in form._lead.text()
    names = [row.text() for row in form.offers.values()]
    assert any(name.startswith("环境影响报告表未经批准") for name in names)
    first = next(iter(form.offers.values()))
    qtbot.mouseClick(first, LEFT)
    assert first.accessibleDescription() == "已选"
    assert form.act.text() == "还差：当事人"  # nothing to tick: it goes with no item that was answered


def test_shares_of_a_base_are_per_cent_below_the_whole_and_times_above_it() -> None:
    assert [share_words(Decimal(one)) for one in ("0.01", "0.005", "1", "1.5")] == [
        "1%", "0.5%", "1 倍", "1.5 倍",
    ]  # fmt: skip


def test_unknown_facts_are_named_and_lead_to_their_place(room: Room, qtbot: QtBot) -> None:
    room.record("f", "未密闭", {**VOC, "decided": ""})
    room.open()
    assert "不能判定" in room.words()
    assert room.state.sheet.judgement.money.span is None
    links = room.page.amount.findChildren(RowButton)
    names = [link.text() for link in links]
    assert names[-1] == "预计决定日"
    assert len(names) == 3
    qtbot.mouseClick(links[-1], LEFT)
    assert QApplication.focusWidget() is room.page.facts.editors["decided"].edit
    assert "0 已证" in room.words()


def test_the_keyboard_starts_at_the_first_unknown_fact_and_marks_it_in_the_tree(room: Room) -> None:
    room.record("f", "未密闭", {**VOC, "facts": {"not_closed": "no"}})
    room.open()
    editor = room.page.facts.editors["not_treated"]
    assert editor.isAncestorOf(QApplication.focusWidget())
    marked = room.page.explain.tree.currentIndex().data(Qt.ItemDataRole.DisplayRole)
    assert "未经治理设施处理" in marked


def test_answered_facts_give_both_laws_and_refuse_an_amount(room: Room) -> None:
    room.record("f", "未密闭", VOC)
    room.open()
    room.say("not_closed", "是")
    assert room.count("finding_recorded") == 2
    old, code = room.state.sheet.judgement.clocks
    assert (old.clauses[0].law, old.clauses[0].span, old.clauses[0].mark) == (
        "大气污染防治法", "2–20 万元", "采用",
    )  # fmt: skip
    assert (code.clauses[0].law, code.clauses[0].mark) == ("生态环境法典", "对照")
    words = room.words()
    assert "从旧·两法幅度相同" in words
    assert "暂不计算金额" in words
    assert "本机没有太原市在用的裁量基准" in words
    assert "见官方文本·施行日凭记忆" in words
    assert "规则包是草稿，未复核" in words
    assert "须告知听证权" in words
    assert "10:42:07 已存本机" in words
    assert room.page.amount.bar.accessibleName() == "法定幅度 2–20 万元，没有计算金额"


def test_why_no_benchmark_of_another_province(room: Room, qtbot: QtBot) -> None:
    room.record("f", "超标", AIR)
    room.open()
    qtbot.mouseClick(room.page.amount.why, LEFT)
    assert "外省基准是外省对自己辖区的裁量规定" in room.words()


def test_a_written_assessment_pins_its_packs_and_falls_with_the_facts(room: Room, qtbot: QtBot) -> None:
    room.record("f", "超标", AIR)
    room.open()
    assert room.page.write.isEnabled()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CTRL)
    room.settle()
    kept = read(room.desk, room.case).file.only("assessment_made", "f")
    pinned = {pack.header.id: pack.header.sha256 for pack in LAW}
    assert kept.body["packs"] == {name: pinned[name] for name in pinned if name in kept.body["packs"]}
    assert {"cn-statutes-air", "cn-procedure", "cn-deadlines"} <= kept.body["packs"].keys()
    assert kept.body["result"]["tree"]["title"] == "违法行为"
    assert room.page.write.text() == "已写入案件"
    assert not room.page.write.isEnabled()
    assert "已固定" in room.words()
    room.type("limit", "40")
    assert "事实已改" in room.words()
    assert "上次判断 10:42 作废，请重新写入。" in room.words()
    assert room.page.write.isEnabled()
    qtbot.mouseClick(room.page.explain.flip, LEFT)
    assert "=1.08倍" in room.state.tree.children[0].children[0].value
    qtbot.mouseClick(room.page.write, LEFT)
    room.settle()
    assert room.state.outdated == ""
    assert room.count("assessment_made") == 2


@pytest.mark.parametrize(
    ("fact", "text", "said"),
    [
        ("limit", "three", "“three”不是数字，没有存。"),
        ("limit", "0", "没有存：应大于零。"),
        ("decided", "soon", "“soon”不是日期，没有存。"),
        ("decided", "2026-08-09", "没有存：预计决定日早于 行为开始日。"),
    ],
)
def test_a_value_that_cannot_be_read_is_named_and_not_written(
    room: Room, fact: str, text: str, said: str
) -> None:
    room.record("f", "超标", AIR)
    room.open()
    room.type(fact, text)
    assert said in room.words()
    assert room.page.facts.editors[fact].edit.text() == text
    assert room.count("finding_recorded") == 1
    room.type(fact, "35" if fact == "limit" else "2026-12-08")
    assert said not in room.words()


def test_full_width_digits_are_taken_as_plain_ones(room: Room) -> None:
    room.record("f", "超标", AIR)
    room.open()
    room.page.facts.editors["limit"].edit.setText("４０.５")
    room.page.facts.editors["limit"].edit.editingFinished.emit()
    room.settle()
    assert room.state.finding.request["facts"]["limit"] == "40.5"


def test_a_trial_writes_nothing_and_esc_leaves_it(room: Room, qtbot: QtBot) -> None:
    room.record("f", "超标", AIR)
    room.open()
    qtbot.mouseClick(room.page.trial, LEFT)
    room.settle()
    assert "试算，不入案" in room.words()
    assert not room.page.write.isVisible()
    assert room.page.property("sheet") == "trial"
    room.type("limit", "100")
    assert "现有事实不成立" in room.words()
    assert room.count("finding_recorded") == 1
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CTRL)
    room.settle()
    assert room.count("assessment_made") == 0
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    room.settle()
    assert not room.state.trial
    assert room.page.facts.editors["limit"].edit.text() == "35"
    assert "暂不计算金额" in room.words()


def test_what_was_typed_in_a_trial_and_not_finished_never_reaches_the_case(room: Room, qtbot: QtBot) -> None:
    room.record("f", "超标", AIR)
    room.open()
    room.law.start_trial()
    room.settle()
    field = room.page.facts.editors["limit"].edit
    field.setFocus()
    qtbot.keyClicks(field, "99")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    room.settle()
    room.page.facts.editors["concentration"].edit.setFocus()
    room.settle()
    assert field.text() == "35"
    assert room.count("finding_recorded") == 1


def test_ctrl_enter_takes_what_is_being_typed_along(room: Room, qtbot: QtBot) -> None:
    room.record("f", "超标", AIR)
    room.open()
    field = room.page.facts.editors["limit"].edit
    field.setFocus()
    qtbot.keyClicks(field, "x")
    qtbot.keyClick(field, Qt.Key.Key_Return, CTRL)
    room.settle()
    assert room.page.write.text() == "有一处没有存"
    assert room.count("assessment_made") == 0
    field.setText("")
    qtbot.keyClicks(field, "40")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    room.settle()
    qtbot.keyClick(field, Qt.Key.Key_Return, CTRL)
    room.settle()
    assert room.state.kept.facts["facts"]["limit"] == "40"
    assert room.state.outdated == ""


def test_news_does_not_turn_a_new_finding_into_a_change_of_another(room: Room, qtbot: QtBot) -> None:
    room.record("f", "超标", AIR)
    room.open()
    qtbot.mouseClick(room.page.new, LEFT)
    room.page.form.title.setText("未密闭")
    room.bench.news.tell(inspecting.answer_item(room.desk, room.case, "A03", "no", ""))
    room.settle()
    form = room.page.form
    assert form.isVisible()
    form.violation.setCurrentIndex(form.violation.findData("voc_uncontrolled"))
    form.ticks["A03"].click()
    form.party.button(0).click()
    qtbot.mouseClick(form.act, LEFT)
    room.settle()
    assert room.state.finding.title == "未密闭"
    assert [one.violation for one in room.state.view.findings] == ["air_over_limit", "voc_uncontrolled"]
    assert room.state.finding.items == ("A03",)


def test_two_laws_that_compete_are_a_question_for_the_lawyers(room: Room) -> None:
    facts = {"hazardous": "yes", "dumped": "yes"}
    act = {"start": "2026-07-01", "end": "2026-07-01"}
    room.record("f", "危废", {**VOC, "violation": "hw_disposal", "act": act, "facts": facts})
    room.open()
    words = room.words()
    assert "请法制判断：适用哪一部法律" in words
    assert "处置费用的 3–5 倍，不足 20 万元的按 20 万元计" in words
    assert "20–200 万元" in words
    assert "等法制判断" in words
    assert not room.page.amount.prompts.isVisible()
    assert not room.page.amount.bar.isVisible()


def test_what_was_said_is_there_when_the_case_is_opened_again(room: Room, look: Look, qtbot: QtBot) -> None:
    room.record("f", "未密闭", VOC)
    room.record("g", "超标", AIR)
    room.open()
    room.say("not_closed", "是")
    qtbot.mouseClick(room.page.write, LEFT)
    room.settle()
    before = room.state
    again = LawPresenter(room.bench, lambda: LawPacks(LAW), "太原市")
    again.open(room.case)
    room.settle()
    assert again.state.sheet == before.sheet
    assert again.state.view == before.view
    assert [one.title for one in again.state.view.findings] == ["未密闭", "超标"]
    again.choose("g")
    room.settle()
    assert again.state.finding.title == "超标"


def test_what_could_not_be_saved_says_so_and_is_saved_at_the_next_try(room: Room, clock: Clock) -> None:
    room.record("f", "超标", AIR)
    room.open()
    clock.broken = True
    room.type("limit", "40")
    assert room.page.problem.isVisible()
    assert room.count("finding_recorded") == 1
    clock.broken = False
    room.page.problem.again.emit()
    room.settle()
    assert not room.page.problem.isVisible()
    assert room.state.finding.request["facts"]["limit"] == "40"


def test_an_answer_given_elsewhere_arrives_without_a_new_opening(room: Room) -> None:
    room.record("f", "超标", AIR)
    room.open()
    changes = inspecting.answer_item(room.desk, room.case, "A03", "no", "")
    room.bench.news.tell(changes)
    room.settle()
    assert [one.item for one in room.state.view.proposals] == ["A01", "A03"]


def test_a_finding_that_these_packs_do_not_know_says_so(room: Room) -> None:
    room.record("f", "旧", AIR)
    room.law = LawPresenter(room.bench, lambda: LawPacks(()), "太原市")
    room.law.open(room.case)
    room.settle()
    assert "不在规则包内" in room.law.state.sheet.fault
    assert not room.law.state.writable


def test_two_people_who_differ_are_shown_and_one_record_is_picked(
    room: Room, qtbot: QtBot, tmp_path: Path, clock: Clock
) -> None:
    second = new_desk(tmp_path / "q", "李志强", clock=clock)
    introduce((room.desk, second))
    room.case = opening.open_case(room.desk, TASK, LISTS["checklist-A"])
    room.record("f", "超标", AIR)
    carry(room.desk, second, room.case, tmp_path)
    deciding.change_fact(second, room.case, "f", ("limit", "50"), LAW)
    deciding.change_fact(room.desk, room.case, "f", ("limit", "40"), LAW)
    carry(second, room.desk, room.case, tmp_path)
    second.profile.close()
    room.open()
    assert "两个人记的不一样，选一份" in room.words()
    assert "适用的排放标准限值是多少？ 50" in room.words()
    assert "折算后" not in room.words()
    assert not room.page.write.isVisible()
    use = [one for one in room.page.dispute.findChildren(Button) if one.text() == "用李志强 10:42 的"]
    qtbot.mouseClick(use[0], LEFT)
    room.settle()
    assert room.state.finding.request["facts"]["limit"] == "50"
    assert "暂不计算金额" in room.words()


def test_the_violation_of_a_finding_is_changed_in_its_form(room: Room, qtbot: QtBot) -> None:
    room.record("f", "超标", AIR)
    room.open()
    qtbot.mouseClick(room.page.edit, LEFT)
    form = room.page.form
    assert form.ticks["A01"].isChecked()
    assert form.title.text() == "超标"
    form.violation.setCurrentIndex(form.violation.findData("voc_uncontrolled"))
    form.title.setText("未密闭")
    qtbot.mouseClick(form.act, LEFT)
    room.settle()
    (finding,) = room.state.view.findings
    assert (finding.id, finding.title, finding.violation) == ("f", "未密闭", "voc_uncontrolled")
    assert finding.request["facts"] == AIR["facts"]  # the measures ask these too
    assert finding.request["act"] == AIR["act"]


@pytest.mark.parametrize("theme", ["light", "field"])
def test_the_refusal_stays_whole_in_a_small_window(room: Room, look: Look, theme: str) -> None:
    room.record("f", "超标", AIR)
    room.open()
    look.use(theme)
    room.page.resize(1208, 684)
    card = room.page.amount
    room.qtbot.waitUntil(lambda: card._head.height() >= card._head.sizeHint().height())
    assert card.width() >= 360
    least = look.tokens.height("minTarget") if theme == "field" else 32
    assert all(edit.edit.height() >= least for edit in room.page.facts.editors.values() if edit.edit)
