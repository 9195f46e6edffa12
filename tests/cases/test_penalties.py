"""Fines by the day and surcharges out of the dates of a real case: G07, G08, G28, and what is missing."""

from __future__ import annotations

import os
from datetime import date, timedelta

import pytest

from fieldlaw.cases.casework import deciding, opening, transfer
from fieldlaw.cases.casework.answers import Reply
from fieldlaw.cases.casework.checking import preflight
from fieldlaw.cases.casework.desk import Desk, read, write
from fieldlaw.cases.casework.penalties import (
    CALENDAR,
    EVENT,
    FACT,
    IDLE,
    IN_TIME,
    STOP,
    penalties_in,
    penalties_of,
)
from fieldlaw.cases.casework.penalty_answers import ANSWER, ASSESSMENT, FINDING, answer_penalty
from fieldlaw.cases.casework.proceeding import ArchivedCaseError, ProceedingError, note_event, stop_clock
from fieldlaw.cases.law.daily_fine import INCOMPLETE, READY, REFUSED
from fieldlaw.cases.ledger.event import Draft, Moment
from fieldlaw.cases.packs.compile import build
from fieldlaw.cases.packs.load import load_folder, load_pack
from fieldlaw.cases.records.proceeding import Noted, Stop
from fieldlaw.cases.store import profile, vault
from fieldlaw.settings import RESOURCES
from tests.cases.test_casework import TASK

LIST = load_pack(RESOURCES / "checklists" / "A.yaml")
LAW = load_folder(RESOURCES / "law" / "national")
CALENDAR_PACK = load_folder(RESOURCES / "calendars")[-1]
PACKS = (*LAW, CALENDAR_PACK)
WALL = "2026-11-25T10:42:07+08:00"
SERVED = {"order_served", "decision_served", "second_order_served"}
G07 = {
    "order_made": "2016-08-23",
    "order_served": "2016-08-23",
    "rechecked": "2016-09-06",
    "decision_made": "2016-09-10",
    "decision_served": "2016-09-12",
}
SECOND = {
    "second_order_served": "2016-09-07",
    "second_rechecked": "2016-09-20",
    "daily_decided": "2016-10-08",
}
G08 = {
    "order_made": "2017-03-20",
    "order_served": "2017-03-20",
    "decision_made": "2017-04-01",
    "decision_served": "2017-04-05",
    "rechecked": "2017-04-12",
    "daily_decided": "2017-05-20",
}
SAID = {"order_warned": "yes", "recheck_result": "continuing", "recheck_covert": "yes"}
PAID = {"decision_served": "2026-03-02", "payment_due": "2026-03-01"}


class Room:
    """A desk with one case."""

    def __init__(self, folder):
        person = profile.Person("王立新", "执法人员")
        held = profile.create(folder, person, "pass", os.urandom, vault.FLOOR)
        self.desk = Desk(held, lambda: Moment(WALL, 1, "boot", None), os.urandom)
        self.case = opening.open_case(self.desk, TASK, LIST)

    def note(self, days):
        for event, at in days.items():
            how = "direct" if event in SERVED else ""
            note_event(self.desk, self.case, Noted(event, at, how=how, note="照文书如实记"), PACKS)

    def say(self, **answers):
        for fact, answer in answers.items():
            answer_penalty(self.desk, self.case, Reply(fact, answer), PACKS)

    @property
    def now(self):
        return penalties_of(self.desk, self.case, PACKS)

    @property
    def daily(self):
        return self.now.daily

    @property
    def late(self):
        return self.now.late

    def finding(self, facts, amount=None, name="f"):
        request = {"violation": "air_over_limit", "jurisdiction": "太原市", "party": {"kind": "citizen"}}
        body = {"finding": name, "violation": "air_over_limit", "title": "超标", "items": []}
        write(self.desk, self.case, Draft("finding_recorded", {**body, "facts": {**request, "facts": facts}}))
        made = {"assessment": name, "finding": name, "result": {"amount_fen": amount}, "packs": {}}
        write(self.desk, self.case, Draft("assessment_made", made, 1))


