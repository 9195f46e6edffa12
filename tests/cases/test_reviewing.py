"""Officers and a reviewer on real profiles that exchange case files: what is seen, returned, approved."""

from __future__ import annotations

import pytest

from fieldlaw.cases.casework import comparing, inspecting, reviewing
from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.looking import list_cases
from fieldlaw.cases.store import seen
from tests.cases.bureau import TASK, Bureau

NOTE = inspecting.Note("照片 1", "门缝", "image/jpeg", "2 号房", "王立新", "2026-11-25T10:00:00+08:00", "A02")


def hand_in(bureau: Bureau) -> None:
    reviewing.ask_review(bureau.one, bureau.case, "周建国")
    bureau.carry(bureau.one, bureau.boss)


def test_a_case_waits_from_the_handing_in_on_and_only_for_others(bureau: Bureau) -> None:
    bureau.carry(bureau.one, bureau.boss)
    assert bureau.queue() == ()
    hand_in(bureau)
    (waiting,) = bureau.queue()
    assert (waiting.unit, waiting.changes, waiting.returned, waiting.fault) == (TASK.unit, 2, 0, "")
    assert reviewing.waiting(bureau.one, reviewing.Verdicts()) == ()
    bureau.carry(bureau.one, bureau.two)
    assert reviewing.waiting(bureau.two, reviewing.Verdicts()) == (), "named as an officer"
    with pytest.raises(reviewing.NotYoursToReviewError):
        reviewing.read_for_review(bureau.two, bureau.case)


def test_the_first_look_is_at_everything_and_a_look_is_remembered(bureau: Bureau) -> None:
    hand_in(bureau)
    assert set(bureau.changed()) == {"A01", "A03"}
    bureau.look()
    assert bureau.changed() == {}
    inspecting.answer_item(bureau.one, bureau.case, "A01", "no", "门开着")
    inspecting.add_evidence(bureau.one, bureau.case, b"jpeg", NOTE)
    bureau.carry(bureau.one, bureau.boss)
    changed = bureau.changed()
    assert set(changed) == {"A01", "A02"}
    assert [e.body["answer"] for e in changed["A01"].before] == ["yes"]
    assert [e.body["answer"] for e in changed["A01"].now] == ["no"]
    assert [e.kind for e in changed["A02"].now] == ["evidence_added"]


def test_what_came_after_the_reading_is_not_taken_for_seen(bureau: Bureau) -> None:
    hand_in(bureau)
    shown = comparing.heads(read(bureau.boss, bureau.case))
    inspecting.answer_item(bureau.one, bureau.case, "A05", "yes")
    bureau.carry(bureau.one, bureau.boss)
    reviewing.mark_seen(bureau.boss, bureau.case, shown)
    assert set(bureau.changed()) == {"A05"}


def test_a_damaged_memory_of_looks_means_nothing_was_seen(bureau: Bureau) -> None:
    hand_in(bureau)
    bureau.look()
    (bureau.boss.profile.folder / seen.FILE).write_text('{"cases": {"x": 1}}')
    assert set(bureau.changed()) == {"A01", "A03"}
    bureau.look()
    assert bureau.changed() == {}


def test_a_return_waits_until_the_item_is_answered_again(bureau: Bureau) -> None:
    hand_in(bureau)
    reviewing.return_item(bureau.boss, bureau.case, "A03", "写明风机停开的依据")
    bureau.look()
    assert (bureau.queue()[0].returned, bureau.queue()[0].answered) == (1, False)
    with pytest.raises(reviewing.NotReadyError, match="有退回未补 1 项"):
        bureau.approve("同意")
    bureau.carry(bureau.boss, bureau.one)
    assert list_cases(bureau.one)[0].stage == "有退回"
    inspecting.answer_item(bureau.one, bureau.case, "A01", "yes", "另一项")
    assert len(comparing.open_returns(read(bureau.one, bureau.case).file)) == 1
    inspecting.answer_item(bureau.one, bureau.case, "A03", "no", "面板电流为零")
    assert list_cases(bureau.one)[0].stage == "审核中"
    bureau.carry(bureau.one, bureau.boss)
    (waiting,) = bureau.queue()
    assert (waiting.returned, waiting.answered, waiting.changes) == (0, True, 2)
    acts = [e.kind for e in bureau.changed()["A03"].talk]
    assert acts == ["item_returned", "item_answered"]
    bureau.approve("同意")
    assert bureau.queue() == ()
    with pytest.raises(reviewing.NotReadyError):
        bureau.approve("再次同意")


