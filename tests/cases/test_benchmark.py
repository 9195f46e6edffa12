"""The discretion engine: golden cases a jurist can read, and what holds for every case."""

from __future__ import annotations

import copy
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from fieldlaw.cases.law.assess import as_json, benchmark_facts_json, rehearse
from fieldlaw.cases.law.facts import RequestError
from fieldlaw.cases.packs.compile import build
from fieldlaw.cases.packs.load import load_folder

ROOT = Path(__file__).parents[2]
PACKS = load_folder(ROOT / "resources" / "law") + load_folder(ROOT / "tests" / "law_cases" / "packs")
BOOK = YAML(typ="safe").load((ROOT / "tests" / "law_cases" / "benchmark.yaml").read_text("utf-8"))
CASES = {case["id"]: case for case in BOOK["cases"]}
GUANGDONG = next(pack for pack in PACKS if pack.header.id == "gd-benchmark-2022")


def answer_to(case, packs=PACKS):
    return as_json(rehearse(BOOK["common"] | case["given"], packs))


def weights(answer):
    return {step["row"].split("/")[1]: Decimal(step["weight"]) for step in answer["steps"] if step["weight"]}


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in CASES.items()])
def test_the_amount_matches_the_golden_case(case):
    answer, expect = answer_to(case), case["expect"]
    found = weights(answer)
    assert (answer["outcome"], answer["amount_fen"]) == (expect["outcome"], expect["amount_fen"])
    assert {name: found[name] for name in expect.get("weights", {})} == {
        name: Decimal(str(weight)) for name, weight in expect.get("weights", {}).items()
    }
    assert set(expect.get("flags", ())) <= set(answer["flags"])
    assert not set(expect.get("not_flags", ())) & set(answer["flags"])
    assert expect.get("says", "") in "".join(answer["explanation"])
    for key, name in (("capitals", "amount_capitals"), ("range_fen", "amount_range_fen")):
        assert answer[name] == expect.get(key, answer[name])
    assert answer["statutory_range_fen"] == expect.get("statutory_range_fen", answer["statutory_range_fen"])


def test_each_of_the_nine_tables_has_a_golden_case():
    used = {step["row"].split("/")[0] for case in BOOK["cases"] for step in answer_to(case)["steps"]}
    assert {row["id"] for row in GUANGDONG.rows("tables")} <= used


def test_every_step_says_where_it_stands():
    for case in BOOK["cases"]:
        for step in answer_to(case)["steps"]:
            assert set(step) == {"row", "weight", "reason", "source"}
            assert step["source"]
            assert step["reason"]


def test_a_computed_fine_is_in_the_tree_with_its_rows():
    last = answer_to(CASES["G16"])["tree"]["children"][-1]
    assert last["value"].startswith("41万元（人民币肆拾壹万元整）：用的是广东省的裁量基准，只供训练")
    (table,) = last["children"]
    assert [row["title"] for row in table["children"]] == [
        "起点", "超标因子数", "污染物类别", "区域", "时段", "超标程度", "违法次数", "合计",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"facts": {"zone": "moon"}}, "facts.zone"),
        ({"facts": {"times": "0"}}, "facts.times"),
        ({"facts": {"times": "1.5"}}, "facts.times"),
        ({"facts": {"zone": []}}, "facts.zone"),
        ({"facts": {"ph": "NaN"}}, "facts.ph"),
        ({"discretion": {"degree": "kind"}}, "discretion.degree"),
        ({"discretion": {"chosen_fen": 1.5}}, "discretion.chosen_fen"),
        ({"discretion": {"mood": "good"}}, "discretion.mood"),
        ({"also": "air_over_permit"}, "also"),
        ({"also": ["nothing"]}, "violation"),
    ],
)
def test_bad_input_is_refused_by_name(change, place):
    with pytest.raises(RequestError) as caught:
        rehearse(BOOK["common"] | {"violation": "air_over_limit"} | change, PACKS)
    assert caught.value.place == place


def test_a_table_that_states_another_maximum_than_the_statute_gives_no_amount():
    changed = changed_pack(lambda table: table.update(maximum_fen=99_000_000))
    answer = answer_to(CASES["G16"], changed)
    assert (answer["outcome"], answer["flags"]) == ("refused", ["maximum_differs"])


