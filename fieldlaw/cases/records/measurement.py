"""A reading of a gas analyzer: a value, or no value with the reason.

The driver yields the very record that the case keeps, so nothing is translated on the way.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal


class Detector(Enum):
    """The sensing principle behind a number; a limit may demand one of them."""

    FID = "FID"
    PID = "PID"


class Quality(Enum):
    """How a reading may be used. Only OK carries a value."""

    OK = "ok"
    UNLIT = "unlit"
    WARMING = "warming"
    OVERRANGE = "overrange"
    UNDERRANGE = "underrange"
    FAULT = "fault"
    COMM = "comm"
    UNKNOWN = "unknown"


class Crc(Enum):
    """The checksum of the frame that carried the reading."""

    OK = "ok"
    BAD = "bad"
    ABSENT = "absent"


NO_VALUE_WORDS = {  # why a reading has no value that may be used
    Quality.UNLIT: "没有点火",
    Quality.WARMING: "还在预热",
    Quality.OVERRANGE: "超量程",
    Quality.UNDERRANGE: "低于量程",
    Quality.FAULT: "仪器报故障",
    Quality.COMM: "通信出错",
    Quality.UNKNOWN: "仪器状态未知",
}
UNCHECKED = "仪器数据不带校验"  # what is said of readings whose frames carry none


@dataclass(frozen=True)
class CalibrationState:
    """What the case must know of the instrument's calibration at the time of a reading."""

    certificate: str
    valid_until: str
    span_checked_at: str | None


@dataclass(frozen=True)
class Measurement:
    """One sample as the instrument sent it.

    `value` is exact (the digits of the instrument) and None unless `quality` is OK or, for
    protocols without a status, UNKNOWN. `raw` is the whole frame, untouched.
    """

    device_id: str
    detector: Detector
    value: Decimal | None
    unit: str
    quality: Quality
    status: tuple[tuple[str, str], ...]
    raw: bytes
    crc: Crc
    taken_at: datetime
    monotonic: float

    def __post_init__(self) -> None:
        """Refuse a number without its quality: an unlit detector has no value."""
        if self.value is not None and self.quality not in (Quality.OK, Quality.UNKNOWN):
            raise ValueError("a value needs quality ok")
        if self.taken_at.tzinfo is None:
            raise ValueError("taken_at needs a zone")
