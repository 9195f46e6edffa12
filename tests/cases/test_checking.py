"""The checks over a real case: what it knows is judged, what it does not know is asked."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from fieldlaw import cli
from fieldlaw.cases.casework import checking, deciding, inspecting, opening, signing
from fieldlaw.cases.casework.desk import Desk, read, write
from fieldlaw.cases.casework.printing import Press
from fieldlaw.cases.ledger import event as ev
from fieldlaw.cases.packs.load import load_folder, load_pack
from fieldlaw.cases.records.measurement import Quality
from fieldlaw.cases.store import profile, vault
from fieldlaw.settings import RESOURCES
from tests.cases.test_casework import CALIBRATION, TASK, WHEN, reading
from tests.cases.test_deciding import REQUEST
from tests.cases.test_signing import STROKES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fieldlaw.cases.law.preflight import Check

CHECKLIST = load_pack(RESOURCES / "checklists" / "A.yaml")
PRESS = Press("示例市生态环境局", RESOURCES / "fonts", {CHECKLIST.header.id: CHECKLIST})
LAW = load_folder(RESOURCES / "law" / "national")
PACKS = (*LAW, load_pack(RESOURCES / "calendars" / "2026.yaml"))
NOTE = inspecting.Note("照片1", "敞门喷漆", "photo", "2号房", "王立新", WHEN.isoformat(), "A01")


@pytest.fixture
def clock() -> list[str]:
    """The time on the wall, which a test may move."""
    return [WHEN.isoformat()]


@pytest.fixture
def desk(tmp_path: Path, clock: list[str]) -> Iterator[Desk]:
    person = profile.Person("王立新", "执法人员")
    held = profile.create(tmp_path / "p", person, "pass", os.urandom, vault.FLOOR)
    yield Desk(held, lambda: ev.Moment(clock[0], 1, "boot", None), os.urandom)
    held.close()


@pytest.fixture
def case(desk: Desk) -> str:
    return opening.open_case(desk, TASK, CHECKLIST)


def check(desk: Desk, case: str, name: str, press: Press | None = None) -> Check:
    return next(one for one in checking.preflight(desk, case, PACKS, press).checks if one.id == name)


def test_a_new_case_is_asked_and_fails_nothing(desk: Desk, case: str) -> None:
    found = checking.preflight(desk, case, PACKS, PRESS)
    assert not found.is_fatal
    assert {one.result.value for one in found.checks} == {"ask"}
    assert check(desk, case, "C02").unknown == ("badges_valid",)


def test_an_officer_without_badge_is_fatal(desk: Desk) -> None:
    case = opening.open_case(desk, replace(TASK, officers=(("王立新", "示0217"), ("李志强", " "))), CHECKLIST)
    assert check(desk, case, "C02").result.value == "fail"
    assert checking.preflight(desk, case, PACKS).is_fatal


def test_steps_are_known_once_done_and_left_out_once_the_record_is_drawn_up(
    desk: Desk, case: str, clock: list[str]
) -> None:
    inspecting.finish_step(desk, case, "6")
    assert check(desk, case, "P03").result.value == "ask"
    clock[0] = "2026-11-25T10:50:00+08:00"
    inspecting.finish_step(desk, case, "9")
    assert check(desk, case, "P03").result.value == "fail"
    assert check(desk, case, "C14").result.value == "fail"
    clock[0] = "2026-11-25T10:55:00+08:00"
    for step in ("3", "4"):
        inspecting.finish_step(desk, case, step)
    assert "先检查后亮证" in check(desk, case, "P03").reason
    assert check(desk, case, "C14").result.value == "ask"


def test_steps_in_order_pass(desk: Desk, case: str) -> None:
    for step in ("3", "4", "6", "9"):
        inspecting.finish_step(desk, case, step)
    assert check(desk, case, "P03").result.value == "pass"


def test_a_finding_needs_evidence_for_its_items(desk: Desk, case: str) -> None:
    deciding.record_finding(desk, case, "1", "未密闭", REQUEST, ["A01"])
    assert check(desk, case, "C06").result.value == "fail"
    inspecting.add_evidence(desk, case, b"jpeg", NOTE)
    assert check(desk, case, "C06").result.value == "ask"
    assert check(desk, case, "P04").result.value == "pass"
    inspecting.add_evidence(desk, case, b"jpeg", replace(NOTE, number="照片2", place=""))
    assert check(desk, case, "P04").result.value == "fail"


def test_law_amounts_and_limitation_come_from_assessments_of_the_facts_as_they_stand(
    desk: Desk, case: str
) -> None:
    deciding.record_finding(desk, case, "1", "超标", REQUEST, ["A01"])
    assert check(desk, case, "C20").result.value == "pass"
    assert check(desk, case, "C09").result.value == "ask"
    deciding.assess_finding(desk, case, "1", LAW)
    assert check(desk, case, "C09").result.value == "pass"
    facts = checking.case_facts(read(desk, case), PACKS)
    assert (facts["range_low_fen"], facts["range_high_fen"]) == (10_000_000, 100_000_000)
    assert "amount_fen" not in facts
    deciding.change_fact(desk, case, "1", ("limit", "50"), LAW)
    assert check(desk, case, "C09").result.value == "ask"


def test_limitation_that_has_run_out_is_asked_as_harm_may_make_it_longer(desk: Desk, case: str) -> None:
    old = {**REQUEST, "act": {"start": "2022-01-01", "end": "2022-01-01"}}
    deciding.record_finding(desk, case, "1", "超标", old, ["A01"])
    assert check(desk, case, "C20").result.value == "ask"


def test_signatures_are_judged_once_signing_began(desk: Desk, case: str) -> None:
    inspecting.answer_item(desk, case, "A01", "no", "敞门喷漆")
    assert check(desk, case, "P01", PRESS).result.value == "ask"
    state = signing.look(read(desk, case), PRESS, signing.unsigned(read(desk, case), PRESS))
    for who in state.signers[1:]:
        for page in state.missing(who):
            signing.sign(desk, case, PRESS, signing.Mark(state.sha256, page, who, STROKES))
    assert check(desk, case, "P01", PRESS).result.value == "fail"
    pages = state.missing(state.signers[0])
    no = signing.Refusal(
        state.sha256, pages, state.signers[0], signing.REFUSED, "说要先问总部", "", recorded=True
    )
    signing.refuse(desk, case, PRESS, no)
    assert check(desk, case, "P01", PRESS).result.value == "fail"
    signing.refuse(desk, case, PRESS, replace(no, witness="孙八"))
    now = signing.look(read(desk, case), PRESS, signing.unsigned(read(desk, case), PRESS))
    for who in now.signers:
        for page in now.missing(who):
            signing.sign(desk, case, PRESS, signing.Mark(now.sha256, page, who, STROKES))
    assert check(desk, case, "P01", PRESS).result.value == "pass"
    assert checking.documents_of(read(desk, case), PACKS) == {"site_record": "present"}
    assert check(desk, case, "P02").result.value == "ask"
    signing.give_opinion(desk, case, "属实")
    assert check(desk, case, "P02").result.value == "pass"


@pytest.mark.parametrize(("name", "result"), [("赵敏", "pass"), ("李志强", "fail")])
def test_who_inspected_may_not_review(tmp_path: Path, desk: Desk, name: str, result: str) -> None:
    held = profile.create(tmp_path / "r", profile.Person(name, "审核人"), "pass", os.urandom, vault.FLOOR)
    desk.profile.know(profile.Peer(held.keys.author, held.keys.recipient, name, "审核人"))
    held.close()
    case = opening.open_case(desk, TASK, CHECKLIST)
    assert check(desk, case, "C21").result.value == "ask"
    # What another program might send: an approval under this name.
    write(desk, case, ev.Draft("case_approved", {"by": name, "opinion": "同意"}))
    assert check(desk, case, "C21").result.value == result


def test_a_reviewer_whose_key_wrote_in_the_inspection_inspected(desk: Desk, case: str) -> None:
    inspecting.answer_item(desk, case, "A01", "yes")
    write(desk, case, ev.Draft("case_approved", {"by": "赵敏", "opinion": "同意"}))
    assert check(desk, case, "C21").result.value == "fail"


def test_evidence_that_the_review_had_not_seen_asks_for_another(desk: Desk, case: str) -> None:
    inspecting.add_evidence(desk, case, b"jpeg", NOTE)
    write(desk, case, ev.Draft("case_approved", {"by": "赵敏", "opinion": "同意"}))
    assert check(desk, case, "C19").result.value == "ask"
    body = dict(read(desk, case).file.all("evidence_added")[0].body)
    write(desk, case, ev.Draft("evidence_added", {**body, "evidence": "later"}))
    assert check(desk, case, "C19").result.value == "fail"


def test_the_command_answers_with_its_status(
    tmp_path: Path, desk: Desk, case: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    inspecting.keep_measurement(desk, case, reading("5", Quality.OK), inspecting.Spot("门缝"), CALIBRATION)
    desk.profile.close()
    secret = tmp_path / "secret"
    secret.write_text("pass", encoding="utf-8")
    monkeypatch.setenv("FIELDLAW_PASSPHRASE_FILE", str(secret))
    call = ["--profile", str(tmp_path / "p"), "law", "preflight", case, "--json"]
    assert cli.main(call, lambda _: 0) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {"checks", "score", "fatal"} <= set(answer)
    assert {"id", "result", "reason", "source"} <= set(answer["checks"][0])
    assert answer["fatal"] is False
    assert cli.main([*call[:-2], "0" * 32], lambda _: 0) == 2
    assert "没有案件" in capsys.readouterr().err
