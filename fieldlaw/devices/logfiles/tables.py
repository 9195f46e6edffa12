"""A table of any program as cells of text: CSV in the usual encodings, or a sheet of a workbook."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_ROWS, MOST_COLUMNS = 200_000, 200
_MOST_UNPACKED = 256 * 1024 * 1024
_ENCODINGS = ("utf-8-sig", "gb18030")
_DELIMITERS = (",", "\t", ";")
_ZIP = b"PK\x03\x04"
_SAFE = "文件没有改动，案件没有变化。"
_FAULTS = (zipfile.BadZipFile, KeyError, ValueError, TypeError, IndexError, ParseError, EOFError, OSError)


class NoTableError(KnownError):
    """The file holds no table that can be read."""

    def __init__(self, what: str) -> None:
        super().__init__(f"没有读出表格：{what}。", "另存为 CSV 或 XLSX 后再试。", _SAFE)


@dataclass(frozen=True)
class Table:
    """Rows of text, as they stand; shorter rows are not filled up.

    Attributes:
        rows: all rows, the header among them.
        form: how it was read, in words: the encoding and the delimiter, or the sheet.
    """

    rows: tuple[tuple[str, ...], ...]
    form: str


def read_table(data: bytes) -> Table:
    """Read a table.

    Raises:
        NoTableError: empty, damaged, in no known encoding, or larger than any instrument writes.
    """
    table = _workbook(data) if data.startswith(_ZIP) else _csv(data)
    if not any(any(cell for cell in row) for row in table.rows):
        raise NoTableError("里面没有内容")
    return table


def _csv(data: bytes) -> Table:
    text, encoding = _decoded(data)
    delimiter = max(_DELIMITERS, key=text.count)
    try:
        rows = tuple(tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise NoTableError(f"不是完好的 CSV（{error}）") from error
    if len(rows) > MOST_ROWS:
        raise NoTableError(f"超过 {MOST_ROWS} 行")
    named = {",": "逗号", "\t": "制表符", ";": "分号"}[delimiter]
    return Table(rows, f"{encoding.removesuffix('-sig')}，{named}分隔")


def _decoded(data: bytes) -> tuple[str, str]:
    if b"\0" in data:
        raise NoTableError("不是文字")
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise NoTableError("文字编码认不出")


def _workbook(data: bytes) -> Table:
    """The first sheet that holds anything; formulas count with their last result."""
    from openpyxl import load_workbook  # noqa: PLC0415 - a third of a second, only for workbooks

    try:
        _check_size(data)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            for sheet in book.worksheets:
                cells = sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
                rows = tuple(_texts(row) for row in cells)
                if any(any(row) for row in rows):
                    return Table(rows, f"工作表“{sheet.title}”")
        finally:
            book.close()
    except _FAULTS as error:
        raise NoTableError("工作簿已损坏") from error
    raise NoTableError("里面没有内容")


def _check_size(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        if sum(each.file_size for each in held.infolist()) > _MOST_UNPACKED:
            raise NoTableError("展开后超过 256 MB")


def _texts(row: Sequence[object]) -> tuple[str, ...]:
    texts = tuple(_text(cell) for cell in row)
    last = max((place for place, text in enumerate(texts) if text), default=-1)
    return texts[: last + 1]


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()
