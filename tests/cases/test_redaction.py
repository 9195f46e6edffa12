"""The published text of a decision: nothing private left, nothing public hidden."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldlaw.cases.law.redaction import published, read_rules
from fieldlaw.cases.packs.load import load_folder
from fieldlaw.cli import main
from fieldlaw.settings import RESOURCES

LAW = load_folder(RESOURCES / "law" / "national")


def look(text, hide=(), show=()):
    return published(text, LAW, hide=hide, show=show)


# The identity number is the worked example of GB 11643-1999.
@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("身份证号11010519491231002X。", "身份证号（身份证号已隐去）。"),
        ("身份证号11010519491231002x。", "身份证号（身份证号已隐去）。"),
        ("联系电话13800001111，", "联系电话（联系电话已隐去），"),
        ("电话0351-1234567", "电话（联系电话已隐去）"),
        ("邮箱a.b@example.com。", "邮箱（电子邮箱已隐去）。"),
        ("生于1970年1月2日，", "（出生日期已隐去），"),
        ("1970年1月2日出生", "（出生日期已隐去）"),
        ("住址：某市某路1号，", "（住址已隐去），"),
        ("账号6222000011112222333", "账号（账号已隐去）"),
        ("证人李明说", "证人（姓名已隐去）说"),
    ],
)
def test_each_private_thing_is_found_and_written_over(text, left):
    found = look(text, hide=["李明"])
    assert (found.text, len(found.leaks)) == (left, 1)
    assert found.leaks[0].found in text
    assert found.leaks[0].source


@pytest.mark.parametrize(
    "text",
    [
        "统一社会信用代码91140100MA0EXAMPL1",
        "2021年3月7日排放浓度72.852毫克每立方米，限值35",
        "晋环罚〔2026〕11号，罚款320000元",
        "案卷号11010519491231002Y",
        "李明明公司",
    ],
)
def test_what_may_be_published_stays(text):
    found = look(text, hide=["王"], show=["李明明公司"])
    assert (found.text, found.leaks) == (text, ())


def test_eighteen_digits_without_a_fitting_check_digit_are_an_account():
    (leak,) = look("110105194912310021").leaks
    assert leak.rule == "r_account"


def test_a_name_that_is_to_be_shown_is_never_hidden():
    assert look("法定代表人孟强", hide=["孟强"], show=["孟强"]).leaks == ()


@pytest.mark.parametrize(
    ("text", "needless"), [("法定代表人陈XX", ("陈大文",)), ("陈某某", ("陈大文",)), ("陈大文", ())]
)
def test_a_public_name_that_was_hidden_is_told(text, needless):
    assert look(text, show=["陈大文", "红光厂"]).needless == needless


def test_of_two_leaks_in_one_place_the_longer_counts():
    found = look("住址：电话13800001111号", hide=["电话"])
    assert [leak.rule for leak in found.leaks] == ["r_address"]


def test_without_rules_nothing_is_found():
    assert read_rules(()) == ()
    assert published("13800001111", (), hide=(), show=()).leaks == ()


words = st.text(alphabet="李明王0123456789X-@.a，。年月日生于住址：", max_size=60)


@given(words, st.lists(st.sampled_from(["李明", "王明", "明"]), max_size=3))
def test_what_was_written_over_shows_nothing_any_more(text, hide):
    once = look(text, hide=hide)
    assert look(once.text, hide=hide).leaks == ()
    assert once.text.count("已隐去") == text.count("已隐去") + len(once.leaks)


def test_the_command_writes_another_text_and_leaves_the_given_one(tmp_path, capsys):
    given_file, other = tmp_path / "decision.txt", tmp_path / "public.txt"
    given_file.write_text("证人李明，电话13800001111。", encoding="utf-8")
    call = ["law", "disclose", str(given_file), "--hide", "李明", "-o", str(other), "--json"]
    assert main(call, lambda _: 0) == 1
    assert other.read_text("utf-8") == "证人（姓名已隐去），电话（联系电话已隐去）。"
    assert "13800001111" in given_file.read_text("utf-8")
    assert main(["law", "disclose", str(other), "--json"], lambda _: 0) == 0
    capsys.readouterr()
    given_file.write_bytes(b"\xff\xfe\x00")
    assert main(["law", "disclose", str(given_file)], lambda _: 0) == 2
    assert "不是 UTF-8" in capsys.readouterr().err
