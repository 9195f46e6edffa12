"""Untrusted files in a process of their own: time, memory, death, lies; and what goes over the line."""

from __future__ import annotations

import dataclasses
import io
import json
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldlaw.devices.simulated import camera
from fieldlaw.devices.thermal import apart, image, opening, wire
from fieldlaw.devices.thermal.apart import Reader
from fieldlaw.devices.thermal.limits import Limits
from fieldlaw.devices.thermal.reading import CRASHED, FOREIGN, TOO_LARGE, TOO_SLOW, Reading, Scale

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data" / "thermal"
MIB = 1 << 20
LIMITS = Limits(seconds=20.0, memory=1024 * MIB, file_bytes=16 * MIB)
JPEG = camera.radiometric_jpeg(1764038527)

# A child of the tests' own: it reads as it is told by the file.
HOSTILE = """
import os, signal, sys
sys.path.insert(0, {root!r})
from fieldlaw.devices.thermal import child, limits
from fieldlaw.devices.thermal.reading import Reading
limits.confine({memory})
def read(data, frame, scale):
    if data == b"loop":
        while True:
            pass
    if data == b"eat":
        held = []
        while True:
            held.append(bytearray(1 << 24))
    if data == b"die":
        os.kill(os.getpid(), signal.SIGSEGV)
    if data == b"raise":
        raise RuntimeError("a fault of the reader")
    if data == b"print":
        os.write(1, b"rubbish" * 1000)
        print("rubbish", flush=True)
    if data == b"write":
        try:
            with open({target!r}, "wb") as out:
                out.write(b"x")
        except OSError as error:
            return Reading("unknown", reason="foreign", where=str(error.errno))
    if data == b"where":
        return Reading(os.getcwd(), reason="foreign", where=repr(dict(os.environ)), maker=repr(sys.path[0]))
    return Reading("unknown", reason="foreign", where=data.decode())
child.serve(read, 5)
"""


def hostile(tmp_path, memory=600 * MIB):
    code = HOSTILE.format(root=str(ROOT), memory=memory, target=str(tmp_path / "written"))
    return (sys.executable, "-I", "-B", "-c", code)


@pytest.fixture(scope="module")
def reader():
    with Reader(LIMITS) as held:
        yield held


def same(one, other):
    """Whether two values are equal; arrays by their numbers and kind."""
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other)
    if dataclasses.is_dataclass(one):
        names = [field.name for field in dataclasses.fields(one)]
        return type(one) is type(other) and all(same(getattr(one, n), getattr(other, n)) for n in names)
    return one == other


def test_a_file_comes_through_whole(reader) -> None:
    assert same(reader.read(JPEG), opening.read(JPEG))
    assert reader.read(b"nothing known").reason == FOREIGN
    assert reader.read(b"").reason == FOREIGN


@pytest.mark.skipif(not DATA.exists(), reason="the shared thermal files are not here")
def test_every_shared_file_reads_as_it_does_here(reader) -> None:
    for path in sorted(DATA.iterdir()):
        data = path.read_bytes()
        assert same(reader.read(data), opening.read(data)), path.name


def test_frame_and_scale_go_along(reader) -> None:
    scale = Scale("0.04", "-273.15", "手册")
    assert same(reader.read(b"1,2\n3,4\n", 0, scale), opening.read(b"1,2\n3,4\n", 0, scale))
    assert reader.read(JPEG, 7).reason == opening.read(JPEG, 7).reason


def test_a_file_that_loops_is_stopped_and_the_next_is_read(tmp_path) -> None:
    with Reader(Limits(seconds=0.7), command=hostile(tmp_path)) as held:
        assert held.read(b"first").where == "first"
        before = time.monotonic()
        assert held.read(b"loop").reason == TOO_SLOW
        assert time.monotonic() - before < 1.5
        assert held.read(b"next").where == "next"


def test_a_file_that_eats_memory_is_too_large_and_the_next_is_read(tmp_path) -> None:
    with Reader(LIMITS, command=hostile(tmp_path)) as held:
        assert held.read(b"eat").reason == TOO_LARGE
        assert held.read(b"next").where == "next"


@pytest.mark.parametrize("way", [b"die", b"raise"])
def test_a_file_that_kills_its_reader_is_said_and_the_next_is_read(tmp_path, way) -> None:
    with Reader(LIMITS, command=hostile(tmp_path)) as held:
        assert held.read(way).reason == CRASHED
        assert held.read(way).reason == CRASHED
        assert held.read(b"next").where == "next"


