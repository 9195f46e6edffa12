"""Fills sheets from the top: grid paragraphs, headings and framed rows that go on over a page end."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from reportlab.lib.units import mm

from fieldlaw.cases.documents.fonts import SANS_BOLD, SERIF, SERIF_BOLD, Fonts
from fieldlaw.cases.documents.lines import SPACES, Line, Measure, atoms, break_lines, is_narrow
from fieldlaw.cases.documents.page import BOTTOM, CELL, LEFT, PITCH, RIGHT, TOP, WIDTH, Sheet, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

BASE: Final = PITCH / 2 + CELL * 0.36
ROW_SIZE: Final = 10.5
SMALL: Final = 12.0
ROW_PITCH: Final = 16.0
PAD_X: Final = 4.0
MOST_CELL_EXTRA: Final = 1.0
PAD_Y: Final = 5.0
NUMBER_COLUMN: Final = 20.5 * mm


def spaced(line: Line) -> tuple[tuple[str, float], ...]:
    """Cut a line into pieces so that extra space falls between cells, never inside a code."""
    out: list[tuple[str, float]] = []
    for atom in atoms(line.text.rstrip(SPACES)):
        if line.extra and len(atom) > 1 and is_narrow(atom[0]):
            out += [(atom[:-1], 0.0), (atom[-1], line.extra)]
        elif out and out[-1][1] == line.extra:
            out[-1] = (out[-1][0] + atom, line.extra)
        else:
            out.append((atom, line.extra))
    return tuple(out)


@dataclass(frozen=True)
class Cell:
    """Broken lines of a table cell, its face, and whether they stand in the middle."""

    lines: tuple[Line, ...]
    face: str = SERIF
    centred: bool = False


@dataclass
class Flow:
    """A cursor that fills sheets.

    Attributes:
        fonts: the registered faces.
        foot: height kept free at the foot of every page.
        dress: called with each new sheet, to put the fixed parts on it.
        y: distance of the cursor from the top of the page.
    """

    fonts: Fonts
    foot: float = 0.0
    dress: Callable[[Sheet], None] | None = None
    sheets: list[Sheet] = field(default_factory=list)
    y: float = TOP

    def __post_init__(self) -> None:
        self.turn()

    @property
    def sheet(self) -> Sheet:
        """The page being filled."""
        return self.sheets[-1]

    @property
    def end(self) -> float:
        """Where the page is full."""
        return BOTTOM - self.foot

    def turn(self) -> None:
        """Begin a new page."""
        sheet = Sheet()
        self.sheets.append(sheet)
        self.y = TOP
        if self.dress is not None:
            self.dress(sheet)

    def fits(self, height: float) -> bool:
        """Whether this much still stands on the page."""
        return self.y + height <= self.end + 0.01

    def need(self, height: float) -> None:
        """Turn the page unless this much still stands on it."""
        if not self.fits(height):
            self.turn()

    def snap(self) -> None:
        """Go down to the next line of the 22-line grid."""
        self.y = TOP + math.ceil((self.y - TOP) / PITCH - 0.001) * PITCH

    def clear(self) -> None:
        """Like snap, but keep at least a third of a line free below a table."""
        on_grid = abs((self.y - TOP) / PITCH - round((self.y - TOP) / PITCH)) < 0.001
        if not on_grid:
            self.y += PITCH / 3
        self.snap()

    def measure(self, width: float, size: float, face: str = SERIF) -> Measure:
        """A measure with the real widths of a face."""
        return Measure(width, size, lambda char: self.fonts.width(char, face, size))

    def grid(self, text: str) -> list[Line]:
        """Break body text on the 28-cell grid, each paragraph two cells in."""
        return break_lines(text, self.measure(WIDTH, CELL), 2 * CELL)

    def title(self, text: str) -> None:
        """A document title: 22 pt bold serif, centred, over two grid lines."""
        measure = self.measure(WIDTH, 22.0, SERIF_BOLD)
        for line in break_lines(text, measure):
            self.need(1.4 * PITCH)
            x = LEFT + (WIDTH - line.used) / 2
            self.sheet.text(x, self.y + 26, line.text.rstrip(SPACES), SERIF_BOLD, 22.0)
            self.y += 1.4 * PITCH

    def number(self, number: str) -> None:
        """The number of the document, right, under its title."""
        x = RIGHT - self.fonts.width(number, SERIF, SMALL)
        self.sheet.text(x, self.y + 12.0, number, SERIF, SMALL)
        self.y += 22.0

    def heading(self, text: str, follow: float = 2 * PITCH) -> None:
        """A heading, clear of a table above it, that stays with what follows it."""
        self.clear()
        self.need(PITCH + follow)
        self.sheet.text(LEFT + 2 * CELL, self.y + BASE, text, SANS_BOLD, CELL)
        self.y += PITCH

    def body(self, text: str) -> None:
        """Body text on the grid."""
        self.clear()
        head = True
        for line in self.grid(text):
            self.need(PITCH)
            x = LEFT + (2 * CELL if head else 0.0)
            self.sheet.marks.append(Text(x, self.y + BASE, spaced(line)))
            self.y += PITCH
            head = line.last

    def small(self, text: str, face: str = SERIF) -> None:
        """Explanatory text in the size of table rows."""
        for line in break_lines(text, self.measure(WIDTH, ROW_SIZE, face)):
            self.need(ROW_PITCH)
            self.sheet.marks.append(Text(LEFT, self.y + 11.5, spaced(line), face, ROW_SIZE))
            self.y += ROW_PITCH

    def cell(self, text: str, width: float, face: str = SERIF, *, centred: bool = False) -> Cell:
        """Break the text of a table cell."""
        measure = self.measure(width - 2 * PAD_X, ROW_SIZE, face)
        return Cell(tuple(break_lines(text, measure)), face, centred)

    def table(self, widths: Sequence[float], head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A framed table; its head comes again on every page."""
        self.need(self.lead(widths, head, rows))
        top = [self.cell(t, w, SANS_BOLD, centred=True) for t, w in zip(head, widths, strict=True)]
        self._row(widths, top)
        for row in rows:
            cells = [self.cell(t, w, centred=w <= NUMBER_COLUMN) for t, w in zip(row, widths, strict=True)]
            self._long_row(widths, cells, top)

    def lead(self, widths: Sequence[float], head: Sequence[str], rows: Sequence[Sequence[str]]) -> float:
        """Height of a table's head and first row, which stand together if a page can hold them."""
        heads = [self.cell(t, w, SANS_BOLD) for t, w in zip(head, widths, strict=True)]
        first = [self.cell(t, w) for row in rows[:1] for t, w in zip(row, widths, strict=True)]
        height = row_height(heads) + (row_height(first) if first else 0.0)
        return min(height, self.end - TOP - 2 * PITCH)

    def form(self, widths: Sequence[float], rows: Sequence[Sequence[str]]) -> None:
        """Form rows: labels in the odd columns, entries in the even ones."""
        for row in rows:
            cells = [self._form_cell(n, t, w) for n, (t, w) in enumerate(zip(row, widths, strict=False))]
            room = [*widths[: len(row) - 1], WIDTH - sum(widths[: len(row) - 1])]
            cells[-1] = self.cell(row[-1], room[-1])
            self._long_row(room, cells, None)

    def _form_cell(self, column: int, text: str, width: float) -> Cell:
        """A label or an entry."""
        if column % 2:
            return self.cell(text, width)
        return self.cell(text, width, SANS_BOLD, centred=True)

    def _long_row(self, widths: Sequence[float], cells: list[Cell], head: list[Cell] | None) -> None:
        """Set a row whole if it can stand on a page, else in parts."""
        full = self.end - TOP - (row_height(head) if head else 0.0)
        if not self.fits(min(row_height(cells), full)):
            self._turn_table(widths, head)
        for part in _parts(cells, int((self.end - self.y - 2 * PAD_Y) / ROW_PITCH), full):
            if not self.fits(row_height(part)):
                self._turn_table(widths, head)
            self._row(widths, part)

    def _turn_table(self, widths: Sequence[float], head: list[Cell] | None) -> None:
        """Begin a page with the table's head."""
        self.turn()
        if head:
            self._row(widths, head)

    def _row(self, widths: Sequence[float], cells: Sequence[Cell]) -> None:
        """Draw one row that fits."""
        height = row_height(cells)
        x = LEFT
        for width, cell in zip(widths, cells, strict=True):
            self.sheet.box(x, self.y, width, height)
            self._cell_lines(x, width, cell, height)
            x += width
        self.y += height

    def _cell_lines(self, x: float, width: float, cell: Cell, height: float) -> None:
        """Set the lines of a cell, centred in its height."""
        y = self.y + (height - ROW_PITCH * len(cell.lines)) / 2 + 12.0
        for line in cell.lines:
            left = x + ((width - line.used) / 2 if cell.centred else PAD_X)
            ragged = cell.centred or line.extra > MOST_CELL_EXTRA
            plain = Line(line.text, line.used) if ragged else line
            self.sheet.marks.append(Text(left, y, spaced(plain), cell.face, ROW_SIZE))
            y += ROW_PITCH


def row_height(cells: Sequence[Cell]) -> float:
    """Height of a row: its tallest cell and the padding."""
    return max(len(cell.lines) for cell in cells) * ROW_PITCH + 2 * PAD_Y


def _parts(cells: list[Cell], first: int, full: float) -> Iterator[list[Cell]]:
    """Cut a row taller than a page into rows that each fit one."""
    most = int((full - 2 * PAD_Y) / ROW_PITCH)
    total = max(len(cell.lines) for cell in cells)
    start, take = 0, max(first, 1)
    while start < total:
        yield [Cell(c.lines[start : start + take], c.face, c.centred) for c in cells]
        start, take = start + take, most
