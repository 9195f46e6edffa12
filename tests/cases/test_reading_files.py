"""Readings that did not come over the line, in a real case; the checks of an instrument over all cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.inspecting import ClosedInspectionError, Note, Spot, evidence_bytes
from fieldlaw.cases.casework.instrument_history import cases_here, checks_in, history_of, joined
from fieldlaw.cases.casework.measuring import begin_round, keep_step, take_back
from fieldlaw.cases.casework.measuring_views import round_of
from fieldlaw.cases.casework.reading_files import (
    HandReading,
    HandReadingError,
    keep_by_hand,
    keep_with_photo,
)
from fieldlaw.cases.records.instrument import Instrument
from fieldlaw.cases.records.measurement import Detector
from fieldlaw.cases.records.procedure import RESPONSE, SPAN, ZERO
from fieldlaw.devices.procedure import Session
from tests.cases.test_measuring import PACKS, PLAN
from tests.devices.measuring_cases import LIMITS, TOOL, ready

if TYPE_CHECKING:
    from tests.cases.bureau import Bureau

GEAR = Instrument("崂应 3033", "", "", certificate="检字 7", valid_until="2027-01-16")
SHOT = b"\xff\xd8\xff a photo"
PHOTO = Note("照片 1", "屏幕", "image/jpeg", "", "王立新", "2026-11-23T10:00:00+08:00")


def typed(bureau: Bureau, **changed: object) -> HandReading:
    """A reading of a minute ago."""
    at = datetime.fromisoformat(bureau.one.clock().wall) - timedelta(minutes=1)
    made = HandReading("12.50", "ppm", Detector.FID, at, Spot("F-1"), "", "没有数据接口")
    return replace(made, **changed)


def kept(bureau: Bureau, kind: str = "measurement_kept") -> list[dict]:
    return [dict(e.body) for e in read(bureau.one, bureau.case).file.all(kind)]


def test_a_typed_reading_says_that_nobody_knows_its_state(bureau: Bureau) -> None:
    keep_by_hand(bureau.one, bureau.case, typed(bureau), GEAR)
    (held,) = kept(bureau)
    assert (held["value"], held["unit"], held["quality"], held["crc"]) == (
        "12.50",
        "ppm",
        "unknown",
        "absent",
    )
    assert (held["origin"], held["line"], held["evidence"]) == ("hand", 0, "")
    assert held["raw"] == b"12.50 ppm"
    assert held["calibration"]["certificate"] == "检字 7"


def test_photo_and_reading_are_kept_together(bureau: Bureau) -> None:
    keep_with_photo(bureau.one, bureau.case, typed(bureau), GEAR, (SHOT, PHOTO))
    (photo,) = read(bureau.one, bureau.case).file.all("evidence_added")
    assert kept(bureau)[0]["evidence"] == photo.body["evidence"]
    assert evidence_bytes(bureau.one, bureau.case, photo) == SHOT


@pytest.mark.parametrize(
    "changed",
    [
        {"value": ""},
        {"value": "NaN"},
        {"value": "Infinity"},
        {"value": "-99.0"},
        {"value": "1e9"},
        {"unit": "  "},
        {"note": ""},
        {"taken_at": datetime.fromisoformat("2099-01-01T00:00:00+08:00")},
    ],
)
def test_what_is_no_reading_leaves_the_case_as_it_was(bureau: Bureau, changed: dict) -> None:
    before = len(read(bureau.one, bureau.case).events)
    wrong = typed(bureau, **changed)
    with pytest.raises(HandReadingError) as told:
        keep_by_hand(bureau.one, bureau.case, wrong, GEAR)
    with pytest.raises(HandReadingError):
        keep_with_photo(bureau.one, bureau.case, wrong, GEAR, (SHOT, PHOTO))
    assert told.value.safe == "已写的内容没有丢，案件没有变化。"
    assert len(read(bureau.one, bureau.case).events) == before


def test_an_approved_case_takes_no_typed_reading(bureau: Bureau) -> None:
    bureau.write(bureau.case, "case_approved", {"by": "赵敏", "opinion": "同意"})
    with pytest.raises(ClosedInspectionError):
        keep_by_hand(bureau.one, bureau.case, typed(bureau), GEAR)
    with pytest.raises(ClosedInspectionError):
        keep_with_photo(bureau.one, bureau.case, typed(bureau), GEAR, (SHOT, PHOTO))


def measured(bureau: Bureau, case: str, name: str = "FID-02") -> str:
    """A round with the checks of an instrument."""
    kept_round = begin_round(bureau.one, case, PLAN, PACKS).round
    for result in ready(Session(replace(TOOL, name=name), LIMITS)).results:
        keep_step(bureau.one, case, kept_round, result)
    return kept_round


def test_the_checks_of_an_instrument_come_from_all_cases(bureau: Bureau) -> None:
    other = bureau.open_another()
    measured(bureau, bureau.case)
    measured(bureau, other)
    measured(bureau, other, "FID-99")
    found = history_of(bureau.one, "FID-02")
    assert {one.case.id for one in found.checks} == {bureau.case, other}
    assert {one.case.number for one in found.checks} == {"示检〔2026〕1123-02", "示检〔2026〕1124-01"}
    assert sorted(one.result.step for one in found.checks) == sorted([ZERO, SPAN, RESPONSE] * 2)
    assert all(one.result.tool.name == "FID-02" for one in found.checks)
    times = [one.result.ended.wall for one in found.checks]
    assert times == sorted(times, reverse=True)


def test_a_check_that_was_taken_back_is_no_history(bureau: Bureau) -> None:
    kept_round = measured(bureau, bureau.case)
    step = next(s for s in round_of(bureau.one, bureau.case, kept_round).steps if s.result.step == SPAN)
    take_back(bureau.one, bureau.case, step.event, "标气瓶拿错了")
    assert SPAN not in {one.result.step for one in history_of(bureau.one, "FID-02").checks}


def test_a_case_that_cannot_be_read_is_named_and_hides_nothing(bureau: Bureau) -> None:
    measured(bureau, bureau.case)
    here = cases_here(bureau.one)
    gone = replace(here[0], id="gone", number="示检 不在")
    found = joined(checks_in(bureau.one, case, "FID-02") for case in (*here, gone))
    assert [one.number for one in found.unread] == ["示检 不在"]
    assert found.checks
    assert history_of(bureau.one, "没有这台").checks == ()
