from __future__ import annotations

import errno
import os
import socket
import threading
import tty
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
import serial
import serial.rfc2217

from fieldlaw.devices.link import (
    Bluetooth,
    LinkLost,
    Loss,
    Opener,
    PortInfo,
    SerialLink,
    TranscriptLink,
    list_ports,
    lost,
)
from fieldlaw.devices.link.ports import bluetooth_of
from fieldlaw.errors import KnownError


@pytest.fixture
def pty():
    master, slave = os.openpty()
    tty.setraw(slave)
    yield master, os.ttyname(slave), slave
    for descriptor in (master, slave):
        try:
            os.close(descriptor)
        except OSError:
            continue


def test_bytes_pass_and_are_logged(pty):
    master, path, _slave = pty
    log = []
    link = SerialLink(path, lambda direction, data: log.append((direction, data)))
    os.write(master, b"hello")
    received = b""
    while len(received) < 5:
        received += link.read_some(1.0)
    link.write(b"world")
    assert (received, os.read(master, 10)) == (b"hello", b"world")
    assert link.read_some(0.01) == b""
    assert b"".join(data for direction, data in log if direction == "rx") == b"hello"
    assert log[-1] == ("tx", b"world")
    link.close()


def test_a_pulled_cable_is_link_lost(pty):
    master, path, slave = pty
    link = SerialLink(path)
    os.close(slave)
    os.close(master)
    with pytest.raises(LinkLost) as read:
        link.read_some(1.0)
    with pytest.raises(LinkLost) as written:
        link.write(b"x")
    assert (read.value.loss, written.value.loss) == (Loss.UNPLUGGED, Loss.UNPLUGGED)
    assert path in read.value.what
    link.close()


def test_a_cable_pulled_under_a_waiting_read(pty):
    master, path, slave = pty
    link = SerialLink(path)
    os.close(slave)
    caught, reading = [], threading.Event()

    def read():
        reading.set()
        with pytest.raises(LinkLost) as error:
            link.read_some(20.0)
        caught.append(error.value.loss)

    reader = threading.Thread(target=read)
    reader.start()
    assert reading.wait(5)
    os.close(master)
    reader.join(5)
    assert caught == [Loss.UNPLUGGED]
    link.close()


def test_a_missing_port_says_what_to_do(tmp_path):
    with pytest.raises(LinkLost, match="找不到") as caught:
        SerialLink(str(tmp_path / "none"))
    assert caught.value.way_out
    assert caught.value.loss is Loss.NOT_FOUND
    assert str(tmp_path / "none") in caught.value.what


def test_what_is_no_port_is_named(tmp_path):
    for path in (tmp_path, tmp_path / "file"):
        if path != tmp_path:
            path.write_bytes(b"")
        with pytest.raises(LinkLost) as caught:
            SerialLink(str(path))
        assert caught.value.loss is Loss.NOT_A_PORT


def test_a_port_without_permission_is_named(tmp_path, pty):
    if os.geteuid() == 0:
        pytest.skip("root may open everything")
    path = tmp_path / "locked"
    path.write_bytes(b"")
    path.chmod(0)
    with pytest.raises(LinkLost) as caught:
        SerialLink(str(path))
    assert caught.value.loss is Loss.NO_PERMISSION


def test_a_wrong_address_is_link_lost():
    with pytest.raises(LinkLost, match="端口名称"):
        SerialLink("nonsense://x")


def test_tcp_and_its_end():
    with socket.create_server(("127.0.0.1", 0)) as server:
        link = SerialLink(f"socket://127.0.0.1:{server.getsockname()[1]}")
        peer, _ = server.accept()
        peer.sendall(b"abc")
        received = b""
        while len(received) < 3:
            received += link.read_some(1.0)
        assert received == b"abc"
        peer.close()
        with pytest.raises(LinkLost):
            link.read_some(1.0)
        link.close()


def test_a_refused_address_says_so():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(LinkLost, match="拒绝"):
        SerialLink(f"socket://127.0.0.1:{port}")


def test_a_port_has_one_owner(pty):
    _master, path, _slave = pty
    link = SerialLink(path)
    with pytest.raises(LinkLost, match="占用"):
        SerialLink(path)
    link.close()


@pytest.mark.parametrize(
    ("code", "word"),
    [(errno.EACCES, "权限"), (errno.EBUSY, "占用"), (errno.EIO, "断开"), (errno.ECONNREFUSED, "拒绝")],
)
def test_every_system_error_has_a_sentence(code, word):
    error = lost(OSError(code, "x"))
    assert isinstance(error, KnownError)
    assert word in error.what


def test_a_transcript_replays_and_ends():
    link = TranscriptLink([b"a", b"b"])
    link.write(b"q")
    assert [link.read_some(0), link.read_some(0), *link.written] == [b"a", b"b", b"q"]
    with pytest.raises(LinkLost):
        link.read_some(0)


