"""A text for publication, and the checks on paper and on the command line."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from fieldlaw import cli
from fieldlaw.cases.casework import answering, printing
from fieldlaw.cases.casework.answering import (
    CopyNotKeptError,
    NotYoursToAnswerError,
    PublicText,
    disclose,
    look_through,
    named_in,
)
from fieldlaw.cases.casework.answers import DOCUMENT, given
from fieldlaw.cases.casework.desk import read
from tests.cases.bureau import PACKS, TASK, Bureau

if TYPE_CHECKING:
    from pathlib import Path


from tests.cases.test_answering import PRESS, check, say_at

TEXT = f"{TASK.unit}。现场负责人张三，电话13812345678。法定代表人陈某某。"


def test_names_come_from_the_case(bureau: Bureau) -> None:
    named = named_in(bureau.one, bureau.case)
    assert named.show == (TASK.unit, "王立新", "李志强")
    assert named.hide == ("张三",)


def test_a_text_is_written_without_what_must_be_hidden_and_its_outcome_recorded(
    bureau: Bureau, tmp_path: Path
) -> None:
    named = named_in(bureau.one, bureau.case)
    public = PublicText(TEXT, named.hide, (*named.show, "陈大文"))
    assert len(look_through(public, PACKS).leaks) == 2
    path = tmp_path / "公开稿.txt"
    done = disclose(bureau.one, bureau.case, public, path, PACKS)
    text = path.read_text("utf-8")
    assert "13812345678" not in text
    assert "张三" not in text
    assert (len(done.found.leaks), done.found.needless, done.recorded) == (2, ("陈大文",), True)
    assert "隐去了可以公开的名称" in check(bureau.one, bureau, "P05").reason
    assert "SHA-256" in given(read(bureau.one, bureau.case))["disclosure_clean"][0].body["note"]
    whole = replace(public, text=TEXT.replace("陈某某", "陈大文"))
    disclose(bureau.one, bureau.case, whole, path, PACKS)
    assert check(bureau.one, bureau, "P05").result.value == "pass"


def test_a_copy_that_cannot_be_written_records_nothing(four: Bureau, tmp_path: Path) -> None:
    public = PublicText(TEXT)
    with pytest.raises(CopyNotKeptError):
        disclose(four.one, four.case, public, tmp_path / "no" / "x.txt", PACKS)
    assert given(read(four.one, four.case)) == {}
    (stranger,) = four.more
    four.carry(four.one, stranger)
    with pytest.raises(NotYoursToAnswerError):
        disclose(stranger, four.case, public, tmp_path / "x.txt", PACKS)
    assert not (tmp_path / "x.txt").exists()
    four.approve("同意")
    late = disclose(four.boss, four.case, public, tmp_path / "x.txt", PACKS)
    assert (late.recorded, late.changes.kinds) == (False, frozenset())
    assert (tmp_path / "x.txt").exists()


def test_a_signed_witness_is_not_named(bureau: Bureau) -> None:
    body = {
        "document": "record", "sha256": bytes(32), "page": 1, "who": "张三", "role": "party",
        "outcome": "refused", "strokes": [], "reason": "不签", "witness": "孙八", "recorded": True,
        "heads": {},
    }  # fmt: skip
    bureau.write(bureau.case, "signed", body, 2)
    assert named_in(bureau.one, bureau.case).hide == ("张三", "孙八")


# --- on paper


def words_of(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as book:
        return "".join(page.get_textpage().get_text_range() for page in book).replace("\r\n", "")


def test_the_dossier_ends_with_the_sheet_of_checks(four: Bureau) -> None:
    say_at(four.one, four, "own_name", "yes", "看过委托书")
    say_at(four.one, four, "badges_valid", "yes")
    say_at(four.boss, four, "badges_valid", "no")
    say_at(four.one, four, DOCUMENT + "demand", "not_needed")
    four.carry(four.boss, four.one)
    log = read(four.one, four.case)
    built = printing.make(printing.DOSSIER, log, PRESS)
    assert built.documents[-1].title == "合法性核对表"
    assert printing.make(printing.DOSSIER, log, PRESS).data == built.data
    words = words_of(built.data)
    for part in ("人工答复", "看过委托书", "两人答复不同，未定。", "卷面评分", "本案不需要", "总分：还不能算",
                 "cn-preflight", "待确认"):  # fmt: skip
        assert part in words, part
    plain = replace(PRESS, law=tuple)
    assert printing.make(printing.DOSSIER, log, plain).documents[-1].kind == "assessment"
    say_at(four.one, four, "right_party", "no")
    assert "总分：0 分（第 4 项是重大问题）" in words_of(
        printing.make(printing.DOSSIER, read(four.one, four.case), PRESS).data
    )


def test_the_sheet_stands_behind_the_opinions_of_the_review(four: Bureau) -> None:
    four.approve("事实清楚，同意")
    built = printing.make(printing.DOSSIER, read(four.boss, four.case), PRESS)
    assert [part.kind for part in built.documents] == [
        "record",
        "evidence",
        "assessment",
        "reviews",
        "checks",
    ]


# --- without a screen


def test_the_command_answers(
    bureau: Bureau, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("pass", encoding="utf-8")
    monkeypatch.setenv("FIELDLAW_PASSPHRASE_FILE", str(secret))
    folder = bureau.one.profile.folder
    call = ["--profile", str(folder), "law", "answer", bureau.case]
    assert cli.main([*call, "right_party", "no", "--note", "看过执照", "--json"], lambda _: 0) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["checks"] == [{"id": "C04", "result": "fail", "reason": "处罚对象不是责任主体"}]
    assert cli.main([*call, "document:decision", "present"], lambda _: 0) == 0
    assert cli.main([*call, "poem", "yes"], lambda _: 0) == 2
    assert "核对不问 poem" in capsys.readouterr().err
    assert cli.main(["--profile", str(folder), "law", "preflight", bureau.case, "--json"], lambda _: 0) == 1
    assert answering.may_answer(bureau.one, read(bureau.one, bureau.case))
