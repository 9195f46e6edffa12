"""Every public vector: commands byte for byte, replies field by field, in any portioning."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldlaw.cases.records.measurement import Crc, Detector, Quality
from fieldlaw.devices.codecs import expec3100, modbus, phx21, phx42, pids3, rae
from fieldlaw.devices.codecs.events import ErrorReport, Noise, Reply, Sample
from fieldlaw.devices.decode import decode_lines
from tests.devices.vectors import decode, portions, received, rows, sent

DEVICES = ("phx21", "phx42", "expec3100", "tva2020", "tva1000b_bt", "modbus", "pids3", "rae_R")


def first(device, name):
    return decode(device, [received(device)[name]])[0]


def by_detector(device, name):
    events = decode(device, [received(device)[name]])
    return {event.detector: event for event in events if isinstance(event, Sample)}


@pytest.mark.parametrize("device", DEVICES)
def test_one_byte_at_a_time_all_at_once_and_in_random_portions(device):
    chance = random.Random(21)
    for data in [*received(device).values(), b"".join(received(device).values())]:
        whole = decode(device, [data])
        assert decode(device, [data[at : at + 1] for at in range(len(data))]) == whole
        for _ in range(40):
            cuts = [chance.randrange(10_000) for _ in range(chance.randrange(1, 40))]
            assert decode(device, portions(data, cuts)) == whole


@pytest.mark.parametrize("device", DEVICES)
@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.one_of(st.integers(0, 30), st.binary(max_size=12)), max_size=12),
    st.lists(st.integers(0, 9999)),
)
def test_vectors_among_hostile_bytes_in_any_portioning(device, plan, cuts):
    data = list(received(device).values())
    stream = b"".join(data[one % len(data)] if isinstance(one, int) else one for one in plan)
    whole = decode(device, [stream])
    assert decode(device, portions(stream, cuts)) == whole
    frames = dict.fromkeys(event.raw for event in whole)
    assert all(raw in stream for raw in frames)


@pytest.mark.parametrize("device", [one for one in DEVICES if one not in ("expec3100", "tva2020")])
@settings(deadline=None, max_examples=60)
@given(st.lists(st.binary(max_size=40), max_size=8))
def test_every_byte_ends_in_one_event(device, pieces):
    frames = list(received(device).values())
    stream = b"".join(piece + frames[len(piece) % len(frames)] for piece in pieces)
    assert b"".join(event.raw for event in decode(device, [stream])) == stream


def test_phx21_commands():
    want = sent("phx21")
    made = {
        "read data extended (poll)": phx21.encode_read(),
        "read configuration": phx21.encode_config(),
        "goodbye": phx21.encode_goodbye(),
        "sampling range LO": phx21.encode_range(0),
        "sampling range MAX": phx21.encode_range(3),
        "deadhead on, 1.50 psi, 100 ms": phx21.encode_deadhead(),
        "integration avg 10": phx21.encode_integration(10),
        "integration avg 50": phx21.encode_integration(50),
        "get ppm cal slot 0": phx21.encode_get_cal(0),
        "get ppm cal slot 5": phx21.encode_get_cal(5),
        "auto-ignition start plug A (explicit user action only)": phx21.encode_ignition(start=True),
        "auto-ignition start plug B (explicit user action only)": phx21.encode_ignition(start=True, plug=1),
        "auto-ignition stop": phx21.encode_ignition(start=False),
    }
    assert made == want


def test_expec_modbus_pids3_and_rae_commands():
    want = sent("expec3100")
    assert expec3100.encode_read_cal(Detector.FID) == want["read cal FID"]
    assert expec3100.encode_read_cal(Detector.PID) == want["read cal PID"]
    want = sent("modbus")
    assert modbus.encode_read(1, 0x0008, 2) == want["RAEGuard3 read conc request"]
    assert modbus.encode_read(1, 102, 2) == want["Falco conc request"]
    assert modbus.encode_read(1, 1005, 1) == want["Falco unit request"]
    assert modbus.encode_read(10, 32, 8, modbus.INPUT) == want["PIDS3 gas name request"]
    assert all(pids3.encode(name) == data for name, data in sent("pids3").items())
    assert rae.encode_read() == sent("rae_R")["poll"]


def test_phx42_clock():
    from datetime import datetime  # noqa: PLC0415

    at = datetime(2025, 7, 30, 6, 32, 12)  # noqa: DTZ001 - the device's clock has no zone
    assert phx42.encode_time(at) == sent("phx42")["set clock"]


@pytest.mark.parametrize("letter", "ABCD")
def test_phx21_readings(letter):
    name, row = next(
        one for one in rows("phx21", "rx").items() if one[0].startswith(f"{letter} ") and "flip" not in one[0]
    )
    want, sample = row["expect"], first("phx21", name)
    held = dict(sample.status)
    for key, value in want.items():
        if key not in ("ignited_rule", "flags"):
            assert Decimal(held[key]) == Decimal(str(value)), key
    assert held["flags"] == want["flags"]
    assert (held["ignited"] == "true") is want["ignited_rule"]
    assert sample.crc is Crc.OK
    lit = want["ignited_rule"]
    assert sample.value == (Decimal(str(want["ppm"])) if lit else None)
    assert sample.quality is (Quality.OK if lit else Quality.UNLIT)


def test_phx21_other_replies_and_rejects():
    config, cal = (
        first("phx21", "config response"),
        first("phx21", "get-cal response (layout inferred from struct, length unconfirmed)"),
    )
    assert (dict(config.fields)["version"], dict(config.fields)["sectors"]) == ("42", "512")
    assert (dict(cal.fields)["ppm"], dict(cal.fields)["h2_psi"], cal.crc) == ("500.0", "6.48", Crc.OK)
    broken = decode("phx21", [received("phx21")["A with one bit flipped in ppm field"]])
    assert [(type(one), one.reason, one.crc) for one in broken] == [(Noise, "crc", Crc.BAD)]


def test_phx21_resynchronises_and_keeps_the_half_frame():
    data = received("phx21")["garbage + A + half of B (feed in 1-byte chunks)"]
    decoder = phx21.Decoder()
    noise, sample = [event for at in range(len(data)) for event in decoder.feed(data[at : at + 1])]
    assert (noise.raw, sample.value) == (data[:5], Decimal("512.3"))
    assert [(event.reason, len(event.raw)) for event in decoder.finish()] == [("unfinished", 40)]


def test_expec_values():
    both = by_detector("expec3100", "value 12.5 / 3.25 with CRC")
    assert [(one.value, one.crc, one.unit) for one in both.values()] == [
        (Decimal("12.5"), Crc.OK, ""),
        (Decimal("3.25"), Crc.OK, ""),
    ]
    assert by_detector("expec3100", "value 12.5 / 3.25 without CRC")[Detector.FID].crc is Crc.ABSENT
    inside = by_detector("expec3100", "payload contains 7D7D")
    assert [one.value for one in inside.values()] == [Decimal("253.48828125"), 0]
    unlit = by_detector("expec3100", "FID unlit sentinel + PID 1.5")
    assert (unlit[Detector.FID].value, unlit[Detector.FID].quality) == (None, Quality.UNLIT)
    assert unlit[Detector.PID].value == Decimal("1.5")


def test_expec_replies():
    assert isinstance(first("expec3100", "ignite failed"), ErrorReport)
    assert isinstance(first("expec3100", "set cal failed"), ErrorReport)
    assert isinstance(first("expec3100", "set cal ok"), Reply)
    cal = dict(first("expec3100", "cal table PID 2 points").fields)
    assert (cal["detector"], cal["point_1"], cal["point_2"]) == ("PID", "100", "1000")
    assert first("expec3100", "CRC wrong").reason == "crc"


def test_tva2020_lines():
    for name, row in rows("tva2020", "rx").items():
        found, want = by_detector("tva2020", name), row["expect"]
        for key, detector in (("pid", Detector.PID), ("fid", Detector.FID)):
            if key not in want:
                continue
            value = found[detector].value if detector in found else None
            assert value == (None if want[key] is None else Decimal(str(want[key]))), name
            if f"{key}_status" in want:
                assert dict(found[detector].status)["status"] == want[f"{key}_status"]


def test_tva1000b_frames():
    assert first("tva1000b_bt", "FID ppm 12.34 (decimal flag)").value == Decimal("12.34")
    percent = first("tva1000b_bt", "FID percent 2 -> 20000 ppm")
    assert (percent.value, percent.unit, dict(percent.status)["value_ppm"]) == (2, "%", "20000")
    out = first("tva1000b_bt", "flame out")
    assert (out.value, out.quality, dict(out.status)["warning"]) == (None, Quality.UNLIT, "true")


def test_modbus_replies():
    assert dict(first("modbus", "RAEGuard3 reply raw 52").fields)["raw"] == "52"
    assert dict(first("modbus", "Falco 12.5 word order ABCD").fields)["f32_ABCD"] == "12.5"
    assert dict(first("modbus", "Falco 12.5 word order CDAB").fields)["f32_CDAB"] == "12.5"
    assert dict(first("modbus", "Falco unit 'p'").fields)["raw"] == str(ord("p"))
    assert [
        first("modbus", name).code for name in ("exception illegal address", "device busy exception")
    ] == [2, 6]


def test_pids3_frames():
    for name, row in rows("pids3", "rx").items():
        told = dict(first("pids3", name).fields)
        assert told["text"] == row["expect"]["text"]
        if "lamp_fault" in row["expect"]:
            assert (told["lamp_fault"] == "true") is row["expect"]["lamp_fault"]


def test_rae_answers():
    sample = first("rae_R", "12.345 ppm if unit is ppb")
    assert (sample.value, sample.unit, sample.quality) == (12345, "", Quality.UNKNOWN)
    assert first("rae_R", "zero").value == 0
    assert first("rae_R", "not a number").reason == "value"
    assert decode("rae_R", [b""]) == []


@pytest.mark.parametrize("device", DEVICES)
def test_the_command_line_says_the_same_in_any_portioning(device):
    for data in received(device).values():
        lines = decode_lines(device, data, 0)
        assert lines == decode_lines(device, data, 1) == decode_lines(device, data, 7)
        keys = ["kind", "detector", "value", "unit", "quality", "status", "raw", "crc"]
        assert all(list(line) == keys for line in lines)
        assert all(line["value"] is None for line in lines if line["quality"] not in ("ok", "unknown"))
        assert all(line["crc"] != "bad" for line in lines if line["kind"] == "sample")
