"""What the measuring procedure reads and writes; runs on the store lane."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fieldlaw.cases.casework import measuring
from fieldlaw.cases.casework.cylinders import list_cylinders
from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.measuring_export import POINT_COLUMNS, as_csv, as_workbook, point_rows
from fieldlaw.cases.casework.measuring_points import read_points
from fieldlaw.cases.casework.measuring_views import RoundView, rounds_of
from fieldlaw.cases.records.changes import Changes
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.records.cylinder import Cylinder

_SAFE = "已记的步骤都在。"


@dataclass(frozen=True)
class Looked:
    """A case with its rounds, and the gas cylinders of the profile."""

    id: str
    unit: str
    closed: bool
    rounds: tuple[RoundView, ...]
    cylinders: tuple[Cylinder, ...]


def look(desk: Desk, case: str) -> Looked:
    """Read the rounds of a case and the cylinders; without a case only these."""
    cylinders = list_cylinders(desk)
    if not case:
        return Looked("", "", closed=False, rounds=(), cylinders=cylinders)
    file = read(desk, case).file
    unit = str(file.values("case_opened")[0].body["unit"])
    return Looked(case, unit, bool(file.all("case_approved")), rounds_of(desk, case), cylinders)


def take_points(desk: Desk, case: str, view: str, path: str, media: Mapping[str, str], usual: str) -> Changes:
    """Read a list of points and keep it; `usual` is the medium of a list without that column."""
    source = Path(path)
    try:
        data = source.read_bytes()
    except OSError as error:
        what = f"{source.name} 没有读成：文件打不开。"
        raise KnownError(what, "换一次读卡器或数据线再试。", _SAFE) from error
    points = read_points(data, source.name, media, usual)
    origin = (source.name, hashlib.sha256(data).digest())
    return measuring.plan_points(desk, case, view, points, origin)


def write_export(view: RoundView, path: str) -> Changes:
    """Write the points as LDAR programs have them; CSV by the ending of the name, else a workbook."""
    target = Path(path)
    is_text = target.suffix.lower() == ".csv"
    data = as_csv(point_rows(view), POINT_COLUMNS) if is_text else as_workbook(view)
    try:
        target.write_bytes(data)
    except OSError as error:
        what = f"{target.name} 没有写成：磁盘写不进去。"
        raise KnownError(what, "换个位置，或腾出空间再导出。", _SAFE) from error
    return Changes(frozenset())
