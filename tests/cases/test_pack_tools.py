"""Pack tooling: what `pack check` finds, what `pack diff` tells, how the command line answers."""

from __future__ import annotations

import json
import shutil
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldlaw.cases.packs import shapes, sources
from fieldlaw.cases.packs.bands import Span, gaps, read_span
from fieldlaw.cases.packs.diff import compare
from fieldlaw.cases.packs.load import load_pack
from tests.cases.pack_cases import (
    DRAWN,
    HEAD,
    ON,
    PH_GAP,
    ROOT,
    ROW,
    SEEDS,
    Maker,
    run,
    told,
)


def band(name, low, high, ends="yn", more=""):
    said = {"y": "yes", "n": "no"}
    from_ = f'from: "{low}", from_included: {said[ends[0]]}, ' if low else ""
    to = f'to: "{high}", to_included: {said[ends[1]]}, ' if high else ""
    return ROW % (name, "文", f"band: {{fact: days, {from_}{to}}}{more}")


def found(tmp_path, text, on=ON, name="p.yaml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return [(p.line, p.kind, p.text) for p in sources.examine(path, on)]


# --- what check finds


def test_the_holes_of_the_ph_table_are_found():
    problems = sources.examine(PH_GAP, ON)
    assert [p.kind for p in problems] == ["gap", "gap"]
    assert "5 ≤ ph < 6" in problems[0].text
    assert "9 < ph ≤ 10" in problems[1].text
    assert str(problems[0]).startswith("ph_gap.yaml:19: ")


def test_without_a_domain_the_hole_is_one(tmp_path):
    text = PH_GAP.read_text("utf-8")
    start, end = text.index("    domain:"), text.index("rules:")
    (only,) = found(tmp_path, text[:start] + text[end:])
    assert "5 ≤ ph ≤ 10" in only[2]


def test_the_declared_holes_of_a_benchmark_are_told():
    problems = sources.examine(ROOT / "resources" / "law" / "guangdong" / "benchmark.yaml", ON)
    holes = [p.text for p in problems if p.kind == "gap"]
    assert holes
    assert all("5–6 和 9–10" in text for text in holes)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (band("a", "", "3") + band("b", "3", "8") + band("c", "8", ""), []),
        (band("a", "", "3", "yn") + band("b", "3", "", "nn"), [(11, "gap", "days = 3")]),
        (band("a", "", "3", "yy") + band("b", "3", ""), [(12, "overlap", "days = 3")]),
        (band("a", "", "5") + band("b", "3", ""), [(12, "overlap", "3 ≤ days < 5")]),
        (
            band("a", "", "9") + band("b", "3", "8"),
            [(12, "overlap", "3 ≤ days < 8"), (12, "unreachable", "全部覆盖")],
        ),
        (band("a", "5", "3"), [(11, "band", "数值段")]),
        (band("a", "5", "").replace("from_included: yes, ", ""), [(11, "band", "是否包含")]),
        (band("a", "", "3") + band("b", "4", "", more=", key: other"), []),
        (
            band("a", "", "3").replace("fact: days", "fact: weeks") + band("b", "", ""),
            [(11, "schema", "weeks")],
        ),
    ],
)
def test_bands_are_checked(tmp_path, rows, expected):
    problems = found(tmp_path, HEAD + rows)
    assert [(line, kind) for line, kind, _ in problems] == [(line, kind) for line, kind, _ in expected]
    for problem, (_, _, word) in zip(problems, expected, strict=True):
        assert word in problem[2]


def test_a_whole_number_has_no_hole_between_two_and_three(tmp_path):
    whole = HEAD.replace("type: decimal", 'type: decimal, step: "1"')
    rows = band("a", "1", "2", "yy") + band("b", "3", "", "yn")
    assert found(tmp_path, whole + rows) == []
    assert [kind for _, kind, _ in found(tmp_path, whole + rows.replace('"3"', '"4"'))] == ["gap"]


