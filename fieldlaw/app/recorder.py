"""The raw logs of one connected instrument: files under the profile that can be closed in between."""

from __future__ import annotations

import re
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import fieldlaw
from fieldlaw.cases.records.measuring import RawFile
from fieldlaw.devices.rawlog import Header, LogFailed, RawLog, started

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from fieldlaw.cases.records.instrument import Instrument

RAW = "raw"
_UNFIT = re.compile(r"[^\w-]+")


class Recorder:
    """Keeps every byte of a session; `cut` closes the file, what follows goes into the next one.

    A round ends while the instrument reads on: the case then names a file that no longer grows.
    """

    def __init__(
        self,
        folder: Path,
        instrument: Instrument,
        now: Callable[[], datetime],
        tell: Callable[[LogFailed], None],
    ) -> None:
        """Take the folder of the profile; nothing is written before the first byte passes.

        `tell` is told when a log had to end early, in the thread that owns the line.
        """
        self._folder, self._instrument, self._now, self._tell = folder / RAW, instrument, now, tell
        self._lock = threading.Lock()
        self._log: RawLog | None = None
        self._begun = ""

    def __call__(self, direction: str, data: bytes) -> None:
        """Keep bytes that passed; "rx" or "tx"."""
        with self._lock:
            if self._log is None:
                self._log = self._begin()
            self._log(direction, data)

    def cut(self) -> tuple[RawFile, ...]:
        """Close the log; its files with their hashes. None when nothing passed since the last cut."""
        with self._lock:
            log, self._log = self._log, None
            if log is None:
                return ()
            device, begun, ended = self._instrument.name, self._begun, self._now().isoformat()
            return tuple(
                RawFile(device, f"{RAW}/{p.path.name}", p.size, bytes.fromhex(p.sha256), begun, ended)
                for p in log.close()
            )

    def _begin(self) -> RawLog:
        with suppress(OSError):  # the log says by name why it cannot be written
            self._folder.mkdir(parents=True, exist_ok=True)
        now, held = self._now(), self._instrument
        self._begun = now.isoformat()
        words = (_UNFIT.sub("_", held.name), now.strftime("%Y%m%dT%H%M%S"), f"{time.monotonic_ns():x}")
        header = Header(
            held.model, held.name, held.address, started(now), time.monotonic_ns(), fieldlaw.__version__
        )
        return RawLog(self._folder / "-".join(words), header, time.monotonic_ns, self._tell)
