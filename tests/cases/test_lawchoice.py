"""A lawyer's choice on record, the law kept in the case, and an assessment made once more."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import pytest

from fieldlaw.cases.casework import deciding, lawchoice, pinning, reassessing, replaying
from fieldlaw.cases.casework.desk import read, write
from fieldlaw.cases.casework.inspecting import ClosedInspectionError
from fieldlaw.cases.ledger.event import Draft
from fieldlaw.cases.packs.load import load_folder, parse_pack
from fieldlaw.cases.store.unit_of_work import CaseRow
from fieldlaw.settings import RESOURCES
from tests.cases.bureau import make_bureau
from tests.cases.signing_cases import NATIONAL, SHANXI, STRAW, headed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fieldlaw.cases.casework.desk import Desk
    from tests.cases.bureau import Bureau

LAW = load_folder(RESOURCES / "law" / "national")
SPANNING = {
    "violation": "air_over_limit",
    "jurisdiction": "太原市",
    "party": {"kind": "legal_person"},
    "act": {"start": "2026-08-10", "end": "2026-08-20"},
    "found": "2026-08-20",
    "decided": "2026-12-08",
    "facts": {"concentration": "72.852", "limit": "35"},
}
OLD_ONE = {"statutes": ["air_old"], "limitation": "", "reason": "违法行为主要发生在法典施行前"}


@pytest.fixture
def judged(tmp_path: Path) -> Iterator[Bureau]:
    """The case with a finding whose law is not clear, at the lawyer's desk too; two more colleagues."""
    bureau = make_bureau(tmp_path, ("赵文", "执法人员"), ("钱宇", "负责人"))
    deciding.record_finding(bureau.one, bureau.case, "f", "超标", SPANNING, ["A01"])
    bureau.carry(bureau.one, bureau.boss)
    yield bureau
    bureau.close()


def kept(desk: Desk, case: str):
    return read(desk, case).file.values("assessment_made", "f")[-1]


def asked(bureau: Bureau) -> bool:
    """Whether the officer's assessment still asks which law applies."""
    bureau.carry(bureau.boss, bureau.one)
    return "question:spanning" in deciding.assess_finding(bureau.one, bureau.case, "f", LAW)["flags"]


def change(bureau: Bureau, *changes: tuple[str, str]) -> None:
    for each in changes:
        deciding.change_fact(bureau.one, bureau.case, "f", each, LAW)
    bureau.carry(bureau.one, bureau.boss)


def test_a_choice_settles_the_law_and_is_part_of_what_was_judged(judged):
    assert asked(judged)
    assert lawchoice.choose_law(judged.boss, judged.case, "f", OLD_ONE, LAW).kinds
    assert not asked(judged)
    made = kept(judged.one, judged.case)
    result = made.body["result"]
    assert (result["outcome"], result["choice"]["which"], result["choice"]["by"]) == (
        "refused",
        "old",
        "周建国",
    )
    log = read(judged.one, judged.case)
    assert deciding.facts_behind(log, made)["choice"]["statutes"] == ["air_old"]
    assert "choice" not in log.file.only("finding_recorded", "f").body["facts"]


def test_a_choice_falls_when_the_days_change(judged):
    lawchoice.choose_law(judged.boss, judged.case, "f", OLD_ONE, LAW)
    change(judged, ("act.end", "2026-08-18"))
    assert asked(judged)
    change(judged, ("act.end", "2026-08-20"))
    assert not asked(judged)


def test_who_inspected_does_not_choose(judged):
    for desk in (judged.one, judged.two):
        judged.carry(judged.boss, judged.two)
        with pytest.raises(lawchoice.NotYoursToChooseError):
            lawchoice.choose_law(desk, judged.case, "f", OLD_ONE, LAW)


def test_a_colleague_without_the_office_does_not_choose(judged):
    third, _ = judged.more
    judged.carry(judged.one, third)
    with pytest.raises(lawchoice.NotYoursToChooseError):
        lawchoice.choose_law(third, judged.case, "f", OLD_ONE, LAW)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"statutes": ["air_old"], "reason": "短"}, lawchoice.ChoiceReasonTooShortError),
        ({"limitation": "in_time", "reason": "没有问时效的问题"}, lawchoice.NothingToChooseError),
    ],
)
def test_a_choice_must_answer_the_question_with_a_reason(judged, given, error):
    with pytest.raises(error):
        lawchoice.choose_law(judged.boss, judged.case, "f", given, LAW)
    assert not read(judged.boss, judged.case).file.all("law_chosen")


