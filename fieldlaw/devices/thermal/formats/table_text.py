"""From the bytes of an exported table to its rectangle of numbers.

Encodings, separators and decimal signs differ between makers. What is no number is NaN, never 0.
"""

from __future__ import annotations

import codecs
import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fieldlaw.devices.thermal.formats.scales import MOST_SIDE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

MOST_BYTES = 64 << 20
_HEAD = 1 << 18  # enough for two lines of the widest table
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
# Lines of nothing but numbers and empty cells, by separator: most lines, and quickly told.
_POINT, _EITHER = (rf"(?:[+-]?\d+(?:{sign}\d*)?)?" for sign in (r"\.", "[.,]"))
_PLAIN = {
    "\t": re.compile(rf"(?:{_EITHER}\t)+{_EITHER}", re.ASCII),
    ";": re.compile(rf"(?:{_EITHER};)+{_EITHER}", re.ASCII),
    ",": re.compile(rf"(?:{_POINT},)+{_POINT}", re.ASCII),
}
_NO_NUMBER = re.compile(r"|[-–—*#.?]+|n/?a|nan|null|none|无|无效|over|under", re.IGNORECASE)
_INDEX_LEAST = 8
_NOTHING = "没有成行成列的数"
_MOST_WORDS, _WORD_LENGTH = 64, 200


class NoTableError(Exception):
    """There is no rectangle of numbers; the text says which line is at fault."""


class TooLargeError(Exception):
    """The file or a side of the table is larger than is read."""


@dataclass(frozen=True, eq=False)
class Table:
    """The numbers, shape (rows, columns), and the lines around them as label and text.

    Attributes:
        ended: the last line of numbers has its end; without one it may have been cut inside of a number.
    """

    numbers: NDArray[np.float64]
    words: tuple[tuple[str, str], ...]
    skipped: int
    ended: bool = True


def _encoding(data: bytes) -> str:
    marks = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
    marked = next((name for mark, name in marks.items() if data.startswith(mark)), "")
    if marked:
        return marked
    head = data[:64]
    if head and not any(head[1::2]) and all(head[0::2]):
        return "utf-16-le"
    return "utf-16-be" if head and not any(head[0::2]) and all(head[1::2]) else ""


def _text(data: bytes, *, whole: bool) -> str | None:
    """The text, or None for bytes that are none. A head may end inside of a character."""
    known = _encoding(data)
    for name in (known,) if known else ("utf-8", "gb18030"):
        try:
            text = codecs.getincrementaldecoder(name)("strict").decode(data, final=whole)
        except UnicodeDecodeError:
            continue
        return None if _CONTROL.search(text) else text
    return None


def is_table(data: bytes) -> bool:
    """Whether the first part of the file is text with two lines of numbers."""
    text = _text(data[:_HEAD], whole=False) if data else None
    return text is not None and _separator(text.splitlines()) != ""


def parse(data: bytes) -> Table:
    """The table of a file.

    Raises:
        TooLargeError: more than 64 MiB, or more than 4,096 rows or columns.
        NoTableError: no text, no table, lines of different length, or two tables.
    """
    if len(data) > MOST_BYTES:
        raise TooLargeError
    text = _text(data, whole=True)
    if text is None:
        raise NoTableError("不是文字")
    lines = text.splitlines()
    mark = _separator(lines)
    first, last = _block(lines, mark)
    if mark == ",":
        _refuse_two_commas(lines[first:last])
    numbers = _without_margins(_numbers(lines, first, last, mark))
    around = [line for line in (*lines[:first], *lines[last:]) if line.strip()]
    words = tuple(_words(line, mark) for line in around[:_MOST_WORDS])
    return Table(numbers, words, len(around), ended=last < len(lines) or text[-1:] in ("\n", "\r"))


def _separator(lines: Sequence[str]) -> str:
    """Tab before semicolon before comma: the first that parts a line into numbers, two lines or more."""
    for mark in ("\t", ";", ","):
        rows = 0
        for line in lines:
            rows += _is_row(line, mark)
            if rows == 2:
                return mark
    return ""


def _cells(line: str, mark: str) -> list[str]:
    if '"' not in line:
        return line.split(mark)
    try:
        return next(csv.reader([line], delimiter=mark), [])
    except csv.Error:
        return []


def _is_row(line: str, mark: str) -> bool:
    """At least two numbers, and hardly a word: one for each eight numbers."""
    if mark not in line:
        return False
    if _PLAIN[mark].fullmatch(line):
        return sum(map(bool, line.split(mark))) >= 2
    cells = [cell.strip() for cell in _cells(line, mark)]
    numbers = sum(_NUMBER.fullmatch(cell) is not None for cell in cells)
    words = sum(_NO_NUMBER.fullmatch(cell) is None for cell in cells) - numbers
    return numbers >= 2 and words <= numbers / 8


def _width(line: str, mark: str) -> int:
    """How many cells; an empty one behind the last separator is none."""
    cells = _cells(line, mark)
    return len(cells) - (len(cells) > 1 and not cells[-1].strip())


