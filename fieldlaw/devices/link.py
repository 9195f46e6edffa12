"""The one door to serial ports, Bluetooth ports and raw TCP, through pyserial.

Every failure of the operating system leaves here as LinkLost with a sentence for the inspector.
"""

from __future__ import annotations

import errno
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import serial
import serial.tools.list_ports

from fieldlaw.errors import KnownError

try:
    import termios
except ImportError:  # Windows has no termios
    _OS_ERRORS: tuple[type[Exception], ...] = (OSError,)
else:
    _OS_ERRORS = (OSError, termios.error)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    ByteLog = Callable[[str, bytes], None]

WRITE_TIMEOUT = 2.0  # seconds; a Bluetooth port on Windows may otherwise block for ever
READ_SIZE = 4096
_SAFE = "已收到的读数不受影响。"
_SENTENCES = {
    errno.ENOENT: ("找不到仪器的端口。", "请检查仪器是否开机、数据线或蓝牙是否已连接,再重试。"),
    errno.EACCES: ("没有权限打开仪器的端口。", "请关闭占用该端口的程序,或请管理员授予串口权限。"),
    errno.EBUSY: ("仪器的端口正被其他程序占用。", "请关闭占用该端口的程序,再重试。"),
    errno.EAGAIN: ("仪器的端口正被其他程序占用。", "请关闭占用该端口的程序,再重试。"),
    errno.ECONNREFUSED: ("仪器拒绝了网络连接。", "请确认已连到仪器的无线网络、地址和端口正确。"),
}
_LOST = ("与仪器的连接已断开。", "请检查数据线、蓝牙和仪器电源,程序会自动重连。")


class LinkLost(KnownError):  # noqa: N818 - a state of the world, named as the session speaks of it
    """The line to the instrument is gone or never came up."""


class Link(Protocol):
    """What a session needs of a line."""

    def read_some(self, timeout: float) -> bytes:
        """Return what arrived within `timeout` seconds, maybe nothing."""

    def write(self, data: bytes) -> None:
        """Send all of `data`."""

    def close(self) -> None:
        """Let the line go."""


def lost(error: Exception) -> LinkLost:
    """Translate an operating system error into a sentence and a way out."""
    codes = (getattr(cause, "errno", None) for cause in (error, error.__context__))
    found = (_SENTENCES[code] for code in codes if code in _SENTENCES)
    what, way_out = next(found, _LOST)
    return LinkLost(what, way_out, _SAFE)


def _no_log(_direction: str, _data: bytes) -> None:
    """Keep nothing."""


@contextmanager
def _mapped() -> Iterator[None]:
    try:
        yield
    except _OS_ERRORS as error:
        raise lost(error) from error


@dataclass(frozen=True)
class PortInfo:
    """A port of this machine.

    Attributes:
        path: what opens it: a device path or a COM name.
        about: what the system says of it in plain words; empty when it says nothing.
    """

    path: str
    about: str


def list_ports() -> tuple[PortInfo, ...]:
    """Return the serial and Bluetooth ports of this machine; slow on some systems.

    Raises:
        LinkLost: the system does not tell.
    """
    with _mapped():
        found = sorted(serial.tools.list_ports.comports(), key=lambda port: str(port.device))
    return tuple(PortInfo(port.device, _about(port.description)) for port in found)


def _about(description: str | None) -> str:
    return "" if description in (None, "n/a") else str(description)


class SerialLink:
    """A port path, a COM name or a socket:// address, opened for one owner thread."""

    def __init__(self, url: str, log: ByteLog = _no_log, baudrate: int = 115200) -> None:
        """Open; `log` is told ("rx" or "tx", bytes) for everything that passes."""
        self._log = log
        try:
            with _mapped():
                self._port = serial.serial_for_url(
                    url, baudrate=baudrate, timeout=0, write_timeout=WRITE_TIMEOUT, exclusive=True
                )
        except ValueError as error:
            raise LinkLost("仪器的端口名称不正确。", "请在设置中重新选择端口。", _SAFE) from error

    def read_some(self, timeout: float) -> bytes:
        """Wait up to `timeout` seconds for a first byte, then take all that is there."""
        with _mapped():
            self._port.timeout = timeout
            data: bytes = self._port.read(1)
            if data:
                self._port.timeout = 0
                data += self._port.read(READ_SIZE)
        if data:
            self._log("rx", data)
        return data

    def write(self, data: bytes) -> None:
        """Send all of `data` or raise LinkLost."""
        with _mapped():
            self._port.write(data)
        self._log("tx", data)

    def close(self) -> None:
        """Close; a dead port must not stop the closing."""
        with _mapped():
            self._port.close()


class TranscriptLink:
    """Replays recorded portions of bytes, then reports the line as lost."""

    def __init__(self, portions: Iterable[bytes], log: ByteLog = _no_log) -> None:
        """Take the received portions in order; what the program writes is kept in `written`."""
        self._portions = iter(portions)
        self._log = log
        self.written: list[bytes] = []

    def read_some(self, timeout: float) -> bytes:  # noqa: ARG002 - a recording does not wait
        """Return the next portion."""
        data = next(self._portions, None)
        if data is None:
            raise LinkLost("记录已回放完毕。", "如需重看,请重新打开记录。")
        self._log("rx", data)
        return data

    def write(self, data: bytes) -> None:
        """Keep what the program would have sent."""
        self._log("tx", data)
        self.written.append(data)

    def close(self) -> None:
        """Nothing to let go."""
