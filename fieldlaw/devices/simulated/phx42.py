"""A phx42 in software: flame states, its own encoder, a port of its own and faults.

Protocol from LDARtools PhxAccess (MIT, facts only). Concentrations in ppm, times in seconds.
It notes every value it meant to send and every command it must not get.
"""

from __future__ import annotations

import math
import queue
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from fieldlaw.devices.simulated.ports import Port, any_port

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

COLD_PPM = "-100.00"
STEP_SECONDS = 0.01
_ALLOWED = frozenset({"CHEK", "VERS", "PRPT", "TRPT", "SRPT", "AIGS", "TIME"})


class Flame(Enum):
    """The physical state of the flame."""

    COLD = "cold"
    IGNITING = "igniting"
    LIT = "lit"
    OUT = "flame-out"


@dataclass
class Faults:
    """What goes wrong on the line; may be changed while running.

    `split`: write in portions of so many bytes (0: whole). `garbage`: bytes put before every report.
    `is_silent`: swallow all output without an error, like a Bluetooth link out of range.
    """

    split: int = 0
    garbage: bytes = b""
    is_silent: bool = False


def steady(_seconds: float) -> Decimal:
    """The default profile: the same concentration at any time."""
    return Decimal("512.34")


def drifting(seconds: float) -> Decimal:
    """A probe that is led along a flange: clean air, a rise to a leak, a fall; once in forty seconds."""
    phase = seconds % 40
    peak = 2380 * math.exp(-(((phase - 22) / 6) ** 2))
    return Decimal(f"{2.1 + peak + 0.02 * peak * math.sin(seconds * 7):.2f}")


class SimulatedPhx42:
    """Context manager with its own thread; open `path` with any serial library."""

    def __init__(
        self,
        profile: Callable[[float], Decimal] = steady,
        *,
        ignite_seconds: float = 14.0,
        faults: Faults | None = None,
        is_hydrogen_low: bool = False,
        port: Port | None = None,
    ) -> None:
        """Take the concentration over the seconds since ignition, how long ignition takes, and the port."""
        self.faults = faults or Faults()
        self.flame = Flame.COLD
        self.intended: list[Decimal] = []
        self.forbidden: list[str] = []
        self.commands: list[str] = []
        self._profile = profile
        self._ignite_seconds = ignite_seconds
        self._is_hydrogen_low = is_hydrogen_low
        self._flame_since = 0.0
        self._period = 0.2
        self._report_at: float | None = None
        self._input = b""
        self._port = port or any_port()
        self._jobs: queue.SimpleQueue[tuple[Callable[[], None], threading.Event]] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="simulated-phx42", daemon=True)

    def __enter__(self) -> Self:
        """Plug in and start."""
        self._plug()
        self._thread.start()
        return self

    @property
    def path(self) -> str:
        """What a driver opens: a path, or a pyserial URL."""
        return self._port.address

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()

    def stop(self) -> None:
        """End the thread and close the port."""
        self._stop.set()
        self._thread.join()
        self._port.close()

    def unplug(self) -> None:
        """Pull the cable: the host sees its port die."""
        self._ask(self._port.unplug)

    def replug(self) -> None:
        """Come back under the same path; the host has to set reports up again."""
        self._ask(self._plug)

    def blow_out(self) -> None:
        """Let the flame go out, with the spontaneous shutdown line."""
        self._ask(self._blow_out)

    def insert(self, data: bytes) -> None:
        """Send these bytes once, as they are."""
        self._ask(lambda: self._write(data))

    def _ask(self, job: Callable[[], None]) -> None:
        """Run `job` in the thread that owns the descriptor and wait for it."""
        done = threading.Event()
        self._jobs.put((job, done))
        if not done.wait(5):
            raise TimeoutError("the simulator does not run")

    def _run(self) -> None:
        while not self._stop.is_set():
            self._work_off()
            if not self._port.has_host(STEP_SECONDS):
                self._stop.wait(STEP_SECONDS)
                continue
            self._read()
            self._burn()
            self._report()

    def _work_off(self) -> None:
        with suppress(queue.Empty):
            while True:
                job, done = self._jobs.get_nowait()
                job()
                done.set()

    def _plug(self) -> None:
        self._report_at = None
        self._input = b""
        self._port.plug()

    def _read(self) -> None:
        self._input += self._port.read()
        *lines, self._input = self._input.split(b"\r\n")
        for line in lines:
            self._obey(line.decode("ascii", "replace"))

    def _obey(self, line: str) -> None:
        words = line.split(" ")
        if len(words) < 2 or words[0] != "ZUzu":
            return
        name = words[1]
        parameters = dict(item.partition("=")[::2] for item in " ".join(words[2:]).split(","))
        self.commands.append(name)
        if name not in _ALLOWED:
            self.forbidden.append(line)
            self._say(f"EROR TYPE={name},CODE=19")
            return
        self._answer(name, parameters)

    def _answer(self, name: str, parameters: dict[str, str]) -> None:
        if name == "AIGS":
            self._switch_flame(parameters.get("GO") == "1")
        elif name == "VERS":
            self._say("VERS MAJOR=1,MINOR=32")
        else:
            self._set_up(name, parameters)
            self._say(name)

    def _set_up(self, name: str, parameters: dict[str, str]) -> None:
        if name == "TRPT":
            self._period = int(parameters["MS"]) / 1000
        elif name == "PRPT" and parameters.get("TYPE") == "FIDR":
            self._report_at = time.monotonic() if parameters.get("EN") == "1" else None

    def _switch_flame(self, go: bool) -> None:  # noqa: FBT001 - the protocol's own switch
        if go and self._is_hydrogen_low:
            self._say("EROR TYPE=AIGS,CODE=22")
            return
        self._say(f"AIGS GO={go:d}")
        self._enter(Flame.IGNITING if go else Flame.COLD)

    def _enter(self, flame: Flame) -> None:
        self.flame = flame
        self._flame_since = time.monotonic()

    def _burn(self) -> None:
        if self.flame is Flame.IGNITING and time.monotonic() - self._flame_since >= self._ignite_seconds:
            self._enter(Flame.LIT)

    def _blow_out(self) -> None:
        self._enter(Flame.OUT)
        self._say("SHUT flame out")

    def _report(self) -> None:
        now = time.monotonic()
        if self._report_at is None or now < self._report_at:
            return
        self._report_at = now + self._period
        if self.faults.garbage:
            self._write(self.faults.garbage)
        self._say(f"FIDR CALPPM={self._concentration(now)},PA=433.10,PAADJ=0.0")

    def _concentration(self, now: float) -> str:
        if self.flame is not Flame.LIT:
            return COLD_PPM
        value = self._profile(now - self._flame_since)
        self.intended.append(value)
        return format(value, "f")

    def _say(self, body: str) -> None:
        self._write(f"YTyt {body}\r\n".encode("ascii"))

    def _write(self, data: bytes) -> None:
        if self.faults.is_silent:
            return
        size = self.faults.split or max(len(data), 1)
        for start in range(0, len(data), size):
            self._port.write(data[start : start + size])
