"""Goes through the content of a pack, sound or not, and hands out each part with its place and its facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fieldlaw.cases.packs.places import TOP, Spot, item_spot, key_spot


@dataclass(frozen=True, slots=True)
class Part:
    """A mapping or a list of a pack, with the facts declared around it."""

    node: Any
    name: str
    spot: Spot
    facts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def rows(self) -> list[tuple[Mapping[str, Any], Spot]]:
        """The mappings of a list, with their places; none for a mapping."""
        if isinstance(self.node, Mapping):
            return []
        return [(row, item_spot(self.node, i)) for i, row in enumerate(self.node) if isinstance(row, Mapping)]


def is_list(value: object) -> bool:
    """Whether a value is a list, and not a text."""
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)


def items(value: object) -> Sequence[Any]:
    """The items of a list; none of what is no list."""
    return value if isinstance(value, Sequence) and not isinstance(value, str | bytes) else ()


def is_row(node: object) -> bool:
    """Whether a part is a row of law: it states, or should state, a source and how it was checked."""
    return isinstance(node, Mapping) and "id" in node and ("source" in node or "status" in node)


def walk(content: Any) -> Iterator[Part]:
    """Every mapping and list once, outer before inner; aliases of one anchor are not repeated."""
    seen: set[int] = set()
    ahead = [Part(content, "", TOP)] if isinstance(content, Mapping) else []
    while ahead:
        part = ahead.pop()
        if id(part.node) in seen:
            continue
        seen.add(id(part.node))
        yield part
        ahead.extend(reversed(_inner(part)))


def _inner(part: Part) -> list[Part]:
    node = part.node
    if isinstance(node, Mapping):
        facts = {**part.facts, **facts_in(node)}
        children = [(str(key), value, key_spot(node, key)) for key, value in node.items()]
    else:
        facts = dict(part.facts)
        children = [(part.name, value, item_spot(node, index)) for index, value in enumerate(node)]
    return [
        Part(value, key, spot, facts)
        for key, value, spot in children
        if isinstance(value, Mapping) or is_list(value)
    ]


def facts_in(node: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The facts that a mapping declares, by id."""
    rows = [row for row in items(node.get("facts")) if isinstance(row, Mapping)]
    return {row["id"]: row for row in rows if isinstance(row.get("id"), str)}


def row_id(row: Mapping[str, Any]) -> str:
    """How a row is called in a sentence."""
    return str(row.get("id", "未编号的行"))