@pytest.fixture
def room(tmp_path):
    held = Room(tmp_path / "p")
    yield held
    held.desk.profile.close()


def gaps(part):
    return [(gap.kind, gap.id) for gap in part.gaps]


# --- by the day


def test_g07_is_worked_out_and_lacks_the_second_order(room):
    room.note(G07)
    room.say(original_fine="45000000", **SAID)
    daily = room.daily
    assert (daily.state, daily.found.days, daily.found.reckoned_fen) == (INCOMPLETE, 14, 630_000_000)
    assert daily.found.amount_fen is None
    assert (EVENT, "second_order_served") in gaps(daily)
    assert (EVENT, "second_rechecked") in gaps(daily)
    assert "判决不一" in next(one.said.note for one in daily.found.demands if one.said.key == "second_order")


def test_g07_is_ready_with_the_second_order_and_recheck(room):
    room.note(G07 | SECOND)
    room.say(original_fine="45000000", second_result="corrected", **SAID)
    daily = room.daily
    assert (daily.state, daily.found.amount_fen) == (READY, 630_000_000)
    assert all(one.day is not None for one in daily.steps)


def test_g08_is_for_checking_only(room):
    room.note(G08)
    room.say(original_fine="100000000", **SAID)
    daily = room.daily
    assert (daily.state, daily.found.days, daily.found.reckoned_fen) == (INCOMPLETE, 23, 2_300_000_000)
    assert [kind for kind, _id in gaps(daily)][:2] == [EVENT, EVENT]


def test_what_the_dates_cannot_say_is_asked(room):
    room.note(G07)
    assert gaps(room.daily) == [
        (FACT, "original_fine"),
        *((FACT, one) for one in ("order_warned", "recheck_result", "recheck_covert")),
    ]
    room.say(order_warned="no")
    assert (room.daily.state, room.daily.found.reckoned_fen, gaps(room.daily)) == (REFUSED, None, [])


def test_the_same_act_is_asked_under_the_code_and_not_of_who_bars_the_recheck(room):
    room.note({"order_made": "2026-08-20", "order_served": "2026-08-20", "rechecked": "2026-09-03"})
    room.say(recheck_result="continuing")
    assert {"same_act", "correction_collected"} <= {name for _kind, name in gaps(room.daily)}
    room.say(recheck_result="refusing")
    assert not {"same_act", "correction_collected"} & {name for _kind, name in gaps(room.daily)}
    room.note({"second_order_served": "2026-09-04", "second_rechecked": "2026-09-20"})
    assert (FACT, "second_result") in gaps(room.daily)


def test_nothing_is_worked_out_before_anything_has_begun(room):
    daily, late = room.daily, room.late
    assert (daily.state, gaps(daily)) == (IDLE, [(EVENT, "order_served")])
    assert (late.state, gaps(late)) == (IDLE, [(EVENT, "decision_served")])


def test_days_in_an_order_that_cannot_be_are_named(room):
    room.note({"order_served": "2016-09-08", "rechecked": "2016-09-06"})
    daily = room.daily
    assert daily.found is None
    assert "暗查复查" in daily.fault
    assert "送达责令改正决定书" in daily.fault


@pytest.fixture
def other(room, tmp_path):
    """A colleague who reads the same case."""
    held = Room(tmp_path / "o")
    for one, two in ((room, held), (held, room)):
        keys, name = two.desk.profile.keys, "李志强" if two is held else "王立新"
        one.desk.profile.know(profile.Peer(keys.author, keys.recipient, name, "执法人员"))
    room.case = held.case = opening.open_case(room.desk, TASK, LIST)
    yield held
    held.desk.profile.close()


def carry(one, two, folder):
    transfer.export_case(one.desk, one.case, folder)
    transfer.import_case(two.desk, folder)


