"""The raw logs of one connected instrument: files under the profile that can be closed in between."""

from __future__ import annotations

import re
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import fieldlaw
from fieldlaw.cases.records.measuring import RawFile
from fieldlaw.devices.rawlog import Header, LogFailed, RawLog, header_of, read, started

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from fieldlaw.cases.records.instrument import Instrument

RAW = "raw"
_DAY = timedelta(days=1)  # no session is longer
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
        self._begun = self._stem = ""

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

    @property
    def writing(self) -> str:
        """What the names of the files begin with that are being written; empty while none is."""
        with self._lock:
            return self._stem if self._log is not None else ""

    def _begin(self) -> RawLog:
        with suppress(OSError):  # the log says by name why it cannot be written
            self._folder.mkdir(parents=True, exist_ok=True)
        now, held = self._now(), self._instrument
        self._begun = now.isoformat()
        words = (_UNFIT.sub("_", held.name), now.strftime("%Y%m%dT%H%M%S"), f"{time.monotonic_ns():x}")
        header = Header(
            held.model, held.name, held.address, started(now), time.monotonic_ns(), fieldlaw.__version__
        )
        self._stem = "-".join(words)
        return RawLog(self._folder / self._stem, header, time.monotonic_ns, self._tell)


def left_over(
    folder: Path, writing: Callable[[], Sequence[str]], wanted: Callable[[str, datetime, datetime], bool]
) -> tuple[RawFile, ...]:
    """The raw logs of a profile that nobody writes; those that cannot be read are passed over.

    Args:
        folder: of the profile.
        writing: what the names of those begin with that are being written; asked after the folder was
            listed, so that a log that is closed meanwhile is closed whole.
        wanted: whether a log is asked for, by its instrument, its begin and when its file was last
            touched; only what is wanted is read to its end, as these files may be large and many.
    """
    paths = sorted((folder / RAW).glob("*.rawlog"))
    stems = tuple(stem for stem in writing() if stem)
    found = (_file_of(path, wanted) for path in paths if not stems or not path.name.startswith(stems))
    return tuple(one for one in found if one is not None)


def _file_of(path: Path, wanted: Callable[[str, datetime, datetime], bool]) -> RawFile | None:
    try:
        header = header_of(path)
        begun = _begun_of(header)
        if header is None or begun is None or not wanted(header.device, begun, _touched(path, begun)):
            return None
        return _read_through(path, header, begun)
    except OSError:  # gone, or not ours to read
        return None


def _touched(path: Path, begun: datetime) -> datetime:
    """When a file was last written; where the clock was set back in between, as late as it may have been."""
    touched = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return touched if touched >= begun else begun + _DAY


def _read_through(path: Path, header: Header, begun: datetime) -> RawFile:
    held = read(path)
    last = held.records[-1].mono_ns if held.records else header.started_mono_ns
    ended = begun + timedelta(microseconds=(last - header.started_mono_ns) // 1000)
    digest, name = bytes.fromhex(held.sha256), f"{RAW}/{path.name}"
    size = path.stat().st_size
    return RawFile(header.device, name, size, digest, begun.isoformat(), ended.isoformat())


def _begun_of(header: Header | None) -> datetime | None:
    """When a log began; None where its header does not say it, with its zone."""
    try:
        begun = datetime.fromisoformat(header.started if header else "")
    except (TypeError, ValueError):
        return None
    return begun if begun.tzinfo is not None else None
