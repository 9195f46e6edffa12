"""A new year's notice of days off: read strictly, and added to a calendar pack that is confirmed so far.

YAML:

    year: 2027
    name: 国务院办公厅关于2027年部分节假日安排的通知
    source: 国办发明电〔2026〕…号
    days_off: [{name: 元旦, from: 2027-01-01, to: 2027-01-03}]
    days_on: [2027-02-06]

CSV: the columns year, source, kind (off or on), name, from, to; each row repeats year and source, a row of
kind on leaves name and to empty.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from fieldlaw.cases.law.deadlines import SATURDAY, read_calendar
from fieldlaw.cases.packs.shapes import as_day
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from fieldlaw.cases.law.deadlines import Calendar
    from fieldlaw.cases.packs.records import Pack

_ONE = timedelta(days=1)
_COLUMNS = ["year", "source", "kind", "name", "from", "to"]
_KEYS = {"year", "name", "source", "days_off", "days_on"}


class NoticeError(KnownError):
    """The notice cannot be taken over; the calendar stays as it is."""

    def __init__(self, why: str) -> None:
        super().__init__(f"放假安排没有导入：{why}。", "照国务院办公厅的通知改好后再导入。", "原有日历未变。")


@dataclass(frozen=True, slots=True)
class Off:
    """Days off in a row, both ends included."""

    name: str
    first: date
    last: date

    @property
    def days(self) -> list[date]:
        """Each day."""
        return [self.first + _ONE * step for step in range((self.last - self.first).days + 1)]


@dataclass(frozen=True, slots=True)
class Notice:
    """The days off of a year and the weekend days on which people work."""

    year: int
    source: str
    off: tuple[Off, ...]
    on: tuple[date, ...]


def read_notice(text: str, *, is_csv: bool) -> Notice:
    """Read a notice in one of its two forms.

    Raises:
        NoticeError: something is missing, unknown, or no date.
    """
    return _from_csv(text) if is_csv else _from_yaml(text)


def extended(pack: Pack, notice: Notice) -> dict[str, Any]:
    """The content of a calendar pack with one more confirmed year; what was confirmed stays as it was.

    Raises:
        NoticeError: the year does not follow, days overlap or contradict, a festival is missing.
    """
    calendar = read_calendar(pack)
    _check_year(calendar, notice)
    _check_off(pack, calendar, notice)
    _check_on(notice)
    content = {key: value for key, value in pack.content.items() if key != "pack"}
    common = {"source": notice.source, "status": "seen"}
    rows = [
        {"id": f"off-{one.first}", "name": one.name, "from": f"{one.first}", "to": f"{one.last}", **common}
        for one in notice.off
    ]
    more = [{"id": f"work-{day}", "date": f"{day}", **common} for day in notice.on]
    head = {**pack.content["pack"], "edition": str(notice.year), "status": "draft"}
    return {
        "pack": head,
        **content,
        "confirmed_through": f"{notice.year}-12-31",
        "holidays": [*pack.rows("holidays"), *rows],
        "make_up_days": [*pack.rows("make_up_days"), *more],
    }


def as_yaml(content: dict[str, Any]) -> str:
    """The text of a calendar pack, in the order of its content."""
    out = io.StringIO()
    writer = YAML(typ="rt", pure=True)
    writer.width = 4096
    writer.dump(content, out)
    return out.getvalue()


def _from_yaml(text: str) -> Notice:
    try:
        data = YAML(typ="safe", pure=True).load(text)
    except (YAMLError, ValueError) as error:
        raise NoticeError(f"不是合格的 YAML（{str(error).splitlines()[0]}）") from error
    if not isinstance(data, Mapping) or set(data) != _KEYS:
        raise NoticeError(f"须且只须写 {'、'.join(sorted(_KEYS))}")
    off, on = data["days_off"], data["days_on"]
    if not isinstance(off, list) or not isinstance(on, list):
        raise NoticeError("days_off 和 days_on 应是列表")
    rows = [one if isinstance(one, Mapping) else {} for one in off]
    return _notice(data["year"], data["source"], rows, on)


def _from_csv(text: str) -> Notice:
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    rows = list(reader)
    if reader.fieldnames != _COLUMNS or not rows:
        raise NoticeError(f"表头应是 {','.join(_COLUMNS)}，且至少有一行")
    if len({(row["year"], row["source"]) for row in rows}) != 1 or not str(rows[0]["year"]).isdecimal():
        raise NoticeError("各行的 year 和 source 应相同，year 是年份")
    if any(row["kind"] not in ("off", "on") for row in rows):
        raise NoticeError("kind 应是 off 或 on")
    on = [row["from"] for row in rows if row["kind"] == "on"]
    off = [row for row in rows if row["kind"] == "off"]
    return _notice(int(rows[0]["year"]), rows[0]["source"], off, on)


def _notice(year: Any, source: Any, off: list[Any], on: list[Any]) -> Notice:
    if type(year) is not int or not isinstance(source, str) or not source.strip():
        raise NoticeError("year 应是年份，source 应写明通知的文号")
    spans = tuple(Off(_text(row.get("name")), _day(row.get("from")), _day(row.get("to"))) for row in off)
    return Notice(year, source.strip(), spans, tuple(_day(one) for one in on))


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise NoticeError("有节日没有写名称")
    return value.strip()


def _day(value: Any) -> date:
    day = as_day(value)
    if day is None:
        raise NoticeError(f"{value} 不是日期")
    return day


def _check_year(calendar: Calendar, notice: Notice) -> None:
    last = calendar.confirmed[1]
    if (last + _ONE) != date(notice.year, 1, 1):
        what = "重叠" if notice.year <= last.year else "中间有空档"
        raise NoticeError(f"日历已确认到 {last}，{notice.year} 年的通知接不上（{what}）")


def _check_off(pack: Pack, calendar: Calendar, notice: Notice) -> None:
    """Days off may reach back over a weekend that was off anyway, and never forward into the next year."""
    days = [day for one in notice.off for day in one.days]
    turned = next((one for one in notice.off if one.last < one.first), None)
    if turned:
        raise NoticeError(f"{turned.name} 的终日早于起日")
    if len(set(days)) != len(days):
        raise NoticeError("有一天写了两次")
    foreign = [
        day for day in days if day.year != notice.year and (calendar.works(day) or not calendar.knows(day))
    ]
    if foreign:
        raise NoticeError(f"{foreign[0]} 不在 {notice.year} 年，与已确认的日历不合")
    said = " ".join(one.name for one in notice.off)
    missing = [name for name in _festivals(pack) if name not in said]
    if missing:
        raise NoticeError(f"缺少{'、'.join(missing)}")


def _festivals(pack: Pack) -> list[str]:
    """The festivals of the years that are confirmed; every year has them."""
    return list(dict.fromkeys(part for row in pack.rows("holidays") for part in row["name"].split("、")))


def _check_on(notice: Notice) -> None:
    off = {day for one in notice.off for day in one.days}
    if len(set(notice.on)) != len(notice.on):
        raise NoticeError("有一天写了两次")
    for day in notice.on:
        if day.year != notice.year or day.weekday() < SATURDAY or day in off:
            raise NoticeError(f"{day} 不能是调休上班日：应是 {notice.year} 年的周六、周日，且不放假")
