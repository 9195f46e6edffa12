"""Leak thresholds: every row at, just under and just over its limit; traps a jurist can read; the command."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from fieldlaw import cli
from fieldlaw.cases.law.explain import sentences
from fieldlaw.cases.law.threshold import LEAK, NO_LEAK, UNDECIDABLE, Question, judge
from fieldlaw.cases.law.threshold_round import RoundPoint, judge_round
from fieldlaw.cases.law.threshold_rows import UnknownIdError, procedure_limits, threshold_book
from fieldlaw.cases.packs.load import load_pack, parse_pack
from fieldlaw.cases.packs.records import PackError
from fieldlaw.cases.packs.sources import examine
from fieldlaw.cases.records.measurement import Detector, Quality

ROOT = Path(__file__).parents[2]
FILE = ROOT / "resources" / "thresholds" / "leak.yaml"
TEXT = FILE.read_text("utf-8")
PACKS = (load_pack(FILE),)
BOOK = threshold_book(PACKS)
ON = date(2026, 11, 25)
CASES = YAML(typ="safe").load((ROOT / "tests" / "law_cases" / "thresholds.yaml").read_text("utf-8"))
STEP = Decimal("0.000001")


def golden(kind):
    return pytest.mark.parametrize("case", CASES[kind], ids=[case["id"] for case in CASES[kind]])


def asked(given):
    value, background = given.get("value"), given.get("background")
    return Question(
        given["standard"],
        given["medium"],
        None if value is None else Decimal(value),
        None if background is None else Decimal(background),
        given.get("region", "general"),
        Detector(given.get("detector", "FID")),
        given.get("unit", "ppm"),
        Quality(given.get("quality", "ok")),
        given.get("gas", "methane"),
        is_existing={None: None, "yes": True, "no": False}[given.get("existing")],
    )


@golden("cases")
def test_a_verdict_is_as_the_example_says(case):
    found = judge(asked(case["given"]), PACKS, case["given"].get("on", ON))
    told, expect = found.as_json(), case["expect"]
    assert told["verdict"] == expect["verdict"]
    assert expect.get("net", told["net"]) == told["net"]
    assert set(expect.get("codes", ())) <= set(told["warnings"])
    assert expect.get("says", "") in "".join(sentences(found.tree))
    assert (found.verdict == UNDECIDABLE) == bool(found.blocked)


@golden("rounds")
def test_a_random_check_is_as_the_example_says(case):
    told = case["given"]
    leaks, repair, unknown = told["leaks"], told.get("in_repair", 0), told.get("open", 0)
    points = [RoundPoint(f"L{n}", leaks=True, in_repair=n < repair) for n in range(leaks)]
    points += [RoundPoint(f"U{n}", leaks=None) for n in range(unknown)]
    points += [RoundPoint(f"N{n}", leaks=False) for n in range(told["points"] - len(points))]
    found = judge_round(points, told.get("standard", "gb37822"), PACKS, ON)
    assert found.verdict == case["expect"]
    assert sentences(found.tree)


def test_a_tag_twice_is_no_random_check():
    twice = [RoundPoint("A", leaks=True), RoundPoint("A", leaks=True)]
    assert [said.code for said in judge_round(twice, "gb37822", PACKS, ON).blocked] == ["tag_twice"]


@pytest.mark.parametrize("row", BOOK.limits, ids=lambda row: row.id)
def test_every_row_decides_by_its_own_operator(row):
    region = "general" if row.region == "any" else row.region

    def verdict(value):
        question = Question(row.standard, row.medium, value, Decimal(0), region, Detector.FID, gas="methane")
        return judge(question, PACKS, ON)

    at, under, over = (verdict(row.number + step) for step in (0, -STEP, STEP))
    assert {at.row, under.row, over.row} == {row}
    if row.status != "seen":
        assert {at.verdict, under.verdict, over.verdict} == {UNDECIDABLE}
        assert "limit_unverified" in {said.code for said in at.blocked}
        return
    assert (under.verdict, over.verdict) == (NO_LEAK, LEAK)
    assert at.verdict == (LEAK if row.operator == "ge" else NO_LEAK)
    assert at.as_json()["pack"] == PACKS[0].header.sha256


def test_the_table_of_the_reference_stands_in_the_pack():
    """instruments.md 4.1, the table for the app."""
    table = {
        ("gb37822", "general", "gas"): ("gt", 5000),
        ("gb37822", "general", "volatile_liquid"): ("gt", 5000),
        ("gb37822", "general", "other_liquid"): ("gt", 2000),
        ("gb37822", "key", "gas"): ("gt", 2000),
        ("gb37822", "key", "volatile_liquid"): ("gt", 2000),
        ("gb37822", "key", "other_liquid"): ("gt", 500),
        ("gb37822", "general", "open_surface"): ("ge", 200),
        ("gb37822", "key", "open_surface"): ("ge", 100),
        ("gb37822", "any", "positive_duct"): ("gt", 500),
        ("gb31571", "any", "gas"): ("ge", 2000),
        ("gb31571", "any", "volatile_liquid"): ("ge", 2000),
        ("gb31571", "any", "other_liquid"): ("ge", 500),
        ("gb31572", "any", "gas"): ("ge", 2000),
        ("gb31572", "any", "volatile_liquid"): ("ge", 2000),
        ("gb31572", "any", "other_liquid"): ("ge", 500),
        ("gb20950", "any", "vapour_joint"): ("gt", 500),
        ("gb20952", "any", "vapour_joint"): ("gt", 500),
        ("gb39726", "any", "positive_duct"): ("gt", 500),
        ("db44-2367", "any", "gas"): ("gt", 500),
        ("db44-2367", "any", "volatile_liquid"): ("gt", 500),
        ("db44-2367", "any", "other_liquid"): ("gt", 100),
    }
    seen = [row for row in BOOK.limits if row.status == "seen"]
    assert {(row.standard, row.region, row.medium): (row.operator, row.number) for row in seen} == table
    assert {row.standard for row in BOOK.limits if row.status != "seen"} == {"gb31570", "epa-vv", "epa-vva"}


@given(
    value=st.decimals(0, 20000, places=3),
    background=st.none() | st.decimals(0, 20000, places=3),
    row=st.sampled_from(BOOK.limits),
    gas=st.sampled_from(["", "methane", "propane", "hexane"]),
    detector=st.sampled_from([None, *Detector]),
)
@settings(max_examples=400, deadline=None)
def test_a_verdict_never_rests_on_a_doubt(value, background, row, gas, detector):
    region = "general" if row.region == "any" else row.region
    question = Question(row.standard, row.medium, value, background, region, detector, gas=gas)
    found = judge(question, PACKS, ON)
    if found.verdict == UNDECIDABLE:
        assert found.blocked
        return
    assert not found.blocked
    assert detector is Detector.FID
    assert row.status == "seen"
    net = value if background is None else max(Decimal(0), value - background)
    breaks = (value >= row.number) if row.operator == "ge" else (value > row.number)
    if found.verdict == LEAK:
        assert breaks
        assert background is not None
        assert row.broken_by(net)
    else:
        assert not row.broken_by(net)


def test_an_unknown_detector_decides_nothing():
    found = judge(Question("gb37822", "gas", Decimal(1), Decimal(0)), PACKS, ON)
    assert [said.code for said in found.blocked] == ["detector_unknown"]


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(UnknownIdError, match="gb99") as caught:
        judge(Question("gb99", "gas", Decimal(1)), PACKS, ON)
    assert "gb37822" in caught.value.way_out
    with pytest.raises(UnknownIdError, match="water"):
        judge(Question("gb37822", "water", Decimal(1)), PACKS, ON)


def test_the_numbers_of_the_procedure_say_how_well_they_are_known():
    limits = procedure_limits(PACKS)
    assert limits["dwell_factor"].number == 2
    assert "未核实" in limits["dwell_factor"].words
    assert limits["open_surface_mm"].words == "100 mm"


# --- the pack


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("medium: gas, operator: gt", "medium: gas, colour: red, operator: gt", "colour"),
        ("medium: gas, operator: gt", "medium: steam, operator: gt", "没有 medium steam"),
        ("region: general, medium: gas", "region: moon, medium: gas", "没有 region moon"),
        ("calibration: [methane, propane]", "calibration: [hexane]", "没有校准气 hexane"),
        ('operator: gt, number: "5000"', 'operator: gt, number: "0"', "大于 0"),
        ("existing_from: 2020-07-01", "existing_from: 2018-07-01", "existing_from"),
        (", source: 标准全文 3.14、8.2、表1、12.4", "", "缺少 source"),
        ("{id: dwell_factor,", "{id: dwell,", "缺少 dwell_factor"),
        ("carbons: 3", "carbons: 0", "碳数"),
        ("check, standard: gb37822", "check, standard: gb1", "没有 standard gb1"),
    ],
)  # fmt: skip
def test_a_faulty_pack_is_turned_down(old, new, word):
    assert old in TEXT
    with pytest.raises(PackError, match=r"leak\.yaml:\d+") as caught:
        parse_pack(TEXT.replace(old, new, 1), "leak.yaml")
    assert word in caught.value.what


def added(row):
    return TEXT.replace("rounds:\n", f"  - {row}\nrounds:\n", 1)


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("{<<: *g, id: again, region: key}", "overlap"),
        ("{<<: *g, id: again, region: any, in_force: {from: 2030-01-01, to: null}}", "overlap"),
        ("{<<: *g, id: again, region: any, medium: vapour_joint}", ""),
    ],
)
def test_two_limits_of_one_day_overlap(row, kind):
    if not kind:
        parse_pack(added(row), "p")
        return
    with pytest.raises(PackError, match="时间重叠") as caught:
        parse_pack(added(row), "p")
    assert kind in {problem.kind for problem in caught.value.problems}


def test_a_hole_in_time_is_a_gap():
    ends = TEXT.replace(
        "net: yes, in_force: {from: 2019-07-01, to: null}, existing_from",
        "net: yes, in_force: {from: 2019-07-01, to: 2026-12-31}, existing_from",
    )
    assert parse_pack(ends, "p").rows("limits")
    row = "{<<: *g, id: again, in_force: {from: 2027-02-01, to: null}, existing_from: 2027-02-01}"
    with pytest.raises(PackError, match="时间有空档：2027-01-01 至 2027-01-31") as caught:
        parse_pack(ends.replace("rounds:\n", f"  - {row}\nrounds:\n", 1), "p")
    assert [problem.kind for problem in caught.value.problems] == ["gap"]
    parse_pack(ends.replace("rounds:\n", f"  - {row.replace('2027-02-01', '2027-01-01')}\nrounds:\n", 1), "p")


def test_the_shipped_packs_have_no_fault_beyond_being_drafts():
    for path in (FILE, ROOT / "resources" / "factors" / "pid.yaml"):
        assert not [str(problem) for problem in examine(path, ON) if problem.kind not in ("missing_author",)]


# --- the command


def run(*words):
    return cli.main(["instrument", "threshold", *words], lambda _: 0)


BASE = ("--standard", "gb31571", "--medium", "gas")


def test_the_command_prints_the_contract(capsys):
    assert run(*BASE, "--value", "2001.4", "--background", "1.4", "--on", "2026-11-25", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert {key: told[key] for key in ("verdict", "operator", "limit", "net", "clause")} == {
        "verdict": "leak",
        "operator": "ge",
        "limit": "2000",
        "net": "2000.0",
        "clause": "GB 31571-2015 5.3.4",
    }
    assert {"detector_assumed", "calibration_gas_unknown"} <= set(told["warnings"])
    key = ("--standard", "gb37822", "--medium", "gas", "--region", "key")
    assert run(*key, "--value", "2000", "--background", "0", "--json") == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == "no_leak"


def test_what_the_call_leaves_out_is_said(capsys):
    assert run("--standard", "gb37822", "--medium", "gas", "--value", "5000.1", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["verdict"], told["net"]) == ("leak", "5000.1")
    assert {"background_not_given", "detector_assumed", "region_assumed"} <= set(told["warnings"])
    assert len(told["warnings"]) == len(told["says"])


def test_an_undecidable_reading_is_exit_one(capsys):
    assert run(*BASE, "--value", "9000", "--background", "0", "--detector", "PID", "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["verdict"], told["warnings"][0]) == ("undecidable", "pid_against_fid")
    assert run(*BASE, "--value", "9000", "--background", "0", "--detector", "PID") == 1
    assert "不能判定" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--standard", "gb99", "--medium", "gas", "--value", "1"), "gb37822"),
        (("--standard", "gb37822", "--medium", "x", "--value", "1"), "vapour_joint"),
        ((*BASE, "--region", "x", "--value", "1"), "general"),
        ((*BASE, "--gas", "x", "--value", "1"), "propane"),
        ((*BASE, "--value", "much"), "不是数"),
        ((*BASE, "--value", "NaN"), "不能用"),
        ((*BASE, "--value", "1e99999"), "不能用"),
        ((*BASE, "--value", "1", "--detector", "nose"), "FID"),
        ((*BASE, "--value", "1", "--on", "today"), "不是日期"),
    ],
)
def test_a_call_that_cannot_be_used_is_one_line(capsys, words, said):
    assert run(*words) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
