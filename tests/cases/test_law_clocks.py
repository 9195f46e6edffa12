"""Which law applies, how far it reaches, and whether in time: cases that a jurist can read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from fieldlaw.cases.law.assess import as_json, assess
from fieldlaw.cases.law.facts import RequestError
from fieldlaw.cases.law.library import open_book
from fieldlaw.cases.law.procedure import procedure_flags
from fieldlaw.cases.law.reach import reach
from fieldlaw.cases.law.request import read_request
from fieldlaw.cases.packs.load import load_pack, parse_pack

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "law_cases"
DATA = YAML(typ="safe").load((CASES / "clocks.yaml").read_text("utf-8"))
PACK = load_pack(CASES / "packs" / "clocks.yaml")
NATIONAL = ROOT / "resources" / "law" / "national"
LAW = (PACK, load_pack(NATIONAL / "procedure.yaml"), load_pack(NATIONAL / "deadlines.yaml"))
BASE = {**DATA["common"], "violation": "machines", "act": {"start": "2026-09-01", "end": "2026-09-01"}}


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in DATA["cases"]])
def test_the_case_comes_out_as_written(case):
    answer, expect = as_json(assess(DATA["common"] | case["given"], LAW)), case["expect"]
    applied = [row for row in answer["statutes"] if row["applies"]]
    assert (answer["outcome"], answer["choice"]["which"]) == (expect["outcome"], expect["which"])
    assert [row["id"] for row in applied] == expect.get("applies", [])
    if "settled" in expect:
        ranges = [row["settled_fen"] for row in applied if row["settled_fen"]]
        assert (max(ranges) if ranges else None) == expect["settled"]
    assert set(expect.get("flags", ())) <= set(answer["flags"])
    assert expect.get("says", "") in "".join(answer["explanation"])
    assert answer["amount_fen"] is None


@pytest.mark.parametrize(
    "choice",
    [
        {"statutes": ["ma_code"], "reason": "不写姓名的理由"},
        {"statutes": ["ma_code"], "by": "李法制"},
        {"statutes": ["other"], "by": "李法制", "reason": "别处的条款"},
        {"statutes": "ma_code", "by": "李法制", "reason": "不是列表"},
        {"limitation": "perhaps", "by": "李法制", "reason": "不认识的词"},
        {"typo": 1},
    ],
)
def test_a_choice_that_cannot_be_read_is_refused_by_name(choice):
    with pytest.raises(RequestError, match="choice"):
        assess(BASE | {"choice": choice}, LAW)


def test_a_choice_of_none_of_the_options_leaves_the_question():
    given_ = BASE | {
        "violation": "monitor_video",
        "act": {"start": "2025-01-01", "end": "2025-01-02"},
        "decided": "2025-12-01",
        "facts": {"no_video": "yes"},
        "choice": {"statutes": ["mv_standing"], "by": "李法制", "reason": "当时还没有施行"},
    }
    assert as_json(assess(given_, LAW))["choice"]["which"] == "lawyer"


def test_a_choice_that_nobody_asked_for_changes_nothing():
    given_ = BASE | {"decided": "2026-11-22", "facts": {"machines": 2, "failing": "yes"}}
    plain = as_json(assess(given_, LAW))
    chosen = as_json(
        assess(given_ | {"choice": {"statutes": ["ma_old"], "by": "李法制", "reason": "想用旧法"}}, LAW)
    )
    assert plain == chosen


def test_an_unknown_word_of_a_choice_fact_is_refused():
    with pytest.raises(RequestError, match="eia"):
        assess(BASE | {"violation": "build_first", "facts": {"eia": "letter"}}, LAW)


def test_two_tiers_that_fit_are_no_range():
    text = (CASES / "packs" / "clocks.yaml").read_text("utf-8")
    doubled = text.replace(
        "range_fen: [5000000, 20000000], source: 生态环境法典全文, status: seen}\n    facts:",
        "range_fen: [5000000, 20000000], source: 生态环境法典全文, status: seen}\n"
        '          - {id: wl_twice, text: 又一档, when: [{fact: refused, operator: is, value: "yes"}], '
        "range_fen: [1, 2], source: 测试, status: seen}\n    facts:",
    )
    pack = parse_pack(doubled, "doubled.yaml")
    given_ = DATA["common"] | {"violation": "waste_ledger", "facts": {"refused": "yes"}}
    request = read_request(given_, open_book([pack], "山西省"))
    found = reach(request.violation.statutes[1], request.violation, request.facts)
    assert (found.limits, found.is_open) == (None, False)
    assert found.codes == ("two_tiers:wl_code",)


def test_without_packs_of_deadlines_nothing_is_said_of_limitation():
    answer = as_json(assess(BASE | {"found": "2026-09-02"}, [PACK]))
    assert not any("追责时效" in line for line in answer["explanation"])


def test_a_threshold_counts_only_while_it_is_in_force():
    text = (NATIONAL / "procedure.yaml").read_text("utf-8")
    ended = text.replace(
        "    at_least_fen: 20000000\n",
        "    at_least_fen: 20000000\n    in_force: {from: 2023-07-01, to: 2025-12-31}\n",
    )
    pack = parse_pack(ended, "procedure.yaml")
    flags = [
        procedure_flags(30_000_000, "legal_person", [pack], day)
        for day in (date(2023, 6, 30), date(2025, 12, 31), date(2026, 1, 1), None)
    ]
    assert flags == [(), ("hearing",), (), ("hearing",)]


days = st.dates(date(2015, 1, 1), date(2027, 12, 31))


@given(st.sampled_from([row["id"] for row in PACK.rows("violations")]), st.data())
def test_what_applies_was_in_force_at_the_act_or_at_the_decision(violation, data):
    first, last, decided = sorted(data.draw(st.tuples(days, days, days)))
    asked = next(row for row in PACK.rows("violations") if row["id"] == violation)["facts"]
    words = {"yes_no_unknown": ["yes", "no", "unknown"], "choice": ["report", "form"], "whole": [0, 3]}
    facts = {row["id"]: data.draw(st.sampled_from(words.get(row["type"], ["1000000"]))) for row in asked}
    act = {"start": first, "end": last}
    answer = assess(
        DATA["common"] | {"violation": violation, "act": act, "decided": decided, "facts": facts}, LAW
    )
    for statute in answer.statutes:
        start, end = statute.in_force
        if statute.id in answer.choice.applies:
            assert any(start <= day and (end is None or day <= end) for day in (first, decided))
    assert answer.outcome not in ("no_penalty", "fine")
