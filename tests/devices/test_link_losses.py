"""The table of losses by injected errors of the real classes, with the texts of pyserial 3.5."""

from __future__ import annotations

import errno
import socket
import sys

import pytest
import serial

from fieldlaw.devices.link import LinkLost, Loss, Phase, lost
from fieldlaw.devices.link.losses import _SENTENCES, mapped

if sys.platform != "win32":
    import termios

OPEN, REOPEN, READ, WRITE, CLOSE = Phase.OPEN, Phase.REOPEN, Phase.READ, Phase.WRITE, Phase.CLOSE
DENIED = "PermissionError(13, '拒绝访问。', None, 5)"
MISSING = "FileNotFoundError(2, '系统找不到指定的文件。', None, 2)"


def windows(code, text, number):
    """The text that serialwin32 makes of ctypes.WinError()."""
    return f"OSError({code}, '{text}', None, {number})"


CASES = [
    (OPEN, serial.SerialException(f"could not open port 'COM9': {MISSING}"), Loss.NOT_FOUND),
    (OPEN, serial.SerialException(f"could not open port 'COM9': {DENIED}"), Loss.BUSY),
    (
        REOPEN,
        serial.SerialException(f"could not open port 'COM9': {DENIED}"),
        Loss.ACCESS_DENIED_AFTER_UNPLUG,
    ),
    (
        OPEN,
        serial.SerialException(f"could not open port 'COM9': {windows(22, '信号灯超时时间已到', 121)}"),
        Loss.UNREACHABLE,
    ),
    (
        OPEN,
        serial.SerialException(
            f"Cannot configure port, something went wrong. Original message: {windows(22, '参数错误。', 87)}"
        ),
        Loss.BAD_SETTINGS,
    ),
    (
        OPEN,
        serial.SerialException(
            "Cannot configure port, something went wrong. "
            f"Original message: {windows(22, '连到系统上的设备没有发挥作用。', 31)}"
        ),
        Loss.NOT_FOUND,
    ),
    (READ, serial.SerialException(f"ClearCommError failed ({DENIED})"), Loss.UNPLUGGED),
    (READ, serial.SerialException(f"GetOverlappedResult failed ({DENIED})"), Loss.UNPLUGGED),
    (READ, serial.SerialException("ClearCommError failed (None)"), Loss.UNPLUGGED),
    (
        READ,
        serial.SerialException(f"ReadFile failed ({windows(22, '设备不识别此命令。', 22)})"),
        Loss.UNPLUGGED,
    ),
    (WRITE, serial.SerialException(f"WriteFile failed ({DENIED})"), Loss.UNPLUGGED),
    (WRITE, serial.SerialException(f"WriteFile failed ({windows(22, '没有连接', 1167)})"), Loss.UNPLUGGED),
    (WRITE, serial.SerialTimeoutException("Write timeout"), Loss.WRITE_TIMEOUT),
    (WRITE, TimeoutError("timed out"), Loss.WRITE_TIMEOUT),
    (READ, serial.PortNotOpenError(), Loss.CLOSED_HERE),
    (
        READ,
        serial.SerialException(
            "device reports readiness to read but returned no data "
            "(device disconnected or multiple access on port?)"
        ),
        Loss.UNPLUGGED,
    ),
    (WRITE, serial.SerialException(f"write failed: [Errno {errno.EIO}] x"), Loss.IO_ERROR),
    (READ, OSError(errno.EIO, "x"), Loss.UNPLUGGED),
    (READ, OSError(errno.ENXIO, "x"), Loss.UNPLUGGED),
    (READ, OSError(errno.EBADF, "x"), Loss.CLOSED_HERE),
    (CLOSE, OSError(errno.EIO, "x"), Loss.UNPLUGGED),
    (READ, serial.SerialException("something new"), Loss.IO_ERROR),
    (OPEN, serial.SerialException(errno.ENOENT, "could not open port"), Loss.NOT_FOUND),
    (OPEN, serial.SerialException(errno.EACCES, "could not open port"), Loss.NO_PERMISSION),
    (OPEN, serial.SerialException(errno.EBUSY, "could not open port"), Loss.BUSY),
    (REOPEN, serial.SerialException(errno.EBUSY, "could not open port"), Loss.ACCESS_DENIED_AFTER_UNPLUG),
    (OPEN, serial.SerialException(errno.EAGAIN, "Could not exclusively lock port"), Loss.BUSY),
    (OPEN, serial.SerialException(errno.EISDIR, "could not open port"), Loss.NOT_A_PORT),
    (OPEN, OSError(errno.ENAMETOOLONG, "x"), Loss.BAD_NAME),
    (OPEN, ValueError("invalid URL, protocol 'nonsense' not known"), Loss.BAD_NAME),
    (OPEN, ValueError("Invalid baud rate: -1"), Loss.BAD_SETTINGS),
    (OPEN, ValueError("embedded null byte"), Loss.BAD_NAME),
    (
        OPEN,
        serial.SerialException('expected a string in the form "rfc2217://<host>:<port>"'),
        Loss.BAD_NAME,
    ),
    (OPEN, ConnectionRefusedError(errno.ECONNREFUSED, "x"), Loss.REFUSED),
    (OPEN, TimeoutError("timed out"), Loss.UNREACHABLE),
    (OPEN, TimeoutError(errno.ETIMEDOUT, "x"), Loss.UNREACHABLE),
    (OPEN, OSError(errno.EHOSTUNREACH, "x"), Loss.UNREACHABLE),
    (OPEN, OSError(errno.ENETUNREACH, "x"), Loss.UNREACHABLE),
    (OPEN, socket.gaierror(socket.EAI_NONAME, "Name or service not known"), Loss.UNREACHABLE),
    (READ, ConnectionResetError(errno.ECONNRESET, "x"), Loss.CLOSED_BY_PEER),
    (READ, ConnectionResetError("closed by peer"), Loss.CLOSED_BY_PEER),
    (WRITE, BrokenPipeError(errno.EPIPE, "x"), Loss.CLOSED_BY_PEER),
    (READ, OSError(errno.ETIMEDOUT, "x"), Loss.CLOSED_BY_PEER),
    (READ, OSError(errno.EHOSTUNREACH, "x"), Loss.CLOSED_BY_PEER),
    (READ, serial.SerialException("socket disconnected"), Loss.CLOSED_BY_PEER),
    (READ, serial.SerialException("connection failed (reader thread died)"), Loss.CLOSED_BY_PEER),
    (OPEN, RuntimeError("never seen"), Loss.OTHER),
]


