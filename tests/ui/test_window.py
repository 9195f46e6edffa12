"""The real window on a real profile, driven as a person drives it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from fieldlaw.app import Present, Program
from fieldlaw.cases.records.instrument import Instrument
from fieldlaw.cases.store.equipment import INSTRUMENTS
from fieldlaw.settings import Settings
from fieldlaw.ui.views.parts.buttons import Button
from tests.ui.conftest import PASSPHRASE

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldlaw.ui.presenters.workbench import State
    from fieldlaw.ui.theme.look import Look
    from tests.ui.conftest import Clock

Start = "Callable[[Path], Program]"
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def type_passphrase(qtbot: QtBot, program: Program, words: str) -> None:
    field = program.unlock_page.passphrase
    field.clear()
    qtbot.keyClicks(field, words)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def enter(qtbot: QtBot, program: Program) -> None:
    type_passphrase(qtbot, program, PASSPHRASE)
    qtbot.waitUntil(lambda: program.window.page == "home")
    assert program.session is not None
    qtbot.waitUntil(lambda: program.session.home.state.loaded)


def resume(qtbot: QtBot, program: Program) -> None:
    enter(qtbot, program)
    button = program.session.home_page._resume.go
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: program.window.page == "workbench")


def bench(program: Program) -> State:
    return program.session.workbench.state


def press(qtbot: QtBot, program: Program, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    """Press a key where the focus is, and wait until nothing is unsaved."""
    at = QApplication.focusWidget()
    assert at is not None
    qtbot.keyClick(at, key, *modifiers)
    qtbot.waitUntil(lambda: not bench(program).waiting)


def test_a_wrong_passphrase_is_named_and_the_right_one_opens(
    qtbot: QtBot, start: Start, folder: Path
) -> None:
    program = start(folder)
    assert QApplication.focusWidget() is program.unlock_page.passphrase
    type_passphrase(qtbot, program, "wrong")
    qtbot.waitUntil(lambda: program.unlocking.state.problem is not None)
    assert program.unlocking.state.problem.what == "口令不对。"
    assert program.window.page == "unlock"
    enter(qtbot, program)
    assert program.unlock_page.passphrase.text() == ""


def test_the_third_wrong_passphrase_makes_one_wait(qtbot: QtBot, start: Start, folder: Path) -> None:
    program = start(folder)
    for _ in range(3):
        type_passphrase(qtbot, program, "wrong")
        qtbot.waitUntil(lambda: not program.unlocking.state.busy)
    assert program.unlocking.state.wait == 30
    assert not program.unlock_page.act.isEnabled()


def test_two_answers_by_keyboard_are_there_after_a_restart(qtbot: QtBot, start: Start, folder: Path) -> None:
    program = start(folder)
    resume(qtbot, program)
    program.session.workbench.go_step("6")
    assert QApplication.focusWidget() is program.session.workbench_page.list.items
    press(qtbot, program, Qt.Key.Key_2)
    press(qtbot, program, Qt.Key.Key_Down)
    assert bench(program).item == "A02"
    press(qtbot, program, Qt.Key.Key_1)
    press(qtbot, program, Qt.Key.Key_Return, CTRL)
    assert bench(program).item == "A03"
    program.close()

    again = start(folder)
    resume(qtbot, again)
    state = bench(again)
    assert [state.answer(item).answer for item in ("A01", "A02", "A03")] == ["no", "yes", "unknown"]
    assert state.answer("A01").at == "10:42:07"
    assert state.item == "A03"
    assert state.step == 6


def test_words_are_saved_when_the_keys_have_rested(qtbot: QtBot, start: Start, folder: Path) -> None:
    program = start(folder)
    resume(qtbot, program)
    card = program.session.workbench_page.card
    program.session.workbench.go_step("6")
    card.note.setFocus()
    qtbot.keyClicks(card.note, "door 1 open")
    assert bench(program).typed == "door 1 open"
    assert not card._tick.isVisible()
    assert bench(program).view.of("A01").note == ""
    qtbot.waitUntil(lambda: bench(program).view.of("A01").note == "door 1 open", timeout=3000)
    assert card._saved.text() == "10:42:07 已存本机"
    assert bench(program).answer("A01").answer == "unknown"


def test_words_taken_back_are_not_saved(qtbot: QtBot, start: Start, folder: Path) -> None:
    program = start(folder)
    resume(qtbot, program)
    program.session.workbench.go_step("6")
    note = program.session.workbench_page.card.note
    note.setFocus()
    qtbot.keyClicks(note, "x")
    qtbot.keyClick(note, Qt.Key.Key_Backspace)
    assert bench(program).typed is None
    press(qtbot, program, Qt.Key.Key_1, ALT)
    assert bench(program).view.of("A01").note == ""


def test_alt_digit_answers_from_the_text_and_takes_its_words_along(
    qtbot: QtBot, start: Start, folder: Path
) -> None:
    program = start(folder)
    resume(qtbot, program)
    program.session.workbench.go_step("6")
    note = program.session.workbench_page.card.note
    note.setFocus()
    qtbot.keyClicks(note, "2 lamps dark")
    press(qtbot, program, Qt.Key.Key_2, ALT)
    held = bench(program).view.of("A01")
    assert (held.answer, held.note) == ("no", "2 lamps dark")


def test_words_typed_just_before_locking_are_not_lost(qtbot: QtBot, start: Start, folder: Path) -> None:
    program = start(folder)
    resume(qtbot, program)
    program.session.workbench.go_step("6")
    note = program.session.workbench_page.card.note
    note.setFocus()
    qtbot.keyClicks(note, "last words")
    program.lock()
    assert program.window.page == "unlock"
    resume(qtbot, program)
    assert bench(program).view.of("A01").note == "last words"


def test_what_could_not_be_saved_says_so_and_is_saved_at_the_next_try(
    qtbot: QtBot, start: Start, folder: Path, clock: Clock
) -> None:
    program = start(folder)
    resume(qtbot, program)
    program.session.workbench.go_step("6")
    clock.broken = True
    press(qtbot, program, Qt.Key.Key_2)
    panel = program.session.workbench_page.card.problem
    assert bench(program).problem.number.startswith("E-")
    assert panel.isVisible()
    assert bench(program).answer("A01").answer == "unknown"
    clock.broken = False
    panel.again.emit()
    qtbot.waitUntil(lambda: bench(program).view.of("A01").answer == "no")
    assert not panel.isVisible()


def test_steps_are_done_in_any_order_and_dropped_files_are_evidence(
    qtbot: QtBot, start: Start, folder: Path, tmp_path: Path
) -> None:
    picture = tmp_path / "铭牌.jpg"
    picture.write_bytes(b"\xff\xd8 not decoded here")
    program = start(folder)
    resume(qtbot, program)
    work = program.session.workbench
    work.go_step("3")
    work.finish()
    qtbot.waitUntil(lambda: work.state.view.steps == {3})
    assert work.state.step == 4
    work.go_step("6")
    work.add_files([str(picture), str(tmp_path / "absent.jpg")])
    qtbot.waitUntil(lambda: work.state.problem is not None)
    assert [(one.number, one.title, one.item) for one in work.state.evidence] == [("照片 1", "铭牌", "A01")]
    assert "absent.jpg" in work.state.problem.what


def test_home_looks_at_the_certificates_of_the_instruments(qtbot: QtBot, start: Start, folder: Path) -> None:
    old = Instrument("FID-01", "phx42", "COM1", valid_until="2026-11-24")
    good = Instrument("FID-02", "phx42", "COM2", valid_until="2027-01-16")
    INSTRUMENTS.write(folder, (old, good))
    program = start(folder)
    enter(qtbot, program)
    qtbot.waitUntil(lambda: program.session.home.state.loaded)
    notes = {check.word: (check.ready, check.note) for check in program.session.home.state.checks}
    assert notes["FID-01 检定"] == (False, "2026-11-24 过期")
    assert notes["FID-02 检定"] == (True, "剩 52 日")
    (folder / "instruments.json").write_text("{")
    program.session.go_home()
    home = program.session.home
    qtbot.waitUntil(lambda: any(check.note == "仪器清单读不出" for check in home.state.checks))


def test_a_note_at_a_step_is_saved_and_comes_back(qtbot: QtBot, start: Start, folder: Path) -> None:
    program = start(folder)
    resume(qtbot, program)
    page = program.session.workbench_page
    program.session.workbench.go_step("4")
    card = page.step_card
    assert "申请回避" in card._do.text()
    phrase = next(b for b in card.findChildren(Button) if b.text() == "不申请回避")
    qtbot.mouseClick(phrase, Qt.MouseButton.LeftButton)
    assert card.note.toPlainText() == "不申请回避"
    program.session.workbench.go_step("3")
    assert card.note.toPlainText() == ""
    program.session.workbench.go_step("4")
    qtbot.waitUntil(lambda: card._saved.text() == "10:42:07 已存本机")
    qtbot.keyClicks(card.note, "!")
    program.close()

    again = start(folder)
    resume(qtbot, again)
    again.session.workbench.go_step("4")
    qtbot.waitUntil(lambda: again.session.workbench_page.step_card.note.toPlainText() == "!不申请回避")
    assert not again.session.workbench.state.view.steps


def test_field_mode_keeps_the_item_and_comes_back(qtbot: QtBot, start: Start, folder: Path) -> None:
    program = start(folder)
    resume(qtbot, program)
    program.session.workbench.choose("A04")
    qtbot.keyClick(program.window, Qt.Key.Key_F11)
    page = program.session.workbench_page
    assert not program.window.nav.isVisible()
    assert page.step_bar.isVisible()
    assert bench(program).item == "A04"
    qtbot.keyClick(program.window, Qt.Key.Key_F11)
    assert page.steps.isVisible()


def test_the_first_start_makes_a_profile_and_a_case_is_opened_in_it(
    qtbot: QtBot, start: Start, tmp_path: Path
) -> None:
    program = start(tmp_path / "new")
    page = program.unlock_page
    assert page.name.isVisible()
    qtbot.keyClicks(page.name, "Wang")
    qtbot.keyClicks(page.passphrase, "long enough")
    qtbot.keyClicks(page.again, "not the same")
    qtbot.keyClick(page.again, Qt.Key.Key_Return)
    assert program.unlocking.state.problem.what == "两次口令不一样。"
    page.again.setText("long enough")
    qtbot.keyClick(page.again, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.window.page == "home", timeout=10000)
    session = program.session
    session.home_page.new_wanted.emit()
    session.opening_page.act.click()
    assert session.opening.state.problem is not None
    for name, text in (("number", "示检1"), ("unit", "示例厂"), ("partner", "李志强")):
        session.opening_page.fields[name].setText(text)
    session.opening_page.act.click()
    qtbot.waitUntil(lambda: program.window.page == "workbench")
    assert bench(program).view.unit == "示例厂"
    assert bench(program).view.people == "Wang、李志强"


def test_the_strip_says_what_this_machine_knows(qtbot: QtBot, start: Start, folder: Path) -> None:
    program = start(folder)
    enter(qtbot, program)
    strip = program.window.strip
    qtbot.waitUntil(lambda: strip.text("chain") == "证据链完整·2 条")
    assert strip.text("net") == "离线·2 项未发送"
    assert strip.text("instrument") == "仪器未连接"


@pytest.mark.parametrize(("size", "scale"), [((1440, 900), 1.2), ((1280, 720), 1.0)])
def test_no_answer_key_is_cut(
    qtbot: QtBot, start: Start, folder: Path, size: tuple[int, int], scale: float
) -> None:
    program = start(folder)
    program.look.use("light", scale)
    resume(qtbot, program)
    program.window.resize(*size)
    program.session.workbench.go_step("6")
    page = program.session.workbench_page
    keys = page.card.keys
    qtbot.waitUntil(lambda: keys.mapTo(page.card, keys.rect().topRight()).x() <= page.card.width())
    qtbot.waitUntil(lambda: all(b.width() >= b.sizeHint().width() for b in keys._group.buttons()))


def test_a_quick_hand_opens_before_the_packs_are_read(
    qtbot: QtBot, look: Look, folder: Path, clock: Clock
) -> None:
    program = Program(Settings(folder, None), Present(clock, os.urandom), look)
    qtbot.addWidget(program.window)
    program.unlocking.unlock(PASSPHRASE)
    assert program.packs is None
    qtbot.waitUntil(lambda: program.session is not None)
    assert program.window.page == "home"
    program.close()
