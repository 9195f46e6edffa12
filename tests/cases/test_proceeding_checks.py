"""What the dates of the proceeding say to the checks, and the calendar of a new year, on real files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fieldlaw.cases.casework import checking, opening
from fieldlaw.cases.casework.calendars import FOLDER, CalendarNotKeptError, calendar_in_use, take_over
from fieldlaw.cases.casework.clocks import deadlines_of
from fieldlaw.cases.casework.desk import Desk, read, write
from fieldlaw.cases.law.deadlines_notice import NoticeError
from fieldlaw.cases.ledger.event import Draft
from tests.cases.test_casework import TASK
from tests.cases.test_deadlines_notice import CSV_TEXT, YAML_TEXT
from tests.cases.test_proceeding import CALENDAR, CHECKLIST, LAW, PACKS, TODAY, make, note

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    held = make(tmp_path / "a", "王立新")
    yield held
    held.profile.close()


@pytest.fixture
def case(desk: Desk) -> str:
    return opening.open_case(desk, TASK, CHECKLIST)


# --- the checks before review


def check_facts(desk: Desk, case: str) -> dict[str, object]:
    return checking.case_facts(read(desk, case), PACKS, None, TODAY)


def test_noted_dates_answer_the_checks_and_nothing_else_does(desk: Desk, case: str) -> None:
    before = check_facts(desk, case)
    assert not {"rights_told", "notice_proved", "defence_period_over", "discussed", "seized"} & set(before)
    note(desk, case, "filed", "2026-09-01")
    note(desk, case, "rights_told", "2026-10-12")
    note(desk, case, "notice_served", "2026-10-12", how="direct")
    note(desk, case, "defence_given", "2026-10-15")
    note(desk, case, "hearing_asked", "2026-10-14")
    note(desk, case, "hearing_held", "2026-12-10")
    note(desk, case, "discussed", "2026-11-10")
    known = check_facts(desk, case)
    expected = {
        "rights_told": "yes", "defended": "yes", "hearing_asked": "yes", "discussed": "yes",
        "time_defence": "2026-10-15", "time_discussion": "2026-11-10",
    }  # fmt: skip
    assert {name: known.get(name) for name in expected} == expected
    assert not {"hearing_held", "notice_proved", "defence_period_over", "discussion_recorded"} & set(known)


@pytest.mark.parametrize(
    ("decided", "more", "answer"),
    [
        ("2026-10-20", (), "yes"),
        ("2026-10-19", (), "no"),
        ("2026-10-13", (("defence_waived", "2026-10-12"),), None),
    ],
)
def test_a_decision_before_the_defence_period_is_over_is_known(
    desk: Desk, case: str, decided: str, more: tuple[tuple[str, str], ...], answer: str | None
) -> None:
    note(desk, case, "notice_served", "2026-10-12", how="direct")
    for event, day in (*more, ("decision_made", decided)):
        note(desk, case, event, day)
    assert check_facts(desk, case).get("defence_period_over") == answer


def test_a_second_notice_starts_a_period_that_counts_too(desk: Desk, case: str) -> None:
    note(desk, case, "notice_served", "2026-10-12", how="direct")
    note(desk, case, "notice_served", "2026-11-16", occurrence=2, how="direct")
    note(desk, case, "decision_made", "2026-11-20")
    assert check_facts(desk, case)["defence_period_over"] == "no"


@pytest.mark.parametrize(("lifted", "answer"), [("2026-10-20", "yes"), ("2026-11-20", "no"), (None, None)])
def test_a_seizure_is_judged_once_it_was_lifted(
    desk: Desk, case: str, lifted: str | None, answer: str | None
) -> None:
    note(desk, case, "seized", "2026-10-12")
    if lifted:
        note(desk, case, "seizure_lifted", lifted)
    assert check_facts(desk, case).get("seizure_in_time") == answer


def test_without_a_calendar_nothing_is_said_of_periods(desk: Desk, case: str) -> None:
    note(desk, case, "notice_served", "2026-10-12", how="direct")
    note(desk, case, "decision_made", "2026-11-20")
    known = checking.case_facts(read(desk, case), LAW, None, TODAY)
    assert "defence_period_over" not in known
    assert "rights_told" not in known


def test_a_case_whose_clocks_cannot_run_says_nothing_of_periods(desk: Desk, case: str) -> None:
    papers = {"document": "", "proof": "", "by": "王立新", "note": ""}
    body = {"stop": "of_the_future", "occurrence": 1, "from": "2026-11-20", "to": None, **papers}
    write(desk, case, Draft("proceeding_stopped", body))
    note(desk, case, "notice_served", "2026-10-12", how="direct")
    note(desk, case, "decision_made", "2026-11-20")
    known = check_facts(desk, case)
    assert "defence_period_over" not in known


# --- the calendar of a new year


def test_an_imported_notice_makes_the_days_of_the_next_year_certain(
    desk: Desk, case: str, tmp_path: Path
) -> None:
    note(desk, case, "filed", "2026-11-20")
    folder, notice = desk.profile.folder, tmp_path / "2027.csv"
    assert not calendar_in_use(folder, [CALENDAR]).imported
    notice.write_text(CSV_TEXT, encoding="utf-8")
    held = take_over(folder, [CALENDAR], notice)
    assert held.imported
    assert held == calendar_in_use(folder, [CALENDAR])
    found = deadlines_of(desk, case, (*LAW, held.pack), TODAY).clocks
    due = next(one.deadline.due for one in found if one.deadline.key == "decision")
    assert (due.provisional, due.latest.isoformat(), due.calendar) == (
        False,
        "2027-02-18",
        "放假安排 2027 版",
    )


def test_a_notice_imported_again_stands_in_place_of_the_first(desk: Desk, tmp_path: Path) -> None:
    folder, notice = desk.profile.folder, tmp_path / "2027.yaml"
    notice.write_text(YAML_TEXT, encoding="utf-8")
    take_over(folder, [CALENDAR], notice)
    notice.write_text(YAML_TEXT.replace("2027-02-12", "2027-02-11"), encoding="utf-8")
    held = take_over(folder, [CALENDAR], notice)
    spring = next(row for row in held.pack.rows("holidays") if row["from"] == "2027-02-05")
    assert spring["to"] == "2027-02-11"
    assert [path.name for path in (folder / FOLDER).iterdir()] == ["2027.yaml"]


def test_a_damaged_calendar_is_named_and_the_old_one_used(desk: Desk, tmp_path: Path) -> None:
    folder = desk.profile.folder
    (folder / FOLDER).mkdir()
    (folder / FOLDER / "2027.yaml").write_text("pack: {", encoding="utf-8")
    held = calendar_in_use(folder, [CALENDAR])
    assert (held.pack, held.unreadable) == (CALENDAR, ("2027.yaml",))
    for name, content in (("x.yaml", b"\xff"), ("no.yaml", None)):
        if content is not None:
            (tmp_path / name).write_bytes(content)
        with pytest.raises(NoticeError, match="UTF-8"):
            take_over(folder, [CALENDAR], tmp_path / name)


def test_a_disk_that_does_not_take_the_calendar_leaves_the_old_one(desk: Desk, tmp_path: Path) -> None:
    (desk.profile.folder / FOLDER).write_text("in the way", encoding="utf-8")
    notice = tmp_path / "2027.yaml"
    notice.write_text(YAML_TEXT, encoding="utf-8")
    with pytest.raises(CalendarNotKeptError):
        take_over(desk.profile.folder, [CALENDAR], notice)
    assert calendar_in_use(desk.profile.folder, [CALENDAR]).pack == CALENDAR
