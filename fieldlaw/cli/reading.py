"""What a call names: files with facts, days, the packs that come with the program."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from fieldlaw.cases.casework.calendars import calendar_in_use
from fieldlaw.cases.packs.load import load_folder, load_pack
from fieldlaw.errors import KnownError
from fieldlaw.settings import RESOURCES

if TYPE_CHECKING:
    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.packs.records import Pack

LAW = RESOURCES / "law"
NATIONAL = LAW / "national"
CALENDARS = RESOURCES / "calendars"


def read_text(path: str) -> str:
    """The text of a file.

    Raises:
        KnownError: it is not UTF-8; OSError: it cannot be read.
    """
    try:
        return Path(path).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise KnownError(f"{path} 不是 UTF-8 文本。", "另存为 UTF-8 的纯文本后再试。") from error


def read_table(path: str, hint: str) -> dict[str, Any]:
    """Keys and values out of a YAML or JSON file.

    Args:
        path: the file.
        hint: what should stand in it, for the error.

    Raises:
        KnownError: it is neither, or no mapping; OSError: it cannot be read.
    """
    text = read_text(path)
    try:
        data = json.loads(text) if path.endswith(".json") else YAML(typ="safe", pure=True).load(text)
    except (YAMLError, ValueError, RecursionError) as error:
        said = next(iter(str(error).splitlines()), "")
        raise KnownError(f"{path} 读不懂：{said}。", "改好格式后再试。") from error
    if not isinstance(data, dict):
        raise KnownError(f"{path} 里应是键值表。", hint)
    return data


def read_day(text: str) -> date:
    """A day of the call.

    Raises:
        KnownError: it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise KnownError(f"{text} 不是日期。", "应写成 2026-09-24 这样。") from error


def read_span(text: str) -> tuple[date, date]:
    """First and last day, as 2026-09-24..2026-09-30."""
    first, _, last = text.partition("..")
    return read_day(first), read_day(last)


def national_law() -> tuple[Pack, ...]:
    """The law packs of the whole country."""
    return load_folder(NATIONAL)


def last_calendar() -> Pack:
    """The calendar that comes with the program, of the last year."""
    return load_pack(sorted(CALENDARS.glob("*.yaml"))[-1])


def case_packs(at: Desk) -> tuple[Pack, ...]:
    """The law packs of the whole country, with the calendar that the profile uses."""
    return (*national_law(), calendar_in_use(at.profile.folder, load_folder(CALENDARS)).pack)
