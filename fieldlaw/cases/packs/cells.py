r"""How a value of a pack stands in one cell of a sheet, and back, without loss. Pure.

An empty cell is a key that is not there. null, "", [] and {} stand for themselves; a text that would read as
one of them, a backslash and what XLSX cannot hold are written \\ or \uXXXX; a list has an item a line.
"""

from __future__ import annotations

import json
import re
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.packs.shapes import ListOf, Scalar, Shape

if TYPE_CHECKING:
    from collections.abc import Mapping

CellValue = str | int
LONGEST = 32_767  # characters in a cell; XLSX cuts off the rest
EMPTY_LIST, EMPTY_TABLE = "[]", "{}"
_TOKENS: Mapping[str, Any] = {"null": None, '""': ""}
_BEYOND = 10**15  # XLSX keeps numbers as doubles
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)|x(?=005F_)")
_ESCAPE = re.compile(r"\\(\\|n|u[0-9a-f]{4})?")
_WHOLE = re.compile(r"-?[0-9]{1,400}")


class CellError(Exception):
    """A cell cannot be read or written; says why in plain words."""


def to_cell(value: Any, shape: Shape) -> CellValue:
    """The cell of a value.

    Raises:
        CellError: the text is longer than a cell.
    """
    if isinstance(shape, ListOf):
        cell = _list_cell(value, shape)
    elif isinstance(value, int) and abs(value) < _BEYOND:
        return value
    else:
        cell = _scalar_text(value, shape)
    if len(cell) > LONGEST:
        raise CellError(f"文字超过 {LONGEST} 字，XLSX 放不下")
    return cell


def _list_cell(value: list[Any], shape: ListOf) -> str:
    if not isinstance(shape.item, Scalar):
        return _escaped(json.dumps(value, ensure_ascii=True))
    if not value:
        return EMPTY_LIST
    text = "\n".join(_scalar_text(item, shape.item).replace("\n", "\\n") for item in value)
    return f"\\u005b{text[1:]}" if text == EMPTY_LIST else text


def _scalar_text(value: Any, shape: Shape) -> str:
    if value is None:
        return "null"
    if value == "":
        return '""'
    text = _escaped(str(value))
    reserved = text in (*_TOKENS, EMPTY_LIST, EMPTY_TABLE)
    if reserved or (isinstance(value, str) and _is_whole(text, shape)):
        return f"\\u{ord(text[0]):04x}{text[1:]}"
    return text


def _is_whole(text: str, shape: Shape) -> bool:
    """Whether a text would be read as a whole number, which the shape allows."""
    return bool(_WHOLE.fullmatch(text)) and isinstance(shape, Scalar) and shape.accepts(int(text))


def _escaped(text: str) -> str:
    doubled = text.replace("\\", "\\\\")
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", doubled)


def from_cell(cell: Any, shape: Shape) -> Any:
    """The value of a cell that is not empty.

    Args:
        cell: text, number or day as openpyxl reads it.
        shape: the shape that the value should have; the schema check judges it afterwards.

    Raises:
        CellError: a cell that has no exact value: a decimal number, a time of day, a truth value.
    """
    if isinstance(shape, ListOf):
        return _list_value(_plain(cell), shape)
    plain = _plain(cell)
    if isinstance(plain, int):
        as_text = isinstance(shape, Scalar) and not shape.accepts(plain) and shape.accepts(str(plain))
        return str(plain) if as_text else plain
    return _scalar_value(plain, shape)


def _plain(cell: Any) -> CellValue:
    if isinstance(cell, bool) or not isinstance(cell, str | int | float | date):
        raise CellError("这一格应填文字")
    if isinstance(cell, float):
        if not cell.is_integer():
            raise CellError("带小数的数请按文字填写（单元格格式设为文本）")
        return int(cell)
    if isinstance(cell, datetime):
        if cell.time() != time():
            raise CellError("日期里不能有时刻")
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else cell


def _list_value(cell: CellValue, shape: ListOf) -> Any:
    text = str(cell).replace("_x000D_", "").replace("\r", "")
    if text == EMPTY_LIST:
        return []
    if not isinstance(shape.item, Scalar):
        return _json_value(_unescaped(text))
    return [_scalar_value(line, shape.item) for line in text.split("\n") if line]


def _json_value(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CellError("这一格读不懂") from error


def _scalar_value(text: str, shape: Shape) -> Any:
    if text in _TOKENS:
        return _TOKENS[text]
    return int(text) if _is_whole(text, shape) else _unescaped(text)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_sign, text)


def _sign(found: re.Match[str]) -> str:
    code = found.group(1)
    if code is None:
        raise CellError("反斜杠须写成两个")
    if code.startswith("u"):
        return chr(int(code[1:], 16))
    return "\n" if code == "n" else "\\"
