from __future__ import annotations

import itertools
import json
import os
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldlaw.cases.records.measurement import Crc, Quality
from fieldlaw.devices.codecs import phx42
from fieldlaw.devices.codecs.events import ErrorReport, Noise, Reply, Sample, Telemetry
from fieldlaw.devices.decode import decode_lines
from fieldlaw.errors import KnownError

SHARED = Path(os.environ.get("FIELDLAW_SHARED", Path(__file__).resolve().parents[2].parent / "shared"))
VECTORS = SHARED / "data" / "instruments" / "vectors.json"
GOOD = b"YTyt FIDR CALPPM=512.34,PA=433.10,PAADJ=0.0\r\n"
WELL_FORMED = re.compile(rb"YTyt FIDR [^ \r\n]*CALPPM=([0-9]+(?:\.[0-9]+)?)(?:,[^ \r\n]*)?\r\n")


def vectors(direction):
    if not VECTORS.exists():
        pytest.skip("no shared data here")
    rows = json.loads(VECTORS.read_text(encoding="utf-8"))["vectors"]
    return {row["name"]: row for row in rows if row["device"] == "phx42" and row["direction"] == direction}


def decode(data):
    return phx42.Decoder().feed(data)


def portions(data, cuts):
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    return [data[start:end] for start, end in itertools.pairwise(edges)]


def test_commands_equal_the_vectors():
    texts = {name: row["text"].encode("ascii") for name, row in vectors("tx").items()}
    assert texts["heartbeat"] == phx42.encode_chek()
    assert texts["version"] == phx42.encode_vers()
    assert texts["enable FID report extended"] == phx42.encode_prpt("FIDR", enable=True)
    assert texts["enable readings report"] == phx42.encode_prpt("RDNG", enable=True)
    assert texts["report period 1 s"] == phx42.encode_trpt(1000)
    assert texts["ignite (explicit user action only)"] == phx42.encode_aigs(go=True)
    assert texts["ignition off"] == phx42.encode_aigs(go=False)


def test_received_vectors():
    events = {name: decode(row["text"].encode("latin-1"))[0] for name, row in vectors("rx").items()}
    lit, unlit = events["FID reading"], events["FID not lit"]
    assert (lit.value, lit.quality, lit.unit, lit.crc) == (Decimal("512.34"), Quality.OK, "ppm", Crc.ABSENT)
    assert dict(lit.status) == {"CALPPM": "512.34", "PA": "433.10", "PAADJ": "0.0"}
    assert (unlit.value, unlit.quality) == (None, Quality.UNLIT)
    assert isinstance(events["version"], Reply)
    assert events["version"].fields == (("MAJOR", "1"), ("MINOR", "32"))
    assert isinstance(events["battery charging"], Telemetry)
    assert phx42.battery_state(events["battery charging"].fields) == "Charging"
    assert phx42.battery_state(events["battery discharging"].fields) == "Discharging"
    warm_up = events["error reply: warm-up not met"]
    assert (warm_up.about, warm_up.code) == ("GCTE", 21)
    corrupt = events["corrupt parameter"]
    assert (corrupt.value, corrupt.quality) == (None, Quality.COMM)
    reasons = {name: event.reason for name, event in events.items() if isinstance(event, Noise)}
    assert reasons == {"unknown type": "unknown type", "too short": "tokens", "wrong prefix": "echo"}


@settings(deadline=None)
@given(st.lists(st.integers(0, 5000), max_size=60))
def test_vectors_in_any_portioning(cuts):
    rows = vectors("rx")
    stream = "".join(row["text"] for row in rows.values()).encode("latin-1")
    decoder = phx42.Decoder()
    events = [event for portion in portions(stream, cuts) for event in decoder.feed(portion)]
    assert events == decode(stream)
    assert len(events) == len(rows)


@settings(deadline=None)
@given(st.lists(st.integers(0, 2000), max_size=40))
def test_any_portioning_gives_the_same_events(cuts):
    stream = b"junk\xff" + GOOD + b"x" * 30 + b"\r\n" + b"YTyt SHUT flame out\r\n" + GOOD * 3 + b"YTyt FID"
    decoder = phx42.Decoder()
    events = [event for portion in portions(stream, cuts) for event in decoder.feed(portion)]
    assert events == decode(stream)


