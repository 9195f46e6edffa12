"""One case through the use cases, on real files."""

from __future__ import annotations

import os
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from fieldlaw.cases.casework import deciding, inspecting, looking, opening, reviewing
from fieldlaw.cases.casework.desk import Desk, read
from fieldlaw.cases.ledger import event as ev
from fieldlaw.cases.packs.load import load_folder, load_pack
from fieldlaw.cases.records.measurement import CalibrationState, Crc, Detector, Measurement, Quality
from fieldlaw.cases.store import profile, vault
from fieldlaw.settings import RESOURCES

if TYPE_CHECKING:
    from pathlib import Path

TASK = opening.Task(
    "示检〔2026〕1123-02", "示例汽车销售服务有限公司", "91140100MA0EXAMPLE", "示例区迎新路18号", "双随机",
    "张三", (("王立新", "示0217"), ("李志强", "示0233")),
)  # fmt: skip
WHEN = datetime.fromisoformat("2026-11-25T10:42:07+08:00")
CALIBRATION = CalibrationState("检字20260101", "2027-01-01", None)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    held = profile.create(
        tmp_path / "p", profile.Person("王立新", "执法人员"), "pass", os.urandom, vault.FLOOR
    )
    yield Desk(held, lambda: ev.Moment(WHEN.isoformat(), 1, "boot", None), os.urandom)
    held.close()


@pytest.fixture
def case(desk: Desk) -> str:
    return opening.open_case(desk, TASK, load_pack(RESOURCES / "checklists" / "A.yaml"))


def reading(value: str | None, quality: Quality) -> Measurement:
    number = None if value is None else Decimal(value)
    return Measurement("phx42", Detector.FID, number, "ppm", quality, (), b"YTyt", Crc.ABSENT, WHEN, 1.0)


def test_a_case_holds_what_was_done(desk: Desk, case: str) -> None:
    inspecting.finish_step(desk, case, "3")
    inspecting.answer_item(desk, case, "A01", "no", "敞门喷漆")
    inspecting.answer_item(desk, case, "A01", "yes", "看错了")
    inspecting.keep_measurement(
        desk, case, reading("512.34", Quality.OK), inspecting.Spot("门缝"), CALIBRATION
    )
    inspecting.keep_measurement(
        desk, case, reading(None, Quality.UNLIT), inspecting.Spot("门缝"), CALIBRATION
    )
    file = read(desk, case).file
    assert file.only("item_answered", "A01").body["answer"] == "yes"
    assert [e.body["value"] for e in file.all("measurement_kept")] == ["512.34", None]
    assert looking.verify(desk, case)["ok"]
    assert looking.unsent(desk) == 7
    assert looking.list_cases(desk)[0].unit == TASK.unit


def test_evidence_comes_back_byte_for_byte(desk: Desk, case: str) -> None:
    data = os.urandom(2 * 1024 * 1024 + 17)
    note = inspecting.Note("热像1", "烤漆房门缝", "thermal", "2号房", "王立新", WHEN.isoformat(), "A02")
    inspecting.add_evidence(desk, case, data, note)
    (kept,) = read(desk, case).file.all("evidence_added")
    assert len(kept.body["parts"]) == 3
    assert inspecting.evidence_bytes(desk, case, kept) == data


def test_a_part_that_is_gone_is_named(desk: Desk, case: str) -> None:
    note = inspecting.Note("照片1", "全景", "photo", "2号房", "王立新", WHEN.isoformat())
    inspecting.add_evidence(desk, case, b"jpeg", note)
    (kept,) = read(desk, case).file.all("evidence_added")
    desk.profile.blobs.path(kept.body["parts"][0]).unlink()
    found = looking.verify(desk, case)
    assert not found["ok"]
    assert found["problems"][0]["event"] == kept.id.hex()


def test_an_assessment_without_a_benchmark_is_a_refusal_with_the_range(desk: Desk, case: str) -> None:
    request = {
        "violation": "voc_uncontrolled",
        "jurisdiction": "太原市",
        "party": {"kind": "legal_person"},
        "act": {"start": "2026-11-25", "end": "2026-11-25"},
        "found": "2026-11-25",
        "decided": "2026-12-20",
        "facts": {"not_closed": "yes"},
    }
    deciding.record_finding(desk, case, "1", "未密闭", request, ["A01"])
    result = deciding.assess_finding(desk, case, "1", load_folder(RESOURCES / "law" / "national"))
    assert result["outcome"] == "refused"
    assert result["amount_fen"] is None
    kept = read(desk, case).file.only("assessment_made", "1")
    assert kept.body["result"] == result
    assert set(kept.body["packs"]) == {p["id"] for p in result["packs"]}


def test_nobody_reviews_his_own_case(desk: Desk, case: str) -> None:
    with pytest.raises(reviewing.NotYoursToReviewError):
        reviewing.approve(desk, case, "同意")


def test_projections_are_rebuilt_from_events(desk: Desk, case: str) -> None:
    before = looking.list_cases(desk)
    assert looking.rebuild(desk) == 1
    assert looking.list_cases(desk) == before
