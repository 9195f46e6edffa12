"""Unlocking through the system's key ring, and what is said of the typing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import keyring
import pytest
from keyring.backend import KeyringBackend
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent

from tests.ui.conftest import PASSPHRASE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QLineEdit
    from pytestqt.qtbot import QtBot

    from fieldlaw.app import Program

    Start = Callable[[Path], Program]


class SystemRing(KeyringBackend):
    """A key ring in memory, taken for the one of this system."""

    priority = -1  # never chosen by itself

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


@pytest.fixture
def system_ring() -> Iterator[SystemRing]:
    before = keyring.get_keyring()
    ring = SystemRing()
    SystemRing.__module__ = "keyring.backends.SecretService"
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


def opened(program: Program) -> bool:
    return program.session is not None and program.window.page == "home"


def test_the_key_ring_is_offered_and_opens_the_next_time(
    qtbot: QtBot, start: Start, folder: Path, system_ring: SystemRing
) -> None:
    program = start(folder)
    page = program.unlock_page
    qtbot.waitUntil(page.remember.isVisible)
    assert not page.by_ring.isVisible()
    qtbot.mouseClick(page.remember, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(page.passphrase, PASSPHRASE)
    qtbot.keyClick(page.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: opened(program) and bool(system_ring.kept))
    program.lock()
    program.unlocking.look_at_ring()
    qtbot.waitUntil(page.by_ring.isVisible)
    assert not page.remember.isVisible()
    qtbot.mouseClick(page.by_ring, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: opened(program))


def test_a_silent_key_ring_leads_to_the_passphrase(
    qtbot: QtBot, start: Start, folder: Path, system_ring: SystemRing
) -> None:
    program = start(folder)
    program.unlocking.unlock(PASSPHRASE, remember=True)
    qtbot.waitUntil(lambda: opened(program) and bool(system_ring.kept))
    program.lock()
    system_ring.kept.clear()
    program.unlocking.look_at_ring()
    qtbot.waitUntil(program.unlock_page.by_ring.isVisible)
    program.unlocking.unlock_by_ring()
    qtbot.waitUntil(lambda: program.unlocking.state.problem is not None)
    assert program.unlocking.state.problem.way_out == "改用口令解锁。"


def test_without_a_real_key_ring_nothing_of_it_is_shown(qtbot: QtBot, start: Start, folder: Path) -> None:
    program = start(folder)
    qtbot.waitUntil(lambda: program.packs is not None)
    program.unlocking.unlock(PASSPHRASE, remember=True)
    qtbot.waitUntil(lambda: opened(program))
    qtbot.waitUntil(program.window.banner.isVisible)
    assert not program.unlock_page.remember.isVisibleTo(program.unlock_page)


def press(qtbot: QtBot, field: QLineEdit, text: str) -> None:
    """Press the A key without Shift: what arrives tells whether Caps is locked."""
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, text)
    QCoreApplication.sendEvent(field, key)


def test_caps_lock_and_full_width_are_named(qtbot: QtBot, start: Start, folder: Path) -> None:
    page = start(folder).unlock_page
    press(qtbot, page.passphrase, "A")
    assert page._typing.text() == "大写锁定开着。"
    press(qtbot, page.passphrase, "a")
    assert not page._typing.isVisible()
    page.passphrase.setText("ｐａｓｓ")
    assert page._typing.text() == "口令里有全角字符。"
