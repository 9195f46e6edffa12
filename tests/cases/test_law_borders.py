"""Every row of every benchmark table, at, below and above each of its borders, read plainly."""

from __future__ import annotations

import itertools
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from fieldlaw.cases.law.assess import as_json, benchmark_facts_json, facts_json, leniency_facts_json, rehearse
from fieldlaw.cases.law.facts import RequestError
from fieldlaw.cases.law.library import Library
from fieldlaw.cases.packs.load import load_folder

ROOT = Path(__file__).parents[2]
PACKS = Library(load_folder(ROOT / "resources" / "law"))
BOOK = YAML(typ="safe").load((ROOT / "tests" / "law_cases" / "benchmark.yaml").read_text("utf-8"))
GUANGDONG = next(pack for pack in PACKS if pack.header.id == "gd-benchmark-2022")
ASKED = {row["id"]: row for row in GUANGDONG.rows("facts")}
LIMIT = Decimal(40)
OPERATORS = {
    "gt": lambda one, other: one > other, "ge": lambda one, other: one >= other,
    "lt": lambda one, other: one < other, "le": lambda one, other: one <= other,
    "is": lambda one, other: one == other,
}  # fmt: skip


def _golden(table):
    """A case of the book that uses the table and gets an amount."""
    for case in BOOK["cases"]:
        request = BOOK["common"] | case["given"]
        answer = as_json(rehearse(request, PACKS))
        if answer["amount_fen"] is not None and any(
            s["row"].startswith(f"{table}/") for s in answer["steps"]
        ):
            return {**request, "discretion": {}, "facts": dict(request["facts"])}
    raise AssertionError(table)


def _kind(fact):
    return ASKED[fact]["type"] if fact in ASKED else "decimal"


def _values(fact, rows):
    """Each value named for a fact, and for a number the nearest ones on both sides and one far out."""
    named = {each["value"] for row in rows for each in row["when"] if each["fact"] == fact}
    if _kind(fact) in ("choice", "yes_no_unknown"):
        return sorted(named)
    step = Decimal(1) if _kind(fact) == "whole" else Decimal("0.001")
    lowest = Decimal(ASKED[fact].get("at_least", 0)) if fact in ASKED else Decimal(0)
    near = {Decimal(value) + step * n for value in named for n in (-1, 0, 1)}
    return sorted(number for number in {*near, max(near) * 3} if number >= lowest)


def _fits(row, point):
    return all(
        OPERATORS[each["operator"]](
            point[each["fact"]],
            Decimal(each["value"]) if _kind(each["fact"]) in ("decimal", "whole") else each["value"],
        )
        for each in row["when"]
    )


def _points():
    for table in GUANGDONG.rows("tables"):
        for factor in table["factors"]:
            rows = [*factor["rows"], *factor.get("gaps", ())]
            facts = list(dict.fromkeys(each["fact"] for row in rows for each in row["when"]))
            for values in itertools.product(*(_values(fact, rows) for fact in facts)):
                yield table, factor, dict(zip(facts, values, strict=True))


POINTS = list(_points())
GOLDEN = {table["id"]: _golden(table["id"]) for table in GUANGDONG.rows("tables")}


def _asked(table, point):
    """The golden case with the facts of a point; a multiple becomes a concentration over a limit."""
    request = GOLDEN[table["id"]]
    facts = {**request["facts"], **{name: str(value) for name, value in point.items() if name != "multiple"}}
    if "multiple" in point:
        facts |= {"limit": str(LIMIT), "concentration": str(LIMIT * (1 + point["multiple"]))}
    return {**request, "facts": facts}


def _name(value):
    table, factor, point = value
    return f"{table['id']}-{factor['id']}-{'-'.join(map(str, point.values()))}"


def test_there_are_points_for_every_row():
    hit = set()
    for table, factor, point in POINTS:
        hit |= {(table["id"], factor["id"], row["id"]) for row in factor["rows"] if _fits(row, point)}
    rows = {
        (table["id"], factor["id"], row["id"])
        for table in GUANGDONG.rows("tables")
        for factor in table["factors"]
        for row in factor["rows"]
    }
    assert hit == rows