def _block(lines: Sequence[str], mark: str) -> tuple[int, int]:
    """First line of the numbers and the one behind the last."""
    if not mark:
        raise NoTableError(_NOTHING)
    rows = {n: _width(line, mark) for n, line in enumerate(lines) if _is_row(line, mark)}
    start = next((n for n, width in rows.items() if rows.get(n + 1) == width), None)
    if start is None:
        raise NoTableError(_ragged(rows))
    end = next((n for n in range(start, len(lines)) if _ends(lines[n], mark)), len(lines))
    _refuse_other_rows(rows, start, end, {n: _width(lines[n], mark) for n in range(start, end)})
    return start, end


def _refuse_other_rows(rows: dict[int, int], start: int, end: int, inside: dict[int, int]) -> None:
    """No line of another length in the table or shortly before it, and no second table."""
    width = rows[start]
    early = {n: held for n, held in rows.items() if n < start and held > width / 2}
    wrong = early or {n: held for n, held in inside.items() if held != width}
    for line, held in wrong.items():
        raise NoTableError(f"第 {line + 1} 行有 {held} 格，应为 {width} 格")
    again = [n for n, held in rows.items() if n >= end and held > width / 2]
    if again:
        raise NoTableError(f"第 {again[0] + 1} 行起还有另一张表")


def _ragged(rows: dict[int, int]) -> str:
    held = list(rows.items())
    if len(held) < 2:
        return _NOTHING
    return f"第 {held[1][0] + 1} 行有 {held[1][1]} 格，上一行有 {held[0][1]} 格"


def _ends(line: str, mark: str) -> bool:
    """Whether a line has no number at all in it: blank, or words."""
    if not line.strip():
        return True
    cells = _cells(line, mark)
    if any(_NUMBER.fullmatch(cell.strip()) for cell in cells):
        return False
    # A row of nothing but missing values belongs to the table.
    return len(cells) < 2 or any(_NO_NUMBER.fullmatch(cell.strip()) is None for cell in cells)


def _refuse_two_commas(lines: Sequence[str]) -> None:
    """22,9,23,0 may be four numbers or two: nobody can tell."""
    for digits in (1, 2, 3):
        pair = re.compile(rf"(?:[+-]?\d+,\d{{{digits}}}(?:,|$))+")
        if all(pair.fullmatch(line.rstrip()) for line in lines):
            firsts = {len(cell.lstrip("+-")) for line in lines for cell in line.split(",")[::2] if cell}
            if firsts != {digits}:
                raise NoTableError("小数点和分隔符都是逗号，分不清。请用分号分隔再导出")


def _numbers(lines: Sequence[str], first: int, last: int, mark: str) -> NDArray[np.float64]:
    width = _width(lines[first], mark)
    if width > MOST_SIDE + 1 or last - first > MOST_SIDE + 1:
        raise TooLargeError
    found = np.empty((last - first, width), dtype=np.float64)
    for row, line in enumerate(lines[first:last]):
        found[row] = _row(line, mark)[:width]
    return found


def _row(line: str, mark: str) -> list[float]:
    if _PLAIN[mark].fullmatch(line):
        quick = line if mark == "," else line.replace(",", ".")
        return [float(cell) if cell else np.nan for cell in quick.split(mark)]
    return [_number(cell.strip()) for cell in _cells(line, mark)]


def _number(cell: str) -> float:
    if _NUMBER.fullmatch(cell) is None:
        return np.nan
    value = float(cell.replace(",", "."))
    return value if np.isfinite(value) else np.nan


def _without_margins(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Without a column of labels and without rows and columns that only count.

    Raises:
        NoTableError: nothing is left.
        TooLargeError: a side is longer than 4,096.
    """
    numbers[~np.isfinite(numbers)] = np.nan
    if numbers.shape[1] > 1 and np.isnan(numbers[:, 0]).all():
        numbers = numbers[:, 1:]
    if _counts(numbers[0]):
        numbers = numbers[1:]
    if numbers.shape[0] > 0 and _counts(numbers[:, 0]):
        numbers = numbers[:, 1:]
    if numbers.size == 0 or np.isnan(numbers).all():
        raise NoTableError(_NOTHING)
    if max(numbers.shape) > MOST_SIDE:
        raise TooLargeError
    return numbers


def _counts(values: NDArray[np.float64]) -> bool:
    """Whether a row or column is 0, 1, 2 … or 1, 2, 3 …; its first cell may be the empty corner."""
    if values.size and np.isnan(values[0]):
        values = values[1:]
    if values.size < _INDEX_LEAST or values[0] not in (0, 1):
        return False
    return bool(np.array_equal(values, np.arange(values.size) + values[0]))


def _words(line: str, mark: str) -> tuple[str, str]:
    label, _, text = line.strip()[:_WORD_LENGTH].replace('"', "").partition(mark)
    return label.strip(), text.strip()
