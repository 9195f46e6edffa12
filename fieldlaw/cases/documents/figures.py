"""Pictures on a page: a raster in a frame, outlines over it that stand out anywhere, labels on black."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

from PIL import Image
from reportlab.lib.utils import ImageReader

from fieldlaw.cases.documents.fonts import SANS_BOLD

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from fieldlaw.cases.documents.model_heat import Outline, Raster

LABEL_SIZE: Final = 7.5
_OVER, _UNDER = 0.8, 2.0
_ARM, _PAD = 5.0, 2.0
_QUALITY = 92  # of a photograph: small type in it stays sharp
Box = tuple[float, float, float, float]  # left, bottom, width, height


@dataclass(frozen=True)
class Figure:
    """A picture in a frame.

    Attributes:
        x, y, width, height: its upper left corner and its size, in points from the top left of the page.
        photo: it is held as JPEG, a tenth of the size; what carries measured values keeps every pixel.
    """

    x: float
    y: float
    width: float
    height: float
    raster: Raster
    outlines: tuple[Outline, ...] = ()
    photo: bool = False


def draw_figure(canvas: Canvas, figure: Figure, page_height: float) -> None:
    """Draw a picture, then its outlines, white on black, then their labels."""
    bottom = page_height - figure.y - figure.height
    canvas.drawImage(_picture(figure), figure.x, bottom, figure.width, figure.height)
    canvas.saveState()
    canvas.setLineWidth(0.6)
    canvas.rect(figure.x, bottom, figure.width, figure.height)
    for outline in figure.outlines:
        _draw_outline(canvas, figure, outline, page_height)
    taken: list[Box] = []
    for outline in figure.outlines:
        taken.append(_label_box(canvas, figure, outline, page_height, taken))
        _draw_label(canvas, taken[-1], outline.label)
    canvas.restoreState()


def _picture(figure: Figure) -> ImageReader:
    held = figure.raster
    picture = Image.frombytes("RGB", (held.width, held.height), held.rgb)
    if not figure.photo:
        return ImageReader(picture)
    file = BytesIO()
    picture.save(file, "JPEG", quality=_QUALITY, subsampling=0)
    file.seek(0)
    return ImageReader(file)


def _corners(figure: Figure, outline: Outline, page_height: float) -> list[tuple[float, float]]:
    return [
        (figure.x + x * figure.width, page_height - figure.y - y * figure.height) for x, y in outline.corners
    ]


def _draw_outline(canvas: Canvas, figure: Figure, outline: Outline, page_height: float) -> None:
    corners = _corners(figure, outline, page_height)
    for grey, width in ((0.0, _UNDER), (1.0, _OVER)):
        canvas.setStrokeGray(grey)
        canvas.setLineWidth(width)
        if len(corners) == 1:
            _draw_cross(canvas, corners[0])
        else:
            _draw_path(canvas, corners, closed=outline.closed)


def _draw_cross(canvas: Canvas, at: tuple[float, float]) -> None:
    x, y = at
    canvas.line(x - _ARM, y, x + _ARM, y)
    canvas.line(x, y - _ARM, x, y + _ARM)


def _draw_path(canvas: Canvas, corners: list[tuple[float, float]], *, closed: bool) -> None:
    path = canvas.beginPath()
    path.moveTo(*corners[0])
    for corner in corners[1:]:
        path.lineTo(*corner)
    if closed:
        path.close()
    canvas.drawPath(path, stroke=1, fill=0)


def _label_box(canvas: Canvas, figure: Figure, outline: Outline, page_height: float, taken: list[Box]) -> Box:
    """Beside its region, in the picture, on no other label; else at the upper edge of the picture."""
    corners = _corners(figure, outline, page_height)
    wide = canvas.stringWidth(outline.label, SANS_BOLD, LABEL_SIZE) + 2 * _PAD
    high, top = LABEL_SIZE + _PAD, page_height - figure.y
    most = (figure.x + figure.width - wide, top - high)
    least = (figure.x, top - figure.height)
    left = min(max(min(x for x, _ in corners), least[0]), most[0])
    for x, y in (*_beside(corners, left, wide, high), (left, most[1])):
        box = (x, y, wide, high)
        inside = least[0] <= x <= most[0] and least[1] <= y <= most[1]
        if inside and not any(_meet(box, other) for other in taken):
            return box
    return left, most[1], wide, high


def _beside(
    corners: list[tuple[float, float]], left: float, wide: float, high: float
) -> tuple[tuple[float, float], ...]:
    """Places above, below, right and left of a region; clear of the arms of a spot."""
    columns, rows = zip(*corners, strict=True)
    clear = _PAD + (_ARM if len(corners) == 1 else 0.0)
    middle = (min(rows) + max(rows) - high) / 2
    return (
        (left, max(rows) + clear),
        (left, min(rows) - clear - high),
        (max(columns) + clear, middle),
        (min(columns) - clear - wide, middle),
    )


def _meet(one: Box, other: Box) -> bool:
    across = one[0] < other[0] + other[2] and other[0] < one[0] + one[2]
    return across and one[1] < other[1] + other[3] and other[1] < one[1] + one[3]


def _draw_label(canvas: Canvas, box: Box, label: str) -> None:
    canvas.setFillGray(0.08)
    canvas.rect(*box, stroke=0, fill=1)
    canvas.setFillGray(1)
    canvas.setFont(SANS_BOLD, LABEL_SIZE)
    canvas.drawString(box[0] + _PAD, box[1] + 2.2, label)
    canvas.setFillGray(0)