def test_people_who_disagree_make_nothing_ready(room, other, tmp_path):
    room.note(G07 | SECOND)
    room.say(original_fine="45000000", second_result="corrected", recheck_covert="yes")
    carry(room, other, tmp_path / "c")
    other.say(recheck_result="corrected", order_warned="yes")
    other.note({"decision_served": "2016-09-13"})
    room.say(recheck_result="continuing", order_warned="yes")
    room.note({"decision_served": "2016-09-14"})
    carry(other, room, tmp_path / "d")
    asked = {one.id: one for one in room.daily.asked}
    assert (asked["recheck_result"].disputed, asked["recheck_result"].value) == (True, "")
    assert (asked["order_warned"].disputed, asked["order_warned"].value) == (False, "yes")
    assert len(asked["recheck_result"].said) == 2
    assert room.daily.state == INCOMPLETE
    step = next(step for step in room.daily.steps if step.event == "decision_served")
    assert (step.day, step.note[:3]) == (None, "两个人")
    room.say(recheck_result="continuing")
    assert room.daily.state == INCOMPLETE  # the day of service is still disputed
    room.note({"decision_served": "2016-09-12"})
    assert room.daily.state == READY
    room.say(recheck_result="unknown")
    assert room.daily.state == INCOMPLETE


def test_a_disputed_stop_and_a_disputed_payment_are_gaps(room, other, tmp_path):
    room.note({"decision_served": "2026-11-02"})
    room.say(original_fine="32000000")
    carry(room, other, tmp_path / "c")
    for one, day in ((room, "2026-11-20"), (other, "2026-11-21")):
        stop_clock(one.desk, one.case, Stop("review_or_suit", day, day), PACKS)
        one.note({"fine_paid": day})
    carry(other, room, tmp_path / "d")
    assert gaps(room.late) == [(EVENT, "fine_paid"), (STOP, "review_or_suit")]
    assert (room.late.state, room.late.found.days) == (INCOMPLETE, 8)


# --- where the amount comes from


def test_the_only_kept_assessment_gives_the_amount_until_one_is_entered(room):
    room.finding({}, 32_000_000)
    assert (room.now.original.value, room.now.original.origin) == ("32000000", ASSESSMENT)
    room.say(original_fine="30000000")
    assert (room.now.original.value, room.now.original.origin) == ("30000000", ANSWER)
    assert room.now.original.said == ("300000.00 元（王立新 2026-11-25）",)
    room.say(original_fine="unknown")
    room.finding({}, 32_000_000, "g")
    assert (room.now.original.value, room.now.original.words) == ("", "")


def test_a_fact_of_the_findings_is_not_asked_again(room):
    room.finding({"recheck_result": "continuing", "same_act": "unknown"})
    asked = {one.id: one for one in room.daily.asked}
    assert (asked["recheck_result"].origin, asked["recheck_result"].words) == (FINDING, "仍在继续违法排污")
    assert asked["same_act"].value == ""
    room.finding({"recheck_result": "refusing"}, name="g")
    assert not {one.id: one for one in room.daily.asked}["recheck_result"].value


# --- the surcharge


@pytest.mark.parametrize(
    ("days", "fen", "capped"), [(10, 9_600_000, False), (33, 31_680_000, False), (34, 32_000_000, True)]
)
def test_g28_out_of_the_dates(room, days, fen, capped):
    room.note({**PAID, "fine_paid": (date(2026, 3, 1) + timedelta(days=days)).isoformat()})
    room.say(original_fine="32000000")
    late = room.late
    assert (late.state, late.paid, late.found.days) == (READY, True, days)
    assert (late.found.amount_fen, late.found.is_capped) == (fen, capped)


def test_the_last_day_of_payment_is_counted_and_today_stands_for_a_payment(room):
    room.note({"decision_served": "2026-11-02"})
    room.say(original_fine="32000000")
    late = room.late
    assert (late.state, late.due, late.on, late.paid) == (
        READY,
        date(2026, 11, 17),
        date(2026, 11, 25),
        False,
    )
    assert late.found.days == 8


