"""The review page between two real profiles, driven as a person drives it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QBuffer, QByteArray, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel

from fieldlaw.cases.casework import inspecting, reviewing
from fieldlaw.cases.casework.answering import answer_check
from fieldlaw.cases.casework.answers import Reply
from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.looking import list_cases
from fieldlaw.cases.casework.packshelf import LawPacks
from fieldlaw.ui.lanes import Lanes
from fieldlaw.ui.messages import Door
from fieldlaw.ui.presenters.bench import Bench, News
from fieldlaw.ui.presenters.caseview import look_at
from fieldlaw.ui.presenters.review import ReviewPresenter
from fieldlaw.ui.presenters.review_words import differ
from fieldlaw.ui.presenters.workbench import State as WorkbenchState
from fieldlaw.ui.presenters.workbench import WorkbenchPresenter
from fieldlaw.ui.views.itemcard import ItemCard
from fieldlaw.ui.views.parts.diffrow import state_chip
from fieldlaw.ui.views.parts.iconbutton import SmallButton
from fieldlaw.ui.views.review import ReviewPage
from tests.ui.review_room import BOSS, ONE, TWO, ReviewRoom
from tests.ui.rooms import CTRL, LAW, LEFT, LISTS, SHIFT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldlaw.ui.theme.look import Look
    from tests.ui.conftest import Clock


@pytest.fixture
def bureau(look: Look, qtbot: QtBot, tmp_path: Path, clock: Clock) -> Iterator[ReviewRoom]:
    made = ReviewRoom(look, qtbot, tmp_path, clock)
    yield made
    made.close()


def test_an_empty_queue_says_so(bureau: ReviewRoom, qtbot: QtBot) -> None:
    bureau.review.refresh()
    bureau.settle()
    assert "没有待审的案件。" in bureau.words()
    with qtbot.waitSignal(bureau.page.back_wanted):
        qtbot.keyClick(bureau.page, Qt.Key.Key_Escape)


def test_the_first_look_is_at_everything(bureau: ReviewRoom, qtbot: QtBot) -> None:
    bureau.hand_in()
    assert bureau.state.queue[0].state == "new"
    words = bureau.words()
    assert "第一次看这个案件" in words
    assert "证据链完整·5 条" in words
    assert "未查 13 项" in words
    assert [row.item for row in bureau.state.rows] == ["A01", "A03"]
    assert bureau.page.head.approve.text() == "通过"
    assert bureau.page.head.counts.text() == "核对 0 过 30 问 0 败"
    bureau.page.rows.setFocus()
    qtbot.keyClick(bureau.page.rows, Qt.Key.Key_J)
    assert bureau.state.in_hand.item == "A03"


def test_a_return_needs_a_reason(bureau: ReviewRoom, qtbot: QtBot) -> None:
    bureau.hand_in()
    page = bureau.page
    bureau.review.move(1)
    assert page.composer.back.text() == "理由还差 5 字"
    bureau.write("写清楚")
    assert page.composer.back.text() == "理由还差 2 字"
    qtbot.keyClick(page.composer.edit, Qt.Key.Key_R, CTRL)
    bureau.settle()
    assert not read(bureau.desks[BOSS], bureau.case).file.all("item_returned")
    bureau.write("，附面板照片")
    qtbot.keyClick(page.composer.edit, Qt.Key.Key_R, CTRL)
    bureau.settle()
    assert page.composer.edit.toPlainText() == ""
    assert page.head.approve.text() == "有退回未补 1 项"
    assert bureau.state.queue[0].state == "sent"
    assert [row.item for row in bureau.state.rows] == ["A01", "A03"], "the other one is still to be looked at"


def test_what_was_sent_back_is_marked_and_in_hand_at_the_officer(bureau: ReviewRoom, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bureau.review.opened) as shown:
        bureau.hand_in()
    assert shown.args == [bureau.case]
    reviewing.return_item(bureau.desks[BOSS], bureau.case, "A03", "写清楚，附照片")
    bureau.carry(BOSS, ONE)
    view = look_at(bureau.desks[ONE], bureau.case, LISTS)
    assert [row["id"] for row in view.items if view.returned(row["id"])] == ["A03"]
    state = WorkbenchState(view=view, item="A01", only="unknown")
    assert [row.id for row in state.rows if row.returned] == ["A03"]
    assert state.missing == state.count("unknown") + 1


def sent_back_and_answered(bureau: ReviewRoom) -> None:
    bureau.hand_in()
    bureau.review.move(1)
    bureau.review.type("写清楚，附面板照片")
    bureau.review.return_item()
    bureau.settle()
    bureau.carry(BOSS, ONE)
    bureau.answer(ONE, "A03", "no", "喷漆时风机没有开，面板电流为零。")
    bureau.carry(ONE, BOSS)
    bureau.news()


def test_what_comes_in_waits_until_it_is_wanted(bureau: ReviewRoom, qtbot: QtBot) -> None:
    sent_back_and_answered(bureau)
    assert "有新内容" in bureau.words()
    assert "面板电流" not in bureau.words()
    qtbot.mouseClick(bureau.page.show_it, LEFT)
    assert "面板电流" in bureau.words()
    assert bureau.state.queue[0].state == "back"
    assert "再送审 1 件" in bureau.words()


def test_the_answer_is_compared_and_the_case_approved(bureau: ReviewRoom, qtbot: QtBot) -> None:
    sent_back_and_answered(bureau)
    page = bureau.page
    bureau.review.show_state(type(bureau.state)())
    bureau.start()
    (row,) = bureau.state.rows
    assert (row.item, state_chip(row)[0]) == ("A03", "已改")
    assert row.before[0].text == "不合规。喷漆时风机没有开。"
    assert [piece.text for piece in row.now[0].pieces if piece.marked] == ["，面板电流为零"]
    assert [one.act for one in row.talk] == ["item_returned", "item_answered"]
    assert "与你 2026-11-25 10:42 看到的相比" in bureau.words()

    qtbot.mouseClick(page.head.approve, LEFT)
    dialog = page.dialog
    assert dialog.act.text() == "还差 2 字"
    dialog.edit.insertPlainText("同意。")
    qtbot.mouseClick(dialog.act, LEFT)
    bureau.settle()
    assert "已通过" in bureau.words()
    assert bureau.state.queue == ()
    assert not page.composer.isVisible()
    bureau.carry(BOSS, ONE)
    assert list_cases(bureau.desks[ONE])[0].stage == "已通过"
    with pytest.raises(inspecting.ClosedInspectionError):
        bureau.answer(ONE, "A01", "no")


def test_opening_is_not_looking_and_looked_at_is_a_button(bureau: ReviewRoom, qtbot: QtBot) -> None:
    bureau.hand_in()
    bureau.review.show_state(type(bureau.state)())
    bureau.start()
    assert len(bureau.state.rows) == 2
    bureau.page.rows.setFocus()
    qtbot.keyClick(bureau.page.rows, Qt.Key.Key_N, SHIFT)
    bureau.settle()
    assert bureau.state.tab == "all"
    assert bureau.state.of_tab("changed") == ()
    assert bureau.state.queue[0].about.startswith("没有变化")


def test_what_was_typed_stays_with_its_row_and_letters_are_no_keys_there(
    bureau: ReviewRoom, qtbot: QtBot
) -> None:
    bureau.hand_in()
    bureau.write("")
    edit = bureau.page.composer.edit
    qtbot.keyClicks(edit, "njkN")
    assert edit.toPlainText() == "njkN"
    assert bureau.state.in_hand.item == "A01"
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is bureau.page.rows
    qtbot.keyClick(bureau.page.rows, Qt.Key.Key_Down)
    assert edit.toPlainText() == ""
    assert "对 A03 写意见" in edit.placeholderText()
    qtbot.keyClick(bureau.page.rows, Qt.Key.Key_N)
    assert edit.toPlainText() == "njkN"


def test_a_comment_reaches_the_officers(bureau: ReviewRoom, qtbot: QtBot) -> None:
    bureau.hand_in()
    bureau.write("照片里看不到门牌")
    qtbot.mouseClick(bureau.page.composer.say_it, LEFT)
    bureau.settle()
    assert bureau.page.composer.edit.toPlainText() == ""
    assert bureau.state.queue[0].state == "new"
    bureau.carry(BOSS, ONE)
    card, _work, done = workbench(bureau, "A01")
    assert any("照片里看不到门牌" in one.text() for one in card.talk.findChildren(QLabel))
    done()


def test_the_case_goes_back_with_all_comments_in_one_notice(bureau: ReviewRoom, qtbot: QtBot) -> None:
    bureau.hand_in()
    bureau.write("看不清")
    qtbot.mouseClick(bureau.page.head.back, LEFT)
    dialog = bureau.page.dialog
    assert "A01：看不清" in [one.text() for one in dialog.findChildren(QLabel)]
    dialog.edit.insertPlainText("证据不足")
    qtbot.mouseClick(dialog.act, LEFT)
    assert dialog.isVisible()
    dialog.edit.insertPlainText("，请补齐")
    qtbot.mouseClick(dialog.act, LEFT)
    bureau.settle()
    held = read(bureau.desks[BOSS], bureau.case).file.all("item_returned")
    assert [(e.body["item"], e.body["reason"]) for e in held] == [
        ("A01", "看不清"), ("全案", "证据不足，请补齐"),
    ]  # fmt: skip
    assert bureau.page.head.approve.text() == "有退回未补 2 项"
    assert bureau.state.drafts == {}
    qtbot.mouseClick(bureau.page.head.approve, LEFT)
    assert bureau.state.tab == "talked"
    assert "全案" in [row.tag for row in bureau.state.rows]


def workbench(bureau: ReviewRoom, item: str) -> tuple[ItemCard, WorkbenchPresenter, Callable[[], None]]:
    """The officer's item card; the last one puts it away."""
    lanes = Lanes()
    work = WorkbenchPresenter(Bench(bureau.desks[ONE], lanes, Door(), News(), LISTS))
    card = ItemCard(bureau.look, work)
    bureau.qtbot.addWidget(card)
    work.changed.connect(card.show_state)
    card.show()
    work.open(bureau.case)
    bureau.qtbot.waitUntil(lambda: work.state.view is not None)
    work.choose(item)
    return card, work, lanes.close


