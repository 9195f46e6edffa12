"""One case through the real window: from the plant gate to the dossier, two people, a pty, a local centre."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog

from fieldlaw.cases.casework import looking
from fieldlaw.cases.casework.desk import Desk, read
from fieldlaw.cases.records.instrument import Instrument
from fieldlaw.cases.store import profile, vault
from fieldlaw.cases.store.centre import Centre, write_centre
from fieldlaw.cases.store.clocks import moment
from fieldlaw.cases.store.equipment import INSTRUMENTS
from fieldlaw.devices.simulated.camera import radiometric_jpeg
from fieldlaw.devices.simulated.phx42 import SimulatedPhx42
from fieldlaw.sync.server import directory
from fieldlaw.sync.server.app import create_app
from fieldlaw.sync.server.serve import LocalServer
from tests.journeys.hand import LEFT, Hand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldlaw.ui.theme.look import Look

WORDS = "correct horse"
CTRL = Qt.KeyboardModifier.ControlModifier
UNIT = "示例汽车销售服务有限公司"
SECRET = "敞门喷漆，风机没有开"


@dataclass
class Bureau:
    """The folders of two people and of a centre that knows both."""

    root: Path
    sit: Callable[[str], Hand]

    def events(self, who: str, kind: str) -> list[dict]:
        """The events of a kind, read from a profile that nobody has open."""
        held = profile.unlock(self.root / who, WORDS)
        desk = Desk(held, moment, os.urandom)
        (case,) = looking.list_cases(desk)
        found = [dict(e.body) for e in read(desk, case.id).file.all(kind)]
        held.close()
        return found


def found_bureau(root: Path, url: str, key: bytes) -> None:
    """Two profiles that know each other, registered with the centre."""
    people = {"wang": profile.Person("王立新", "执法人员"), "zhao": profile.Person("赵敏", "审核人")}
    held = {
        name: profile.create(root / name, p, WORDS, os.urandom, vault.FLOOR) for name, p in people.items()
    }
    for one in held.values():
        for other in held.values():
            one.know(
                profile.Peer(other.keys.author, other.keys.recipient, other.person.name, other.person.role)
            )
        directory.enrol(root / "centre", one.keys.author, one.person.name)
        write_centre(one.folder, Centre(url, key))
    for one in held.values():
        one.close()


@pytest.fixture
def bureau(qtbot: QtBot, look: Look, tmp_path: Path) -> Iterator[Bureau]:
    key = directory.init(tmp_path / "centre", os.urandom)
    app = create_app(tmp_path / "centre", directory.signing_key(tmp_path / "centre"), lambda: moment().wall)
    with LocalServer(app) as server:
        found_bureau(tmp_path, server.url, key)
        hands: list[Hand] = []

        def sit(who: str) -> Hand:
            hands.append(Hand(qtbot, look, tmp_path / who))
            hands[-1].unlock(WORDS)
            return hands[-1]

        yield Bureau(tmp_path, sit)
        for hand in hands:
            hand.leave()


def open_inspection(hand: Hand) -> None:
    hand.session.home_page.new_wanted.emit()
    page = hand.session.opening_page
    texts = {
        "number": "示检〔2026〕1125-01", "unit": UNIT, "address": "示例区迎新路18号", "basis": "双随机",
        "party": "张三（厂长）", "badge": "示0217", "partner": "李志强", "partner_badge": "示0233",
    }  # fmt: skip
    for name, text in texts.items():
        page.fields[name].setText(text)
    hand.click(page.act)
    hand.wait(lambda: hand.program.window.page == "workbench")
    hand.settle()


def note_steps(hand: Hand) -> None:
    """The first steps, with what is said about recusal."""
    work, page = hand.session.workbench, hand.session.workbench_page
    for step in range(1, 6):
        work.go_step(str(step))
        if step == 4:
            hand.click(hand.button(page.step_card, "不申请回避"))
        hand.click(page.finish)
        hand.settle()
    assert work.state.step == 6


def answer_items(hand: Hand) -> None:
    """By digit and arrow; a note by the keyboard."""
    page = hand.session.workbench_page
    page.list.items.setFocus()
    for number in range(15):
        hand.press(Qt.Key.Key_2 if number in (0, 2) else Qt.Key.Key_1)
        hand.press(Qt.Key.Key_Down)
    hand.settle()
    hand.session.workbench.choose("A01")
    page.card.note.setFocus()
    page.card.note.insertPlainText(SECRET)
    hand.session.workbench.choose("A10")
    hand.settle()
    assert hand.session.workbench.state.count("unknown") == 0


def read_instrument(hand: Hand, device: SimulatedPhx42) -> None:
    """Connect, ignite, keep, pull the cable, go on."""
    hand.press(Qt.Key.Key_F6)
    hand.wait(lambda: hand.program.window.page == "instrument")
    session, page = hand.session.instrument, hand.session.instrument_page
    hand.wait(lambda: session.state.instruments)
    hand.click(page.gear.connect_to)
    hand.wait(page.live.fire.isVisible)
    hand.answer_question("点火")
    hand.click(page.live.fire)
    hand.wait(lambda: session.state.readout.number)
    hand.qtbot.keyClicks(page.point.edit, "room 2")
    hand.qtbot.keyClick(page.point.edit, Qt.Key.Key_Return)
    hand.press(Qt.Key.Key_Space)
    hand.wait(lambda: session.state.case and session.state.case.readings)
    device.unplug()
    hand.wait(lambda: "线断了" in hand.words(page))
    assert hand.cell("instrument") == "FID-02 已断开·正在重连"
    device.replug()
    hand.wait(lambda: session.state.gaps and session.state.gaps[-1].before is not None)
    hand.press(Qt.Key.Key_Escape)
    hand.wait(lambda: hand.program.window.page == "workbench")


def take_image(hand: Hand, source: Path) -> None:
    """Drop a file on the page for the item of the finding, put a spot, write it into the case."""
    hand.session.workbench.choose("A01")
    hand.settle()
    hand.press(Qt.Key.Key_F7)
    hand.wait(lambda: hand.program.window.page == "thermal")
    page, thermal = hand.session.thermal_page, hand.session.thermal
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(source))])
    none = Qt.KeyboardModifier.NoModifier
    page.dropEvent(QDropEvent(QPointF(400, 300), Qt.DropAction.CopyAction, data, LEFT, none))
    hand.wait(lambda: thermal.state.picture is not None)
    hand.click(page.tools.pens["spot"])
    heat = page.viewer.heat
    hand.qtbot.mouseClick(heat, LEFT, pos=heat.point_of(104, 52).toPoint())
    hand.click(page.regions.keep)
    hand.wait(lambda: thermal.state.areas[0].event)
    hand.settle()


def judge(hand: Hand) -> None:
    """Record the finding, answer its facts, see the refusal of an amount, write it."""
    hand.session.go("law")
    hand.settle()
    page = hand.session.law_page
    form = page.form
    form.violation.setCurrentIndex(form.violation.findData("voc_uncontrolled"))
    form.violation.activated.emit(form.violation.currentIndex())
    hand.click(form.ticks["A01"])
    hand.click(form.party.button(0))
    for field in form.days.values():
        field.setText(moment().wall[:10])
    hand.click(form.act)
    hand.settle()
    hand.type_fact("decided", moment().wall[:10])
    hand.say_fact("not_closed", "是")
    hand.say_fact("not_treated", "是")
    words = hand.words(page)
    assert "暂不计算金额" in words
    assert "生态环境法典" in words
    hand.click(page.write)
    hand.settle()
    assert not page.write.isEnabled()


def sign_record(hand: Hand, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The party's opinion, every page by every signer, the PDF on disk."""
    hand.session.go("documents")
    hand.settle()
    page, documents = hand.session.documents_page, hand.session.documents
    hand.wait(lambda: documents.state.image is not None)
    hand.click(page.done)
    hand.click(page.side.opinion.usual)
    hand.settle()
    hand.click(page.done)
    for _ in range(3 * documents.state.pages):
        hand.sign()
    assert "签完了" in hand.words(page)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    hand.click(page.save)
    hand.settle()
    hand.press(Qt.Key.Key_Escape)


