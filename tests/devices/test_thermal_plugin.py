"""The door for plug-ins: real programs, written here, that keep the contract or break it."""

from __future__ import annotations

import os
import select
import stat
import sys
from pathlib import Path

import numpy as np
import pytest

from fieldlaw.devices.thermal import plugin
from fieldlaw.devices.thermal.apart import Reader
from fieldlaw.devices.thermal.image import Scene
from fieldlaw.devices.thermal.limits import Limits
from fieldlaw.devices.thermal.plugin import DJI_IRP, Plugin
from fieldlaw.devices.thermal.radiometry import temperatures
from fieldlaw.devices.thermal.reading import CRASHED, DAMAGED, PLUGIN_NEEDED, TOO_SLOW, Reading
from fieldlaw.errors import KnownError
from tests.devices.test_thermal_foreign import DJI_TAGGED, JPEG

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "thermal"
LIMITS = Limits(seconds=10.0)
NEEDED = Reading("dji_rjpeg", frames=1, reason=PLUGIN_NEEDED, maker="DJI")
HEAD = """
import argparse, array, json, os, pathlib, sys, time
parser = argparse.ArgumentParser()
for name in ("--input", "--output", "--emissivity", "--distance-m", "--humidity", "--reflected-c"):
    parser.add_argument(name)
given = parser.parse_args()
used = dict(emissivity=float(given.emissivity or 0.95), distance_m=5.0, reflected_c=25.0)
used |= dict(atmosphere_c=20.0, humidity=0.5)
def write(values):
    with open(given.output, "wb") as out:
        array.array("f", values).tofile(out)
def say(**more):
    print(json.dumps(dict(width=3, height=2, name="probe", version="1.0", parameters=used) | more))
"""
GOOD = "print('a remark')\nwrite([1.5, 2.5, float('nan'), 4, 5, float(given.emissivity or 0)])\nsay()"


def program(tmp_path, body, head=HEAD):
    path = tmp_path / "plugin.py"
    path.write_text(head + body, encoding="utf-8")
    return Plugin((sys.executable, str(path)), ("dji_rjpeg",))


def run(tmp_path, body, limits=LIMITS, scene=None):
    return plugin.read(program(tmp_path, body), DJI_TAGGED, NEEDED, limits, scene)


def test_a_plugin_gives_temperatures(tmp_path) -> None:
    found = run(tmp_path, GOOD)
    assert (found.format, found.maker, found.reason) == ("dji_rjpeg", "DJI", "")
    assert np.array_equal(temperatures(found.frame), [[1.5, 2.5, np.nan], [4, 5, 0]], equal_nan=True)
    assert found.frame.response is None
    assert not found.frame.adjustable
    assert found.frame.camera.software == "probe 1.0"
    assert (found.frame.scene.emissivity, found.frame.scene.atmosphere_c) == (0.95, 20.0)
    assert ("distance_m", "5.0") in found.frame.texts


def test_parameters_are_handed_over(tmp_path) -> None:
    scene = Scene(0.8, 3.0, 10.0, 20.0, 0.4, 20.0, 1.0)
    assert temperatures(run(tmp_path, GOOD, scene=scene).frame)[1, 2] == pytest.approx(0.8)
    with pytest.raises(ValueError, match="dji_irp"):
        plugin.read(Plugin(("x",), (), DJI_IRP), DJI_TAGGED, NEEDED, LIMITS, scene)


def test_the_reader_asks_the_plugin_for_its_formats_only(tmp_path) -> None:
    with Reader(LIMITS, program(tmp_path, GOOD)) as reader:
        assert reader.read(DJI_TAGGED).frame is not None
        assert reader.read(JPEG).reason == "no_values"
    with Reader(LIMITS, Plugin(("no such program",), ("hikmicro",))) as reader:
        assert reader.read(DJI_TAGGED).reason == PLUGIN_NEEDED


def test_the_plugin_gets_the_bytes_and_leaves_nothing(tmp_path) -> None:
    body = (
        f"""
here = pathlib.Path(given.input)
pathlib.Path({str(tmp_path / "seen")!r}).write_text(str(here.parent))
pathlib.Path({str(tmp_path / "bytes")!r}).write_bytes(here.read_bytes())
(here.parent / "left.txt").write_text("x")
"""
        + GOOD
    )
    assert run(tmp_path, body).frame is not None
    assert (tmp_path / "bytes").read_bytes() == DJI_TAGGED
    assert not Path((tmp_path / "seen").read_text()).exists()


