"""The analyzers as data and as state machines: the guard, every error of the common model (§1.8)."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldlaw.cases.records.measurement import Detector, Quality
from fieldlaw.devices.analyzers import KNOWN, LISTED, make_analyzer
from fieldlaw.devices.analyzers.guard import Guard
from fieldlaw.devices.analyzers.spec import Fault, State
from fieldlaw.devices.codecs import expec3100, modbus, phx21, pids3
from fieldlaw.devices.codecs.checksums import crc16_modbus, rotate_add
from fieldlaw.devices.decode import DECODERS
from fieldlaw.errors import BugError, KnownError
from tests.devices.vectors import received, sent

START = datetime(2025, 7, 30, 6, 32, tzinfo=UTC)
GUARDED = {
    "phx21": phx21.encode_ignition(start=True),
    "phx42": b"ZUzu AIGS GO=1\r\n",
    "expec3100": expec3100.encode_ignite(),
    "tva2020": b"ignite\r\n",
}
NEVER = {
    "phx21": bytes((0x5A, 4, 0x22, rotate_add(b"\x5a\x04\x22"))),
    "phx42": b"ZUzu DCTR\r\n",
    "expec3100": b"\x7d\x7b\x01\xf5\x01\xf3\x3d\x66\x00\x00",
    "tva2020": b"log stop\r\n",
    "tva1000b_bt": b"$$$",
    "rae_R": b"RR",
    "raeguard3": bytes.fromhex("010600080002"),
    "falco": bytes.fromhex("011003EA0001"),
    "pids3": pids3.encode("pids.start"),
}


def machine(model, unit="ppm"):
    made = make_analyzer(model, "D-1", unit=unit)
    made.on_connect(0.0)
    return made


def told(made, data, at):
    """Feed bytes at a time; what was outstanding is taken as asked."""
    return made.take(made.decode(data), START + timedelta(seconds=at), at)


def phx21_frame(pump=58, **changes):
    """The lit vector A with other numbers; the sum is made anew."""
    fields = {
        "flags": 0x45, "number": 1, "error": 0, "thermocouple": 3900, "battery": 7905, "chamber": 3100,
        "sample": 176, "lph2": 650, "tank": 1433, "range": 0, "saturation": 70000,
        "current": 14321, "second": -250,
    } | changes  # fmt: skip
    ppm = fields.pop("ppm", 5123)
    head = bytes((0xA5, 81, 0x25, 0xAA)) + struct.pack("<BBBHHHHHHBiii", *fields.values())
    body = head + struct.pack("<iHBB", ppm, 561, pump, 0) + bytes(40)
    return body + bytes((rotate_add(body),))


def poll21(made, now, **changes):
    """Let the machine ask, and answer."""
    for step in range(60):
        at = now + step * 0.05
        due = made.tick(at)
        data = made.release(due) if due else due
        if data == phx21.encode_read():
            return told(made, phx21_frame(**changes), at), at
        if data:
            ack = bytes((0xA5, 4, data[2]))
            told(made, ack + bytes((rotate_add(ack),)), at)
    raise AssertionError("no poll")


def test_known_models_are_those_of_the_vectors():
    assert {"phx21", "phx42", "expec3100", "tva2020", "tva1000b_bt", "rae_R", "pids3", "modbus"} <= set(
        LISTED
    )
    assert set(LISTED) == set(DECODERS)
    for spec in LISTED.values():
        assert spec.evidence[0] in "ABC"
        assert spec.sources
        assert spec.experimental is (spec.evidence[0] == "C")
        assert not set(spec.read_only) & {*spec.guarded, *spec.forbidden}
        assert all(command in spec.read_only for command, _ in spec.poll_plan)


def test_the_unit_must_be_stated_where_the_stream_does_not_say_it():
    for model in ("expec3100", "tva2020", "rae_R"):
        assert KNOWN[model].unit is None
        with pytest.raises(KnownError, match="没有单位"):
            make_analyzer(model, "D-1")
    with pytest.raises(KnownError, match="不认识"):
        make_analyzer("nothing", "D-1")
    (sample,) = told(machine("rae_R", "ppb"), b"12345\r", 1.0)
    assert (sample.value, sample.unit, sample.quality) == (12345, "ppb", Quality.UNKNOWN)


@pytest.mark.parametrize("model", sorted(KNOWN))
def test_only_reading_commands_pass_the_guard(model):
    made = machine(model)
    with pytest.raises(BugError, match="must not leave"):
        made.release(NEVER[model])
    if model in GUARDED:
        with pytest.raises(BugError, match="must not leave"):
            made.release(GUARDED[model])
    for junk in (b"", b"\x00", b"R\r\n", b"ZUzu AIGS GO=1\r\nZUzu CHEK\r\n"):
        with pytest.raises(BugError):
            made.release(junk)


@pytest.mark.parametrize("model", ["phx21", "phx42", "expec3100", "tva2020"])
def test_an_order_lets_its_commands_pass_once_and_dies_with_the_line(model):
    made = machine(model)
    first = made.ignite(0.0)
    sent_now = [made.release(first)] if first else []
    for step in range(1, 400):
        due = made.tick(step * 0.05)
        if due:
            sent_now.append(made.release(due))
    guarded = [one for one in sent_now if made.spec.command_of(one) in made.spec.guarded]
    assert len(guarded) == (3 if model == "tva2020" else 1)
    for one in guarded:
        with pytest.raises(BugError):
            made.release(one)
    other = machine(model)
    other.ignite(0.0)
    other.on_connect(1.0)
    with pytest.raises(BugError):
        other.release(guarded[0])


def test_a_person_can_order_only_what_is_guarded():
    guard = Guard(KNOWN["phx21"])
    guard.grant("20")
    for command in ("22", "25", "zz"):
        with pytest.raises(BugError):
            guard.grant(command)


def test_every_public_command_is_named_as_the_guard_knows_it():
    for model in ("phx21", "phx42", "expec3100", "pids3", "rae_R"):
        spec = KNOWN[model]
        for data in sent(model).values():
            assert spec.command_of(data) in (*spec.read_only, *spec.guarded, *spec.forbidden)
            assert spec.command_of(data + data) == ""


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(KNOWN)), st.binary(max_size=30))
def test_random_bytes_never_pass_the_guard(model, data):
    made = make_analyzer(model, "D-1", unit="ppm")
    if made.spec.command_of(data) not in made.spec.read_only:
        with pytest.raises(BugError):
            made.release(data)


@pytest.mark.parametrize("model", ["tva1000b_bt", "rae_R", "pids3", "falco", "raeguard3"])
def test_no_ignition_where_there_is_no_flame_to_light(model):
    made = machine(model)
    assert made.refuse_ignition().endswith("。")
    assert made.ignite(0.0) == b""


def test_phx21_announces_after_three_frames_and_judges_each_by_itself():
    made = machine("phx21")
    (dark,), at = poll21(made, 0.0, flags=0, thermocouple=2731, ppm=0)
    assert (dark.value, dark.quality, made.state) == (None, Quality.UNLIT, State.UNLIT)
    for count in range(3):
        (lit,), at = poll21(made, at + 0.05)
        assert lit.quality is Quality.OK
        assert made.state is (State.LIT if count == 2 else State.UNLIT)
    (out,), at = poll21(made, at + 0.05, flags=0x41)
    assert (out.value, out.quality, made.state) == (None, Quality.UNLIT, State.LIT)
    for _ in range(2):
        _, at = poll21(made, at + 0.05, flags=0x41)
    assert made.state is State.FLAME_OUT


@pytest.mark.parametrize(
    ("changes", "quality", "fault"),
    [
        ({"tank": 399}, Quality.OK, Fault.LOW_HYDROGEN),
        ({"error": 0xFA}, Quality.OK, Fault.LOW_BATTERY),
        ({"battery": 5800}, Quality.OK, Fault.LOW_BATTERY),
        ({"pump": 85}, Quality.FAULT, Fault.BLOCKED_PROBE),
        ({"error": 1}, Quality.FAULT, Fault.BLOCKED_PROBE),
        ({"current": 68600}, Quality.OVERRANGE, Fault.OVER_RANGE),
        ({"flags": 0x80, "error": 2, "thermocouple": 2731}, Quality.UNLIT, Fault.IGNITION_FAILED),
        ({"flags": 0x80, "error": 3, "thermocouple": 2731}, Quality.UNLIT, Fault.IGNITION_FAILED),
        ({"battery": 15001}, Quality.COMM, None),
        ({"current": -100001}, Quality.COMM, None),
        ({"thermocouple": 100}, Quality.COMM, None),
        ({"pump": 101}, Quality.COMM, None),
        ({"thermocouple": 2970}, Quality.UNLIT, None),
        ({"thermocouple": 2971}, Quality.OK, None),
        ({"flags": 0x41}, Quality.UNLIT, None),
        ({"flags": 0x44}, Quality.UNLIT, None),
    ],
)
def test_phx21_errors(changes, quality, fault):
    made = machine("phx21")
    (sample,), at = poll21(made, 0.0, **changes)
    assert sample.quality is quality
    assert (sample.value is None) is (quality is not Quality.OK)
    assert made.faults == ({fault} if fault else set())
    if quality is not Quality.COMM:
        poll21(made, at + 0.05)
        assert made.faults <= {Fault.IGNITION_FAILED}


def test_phx21_ignition_fails_by_its_own_error_only():
    made = machine("phx21")
    old = {"flags": 0x80, "error": 3, "thermocouple": 2731}
    _, at = poll21(made, 0.0, **old)
    made.ignite(at)
    for _ in range(4):
        _, at = poll21(made, at + 0.05, **old)
    assert made.state is State.IGNITING  # the old error still stands
    _, at = poll21(made, at + 0.05, flags=0x05, thermocouple=2731)
    _, at = poll21(made, at + 0.05, **old)
    assert (made.state, made.faults) == (State.UNLIT, {Fault.IGNITION_FAILED})


def test_phx21_autorange_and_averages():
    made = machine("phx21")
    _, at = poll21(made, 0.0, current=65000)
    later = [made.tick(at + step * 0.05) for step in range(1, 60)]
    commands = [data for data in later if data]
    assert commands[0] == phx21.encode_range(3)
    assert all(data != phx21.encode_range(3) for data in commands[1:])


def test_phx21_waits_for_an_answer_and_asks_again_after_two_seconds():
    made = machine("phx21")
    made._requests.restart(0.0)
    due = [made.tick(step / 10) for step in range(45)]
    assert [step for step, data in enumerate(due) if data] == [0, 20, 40]
    assert made.farewell() == [phx21.encode_goodbye()]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b"YTyt EROR TYPE=AIGS,CODE=22\r\n", Fault.LOW_HYDROGEN),
        (b"YTyt EROR TYPE=CHEK,CODE=24\r\n", Fault.BLOCKED_PROBE),
        (b"YTyt BATS PCT=7,VOLTS=6.1,AMPS=-0.6\r\n", Fault.LOW_BATTERY),
        (b"YTyt SERR over range\r\n", Fault.DEVICE),
    ],
)
def test_phx42_errors(line, fault):
    made = machine("phx42")
    told(made, line, 1.0)
    assert made.faults == {fault}


def test_phx42_faults_told_once_pass_and_the_battery_question_stops_when_refused():
    made = machine("phx42")
    told(made, b"YTyt EROR TYPE=BATS,CODE=24\r\n", 1.0)
    assert made.faults == {Fault.BLOCKED_PROBE}
    due = b"".join(made.tick(step / 10) for step in range(10, 3000))
    assert b"BATS" not in due
    assert made.faults == frozenset()


def test_phx42_ignition_refused_warm_up_told_and_flame_out():
    made = machine("phx42")
    made.ignite(1.0)
    told(made, b"YTyt EROR TYPE=AIGS,CODE=22\r\n", 2.0)
    assert (made.state, made.faults) == (State.UNLIT, {Fault.LOW_HYDROGEN, Fault.IGNITION_FAILED})
    told(made, b"YTyt WUTM SEC=600\r\nYTyt FIDR CALPPM=2.10,PA=4.0\r\n", 3.0)
    assert made.warm_until == made.ignited_at + timedelta(seconds=600)
    told(made, b"YTyt SHUT flame out\r\n", 4.0)
    assert (made.state, made.ignited_at, made.warm_until) == (State.FLAME_OUT, None, None)


def test_phx42_asks_for_the_warm_up_once_after_ignition():
    made = machine("phx42")
    assert b"WUTM" not in b"".join(made.tick(step / 10) for step in range(20))
    told(made, b"YTyt FIDR CALPPM=2.10,PA=4.0\r\n", 2.0)
    assert b"".join(made.tick(2 + step / 10) for step in range(40)).count(b"WUTM") == 1


def test_expec_ignition_and_sentinel():
    made = machine("expec3100")
    rx = received("expec3100")
    made.ignite(1.0)
    good = bytes.fromhex("01F301F53A99000188")
    told(made, b"\x7d\x7b" + good + crc16_modbus(good) + b"\x7d\x7d", 2.0)
    assert made.state is State.IGNITING  # "ok" proves nothing
    told(made, rx["ignite failed"], 3.0)
    assert (made.state, made.faults) == (State.UNLIT, {Fault.IGNITION_FAILED})
    fid, pid = told(made, rx["value 12.5 / 3.25 with CRC"], 4.0)
    assert (fid.unit, made.state, made.faults) == ("ppm", State.LIT, set())
    fid, pid = told(made, rx["FID unlit sentinel + PID 1.5"], 5.0)
    assert (fid.value, fid.quality, made.state) == (None, Quality.UNLIT, State.FLAME_OUT)
    assert pid.quality is Quality.OK


def tva(pid, fid):
    return f"{pid[0]:>10} {pid[1]:<9} {fid[0]:>10} {fid[1]:<9} \r\n".encode("ascii")


@pytest.mark.parametrize(
    ("status", "fid", "pid"),
    [
        *((word, Quality.OK, Quality.OK) for word in ("OK", "HIGH_ALRM", "LOW_ALARM", "STEL_ALRM")),
        *((word, Quality.OK, Quality.OK) for word in ("HIGH&STEL", "LOW&STEL")),
        *((word, Quality.OVERRANGE, Quality.OVERRANGE) for word in ("OVERFLOW", "CLAMPED", "AVG_OVFLW")),
        ("UNDERFLOW", Quality.UNDERRANGE, Quality.UNDERRANGE),
        *((word, Quality.UNLIT, Quality.FAULT) for word in ("DET_OFF", "DET_FAIL")),
        *((word, Quality.FAULT, Quality.FAULT) for word in ("BAD_CALIB", "CAL_SLOPE", "LOW_FLOW")),
        ("SOMETHING", Quality.UNKNOWN, Quality.UNKNOWN),
    ],
)
def test_tva2020_statuses(status, fid, pid):
    found = told(machine("tva2020"), tva(("1.5", status), ("2.5", status)), 1.0)
    assert {one.detector: one.quality for one in found} == {Detector.PID: pid, Detector.FID: fid}
    assert all((one.value is not None) is (one.quality is Quality.OK) for one in found)


@pytest.mark.parametrize(
    ("pid", "fid", "fault"),
    [
        ("DET_FAIL", "OK", Fault.LAMP),
        ("OK", "OVERFLOW", Fault.OVER_RANGE),
        ("CLAMPED", "OK", Fault.OVER_RANGE),
        ("OK", "LOW_FLOW", Fault.BLOCKED_PROBE),
        ("OK", "BAD_CALIB", Fault.CALIBRATION),
    ],
)
def test_tva2020_faults_come_and_go(pid, fid, fault):
    made = machine("tva2020")
    told(made, tva(("1.5", pid), ("2.5", fid)), 1.0)
    assert made.faults == {fault}
    told(made, tva(("1.5", "OK"), ("2.5", "OK")), 2.0)
    assert made.faults == set()


def test_tva2020_macro_has_its_delays_and_is_confirmed_by_the_status():
    made = machine("tva2020")
    first = made.ignite(100.0)
    later = [(step / 10, made.tick(100 + step / 10)) for step in range(1, 200)]
    keys = [(0.0, first), *((at, data) for at, data in later if data)]
    assert keys[:4] == [
        (0.0, b"screen\r\n"),
        (1.0, b"push 1\r\n"),
        (7.0, b"quit\r\n"),
        (14.0, b"log start\r\n"),
    ]
    told(made, tva(("", ""), ("0.00", "DET_OFF")), 115.0)
    assert made.state is State.IGNITING
    told(made, tva(("", ""), ("0.00", "DET_FAIL")), 116.0)
    assert (made.state, made.faults) == (State.UNLIT, {Fault.IGNITION_FAILED})


def test_tva2020_asks_for_the_stream_again_and_a_pid_alone_is_ready():
    made = machine("tva2020")
    assert [step for step in range(100) if made.tick(step / 10)] == [30, 60, 90]
    for at in (10.0, 11.0):
        told(made, tva(("1.5", "OK"), ("", "")), at)
    assert made.state is State.READY


@pytest.mark.parametrize(
    "line",
    [
        b"      1.23 OK             456.7 OK       \r\n",  # one blank short
        b"     1.23  OK             456.7 OK        \r\n",  # the value is not at its right end
        b"      1.23  OK            456.7 OK        \r\n",  # the status is not at its left end
        b"      1.2x OK             456.7 OK        \r\n",
        b"           OK             456.7 OK        \r\n",  # OK without a value
        b"      1.23                456.7 OK        \r\n",  # a value without a status
        b"      1.23 O K            456.7 OK        \r\n",
        b"      1.23 OK          \x00  456.7 OK        \r\n",
    ],
)
def test_tva2020_columns_are_strict(line):
    assert told(machine("tva2020"), line, 1.0) == []


def test_tva2020_tail_stays_opaque():
    line = tva(("1.5", "OK"), ("2.5", "OK")).removesuffix(b"\r\n") + b"     30.1     114.2 0102 01 02 \r\n"
    found = told(machine("tva2020"), line, 1.0)
    assert [dict(one.status)["tail"] for one in found] == ["30.1     114.2 0102 01 02"] * 2
    assert told(machine("tva2020"), line.replace(b"0102 ", b""), 1.0) == []


def test_tva1000b_says_flame_out_and_error():
    made = machine("tva1000b_bt")
    rx = received("tva1000b_bt")
    told(made, rx["FID ppm 12.34 (decimal flag)"], 1.0)
    assert made.state is State.LIT
    told(made, rx["flame out"], 2.0)
    assert made.state is State.FLAME_OUT
    broken = bytearray(rx["FID ppm 12.34 (decimal flag)"])
    broken[2:6] = b" ERR"
    (sample,) = told(made, bytes(broken), 3.0)
    assert (sample.value, sample.quality, made.faults) == (None, Quality.FAULT, {Fault.DEVICE})


def test_pids3_error_bits():
    made = machine("pids3")
    rx = received("pids3")
    told(made, rx["pids.error 00000004"], 1.0)
    assert (made.state, made.faults) == (State.READY, {Fault.LAMP})
    told(made, rx["pids.error 00000000"], 2.0)
    assert made.faults == set()


def answer(made, words, at):
    """Answer the outstanding request with these registers."""
    frame = bytes((1, 3, len(words))) + words
    return told(made, frame + crc16_modbus(frame), at)


@pytest.mark.parametrize(
    ("unit", "span", "values"),
    [
        (b"\x00p", "44 7A 00 00", ["12.5"]),  # 1000 as float, high word first
        (b"\x00p", "00 00 44 7A", [None]),  # the same, low word first: the value's bytes mean another number
        (b"\x00p", "00 00 03 E8", [None]),  # an integer does not settle the order of floats
        (b"\x00g", "44 7A 00 00", [None]),  # the manual names 'g' without saying what it means
        (b"\x00x", "44 7A 00 00", [None]),  # no unit where the unit should be: wrong base
    ],
)
def test_falco_gives_a_value_only_after_its_probe_registers(unit, span, values):
    made = machine("falco", "")
    got = []
    factor = bytes.fromhex("3F 80 00 00")
    for at, words in enumerate((unit, factor + bytes.fromhex(span), bytes.fromhex("41 48 00 00")), 1):
        assert made.release(made.tick(float(at)))
        got += answer(made, words, float(at))
    if span == "00 00 44 7A":
        assert str(got[0].value) != "12.5"
    else:
        assert [one.value if one.value is None else str(one.value) for one in got] == values


def test_modbus_exception_is_a_fault_and_no_reading():
    made = machine("raeguard3")
    assert made.tick(1.0) == modbus.encode_read(1, 8, 2)
    assert told(made, received("modbus")["device busy exception"], 1.0) == []
    assert made.faults == {Fault.DEVICE}


@pytest.mark.parametrize("model", ["phx21", "phx42", "expec3100", "tva2020", "tva1000b_bt"])
def test_unlit_is_never_a_number(model):
    rx = {
        "phx21": phx21_frame(flags=0, thermocouple=2731, ppm=0) + phx21_frame(flags=0x45, thermocouple=2731),
        "phx42": b"".join(
            f"YTyt FIDR CALPPM={x},PA=1.0\r\n".encode() for x in ("-100.00", "-41", "-46.0", "-21")
        ),
        "expec3100": received("expec3100")["FID unlit sentinel + PID 1.5"] * 2,
        "tva2020": tva(("", ""), ("5.0", "DET_OFF")) + tva(("", ""), ("5.0", "DET_FAIL")),
        "tva1000b_bt": received("tva1000b_bt")["flame out"],
    }
    decoder = DECODERS[model]()
    events = [event for event in decoder.feed(rx[model]) + decoder.finish() if event.detector is Detector.FID]
    assert events
    assert {(event.value, event.quality) for event in events} == {(None, Quality.UNLIT)}


def test_silence_is_noticed_by_every_model():
    for model in KNOWN:
        made = machine(model)
        made.state = State.LIT
        made.tick(4.9)
        assert made.state is State.LIT
        made.tick(5.0)
        assert made.state is State.SILENT


def test_faults_have_a_word_for_people():
    assert all(2 <= len(fault.word) <= 4 for fault in Fault)


def test_what_a_falco_did_not_answer_is_asked_again():
    made = machine("falco", "")
    asked = [made.tick(float(at)) for at in range(1, 8, 2)]
    assert asked[:2] == [modbus.encode_read(1, 1005, 1), modbus.encode_read(1, 1010, 4)]
    assert asked[2:] == [modbus.encode_read(1, 1005, 1)] * 2