def hand_in(hand: Hand) -> None:
    hand.session.workbench.go_step("12")
    hand.settle()
    hand.click(hand.session.workbench_page.step_card.hand_in.act)
    hand.settle()
    assert "已送审：赵敏" in hand.words(hand.session.workbench_page)


def text_of(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as book:
        return "".join(page.get_textpage().get_text_range() for page in book)


@pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
def test_one_case_from_the_gate_to_the_dossier(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    image = bureau.root / "IR_0001.jpg"
    image.write_bytes(radiometric_jpeg(1_780_000_000))
    with SimulatedPhx42(ignite_seconds=0.2) as device:
        tool = Instrument("FID-02", "phx42", device.path, "SIM-1", "示检定字 2026-0117", "2030-01-16")
        INSTRUMENTS.write(bureau.root / "wang", (tool,))
        wang = bureau.sit("wang")
        open_inspection(wang)
        note_steps(wang)
        answer_items(wang)
        read_instrument(wang, device)
        take_image(wang, image)
        judge(wang)
        sign_record(wang, bureau.root / "record.pdf", monkeypatch)
        hand_in(wang)
        wang.sync()
        wang.wait(lambda: wang.cell("net") == "联网·全部送达")
        wang.leave()
    review_and_return(bureau)
    answer_again(bureau)
    approve(bureau, monkeypatch)
    look_at_what_is_left(bureau)


def review_and_return(bureau: Bureau) -> None:
    zhao = bureau.sit("zhao")
    assert not zhao.session.home.state.tasks
    zhao.sync()
    zhao.session.go("review")
    zhao.wait(lambda: zhao.session.review.state.view is not None)
    zhao.settle()
    page, review = zhao.session.review_page, zhao.session.review
    assert UNIT in zhao.words(page)
    assert SECRET in zhao.words(page)
    row = next(n for n, one in enumerate(review.state.rows) if one.item == "A03")
    review.move(row)
    assert page.composer.back.text() == "理由还差 5 字"
    zhao.qtbot.keyClick(page.rows, Qt.Key.Key_M, CTRL)
    page.composer.edit.insertPlainText("写明风机停开的依据")
    zhao.press(Qt.Key.Key_R, CTRL)
    zhao.settle()
    assert page.head.approve.text() == "有退回未补 1 项"
    zhao.sync()
    zhao.leave()


def answer_again(bureau: Bureau) -> None:
    wang = bureau.sit("wang")
    wang.sync()
    wang.session.go_home()
    wang.wait(lambda: wang.session.home.state.resume is not None)
    wang.click(wang.session.home_page._resume.go)
    wang.wait(lambda: wang.program.window.page == "workbench")
    wang.session.workbench.choose("A03")
    wang.settle()
    page = wang.session.workbench_page
    assert "写明风机停开的依据" in wang.words(page)
    page.card.note.setFocus()
    page.card.note.insertPlainText("控制面板显示风机电流为零，已拍照。")
    wang.session.workbench.save_note()
    wang.settle()
    hand_in(wang)
    wang.sync()
    wang.leave()


def approve(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    zhao = bureau.sit("zhao")
    zhao.sync()
    zhao.session.go("review")
    review, page = zhao.session.review, zhao.session.review_page
    zhao.wait(lambda: review.state.view is not None)
    zhao.settle()
    assert "控制面板显示风机电流为零" in zhao.words(page)
    assert "笔录签后改过字，须另签" in zhao.words(page)
    assert page.head.approve.text() == "通过"
    review.approve("事实清楚，证据齐全，同意。")
    zhao.settle()
    zhao.session.case = bureau_case(zhao)
    zhao.session.go("documents")
    zhao.settle()
    zhao.session.documents.choose("dossier")
    zhao.settle()
    target = bureau.root / "dossier.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    zhao.click(zhao.session.documents_page.save)
    zhao.settle()
    zhao.sync()
    zhao.leave()


def bureau_case(hand: Hand) -> str:
    (case,) = looking.list_cases(hand.session.bench.desk)
    return case.id


def look_at_what_is_left(bureau: Bureau) -> None:
    """The case on both machines, the papers, and what the centre can read of it."""
    (reading,) = bureau.events("wang", "measurement_kept")
    assert (reading["value"], reading["point"], reading["item"]) == ("512.34", "room 2", "A10")
    assert len(bureau.events("wang", "reading_gap")) == 1
    assert bureau.events("wang", "image_measured")[0]["tool"] == "spot"
    assert len(bureau.events("zhao", "signed")) >= 6
    assert bureau.events("zhao", "case_approved")[0]["opinion"] == "事实清楚，证据齐全，同意。"
    assert "不申请回避" in text_of(bureau.root / "record.pdf")
    dossier = text_of(bureau.root / "dossier.pdf")
    for words in (UNIT, "控制面板显示风机电流为零", "暂不计算金额", "512.34", "同意"):
        assert words in dossier.replace("\r\n", ""), words
    for path in (p for p in (bureau.root / "centre").rglob("*") if p.is_file()):
        data = path.read_bytes()
        assert UNIT.encode() not in data
        assert SECRET.encode() not in data
        assert b"SIM IR160" not in data
