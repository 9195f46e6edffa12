"""Reading untrusted files in a process of its own, with limits of time and memory.

One process reads many files; it is started when the first one comes and again after it died. What it answers
is checked like a file.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import fieldlaw
from fieldlaw.devices.thermal import child, plugin, wire
from fieldlaw.devices.thermal.limits import quiet
from fieldlaw.devices.thermal.reading import CRASHED, TOO_LARGE, TOO_SLOW, Reading
from fieldlaw.devices.thermal.seen import Still

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Self

    from fieldlaw.devices.thermal.formats.scales import Probe
    from fieldlaw.devices.thermal.limits import Limits
    from fieldlaw.devices.thermal.plugin import Plugin
    from fieldlaw.devices.thermal.reading import Scale

T = TypeVar("T")

CHILD_ARGUMENT = "--thermal-child"
_START_SECONDS = 60.0
# -I shuts out the environment and the current folder, so the package's own place is named.
_START = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); "
    "from fieldlaw.devices.thermal import child; child.main(sys.argv[1:])"
)
_KEPT = ("SYSTEMROOT", "WINDIR")  # Windows loads no library without them


class AnswerError(Exception):
    """There is no answer; `reason` says why, as in `reading`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class MissingFileError(AnswerError):
    """The process does not have the file that was named to it; it was started anew, or had another one."""


def child_command(limits: Limits) -> tuple[str, ...]:
    """How the process is started: isolated from the environment and from the current folder.

    A frozen program starts itself with CHILD_ARGUMENT, and its main function hands the rest to `child.main`.
    """
    rest = (str(limits.memory), str(limits.seconds))
    if getattr(sys, "frozen", False):
        return (sys.executable, CHILD_ARGUMENT, *rest)
    home = str(Path(fieldlaw.__file__).resolve().parents[1])
    return (sys.executable, "-I", "-B", "-c", _START, home, *rest)


def environment(given: Mapping[str, str]) -> dict[str, str]:
    """What the process may know of the environment: nothing of the person."""
    kept = {name: given[name] for name in _KEPT if name in given}
    return kept | dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class Apart:
    """A process that answers requests, one at a time; safe to be called from several threads."""

    def __init__(self, limits: Limits, command: tuple[str, ...]) -> None:
        self._limits = limits
        self._command = command
        self._lock = threading.RLock()
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    @property
    def lock(self) -> threading.RLock:
        """For whoever needs two requests in a row."""
        return self._lock

    @property
    def running(self) -> bool:
        """Whether the process lives, with what it has in memory."""
        return self._process is not None and self._process.poll() is None

    def ask(self, head: Mapping[str, Any], body: bytes = b"") -> tuple[Any, bytes]:
        """The answer to a request: what was found, and its bytes.

        Raises:
            MissingFileError: the file has to be sent.
            AnswerError: too slow, too large, or the process died.
        """
        with self._lock:
            if not self.running:
                self._start()
            answer, packed = self._exchange(self._limits.seconds, head, body)
        if answer.get("reason") == TOO_LARGE:
            raise AnswerError(TOO_LARGE)
        if answer.get("reason") == child.MISSING:
            raise MissingFileError(CRASHED)
        return answer.get("found"), packed

    def close(self) -> None:
        """End the process, also in the middle of a request; what is asked later gets no answer."""
        self._closed = True
        process = self._process
        if process is not None:
            process.kill()
        with self._lock:
            self._end()

    def fail(self) -> None:
        """End a process that answered nonsense."""
        with self._lock:
            self._end()

    def _start(self) -> None:
        self._end()
        if self._closed:
            raise AnswerError(CRASHED)
        try:
            self._process = _started(self._command)
        except OSError as error:
            raise AnswerError(CRASHED) from error
        if self._closed:  # while it was being started: whoever closed did not see it
            self._end()
            raise AnswerError(CRASHED)
        self._exchange(_START_SECONDS)

    def _exchange(
        self, seconds: float, head: Mapping[str, Any] | None = None, body: bytes = b""
    ) -> tuple[dict[str, Any], bytes]:
        """Send a request if there is one, and wait for a message."""
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise AnswerError(CRASHED)
        watch = _Watch(process, seconds)
        try:
            if head is not None:
                wire.send(process.stdin, head, body)
            return wire.receive(process.stdout)
        except (OSError, EOFError, ValueError, wire.WireError) as error:
            watch.stop()
            self._end()
            raise AnswerError(TOO_SLOW if watch.expired else CRASHED) from error
        finally:
            watch.stop()
            if watch.expired:  # in the moment of its answer
                self._end()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for line in (process.stdin, process.stdout):
            if line is not None:
                with contextlib.suppress(OSError):  # what could not be written any more
                    line.close()


