"""Damaged frames and random bytes: nothing that the device did not send comes out as a usable sample."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldlaw.cases.records.measurement import Crc, Detector, Quality
from fieldlaw.devices.codecs import expec3100, modbus, phx21
from fieldlaw.devices.codecs.events import Noise, Sample
from fieldlaw.devices.decode import DECODERS
from tests.devices.vectors import data_of, decode, received, rows

STRINGS = 1_000_000
CHECKED = ("phx21", "expec3100", "modbus", "pids3")


def good_frames(device):
    """The vectors that carry a checksum and are whole."""
    for name, row in rows(device, "rx").items():
        rejected = (
            "reject" in row["expect"] or "frames" in row["expect"] or row["expect"].get("crc") == "absent"
        )
        if not rejected:
            yield name, data_of(row)


def survivors(device, damaged):
    return [event for event in decode(device, [damaged]) if not isinstance(event, Noise)]


@pytest.mark.parametrize("device", CHECKED)
def test_every_single_bit_flip_is_rejected(device):
    for name, frame in good_frames(device):
        for bit in range(len(frame) * 8):
            damaged = bytearray(frame)
            damaged[bit // 8] ^= 1 << bit % 8
            assert survivors(device, bytes(damaged)) == [], (name, bit)


@pytest.mark.parametrize("device", CHECKED)
def test_every_single_byte_change_is_rejected(device):
    """The phx21's sum is a bijection at each step: no change of one byte passes at the same length."""
    for name, frame in good_frames(device):
        for at in range(len(frame)):
            for value in set(range(256)) - {frame[at]}:
                damaged = frame[:at] + bytes((value,)) + frame[at + 1 :]
                assert survivors(device, damaged) == [], (name, at, value)


def test_an_accident_inside_a_damaged_frame_is_no_reply():
    """Vector A with byte 69 = A5 holds a 21-byte frame with a right sum and command 04."""
    frame = bytearray(received("phx21")["A lit, 512.3 ppm, 5 pump-log entries"])
    frame[69] = 0xA5
    inner = bytes(frame[69:90])
    assert (inner[1], inner[2], phx21.rotate_add(inner[:-1])) == (21, 0x04, inner[-1])
    assert survivors("phx21", bytes(frame)) == []
    decoder = phx21.Decoder()
    decoder.expect(phx21.READ)
    assert [type(event) for event in decoder.feed(bytes(frame)) + decoder.finish()] == [Noise]


def test_a_reply_counts_once_and_only_when_asked_for():
    frame = received("phx21")["A lit, 512.3 ppm, 5 pump-log entries"]
    config = received("phx21")["config response"]
    decoder = phx21.Decoder()
    decoder.expect(None)
    assert decoder.feed(frame) == []
    decoder.expect(phx21.READ)
    kinds = [type(event) for event in decoder.feed(config + frame + frame) + decoder.finish()]
    assert kinds.count(Sample) == 1


def test_the_hosts_own_bytes_are_echo():
    commands = {
        "phx21": phx21.encode_read(),
        "expec3100": expec3100.encode_ignite(),
        "modbus": modbus.encode_read(1, 1005, 1),
        "tva2020": b"log start\r\n",
        "phx42": b"ZUzu CHEK\r\n",
    }
    for device, command in commands.items():
        frame = next(iter(received(device).values()))
        echo, *rest = decode(device, [command + frame])
        assert (echo.raw, echo.reason) == (command, "echo")
        assert rest == decode(device, [frame])