def test_a_clear_law_is_not_chosen(judged):
    change(judged, ("act.end", "2026-08-12"))
    with pytest.raises(lawchoice.NothingToChooseError):
        lawchoice.choose_law(judged.boss, judged.case, "f", OLD_ONE, LAW)


def test_two_choices_that_did_not_know_of_each_other_settle_nothing(judged):
    _, other = judged.more
    judged.carry(judged.one, other)
    lawchoice.choose_law(judged.boss, judged.case, "f", OLD_ONE, LAW)
    lawchoice.choose_law(other, judged.case, "f", {**OLD_ONE, "statutes": ["air_code"]}, LAW)
    judged.carry(other, judged.one)
    assert asked(judged)


def test_a_case_that_is_closed_or_has_no_such_finding_takes_no_choice(judged):
    with pytest.raises(KeyError):
        lawchoice.choose_law(judged.boss, judged.case, "nothing", OLD_ONE, LAW)
    write(judged.boss, judged.case, Draft("case_approved", {"by": "周建国", "opinion": "同意"}))
    with pytest.raises(ClosedInspectionError):
        lawchoice.choose_law(judged.boss, judged.case, "f", OLD_ONE, LAW)


def test_a_choice_about_limitation_is_kept_too(judged):
    change(judged, ("act.start", "2024-01-10"), ("act.end", "2024-01-11"))
    given = {"limitation": "expired", "reason": "没有造成危害后果，适用二年"}
    lawchoice.choose_law(judged.boss, judged.case, "f", given, LAW)
    assert not asked(judged)
    assert "time_barred" in kept(judged.one, judged.case).body["result"]["flags"]


# --- the law kept in the case, and the assessment made once more


def test_an_old_assessment_comes_out_the_same_under_the_packs_it_pinned(judged):
    desk, case = judged.one, judged.case
    deciding.assess_finding(desk, case, "f", LAW)
    deciding.change_fact(desk, case, "f", ("act.end", "2026-08-12"), LAW)
    changed = tuple(_with_other_range(pack) for pack in LAW)
    deciding.assess_finding(desk, case, "f", changed)
    log = read(desk, case)
    old, new = log.file.lists["assessment_made"]
    assert old.body["packs"] != new.body["packs"]
    assert [replaying.replay(log, one).state for one in (old, new)] == ["same", "same"]
    assert len(log.file.all("pack_kept")) == len(old.body["packs"]) + 1


def _with_other_range(pack):
    if pack.header.id != "cn-statutes-air":
        return pack
    text = (RESOURCES / "law" / "national" / "statutes" / "air.yaml").read_text("utf-8")
    return parse_pack(
        text.replace("range_fen: [10000000, 100000000]", "range_fen: [10000000, 90000000]", 1), "x"
    )


def test_a_tampered_answer_differs(judged):
    desk, case = judged.one, judged.case
    deciding.assess_finding(desk, case, "f", LAW)
    body = dict(kept(desk, case).body)
    body["result"] = {**body["result"], "outcome": "no_penalty"}
    write(desk, case, Draft("assessment_made", body, 2))
    found = replaying.replay(read(desk, case), kept(desk, case))
    assert (found.state, found.changed) == ("differs", ("outcome",))


def test_without_the_finding_or_the_packs_it_says_so(judged):
    desk, case = judged.one, judged.case
    deciding.assess_finding(desk, case, "f", LAW)
    body = kept(desk, case).body
    write(desk, case, Draft("assessment_made", {**body, "packs": {"gone": "00" * 32}}, 2))
    found = replaying.replay(read(desk, case), kept(desk, case))
    assert (found.state, found.missing) == ("no_packs", (f"gone {'00' * 32}",))
    write(desk, case, Draft("assessment_made", {**body, "finding": "other"}, 2))
    other = read(desk, case).file.only("assessment_made", "other")
    assert replaying.replay(read(desk, case), other).state == "no_facts"


def test_a_finding_that_its_packs_cannot_read_differs(judged):
    desk, case = judged.one, judged.case
    deciding.assess_finding(desk, case, "f", LAW)
    body = kept(desk, case).body
    few = {name: sha for name, sha in body["packs"].items() if name == "cn-procedure"}
    write(desk, case, Draft("assessment_made", {**body, "packs": few}, 2))
    found = replaying.replay(read(desk, case), kept(desk, case))
    assert (found.state, found.changed) == ("differs", ("violation",))