def test_two_tables_for_one_statute_give_no_amount():
    content = dict(GUANGDONG.content)
    twin = next(row for row in content["tables"] if row["id"] == "3.4.1") | {"id": "3.4.1-b"}
    answer = answer_to(CASES["G16"], replaced(build(content | {"tables": [*content["tables"], twin]})))
    assert (answer["outcome"], answer["flags"]) == ("refused", ["two_tables"])


def test_without_a_clamp_an_amount_outside_of_the_statute_is_refused():
    changed = changed_pack(lambda table: table.update(clamp="none"))
    answer = answer_to(CASES["G18"], changed)
    assert (answer["outcome"], answer["amount_fen"], answer["flags"]) == (
        "refused",
        None,
        ["outside_range:minimum"],
    )


def test_norms_without_each_amount_are_not_compared():
    case = {"given": CASES["G17"]["given"] | {"also": ["air_over_permit", "hw_storage"]}}
    case["given"]["facts"] = case["given"]["facts"] | {"hazardous": "yes", "below_standard": "yes"}
    answer = answer_to(case)
    assert (answer["outcome"], answer["amount_fen"]) == ("undecidable", None)
    assert {"norm_undecided:air_over_permit", "norm_undecided:hw_storage"} == set(answer["flags"])


def test_a_further_norm_that_the_facts_refute_does_not_count():
    given_ = dict(CASES["G17"]["given"], also=["hw_storage"])
    given_["facts"] = given_["facts"] | {"hazardous": "no", "below_standard": "yes"}
    assert answer_to({"given": given_})["amount_fen"] == 15_000_000


def test_norms_without_any_amount_leave_the_first_as_it_is():
    answer = answer_to({"given": CASES["G17"]["given"] | {"act": CASES["before"]["given"]["act"]}})
    assert answer["flags"] == ["no_benchmark", "benchmark_not_in_force:gd-benchmark-2022"]
    assert [child["title"] for child in answer["tree"]["children"]][-2:] == ["同一行为触犯的另一规范", "金额"]


def test_a_degree_has_no_place_in_a_table_of_weights():
    answer = answer_to({"given": CASES["G16"]["given"] | {"discretion": {"degree": "lighter"}}})
    assert (answer["outcome"], answer["flags"]) == ("refused", ["degree_not_offered"])


def test_a_clause_without_a_range_gives_no_amount():
    law = next(pack for pack in PACKS if pack.header.id == "cn-statutes-air")
    content = copy.deepcopy(dict(law.content))
    content["violations"][0]["statutes"][0].pop("range_fen")
    answer = answer_to(CASES["G16"], replaced(build(content)))
    assert (answer["outcome"], answer["flags"]) == ("refused", ["no_statutory_range"])


def test_an_investment_too_small_for_a_whole_fen_gives_no_amount():
    given_ = copy.deepcopy(CASES["G20"]["given"])
    given_["facts"]["investment"] = "0.1"
    answer = answer_to({"given": given_ | {"discretion": {"ground": "mitigate_removed_harm"}}})
    assert (answer["outcome"], answer["amount_fen"]) == ("undecidable", None)
    given_["facts"]["removed_harm"] = "yes"
    answer = answer_to({"given": given_ | {"discretion": {"ground": "mitigate_removed_harm"}}})
    assert answer["flags"] == ["no_minimum"]


def test_a_ground_that_the_facts_refute_is_refused():
    given_ = copy.deepcopy(CASES["mitigate-not-shown"]["given"])
    given_["facts"]["removed_harm"] = "no"
    assert answer_to({"given": given_})["flags"] == ["ground_not_shown:mitigate_removed_harm"]


def test_a_signed_pack_that_skipped_the_checker_still_fails_by_name():
    """What the checker forbids is refused again where it would count."""
    content = copy.deepcopy(dict(GUANGDONG.content))
    table = next(row for row in content["tables"] if row["id"] == "3.4.1")
    table["factors"][2]["rows"] = [row for row in table["factors"][2]["rows"] if row["id"] == "ecological"]
    content["grounds"][0].pop("percent")
    broken = replaced(build(content))
    assert answer_to(CASES["G16"], broken)["flags"] == ["benchmark_no_row:3.4.1/zone"]
    given_ = copy.deepcopy(CASES["G22"]["given"])
    given_["facts"]["zone"] = "ecological"
    assert answer_to({"given": given_}, broken)["flags"] == ["ground_without_measure:public_apology"]
    table["factors"][2]["rows"] = []
    given_["facts"]["zone"] = "unknown"
    table["factors"][2]["gaps"] = [
        {"id": "g", "text": "空", "when": [zone_is("general")], "source": "x", "status": "seen"}
    ]
    assert answer_to({"given": given_}, replaced(build(content)))["flags"] == ["benchmark_no_row:3.4.1/zone"]