@settings(deadline=None)
@given(st.integers(1, 700))
def test_overlong_lines_are_noise_in_any_portioning(chunk):
    stream = b"y" * 6001 + b"\r\n" + GOOD
    decoder = phx42.Decoder()
    events = [e for at in range(0, len(stream), chunk) for e in decoder.feed(stream[at : at + chunk])]
    assert [type(event) for event in events] == [Noise, Noise, Noise, Sample]
    assert b"".join(event.raw for event in events) == stream


PIECES = st.sampled_from(
    [GOOD, b"YTyt ", b"FIDR ", b"CALPPM=", b"PA=1.0", b",", b"\r\n", b"5", b".", b" ", b"-", b"nan"]
)


@settings(deadline=None)
@given(st.lists(st.one_of(PIECES, st.binary(max_size=6)), max_size=40))
def test_no_value_that_was_not_in_a_well_formed_line(pieces):
    stream = b"".join(pieces)
    decoder = phx42.Decoder()
    events = decoder.feed(stream) + decoder.finish()
    assert b"".join(event.raw for event in events) == stream
    for event in events:
        if isinstance(event, Sample) and event.value is not None:
            found = WELL_FORMED.fullmatch(event.raw)
            assert found is not None
            assert event.value == Decimal(found[1].decode("ascii"))


@settings(deadline=None)
@given(st.integers(0, len(GOOD) - 3), st.integers(1, len(GOOD)))
def test_a_lost_stretch_never_invents_digits(start, length):
    damaged = GOOD[:start] + GOOD[start + length :]
    for event in decode(damaged + b"YTyt CHEK\r\n"):
        if isinstance(event, Sample) and event.value is not None:
            assert WELL_FORMED.fullmatch(event.raw)


@pytest.mark.parametrize(
    ("body", "quality"),
    [
        ("CALPPM=nan,PA=1.0", Quality.UNKNOWN),
        ("CALPPM=-inf,PA=1.0", Quality.UNKNOWN),
        ("CALPPM=1e3,PA=1.0", Quality.COMM),
        ("CALPPM=51 2.34,PA=1.0", Quality.COMM),
        ("CALPPM=51", Quality.COMM),
        ("CALPPM=1.0,CALPPM=2.0,PA=1.0", Quality.COMM),
        ("CALPPM=1.0,PA=4x3", Quality.COMM),
        ("CALPPM=512.34,PA=433.10,", Quality.COMM),
        ("CALPPM=\u0665\u0661,PA=1.0", Quality.COMM),
        ("CALPPM=-0.01,PA=1.0", Quality.UNLIT),
    ],
)
def test_a_doubtful_line_has_no_value(body, quality):
    (event,) = decode(f"YTyt FIDR {body}\r\n".encode())
    assert (event.value, event.quality) == (None, quality)


def test_digits_stay_exact():
    (event,) = decode(b"YTyt FIDR CALPPM=0.10,PA=1.0,PAADJ=0.0\r\n")
    assert str(event.value) == "0.10"


def test_shutdown_and_error_reports():
    shut, low = decode(b"YTyt SHUT flame out\r\nYTyt EROR TYPE=AIGS,CODE=22\r\n")
    assert isinstance(shut, ErrorReport)
    assert (low.about, low.code, low.meaning) == ("AIGS", 22, "氢气压力过低")


@pytest.mark.parametrize("chunk", [0, 1, 7])
def test_decode_lines_contract(chunk):
    rows = decode_lines("phx42", GOOD + b"ZUzu CHEK\r\nYTyt BATS PCT=87,VOLTS=8.02,AMPS=0.39\r\nYTyt", chunk)
    assert [row["kind"] for row in rows] == ["sample", "noise", "telemetry", "noise"]
    assert rows[0] == {
        "kind": "sample",
        "detector": "FID",
        "value": "512.34",
        "unit": "ppm",
        "quality": "ok",
        "status": {"CALPPM": "512.34", "PA": "433.10", "PAADJ": "0.0"},
        "raw": GOOD.hex(),
        "crc": "absent",
    }
    assert all(set(row) == set(rows[0]) for row in rows)


def test_decode_lines_refuses_an_unknown_model():
    with pytest.raises(KnownError, match="不认识"):
        decode_lines("nothing", b"", 0)