def test_bands_outside_the_values_of_a_fact_cannot_be_reached(tmp_path):
    domain = 'type: decimal, domain: [{from: "0", from_included: yes, to: "5", to_included: yes}]'
    rows = band("a", "", "6") + band("b", "6", "")
    problems = found(tmp_path, HEAD.replace("type: decimal", domain) + rows)
    assert [(line, kind) for line, kind, _ in problems] == [(12, "unreachable")]


def test_bands_of_two_editions_are_checked_each_in_its_time(tmp_path):
    old = ", in_force: {from: 2026-01-01, to: 2026-06-30}"
    new = ", in_force: {from: 2026-07-01, to: null}"
    rows = band("a", "", "3", more=old) + band("b", "3", "", more=old)
    rows += band("c", "", "4", more=new) + band("d", "5", "", more=new)
    problems = [p for p in found(tmp_path, HEAD + rows) if p[1] != "expired"]
    assert [(line, kind) for line, kind, _ in problems] == [(13, "gap")]


def period(name, first, last):
    return ROW % (name, "days", f"key: k, in_force: {{from: {first}, to: {last}}}")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((("2026-01-01", "2026-03-31"), ("2026-04-01", "null")), []),
        ((("2026-01-01", "2026-03-31"), ("2026-04-02", "null")), [(12, "time_gap")]),
        ((("2026-01-01", "2026-04-01"), ("2026-04-01", "null")), [(12, "time_overlap")]),
        ((("2026-01-01", "null"), ("2026-04-01", "null")), [(12, "time_overlap")]),
        ((("2026-01-01", "2026-03-31"), ("2026-04-01", "2026-05-01")), [(12, "expired")]),
    ],
)
def test_time_is_checked(tmp_path, rows, expected):
    text = HEAD + "".join(period(f"r{n}", *each) for n, each in enumerate(rows))
    assert [(line, kind) for line, kind, _ in found(tmp_path, text)] == expected


def test_old_and_new_statutes_must_meet(tmp_path):
    text = (ROOT / "resources" / "law" / "national" / "statutes" / "air.yaml").read_text("utf-8")
    late = text.replace("from: 2026-08-15", "from: 2026-08-17", 1)
    kinds = [kind for _, kind, _ in found(tmp_path, late)]
    assert kinds.count("time_gap") == 1
    assert "time_gap" not in [kind for _, kind, _ in found(tmp_path, text)]


def test_an_ended_edition_and_calendar_are_found(tmp_path):
    ended = HEAD.replace("to: null", "to: 2026-03-31") + ROW % ("a", "days", "key: k")
    assert [(line, kind) for line, kind, _ in found(tmp_path, ended)] == [(6, "expired")]
    assert found(tmp_path, ended, date(2026, 3, 31)) == []
    calendar = ROOT / "resources" / "calendars" / "2026.yaml"
    assert [p.kind for p in sources.examine(calendar, date(2027, 1, 1))] == ["expired"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("三倍以上", ["以上"]),
        ("十日以上十五日以下", ["以上", "以下"]),
        ("限值以下", ["以下"]),
        ("超过 3 日", ["超过"]),
        ("不足 50 吨", ["不足"]),
        ("3 至 5 日", ["至"]),
        ("五日以内", ["以内"]),
        ("有以下情形之一", []),
        ("超过排放标准", []),
        ("县级以上人民政府", []),
    ],
)
def test_boundary_words_need_a_convention(tmp_path, text, words):
    row = ROW % ("a", text, "note2: days")
    row = row.replace(", note2: days", "").replace("文, status", "days, status")
    problems = [p for p in found(tmp_path, HEAD + row) if p[1] == "boundary"]
    assert [p[2][1 : p[2].index("”")] for p in problems] == words
    said = "".join(f"{word}: included, " for word in shapes.BOUNDARY_WORDS)
    stated = HEAD.replace("status: draft", f"status: draft\n  boundary: {{{said}source: 条文}}")
    assert [p for p in found(tmp_path, stated + row) if p[1] == "boundary"] == []


