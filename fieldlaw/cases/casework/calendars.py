"""Which calendar of days off is in use: the one that comes with the program, or a later one in the profile.

A new year's notice makes a whole calendar file in the profile's folder `calendars`, named by its year. The
one that is confirmed furthest is used; where two reach as far, the one that comes with the program.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldlaw.cases.law.deadlines import read_calendar
from fieldlaw.cases.law.deadlines_notice import NoticeError, as_yaml, extended, read_notice
from fieldlaw.cases.packs.load import load_pack, parse_pack
from fieldlaw.cases.packs.records import PackError
from fieldlaw.cases.store.durable import write_durable
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from fieldlaw.cases.packs.records import Pack

FOLDER = "calendars"


class CalendarNotKeptError(KnownError):
    """The disk did not take the calendar."""

    def __init__(self) -> None:
        super().__init__("放假安排没有存成：磁盘写不进去。", "腾出空间或检查磁盘后再导入。", "原有日历未变。")


@dataclass(frozen=True)
class CalendarInUse:
    """The calendar, whether it was imported here, and the files of the profile that cannot be read."""

    pack: Pack
    imported: bool = False
    unreadable: tuple[str, ...] = ()


def calendar_in_use(folder: Path, bundled: Sequence[Pack]) -> CalendarInUse:
    """The calendar that is confirmed furthest.

    Args:
        folder: the profile's folder.
        bundled: the calendars that come with the program, at least one.
    """
    own, unreadable = _own(folder)
    best = max(bundled, key=_through)
    later = max(own, key=_through, default=best)
    if _through(later) > _through(best):
        return CalendarInUse(later, imported=True, unreadable=unreadable)
    return CalendarInUse(best, unreadable=unreadable)


def take_over(folder: Path, bundled: Sequence[Pack], file: Path) -> CalendarInUse:
    """Import a new year's notice (YAML or CSV, see `deadlines_notice`) and use it from now on.

    The notice of the last imported year again stands in place of it.

    Raises:
        NoticeError: the notice does not hold, or does not follow what is confirmed.
        CalendarNotKeptError: the disk does not take it.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NoticeError("文件读不出，或不是 UTF-8") from error
    notice = read_notice(text, is_csv=file.suffix.lower() == ".csv")
    held = [*bundled, *_own(folder)[0]]
    last = max(held, key=_through)
    before = [pack for pack in held if _through(pack).year < notice.year]
    again = last not in bundled and _through(last).year == notice.year and before
    made = as_yaml(extended(max(before, key=_through) if again else last, notice))
    name = f"{notice.year}.yaml"
    parse_pack(made, name)
    try:
        (folder / FOLDER).mkdir(exist_ok=True)
        write_durable(folder / FOLDER / name, made.encode("utf-8"))
    except OSError as error:
        raise CalendarNotKeptError from error
    return calendar_in_use(folder, bundled)


def _own(folder: Path) -> tuple[list[Pack], tuple[str, ...]]:
    held: list[Pack] = []
    unreadable: list[str] = []
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        pack = _read(path)
        if pack is None:
            unreadable.append(path.name)
        else:
            held.append(pack)
    return held, tuple(unreadable)


def _read(path: Path) -> Pack | None:
    try:
        pack = load_pack(path)
    except PackError:
        return None
    return pack if pack.header.kind == "calendar" else None


def _through(pack: Pack) -> date:
    return read_calendar(pack).confirmed[1]