@pytest.mark.parametrize(
    "address",
    ["tcp://", "tcp://x", "tcp://x:0", "tcp://x:99999", "socket://a:b", "rfc2217://x", "tcp:1", "a\0b"],
)
def test_addresses_that_cannot_be_are_named(address):
    with pytest.raises(LinkLost) as caught:
        SerialLink(address)
    assert caught.value.loss is Loss.BAD_NAME


def test_a_name_that_no_network_knows():
    with pytest.raises(LinkLost) as caught:
        SerialLink("tcp://no-such-host.invalid:8899")
    assert caught.value.loss is Loss.UNREACHABLE


def test_a_speed_that_no_port_takes(pty):
    _master, path, _slave = pty
    with pytest.raises(LinkLost) as caught:
        SerialLink(path, baudrate=-5)
    assert caught.value.loss is Loss.BAD_SETTINGS


@contextmanager
def connected(scheme):
    with socket.create_server(("127.0.0.1", 0)) as server:
        link = SerialLink(f"{scheme}://127.0.0.1:{server.getsockname()[1]}")
        peer, _ = server.accept()
        with peer:
            yield link, peer
        link.close()


@pytest.mark.parametrize("scheme", ["tcp", "socket", "TCP"])
def test_tcp_by_both_names(scheme):
    with connected(scheme) as (link, peer):
        link.write(b"hello")
        assert peer.recv(9) == b"hello"
        peer.sendall(b"x" * 3000)
        received = b""
        while len(received) < 3000:
            received += link.read_some(1.0)
        assert link.read_some(0.0) == b""


def test_a_peer_that_hangs_up_and_one_that_resets():
    with connected("tcp") as (link, peer):
        peer.close()
        with pytest.raises(LinkLost) as caught:
            link.read_some(1.0)
        assert caught.value.loss is Loss.CLOSED_BY_PEER
    with connected("tcp") as (link, peer):
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        peer.close()
        with pytest.raises(LinkLost) as caught:
            link.read_some(1.0)
        assert caught.value.loss is Loss.CLOSED_BY_PEER


def test_a_peer_that_does_not_read_is_a_write_timeout():
    with connected("tcp") as (link, _peer):
        link._wire._socket.settimeout(0.05)
        with pytest.raises(LinkLost) as caught:
            link.write(b"x" * 50_000_000)
        assert caught.value.loss is Loss.WRITE_TIMEOUT


def test_a_port_that_takes_nothing_is_a_write_timeout(pty):
    _master, path, _slave = pty
    link = SerialLink(path)
    link._wire._port.write_timeout = 0.05
    with pytest.raises(LinkLost) as caught:
        link.write(b"x" * 100_000)
    assert caught.value.loss is Loss.WRITE_TIMEOUT
    link.close()


def waits_and_is_woken(link):
    got, reading = [], threading.Event()

    def read():
        reading.set()
        got.append(link.read_some(20.0))

    reader = threading.Thread(target=read)
    reader.start()
    assert reading.wait(5)
    assert link.cancel()
    reader.join(5)
    return got == [b""] and not reader.is_alive()


def test_a_waiting_read_can_be_ended_from_another_thread(pty):
    _master, path, _slave = pty
    link = SerialLink(path)
    assert waits_and_is_woken(link)
    link.close()
    with connected("tcp") as (link, peer):
        assert waits_and_is_woken(link)
        peer.sendall(b"on")
        assert link.read_some(1.0) == b"on"


class Hanging:
    """A driver whose CloseHandle does not return."""

    def __init__(self):
        self.released = threading.Event()

    def close(self):
        self.released.wait(10)


def test_a_close_that_hangs_is_told_and_left_behind(pty):
    _master, path, _slave = pty
    link = SerialLink(path)
    wire, link._wire = link._wire, Hanging()
    with pytest.raises(LinkLost) as caught:
        link.close(within=0.05)
    assert caught.value.loss is Loss.CLOSE_HANGS
    link._wire.released.set()
    wire.close()


def test_a_close_that_fails_is_told(pty):
    _master, path, _slave = pty
    link = SerialLink(path)
    os.close(link._wire._port.fd)
    with pytest.raises(LinkLost) as caught:
        link.close()
    assert caught.value.loss is Loss.CLOSED_HERE
    reused = os.open(os.devnull, os.O_RDONLY)  # the system gives the number to somebody else
    link._wire._port.close()
    os.fstat(reused)
    os.close(reused)