class _Watch:
    """Kills a process when its time is over."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self.expired = False
        self._process = process
        self._timer = threading.Timer(seconds, self._expire)
        self._timer.daemon = True
        self._timer.start()

    def _expire(self) -> None:
        self.expired = True
        self._process.kill()

    def stop(self) -> None:
        """Nothing is killed after this."""
        self._timer.cancel()
        self._timer.join()


def _started(command: tuple[str, ...]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603  our own program
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=Path(sys.executable).anchor,
        env=environment(os.environ),
        creationflags=quiet(),
        start_new_session=True,
    )


class Reader:
    """Reads files of any kind without trusting them; safe to be called from several threads.

    The process keeps the file it had last, so that a sequence is sent once and not with every frame.

    Args:
        limits: of each file.
        plugin: reads what the program itself cannot.
        command: how the process is started, in place of `child_command`.
    """

    def __init__(
        self, limits: Limits, plugin: Plugin | None = None, command: tuple[str, ...] | None = None
    ) -> None:
        self._limits = limits
        self._plugin = plugin
        self._apart = Apart(limits, command or child_command(limits))
        self._named: tuple[bytes, str] = (b"", "")
        self._sent = ""
        # A picture that ended the process; asked for in another size right after, it would only do so again.
        self._fatal, self._fatal_reason = "", ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *trace: object) -> None:
        self.close()

    def read(self, data: bytes, frame: int = 0, scale: Scale | None = None) -> Reading:
        """Frame `frame` of a file, or the reason why there is none. Bytes never make it raise."""
        if len(data) > self._limits.file_bytes:
            return Reading("unknown", reason=TOO_LARGE)
        found = self._own(data, frame, scale)
        if self._plugin is None or not self._plugin.reads(found):
            return found
        return plugin.read(self._plugin, data, found, self._limits)

    def _own(self, data: bytes, frame: int, scale: Scale | None) -> Reading:
        held = [scale.scale, scale.offset, scale.source] if scale else None
        request = {"kind": child.READ, "frame": frame, "scale": held}
        found = self._asked(request, data, wire.reading_of)
        return Reading("unknown", reason=found) if isinstance(found, str) else found

    def picture(self, data: bytes, within: tuple[int, int] | None = None) -> Still:
        """An ordinary picture in RGB, upright, or the reason why there is none. Bytes never make it raise.

        Args:
            data: the file, or a photograph that a file holds.
            within: width and height that it is made to fit; it never grows.
        """
        if len(data) > self._limits.file_bytes:
            return Still(reason=TOO_LARGE)
        with self._apart.lock:
            if self._name(data) == self._fatal:
                return Still(reason=self._fatal_reason)
            return self._picture(data, within)

    def _picture(self, data: bytes, within: tuple[int, int] | None) -> Still:
        request = {"kind": child.PICTURE, "within": within}
        found = self._asked(request, data, lambda held, body: wire.still_of(held, body, within))
        if not isinstance(found, str):
            return found
        if found in (CRASHED, TOO_SLOW):
            self._fatal, self._fatal_reason = self._name(data), found
        return Still(reason=found)

    def probe(self, data: bytes) -> Probe | None:
        """What a matrix without its scale holds, and which scales are offered; None when none can be read."""
        if len(data) > self._limits.file_bytes:
            return None
        found = self._asked({"kind": child.PROBE}, data, wire.probe_of)
        return None if isinstance(found, str) else found

    def _asked(self, request: dict[str, Any], data: bytes, unpack: Callable[[Any, bytes], T]) -> T | str:
        """What was found in a file, or the reason why nothing."""
        try:
            return unpack(*self._answer(request, data))
        except AnswerError as error:
            return error.reason
        except wire.WireError:
            self._apart.fail()
            return CRASHED

    def _answer(self, request: dict[str, Any], data: bytes) -> tuple[Any, bytes]:
        """Name the file if the process should have it, and send it if it does not."""
        with self._apart.lock:
            request["file"] = self._name(data)
            if request["file"] == self._sent:
                with contextlib.suppress(MissingFileError):
                    return self._apart.ask({**request, "whole": False})
            self._sent, self._fatal = request["file"], ""
            return self._apart.ask({**request, "whole": True}, data)

    def _name(self, data: bytes) -> str:
        """Its SHA-256; not computed again for the same bytes in the same place."""
        if data is not self._named[0] or not self._named[1]:
            self._named = (data, hashlib.sha256(data).hexdigest())
        return self._named[1]

    def close(self) -> None:
        """End the process; safe at any time."""
        self._apart.close()