@pytest.mark.parametrize("value", [pytest.param(value, id=_name(value)) for value in POINTS])
def test_the_row_is_the_one_that_a_plain_reading_finds(value):
    table, factor, point = value
    answer = as_json(rehearse(_asked(table, point), PACKS))
    hits = [row for row in factor["rows"] if _fits(row, point)]
    steps = [step for step in answer["steps"] if step["row"].split("/")[:2] == [table["id"], factor["id"]]]
    if "not_established" in answer["flags"]:
        assert answer["amount_fen"] is None
    elif not hits:
        assert answer["amount_fen"] is None, "a gap gives no amount"
    elif table["method"] == "band":
        assert answer["statutory_range_fen"]
        low, high = hits[0]["band_fen"]
        assert low <= answer["amount_fen"] <= high
    else:
        heaviest = max(Decimal(row["weight"]) for row in hits)
        assert [Decimal(step["weight"]) for step in steps] == [heaviest]


# --- what holds for any facts at all

_LISTS = ("gd-leniency",)
_VIOLATIONS = sorted(
    {pair["violation"] for table in GUANGDONG.rows("tables") for pair in table["applies_to"]}
)


def _questions(violation):
    rows = facts_json(PACKS, "广东省", violation) + benchmark_facts_json(
        PACKS, GUANGDONG.header.id, violation
    )
    held = {row["id"]: row for row in rows}
    lists = [pack for pack in PACKS.lists if pack.header.id in _LISTS and pack.asked_of(violation)]
    for one in lists:
        held |= {row["id"]: row for row in leniency_facts_json(PACKS, one.header.id, violation)}
    return held, [one.header.id for one in lists]


QUESTIONS = {name: _questions(name) for name in _VIOLATIONS}
NUMBERS = ("0", "1", "2", "3", "9.99", "10", "40", "120", "1000")


@st.composite
def requests(draw):
    violation = draw(st.sampled_from(_VIOLATIONS))
    asked, lists = QUESTIONS[violation]
    facts = {}
    for name, row in asked.items():
        known = row["values"] or {"whole": ("1", "2", "4"), "date": ("2023-02-01",)}.get(row["type"], NUMBERS)
        facts[name] = draw(st.sampled_from(["unknown", *known]) | st.none())
    given_ = {"violation": violation, "facts": facts, "leniency": draw(st.sampled_from([[], lists]))}
    return BOOK["common"] | given_ | {"found": "2023-03-02"}


def _judged(request):
    try:
        return as_json(rehearse(request, PACKS))
    except RequestError:
        return None


@settings(max_examples=300, deadline=None)
@given(requests())
def test_no_facts_yield_both_an_amount_and_a_refusal(request):
    answer = _judged(request)
    if answer is None:
        return
    has_amount = answer["amount_fen"] is not None or answer["amount_range_fen"] is not None
    assert has_amount == (answer["outcome"] == "fine") or answer["outcome"] == "may_no_penalty"
    assert (answer["statutory_range_fen"] is None) or has_amount
    said = "".join(answer["explanation"])
    assert not (has_amount and "暂不计算金额" in said)
    assert (answer["sentence"] != "") == (answer["amount_fen"] is not None)


@settings(max_examples=300, deadline=None)
@given(requests(), st.data())
def test_facts_made_unknown_never_turn_an_answer_into_no_penalty(request, data):
    before = _judged(request)
    names = data.draw(st.sets(st.sampled_from(sorted(request["facts"])), min_size=1))
    after = _judged({**request, "facts": {**request["facts"], **dict.fromkeys(names, "unknown")}})
    if before is None or after is None or before["outcome"] in ("no_penalty", "may_no_penalty"):
        return
    assert after["outcome"] not in ("no_penalty", "may_no_penalty")
