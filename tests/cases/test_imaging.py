"""What is kept of a thermal image besides the original."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from fieldlaw.cases.casework import imaging, inspecting, looking, opening
from fieldlaw.cases.casework.desk import Desk, read, write
from fieldlaw.cases.ledger import event as ev
from fieldlaw.cases.packs.load import load_pack
from fieldlaw.cases.records.changes import Kind
from fieldlaw.cases.store import profile, vault
from fieldlaw.settings import RESOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WHEN = "2026-11-25T10:42:07+08:00"
TASK = opening.Task(
    "示检1", "示例厂", "91140100MA0EXAMPLE", "示例路1号", "双随机", "张三", (("王立新", "示0217"),)
)
SPOT = imaging.Measured("", "点1", (104, 52), "61.20", "", False, {"emissivity": "0.95"}, "iron")  # noqa: FBT003


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    person = profile.Person("王立新", "执法人员")
    held = profile.create(tmp_path / "p", person, "pass", os.urandom, vault.FLOOR)
    yield Desk(held, lambda: ev.Moment(WHEN, 1, "boot", None), os.urandom)
    held.close()


@pytest.fixture
def case(desk: Desk) -> str:
    made = opening.open_case(desk, TASK, load_pack(RESOURCES / "checklists" / "A.yaml"))
    for number, media in (("热像 1", "thermal"), ("照片 1", "image/jpeg"), ("书证 1", "application/pdf")):
        note = inspecting.Note(number, "门缝", media, "", "王立新", WHEN)
        inspecting.add_evidence(desk, made, number.encode(), note)
    return made


def spot(desk: Desk, case: str) -> imaging.Measured:
    return replace(SPOT, evidence=imaging.images(read(desk, case))[0].body["evidence"])


def test_only_pictures_are_pictures_and_the_same_bytes_are_found(desk: Desk, case: str) -> None:
    log = read(desk, case)
    assert [e.body["number"] for e in imaging.images(log)] == ["热像 1", "照片 1"]
    assert imaging.same_bytes(log, "书证 1".encode()).body["number"] == "书证 1"
    assert imaging.same_bytes(log, b"others") is None


def test_a_spot_names_its_original_and_the_chain_holds(desk: Desk, case: str) -> None:
    one = spot(desk, case)
    changes = imaging.keep_spot(desk, case, one)
    assert changes.touch(Kind.MEASUREMENTS)
    log = read(desk, case)
    (event,) = imaging.measured(log, one.evidence)
    assert event.body["sha256"] == imaging.images(log)[0].body["sha256"]
    assert (event.body["x"], event.body["y"], event.body["celsius"]) == (104, 52, "61.20")
    assert looking.verify(desk, case)["ok"]


def test_without_a_value_there_is_a_reason_and_never_both(desk: Desk, case: str) -> None:
    imaging.keep_spot(desk, case, replace(spot(desk, case), celsius=None, reason="undefined"))
    (event,) = read(desk, case).file.all("image_measured")
    assert (event.body["celsius"], event.body["reason"]) == (None, "undefined")
    with pytest.raises(ValueError, match="a value, or a reason"):
        replace(SPOT, celsius=None)
    with pytest.raises(ValueError, match="a value, or a reason"):
        replace(SPOT, reason="undefined")


def test_a_void_spot_stays_in_the_log_with_its_label_taken(desk: Desk, case: str) -> None:
    one = spot(desk, case)
    imaging.keep_spot(desk, case, one)
    (event,) = imaging.measured(read(desk, case), one.evidence)
    with pytest.raises(imaging.NoReasonError):
        imaging.void_spot(desk, case, event.id, " ")
    assert imaging.void_spot(desk, case, event.id, "点错了").touch(Kind.MEASUREMENTS)
    log = read(desk, case)
    assert not imaging.measured(log, one.evidence)
    assert imaging.labels(log, one.evidence) == {"点1"}


def test_an_unknown_image_and_a_closed_case_take_no_spot(desk: Desk, case: str) -> None:
    with pytest.raises(imaging.NoSuchImageError):
        imaging.keep_spot(desk, case, replace(SPOT, evidence="absent"))
    one = spot(desk, case)
    imaging.keep_spot(desk, case, one)
    (event,) = imaging.measured(read(desk, case), one.evidence)
    write(desk, case, ev.Draft("case_approved", {"by": "赵敏", "opinion": "同意"}))
    with pytest.raises(inspecting.ClosedInspectionError):
        imaging.keep_spot(desk, case, one)
    with pytest.raises(inspecting.ClosedInspectionError):
        imaging.void_spot(desk, case, event.id, "点错了")
