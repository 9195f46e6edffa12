"""The assessment to its full extent: with packs in force, as officer and as lawyer, on real profiles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QGuiApplication

from fieldlaw.cases.casework import deciding, inspecting, opening
from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.packshelf import LawPacks, Shelf
from fieldlaw.cases.casework.packtrust import add_signer
from fieldlaw.ui.lanes import Lanes
from fieldlaw.ui.messages import Door
from fieldlaw.ui.presenters.bench import Bench, News
from fieldlaw.ui.presenters.law import LawPresenter
from fieldlaw.ui.presenters.law_aside import LEVERS, LIKES
from fieldlaw.ui.views.law import LawPage
from fieldlaw.ui.views.lawmore import MEASURES, STEPS
from fieldlaw.ui.views.parts.iconbutton import SmallButton
from fieldlaw.ui.views.parts.rowbutton import RowButton, ToggleKey
from fieldlaw.ui.views.parts.wordrow import WordRow
from tests.cases.assessing_cases import AIR, BASE, BENCHMARK, FINED, FULL, LAW, LIST, NOT_LENIENT
from tests.cases.bureau import TASK, make_bureau
from tests.cases.signing_cases import Jurist, signed_bytes
from tests.ui.rooms import LISTS, settle, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.ui.presenters.law_state import State
    from fieldlaw.ui.theme.look import Look
    from tests.cases.bureau import Bureau

VOC = {**BASE, "violation": "voc_uncontrolled"}
BAND = {"not_closed": "yes", "voc_state": "open_none", "band_zone": "general", **NOT_LENIENT}
SPANNING = {**AIR, "act": {"start": "2026-08-10", "end": "2026-08-20"}, "found": "2026-08-20"}


class Side:
    """The page at one desk."""

    def __init__(self, look: Look, desk: Desk, case: str, law: LawPacks, qtbot: QtBot) -> None:
        self.desk, self.case, self.qtbot = desk, case, qtbot
        self.lanes = Lanes()
        self.bench = Bench(desk, self.lanes, Door(), News(), LISTS)
        self.law = LawPresenter(self.bench, lambda: law, "太原市")
        self.page = LawPage(look, self.law)
        self.page.resize(1368, 864)
        self.page.show()

    @property
    def state(self) -> State:
        return self.law.state

    def open(self) -> None:
        self.law.open(self.case)
        self.settle()

    def settle(self) -> None:
        settle(self.qtbot, self.lanes)

    def words(self) -> str:
        return words(self.page)

    def press(self, kind: type, text: str) -> None:
        """Press what has these words."""
        found = [one for one in self.page.findChildren(kind) if one.isVisible() and one.text() == text]
        found[0].click()
        self.settle()

    def say(self, fact: str, word: str) -> None:
        """Press a key of a fact."""
        keys = [*self.page.facts.editors[fact].findChildren(ToggleKey)]
        keys += self.page.facts.editors[fact].findChildren(WordRow)
        next(key for key in keys if key.text() == word).click()
        self.settle()

    def close(self) -> None:
        self.page.hide()
        self.settle()
        self.lanes.close()
        self.page.deleteLater()


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = make_bureau(tmp_path)
    yield made
    made.close()


@pytest.fixture
def sides(look: Look, bureau: Bureau, qtbot: QtBot) -> Iterator[list[Side]]:
    """Pages that were opened; all are closed before the profiles are."""
    opened: list[Side] = []
    yield opened
    for one in opened:
        one.close()


@pytest.fixture
def at(sides: list[Side], look: Look, bureau: Bureau, qtbot: QtBot):
    """The page of a finding at a desk."""

    def begin(request: dict, law: LawPacks = FULL, desk: Desk | None = None, items: tuple = ("A03",)) -> Side:
        if desk is None:
            deciding.record_finding(bureau.one, bureau.case, "f", "问题", request, items)
        side = Side(look, desk or bureau.one, bureau.case, law, qtbot)
        sides.append(side)
        side.open()
        return side

    return begin


# --- with a benchmark in force


def test_a_signed_benchmark_gives_an_amount_and_without_it_the_range_stays(
    at, bureau: Bureau, tmp_path: Path
) -> None:
    author, reviewer = Jurist("甲"), Jurist("乙")
    for who in (author, reviewer):
        add_signer(bureau.one, who.entry)
    shelf = Shelf(bureau.one, LAW, tuple)
    shelf.renew()
    side = at(AIR, shelf.law)
    assert "本机没有太原市在用的裁量基准" in side.words()
    assert "本机没有太原市已签名的免罚清单" in side.words()
    assert side.page.amount.load.isVisible()
    for pack in (BENCHMARK, LIST):
        path = tmp_path / f"{pack.header.id}.pack"
        path.write_bytes(signed_bytes(pack, author, reviewer))
        shelf.load(path)
    other = at(FINED, shelf.law)
    assert "20.00 万元" in other.words()
    assert "贰拾万元整" in other.words()
    assert "须告知听证权·已触发" in other.words()
    assert "集体讨论·没有触发" in other.words()
    assert (
        other.page.amount.bar.accessibleName()
        == "法定幅度 10–100 万元，本案 20.00 万元，听证 20 万，集体讨论 50 万"
    )
    assert not other.page.amount.load.isVisible()


def test_factors_are_answered_by_their_words_and_the_amount_follows(at) -> None:
    side = at(FINED)
    assert list(side.page.facts.groups) == ["day", "own", "weighed", "lenient", "measured"]
    side.say("zone", "人居环境敏感区")
    assert side.state.finding.request["facts"]["zone"] == ["general", "populated"]
    assert "23.00 万元" in side.words()
    side.say("zone", "一般区域")
    side.say("zone", "人居环境敏感区")
    assert side.state.finding.request["facts"]["zone"] == ""
    assert "不能判定" in side.words()
    assert [link.text() for link in side.page.amount.findChildren(RowButton) if link.isVisible()] == [
        "违法行为发生在哪一类区域？（重合的都选）"
    ]


def test_the_way_to_the_amount_and_the_words_for_the_decision(at) -> None:
    side = at(FINED)
    side.page.show_more(STEPS)
    words = side.words()
    assert "超标倍数不足 3 倍" in words
    assert "裁量说理（写进决定书）" in words
    side.page.amount.copy.click()
    assert QGuiApplication.clipboard().text() == side.state.sheet.judgement.money.statement
    assert "决定罚款20万元" in QGuiApplication.clipboard().text()


def test_a_person_takes_the_amount_from_the_range_that_is_left(at) -> None:
    side = at({**VOC, "facts": BAND})
    assert side.state.sheet.judgement.money.kind == "fine"
    side.press(ToggleKey, "从轻")
    assert side.state.finding.request["discretion"] == {"degree": "lighter"}
    assert "基准只给出范围，具体数额由承办人选定并写入案件。" in side.words()
    field = side.page.amount.settle.amount
    field.setText("99")
    field.editingFinished.emit()
    side.settle()
    assert "99 万元不在可选的范围内，没有存。" in side.words()
    low, _high = side.state.sheet.judgement.money.within
    field.setText(f"{low / 1_000_000:g}")
    field.editingFinished.emit()
    side.settle()
    assert side.state.finding.request["discretion"] == {"degree": "lighter", "chosen_fen": low}
    assert side.state.sheet.judgement.result["amount_fen"] == low
    field.setText("")
    field.editingFinished.emit()
    side.settle()
    assert "chosen_fen" not in side.state.finding.request["discretion"]


def test_a_ground_asks_for_what_shows_it(at) -> None:
    side = at(FINED)
    assert "removed_harm" not in side.page.facts.editors
    box = side.page.amount.settle.ground
    box.setCurrentIndex(box.findData("mitigate_removed_harm"))
    box.activated.emit(box.currentIndex())
    side.settle()
    assert "removed_harm" in side.page.facts.editors
    assert "是否主动消除或者减轻违法行为的危害后果？" in side.words()
    side.say("removed_harm", "是")
    assert side.state.sheet.judgement.money.kind == "choose"


# --- facts


def test_each_fact_carries_its_evidence(at, bureau: Bureau) -> None:
    note = inspecting.Note(
        "监测报告", "超标", "application/pdf", "排口", "王立新", "2026-11-25T10:40:00+08:00", "A03"
    )
    inspecting.add_evidence(bureau.one, bureau.case, b"%PDF", note)
    side = at(FINED)
    editor = side.page.facts.editors["concentration"]
    assert (editor.proof.text(), editor.proof.toolTip()) == ("", "挂证据")
    editor.proof.click()
    (number,) = editor.files.keys
    editor.files.keys[number].click()
    side.settle()
    assert side.state.finding.request["evidence"] == {"concentration": [number]}
    assert editor.proof.text() == number
    assert "20.00 万元" in side.words()


def test_only_the_unknown_facts_and_none_jumps_away_while_it_is_answered(at) -> None:
    side = at(AIR)
    facts = side.page.facts
    facts.unknown_only.click()
    assert not facts.editors["limit"].isVisible()
    assert not facts.groups["day"].isVisible()
    assert facts.editors["secret_discharge"].isVisible()
    side.say("secret_discharge", "否")
    assert facts.editors["secret_discharge"].isVisible()
    facts.go_to("limit")
    assert facts.editors["limit"].isVisible()


def test_chips_are_large_enough_for_gloves(at, look: Look) -> None:
    side = at(AIR)
    look.use("field")
    assert side.page.facts.unknown_only.sizeHint().height() >= 48
    assert all(group.head.sizeHint().height() >= 48 for group in side.page.facts.groups.values())


def test_a_fact_marks_its_line_and_the_line_leads_back(at) -> None:
    side = at(FINED)
    tree = side.page.explain.tree
    tree.mark_fact("zone")
    assert tree.currentIndex().data().startswith("区域")
    tree.clicked.emit(tree.currentIndex())
    side.page.activateWindow()
    assert side.page.facts.editors["zone"].isAncestorOf(side.page.focusWidget())


# --- leniency and measures


def test_what_a_list_still_asks_leads_to_its_fact(at) -> None:
    facts = {name: value for name, value in FINED["facts"].items() if name != "toxic"}
    side = at({**FINED, "facts": {**facts, "hourly_mean": "36"}})
    assert "不能判定" in side.words()
    assert "不含有毒有害物质" in side.words()
    links = [one for one in side.page.more.lenient.findChildren(RowButton) if one.isVisible()]
    next(one for one in links if one.text().startswith("排放的污染物是否含")).click()
    assert side.page.facts.editors["toxic"].isAncestorOf(side.page.focusWidget())
    side.say("toxic", "否")
    words = side.words()
    assert "不予处罚" in words
    assert "满足" in words
    assert "20.00 万元" not in words


def test_the_ladder_is_a_prompt_with_its_limits_and_names_no_penalty_as_a_measure(at) -> None:
    side = at({**FINED, "facts": {**FINED["facts"], "similar_minor_before": "1"}})
    view = side.state.sheet.judgement.lenient
    assert [step.measure for step in view.ladder] == ["提醒告诫，由当事人书面作出环保道歉承诺"]
    assert "通报批评" not in "".join(step.measure for step in view.ladder)
    assert any("通报批评是行政处罚" in text for text in view.limits)
    assert (
        "管理措施，不是行政处罚" in side.page.more.lenient.findChildren(RowButton)[-1].accessibleDescription()
    )


def test_forbidden_conduct_shuts_leniency_out(at) -> None:
    side = at({**FINED, "facts": {**FINED["facts"], "secret_discharge": "yes"}})
    assert "不适用：偷排偷放" in side.words()


def test_facts_of_measures_are_answered_here_and_disturb_nothing(at) -> None:
    side = at(FINED)
    assert "bypassed" in side.page.facts.editors or side.page.facts.groups["measured"].editors == {}
    side.page.show_more(MEASURES)
    fold = side.page.more.measures.folds["seizure"]
    fold.head.click()
    links = [one for one in fold.findChildren(RowButton) if one.text().startswith("是否以渗井")]
    links[0].click()
    assert side.page.facts.groups["measured"].head.isChecked()
    side.say("evasion_other", "是")
    assert side.state.finding.request["facts"]["evasion_other"] == "yes"
    assert "20.00 万元" in side.words()
    (met,) = [row for row in side.state.sheet.judgement.measures.rows if row.id == "seizure"]
    assert (met.state, met.word) == ("met", "应当")


# --- the question of law


def test_the_officer_waits_for_a_lawyer_who_chooses_with_a_reason(at, bureau: Bureau) -> None:
    officer = at(SPANNING, LawPacks(LAW))
    assert "由没有参加检查的法制审核人、审核人或负责人" in officer.words()
    assert not officer.page.contest.act.isVisible()
    bureau.carry(bureau.one, bureau.boss)
    lawyer = at({}, LawPacks(LAW), bureau.boss)
    card = lawyer.page.contest
    assert not lawyer.page.facts.editors["limit"].edit.isEnabled()
    assert not lawyer.page.write.isVisible()
    assert card.act.text() == "还差：适用的条款"
    card.options["air_old"].click()
    assert card.act.text() == "理由还差 5 字"
    card.reason.setPlainText("行为主要发生在法典施行前")
    card.act.click()
    lawyer.settle()
    assert not card.isVisible()
    assert "周建国选定：行为主要发生在法典施行前" in lawyer.words()
    bureau.carry(bureau.boss, bureau.one)
    officer.open()
    assert "周建国已选定" in officer.words()
    assert officer.state.finding.request["choice"]["statutes"] == ["air_old"]
    officer.law.write()
    officer.settle()
    assert officer.state.outdated == ""
    assert officer.page.write.text() == "已写入案件"
    field = officer.page.facts.editors["act.end"].edit
    field.setText("2026-08-18")
    field.editingFinished.emit()
    officer.settle()
    assert officer.page.contest.isVisible()


def test_limitation_is_asked_beside_the_clauses(at, bureau: Bureau) -> None:
    late = {**AIR, "act": {"start": "2024-01-10", "end": "2024-01-11"}}
    deciding.record_finding(bureau.one, bureau.case, "f", "问题", late, ["A03"])
    bureau.carry(bureau.one, bureau.boss)
    lawyer = at({}, LawPacks(LAW), bureau.boss)
    card = lawyer.page.contest
    card.limits["expired"].click()
    for row in list(card.options.values())[:1]:
        row.click()
    card.reason.setPlainText("没有危害后果，适用二年")
    card.act.click()
    lawyer.settle()
    assert "已过追责时效" in lawyer.words()


def test_a_form_does_not_write_the_choice_into_the_finding(at, bureau: Bureau) -> None:
    side = at(SPANNING, LawPacks(LAW))
    side.page.edit.click()
    side.page.form.title.setText("超标")
    side.page.form.act.click()
    side.settle()
    body = read(bureau.one, bureau.case).file.only("finding_recorded", "f").body
    assert (body["title"], "choice" in body["facts"]) == ("超标", False)
    assert body["facts"]["facts"] == AIR["facts"]


# --- what is looked up


def test_the_facts_it_hangs_on_are_found_and_tried_out(at, qtbot: QtBot) -> None:
    side = at(FINED)
    side.page.show_more(LEVERS)
    qtbot.waitUntil(lambda: side.page.aside.state.levers is not None)
    lines = side.page.aside.state.levers
    zone = next(one for one in lines if one.fact == "zone")
    assert (zone.now, zone.effect[:2]) == ("一般区域", "罚款")
    go = [
        one
        for one in side.page.more.levers.findChildren(SmallButton)
        if zone.question in one.accessibleName()
    ]
    go[0].click()
    side.settle()
    side.settle()
    assert side.state.trial
    assert side.state.sheet.judgement.money.head in zone.effect
    assert "试算，不入案" in side.words()
    assert side.state.finding.request["facts"]["zone"] == ["general"]


def test_like_cases_with_their_amounts_and_the_reason(at, bureau: Bureau, qtbot: QtBot) -> None:
    other = opening.open_case(bureau.one, TASK, LISTS["checklist-A"])
    request = {**FINED, "facts": {**FINED["facts"], "zone": ["populated"]}}
    deciding.record_finding(bureau.one, other, "g", "超标", request, ["A03"])
    deciding.assess_finding(bureau.one, other, "g", FULL.packs, FULL.verified)
    side = at(FINED)
    side.page.likes.click()
    qtbot.waitUntil(lambda: side.page.aside.state.likes is not None)
    assert side.page.likes.text() == "相似案件 1"
    words = side.words()
    assert "罚款 23.00 万元" in words
    assert "那案 人居环境敏感区，本案 一般区域" in words
    assert "裁量行不同：" in words
    assert [mark.words for mark in side.page.amount._likes] == ["相似案 23.00 万元"]


def test_without_like_cases_it_says_so(at, qtbot: QtBot) -> None:
    side = at(FINED)
    side.page.show_more(LIKES)
    qtbot.waitUntil(lambda: side.page.aside.state.likes is not None)
    assert "本机没有同一违法行为、已写入判断的其他案件。" in side.words()


def test_a_kept_assessment_is_made_once_more(at, qtbot: QtBot) -> None:
    side = at(FINED)
    assert not side.page.explain.again.isVisible()
    side.page.write.click()
    side.settle()
    side.page.explain.again.click()
    qtbot.waitUntil(lambda: side.page.aside.state.again is not None)
    assert "重算一致：同样的事实和规则包，得出同样的结果。" in side.words()
    field = side.page.facts.editors["limit"].edit
    field.setText("34")
    field.editingFinished.emit()
    side.settle()
    assert "重算一致" not in side.words()


# --- a new finding


def test_violations_are_searched_and_offered_by_the_items(at) -> None:
    side = at(AIR, items=("A03",))
    side.page.new.click()
    form = side.page.form
    known = {name: bases for name, _words, bases in side.law.violations()}
    bases = set(LISTS["checklist-A"].rows("items")[2]["bases"])
    assert form.offers
    assert all(known[name] & bases for name in form.offers)
    form.search.setText("超过大气")
    assert next(iter(form.offers)) == "air_over_limit"
    form.offers["air_over_limit"].click()
    assert form.violation.currentData() == "air_over_limit"
    assert form.title.text().startswith("超过大气")
    form.search.setText("没有这个词")
    assert "规则包里没有名称含“没有这个词”的违法行为" in side.words()


@pytest.mark.parametrize(
    ("theme", "size"), [("light", (1208, 684)), ("field", (1280, 668)), ("light", (1368, 864))]
)
def test_nothing_is_wider_than_its_place(at, look: Look, theme: str, size: tuple[int, int]) -> None:
    side = at(FINED)
    look.use(theme)
    side.page.resize(*size)
    side.settle()
    middle = side.page._scroll
    assert middle.widget().minimumSizeHint().width() <= middle.viewport().width()
    facts = side.page.facts._scroll
    assert facts.widget().minimumSizeHint().width() <= facts.viewport().width()
