"""The pictures of a case: a small picture, its number, its title, when it was taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from fieldlaw.ui.models.rows import ROW, Rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldlaw.ui.presenters.thermal_gallery import ImageRow
    from fieldlaw.ui.theme.look import Look

Index = QModelIndex | QPersistentModelIndex
_PAD = 12
_RATIO = 0.66


class _PictureDelegate(QStyledItemDelegate):
    """Draws a row.

    Attributes:
        wanted: the id of a picture that is to be seen and has no small picture yet.
    """

    wanted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.chosen = ""
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
        chosen = row.evidence == self.chosen
        painter.fillRect(box, self._look.colour("selected" if chosen else "surface"))
        if chosen:
            bar = self._look.tokens.bar
            painter.fillRect(box.left(), box.top(), bar, box.height(), self._look.colour("accent"))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, self._look.colour("borderSubtle"))
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
            icon = self._look.icon("thermometer" if row.thermal else "image", "textSecondary", "list")
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


class PictureList(QListView):
    """The list; up and down takes the next picture in hand.

    Attributes:
        chosen: the id of the picture now in hand.
        wanted: the id of a picture that needs a small picture.
    """

    chosen = Signal(object)
    wanted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._rows: Rows[ImageRow] = Rows()
        self._delegate = _PictureDelegate(look)
        self._delegate.wanted.connect(self.wanted)
        self.setModel(self._rows)
        self.setItemDelegate(self._delegate)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(self.tr("热像和照片"))
        look.changed.connect(self.scheduleDelayedItemsLayout)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Take the picture in hand on which a person moved."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.chosen.emit(current.data(ROW).evidence)

    def show_small(self, made: tuple[str, QImage]) -> None:
        """Show the small picture of a row."""
        evidence, image = made
        self._delegate.small[evidence] = QPixmap.fromImage(image)
        self.viewport().update()

    def show_rows(self, rows: Sequence[ImageRow], chosen: str) -> None:
        """Show the pictures, one of them in hand; says nothing about it."""
        self.blockSignals(True)  # noqa: FBT003  showing is not choosing
        self._rows.show_rows(rows)
        self._delegate.chosen = chosen
        place = next((n for n, row in enumerate(rows) if row.evidence == chosen), -1)
        if place >= 0 and self.currentIndex().row() != place:
            self.setCurrentIndex(self._rows.index(place))
            self.scrollTo(self._rows.index(place))
        self.blockSignals(False)  # noqa: FBT003
        self.viewport().update()
