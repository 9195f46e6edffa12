"""Finding out what is at a port, over real ptys and sockets and scripted lines."""

from __future__ import annotations

import json
import time

import pytest

from fieldlaw.cli import main
from fieldlaw.devices.analyzers import KNOWN
from fieldlaw.devices.discovery import discover, is_garbage
from fieldlaw.devices.link import LinkLost, SerialLink
from fieldlaw.devices.simulated.models import make_simulator
from fieldlaw.devices.simulated.ports import PtyPort
from tests.devices.vectors import received

QUICK = {"listen_seconds": 0.3, "answer_seconds": 0.3}


def search(device, **kept):
    return discover(lambda baud: SerialLink(device.path, baudrate=baud), time.monotonic, **QUICK | kept)


def _reads(question):
    return any(spec.command_of(question) in spec.read_only for spec in KNOWN.values())


class Silence:
    """A line on which `answers` come to questions that begin so; its clock runs by itself."""

    def __init__(self, answers=()):
        self.answers = dict(answers)
        self.waiting = b""
        self.written = []
        self.now = 0.0
        self.bauds = []
        self.closed = 0

    def open(self, baud):
        self.bauds.append(baud)
        return self

    def read_some(self, timeout):
        self.now += timeout
        data, self.waiting = self.waiting, b""
        return data

    def write(self, data):
        self.written.append(data)
        self.waiting += self.answers.get(data, b"")

    def close(self):
        self.closed += 1


@pytest.mark.parametrize("model", ["phx42", "phx21", "expec3100", "tva1000b_bt", "rae_R"])
def test_each_model_is_found_and_nothing_guarded_is_sent(model):
    with make_simulator(model, period=0.1) as device:
        written = []

        def keep(direction, data):
            if direction == "tx":
                written.append(data)

        found = discover(lambda baud: SerialLink(device.path, keep, baud), time.monotonic, **QUICK)
        assert (found.model, KNOWN[model].name in found.words) == (model, True)
        assert device.asked == []
        assert (
            model == "rae_R" or device.forbidden == []
        )  # to a RAE each letter of another's question is a command
    assert all(map(_reads, written))


def test_a_talking_tva_is_found_by_listening():
    line = Silence()
    line.waiting = received("tva2020")["both detectors"]
    found = discover(line.open, lambda: line.now)
    assert (found.model, line.written, line.closed) == ("tva2020", [], 1)


def test_nothing_comes():
    line = Silence()
    found = discover(line.open, lambda: line.now)
    assert (found.model, found.received) == (None, b"")
    assert "什么也没有收到" in found.words
    assert line.bauds == [115200, 9600]
    assert line.closed == 2
    assert [data[:4] for data in line.written] == [
        b"\x5a\x04\x25\x41",
        b"ZUzu",
        b"ZUzu",
        b"\x7d\x7b\x01\xf5",
        b"R",
    ]


def test_what_is_not_recognised_is_shown():
    line = Silence({b"R": b"hello, I am a printer\r\n"})
    found = discover(line.open, lambda: line.now)
    assert found.model is None
    assert "认不出" in found.words
    assert "68 65 6c 6c 6f" in found.words
    assert "（hello, I am a printer··）" in found.words


def test_a_wrong_baud_rate_is_called_so():
    with make_simulator("phx42", port=PtyPort(), faults=["wrong-baud:19200"], period=0.05) as device:
        device.insert(b"YTyt FIDR CALPPM=-100.00,PA=-26.90,PAADJ=0.0\r\n" * 4)
        line = Silence()
        line.waiting = bytes(range(0x80, 0xFF))
        assert "波特率不对" in discover(line.open, lambda: line.now).words
        assert search(device).model is None


def test_garbage_is_told_from_text():
    assert is_garbage(b"\x80\xff\x00\xf8" * 4)
    assert not is_garbage(b"      1.23 OK             456.7 OK        \r\n")


def test_it_can_be_stopped():
    line = Silence()
    found = discover(line.open, lambda: line.now, lambda: len(line.written) > 0)
    assert (found.model, found.words, len(line.written), line.closed) == (None, "查找已停止。", 1, 1)


def test_a_lost_line_is_the_callers_to_tell(tmp_path):
    with pytest.raises(LinkLost):
        discover(lambda baud: SerialLink(str(tmp_path / "none"), baudrate=baud), time.monotonic)


def test_an_r_answered_by_more_than_a_number_is_no_rae():
    line = Silence({b"R": b"12345\rmore\r"})
    assert discover(line.open, lambda: line.now).model is None
    line = Silence({b"R": b"R12345\r"})
    assert discover(line.open, lambda: line.now).model == "rae_R"


def cli(capsys, *words):
    code = main(["instrument", *words], lambda _case: 0)
    return code, capsys.readouterr().out


def test_cli_find(capsys):
    with make_simulator("tva1000b_bt", period=0.1) as device:
        code, out = cli(capsys, "find", "--port", device.path, "--json")
    assert code == 0
    assert json.loads(out)["model"] == "tva1000b_bt"


def test_cli_list_names_every_model_of_the_vectors(capsys):
    code, out = cli(capsys, "list", "--json")
    rows = {row["id"]: row for row in json.loads(out)}
    assert code == 0
    assert {"phx21", "phx42", "expec3100", "tva2020", "tva1000b_bt", "modbus", "pids3", "rae_R"} <= set(rows)
    assert all(
        list(row) == ["id", "name", "detectors", "transports", "evidence", "sources"] for row in rows.values()
    )


def test_cli_decode_marks_a_broken_sum(capsys, tmp_path):
    frame = received("phx21")["A with one bit flipped in ppm field"]
    code, out = cli(capsys, "decode", "--model", "phx21", "--hex", frame.hex(), "--chunk", "1")
    (line,) = map(json.loads, out.splitlines())
    assert (code, line["kind"], line["crc"], line["status"]) == (0, "noise", "bad", {"reason": "crc"})
    path = tmp_path / "log.bin"
    path.write_bytes(received("expec3100")["payload contains 7D7D"])
    _, out = cli(capsys, "decode", "--model", "expec3100", "--file", str(path))
    assert json.loads(out.splitlines()[0])["value"] == "253.48828125"
