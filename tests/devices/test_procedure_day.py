"""The end of a day of measuring, and the whole of it again from what was kept."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldlaw.cases.ledger.canonical import decode, encode
from fieldlaw.cases.records.measurement import Quality
from fieldlaw.cases.records.procedure import (
    DRIFT,
    FAILED,
    PASSED,
    WARMUP,
    ZERO,
    Reading,
)
from fieldlaw.cases.records.procedure_body import read_step, step_body
from fieldlaw.cases.records.procedure_state import PENDING, RETEST, SUPERSEDED, doubts
from fieldlaw.devices.procedure import Session, StepError, rebuilt
from fieldlaw.devices.procedure_gas import begin_drift, begin_span
from fieldlaw.devices.procedure_point import begin_point
from tests.devices.measuring_cases import (
    BY,
    LIMITS,
    METHANE,
    TOOL,
    at,
    backed,
    drifted,
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


def test_drift_within_bounds_lets_the_points_stand():
    session = drifted(pointed(ready()))
    assert last(session).outcome == PASSED
    assert doubts(session.results) == {}


def test_drift_out_of_bounds_takes_all_points_since_the_last_good_check():
    """500 to 447 is -10.6 % (instruments.md 4.4)."""
    session = spanned(ready(), readings=("500", "500", "500"), now=2700)
    session = drifted(pointed(session, "OLD", now=3000), "500", now=4000)
    session = pointed(pointed(session, "A", now=5000), "B", now=6000)
    session = drifted(session, "447")
    assert (last(session).outcome, last(session).figure("drift")) == (FAILED, Decimal("-10.6"))
    points = {session.results[index].subject: doubt.code for index, doubt in doubts(session.results).items()}
    assert points == {"A": RETEST, "B": RETEST}
    guide = session.guide(at(8100))
    assert guide.step == ZERO
    assert any("量程与精密度还没有做" in text for text in guide.missing)
    again = spanned(zeroed(session, now=8200), now=8300)
    assert "待复测" in again.guide(at(8400)).says
    retested = drifted(pointed(again, "A", now=8500), now=9000)
    codes = [doubt.code for doubt in doubts(retested.results).values()]
    assert sorted(codes) == [RETEST, SUPERSEDED]


@pytest.mark.parametrize(
    ("after", "outcome"), [("550", PASSED), ("550.1", FAILED), ("450", PASSED), ("449.9", FAILED)]
)
def test_drift_at_its_bounds(after, outcome):
    session = spanned(NEW, readings=("500", "500", "500"))
    assert last(drifted(session, after)).outcome == outcome


def test_a_span_check_in_between_does_not_save_the_points():
    session = spanned(pointed(ready(), "A"), readings=("500",) * 3, now=4000)
    codes = [doubt.code for doubt in doubts(drifted(session, "400").results).values()]
    assert codes == [RETEST]


def test_points_wait_for_the_drift_check():
    session = pointed(ready())
    assert [doubt.code for doubt in doubts(session.results).values()] == [PENDING]
    assert "收工前" in session.guide(at(4000)).says
    left = session.keep(session.leave(DRIFT, "天黑了，标气不够", BY, at(9000)))
    assert [doubt.code for doubt in doubts(left.results).values()] == [PENDING]


def test_drift_needs_something_to_be_compared_with() -> None:
    with pytest.raises(StepError, match="无从比较"):
        drifted(NEW)
    run = fed(begin_drift(ready(), replace(METHANE, concentration="1000"), at(0)), reading(1, 900)).take(
        at(1)
    )
    with pytest.raises(StepError, match="同一浓度"):
        run.finish(ready(), BY, at(2))


def test_another_instrument_keeps_its_own_points():
    one = pointed(ready(), "A")
    other_tool = replace(TOOL, name="FID-03", serial="SN 9")
    other = drifted(pointed(spanned(Session(other_tool, LIMITS)), "B"), "1")
    both = (*one.results, *other.results)
    codes = {both[index].subject: doubt.code for index, doubt in doubts(both).items()}
    assert codes == {"A": PENDING, "B": RETEST}
    assert rebuilt(TOOL, LIMITS, both) == one
    assert rebuilt(other_tool, LIMITS, both) == other


# --- the whole of it again from what was kept

ACTS = {
    "instrument": lambda s, now: s.keep(s.check_instrument(BY, at(now))),
    "warmup": warmed,
    "zero": zeroed,
    "span": spanned,
    "bad span": lambda s, now: spanned(s, ("300", "310", "320"), now),
    "response": lambda s, now: timed(s, now=now),
    "background": lambda s, now: backed(s, now=now),
    "point": lambda s, now: pointed(s, f"V-{now % 3}", now=now),
    "short point": lambda s, now: pointed(s, f"V-{now % 3}", now=now, stay=3.0),
    "drift": lambda s, now: drifted(s if s.reference else spanned(s, now=now - 50), now=now),
    "bad drift": lambda s, now: drifted(s if s.reference else spanned(s, now=now - 50), "300", now=now),
    "leave": lambda s, now: s.keep(s.leave(WARMUP, "仪器一直开着没有关", BY, at(now))),
}


@given(st.lists(st.sampled_from(sorted(ACTS)), max_size=8), st.integers(0, 2))
@settings(max_examples=60, deadline=None)
def test_the_session_stands_again_from_what_was_kept(acts, later):
    session, kept = NEW, []
    for number, act in enumerate(acts):
        session = (
            spanned(session, now=100 + number * 400)
            if act == "span"
            else ACTS[act](session, 100 + number * 400)
        )
        kept += [encode(step_body(result)) for result in session.results[len(kept) :]]
        again = rebuilt(TOOL, LIMITS, [read_step(decode(body)) for body in kept])
        assert again == session
        now = at(200 + number * 400, day=later)
        assert again.guide(now) == session.guide(now)
        assert doubts(again.results) == doubts(session.results)
        assert again.dwell(now.day) == session.dwell(now.day)


@given(
    st.lists(
        st.tuples(
            st.integers(1, 5000),
            st.none() | st.decimals(-100, 60000, places=2),
            st.sampled_from([Quality.OK, *Quality]),
        ),
        max_size=60,
    )
)
@settings(max_examples=150, deadline=None)
def test_the_dwell_is_what_its_definition_says(steps):
    """Held against a slow reading of the definition: every run of readings within the band of the maximum."""
    run, now, ok, runs = begin_point(ready(), "A", at(3000)), Decimal(3000), [], [[]]
    for wait, value, quality in steps:
        now += Decimal(wait) / 1000
        usable = quality is Quality.OK and value is not None
        run = run.fed(reading(now, value if usable else None, quality if not usable else Quality.OK))
        if not usable or (runs[-1] and at(now).mono_ms - runs[-1][-1][0] > 3000):
            runs.append([])
        if usable:
            ok.append(value)
            runs[-1].append((at(now).mono_ms, value))
    if not ok:
        assert (run.peak, run.dwell) == (None, 0)
        return
    assert run.peak.value == max(ok)
    floor = max(ok) - max(abs(max(ok)) / 10, Decimal(5))
    best = 0
    for each in runs:
        stay = []
        for moment, value in each:
            stay = [*stay, moment] if value >= floor else []
            best = max(best, stay[-1] - stay[0] if stay else 0)
    assert run.dwell * 1000 <= best  # an earlier stay that reached below the band is forgotten as a whole
    assert run.dwell * 1000 >= (_final_stay(runs[-1], floor) if runs[-1] else 0)


def _final_stay(samples, floor):
    stay = []
    for moment, value in samples:
        stay = [*stay, moment] if value >= floor else []
    return stay[-1] - stay[0] if stay else 0


def test_a_reading_of_a_step_is_a_value_or_a_reason():
    with pytest.raises(ValueError, match="reason"):
        Reading("零气", None, "ppm", "", at(0), at(0))
    with pytest.raises(ValueError, match="reason"):
        Reading("零气", Decimal(1), "ppm", "x", at(0), at(0))


def test_the_raw_bytes_of_a_step_are_pinned():
    one = fed(begin_span(NEW, METHANE, at(0)), reading(1, 1)).stream
    other = fed(begin_span(NEW, METHANE, at(0)), reading(1, 2)).stream
    assert one.sha256 != other.sha256
    assert fed(one, reading(2, 1)).sha256 != fed(one, reading(2, None, Quality.COMM)).sha256


def test_a_clock_that_starts_again_is_a_gap():
    run = fed(begin_point(ready(), "A", at(3000)), *steady(3000, 3006, 600), *steady(10, 20, 600))
    assert run.dwell == 10
    assert run.restarts == 1
