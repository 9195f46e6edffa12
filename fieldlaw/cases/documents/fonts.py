"""The four faces of our documents, and the check that every character has a glyph."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reportlab.pdfbase import pdfmetrics, ttfonts

from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

SERIF: Final = "FieldlawSerif"
SERIF_BOLD: Final = "FieldlawSerifBold"
SANS: Final = "FieldlawSans"
SANS_BOLD: Final = "FieldlawSansBold"
FILES: Final = {
    SERIF: "NotoSerifSC-Regular.ttf",
    SERIF_BOLD: "NotoSerifSC-Bold.ttf",
    SANS: "NotoSansSC-Regular.ttf",
    SANS_BOLD: "NotoSansSC-Bold.ttf",
}


class MissingGlyph(KnownError):  # noqa: N818 - named after what the reader meets
    """A character that no font of ours can print. Raised before anything is drawn.

    Attributes:
        char: the character.
        line: the line of text it stands in.
        place: where that line is: page and line, from 1; (0, 0) when it is on no page yet.
    """

    def __init__(self, char: str, line: str, place: tuple[int, int] = (0, 0)) -> None:
        where = f"第 {place[0]} 页第 {place[1]} 行" if place[1] else ""
        super().__init__(
            f"{where}“{char}”（U+{ord(char):04X}）字体里没有，不能打印。它在“{line.strip()}”这一行。",
            "请核对是否录错；确属生僻字的，改用拆字注明，例如“〔日＋生〕”。",
            "文书没有生成，已录入的内容都在。",
        )
        self.char, self.line, self.place = char, line, place


class FontsMissing(KnownError):  # noqa: N818 - named after what the reader meets
    """The font folder lacks a face."""

    def __init__(self, name: str) -> None:
        super().__init__(f"找不到字体文件 {name}。", "请重新安装本程序。", "已录入的内容都在。")


@dataclass(frozen=True)
class Missing:
    """A character without a glyph: which, and on which line (counted from 1)."""

    char: str
    line: int
    text: str


@dataclass(frozen=True)
class Fonts:
    """Registered faces: widths and coverage."""

    glyphs: dict[str, frozenset[int]]

    def width(self, text: str, face: str = SERIF, size: float = 16.0) -> float:
        """Real advance width of a text in points."""
        return float(pdfmetrics.stringWidth(text, face, size))

    def missing(self, text: str, face: str = SERIF) -> tuple[Missing, ...]:
        """Characters of a text that the face cannot print."""
        known = self.glyphs[face]
        rows = enumerate(text.split("\n"), start=1)
        return tuple(Missing(c, n, row) for n, row in rows for c in row if ord(c) not in known)

    def require(self, texts: Iterable[tuple[str, str]], place: tuple[int, int] = (0, 0)) -> None:
        """Stop at the first character without a glyph.

        Args:
            texts: (text, face) pairs.
            place: the page and the line that they stand on; (0, 0) when they are on no page yet.

        Raises:
            MissingGlyph: naming the character and its line.
        """
        for text, face in texts:
            for gap in self.missing(text, face):
                raise MissingGlyph(gap.char, gap.text, place)


def to_unicode_cmap(fontname: str, subset: Sequence[int]) -> str:
    """ToUnicode table in UTF-16BE, so that characters above U+FFFF can be copied and searched."""
    rows = [f"<{i:02X}> <{chr(c).encode('utf-16-be').hex().upper()}>" for i, c in enumerate(subset)]
    head = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo",
        f"<< /Registry ({fontname})",
        f"/Ordering ({fontname})",
        "/Supplement 0",
        ">> def",
        f"/CMapName /{fontname} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        f"<00> <{len(subset) - 1:02X}>",
        "endcodespacerange",
    ]
    tail = ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(head + _blocks(rows) + tail)


def _blocks(rows: list[str]) -> list[str]:
    """A table may hold at most 100 rows per block."""
    out: list[str] = []
    for start in range(0, len(rows), 100):
        part = rows[start : start + 100]
        out += [f"{len(part)} beginbfchar", *part, "endbfchar"]
    return out


def _load(name: str, path: Path) -> frozenset[int]:
    """Register one face and tell which characters it has."""
    if not path.is_file():
        raise FontsMissing(path.name)
    font = ttfonts.TTFont(name, str(path))
    pdfmetrics.registerFont(font)
    return frozenset(font.face.charToGlyph)


@lru_cache(maxsize=4)
def register(folder: Path) -> Fonts:
    """Register the four faces from a folder and mend reportlab's ToUnicode table.

    Raises:
        FontsMissing: when a font file is not there.
    """
    ttfonts.makeToUnicodeCMap = to_unicode_cmap
    return Fonts({name: _load(name, folder / file) for name, file in FILES.items()})
