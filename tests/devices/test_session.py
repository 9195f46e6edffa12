from __future__ import annotations

import ast
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from fieldlaw.cases.records.measurement import Quality
from fieldlaw.devices.analyzers import KNOWN
from fieldlaw.devices.analyzers.phx42 import Phx42Analyzer
from fieldlaw.devices.analyzers.spec import State
from fieldlaw.devices.codecs.phx42 import Decoder
from fieldlaw.devices.link import SerialLink
from fieldlaw.devices.session import (
    AnalyzerSession,
    CommandRefused,
    DeviceSaid,
    GapRecorded,
    GapStarted,
    LinkDown,
    LinkUp,
    Measured,
)
from fieldlaw.devices.simulated import phx42 as simulated
from fieldlaw.devices.simulated import ports
from fieldlaw.devices.simulated.ports import PtyPort, TcpPort
from tests.devices.watcher import Watcher

START = datetime(2025, 7, 30, 6, 32, tzinfo=UTC)
WAIT = 5.0


def wall():
    return START + timedelta(seconds=time.monotonic())


def ramp(seconds):
    return Decimal(int(seconds * 1000)) / 100


@contextmanager
def running(device, analyzer=None):
    watcher = Watcher(WAIT)
    analyzer = analyzer or Phx42Analyzer("FID-7", report_ms=20)
    session = AnalyzerSession(
        analyzer,
        lambda: SerialLink(device.path),
        wall,
        time.monotonic,
        watcher.events.put,
        backoff=(0.02, 0.05),
    )
    session.start()
    try:
        yield session, watcher
    finally:
        session.stop()
        assert not session._thread.is_alive()


def has_value(event):
    return event.measurement.value is not None


@pytest.mark.parametrize("faults", [simulated.Faults(), simulated.Faults(split=1)], ids=["plain", "split"])
def test_cold_ignite_lit_flame_out(faults):
    with simulated.SimulatedPhx42(ramp, ignite_seconds=0.1, faults=faults) as device:
        with running(device) as (session, watcher):
            cold = watcher.until(Measured).measurement
            assert (cold.value, cold.quality, cold.device_id) == (None, Quality.UNLIT, "FID-7")
            session.ignite()
            watcher.until_state(State.IGNITING)
            watcher.until_state(State.LIT)
            watcher.until(Measured, has_value)
            device.blow_out()
            watcher.until_state(State.FLAME_OUT)
            watcher.until(Measured, lambda event: event.measurement.quality is Quality.UNLIT)
        numbers = [value for value in watcher.values() if value is not None]
        assert numbers
        assert set(numbers) <= set(device.intended)
        assert device.forbidden == []
        assert device.commands.count("AIGS") == 1


def test_no_ignition_without_a_person_and_the_heartbeat_runs():
    with simulated.SimulatedPhx42() as device:
        with running(device) as (_session, watcher):
            watcher.until(DeviceSaid, lambda _event: device.commands.count("CHEK") >= 2)
        assert set(device.commands) == {"CHEK", "VERS", "PRPT", "TRPT"}
        assert watcher.values().count(None) == len(watcher.values())


@pytest.mark.parametrize("port", [PtyPort, TcpPort])
def test_unplug_records_the_gap_and_resumes(port):
    device = simulated.SimulatedPhx42(ignite_seconds=0.0, port=port())
    with device, running(device) as (session, watcher):
        watcher.until(LinkUp)
        session.ignite()
        watcher.until(Measured, has_value)
        device.unplug()
        started = watcher.until(GapStarted)
        watcher.until_state(State.SILENT)
        assert watcher.until(LinkDown).error.way_out
        session.ignite()
        assert watcher.until(CommandRefused).command == "ignite"
        device.replug()
        ended = watcher.until(GapRecorded)
        assert ended.after == started.after < ended.before
        resumed = watcher.until(Measured).measurement
        assert (resumed.taken_at, resumed.value) == (ended.before, Decimal("512.34"))
        assert device.commands.count("AIGS") == 1


def test_garbage_never_becomes_a_value():
    faults = simulated.Faults(garbage=b"\x00\xff5.5,CALPPM=9\r\nYTyt FIDR CALPPM=9")
    with simulated.SimulatedPhx42(ramp, ignite_seconds=0.0, faults=faults) as device:
        with running(device) as (session, watcher):
            watcher.until(LinkUp)
            session.ignite()
            watcher.until(Measured, lambda _event: len(device.intended) >= 3)
            assert set(watcher.values()) == {None}
            device.faults.garbage = b"\xfe\r\n"
            watcher.until(Measured, has_value)
        assert {value for value in watcher.values() if value is not None} <= set(device.intended)


