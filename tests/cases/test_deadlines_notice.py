"""A new year's notice of days off: taken over whole, or refused with the reason."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from fieldlaw import cli
from fieldlaw.cases.law.deadlines import due, find_limit, read_calendar
from fieldlaw.cases.law.deadlines_notice import NoticeError, extended, read_notice
from fieldlaw.cases.packs.load import load_folder, load_pack

ROOT = Path(__file__).parents[2]
BASE = load_pack(ROOT / "resources" / "calendars" / "2026.yaml")
# The days are made up for these tests; the notice for 2027 is not in the sources.
YAML_TEXT = """\
year: 2027
name: 测试用放假安排
source: 测试
days_off:
  - {name: 元旦, from: 2027-01-01, to: 2027-01-03}
  - {name: 春节, from: 2027-02-05, to: 2027-02-12}
  - {name: 清明节, from: 2027-04-03, to: 2027-04-05}
  - {name: 劳动节, from: 2027-05-01, to: 2027-05-05}
  - {name: 端午节, from: 2027-06-09, to: 2027-06-09}
  - {name: 中秋节, from: 2027-09-15, to: 2027-09-15}
  - {name: 国庆节, from: 2027-10-01, to: 2027-10-07}
days_on: [2027-02-14, 2027-05-08]
"""
CSV_TEXT = """\
year,source,kind,name,from,to
2027,测试,off,元旦,2027-01-01,2027-01-03
2027,测试,off,春节,2027-02-05,2027-02-12
2027,测试,off,清明节,2027-04-03,2027-04-05
2027,测试,off,劳动节,2027-05-01,2027-05-05
2027,测试,off,端午节,2027-06-09,2027-06-09
2027,测试,off,中秋节,2027-09-15,2027-09-15
2027,测试,off,国庆节,2027-10-01,2027-10-07
2027,测试,on,,2027-02-14,
2027,测试,on,,2027-05-08,
"""


def test_both_forms_say_the_same():
    assert read_notice(YAML_TEXT, is_csv=False) == read_notice("\ufeff" + CSV_TEXT, is_csv=True)


def test_what_was_confirmed_stays_and_the_new_year_is_known():
    content = extended(BASE, read_notice(YAML_TEXT, is_csv=False))
    assert content["holidays"][: len(BASE.rows("holidays"))] == list(BASE.rows("holidays"))
    assert content["confirmed_through"] == "2027-12-31"
    assert content["pack"]["status"] == "draft"


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("year: 2027", "year: 2028", "空档"),
        ("year: 2027", "year: 2026", "重叠"),
        ("to: 2027-02-12", "to: 2027-02-04", "早于"),
        ("2027-04-03", "2027-02-12", "两次"),
        ("from: 2027-01-01", "from: 2026-12-31", "已确认"),
        ("to: 2027-10-07", "to: 明天", "不是日期"),
        ("  - {name: 中秋节, from: 2027-09-15, to: 2027-09-15}\n", "", "缺少中秋节"),
        ("2027-05-08", "2027-05-07", "不能是调休"),
        ("2027-05-08", "2027-05-01", "不能是调休"),
        ("2027-05-08", "2027-02-14", "两次"),
        ("2027-05-08", "2028-05-06", "不能是调休"),
        ("source: 测试", 'source: ""', "文号"),
        ("source: 测试\n", "", "须且只须"),
        ("days_on: [2027-02-14, 2027-05-08]", "days_on: 2027-02-14", "列表"),
        ("name: 元旦,", "name: 1,", "名称"),
        ("days_off:", "days_off: [", "YAML"),
    ],
)
def test_a_notice_that_does_not_fit_is_refused(old, new, word):
    assert old in YAML_TEXT
    with pytest.raises(NoticeError) as caught:
        extended(BASE, read_notice(YAML_TEXT.replace(old, new), is_csv=False))
    assert word in caught.value.what


@pytest.mark.parametrize(
    "text", ["", "year,kind\n", CSV_TEXT.replace(",on,", ",maybe,"), CSV_TEXT[:-20] + "\n2028,x,on,,,"]
)
def test_a_table_of_another_form_is_refused(text):
    with pytest.raises(NoticeError):
        read_notice(text, is_csv=True)


@pytest.mark.parametrize(("name", "text"), [("n.yaml", YAML_TEXT), ("n.csv", CSV_TEXT)])
def test_the_command_writes_a_pack_that_settles_next_years_limits(tmp_path, capsys, name, text):
    source, out = tmp_path / name, tmp_path / "2027.yaml"
    source.write_text(text, encoding="utf-8")
    assert cli.main(["law", "calendar", str(source), "-o", str(out), "--json"], lambda _: 0) == 0
    assert json.loads(capsys.readouterr().out)["confirmed_through"] == "2027-12-31"
    calendar = read_calendar(load_pack(out))
    limit = find_limit(load_folder(ROOT / "resources" / "law" / "national"), "decision")
    found = due(date(2026, 11, 20), limit, calendar)
    assert (found.provisional, found.latest) == (False, date(2027, 2, 18))
    assert not calendar.works(date(2027, 2, 8))
    assert calendar.works(date(2027, 2, 14))


def test_a_refused_notice_writes_nothing(tmp_path, capsys):
    source, out = tmp_path / "n.yaml", tmp_path / "2027.yaml"
    source.write_text(YAML_TEXT.replace("2027", "2028"), encoding="utf-8")
    assert cli.main(["law", "calendar", str(source), "-o", str(out)], lambda _: 0) == 2
    assert not out.exists()
    assert "空档" in capsys.readouterr().err


def test_the_listing_takes_events_from_the_call(capsys):
    call = ["law", "deadlines", "--event", "notice_served=2026-09-24", "--on", "2026-10-08", "--json"]
    assert cli.main(call, lambda _: 0) == 0
    first = json.loads(capsys.readouterr().out)[0]
    assert (first["id"], first["due"], first["state"], first["left"]) == (
        "defence",
        "2026-10-09",
        "running",
        1,
    )
