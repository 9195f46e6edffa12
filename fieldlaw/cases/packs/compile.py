"""One pack, one sequence of bytes: sorted-key JSON in UTF-8, and its SHA-256."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from fieldlaw.cases.packs.records import Pack, PackHeader


def plain(node: Any) -> Any:
    """The same content in plain dicts, lists and text; dates as ISO text."""
    if isinstance(node, Mapping):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [plain(value) for value in node]
    if isinstance(node, date):
        return node.isoformat()
    if isinstance(node, int) and not isinstance(node, bool):
        return int(node)  # ruamel.yaml keeps how a number was written
    return str(node) if isinstance(node, str) else node


def canonical(content: Any) -> bytes:
    """The canonical bytes of plain content: of a pack, or of one of its lines."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def digest(data: bytes) -> bytes:
    """SHA-256 of canonical bytes."""
    return hashlib.sha256(data).digest()


def header_of(content: Mapping[str, Any]) -> PackHeader:
    """The header that a content states, with the hash of that content."""
    stated = content["pack"]
    last = stated["in_force"]["to"]
    return PackHeader(
        id=stated["id"],
        kind=stated["kind"],
        jurisdiction=stated["jurisdiction"],
        edition=stated["edition"],
        in_force=(
            date.fromisoformat(stated["in_force"]["from"]),
            date.fromisoformat(last) if last else None,
        ),
        sha256=digest(canonical(content)).hex(),
        status=stated["status"],
        name=stated.get("name", ""),
    )


def build(content: Mapping[str, Any]) -> Pack:
    """A pack of checked content."""
    return Pack(header_of(content), content)