def test_an_answer_that_did_not_know_of_the_return_does_not_settle_it(bureau: Bureau) -> None:
    hand_in(bureau)
    reviewing.return_item(bureau.boss, bureau.case, "A03", "写明风机停开的依据")
    inspecting.answer_item(bureau.one, bureau.case, "A03", "no", "写在退回之前")
    bureau.carry(bureau.one, bureau.boss)
    assert len(comparing.open_returns(read(bureau.boss, bureau.case).file)) == 1


def test_the_case_goes_back_as_one_notice(bureau: Bureau) -> None:
    hand_in(bureau)
    with pytest.raises(reviewing.ReasonTooShortError):
        reviewing.return_case(bureau.boss, bureau.case, {"A01": "看不清"}, "不行")
    reviewing.return_case(bureau.boss, bureau.case, {"A01": "看不清"}, "证据不足，请补齐")
    returns = comparing.open_returns(read(bureau.boss, bureau.case).file)
    assert [(e.body["item"], e.body["reason"]) for e in returns] == [
        ("A01", "看不清"), (comparing.WHOLE, "证据不足，请补齐"),
    ]  # fmt: skip
    bureau.carry(bureau.boss, bureau.one)
    inspecting.answer_item(bureau.one, bureau.case, "A01", "no", "重拍")
    assert comparing.open_returns(read(bureau.one, bureau.case).file) == ()


def test_two_answers_forbid_the_approval_until_a_person_picks(bureau: Bureau) -> None:
    inspecting.answer_item(bureau.one, bureau.case, "A04", "no", "亮 7 根")
    inspecting.answer_item(bureau.two, bureau.case, "A04", "no", "亮 5 根")
    bureau.carry(bureau.two, bureau.one)
    hand_in(bureau)
    assert bureau.queue()[0].disputes == 1
    assert len(bureau.changed()["A04"].now) == 2
    with pytest.raises(reviewing.NotReadyError, match="有 1 项分歧待选"):
        bureau.approve("同意")
    inspecting.answer_item(bureau.one, bureau.case, "A04", "no", "亮 5 根")
    bureau.carry(bureau.one, bureau.boss)
    assert bureau.queue()[0].disputes == 0


def test_evidence_that_did_not_arrive_is_missing_and_no_broken_chain(bureau: Bureau) -> None:
    inspecting.add_evidence(bureau.one, bureau.case, b"jpeg", NOTE)
    hand_in(bureau)
    (kept,) = read(bureau.boss, bureau.case).file.all("evidence_added")
    verdicts = reviewing.Verdicts()
    log = read(bureau.boss, bureau.case)
    assert verdicts.of(bureau.boss, log).files == 1
    bureau.boss.profile.blobs.path(kept.body["parts"][0]).unlink()
    verdict = verdicts.of(bureau.boss, log)
    assert (verdict.ok, verdict.missing, verdict.complete) == (True, 1, False)
    with pytest.raises(reviewing.NotReadyError, match="影像没有到齐"):
        bureau.approve("同意")


def test_words_are_asked_for(bureau: Bureau) -> None:
    hand_in(bureau)
    with pytest.raises(reviewing.OpinionTooShortError):
        bureau.approve("好")
    with pytest.raises(reviewing.NothingSaidError):
        reviewing.comment(bureau.boss, bureau.case, "A01", "  ")
    reviewing.comment(bureau.boss, bureau.case, "A01", "照片很好")
    assert comparing.open_returns(read(bureau.boss, bureau.case).file) == ()
    assert not bureau.changed()["A01"].told, "what one said oneself is no news"
