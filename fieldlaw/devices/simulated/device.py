"""A simulated analyzer at a port: one thread that owns the port and asks the instrument behind it."""

from __future__ import annotations

import queue
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from fieldlaw.devices.simulated.ports import any_port

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal
    from types import TracebackType
    from typing import Self

    from fieldlaw.devices.simulated.dialect import Meant
    from fieldlaw.devices.simulated.faults import Faults
    from fieldlaw.devices.simulated.instrument import Instrument
    from fieldlaw.devices.simulated.physics import Flame
    from fieldlaw.devices.simulated.ports import Port

STEP_SECONDS = 0.01
ASK_SECONDS = 5.0


class SimulatedDevice:
    """Context manager with its own thread; open `path` with any serial library."""

    def __init__(
        self, instrument: Instrument, port: Port | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Take the instrument, where it can be reached, and its clock (seconds)."""
        self.instrument = instrument
        self.faults: Faults = instrument.faults
        self._notes = instrument.dialect.notes
        self._port = port or any_port()
        self._clock = clock
        self._is_plugged = False
        self._jobs: queue.SimpleQueue[tuple[Callable[[], None], threading.Event]] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="simulated-analyzer", daemon=True)

    def __enter__(self) -> Self:
        """Plug in and start."""
        self._plug()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()

    @property
    def path(self) -> str:
        """What a driver opens: a path, or a URL."""
        return self._port.address

    @property
    def flame(self) -> Flame:
        """The state of the flame."""
        return self.instrument.dialect.physics.flame

    @property
    def meant(self) -> list[Meant]:
        """The values that it meant to send, with detector and time; the latest 200 000."""
        return list(self._notes.meant)

    @property
    def intended(self) -> list[Decimal]:
        """The numbers of `meant`."""
        return [one.value for one in self.meant]

    @property
    def commands(self) -> list[str]:
        """The commands that came, by name."""
        return list(self._notes.commands)

    @property
    def asked(self) -> list[str]:
        """The guarded commands that came: only a person may cause them."""
        return list(self._notes.asked)

    @property
    def forbidden(self) -> list[str]:
        """The commands that a host must never send."""
        return list(self._notes.forbidden)

    def stop(self) -> None:
        """End the thread and close the port."""
        self._stop.set()
        self._thread.join()
        self._port.close()

    def unplug(self) -> None:
        """Pull the cable: the host sees its port die."""
        self._ask(self._unplug)

    def replug(self) -> None:
        """Come back under the same path; the host has to set reports up again."""
        self._ask(self._plug)

    def blow_out(self) -> None:
        """Let the flame go out."""
        self._ask(lambda: self.instrument.blow_out(self._clock()))

    def insert(self, data: bytes) -> None:
        """Send these bytes once, as they are."""
        self._ask(lambda: self.instrument.insert(data, self._clock()))

    def _ask(self, job: Callable[[], None]) -> None:
        """Run `job` in the thread that owns the port and wait for it."""
        done = threading.Event()
        self._jobs.put((job, done))
        if not done.wait(ASK_SECONDS):
            raise TimeoutError("the simulator does not run")

    def _run(self) -> None:
        while not self._stop.is_set():
            self._work_off()
            self._follow_plan()
            if not self._port.has_host(STEP_SECONDS):
                self._stop.wait(STEP_SECONDS)
                self.instrument.dialect.physics.advance(self._clock())
                continue
            self._serve()

    def _serve(self) -> None:
        now = self._clock()
        self.instrument.line.host_baud = self._port.host_baud()
        self.instrument.hear(self._port.read(), now)
        for portion in self.instrument.run(now):
            self._port.write(portion)

    def _follow_plan(self) -> None:
        """Pull or plug the cable where the plan of faults says so; else leave it to whoever asks."""
        if self.faults.unplug_after is None:
            return
        is_gone = self.instrument.line.is_gone(self._clock())
        if is_gone and self._is_plugged:
            self._unplug()
        elif not is_gone and not self._is_plugged:
            self._plug()

    def _work_off(self) -> None:
        with suppress(queue.Empty):
            while True:
                job, done = self._jobs.get_nowait()
                job()
                done.set()

    def _plug(self) -> None:
        self.instrument.plug()
        self._port.plug()
        self._is_plugged = True

    def _unplug(self) -> None:
        self._port.unplug()
        self._is_plugged = False
