"""Measures and transfer: golden cases a jurist can read, and what holds for every case."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from fieldlaw.cases.law.daily_fine import REFUSED, daily_fine
from fieldlaw.cases.law.daily_steps import RESULTS, Steps, read_steps
from fieldlaw.cases.law.deadlines import NoSuchLimitError
from fieldlaw.cases.law.deadlines_rows import read_clocks
from fieldlaw.cases.law.exceedance import multiple, shown
from fieldlaw.cases.law.explain import sentences
from fieldlaw.cases.law.facts import Known, RequestError, Unknown
from fieldlaw.cases.law.measures import measures_of, read_measure_case, read_measure_facts
from fieldlaw.cases.law.measures_answer import as_json, explained, in_brief
from fieldlaw.cases.law.measures_rows import measure_book, measure_facts_json
from fieldlaw.cases.law.seizure import seizure_days, seizure_span
from fieldlaw.cases.law.surcharge import surcharge
from fieldlaw.cases.packs.compile import build
from fieldlaw.cases.packs.load import load_folder, load_pack

ROOT = Path(__file__).parents[2]
FILE = ROOT / "resources" / "law" / "national" / "measures.yaml"
TEXT = FILE.read_text("utf-8")
PACKS = (*load_folder(FILE.parent), load_pack(ROOT / "resources" / "calendars" / "2026.yaml"))
WITHOUT_CALENDAR = tuple(pack for pack in PACKS if pack.header.kind != "calendar")
ONLY_MEASURES = tuple(pack for pack in PACKS if pack.header.kind == "measures")
BOOK = measure_book(PACKS)
CASES = YAML(typ="safe").load((ROOT / "tests" / "law_cases" / "measures.yaml").read_text("utf-8"))
VERDICTS = ("构成犯罪，", "已构成犯罪", "犯罪成立", "应当处罚")


def golden(kind):
    return pytest.mark.parametrize("case", CASES[kind], ids=[case["id"] for case in CASES[kind]])


def weighed(data, packs=PACKS):
    facts, act, decided = read_measure_case(data, packs)
    return {one.row.id: one for one in measures_of(facts, packs, act=act, decided=decided)}


# --- measures


@golden("measures")
def test_a_measure_is_as_the_example_says(case):
    found, expect = weighed(case["given"]), case["expect"]
    answers = {name: as_json(one) for name, one in found.items()}
    text = "".join(line for one in found.values() for line in sentences(explained(one)))
    assert {
        name: answers.get(name, {"applies": "absent"})["applies"] for name in expect.get("applies", {})
    } == (expect.get("applies", {}))
    for name, rows in expect.get("cases", {}).items():
        truths = {row["id"]: row["applies"] for row in answers[name]["cases"]}
        assert truths | rows == truths
    for name, force in expect.get("force", {}).items():
        assert answers[name]["force"] == force
    for name, asked in expect.get("missing", {}).items():
        assert [row["fact"] for row in answers[name]["missing"]] == asked
    for name, clocks in expect.get("clocks", {}).items():
        assert [row["id"] for row in answers[name]["clocks"]] == clocks
    for name, papers in expect.get("documents", {}).items():
        assert set(papers) <= {row["text"] for row in answers[name]["documents"]}
    for name, who in expect.get("approvals", {}).items():
        assert [row["by"] for row in answers[name]["approvals"] if row["applies"]] == who
    for name, bands in expect.get("bands", {}).items():
        rows = [row for row in answers[name]["cases"] if row["applies"]]
        held = [[band["grade"], band["days"]] for row in rows for band in row["bands"] if band["applies"]]
        assert held == bands
    assert expect.get("says", "") in text
    assert "not_says" not in expect or expect["not_says"] not in text


def answers_for(asked):
    """Any answer to a question, or none."""
    if asked.type == "yes_no_unknown":
        known = st.booleans().map(Known)
    elif asked.type == "choice":
        known = st.sampled_from(sorted(asked.values)).map(lambda word: Known(frozenset([word])))
    else:
        known = st.decimals(0, 2000, places=2).map(Known)
    return st.just(Unknown("没有填写")) | known


FACTS = st.fixed_dictionaries({name: answers_for(asked) for name, asked in BOOK.facts.items()})
DAYS = st.dates(date(2014, 6, 1), date(2028, 1, 1))
ACTS = st.none() | st.tuples(DAYS, st.integers(0, 1200)).map(lambda it: (it[0], it[0] + timedelta(it[1])))


@given(FACTS, ACTS, st.none() | DAYS)
@settings(max_examples=60, deadline=None)
def test_no_answer_is_a_verdict(facts, act, decided):
    for one in measures_of(facts, PACKS, act=act, decided=decided):
        answer = as_json(one)
        if one.row.kind == "crime":
            assert answer["applies"] in (True, None)
            assert "请法制判断" in answer["text"] or "由法制判断" in answer["text"]
            assert {row["force"] for row in answer["cases"]} <= {"prompt"}
        assert not any(word in line for word in VERDICTS for line in in_brief([one]))
        assert (one.force == "") == (one.truth is not True)
        assert not one.missing or one.truth is None
        assert all(row["status"] == "seen" for row in answer["cases"] if row["applies"])
        assert one.truth is not None or one.missing or one.doubts


@given(ACTS, st.none() | DAYS)
@settings(max_examples=40, deadline=None)
def test_what_nobody_answered_gives_no_answer(act, decided):
    assert {one.truth for one in measures_of({}, PACKS, act=act, decided=decided)} == {None}


@given(FACTS, ACTS, st.none() | DAYS, st.data())
@settings(max_examples=60, deadline=None)
def test_one_fact_more_never_turns_a_yes_into_a_no(facts, act, decided, data):
    name = data.draw(st.sampled_from(sorted(facts)))
    less = {**facts, name: Unknown("没有填写")}
    before = {one.row.id: one.truth for one in measures_of(less, PACKS, act=act, decided=decided)}
    after = {one.row.id: one.truth for one in measures_of(facts, PACKS, act=act, decided=decided)}
    for row in BOOK.measures:
        was = before.get(row.id, False)
        assert was is None or after.get(row.id, False) is was


def test_a_known_date_never_turns_a_yes_into_a_no():
    facts = read_measure_facts({"bypassed": "yes", "serious": "no"}, PACKS)
    for decided in (None, date(2020, 1, 1), date(2026, 12, 1)):
        for act in (None, (date(2019, 1, 1), date(2019, 1, 2))):
            found = {one.row.id: one.truth for one in measures_of(facts, PACKS, act=act, decided=decided)}
            assert found["detention"] is True


def test_a_decision_before_every_law_is_open():
    facts = read_measure_facts({"bypassed": "yes"}, PACKS)
    (found,) = (
        one
        for one in measures_of(facts, PACKS, act=None, decided=date(2010, 1, 1))
        if one.row.id == "detention"
    )
    assert found.truth is None
    assert [each.fact for each in found.missing] == ["act"]


def test_facts_that_no_measure_asks_make_no_difference():
    facts = read_measure_facts({"bypassed": "yes"}, PACKS)
    more = {**facts, "ph": Known(Decimal(9))}
    assert measures_of(facts, PACKS, act=None, decided=None) == measures_of(
        more, PACKS, act=None, decided=None
    )


def test_a_limit_of_zero_is_no_multiple():
    found = weighed({"facts": {"lead_value": "1", "lead_limit": "0"}})["crime"]
    assert any("限值应大于零" in text for ground in found.grounds for text in ground.worked)
    assert found.truth is None


def test_every_clock_is_a_deadline_of_the_packs():
    clocks = read_clocks(PACKS)
    for row in BOOK.measures:
        assert set(row.clocks) <= set(clocks.rules), row.id
        assert set(row.accruals) <= set(clocks.accruals), row.id


def test_a_clock_that_no_pack_has_says_so():
    found = measures_of({}, ONLY_MEASURES, act=None, decided=None)
    clocks = [each for one in found for each in one.clocks]
    assert clocks
    assert {each.text for each in clocks} == {"规则包没有收录这一期限"}


def test_every_number_of_days_stands_with_the_deadlines():
    for row in BOOK.measures:
        texts = [each.text for each in (*row.limits, *row.approvals, *row.requirements)]
        assert not [text for text in texts if "三十日" in text or "工作日内" in text], row.id


def test_the_questions_are_listed():
    rows = {row["id"]: row for row in measure_facts_json(PACKS)}
    assert set(rows) == set(BOOK.facts)
    assert rows["bypassed"]["values"] == ["yes", "no"]
    assert set(rows["recheck_result"]["values"]) == set(RESULTS)
    assert rows["waste_tonnes"]["values"] == []
    assert [row["id"] for row in measure_facts_json(PACKS, "surcharge")] == ["unpaid"]


def test_facts_shared_with_the_statutes_are_of_one_kind():
    law = load_folder(FILE.parent)
    own = {
        row["id"]: row["type"] for pack in law for each in pack.rows("violations") for row in each["facts"]
    }
    for name in own.keys() & BOOK.facts.keys():
        assert own[name] == BOOK.facts[name].type, name


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({"party": {}}, "party"),
        ({"facts": []}, None),
        ({"facts": [1]}, "act、facts"),
        ({"act": "today"}, "act、facts"),
        ({"facts": {"moon": "yes"}}, "facts.moon"),
        ({"facts": {"bypassed": "perhaps"}}, "facts.bypassed"),
        ({"facts": {"recheck_result": "gone"}}, "facts.recheck_result"),
        ({"facts": {"waste_tonnes": "-1"}}, "facts.waste_tonnes"),
        ({"act": {"start": "2026-02-02", "end": "2026-02-01"}}, "act.end"),
        ({"act": {"start": "2026-02-02"}, "decided": "2026-02-01"}, "decided"),
        ({"act": {"start": "soon"}}, "act.start"),
    ],
)
def test_a_bad_case_is_refused_by_name(data, place):
    if place is None:
        assert read_measure_case(data, PACKS) == ({}, None, None)
        return
    with pytest.raises(RequestError) as caught:
        read_measure_case(data, PACKS)
    assert caught.value.place == place


# --- fines by the day


@golden("daily")
def test_a_daily_fine_is_as_the_example_says(case):
    found, expect = daily_fine(read_steps(case["given"]), PACKS), dict(case["expect"])
    answer, text = found.as_json(), "".join(sentences(found.explained()))
    says, not_says = expect.pop("says", ""), expect.pop("not_says", None)
    flags = expect.pop("flags", answer["flags"])
    assert {key: answer[key] for key in expect} == expect
    assert set(flags) <= set(answer["flags"])
    assert [flag for flag in answer["flags"] if "refuse" in flag or not flags] == (
        [flag for flag in flags if "refuse" in flag]
    )
    assert says in text
    assert not_says is None or not_says not in text


READY_CASE = next(case for case in CASES["daily"] if case["id"] == "code-ready")["given"]


@given(st.integers(1, 30), st.integers(1, 30), st.integers(1, 10**9))
def test_a_daily_fine_grows_with_its_days(one, other, fen):
    fewer, more = sorted((one, other))

    def sum_after(days):
        steps = Steps(
            amount_fen=fen,
            ordered=date(2026, 9, 1),
            rechecked=date(2026, 9, 1) + timedelta(days),
            result="continuing",
        )
        return daily_fine(steps, PACKS)

    low, high = sum_after(fewer), sum_after(more)
    assert low.days == fewer
    assert low.reckoned_fen == fen * fewer
    assert low.reckoned_fen <= high.reckoned_fen


YES_NO = st.sampled_from(["yes", "no", "unknown"])
MAYBE_DAY = st.none() | st.dates(date(2026, 8, 1), date(2026, 12, 31))
RESULT = st.none() | st.sampled_from([*RESULTS, "unknown"])


@given(
    st.fixed_dictionaries(
        {
            "original": st.fixed_dictionaries(
                {"amount_fen": st.none() | st.integers(1, 10**10), "decided": MAYBE_DAY, "served": MAYBE_DAY}
            ),
            "order": st.fixed_dictionaries({"made": MAYBE_DAY, "served": MAYBE_DAY, "warned": YES_NO}),
            "recheck": st.fixed_dictionaries({"day": MAYBE_DAY, "result": RESULT, "covert": YES_NO}),
            "correction": st.fixed_dictionaries({"same_act": YES_NO, "collected": YES_NO}),
            "second": st.fixed_dictionaries(
                {"order_served": MAYBE_DAY, "rechecked": MAYBE_DAY, "result": RESULT}
            ),
            "decided": MAYBE_DAY,
        }
    )
)
@settings(max_examples=300, deadline=None)
def test_only_what_is_known_and_met_makes_a_sum_for_a_decision(data):
    try:
        found = daily_fine(read_steps(data), PACKS)
    except RequestError:
        return
    must = [each for each in found.demands if each.said.does != "warn"]
    if found.amount_fen is not None:
        assert all(each.met for each in must)
        assert found.amount_fen == data["original"]["amount_fen"] * found.days
    if found.state == REFUSED:
        assert (found.days, found.reckoned_fen, found.amount_fen) == (None, None, None)
        assert any(each.met is False for each in must)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"original": {"decided": "2026-09-25", "served": "2026-09-24"}}, "original.served"),
        ({"order": {"made": "2026-09-02", "served": "2026-09-01"}}, "order.served"),
        ({"recheck": {"day": "2026-08-31"}}, "recheck.day"),
        ({"second": {"order_served": "2026-09-19"}}, "second.order_served"),
        ({"second": {"order_served": "2026-09-21", "rechecked": "2026-09-20"}}, "second.rechecked"),
        ({"second": {"rechecked": "2026-09-01"}}, "second.rechecked"),
        ({"decided": "2026-09-10"}, "decided"),
        ({"original": {"amount_fen": 0}}, "original.amount_fen"),
        ({"original": {"amount_fen": 1.5}}, "original.amount_fen"),
        ({"original": 5}, "original"),
        ({"recheck": {"result": "fine"}}, "recheck.result"),
        ({"recheck": {"covert": "sure"}}, "recheck.covert"),
        ({"order": {"served": "soon"}}, "order.served"),
        ({"order": {"colour": "red"}}, "order.colour"),
        ({"moon": {}}, "moon"),
    ],
)
def test_steps_that_cannot_be_are_refused_by_name(change, place):
    with pytest.raises(RequestError) as caught:
        read_steps(READY_CASE | change)
    assert caught.value.place == place


def test_steps_made_by_hand_are_held_to_the_same_order():
    with pytest.raises(RequestError):
        daily_fine(Steps(ordered=date(2026, 9, 2), rechecked=date(2026, 9, 1)), PACKS)


def test_without_a_calendar_a_day_after_the_limit_is_late():
    case = next(each for each in CASES["daily"] if each["id"] == "G32-recheck")
    assert daily_fine(read_steps(case["given"]), WITHOUT_CALENDAR).state == REFUSED


def changed(change):
    (pack,) = ONLY_MEASURES
    content = json.loads(json.dumps(pack.content))
    change(content)
    return (*(each for each in PACKS if each is not pack), build(content))


def test_a_requirement_that_the_program_does_not_know_stays_open():
    def add(content):
        (row,) = (each for each in content["measures"] if each["kind"] == "daily_fine")
        row["requirements"].append({**row["requirements"][0], "id": "new_rule", "text": "新的条件"})

    found = daily_fine(read_steps(READY_CASE), changed(add))
    assert found.state == "incomplete"
    assert found.flags == ("daily_open:new_rule",)
    assert "由法制人员确定" in found.demands[-1].why


def test_a_measure_without_documents_names_none():
    def cut(content):
        for row in content["measures"]:
            row["documents"] = []

    for one in measures_of({}, changed(cut), act=None, decided=None):
        assert not any(line.startswith("文书") for line in sentences(explained(one)))


def test_packs_without_a_daily_fine_are_named():
    steps = read_steps(READY_CASE)
    with pytest.raises(NoSuchLimitError):
        daily_fine(steps, ONLY_MEASURES)
    with pytest.raises(NoSuchLimitError):
        daily_fine(steps, [pack for pack in PACKS if pack.header.kind != "measures"])


# --- surcharge and seizure


@golden("surcharge")
def test_a_surcharge_is_as_the_example_says(case):
    facts = dict(case["given"])
    fine = facts.pop("fine_fen")
    found = surcharge(fine, packs=PACKS, **facts)
    answer = found.as_json()
    assert {key: answer[key] for key in case["expect"]} == case["expect"]
    assert ("已到上限" in "".join(sentences(found.explained()))) == answer["capped"]


SPANS = st.lists(
    st.tuples(DAYS, st.integers(0, 90)).map(lambda it: (it[0], it[0] + timedelta(it[1]))), max_size=3
)


@given(st.integers(1, 10**11), DAYS, st.integers(-50, 400), SPANS)
@settings(max_examples=80, deadline=None)
def test_a_surcharge_never_exceeds_the_fine(fine, due, days, stops):
    found = surcharge(fine, due=due, on=due + timedelta(days), packs=PACKS, stops=stops)
    assert 0 <= found.amount_fen <= fine
    assert 0 <= found.days <= max(0, days)
    assert found.is_capped <= (found.amount_fen == fine)
    longer = surcharge(fine, due=due, on=due + timedelta(days + 1), packs=PACKS, stops=stops)
    assert found.amount_fen <= longer.amount_fen


def test_a_surcharge_needs_a_fine_a_rate_and_sound_spans():
    day = date(2026, 3, 1)
    with pytest.raises(RequestError):
        surcharge(0, due=day, on=day, packs=PACKS)
    with pytest.raises(RequestError):
        surcharge(1, due=day, on=day, packs=PACKS, stops=[(day, day - timedelta(1))])
    with pytest.raises(NoSuchLimitError):
        surcharge(1, due=day, on=day, packs=ONLY_MEASURES)


def accruals_without(key):
    (pack,) = (each for each in PACKS if each.rows("accruals"))
    content = json.loads(json.dumps(pack.content))
    for row in content["accruals"]:
        row.pop(key, None)
    return [build(content)]


def test_a_surcharge_stops_at_the_fine_even_where_the_pack_names_no_cap():
    day = date(2026, 3, 1)
    found = surcharge(10_000, due=day, on=day + timedelta(100), packs=accruals_without("cap_percent"))
    assert (found.amount_fen, found.is_capped) == (10_000, True)


def test_a_surcharge_without_a_rate_is_refused():
    day = date(2026, 3, 1)
    with pytest.raises(NoSuchLimitError):
        surcharge(10_000, due=day, on=day, packs=accruals_without("percent"))


@golden("seizure")
def test_a_seizure_is_as_the_example_says(case):
    facts = dict(case["given"])
    found = seizure_span(facts.pop("first"), facts.pop("last"), PACKS, **facts)
    assert {key: getattr(found, key) for key in case["expect"]} == case["expect"]
    assert "行政强制法" in found.basis


def test_a_seizure_has_sound_days_and_a_known_limit():
    first, last = date(2017, 3, 10), date(2017, 3, 9)
    with pytest.raises(RequestError):
        seizure_days(first, last)
    with pytest.raises(RequestError):
        seizure_span(first, first, PACKS, extended_days=31)
    with pytest.raises(NoSuchLimitError):
        seizure_span(first, first, ONLY_MEASURES)


@golden("excess")
def test_a_multiple_is_as_the_example_says(case):
    over, base = (Decimal(text) for text in case["given"])
    assert shown(multiple(over, base)) == case["expect"]
