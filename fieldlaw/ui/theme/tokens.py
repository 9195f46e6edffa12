"""The design tokens: read once from tokens.json, looked up by name."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("tokens.json")
_LARGER = 1.3
SCALES = {"标准": 1.0, "大": 1.2, "特大": 1.4}
_SIZES = {"light": "office", "field": "field", "projector": "projector"}


@cache
def _all() -> dict[str, Any]:
    held: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return held


@dataclass(frozen=True)
class Tokens:
    """The tokens of one theme at one text size.

    Attributes:
        theme: light, field or projector.
        scale: what the person chose for the text size.
    """

    theme: str = "light"
    scale: float = 1.0

    @property
    def mode(self) -> str:
        """The set of sizes that goes with the theme."""
        return _SIZES[self.theme]

    @property
    def colors(self) -> dict[str, str]:
        """All colours of the theme by role."""
        held: dict[str, str] = _all()["themes"][self.theme]["colors"]
        return held

    def font(self, name: str) -> int:
        """A text size in logical pixels."""
        sizes = _all()["type"]
        size = sizes[self.mode].get(name) or sizes["office"][name]
        return round(float(size) * self.scale)

    def height(self, name: str) -> int:
        """A height in logical pixels; a mode without one of its own takes the office one, enlarged."""
        sizes = _all()["height"]
        own = sizes[self.mode].get(name) or sizes["office"].get(name, 0) * _LARGER
        base = own or sizes["field"][name]
        return round(float(base) * (1 + (self.scale - 1) / 2))

    def width(self, name: str) -> int:
        """A width in logical pixels."""
        held: int = _all()["width"][name]
        return held

    def icon_size(self, name: str) -> int:
        """An icon size in logical pixels."""
        sizes = _all()["icon"]["size"]
        grown = 1.0 if self.mode == "office" else _LARGER
        return round(float(sizes[name]) * grown * self.scale)

    @property
    def border(self) -> int:
        """How thick an edge is."""
        held: int = _all()["border"][self.mode]
        return held

    @property
    def bar(self) -> int:
        """How thick the mark of a selected row is."""
        held: int = _all()["border"]["selectedBar"].get(self.mode, 3)
        return held

    def values(self) -> dict[str, str]:
        """Everything that the style sheet may name."""
        held = dict(self.colors)
        held |= {f"font_{name}": f"{self.font(name)}px" for name in _all()["type"]["office"]}
        held |= {f"height_{name}": f"{self.height(name)}px" for name in _all()["height"]["office"]}
        held |= {f"radius_{name}": f"{size}px" for name, size in _all()["radius"].items()}
        held |= {"family": _all()["type"]["family"], "border": f"{self.border}px", "bar": f"{self.bar}px"}
        return held


def status(name: str) -> tuple[str, str, str]:
    """Icon, word and colour role of a status."""
    one = _all()["status"][name]
    return one["icon"], one["word"], one["color"]


def family() -> str:
    """The one font family."""
    held: str = _all()["type"]["family"]
    return held


def focus() -> tuple[int, int]:
    """Width of the focus ring and its distance from the widget."""
    return _all()["border"]["focus"], _all()["border"]["focusGap"]


def strip_cells() -> tuple[str, ...]:
    """The ids of the five cells, in their fixed order."""
    return tuple(cell["id"] for cell in _all()["statusStrip"])


def strip_text(cell: str, level: str) -> tuple[str, str]:
    """Icon and sentence of a strip cell at a level (ok, warn, bad, idle)."""
    one = next(held for held in _all()["statusStrip"] if held["id"] == cell)
    icon, text = one[level]
    return icon, text
