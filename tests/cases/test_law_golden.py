"""The golden cases, read from data that a jurist can check."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from fieldlaw.cases.law.assess import as_json, assess, facts_json
from fieldlaw.cases.law.deadlines import due, find_limit, read_calendar
from fieldlaw.cases.law.facts import RequestError
from fieldlaw.cases.law.procedure import procedure_flags
from fieldlaw.cases.packs.load import load_folder, load_pack

ROOT = Path(__file__).parents[2]
LAW = load_folder(ROOT / "resources" / "law" / "national")
CALENDAR = read_calendar(load_pack(ROOT / "resources" / "calendars" / "2026.yaml"))
CASES = YAML(typ="safe").load((ROOT / "tests" / "law_cases" / "golden.yaml").read_text("utf-8"))


def _of(kind):
    return [pytest.param(case, id=case["id"]) for case in CASES if case["kind"] == kind]


@pytest.mark.parametrize("case", _of("assess"))
def test_assessment_matches_the_golden_case(case):
    answer, expect = as_json(assess(case["given"], LAW)), case["expect"]
    applied = [row for row in answer["statutes"] if row["applies"]]
    cited = [f"{row['law']} {row['article']} {row['clause']}".strip() for row in applied]
    assert (answer["outcome"], answer["choice"]["which"]) == (expect["outcome"], expect["which"])
    assert cited == expect["applies"]
    assert [row["settled_fen"] for row in applied] == ([expect["range_fen"]] if "range_fen" in expect else [])
    assert expect["says"] in "".join(answer["explanation"])
    assert expect.get("flag", "no_benchmark") in answer["flags"]
    assert answer["amount_fen"] is None


@pytest.mark.parametrize("case", _of("deadline"))
def test_deadline_matches_the_golden_case(case):
    given_, expect = case["given"], case["expect"]
    answer = due(given_["start"], find_limit(LAW, given_["limit"]), CALENDAR)
    assert (answer.earliest, answer.latest) == (expect["earliest"], expect["latest"])
    assert answer.provisional is (expect["provisional"] in ("yes", True))


def test_stopped_days_do_not_count():
    stop = (date(2026, 9, 28), date(2026, 9, 30))
    answer = due(date(2026, 9, 24), find_limit(LAW, "defence"), CALENDAR, [stop])
    assert answer.earliest == date(2026, 10, 13)


def test_working_days_past_the_calendar_are_provisional():
    answer = due(date(2026, 12, 30), find_limit(LAW, "defence"), CALENDAR)
    assert answer.provisional
    assert answer.earliest == date(2027, 1, 4)
    assert answer.latest > date(2027, 1, 6)


@pytest.mark.parametrize("case", _of("threshold"))
def test_amounts_trigger_hearing_and_discussion(case):
    given_ = case["given"]
    assert list(procedure_flags(given_["fen"], given_["party"], LAW)) == case["expect"]["flags"]


VIOLATIONS = [row["id"] for row in facts_json(LAW, "山西省")]


@given(st.data())
def test_unknown_facts_never_yield_an_amount_or_no_penalty(data):
    violation = data.draw(st.sampled_from(VIOLATIONS))
    days = st.dates(date(2015, 1, 1), date(2026, 12, 31))
    first, last = sorted((data.draw(days), data.draw(days)))
    questions = facts_json(LAW, "山西省", violation)
    request = {
        "violation": violation,
        "jurisdiction": "山西省",
        "party": {"kind": data.draw(st.sampled_from(["legal_person", "citizen"]))},
        "act": {"start": first, "end": last},
        "decided": data.draw(st.none() | st.just(date(2026, 12, 31))),
        "facts": {each["id"]: data.draw(st.sampled_from([None, "unknown"])) for each in questions},
    }
    answer = assess(request, LAW)
    assert answer.outcome == "undecidable"
    assert answer.amount_fen is None


@pytest.mark.parametrize(
    "change",
    [
        {"facts": {"typo": "1"}},
        {"facts": {"concentration": "NaN"}},
        {"facts": {"concentration": "1", "limit": "0"}},
        {"violation": "nothing"},
        {"extra": 1},
        {"act": {"start": "2026-09-02", "end": "2026-09-01"}},
        {"decided": "soon"},
    ],
)
def test_bad_input_is_refused_by_name(change):
    good = {"violation": "air_over_limit", "jurisdiction": "CN", "party": {"kind": "citizen"}}
    with pytest.raises(RequestError):
        assess(good | change, LAW)
