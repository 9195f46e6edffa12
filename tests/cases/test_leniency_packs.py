"""The checker of leniency lists, lists that do not go together, and the windows of "first"."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldlaw.cases.law.assess import as_json, rehearse
from fieldlaw.cases.law.facts import Known, RequestError
from fieldlaw.cases.law.firsttime import is_first
from fieldlaw.cases.law.lenient_list import read_list
from fieldlaw.cases.law.library import open_book
from fieldlaw.cases.law.request import read_request
from fieldlaw.cases.packs import sources
from fieldlaw.cases.packs.compile import build
from fieldlaw.cases.packs.load import load_folder, load_pack, parse_pack
from fieldlaw.cases.packs.records import PackError
from fieldlaw.cli import main

LAW = Path(__file__).parents[2] / "resources" / "law"
PACKS = load_folder(LAW)
FILES = [LAW / name for name in ("leniency/national.yaml", "guangdong/leniency.yaml", "shanxi/leniency.yaml")]
TEXT = FILES[2].read_text("utf-8")
BASE = {
    "violation": "air_over_limit",
    "jurisdiction": "广东省",
    "party": {"kind": "legal_person"},
    "act": {"start": "2023-03-01", "end": "2023-03-10"},
    "decided": "2023-06-01",
}


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("by: conduct, when: [{fact: falsified_data", "by: other, when: [{fact: falsified_data", "弄虚作假"),
        ("{id: public_harm, name", "{id: harm, name", "损害群众权益"),
        (
            "by: conduct, when: [{fact: secret_discharge",
            "by: conduct, violations: [x], when: [{fact: secret_discharge",
            "偷排偷放",
        ),
        ("fact: pile_m2, operator: lt", "fact: area, operator: lt", "没有事实 area"),
        ('operator: lt, value: "200"', 'operator: lt, value: "many"', "many 不是"),
        ("evidence: [现场测量记录, 影像]", "evidence: []", "没有写明需要的证据"),
        ("window: months, length: 12", "window: months", "须有 length"),
        ("window: months, length: 12", "window: ever, length: 12", "须有 length"),
        ("last: last_same_found", "last: had_same", "种类为 date"),
        ("effect: may_no_penalty", "effect: forgive", "之一"),
        ("measure: 提醒告诫", "measure: 通报批评", "是行政处罚"),
        ("over: hourly_mean", "over: toxic", "toxic 不是 decimal"),
        ('when: [{fact: toxic, operator: is, value: "no"}]', "when: []", "没有条件"),
        ("    effect_status: recalled\n", "", "缺少 effect_status"),
    ],
)
def test_a_fault_of_a_list_is_named(old, new, word):
    text = TEXT.replace(old, new, 1)
    assert text != TEXT
    with pytest.raises(PackError) as caught:
        parse_pack(text, "l.yaml")
    assert any(word in each.text for each in caught.value.problems)


def test_a_ladder_needs_its_legal_limits():
    text = TEXT[: TEXT.index("ladder_limits:")]
    with pytest.raises(PackError) as caught:
        parse_pack(text, "l.yaml")
    assert [each.text for each in caught.value.problems] == ["阶梯须写明法律界限（ladder_limits）"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_shipped_list_is_for_training_and_survives_a_workbook(path, tmp_path):
    pack = load_pack(path)
    assert pack.content["use"] == "training"
    book = tmp_path / "list.xlsx"
    book.write_bytes(sources.export(pack, ".xlsx"))
    assert sources.read_any(book).header.sha256 == pack.header.sha256


def test_what_was_not_seen_cannot_decide():
    rows = load_pack(FILES[2]).rows("items")
    assert all("seen" not in (row["status"], row["effect_status"]) for row in rows)
    decisive = {
        row["id"]
        for row in load_pack(FILES[1]).rows("items")
        if {row["status"], row["effect_status"], *(each["status"] for each in row["conditions"])} == {"seen"}
    }
    assert decisive == {"6-1", "8"}


def test_two_editions_of_one_list_are_not_chosen_between():
    pack = load_pack(FILES[1])
    twin = build({**pack.content, "pack": {**pack.content["pack"], "edition": "另一版"}})
    answer = as_json(rehearse(BASE | {"leniency": "gd-leniency"}, (*PACKS, twin)))
    assert "leniency_two_editions:gd-leniency" in answer["flags"]
    assert answer["leniency"] == []


def other_list(**content):
    pack = load_pack(FILES[1])
    header = {**pack.content["pack"], "id": "other"}
    return (*PACKS, build({**pack.content, "pack": header, **content}))


def test_lists_that_mean_different_things_by_one_name_are_not_used_together():
    row = {"id": "multiple", "name": "倍数", "over": "limit", "base": "concentration"}
    packs = other_list(derived=[row | {"source": "测试", "status": "seen"}])
    data = BASE | {"leniency": ["gd-leniency", "other"]}
    with pytest.raises(RequestError, match="算法不同"):
        rehearse(data, packs)
    facts = [each | {"type": "date"} if each["id"] == "ph" else each for each in PACKS_FACTS]
    with pytest.raises(RequestError, match="种类不同"):
        rehearse(data, other_list(facts=facts))


PACKS_FACTS = load_pack(FILES[1]).rows("facts")
FIRST = next(item.first for item in read_list(load_pack(FILES[1])).items if item.id == "8")
REQUEST = read_request(BASE | {"leniency": "gd-leniency"}, open_book(PACKS, "广东省"))


def first(last, **window):
    """Whether it is the first time, with an earlier one on a day; the act began on 1 March 2023."""
    facts = {**REQUEST.facts, "had_same": Known(value=True), "last_same": Known(last)}
    return is_first(replace(FIRST, **window), replace(REQUEST, facts=facts))


@pytest.mark.parametrize(
    ("window", "last", "truth"),
    [
        ({}, date(2022, 2, 28), True),
        ({}, date(2022, 3, 1), None),
        ({"edge": "inside"}, date(2022, 3, 1), False),
        ({"edge": "outside"}, date(2022, 3, 1), True),
        ({}, date(2022, 3, 2), False),
        ({}, date(2023, 3, 5), False),
        ({}, date(2023, 3, 11), None),
        ({"window": "days", "length": 10, "edge": "inside"}, date(2023, 2, 19), False),
        ({"window": "days", "length": 10, "edge": "inside"}, date(2023, 2, 18), True),
        ({"window": "calendar_year"}, date(2022, 12, 31), True),
        ({"window": "calendar_year"}, date(2023, 1, 1), False),
        ({"window": "ever"}, date(1999, 1, 1), False),
        ({"counted_from": "found"}, date(2020, 1, 1), None),
    ],
)
def test_the_window_of_first(window, last, truth):
    assert first(last, **window) is truth


@given(st.dates(date(2000, 1, 1), date(2023, 3, 10)), st.dates(date(2000, 1, 1), date(2023, 3, 10)))
def test_an_older_violation_is_never_worse(one, two):
    order = {False: 0, None: 1, True: 2}
    older, younger = sorted((one, two))
    assert order[first(older)] >= order[first(younger)]


def test_the_command_line_rehearses_with_a_named_list(tmp_path, capsys):
    facts = {"concentration": "37.8", "limit": "35"}
    file = tmp_path / "case.json"
    file.write_text(json.dumps(BASE | {"leniency": ["gd-leniency"], "facts": facts}), "utf-8")
    assert call("law", "assess", str(file), "--json") == 1
    answer = json.loads(capsys.readouterr().out)
    (row,) = answer["leniency"]
    assert (row["item"], row["met"]) == ("8", None)
    assert "corrected_in_time" in [each["fact"] for each in row["missing"]]


def test_the_command_line_lists_the_questions_of_a_list(capsys):
    words = ("law", "facts", "air_over_limit", "--leniency", "gd-leniency", "--leniency", "cn-leniency")
    assert call(*words, "--json") == 0
    asked = {row["id"] for row in json.loads(capsys.readouterr().out)}
    assert {"concentration", "had_same", "last_same", "no_fault_proven", "falsified_data"} <= asked
    assert call("law", "facts", "air_over_limit", "--leniency", "nothing") != 0


def call(*words):
    return main(words, lambda _: 0)
