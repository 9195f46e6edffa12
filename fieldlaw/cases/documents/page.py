"""A4 after GB/T 9704, and the painter: sheets of marks in, the same bytes out every time.

Layout first records what stands where; only when every page is known and every character has a glyph does
anything get drawn. No seal is ever drawn: seals are applied by hand or by the seal platform.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Final

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from fieldlaw.cases.documents.figures import Figure, draw_figure
from fieldlaw.cases.documents.fonts import SANS_BOLD, SERIF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldlaw.cases.documents.fonts import Fonts
    from fieldlaw.cases.documents.model import Marks

PAGE_W: Final = 210 * mm
PAGE_H: Final = 297 * mm
LEFT: Final = 28 * mm
TOP: Final = 37 * mm
WIDTH: Final = 156 * mm
HEIGHT: Final = 225 * mm
RIGHT: Final = LEFT + WIDTH
BOTTOM: Final = TOP + HEIGHT
CELL: Final = WIDTH / 28
PITCH: Final = HEIGHT / 22
NUMBER_SIZE: Final = 14.0
DRAFT_TEXT: Final = "草稿·未生效"
PRACTICE_TEXT: Final = "练习用"


@dataclass(frozen=True)
class Text:
    """Words on a baseline; x and y in points from the top left. pieces: (text, space after each glyph)."""

    x: float
    y: float
    pieces: tuple[tuple[str, float], ...]
    face: str = SERIF
    size: float = CELL

    @property
    def whole(self) -> str:
        """The words without their spacing."""
        return "".join(text for text, _ in self.pieces)


@dataclass(frozen=True)
class Rule:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = 0.6


@dataclass(frozen=True)
class Ink:
    """One line of a pen: points (x, y) in points of the page from the top left."""

    points: tuple[tuple[float, float], ...]
    width: float = 1.1


@dataclass(frozen=True)
class Place:
    """A field of a page that is filled in later: its name, and where it is, from the top left."""

    page: int
    name: str
    x: float
    y: float
    width: float
    height: float


@dataclass
class Sheet:
    """One page: what stands on it, its fields, and whether it carries a page number."""

    marks: list[Text | Rule | Ink | Figure] = field(default_factory=list)
    numbered: bool = True
    places: list[Place] = field(default_factory=list)

    def text(self, x: float, y: float, text: str, face: str = SERIF, size: float = CELL) -> None:
        """Set words at a place."""
        self.marks.append(Text(x, y, ((text, 0.0),), face, size))

    def rule(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """Draw a thin line; one that two cells share is drawn once."""
        line = Rule(x1, y1, x2, y2)
        if line not in self.marks:
            self.marks.append(line)

    def box(self, x: float, y: float, width: float, height: float) -> None:
        """Draw a frame."""
        self.rule(x, y, x + width, y)
        self.rule(x, y + height, x + width, y + height)
        self.rule(x, y, x, y + height)
        self.rule(x + width, y, x + width, y + height)

    @property
    def rows(self) -> Iterator[list[tuple[str, str]]]:
        """The texts of the page with their faces, one list for each baseline, from the top down."""
        held: dict[int, list[Text]] = {}
        for mark in self.marks:
            if isinstance(mark, Text):
                held.setdefault(round(mark.y), []).append(mark)
        for height in sorted(held):
            yield [(text.whole, text.face) for text in sorted(held[height], key=lambda m: m.x)]


def number_corners(sheets: list[Sheet], fonts: Fonts) -> None:
    """Write 第 x 页 共 y 页 over the text block's right corner of every sheet of a record."""
    for number, sheet in enumerate(sheets, start=1):
        words = f"第 {number} 页 共 {len(sheets)} 页"
        sheet.text(RIGHT - fonts.width(words, SERIF, 10.5), TOP - 5 * mm, words, SERIF, 10.5)


