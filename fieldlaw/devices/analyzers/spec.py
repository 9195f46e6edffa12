"""What the program knows of an analyzer, as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fieldlaw.cases.records.measurement import Detector


class State(Enum):
    """What is known of the flame."""

    SILENT = "silent"
    UNLIT = "unlit"
    IGNITING = "igniting"
    LIT = "lit"
    FLAME_OUT = "flame_out"


@dataclass(frozen=True)
class DeviceSpec:
    """One model: what it measures, how it is reached, which commands exist and what is proven.

    `evidence` is the grade of the public sources (A best), shown to the inspector. `poll_plan` holds
    (command, seconds); `guarded` commands leave the program only on a person's explicit action.
    """

    id: str
    name: str
    detectors: tuple[Detector, ...]
    transports: tuple[str, ...]
    evidence: str
    sources: tuple[str, ...]
    unit: str
    read_only: tuple[str, ...]
    guarded: tuple[str, ...]
    poll_plan: tuple[tuple[str, float], ...]
    silence_seconds: float
    reconnect_seconds: float
