"""Pages of a PDF as pictures: drawn on the image lane, the page in hand first, kept while there is room."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from fieldlaw.cases.documents.preview import pixels

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldlaw.cases.documents.dossier import Built
    from fieldlaw.ui.lanes import Lanes

Key = tuple[str, int, float]
_AHEAD = 10
_ROOM = 160 * 1024 * 1024  # bytes of pictures that are kept
_POINTS = 595.3 * 841.9 * 4  # bytes of a page at one pixel for each point
PRINT_SCALE = 300 / 72


def draw(data: bytes, page: int, scale: float) -> QImage:
    """A page of a PDF as a picture, `scale` pixels for each point.

    Made of plain pixels: an image format would be looked up among Qt's plugins, and the lock of that, held by
    the main thread while it waits for Python, can stand against this lane for ever.
    """
    width, height, rows = pixels(data, page, scale)
    return QImage(rows, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


class PageDrawer(QObject):
    """Draws pages and keeps them.

    Attributes:
        ready: (hash of the PDF, page): its picture can be taken.
    """

    ready = Signal(object)

    def __init__(self, lanes: Lanes, failed: Callable[[Exception], None], parent: QObject) -> None:
        super().__init__(parent)
        self._lanes, self._failed = lanes, failed
        self._held: dict[Key, QImage] = {}
        self._turn = 0

    def want(self, built: Built, page: int, scale: float) -> None:
        """Have a page drawn, then the pages around it; what was wanted before is given up."""
        self._turn += 1
        around = sorted(range(1, built.pages + 1), key=lambda one: abs(one - page))
        ahead = max(1, min(_AHEAD, int(_ROOM / (_POINTS * scale * scale) / 2)))
        for one in around[:ahead]:
            key = (built.sha256, one, scale)
            if key not in self._held:
                work = partial(self._draw, self._turn, built.data, key)
                self._lanes.images.run(work, self._drawn, self._failed)

    def get(self, built: Built, page: int, scale: float) -> QImage | None:
        """The picture of a page, when it is there."""
        return self._held.get((built.sha256, page, scale))

    def _draw(self, turn: int, data: bytes, key: Key) -> tuple[Key, QImage] | None:
        _sha256, page, scale = key
        return (key, draw(data, page, scale)) if turn == self._turn else None

    def _drawn(self, got: tuple[Key, QImage] | None) -> None:
        if got is None:
            return
        key, image = got
        self._held.pop(key, None)
        self._held[key] = image
        while len(self._held) > 1 and sum(one.sizeInBytes() for one in self._held.values()) > _ROOM:
            del self._held[next(iter(self._held))]
        self.ready.emit(key[:2])
