"""How answers are printed: for people by default, one JSON value with --json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def _line(value: Any, indent: str) -> list[str]:
    if isinstance(value, Mapping):
        return [line for key, one in value.items() for line in _entry(str(key), one, indent)]
    if isinstance(value, list | tuple):
        return [line for one in value for line in _entry("-", one, indent)]
    return [f"{indent}{value}"]


def _entry(key: str, value: Any, indent: str) -> list[str]:
    if isinstance(value, Mapping | list | tuple) and value:
        return [f"{indent}{key}", *_line(value, indent + "  ")]
    shown = "" if value is None or value in ([], {}, ()) else value
    return [f"{indent}{key} {shown}".rstrip()]


def emit(value: Any, *, as_json: bool) -> None:
    """Print an answer."""
    if as_json:
        print(json.dumps(value, ensure_ascii=False))
    else:
        print("\n".join(_line(value, "")))


def emit_lines(values: list[Any], *, as_json: bool) -> None:
    """Print one answer a line (JSON lines where the contract says so)."""
    for value in values:
        emit(value, as_json=True) if as_json else print("  ".join(str(v) for v in value.values()))