def test_what_libraries_print_does_not_disturb(tmp_path) -> None:
    with Reader(LIMITS, command=hostile(tmp_path)) as held:
        assert held.read(b"print").where == "print"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit there")
def test_the_process_writes_no_file(tmp_path) -> None:
    with Reader(LIMITS, command=hostile(tmp_path)) as held:
        found = held.read(b"write")
    assert found.where.isdigit()
    assert not (tmp_path / "written").exists() or (tmp_path / "written").stat().st_size == 0


def test_the_process_knows_nothing_of_the_person(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("SOME_SECRET", "for nobody")
    with Reader(LIMITS, command=hostile(tmp_path)) as held:
        found = held.read(b"where")
    assert "SOME_SECRET" not in found.where
    assert "HOME" not in found.where
    assert found.format == Path(sys.executable).anchor


def test_a_file_larger_than_is_read_is_not_sent() -> None:
    with Reader(Limits(file_bytes=10), command=("no such program",)) as held:
        assert held.read(b"x" * 11).reason == TOO_LARGE
        assert held.read(b"x").reason == CRASHED


def left():
    """Open lines and child processes of this process."""
    children = "".join(one.read_text() for one in Path("/proc/self/task").glob("*/children"))
    return len(list(Path("/proc/self/fd").iterdir())), children


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are not listed here")
def test_no_line_or_process_is_left_behind(tmp_path) -> None:
    before = left()
    for _ in range(3):
        with Reader(LIMITS, command=hostile(tmp_path)) as held:
            held.read(b"die")
            held.read(b"next")
    assert left() == before


def test_several_threads_may_read(reader) -> None:
    files = [f"{n},2\n3,{n}\n".encode() for n in range(8)]
    found = {}

    def work(data):
        for _ in range(5):
            found.setdefault(data, []).append(reader.read(data, 0, Scale("1", "0", "")).frame.counts[0, 0])

    threads = [threading.Thread(target=work, args=(data,)) for data in files]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert found == {data: [float(n)] * 5 for n, data in enumerate(files)}


def test_closing_ends_a_read_that_runs(tmp_path) -> None:
    held = Reader(LIMITS, command=hostile(tmp_path))
    assert held.read(b"first").where == "first"
    reading, found = threading.Event(), []

    def work():
        reading.set()
        found.append(held.read(b"loop"))

    thread = threading.Thread(target=work)
    thread.start()
    reading.wait()
    held.close()
    thread.join(5)
    assert [one.reason for one in found] == [CRASHED]
    assert held.read(b"next").reason == CRASHED


def test_the_frozen_program_starts_itself(monkeypatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    command = apart.child_command(Limits(seconds=3, memory=5))
    assert command == (sys.executable, "--thermal-child", "5", "3")


# --- what a process that was taken over could answer

LIAR = """
import sys
sys.path.insert(0, {root!r})
from fieldlaw.devices.thermal import wire
out, line = sys.stdout.buffer, sys.stdin.buffer
wire.send(out, {{"ready": True}})
while True:
    wire.receive(line)
    {answer}
"""
FRAME = opening.read(b"1,2\n3,4\n", 0, Scale("1", "0", ""))


@pytest.mark.parametrize(
    "answer",
    [
        "out.write(b'no message at all' * 99); out.flush()",
        "out.write((1 << 31).to_bytes(4, 'big') + bytes(8)); out.flush()",
        "wire.send(out, [])",
        "wire.send(out, {})",
        "wire.send(out, {'found': {'is': 'Reading', 'has': {}}})",
        "wire.send(out, {'reason': 'made up'})",
        "wire.send(out, {'found': 7})",
        "sys.exit(0)",
    ],
)
def test_an_answer_that_is_none_is_a_crash(answer) -> None:
    code = LIAR.format(root=str(ROOT), answer=answer)
    with Reader(LIMITS, command=(sys.executable, "-I", "-c", code)) as held:
        assert held.read(b"x").reason == CRASHED


def packed(found):
    packer = wire.Packer()
    return json.loads(json.dumps(packer.pack(found))), packer.body


def changed(head, path, value):
    """A copy of a head with another value at a path."""
    copy = json.loads(json.dumps(head))
    place = copy
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    return copy


ARRAY = ("has", "frame", "has", "counts", "array")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ((*ARRAY, 0), "<f8"),
        ((*ARRAY, 0), "|O"),
        ((*ARRAY, 0), "<u2"),
        ((*ARRAY, 1), [2, 3]),
        ((*ARRAY, 1), [4]),
        ((*ARRAY, 1), [-2, -2]),
        ((*ARRAY, 1), [1 << 40, 0]),
        ((*ARRAY, 1), [2.0, 2]),
        ((*ARRAY, 2), -1),
        ((*ARRAY, 2), 1),
        ((*ARRAY, 3), 1 << 60),
        ((*ARRAY, 3), True),
        (("has", "reason"), "no_values"),
        (("has", "format"), 5),
        (("has", "frames"), True),
        (("has", "frames"), "1"),
        (("is",), "Scale"),
        (("has", "frame", "has", "response"), {"is": "Planck", "has": {}}),
        (("has", "frame", "has", "response"), {"is": "Linear", "has": {"scale": 1.0, "offset": 0.0}}),
        (("has", "frame", "has", "visible"), {"bytes": [0, 99]}),
        (("has", "frame", "has", "warnings"), "damaged"),
        (("has", "frame", "has", "level_span"), [1, 2, 3]),
        (("has", "frame", "has", "camera"), None),
    ],
)
def test_what_does_not_fit_is_refused(path, value) -> None:
    head, body = packed(FRAME)
    assert same(wire.reading_of(head, body), FRAME)
    with pytest.raises(wire.WireError):
        wire.reading_of(changed(head, path, value), body)