def disputed(bureau: ReviewRoom) -> None:
    bureau.carry(ONE, TWO)
    bureau.answer(ONE, "A04", "no", "12 根亮 7 根")
    bureau.answer(TWO, "A04", "yes", "全部点亮")
    bureau.carry(TWO, ONE)


def test_two_answers_are_shown_and_the_officer_picks(bureau: ReviewRoom, qtbot: QtBot) -> None:
    disputed(bureau)
    bureau.hand_in()
    page = bureau.page
    assert bureau.state.queue[0].state == "split"
    assert page.head.approve.text() == "有 1 项分歧待选"
    qtbot.mouseClick(page.head.approve, LEFT)
    (row,) = bureau.state.rows
    assert sorted(line.text for line in row.now) == ["不合规。12 根亮 7 根。", "合规。全部点亮。"]
    assert {line.who for line in row.now} == {f"{ONE} 10:42", f"{TWO} 10:42"}
    qtbot.mouseClick(page.rows.held[row.id].pick, LEFT)
    assert "请承办人核对后选定一个" in page.composer.edit.toPlainText()
    assert not read(bureau.desks[BOSS], bureau.case).file.all("item_returned"), "sent by hand only"

    card, work, done = workbench(bureau, "A04")
    assert card.picks.isVisible()
    assert [one.who for one in work.state.answer("A04").held] == [ONE, TWO]
    assert card.note.isReadOnly()
    use = [one for one in card.picks.findChildren(SmallButton) if one.text() == "用这个"]
    qtbot.mouseClick(use[1], LEFT)
    qtbot.waitUntil(lambda: not work.state.waiting)
    assert not card.picks.isVisible()
    done()
    event = read(bureau.desks[ONE], bureau.case).file.only("item_answered", "A04")
    assert (event.body["answer"], event.body["note"], len(event.body["replaces"])) == ("yes", "全部点亮", 2)
    bureau.carry(ONE, BOSS)
    bureau.news()
    bureau.review.show_newer()
    assert page.head.approve.text() == "通过"


