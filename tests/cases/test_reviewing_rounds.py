"""Rounds of measuring and imported files in review: what has changed, who disagrees, what a check counts."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from fieldlaw.cases.casework import checking, comparing, reviewing
from fieldlaw.cases.casework.answering import named_in
from fieldlaw.cases.casework.desk import read, write
from fieldlaw.cases.casework.inspecting import Note, Spot
from fieldlaw.cases.casework.measuring import end_round
from fieldlaw.cases.casework.printing_record import evidence_of, record_of
from fieldlaw.cases.casework.reading_files import FromFile, HandReading, LogEvidence, keep_by_hand, keep_log
from fieldlaw.cases.ledger.event import Draft
from fieldlaw.cases.records.changes import Kind
from fieldlaw.cases.records.instrument import Instrument
from fieldlaw.cases.records.measurement import Crc, Detector, Measurement, Quality
from fieldlaw.ui.presenters.review_read import DISPUTED, EDITED, NEW, Shelf, read_review
from tests.cases.bureau import PACKS as LAW
from tests.cases.measuring_site import CHECKLIST, Site

if TYPE_CHECKING:
    from tests.cases.bureau import Bureau

TOOL = Instrument("PID-01", "rae_R", "", "SN 9", "检字 3", "2027-01-16")
WHEN = datetime.fromisoformat("2026-11-25T09:30:00+08:00")
SIGN = {"id": "no_stream", "words": "文件里没有原始数据流，问清数据是怎样导出的。"}


def view(bureau: Bureau):
    """The case as the reviewer sees it."""
    check = checking.checker(bureau.boss, lambda: LAW)
    shelf = Shelf({CHECKLIST.header.id: CHECKLIST}, LAW, reviewing.Verdicts(), check)
    return read_review(bureau.boss, bureau.case, reviewing.seen(bureau.boss, bureau.case), shelf)


def texts(row) -> str:
    return "\n".join(line.text for line in row.now)


def taken(value: str, line_raw: bytes) -> Measurement:
    return Measurement(
        "PID-01", Detector.PID, Decimal(value), "ppm", Quality.OK, (), line_raw, Crc.ABSENT, WHEN, 0.0
    )  # fmt: skip


def import_file(bureau: Bureau) -> None:
    note = Note("数据1", "PID 记录", "data", "罩棚下", "王立新", WHEN.isoformat(), "A10")
    rows = tuple(FromFile(taken(str(n), b"x"), n, "J-01") for n in (12, 15))
    log = LogEvidence(b"time;ppm\n", note, "table", {"sha256": "ab" * 32}, (SIGN,), {}, rows)
    keep_log(bureau.one, bureau.case, log, TOOL)


def type_in(bureau: Bureau, photo: str = "") -> None:
    spot = Spot("J-02", "A10")
    typed = HandReading("31.5", "ppm", Detector.FID, WHEN, spot, photo, "仪器没有数据接口。")
    keep_by_hand(bureau.one, bureau.case, typed, TOOL)


# --- rounds


def test_a_round_and_its_points_are_new_to_the_reviewer(bureau: Bureau) -> None:
    bureau.carry(bureau.one, bureau.boss)
    bureau.look()
    site = Site(bureau.one, bureau.case)
    site.plan("J-01", "J-02")
    site.point()
    bureau.carry(bureau.one, bureau.boss)
    rows = {row.id.partition(":")[0]: row for row in view(bureau).rows if row.changed}
    assert {name: row.state for name, row in rows.items()} == {"round": NEW, "point": NEW}
    assert (rows["round"].tag, rows["round"].title) == ("检测", "加油站密封点")
    said = texts(rows["round"])
    assert "监督性，GB 20952-2020，HJ 733-2014，FID-02，王立新、李志强，陪检 赵工。" in said
    assert "清单 2 点，取自 清单.xlsx。" in said
    assert "量程与精密度通过。" in said
    assert (rows["point"].tag, rows["point"].title) == ("测点", "J-01")
    assert texts(rows["point"]) == (
        "净值 119.00 ppm（最大值 120.40，本底 1.40），停留 13.00 秒，要求 12.40 秒，"
        "未泄漏（GB 20952-2020 5.5，大于 500 μmol/mol 为泄漏）。\n日终漂移还没有做。"
    )


def test_a_point_has_changed_when_the_drift_check_takes_it(bureau: Bureau) -> None:
    site = Site(bureau.one, bureau.case)
    site.point()
    bureau.carry(bureau.one, bureau.boss)
    bureau.look()
    site.drift("440")
    bureau.carry(bureau.one, bureau.boss)
    row = next(row for row in view(bureau).rows if row.id.startswith("point:"))
    assert row.state == EDITED
    assert row.before[0].text.endswith("日终漂移还没有做。")
    assert texts(row).endswith("日终漂移未通过，待复测。")


def test_a_point_measured_again_shows_both_readings(bureau: Bureau) -> None:
    site = Site(bureau.one, bureau.case)
    site.point(value="812.6")
    site.point(value="9.9", now=4000, instead_of=site.view.points[0].id, reason="第一次探头没有贴紧")
    site.drift()
    bureau.carry(bureau.one, bureau.boss)
    row = next(row for row in view(bureau).rows if row.id.startswith("point:"))
    first, second = texts(row).split("\n")
    assert first.endswith("已重测，以后一次为准。")
    assert "泄漏（" in first
    assert second.startswith("重测，理由：第一次探头没有贴紧。净值 8.50 ppm")


def test_two_officers_who_end_a_round_apart_are_shown_and_block_the_approval(bureau: Bureau) -> None:
    site = Site(bureau.one, bureau.case)
    bureau.carry(bureau.one, bureau.two)
    for desk, reason in ((bureau.one, "突降大雨，中止检测"), (bureau.two, "仪器没有电，中止检测")):
        end_round(desk, bureau.case, site.round, None, reason)
    bureau.carry(bureau.two, bureau.one)
    bureau.carry(bureau.one, bureau.boss)
    log = read(bureau.boss, bureau.case)
    assert comparing.disputes(log.file) == 1
    shown = view(bureau)
    row = next(row for row in shown.rows if row.id.startswith("round:"))
    assert (row.state, shown.disputes) == (DISPUTED, 1)
    said = texts(row)
    assert "突降大雨" in said
    assert "仪器没有电" in said


def test_points_are_work_that_answers_a_return_of_the_whole_case(bureau: Bureau) -> None:
    reviewing.ask_review(bureau.one, bureau.case, "周建国")
    bureau.carry(bureau.one, bureau.boss)
    reviewing.return_item(bureau.boss, bureau.case, comparing.WHOLE, "补做密封点检测")
    bureau.carry(bureau.boss, bureau.one)
    assert comparing.open_returns(read(bureau.one, bureau.case).file)
    Site(bureau.one, bureau.case, steps=False)
    assert not comparing.open_returns(read(bureau.one, bureau.case).file)


def test_who_measured_does_not_review(bureau: Bureau) -> None:
    bureau.carry(bureau.one, bureau.boss)
    Site(bureau.boss, bureau.case, steps=False)
    with pytest.raises(reviewing.NotYoursToReviewError):
        view(bureau)


def test_a_point_after_the_approval_is_evidence_after_the_review(bureau: Bureau) -> None:
    site = Site(bureau.one, bureau.case)
    bureau.carry(bureau.one, bureau.boss)
    write(bureau.boss, bureau.case, Draft("case_approved", {"by": "周建国", "opinion": "同意"}))
    assert checking.own_facts(read(bureau.boss, bureau.case))["evidence_after_review"] == "no"
    site.point()
    bureau.carry(bureau.one, bureau.boss)
    assert checking.own_facts(read(bureau.boss, bureau.case))["evidence_after_review"] == "yes"


def test_a_round_is_told_as_a_change_of_measurements(bureau: Bureau) -> None:
    body = {"round": "r", "ended_at": WHEN.isoformat(), "reason": "", "by": "王立新"}
    assert Kind.MEASUREMENTS in write(bureau.one, bureau.case, Draft("round_ended", body)).kinds


def test_the_escort_is_named_among_those_to_hide(bureau: Bureau) -> None:
    Site(bureau.one, bureau.case, steps=False)
    assert "赵工" in named_in(bureau.one, bureau.case).hide


# --- readings from files and typed by hand


def test_the_record_and_the_list_say_where_a_reading_comes_from(bureau: Bureau) -> None:
    import_file(bureau)
    photo = Site(bureau.one, bureau.case, steps=False).photo("照片3", "仪器屏幕")
    type_in(bureau, photo)
    type_in(bureau)
    log = read(bureau.one, bureau.case)
    said = [reading.calibration for reading in record_of(log, CHECKLIST).readings]
    assert said[0].endswith("。仪器记录文件（数据1）第 12 行。PID 读数，只用来找漏点")
    assert said[2].endswith("。人工录入（仪器没有数据接口），屏幕见照片3")
    assert said[3].endswith("。人工录入（仪器没有数据接口），没有屏幕照片")
    kinds = [item.kind for item in evidence_of(log)]
    assert kinds == [
        "电子数据，仪器记录文件，取出读数 2 条：第 12、15 行",
        "照片，人工录入读数的屏幕（仪器没有数据接口）",
    ]


def test_a_line_without_a_checksum_is_said_to_have_none(bureau: Bureau) -> None:
    body = {
        "measurement": "1", "device": "FID-02", "detector": "FID", "value": "3.1", "unit": "ppm",
        "quality": "ok", "raw": b"3.1", "crc": "absent", "taken_at": WHEN.isoformat(), "point": "J-01",
        "item": None, "calibration": {"certificate": "检字 1", "valid_until": "2027-01-16",
                                      "span_checked_at": None},
    }  # fmt: skip
    bureau.write(bureau.case, "measurement_kept", body)
    bureau.write(bureau.case, "measurement_kept", {**body, "measurement": "2", "crc": "ok"})
    first, second = record_of(read(bureau.one, bureau.case), CHECKLIST).readings
    assert first.calibration.endswith("。仪器数据不带校验")
    assert second.calibration == "检字 1，有效期至2027-01-16"


def test_a_file_comes_with_what_a_person_should_ask(bureau: Bureau) -> None:
    import_file(bureau)
    type_in(bureau)
    bureau.carry(bureau.one, bureau.boss)
    rows = view(bureau).rows
    file = next(row for row in rows if row.id.startswith("log:"))
    assert (file.tag, file.title) == ("导入", "PID-01")
    assert texts(file) == f"导入 PID-01 的记录文件（table）。须问清：{SIGN['words']}"
    assert [thing.number for thing in file.things] == ["数据1"]
    readings = [texts(row) for row in rows if row.id.startswith("reading:")]
    assert readings[0] == "12 ppm，有效。取自仪器记录文件第 12 行。"
    assert readings[2] == "31.5 ppm，仪器不报状态。人工录入：仪器没有数据接口。没有屏幕照片。"