def test_everything_a_frame_can_hold_comes_through() -> None:
    full = image.ThermalFrame(
        counts=np.arange(6, dtype=np.uint16).reshape(2, 3),
        response=image.Planck(1.5, 2.0, 3.0, -4.0, 5.0),
        air=image.Air(1.0, 2.0, 3.0, 4.0, 5.0),
        scene=image.Scene(0.9, 1.0, 20.0, 20.0, 0.5, 20.0, 1.0),
        camera=image.Camera(
            "model", "serial", range_c=(-20.0, 120.0), captured_at="2026-11-26T01:02:03+08:00"
        ),
        visible=b"\xff\xd8picture",
        overlay=image.Overlay(1.2, -3, 4, (0, 1, 2, 3)),
        gps=image.Gps(-1.5, 2.5, None, "EXIF"),
        tools=(image.StoredTool("spot", "Sp1", ((1, 1),), (0.95, float("inf"))),),
        palette=image.StoredPalette("iron", (0, 0xFFFFFF)),
        level_span=(3, 4),
        texts=(("位号", "P-101"),),
        others=(image.UnknownRecord(1, 2, 3),),
        warnings=("out_of_range",),
    )
    found = Reading("flir_jpeg", full, 3, maker="FLIR")
    assert same(wire.reading_of(*packed(found)), found)


@settings(max_examples=200)
@given(st.data())
def test_no_head_makes_the_parent_raise_anything_else(data) -> None:
    head, body = packed(opening.read(JPEG))
    places = []

    def walk(value, path):
        places.append(path)
        if isinstance(value, (dict, list)):
            for name, one in value.items() if isinstance(value, dict) else enumerate(value):
                walk(one, (*path, name))

    walk(head, ())
    path = data.draw(st.sampled_from([one for one in places if one]))
    scalar = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4)
    value = data.draw(
        scalar | st.lists(scalar, max_size=5) | st.dictionaries(st.text(max_size=5), scalar, max_size=3)
    )
    try:
        wire.reading_of(changed(head, path, value), body)
    except wire.WireError:
        return


@settings(max_examples=200)
@given(st.binary(max_size=60))
def test_no_bytes_on_the_line_make_it_raise_anything_else(data) -> None:
    try:
        wire.receive(io.BytesIO(data))
    except (EOFError, wire.WireError):
        return


@pytest.mark.parametrize("size", [0, 6, 7, 10])
def test_an_array_has_the_bytes_of_its_shape(size) -> None:
    assert wire.array({"array": ["<u2", [2, 2], 0, 8]}, bytes(8)).shape == (2, 2)
    with pytest.raises(wire.WireError):
        wire.array({"array": ["<u2", [2, 2], 0, size]}, bytes(size))