def test_both_answers_go_into_one_with_their_names(bureau: ReviewRoom, qtbot: QtBot) -> None:
    disputed(bureau)
    card, work, done = workbench(bureau, "A04")
    assert card.picks.both.text() == "两个都写入，按不合规"
    qtbot.mouseClick(card.picks.both, LEFT)
    qtbot.waitUntil(lambda: not work.state.waiting)
    done()
    event = read(bureau.desks[ONE], bureau.case).file.only("item_answered", "A04")
    assert event.body["answer"] == "no"
    assert event.body["note"].splitlines() == [
        "王立新 10:42:07：不合规，12 根亮 7 根", "李志强 10:42:07：合规，全部点亮",
    ]  # fmt: skip


def test_who_inspected_sees_why_he_cannot_review(bureau: ReviewRoom) -> None:
    bureau.hand_in()
    lanes = Lanes()
    own = ReviewPresenter(
        Bench(bureau.desks[ONE], lanes, Door(), News(), LISTS), lambda: LawPacks(LAW), bureau.eyes
    )
    page = ReviewPage(bureau.look, own)
    bureau.qtbot.addWidget(page)
    page.show()
    own.refresh()
    bureau.qtbot.waitUntil(lambda: own.state.loaded)
    assert own.state.queue == ()
    own.open(bureau.case)
    bureau.qtbot.waitUntil(lambda: own.state.refused is not None)
    words = [one.text() for one in page.findChildren(QLabel) if one.isVisible()]
    assert "办案人员不能审核自己的案件。" in words
    lanes.close()


