"""All clocks of a case: the worked examples, and what holds for every case."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from fieldlaw.cases.law.deadlines import NoSuchLimitError, due, find_limit, read_calendar
from fieldlaw.cases.law.deadlines_all import all_deadlines, as_json
from fieldlaw.cases.law.deadlines_facts import DeadlineFactsError, Stopped
from fieldlaw.cases.law.deadlines_rows import read_clocks
from fieldlaw.cases.law.deadlines_run import accrued
from fieldlaw.cases.packs.load import load_folder, load_pack

ROOT = Path(__file__).parents[2]
LAW = load_folder(ROOT / "resources" / "law" / "national")
CALENDAR = read_calendar(load_pack(ROOT / "resources" / "calendars" / "2026.yaml"))
CLOCKS = read_clocks(LAW)
CASES = YAML().load((ROOT / "tests" / "law_cases" / "deadlines.yaml").read_text("utf-8"))


def found(facts, key):
    return next((one for one in all_deadlines(facts, LAW, CALENDAR) if one.key == key), None)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_deadline_is_as_the_example_says(case):
    if case["expect"] is None:
        assert found(case["given"], case["deadline"]) is None
        return
    answer, expect = as_json(found(case["given"], case["deadline"])), dict(case["expect"])
    assert expect.pop("says", "") in "".join(answer["explanation"])
    assert {key: answer[key] for key in expect} == {
        key: value.isoformat() if isinstance(value, date) else value for key, value in expect.items()
    }


def test_every_rule_is_whole():
    for key, rules in CLOCKS.rules.items():
        for rule in rules:
            assert {rule.start, rule.end} <= set(CLOCKS.events), key
            assert rule.stops <= set(CLOCKS.stops), key
            assert {name for name, _ in rule.only_if} <= set(CLOCKS.facts), key
            assert (rule.ends_on is not None) == (rule.unit == "next_year"), key
            own = {each.row.id for each in rule.extensions} | {""}
            assert {each.after for each in rule.extensions} <= own, key
            assert len({(one.start, one.counts) for one in rules}) == 1, key


def test_a_single_limit_can_be_asked_for_by_the_name_of_its_deadline():
    limit = find_limit(LAW, "recheck")
    assert (limit.days, limit.unit, limit.side) == (30, "calendar", "bureau")
    assert due(date(2026, 11, 20), limit, CALENDAR).latest == date(2026, 12, 18)
    with pytest.raises(NoSuchLimitError, match="hearing_notice"):
        find_limit(LAW, "hearing_notice")


def test_the_soonest_comes_first_and_what_has_not_begun_last():
    facts = {"today": "2026-11-25", "events": {"filed": "2026-11-01", "decision_made": "2026-11-20"}}
    answers = all_deadlines(facts, LAW, CALENDAR)
    dues = [one.due.earliest for one in answers if one.due]
    assert dues == sorted(dues)
    assert len(dues) == 3
    assert [one.due is None for one in answers] == sorted(one.due is None for one in answers)


def test_each_answer_says_where_it_comes_from():
    for one in all_deadlines({"today": "2026-11-25"}, LAW, CALENDAR):
        assert one.source
        assert any(child.source for child in one.tree.children)


@pytest.mark.parametrize(
    "facts",
    [
        {"today": "soon"},
        {"today": "2026-11-25T10:00:00"},
        {"today": "2026-11-25", "events": {"wedding": "2026-11-25"}},
        {"today": "2026-11-25", "events": {"filed": "9999-12-31"}},
        {"today": "2026-11-25", "events": {"notice_served": {"way": "pigeon"}}},
        {"today": "2026-11-25", "stops": [{"kind": "lunch", "from": "2026-11-25", "to": None}]},
        {"today": "2026-11-25", "stops": [{"kind": "hearing", "from": "2026-11-25", "to": "2026-11-24"}]},
        {"today": "2026-11-25", "extensions": [{"deadline": "decision", "id": "mayor"}]},
        {"today": "2026-11-25", "extensions": [{"deadline": "decision", "id": "leader", "days": 0}]},
        {"today": "2026-11-25", "facts": {"harm": "maybe"}},
        {"today": "2026-11-25", "extra": 1},
    ],
)
def test_what_cannot_be_read_is_refused(facts):
    with pytest.raises(DeadlineFactsError):
        all_deadlines(facts, LAW, CALENDAR)


@pytest.mark.parametrize(("days", "fen"), [(10, 9_600_000), (34, 32_000_000)])
def test_the_surcharge_stops_at_the_fine(days, fen):
    end = date(2026, 3, 1) + timedelta(days=days)
    assert accrued(CLOCKS.accruals["surcharge"], 32_000_000, (date(2026, 3, 1), end)) == (days, fen)


def test_days_of_a_suit_cost_nothing():
    suit = Stopped("review_or_suit", date(2026, 3, 3), date(2026, 3, 7))
    period = (date(2026, 3, 1), date(2026, 3, 11))
    assert accrued(CLOCKS.accruals["surcharge"], 10_000, period, [suit]) == (5, 1_500)


@pytest.mark.parametrize(
    ("served", "checked", "original", "days", "fen"),
    [
        (date(2016, 8, 23), date(2016, 9, 6), 45_000_000, 14, 630_000_000),
        (date(2017, 3, 20), date(2017, 4, 12), 100_000_000, 23, 2_300_000_000),
    ],
)
def test_daily_fines_count_from_the_day_after_service(served, checked, original, days, fen):
    assert accrued(CLOCKS.accruals["daily_fine"], original, (served, checked)) == (days, fen)


DAYS = st.dates(date(2026, 1, 1), date(2027, 6, 30))


@st.composite
def stops(draw):
    kind = draw(st.sampled_from(sorted(CLOCKS.stops)))
    first = draw(DAYS)
    return {"kind": kind, "from": first, "to": first + timedelta(days=draw(st.integers(0, 60)))}


@given(start=DAYS, held=st.lists(stops(), max_size=3), more=stops())
def test_another_stop_never_makes_a_due_date_earlier(start, held, more):
    facts = {"today": "2026-06-01", "events": dict.fromkeys(CLOCKS.events, start), "stops": held}
    before = {one.key: one.due for one in all_deadlines(facts, LAW, CALENDAR) if one.due}
    after = {
        one.key: one.due for one in all_deadlines({**facts, "stops": [*held, more]}, LAW, CALENDAR) if one.due
    }
    assert before.keys() == after.keys()
    assert all(after[key].earliest >= due.earliest for key, due in before.items())
    assert all(after[key].latest >= due.latest for key, due in before.items())


@given(start=DAYS, length=st.integers(0, 90))
def test_a_due_date_lies_after_its_start_and_past_the_calendar_is_a_range(start, length):
    facts = {"today": start + timedelta(days=length), "events": {"decision_made": start, "filed": start}}
    for one in all_deadlines(facts, LAW, CALENDAR):
        if one.due:
            assert start < one.due.earliest <= one.due.latest
            assert one.due.provisional == (not CALENDAR.knows(one.due.latest))


@given(on=DAYS, by=st.sampled_from([None, "leader", "collective"]), days=st.none() | st.integers(1, 90))
def test_an_extension_counts_only_when_the_right_person_approved_it_in_time(on, by, days):
    asked = {"deadline": "decision", "id": "leader", "days": days, "approved_by": by, "approved_on": on}
    facts = {"today": "2026-06-01", "events": {"filed": "2026-03-02"}}
    plain = found(facts, "decision").due
    moved = found({**facts, "extensions": [asked]}, "decision").due
    counts = by == "leader" and on <= plain.latest and (days or 30) <= 30
    weekend = counts and (days or 30) < 3  # the last day may be moved back to where it was
    assert (moved.latest > plain.latest) == counts or weekend
