"""Dates of the proceeding on real files: noted, replaced, taken back, disputed; and what follows."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from fieldlaw import cli
from fieldlaw.cases.casework import deciding, inspecting, opening, transfer
from fieldlaw.cases.casework.clocks import (
    Clock,
    NoCalendarError,
    calendar_of_all,
    case_clock,
    deadlines_of,
    read_rules,
)
from fieldlaw.cases.casework.desk import Desk, read, write
from fieldlaw.cases.casework.proceeding import (
    ArchivedCaseError,
    OutOfOrderError,
    ProceedingError,
    ReasonMissingError,
    extend_deadline,
    note_event,
    order_faults,
    pick,
    stop_clock,
    withdraw,
)
from fieldlaw.cases.ledger.event import Draft, Moment
from fieldlaw.cases.packs.load import load_folder, load_pack
from fieldlaw.cases.records.changes import Kind
from fieldlaw.cases.records.proceeding import Extended, Noted, Stop
from fieldlaw.cases.records.stages import ORDER, SIDES, STAGES
from fieldlaw.cases.store import profile, vault
from fieldlaw.settings import RESOURCES
from tests.cases.test_casework import TASK, WHEN
from tests.cases.test_deciding import REQUEST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fieldlaw.cases.ledger.event import Event

CHECKLIST = load_pack(RESOURCES / "checklists" / "A.yaml")
LAW = load_folder(RESOURCES / "law" / "national")
CALENDAR = load_pack(RESOURCES / "calendars" / "2026.yaml")
PACKS = (*LAW, CALENDAR)
RULES = read_rules(PACKS)
TODAY = "2026-11-25T10:42:07+08:00"
PASSPHRASE = "pass"


def make(folder: Path, name: str) -> Desk:
    held = profile.create(folder, profile.Person(name, "执法人员"), PASSPHRASE, os.urandom, vault.FLOOR)
    return Desk(held, lambda: Moment(TODAY, 1, "boot", None), os.urandom)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    held = make(tmp_path / "a", "王立新")
    yield held
    held.profile.close()


@pytest.fixture
def other(tmp_path: Path, desk: Desk) -> Iterator[Desk]:
    """A colleague; each knows the other, so that a case opened now can be read by both."""
    held = make(tmp_path / "b", "李志强")
    for one, two in ((desk, held), (held, desk)):
        keys = two.profile.keys
        one.profile.know(profile.Peer(keys.author, keys.recipient, two.profile.person.name, "执法人员"))
    yield held
    held.profile.close()


@pytest.fixture
def case(desk: Desk) -> str:
    return opening.open_case(desk, TASK, CHECKLIST)


def note(desk: Desk, case: str, event: str, at: str | None, **more: object) -> None:
    note_event(desk, case, Noted(event, at, **more), PACKS)  # type: ignore[arg-type]


def clock(desk: Desk, case: str, key: str, occurrence: int = 1, today: str = TODAY) -> Clock:
    found = deadlines_of(desk, case, PACKS, today).clocks
    return next(one for one in found if one.deadline.key == key and one.occurrence == occurrence)


def standing(desk: Desk, case: str, key: str, kind: str = "proceeding_noted") -> tuple[Event, ...]:
    return read(desk, case).file.values(kind, key)


# --- the words of the pack and the stages agree


def test_every_event_of_a_stage_is_in_the_pack() -> None:
    named = [event for stage in (*STAGES, *SIDES) for event in stage.events]
    assert len(named) == len(set(named))
    assert set(named) <= set(RULES.clocks.events)
    assert {event for pair in ORDER for event in pair} <= set(named)


# --- noting


def test_a_noted_event_starts_its_clock(desk: Desk, case: str) -> None:
    assert clock(desk, case, "decision").deadline.state == "not_started"
    note(desk, case, "filed", "2026-11-20", document="示环立〔2026〕57号")
    found = clock(desk, case, "decision").deadline
    assert (found.state, found.due.provisional) == ("running", True)
    assert found.due.earliest.isoformat() == "2027-02-09"
    assert found.due.latest.isoformat() == "2027-02-18"


def test_an_approved_case_still_takes_dates(desk: Desk, case: str) -> None:
    write(desk, case, Draft("case_approved", {"by": "周建国", "opinion": "同意"}))
    with pytest.raises(inspecting.ClosedInspectionError):
        inspecting.finish_step(desk, case, "6")
    note(desk, case, "filed", "2026-11-20")
    assert clock(desk, case, "decision").deadline.state == "running"


def test_service_counts_from_the_day_on_which_it_counts_as_served(desk: Desk, case: str) -> None:
    note(desk, case, "filed", "2026-09-01")
    note(desk, case, "notice_served", None, how="electronic")
    waiting = clock(desk, case, "defence").deadline
    assert waiting.state == "not_started"
    assert "还没有记下" in waiting.tree.value
    note(desk, case, "notice_served", "2026-09-24", how="electronic")
    assert clock(desk, case, "defence").deadline.due.latest.isoformat() == "2026-10-09"


def test_a_moment_counts_hours(desk: Desk, case: str) -> None:
    note(desk, case, "seized_on_site", "2026-11-25T09:00:00+08:00")
    found = clock(desk, case, "seizure_approval").deadline
    assert found.moment.isoformat() == "2026-11-26T09:00:00+08:00"
    assert found.left == 22


def test_a_second_time_runs_a_clock_of_its_own(desk: Desk, case: str) -> None:
    note(desk, case, "preserved", "2026-11-02")
    note(desk, case, "preservation_handled", "2026-11-06")
    note(desk, case, "preserved", "2026-11-20", occurrence=2)
    assert clock(desk, case, "preservation").deadline.state == "met"
    second = clock(desk, case, "preservation", 2)
    assert (second.deadline.state, second.name) == ("running", "处理登记保存的证据（第 2 次）")


def test_the_same_event_again_stands_in_its_place(desk: Desk, case: str) -> None:
    note(desk, case, "filed", "2026-11-20")
    note(desk, case, "filed", "2026-11-19")
    assert [e.body["at"] for e in standing(desk, case, "filed/1")] == ["2026-11-19"]


def test_taking_back_lets_the_value_before_stand_again(desk: Desk, case: str) -> None:
    note(desk, case, "filed", "2026-11-20")
    note(desk, case, "filed", "2026-11-19")
    (last,) = standing(desk, case, "filed/1")
    with pytest.raises(ReasonMissingError):
        withdraw(desk, case, last.id, "错了")
    changes = withdraw(desk, case, last.id, "记错了日期")
    assert changes.touch(Kind.PROCEEDING)
    (first,) = standing(desk, case, "filed/1")
    assert first.body["at"] == "2026-11-20"
    withdraw(desk, case, first.id, "还没有立案")
    assert clock(desk, case, "decision").deadline.state == "not_started"
    with pytest.raises(KeyError):
        withdraw(desk, case, first.id, "已经撤回过")


@pytest.mark.parametrize(
    ("noted", "says"),
    [
        (Noted("no_such", "2026-11-20"), "没有“no_such”"),
        (Noted("filed", "2026-11-26"), "在今天之后"),
        (Noted("filed", "2026-11-25T10:43:00+08:00"), "在今天之后"),
        (Noted("filed", "2026-11-31"), "读不懂"),
        (Noted("filed", "2026-11-25T10:00:00"), "读不懂"),
        (Noted("filed", None), "没有写日期"),
        (Noted("filed", "2026-11-20", how="direct"), "不写送达方式"),
        (Noted("notice_served", "2026-11-20"), "没有写明送达方式"),
        (Noted("notice_served", "2026-11-20", how="pigeon"), "没有送达方式"),
        (Noted("filed", "2026-11-20", occurrence=0), "还没有记第 1 次"),
        (Noted("filed", "2026-11-20", occurrence=2), "还没有记第 1 次"),
        (Noted("filed", "2026-11-20", proof="none"), "没有这份证据"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(
    desk: Desk, case: str, noted: Noted, says: str
) -> None:
    before = len(read(desk, case).events)
    with pytest.raises(ProceedingError, match=says):
        note_event(desk, case, noted, PACKS)
    assert len(read(desk, case).events) == before


def test_a_hearing_is_set_ahead_and_asks_for_its_notice(desk: Desk, case: str) -> None:
    note(desk, case, "hearing_held", "2026-12-10")
    assert clock(desk, case, "hearing_notice").deadline.due.latest.isoformat() == "2026-12-01"


def test_an_impossible_order_is_noted_only_with_a_reason(desk: Desk, case: str) -> None:
    note(desk, case, "filed", "2026-11-10")
    with pytest.raises(OutOfOrderError, match="“作出处理决定”2026-11-05 早于“立案”2026-11-10") as fault:
        note(desk, case, "decision_made", "2026-11-05")
    assert len(fault.value.faults) == 1
    with pytest.raises(OutOfOrderError):
        note(desk, case, "decision_made", "2026-11-05", note="无")
    note(desk, case, "decision_made", "2026-11-05", note="决定书落款如此，正在核实")
    log = read(desk, case)
    assert order_faults(log, RULES.clocks) == fault.value.faults
    note(desk, case, "decision_made", "2026-11-10")
    assert order_faults(read(desk, case), RULES.clocks) == ()


def test_two_moments_of_one_day_are_ordered_and_a_day_alone_is_not(desk: Desk, case: str) -> None:
    note(desk, case, "seized_on_site", "2026-11-24T15:00:00+08:00")
    with pytest.raises(OutOfOrderError):
        note(desk, case, "seizure_approved", "2026-11-24T14:00:00+08:00")
    note(desk, case, "seizure_approved", "2026-11-24")


def test_a_proof_is_a_piece_of_evidence_of_the_case(desk: Desk, case: str) -> None:
    photo = inspecting.Note("照片1", "送达回证", "photo", "单位门口", "王立新", WHEN.isoformat(), None)
    inspecting.add_evidence(desk, case, b"paper", photo)
    (kept,) = read(desk, case).file.all("evidence_added")
    note(desk, case, "notice_served", "2026-11-20", how="direct", proof=kept.body["evidence"])
    assert standing(desk, case, "notice_served/1")[0].body["proof"] == kept.body["evidence"]


def test_an_archived_case_takes_nothing_until_archiving_is_taken_back(desk: Desk, case: str) -> None:
    note(desk, case, "filed", "2026-11-10")
    note(desk, case, "case_closed", "2026-11-20")
    note(desk, case, "archived", "2026-11-24")
    (filed,), (archived,) = (standing(desk, case, key) for key in ("filed/1", "archived/1"))
    acts = (
        lambda: note(desk, case, "filed", "2026-11-11"),
        lambda: stop_clock(desk, case, Stop("hearing", "2026-11-12"), PACKS),
        lambda: pick(desk, case, filed.id),
        lambda: withdraw(desk, case, filed.id, "日期记错了"),
        lambda: extend_deadline(
            desk, case, Extended("decision", "leader", 30, "leader", "2026-11-20"), PACKS
        ),
    )
    for act in acts:
        with pytest.raises(ArchivedCaseError):
            act()
    withdraw(desk, case, archived.id, "还没有移交档案室")
    note(desk, case, "filed", "2026-11-11")


# --- stops and extensions


def test_three_stops_move_the_day(desk: Desk, case: str) -> None:
    note(desk, case, "filed", "2026-09-01")
    assert clock(desk, case, "decision").deadline.due.latest.isoformat() == "2026-11-30"
    stop_clock(desk, case, Stop("hearing", "2026-10-12", "2026-10-18"), PACKS)
    stop_clock(desk, case, Stop("monitoring", "2026-10-26", "2026-10-30"), PACKS)
    stop_clock(desk, case, Stop("suspension", "2026-11-20"), PACKS)
    stopped = clock(desk, case, "decision").deadline
    assert (stopped.state, stopped.due.latest.isoformat()) == ("stopped", "2026-12-18")
    stop_clock(desk, case, Stop("suspension", "2026-11-20", "2026-11-23"), PACKS)
    going = clock(desk, case, "decision").deadline
    assert (going.state, going.due.latest.isoformat()) == ("running", "2026-12-16")
    spans = [part.title for part in going.tree.children if part.title.startswith("扣除")]
    assert spans == ["扣除 听证", "扣除 监测（检测）", "扣除 中止"]


@pytest.mark.parametrize(
    ("stop", "says"),
    [
        (Stop("no_such", "2026-11-01"), "没有停算事项"),
        (Stop("hearing", "2026-11-26"), "在今天之后"),
        (Stop("hearing", "2026-11-20", "2026-11-26"), "在今天之后"),
        (Stop("hearing", "2026-11-20", "2026-11-19"), "止日早于起日"),
        (Stop("hearing", "十月"), "读不懂"),
        (Stop("hearing", "2026-11-20", occurrence=3), "还没有记第 2 次"),
    ],
)
def test_a_stop_that_cannot_be_is_named(desk: Desk, case: str, stop: Stop, says: str) -> None:
    with pytest.raises(ProceedingError, match=says):
        stop_clock(desk, case, stop, PACKS)


def test_an_approved_extension_moves_the_day_and_a_late_one_says_why_not(desk: Desk, case: str) -> None:
    note(desk, case, "filed", "2026-08-03")
    assert clock(desk, case, "decision").deadline.state == "missed"
    late = Extended("decision", "leader", 30, "leader", "2026-11-24")
    extend_deadline(desk, case, late, PACKS)
    found = clock(desk, case, "decision").deadline
    assert any("批准晚于期满日" in part.value for part in found.tree.children)
    extend_deadline(desk, case, Extended("decision", "leader", 30, "leader", "2026-10-28"), PACKS)
    assert clock(desk, case, "decision").deadline.due.latest.isoformat() == "2026-12-01"


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (Extended("delivery", "leader", 3, "leader", "2026-11-20"), "没有延长事项"),
        (Extended("no_such", "leader", 3, "leader", "2026-11-20"), "没有延长事项"),
        (Extended("decision", "leader", 30, "collective", "2026-11-20"), "规定的人批准"),
        (Extended("decision", "leader", 31, "leader", "2026-11-20"), "规定最多 30 日"),
        (Extended("decision", "leader", 20, "leader", "2026-11-20"), "规定是 30 日"),
        (Extended("decision", "collective", 0, "collective", "2026-11-20"), "规定最多 30 日"),
        (Extended("decision", "leader", 30, "leader", "2026-11-20", turn=2), "只能延长 1 次"),
        (Extended("decision", "leader", 30, "leader", "2026-11-26"), "在今天之后"),
    ],
)
def test_an_extension_that_cannot_be_is_named(desk: Desk, case: str, asked: Extended, says: str) -> None:
    with pytest.raises(ProceedingError, match=says):
        extend_deadline(desk, case, asked, PACKS)


# --- two people


def exchange(desk: Desk, other: Desk, case: str, folder: Path) -> None:
    for n, (giver, taker) in enumerate(((desk, other), (other, desk))):
        transfer.export_case(giver, case, folder / f"{n}")
        transfer.import_case(taker, folder / f"{n}")


def test_two_days_for_one_event_stand_side_by_side_until_a_person_picks(
    desk: Desk, other: Desk, tmp_path: Path
) -> None:
    case = opening.open_case(desk, TASK, CHECKLIST)
    exchange(desk, other, case, tmp_path)
    note(desk, case, "filed", "2026-09-01")
    note(other, case, "filed", "2026-09-03")
    for each in (desk, other):
        note(each, case, "lead_received", "2026-08-20")
    stop_clock(desk, case, Stop("hearing", "2026-10-12", "2026-10-18"), PACKS)
    stop_clock(other, case, Stop("hearing", "2026-10-12", "2026-10-20"), PACKS)
    exchange(desk, other, case, tmp_path)
    for each in (desk, other):
        found = clock(each, case, "decision").deadline
        assert found.state == "unsettled"
        assert "王立新 2026-09-01" in found.tree.value
        assert "李志强 2026-09-03" in found.tree.value
        assert clock(each, case, "filing").deadline.due is not None  # both say the same: nothing to pick
        assert case_clock(read(each, case), RULES.clocks)[0].facts["stops"] == []
    ours = next(e for e in standing(desk, case, "filed/1") if e.body["by"] == "李志强")
    pick(desk, case, ours.id)
    stops = standing(desk, case, "hearing/1", "proceeding_stopped")
    pick(desk, case, next(e for e in stops if e.body["to"] == "2026-10-20").id)
    exchange(desk, other, case, tmp_path)
    for each in (desk, other):
        assert clock(each, case, "decision").deadline.due.latest.isoformat() == "2026-12-11"
    with pytest.raises(KeyError):
        pick(desk, case, ours.id)


# --- findings and other cases


def test_a_finding_says_when_the_act_ended_and_was_found(desk: Desk, case: str) -> None:
    deciding.record_finding(desk, case, "f", "超标", REQUEST, ["A01"])
    assert clock(desk, case, "limitation").deadline.state == "met"
    deciding.record_finding(desk, case, "g", "台账", {**REQUEST, "found": "2028-09-01"}, ["A02"])
    found = [one for one in deadlines_of(desk, case, PACKS, TODAY).clocks if one.deadline.key == "limitation"]
    assert {one.name: one.deadline.state for one in found} == {
        "追责时效（超标）": "met",
        "追责时效（台账）": "missed",
    }
    note(desk, case, "act_ended", "2026-08-10")
    note(desk, case, "act_found", "2026-08-12")
    found = [one for one in deadlines_of(desk, case, PACKS, TODAY).clocks if one.deadline.key == "limitation"]
    assert [(one.name, one.deadline.state) for one in found] == [("追责时效", "met")]


def test_a_disputed_finding_settles_no_limitation(desk: Desk, other: Desk, tmp_path: Path) -> None:
    case = opening.open_case(desk, TASK, CHECKLIST)
    exchange(desk, other, case, tmp_path)
    deciding.record_finding(desk, case, "f", "超标", REQUEST, ["A01"])
    deciding.record_finding(other, case, "f", "超标", {**REQUEST, "found": "2026-09-01"}, ["A01"])
    exchange(desk, other, case, tmp_path)
    assert clock(desk, case, "limitation").deadline.state == "unsettled"


def test_the_calendar_holds_every_case_and_says_which_cannot_be_read(desk: Desk, case: str) -> None:
    second = opening.open_case(desk, TASK, CHECKLIST)
    note(desk, second, "filed", "2026-09-01")
    found = {one.case: one for one in calendar_of_all(desk, PACKS, TODAY)}
    assert set(found) == {case, second}
    assert found[second].unit == TASK.unit
    assert any(one.deadline.state == "running" for one in found[second].clocks)
    with pytest.raises(NoCalendarError):
        calendar_of_all(desk, LAW, TODAY)


def test_a_finding_with_a_day_that_is_none_settles_nothing_and_spoils_nothing(desk: Desk, case: str) -> None:
    note(desk, case, "filed", "2026-11-20")
    deciding.record_finding(desk, case, "f", "超标", {**REQUEST, "found": "八月"}, ["A01"])
    assert clock(desk, case, "limitation").deadline.state == "unsettled"
    assert clock(desk, case, "decision").deadline.state == "running"


def test_a_stop_of_a_ground_that_the_packs_do_not_have_is_a_fault_of_its_case(desk: Desk, case: str) -> None:
    papers = {"document": "", "proof": "", "by": "王立新", "note": ""}
    body = {"stop": "of_the_future", "occurrence": 1, "from": "2026-11-20", "to": None, **papers}
    write(desk, case, Draft("proceeding_stopped", body))
    (found,) = calendar_of_all(desk, PACKS, TODAY)
    assert (found.clocks, found.unit) == ((), TASK.unit)
    assert "of_the_future" in found.fault


def test_a_finding_without_the_end_of_the_act_starts_no_limitation(desk: Desk, case: str) -> None:
    facts = {**REQUEST, "act": {}, "found": "2026-08-12"}
    deciding.record_finding(desk, case, "f", "超标", facts, ["A01"])
    assert clock(desk, case, "limitation").deadline.state == "not_started"


# --- without a screen


def test_dates_are_noted_and_read_on_the_command_line(
    desk: Desk,
    case: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "word").write_text(PASSPHRASE, encoding="utf-8")
    monkeypatch.setenv("FIELDLAW_PASSPHRASE_FILE", str(tmp_path / "word"))
    folder = str(desk.profile.folder)
    desk.profile.close()

    def run(*words: str) -> tuple[int, str]:
        status = cli.main(["--profile", folder, "case", *words, "--json"], lambda _folder: 9)
        return status, capsys.readouterr().out

    assert run("note", case, "filed", "--day", "2024-09-02", "--document", "示环立〔2024〕57号")[0] == 0
    assert run("stop", case, "hearing", "--from", "2024-10-14", "--to", "2024-10-20")[0] == 0
    granted = ("extend", case, "decision", "leader", "--days", "30", "--by", "leader", "--on", "2024-11-20")
    assert run(*granted)[0] == 0
    status, out = run("deadlines", case, "--on", "2024-11-25")
    (found,) = (one for one in json.loads(out)["deadlines"] if one["id"] == "decision")
    assert (status, found["state"], found["occurrence"]) == (0, "running", 1)
    assert any("扣除 听证" in line for line in found["explanation"])
    assert run("note", case, "decision_made", "--day", "2024-08-01")[0] == 2
