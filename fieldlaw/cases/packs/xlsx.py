"""Packs as XLSX, without loss: a sheet for each list of rows, the header in the sheet "pack".

openpyxl costs a third of a second to import and is imported only where a workbook is read or written.
"""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.packs.cells import EMPTY_LIST, EMPTY_TABLE, CellError, from_cell, to_cell
from fieldlaw.cases.packs.parsing import shape_problems
from fieldlaw.cases.packs.places import Entries, Rows, Spot, row_name
from fieldlaw.cases.packs.records import Pack, PackError, Problem
from fieldlaw.cases.packs.schema import KINDS
from fieldlaw.cases.packs.shapes import TEXT, ListOf, Scalar, Shape, Table
from fieldlaw.cases.packs.sheets import GUIDE, PARENT, TOP_SHEET, Column, Sheet, guide_rows, sheets_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_LARGEST = 32 * 1024 * 1024  # bytes once unpacked
_MOST = (20_000, 300)  # rows and columns of a sheet
# What zipfile, the XML parser and openpyxl raise over a file that is no sound workbook.
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, OSError, EOFError, SyntaxError, ValueError, TypeError, LookupError),
    *(AttributeError, AssertionError, RuntimeError, ArithmeticError),
)


def write_workbook(pack: Pack) -> bytes:
    """The workbook of a pack.

    Raises:
        PackError: a text is longer than a cell can hold; names the sheet and the row.
    """
    from openpyxl import Workbook  # noqa: PLC0415

    writer = _Writer(sheets_of(KINDS[pack.header.kind]))
    writer.add(writer.sheets[TOP_SHEET], pack.content, "", "")
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in writer.rows.items():
        _fill(book.create_sheet(title), writer.sheets[title], rows)
    _fill_guide(book, writer.sheets.values())
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@dataclass
class _Writer:
    """Spreads a content over the rows of its sheets."""

    listed: tuple[Sheet, ...]
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sheets = {sheet.title: sheet for sheet in self.listed}

    def add(self, sheet: Sheet, row: Mapping[str, Any], parent: str, name: str) -> None:
        """Write one row and, below it, the rows of its lists."""
        rows = self.rows.setdefault(sheet.title, [])
        cells: dict[str, Any] = {PARENT: parent} if parent else {}
        rows.append(cells)
        own = f"{parent}/{name}" if parent else name
        spot = Spot(len(rows) + 1, sheet.title)
        for column, value in _values(row, sheet.shape, ""):
            if column.rows is not None and value:
                for index, inner in enumerate(value):
                    self.add(sheet.child(column.name), inner, own, row_name(inner, index))
            else:
                cells[column.name] = self._cell(value, column, spot)

    def _cell(self, value: Any, column: Column, spot: Spot) -> Any:
        if isinstance(column.shape, Table):
            return EMPTY_TABLE
        try:
            return to_cell(value, column.shape)
        except CellError as error:
            fault = f"{column.name}：{error}"
            raise PackError((Problem("XLSX", spot.line, fault, "cell", spot.part),)) from error


def _values(row: Mapping[str, Any], shape: Table, prefix: str) -> Iterator[tuple[Column, Any]]:
    known = {**shape.required, **shape.optional}
    for key, value in row.items():
        inner, name = known[key], prefix + key
        if isinstance(inner, Table) and value:
            yield from _values(value, inner, f"{name}.")
        else:
            yield Column(name, inner, required=key in shape.required), value


def _fill(into: Worksheet, sheet: Sheet, rows: list[dict[str, Any]]) -> None:
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    used = {name for row in rows for name in row}
    names = [PARENT] if PARENT in used else []
    names += [c.name for c in sheet.columns if c.name in used or (c.required and isinstance(c.shape, Scalar))]
    for at, name in enumerate(names, 1):
        _put(into, 1, at, name).font = Font(bold=True)
        into.column_dimensions[get_column_letter(at)].width = 36 if name in _WIDE else 18
    into.freeze_panes = "A2"
    for number, row in enumerate(rows, 2):
        for at, name in enumerate(names, 1):
            if name in row:
                _put(into, number, at, row[name]).alignment = Alignment(wrap_text=True, vertical="top")


