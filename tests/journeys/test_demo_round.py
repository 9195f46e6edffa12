"""The demo's round of measuring: made by the real procedure, finished, with what the pages are to show."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from fieldlaw.cases.casework import looking
from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.measuring_views import RoundView, rounds_of
from fieldlaw.cases.casework.printing_measuring import document_of, measuring_record
from fieldlaw.cases.packs.load import load_pack
from fieldlaw.cases.store.clocks import moment
from fieldlaw.cli import bureau
from fieldlaw.devices.logfiles.suspicion import dwell_flags
from fieldlaw.settings import RESOURCES
from tests.cases.bureau import new_desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fieldlaw.cases.casework.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = new_desk(tmp_path / "p", clock=moment)
    bureau.equip(made, tmp_path)
    yield made
    made.profile.close()


@pytest.fixture
def case(desk: Desk) -> str:
    return bureau.start_one(desk, load_pack(RESOURCES / "checklists" / "A.yaml"))


@pytest.fixture
def view(desk: Desk, case: str) -> RoundView:
    (one,) = rounds_of(desk, case)
    return one


def test_it_is_finished_with_every_step_passed(view: RoundView) -> None:
    assert [(step.result.step, step.result.outcome) for step in view.steps] == [
        (name, "passed")
        for name in ("instrument", "warmup", "zero", "span", "response", "background", "drift")
    ]
    assert view.ended is not None
    assert not view.left or [point.tag for point in view.left] == ["P-08"]


def test_twelve_points_with_a_leak_a_short_stay_and_one_again(view: RoundView) -> None:
    standing = [point for point in view.points if point.is_last]
    assert len(standing) == 12
    verdicts = {point.planned.tag: point.verdict["verdict"] for point in standing}
    assert [tag for tag, word in verdicts.items() if word == "leak"] == ["P-06"]
    assert [tag for tag, word in verdicts.items() if word == "undecidable"] == ["P-08"]
    assert [(p.planned.tag, p.reason) for p in view.points if p.instead_of] == [
        ("P-02", "第一次探头没有贴紧接头")
    ]
    assert not any(point.result.raw.gaps for point in view.points if point.result.raw)


def test_nothing_in_it_lies_ahead_or_looks_made_up(desk: Desk, case: str, view: RoundView) -> None:
    now = datetime.fromisoformat(moment().wall)
    log = read(desk, case)
    walls = [datetime.fromisoformat(event.moment.wall) for event in log.events]
    assert walls == sorted(walls)
    assert walls[-1] <= now
    assert all(datetime.fromisoformat(result.ended.wall) <= now for result in view.results)
    assert not dwell_flags([p.result.figure("dwell") for p in view.points if p.result.figure("dwell")])
    assert looking.verify(desk, case)["ok"]


def test_its_record_says_what_it_is(desk: Desk, case: str, view: RoundView) -> None:
    record = measuring_record(read(desk, case), document_of(view.id), {})
    assert record.remarks[0].startswith("测漏点 12 个：未泄漏 10 点，泄漏 1 点，不能判定 1 点。")
    assert {row.point: row.passes for row in record.rows}["P-06"] == "不达标"
