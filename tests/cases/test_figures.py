"""Pictures on a page: labels keep clear of spots and of each other; measured pixels stay as they are."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from fieldlaw.cases.documents.figures import Figure, draw_figure
from fieldlaw.cases.documents.fonts import Fonts
from fieldlaw.cases.documents.model_heat import Outline, Raster
from fieldlaw.settings import RESOURCES

if TYPE_CHECKING:
    from collections.abc import Sequence

HIGH = 400.0
NOISE = Raster(bytes((n * 7919 >> 3) & 0xFF for n in range(40 * 30 * 3)), 40, 30)
Box = tuple[float, float, float, float]  # left, bottom, right, top


def page(outlines: Sequence[Outline], *, photo: bool = False) -> pypdfium2.PdfPage:
    Fonts(RESOURCES / "fonts")
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(400, HIGH))
    draw_figure(canvas, Figure(50, 50, 200, 150, NOISE, tuple(outlines), photo), HIGH)
    canvas.showPage()
    canvas.save()
    return pypdfium2.PdfDocument(out.getvalue())[0]


def boxes(outlines: Sequence[Outline]) -> list[Box]:
    """Where the words of each outline stand."""
    text = page(outlines).get_textpage()
    whole, found = text.get_text_range(), []
    for one in outlines:
        start = whole.index(one.label)
        chars = [text.get_charbox(start + n) for n in range(len(one.label)) if one.label[n] != " "]
        left, bottom, right, top = zip(*chars, strict=True)
        found.append((min(left), min(bottom), max(right), max(top)))
    return found


def apart(one: Box, other: Box) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@pytest.mark.parametrize("at", [(0.01, 0.01), (0.99, 0.01), (0.5, 0.5), (0.01, 0.99), (0.99, 0.99)])
def test_a_label_lies_in_the_picture_and_off_its_spot(at: tuple[float, float]) -> None:
    (box,) = boxes([Outline("点1 32.7", (at,), closed=False)])
    x, y = 50 + at[0] * 200, HIGH - 50 - at[1] * 150
    assert box[0] >= 50
    assert box[2] <= 250
    assert box[1] >= HIGH - 200
    assert box[3] <= HIGH - 50
    assert apart(box, (x - 5, y - 5, x + 5, y + 5))


def test_labels_of_neighbours_do_not_lie_over_each_other() -> None:
    spots = [Outline(f"点{n} 32.7", ((0.5 + n / 100, 0.5 + n / 100),), closed=False) for n in range(1, 5)]
    found = boxes(spots)
    assert all(apart(one, other) for n, one in enumerate(found) for other in found[:n])


@pytest.mark.parametrize("photo", [False, True])
def test_only_a_photograph_is_packed_with_loss(photo: bool) -> None:  # noqa: FBT001  a parameter
    (held,) = (one for one in page((), photo=photo).get_objects() if one.type == 3)  # an image
    same = held.get_bitmap().to_pil().convert("RGB").tobytes() == NOISE.rgb
    assert same is not photo
    assert ("DCTDecode" in held.get_filters()) is photo
