"""Writing a file so that a power cut leaves the old one or the new one, never half of either."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_RETRY_SECONDS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0)  # Windows: a scanner may hold the file for a moment
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
SUFFIX = ".tmp"


def sync_folder(folder: Path) -> None:
    """Make renames in a folder durable."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _replace(source: Path, target: Path) -> None:
    for seconds in _RETRY_SECONDS if sys.platform == "win32" else ():
        try:
            source.replace(target)
        except PermissionError:
            time.sleep(seconds)
        else:
            return
    source.replace(target)


def write_durable(path: Path, data: bytes) -> None:
    """Write, fsync, rename, fsync the folder; the file is readable by its owner alone.

    Raises:
        OSError: no room, or no right; no trace is left.
    """
    temporary = path.with_name(f"{path.name}.{os.urandom(6).hex()}{SUFFIX}")
    try:
        with os.fdopen(os.open(temporary, _NEW, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _replace(temporary, path)
        sync_folder(path.parent)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
