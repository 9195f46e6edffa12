"""Readings that did not come over the line: out of a log file of the instrument, or typed in by hand.

Both are kept beside those of the line, and both say what they are. A log file is evidence as a whole; single
readings out of it name their line.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework.desk import write
from fieldlaw.cases.casework.inspecting import Spot, add_evidence, check_open, reading_body
from fieldlaw.cases.ledger.event import Draft
from fieldlaw.cases.records.measurement import Crc, Measurement, Quality
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.casework.inspecting import Note
    from fieldlaw.cases.records.changes import Changes
    from fieldlaw.cases.records.instrument import Instrument
    from fieldlaw.cases.records.measurement import Detector

FROM_FILE, BY_HAND = "file", "hand"
MOST_READINGS = 500
_LARGEST = Decimal(10) ** 9
_SAFE = "已写的内容没有丢，案件没有变化。"


class HandReadingError(KnownError):
    """What was typed in is no reading."""

    def __init__(self, what: str, way_out: str) -> None:
        super().__init__(f"没有记下：{what}。", way_out, _SAFE)


class TooManyReadingsError(KnownError):
    """More readings out of one file than anybody can look through."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"没有存入：选了 {count} 条，一次最多 {MOST_READINGS} 条。",
            "只选要用的读数；整个文件照样作为证据保存。",
            _SAFE,
        )


@dataclass(frozen=True)
class FromFile:
    """A reading out of a log file: the record, its line in the file, the place."""

    taken: Measurement
    line: int
    point: str


@dataclass(frozen=True)
class LogEvidence:
    """A log file to be kept.

    Attributes:
        data: the whole file.
        note: what is known of it as evidence.
        format: the id of its format.
        summary: what reading it counted.
        signs: what a person should ask about: id and words each.
        columns: how a table was read; empty for a known format.
        readings: those that are kept one by one.
    """

    data: bytes
    note: Note
    format: str
    summary: Mapping[str, Any]
    signs: Sequence[Mapping[str, str]]
    columns: Mapping[str, Any]
    readings: Sequence[FromFile]


@dataclass(frozen=True)
class HandReading:
    """A number that a person read off a screen.

    Attributes:
        value: as typed.
        detector: what the instrument measures with.
        taken_at: when it stood on the screen, with its zone.
        photo: the id of the evidence that shows the screen; empty without one.
        note: why it was typed in.
    """

    value: str
    unit: str
    detector: Detector
    taken_at: datetime
    spot: Spot
    photo: str
    note: str


def keep_log(desk: Desk, case: str, log: LogEvidence, instrument: Instrument) -> Changes:
    """Keep a log file and the readings that were chosen out of it: all of it or nothing.

    Raises:
        TooManyReadingsError: more than can be looked through.
        ClosedInspectionError: the case has been approved.
        DiskFullError: no room; the case is unchanged.
    """
    if len(log.readings) > MOST_READINGS:
        raise TooManyReadingsError(len(log.readings))

    def drafts(evidence: str) -> list[Draft]:
        kept = [_from_file(desk, log, one, evidence, instrument) for one in log.readings]
        return [_imported(desk, log, evidence, instrument), *kept]

    return add_evidence(desk, case, log.data, log.note, drafts)


def _imported(desk: Desk, log: LogEvidence, evidence: str, instrument: Instrument) -> Draft:
    body = {
        "evidence": evidence,
        "device": instrument.name,
        "format": log.format,
        "sha256": bytes.fromhex(log.summary["sha256"]),
        "summary": dict(log.summary),
        "signs": [dict(one) for one in log.signs],
        "columns": dict(log.columns),
        "by": desk.profile.person.name,
    }
    return Draft("log_imported", body)


def _from_file(desk: Desk, log: LogEvidence, one: FromFile, evidence: str, instrument: Instrument) -> Draft:
    body = reading_body(desk, one.taken, Spot(one.point, log.note.item), instrument.calibration)
    more = {"origin": FROM_FILE, "evidence": evidence, "line": one.line, "note": ""}
    return Draft("measurement_kept", {**body, **more}, version=2)


def keep_by_hand(desk: Desk, case: str, typed: HandReading, instrument: Instrument) -> Changes:
    """Keep a number that a person typed in; the state of the instrument is not known, and it says so.

    Raises:
        HandReadingError: no number, no unit, a time to come, no reason.
        ClosedInspectionError: the case has been approved.
    """
    check_open(desk, case)
    return write(desk, case, _typed_in(desk, typed, instrument))


def keep_with_photo(
    desk: Desk, case: str, typed: HandReading, instrument: Instrument, photo: tuple[bytes, Note]
) -> Changes:
    """Keep the photo of a screen as evidence and the number on it, which names the photo: both or neither.

    Raises:
        HandReadingError: as for `keep_by_hand`.
        ClosedInspectionError: the case has been approved.
        DiskFullError: no room; the case is unchanged.
    """
    _typed_in(desk, typed, instrument)

    def reading(evidence: str) -> list[Draft]:
        return [_typed_in(desk, replace(typed, photo=evidence), instrument)]

    return add_evidence(desk, case, *photo, reading)


def _typed_in(desk: Desk, typed: HandReading, instrument: Instrument) -> Draft:
    value = _number(typed.value)
    if not typed.unit.strip():
        raise HandReadingError("没有写单位", "照屏幕写上 ppm、μmol/mol 等单位。")
    if not typed.note.strip():
        raise HandReadingError("没有写为什么手工录入", "写一句，如“仪器没有数据接口”。")
    if typed.taken_at > datetime.fromisoformat(desk.clock().wall):
        raise HandReadingError("读数时间在现在之后", "写屏幕上出现读数的时间。")
    status = (("source", "typed in"),)
    raw = f"{typed.value.strip()} {typed.unit.strip()}".encode()
    taken = Measurement(
        instrument.name, typed.detector, value, typed.unit.strip(), Quality.UNKNOWN, status, raw, Crc.ABSENT,
        typed.taken_at, 0.0,
    )  # fmt: skip
    body = reading_body(desk, taken, typed.spot, instrument.calibration)
    more = {"origin": BY_HAND, "evidence": typed.photo, "line": 0, "note": typed.note.strip()}
    return Draft("measurement_kept", {**body, **more}, version=2)


def _number(text: str) -> Decimal:
    try:
        value = Decimal(text.strip())
    except InvalidOperation as error:
        raise HandReadingError(f"“{text.strip()[:20]}”不是数", "照屏幕写数字，没有读数的不录入。") from error
    if not value.is_finite() or not 0 <= value < _LARGEST:
        raise HandReadingError(f"{text.strip()[:20]} 不可能是浓度", "负数多为没有点火的记号，不是读数。")
    return value