def test_a_multiple_that_cannot_be_worked_out_is_asked_for():
    given_ = copy.deepcopy(CASES["G18"]["given"])
    given_["facts"] |= {"water_excess": "concentration", "concentration": "40"}
    answer = answer_to({"given": given_})
    assert (answer["outcome"], answer["flags"]) == ("undecidable", ["benchmark_fact:multiple"])
    assert "超标倍数（由 concentration 与 limit 算出）" in "".join(answer["explanation"])


def zone_is(word):
    return {"fact": "zone", "operator": "is", "value": word}


def test_a_range_without_a_whole_fen_gives_no_amount():
    given_ = copy.deepcopy(CASES["G20"]["given"])
    given_["facts"] |= {"investment": "0.3", "duration_months": "20", "progress": "foundation"}
    assert answer_to({"given": given_})["amount_fen"] == 1
    given_["facts"] |= CASES["G22"]["given"]["facts"]
    given_["facts"] = {name: value for name, value in given_["facts"].items() if name in APOLOGY}
    given_["discretion"] = {"ground": "public_apology"}
    given_["facts"]["investment"] = "0.01"
    assert answer_to({"given": given_})["flags"] == ["empty_range"]


APOLOGY = set(BOOK["apology"]) | set(CASES["G20"]["given"]["facts"])


def test_the_questions_of_a_benchmark_are_listed():
    rows = benchmark_facts_json(PACKS, "gd-benchmark-2022", "air_over_limit")
    required = [row["id"] for row in rows if row["required"]]
    assert required == [
        "factor_count",
        "air_class",
        "zone",
        "air_time",
        "air_excess",
        "quantity_over",
        "times",
    ]
    assert "public" not in required
    assert {"apology_done", "removed_harm"} <= {row["id"] for row in rows if not row["required"]}
    for name, violation in (("nothing", "air_over_limit"), ("gd-benchmark-2022", "hw_label")):
        with pytest.raises(RequestError):
            benchmark_facts_json(PACKS, name, violation)


# --- what holds for every case

CHOICES = {
    row["id"]: [each["id"] for each in row["values"]] for row in GUANGDONG.rows("facts") if "values" in row
}
YES_NO = st.sampled_from(["yes", "no"])
VIOLATIONS = {
    "air_over_limit": {"limit": "35"},
    "air_over_permit": {"limit": "35"},
    "water_over_limit": {"limit": "35"},
    "water_evasion": {"discharged": "yes", "bypassed": "yes"},
    "air_evasion": {"evaded": "yes"},
    "build_before_eia_form": {"started": "yes", "not_approved": "yes"},
    "voc_uncontrolled": {"not_closed": "yes"},
}


@st.composite
def requests(draw):
    violation = draw(st.sampled_from(sorted(VIOLATIONS)))
    asked = [row for row in benchmark_facts_json(PACKS, "gd-benchmark-2022", violation) if row["required"]]
    facts = VIOLATIONS[violation] | {row["id"]: draw(_value(row)) for row in asked}
    if "limit" in facts:
        facts["concentration"] = str(draw(st.decimals("35.01", "900", places=3)))
    if violation.startswith("build"):
        facts["investment"] = str(draw(st.decimals("1", "90000000", places=2)))
    return BOOK["common"] | {"violation": violation, "facts": facts}


def _value(row):
    if row["type"] == "choice":
        return st.one_of(st.sampled_from(CHOICES[row["id"]]), st.just("unknown"))
    if row["type"] == "yes_no_unknown":
        return YES_NO
    if row["type"] == "whole":
        return st.integers(1, 6)
    return st.decimals("0", "300", places=2).map(str)


