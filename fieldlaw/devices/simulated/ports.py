"""Where a simulated device can be reached: a pseudo-terminal (POSIX) or TCP on the loopback (everywhere).

Both can be unplugged and come back under the same address. Neither waits longer than it is told to.
"""

from __future__ import annotations

import os
import select
import socket
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Protocol

if sys.platform != "win32":
    import termios
    import tty

CHUNK = 4096
_OUTPUT_SPEED = 5  # its place in the list that tcgetattr returns
_USUAL_BAUDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)
if sys.platform != "win32":
    _BAUDS = {getattr(termios, f"B{baud}"): baud for baud in _USUAL_BAUDS}


class Port(Protocol):
    """What a simulated device needs of its port."""

    @property
    def address(self) -> str:
        """What a driver opens."""

    def plug(self) -> None:
        """Be there."""

    def unplug(self) -> None:
        """Be gone; a host that holds the port sees it die."""

    def has_host(self, seconds: float) -> bool:
        """True when a host holds the port; waits at most so long for input."""

    def read(self) -> bytes:
        """What the host sent; may be nothing."""

    def write(self, data: bytes) -> None:
        """Send; lost when nobody is there."""

    def host_baud(self) -> int | None:
        """The speed that the host set (bit/s); None where there is none or it cannot be told."""

    def close(self) -> None:
        """Be gone for good."""


class PtyPort:
    """A pseudo-terminal behind a path that stays the same."""

    def __init__(self, path: Path | None = None) -> None:
        """Take the path to be reached at; None: one of its own in a temporary folder."""
        self._folder = tempfile.TemporaryDirectory(prefix="port-") if path is None else None
        self._path = path or Path(self._folder.name if self._folder else "") / "port"
        self._master = -1

    @property
    def address(self) -> str:
        """The path."""
        return str(self._path)

    def plug(self) -> None:
        """Open a fresh pseudo-terminal and lead the path to it."""
        self._master, slave = os.openpty()
        tty.setraw(slave)
        os.set_blocking(self._master, False)
        name = os.ttyname(slave)
        os.close(slave)
        self._path.unlink(missing_ok=True)
        self._path.symlink_to(name)

    def unplug(self) -> None:
        """Close it and take the path away."""
        if self._master >= 0:
            os.close(self._master)
        self._master = -1
        self._path.unlink(missing_ok=True)

    def has_host(self, seconds: float) -> bool:
        """True when a host holds the terminal."""
        if self._master < 0:
            return False
        poll = select.poll()
        poll.register(self._master, select.POLLIN)
        return not any(flags & select.POLLHUP for _, flags in poll.poll(seconds * 1000))

    def read(self) -> bytes:
        """What the host sent."""
        with suppress(BlockingIOError, OSError):
            return os.read(self._master, CHUNK)
        return b""

    def write(self, data: bytes) -> None:
        """Send what the terminal takes."""
        if self._master >= 0:
            with suppress(BlockingIOError, OSError):
                os.write(self._master, data)

    def host_baud(self) -> int | None:
        """The speed that the host set; a pseudo-terminal shows it to its master."""
        if self._master < 0:
            return None
        with suppress(termios.error):
            return _BAUDS.get(termios.tcgetattr(self._master)[_OUTPUT_SPEED])
        return None

    def close(self) -> None:
        """Unplug, and remove a folder of its own."""
        self.unplug()
        if self._folder is not None:
            self._folder.cleanup()


class TcpPort:
    """A TCP port on the loopback; one host at a time."""

    def __init__(self, number: int = 0) -> None:
        """Take the port number; 0: any free one, kept from then on."""
        self._number = number
        self._listener: socket.socket | None = None
        self._host: socket.socket | None = None

    @property
    def address(self) -> str:
        """A pyserial URL."""
        return f"socket://127.0.0.1:{self._number}"

    def plug(self) -> None:
        """Listen."""
        listener = socket.create_server(("127.0.0.1", self._number))
        listener.settimeout(0)
        self._number = listener.getsockname()[1]
        self._listener = listener

    def unplug(self) -> None:
        """Hang up and listen no more."""
        for held in (self._host, self._listener):
            if held is not None:
                held.close()
        self._host = self._listener = None

    def has_host(self, seconds: float) -> bool:
        """True while a host is connected; takes the next one in."""
        if self._host is None and self._listener is not None:
            ready, _, _ = select.select([self._listener], [], [], seconds)
            if ready:
                self._host, _ = self._listener.accept()
                self._host.settimeout(0)
        elif self._host is not None:
            select.select([self._host], [], [], seconds)
        return self._host is not None

    def read(self) -> bytes:
        """What the host sent; a host that hung up is let go."""
        if self._host is None:
            return b""
        try:
            data = self._host.recv(CHUNK)
        except BlockingIOError:
            return b""
        except OSError:
            data = b""
        if not data:
            self._host.close()
            self._host = None
        return data

    def write(self, data: bytes) -> None:
        """Send what the connection takes."""
        if self._host is not None:
            with suppress(BlockingIOError, OSError):
                self._host.send(data)

    def host_baud(self) -> int | None:
        """A network has no speed of its own."""
        return None

    def close(self) -> None:
        """Unplug."""
        self.unplug()


def any_port() -> Port:
    """A pseudo-terminal where the system has them, else TCP."""
    return TcpPort() if sys.platform == "win32" else PtyPort()
