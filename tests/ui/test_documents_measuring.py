"""The page of the documents with a round of measuring: its record listed, signed, fallen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fieldlaw.ui.presenters.caseview import look_at
from fieldlaw.ui.presenters.outline import tasks
from tests.cases.bureau import new_desk
from tests.cases.measuring_site import PRESS, Site
from tests.ui.paper_room import PaperRoom
from tests.ui.rooms import LISTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldlaw.ui.theme.look import Look
    from tests.ui.conftest import Clock


class MeasuredRoom(PaperRoom):
    """The page over a case with a round of one point."""

    def __init__(self, look: Look, qtbot: QtBot, folder: Path, clock: Clock) -> None:
        super().__init__(look, new_desk(folder, clock=clock), qtbot, PRESS)
        self.site = Site(self.bench.desk, self.case)
        self.site.point()
        self.open()

    def choose(self) -> None:
        """Take the record of the round in hand."""
        self.presenter.choose(self.site.document)
        self.settle()


@pytest.fixture
def room(look: Look, qtbot: QtBot, tmp_path: Path, clock: Clock) -> Iterator[MeasuredRoom]:
    made = MeasuredRoom(look, qtbot, tmp_path / "p", clock)
    yield made
    made.close()


def paper(room: MeasuredRoom):
    return next(one for one in room.state.view.papers if one.kind == room.site.document)


def test_the_record_of_a_round_is_listed_and_waits_for_three_people(room: MeasuredRoom) -> None:
    kinds = [one.kind for one in room.state.view.papers]
    assert kinds[:3] == ["record", room.site.document, "evidence"]
    assert (paper(room).title, paper(room).state[0]) == ("密封点检测记录（加油站密封点）", "待签")
    room.choose()
    assert [one.role for one in room.state.signing.signers] == ["operator", "checker", "escort"]
    assert room.panel.isVisible()
    assert not room.page.side.opinion.isVisible()
    assert "企业陪检人" in room.words()
    gaps = [gap for gap in room.state.missing if gap.paper == room.site.document]
    assert [gap.note for gap in gaps] == ["王立新", "李志强", "赵工"]
    assert gaps[0].words.startswith("检测记录：第 1、2")


def test_a_gap_leads_to_the_record_of_the_round(room: MeasuredRoom) -> None:
    gap = next(gap for gap in room.state.missing if gap.note == "赵工")
    room.presenter.go_to(gap)
    room.settle()
    assert (room.state.kind, room.state.page, room.state.signer.role) == (room.site.document, 1, "escort")
    assert room.panel.no.isVisible(), "who came along for the plant may refuse"


def test_it_is_signed_on_the_page_and_falls_when_the_round_goes_on(room: MeasuredRoom) -> None:
    room.choose()
    strokes = (((10, 10, 0), (200, 90, 40)),)
    pages = "、".join(str(page) for page in range(1, room.state.pages + 1))
    for _page in range(room.state.pages):
        room.presenter.sign(strokes)
        room.settle()
    assert room.state.signer.role == "checker", "the next one is in hand"
    assert not room.state.view.signing.kept, "the inspection record is signed by itself"
    room.site.drift()
    room.presenter.read_again()
    room.settle()
    assert room.state.view.fallen == (f"检测记录：第 {pages} 页 检测人：签后改过字，须另签",)


def test_points_are_counted_and_shown_among_the_evidence(room: MeasuredRoom) -> None:
    desk = room.bench.desk
    assert tasks(desk, LISTS)[0].evidence == 1
    rows = {row.number: row for row in look_at(desk, room.case, LISTS).evidence}
    assert rows["测点 J-01"].title == "119.00 ppm，日终漂移还没有做"
    room.site.drift()
    rows = {row.number: row for row in look_at(desk, room.case, LISTS).evidence}
    assert rows["测点 J-01"].title == "119.00 ppm，未泄漏"
