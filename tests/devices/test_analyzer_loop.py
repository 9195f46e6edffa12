"""Each state machine against its simulated instrument with every fault of the line, in told time."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest

from fieldlaw.cases.records.measurement import Detector, Quality
from fieldlaw.devices.analyzers.spec import Fault, State
from fieldlaw.devices.simulated.physics import drifting
from tests.devices.loop import Loop

FLAMES = ("phx21", "phx42", "expec3100", "tva2020")
HARMLESS = (
    "split:1",
    "pace:9600",
    "delay:200",
    "duplicate:0.3",
    "reorder:0.3",
    "merge:3",
    "echo",
    "silence:5,40",
)
HARMFUL = ("drop:0.02", "flip:0.02", "flip:bit77", "truncate:0.3", "insert:00ff23a5", "wrong-baud:9600")
GRAMMAR = ("wrong-baud:9600", "truncate:0.3", "insert:00ff23a5")  # what even a line without checksum shows


def lit(model, faults=(), **kept):
    loop = Loop(model, faults, **kept).run(5)
    loop.ignite()
    return loop.run(35)


@pytest.mark.parametrize("model", FLAMES)
def test_cold_ignite_lit_flame_out(model):
    loop = Loop(model).run(5)
    assert loop.states[-1] is State.UNLIT
    fid = [one for one in loop.measurements if one.detector is Detector.FID]
    assert fid
    assert {(one.value, one.quality) for one in fid} == {(None, Quality.UNLIT)}
    loop.ignite()
    assert loop.analyzer.state is State.IGNITING
    loop.run(35)
    assert loop.states[-2:] == [State.IGNITING, State.LIT]
    assert loop.analyzer.ignited_at is not None
    assert Decimal("512.34").quantize(Decimal("0.1")) in {one.quantize(Decimal("0.1")) for one in loop.values}
    loop.instrument.blow_out(loop.now)
    count = len(loop.values)
    loop.run(5)
    assert loop.states[-1] is State.FLAME_OUT
    assert loop.analyzer.ignited_at is None
    late = [one for one in loop.measurements[-3:] if one.detector is Detector.FID]
    assert {one.quality for one in late} == {Quality.UNLIT}
    assert len(loop.values) <= count + 12  # the PID of a double instrument goes on
    assert loop.forbidden == []


@pytest.mark.parametrize("model", FLAMES)
@pytest.mark.parametrize("fault", HARMLESS)
def test_faults_that_lose_nothing_invent_nothing(model, fault):
    loop = lit(model, [fault], profile=drifting).run(30)
    assert set(loop.values) <= loop.intended
    assert len(loop.values) > 15
    assert loop.states[-1] is State.LIT
    assert loop.forbidden == []


@pytest.mark.parametrize("model", ["phx21", "expec3100"])
@pytest.mark.parametrize("fault", HARMFUL)
@pytest.mark.parametrize("seed", range(4))
def test_damage_never_becomes_a_value_where_frames_carry_a_checksum(model, fault, seed):
    loop = Loop(model, [fault], profile=drifting, seed=seed).run(3)
    loop.ignite()
    loop.run(60)
    assert set(loop.values) <= loop.intended
    assert loop.forbidden == []


@pytest.mark.parametrize("model", ["phx42", "tva2020"])
@pytest.mark.parametrize("fault", GRAMMAR)
@pytest.mark.parametrize("seed", range(4))
def test_damage_of_the_grammar_never_becomes_a_value_in_text(model, fault, seed):
    loop = Loop(model, [fault], profile=drifting, seed=seed).run(3)
    loop.ignite()
    loop.run(60)
    assert set(loop.values) <= loop.intended


@pytest.mark.parametrize("model", ["phx42", "tva2020"])
def test_lost_digits_in_text_cannot_be_seen_and_are_marked_without_checksum(model):
    loop = lit(model, ["flip:0.01"], profile=drifting).run(120)
    invented = [one for one in loop.measurements if one.value is not None and one.value not in loop.intended]
    assert len(invented) < len(loop.values) / 4
    assert all(one.crc.value == "absent" for one in invented)


@pytest.mark.parametrize("model", [*FLAMES, "tva1000b_bt", "rae_R", "falco", "raeguard3"])
def test_without_a_person_nothing_guarded_leaves(model):
    loop = Loop(model, ["flip:0.01"]).run(60)
    assert (loop.asked, loop.forbidden) == ([], [])


def test_low_hydrogen_refuses_the_phx42():
    loop = Loop("phx42", ["low-hydrogen"]).run(3)
    loop.ignite()
    loop.run(20)
    assert {Fault.LOW_HYDROGEN, Fault.IGNITION_FAILED} <= loop.faults
    assert loop.states[-1] is State.UNLIT


@pytest.mark.parametrize("model", FLAMES)
def test_a_flame_that_does_not_come_is_a_failed_ignition(model):
    loop = Loop(model, ["cold"]).run(3)
    loop.ignite()
    loop.run(90)
    assert Fault.IGNITION_FAILED in loop.faults
    assert loop.states[-1] is State.UNLIT
    assert [one for one in loop.measurements if one.detector is Detector.FID and one.value is not None] == []


@pytest.mark.parametrize("model", ["phx21", "tva2020"])
def test_over_range_has_no_value(model):
    loop = lit(model, ["over-range"]).run(5)
    assert Fault.OVER_RANGE in loop.faults
    assert Quality.OVERRANGE in {one.quality for one in loop.measurements}


def test_a_blocked_probe_of_the_phx21():
    loop = lit("phx21")
    loop.instrument.dialect.physics.troubles.add(_trouble("BLOCKED"))
    loop.run(5)
    assert Fault.BLOCKED_PROBE in loop.faults


def _trouble(name):
    from fieldlaw.devices.simulated.physics import Trouble  # noqa: PLC0415

    return Trouble[name]


def test_a_dead_lamp_of_the_tva2020():
    assert Fault.LAMP in Loop("tva2020", ["lamp"]).run(5).faults


def test_the_phx21_asks_one_thing_at_a_time_and_not_too_fast():
    loop = lit("phx21", profile=drifting).run(40)
    times = [at for at, _ in loop.sent]
    assert min(b - a for a, b in itertools.pairwise(times)) >= 0.2 - 1e-6
    ranges = {data for _, data in loop.sent if data[2] == 0x04}
    assert len(ranges) == 2  # LO at first and back, MAX at the peak
    assert set(loop.values) <= loop.intended


def test_silence_is_noticed_and_ended():
    loop = lit("phx42")
    loop.instrument.faults.is_silent = True
    loop.run(7)
    assert loop.analyzer.state is State.SILENT
    loop.instrument.faults.is_silent = False
    loop.run(3)
    assert loop.analyzer.state is State.LIT


def test_rae_values_have_quality_unknown_and_the_stated_unit():
    loop = Loop("rae_R", unit="ppb").run(5)
    assert loop.values
    assert {(one.quality, one.unit) for one in loop.measurements} == {(Quality.UNKNOWN, "ppb")}
    assert loop.states[-1] is State.READY


def test_raeguard3_has_no_value():
    loop = Loop("raeguard3").run(5)
    assert loop.measurements
    assert loop.values == []
    assert "raw" in dict(loop.measurements[0].status)


def test_falco_values_follow_the_probe_registers():
    loop = Loop("falco").run(10)
    assert loop.values
    assert set(loop.values) <= loop.intended
    assert {one.quality for one in loop.measurements} == {Quality.UNKNOWN}
