"""Our line breaker: text in, lines out. Pure; the caller supplies the width of a character.

A line never starts with a closing mark nor ends with an opening one, closing marks move as a group, and
a code or number is broken only when it alone is longer than a line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Width = Callable[[str], float]

NO_START = frozenset("，。；：？！、）》”’】〕…—」』〉％℃㎡㎥·～‰")
NO_END = frozenset("（《“‘【〔「『〈￥")
SQUEEZABLE = frozenset("，。；：？！、）》”’】〕」』〉")
SPACES = " \u3000\u00a0"
SLACK = 1e-6
MOST_EXTRA = 0.35


@dataclass(frozen=True)
class Line:
    """One set line.

    Attributes:
        text: what stands on it; blanks at its end hang and take no room.
        used: its width before justification.
        extra: space to add after every cell, so that the line fills the measure.
        squeezed: the last mark gives up its empty half.
        last: the paragraph ends here.
    """

    text: str
    used: float
    extra: float = 0.0
    squeezed: bool = False
    last: bool = False


@dataclass(frozen=True)
class Measure:
    """The room for a paragraph: line width, one full cell, and the width of each character."""

    width: float
    cell: float
    advance: Width

    def of(self, text: str) -> float:
        """Natural width of a piece of text."""
        return sum(map(self.advance, text))

    def least(self, text: str) -> float:
        """Width of a line with hanging blanks dropped and its last mark squeezed."""
        bare = text.rstrip(SPACES)
        return self.of(bare) - self.saving(bare)

    def saving(self, bare: str) -> float:
        """What squeezing the last mark of a line gains."""
        if not bare or bare[-1] not in SQUEEZABLE:
            return 0.0
        wide = self.advance(bare[-1]) >= 0.9 * self.cell
        return self.cell / 2 if wide else 0.0

    def fits(self, text: str) -> bool:
        """Whether the text can stand on one line."""
        return self.least(text) <= self.width + SLACK


def is_narrow(char: str) -> bool:
    """Whether a character belongs to a Latin word, code or number."""
    return not char.isspace() and (char < "\u0250" or "\u0370" <= char < "\u0400") and char not in NO_START


def atoms(text: str) -> Iterator[str]:
    """Cut into cells: each full-width character or blank alone, each narrow run whole."""
    run = ""
    for char in text:
        if is_narrow(char):
            run += char
            continue
        if run:
            yield run
        run = ""
        yield char
    if run:
        yield run


def _clings(group: str, atom: str) -> bool:
    """Whether no line may end between a group and the atom after it."""
    if atom[0] in NO_START or atom[0] in SPACES:
        return True
    return group.rstrip(SPACES)[-1:] in NO_END and bool(group.rstrip(SPACES))


def groups(text: str) -> Iterator[str]:
    """Join atoms that must stay on one line."""
    group = ""
    for atom in atoms(text):
        if group and not _clings(group, atom):
            yield group
            group = ""
        group += atom
    if group:
        yield group


def _longest_prefix(text: str, measure: Measure) -> int:
    """How many characters of an over-long group fit; at least one."""
    count = 1
    while count < len(text) and measure.fits(text[: count + 1]):
        count += 1
    return count


def _cut(text: str, measure: Measure) -> int:
    """Where to break an over-long group: the last lawful place that fits, else the last that fits."""
    most = _longest_prefix(text, measure)
    for place in range(most, 0, -1):
        starts_well = text[place] not in NO_START and text[place] not in SPACES
        if starts_well and text[:place].rstrip(SPACES)[-1:] not in NO_END:
            return place
    return most


def _pieces(text: str, measure: Measure) -> Iterator[str]:
    """Groups of a paragraph; one that is longer than a line comes in parts that fit."""
    for group in groups(text):
        rest = group
        while not measure.fits(rest):
            place = _cut(rest, measure)
            yield rest[:place]
            rest = rest[place:]
        yield rest


def _fill(text: str, measure: Measure, indent: float) -> Iterator[str]:
    """Put as many pieces on each line as fit; the first line is shorter by the indent."""
    line = ""
    first = Measure(measure.width - indent, measure.cell, measure.advance)
    room = first
    for piece in _pieces(text, first if indent else measure):
        if line and not room.fits(line + piece):
            yield line
            line, room = "", measure
        line += piece
    yield line


def gaps(text: str) -> int:
    """How many places of a line may take extra space."""
    return max(sum(1 for _ in atoms(text.rstrip(SPACES))) - 1, 0)


def _set(text: str, measure: Measure, width: float, *, last: bool) -> Line:
    """Squeeze or stretch one line to its measure."""
    bare = text.rstrip(SPACES)
    used = measure.of(bare)
    squeezed = used > width + SLACK
    if squeezed:
        used -= measure.saving(bare)
    count = gaps(text)
    extra = 0.0 if last or not count else max(width - used, 0.0) / count
    if extra > MOST_EXTRA * measure.cell:
        extra = 0.0
    return Line(text, used, extra, squeezed, last)


def _paragraph(text: str, measure: Measure, indent: float) -> list[Line]:
    """Set one paragraph."""
    texts = list(_fill(text, measure, indent))
    end = len(texts) - 1
    widths = [measure.width - (0 if n else indent) for n in range(end + 1)]
    return [_set(t, measure, widths[n], last=n == end) for n, t in enumerate(texts)]


def break_lines(text: str, measure: Measure, indent: float = 0.0) -> list[Line]:
    """Break text into lines; a newline starts a paragraph.

    Args:
        text: the text, paragraphs separated by newlines.
        measure: line width, cell and character widths.
        indent: width kept free at the head of each paragraph's first line.

    Returns:
        The lines; their texts joined are the text without its newlines.
    """
    return [line for part in text.split("\n") for line in _paragraph(part, measure, indent)]
