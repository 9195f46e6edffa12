"""Where a value stands in the file that a person edits: a line, a row of a sheet, a named row of a pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Spot:
    """A place: `line` counts from one (0: the file has no lines), `part` names a sheet or a row."""

    line: int
    part: str = ""


TOP = Spot(1)


class Entries(dict[str, Any]):
    """A mapping that remembers where each of its keys stands; `home` is where the mapping itself stands."""

    def __init__(self, home: Spot) -> None:
        super().__init__()
        self.home = home
        self.spots: dict[str, Spot] = {}

    def put(self, key: str, value: Any, spot: Spot) -> None:
        """Set a value and its place."""
        self[key] = value
        self.spots[key] = spot


class Rows(list[Any]):
    """A list that remembers where each of its items stands."""

    def __init__(self) -> None:
        super().__init__()
        self.spots: list[Spot] = []

    def put(self, value: Any, spot: Spot) -> None:
        """Append a value and its place."""
        self.append(value)
        self.spots.append(spot)


def key_spot(mapping: Any, key: object) -> Spot:
    """The place of a key, in a mapping of ours or of ruamel.yaml."""
    if isinstance(mapping, Entries):
        return mapping.spots.get(str(key), mapping.home)
    return Spot(_yaml_line(mapping, key) + 1)


def item_spot(sequence: Any, index: int) -> Spot:
    """The place of a list item, in a list of ours or of ruamel.yaml."""
    if isinstance(sequence, Rows):
        return sequence.spots[index]
    return Spot(_yaml_line(sequence, index) + 1)


def _yaml_line(node: Any, key: object) -> int:
    places = getattr(node, "lc", None)
    if places is None:  # read from a cell: no line of its own
        return -1
    try:
        return int((places.key(key) if isinstance(node, Mapping) else places.item(key))[0])
    except (KeyError, TypeError):  # merged from an anchor: the line of the whole
        return int(places.line)


def located(node: Any, path: str = "") -> Any:
    """Plain content with each value's place named by the ids on the way to it."""
    if isinstance(node, Mapping):
        return _located_entries(node, path)
    if isinstance(node, list | tuple):
        rows = Rows()
        for index, item in enumerate(node):
            inner = f"{path}[{row_name(item, index)}]"
            rows.put(located(item, inner), Spot(0, inner))
        return rows
    return node


def _located_entries(node: Mapping[str, Any], path: str) -> Entries:
    entries = Entries(Spot(0, path))
    for key, value in node.items():
        inner = f"{path}.{key}" if path else key
        entries.put(key, located(value, inner), Spot(0, inner))
    return entries


def row_name(item: Any, index: int) -> str:
    """How a row is called: by its id, or by its number in the list."""
    name = item.get("id") if isinstance(item, Mapping) else None
    return name if isinstance(name, str) else f"#{index + 1}"
