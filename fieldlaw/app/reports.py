"""Reports of our own faults, for the helper: where in the code, on which system; nothing of any case."""

from __future__ import annotations

import logging
import traceback
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "reports"


def report(error: BaseException) -> str:
    """The text of a report: kind of error and places in the code; not its message, which may quote a case."""
    import platform  # noqa: PLC0415  only needed when something went wrong

    frames = traceback.extract_tb(error.__traceback__)
    places = [f"  {frame.filename.rpartition('fieldlaw')[2]}:{frame.lineno} {frame.name}" for frame in frames]
    head = [f"python {platform.python_version()}", f"system {platform.platform()}", type(error).__name__]
    return "\n".join([*head, *places, ""])


class Reports(logging.Handler):
    """Writes a report for each unexpected error that the door for errors logs, under its number."""

    def __init__(self, folder: Path) -> None:
        """Take the folder of the profile."""
        super().__init__(logging.ERROR)
        self._folder = folder / FOLDER

    def emit(self, record: logging.LogRecord) -> None:
        """Write it; a disk that takes nothing is no reason for another error."""
        error = record.exc_info[1] if record.exc_info else None
        if error is None or not record.args:
            return
        number = str(record.args[0] if isinstance(record.args, tuple) else "")
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / f"{number}.txt").write_text(report(error), encoding="utf-8")
