from __future__ import annotations

import errno
import os
import socket
import tty

import pytest

from fieldlaw.devices.link import LinkLost, SerialLink, TranscriptLink, lost
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
    with pytest.raises(LinkLost):
        link.read_some(1.0)
    with pytest.raises(LinkLost):
        link.write(b"x")
    link.close()


def test_a_missing_port_says_what_to_do(tmp_path):
    with pytest.raises(LinkLost, match="找不到") as caught:
        SerialLink(str(tmp_path / "none"))
    assert caught.value.way_out


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
