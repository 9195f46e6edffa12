"""One case through the use cases, on real files."""

from __future__ import annotations

import os
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from fieldlaw.cases.casework import checking, deciding, inspecting, looking, opening, printing, reviewing
from fieldlaw.cases.casework.desk import Desk, read
from fieldlaw.cases.documents.fonts import MissingGlyph
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
        reviewing.approve(desk, case, "同意", checking.checker(desk, tuple))


def test_projections_are_rebuilt_from_events(desk: Desk, case: str) -> None:
    before = looking.list_cases(desk)
    assert looking.rebuild(desk) == 1
    assert looking.list_cases(desk) == before


def printed(desk: Desk, case: str) -> tuple[bytes, str]:
    """The dossier and its text."""
    checklist = load_pack(RESOURCES / "checklists" / "A.yaml")
    press = printing.Press("示例市生态环境局", RESOURCES / "fonts", {checklist.header.id: checklist})
    data = printing.build(desk, case, press).data
    pdf = pypdfium2.PdfDocument(data)
    text = "".join(page.get_textpage().get_text_range() for page in pdf)
    pdf.close()
    return data, "".join(text.split())


def test_the_dossier_prints_what_was_noted_at_the_steps(desk: Desk, case: str) -> None:
    inspecting.finish_step(desk, case, "4", "申请李志强回避")
    data, text = printed(desk, case)
    assert printed(desk, case)[0] == data
    assert "是否申请？答：申请李志强回避" in text
    assert "说明来意。答：未记录" in text
    inspecting.finish_step(desk, case, "3", "对方看过证件")
    _, text = printed(desk, case)
    assert text.count("对方看过证件") == 1
    assert "说明来意。答：对方看过证件" in text
    assert "陈述和申辩。答：已办（2026年11月25日10:42）" in text


def test_a_character_that_no_font_has_stops_the_print_and_is_named(desk: Desk, case: str) -> None:
    inspecting.answer_item(desk, case, "A01", "no", "负责人\U0002b740某")
    with pytest.raises(MissingGlyph, match="\U0002b740"):
        printed(desk, case)


def test_two_answers_that_nobody_has_picked_stop_the_print(desk: Desk, case: str, tmp_path: Path) -> None:
    other = profile.create(tmp_path / "o", profile.Person("李志强", "执法人员"), "p", os.urandom, vault.FLOOR)
    key = read(desk, case).key
    body = {"item": "A01", "answer": "yes", "note": "", "replaces": []}
    place = ev.Place(case, 1, None, {})
    theirs = ev.append(
        ev.Draft("item_answered", body), desk.clock(), place, other.keys, (key, os.urandom(16))
    )
    inspecting.answer_item(desk, case, "A01", "no", "敞门")
    with desk.profile.work() as work:
        work.add(theirs.envelope, send=False)
    with pytest.raises(printing.DisputedCaseError, match="A01"):
        printed(desk, case)
    other.close()
