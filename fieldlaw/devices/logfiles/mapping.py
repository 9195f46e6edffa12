"""Which column of a table is what: guessed from its header, settled by a person, kept for the next file."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, fields, replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.records.measurement import Detector, Quality
from fieldlaw.devices.logfiles.rows import LogFile, LogRow, Outcome, order_notes
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import tzinfo

    from fieldlaw.devices.logfiles.tables import Table

FORMAT = "table"
TIME, DATE, VALUE, POINT, DETECTOR, STATUS = "time", "date", "value", "point", "detector", "status"
ROLES = (TIME, DATE, VALUE, POINT, DETECTOR, STATUS)
NO_COLUMN = -1
UNITS = ("ppm", "μmol/mol", "ppb", "%", "mg/m3")
_WORDS = {
    TIME: ("检测时间", "测量时间", "采样时间", "时间", "日期时间", "time", "datetime", "timestamp"),
    DATE: ("检测日期", "日期", "date"),
    VALUE: ("泄漏检测值", "检测值", "浓度", "读数", "测量值", "净检测值", "value", "reading", "conc", "ppm"),
    POINT: ("密封点编码", "点位", "位号", "测点", "编号", "标签", "位置", "tag", "point", "location"),
    DETECTOR: ("检测器", "detector"),
    STATUS: ("状态", "仪器状态", "status"),
}
_NUMBER = re.compile(r"[+-]?\d{1,9}(\.\d{1,9})?", re.ASCII)
_TIMES = (
    "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M",
    "%Y年%m月%d日 %H:%M:%S", "%Y年%m月%d日 %H:%M", "%Y%m%d%H%M%S", "%d.%m.%Y %H:%M:%S",
)  # fmt: skip


class UnfitMappingError(KnownError):
    """The columns cannot be what they are said to be."""

    def __init__(self, what: str) -> None:
        super().__init__(f"对应列不能用：{what}。", "在“对应列”里改好再预览。", "文件没有改动。")


@dataclass(frozen=True)
class ColumnMapping:
    """What the columns of a table are.

    Attributes:
        name: what the person calls it, usually the instrument or the program that writes the table.
        header: the number of the header row, counted from 0; NO_COLUMN without one.
        time, date, value, point, detector, status: columns counted from 0; NO_COLUMN where there is none.
        unit: of the values, as the person says.
        fixed_detector: FID or PID where no column says it; empty where nobody knows.
        good: status words that stand for a usable value; empty: no status word makes a value unusable.
    """

    name: str = ""
    header: int = 0
    time: int = NO_COLUMN
    date: int = NO_COLUMN
    value: int = NO_COLUMN
    point: int = NO_COLUMN
    detector: int = NO_COLUMN
    status: int = NO_COLUMN
    unit: str = ""
    fixed_detector: str = ""
    good: tuple[str, ...] = ()

    def column(self, role: str) -> int:
        """The column of a role."""
        held: int = getattr(self, role)
        return held

    def as_json(self) -> dict[str, Any]:
        """Plain values, for keeping."""
        held = {one.name: getattr(self, one.name) for one in fields(self)}
        return {**held, "good": list(self.good)}


def mapping_of(data: Mapping[str, Any]) -> ColumnMapping:
    """A mapping as it was kept.

    Raises:
        UnfitMappingError: something else was kept, or somebody changed it.
    """
    forms = {one.name: type(one.default) for one in fields(ColumnMapping)}
    held = {**data, "good": tuple(data.get("good", ()))}
    if set(held) != set(forms) or any(type(value) is not forms[key] for key, value in held.items()):
        raise UnfitMappingError("保存的对应列已损坏")
    if not all(isinstance(word, str) for word in held["good"]):
        raise UnfitMappingError("保存的对应列已损坏")
    return ColumnMapping(**held)


def guess(table: Table) -> ColumnMapping:
    """The columns by their header words; what is not recognised stays open.

    A unit or a detector is never guessed, but read out of the header where it stands there.
    """
    header = next((n for n, row in enumerate(table.rows[:20]) if _hits(row)), NO_COLUMN)
    if header == NO_COLUMN:
        return ColumnMapping(header=NO_COLUMN)
    names = table.rows[header]
    places: dict[str, Any] = {role: _find(names, role) for role in ROLES}
    found = replace(ColumnMapping(header=header), **places)
    if found.value == NO_COLUMN:
        return found
    word = names[found.value].lower()
    detector = next((one.value for one in Detector if one.value.lower() in word), "")
    return replace(found, unit=_unit_in(word), fixed_detector=detector)


def _hits(row: Sequence[str]) -> bool:
    return _find(row, VALUE) != NO_COLUMN and (len(row) > 1 or not _NUMBER.fullmatch(row[0].strip()))


def _find(names: Sequence[str], role: str) -> int:
    """The column whose words fit best: whole words first, then parts, in the order of the list."""
    plain = [name.strip().lower() for name in names]
    for word in _WORDS[role]:
        if word in plain:
            return plain.index(word)
    for word in _WORDS[role]:
        for place, name in enumerate(plain):
            if word in name:
                return place
    return NO_COLUMN


def _unit_in(word: str) -> str:
    plain = word.replace("µ", "μ").replace("umol", "μmol").replace("m³", "m3")
    return next((unit for unit in UNITS if unit.lower() in plain), "")


def check(mapping: ColumnMapping, table: Table) -> None:
    """Refuse a mapping by which no reading can be told.

    Raises:
        UnfitMappingError: names what is missing or twice.
    """
    columns = [mapping.column(role) for role in ROLES if mapping.column(role) != NO_COLUMN]
    if mapping.value == NO_COLUMN:
        raise UnfitMappingError("没有指明哪一列是读数")
    if mapping.time == NO_COLUMN:
        raise UnfitMappingError("没有指明哪一列是时间")
    if mapping.unit not in UNITS:
        raise UnfitMappingError("没有写读数的单位")
    if len(set(columns)) < len(columns):
        raise UnfitMappingError("同一列用了两次")
    if max(columns) >= max(len(row) for row in table.rows):
        raise UnfitMappingError("指明的列在表里没有")


def read_mapped(table: Table, data: bytes, mapping: ColumnMapping, zone: tzinfo) -> LogFile:
    """Read a table by a mapping: every row below the header is a row, with a value or a reason.

    Args:
        table: the cells.
        data: the bytes of the file, for its hash.
        mapping: what the columns are.
        zone: of the clock that wrote the times, where they have no zone.

    Raises:
        UnfitMappingError: see `check`.
    """
    check(mapping, table)
    below = enumerate(table.rows[mapping.header + 1 :], mapping.header + 2)
    rows = tuple(_row(line, cells, mapping, zone) for line, cells in below if any(cells))
    blank = sum(1 for row in table.rows[mapping.header + 1 :] if not any(row))
    notes = (f"按对应列“{mapping.name or '未命名'}”读（{table.form}）。", *_notes(rows), *order_notes(rows))
    headers = mapping.header + 1
    digest = hashlib.sha256(data).hexdigest()
    return LogFile(FORMAT, digest, rows, headers, blank, notes, raw_stream=False)


def _notes(rows: Sequence[LogRow]) -> Iterator[str]:
    yield "这是导出的结果表，不是仪器的原始数据流。"
    if rows and all(row.detector is None for row in rows):
        yield "没有写检测器，不知道是 FID 还是 PID，不能与限值比较。"


def _row(line: int, cells: tuple[str, ...], mapping: ColumnMapping, zone: tzinfo) -> LogRow:
    text = {role: _cell(cells, mapping.column(role)) for role in ROLES}
    at = _time(f"{text[DATE]} {text[TIME]}".strip() if mapping.date != NO_COLUMN else text[TIME], zone)
    detector = _detector(text[DETECTOR] or mapping.fixed_detector)
    value, quality, why = _value(text[VALUE], text[STATUS], mapping)
    if at is None and not why:
        value, quality, why = None, Quality.UNKNOWN, "时间读不出"
    outcome = Outcome.UNKNOWN if why else Outcome.MEASUREMENT
    shown = ",".join(cells)
    return LogRow(
        line, at, None, detector, value, mapping.unit, quality, outcome, why, shown, point=text[POINT]
    )


def _cell(cells: tuple[str, ...], place: int) -> str:
    return cells[place].strip() if 0 <= place < len(cells) else ""


def _value(text: str, status: str, mapping: ColumnMapping) -> tuple[Decimal | None, Quality, str]:
    if mapping.status != NO_COLUMN and mapping.good and status not in mapping.good:
        return None, Quality.UNKNOWN, f"状态是“{status or '空'}”"
    if _NUMBER.fullmatch(text) is None:
        return None, Quality.UNKNOWN, "没有读数" if not text else f"读数“{text[:20]}”不是数"
    if Decimal(text) < 0:
        return None, Quality.UNKNOWN, f"读数是负数（{text}），多为没有点火或仪器的记号"
    return Decimal(text), Quality.OK, ""


def _detector(text: str) -> Detector | None:
    return next((one for one in Detector if one.value in text.upper()), None)


def _time(text: str, zone: tzinfo) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return _by_form(text, zone)
    is_day_only = len(text) <= len("2026-01-01")
    return None if is_day_only else at.replace(tzinfo=at.tzinfo or zone)


def _by_form(text: str, zone: tzinfo) -> datetime | None:
    for form in _TIMES:
        try:
            return datetime.strptime(text, form).replace(tzinfo=zone)
        except ValueError:
            continue
    return None
