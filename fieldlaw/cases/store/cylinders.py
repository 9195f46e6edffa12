"""The list of gas cylinders: one small readable file beside that of the instruments, read strictly."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.records.cylinder import Cylinder
from fieldlaw.cases.store.durable import write_durable
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FILE = "cylinders.json"
_NAMES = {field.name for field in fields(Cylinder)}


class DamagedCylindersError(KnownError):
    """The list of cylinders cannot be read; nothing is written over it."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "气瓶清单读不出来，文件损坏。",
            f"把 {path} 移到别处，再试一次，然后重新登记气瓶。",
            "案件和已保留的读数都在。",
        )


class CylindersNotKeptError(KnownError):
    """The disk did not take the list."""

    def __init__(self) -> None:
        super().__init__("气瓶清单没有存成：磁盘写不进去。", "腾出空间或检查磁盘后再试。", "原来的清单还在。")


def _cylinder(row: Any) -> Cylinder:
    if not isinstance(row, dict) or set(row) != _NAMES:
        raise ValueError("fields")
    if not all(isinstance(value, str) for value in row.values()):
        raise ValueError("types")
    made = Cylinder(**row)
    if made.valid_until:
        date.fromisoformat(made.valid_until)
    return made


def _parsed(text: str) -> tuple[Cylinder, ...]:
    held = json.loads(text)
    if not isinstance(held, dict) or held.get("version") != 1 or not isinstance(held.get("cylinders"), list):
        raise ValueError("form")
    rows = tuple(_cylinder(row) for row in held["cylinders"])
    if len({row.number for row in rows}) != len(rows):
        raise ValueError("numbers")
    return rows


def read_cylinders(folder: Path) -> tuple[Cylinder, ...]:
    """Read the list of a profile folder; empty when there is none yet.

    Raises:
        DamagedCylindersError: the file is not what this program writes.
    """
    path = folder / FILE
    try:
        return _parsed(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as error:
        raise DamagedCylindersError(path) from error


def write_cylinders(folder: Path, cylinders: Iterable[Cylinder]) -> None:
    """Write the list.

    Raises:
        CylindersNotKeptError: no room, or no right; the old list stands.
    """
    held = {"version": 1, "cylinders": [asdict(one) for one in cylinders]}
    text = json.dumps(held, ensure_ascii=False, indent=1, sort_keys=True)
    try:
        write_durable(folder / FILE, text.encode())
    except OSError as error:
        raise CylindersNotKeptError from error
