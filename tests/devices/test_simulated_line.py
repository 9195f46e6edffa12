"""The faulty line by itself, the orders by name, and simulators at real ports."""

from __future__ import annotations

import json
import queue
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldlaw.devices.codecs.events import Reply, Sample
from fieldlaw.devices.decode import DECODERS
from fieldlaw.devices.link import LinkLost, Loss, SerialLink
from fieldlaw.devices.simulated.faults import BACKLOG, Faults, FaultyLine
from fieldlaw.devices.simulated.instrument import chance
from fieldlaw.devices.simulated.models import MODELS, make_simulator
from fieldlaw.devices.simulated.physics import Trouble
from fieldlaw.devices.simulated.plan import NAMES, Plan, plan_of
from fieldlaw.devices.simulated.ports import PtyPort, TcpPort
from fieldlaw.devices.simulated.uart import heard_at
from fieldlaw.errors import KnownError

WAIT = 5.0


def sent(faults, *messages, until=100.0, seed=1):
    line = FaultyLine(faults, chance(seed))
    for number, message in enumerate(messages):
        line.send(message, number / 10)
    return line.due(until)


def test_portions():
    assert sent(Faults(), b"abc", b"de") == [b"abc", b"de"]
    assert sent(Faults(split=2), b"abc", b"de") == [b"ab", b"c", b"de"]
    assert sent(Faults(merge=2), b"abc", b"de", b"f") == [b"abcde", b"f"]


def test_bytes_come_no_faster_than_the_speed():
    line = FaultyLine(Faults(baud=9600, split=1), chance(1))
    line.send(b"x" * 960, 0.0)
    assert [len(line.due(at)) for at in (0.5001, 0.9001, 1.0001)] == [480, 384, 96]


def test_delay_keeps_the_order():
    line = FaultyLine(Faults(delay=0.2), chance(1))
    line.send(b"a", 0.0)
    line.send(b"b", 0.1)
    assert [line.due(at) for at in (0.15, 0.2, 0.31)] == [[], [b"a"], [b"b"]]


def test_damage_is_the_planned_one():
    assert sent(Faults(flip_bit=9), b"\0\0") == [b"\0\2"]
    assert sent(Faults(drop=1.0), b"abc") == []
    assert sent(Faults(duplicate=1.0), b"abc") == [b"abc", b"abc"]
    assert sent(Faults(garbage=b"#"), b"abc", b"d") == [b"#abc", b"#d"]
    assert len(b"".join(sent(Faults(truncate=1.0), b"abcdef"))) < 6
    (flipped,) = sent(Faults(flip=1.0), bytes(50))
    assert all(byte.bit_count() == 1 for byte in flipped)


def test_two_messages_change_places():
    assert sent(Faults(reorder=1.0), b"a", b"b", b"c", b"d") == [b"b", b"a", b"d", b"c"]


def test_the_same_seed_gives_the_same_faults():
    plan = Faults(drop=0.1, flip=0.1, duplicate=0.3, truncate=0.2)
    runs = [sent(plan, *[bytes(range(40))] * 50, seed=seed) for seed in (5, 5, 6)]
    assert runs[0] == runs[1] != runs[2]


def test_echo_and_silence():
    line = FaultyLine(Faults(is_echoing=True, silence_after=2.0, silence_seconds=1.0), chance(1))
    assert line.hear(b"R", 0.0) == b"R"
    assert line.due(0.0) == [b"R"]
    assert line.hear(b"R", 2.5) == b""
    line.send(b"lost", 2.5)
    assert line.due(2.6) == []
    line.send(b"back", 3.5)
    assert line.due(3.6) == [b"back"]


def test_unplugged_by_plan():
    line = FaultyLine(Faults(unplug_after=1.0, replug_after=2.0), chance(1))
    assert [line.is_gone(at) for at in (0.0, 1.0, 2.9, 3.0)] == [False, True, True, False]
    assert [FaultyLine(Faults(), chance(1)).is_gone(at) for at in (0.0, 9.0)] == [False, False]