_WIDE = frozenset(("text", "statement", "how", "question", "note", "name", "source", "also"))


def _put(into: Worksheet, row: int, column: int, value: Any) -> Any:
    cell: Any = into.cell(row, column)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # also what looks like a formula
        cell.number_format = "@"
    return cell


def _fill_guide(book: Workbook, sheets: Any) -> None:
    guide = book.create_sheet(GUIDE)
    for number, row in enumerate(guide_rows(sheets), 1):
        for at, text in enumerate(row, 1):
            _put(guide, number, at, text)
    for letter, width in zip("ABCDE", (26, 26, 8, 40, 40), strict=True):
        guide.column_dimensions[letter].width = width


def read_workbook(data: bytes, file: str) -> tuple[Entries, tuple[Problem, ...]]:
    """The content of a workbook with the place of each value.

    Returns:
        The content, and every problem of the sheets and of the schema, by sheet and row.

    Raises:
        PackError: no sound workbook, or one too large.
    """
    book = _open(data, file)
    pages = {page.title: page for page in book.worksheets}
    if TOP_SHEET not in pages:
        raise PackError((Problem(file, 0, f"没有 {TOP_SHEET} 表"),))
    reader = _Reader(file)
    kind = _stated_kind(pages[TOP_SHEET])
    if kind not in KINDS:
        content = Entries(Spot(1, TOP_SHEET))
        return content, (Problem(file, 2, f"pack.kind 应为{'、'.join(KINDS)}之一", part=TOP_SHEET),)
    content = reader.content(pages, sheets_of(KINDS[kind]))
    return content, (*reader.problems, *shape_problems(content, file))


def _open(data: bytes, file: str) -> Workbook:
    from openpyxl import load_workbook  # noqa: PLC0415

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(member.file_size for member in packed.infolist())
        if size > _LARGEST:
            raise PackError((Problem(file, 0, f"展开后超过 {_LARGEST // 1024**2} MB"),))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that we do not read
            book = load_workbook(io.BytesIO(data))
        sizes = [(sheet.title, sheet.max_row, sheet.max_column) for sheet in book.worksheets]
    except _DAMAGED as error:
        raise PackError((Problem(file, 0, "不是完好的 XLSX 文件"),)) from error
    for title, rows, columns in sizes:
        if rows > _MOST[0] or columns > _MOST[1]:
            raise PackError((Problem(file, rows, f"超过 {_MOST[0]} 行或 {_MOST[1]} 列", part=title),))
    return book


def _stated_kind(sheet: Worksheet) -> str:
    for cell in sheet[1]:
        if cell.value == "pack.kind":
            return str(sheet.cell(2, cell.column).value)
    return ""


