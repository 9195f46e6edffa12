"""The measurement step by step, with real measurements at exact times."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from fieldlaw.cases.records.measurement import Crc, Quality
from fieldlaw.cases.records.procedure import (
    BACKGROUND,
    FAILED,
    INSTRUMENT,
    LEFT,
    PASSED,
    POINT,
    RESPONSE,
    SPAN,
    WARMUP,
    ZERO,
)
from fieldlaw.devices.procedure import Session, StepError
from fieldlaw.devices.procedure_gas import ResponseTime, WarmUp, begin_drift, begin_zero
from fieldlaw.devices.procedure_point import begin_background, begin_point
from fieldlaw.devices.procedure_stream import NoReadingError, Stream
from tests.devices.measuring_cases import (
    BY,
    LIMITS,
    METHANE,
    TOOL,
    WEATHER,
    at,
    backed,
    fed,
    pointed,
    reading,
    ready,
    spanned,
    steady,
    timed,
    warmed,
    zeroed,
)

NEW = Session(TOOL, LIMITS)


def last(session):
    return session.results[-1]


# --- the way to the first point


def test_the_steps_come_one_after_the_other():
    session, seen = NEW, []
    acts = (lambda s: s.keep(s.check_instrument(BY, at(0))), warmed, zeroed, spanned, timed, backed)
    for act in acts:
        seen.append(session.guide(at(0)).step)
        session = act(session)
        assert last(session).outcome == PASSED, last(session).reason
    assert seen == [INSTRUMENT, WARMUP, ZERO, SPAN, RESPONSE, BACKGROUND]
    guide = session.guide(at(2600))
    assert (guide.step, guide.missing, guide.says) == (POINT, (), "可以测点。")
    assert any("未核实" in mark for mark in guide.marks)
    assert session.dwell(at(0).day) == Decimal("12.4")
    assert session.background(at(0).day) == Decimal("1.4")


def test_a_step_keeps_who_when_with_what():
    """instruments.md 4.7, what must be on record."""
    span = last(spanned(zeroed(NEW)))
    assert (span.by, span.tool, span.cylinder) == (BY, TOOL, METHANE)
    assert (span.figure("precision"), span.figure("span")) == (Decimal("2.20"), Decimal(1487) / 3) or (
        round(span.figure("span"), 6) == round(Decimal(1487) / 3, 6)
    )
    assert [one.label for one in span.readings] == ["零气", "标气"] * 3
    assert span.raw.samples == 6
    assert len(span.raw.sha256) == 32
    assert span.raw.unchecked == span.raw.samples  # the text of a phx42 carries no checksum
    assert (span.begun, span.raw.begun) == (at(2200), at(2200))
    assert last(ready()).weather == WEATHER


@pytest.mark.parametrize(
    ("tool", "word"),
    [
        (replace(TOOL, valid_until="2026-11-24"), "已过期"),
        (replace(TOOL, valid_until=""), "没有登记检定证书"),
        (replace(TOOL, serial=""), "出厂编号"),
    ],
)
def test_an_instrument_without_a_valid_certificate_fails_the_first_step(tool, word):
    result = Session(tool, LIMITS).check_instrument(BY, at(0))
    assert result.outcome == FAILED
    assert word in result.reason
    session = Session(tool, LIMITS).keep(result)
    assert session.guide(at(0)).step == INSTRUMENT
    assert word in session.guide(at(0)).says


def test_the_last_day_of_a_certificate_is_valid():
    assert (
        Session(replace(TOOL, valid_until="2026-11-25"), LIMITS).check_instrument(BY, at(0)).outcome == PASSED
    )


def test_warming_counts_from_when_it_was_lit():
    run = fed(WarmUp(Stream(at(0))), reading(0, None, Quality.UNLIT), reading(60, 1.0))
    assert run.minutes(at(1859)) < 30 <= run.minutes(at(1860))
    run = fed(run, reading(1000, None, Quality.UNLIT), reading(1200, 1.0))
    result = run.finish(NEW, BY, at(1860))
    assert (result.outcome, result.figure("minutes")) == (FAILED, Decimal(11))
    assert any("没有点火" in mark for mark in result.marks)
    assert WarmUp(Stream(at(0))).finish(NEW, BY, at(9999)).reason == "还没有点火"


def test_a_silent_line_does_not_put_the_flame_out():
    run = fed(WarmUp(Stream(at(0))), reading(0, 1.0), reading(500, None, Quality.COMM), reading(1800, 1.0))
    result = run.finish(NEW, BY, at(1800))
    assert result.outcome == PASSED
    assert result.raw.gaps


def test_precision_out_of_bounds_fails_and_may_be_done_again():
    session = spanned(zeroed(NEW), readings=("400", "410", "420"))
    assert last(session).outcome == FAILED
    assert "精密度 18.00%" in last(session).reason
    again = spanned(session)
    assert [r.outcome for r in again.results if r.step == SPAN] == [FAILED, PASSED]
    assert again.counting(SPAN, at(0).day).outcome == PASSED


def test_too_few_alternations_fail():
    assert "交替 2 次" in last(spanned(NEW, readings=("500", "500"))).reason
    assert last(spanned(NEW, cylinder=None)).outcome == FAILED


@pytest.mark.parametrize(
    ("cylinder", "word"),
    [
        (replace(METHANE, valid_until="2026-11-24"), "已过期"),
        (replace(METHANE, valid_until=""), "没有登记有效期"),
        (replace(METHANE, uncertainty="3"), "不确定度 3%"),
        (replace(METHANE, uncertainty=""), "没有登记不确定度"),
    ],
)
def test_a_doubtful_cylinder_is_marked_and_does_not_block(cylinder, word):
    result = last(spanned(NEW, cylinder=cylinder))
    assert result.outcome == PASSED
    assert any(word in mark for mark in result.marks)


def test_a_zero_gas_with_too_much_in_it_is_marked():
    assert last(zeroed(NEW)).marks == ()
    run = begin_zero(NEW, replace(METHANE, substance="zero_air", concentration="10", uncertainty=""), at(0))
    (mark,) = fed(run, reading(1, 0.2)).take(at(1)).finish(NEW, BY, at(2)).marks
    assert "低于 10 μmol/mol（未核实）" in mark


def test_unverified_numbers_are_marked():
    assert "precision_percent" in last(spanned(NEW)).unverified
    seen = {name: replace(limit, status="seen") for name, limit in LIMITS.items()}
    assert last(spanned(Session(TOOL, seen))).unverified == ()


def test_a_reading_is_taken_only_while_there_is_one():
    run = begin_zero(NEW, None, at(0))
    with pytest.raises(NoReadingError, match="还没有收到"):
        run.take(at(1))
    with pytest.raises(StepError):
        run.finish(NEW, BY, at(1))
    run = fed(run, reading(1, 0.2))
    assert run.take(at(4)).taken[0].value == Decimal("0.2")
    with pytest.raises(NoReadingError, match=r"中断 3\.1 秒"):
        run.take(at("4.1"))
    with pytest.raises(NoReadingError, match="没有点火"):
        fed(run, reading(2, None, Quality.UNLIT)).take(at(2))


def test_the_digits_of_the_instrument_are_kept():
    run = fed(begin_drift(NEW, METHANE, at(0)), reading(1, "499.90")).take(at(1))
    assert str(run.taken[0].value) == "499.90"


def test_response_time_is_the_mean_of_three():
    result = last(timed(NEW))
    assert (result.outcome, result.figure("mean")) == (PASSED, Decimal("6.2"))
    assert last(timed(NEW, ("31", "31", "31"))).outcome == FAILED
    assert "有效 2 次" in last(timed(NEW, ("6.2", "5.8"))).reason


def test_a_gap_makes_a_response_run_void():
    run = fed(ResponseTime(Stream(at(0)), METHANE), reading(0, 0)).switch(at(0))
    run = fed(run, reading(1, 100), reading(2, None, Quality.COMM), reading(3, 480), reading(5, 500))
    run = run.settled(NEW, at(5))
    assert run.runs[0].value is None
    assert "作废" in run.runs[0].reason
    with pytest.raises(StepError, match="切换"):
        run.settled(NEW, at(6))
    flat = fed(run, reading(6, 0)).switch(at(6))
    assert "没有上升" in fed(flat, reading(7, 0)).settled(NEW, at(7)).runs[1].reason
    assert last(NEW.keep(run.finish(NEW, BY, at(8)))).figure("mean") is None


def test_a_hole_of_silence_makes_a_response_run_void():
    run = fed(ResponseTime(Stream(at(0)), METHANE), reading(0, 0)).switch(at(0))
    run = fed(run, reading(1, 100), reading(9, 480), reading(10, 500)).settled(NEW, at(10))
    assert run.runs[0].value is None


def test_the_background_is_the_mean_of_five_positions():
    result = last(backed(NEW))
    assert [one.label for one in result.readings] == ["东", "南", "西", "北", "中"]
    assert (result.outcome, result.figure("mean")) == (PASSED, Decimal("1.4"))
    assert "有读数的 4 处" in last(backed(NEW, ("1", "1", "1", "1"))).reason


def test_a_position_without_a_reading_says_so():
    run = begin_background(NEW, at(0))
    with pytest.raises(StepError, match="没有测点"):
        run.arrive("上", at(0))
    with pytest.raises(StepError, match="还没有开始"):
        run.depart(at(0))
    run = fed(run.arrive("东", at(0)), reading(1, None, Quality.UNLIT))
    with pytest.raises(StepError, match="还没有结束"):
        run.arrive("南", at(1))
    run = run.depart(at(2))
    assert (run.readings[0].value, run.readings[0].reason) == (None, "没有点火")
    again = fed(run.arrive("东", at(3)), reading(3, 1.0), reading(4, 2.5), reading(5, 1.1)).depart(at(6))
    result = again.finish(NEW, WEATHER, BY, at(7))
    assert (len(result.readings), result.figure("mean")) == (2, Decimal("2.5"))


def test_a_step_is_left_with_a_reason_and_stays_marked():
    with pytest.raises(StepError, match="理由不足"):
        NEW.leave(ZERO, "没气", BY, at(0))
    with pytest.raises(StepError, match="测点"):
        NEW.leave(POINT, "够不着这个点", BY, at(0))
    session = NEW.keep(NEW.leave(ZERO, "零气用完了，来不及换", BY, at(0)))
    assert last(session).outcome == LEFT
    assert session.guide(at(1)).step == INSTRUMENT
    assert any("零气用完了" in text for text in session.guide(at(1)).missing)
    assert any("零气用完了" in text for text in session.guide(at(1)).marks)
    assert any("零气用完了" in mark for mark in last(pointed(session)).marks)


def test_the_next_morning_asks_for_the_daily_steps():
    morning = ready().guide(at(0, day=1))
    assert morning.step == INSTRUMENT
    assert len(morning.missing) == 5
    assert not any("响应时间" in text for text in morning.missing)
    assert ready().background(at(0, day=1).day) is None


def test_frames_with_and_without_a_checksum_are_told_apart():
    stream = Stream(at(0)).fed(reading(1, 5)).fed(replace(reading(2, 5), crc=Crc.OK))
    assert (stream.raw(at(3)).samples, stream.raw(at(3)).unchecked) == (2, 1)


# --- a point


def test_a_point_with_its_dwell():
    result = last(pointed(ready()))
    assert (result.outcome, result.subject) == (PASSED, "V-001")
    figures = {name: str(number) for name, number in result.figures}
    assert figures == {
        "dwell": "13",
        "required": "12.4",
        "background": "1.4",
        "peak": "2001.4",
        "net": "2000.0",
    }
    assert "dwell_factor" in result.unverified
    peak, stay = result.readings
    assert (peak.label, peak.value, peak.begun) == ("最大值", Decimal("2001.4"), at(3000))
    assert (stay.label, stay.value, stay.begun, stay.ended) == ("停留", 13, at(3000), at(3013))


def test_the_dwell_is_met_exactly_at_its_end():
    session = ready()
    run = fed(begin_point(session, "A", at(3000)), *steady(3000, 3012, 600), reading("3012.3", 600))
    assert run.is_long_enough is False
    assert "还要 0.1 秒" in run.says()
    assert fed(run, reading("3012.4", 600)).is_long_enough is True


@pytest.mark.parametrize(
    ("then", "dwell"),
    [
        ([reading(3008, 500)], "6"),  # the probe moves on, and nothing is added up
        ([reading(3007, None, Quality.UNLIT), *steady(3008, 3012, 600)], "6"),  # a gap
        ([*steady(3010, 3014, 600)], "6"),  # silence for more than three seconds
        ([reading(3008, 555), *steady(3009, 3010, 600)], "10"),  # within the band
        ([*steady(3007, 3009, 640)], "9"),  # a new maximum whose band holds the old readings
        ([*steady(3007, 3009, 700)], "2"),  # a new maximum whose band does not
        ([reading(3007, 500), *steady(3008, 3010, 690)], "2"),  # nor does an earlier stay
        ([reading(3007, 500), *steady(3008, 3010, 650)], "6"),  # an earlier stay in the band counts on
    ],
)
def test_how_the_stay_is_counted(then, dwell):
    run = fed(begin_point(ready(), "A", at(3000)), *steady(3000, 3006, 600), *then)
    assert run.dwell == Decimal(dwell)


def test_a_quiet_point_may_flicker_a_little():
    values = [1.2, 1.9, 1.4, 1.1, 2.0, 1.3] * 5
    run = fed(begin_point(ready(), "A", at(3000)), *(reading(3000 + n / 2, v) for n, v in enumerate(values)))
    assert (run.is_long_enough, run.peak.value) == (True, Decimal("2.0"))


def test_a_gap_in_a_point_is_said():
    run = fed(
        begin_point(ready(), "A", at(3000)), *steady(3000, 3005, 600), reading(3006, None, Quality.UNLIT)
    )
    assert "没有点火" in run.says()
    result = fed(run, *steady(3007, 3020, 600)).finish(ready(), BY, at(3020))
    assert result.outcome == PASSED
    assert any("停留重新计时 1 次" in mark for mark in result.marks)
    assert any("没有点火" in gap for gap in result.raw.gaps)


def test_too_short_a_stay_is_kept_and_fails():
    result = last(pointed(ready(), stay=5.0))
    assert (result.outcome, result.reason) == (FAILED, "停留不足：5.0 秒，要求 12.4 秒")
    assert result.figure("peak") == Decimal("2001.4")


def test_without_response_time_or_background_the_point_says_so():
    result = last(pointed(NEW))
    assert "没有响应时间" in result.reason
    assert result.figure("net") is None
    assert len(result.marks) == 6
    nothing = begin_point(ready(), "A", at(3000)).finish(ready(), BY, at(3001))
    assert (nothing.reason, nothing.readings[0].value) == ("没有可用的读数", None)
    with pytest.raises(StepError, match="编码"):
        begin_point(NEW, " ", at(0))