def test_a_line_that_never_catches_up_does_not_fill_the_memory():
    line = FaultyLine(Faults(baud=1200), chance(1))
    for number in range(200):
        line.send(bytes(10_000), number / 100)
    assert line._size <= BACKLOG


@given(st.binary(max_size=60), st.sampled_from([1200, 9600, 115200]))
def test_equal_speeds_are_heard_right(data, baud):
    assert heard_at(data, baud, baud) == data
    assert heard_at(data, baud, round(baud * 1.01)) == data  # a real receiver bears this


@given(st.binary(min_size=1, max_size=60), st.sampled_from([(9600, 19200), (9600, 115200), (57600, 9600)]))
def test_wrong_speeds_are_heard_as_something(data, bauds):
    heard = heard_at(data, *bauds)
    assert isinstance(heard, bytes)
    assert len(heard) <= len(data) * 10 * max(1, bauds[1] // bauds[0])


def test_a_line_of_text_at_the_wrong_speed_is_no_text():
    assert b"FIDR" not in heard_at(b"YTyt FIDR CALPPM=512.34,PA=433.10\r\n", 9600, 19200)


@pytest.mark.parametrize("name", NAMES)
def test_every_fault_has_a_meaning_and_does_something(name):
    plan = plan_of([name])
    assert plan != Plan()
    assert NAMES[name].about


@pytest.mark.parametrize(
    ("order", "attribute", "value"),
    [
        ("split:1", "split", 1),
        ("pace:1200", "baud", 1200),
        ("delay:700", "delay", 0.7),
        ("drop:0.5", "drop", 0.5),
        ("flip:bit37", "flip_bit", 37),
        ("flip:0.5", "flip", 0.5),
        ("insert:a55a", "garbage", b"\xa5\x5a"),
        ("silence:3,1", "silence_after", 1.0),
        ("silence:3", "silence_seconds", 3.0),
        ("unplug:2,9", "replug_after", 9.0),
        ("unplug:2", "replug_after", None),
        ("wrong-baud:19200", "wrong_baud", 19200),
        ("silent", "is_silent", True),
        ("garbage", "garbage", b"\x00\xff#"),
    ],
)
def test_orders_are_read(order, attribute, value):
    assert getattr(plan_of([order]).faults, attribute) == value


def test_state_faults_are_troubles():
    plan = plan_of(["cold", "lamp", "flame-out:3"])
    assert (plan.troubles, plan.flame_out) == ({Trouble.COLD, Trouble.LAMP, Trouble.FLAME_OUT}, 3.0)


@pytest.mark.parametrize(
    "order",
    ["drop:2", "split:0", "split:x", "cold:1", "insert:zz", "delay:-1", "delay:inf", "flip:bitx", "nan", ""],
)
def test_orders_that_cannot_be_are_told(order):
    with pytest.raises(KnownError) as caught:
        plan_of([order])
    assert caught.value.way_out


@pytest.mark.parametrize("text", ["drop:nan", "delay:nan", "flip:nan"])
def test_not_a_number_is_no_probability(text):
    with pytest.raises(KnownError):
        plan_of([text])


POLLS = {
    "phx21": bytes.fromhex("5A042541"),
    "phx42": b"ZUzu PRPT TYPE=FIDR,EN=1,EXT=1\r\n",
    "tva2020": b"log start\r\n",
    "rae_R": b"R",
    "pids3": bytes.fromhex("01303030303030303002706964732E6572726F72203F03333243303539413104"),
    "falco": bytes.fromhex("010300660002 2414"),
    "raeguard3": bytes.fromhex("010300080002 45C9"),
}


def until_sample(link, model, wanted=2):
    """Read from a real port until so many samples or replies are decoded."""
    decoder, found, end = DECODERS[model](), [], time.monotonic() + WAIT
    while len(found) < wanted and time.monotonic() < end:
        if model in POLLS:
            link.write(POLLS[model])
        found += [one for one in decoder.feed(link.read_some(0.2)) if isinstance(one, Sample | Reply)]
    return found


@pytest.mark.parametrize("port", [PtyPort, TcpPort])
@pytest.mark.parametrize("model", MODELS)
def test_every_model_speaks_at_a_real_port(model, port):
    with make_simulator(model, port=port(), faults=["split:5"], period=0.1) as device:
        link = SerialLink(device.path)
        assert until_sample(link, model)
        link.close()
        assert device.forbidden == []


def test_a_wrong_speed_at_a_real_terminal_is_garble_and_the_right_one_is_not():
    with make_simulator("tva2020", port=PtyPort(), faults=["wrong-baud:9600"], period=0.1) as device:
        link = SerialLink(device.path, baudrate=9600)
        assert all(isinstance(one, Sample) for one in until_sample(link, "tva2020"))
        link.close()
        link = SerialLink(device.path, baudrate=19200)
        decoder, heard, end = DECODERS["tva2020"](), b"", time.monotonic() + WAIT
        link.read_some(0.3)  # what the old speed left on its way
        while len(heard) < 200 and time.monotonic() < end:
            heard += link.read_some(0.2)
        link.close()
        assert len(heard) >= 200
        assert not [one for one in decoder.feed(heard) if getattr(one, "value", None) is not None]


def test_a_planned_pull_of_the_cable_kills_the_port_and_gives_it_back():
    with make_simulator("tva1000b_bt", port=PtyPort(), faults=["unplug:0.3,0.3"], period=0.05) as device:
        link = SerialLink(device.path)
        with pytest.raises(LinkLost) as caught:
            while True:
                link.read_some(WAIT)
        assert caught.value.loss is Loss.UNPLUGGED
        link.close()
        assert again(device.path).read_some(WAIT)


def again(path):
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        try:
            return ReadOnce(SerialLink(path))
        except LinkLost:
            threading.Event().wait(0.02)
    raise AssertionError(path)


class ReadOnce:
    """A link that closes after its one read."""

    def __init__(self, link):
        self._link = link

    def read_some(self, timeout):
        data = self._link.read_some(timeout)
        self._link.close()
        return data


@contextmanager
def simulate(*words):
    call = [sys.executable, "-m", "fieldlaw", "instrument", "simulate", *words, "--json"]
    child = subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    lines = queue.Queue()
    reader = threading.Thread(target=lambda: lines.put(child.stdout.readline()), daemon=True)
    reader.start()
    try:
        yield child, lines
    finally:
        child.send_signal(signal.SIGTERM)
        child.communicate(timeout=10)


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("expec3100", ["--fault", "split:3", "--fault", "duplicate:0.2", "--period", "0.1"]),
        ("tva2020", ["--at", "tcp", "--fault", "pace:9600", "--seed", "4", "--period", "0.1"]),
    ],
)
def test_the_command_runs_a_simulator_and_says_where(model, words):
    with simulate("--model", model, *words) as (child, lines):
        told = json.loads(lines.get(timeout=20))
        assert told["model"] == model
        link = SerialLink(told["path"])
        assert until_sample(link, model)
        link.close()
    assert child.returncode == 0


@pytest.mark.parametrize(
    "words",
    [
        ["--model", "tiger"],
        ["--model", "phx42", "--fault", "gremlins"],
        ["--model", "phx42", "--at", "tcp:x"],
    ],
)
def test_the_command_says_what_it_cannot_do(words):
    call = [sys.executable, "-m", "fieldlaw", "instrument", "simulate", *words]
    done = subprocess.run(call, capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("fieldlaw: ")
    assert "Traceback" not in done.stderr


def test_a_path_for_the_terminal(tmp_path):
    with simulate("--model", "phx42", "--at", str(tmp_path / "FID-02")) as (_child, lines):
        assert json.loads(lines.get(timeout=20))["path"] == str(tmp_path / "FID-02")
        assert str((tmp_path / "FID-02").readlink()).startswith("/dev/pts/")
