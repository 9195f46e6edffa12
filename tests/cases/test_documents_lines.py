"""The line breaker: nothing lost, every line fits, no forbidden start or end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldlaw.cases.documents.lines import (
    NO_END,
    NO_START,
    SPACES,
    Measure,
    break_lines,
    groups,
    is_narrow,
)

CELL = 15.79
WIDTH = 28 * CELL
FORBIDDEN_STARTS = "，。；：？！、）》”’】〕…—"
FORBIDDEN_ENDS = "（《“‘【〔"


def advance(char: str) -> float:
    return CELL * 0.54 if is_narrow(char) or char == " " else CELL


MEASURE = Measure(WIDTH, CELL, advance)
ALPHABET = "现场检查废气处理设施" + FORBIDDEN_STARTS + FORBIDDEN_ENDS + "AZ09.-/³μ℃㎡ \u3000"
TEXTS = st.text(alphabet=ALPHABET + "\n", max_size=300)
WORDS = st.sampled_from(
    ["检查", "废气", "，", "。", "）。", "（", "“", "”", "91330100MA2XXX00K", "pH 7.2", "25℃"]
)
SENTENCES = st.lists(WORDS, max_size=120).map("".join)


@given(TEXTS, st.sampled_from([0.0, 2 * CELL]))
def test_nothing_is_lost(text: str, indent: float) -> None:
    lines = break_lines(text, MEASURE, indent)
    assert "".join(line.text for line in lines) == text.replace("\n", "")
    assert sum(line.last for line in lines) == text.count("\n") + 1


@given(TEXTS, st.sampled_from([0.0, 2 * CELL]))
def test_every_line_fits_after_squeezing_and_stretching(text: str, indent: float) -> None:
    head = True
    for line in break_lines(text, MEASURE, indent):
        room = WIDTH - (indent if head else 0.0)
        cells = max(sum(1 for _ in line.text.rstrip(SPACES)), 1)
        assert line.used <= room + 0.001
        assert 0 <= line.extra * (cells - 1) <= max(room - line.used, 0) * cells + 0.001
        head = line.last


def _tame(text: str) -> bool:
    """No group is longer than a line, so no break need be forced."""
    return all(MEASURE.fits(group) for part in text.split("\n") for group in groups(part))


@given(st.one_of(TEXTS, SENTENCES))
def test_no_line_starts_or_ends_wrongly(text: str) -> None:
    if not _tame(text):
        return
    before = True
    for line in break_lines(text, MEASURE):
        bare = line.text.rstrip(SPACES)
        assert before or line.text[:1] not in set(FORBIDDEN_STARTS)
        assert line.last or bare[-1:] not in set(FORBIDDEN_ENDS) or not bare
        before = line.last


@given(st.integers(0, 40), st.sampled_from(["）。", "”）。", "……", "——", "》，"]))
def test_closing_marks_move_together(count: int, marks: str) -> None:
    lines = break_lines("字" * count + marks + "后" * 30, MEASURE)
    assert any("字" + marks in line.text or (count == 0 and marks in line.text) for line in lines)


@given(st.integers(0, 40))
def test_a_code_is_not_broken(count: int) -> None:
    lines = break_lines("字" * count + "91330100MA2XXX00K" + "后" * 30, MEASURE)
    assert any("91330100MA2XXX00K" in line.text for line in lines)


def test_a_code_longer_than_a_line_is_broken_and_fits() -> None:
    lines = break_lines("a" * 200, MEASURE)
    assert len(lines) == 4
    assert all(line.used <= WIDTH for line in lines)


@pytest.mark.parametrize("mark", list("，。）"))
def test_a_mark_at_the_29th_cell_is_squeezed_only_when_half_fits(mark: str) -> None:
    half = Measure(27.5 * CELL, CELL, advance)
    line = break_lines("字" * 27 + mark + "后" * 5, half)[0]
    assert line.text == "字" * 27 + mark
    assert line.squeezed
    assert line.used == pytest.approx(27.5 * CELL)


def test_a_full_line_is_stretched_to_the_measure() -> None:
    line = break_lines("字" * 20 + "AB1" + "字" * 20, MEASURE)[0]
    cells = 20 + 1 + line.text.count("字") - 20
    assert line.used + line.extra * (cells - 1) == pytest.approx(WIDTH)


def test_the_lists_hold_what_the_standard_names() -> None:
    assert set(FORBIDDEN_STARTS) <= NO_START
    assert set(FORBIDDEN_ENDS) <= NO_END