class _Reader:
    """Puts the rows of the sheets together again; `problems` grows as faults are found."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.found: dict[str, dict[str, Entries]] = {}

    def content(self, present: Mapping[str, Worksheet], sheets: tuple[Sheet, ...]) -> Entries:
        """Read all sheets, outer lists before inner ones."""
        root = Entries(Spot(2, TOP_SHEET))
        titles = {sheet.title for sheet in sheets}
        for title in present:
            if title not in titles and title != GUIDE:
                self._report(Spot(1, title), f"没有 {title} 这样的表", "unknown_key")
        for sheet in sheets:
            if sheet.title in present:
                self._sheet(present[sheet.title], sheet, root)
        return root

    def _report(self, spot: Spot, text: str, kind: str = "cell") -> None:
        self.problems.append(Problem(self.file, spot.line, text, kind, spot.part))

    def _sheet(self, page: Worksheet, sheet: Sheet, root: Entries) -> None:
        columns = self._columns(page, sheet)
        mine = self.found.setdefault(sheet.title, {})
        for cells in page.iter_rows(min_row=2):
            filled = [cell for cell in cells if cell.value is not None]
            if not filled:
                continue
            spot = Spot(int(filled[0].row or 0), sheet.title)
            if sheet.title == TOP_SHEET:
                self._top(filled, columns, root, spot)
                continue
            row, parent = self._row(filled, columns, Entries(spot))
            self._attach(row, parent, sheet, root, mine)

    def _top(self, cells: list[Any], columns: Mapping[int, Column], root: Entries, spot: Spot) -> None:
        if root:
            self._report(spot, "包头只能有一行")
            return
        root.home = spot
        self._row(cells, columns, root)

    def _columns(self, page: Worksheet, sheet: Sheet) -> dict[int, Column]:
        known = {column.name: column for column in sheet.columns}
        if sheet.parent:
            known[PARENT] = Column(PARENT, TEXT, required=True)
        found: dict[int, Column] = {}
        for cell in page[1]:
            name = None if cell.value is None else str(cell.value)
            if name is None:
                continue
            if name not in known or known[name] in found.values():
                text = f"{sheet.title} 有不认识或重复的列 {name}"
                self._report(Spot(1, sheet.title), text, "unknown_key")
                continue
            found[int(cell.column or 0)] = known[name]
        return found

    def _row(
        self, cells: list[Any], columns: Mapping[int, Column], row: Entries
    ) -> tuple[Entries, tuple[str, bool]]:
        parent = ("", False)
        for cell in cells:
            column = columns.get(cell.column)
            if column is None:
                self._report(row.home, f"{cell.column_letter} 列没有列名，内容不能读入")
            elif column.name == PARENT:
                parent = (str(cell.value), True)
            else:
                self._value(cell, column, row)
        return row, parent

    def _value(self, cell: Any, column: Column, row: Entries) -> None:
        try:
            value = _cell_value(cell, column.shape, row.home)
        except CellError as error:
            self._report(row.home, f"{column.name}：{error}")
            return
        _place(row, column.name, value)

    def _attach(
        self, row: Entries, parent: tuple[str, bool], sheet: Sheet, root: Entries, mine: dict[str, Entries]
    ) -> None:
        above = root
        if sheet.parent:
            stated = self.found.get(sheet.parent, {}).get(parent[0])
            if stated is None:
                self._report(row.home, f"{PARENT} 里的 {parent[0] or '空格'} 在 {sheet.parent} 表里找不到")
                return
            above = stated
        rows = _list_in(above, sheet.key, row.home)
        rows.put(row, row.home)
        name = row_name(row, len(rows) - 1)
        mine.setdefault(f"{parent[0]}/{name}" if sheet.parent else name, row)


def _cell_value(cell: Any, shape: Shape, home: Spot) -> Any:
    if cell.data_type in ("f", "e"):
        raise CellError("不能用公式" if cell.data_type == "f" else "这一格是错误值")
    if isinstance(shape, Table):
        if cell.value != EMPTY_TABLE:
            raise CellError(f"这一格只能写 {EMPTY_TABLE}，内容写在带点的列里")
        return Entries(home)
    if isinstance(shape, ListOf) and isinstance(shape.item, Table):
        if cell.value != EMPTY_LIST:
            raise CellError(f"这一格只能写 {EMPTY_LIST}，各行写在自己的表里")
        return _rows_of([], home)
    value = from_cell(cell.value, shape)
    return _rows_of(value, home) if isinstance(value, list) else value


def _rows_of(values: list[Any], home: Spot) -> Rows:
    rows = Rows()
    for value in values:
        rows.put(_rows_of(value, home) if isinstance(value, list) else value, home)
    return rows


def _place(row: Entries, dotted: str, value: Any) -> None:
    holder, key = _holder(row, dotted)
    if not (isinstance(value, Entries) and key in holder):
        holder.put(key, value, row.home)


def _holder(row: Entries, dotted: str, home: Spot | None = None) -> tuple[Entries, str]:
    *outer, key = dotted.split(".")
    for name in outer:
        if not isinstance(row.get(name), Entries):
            row.put(name, Entries(home or row.home), home or row.home)
        row = row[name]
    return row, key


def _list_in(row: Entries, dotted: str, home: Spot) -> Rows:
    holder, key = _holder(row, dotted)
    if not isinstance(holder.get(key), Rows):
        holder.put(key, Rows(), home)
    rows: Rows = holder[key]
    return rows
