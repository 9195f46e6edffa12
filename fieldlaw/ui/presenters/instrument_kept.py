"""The readings and gaps that a case holds, as rows; read on the store lane."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.inspecting import Note, add_evidence, next_number
from fieldlaw.cases.casework.reading_files import BY_HAND, FROM_FILE
from fieldlaw.cases.records.measurement import Quality
from fieldlaw.ui.presenters.instrument_readout import reason, spell, tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.ledger.event import Event
    from fieldlaw.cases.records.changes import Changes

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
        origin: hand or file where it did not come over the line.
    """

    id: str
    at: datetime
    value: str
    point: str
    note: str
    device: str
    number: float | None = None
    gap: bool = False
    origin: str = ""

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
    return KeptRow(
        id=event.id.hex(),
        at=at,
        value=_value(body),
        point=body["point"],
        note="·".join(word for word in (_origin(body), _expired(body, at)) if word),
        device=body["device"],
        number=float(body["value"]) if body["value"] else None,
        origin=body.get("origin", ""),
    )


def _value(body: Mapping[str, Any]) -> str:
    if body["value"] is None:
        return reason(Quality(body["quality"]))
    return f"{spell(Decimal(body['value']))} {body['unit']}"


def _origin(body: Mapping[str, Any]) -> str:
    """Where a reading came from when it did not come over the line."""
    origin = body.get("origin", "")
    if origin == BY_HAND:
        return tr("人工录入，{0}").format(body["note"]) if body.get("note") else tr("人工录入")
    return tr("记录文件第 {0} 行").format(body["line"]) if origin == FROM_FILE else ""


def _expired(body: Mapping[str, Any], at: datetime) -> str:
    until = body["calibration"]["valid_until"]
    return tr("检定过期，不作定案依据") if until and at.date().isoformat() > until else ""


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


def keep_screen(desk: Desk, case: str, picture: bytes, item: str | None, point: str) -> Changes:
    """Keep a picture of the readings as evidence.

    Raises:
        ClosedInspectionError, DiskFullError: see `add_evidence`.
    """
    note = Note(
        number=next_number(read(desk, case), tr("拍屏")),
        title=point or tr("仪器读数"),
        media="image/png",
        place="",
        by=desk.profile.person.name,
        taken_at=desk.clock().wall,
        item=item,
    )
    return add_evidence(desk, case, picture, note)
