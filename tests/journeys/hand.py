"""The hand of a person at the real window: keys, clicks, strokes, and waiting for what is shown."""

from __future__ import annotations

import math
import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from fieldlaw.app import Present, Program
from fieldlaw.cases.store.clocks import moment
from fieldlaw.settings import Settings
from fieldlaw.ui.views.lawfacts import ToggleKey

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from fieldlaw.app.session import Session
    from fieldlaw.ui.theme.look import Look

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
BUREAU = "示例市生态环境局"


class Hand:
    """One person before one window."""

    def __init__(self, qtbot: QtBot, look: Look, folder: Path) -> None:
        self.qtbot = qtbot
        self.program = Program(Settings(folder, None, bureau=BUREAU), Present(moment, os.urandom), look)
        qtbot.addWidget(self.window)
        self.window.resize(1440, 900)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    @property
    def window(self) -> QWidget:
        return self.program.window

    @property
    def session(self) -> Session:
        assert self.program.session is not None
        return self.program.session

    def wait(self, until: Callable[[], object], seconds: int = 10) -> None:
        self.qtbot.waitUntil(lambda: bool(until()), timeout=seconds * 1000)

    def settle(self) -> None:
        """Wait until the store has done all, and what followed from it."""
        for lane in (self.session.bench.lanes.store, self.session.bench.lanes.images) * 2:
            done: list[object] = []
            lane.run(lambda: True, done.append, done.append)
            self.wait(lambda held=done: held)

    def click(self, button: QWidget) -> None:
        assert button.isVisible(), button
        self.qtbot.mouseClick(button, LEFT)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key wherever the keyboard is; after a dialog the window is taken up again first."""
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow)
        self.qtbot.keyClick(QApplication.focusWidget() or self.window, key, held)

    def button(self, page: QWidget, words: str) -> QPushButton:
        """A button that a person can see, by its words."""
        return next(b for b in page.findChildren(QPushButton) if b.isVisible() and b.text() == words)

    def answer_question(self, words: str) -> None:
        """Press a button of the question that comes up next."""

        def act() -> None:
            box = QApplication.activeModalWidget()
            assert box is not None
            next(b for b in box.findChildren(QPushButton) if b.text() == words).click()

        QTimer.singleShot(0, act)

    def words(self, page: QWidget) -> str:
        """All words on a page."""
        return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())

    def cell(self, cell: str) -> str:
        return self.program.window.strip.text(cell)

    def unlock(self, passphrase: str) -> None:
        field = self.program.unlock_page.passphrase
        self.qtbot.keyClicks(field, passphrase)
        self.qtbot.keyClick(field, Qt.Key.Key_Return)
        self.wait(lambda: self.program.session is not None and self.program.window.page == "home")
        self.settle()

    def leave(self) -> None:
        """End the program."""
        self.program.close()
        self.window.close()

    def sign(self) -> None:
        """Write on the pad and confirm the page."""
        panel = self.session.documents_page.side.signing
        pad = panel.pad
        wide, high = pad.width(), pad.height()
        points = [QPointF(wide * (0.1 + n / 80), high * (0.5 + 0.3 * math.sin(n / 4))) for n in range(60)]

        def send(kind: QEvent.Type, at: QPointF, held: Qt.MouseButton) -> None:
            event = QMouseEvent(kind, at, pad.mapToGlobal(at), LEFT, held, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(pad, event)

        send(QEvent.Type.MouseButtonPress, points[0], LEFT)
        for point in points[1:]:
            send(QEvent.Type.MouseMove, point, LEFT)
        send(QEvent.Type.MouseButtonRelease, points[-1], NONE)
        self.click(panel.keep)
        self.settle()

    def say_fact(self, fact: str, value: str) -> None:
        """Press 是, 否 or 未知 at a question."""
        keys = self.session.law_page.facts.editors[fact].findChildren(ToggleKey)
        self.click(next(key for key in keys if key.text() == value))
        self.settle()

    def type_fact(self, fact: str, text: str) -> None:
        """Type a value into the field of a fact, and Enter."""
        field = self.session.law_page.facts.editors[fact].edit
        field.setFocus()
        field.selectAll()
        self.qtbot.keyClicks(field, text)
        self.qtbot.keyClick(field, Qt.Key.Key_Return)
        self.settle()

    def sync(self) -> None:
        """Go to the page and send and fetch everything."""
        self.session.go("sync")
        state = lambda: self.session.sync.state  # noqa: E731  it is another one at each look
        self.wait(lambda: state().loaded and not state().running)
        before = state().last
        self.qtbot.keyClick(self.session.sync_page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self.wait(lambda: not state().running and state().last != before)
        assert state().problem is None
        self.settle()
