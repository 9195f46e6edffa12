"""The checks before review: the examples, and that what is not known never passes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from fieldlaw.cases.casework.printing_checks import total_of
from fieldlaw.cases.law.preflight import FAIL, PASS, as_json, evaluate
from fieldlaw.cases.law.preflight_tests import PreflightFactsError
from fieldlaw.cases.packs.load import load_folder

ROOT = Path(__file__).parents[2]
LAW = load_folder(ROOT / "resources" / "law" / "national")
CHECKS = [row for pack in LAW for row in pack.rows("checks")]
NAMES = [row["id"] for pack in LAW for row in pack.rows("check_facts")]
WEIGHTS = [row for pack in LAW for row in pack.rows("weights")]
CASES = YAML(typ="safe").load((ROOT / "tests" / "law_cases" / "preflight.yaml").read_text("utf-8"))


def yes(value):
    return value in ("yes", True)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_the_checks_come_out_as_the_example_says(case):
    facts = {
        key: {True: "yes", False: "no"}.get(v, v) if isinstance(v, bool) else v
        for key, v in case["facts"].items()
    }
    answer, expect = as_json(evaluate(facts, LAW, case.get("documents"))), case["expect"]
    results = {one["id"]: one["result"] for one in answer["checks"]}
    for word in ("pass", "fail", "ask"):
        assert [results[each] for each in expect.get(word, ())] == [word] * len(expect.get(word, ()))
    assert {id_ for id_, result in results.items() if result == "fail"} == set(expect.get("fail", ()))
    assert answer["fatal"] is yes(expect["fatal"])
    assert expect.get("says", "") in "".join(one["reason"] for one in answer["checks"])
    assert answer["total"] == (expect.get("total") if "total" in expect else (0 if answer["fatal"] else None))
    assert {name: answer["score"][name] for name in expect.get("score", {})} == expect.get("score", {})
    assert not set(expect.get("without", ())) & set(answer["score"])


def test_the_pack_is_whole():
    fatal = [row["number"] for row in CHECKS if row["severity"] == "fatal"]
    assert sorted(fatal) == list(range(1, 26))
    used = {name for row in CHECKS for test in row["tests"] for name in test["facts"]}
    used |= {each["fact"] for row in CHECKS for test in row["tests"] for each in test.get("when", ())}
    assert used == set(NAMES)
    for file in ("penalty", "no_penalty"):
        assert sum(row["points"] for row in WEIGHTS if row["file"] == file) == 100


def test_every_check_names_what_it_needs_and_asks_for_it():
    for one in evaluate({}, LAW).checks:
        assert one.needs
        assert one.result.value == "ask"
        assert set(one.unknown) <= set(one.needs)


def test_a_clean_file_has_all_points():
    facts = dict.fromkeys(NAMES, "yes") | {
        **dict.fromkeys(("evidence_after_review", "no_penalty", "mitigated", "disclosure_needless"), "no"),
        "issuer_names": {"落款": "示例局", "印章": "示例局"}, "party_names": {"立案": "甲", "决定": "甲"},
        "officers_with_badge": 2, "amount_fen": 3, "range_low_fen": 1, "range_high_fen": 9,
        "amount_notified_fen": 4, "investigators": ["甲"], "voters": ["乙"], "examiners": ["丙"],
    }  # fmt: skip
    order = (
        "identity",
        "inspection",
        "record",
        "defence",
        "discussion",
        "original_decision",
        "original_served",
    )
    for day, name in enumerate((*order, "daily_decision", "daily_served"), start=1):
        facts[f"time_{name}"] = f"2026-11-{day:02d}"
    held = {row["document"]: "present" for row in WEIGHTS}
    found = evaluate(facts, LAW, held)
    assert {one.result for one in found.checks} == {PASS}
    assert (found.asked, found.faults, total_of(found)) == ((), (), "总分：100 分（未减要素扣分）")
    assert as_json(found)["total"] == 100
    assert as_json(evaluate(facts, LAW, {**held, "closing": "absent"}))["total"] == 98.5


@pytest.mark.parametrize(
    ("facts", "documents"),
    [
        ({"typo": "yes"}, {}),
        ({"own_name": "maybe"}, {}),
        ({"officers_with_badge": True}, {}),
        ({"officers_with_badge": "2", "badges_valid": "yes"}, {}),
        ({"party_names": ["甲"]}, {}),
        ({"investigators": "甲", "examiners": ["甲"]}, {}),
        ({"no_penalty": 1}, {}),
        ({"time_identity": "2026-11-25T10:00:00", "time_inspection": "2026-11-25"}, {}),
        ({}, {"poem": "present"}),
        ({}, {"filing": "lost"}),
    ],
)
def test_what_cannot_be_read_is_refused(facts, documents):
    with pytest.raises(PreflightFactsError):
        evaluate(facts, LAW, documents)


MOMENTS = [name for name in NAMES if name.startswith("time_")]
LISTS = ["investigators", "voters", "examiners"]
MAPS = ["issuer_names", "party_names"]
NUMBERS = [name for name in NAMES if name.endswith("_fen")] + ["officers_with_badge"]
PEOPLE = st.lists(st.sampled_from(["甲", "乙", "丙"]), max_size=2)


def values(name):
    if name in MOMENTS:
        return st.sampled_from(["2026-11-25", "2026-11-24", "2026-11-25T10:00:00+08:00"])
    if name in LISTS:
        return PEOPLE
    if name in MAPS:
        return st.dictionaries(st.sampled_from(["一", "二"]), st.sampled_from(["甲", "乙"]), max_size=2)
    return st.integers(0, 5) if name in NUMBERS else st.sampled_from(["yes", "no"])


@given(st.data())
def test_knowing_less_never_makes_a_check_pass(data):
    known = data.draw(st.sets(st.sampled_from(NAMES)))
    facts = {name: data.draw(values(name), label=name) for name in sorted(known)}
    before = {one.id: one.result for one in evaluate(facts, LAW).checks}
    for name in sorted(known):
        less = {**facts, name: data.draw(st.sampled_from([None, "unknown"]))}
        for one in evaluate(less, LAW).checks:
            assert one.result is not PASS or before[one.id] is PASS
            assert one.result is not FAIL or before[one.id] is FAIL


@given(st.dictionaries(st.sampled_from(NAMES), st.sampled_from([None, "unknown"])))
def test_unknown_facts_never_pass(facts):
    assert not any(one.result is PASS for one in evaluate(facts, LAW).checks)