@pytest.mark.parametrize("device", sorted({"phx21", "phx42", "expec3100", "tva2020", "tva1000b_bt", "rae_R"}))
def test_a_million_random_strings_hold_no_usable_sample(device):
    chance = random.Random(2019)
    decoder = DECODERS[device]()
    seen = 0
    for _ in range(STRINGS // 1000):
        block = chance.randbytes(24_000)
        for at in range(0, 24_000, 24):
            for event in decoder.feed(block[at : at + 24]):
                assert not (isinstance(event, Sample) and event.quality is Quality.OK), event
            seen += 1
    assert seen == STRINGS


def test_random_bodies_behind_a_right_head_pass_the_sum_at_its_rate_and_the_rules_take_most():
    """The phx21's sum has 8 bits: of random bodies 1 in 256 passes; what passes must look like a reading."""
    chance = random.Random(7)
    passed = usable = 0
    for _ in range(30_000):
        for event in decode("phx21", [b"\xa5\x51\x25" + chance.randbytes(78)]):
            passed += isinstance(event, Sample)
            usable += isinstance(event, Sample) and event.quality is Quality.OK
    assert passed < 30_000 / 256 * 1.5
    assert usable <= 3


TVA_LINE = b"      1.23 OK             456.7 HIGH_ALRM \r\n"
PLACES = {Detector.PID: slice(0, 10), Detector.FID: slice(21, 31)}


@settings(deadline=None, max_examples=400)
@given(
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 3), st.binary(max_size=2)), min_size=1, max_size=4)
)
def test_a_damaged_text_line_gives_only_what_stands_in_its_columns(cuts):
    stream = TVA_LINE * 4
    for at, lost, put in cuts:
        stream = stream[:at] + put + stream[at + lost :]
    for event in decode("tva2020", [stream]):
        if isinstance(event, Sample) and event.value is not None:
            assert event.raw.endswith(b"\r\n")
            assert event.raw.count(b"\r\n") == 1
            assert event.raw[PLACES[event.detector]].decode().lstrip() == str(event.value)


def test_a_lost_stretch_of_a_text_line_never_invents_digits():
    for start in range(44):
        for length in range(1, 44):
            damaged = TVA_LINE[:start] + TVA_LINE[start + length :] + TVA_LINE
            values = {event.value for event in decode("tva2020", [damaged]) if isinstance(event, Sample)}
            assert values <= {None, Decimal("1.23"), Decimal("456.7")}, (start, length)


def test_expec_layout_is_settled_once():
    rx = received("expec3100")
    bare, full = rx["value 12.5 / 3.25 without CRC"], rx["value 12.5 / 3.25 with CRC"]
    assert [one.crc for one in decode("expec3100", [bare * 3])] == [Crc.ABSENT] * 6
    mixed = decode("expec3100", [full + bare + full])
    assert [one.crc for one in mixed if isinstance(one, Sample)] == [Crc.OK] * 4
    decoder = expec3100.Decoder()
    assert decoder.feed(bare) == []  # a first frame without CRC waits until the next one says the same
    assert decoder.expire() == []
    assert len(decoder.feed(bare)) == 4
    assert len(decoder.feed(bare)) == 2


def test_expec_frame_that_lost_two_bytes_is_not_read_as_one_without_crc():
    full = received("expec3100")["value 12.5 / 3.25 with CRC"]
    for at in range(len(full) - 2):
        damaged = full[:at] + full[at + 2 :]
        decoder = expec3100.Decoder()
        events = decoder.feed(damaged) + decoder.expire() + decoder.feed(full * 2)
        assert {one.value for one in events if isinstance(one, Sample)} <= {12.5, 3.25}


def test_expec_crc_that_looks_like_the_tail():
    """Search a payload whose CRC is 7D 7D: the layout with CRC is looked for first."""
    front = bytes.fromhex("01F301F560AA0008")
    for number in range(1 << 18):
        body = front + b"\x41\x48" + number.to_bytes(3, "big") + b"\x00\x00\x00"
        if expec3100.crc16_modbus(body) == b"\x7d\x7d":
            break
    frame = b"\x7d\x7b" + body + b"\x7d\x7d\x7d\x7d"
    for pieces in ([frame], [frame[at : at + 1] for at in range(len(frame))]):
        assert {one.crc for one in decode("expec3100", pieces)} == {Crc.OK}


def test_a_false_start_is_given_up_byte_by_byte():
    frame = received("phx21")["A lit, 512.3 ppm, 5 pump-log entries"]
    decoder = phx21.Decoder()
    assert decoder.feed(b"\xa5\x51\x25" + frame[:20]) == []
    assert decoder.pending
    assert decoder.expire() == []  # one byte goes, the real start behind it stays
    noise, sample = decoder.feed(frame[20:])
    assert (noise.raw, noise.reason, sample.raw) == (b"\xa5\x51\x25", "unfinished", frame)
    assert not decoder.pending
    decoder.feed(b"\x01\x02")
    assert decoder.pending
    assert [one.raw for one in decoder.expire()] == [b"\x01\x02"]
