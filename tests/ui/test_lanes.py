"""Work goes off the main thread; results, errors and their order come back to it."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, Signal

from fieldlaw.errors import KnownError
from fieldlaw.ui.lanes import Lanes
from fieldlaw.ui.messages import Door

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


YES = True


class Speaker(QObject):
    said = Signal(object)


@pytest.fixture
def lanes(qtbot: QtBot) -> Iterator[Lanes]:
    held = Lanes()
    yield held
    held.close()


def fail() -> None:
    raise KnownError("没有存成。", "再试。")


def test_emitting_true_a_hundred_times_costs_no_reference() -> None:
    speaker, heard = Speaker(), []
    speaker.said.connect(heard.append)
    before = sys.getrefcount(YES)
    for _ in range(100):
        speaker.said.emit(YES)
    assert len(heard) == 100
    assert sys.getrefcount(YES) >= before


def test_work_runs_elsewhere_and_its_result_comes_back_here(qtbot: QtBot, lanes: Lanes) -> None:
    seen: list[tuple[threading.Thread, threading.Thread]] = []
    lanes.store.run(
        threading.current_thread, lambda there: seen.append((there, threading.current_thread())), pytest.fail
    )
    qtbot.waitUntil(lambda: bool(seen))
    there, here = seen[0]
    assert there is not threading.main_thread()
    assert here is threading.main_thread()


def test_results_and_errors_come_in_the_order_of_the_work(qtbot: QtBot, lanes: Lanes) -> None:
    got: list[object] = []
    lanes.store.run(lambda: 1, got.append, got.append)
    lanes.store.run(fail, got.append, got.append)
    lanes.store.run(lambda: {}["absent"], got.append, got.append)
    lanes.store.run(lambda: 4, got.append, got.append)
    qtbot.waitUntil(lambda: len(got) == 4)
    assert (got[0], got[3]) == (1, 4)
    assert isinstance(got[1], KnownError)
    assert isinstance(got[2], KeyError)


def test_a_closed_lane_has_finished_its_work_and_delivers_nothing_more(qtbot: QtBot) -> None:
    done, delivered = [], []
    lanes = Lanes()
    lanes.store.run(lambda: done.append(1), delivered.append, delivered.append)
    lanes.close()
    assert done == [1]
    assert not delivered


def test_the_door_says_a_known_error_in_its_own_words_and_numbers_the_others(qtbot: QtBot) -> None:
    door, told = Door(), []
    door.reported.connect(told.append)
    for error in (
        KnownError("没有存成。", "再试。", "都在。"),
        RuntimeError("secret"),
        RuntimeError("secret"),
    ):
        door.report(error)
    assert (told[0].what, told[0].way_out, told[0].safe, told[0].number) == (
        "没有存成。",
        "再试。",
        "都在。",
        "",
    )
    assert told[1].number.startswith("E-")
    assert told[1].number == told[2].number
    assert "secret" not in str(told[1])
