"""Text files of the Thermo TVA2020: calibration history and logged data (manual B-6, B-15, B-20).

Units are those that the instrument wrote at the time of the upload. Columns are taken from the line of dashes
under the header; the manual's pages leave the first columns of logged data open, so a time is read only where
one stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from fieldlaw.cases.records.measurement import Detector, Quality
from fieldlaw.devices.logfiles.rows import LogFile, LogRow, Outcome, order_notes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from fieldlaw.devices.logfiles.lines import Line, Lines

FORMAT, HISTORY = "tva2020-log", "tva2020-history"
_ZONE_NOTE = "时间没有时区，按选定的时区读。"
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_STAMP = re.compile(r"(\d{1,2}) ([A-Za-z]{3}) (\d{2}) (\d{1,2}):(\d{2}):(\d{2})", re.ASCII)
_RECORD = re.compile(
    r"(?P<head>.*?)(?P<conc>-{6}|\d{1,6}(?:\.\d{1,5})?) +(?P<unit>PPB|PPM|%) +"
    r"(?P<status>[A-Z_&]{2,9}) +(?P<detector>PID|FID) +(?P<leak>OK|LEAKER!) *",
    re.ASCII,
)
_HISTORY = re.compile(
    r"(?P<detector>PID|FID) +(?P<kind>ZERO|SPAN[1-9])(?P<loaded>\*?) +(?P<conc>\d{1,6}(?:\.\d{1,5})?) +"
    r"(?P<unit>PPB|PPM|%) +(?P<stamp>\d{1,2} [A-Za-z]{3} \d{2} \d{1,2}:\d{2}:\d{2}) +"
    r"(?P<counts>-?\d{1,10}(?:\.\d{1,5})?) COUNTS(?: +(?P<status>[A-Z_&]{2,9}))? *",
    re.ASCII,
)
_ALARMS = ("OK", "HIGH_ALRM", "LOW_ALARM", "STEL_ALRM", "HIGH&STEL", "LOW&STEL")
_QUALITIES = {
    **dict.fromkeys(_ALARMS, Quality.OK),
    **dict.fromkeys(("OVERFLOW", "CLAMPED", "AVG_OVFLW"), Quality.OVERRANGE),
    **dict.fromkeys(("BAD_CALIB", "CAL_SLOPE", "LOW_FLOW"), Quality.FAULT),
    "UNDERFLOW": Quality.UNDERRANGE,
}
_OFF = ("DET_OFF", "DET_FAIL")


@dataclass(frozen=True)
class Calibration:
    """One record of the calibration history.

    Attributes:
        kind: ZERO or SPAN1 to SPAN9.
        loaded: taken from a file instead of being performed on the instrument.
        counts: the detector's counts, as written.
    """

    line: int
    detector: Detector
    kind: str
    loaded: bool
    concentration: Decimal
    unit: str
    at: datetime | None
    counts: str


@dataclass(frozen=True)
class History:
    """The calibration history of an instrument; `ended` when the file's end mark stands."""

    records: tuple[Calibration, ...]
    notes: tuple[str, ...]
    ended: bool


def reads(lines: Lines) -> bool:
    """Whether the file holds logged data: some line is a record."""
    return any(_RECORD.fullmatch(line.text) for line in lines.lines)


def reads_history(lines: Lines) -> bool:
    """Whether the file is a calibration history."""
    return lines.first.split() == ["CAL", "HISTORY"]


def read(lines: Lines, sha256: str, zone: tzinfo) -> LogFile:
    """Read logged data; what is no record counts as a header line."""
    matched = [(line, _RECORD.fullmatch(line.text)) for line in lines.lines]
    rows = tuple(_row(line, found, zone) for line, found in matched if found)
    headers = sum(1 for line, found in matched if not found and line.text.strip())
    lone = sum(1 for line, found in matched if not found and not line.text.strip())
    notes = (*lines.notes, _ZONE_NOTE, *_end_notes(lines), *order_notes(rows))
    return LogFile(FORMAT, sha256, rows, headers, lone, notes, raw_stream=False)


def read_history(lines: Lines, zone: tzinfo) -> History:
    """Read the calibration history; a line that is no record is told in the notes."""
    records, notes = [], [*lines.notes, _ZONE_NOTE]
    for line in _body(lines):
        found = _HISTORY.fullmatch(line.text)
        if found is None:
            notes.append(f"第 {line.number} 行不是标定记录。")
        else:
            records.append(_calibration(line, found, zone))
    ended = any(line.text.strip() == "END" for line in lines.lines)
    return History(tuple(records), (*notes, *_end_notes(lines)), ended)


def _end_notes(lines: Lines) -> Iterator[str]:
    if not any(line.text.strip() == "END" for line in lines.lines):
        yield "没有结束标记 END，文件可能不完整。"


def _body(lines: Lines) -> Iterator[Line]:
    """What stands between the line of dashes and the end mark."""
    inside = False
    for line in lines.lines:
        text = line.text.strip()
        if text == "END":
            return
        if inside and text:
            yield line
        inside = inside or (bool(text) and set(text) <= {"-", " "})


def _stamp(text: str, zone: tzinfo) -> datetime | None:
    found = _STAMP.search(text)
    if found is None or found[2].upper() not in _MONTHS:
        return None
    day, year, hour, minute, second = (int(found[n]) for n in (1, 3, 4, 5, 6))
    try:
        return datetime(2000 + year, _MONTHS.index(found[2].upper()) + 1, day, hour, minute, second, 0, zone)
    except ValueError:
        return None


def _calibration(line: Line, found: re.Match[str], zone: tzinfo) -> Calibration:
    return Calibration(
        line.number,
        Detector[found["detector"]],
        found["kind"],
        bool(found["loaded"]),
        Decimal(found["conc"]),
        found["unit"].lower(),
        _stamp(found["stamp"], zone),
        found["counts"],
    )


def _row(line: Line, found: re.Match[str], zone: tzinfo) -> LogRow:
    detector, at = Detector[found["detector"]], _stamp(found["head"], zone)
    quality, why = _judged(found, detector)
    if not why and at is None:
        quality, why = Quality.UNKNOWN, "这一行没有时间"
    outcome = Outcome.MEASUREMENT if not why else _outcome(quality)
    value = None if why else Decimal(found["conc"])
    place = _STAMP.sub("", found["head"]).strip()
    unit = found["unit"].lower()
    return LogRow(line.number, at, None, detector, value, unit, quality, outcome, why, line.text, point=place)


def _outcome(quality: Quality) -> Outcome:
    return Outcome.UNLIT if quality is Quality.UNLIT else Outcome.UNKNOWN


def _judged(found: re.Match[str], detector: Detector) -> tuple[Quality, str]:
    status = found["status"]
    if status in _OFF:
        dark = Quality.UNLIT if detector is Detector.FID else Quality.FAULT
        return dark, f"检测器没有工作（{status}）"
    quality = _QUALITIES.get(status, Quality.UNKNOWN)
    if quality is not Quality.OK:
        return quality, f"仪器状态 {status}"
    return (Quality.UNKNOWN, "没有浓度") if found["conc"].startswith("--") else (Quality.OK, "")
