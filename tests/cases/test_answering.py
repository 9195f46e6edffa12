"""Answers to the checks on real profiles: taken, refused, disputed; what they make of an approval."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from fieldlaw.cases.casework import checking, deciding, inspecting, printing, reviewing
from fieldlaw.cases.casework.answering import (
    AnswerError,
    KnownToCaseError,
    NotYoursToAnswerError,
    answer_check,
)
from fieldlaw.cases.casework.answers import DOCUMENT, Reply, disputed, given
from fieldlaw.cases.casework.desk import read, write
from fieldlaw.cases.casework.inspecting import ClosedInspectionError
from fieldlaw.cases.casework.printing_checks import checks_of
from fieldlaw.cases.casework.proceeding import note_event
from fieldlaw.cases.law.assess import as_json, rehearse
from fieldlaw.cases.law.preflight_forms import (
    COUNT,
    FEN,
    NAMES,
    PEOPLE,
    STATE,
    WHEN,
    YES_NO,
    answer_words,
    forms_of,
    kept_text,
    read_answer,
    say,
)
from fieldlaw.cases.law.preflight_tests import PreflightFactsError
from fieldlaw.cases.ledger.event import Draft
from fieldlaw.cases.packs.load import load_pack
from fieldlaw.cases.records.proceeding import Noted
from fieldlaw.settings import RESOURCES
from tests.cases.bureau import PACKS, TASK, Bureau
from tests.cases.test_deciding import REQUEST
from tests.cases.test_sensitivity import G16
from tests.cases.test_sensitivity import PACKS as TRAINING

if TYPE_CHECKING:
    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.law.preflight import Check

CHECKLIST = load_pack(RESOURCES / "checklists" / "A.yaml")
PRESS = printing.Press(
    "示例市生态环境局", RESOURCES / "fonts", {CHECKLIST.header.id: CHECKLIST}, lambda: PACKS
)
NOTE = inspecting.Note("照片 1", "门缝", "photo", "2 号房", "王立新", "2026-11-25T10:00:00+08:00", "A01")
TODAY = "2026-11-25T10:42:07+08:00"


def say_at(desk: Desk, bureau: Bureau, fact: str, answer: str, note: str = ""):
    return answer_check(desk, bureau.case, Reply(fact, answer, note), PACKS)


def check(desk: Desk, bureau: Bureau, name: str) -> Check:
    found = checking.preflight(desk, bureau.case, PACKS)
    return next(one for one in found.checks if one.id == name)


# --- taken and refused


def test_an_answer_fills_what_the_case_leaves_open_and_can_be_taken_back(bureau: Bureau) -> None:
    assert check(bureau.one, bureau, "C04").result.value == "ask"
    assert say_at(bureau.one, bureau, "right_party", "yes", "看过营业执照").kinds
    assert check(bureau.one, bureau, "C04").result.value == "pass"
    (held,) = given(read(bureau.one, bureau.case))["right_party"]
    assert (held.body["by"], held.body["role"], held.body["note"]) == ("王立新", "执法人员", "看过营业执照")
    assert not say_at(bureau.one, bureau, "right_party", "yes", "看过营业执照").kinds, "it stands already"
    assert say_at(bureau.one, bureau, "right_party", "yes", "又看了一遍").kinds
    assert say_at(bureau.one, bureau, "right_party", "no").kinds
    assert check(bureau.one, bureau, "C04").result.value == "fail"
    say_at(bureau.one, bureau, "right_party", "unknown")
    assert check(bureau.one, bureau, "C04").result.value == "ask"
    assert "right_party" not in given(read(bureau.one, bureau.case))
    assert not say_at(bureau.one, bureau, "own_name", "unknown").kinds, "there is nothing to take back"


@pytest.mark.parametrize(
    ("fact", "answer", "why"),
    [
        ("poem", "yes", "核对不问 poem"),
        ("document:poem", "present", "核对不问"),
        ("own_name", "maybe", "应为 yes、no 或 unknown"),
        ("amount_notified_fen", "20 万", "应为非负整数"),
        ("voters", " ", "应为姓名"),
        ("issuer_names", "落款", "每行写一份文书"),
        ("issuer_names", "\n", "至少写一份"),
        ("time_discussion", "昨天", "不是日期"),
        ("time_discussion", "2026-11-20T10:00:00", "写明时区的时刻"),
        ("time_discussion", "2026-11-26", "在今天之后"),
        ("time_discussion", "2026-11-25T23:00:00+08:00", "在今天之后"),
        ("document:decision", "yes", "应为present、absent"),
    ],
)
def test_an_answer_that_is_none_is_refused(bureau: Bureau, fact: str, answer: str, why: str) -> None:
    with pytest.raises(AnswerError, match=why):
        say_at(bureau.one, bureau, fact, answer)
    assert given(read(bureau.one, bureau.case)) == {}


def test_what_the_case_says_itself_is_not_overruled(bureau: Bureau) -> None:
    with pytest.raises(KnownToCaseError, match="案件里已有记录（2），以记录为准"):
        say_at(bureau.one, bureau, "officers_with_badge", "5")
    say_at(bureau.one, bureau, "evidence_described", "no")
    say_at(bureau.one, bureau, "document:other_evidence", "absent")
    inspecting.add_evidence(bureau.one, bureau.case, b"jpeg", NOTE)
    facts = checking.case_facts(read(bureau.one, bureau.case), PACKS)
    assert facts["evidence_described"] == "yes", "what the case came to know goes before the answer"
    assert checking.documents_of(read(bureau.one, bureau.case), PACKS)["other_evidence"] == "present"
    for fact, answer in (("evidence_described", "no"), ("document:other_evidence", "absent")):
        with pytest.raises(KnownToCaseError):
            say_at(bureau.one, bureau, fact, answer)
    assert say_at(bureau.one, bureau, "evidence_described", "unknown").kinds, "taking back is possible"


def test_names_by_document_are_added_to_those_of_the_case(bureau: Bureau) -> None:
    say_at(bureau.one, bureau, "party_names", f"决定书:{TASK.unit}；检查任务 1：别的名称")
    assert check(bureau.one, bureau, "C03").result.value == "pass", "the name of the case itself stays"
    say_at(bureau.one, bureau, "party_names", f"告知书：{TASK.unit}\n决定书：示例汽车")
    assert "决定书 写的是示例汽车" in check(bureau.one, bureau, "C03").reason


def test_who_may_answer_and_until_when(four: Bureau) -> None:
    (stranger,) = four.more
    four.carry(four.one, stranger)
    with pytest.raises(NotYoursToAnswerError):
        say_at(stranger, four, "own_name", "yes")
    say_at(four.boss, four, "own_name", "yes")
    reviewing.ask_review(four.one, four.case, "钱宇")
    four.carry(four.one, stranger)
    say_at(stranger, four, "own_name", "no")
    four.approve("同意")
    with pytest.raises(ClosedInspectionError):
        say_at(four.boss, four, "right_party", "yes")


def test_documents_on_paper_count_in_the_score(bureau: Bureau) -> None:
    for name, state in (("decision", "absent"), ("demand", "not_needed"), ("closing", "present")):
        say_at(bureau.one, bureau, DOCUMENT + name, state)
    found = checking.preflight(bureau.one, bureau.case, PACKS)
    assert found.score["decision"] == 0
    assert found.score["closing"] == 3
    assert "demand" not in found.score


# --- two desks


def test_two_answers_that_differ_settle_nothing_until_somebody_answers_anew(bureau: Bureau) -> None:
    say_at(bureau.one, bureau, "badges_valid", "yes")
    say_at(bureau.two, bureau, "badges_valid", "no")
    say_at(bureau.two, bureau, "document:decision", "present")
    say_at(bureau.one, bureau, "document:decision", "absent")
    say_at(bureau.one, bureau, "own_name", "yes", "一")
    say_at(bureau.two, bureau, "own_name", "yes", "二")
    bureau.carry(bureau.two, bureau.one)
    held = given(read(bureau.one, bureau.case))
    assert disputed(held["badges_valid"])
    assert not disputed(held["own_name"]), "both say the same"
    assert check(bureau.one, bureau, "C02").result.value == "ask"
    assert checking.preflight(bureau.one, bureau.case, PACKS).score["decision"] is None
    assert checking.case_facts(read(bureau.one, bureau.case), PACKS)["own_name"] == "yes"
    say_at(bureau.one, bureau, "badges_valid", "yes")
    assert check(bureau.one, bureau, "C02").result.value == "pass"


def test_a_dispute_about_names_leaves_them_open(bureau: Bureau) -> None:
    say_at(bureau.one, bureau, "party_names", f"决定书：{TASK.unit}")
    say_at(bureau.two, bureau, "party_names", "决定书：另一家")
    bureau.carry(bureau.two, bureau.one)
    assert check(bureau.one, bureau, "C03").result.value == "ask"
    head = read(bureau.one, bureau.case).file.values("case_opened")[0].body
    write(bureau.one, bureau.case, Draft("case_opened", {**head, "unit": "甲厂"}))
    write(bureau.two, bureau.case, Draft("case_opened", {**head, "unit": "乙厂"}))
    bureau.carry(bureau.two, bureau.one)
    assert check(bureau.one, bureau, "C03").result.value == "fail", "the papers of the case differ themselves"


def test_an_answer_in_no_form_that_can_be_read_counts_as_none(bureau: Bureau) -> None:
    written = {
        "own_name": "perhaps", "time_discussion": "soon", "poem": "yes", "party_names": "x",
        "document:decision": "lost", "document:poem": "present",
    }  # fmt: skip
    for fact, text in written.items():
        body = {"fact": fact, "answer": text, "note": "", "by": "甲", "role": ""}
        bureau.write(bureau.case, "check_answered", body)
    assert {one.result.value for one in checking.preflight(bureau.one, bureau.case, PACKS).checks} == {"ask"}
    sheet = checks_of(read(bureau.one, bureau.case), PRESS, TODAY)
    assert "perhaps" in [one.answer for one in sheet.answers]


# --- what fails forbids the approval

YES, NO = "yes", "no"
SEIZED, DAILY, DISCUSS = {"seized": YES}, {"daily": YES}, {"discussion_required": YES}
FAILS = {
    1: {"own_name": NO},
    2: {"badges_valid": NO},
    3: {"party_names": "决定书：另一家"},
    4: {"right_party": NO},
    5: {"facts_fit_evidence": NO},
    6: {"sampled": YES, "sampling_recorded": NO},
    7: {"no_fault_claimed": YES, "fault_examined": NO},
    8: {"facts_fit_law": NO},
    9: {"has_basis": NO},
    10: {"article_exact": NO},
    11: {"catch_all_used": YES, "catch_all_based": NO},
    12: {"fined": YES, "defended": YES, "amount_fen": "2000", "amount_notified_fen": "1000"},
    13: {**SEIZED, "seized_related": NO},
    14: {"monitored": YES, "result_told": NO},
    15: {"recusal_asked": YES, "recusal_handled": NO},
    16: {**SEIZED, "seizure_told": NO},
    17: {**DISCUSS, "discussed": NO},
    18: {**DISCUSS, "voters": "王立新、钱宇"},
    19: {"legal_review_required": YES, "legally_reviewed": NO},
    20: {"within_limitation": NO},
    21: {"examiners": "李志强"},
    22: {**DAILY, "order_proved": NO},
    23: {**DAILY, "rechecked_in_time": NO},
    24: {**DAILY, "time_original_decision": "2026-11-20", "time_daily_decision": "2026-11-19"},
    25: {**SEIZED, "seizure_in_time": NO},
}


@pytest.mark.parametrize("number", sorted(FAILS))
def test_each_of_the_fatal_checks_forbids_the_approval_and_names_itself(four: Bureau, number: int) -> None:
    for fact, answer in FAILS[number].items():
        say_at(four.boss, four, fact, answer)
    with pytest.raises(reviewing.NotReadyError, match=f"第 {number} 项核对失败：") as refused:
        four.approve("同意")
    assert refused.value.what.count("项核对失败") == 1
    four.write(four.case, "step_noted", {"step": "1", "note": ""})
    for fact in FAILS[number]:
        say_at(four.boss, four, fact, "unknown")
    four.approve("同意")


def test_what_the_events_say_forbids_it_too(four: Bureau) -> None:
    deciding.record_finding(four.one, four.case, "1", "超标", REQUEST, ["A01"])
    inspecting.finish_step(four.one, four.case, "9")
    for event, day, how in (
        ("notice_served", "2026-10-12", "direct"), ("decision_made", "2026-10-13", ""),
        ("seized", "2026-09-01", ""), ("seizure_lifted", "2026-11-20", ""),
    ):  # fmt: skip
        note_event(four.one, four.case, Noted(event, day, how=how), PACKS)
    four.carry(four.one, four.boss)
    with pytest.raises(reviewing.NotReadyError) as refused:
        four.approve("同意")
    said = refused.value.what
    for number in (6, 14, 25):
        assert f"第 {number} 项核对失败" in said
    assert "没有告知申请回避的权利" in said
    (waiting,) = reviewing.waiting(handed_in(four), reviewing.Verdicts(), checker(four))
    assert waiting.failed == 3


def checker(bureau: Bureau):
    return checking.checker(bureau.boss, lambda: PACKS)


def handed_in(bureau: Bureau) -> Desk:
    reviewing.ask_review(bureau.one, bureau.case, "周建国")
    bureau.carry(bureau.one, bureau.boss)
    return bureau.boss


def test_points_do_not_forbid_it(four: Bureau) -> None:
    say_at(four.boss, four, "record_signed", "no")
    assert check(four.boss, four, "P01").result.value == "fail"
    four.approve("同意")


# --- what newer events say


def keep(bureau: Bureau, request, result) -> None:
    deciding.record_finding(bureau.one, bureau.case, "f", "问题", request, ["A01"])
    body = {"assessment": "a", "finding": "f", "result": result, "packs": {}, "signed": []}
    bureau.write(bureau.case, "assessment_made", body, 2)


def facts_of(bureau: Bureau):
    return checking.case_facts(read(bureau.one, bureau.case), PACKS)


def test_amount_and_range_come_from_the_assessment(bureau: Bureau) -> None:
    result = as_json(rehearse(G16, TRAINING))
    keep(bureau, G16, result)
    facts = facts_of(bureau)
    assert (facts["amount_fen"], facts["fined"], facts["mitigated"]) == (41_000_000, "yes", "no")
    assert facts["range_low_fen"] <= facts["amount_fen"] <= facts["range_high_fen"]
    (first, *_rest) = [one for one in result["statutes"] if one["applies"]]
    two = [{**first, "settled_fen": [1, 500]}, {**first, "settled_fen": [3, 400]}]
    keep(bureau, G16, {**result, "statutes": two, "flags": ["mitigated:minor", "collective_discussion"]})
    facts = facts_of(bureau)
    assert (facts["range_low_fen"], facts["range_high_fen"]) == (1, 500), "the clause with the highest fine"
    assert (facts["mitigated"], facts["discussion_required"]) == ("yes", "yes")
    assert check(bureau.one, bureau, "C12").result.value == "fail", "above the range"
    keep(bureau, G16, {**result, "statutes": [two[0], {**first, "settled_fen": None}]})
    assert "range_high_fen" not in facts_of(bureau), "one of them is not settled"


def test_no_penalty_asks_for_the_proofs_that_its_list_names(bureau: Bureau) -> None:
    proof = {"condition": "首次违法", "evidence": ["违法记录查询结果"]}
    entries = [
        {"met": True, "evidence": [proof]},
        {"met": False, "evidence": [{**proof, "condition": "另一项"}]},
    ]
    result = {"statutes": [], "outcome": "no_penalty", "amount_fen": None, "flags": [], "leniency": entries}
    keep(bureau, REQUEST, result)
    facts = facts_of(bureau)
    assert (facts["no_penalty"], facts["fined"]) == ("yes", "no")
    assert "no_penalty_proved" not in facts
    assert checking.asked_evidence(read(bureau.one, bureau.case)) == ("首次违法：违法记录查询结果",)


def choose(desk: Desk, bureau: Bureau, by: str) -> None:
    body = {
        "finding": "f",
        "statutes": [],
        "limitation": "",
        "reason": "x",
        "by": by,
        "role": "",
        "asked": "",
    }
    write(desk, bureau.case, Draft("law_chosen", {**body, "asked": ""}))


def test_a_lawyer_who_inspected_examined_his_own_case(four: Bureau) -> None:
    choose(four.boss, four, "周建国")
    assert check(four.boss, four, "C21").result.value == "ask", "a lawyer alone is not the whole review"
    reviewing.return_item(four.boss, four.case, "A03", "写明风机停开的依据")
    assert check(four.boss, four, "C21").result.value == "pass"
    choose(four.one, four, "赵文")  # what another program might write: an officer's key, another name
    four.carry(four.one, four.boss)
    assert check(four.boss, four, "C21").result.value == "fail"
    choose(four.boss, four, "周建国")
    assert check(four.boss, four, "C21").result.value == "pass", "it was replaced"


def test_a_publication_that_was_noted_is_known(bureau: Bureau) -> None:
    note_event(bureau.one, bureau.case, Noted("decision_published", "2026-11-20"), PACKS)
    with pytest.raises(KnownToCaseError):
        say_at(bureau.one, bureau, "published", "no")


# --- forms


def test_every_fact_that_is_asked_has_a_form() -> None:
    forms = forms_of(PACKS)
    assert set(forms) == {row["id"] for pack in PACKS for row in pack.rows("check_facts")}
    assert {forms[name] for name in ("amount_fen", "range_low_fen")} == {FEN}
    expected = {"own_name": YES_NO, "voters": PEOPLE, "party_names": NAMES, "time_identity": WHEN}
    assert {name: forms[name] for name in expected} == expected
    assert forms["officers_with_badge"] == COUNT


@pytest.mark.parametrize(
    ("form", "typed", "kept", "words"),
    [
        (YES_NO, "yes", "yes", "是"),
        (STATE, "not_needed", "not_needed", "本案不需要"),
        (COUNT, " 2 ", "2", "2"),
        (FEN, "2000050", "2000050", "20000.50 元"),
        (PEOPLE, "甲，乙;甲", "甲、乙", "甲、乙"),
        (NAMES, "告知书: 甲厂；决定书：甲厂", "告知书：甲厂\n决定书：甲厂", "告知书：甲厂；决定书：甲厂"),
        (WHEN, "2026-11-25", "2026-11-25", "2026-11-25"),
        (YES_NO, "unknown", "unknown", "未知"),
    ],
)
def test_an_answer_is_kept_in_one_way_of_writing(form: str, typed: str, kept: str, words: str) -> None:
    assert kept_text("f", form, typed) == kept
    assert kept_text("f", form, kept) == kept
    assert answer_words("f", form, kept) == words
    assert answer_words("f", form, "？") == "？" or form == PEOPLE
    assert say(form, read_answer("f", form, kept)) == words


@examples(st.sampled_from([YES_NO, STATE, COUNT, FEN, PEOPLE, NAMES, WHEN]), st.text(max_size=30))
def test_any_text_is_read_or_refused(form: str, text: str) -> None:
    try:
        kept = kept_text("f", form, text)
    except PreflightFactsError:
        return
    assert kept_text("f", form, kept) == kept