def picture() -> bytes:
    image, held = QImage(40, 30, QImage.Format.Format_RGB32), QByteArray()
    image.fill(Qt.GlobalColor.darkGreen)
    buffer = QBuffer(held)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(held.data())


def test_enter_shows_the_evidence_beside_the_row(bureau: ReviewRoom, qtbot: QtBot) -> None:
    for number, media, data in (
        ("照片 1", "image/png", picture()),
        ("书证 1", "application/pdf", b"%PDF-1.4"),
        ("照片 2", "image/png", picture()[:50]),
    ):
        note = inspecting.Note(number, "门缝", media, "2 号房", ONE, "2026-11-25T10:00:00+08:00", "A01")
        inspecting.add_evidence(bureau.desks[ONE], bureau.case, data, note)
    bureau.hand_in()
    page = bureau.page
    page.rows.setFocus()
    qtbot.keyClick(page.rows, Qt.Key.Key_Return)
    assert page.side.isVisible()
    photo, paper, cut = page.side.buttons
    qtbot.mouseClick(photo, LEFT)
    qtbot.waitUntil(page.side.picture.isVisible)
    qtbot.mouseClick(paper, LEFT)
    qtbot.waitUntil(lambda: "不是图片" in bureau.words())
    qtbot.mouseClick(cut, LEFT)
    qtbot.waitUntil(lambda: "这张图片读不出来" in bureau.words())
    assert not page.side.picture.isVisible()
    (kept, *_others) = read(bureau.desks[BOSS], bureau.case).file.all("evidence_added")
    bureau.desks[BOSS].profile.blobs.path(kept.body["parts"][0]).unlink()
    qtbot.mouseClick(photo, LEFT)
    qtbot.waitUntil(lambda: "和校验值对不上" in bureau.words())
    page.rows.setFocus()
    qtbot.keyClick(page.rows, Qt.Key.Key_Escape)
    assert not page.side.isVisible()


