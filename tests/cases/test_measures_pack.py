"""The pack of measures and what the command line says of it."""

from __future__ import annotations

import json
from datetime import date

import pytest
from ruamel.yaml import YAML

from fieldlaw import cli
from fieldlaw.cases.law.measures import measures_of, read_measure_facts
from fieldlaw.cases.packs import sources
from fieldlaw.cases.packs.diff import compare
from fieldlaw.cases.packs.load import parse_pack
from fieldlaw.cases.packs.measures import DAILY
from fieldlaw.cases.packs.records import PackError
from tests.cases.test_measures import (
    BOOK,
    CASES,
    FILE,
    ONLY_MEASURES,
    PACKS,
    TEXT,
    changed,
)


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("{fact: bypassed, operator: is", "{fact: hose, operator: is", "没有事实 hose"),
        ('operator: ge, value: "3"', 'operator: ge, value: "many"', "many 不是"),
        ("over: concentration", "over: nothing", "没有事实 nothing"),
        ("over: concentration", "over: bypassed", "bypassed 不是 decimal"),
        (
            "force: prompt, era: standing, when: [{fact: waste_tonnes",
            "force: shall, era: standing, when: [{fact: waste_tonnes",
            "只能作提示",
        ),
        ("{id: order_warned, text", "{id: order_told, text", "缺少条件 order_warned"),
        ("days: [10, 15]", "days: [15, 10]", "下限高于上限"),
        ("when: [{fact: unpaid, operator: is, value: yes}]", "when: []", "没有条件"),
        ("    kind: surcharge", "    kind: tax", "之一"),
    ],
)
def test_a_fault_of_the_pack_is_named(old, new, word):
    text = TEXT.replace(old, new, 1)
    assert text != TEXT
    with pytest.raises(PackError) as caught:
        parse_pack(text, "m.yaml")
    assert any(word in each.text for each in caught.value.problems)


def test_a_threshold_with_one_reading_is_a_fault():
    def cut(content):
        for row in content["measures"]:
            for case in row["cases"]:
                case["readings"] = case.get("readings", [])[:1]

    def empty(content):
        content["measures"][0]["cases"] = []

    for change, word in ((cut, "至少两种读法"), (empty, "没有适用情形")):
        pack = changed(change)[-1]
        with pytest.raises(PackError) as caught:
            parse_pack(sources.export(pack, ".yaml").decode(), "m.yaml")
        assert any(word in each.text for each in caught.value.problems)


def test_the_pack_survives_a_workbook_and_differs_row_by_row(tmp_path):
    (pack,) = ONLY_MEASURES
    path = tmp_path / "m.xlsx"
    path.write_bytes(sources.export(pack, ".xlsx"))
    again = sources.read_any(path)
    assert again == pack

    def rename(content):
        content["measures"][0]["cases"][0]["text"] = "另一种写法"

    changes = compare(pack.content, changed(rename)[-1].content)
    assert [(each.table, each.row, each.change) for each in changes] == [
        ("measures[seizure].cases", "serious-old25", "changed")
    ]


def test_the_pack_names_every_requirement_the_program_tests():
    (row,) = (each for each in BOOK.measures if each.kind == "daily_fine")
    assert {each.key for each in row.requirements} == set(DAILY)


def test_the_audit_finds_only_that_nobody_has_reviewed_it():
    problems = sources.examine(FILE, date(2026, 11, 25))
    assert {each.kind for each in problems} <= {"missing_author", "missing_reviewer"}


# --- the command line


def run(*words):
    return cli.main(["law", *map(str, words)], lambda _: 99)


def written(folder, data, name="case.json"):
    path = folder / name
    path.write_text(json.dumps(data, default=str), encoding="utf-8")
    return path