def test_a_lit_flame_is_not_ignited_again():
    with simulated.SimulatedPhx42(ignite_seconds=0.0) as device, running(device) as (session, watcher):
        watcher.until(LinkUp)
        session.ignite()
        watcher.until_state(State.LIT)
        session.ignite()
        assert "已点火" in watcher.until(CommandRefused).sentence
        assert device.commands.count("AIGS") == 1


def test_long_silence_reopens_the_line():
    analyzer = Phx42Analyzer("FID-7", report_ms=20)
    analyzer.spec = replace(KNOWN["phx42"], silence_seconds=0.2, reconnect_seconds=0.3)
    with simulated.SimulatedPhx42() as device, running(device, analyzer) as (_session, watcher):
        watcher.until(Measured)
        device.faults.is_silent = True
        watcher.until_state(State.SILENT)
        assert "没有响应" in watcher.until(LinkDown).error.what
        device.faults.is_silent = False
        watcher.until(LinkUp)
        watcher.until(GapRecorded)


def test_low_hydrogen_refuses_ignition():
    with simulated.SimulatedPhx42(is_hydrogen_low=True) as device, running(device) as (session, watcher):
        watcher.until_state(State.UNLIT)
        session.ignite()
        watcher.until_state(State.IGNITING)
        watcher.until(DeviceSaid, lambda event: getattr(event.event, "code", None) == 22)
        watcher.until_state(State.UNLIT)


def test_silence_is_noticed_without_an_error():
    analyzer = Phx42Analyzer("FID-7")
    analyzer.on_connect(100.0)
    lines = b"YTyt FIDR CALPPM=-100.00,PA=-26.90,PAADJ=0.0\r\n"
    analyzer.take(Decoder().feed(lines), START, 101.0)
    assert analyzer.state is State.UNLIT
    analyzer.take(Decoder().feed(b"junk\r\n"), START, 105.0)
    analyzer.tick(106.0)
    assert analyzer.state is State.SILENT


def test_silence_of_a_live_device_starts_a_gap():
    analyzer = Phx42Analyzer("FID-7", report_ms=20)
    analyzer.spec = replace(KNOWN["phx42"], silence_seconds=0.3)
    with simulated.SimulatedPhx42() as device, running(device, analyzer) as (_session, watcher):
        watcher.until(Measured)
        device.faults.is_silent = True
        watcher.until(GapStarted)
        watcher.until_state(State.SILENT)
        device.faults.is_silent = False
        watcher.until(GapRecorded)
        watcher.until_state(State.UNLIT)


def test_heartbeat_is_due_every_nine_tenths_of_a_second():
    analyzer = Phx42Analyzer("FID-7")
    analyzer.on_connect(10.0)
    due = [analyzer.tick(10.0 + step / 10) for step in range(20)]
    assert [index for index, data in enumerate(due) if data] == [9, 18]


def test_ignition_is_not_sent_twice_and_ends_unlit_after_its_time():
    analyzer = Phx42Analyzer("FID-7")
    dark = Decoder().feed(b"YTyt FIDR CALPPM=-100.00,PA=-26.90,PAADJ=0.0\r\n")
    assert analyzer.ignite(0.0) == b"ZUzu AIGS GO=1\r\n"
    assert analyzer.ignite(1.0) == b""
    analyzer.take(Decoder().feed(b"YTyt AIGS GO=1\r\n"), START, 2.0)
    analyzer.take(dark, START, 3.0)
    assert analyzer.state is State.IGNITING
    analyzer.take(dark, START, 61.0)
    assert analyzer.state is State.UNLIT


def test_the_simulator_notes_what_it_must_not_get():
    with simulated.SimulatedPhx42() as device:
        link = SerialLink(device.path)
        link.write(b"ZUzu DCTR\r\n")
        answer = b""
        while not answer.endswith(b"\r\n"):
            answer += link.read_some(WAIT)
        link.close()
        assert device.forbidden == ["ZUzu DCTR"]


@pytest.mark.parametrize("module", [simulated, ports])
def test_the_simulator_shares_no_code_with_the_driver(module):
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    modules = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    ours = {name for name in modules if name.startswith("fieldlaw")}
    assert all(name.startswith("fieldlaw.devices.simulated") for name in ours)


def test_a_pseudo_terminal_stays_at_the_path_it_was_given(tmp_path):
    with simulated.SimulatedPhx42(port=PtyPort(tmp_path / "FID-02")) as device:
        assert device.path == str(tmp_path / "FID-02")
        device.unplug()
        assert not (tmp_path / "FID-02").exists()
        device.replug()
        assert (tmp_path / "FID-02").exists()
    assert not (tmp_path / "FID-02").exists()
