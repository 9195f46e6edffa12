"""A real profile on disk and the real window over it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from fieldlaw import app
from fieldlaw.cases.casework import opening
from fieldlaw.cases.casework.desk import Desk
from fieldlaw.cases.ledger.event import Moment
from fieldlaw.cases.packs.load import load_pack
from fieldlaw.cases.store import profile, vault
from fieldlaw.devices.thermal.apart import Reader
from fieldlaw.devices.thermal.limits import Limits
from fieldlaw.settings import RESOURCES, Settings
from tests.conftest import running_timers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from fieldlaw.ui.theme.look import Look

PASSPHRASE = "correct horse"
TASK = opening.Task(
    "示检〔2026〕1123-02", "示例汽车销售服务有限公司", "91140100MA0EXAMPLE", "示例区迎新路18号", "双随机",
    "张三", (("王立新", "示0217"), ("李志强", "示0233")),
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform has no window manager to tell sizes to, and says so."""
    for item in items:
        if "tests/ui/" in item.nodeid:
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints", extend=True))


@dataclass
class Clock:
    """A clock that stands still, and can be broken."""

    wall: str = "2026-11-25T10:42:07+08:00"
    broken: bool = field(default=False)

    def __call__(self) -> Moment:
        if self.broken:
            raise OSError("no clock")
        return Moment(self.wall, 1, "boot", None)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> Look:
    """An application is dressed once, as in the program."""
    return app.dress(qapp)


@pytest.fixture
def look(dressed: Look) -> Look:
    dressed.use("light")
    return dressed


@pytest.fixture
def folder(tmp_path: Path, clock: Clock) -> Path:
    """A profile with one case."""
    person = profile.Person("王立新", "执法人员")
    held = profile.create(tmp_path / "p", person, PASSPHRASE, os.urandom, vault.FLOOR)
    pack = load_pack(RESOURCES / "checklists" / "A.yaml")
    opening.open_case(Desk(held, clock, os.urandom), TASK, pack)
    held.close()
    return tmp_path / "p"


@pytest.fixture(scope="session")
def eyes() -> Iterator[Reader]:
    """The process that reads files; one for all tests, as starting it takes long."""
    with Reader(Limits()) as held:
        yield held


@pytest.fixture
def start(qtbot: QtBot, look: Look, clock: Clock) -> Iterator[Callable[[Path], app.Program]]:
    """Start the program over a folder; whatever was started is closed at the end."""
    started: list[app.Program] = []

    def begin(where: Path) -> app.Program:
        program = app.Program(Settings(where, None), app.Present(clock, os.urandom), look)
        started.append(program)
        qtbot.addWidget(program.window)
        program.window.resize(1440, 900)
        program.window.show()
        program.window.activateWindow()
        qtbot.waitUntil(program.window.isActiveWindow)
        return program

    yield begin
    for program in started:
        program.close()


@pytest.fixture(autouse=True)
def no_timer_is_left() -> Iterator[None]:
    """Fail a test that leaves a timer running once its windows are closed."""
    before = running_timers()
    yield
    left = running_timers() - before
    assert not left, f"{len(left)} timers left running"
