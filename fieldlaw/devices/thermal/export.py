"""Temperatures of frames as text tables that any program reads; each says what it was computed from."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

BOM = "\ufeff"  # spreadsheet programs take a table for UTF-8 by it
INDEX_HEAD = ("帧", "拍摄时间", "最低 ℃", "平均 ℃", "最高 ℃", "算不出的像素", "文件", "提示")


@dataclass(frozen=True)
class About:
    """What stands over a table: original, hash, frame (from 0), the camera's time, parameters in words."""

    original: str
    sha256: str
    frame: int
    captured_at: str
    parameters: Mapping[str, str]


@dataclass(frozen=True)
class IndexRow:
    """One frame in the list of all; no numbers where it gives none, with the reason in `note`."""

    frame: int
    captured_at: str
    ends: tuple[float, float, float] | None
    undefined: int
    name: str
    note: str = ""


def matrix(celsius: NDArray[np.floating], about: About) -> str:
    """A frame as a table: lines that begin with # say what it is, then one line for each row of pixels.

    Temperatures in °C to three decimals; an undefined one is an empty cell.
    """
    out = io.StringIO(newline="")
    out.write(BOM)
    for line in _lines(about):
        out.write(f"# {line}\r\n")
    writer = csv.writer(out)
    for row in celsius:
        writer.writerow(["" if np.isnan(value) else f"{value:.3f}" for value in row])
    return out.getvalue()


def _lines(about: About) -> list[str]:
    head = [f"原件 {about.original}", f"SHA-256 {about.sha256}", f"第 {about.frame + 1} 帧"]
    head += [f"拍摄时间 {about.captured_at}"] if about.captured_at else []
    return [*head, "单位 ℃", *(f"{name} {value}" for name, value in about.parameters.items())]


def index(rows: list[IndexRow]) -> str:
    """All frames of a file as one table: a frame without temperatures stands in it with its reason."""
    out = io.StringIO(newline="")
    out.write(BOM)
    writer = csv.writer(out)
    writer.writerow(INDEX_HEAD)
    for row in rows:
        ends = ["", "", ""] if row.ends is None else [f"{value:.3f}" for value in row.ends]
        writer.writerow([row.frame + 1, row.captured_at, *ends, row.undefined, row.name, row.note])
    return out.getvalue()
