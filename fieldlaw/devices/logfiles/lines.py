"""The bytes of a text log as lines: none is lost, none is made up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Line:
    """A line without its end; `number` counts from 1."""

    number: int
    text: str


@dataclass(frozen=True)
class Lines:
    """All lines, with what is to be said of the bytes."""

    lines: tuple[Line, ...]
    notes: tuple[str, ...]

    @property
    def first(self) -> str:
        """The first line; empty in an empty file."""
        return self.lines[0].text if self.lines else ""


def split(data: bytes) -> Lines:
    """Split at line feeds; a carriage return before one belongs to the end of the line.

    Bytes that are no UTF-8 become replacement signs and a note: a row with one is still a row.
    """
    body = data.removeprefix(_BOM)
    parts = body.split(b"\n")
    if parts[-1] == b"":
        parts.pop()
    lines = tuple(Line(n, _text(part)) for n, part in enumerate(parts, 1))
    return Lines(lines, tuple(_notes(body, lines)))


def _text(part: bytes) -> str:
    return part.removesuffix(b"\r").decode("utf-8", "replace")


def _notes(body: bytes, lines: tuple[Line, ...]) -> Iterator[str]:
    odd = [line.number for line in lines if "\ufffd" in line.text or "\0" in line.text]
    if odd:
        yield f"第 {'、'.join(map(str, odd[:5]))} 行有不是文字的内容，文件可能受过损坏。"
    if body and not body.endswith(b"\n"):
        yield "最后一行没有换行，记录可能在写的时候断了。"
