"""Sessions with every model over real ptys and sockets, ten times faster than life; and scripted lines."""

from __future__ import annotations

import queue
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from fieldlaw.cases.records.measurement import Detector, Quality
from fieldlaw.devices import session as sessions
from fieldlaw.devices.analyzers import make_analyzer
from fieldlaw.devices.analyzers.spec import Fault, State
from fieldlaw.devices.codecs import phx21
from fieldlaw.devices.codecs.events import Noise
from fieldlaw.devices.link import LinkLost, Loss, SerialLink
from fieldlaw.devices.session import (
    AnalyzerSession,
    CommandRefused,
    DeviceSaid,
    FaultChanged,
    GapRecorded,
    LinkDown,
    LinkUp,
    Measured,
)
from fieldlaw.devices.simulated.device import SimulatedDevice
from fieldlaw.devices.simulated.models import MODELS, make_instrument
from fieldlaw.devices.simulated.ports import PtyPort, TcpPort
from fieldlaw.errors import BugError
from tests.devices.vectors import received
from tests.devices.watcher import Watcher

SPEED = 10
WAIT = 8.0
START = datetime(2025, 7, 30, 6, 32, tzinfo=UTC)
FLAMES = ("phx21", "phx42", "expec3100", "tva2020")


def fast():
    return time.monotonic() * SPEED


def wall():
    return START + timedelta(seconds=time.monotonic())


@contextmanager
def running(analyzer, open_link, mono=fast, **kept):
    watcher = Watcher(WAIT)
    options = {"backoff": (0.02, 0.05), "tell_faults": True} | kept
    session = AnalyzerSession(analyzer, open_link, wall, mono, watcher.events.put, **options)
    session.start()
    try:
        yield session, watcher
    finally:
        session.stop()
        assert not session._thread.is_alive()


@contextmanager
def simulated(model, faults=(), port=None):
    port = port or (TcpPort() if MODELS[model].is_network else PtyPort())
    with SimulatedDevice(make_instrument(model, faults=faults), port, fast) as device:
        analyzer = make_analyzer(model, "D-1", unit="ppm", report_ms=500)
        with running(analyzer, lambda: SerialLink(device.path)) as (session, watcher):
            yield device, session, watcher


def is_flame_value(event):
    return event.measurement.detector is Detector.FID and event.measurement.value is not None


@pytest.mark.parametrize("model", FLAMES)
def test_cold_ignite_lit_flame_out(model):
    with simulated(model) as (device, session, watcher):
        watcher.until_state(State.UNLIT)
        session.ignite()
        watcher.until_state(State.IGNITING)
        watcher.until_state(State.LIT)
        watcher.until(Measured, is_flame_value)
        session.ignite()
        assert "已点火" in watcher.until(CommandRefused).sentence
        device.blow_out()
        watcher.until_state(State.FLAME_OUT)
    assert set(watcher.numbers()) <= set(device.intended)
    assert device.forbidden == []
    assert device.asked


@pytest.mark.parametrize("model", [*FLAMES, "rae_R"])
@pytest.mark.parametrize("port", [PtyPort, TcpPort])
def test_unplug_records_the_gap_and_resumes(model, port):
    with simulated(model, port=port()) as (device, session, watcher):
        watcher.until(Measured)
        device.unplug()
        watcher.until(LinkDown)
        session.ignite()
        assert "没有发出" in watcher.until(CommandRefused).sentence
        device.replug()
        gap = watcher.until(GapRecorded)
        assert gap.after < gap.before
        watcher.until(Measured)
    assert device.asked == []


@pytest.mark.parametrize("model", ["tva1000b_bt", "rae_R", "falco", "raeguard3"])
def test_models_without_a_flame_to_light(model):
    with simulated(model) as (device, session, watcher):
        watcher.until(Measured)
        session.ignite()
        assert watcher.until(CommandRefused).sentence.endswith("。")
    assert (device.asked, device.forbidden) == ([], [])


def test_echo_and_split_lines_are_no_obstacle():
    with simulated("phx21", ["echo", "split:1"]) as (device, session, watcher):
        watcher.until_state(State.UNLIT)
        session.ignite()
        watcher.until(Measured, is_flame_value)
        echoes = [e for e in watcher.seen if isinstance(e, DeviceSaid) and isinstance(e.event, Noise)]
        assert {e.event.reason for e in echoes} == {"echo"}
    assert set(watcher.numbers()) <= set(device.intended)


def test_faults_are_told():
    with simulated("phx42", ["low-hydrogen"]) as (_device, session, watcher):
        watcher.until_state(State.UNLIT)
        session.ignite()
        told = watcher.until(FaultChanged, lambda event: Fault.LOW_HYDROGEN in event.faults)
        assert Fault.IGNITION_FAILED in told.faults


def test_goodbye_before_the_line_is_closed():
    line = Script()
    with running(make_analyzer("phx21", "D-1"), lambda: line) as (_, watcher):
        watcher.until(LinkUp)
    assert line.written[-1] == phx21.encode_goodbye()
    assert line.is_closed


