"""The equipment list: one small readable file in the profile folder, read strictly, written durably."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.records.instrument import Instrument
from fieldlaw.cases.store.durable import write_durable
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FILE = "instruments.json"
_NAMES = {field.name for field in fields(Instrument)}
_LATER = {"lamp_ev", "firmware", "unit", "calibration_gas", "baudrate"}  # lists of before have none of them


class DamagedListError(KnownError):
    """The equipment list cannot be read; nothing is written over it."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "仪器清单读不出来，文件损坏。",
            f"把 {path} 移到别处，再试一次，然后重新登记仪器。",
            "案件和已保留的读数都在。",
        )


class ListNotKeptError(KnownError):
    """The disk did not take the list."""

    def __init__(self) -> None:
        super().__init__("仪器清单没有存成：磁盘写不进去。", "腾出空间或检查磁盘后再试。", "原来的清单还在。")


def _instrument(row: Any) -> Instrument:
    if not isinstance(row, dict) or not _NAMES - _LATER <= set(row) <= _NAMES:
        raise ValueError("fields")
    if not all(isinstance(value, str) for value in row.values()):
        raise ValueError("types")
    made = Instrument(**row)
    if made.valid_until:
        date.fromisoformat(made.valid_until)
    return made


def _parsed(text: str) -> tuple[Instrument, ...]:
    held = json.loads(text)
    if (
        not isinstance(held, dict)
        or held.get("version") != 1
        or not isinstance(held.get("instruments"), list)
    ):
        raise ValueError("form")
    rows = tuple(_instrument(row) for row in held["instruments"])
    if len({row.name for row in rows}) != len(rows):
        raise ValueError("names")
    return rows


def read_instruments(folder: Path) -> tuple[Instrument, ...]:
    """Read the list of a profile folder; empty when there is none yet.

    Raises:
        DamagedListError: the file is not what this program writes.
    """
    path = folder / FILE
    try:
        return _parsed(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as error:
        raise DamagedListError(path) from error


def write_instruments(folder: Path, instruments: Iterable[Instrument]) -> None:
    """Write the list.

    Raises:
        ListNotKeptError: no room, or no right; the old list stands.
    """
    held = {"version": 1, "instruments": [asdict(one) for one in instruments]}
    text = json.dumps(held, ensure_ascii=False, indent=1, sort_keys=True)
    try:
        write_durable(folder / FILE, text.encode())
    except OSError as error:
        raise ListNotKeptError from error
