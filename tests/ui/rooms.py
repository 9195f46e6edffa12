"""What the tests of the pages share: a desk with a case, a page shown as in the window, waiting for lanes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from fieldlaw.cases.casework import opening
from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.packs.load import load_folder
from fieldlaw.settings import RESOURCES
from fieldlaw.ui.lanes import Lanes
from fieldlaw.ui.messages import Door
from fieldlaw.ui.presenters.bench import Bench, News
from tests.ui.conftest import TASK

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.ledger.event import Event

LISTS = {pack.header.id: pack for pack in load_folder(RESOURCES / "checklists")}
LAW = load_folder(RESOURCES / "law" / "national")
CALENDARS = load_folder(RESOURCES / "calendars")
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


def stand(qtbot: QtBot, page: QWidget, wide: int = 1368, high: int = 864) -> None:
    """Show a page alone, with the keyboard, in the room that a window leaves it."""
    qtbot.addWidget(page)
    page.resize(wide, high)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)


def settle(qtbot: QtBot, lanes: Lanes) -> None:
    """Wait until both lanes have done all and the page has shown it."""
    for lane in (lanes.store, lanes.images):
        done: list[object] = []
        lane.run(lambda: True, done.append, done.append)
        qtbot.waitUntil(lambda held=done: bool(held))


def words(page: QWidget) -> str:
    """All words of the labels on a page that a person can see."""
    QApplication.processEvents()  # what was just made is shown in the next round
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


class CaseRoom:
    """A desk with one case; a test puts a page over it."""

    page: QWidget

    def __init__(self, desk: Desk, qtbot: QtBot) -> None:
        self.desk, self.qtbot = desk, qtbot
        self.case = opening.open_case(desk, TASK, LISTS["checklist-A"])
        self.lanes = Lanes()
        self.bench = Bench(desk, self.lanes, Door(), News(), LISTS)

    def settle(self) -> None:
        settle(self.qtbot, self.lanes)

    def click(self, button: QWidget) -> None:
        self.qtbot.mouseClick(button, LEFT)
        self.settle()

    def events(self, kind: str) -> tuple[Event, ...]:
        return read(self.desk, self.case).file.all(kind)

    def words(self) -> str:
        """All words on the page."""
        return words(self.page)

    def close(self) -> None:
        self.page.hide()
        self.settle()
        self.lanes.close()
        self.desk.profile.close()
