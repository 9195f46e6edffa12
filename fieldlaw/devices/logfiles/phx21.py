"""CSV log of the LDARtools phx21 app (LDARtools/PhxAccess, MIT, facts only; header seen, no public file).

ppm, pA, psi, mV, degrees Fahrenheit. `PpmStr` is what the app showed: "N/A" when unlit, rounded from 100 up;
`RawPpm` is what the instrument sent. Times have no zone: the caller says which clock wrote them.
"""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from fieldlaw.cases.records.measurement import Detector, Quality
from fieldlaw.devices.logfiles.rows import LogFile, LogRow, Outcome, order_notes

if TYPE_CHECKING:
    from datetime import tzinfo

    from fieldlaw.devices.logfiles.lines import Line, Lines

FORMAT = "phx21-csv"
_COLUMNS = (
    "time logged", "time received", "lph2", "BatteryVoltage", "ChamberOuterTemp", "IsPumpAOn", "PpmStr",
    "SamplePressure", "TankPressure", "ThermoCouple", "PumpPower", "FIDRange", "PicoAmps", "RawPpm",
    "IsSolenoidAOn", "IsSolenoidBOn",
)  # fmt: skip
HEADER = ",".join(_COLUMNS)
_MESSAGES = f"{HEADER},Messages"
_STAMP = re.compile(r"\d{2}/\d{2}/\d{4} \d{2}:\d{2}:\d{2}", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,9})?", re.ASCII)
_LIT_ABOVE = Decimal(75)  # degrees Fahrenheit at the thermocouple, as the maker's code has it
_ROUNDED = Decimal(1)  # by how much what was shown may differ from what was sent: the app rounds


def reads(lines: Lines) -> bool:
    """Whether the file is one of these."""
    return lines.first in (HEADER, _MESSAGES)


def read(lines: Lines, sha256: str, zone: tzinfo) -> LogFile:
    """Read the file; `zone` is that of the clock that wrote the times."""
    rows: list[LogRow] = []
    headers = continuations = 0
    for line in lines.lines:
        if line.text in (HEADER, _MESSAGES):
            headers += 1
        elif _STAMP.match(line.text):
            rows.append(_read_row(line, zone, rows[-1] if rows else None))
        else:
            continuations += 1
    notes = (*lines.notes, "时间没有时区，按选定的时区读。", *order_notes(rows))
    return LogFile(FORMAT, sha256, tuple(rows), headers, continuations, notes)


def _at(text: str, zone: tzinfo) -> datetime | None:
    try:
        return datetime.strptime(text, "%m/%d/%Y %H:%M:%S").replace(tzinfo=zone)
    except ValueError:
        return None


def _read_row(line: Line, zone: tzinfo, before: LogRow | None) -> LogRow:
    values = line.text.split(",", len(_COLUMNS))
    cells = dict(zip(_COLUMNS, values, strict=False))
    logged, received = _at(values[0], zone), _at(values[1], zone) if len(values) > 1 else None
    quality, why = _judged(cells) if len(values) >= len(_COLUMNS) else (Quality.COMM, "这一行不完整")
    value, outcome = None, Outcome.UNLIT if quality is Quality.UNLIT else Outcome.UNKNOWN
    if not why and before is not None and _is_same(before, received, cells):
        quality, why, outcome = Quality.COMM, "与上一行同一接收时间，是软件重写的旧值", Outcome.REPEAT
    elif not why:
        value, outcome = Decimal(cells["RawPpm"]), Outcome.MEASUREMENT
    message = values[len(_COLUMNS)] if len(values) > len(_COLUMNS) else ""
    return LogRow(
        line.number, logged, received, Detector.FID, value, "ppm", quality, outcome, why, line.text,
        message=message,
    )  # fmt: skip


def _is_same(before: LogRow, received: datetime | None, cells: dict[str, str]) -> bool:
    last = before.text.split(",", len(_COLUMNS))
    place = _COLUMNS.index("PicoAmps")
    same = len(last) > place + 1 and last[place : place + 2] == [cells["PicoAmps"], cells["RawPpm"]]
    return same and received is not None and received == before.received_at


def _judged(cells: dict[str, str]) -> tuple[Quality, str]:
    """Why a row carries no value; an empty reason where it does."""
    if cells["PpmStr"] == "N/A":
        return Quality.UNLIT, "没有点火"
    numbers = [cells[name] for name in ("RawPpm", "PpmStr", "ThermoCouple")]
    if not all(_NUMBER.fullmatch(text) for text in numbers):
        return Quality.UNKNOWN, "浓度或热电偶不是数"
    raw, shown, heat = map(Decimal, numbers)
    if heat <= _LIT_ABOVE or "False" in (cells["IsPumpAOn"], cells["IsSolenoidAOn"]):
        return Quality.UNLIT, "热电偶、泵或电磁阀表明没有点火"
    if abs(raw - shown) > _ROUNDED and not (raw < 0 and not shown):
        return Quality.UNKNOWN, f"软件显示 {shown}，仪器发来 {raw}，两者不一致"
    return Quality.OK, ""