def number_feet(sheets: list[Sheet], fonts: Fonts) -> None:
    """Write — n — 7 mm under the text block; single pages right, double pages left, one cell in."""
    for number, sheet in enumerate(sheets, start=1):
        if not sheet.numbered:
            continue
        words = f"— {number} —"
        room = fonts.width(words, SERIF, NUMBER_SIZE)
        x = RIGHT - NUMBER_SIZE - room if number % 2 else LEFT + NUMBER_SIZE
        sheet.text(x, BOTTOM + 7 * mm + NUMBER_SIZE * 0.88, words, SERIF, NUMBER_SIZE)


def paint(sheets: list[Sheet], fonts: Fonts, marks: Marks, title: str) -> bytes:
    """Draw the sheets.

    Args:
        sheets: pages in order.
        fonts: the registered faces.
        marks: draft and practice marks.
        title: the PDF's title.

    Returns:
        The PDF; equal input gives equal bytes.

    Raises:
        MissingGlyph: before anything is drawn, when a character cannot be printed.
    """
    for number, sheet in enumerate(sheets, start=1):
        for line, texts in enumerate(sheet.rows, start=1):
            fonts.require(texts, (number, line))
        for mark in sheet.marks:
            if isinstance(mark, Figure):
                fonts.require([(one.label, SANS_BOLD) for one in mark.outlines], (number, 1))
    out = BytesIO()
    canvas = _canvas(out, title)
    for sheet in sheets:
        _watermark(canvas, marks)
        for mark in sheet.marks:
            _draw(canvas, mark)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _canvas(out: BytesIO, title: str) -> Canvas:
    """A canvas without clock, chance or unembedded Helvetica."""
    canvas = Canvas(
        out,
        pagesize=(PAGE_W, PAGE_H),
        invariant=1,
        pageCompression=1,
        initialFontName=SERIF,  # type: ignore[arg-type]  # the stubs say float
        lang="zh-CN",
    )
    canvas.setTitle(title)
    canvas.setAuthor("")
    canvas.setCreator("fieldlaw")
    return canvas


def _draw_ink(canvas: Canvas, ink: Ink) -> None:
    """Draw a line of a pen, with round ends; a point alone becomes a dot."""
    canvas.saveState()
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    canvas.setLineWidth(ink.width)
    path = canvas.beginPath()
    (left, top), *rest = ink.points
    path.moveTo(left, PAGE_H - top)
    for x, y in rest or [(left + 0.1, top)]:
        path.lineTo(x, PAGE_H - y)
    canvas.drawPath(path, stroke=1, fill=0)
    canvas.restoreState()


def _draw(canvas: Canvas, mark: Text | Rule | Ink | Figure) -> None:
    """Draw one mark."""
    if isinstance(mark, Figure):
        draw_figure(canvas, mark, PAGE_H)
        return
    if isinstance(mark, Ink):
        _draw_ink(canvas, mark)
        return
    if isinstance(mark, Rule):
        canvas.setLineWidth(mark.width)
        canvas.line(mark.x1, PAGE_H - mark.y1, mark.x2, PAGE_H - mark.y2)
        return
    words = canvas.beginText(mark.x, PAGE_H - mark.y)
    words.setFont(mark.face, mark.size)
    for text, extra in mark.pieces:
        words.setCharSpace(extra)
        words.textOut(text)
    words.setCharSpace(0)
    canvas.drawText(words)


def _watermark(canvas: Canvas, marks: Marks) -> None:
    """Lay the draft and practice marks under the text."""
    words = [DRAFT_TEXT] * marks.draft + [PRACTICE_TEXT] * marks.practice
    for number, text in enumerate(words):
        canvas.saveState()
        canvas.setFillGray(0.9)
        canvas.setFont(SANS_BOLD, 64)
        canvas.translate(PAGE_W / 2, PAGE_H / 2)
        canvas.rotate(50)
        canvas.drawCentredString(0, (len(words) - 1) * 50 - number * 100 - 22, text)
        canvas.restoreState()
