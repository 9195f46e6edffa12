"""What the program knows of an analyzer, as data."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldlaw.cases.records.measurement import Detector


class State(Enum):
    """What is known of the detector: of the flame, or READY where there is none."""

    SILENT = "silent"
    UNLIT = "unlit"
    IGNITING = "igniting"
    LIT = "lit"
    FLAME_OUT = "flame_out"
    READY = "ready"


class Fault(Enum):
    """What is wrong with the instrument now, as the instrument itself shows it; `word` is for people."""

    LOW_HYDROGEN = "low_hydrogen"
    LOW_BATTERY = "low_battery"
    BLOCKED_PROBE = "blocked_probe"
    OVER_RANGE = "over_range"
    LAMP = "lamp"
    IGNITION_FAILED = "ignition_failed"
    CALIBRATION = "calibration"
    DEVICE = "device"

    @property
    def word(self) -> str:
        """Two to four Chinese characters for a tile."""
        return _WORDS[self]


_WORDS = {
    Fault.LOW_HYDROGEN: "氢气低",
    Fault.LOW_BATTERY: "电量低",
    Fault.BLOCKED_PROBE: "探头堵",
    Fault.OVER_RANGE: "超量程",
    Fault.LAMP: "灯故障",
    Fault.IGNITION_FAILED: "点火失败",
    Fault.CALIBRATION: "标定异常",
    Fault.DEVICE: "仪器故障",
}


@dataclass(frozen=True)
class DeviceSpec:
    """One model: what it measures, how it is reached, which commands exist and what is proven.

    Attributes:
        evidence: the grade of the public sources (A best), shown to the inspector.
        unit: as the stream says it; None: it does not, a person must state it.
        read_only: commands (and set-up that only makes the device talk) that may always leave.
        guarded: commands that leave only on a person's explicit action.
        forbidden: commands that exist and never leave; everything unnamed does not either.
        poll_plan: (command, seconds) for what is sent again and again.
        silence_seconds: after so long without a message the readings have stopped.
        reconnect_seconds: after so long without a message the line is opened anew.
        experimental: the public evidence is thin; say so wherever a reading is shown.
        ranges: what the maker says of the measuring ranges, in words; empty when nothing was seen.
        warmup_seconds: from ignition to steady readings; None where no source gives a number.
        ignition_seconds: after so long without a flame the try counts as failed.
        debounce: so many frames in a row before "lit" or "flame-out" is announced; values never wait.
        command_of: the name of the command in these bytes; empty when they are no single command.
    """

    id: str
    name: str
    detectors: tuple[Detector, ...]
    transports: tuple[str, ...]
    evidence: str
    sources: tuple[str, ...]
    unit: str | None
    read_only: tuple[str, ...]
    guarded: tuple[str, ...]
    poll_plan: tuple[tuple[str, float], ...]
    silence_seconds: float
    reconnect_seconds: float
    command_of: Callable[[bytes], str] = field(repr=False, compare=False)
    forbidden: tuple[str, ...] = ()
    experimental: bool = False
    baudrate: int = 115200
    ranges: tuple[str, ...] = ()
    warmup_seconds: float | None = None
    ignition_seconds: float = 60.0
    debounce: int = 1