class Script:
    """A line whose reads are written down; a callable is asked, an error raised. Afterwards it is silent."""

    def __init__(self, reads=(), writes=()):
        self.reads = list(reads)
        self.writes = list(writes)
        self.written = []
        self.sent = queue.Queue()
        self.is_closed = False
        self._pause = threading.Event()

    def read_some(self, timeout):
        if self.reads:
            return self._play(self.reads.pop(0))
        self._pause.wait(timeout / SPEED)
        return b""

    def write(self, data):
        self.written.append(data)
        self.sent.put(data)
        if self.writes:
            self._play(self.writes.pop(0))

    def close(self):
        self.is_closed = True

    def _play(self, step):
        if isinstance(step, Exception):
            raise step
        return step


def lost(loss):
    return LinkLost("断了。", "请检查。", loss=loss)


def test_a_false_start_is_freed_after_a_silence_and_the_frame_behind_it_counts():
    whole = received("expec3100")["value 12.5 / 3.25 with CRC"]
    start = whole[:8] + b"\x00\x08"  # a head that wants 22 bytes and would swallow half of the next frame
    line = Script([start, start[:4], whole])
    with running(make_analyzer("expec3100", "D-1", unit="ppm"), lambda: line) as (_, watcher):
        assert watcher.until(Measured).measurement.value == 12.5
    short = Script([b"\xa5\x51\x25\x00"])
    with running(make_analyzer("phx21", "D-1"), lambda: short) as (_, watcher):
        assert watcher.until(DeviceSaid).event.raw == b"\xa5\x51\x25\x00"


@pytest.mark.parametrize("model", ["phx21", "phx42"])
def test_a_spurious_write_timeout_is_tried_once_more_for_reading(model):
    line = Script(writes=[lost(Loss.WRITE_TIMEOUT)])
    with running(make_analyzer(model, "D-1"), lambda: line) as (_, watcher):
        first, second = line.sent.get(timeout=WAIT), line.sent.get(timeout=WAIT)
    assert first == second
    assert not any(isinstance(event, LinkDown) for event in watcher.seen)


def test_a_second_write_timeout_or_one_of_an_order_loses_the_line():
    line = Script(writes=[lost(Loss.WRITE_TIMEOUT)] * 2)
    with running(make_analyzer("phx42", "D-1"), lambda: line) as (_, watcher):
        assert watcher.until(LinkDown).error.loss is Loss.WRITE_TIMEOUT
    line = Script()
    with running(make_analyzer("phx42", "D-1"), lambda: line) as (session, watcher):
        watcher.until(LinkUp)
        before = len(line.written)
        line.write = fail_on(line, b"ZUzu AIGS GO=1\r\n")
        session.ignite()
        assert watcher.until(LinkDown).error.loss is Loss.WRITE_TIMEOUT
    assert line.written[before:].count(b"ZUzu AIGS GO=1\r\n") == 1


def fail_on(line, order):
    def write(data):
        line.written.append(data)
        if data == order:
            raise lost(Loss.WRITE_TIMEOUT)

    return write


@pytest.mark.parametrize("loss", [Loss.ACCESS_DENIED_AFTER_UNPLUG, Loss.BUSY, Loss.NO_PERMISSION])
def test_a_refused_port_is_not_asked_again_at_once(loss):
    asked = queue.Queue()

    def refuse():
        asked.put(time.monotonic())
        raise lost(loss)

    with running(make_analyzer("phx42", "D-1"), refuse):
        first, second = asked.get(timeout=WAIT), asked.get(timeout=WAIT)
    assert second - first >= sessions.DENIED_SECONDS


def test_the_guard_stands_before_the_line():
    class Mad(type(make_analyzer("phx42", "D-1"))):
        def _due(self, _now):
            return b"ZUzu DCTR\r\n"

    line, told = Script(), []
    made = AnalyzerSession(Mad("D-1"), lambda: line, wall, fast, told.append)
    with pytest.raises(BugError):
        made._run()
    assert not any(b"DCTR" in data for data in line.written)
    assert line.is_closed
    assert (
        "程序出错" in told[-1].error.what
    )  # whoever watches must not take the last reading for a present one


@pytest.mark.parametrize("model", ["phx21", "phx42", "expec3100"])
@pytest.mark.parametrize("state", [State.IGNITING, State.LIT, State.FLAME_OUT])
def test_the_line_dies_in_each_state_and_comes_back(model, state):
    with simulated(model) as (device, session, watcher):
        watcher.until_state(State.UNLIT)
        session.ignite()
        watcher.until_state(State.IGNITING)
        if state is not State.IGNITING:
            watcher.until_state(State.LIT)
        if state is State.FLAME_OUT:
            device.blow_out()
            watcher.until_state(state)
        device.unplug()
        watcher.until(LinkDown)
        device.replug()
        gap = watcher.until(GapRecorded)
        again = watcher.until(Measured).measurement
        assert gap.after < gap.before <= again.taken_at
    assert len(device.asked) == 1  # the order is not given again by itself
    assert set(watcher.numbers()) <= set(device.intended)


def test_measurements_of_the_pid_are_marked_as_such():
    with simulated("rae_R") as (_device, _session, watcher):
        taken = watcher.until(Measured).measurement
        assert (taken.detector, taken.quality, taken.unit) == (Detector.PID, Quality.UNKNOWN, "ppm")
        watcher.until_state(State.READY)
