"""Pages of a PDF as pictures, for the screen. pdfium is not safe in two threads at once: a lock guards it."""

from __future__ import annotations

import threading
from contextlib import closing
from io import BytesIO

import pypdfium2

_ONE_AT_A_TIME = threading.Lock()


def page_count(data: bytes) -> int:
    """How many pages a PDF has."""
    with _ONE_AT_A_TIME, closing(pypdfium2.PdfDocument(data)) as document:
        return len(document)


def pixels(data: bytes, page: int, scale: float) -> tuple[int, int, bytes]:
    """Draw one page.

    Args:
        data: the PDF.
        page: which page, counted from 1.
        scale: pixels per point.

    Returns:
        Width, height, and three bytes (red, green, blue) for each pixel, row by row without gaps.
    """
    with _ONE_AT_A_TIME, closing(pypdfium2.PdfDocument(data)) as document:
        image = document[page - 1].render(scale=scale).to_pil().convert("RGB")
        return image.width, image.height, image.tobytes()


def render(data: bytes, page: int, scale: float = 1.5) -> bytes:
    """Render one page.

    Args:
        data: the PDF.
        page: which page, counted from 1.
        scale: pixels per point.

    Returns:
        A PNG image.
    """
    with _ONE_AT_A_TIME, closing(pypdfium2.PdfDocument(data)) as document:
        image = document[page - 1].render(scale=scale).to_pil()
        out = BytesIO()
        image.save(out, format="PNG")
        return out.getvalue()
