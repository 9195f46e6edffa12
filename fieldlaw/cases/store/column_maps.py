"""Saved settings of table columns: one small readable file in the profile folder, written durably."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.store.durable import write_durable
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

FILE = "columns.json"


class DamagedMapsError(KnownError):
    """The file cannot be read; nothing is written over it."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "保存的对应列读不出来，文件损坏。", f"把 {path} 移到别处，再试一次。", "案件和证据都在。"
        )


class MapsNotKeptError(KnownError):
    """The disk did not take the file."""

    def __init__(self) -> None:
        super().__init__("对应列没有存成：磁盘写不进去。", "腾出空间或检查磁盘后再试。", "已指明的列没有丢。")


def read_maps(folder: Path) -> tuple[dict[str, Any], ...]:
    """Read the settings of a profile folder; empty when there are none yet.

    Raises:
        DamagedMapsError: the file is not what this program writes.
    """
    path = folder / FILE
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as error:
        raise DamagedMapsError(path) from error
    rows = held.get("columns") if isinstance(held, dict) and held.get("version") == 1 else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) and "name" in row for row in rows):
        raise DamagedMapsError(path)
    return tuple(rows)


def write_maps(folder: Path, maps: Sequence[Mapping[str, Any]]) -> None:
    """Write the settings.

    Raises:
        MapsNotKeptError: no room, or no right; the old ones stand.
    """
    text = json.dumps({"version": 1, "columns": [dict(one) for one in maps]}, ensure_ascii=False, indent=1)
    try:
        write_durable(folder / FILE, text.encode())
    except OSError as error:
        raise MapsNotKeptError from error
