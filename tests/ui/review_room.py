"""The review for tests: a reviewer's page, and two officers who hand in a case."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from fieldlaw.cases.casework import inspecting, opening, reviewing, transfer
from fieldlaw.cases.casework.packshelf import LawPacks
from fieldlaw.cases.records.changes import Changes, Kind
from fieldlaw.devices.thermal.apart import Reader
from fieldlaw.devices.thermal.limits import Limits
from fieldlaw.ui.lanes import Lanes
from fieldlaw.ui.messages import Door
from fieldlaw.ui.presenters.bench import Bench, News
from fieldlaw.ui.presenters.review import ReviewPresenter
from fieldlaw.ui.views.review import ReviewPage
from tests.cases.bureau import introduce, new_desk
from tests.ui.conftest import TASK
from tests.ui.rooms import CTRL, LAW, LISTS, stand, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldlaw.cases.casework.printing import Press
    from fieldlaw.ui.presenters.review_state import State
    from fieldlaw.ui.theme.look import Look
    from tests.ui.conftest import Clock

BOSS, ONE, TWO = "周建国", "王立新", "李志强"


class ReviewRoom:
    """Two officers and a reviewer who exchange case files; the reviewer's page is shown."""

    def __init__(
        self, look: Look, qtbot: QtBot, folder: Path, clock: Clock, press: Press | None = None
    ) -> None:
        self.look, self.qtbot, self.folder = look, qtbot, folder
        self.desks = {name: new_desk(folder / name, name, "", clock) for name in (ONE, TWO, BOSS)}
        introduce(list(self.desks.values()))
        self.lanes = Lanes()
        self.bench = Bench(self.desks[BOSS], self.lanes, Door(), News(), LISTS)
        self.eyes = Reader(Limits())
        self.review = ReviewPresenter(self.bench, lambda: LawPacks(LAW), self.eyes, press=press)
        self.page = ReviewPage(look, self.review)
        stand(qtbot, self.page, 1232, 828)
        self.case = opening.open_case(self.desks[ONE], TASK, LISTS["checklist-A"])

    @property
    def state(self) -> State:
        return self.review.state

    def answer(self, who: str, item: str, answer: str, note: str = "") -> None:
        inspecting.answer_item(self.desks[who], self.case, item, answer, note)

    def carry(self, source: str, target: str) -> None:
        """Take the case from one profile to another."""
        path = self.folder / f"{os.urandom(4).hex()}.case"
        transfer.export_case(self.desks[source], self.case, path)
        self.lane(lambda: transfer.import_case(self.desks[target], path))

    def lane(self, work: Callable[[], Any]) -> None:
        done: list[Any] = []
        self.lanes.store.run(lambda: (work(), None)[1], done.append, done.append)
        self.qtbot.waitUntil(lambda: bool(done))
        assert done == [None], done

    def settle(self) -> None:
        """Wait until the lane has done all, and all that followed from it, and the page has shown it."""
        for _ in range(3):
            self.lane(lambda: None)

    def news(self) -> None:
        self.bench.news.tell(Changes(frozenset({Kind.CASES, Kind.REVIEWS})))
        self.settle()

    def start(self) -> None:
        self.carry(ONE, BOSS)
        self.review.refresh()
        self.settle()

    def hand_in(self) -> None:
        self.answer(ONE, "A01", "yes")
        self.answer(ONE, "A03", "no", "喷漆时风机没有开。")
        reviewing.ask_review(self.desks[ONE], self.case, BOSS)
        self.start()

    def write(self, text: str) -> None:
        """Ctrl+M, then type where the cursor is."""
        self.qtbot.keyClick(self.page.rows, Qt.Key.Key_M, CTRL)
        edit = self.page.composer.edit
        assert QApplication.focusWidget() is edit
        edit.insertPlainText(text)

    def words(self) -> str:
        """All words on the page."""
        return words(self.page)

    def close(self) -> None:
        self.page.hide()
        self.settle()
        self.lanes.close()
        self.eyes.close()
        for desk in self.desks.values():
            desk.profile.close()