@pytest.mark.parametrize(("phase", "error", "loss"), CASES)
def test_each_error_has_its_name_and_sentence(phase, error, loss):
    found = lost(error, "COM9", phase)
    assert found.loss is loss
    assert "COM9" in found.what
    assert found.way_out
    assert found.safe


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no termios")
@pytest.mark.parametrize(
    ("phase", "code", "loss"),
    [(READ, errno.EIO, Loss.UNPLUGGED), (OPEN, errno.ENOTTY, Loss.NOT_A_PORT)],
)
def test_termios_has_its_number_elsewhere(phase, code, loss):
    assert lost(termios.error(code, "x"), "p", phase).loss is loss
    with pytest.raises(LinkLost) as caught, mapped("p", phase):
        raise termios.error(code, "x")
    assert caught.value.loss is loss


def test_the_number_may_be_only_in_what_it_came_from():
    wrapped = serial.SerialException("read failed")
    wrapped.__context__ = OSError(errno.EIO, "x")
    with pytest.raises(LinkLost) as caught, mapped("p", READ):
        raise wrapped
    assert caught.value.loss is Loss.UNPLUGGED


def test_every_loss_has_a_sentence_of_its_own():
    assert set(_SENTENCES) == set(Loss)
    assert len({what for loss, (what, _) in _SENTENCES.items() if loss is not Loss.OTHER}) == len(Loss) - 1


def test_no_error_of_the_system_is_without_a_name_while_running():
    """Whatever number the system gives while a line is open, it is more than "other"."""
    for phase in (READ, WRITE, CLOSE):
        for code in errno.errorcode:
            assert lost(OSError(code, "x"), "p", phase).loss is not Loss.OTHER


def test_a_loss_can_be_made_without_a_name():
    error = LinkLost("什么", "怎么办")
    assert (error.loss, error.safe) == (Loss.OTHER, "")