def replaced(pack):
    return tuple(pack if each.header.id == pack.header.id else each for each in PACKS)


def changed_pack(change):
    """The packs with a change made to each table of Guangdong's."""
    tables = [dict(row) for row in GUANGDONG.content["tables"]]
    for row in tables:
        change(row)
    return replaced(build(dict(GUANGDONG.content) | {"tables": tables}))


@given(requests())
def test_an_amount_is_within_the_statutory_range_and_whole(request):
    answer = as_json(rehearse(request, PACKS))
    assert "training" in answer["flags"] or answer["amount_fen"] is None
    if answer["outcome"] == "fine":
        low, high = answer["statutory_range_fen"]
        first, last = answer["amount_range_fen"]
        assert type(first) is int
        assert low <= first <= last <= high
    else:
        assert answer["amount_fen"] is None


@given(requests(), st.data())
def test_below_the_minimum_only_with_mitigation(request, data):
    request = request | {"discretion": {"chosen_fen": data.draw(st.integers(1, 100_000_000))}}
    plain = as_json(rehearse(request, PACKS))
    if plain["amount_fen"] is not None:
        assert plain["amount_fen"] >= plain["statutory_range_fen"][0]
    eased = request | {"discretion": {"ground": "mitigate_removed_harm"}}
    eased["facts"] = eased["facts"] | {"removed_harm": "yes"}
    answer = as_json(rehearse(eased, PACKS))
    if answer["outcome"] == "fine":
        assert answer["amount_range_fen"][1] < answer["statutory_range_fen"][0]
        assert "mitigated:mitigate_removed_harm" in answer["flags"]


@given(requests(), st.randoms(use_true_random=False))
def test_the_order_of_facts_changes_nothing_and_the_same_gives_the_same(request, random):
    facts = list(request["facts"].items())
    random.shuffle(facts)
    first = as_json(rehearse(request, PACKS))
    assert as_json(rehearse(request, PACKS)) == first
    assert as_json(rehearse(request | {"facts": dict(facts)}, PACKS)) == first


@settings(max_examples=50)
@given(requests(), st.data())
def test_more_weight_never_means_a_lower_fine(request, data):
    before = as_json(rehearse(request, PACKS))
    rows = [step["row"] for step in before["steps"] if step["weight"] and not step["row"].endswith("/total")]
    if before["amount_fen"] is None or not rows:
        return
    name, more = data.draw(st.sampled_from(rows)), data.draw(st.integers(0, 60))
    after = as_json(rehearse(request, heavier_pack(name, more)))
    assert after["amount_fen"] >= before["amount_fen"]


def test_weights_beyond_a_hundred_percent_are_capped_and_said():
    answer = answer_to(CASES["max-3.4.1"], heavier_pack("3.4.1/zone/ecological", 10))
    assert (answer["amount_fen"], "table_cap" in answer["flags"]) == (100_000_000, True)
    assert "权重合计 110%" in "".join(answer["explanation"])


def heavier_pack(name, more):
    """The packs with some percent added to one row, and to the rows above it if the rule is the lowest."""
    table_id, factor_id, row_id = name.split("/")

    def change(table):
        if table["id"] != table_id:
            return
        if factor_id == "start":
            table["start"] = table["start"] | {"weight": str(Decimal(table["start"]["weight"]) + more)}
        table["factors"] = [
            _heavier(each, row_id, more) if each["id"] == factor_id else each for each in table["factors"]
        ]

    return changed_pack(change)


def _heavier(factor, row_id, more):
    rows = [
        row | {"weight": str(Decimal(row["weight"]) + more)} if row["id"] == row_id else row
        for row in factor["rows"]
    ]
    return factor | {"rows": rows}


@given(st.dates(date(2015, 1, 1), date(2030, 12, 31)), st.dates(date(2015, 1, 1), date(2030, 12, 31)))
def test_no_amount_outside_of_the_days_in_force(act, decided):
    if decided < act:
        act, decided = decided, act
    request = BOOK["common"] | CASES["G16"]["given"] | {"act": {"start": act, "end": act}, "decided": decided}
    answer = as_json(rehearse(request, PACKS))
    inside = GUANGDONG.header.covers(act) and GUANGDONG.header.covers(decided)
    assert answer["amount_fen"] is None or inside