def test_measures_on_the_command_line(tmp_path, capsys):
    path = written(tmp_path, {"decided": "2026-09-01", "facts": {"bypassed": "yes"}})
    assert run("measures", path, "--json") == 0
    found = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    assert found["seizure"]["applies"] is True
    assert run("measures", path) == 0
    text = capsys.readouterr().out
    assert "条件具备，依规定应当采取；由有权的人决定" in text
    assert "缺少事实" in text
    assert run("measures", written(tmp_path, {})) == 1
    capsys.readouterr()
    nothing = {name: "no" for name, each in BOOK.facts.items() if each.type == "yes_no_unknown"}
    numbers = {name: "0" for name, each in BOOK.facts.items() if each.type == "decimal"}
    dates = {"act": {"start": "2026-09-01", "end": "2026-09-01"}, "decided": "2026-09-02"}
    facts = {**nothing, **numbers, "recheck_result": "corrected"}
    assert run("measures", written(tmp_path, {**dates, "facts": facts})) == 0
    assert "现有事实不具备条件：查封、扣押" in capsys.readouterr().out


def test_the_questions_on_the_command_line(capsys):
    assert run("measures") == 0
    assert "bypassed" in capsys.readouterr().out
    assert run("measures", "--json") == 0
    assert {row["id"] for row in json.loads(capsys.readouterr().out)} == set(BOOK.facts)


def test_a_daily_fine_on_the_command_line(tmp_path, capsys):
    cases = {case["id"]: case["given"] for case in CASES["daily"]}
    assert run("daily", written(tmp_path, cases["G07-complete"]), "--json") == 0
    assert json.loads(capsys.readouterr().out)["amount_fen"] == 630_000_000
    path = tmp_path / "g08.yaml"
    YAML(typ="safe").dump(cases["G08"], path)
    assert run("daily", path) == 1
    text = capsys.readouterr().out
    assert "2300万元" in text
    assert "不能据以决定" in text


def test_a_surcharge_on_the_command_line(capsys):
    call = ("surcharge", "--fine", "320000", "--due", "2026-03-01", "--on", "2026-04-04")
    assert run(*call, "--json") == 0
    assert json.loads(capsys.readouterr().out)["surcharge_fen"] == 32_000_000
    assert run(*call, "--stop", "2026-03-02..2026-03-25") == 0
    assert "9.6" not in (text := capsys.readouterr().out)
    assert "10 日" in text


@pytest.mark.parametrize(
    ("words", "word"),
    [
        (("surcharge", "--fine", "lots", "--due", "2026-03-01", "--on", "2026-03-02"), "lots 不是金额"),
        (("surcharge", "--fine", "0.001", "--due", "2026-03-01", "--on", "2026-03-02"), "两位小数"),
        (("surcharge", "--fine", "NaN", "--due", "2026-03-01", "--on", "2026-03-02"), "不是金额"),
        (("surcharge", "--fine", "-5", "--due", "2026-03-01", "--on", "2026-03-02"), "大于零"),
        (("surcharge", "--fine", "5", "--due", "soon", "--on", "2026-03-02"), "soon 不是日期"),
        (("surcharge", "--fine", "5", "--due", "2026-03-01", "--on", "2026-03-02", "--stop", "x"), "x 不是"),
        (("daily", "nowhere.yaml"), "nowhere.yaml"),
    ],
)
def test_a_bad_call_says_what_is_wrong(words, word, capsys):
    assert run(*words) == 2
    assert word in capsys.readouterr().err


@pytest.mark.parametrize("text", ["- a\n", "a: [\n"])
def test_a_bad_file_says_what_is_wrong(text, tmp_path, capsys):
    path = tmp_path / "x.yaml"
    path.write_text(text, encoding="utf-8")
    assert run("daily", path) == 2
    assert "x.yaml" in capsys.readouterr().err


def test_a_draft_row_that_is_seen_is_enough_and_one_that_is_not_is_a_doubt():
    def unread(content):
        for row in content["measures"]:
            for case in row["cases"]:
                case["status"] = "recalled"

    facts = read_measure_facts({"bypassed": "yes"}, PACKS)
    before = {one.row.id: one for one in measures_of(facts, PACKS, act=None, decided=date(2026, 9, 1))}
    after = {
        one.row.id: one for one in measures_of(facts, changed(unread), act=None, decided=date(2026, 9, 1))
    }
    assert before["seizure"].truth is True
    assert (after["seizure"].truth, after["seizure"].status) == (None, "recalled")
