"""The pictures of a case: a small picture, its number, its title, when it was taken."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QListView, QStyleOptionViewItem

from fieldlaw.ui.models.rows import ROW
from fieldlaw.ui.views.parts.rowlist import PickDelegate, PickList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldlaw.ui.models.rows import Row
    from fieldlaw.ui.presenters.thermal_gallery import ImageRow
    from fieldlaw.ui.theme.look import Look

Index = QModelIndex | QPersistentModelIndex
_PAD = 12
_RATIO = 0.66


class _PictureDelegate(PickDelegate):
    """Draws a row.

    Attributes:
        wanted: the id of a picture that is to be seen and has no small picture yet.
    """

    wanted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.small: dict[str, QPixmap] = {}

    def _lines(self) -> tuple[int, int]:
        tall = (QFontMetrics(self._look.font(size)).height() for size in ("small", "caption"))
        return next(tall), next(tall)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The picture and three lines under it."""
        width = option.rect.width() - 2 * _PAD  # type: ignore[attr-defined]
        first, other = self._lines()
        return QSize(0, round(width * _RATIO) + first + 2 * other + 2 * _PAD + 4)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Picture, number, title, time."""
        row: ImageRow = index.data(ROW)
        box: QRect = option.rect  # type: ignore[attr-defined]
        painter.fillRect(box, self._look.colour("surface"))
        self._ground(painter, box, row.evidence)
        inner = box.adjusted(_PAD, _PAD, -_PAD, -_PAD)
        frame = QRect(inner.left(), inner.top(), inner.width(), round(inner.width() * _RATIO))
        self._picture(painter, row, frame)
        self._words(painter, row, inner.adjusted(0, frame.height() + 4, 0, 0))

    def _picture(self, painter: QPainter, row: ImageRow, frame: QRect) -> None:
        painter.fillRect(frame, self._look.colour("sunken"))
        small = self.small.get(row.evidence)
        if small is None:
            self.wanted.emit(row.evidence)
        if small is None or small.isNull():
            side = self._look.tokens.icon_size("list")
            name = "thermometer" if row.thermal else "video" if row.video else "image"
            icon = self._look.icon(name, "textSecondary", "list")
            painter.drawPixmap(frame.center().x() - side // 2, frame.center().y() - side // 2, icon)
            return
        size = small.size().scaled(frame.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(frame.topLeft(), size)
        place.moveCenter(frame.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(place, small)

    def _words(self, painter: QPainter, row: ImageRow, box: QRect) -> None:
        lines = (
            (row.number, "text", "small", True),
            (row.title, "textSecondary", "caption", False),
            (row.taken_at[:16].replace("T", " "), "textSecondary", "caption", False),
        )
        top = box.top()
        for text, ink, size, bold in lines:
            font = self._look.font(size, bold=bold)
            metrics = QFontMetrics(font)
            painter.setFont(font)
            painter.setPen(self._look.colour(ink))
            cut = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, box.width())
            painter.drawText(QRect(box.left(), top, box.width(), metrics.height()), 0, cut)
            top += metrics.height()


class PictureList(PickList):
    """The list; what is chosen is the id of a picture.

    Attributes:
        wanted: the id of a picture that needs a small picture.
    """

    wanted = Signal(object)

    def __init__(self, look: Look) -> None:
        drawn = _PictureDelegate(look)
        name = QCoreApplication.translate("PictureList", "热像和照片")
        super().__init__(look, drawn, name, attrgetter("evidence"))
        drawn.wanted.connect(self.wanted)
        self._pictures = drawn
        self._listed: tuple[tuple[Row, ...], str] = ((), "")
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)

    def show_rows(self, rows: Sequence[Row], chosen: str) -> None:
        """Show rows, one of them in hand; what is shown already is not drawn again."""
        if (tuple(rows), chosen) != self._listed:
            self._listed = tuple(rows), chosen
            super().show_rows(rows, chosen)

    def show_small(self, made: tuple[str, QImage]) -> None:
        """Show the small picture of a row."""
        evidence, image = made
        self._pictures.small[evidence] = QPixmap.fromImage(image)
        self.viewport().update()
