"""The link that a session owns: a wire with a log, a table of losses and a watchdog over its closing."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from fieldlaw.devices.link.line import no_log
from fieldlaw.devices.link.losses import OS_ERRORS, Loss, Phase, lost, mapped, told
from fieldlaw.devices.link.wires import open_wire

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldlaw.devices.link.line import ByteLog, Wire

BAUD = 115200
CLOSE_SECONDS = 2.0  # a CH340 driver may never return from CloseHandle (pyserial #513)


class SerialLink:
    """A port path, a COM name, tcp://, socket://, rfc2217:// or loop://, opened for one owner thread."""

    def __init__(
        self,
        url: str,
        log: ByteLog = no_log,
        baudrate: int = BAUD,
        *,
        is_reopen: bool = False,
        is_dtr_low: bool = False,
    ) -> None:
        """Open; `log` is told ("rx" or "tx", bytes) for everything that passes.

        Args:
            url: what to open.
            log: keeps the bytes.
            baudrate: bits a second; nothing to a network or Bluetooth.
            is_reopen: this port was lost a moment ago: what the system refuses now means something else.
            is_dtr_low: keep DTR and RTS low, for devices that reset when they rise.

        Raises:
            LinkLost: it cannot be opened.
        """
        self._name = url
        self._log = log
        phase = Phase.REOPEN if is_reopen else Phase.OPEN
        try:
            with mapped(url, phase):
                self._wire: Wire = open_wire(url, baudrate, is_dtr_low=is_dtr_low)
        except (ValueError, ImportError) as error:  # ImportError: pyserial knows no such kind of URL
            raise lost(error, url, phase) from error

    def read_some(self, timeout: float) -> bytes:
        """Wait up to `timeout` seconds for a first byte, then take all that is there."""
        with mapped(self._name, Phase.READ):
            data = self._wire.read_some(timeout)
        if data:
            self._log("rx", data)
        return data

    def write(self, data: bytes) -> None:
        """Send all of `data` or raise LinkLost."""
        with mapped(self._name, Phase.WRITE):
            self._wire.write(data)
        self._log("tx", data)

    def cancel(self) -> bool:
        """End a read that waits in the owner thread; the only call for other threads.

        False where the platform cannot.
        """
        with mapped(self._name, Phase.READ):
            return self._wire.cancel()

    def close(self, within: float = CLOSE_SECONDS) -> None:
        """Close; a dead port must not stop the closing, nor a driver that hangs the program.

        Raises:
            LinkLost: it did not close within so many seconds, or the system says that it cannot.
        """
        errors: list[Exception] = []
        closing = threading.Thread(
            target=_close, args=(self._wire, errors.append), name="link-close", daemon=True
        )
        closing.start()
        closing.join(within)
        if closing.is_alive():
            raise told(Loss.CLOSE_HANGS, self._name)
        if errors:
            raise lost(errors[0], self._name, Phase.CLOSE) from errors[0]


def _close(wire: Wire, keep: Callable[[Exception], None]) -> None:
    try:
        wire.close()
    except OS_ERRORS as error:  # crosses to the owner thread, which raises it
        keep(error)


class Opener:
    """Opens one port again and again, and knows whether it was lost before."""

    def __init__(
        self, url: str, log: ByteLog = no_log, baudrate: int = BAUD, *, is_dtr_low: bool = False
    ) -> None:
        """Take what `SerialLink` takes."""
        self._url = url
        self._log = log
        self._baudrate = baudrate
        self._is_dtr_low = is_dtr_low
        self._has_been_open = False

    def __call__(self) -> SerialLink:
        """Open the port."""
        link = SerialLink(
            self._url,
            self._log,
            self._baudrate,
            is_reopen=self._has_been_open,
            is_dtr_low=self._is_dtr_low,
        )
        self._has_been_open = True
        return link
