"""What every test shares: no screen, and nothing left running or open behind a test."""

from __future__ import annotations

import gc
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
settings.register_profile("fieldlaw", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("fieldlaw")

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES = Path("/proc/self/fd")


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    """Fail a test that leaves a thread of its own behind."""
    before = set(threading.enumerate())
    yield
    left = [t for t in threading.enumerate() if t not in before and t.is_alive() and not t.daemon]
    assert not left, f"threads left running: {left}"


def open_files() -> set[str]:
    """The files, terminals and sockets that this process holds open; none where the system does not tell."""
    held = set()
    for number in FILES.iterdir() if FILES.exists() else ():
        try:
            held.add(str(number.readlink()))
        except OSError:
            continue  # closed meanwhile: the descriptor of the listing itself
    return {name for name in held if name.startswith(("/", "socket:")) and not name.endswith("(deleted)")}


@pytest.fixture(autouse=True)
def no_file_is_left() -> Iterator[None]:
    """Fail a test that leaves a file, a terminal or a socket open."""
    before = open_files()
    yield
    left = open_files() - before
    if left:
        gc.collect()
        left = open_files() - before
    assert not left, f"left open: {sorted(left)}"


def running_timers() -> set[int]:
    """The Qt timers of this process that run, by identity."""
    core = sys.modules.get("PySide6.QtCore")
    if core is None:
        return set()
    from shiboken6 import isValid  # noqa: PLC0415  only where Qt is in use

    timers = [thing for thing in gc.get_objects() if isinstance(thing, core.QTimer)]
    return {id(timer) for timer in timers if isValid(timer) and timer.isActive()}
