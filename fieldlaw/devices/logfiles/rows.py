"""What a log file says: rows with a value or a reason, gaps, notes about the file as a whole."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.records.measurement import Crc, Measurement, Quality

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from decimal import Decimal

    from fieldlaw.cases.records.measurement import Detector

GAP_SECONDS = 30.0  # between the log times of two rows: more is a gap in the record


class Outcome(Enum):
    """What a row is. Each row is exactly one of these."""

    MEASUREMENT = "measurement"
    UNLIT = "unlit"
    UNKNOWN = "unknown"
    REPEAT = "repeat"


@dataclass(frozen=True)
class LogRow:
    """One row.

    Attributes:
        line: its first line in the file, counted from 1.
        logged_at: when the app or the instrument wrote it; None where the file does not say.
        received_at: when the value came from the instrument; None where the file does not say.
        value: as written; None unless the outcome is MEASUREMENT.
        quality: OK for a measurement, else why there is no value.
        why: the reason in words; empty for a measurement.
        point: the place, where the file names one.
        text: the row as it stands in the file.
        message: what the app wrote beside it, continuation lines included.
    """

    line: int
    logged_at: datetime | None
    received_at: datetime | None
    detector: Detector | None
    value: Decimal | None
    unit: str
    quality: Quality
    outcome: Outcome
    why: str
    text: str
    point: str = ""
    message: str = ""

    @property
    def at(self) -> datetime | None:
        """When it was measured: received, else logged."""
        return self.received_at or self.logged_at

    def as_measurement(self, device: str) -> Measurement | None:
        """The record that a case keeps; None where detector or time are not known."""
        if self.detector is None or self.at is None:
            return None
        status = (("source", "log file"), ("line", str(self.line)))
        raw = self.text.encode("utf-8")
        value = self.value if self.quality is Quality.OK else None
        return Measurement(
            device, self.detector, value, self.unit, self.quality, status, raw, Crc.ABSENT, self.at, 0.0
        )


@dataclass(frozen=True)
class Gap:
    """Two neighbouring rows with too long a time between them."""

    after: datetime
    before: datetime

    @property
    def seconds(self) -> float:
        """How long."""
        return (self.before - self.after).total_seconds()


@dataclass(frozen=True)
class LogFile:
    """A whole file.

    Attributes:
        format: the id of the format.
        sha256: of the bytes of the file.
        headers: how many header lines; an app that is started again writes another one.
        continuations: lines that belong to the row before them.
        notes: what a person should know of the file, in words.
        raw_stream: whether the rows are the instrument's own stream and not a summary.
    """

    format: str
    sha256: str
    rows: tuple[LogRow, ...]
    headers: int
    continuations: int
    notes: tuple[str, ...]
    raw_stream: bool = True

    @property
    def measurements(self) -> tuple[LogRow, ...]:
        """The rows that carry a value."""
        return tuple(row for row in self.rows if row.outcome is Outcome.MEASUREMENT)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Times without rows."""
        return tuple(_gaps(self.rows))

    def as_json(self) -> dict[str, Any]:
        """The summary; keys as the command line promises them."""
        count = Counter(row.outcome for row in self.rows)
        times = [row.logged_at for row in self.rows if row.logged_at is not None]
        return {
            "format": self.format,
            "sha256": self.sha256,
            "rows": len(self.rows),
            "headers": self.headers,
            "continuations": self.continuations,
            "measurements": count[Outcome.MEASUREMENT],
            "unlit": count[Outcome.UNLIT],
            "unknown": count[Outcome.UNKNOWN],
            "repeats": count[Outcome.REPEAT],
            "gaps": [_gap_json(gap) for gap in self.gaps],
            "first": times[0].isoformat() if times else None,
            "last": times[-1].isoformat() if times else None,
            "notes": list(self.notes),
        }


def _gap_json(gap: Gap) -> dict[str, Any]:
    return {"after": gap.after.isoformat(), "before": gap.before.isoformat(), "seconds": gap.seconds}


def _gaps(rows: Sequence[LogRow]) -> Iterator[Gap]:
    times = [row.logged_at for row in rows if row.logged_at is not None]
    for after, before in itertools.pairwise(times):
        if (before - after).total_seconds() > GAP_SECONDS:
            yield Gap(after, before)


def order_notes(rows: Sequence[LogRow]) -> Iterator[str]:
    """Say where the log times run backwards: a clock that was set, or a file that was put together."""
    timed = [(row.line, row.logged_at) for row in rows if row.logged_at is not None]
    for (_, one), (line, other) in itertools.pairwise(timed):
        if other < one:
            yield f"第 {line} 行的时间比上一行早，时钟改过或文件拼接过。"
