"""Leniency: golden cases a jurist can read, and what holds for every case."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from fieldlaw.cases.law.assess import as_json, assess, facts_json, leniency_facts_json, rehearse
from fieldlaw.cases.law.facts import RequestError
from fieldlaw.cases.packs.compile import build
from fieldlaw.cases.packs.load import load_folder

ROOT = Path(__file__).parents[2]
PACKS = load_folder(ROOT / "resources" / "law") + load_folder(ROOT / "tests" / "law_cases" / "packs")
BOOK = YAML(typ="safe").load((ROOT / "tests" / "law_cases" / "leniency.yaml").read_text("utf-8"))
CASES = {case["id"]: case for case in BOOK["cases"]}
BARS = ("secret_discharge", "malicious_discharge", "falsified_data", "public_harm")
LENIENT = ("no_penalty", "may_no_penalty")


def request_of(name, **facts):
    data = BOOK["common"] | CASES[name]["given"]
    return data | {"facts": data["facts"] | facts}


def answer_to(data, packs=PACKS):
    return as_json(rehearse(data, packs))


def met(answer):
    return {row["item"]: row["met"] for row in answer["leniency"]}


@pytest.mark.parametrize("name", CASES)
def test_the_answer_matches_the_golden_case(name):
    answer, expect = answer_to(request_of(name)), CASES[name]["expect"]
    text = "".join(answer["explanation"])
    missing = {row["item"]: [each["fact"] for each in row["missing"]] for row in answer["leniency"]}
    assert answer["outcome"] == expect["outcome"]
    assert met(answer) | expect.get("items", {}) == met(answer)
    assert bool(met(answer)) or not expect.get("items")
    assert expect.get("amount_fen", answer["amount_fen"]) == answer["amount_fen"]
    assert {item: missing[item] for item in expect.get("missing", {})} == expect.get("missing", {})
    assert set(expect.get("flags", ())) <= set(answer["flags"])
    assert expect.get("says", "") in text
    if "ladder" in expect:
        assert {row["step"]: row["applies"] for row in answer["ladder"]} == expect["ladder"]
    if "measure" in expect:
        assert [row["measure"] for row in answer["ladder"]] == [expect["measure"]]


def test_no_list_changes_nothing():
    plain = {key: value for key, value in request_of("G21-below").items() if key != "leniency"}
    plain["facts"] = {key: value for key, value in plain["facts"].items() if key not in (*BARS, "had_same")}
    answer = answer_to(plain)
    assert (answer["outcome"], answer["leniency"], answer["ladder"]) == ("fine", [], [])
    assert not [flag for flag in answer["flags"] if flag.startswith("leniency")]
    assert "包容免罚" not in "".join(answer["explanation"])


def test_a_fine_leaves_no_trace_in_an_answer_of_no_penalty():
    answer = answer_to(request_of("G21-below"))
    assert (answer["amount_fen"], answer["amount_range_fen"], answer["steps"]) == (None, None, [])
    assert "hearing" not in answer["flags"]
    assert answer["tree"]["children"][-1]["value"] == "暂不计算金额：不予处罚。"
    assert "gd-leniency" in [pack["id"] for pack in answer["packs"]]


def test_every_entry_says_where_it_stands_and_what_it_needs():
    for name in CASES:
        for row in answer_to(request_of(name))["leniency"]:
            assert row["source"]
            assert row["reason"]
            assert row["status"] in ("seen", "second_hand", "recalled")
            assert row["missing"] == [] or row["met"] is None
            assert all(each["question"] for each in row["missing"])
            assert all(each["evidence"] for each in row["evidence"])


def test_the_ladder_is_bounded_by_law_and_names_no_penalty():
    for name in ("G04", "G05", "ladder-open"):
        for row in answer_to(request_of(name))["ladder"]:
            assert not any(word in row["measure"] for word in ("通报批评", "罚款", "警告"))
            assert {each["id"] for each in row["limits"]} >= {"public_censure", "not_again", "limitation"}


def test_the_ladder_changes_neither_outcome_nor_amount():
    first, third = (answer_to(request_of("G04", similar_minor_before=count)) for count in (0, 2))
    assert [first[key] for key in ("outcome", "amount_fen", "flags")] == [
        third[key] for key in ("outcome", "amount_fen", "flags")
    ]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"leniency": 3}, "leniency"),
        ({"leniency": [""]}, "leniency"),
        ({"facts": {"last_same": "2022-01-01", "had_same": "no"}}, "facts.last_same"),
        ({"facts": {"last_same": "soon"}}, "facts.last_same"),
        ({"facts": {"zone": "moon"}}, "facts.zone"),
    ],
)
def test_bad_input_is_refused_by_name(change, place):
    data = request_of("G21-below")
    with pytest.raises(RequestError) as caught:
        rehearse(data | change | {"facts": data["facts"] | change.get("facts", {})}, PACKS)
    assert caught.value.place == place


def test_a_list_lends_its_questions():
    rows = {row["id"]: row for row in leniency_facts_json(PACKS, "gd-leniency", "air_over_limit")}
    assert set(BARS) | {"concentration", "limit", "had_same", "last_same", "zone"} <= set(rows)
    assert "ph" not in rows
    assert rows["last_same"]["type"] == "date"
    for name, violation in (("nothing", "air_over_limit"), ("gd-leniency", "straw_burning")):
        with pytest.raises(RequestError):
            leniency_facts_json(PACKS, name, violation)


@pytest.mark.parametrize("days", [0, 1, 200])
def test_an_earlier_violation_after_the_act_settles_nothing(days):
    last = date(2023, 3, 1) + timedelta(days)
    answer = answer_to(request_of("G21-below", had_same="yes", last_same=last))
    assert met(answer)["8"] is (False if days == 0 else None)


# ---- a real case ----


def approved(name, **changes):
    """A list as the bureau would have it: for decisions, confirmed; and its hash as signed."""
    pack = next(each for each in PACKS if each.header.id == name)
    content = dict(pack.content) | {"use": "decision"} | changes.get("content", {})
    content["pack"] = dict(content["pack"]) | {"status": "confirmed"} | changes.get("pack", {})
    made = build(content)
    rest = tuple(each for each in PACKS if each.header.id != name)
    return (*rest, made), frozenset({made.header.sha256})


def real(name, packs, signed, **facts):
    data = {key: value for key, value in request_of(name, **facts).items() if key != "benchmark"}
    if "benchmark" in CASES[name]["given"]:
        asked = {each["id"] for each in leniency_facts_json(packs, "gd-leniency", "air_over_limit")}
        data["facts"] = {key: value for key, value in data["facts"].items() if key in asked}
    return as_json(assess(data, packs, signed=signed))


def test_a_signed_list_of_the_place_decides_a_real_case():
    packs, signed = approved("gd-leniency")
    answer = real("G21-below", packs, signed)
    assert (answer["outcome"], answer["amount_fen"]) == ("no_penalty", None)
    assert "training" not in answer["flags"]
    packs, signed = approved("cn-leniency")
    assert real("G14", packs, signed)["outcome"] == "no_penalty"


@pytest.mark.parametrize(
    ("changes", "sign", "flag"),
    [
        ({}, False, "leniency_unsigned:gd-leniency"),
        ({"pack": {"status": "draft"}}, True, "leniency_unsigned:gd-leniency"),
        ({"content": {"use": "training"}}, True, "leniency_training_only:gd-leniency"),
        ({"pack": {"jurisdiction": "海南省"}}, True, "leniency_of_other_place:gd-leniency"),
        (
            {"pack": {"in_force": {"from": "2024-01-01", "to": None}}},
            True,
            "leniency_not_in_force:gd-leniency",
        ),
    ],
)
def test_a_list_that_may_not_be_used_says_nothing_in_a_real_case(changes, sign, flag):
    packs, signed = approved("gd-leniency", **changes)
    answer = real("G21-below", packs, signed if sign else frozenset())
    assert (answer["outcome"], answer["leniency"], answer["ladder"]) == ("refused", [], [])
    assert flag in answer["flags"]


@pytest.mark.parametrize("name", ["ph-unverified", "calendar-year", "sudden-failure"])
def test_unverified_rows_say_nothing_in_a_real_case(name):
    packs, signed = approved("gd-leniency")
    answer = real(name, packs, signed)
    assert answer["outcome"] == "refused"
    assert True not in met(answer).values()
    assert "没有对照原文核实" in "".join(answer["explanation"])


def test_a_real_case_without_the_name_uses_the_list_of_its_place():
    packs, signed = approved("gd-leniency")
    data = {key: value for key, value in request_of("G21-below").items() if key != "leniency"}
    data = data | {"benchmark": "", "facts": {k: v for k, v in data["facts"].items() if k in FIT}}
    assert as_json(assess(data, packs, signed=signed))["outcome"] == "no_penalty"


FIT = {row["id"] for row in leniency_facts_json(PACKS, "gd-leniency", "air_over_limit")}


def may_list():
    """A list that is seen throughout and under which the act may be left unpunished."""
    pack = next(each for each in PACKS if each.header.id == "gd-leniency")
    items = [dict(row) | {"effect": "may_no_penalty"} for row in pack.rows("items") if row["id"] == "8"]
    return approved("gd-leniency", content={"items": items})


def test_where_it_may_be_left_unpunished_the_amount_stays_for_comparison():
    packs, _ = may_list()
    answer = answer_to(request_of("G21-below"), packs)
    assert (answer["outcome"], answer["amount_fen"]) == ("may_no_penalty", 20_000_000)
    open_ = answer_to(request_of("G21-below", corrected_in_time=None), packs)
    assert (open_["outcome"], open_["amount_fen"]) == ("fine", 20_000_000)
    assert "leniency_open:gd-leniency/8" in open_["flags"]


# ---- what holds for every case ----

NAMES = [name for name in CASES if name not in ("unknown-list", "not-established")]
YES_NO = st.sampled_from(["yes", "no", "unknown", None])
LISTS = ("cn-leniency", "gd-leniency", "sx-leniency-2025")


@st.composite
def requests(draw):
    """Any golden case with some of its answers changed or left out."""
    data = request_of(draw(st.sampled_from(NAMES)))
    facts = dict(data["facts"])
    for name in draw(st.sets(st.sampled_from(sorted(facts)), max_size=4)):
        is_yes_no = facts[name] in ("yes", "no", "unknown")
        facts[name] = draw(YES_NO) if is_yes_no else None
    if facts.get("had_same") == "no":
        facts.pop("last_same", None)
    return data | {"facts": facts}


@given(requests(), st.data())
def test_taking_a_fact_away_never_makes_it_lenient(data, draws):
    before = answer_to(data)
    known = [name for name, value in data["facts"].items() if value not in (None, "", "unknown")]
    assume(known)
    facts = dict(data["facts"])
    for name in draws.draw(st.sets(st.sampled_from(known), min_size=1)):
        facts[name] = draws.draw(st.sampled_from([None, "unknown"]))
    after = answer_to(data | {"facts": facts})
    assert after["outcome"] not in LENIENT or before["outcome"] == after["outcome"]
    held = met(before)  # an item that was out of the question before has no condition to compare
    assert not [item for item, value in met(after).items() if value and held.get(item, True) is not True]


@given(requests(), st.sampled_from(BARS))
def test_forbidden_conduct_is_never_lenient(data, bar):
    answer = answer_to(data | {"facts": data["facts"] | {bar: "yes"}})
    assert answer["outcome"] not in LENIENT
    assert set(met(answer).values()) <= {False}
    assert answer["ladder"] == []


@given(requests(), st.randoms(use_true_random=False))
def test_order_changes_nothing(data, random):
    facts, packs = list(data["facts"].items()), list(PACKS)
    random.shuffle(facts)
    random.shuffle(packs)
    first, other = answer_to(data), answer_to(data | {"facts": dict(facts)}, packs)
    assert (first["outcome"], first["amount_fen"], met(first)) == (
        other["outcome"],
        other["amount_fen"],
        met(other),
    )
    assert set(first["flags"]) == set(other["flags"])


@given(st.dates(date(2015, 1, 1), date(2030, 12, 31)))
def test_no_leniency_outside_of_the_days_in_force(decided):
    act = {"start": date(2015, 1, 1), "end": date(2015, 1, 1)}
    data = request_of("G14") | {"act": act, "decided": decided}
    answer = answer_to(data)
    assert answer["outcome"] not in LENIENT or decided >= date(2021, 7, 15)


@given(st.sampled_from([row["id"] for row in facts_json(PACKS, "广东省")]), st.sampled_from(LISTS))
def test_no_facts_no_leniency(violation, name):
    data = BOOK["common"] | {"violation": violation, "leniency": name, "facts": {}}
    answer = answer_to(data)
    assert answer["outcome"] == "undecidable"
    assert set(met(answer).values()) <= {None}
