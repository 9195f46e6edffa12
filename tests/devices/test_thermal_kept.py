"""Pictures and probes from the process apart, and the last file that it keeps."""

from __future__ import annotations

import io
import json
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from fieldlaw.devices.thermal import apart, child, stills, wire
from fieldlaw.devices.thermal.apart import Reader
from fieldlaw.devices.thermal.formats import csv_matrix, scales, tiff
from fieldlaw.devices.thermal.limits import Limits
from fieldlaw.devices.thermal.reading import CRASHED, CUT, FOREIGN, TOO_LARGE, TOO_SLOW
from fieldlaw.devices.thermal.seen import Still
from tests.devices import thermal_files as files

ROOT = Path(__file__).resolve().parents[2]
LIMITS = Limits(seconds=20.0)
TABLE = "温度 ℃\n1,2\n3,4\n".encode()

# A child of the tests' own: it says how many bytes of files it was sent, and dies or hangs on a word in them.
COUNTING = """
import os, signal, sys
sys.path.insert(0, {root!r})
from fieldlaw.devices.thermal import child, stills, wire
from fieldlaw.devices.thermal.reading import Reading
receive, decode, sent = wire.receive, stills.decode, [0]
def counted(line):
    head, body = receive(line)
    sent[0] += len(body)
    return head, body
def odd(data, within=None):
    if b"die" in data:
        os.kill(os.getpid(), signal.SIGKILL)
    while b"hang" in data:
        pass
    return decode(data, within)
def read(data, frame, scale):
    return Reading(data.decode("latin-1"), reason="foreign", where=str(sent[0]))
wire.receive, stills.decode = counted, odd
child.serve(read, 5)
"""
COMMAND = (sys.executable, "-I", "-B", "-c", COUNTING.format(root=str(ROOT)))


def picture(word: bytes = b"", size: tuple[int, int] = (64, 48)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (90, 120, 60)).save(out, "JPEG", comment=word)
    return out.getvalue()


@pytest.fixture(scope="module")
def reader():
    with Reader(LIMITS) as held:
        yield held


