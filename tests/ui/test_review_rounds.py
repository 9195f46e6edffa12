"""The review page over rounds of measuring: rows in words, and a round that two officers ended apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fieldlaw.cases.casework.measuring import end_round
from tests.cases.measuring_site import Site
from tests.ui.review_room import ONE, TWO, ReviewRoom
from tests.ui.rooms import LEFT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldlaw.ui.theme.look import Look
    from tests.ui.conftest import Clock


@pytest.fixture
def bureau(look: Look, qtbot: QtBot, tmp_path: Path, clock: Clock) -> Iterator[ReviewRoom]:
    made = ReviewRoom(look, qtbot, tmp_path, clock)
    yield made
    made.close()


def open_first(bureau: ReviewRoom) -> None:
    bureau.hand_in()
    bureau.review.open(bureau.case)
    bureau.settle()


def test_rounds_and_points_stand_among_the_rows(bureau: ReviewRoom) -> None:
    site = Site(bureau.desks[ONE], bureau.case)
    site.point(value="812.6", links=())
    site.drift()
    open_first(bureau)
    rows = {row.id.partition(":")[0]: row for row in bureau.state.view.rows}
    assert (rows["round"].tag, rows["point"].tag) == ("检测", "测点")
    assert "泄漏（GB 20952-2020 5.5，大于 500 μmol/mol 为泄漏）" in rows["point"].now[0].text
    assert "J-01" in bureau.words()


def test_a_round_that_two_ended_waits_for_somebody_to_pick(bureau: ReviewRoom, qtbot: QtBot) -> None:
    site = Site(bureau.desks[ONE], bureau.case, steps=False)
    bureau.carry(ONE, TWO)
    for name, reason in ((ONE, "突降大雨，中止检测"), (TWO, "仪器没有电，中止检测")):
        end_round(bureau.desks[name], bureau.case, site.round, None, reason)
    bureau.carry(TWO, ONE)
    open_first(bureau)
    page = bureau.page
    assert page.head.approve.text() == "有 1 项分歧待选"
    qtbot.mouseClick(page.head.approve, LEFT)
    (row,) = bureau.state.rows
    said = "\n".join(line.text for line in row.now)
    assert "突降大雨" in said
    assert "仪器没有电" in said
    assert {line.who.split()[0] for line in row.now} == {ONE, TWO}
