"""The thermal page over a real profile, with files of the simulated camera; shared by its tests."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel

from fieldlaw.cases.casework.desk import Desk
from fieldlaw.cases.casework.looking import list_cases
from fieldlaw.cases.store import profile
from fieldlaw.devices.simulated import camera
from fieldlaw.devices.thermal.formats import flir
from fieldlaw.devices.thermal.radiometry import temperatures
from fieldlaw.ui.lanes import Lanes
from fieldlaw.ui.messages import Door
from fieldlaw.ui.presenters.bench import Bench, News
from fieldlaw.ui.presenters.thermal import ThermalPresenter
from fieldlaw.ui.views.thermal import ThermalPage
from tests.cases.measuring_site import PRESS
from tests.ui.conftest import PASSPHRASE
from tests.ui.rooms import stand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from fieldlaw.devices.thermal.apart import Reader
    from fieldlaw.ui.presenters.thermal_regions import Area
    from fieldlaw.ui.presenters.thermal_state import State
    from fieldlaw.ui.theme.look import Look
    from tests.ui.conftest import Clock

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "thermal"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="reference files are not on this machine")
JPEG = camera.radiometric_jpeg(1764038527)
VALUES = temperatures(flir.read(JPEG).frame)
LEFT = Qt.MouseButton.LeftButton


@dataclass
class Room:
    """The page over an open profile."""

    desk: Desk
    case: str
    page: ThermalPage
    presenter: ThermalPresenter
    folder: Path
    qtbot: QtBot
    problems: list[object]

    @property
    def state(self) -> State:
        return self.presenter.state

    def file(self, name: str, data: bytes) -> str:
        path = self.folder / name
        path.write_bytes(data)
        return str(path)

    def load(self, *paths: str) -> None:
        self.presenter.import_files(paths)
        self.qtbot.waitUntil(lambda: self.state.progress is None and bool(self.state.outcomes))
        first = next((one.evidence for one in self.state.outcomes if one.evidence), self.state.chosen)
        # The case is read again before the new picture is taken in hand; until then the one before is shown.
        self.qtbot.waitUntil(lambda: self.state.chosen == first and self.state.picture is not None)

    def click(self, column: int, row: int) -> None:
        heat = self.page.viewer.heat
        self.qtbot.mouseClick(heat, LEFT, pos=heat.point_of(column, row).toPoint())

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        heat = self.page.viewer.heat
        first, last = heat.point_of(*start).toPoint(), heat.point_of(*end).toPoint()
        self.qtbot.mousePress(heat, LEFT, pos=first)
        self.qtbot.mouseMove(heat, (first + last) / 2)
        self.qtbot.mouseMove(heat, last)
        self.qtbot.mouseRelease(heat, LEFT, pos=last)

    def take(self, tool: str) -> None:
        self.page.tools.take(tool)

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(self.page.viewer.heat, key, held)

    def kept(self, label: str) -> Area:
        self.qtbot.waitUntil(lambda: any(one.label == label and one.event for one in self.state.areas))
        return next(one for one in self.state.areas if one.label == label)

    def wheel(self, at: QPointF, turns: int) -> None:
        heat = self.page.viewer.heat
        none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(at, heat.mapToGlobal(at), QPoint(), QPoint(0, 120 * turns), *none, False)  # noqa: FBT003
        QApplication.sendEvent(heat, event)

    def fit(self, size: tuple[int, int]) -> None:
        """Give the page a size; what lies in it needs a turn or two to be as small as that."""

        def fits() -> bool:
            self.page.resize(*size)
            return (self.page.width(), self.page.height()) == size

        self.qtbot.waitUntil(fits)

    def says(self, words: str) -> bool:
        return any(words in held.text() for held in self.page.findChildren(QLabel) if held.isVisible())


@pytest.fixture
def room(
    qtbot: QtBot, look: Look, folder: Path, clock: Clock, tmp_path: Path, eyes: Reader
) -> Iterator[Room]:
    held = profile.unlock(folder, PASSPHRASE)
    desk = Desk(held, clock, os.urandom)
    lanes, door, problems = Lanes(), Door(), []
    door.reported.connect(problems.append)
    presenter = ThermalPresenter(Bench(desk, lanes, door, News(), {}), PRESS, eyes)
    page = ThermalPage(look, presenter)
    stand(qtbot, page, 1366, 860)
    case = list_cases(desk)[0].id
    made = Room(desk, case, page, presenter, tmp_path, qtbot, problems)
    yield made
    presenter.close()
    lanes.close()
    held.close()
    assert not problems


@pytest.fixture
def opened(room: Room, qtbot: QtBot) -> Room:
    room.presenter.open(room.case)
    qtbot.waitUntil(lambda: room.state.loaded)
    return room


@pytest.fixture
def loaded(opened: Room) -> Room:
    opened.load(opened.file("IR_0001.jpg", JPEG))
    opened.page.tools.pens["spot"].click()
    return opened
