"""The readings and gaps that a case holds, as rows; read on the store lane."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.records.measurement import Quality
from fieldlaw.ui.presenters.instrument_readout import reason, tr

if TYPE_CHECKING:
    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.ledger.event import Event

_MOST_POINTS = 8


@dataclass(frozen=True)
class KeptRow:
    """A reading, or a time without readings.

    Attributes:
        id: the event.
        at: when, as a moment.
        value: the value with its unit, the reason, or the length of a gap.
        point: where; for a gap from when to when.
        note: what weakens it; empty when nothing does.
        device: the instrument.
        number: the value for the curve; None without one.
        gap: whether it is a gap.
    """

    id: str
    at: datetime
    value: str
    point: str
    note: str
    device: str
    number: float | None = None
    gap: bool = False

    @property
    def time(self) -> str:
        """The time of day."""
        return self.at.strftime("%H:%M:%S")

    @property
    def spoken(self) -> str:
        """The row in words."""
        return f"{self.time} {self.value} {self.point} {self.note}"


@dataclass(frozen=True)
class OpenCase:
    """The case into which readings go, and what it holds of them, newest first."""

    id: str
    unit: str
    closed: bool
    rows: tuple[KeptRow, ...]

    @property
    def readings(self) -> tuple[KeptRow, ...]:
        """The rows that are readings."""
        return tuple(row for row in self.rows if not row.gap)

    @property
    def points(self) -> tuple[str, ...]:
        """The places of the last readings, newest first, each once."""
        named = dict.fromkeys(row.point for row in self.readings if row.point)
        return tuple(named)[:_MOST_POINTS]


def _reading(event: Event) -> KeptRow:
    body, at = event.body, datetime.fromisoformat(event.body["taken_at"])
    until = body["calibration"]["valid_until"]
    expired = bool(until) and at.date().isoformat() > until
    return KeptRow(
        id=event.id.hex(),
        at=at,
        value=f"{body['value']} {body['unit']}" if body["value"] else reason(Quality(body["quality"])),
        point=body["point"],
        note=tr("检定过期，不作定案依据") if expired else "",
        device=body["device"],
        number=float(body["value"]) if body["value"] else None,
    )


def length(after: datetime, before: datetime) -> str:
    """How long a gap is, in plain words."""
    whole = (before.replace(microsecond=0) - after.replace(microsecond=0)).total_seconds()
    seconds = max(int(whole), 0)
    minutes, rest = divmod(seconds, 60)
    return tr("{0} 分 {1} 秒").format(minutes, rest) if minutes else tr("{0} 秒").format(rest)


def _gap(event: Event) -> KeptRow:
    after = datetime.fromisoformat(event.body["after"])
    before = datetime.fromisoformat(event.body["before"])
    return KeptRow(
        id=event.id.hex(),
        at=after,
        value=tr("空白 {0}").format(length(after, before)),
        point=tr("断开 {0} 至 {1}").format(after.strftime("%H:%M:%S"), before.strftime("%H:%M:%S")),
        note="",
        device=event.body["device"],
        gap=True,
    )


def look_at_kept(desk: Desk, case: str) -> OpenCase:
    """Read what a case holds of readings.

    Raises:
        NoSuchCaseError: it is not here.
        BrokenChainError: its log does not verify.
    """
    file = read(desk, case).file
    rows = [_reading(one) for one in file.all("measurement_kept")]
    rows += [_gap(one) for one in file.all("reading_gap")]
    newest = tuple(sorted(rows, key=lambda row: row.at, reverse=True))
    opened = file.values("case_opened")[0].body
    return OpenCase(case, opened["unit"], bool(file.all("case_approved")), newest)