def test_a_confirmed_pack_needs_author_and_another_reviewer(tmp_path):
    confirmed = HEAD.replace("status: draft", "status: confirmed")
    row = ROW % ("a", "days", "key: k")
    kinds = [(line, kind) for line, kind, _ in found(tmp_path, confirmed + row)]
    assert kinds == [(7, "missing_author"), (7, "missing_reviewer")]
    named = confirmed.replace("status: confirmed", "status: confirmed\n  author: 甲\n  reviewer: 乙")
    assert found(tmp_path, named + row) == []
    same = row.replace("key: k", "reviewer: 甲")
    assert [kind for _, kind, _ in found(tmp_path, named + same)] == ["missing_reviewer"]
    one = confirmed + row.replace("key: k", "author: 甲, reviewer: 乙") + row.replace("id: a", "id: b")
    assert [line for line, _, _ in found(tmp_path, one)] == [13 - 1, 13 - 1]


def test_what_can_never_be_is_found(tmp_path):
    text = (ROOT / "resources" / "law" / "national" / "statutes" / "air.yaml").read_text("utf-8")
    never = text.replace("operator: is, value: yes", "operator: is, value: maybe", 1)
    kinds = [(kind, said) for _, kind, said in found(tmp_path, never)]
    assert any(kind == "unreachable" and "maybe" in said for kind, said in kinds)
    unused = HEAD + ROW % ("a", "文", "key: k")
    assert [(line, kind) for line, kind, _ in found(tmp_path, unused)] == [(9, "unreachable")]


def test_schema_faults_do_not_hide_holes(tmp_path):
    rows = band("a", "", "3", more=", colour: red") + band("b", "4", "").replace("source: 文, ", "")
    kinds = {kind for _, kind, _ in found(tmp_path, HEAD + rows)}
    assert kinds == {"unknown_key", "missing_source", "gap"}


@pytest.mark.parametrize("text", ["a: &a [*a]", "&a {pack: *a}", "[" * 1000, "pack: 3", "- 1", "", "\t"])
def test_strange_yaml_is_a_problem_and_no_crash(tmp_path, text):
    path = tmp_path / "p.yaml"
    path.write_text(text, encoding="utf-8")
    problems = told(lambda: sources.examine(path, ON))
    assert {problem.file for problem in problems} == {"p.yaml"}


cuts = st.tuples(st.integers(0, 9).map(Decimal), st.sampled_from((0, 1)))
spans = st.builds(Span, cuts, cuts).filter(lambda span: not span.empty)


@given(st.lists(spans, max_size=6), st.lists(spans, min_size=1, max_size=2))
def test_a_point_is_in_a_hole_or_in_a_band(bands, domain):
    holes = gaps(bands, domain)
    for tenths in range(-10, 110, 5):
        point = Span((Decimal(tenths) / 10, 0), (Decimal(tenths) / 10, 1))

        def within(parts, point=point):
            return any(part.meet(point) == point for part in parts)

        assert within(holes) == (within(domain) and not within(bands))


def test_a_band_must_say_whether_its_ends_belong():
    assert read_span({"from": "1", "to": "2"}) is None
    assert read_span({"from": "x", "from_included": "yes"}) is None
    assert read_span({}) is not None


# --- differences


def test_a_diff_goes_row_by_row(tmp_path, capsys):
    path = ROOT / "resources" / "law" / "national" / "procedure.yaml"
    text = (
        path.read_text("utf-8")
        .replace("at_least_fen: 50000000", "at_least_fen: 60000000")
        .replace('edition: "2026-11"', 'edition: "2027"')
    )
    text = text.replace("id: repeal\n", "id: repeal_new\n")
    new = tmp_path / "new.yaml"
    new.write_text(text, "utf-8")
    assert run("pack", "diff", path, new, "--json") == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [(r["table"], r["row"], r["change"]) for r in rows] == [
        ("pack", "", "changed"),
        ("thresholds", "collective_discussion", "changed"),
        ("rules", "repeal", "removed"),
        ("rules", "repeal_new", "added"),
    ]
    assert rows[0]["fields"] == [{"field": "pack.edition", "old": "2026-11", "new": "2027"}]
    assert rows[1]["fields"] == [{"field": "at_least_fen", "old": 50000000, "new": 60000000}]
    assert run("pack", "diff", path, path) == 0
    assert "没有差别" in capsys.readouterr().out


