"""This machine's clocks; the two programs (window, command line) hand them to the use cases."""

from __future__ import annotations

import time
import uuid
from datetime import datetime
from pathlib import Path

from fieldlaw.cases.ledger.event import Moment

_BOOT_FILE = Path("/proc/sys/kernel/random/boot_id")
_BOOT = _BOOT_FILE.read_text().strip() if _BOOT_FILE.exists() else uuid.uuid4().hex


def now() -> datetime:
    """The wall clock with its zone."""
    return datetime.now().astimezone()


def moment() -> Moment:
    """The present moment; never yet compared with a server."""
    wall = now().isoformat(timespec="milliseconds")
    return Moment(wall, time.monotonic_ns() // 1_000_000, _BOOT, None)
