"""CSV log of the LDARtools phx42 app: thirty columns, a message with commas, lines that go on.

Layout and traps from two public log files and the app's source (LDARtools/CommonShared, MIT, facts only).
ppm, pA, psi, degrees Celsius. `Log Time` has the offset of the phone, `Received Time` is a time of day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from fieldlaw.cases.records.measurement import Detector, Quality
from fieldlaw.devices.logfiles.rows import LogFile, LogRow, Outcome, order_notes

if TYPE_CHECKING:
    from fieldlaw.devices.logfiles.lines import Line, Lines

FORMAT = "phx42-csv"
HEADER = (
    "Log Time,Received Time,picoamps,ppm,pa offset,sample pressure,sample PPL,combustion pressure,"
    "combustion PPL,lph2,hph2,vac,internal temp.,external temp.,case temp.,needle valve,heater,glow plug,"
    "solenoid,battery status,battery charge,volts,current,is ignited,p1 tgt,p2 tgt,h2 tgt,altimeter,"
    "reporting status,message"
)
_COLUMNS = 30
_PICOAMPS, _PPM, _BATTERY, _IGNITED, _MESSAGE = 2, 3, 19, 23, 29
_STAMP = re.compile(r"\d{2}/\d{2}/\d{4} \d{2}:\d{2}:\d{2}\.\d{3}[+-]\d{2}:\d{2}(,|$)", re.ASCII)
_TIME = re.compile(r"(\d{2}):(\d{2}):(\d{2})\.(\d{3})[+-]\d{2}:\d{2}", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,9})?", re.ASCII)
_HALF_DAY = timedelta(hours=12)


def reads(lines: Lines) -> bool:
    """Whether the file is one of these."""
    return lines.first == HEADER


def read(lines: Lines, sha256: str) -> LogFile:
    """Read the file: each line is a header, a row, or goes on with the row before it."""
    reader = _Reader()
    for line in lines.lines:
        reader.take(line)
    rows = tuple(reader.rows)
    notes = (*lines.notes, *reader.notes, *order_notes(rows))
    return LogFile(FORMAT, sha256, rows, reader.headers, reader.continuations, notes)


class _Reader:
    def __init__(self) -> None:
        self.rows: list[LogRow] = []
        self.notes: list[str] = []
        self.headers = self.continuations = 0
        self._last: _Seen | None = None

    def take(self, line: Line) -> None:
        if line.text == HEADER:
            self.headers += 1
        elif _STAMP.match(line.text):
            self._row(line)
        else:
            self._go_on(line)

    def _row(self, line: Line) -> None:
        cells = line.text.split(",", _COLUMNS - 1)
        stamp = _stamp(cells[0])
        if stamp is None:  # it looks like a time but is none
            self._go_on(line)
            return
        if len(cells) < _COLUMNS:
            self.notes.append(f"第 {line.number} 行只有 {len(cells)} 列，不完整。")
            self.rows.append(_no_value(line, stamp, None, Quality.COMM, "这一行不完整"))
            return
        seen = _Seen(cells[1], cells[_PICOAMPS], cells[_PPM])
        is_stale = seen.received != "N/A" and seen == self._last
        self._last = seen
        self.rows.append(_read_row(line, cells, stamp, is_stale=is_stale))

    def _go_on(self, line: Line) -> None:
        self.continuations += 1
        if not self.rows:
            self.notes.append(f"第 {line.number} 行前面没有读数，不知道属于哪一行。")
            return
        held = self.rows[-1]
        self.rows[-1] = replace(held, message=f"{held.message}\n{line.text}")


@dataclass(frozen=True)
class _Seen:
    """What shows that the app wrote the value before once more."""

    received: str
    picoamps: str
    ppm: str


def _stamp(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%m/%d/%Y %H:%M:%S.%f%z")
    except ValueError:
        return None


def _received(text: str, logged: datetime) -> datetime | None:
    """The day is that of the log time, or the one before where that would lie hours ahead of it."""
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    try:
        at = logged.replace(hour=int(found[1]), minute=int(found[2]), second=int(found[3]))
    except ValueError:
        return None
    at = at.replace(microsecond=int(found[4]) * 1000)
    if at - logged > _HALF_DAY and logged.date() > date.min:
        return at - timedelta(days=1)
    return at + timedelta(days=1) if logged - at > _HALF_DAY and logged.date() < date.max else at


def _read_row(line: Line, cells: list[str], stamp: datetime, *, is_stale: bool) -> LogRow:
    received = _received(cells[1], stamp)
    quality, why = _judged(cells)
    if why:
        row = _no_value(line, stamp, received, quality, why)
    elif is_stale:
        why = "与上一行同一接收时间，是软件重写的旧值"
        row = replace(_no_value(line, stamp, received, Quality.COMM, why), outcome=Outcome.REPEAT)
    else:
        row = _value(line, stamp, received, Decimal(cells[_PPM]))
    return replace(row, message=cells[_MESSAGE])


def _judged(cells: list[str]) -> tuple[Quality, str]:
    """Why a row carries no value; an empty reason where it does."""
    ppm, ignited = cells[_PPM], cells[_IGNITED]
    if _NUMBER.fullmatch(ppm) is None:
        return Quality.UNKNOWN, "没有浓度" if ppm == "N/A" else "浓度不是数"
    if Decimal(ppm) < 0:
        return Quality.UNLIT, f"没有点火（{ppm}）"
    if ignited == "False":
        return Quality.UNLIT, "没有点火"
    if ignited != "True":
        off = cells[_BATTERY] == "Not Working"
        return Quality.UNKNOWN, "仪器没有连接" if off else "不知道是否已点火"
    return Quality.OK, ""


def _no_value(line: Line, at: datetime, received: datetime | None, quality: Quality, why: str) -> LogRow:
    outcome = Outcome.UNLIT if quality is Quality.UNLIT else Outcome.UNKNOWN
    return LogRow(line.number, at, received, Detector.FID, None, "ppm", quality, outcome, why, line.text)


def _value(line: Line, at: datetime, received: datetime | None, ppm: Decimal) -> LogRow:
    held = Outcome.MEASUREMENT
    return LogRow(line.number, at, received, Detector.FID, ppm, "ppm", Quality.OK, held, "", line.text)
