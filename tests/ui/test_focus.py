"""Where the keyboard stands, and that one sees it: ring, shade, busy buttons, ways back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QPushButton, QStyle, QVBoxLayout, QWidget

from fieldlaw.cli import parser
from fieldlaw.ui.main_window import MainWindow
from fieldlaw.ui.messages import Question, ask
from fieldlaw.ui.presenters.sync_state import Line
from fieldlaw.ui.views.home import HomePage, SendCard
from fieldlaw.ui.views.parts.buttons import Button
from tests.ui.test_window import bench, press, resume

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldlaw.ui.theme.look import Look
    from tests.ui.test_window import Start


class Page(QWidget):
    """A page whose keyboard starts at its first button."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.first, self.second = Button(look, "一"), Button(look, "二")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.first)
        column.addWidget(self.second)

    def focusInEvent(self, _event: object) -> None:  # noqa: N802  Qt's name
        self.first.setFocus()


def shown(look: Look, qtbot: QtBot) -> tuple[MainWindow, Page]:
    window, page = MainWindow(look), Page(look)
    qtbot.addWidget(window)
    window.add_page("one", page)
    window.show_page("one")
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window, page


def test_a_button_that_goes_busy_hands_the_keyboard_to_its_page(look: Look, qtbot: QtBot) -> None:
    window, page = shown(look, qtbot)
    page.second.setFocus()
    page.second.set_busy(busy=True, text="正在二")
    assert QApplication.focusWidget() is page.first  # and not the first button of the rail
    page.first.setEnabled(False)
    assert QApplication.focusWidget() is page
    assert window.frame.ring.widget() is None
    window.stop()


def test_the_ring_is_whole_where_the_edge_would_cut_it_and_after_a_change_of_mode(
    look: Look, qtbot: QtBot
) -> None:
    window, page = shown(look, qtbot)
    ring = window.frame.ring
    page.first.setFocus()
    qtbot.waitUntil(ring.isVisible)
    edge = ring.mapTo(page, ring.mask().boundingRect().topLeft())
    assert edge.x() >= 0
    assert edge.y() >= 0
    assert ring.style().styleHint(QStyle.StyleHint.SH_FocusFrame_Mask, None, ring) == 0  # none but its own
    window.toggle_field()
    qtbot.waitUntil(lambda: ring.isVisible() and ring.widget() is page.first)
    window.toggle_field()
    window.stop()


def test_a_dialog_darkens_the_window_behind_it(look: Look, qtbot: QtBot) -> None:
    window, _page = shown(look, qtbot)
    seen: list[bool] = []

    def leave() -> None:
        box = QApplication.activeModalWidget()
        assert box is not None
        seen.append(window.frame.scrim.isVisible())
        next(b for b in box.findChildren(QPushButton) if b.text() == "先不").click()

    QTimer.singleShot(0, leave)
    assert not ask(window, Question("做", "做吗？", "做", "先不"))
    assert seen == [True]
    assert not window.frame.scrim.isVisible()
    assert window.frame.scrim.pos() == QPoint(0, 0)
    window.stop()


def test_what_is_missing_is_answered_in_sight_and_esc_first_shows_all_items(
    qtbot: QtBot, start: Start, folder: Path
) -> None:
    program = start(folder)
    resume(qtbot, program)
    program.session.workbench.go_step("8")
    press(qtbot, program, Qt.Key.Key_F9)
    assert (bench(program).step, bench(program).only) == (6, "unknown")
    press(qtbot, program, Qt.Key.Key_Escape)
    assert (program.window.page, bench(program).only) == ("workbench", "")
    press(qtbot, program, Qt.Key.Key_Escape)
    assert program.window.page == "home"


def test_home_of_a_reviewer_opens_no_inspection_and_the_send_card_knows_the_line(
    qtbot: QtBot, start: Start, folder: Path, look: Look
) -> None:
    program = start(folder)
    resume(qtbot, program)
    page = HomePage(look, program.session.home, reviews=True)
    qtbot.addWidget(page)
    page.show()
    words = [button.text() for button in page.findChildren(QPushButton) if button.isVisible()]
    assert "新建检查" not in words
    assert "继续检查" not in words
    assert not page._ready.isVisible()
    card = SendCard(look)
    qtbot.addWidget(card)
    card.say(2, Line(online=True))
    assert card._chip._word.text() == "联网"
    card.say(2, Line(online=False))
    assert (card._chip._word.text(), card._words.text()) == ("离线", "内容已加密存于本机，联网后发送。")
    card.say(0, Line(online=True))
    assert card._words.text() == "没有要发的。"


def test_the_centre_can_be_started_without_an_act() -> None:
    assert parser().parse_args(["server", "--data", "x"]).act is None
