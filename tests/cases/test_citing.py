"""Clauses as a document cites them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldlaw.cases.law.citing import cited


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", ""),
        ("(二)", "第（二）项"),
        ("①", "第一款"),
        ("①(二)", "第一款第（二）项"),
        ("①②③", "第一、二、三款"),
        ("①(三)(四)(十)(十一)", "第一款第（三）、（四）、（十）、（十一）项"),
        ("②、第 1170 条、第 1175 条①(五)", "第二款、第 1170 条、第 1175 条第一款第（五）项"),
        ("（三）移送公安机关", "第（三）项移送公安机关"),
        ("情节严重的（二十万元以上）", "情节严重的（二十万元以上）"),
    ],
)
def test_marks_are_written_out(written, said):
    assert cited(written) == said


@given(st.text(alphabet="一二①②()（）条、 1", max_size=20))
def test_no_mark_of_a_paragraph_is_left(text):
    assert not set(cited(text)) & set("①②")