def test_review_and_suit_stop_it_and_are_asked_for(room):
    room.note({"decision_served": "2026-11-02", "review_asked": "2026-11-10"})
    room.say(original_fine="32000000")
    assert (room.late.state, gaps(room.late)) == (INCOMPLETE, [(STOP, "review_or_suit")])
    stop_clock(room.desk, room.case, Stop("review_or_suit", "2026-11-20"), PACKS)
    late = room.late
    assert (late.state, late.found.days) == (READY, 2)
    assert late.stops == ((date(2026, 11, 20), date(2026, 11, 25)),)
    stop_clock(room.desk, room.case, Stop("suspension", "2026-11-18"), PACKS)
    assert room.late.found.days == 2


def test_a_stop_after_the_payment_makes_no_difference(room):
    room.note({"decision_served": "2026-11-02", "fine_paid": "2026-11-19"})
    stop_clock(room.desk, room.case, Stop("review_or_suit", "2026-11-20", "2026-11-21"), PACKS)
    room.say(original_fine="32000000")
    assert (room.late.stops, room.late.found.days) == ((), 2)


def test_paid_in_time_unknown_amount_and_an_unconfirmed_year(room):
    room.note({"decision_served": "2026-11-02", "fine_paid": "2026-11-10"})
    assert (room.late.state, room.late.found) == (IN_TIME, None)
    room.note({"fine_paid": "2026-11-20"})
    assert (room.late.state, gaps(room.late)) == (INCOMPLETE, [(FACT, "original_fine")])
    room.say(original_fine="32000000")
    soft = penalties_in(read(room.desk, room.case), (*LAW, unconfirmed()), WALL).late
    assert soft.due >= date(2026, 11, 17)
    assert (CALENDAR, "payment_due") in gaps(soft)
    assert soft.state in (INCOMPLETE, IN_TIME)


def unconfirmed():
    """The calendar of the house, confirmed only to the middle of the year."""
    return build(dict(CALENDAR_PACK.content) | {"confirmed_through": "2026-06-30"})


def test_a_service_without_its_day_is_a_gap(room):
    note_event(room.desk, room.case, Noted("decision_served", None, how="direct"), PACKS)
    assert gaps(room.late) == [(EVENT, "decision_served")]
    room.note({"payment_due": "2026-11-10"})
    assert room.late.due == date(2026, 11, 10)


def test_without_the_rules_there_is_nothing_to_say(room):
    log = read(room.desk, room.case)
    assert penalties_in(log, (CALENDAR_PACK,), WALL) is None
    bare = [pack for pack in LAW if pack.header.id == "cn-measures"]
    clocks = build({**next(p for p in LAW if p.header.id == "cn-deadlines").content, "accruals": []})
    room.note(G07)
    assert penalties_in(read(room.desk, room.case), (*bare, clocks, CALENDAR_PACK), WALL) is None


# --- answering


def test_an_answer_is_of_its_form_and_the_same_is_not_written_twice(room):
    before = len(read(room.desk, room.case).events)
    for fact, answer in (
        ("nothing", "yes"),
        ("order_warned", "perhaps"),
        ("recheck_result", "late"),
        ("original_fine", "0"),
        ("original_fine", "viel"),
    ):
        with pytest.raises(ProceedingError):
            room.say(**{fact: answer})
    room.say(order_warned="unknown")
    assert len(read(room.desk, room.case).events) == before
    room.say(order_warned="yes")
    room.say(order_warned="yes")
    assert len(read(room.desk, room.case).events) == before + 1
    answer_penalty(room.desk, room.case, Reply("order_warned", "yes", "决定书第 3 页"), PACKS)


def test_an_archived_case_takes_no_answer(room):
    room.note({"filed": "2026-09-01", "case_closed": "2026-11-20", "archived": "2026-11-24"})
    with pytest.raises(ArchivedCaseError):
        room.say(order_warned="yes")


def test_the_checks_before_review_do_not_see_these_answers(room):
    before = preflight(room.desk, room.case, PACKS)
    room.say(original_fine="45000000", **SAID)
    assert preflight(room.desk, room.case, PACKS) == before


def test_every_finding_that_is_recorded_as_usual_can_be_read(room):
    request = {"violation": "air_over_limit", "jurisdiction": "太原市", "party": {"kind": "citizen"}}
    deciding.record_finding(room.desk, room.case, "f", "超标", request, ["A01"])
    assert room.now is not None