def test_a_return_that_was_not_written_keeps_its_words(
    bureau: ReviewRoom, qtbot: QtBot, clock: Clock
) -> None:
    bureau.hand_in()
    bureau.write("请补证据照片")
    clock.broken = True
    qtbot.mouseClick(bureau.page.composer.back, LEFT)
    bureau.settle()
    assert bureau.page.problem.isVisible()
    assert bureau.page.composer.edit.toPlainText() == "请补证据照片"
    clock.broken = False
    bureau.page.problem.again.emit()
    bureau.settle()
    assert not bureau.page.problem.isVisible()
    assert len(read(bureau.desks[BOSS], bureau.case).file.all("item_returned")) == 1


@pytest.mark.parametrize(
    ("before", "now", "left", "right"),
    [
        ("12 根亮 7 根。", "12 根亮 5 根。", ["7"], ["5"]),
        ("门缝有外冒。", "门缝飘带持续向外。", ["有外冒"], ["飘带持续向外"]),
        ("读数 2386.5 ppm", "读数 2386.0 ppm", ["2386.5"], ["2386.0"]),
        ("一样。", "一样。", [], []),
        ("", "新的。", [], ["新的。"]),
    ],
)
def test_words_that_differ(before: str, now: str, left: list[str], right: list[str]) -> None:
    old, new = differ(before, now)
    assert "".join(piece.text for piece in old) == before
    assert "".join(piece.text for piece in new) == now
    assert [piece.text for piece in old if piece.marked] == left
    assert [piece.text for piece in new if piece.marked] == right


def test_a_case_that_does_not_verify_cannot_be_approved(bureau: ReviewRoom, qtbot: QtBot) -> None:
    bureau.hand_in()
    bureau.answer(ONE, "A05", "yes")
    bureau.answer(ONE, "A06", "yes")
    with bureau.desks[ONE].profile.work() as work:
        last = work.envelopes(bureau.case)[-1]
    with bureau.desks[BOSS].profile.work() as work:
        work.add(last, send=False)  # the one before it has not come
    bureau.news()
    bureau.review.show_newer()
    assert bureau.state.queue[0].state == "broken"
    assert bureau.page.head.approve.text() == "证据链未过"
    assert "没有通过核对" in bureau.words()
    qtbot.mouseClick(bureau.page.head.approve, LEFT)
    assert bureau.page.dialog is None


def test_a_failing_check_forbids_the_approval(bureau: ReviewRoom) -> None:
    answer_check(bureau.desks[ONE], bureau.case, Reply("right_party", "no"), LAW)
    bureau.hand_in()
    assert bureau.page.head.approve.text() == "有 1 项核对失败"
    assert bureau.state.blocked == ("有 1 项核对失败", "checks")
    bureau.review.approve("同意")
    bureau.settle()
    assert not read(bureau.desks[BOSS], bureau.case).file.all("case_approved")
    assert "处罚对象不是责任主体" in bureau.words()


def test_nothing_is_returned_once_the_case_is_approved(bureau: ReviewRoom) -> None:
    bureau.hand_in()
    bureau.review.type("还想退回这一项")
    bureau.review.approve("同意")
    bureau.settle()
    bureau.review.return_item()
    bureau.settle()
    assert not read(bureau.desks[BOSS], bureau.case).file.all("item_returned")


def test_the_page_holds_in_field_mode(bureau: ReviewRoom) -> None:
    bureau.hand_in()
    bureau.look.use("field")
    bureau.page.resize(1280, 668)
    bureau.review.show_evidence(beside=True)
    assert not bureau.page.queue.isVisible()
    assert bureau.page.minimumSizeHint().width() <= 1280
    assert bureau.page.side.close_it.sizeHint().height() >= 48
