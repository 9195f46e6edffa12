"""Analyzers as data and as pure state machines, driven by (time, events).

Must not know ports, threads or the clock. KNOWN lists what the program can drive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldlaw.devices.analyzers.phx42 import SPEC as PHX42

if TYPE_CHECKING:
    from fieldlaw.devices.analyzers.spec import DeviceSpec

KNOWN: dict[str, DeviceSpec] = {PHX42.id: PHX42}