def test_the_plugin_knows_nothing_of_the_person(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("SOME_SECRET", "for nobody")
    body = f"pathlib.Path({str(tmp_path / 'env')!r}).write_text(repr(dict(os.environ)))\n" + GOOD
    assert run(tmp_path, body).frame is not None
    assert "SOME_SECRET" not in (tmp_path / "env").read_text()


@pytest.mark.parametrize(
    ("body", "reason", "words"),
    [
        ("sys.exit(3)", DAMAGED, "插件报错（3）"),
        ("write([1] * 6)", DAMAGED, "画面大小"),
        ("write([1] * 6)\nprint('no JSON')", DAMAGED, "画面大小"),
        ("write([1] * 6)\nprint('[1]')", DAMAGED, "画面大小"),
        ("write([1] * 6)\nsay(width=True)", DAMAGED, "大小不对"),
        ("write([1] * 6)\nsay(width=3.0)", DAMAGED, "大小不对"),
        ("write([1] * 6)\nsay(width=100000)", DAMAGED, "大小不对"),
        ("write([1] * 6)\nsay(height=-2)", DAMAGED, "大小不对"),
        ("write([1] * 5)\nsay()", DAMAGED, "不符"),
        ("write([1] * 7)\nsay()", DAMAGED, "不符"),
        ("write([1] * 5 + [float('inf')])\nsay()", DAMAGED, "不可能"),
        ("write([1] * 5 + [-300])\nsay()", DAMAGED, "不可能"),
        ("say()", CRASHED, "没有写出"),
        ("os.symlink('/dev/zero', given.output)\nsay()", DAMAGED, "不符"),
        ("time.sleep(60)", TOO_SLOW, "超时"),
    ],
)
def test_a_plugin_that_breaks_the_contract_gives_no_number(tmp_path, body, reason, words) -> None:
    limits = Limits(seconds=0.5) if reason == TOO_SLOW else LIMITS
    found = run(tmp_path, body, limits)
    assert (found.frame, found.reason, found.maker) == (None, reason, "DJI")
    assert words in found.where


def test_a_plugin_that_does_not_start_is_said() -> None:
    found = plugin.read(Plugin(("/no/such/program",), ("dji_rjpeg",)), DJI_TAGGED, NEEDED, LIMITS)
    assert found.reason == CRASHED


def test_parameters_that_nobody_can_have_are_no_scene(tmp_path) -> None:
    body = "write([1] * 6)\nused['emissivity'] = 7\nsay()"
    assert run(tmp_path, body).frame.scene is None
    assert run(tmp_path, "write([1] * 6)\nsay(parameters=[1])").frame.scene is None
    assert run(tmp_path, "write([1] * 6)\nused['humidity'] = 'wet'\nsay()").frame.scene is None


@pytest.mark.skipif(
    not hasattr(os, "pidfd_open"), reason="the end of another's process cannot be awaited here"
)
def test_what_the_plugin_started_ends_with_it(tmp_path) -> None:
    body = f"""
import subprocess
started = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
pathlib.Path({str(tmp_path / "pid")!r}).write_text(str(started.pid))
time.sleep(60)
"""
    assert run(tmp_path, body, Limits(seconds=1.0)).reason == TOO_SLOW
    try:
        line = os.pidfd_open(int((tmp_path / "pid").read_text()))
    except ProcessLookupError:
        return
    ended, _, _ = select.select([line], [], [], 2)
    os.close(line)
    assert ended == [line]


IRP = """#!{python}
import array, sys
words = sys.argv[1:]
assert words[:2] == ["-a", "measure"] and words[-2:] == ["--measurefmt", "float32"], words
out = words[words.index("-o") + 1]
assert open(words[words.index("-s") + 1], "rb").read(2) == b"\\xff\\xd8"
array.array("f", [20.0] * {numbers}).tofile(open(out, "wb"))
print("a table of words")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a script is no program there")
@pytest.mark.parametrize(("numbers", "shape"), [(24 * 16, (16, 24)), (12 * 8, (8, 12)), (24 * 16 + 1, None)])
def test_the_tool_of_dji_as_it_is(tmp_path, numbers, shape) -> None:
    path = tmp_path / "dji_irp"
    path.write_text(IRP.format(python=sys.executable, numbers=numbers))
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    found = plugin.read(Plugin((str(path),), ("dji_rjpeg",), DJI_IRP), DJI_TAGGED, NEEDED, LIMITS)
    assert (found.frame.counts.shape if found.frame else None) == shape
    if found.frame:
        assert found.frame.camera.software == "dji_irp"
    assert os.access(path, os.X_OK)


@pytest.mark.skipif(not DATA.exists(), reason="reference files are not on this machine")
def test_camera_time_and_place_are_those_of_the_file(tmp_path) -> None:
    """EXIF of the M3T file as the README of the reference files has it."""
    data = (DATA / "DJI_M3T_thermal.JPG").read_bytes()
    frame = plugin.read(program(tmp_path, GOOD), data, NEEDED, LIMITS).frame
    assert (frame.camera.model, frame.camera.serial) == ("M3T", "1581F5FJD22BR00C8V55")
    assert frame.camera.captured_at == "2023-07-07T09:39:34"
    assert (frame.gps.lat, frame.gps.lon) == pytest.approx((50.68818, 4.52434), abs=1e-5)


def test_a_plugin_of_the_settings_reads_dji_files_and_an_unknown_kind_is_named(tmp_path) -> None:
    held = plugin.plugin_of(tmp_path / "irp", DJI_IRP)
    assert (held.command, held.formats, held.kind) == ((str(tmp_path / "irp"),), ("dji_rjpeg",), DJI_IRP)
    assert plugin.plugin_of(None) is None
    with pytest.raises(KnownError, match="不认得插件类型 odd"):
        plugin.plugin_of(tmp_path / "irp", "odd")
