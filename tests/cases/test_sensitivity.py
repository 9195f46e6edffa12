"""What an answer hangs on, the sentence for the decision, and like cases."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from fieldlaw.cases.casework import deciding
from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.likecases import like_cases
from fieldlaw.cases.law.assess import asked_of, assess, rehearse
from fieldlaw.cases.law.facts import RequestError
from fieldlaw.cases.law.request import Movable
from fieldlaw.cases.law.sensitivity import levers
from fieldlaw.cases.packs.load import load_folder
from fieldlaw.settings import RESOURCES

ROOT = Path(__file__).parents[2]
PACKS = load_folder(RESOURCES / "law")
LAW = load_folder(RESOURCES / "law" / "national")
BOOK = YAML(typ="safe").load((ROOT / "tests" / "law_cases" / "benchmark.yaml").read_text("utf-8"))
G16 = BOOK["common"] | next(case["given"] for case in BOOK["cases"] if case["id"] == "G16")
REAL = {
    "violation": "air_over_limit",
    "jurisdiction": "太原市",
    "party": {"kind": "legal_person"},
    "act": {"start": "2026-08-10", "end": "2026-08-10"},
    "found": "2026-08-12",
    "decided": "2026-12-08",
    "facts": {"concentration": "60", "limit": "35"},
}
LABEL = {"hazardous": "yes", "label_missing": "yes", "refused": "no"}


def rehearsed(request):
    return rehearse(request, PACKS)


def judged(request):
    return assess(request, LAW)


def of(found, name):
    return [each for each in found if each.fact.id == name]


def test_the_edges_of_a_band_are_found_on_both_sides():
    found = of(levers(G16, asked_of(G16, PACKS), rehearsed), "concentration")
    assert [(each.then, each.amount_fen) for each in found] == [("139.9", 35000000), ("315", 43000000)]


def test_what_turns_the_outcome_comes_before_what_moves_the_fine():
    found = levers(G16, asked_of(G16, PACKS), rehearsed)
    assert found[0].outcome == "undecidable"
    shifts = [abs(each.shift_fen) for each in found if each.outcome == "fine"]
    assert shifts == sorted(shifts, reverse=True)
    assert {each.fact.id for each in found} >= {"zone", "air_class", "air_time", "times", "factor_count"}


def test_every_lever_does_change_the_answer():
    here = rehearsed(G16)
    for each in levers(G16, asked_of(G16, PACKS), rehearsed):
        there = rehearsed({**G16, "facts": {**G16["facts"], each.fact.id: each.then}})
        assert (there.outcome, there.amount_fen) == (each.outcome, each.amount_fen)
        assert (there.outcome, there.amount_fen) != (here.outcome, here.amount_fen)


def test_the_limit_and_the_day_of_the_new_law_are_found():
    found = levers(REAL, asked_of(REAL, LAW), judged)
    (lower,) = of(found, "concentration")
    assert (lower.now, lower.then, lower.outcome) == ("60", "35", "undecidable")
    starts = [each.then for each in of(found, "act.end")]
    assert starts == ["2026-08-15"]
    waste = {**REAL, "violation": "hw_label", "facts": LABEL}
    (decided,) = of(levers(waste, asked_of(waste, LAW), judged), "decided")
    assert (decided.then, decided.which) == ("2026-08-14", "old")


def test_an_unknown_fact_is_tried_both_ways_and_a_wrong_one_is_named():
    request = {**REAL, "violation": "hw_label", "facts": {**LABEL, "hazardous": "unknown"}}
    found = of(levers(request, asked_of(request, LAW), judged), "hazardous")
    assert [(each.now, each.then) for each in found if each.then == "yes"] == [("", "yes")]
    with pytest.raises(RequestError):
        levers({**REAL, "facts": {"concentration": "x"}}, (), judged)


@pytest.mark.parametrize("raw", [None, "", "0", "NaN"])
def test_a_number_or_day_that_is_not_there_cannot_be_moved(raw):
    request = {**REAL, "found": None, "facts": {"concentration": "60", "limit": "35"}}
    asked = [Movable("spare", "多余的数", "decimal"), Movable("found", "发现日", "date")]
    shown = {**request, "facts": {**request["facts"], "spare": raw}}
    assert levers(shown, asked, lambda given: judged({**given, "facts": request["facts"]})) == ()


def test_a_truth_written_as_such_and_a_list_of_choices_are_read():
    request = {**REAL, "violation": "hw_label", "facts": {**LABEL, "hazardous": True, "label_missing": True}}
    found = of(levers(request, asked_of(request, LAW), judged), "hazardous")
    assert [(each.now, each.then) for each in found] == [("yes", "no")]
    both = {**G16, "facts": {**G16["facts"], "zone": ["general", "populated"]}}
    assert of(levers(both, asked_of(both, PACKS), rehearsed), "zone")[0].now == "general、populated"


# --- the sentence for the decision


def test_the_sentence_names_clause_benchmark_factors_and_amount():
    text = rehearsed(G16).sentence
    for part in (
        "第 99 条第（二）项",
        "10万元以上100万元以下",
        "粤环发〔2021〕7号",
        "违法次数（2 次，4%）",
        "肆拾壹万元整",
    ):
        assert part in text


def test_without_an_amount_there_is_no_sentence():
    assert judged(REAL).sentence == ""


# --- like cases


def test_like_cases_show_their_result_and_on_what_they_differ(bureau, tmp_path):
    other = bureau.open_another()
    for case, facts in (
        (bureau.case, {"concentration": "60", "limit": "35"}),
        (other, {"concentration": "90"}),
    ):
        deciding.record_finding(bureau.one, case, "f", "超标", {**REAL, "facts": facts}, ["A01"])
        deciding.assess_finding(bureau.one, case, "f", LAW)
    made = read(bureau.one, bureau.case).file.only("assessment_made", "f")
    (found,) = like_cases(bureau.one, bureau.case, REAL, made.body["result"], LAW)
    assert (found.case, found.outcome, found.amount_fen) == (other, "undecidable", None)
    shown = [(each.fact, each.there, each.here) for each in found.differences]
    assert shown == [("concentration", "90", "60"), ("limit", "", "35")]
    assert found.differences[0].question.startswith("折算后")
    assert not found.other_packs


def test_another_violation_is_no_like_case(bureau):
    other = bureau.open_another()
    waste = {**REAL, "violation": "hw_label", "facts": LABEL}
    deciding.record_finding(bureau.one, other, "f", "无标志", waste, ["A01"])
    deciding.assess_finding(bureau.one, other, "f", LAW)
    result = {"amount_fen": None, "packs": [], "steps": []}
    assert like_cases(bureau.one, bureau.case, REAL, result, LAW) == ()
    assert like_cases(bureau.one, bureau.case, {**REAL, "violation": "gone"}, result, LAW) == ()


def test_two_amounts_are_explained_by_the_rows_in_which_they_differ(bureau):
    other = bureau.open_another()
    deciding.record_finding(bureau.one, other, "f", "超标", REAL, ["A01"])
    deciding.assess_finding(bureau.one, other, "f", LAW)
    log = read(bureau.one, other)
    body = dict(log.file.only("assessment_made", "f").body)
    steps = [{"row": "t/excess", "weight": "2", "reason": "超标程度：不足 3 倍", "source": "s"}]
    body["result"] = {**body["result"], "outcome": "fine", "amount_fen": 20000000, "steps": steps}
    bureau.write(other, "assessment_made", body, 2)
    mine = {"amount_fen": 26000000, "packs": [], "steps": [{**steps[0], "reason": "超标程度：3 倍以上"}]}
    (found,) = like_cases(bureau.one, bureau.case, REAL, mine, LAW)
    assert found.other_rows == ("超标程度：3 倍以上", "超标程度：不足 3 倍")
    assert found.other_packs