def test_inner_rows_order_and_absent_values_differ():
    old = {"t": [{"id": "a", "in": [{"x": 1}, {"x": 2}], "to": None}, {"id": "b"}]}
    new = {"t": [{"id": "b"}, {"id": "a", "in": [{"x": 2}]}]}
    changes = [(c.table, c.row, c.change) for c in compare(old, new)]
    assert changes == [("t", "a", "changed"), ("t[a].in", "#1", "removed"), ("t", "", "moved")]


@given(SEEDS, SEEDS | st.just(0), DRAWN)
@settings(max_examples=60, deadline=None)
def test_no_difference_means_the_same_pack(seed, other, texts):
    old, new = (Maker(each, texts).pack("law") for each in (seed, other or seed))
    assert (compare(old.content, new.content) == ()) == (old.header.sha256 == new.header.sha256)


# --- the command line


def test_check_answers_with_its_status(tmp_path, capsys):
    assert run("pack", "check", ROOT / "resources" / "law" / "national" / "procedure.yaml", "--on", ON) == 0
    assert run("pack", "check", PH_GAP, "--json", "--on", ON) == 1
    problems = json.loads(capsys.readouterr().out.splitlines()[-1])["problems"]
    assert problems[0] == {
        "file": "ph_gap.yaml",
        "part": None,
        "line": 19,
        "kind": "gap",
        "text": "ph 有空档：5 ≤ ph < 6 没有对应的行",
    }
    for name, content in (
        ("no.yaml", None),
        ("bad.yaml", "a: ["),
        ("bad.pack", "x"),
        ("bad.xlsx", "x"),
        ("a.txt", ""),
    ):
        if content is not None:
            (tmp_path / name).write_text(content)
        assert run("pack", "check", tmp_path / name) == 2
        assert name in capsys.readouterr().err


def test_a_compiled_pack_is_checked_by_row(tmp_path, capsys):
    assert run("pack", "build", PH_GAP, "-o", tmp_path / "p.pack") == 0
    assert run("pack", "check", tmp_path / "p.pack", "--on", ON) == 1
    assert "p.pack[rules[ph_acid].band]: ph 有空档：5 ≤ ph < 6" in capsys.readouterr().out


def test_a_pack_goes_through_xlsx_and_back(tmp_path, capsys):
    first, second, third = (tmp_path / name for name in ("a.xlsx", "b.yaml", "c.pack"))
    assert run("pack", "export", PH_GAP, "-o", first) == 0
    assert run("pack", "export", first, "-o", second) == 0
    assert run("pack", "build", second, "-o", third) == 0
    assert sources.read_any(third) == load_pack(PH_GAP)
    assert run("pack", "build", first, "-o", tmp_path / "d.xlsx") == 2
    shutil.copy(third, tmp_path / "e.txt")
    assert run("pack", "show", tmp_path / "e.txt") == 2


def test_checklists_are_shown_and_compiled(capsys):
    assert run("checklist", "show", "A", "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert run("checklist", "build", ROOT / "resources" / "checklists" / "A.yaml", "--json") == 0
    built = json.loads(capsys.readouterr().out)
    assert (
        shown["sha256"]
        == built["sha256"]
        == load_pack(ROOT / "resources" / "checklists" / "A.yaml").header.sha256
    )
    assert (shown["id"], len(shown["items"])) == ("A", built["items"])
    assert run("checklist", "show", "Z") == 2
    assert run("checklist", "build", PH_GAP) == 2
    assert run("checklist", "show", "A") == 0
