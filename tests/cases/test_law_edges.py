"""The rare branches of the law rooms: inputs that are almost right, days at the edge of what is known."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest

from fieldlaw.cases.law import exceedance
from fieldlaw.cases.law.assess import as_json, assess, facts_json
from fieldlaw.cases.law.deadlines import due, find_limit, read_calendar
from fieldlaw.cases.law.deadlines_all import all_deadlines
from fieldlaw.cases.law.deadlines_facts import CaseFacts, DeadlineFactsError, Event
from fieldlaw.cases.law.deadlines_rows import read_clocks
from fieldlaw.cases.law.deadlines_run import run
from fieldlaw.cases.law.facts import RequestError
from fieldlaw.cases.law.library import Library
from fieldlaw.cases.law.preflight import evaluate
from fieldlaw.cases.law.preflight_tests import PreflightFactsError
from fieldlaw.cases.packs.compile import build
from fieldlaw.cases.packs.load import load_folder, load_pack
from fieldlaw.errors import BugError
from tests.cases.test_benchmark_real import LOCAL, OURS, STRAW

ROOT = Path(__file__).parents[2]
LAW = load_folder(ROOT / "resources" / "law" / "national")
CALENDAR = read_calendar(load_pack(ROOT / "resources" / "calendars" / "2026.yaml"))
CLOCKS = read_clocks(LAW)
CHINA = timezone(timedelta(hours=8))
LONGER = CLOCKS.rules["decision"][0].extensions[0].row.id
GOOD = {"violation": "air_over_limit", "jurisdiction": "CN", "party": {"kind": "citizen"}}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"jurisdiction": None}, "jurisdiction"),
        ({"party": "citizen"}, "party"),
        ({"party": {"kind": "company"}}, "party.kind"),
        ({"facts": {"concentration": True}}, "facts.concentration"),
        ({"discretion": {"degree": "mild"}}, "discretion.degree"),
        ({"discretion": {"chosen_fen": 0}}, "discretion.chosen_fen"),
    ],
)
def test_an_input_that_is_almost_right_is_named(change, place):
    with pytest.raises(RequestError) as error:
        assess(GOOD | change, LAW)
    assert error.value.place == place


def test_two_packs_with_one_violation_are_not_chosen_between():
    twice = [*LAW, next(pack for pack in LAW if pack.rows("violations"))]
    with pytest.raises(RequestError, match="两个规则包"):
        assess(GOOD, twice)
    assert list(Library(LAW)) == list(LAW)


def test_the_violations_of_a_day_are_those_with_a_clause_then():
    then = {row["id"] for row in facts_json(LAW, "CN", day=date(2026, 12, 1))}
    before = {row["id"] for row in facts_json(LAW, "CN", day=date(2016, 6, 1))}
    assert "air_over_limit" in then & before
    assert before < then
    with pytest.raises(RequestError, match="没有在施行"):
        facts_json(LAW, "CN", "air_over_limit", date(2010, 1, 1))


def test_a_clause_that_nobody_read_gives_no_amount_in_a_real_case():
    signed = frozenset({LOCAL.header.sha256})
    assert as_json(assess(STRAW, OURS, signed=signed))["amount_fen"] is not None
    unread = [_unread(pack) for pack in OURS]
    answer = as_json(assess(STRAW, unread, signed=signed))
    assert (answer["outcome"], answer["amount_fen"]) == ("refused", None)
    assert any(flag.startswith("unverified:") for flag in answer["flags"])


def _unread(pack):
    if not any(row["id"] == "straw_burning" for row in pack.rows("violations")):
        return pack
    rows = [
        {**row, "statutes": [{**each, "status": "recalled"} for each in row["statutes"]]}
        for row in pack.rows("violations")
    ]
    return build({**pack.content, "violations": rows})


def test_two_facts_of_different_kinds_are_not_compared():
    law = next(pack for pack in LAW if any(row["id"] == "air_over_limit" for row in pack.rows("violations")))
    rows = [
        {
            **row,
            "facts": [{**each, "type": "date"} if each["id"] == "limit" else each for each in row["facts"]],
        }
        for row in law.rows("violations")
    ]
    odd = [build({**law.content, "violations": rows}), *(pack for pack in LAW if pack is not law)]
    with pytest.raises(RequestError, match="类型不同"):
        assess(GOOD | {"facts": {"concentration": "60", "limit": "2026-01-01"}}, odd)


def test_a_multiple_of_a_limit_that_is_none_is_a_fault_of_the_program():
    with pytest.raises(BugError):
        exceedance.multiple(Decimal(1), Decimal(0))


# --- deadlines


def clock(facts, key):
    return next(one for one in all_deadlines(facts, LAW, CALENDAR) if one.key == key)


def test_a_time_to_wait_is_missed_by_who_came_too_early():
    served = {"demand_served": "2026-11-02"}
    early = {"today": "2026-11-25", "events": {**served, "court_applied": "2026-11-05"}}
    late = {"today": "2026-11-25", "events": {**served, "court_applied": "2026-11-20"}}
    waiting = {"today": "2026-11-05", "events": served}
    states = [clock(facts, "demand").state for facts in (early, late, waiting)]
    assert states == ["missed", "met", "running"]


def test_a_wait_that_ends_beyond_the_calendar_is_not_settled():
    served = {"demand_served": "2026-12-28", "court_applied": "2027-01-12"}
    assert clock({"today": "2027-01-13", "events": served}, "demand").state == "unsettled"


def test_a_limit_in_hours_ended_by_a_moment_is_met_or_missed_by_the_minute():
    start = datetime(2026, 11, 20, 9, 0, tzinfo=CHINA)
    for hours, state in ((23, "met"), (25, "missed")):
        events = {"seized_on_site": start, "seizure_approved": start + timedelta(hours=hours)}
        assert clock({"today": "2026-11-25", "events": events}, "seizure_approval").state == state


def test_a_limit_in_hours_runs_by_the_minute_too():
    start = datetime(2026, 11, 20, 9, 0, tzinfo=CHINA)
    for hours, state, left in ((1, "running", 23), (25, "missed", None)):
        facts = {"today": start + timedelta(hours=hours), "events": {"seized_on_site": start}}
        found = clock(facts, "seizure_approval")
        assert (found.state, found.left) == (state, left)


def test_a_clock_without_a_day_is_a_fault_of_the_program():
    rule = CLOCKS.rules["decision"][0]
    nothing = CaseFacts(date(2026, 11, 25), {}, (), (), {})
    with pytest.raises(ValueError, match="decision"):
        run(rule, Event(None), nothing, CLOCKS, CALENDAR)
    with pytest.raises(ValueError, match="seizure_approval"):
        run(CLOCKS.rules["seizure_approval"][0], Event(None), nothing, CLOCKS, CALENDAR)


@pytest.mark.parametrize(
    "facts",
    [
        {"today": 20261125},
        {"today": "2026-11-25", "facts": {"harm": "perhaps"}},
        {"today": "2026-11-25", "facts": {"nothing": "yes"}},
        {"today": "2026-11-25", "stops": [{"kind": "suspended", "from": "2026-11-02", "to": "2026-11-01"}]},
        {"today": "2026-11-25", "extensions": [{"deadline": "decision", "id": "nothing"}]},
        {"today": "2026-11-25", "extensions": [{"deadline": "decision", "id": "leader", "days": 0}]},
        {
            "today": "2026-11-25",
            "extensions": [{"deadline": "decision", "id": "leader", "approved_by": "me"}],
        },
    ],
)
def test_facts_of_deadlines_that_cannot_be_read_are_refused(facts):
    with pytest.raises(DeadlineFactsError):
        all_deadlines(facts, LAW, CALENDAR)


def test_stopped_days_beyond_the_calendar_do_not_count_either():
    stop = (date(2027, 1, 4), date(2027, 1, 5))
    plain = due(date(2026, 12, 30), _limit(), CALENDAR)
    stopped = due(date(2026, 12, 30), _limit(), CALENDAR, [stop])
    assert (stopped.earliest - plain.earliest).days == 2


def _limit():
    return find_limit(LAW, "defence")


# --- checks


def test_a_moment_that_is_none_is_named():
    facts = {"time_identity": "tomorrow", "time_inspection": "2026-11-25"}
    with pytest.raises(PreflightFactsError, match="time_identity"):
        evaluate(facts, LAW)


def test_without_the_rule_of_the_score_there_is_no_total():
    bare = [build({k: v for k, v in pack.content.items() if k != "scoring"}) for pack in LAW]
    found = evaluate({}, bare)
    assert (found.total, found.faults) == (None, ())
    assert set(found.asked) <= set(found.checks)


def test_nobody_named_on_one_side_is_asked_and_not_passed():
    found = evaluate({"investigators": [], "examiners": ["周建国"]}, LAW)
    (check,) = [one for one in found.checks if one.id == "C21"]
    assert (check.result.value, check.reason) == ("ask", check.reason)
    assert "还没有写明是谁" in check.reason