def test_lines_can_stay_low_while_opening(pty):
    _master, path, _slave = pty
    link = SerialLink(path, is_dtr_low=True)
    assert (link._wire._port.dtr, link._wire._port.rts) == (False, False)
    link.close()
    link = SerialLink("loop://", is_dtr_low=True)
    assert (link._wire._port.dsr, link._wire._port.cts) == (False, False)
    link.close()


def test_write_timeouts_are_always_set(pty):
    _master, path, _slave = pty
    link = SerialLink(path)
    assert link._wire._port.write_timeout > 0
    link.close()


class Far:
    """A port server by RFC 2217 over a loop:// port, as pyserial's example is built."""

    def __init__(self):
        self.port = serial.serial_for_url("loop://", timeout=0.02)
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"rfc2217://127.0.0.1:{self._server.getsockname()[1]}"
        self.peer = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self):
        self.peer, _ = self._server.accept()
        self.peer.settimeout(0.02)
        manager = serial.rfc2217.PortManager(self.port, self)
        while not self._stop.is_set():
            try:
                data = self.peer.recv(1024)
            except TimeoutError:
                data = None
            except OSError:
                break
            if data == b"":
                break
            if data:
                self.port.write(b"".join(manager.filter(data)))
            waiting = self.port.read(self.port.in_waiting)
            if waiting:
                self.write(b"".join(manager.escape(waiting)))

    def write(self, data):
        self.peer.sendall(data)

    def hang_up(self):
        self._stop.set()
        self._thread.join(5)
        self.peer.close()

    def close(self):
        self.hang_up()
        self._server.close()
        self.port.close()


@pytest.mark.filterwarnings("ignore:set(Daemon|Name):DeprecationWarning")  # pyserial 3.5
def test_a_far_port_by_rfc2217():
    far = Far()
    link = SerialLink(far.url, baudrate=9600)
    assert far.port.baudrate == 9600
    link.write(b"a\xffb")
    received = b""
    while len(received) < 3:
        received += link.read_some(1.0)
    assert received == b"a\xffb"
    far.hang_up()
    caught = None
    for _ in range(100):
        try:
            link.read_some(0.05)
        except LinkLost as error:
            caught = error
            break
    assert caught is not None
    assert caught.loss is Loss.CLOSED_BY_PEER
    link.close()
    far.close()


def test_a_far_port_that_refuses():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(LinkLost) as caught:
        SerialLink(f"rfc2217://127.0.0.1:{port}")
    assert caught.value.loss is Loss.REFUSED


def test_the_opener_knows_a_port_that_was_lost(pty, monkeypatch):
    """Windows says "access denied" for a while after a cable was pulled (pyserial #458, #736)."""
    _master, path, _slave = pty

    def denied(*_args, **_options):
        raise serial.SerialException(f"could not open port {path!r}: PermissionError(13, 'x', None, 5)")

    opener, losses = Opener(path), []
    for is_open_first in (False, True):
        if is_open_first:
            opener().close()
        with monkeypatch.context() as windows:
            windows.setattr(serial, "serial_for_url", denied)
            with pytest.raises(LinkLost) as caught:
                opener()
        losses.append(caught.value.loss)
    assert losses == [Loss.BUSY, Loss.ACCESS_DENIED_AFTER_UNPLUG]
    opener().close()


@dataclass
class Listed:
    """A port as the system lists it."""

    device: str
    description: str | None = "n/a"
    hwid: str | None = "n/a"


def test_ports_are_listed_with_what_the_system_says():
    spp = r"BTHENUM\{00001101-0000-1000-8000-00805F9B34FB}"
    listed = [
        Listed("COM7", "蓝牙链接上的标准串行", rf"{spp}_VID&1\8&2&0&20C38FABCDEF_C00000000"),
        Listed("COM6", "蓝牙链接上的标准串行", rf"{spp}_LOCALMFG&0\8&2&0&000000000000_00000000"),
        Listed("COM3", None, None),
    ]
    assert list_ports(lambda: listed) == (
        PortInfo("COM3", ""),
        PortInfo("COM6", "蓝牙链接上的标准串行", Bluetooth.INCOMING),
        PortInfo("COM7", "蓝牙链接上的标准串行", Bluetooth.OUTGOING),
    )


def test_no_direction_is_guessed():
    assert bluetooth_of("/dev/rfcomm0", "n/a") is Bluetooth.NOT_TOLD
    assert bluetooth_of("COM4", "BTHENUM\\SOMETHING") is Bluetooth.NOT_TOLD
    assert bluetooth_of("/dev/cu.Bluetooth-Incoming-Port", "n/a") is Bluetooth.INCOMING
    assert bluetooth_of("/dev/ttyUSB0", "USB VID:PID=1A86:7523") is Bluetooth.NO


def test_a_system_that_does_not_list_is_told():
    def fails():
        raise OSError(errno.EACCES, "x")

    with pytest.raises(LinkLost):
        list_ports(fails)