@pytest.mark.parametrize(
    "content",
    [b"", b"not zlib", zlib.compress(b"[" * 100_000), zlib.compress(b"{}"), zlib.compress(b"0" * 20_000_000)],
    ids=["empty", "not zlib", "deep", "no pack", "bomb"],
)
def test_a_damaged_pack_in_a_case_is_left_out(bureau, content):
    body = {"pack": "p", "edition": "1", "sha256": bytes(32), "content": content}
    write(bureau.one, bureau.case, Draft("pack_kept", body))
    assert pinning.kept_packs(read(bureau.one, bureau.case)) == {}


def test_a_pack_under_a_foreign_hash_is_left_out(judged):
    desk, case = judged.one, judged.case
    deciding.assess_finding(desk, case, "f", LAW)
    one = read(desk, case).file.all("pack_kept")[0]
    write(desk, case, Draft("pack_kept", {**one.body, "sha256": bytes(32)}))
    assert bytes(32).hex() not in pinning.kept_packs(read(desk, case))


def test_a_fact_that_no_pack_asks_for_any_more_does_not_stop_an_assessment(judged):
    desk, case = judged.one, judged.case
    extra = {**SPANNING, "facts": {**SPANNING["facts"], "area": "general"}}
    deciding.record_finding(desk, case, "f", "超标", extra, ["A01"])
    assert deciding.assess_finding(desk, case, "f", LAW)["outcome"] == "undecidable"
    assert replaying.replay(read(desk, case), kept(desk, case)).state == "same"


def test_a_benchmark_that_gave_no_amount_is_pinned_too(judged):
    desk, case = judged.one, judged.case
    packs, signed = (NATIONAL, SHANXI), frozenset({SHANXI.header.sha256})
    for facts in ({"burned": "yes"}, STRAW["facts"]):
        deciding.record_finding(desk, case, "f", "露天焚烧", {**STRAW, "facts": facts}, ["A01"])
        deciding.assess_finding(desk, case, "f", packs, signed)
        made = kept(desk, case)
        assert SHANXI.header.sha256 in made.body["packs"].values()
        assert replaying.replay(read(desk, case), made).state == "same"
    assert made.body["result"]["amount_fen"] is not None


def test_two_editions_in_force_are_both_pinned_and_the_later_one_counts(judged):
    desk, case = judged.one, judged.case
    later = headed(SHANXI, edition="2027 年版", in_force={"from": "2023-02-01", "to": None})
    packs, signed = (NATIONAL, SHANXI, later), frozenset({SHANXI.header.sha256, later.header.sha256})
    deciding.record_finding(desk, case, "f", "露天焚烧", STRAW, ["A01"])
    result = deciding.assess_finding(desk, case, "f", packs, signed)
    assert result["amount_fen"] is not None
    assert "（2027 年版）" in result["sentence"]
    made = kept(desk, case)
    assert {SHANXI.header.sha256, later.header.sha256} <= set(made.body["packs"].values())
    assert replaying.replay(read(desk, case), made).state == "same"


# --- all cases put to changed packs


def test_a_changed_pack_names_the_cases_whose_answer_turns(judged):
    desk, case = judged.one, judged.case
    deciding.change_fact(desk, case, "f", ("act.end", "2026-08-12"), LAW)
    deciding.assess_finding(desk, case, "f", LAW)
    judged.open_another()
    assert [looked.turned for looked in reassessing.reassess(desk, LAW)] == [(), ()]
    changed = tuple(_with_other_range(pack) for pack in LAW)
    (turned,) = [one for looked in reassessing.reassess(desk, changed) for one in looked.turned]
    assert (turned.case, turned.finding, turned.closed) == (case, "f", False)
    assert turned.before["ranges_fen"] == [[10000000, 100000000]]
    assert turned.after["ranges_fen"] == [[10000000, 90000000]]
    few = tuple(pack for pack in LAW if not pack.rows("violations"))
    (lost,) = [one for looked in reassessing.reassess(desk, few) for one in looked.turned]
    assert lost.after is None
    assert "不在规则包内" in lost.reason


def test_a_case_that_cannot_be_read_and_a_disputed_finding_are_passed_over(judged):
    with judged.one.profile.work() as work:
        work.project(CaseRow("ff" * 16, "示检〔2026〕9", "没有密钥的案件", "检查中", 0))
    deciding.assess_finding(judged.one, judged.case, "f", LAW)
    deciding.assess_finding(judged.boss, judged.case, "f", LAW)
    judged.carry(judged.boss, judged.one)
    looked = list(reassessing.reassess(judged.one, LAW[:1]))
    assert [(one.done, one.of, one.turned) for one in looked] == [(1, 2, ()), (2, 2, ())]
