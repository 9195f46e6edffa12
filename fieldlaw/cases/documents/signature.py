"""Puts signatures into the fields of a page: the lines of the pen, or the words why nobody signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fieldlaw.cases.documents.fonts import SERIF
from fieldlaw.cases.documents.lines import Measure, break_lines
from fieldlaw.cases.documents.page import Ink, number_corners

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from fieldlaw.cases.documents.fonts import Fonts
    from fieldlaw.cases.documents.model import Signature
    from fieldlaw.cases.documents.page import Place, Sheet

WORDS: Final = 7.5
WORDS_PITCH: Final = 8.6
PAD: Final = 2.0
LEAST_WIDE: Final = 300  # a small sign is not blown up: it counts as at least so large, in thousandths
LEAST_HIGH: Final = 120


def put(sheet: Sheet, fonts: Fonts, signatures: Iterable[Signature]) -> None:
    """Put signatures into the fields of their page.

    Raises:
        KeyError: the page has no such field.
    """
    places = {place.name: place for place in sheet.places}
    for one in signatures:
        place = places[one.slot]
        sheet.marks += [Ink(line) for line in fitted(one.strokes, place)]
        _words(sheet, fonts, one.words, place)


def fitted(
    strokes: tuple[tuple[tuple[int, int], ...], ...], place: Place
) -> list[tuple[tuple[float, float], ...]]:
    """The strokes at the size of a field, their shape kept, on the left of it."""
    points = [point for stroke in strokes for point in stroke]
    if not points:
        return []
    left, top = min(x for x, _ in points), min(y for _, y in points)
    wide = max(max(x for x, _ in points) - left, LEAST_WIDE)
    high = max(max(y for _, y in points) - top, LEAST_HIGH)
    scale = min((place.width - 4 * PAD) / wide, (place.height - 2 * PAD) / high)
    x0, y0 = place.x + 2 * PAD, place.y + PAD
    return [
        tuple((round(x0 + (x - left) * scale, 2), round(y0 + (y - top) * scale, 2)) for x, y in stroke)
        for stroke in strokes
        if stroke
    ]


def _words(sheet: Sheet, fonts: Fonts, words: str, place: Place) -> None:
    """Small lines that end at the foot of the field."""
    measure = Measure(place.width - PAD, WORDS, lambda char: fonts.width(char, SERIF, WORDS))
    lines = [line.text for line in break_lines(words, measure)] if words else []
    y = place.y + place.height - PAD - WORDS_PITCH * (len(lines) - 1)
    for number, line in enumerate(lines):
        sheet.text(place.x + PAD, y + number * WORDS_PITCH, line, SERIF, WORDS)


def finish(
    sheets: list[Sheet], fonts: Fonts, signatures: Sequence[Signature], foot: Callable[[Sheet, int], None]
) -> list[Sheet]:
    """Give every page its strip of fields, what stands in them, and its number.

    Args:
        sheets: the pages of a document that is signed page by page.
        fonts: the registered faces.
        signatures: of the whole document.
        foot: draws the strip of a page; is told its number, from 1.
    """
    for page, sheet in enumerate(sheets, start=1):
        foot(sheet, page)
        put(sheet, fonts, [one for one in signatures if one.page == page])
    number_corners(sheets, fonts)
    return sheets
