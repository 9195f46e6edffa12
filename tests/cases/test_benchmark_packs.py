"""The checker of benchmark packs finds what would leave a case without an answer, or with two."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from fieldlaw.cases.packs.load import load_pack, parse_pack
from fieldlaw.cases.packs.records import PackError

ROOT = Path(__file__).parents[2]
LOCAL = ROOT / "tests" / "law_cases" / "packs" / "benchmark.yaml"
GUANGDONG = ROOT / "resources" / "law" / "guangdong" / "benchmark.yaml"
DERIVED = "id: d, name: 差, over: area, base: place, source: 测试, status: seen"
DEGREES = (
    "id: g, text: 平均, ordinary: mean, lighter: below_mean, heavier: from_mean, source: 测试, status: seen"
)
TEXT = LOCAL.read_text("utf-8")


def faults(text):
    with pytest.raises(PackError) as caught:
        parse_pack(text, "b.yaml")
    return caught.value.problems


def line_of(text, part):
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)


@pytest.mark.parametrize(
    ("old", "new", "place", "kind", "word"),
    [
        ('operator: lt, value: "1"', 'operator: lt, value: "0.5"', "id: area\n", "gap", "没有对应的行"),
        ('operator: lt, value: "1"', 'operator: le, value: "1"', "id: area\n", "overlap", "2 行重叠"),
        ('operator: ge, value: "1"', 'operator: gt, value: "1"', "id: area\n", "gap", "area=1 "),
        (
            "operator: is, value: road}]",
            "operator: is, value: field}]",
            "id: place\n",
            "overlap",
            "place=field",
        ),
        ("{fact: area, operator: lt", "{fact: size, operator: lt", "fact: size", "schema", "没有事实 size"),
        (
            "operator: is, value: road}]",
            "operator: is, value: moon}]",
            "value: moon",
            "schema",
            "moon 不是 place 可取的值",
        ),
        ('value: "1"}', "value: many}", "value: many", "schema", "many 不是 area 可取的值"),
        (
            'weight: "10", when',
            "band_fen: [1, 2], when",
            "id: road, text: 路边, band",
            "schema",
            "应有 weight",
        ),
        ('weight: "10", when', 'weight: "-1", when', 'weight: "-1"', "schema", "不应小于零"),
        ('weight: "10", when', 'colour: "1", weight: "10", when', "colour", "unknown_key", "colour"),
        ("unit_fen: 100,", "unit_fen: 0,", "unit_fen: 0", "schema", "大于零"),
        ("        general: field\n", "", "overlap: heaviest", "schema", "一般档次"),
        (
            "statutes: [airport_old]",
            "statutes: [airport_old, airport_old]",
            "airport_old, airport_old",
            "schema",
            "另一张表",
        ),
        ('percent: ["10", "20"], of: maximum, ', "", "id: repeated, name", "schema", "从轻、从重须写明"),
        ('percent: ["10", "20"]', 'percent: ["20", "10"]', 'percent: ["20", "10"]', "schema", "下限高于上限"),
        (
            '["0", "50"], of: minimum',
            '["0", "50"], of: maximum',
            "of: maximum, when: [{fact: small",
            "schema",
            "minimum",
        ),
        (
            "source: 测试, status: recalled",
            "status: recalled",
            "id: road, text: 路边, weight",
            "missing_source",
            "缺少 source",
        ),
        ("status: recalled", "status: recalled, key: x", "key: x", "schema", "不用 key"),
        (
            'percent: ["10", "20"], of: maximum',
            'percent: ["10", "20"]',
            "id: repeated, name",
            "schema",
            "同时有",
        ),
        (
            "several_norms:",
            f"derived: [{{{DERIVED}}}]\nseveral_norms:",
            "id: d,",
            "schema",
            "place 不是 decimal",
        ),
        (
            "    clamp:",
            f"    degrees: {{{DEGREES}}}\n    clamp:",
            "method: between",
            "schema",
            "只有 band 表",
        ),
        ("method: between_bounds", "method: band", "method: band", "schema", "只有一个因素"),
    ],
)
def test_a_fault_of_a_benchmark_names_file_and_line(old, new, place, kind, word):
    text = TEXT.replace(old, new, 1)
    assert text != TEXT
    found = [each for each in faults(text) if each.kind == kind and word in each.text]
    assert found
    if "\n" not in place and place != "overlap: heaviest":
        assert found[0].line == line_of(text, place)


def test_the_gap_of_ph_is_declared_and_the_checker_finds_it_when_it_is_not():
    text = GUANGDONG.read_text("utf-8")
    lines = text.splitlines()
    start = next(number for number, line in enumerate(lines) if line.strip() == "gaps:")
    cut = "\n".join(lines[:start] + lines[start + 2 :])
    (fault,) = faults(cut)
    assert (fault.kind, lines[fault.line - 1].strip()) == ("gap", "- id: excess")
    assert "ph=5" in fault.text


def test_a_band_upside_down_is_a_fault():
    text = GUANGDONG.read_text("utf-8").replace(
        "band_fen: [2000000, 4000000]", "band_fen: [5000000, 4000000]", 1
    )
    (fault,) = faults(text)
    assert (fault.line, fault.text) == (line_of(text, "[5000000, 4000000]"), "band_fen 下限高于上限")


def test_the_heaviest_rows_of_table_3_4_1_make_a_hundred_percent():
    tables = {row["id"]: row for row in load_pack(GUANGDONG).rows("tables")}
    heaviest = {name: sum(_heaviest(factor) for factor in table["factors"]) for name, table in tables.items()}
    assert heaviest["3.4.1"] + Decimal(tables["3.4.1"]["start"]["weight"]) == 100
    assert len(tables) == 9


def _heaviest(factor):
    return max(Decimal(row.get("weight", 0)) for row in factor["rows"])


def test_a_pack_of_another_kind_is_not_asked_for_coverage():
    assert load_pack(ROOT / "resources" / "law" / "national" / "procedure.yaml").header.kind == "law"
