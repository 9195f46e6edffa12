"""Capital figures by the rules of accounts: one 零 for a run of zeros, 整 without 分."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldlaw.cases.law.capitals import capitals
from fieldlaw.errors import BugError

WEIGHT = {"拾": 10, "佰": 100, "仟": 1000}


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (20_000_000, "贰拾万元整"),
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (101, "壹元零壹分"),
        (140_950, "壹仟肆佰零玖元伍角整"),
        (600_714, "陆仟零柒元壹角肆分"),
        (168_032, "壹仟陆佰捌拾元叁角贰分"),
        (10_700_053, "壹拾万柒仟元伍角叁分"),
        (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
        (32_504, "叁佰贰拾伍元零肆分"),
        (12_040_000, "壹拾贰万零肆佰元整"),
        (1_989_000_000, "壹仟玖佰捌拾玖万元整"),
        (100_000_000_100, "壹拾亿零壹元整"),
        (100_000_000_000_000, "壹万亿元整"),
        (100_010_000_000_000, "壹万零壹亿元整"),
    ],
)
def test_amounts_are_written_as_accounts_write_them(fen, words):
    assert capitals(fen) == words


@pytest.mark.parametrize("fen", [-1, 10**18])
def test_what_cannot_be_written_is_a_bug_of_the_caller(fen):
    with pytest.raises(BugError):
        capitals(fen)


@given(st.integers(0, 10**18 - 1))
def test_the_words_read_back_as_the_amount(fen):
    words = capitals(fen)
    assert read_back(words) == fen
    assert "零零" not in words
    assert words.endswith(("整", "分"))


def read_back(words):
    yuan, rest = words.split("元") if "元" in words else ("", words)
    single = {unit: "零壹贰叁肆伍陆柒捌玖".index(figure) for figure, unit in re.findall("(.)([角分])", rest)}
    return _whole(yuan) * 100 + single.get("角", 0) * 10 + single.get("分", 0)


def _whole(words):
    high, _, low = words.rpartition("亿")
    return _below(high) * 10**8 + _below(low)


def _below(words):
    high, _, low = words.rpartition("万")
    return _group(high) * 10**4 + _group(low)


def _group(words):
    total = 0
    for figure, unit in re.findall("([壹贰叁肆伍陆柒捌玖])([拾佰仟]?)", words):
        total += "零壹贰叁肆伍陆柒捌玖".index(figure) * WEIGHT.get(unit, 1)
    return total
