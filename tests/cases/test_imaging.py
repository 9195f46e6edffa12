"""What is kept of a thermal image besides the original."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from fieldlaw.cases.casework import comparing, imaging, inspecting, looking, opening
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
REGION = imaging.Measured(
    evidence="", tool="box", label="框1", points=((90, 40), (120, 64)), place="喷漆房北侧门缝",
    low="31.10", mean="40.02", high="61.20", low_at=(90, 40), high_at=(104, 52), undefined=0, reason="",
    outside_range=False, parameters={"emissivity": "0.95"}, layers=(), palette="iron",
)  # fmt: skip


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


def region(desk: Desk, case: str) -> imaging.Measured:
    return replace(REGION, evidence=imaging.images(read(desk, case))[0].body["evidence"])


def test_only_pictures_are_pictures_and_the_same_bytes_are_found(desk: Desk, case: str) -> None:
    log = read(desk, case)
    assert [e.body["number"] for e in imaging.images(log)] == ["热像 1", "照片 1"]
    assert imaging.same_bytes(log, "书证 1".encode()).body["number"] == "书证 1"
    assert imaging.same_bytes(log, b"others") is None


def test_a_region_names_its_original_and_the_chain_holds(desk: Desk, case: str) -> None:
    one = region(desk, case)
    changes = imaging.keep_measured(desk, case, one)
    assert changes.touch(Kind.MEASUREMENTS)
    log = read(desk, case)
    (event,) = imaging.measured(log, one.evidence)
    assert event.body["sha256"] == imaging.images(log)[0].body["sha256"]
    assert (event.body["points"], event.body["high_at"]) == ([[90, 40], [120, 64]], [104, 52])
    assert (event.body["by"], event.body["place"]) == ("王立新", "喷漆房北侧门缝")
    assert looking.verify(desk, case)["ok"]


def test_no_temperature_has_a_reason_and_a_difference_its_labels() -> None:
    for wrong in ({"mean": None}, {"reason": "undefined"}, {"of": ("框1", "点2")}, {"points": ()}):
        with pytest.raises(ValueError, match=r"value|region"):
            replace(REGION, **wrong)
    nothing = {"low": None, "mean": None, "high": None, "low_at": None, "high_at": None}
    assert replace(REGION, **nothing, reason="undefined").mean is None
    between = replace(REGION, tool="difference", points=(), of=("框1", "点2", "mean"), low=None, high=None)
    assert between.mean == "40.02"


def test_a_void_region_stays_in_the_log_with_its_label_taken(desk: Desk, case: str) -> None:
    one = region(desk, case)
    imaging.keep_measured(desk, case, one)
    (event,) = imaging.measured(read(desk, case), one.evidence)
    with pytest.raises(imaging.NoReasonError):
        imaging.void_measured(desk, case, event.id, " ")
    assert imaging.void_measured(desk, case, event.id, "画错了").touch(Kind.MEASUREMENTS)
    log = read(desk, case)
    assert not imaging.measured(log, one.evidence)
    assert imaging.labels(log, one.evidence) == {"框1"}


def test_a_replaced_region_does_not_come_back_when_the_new_one_is_void(desk: Desk, case: str) -> None:
    one = region(desk, case)
    imaging.keep_measured(desk, case, one)
    (first,) = imaging.measured(read(desk, case), one.evidence)
    imaging.keep_measured(desk, case, replace(one, high="60.10", replaces=(first.id,)))
    (second,) = imaging.measured(read(desk, case), one.evidence)
    assert second.body["high"] == "60.10"
    imaging.void_measured(desk, case, second.id, "参数还要改")
    assert not imaging.measured(read(desk, case), one.evidence)
    rows = comparing.compare(read(desk, case), {}, b"")
    assert not [row for row in rows if row.kind == comparing.SPOT and row.now]


def test_the_span_is_locked_for_the_case_and_let_go(desk: Desk, case: str) -> None:
    assert imaging.locked_span(read(desk, case)) is None
    imaging.lock_span(desk, case, "8.0", "64.0")
    held = imaging.locked_span(read(desk, case))
    assert (held.body["low"], held.body["high"], held.body["by"]) == ("8.0", "64.0", "王立新")
    imaging.lock_span(desk, case, None, None)
    assert imaging.locked_span(read(desk, case)) is None
    with pytest.raises(ValueError, match="both ends"):
        imaging.lock_span(desk, case, "8.0", None)


def test_an_image_of_another_case_and_a_closed_case_take_nothing(desk: Desk, case: str) -> None:
    with pytest.raises(imaging.NoSuchImageError):
        imaging.keep_measured(desk, case, replace(REGION, evidence="absent"))
    one = region(desk, case)
    imaging.keep_measured(desk, case, one)
    (event,) = imaging.measured(read(desk, case), one.evidence)
    write(desk, case, ev.Draft("case_approved", {"by": "赵敏", "opinion": "同意"}))
    for act in (
        lambda: imaging.keep_measured(desk, case, one),
        lambda: imaging.void_measured(desk, case, event.id, "画错了"),
        lambda: imaging.lock_span(desk, case, "8.0", "64.0"),
    ):
        with pytest.raises(inspecting.ClosedInspectionError):
            act()


def test_a_spot_of_the_first_version_is_still_listed(desk: Desk, case: str) -> None:
    one = region(desk, case)
    sha = imaging.image(read(desk, case), one.evidence).body["sha256"]
    body = {
        "evidence": one.evidence, "sha256": sha, "frame": 0, "tool": "spot", "label": "点1",
        "x": 104, "y": 52,
        "celsius": "61.20", "reason": "", "outside_range": False, "parameters": {}, "palette": "iron",
    }  # fmt: skip
    write(desk, case, ev.Draft("image_measured", body))
    (event,) = imaging.measured(read(desk, case), one.evidence)
    assert event.body["celsius"] == "61.20"
    assert imaging.labels(read(desk, case), one.evidence) == {"点1"}