def test_a_picture_comes_through_as_it_is_decoded(reader) -> None:
    data = picture(size=(640, 480))
    for within in (None, (100, 100)):
        here, there = stills.decode(data, within), reader.picture(data, within)
        assert np.array_equal(there.pixels, here.pixels)
        assert there.reason == ""
    cut = reader.picture(data[: len(data) // 2])
    assert (cut.pixels is None, cut.reason) == (False, CUT)
    assert reader.picture(b"no picture").reason == FOREIGN
    assert reader.picture(b"").reason == FOREIGN


def test_a_probe_comes_through_as_it_is_found(reader) -> None:
    out = io.BytesIO()
    Image.fromarray(np.arange(48, dtype=np.uint16).reshape(6, 8) + 7000).save(out, "TIFF")
    assert reader.probe(TABLE) == csv_matrix.probe(TABLE)
    assert reader.probe(TABLE).unit == "C"
    assert reader.probe(out.getvalue()) == tiff.probe(out.getvalue())
    assert reader.probe(picture()) is None


def test_frames_of_a_sequence_come_one_by_one(reader) -> None:
    data = files.seq(4)
    lows = [int(reader.read(data, frame).frame.counts.min()) for frame in (0, 3, 1, 3)]
    assert lows == [17000, 17120, 17040, 17120]
    assert reader.read(data, 4).frame is None


def test_a_file_is_sent_once_and_another_one_takes_its_place() -> None:
    first, second = b"first" * 100, b"second" * 100
    with Reader(LIMITS, command=COMMAND) as held:
        assert held.read(first).where == "500"
        assert held.read(first, 7).where == "500"
        assert held.read(bytes(bytearray(first)), 8).where == "500"  # the same bytes in another place
        held.picture(first)
        held.probe(first)
        assert held.read(first).where == "500"
        assert held.read(second).where == "1100"
        assert held.read(first).where == "1600"


def test_the_answer_is_about_the_file_that_was_asked_about() -> None:
    with Reader(LIMITS, command=COMMAND) as held:
        for data in (b"a", b"b", b"", b"b", b"b", b"", b"", b"a"):
            assert held.read(data).format == data.decode()


@pytest.mark.parametrize(("word", "reason"), [(b"die", CRASHED), (b"hang", TOO_SLOW)])
def test_a_picture_that_ends_its_reader_is_said_and_the_next_is_shown(word, reason) -> None:
    with Reader(Limits(seconds=0.7), command=COMMAND) as held:
        good, bad = picture(), picture(word)
        assert held.picture(good).pixels is not None
        assert held.picture(bad).reason == reason
        # The new process does not have the file that the old one had: it is sent again.
        assert held.read(bad).where == str(len(bad))
        assert held.picture(good).pixels is not None
        assert held.read(bad).where == str(len(bad) + len(good) + len(bad))


def test_a_picture_that_took_too_long_is_tried_again_only_after_another_file() -> None:
    with Reader(Limits(seconds=0.7), command=COMMAND) as held:
        bad = picture(b"hang")
        before = time.monotonic()
        assert [held.picture(bad, (side, side)).reason for side in (9, 99, 999)] == [TOO_SLOW] * 3
        assert time.monotonic() - before < 1.5
        assert held.picture(picture()).pixels is not None
        before = time.monotonic()
        assert held.picture(bad).reason == TOO_SLOW
        assert time.monotonic() - before >= 0.7


def test_several_threads_get_their_own_pictures(reader) -> None:
    found = {}

    def work(side):
        data = picture(size=(side, 8))
        found[side] = [reader.picture(data).pixels.shape[1] for _ in range(6)]

    threads = [threading.Thread(target=work, args=(side,)) for side in range(8, 16)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert found == {side: [side] * 6 for side in range(8, 16)}


def test_the_process_answers_for_no_other_file_than_the_named_one() -> None:
    held = apart.Apart(LIMITS, COMMAND)
    request = {"kind": child.READ, "frame": 0, "scale": None}
    with pytest.raises(apart.MissingFileError):
        held.ask({**request, "file": "a", "whole": False})
    held.ask({**request, "file": "a", "whole": True}, b"of a")
    assert held.ask({**request, "file": "a", "whole": False})[0]["has"]["format"] == "of a"
    with pytest.raises(apart.MissingFileError):
        held.ask({**request, "file": "b", "whole": False})
    held.close()


def test_what_is_larger_than_is_read_is_not_sent() -> None:
    with Reader(Limits(file_bytes=4), command=("no such program",)) as held:
        assert held.picture(b"12345").reason == TOO_LARGE
        assert held.probe(b"12345") is None
        assert held.picture(b"1234").reason == CRASHED
        assert held.probe(b"1234") is None


# --- what a process that was taken over could answer

LIAR = """
import sys
sys.path.insert(0, {root!r})
from fieldlaw.devices.thermal import wire
out, line = sys.stdout.buffer, sys.stdin.buffer
wire.send(out, {{"ready": True}})
while True:
    wire.receive(line)
    wire.send(out, {answer!r})
"""


@pytest.mark.parametrize("answer", [{}, {"found": 7}, {"reason": "missing"}, {"found": None}])
def test_an_answer_that_is_none_is_a_crash(answer) -> None:
    command = (sys.executable, "-I", "-c", LIAR.format(root=str(ROOT), answer=answer))
    with Reader(LIMITS, command=command) as held:
        for _ in range(2):
            assert held.picture(b"x").reason == CRASHED
            assert held.read(b"x").reason == CRASHED
            assert held.probe(b"x") is None


def packed(found):
    packer = wire.Packer()
    return json.loads(json.dumps(packer.pack(found))), packer.body


def grey(*shape):
    return np.zeros(shape, dtype=np.uint8)


@pytest.mark.parametrize(
    "still",
    [
        Still(),
        Still(reason="made up"),
        Still(grey(4, 4)),
        Still(grey(4, 4, 4)),
        Still(grey(4, 4, 3).astype(np.float32)),
        Still(grey(4, 4, 3), "damaged"),
        Still(grey(4, 9, 3)),
        Still(grey(9, 4, 3)),
    ],
)
def test_what_is_no_picture_is_refused(still) -> None:
    assert wire.still_of(*packed(Still(grey(8, 8, 3), "cut")), (8, 8)).reason == CUT
    assert wire.still_of(*packed(Still(reason="damaged")), (8, 8)).pixels is None
    with pytest.raises(wire.WireError):
        wire.still_of(*packed(still), (8, 8))


OFFER = scales.OF_COUNTS[0]


@pytest.mark.parametrize(
    "probe",
    [
        scales.Probe(0, 4, 1.0, 2.0),
        scales.Probe(4, -4, 1.0, 2.0),
        scales.Probe(4, 4, 3.0, 2.0),
        scales.Probe(4, 4, float("nan"), 2.0),
        scales.Probe(4, 4, 1.0, float("inf")),
        scales.Probe(4, 4, 1.0, 2.0, -1),
        Still(reason="damaged"),
        OFFER,
    ],
)
def test_what_is_no_matrix_is_refused(probe) -> None:
    good = scales.Probe(4, 4, 1.0, 2.0, 3, "C", (OFFER,))
    assert wire.probe_of(*packed(good)) == good
    with pytest.raises(wire.WireError):
        wire.probe_of(*packed(probe))
