"""Grades of firms: counted as the lists say, valid on their day, the lowest decides."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from fieldlaw.cases.law.facts import RequestError
from fieldlaw.cases.law.grades import labels, lowest, tally
from fieldlaw.cases.packs.load import load_folder
from fieldlaw.cli import main
from fieldlaw.settings import RESOURCES

LAW = load_folder(RESOURCES / "law" / "national")
CASES = YAML(typ="safe").load((Path(__file__).parents[1] / "law_cases" / "grades.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in CASES["tally"]])
def test_a_list_is_counted_as_it_says(case):
    expect = case["expect"]
    if "error" in expect:
        with pytest.raises(RequestError) as error:
            tally(case["given"], LAW)
        assert expect["error"] in str(error.value)
        return
    found = tally(case["given"], LAW)
    assert {"total": found.total, "by_grade": found.by_grade, "by_batch": found.by_batch} == expect


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in CASES["lowest"]])
def test_the_lowest_decides(case):
    assert lowest(case["given"], LAW, case["day"]) == case["expect"]
    assert lowest(reversed(case["given"]), LAW, case["day"]) == case["expect"]
    assert set(case["given"]) <= labels(LAW, case["day"]).keys()


@pytest.mark.parametrize(
    "given",
    [["A"], [{"grade": "A", "count": -1, "day": "2026-02-01"}], [{"grade": "A", "count": 1, "day": "x"}]],
)
def test_a_line_that_cannot_be_read_is_named(given):
    with pytest.raises(RequestError, match="grades"):
        tally(given, LAW)
    with pytest.raises(RequestError, match="没有填写等级"):
        lowest([], LAW, CASES["lowest"][0]["day"])


def test_the_command_counts_a_file_and_refuses_another(tmp_path, capsys):
    path = tmp_path / "list.yaml"
    path.write_text("grades:\n  - {grade: B, count: 2, batch: 一, day: 2026-02-01}\n", "utf-8")
    assert main(["law", "grades", str(path), "--json"], lambda _: 0) == 0
    assert '"total": 2' in capsys.readouterr().out
    path.write_text("grades: 1\n", "utf-8")
    assert main(["law", "grades", str(path)], lambda _: 0) == 2
