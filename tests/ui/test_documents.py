"""The document page over a real case: pages looked at, signed on the pad, refused, saved, printed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QPageSize, QPointingDevice, QTabletEvent, QWheelEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog

from fieldlaw.cases.casework import inspecting, printing
from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.documents.preview import page_count
from fieldlaw.cases.ledger import event as ev
from fieldlaw.settings import RESOURCES
from fieldlaw.ui.views.parts.printjob import new_printer
from tests.cases.bureau import new_desk
from tests.ui.paper_room import NONE, UP, PaperRoom, pixels
from tests.ui.rooms import LEFT, LISTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldlaw.ui.theme.look import Look
    from tests.ui.conftest import Clock

PRESS = printing.Press("示例市生态环境局", RESOURCES / "fonts", LISTS)


@pytest.fixture
def room(look: Look, qtbot: QtBot, tmp_path: Path, clock: Clock) -> Iterator[PaperRoom]:
    made = PaperRoom(look, new_desk(tmp_path / "p", clock=clock), qtbot, PRESS)
    yield made
    made.close()


def test_without_a_case_the_page_says_so(room: PaperRoom) -> None:
    assert "先打开一次检查" in room.words()
    assert not room.page.done.isVisible()
    with room.qtbot.waitSignal(room.page.case_wanted):
        button = next(b for b in room.page.findChildren(type(room.page.save)) if b.text() == "去选检查")
        room.qtbot.mouseClick(button, LEFT)


def test_the_pages_of_the_pdf_are_shown_and_turned(room: PaperRoom) -> None:
    room.open()
    pages = room.state.pages
    assert pages >= 2
    assert room.page.count.text() == f"第 1 页，共 {pages} 页"
    assert abs(room.state.image.width() - room.page.paper.sheet.width()) <= 2
    first = pixels(room.state.image)
    room.qtbot.keyClick(room.page, Qt.Key.Key_PageDown)
    assert room.page.count.text() == f"第 2 页，共 {pages} 页"
    assert room.state.drawn[1] == 2  # it was drawn in the background
    assert pixels(room.state.image) != first
    room.qtbot.keyClick(room.page, Qt.Key.Key_PageUp)
    assert pixels(room.state.image) == first
    wide = room.page.paper.sheet.width()
    room.click(room.page.fits["width"])
    assert room.page.paper.sheet.width() > wide
    assert abs(room.state.image.width() - room.page.paper.sheet.width()) <= 2


def test_the_wheel_zooms_with_ctrl(room: PaperRoom) -> None:
    room.open()
    paper, wide = room.page.paper, room.page.paper.sheet.width()
    at = QPointF(paper.viewport().rect().center())
    turn = QWheelEvent(
        at, paper.mapToGlobal(at), QPoint(), QPoint(0, 120), UP, Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase, False,  # noqa: FBT003
    )  # fmt: skip
    QApplication.sendEvent(paper.viewport(), turn)
    assert paper.sheet.width() > wide
    assert not room.page.fits["height"].isChecked()
    room.settle()


def test_all_documents_of_the_case_are_listed(room: PaperRoom) -> None:
    room.open()
    rows = room.page.list.rows
    assert [row.lines.head for row in rows.values()] == list(printing.TITLES.values())
    assert "待签" in rows["record"].lines.note
    room.click(rows["evidence"])
    assert room.state.kind == "evidence"
    assert not room.panel.isVisible()
    assert "纸面带“草稿”" in room.words()


def test_a_page_is_signed_on_the_pad_and_the_next_one_comes(room: PaperRoom) -> None:
    room.open()
    plain = room.field("party")
    assert not room.panel.keep.isEnabled()
    room.draw()
    assert room.panel.keep.isEnabled()
    room.click(room.panel.again)
    assert not room.panel.keep.isEnabled()
    room.sign()
    (kept,) = room.events("signed")
    assert (kept.body["role"], kept.body["page"], kept.body["outcome"]) == ("party", 1, "signed")
    assert len(kept.body["strokes"][0]) > 30
    assert room.state.page == 2
    assert not room.panel.pad.strokes
    room.presenter.go_page(1)
    room.settle()
    assert room.field("party") != plain
    assert "10:42 已签" in room.words()


def test_a_pen_draws_while_it_presses(room: PaperRoom) -> None:
    room.open()
    pad = room.panel.pad
    pen = QPointingDevice.primaryPointingDevice()

    def send(kind: QEvent.Type, x: float, pressure: float) -> None:
        at = QPointF(x, 60)
        held = LEFT if pressure else UP
        event = QTabletEvent(kind, pen, at, pad.mapToGlobal(at), pressure, 0, 0, 0, 0, 0, NONE, LEFT, held)
        QApplication.sendEvent(pad, event)

    send(QEvent.Type.TabletMove, 10, 0)
    send(QEvent.Type.TabletPress, 20, 0.4)
    send(QEvent.Type.TabletMove, 60, 0.6)
    send(QEvent.Type.TabletRelease, 60, 0)
    send(QEvent.Type.TabletMove, 90, 0)
    (stroke,) = pad.strokes
    assert [x for x, _y, _t in stroke] == [round(x * 1000 / pad.width()) for x in (20, 60)]
    room.qtbot.keyClick(pad, Qt.Key.Key_Backspace)
    assert not pad.strokes


def test_everything_is_signed_and_the_button_says_done(room: PaperRoom) -> None:
    room.open()
    assert room.page.done.text() == "还差 4 处"
    assert room.state.missing[0].act == "opinion"
    room.click(room.page.done)
    assert room.page.side.opinion.edit.hasFocus()
    assert room.state.page == room.state.pages
    room.click(room.page.side.opinion.usual)
    room.click(room.page.done)
    assert (room.state.page, room.state.hand) == (1, 0)
    assert room.panel.pad.hasFocus()
    for _ in range(3 * room.state.pages):
        room.sign()
    assert len(room.events("signed")) == 3 * room.state.pages
    assert room.page.done.text() == "完成"
    assert "签完了" in room.words()
    assert "已签" in room.page.list.rows["record"].lines.note
    with room.qtbot.waitSignal(room.presenter.finished) as said:
        room.qtbot.mouseClick(room.page.done, LEFT)
    assert said.args == [room.case]


def test_a_refusal_is_kept_with_its_reason_for_all_pages(room: PaperRoom) -> None:
    room.open()
    room.click(room.panel.no)
    form = room.panel.refusal
    assert form.isVisible()
    form.reason.setText("不")
    room.click(form.act)
    assert "原因要写 2 到 50 个字" in room.page.banner._head.text()
    assert not room.events("signed")
    form.reason.setText("不同意写进笔录")
    form.witness.setText("赵某")
    room.qtbot.mouseClick(form.recorded, LEFT)
    room.click(form.act)
    kept = room.events("signed")
    assert [one.body["page"] for one in kept] == list(range(1, room.state.pages + 1))
    assert {(o.body["outcome"], o.body["witness"], o.body["recorded"]) for o in kept} == {
        ("refused", "赵某", True)
    }
    assert not form.isVisible()
    assert room.state.hand == 1
    assert "拒签或不在场，没有意见" in room.words()
    assert room.state.signing.signers[-1].who == "赵某"


def test_a_changed_answer_makes_signatures_fall_and_says_so(room: PaperRoom) -> None:
    room.open()
    plain = room.field("party")
    room.sign()
    changes = inspecting.answer_item(room.desk, room.case, "A01", "no", "敞门喷漆，风机停")
    room.bench.news.tell(changes)
    room.settle()
    assert "第 1 页 当事人：签后改过字，须另签" in room.words()
    room.presenter.go_page(1)
    room.settle()
    assert room.field("party") == plain
    assert room.state.signing.done == 0


def test_a_character_without_a_glyph_stands_in_place_of_the_paper(room: PaperRoom) -> None:
    inspecting.answer_item(room.desk, room.case, "A02", "no", "负责人\U0002b740某")
    room.open()
    assert "字体里没有，不能打印" in room.words()
    assert "页第" in room.words()
    assert not room.page.paper.isVisible()
    assert not room.page.save.isEnabled()
    assert room.page.done.text().startswith("还差")
    with room.qtbot.waitSignal(room.page.inspection_wanted):
        room.qtbot.mouseClick(room.page.settle, LEFT)
    room.bench.news.tell(inspecting.answer_item(room.desk, room.case, "A02", "no", "负责人某"))
    room.settle()
    assert room.page.paper.isVisible()


def test_two_answers_lead_to_the_inspection(room: PaperRoom, tmp_path: Path) -> None:
    other = new_desk(tmp_path / "o", "李志强").profile
    body = {"item": "A01", "answer": "yes", "note": "", "replaces": []}
    secrets = (read(room.desk, room.case).key, os.urandom(16))
    place = ev.Place(room.case, 1, None, {})
    theirs = ev.append(ev.Draft("item_answered", body), room.desk.clock(), place, other.keys, secrets)
    with room.desk.profile.work() as work:
        work.add(theirs.envelope, send=False)
    other.close()
    room.open()
    assert "A01 有两种答复，还没有选定，不能打印。" in room.words()
    with room.qtbot.waitSignal(room.page.inspection_wanted) as said:
        room.qtbot.mouseClick(room.page.settle, LEFT)
    assert said.args == ["A01"]


def test_the_saved_pdf_is_what_is_shown_and_is_noted(
    room: PaperRoom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.open()
    target = tmp_path / "笔录"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    room.qtbot.keyClick(room.page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    room.settle()
    data = (tmp_path / "笔录.pdf").read_bytes()
    assert data == printing.make("record", read(room.desk, room.case), PRESS).data
    (noted,) = room.events("document_printed")
    assert noted.body["document"] == "record"
    assert "PDF 已存" in room.words()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "x.pdf"), ""))
    room.click(room.page.save)
    assert "PDF 没有存成" in room.words()
    assert len(room.events("document_printed")) == 1


def test_a_print_goes_page_by_page_and_is_noted(room: PaperRoom, tmp_path: Path) -> None:
    room.open()
    printer = new_printer("笔录")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    room.page.printing.send(printer, room.state.paper, room.state.paper.pages)
    assert room.page.print.text() == "正在打印"
    room.qtbot.waitUntil(lambda: room.events("document_printed") != ())
    room.settle()
    assert page_count((tmp_path / "out.pdf").read_bytes()) == room.state.pages
    assert room.page.print.text() == f"打印 {room.state.pages} 页"
    assert printer.pageLayout().pageSize().id() is QPageSize.PageSizeId.A4


def test_a_field_on_the_paper_leads_to_its_signer(room: PaperRoom) -> None:
    room.open()
    sheet = room.page.paper.sheet
    place = next(one for one in room.state.places if one.name == "officer1")
    at = QPointF(place.x + 20, place.y + 8) * sheet.scale
    room.qtbot.mouseClick(sheet, LEFT, pos=at.toPoint())
    assert room.state.signer.who == "李志强"
    room.presenter.go_page(room.state.pages)
    opinion = next(one for one in room.state.places if one.name == "opinion")
    room.qtbot.mouseClick(sheet, LEFT, pos=(QPointF(opinion.x + 9, opinion.y + 9) * sheet.scale).toPoint())
    assert room.page.side.opinion.edit.hasFocus()
    room.settle()
