"""The transports: pyserial for ports and its own URLs, a plain socket for TCP.

pyserial's socket:// is not used: it cannot say how much waits, nor be woken from another thread.
"""

from __future__ import annotations

import errno
import os
import re
import select
import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import serial

from fieldlaw.devices.link.line import READ_SIZE, WRITE_TIMEOUT
from fieldlaw.devices.link.losses import Loss, told

if TYPE_CHECKING:
    from fieldlaw.devices.link.line import Wire

CONNECT_SECONDS = 5.0
_TCP = re.compile(
    r"(?:tcp|socket|rfc2217)://(?:\[(?P<six>[^\]/]+)\]|(?P<host>[^:/\[\]]+)):(?P<port>[0-9]{1,5})(?:[/?].*)?",
    re.IGNORECASE,
)


def open_wire(address: str, baudrate: int, *, is_dtr_low: bool = False) -> Wire:
    """Open what the address names: a path, a COM name, tcp://, socket:// or another URL of pyserial.

    Raises:
        OSError, ValueError, termios.error: as the system or pyserial has it.
        LinkLost: an address that cannot be one.
    """
    if address.lower().startswith(("tcp:", "socket:")):
        return TcpWire(*_host_and_port(address))
    if address.lower().startswith("rfc2217:"):
        _host_and_port(address)  # pyserial says only that it could not be opened
    return SerialWire(address, baudrate, is_dtr_low=is_dtr_low)


def _host_and_port(address: str) -> tuple[str, int]:
    found = _TCP.fullmatch(address)
    if found is None or not 0 < int(found["port"]) < 65536:
        raise told(Loss.BAD_NAME, address)
    return found["six"] or found["host"], int(found["port"])


class SerialWire:
    """A port through pyserial; write time-outs are always set.

    rfc2217:// refuses one of ours; pyserial 3.5 has given its socket one of five seconds.
    """

    def __init__(self, address: str, baudrate: int, *, is_dtr_low: bool = False) -> None:
        """Open; with `is_dtr_low` DTR and RTS stay low, for devices that reset when they rise."""
        is_far = address.lower().startswith("rfc2217:")
        port: Any = serial.serial_for_url(
            address,
            do_not_open=True,
            baudrate=baudrate,
            timeout=0,
            write_timeout=None if is_far else WRITE_TIMEOUT,
            exclusive=True,
        )
        if is_dtr_low:
            port.dtr = port.rts = False
        port.open()
        self._port = port

    def read_some(self, timeout: float) -> bytes:
        """Wait for a first byte, then take all that is there."""
        self._port.timeout = timeout
        data: bytes = self._port.read(1)
        if data:
            self._port.timeout = 0
            data += self._port.read(READ_SIZE)
        return data

    def write(self, data: bytes) -> None:
        """Send all of `data`."""
        self._port.write(data)

    def cancel(self) -> bool:
        """Wake a waiting read; pyserial can do it on POSIX, on Windows and on loop://."""
        wake = getattr(self._port, "cancel_read", None)
        if wake is None:
            return False
        wake()
        return True

    def close(self) -> None:
        """Close; pyserial leaves the socket of rfc2217:// open when its other end is gone."""
        held = getattr(self._port, "_socket", None)
        try:
            self._port.close()
        except OSError:
            self._forget()
            raise
        if held is not None:
            held.close()

    def _forget(self) -> None:
        """A number that could not be closed is not ours any more: pyserial would close it once more."""
        if getattr(self._port, "fd", None) is None:
            return
        self._port.fd = None
        for name in ("pipe_abort_read_r", "pipe_abort_read_w", "pipe_abort_write_r", "pipe_abort_write_w"):
            with suppress(OSError):
                os.close(getattr(self._port, name))


class TcpWire:
    """A TCP connection that another thread can wake."""

    def __init__(self, host: str, port: int) -> None:
        """Connect, within a few seconds."""
        self._socket = socket.create_connection((host, port), CONNECT_SECONDS)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        self._socket.settimeout(WRITE_TIMEOUT)
        self._woken, self._waker = socket.socketpair()
        self._woken.settimeout(0)

    def read_some(self, timeout: float) -> bytes:
        """Wait for bytes or a call of `cancel`."""
        ready, _, _ = select.select([self._socket, self._woken], [], [], timeout)
        if self._woken in ready:
            self._woken.recv(READ_SIZE)
        if self._socket not in ready:
            return b""
        data = self._socket.recv(READ_SIZE)
        if not data:
            raise ConnectionResetError(errno.ECONNRESET, "closed by peer")
        return data

    def write(self, data: bytes) -> None:
        """Send all of `data` within the write time-out."""
        self._socket.sendall(data)

    def cancel(self) -> bool:
        """Wake a waiting read."""
        self._waker.send(b"\0")
        return True

    def close(self) -> None:
        """Close."""
        for one in (self._socket, self._woken, self._waker):
            one.close()
