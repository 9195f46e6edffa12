"""The list of sealing points that a plant or its LDAR contractor hands over: CSV or XLSX, read strictly.

Every fault is named with its row; a list with a fault is not taken at all, so that no point is lost
unnoticed.
"""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
import zlib
from typing import TYPE_CHECKING

from fieldlaw.cases.records.measuring import Component, PlannedPoint
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

TAG, MEDIUM = "密封点编码", "介质"
# Column of the list to field of the component; the names are those that LDAR programs export.
COLUMNS = {
    "密封点类型": "kind",
    "是否可达": "reachable",
    "装置编码": "unit_code",
    "装置名称": "unit",
    "区域名称": "area",
    "群组条形或二维码": "group_mark",
    "群组编码": "group",
    "群组位置描述": "place",
    "扩展编码": "extension",
    "红牌编号": "red_tag",
    "泄漏描述": "leak_note",
    "安防措施": "safety",
    "组件检测方式": "way",
}
_YES_NO = {"是": "yes", "否": "no", "可达": "yes", "不可达": "no", "": ""}
_LARGEST = 32 * 1024 * 1024  # bytes, of a workbook once unpacked
_MOST = (20_000, 300)  # rows and columns
# What zipfile, the XML parser and openpyxl raise over a file that is no sound workbook.
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, OSError, EOFError, SyntaxError, ValueError, TypeError, LookupError),
    *(AttributeError, AssertionError, RuntimeError, ArithmeticError),
)
_SHOWN = 5


class PointListError(KnownError):
    """A list of points cannot be taken."""

    def __init__(self, file: str, faults: Sequence[str]) -> None:
        more = f" 等 {len(faults)} 处" if len(faults) > _SHOWN else ""
        super().__init__(
            f"{file} 没有导入：{'；'.join(faults[:_SHOWN])}{more}。", "改好后再导入。", "原来的清单没有变化。"
        )


def read_points(
    data: bytes, file: str, media: Mapping[str, str], usual: str = ""
) -> tuple[PlannedPoint, ...]:
    """The points of a list.

    Args:
        data: its bytes; CSV in UTF-8 or GB 18030, or XLSX (first sheet).
        file: its name; one that ends in .xlsx is a workbook.
        media: id to name of the media in the packs; the list may use either.
        usual: the medium of every point of a list without that column; empty: such a list is refused.

    Raises:
        PointListError: it cannot be read, a column is missing, a row has a fault; names the rows.
    """
    if len(data) > _LARGEST:
        raise PointListError(file, ["文件超过 32 MB"])
    is_book = file.lower().endswith(".xlsx")
    rows = list(_of_workbook(data, file) if is_book else _of_csv(data, file))
    header = [cell.strip() for cell in rows[0][1]] if rows else []
    asked = (TAG,) if usual else (TAG, MEDIUM)
    lacking = [name for name in asked if name not in header]
    if lacking:
        raise PointListError(file, [f"第一行缺少“{name}”一列" for name in lacking])
    words = {name: key for key, name in media.items()} | {key: key for key in media}
    points, faults = _points(rows[1:], header, words, "" if MEDIUM in header else usual)
    if faults or not points:
        raise PointListError(file, faults or ["没有一行密封点"])
    return points


def _points(
    rows: Sequence[tuple[int, list[str]]], header: list[str], media: Mapping[str, str], usual: str
) -> tuple[tuple[PlannedPoint, ...], list[str]]:
    points: dict[str, PlannedPoint] = {}
    faults = []
    for number, cells in rows:
        row = {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
        if not any(row.values()):
            continue
        tag, medium, reachable = row.get(TAG, ""), row.get(MEDIUM, usual), row.get("是否可达", "")
        own = [] if tag else [f"第 {number} 行没有密封点编码"]
        own += [f"第 {number} 行密封点编码 {tag} 重复"] if tag in points else []
        own += [] if medium in media else [f"第 {number} 行的介质“{medium}”不认识"]
        own += [] if reachable in _YES_NO else [f"第 {number} 行“是否可达”应写是或否"]
        own += [f"第 {number} 行多出 {len(cells) - len(header)} 格"] if any(cells[len(header) :]) else []
        faults += own
        if not own:
            points[tag] = PlannedPoint(tag, media[medium], _component(row))
    return tuple(points.values()), faults


def _component(row: Mapping[str, str]) -> Component:
    told = {field: row.get(column, "") for column, field in COLUMNS.items()}
    return Component(**{**told, "reachable": _YES_NO[told["reachable"]]})


def _of_csv(data: bytes, file: str) -> Iterator[tuple[int, list[str]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError as error:
            raise PointListError(file, ["不是 UTF-8，也不是 GB 18030"]) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise PointListError(file, [f"第 {reader.line_num} 行读不懂"]) from error


def _of_workbook(data: bytes, file: str) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(_cells(data, file), start=1):
        yield number, ["" if cell is None else str(cell) for cell in row]


def _cells(data: bytes, file: str) -> list[tuple[object, ...]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - a third of a second, only for workbooks

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(member.file_size for member in packed.infolist())
        if size > _LARGEST:
            raise PointListError(file, ["展开后超过 32 MB"])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that we do not read
            page = load_workbook(io.BytesIO(data), data_only=True).worksheets[0]
        if page.max_row > _MOST[0] or page.max_column > _MOST[1]:
            raise PointListError(file, [f"超过 {_MOST[0]} 行或 {_MOST[1]} 列"])
        return list(page.iter_rows(values_only=True))
    except _DAMAGED as error:
        raise PointListError(file, ["不是能读的 XLSX 文件"]) from error
