"""What differs between two editions of a pack, row by row. Pure."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from fieldlaw.cases.packs.compile import canonical
from fieldlaw.cases.packs.places import row_name

ADDED, REMOVED, CHANGED, MOVED = "added", "removed", "changed", "moved"
TOP_TABLE = "pack"
TableRow = Mapping[str, Any]


class Absent(enum.Enum):
    """Stands for a value that one side does not have (null is a value)."""

    ABSENT = enum.auto()


ABSENT = Absent.ABSENT


@dataclass(frozen=True, slots=True)
class Field:
    """One value that differs; ABSENT on the side that lacks it."""

    name: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Change:
    """One row that was added, removed or changed, or a list whose rows stand in another order."""

    table: str
    row: str
    change: str
    fields: tuple[Field, ...]


def compare(old: TableRow, new: TableRow) -> tuple[Change, ...]:
    """All changes from one content to another, in the order of the tables; none when they are equal."""
    return tuple(_row_changes("", "", old, new))


def _row_changes(table: str, row: str, old: TableRow, new: TableRow) -> Iterator[Change]:
    fields: list[Field] = []
    nested: list[Change] = []
    before, after = _flat(old), _flat(new)
    for name in dict.fromkeys((*before, *after)):
        pair = Field(name, before.get(name, ABSENT), after.get(name, ABSENT))
        if pair.old == pair.new:
            continue
        if _has_rows(pair.old) or _has_rows(pair.new):
            inner = f"{table}[{row}].{name}" if table else name
            nested.extend(_list_changes(inner, _rows(pair.old), _rows(pair.new)))
        else:
            fields.append(pair)
    if fields:
        yield Change(table or TOP_TABLE, row, CHANGED, tuple(fields))
    yield from nested


def _flat(row: TableRow, prefix: str = "") -> dict[str, Any]:
    """The values of a row; those of inner tables under dotted names."""
    found: dict[str, Any] = {}
    for key, value in row.items():
        if isinstance(value, Mapping) and value:
            found.update(_flat(value, f"{prefix}{key}."))
        else:
            found[prefix + key] = value
    return found


def _has_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, Mapping) for item in value)


def _rows(value: Any) -> Sequence[TableRow]:
    return value if _has_rows(value) else ()


def _list_changes(table: str, old: Sequence[TableRow], new: Sequence[TableRow]) -> Iterator[Change]:
    by_id = _by_id(old), _by_id(new)
    if by_id[0] is not None and by_id[1] is not None:
        yield from _named_changes(table, by_id[0], by_id[1])
    else:
        yield from _unnamed_changes(table, old, new)


def _by_id(rows: Sequence[TableRow]) -> dict[str, TableRow] | None:
    found = {row["id"]: row for row in rows if isinstance(row.get("id"), str)}
    return found if len(found) == len(rows) else None


def _named_changes(table: str, old: Mapping[str, TableRow], new: Mapping[str, TableRow]) -> Iterator[Change]:
    for name in dict.fromkeys((*old, *new)):
        if name not in new:
            yield _whole(table, name, REMOVED, old[name])
        elif name not in old:
            yield _whole(table, name, ADDED, new[name])
        else:
            yield from _row_changes(table, name, old[name], new[name])
    before, after = [n for n in old if n in new], [n for n in new if n in old]
    if before != after:
        yield Change(table, "", MOVED, (Field("order", before, after),))


def _unnamed_changes(table: str, old: Sequence[TableRow], new: Sequence[TableRow]) -> Iterator[Change]:
    matcher = SequenceMatcher(None, [canonical(r) for r in old], [canonical(r) for r in new], autojunk=False)
    for tag, low, high, start, end in matcher.get_opcodes():
        if tag == "equal":
            continue
        both = min(high - low, end - start)
        for step in range(both):
            at = start + step
            yield from _row_changes(table, row_name(None, at), old[low + step], new[at])
        yield from (_whole(table, row_name(None, i), REMOVED, old[i]) for i in range(low + both, high))
        yield from (_whole(table, row_name(None, i), ADDED, new[i]) for i in range(start + both, end))


def _whole(table: str, name: str, change: str, row: TableRow) -> Change:
    values = _flat(row).items()
    fields = [Field(k, ABSENT, v) if change == ADDED else Field(k, v, ABSENT) for k, v in values]
    return Change(table, name, change, tuple(fields))
