"""The infrared picture, its palette bar and the photograph beside it, under one cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fieldlaw.ui.views.parts import thermalwords
from fieldlaw.ui.views.parts.heatview import PictureView
from fieldlaw.ui.views.parts.labels import ElidedLabel, label
from fieldlaw.ui.views.parts.marks import HIGH, LOW, SPOT, Mark
from fieldlaw.ui.views.parts.notices import EmptyState
from fieldlaw.ui.views.parts.palettebar import PaletteBar
from fieldlaw.ui.views.parts.sight import Sight

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF

    from fieldlaw.ui.presenters.thermal_picture import Heat
    from fieldlaw.ui.presenters.thermal_state import State
    from fieldlaw.ui.theme.look import Look


class Pane(QWidget):
    """A picture under its head: what it is on the left, how large and where the cursor is on the right."""

    def __init__(self, title: str, view: QWidget) -> None:
        super().__init__()
        self.title, self.about = label(title, "strong"), ElidedLabel("", "caption")
        self.about.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.about, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(view, 1)


def marks(state: State) -> tuple[Mark, ...]:
    """The spots, and the lowest and highest place when they are to be marked."""
    heat = state.heat
    if heat is None:
        return ()
    high, wide = heat.celsius.shape
    held = [
        Mark(
            SPOT,
            (spot.place[0] + 0.5) / wide,
            (spot.place[1] + 0.5) / high,
            f"{spot.label} {thermalwords.value(spot)}",
            spot.label,
            spot.label == state.spot,
        )
        for spot in state.spots
    ]
    return (*_extremes(heat, QSize(wide, high)), *held) if state.marked else tuple(held)


def _extremes(heat: Heat, size: QSize) -> tuple[Mark, ...]:
    whole = heat.whole
    if whole is None:
        return ()
    ends = ((LOW, whole.low_at, "最低", whole.low), (HIGH, whole.high_at, "最高", whole.high))
    return tuple(
        Mark(kind, (at[0] + 0.5) / size.width(), (at[1] + 0.5) / size.height(), f"{word} {celsius:.1f}")
        for kind, at, word, celsius in ends
    )


class Viewer(QFrame):
    """Both pictures.

    Attributes:
        asked: (column, row) under the cursor, or None: its temperature is wanted for the head.
    """

    asked = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.sight = Sight(self)
        self.heat = PictureView(look, self.sight, self.tr("红外画面"))
        self.photo = PictureView(look, self.sight, self.tr("可见光画面"))
        self.photo.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.bar = PaletteBar(look)
        self._size = ""
        self._chosen = ""
        nothing = EmptyState(
            look, "image-off", self.tr("没有可见光照片"), self.tr("这份热像里没有可见光照片")
        )
        self._beside = QStackedWidget()
        self._beside.addWidget(self.photo)
        self._beside.addWidget(nothing)
        self._nothing = EmptyState(look, "image-off", "", "")
        self._shown = QStackedWidget()
        self._shown.addWidget(self.heat)
        self._shown.addWidget(self._nothing)
        self.left, self.right = Pane(self.tr("红外"), self._shown), Pane(self.tr("可见光"), self._beside)
        keep = self.bar.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(keep)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.left, 1)
        row.addWidget(self.bar)
        row.addWidget(self.right, 1)
        for view in (self.heat, self.photo):
            view.hovered.connect(self._point)

    def _point(self, part: QPointF | None) -> None:
        self.heat.show_cursor(part)
        self.photo.show_cursor(part)
        self.asked.emit(None if part is None else self.heat.place_of(part))

    def say_cursor(self, words: str) -> None:
        """Show the temperature under the cursor beside the size of the picture."""
        self.left.about.setText("·".join(part for part in (self._size, words) if part))

    def show_state(self, state: State) -> None:
        """Show the picture in hand."""
        if state.chosen != self._chosen:
            self._chosen = state.chosen
            self._point(None)
            self.sight.fit()
        picture, image = state.picture, self._image(state)
        self.heat.show_image(image)
        self.heat.show_marks(marks(state))
        self.left.title.setText(self.tr("红外") if state.measuring else self.tr("画面"))
        self._size = f"{image.width()} × {image.height()}" if picture and not image.isNull() else ""
        self.say_cursor(self.tr("正在读") if state.busy else "")
        self._shown.setCurrentIndex(1 if picture is not None and image.isNull() else 0)
        if picture is not None and image.isNull():
            self._nothing.say(*thermalwords.reason(picture.reason))
        self.bar.show_bar(state.bar, state.span)
        self.bar.setVisible(state.heat is not None)
        self._show_photo(state)

    def _image(self, state: State) -> QImage:
        if state.heat is not None:
            return state.painted
        nothing = state.picture is None or state.picture.plain.isNull()
        return state.preview if nothing or state.picture is None else state.picture.plain

    def _show_photo(self, state: State) -> None:
        self.right.setVisible(state.measuring)
        photo = state.picture.visible if state.picture is not None else QImage()
        none = state.picture is not None and photo.isNull()
        self.photo.show_image(photo)
        self._beside.setCurrentIndex(1 if none else 0)
        self.right.about.setText("" if photo.isNull() else self.tr("同一光标（按画面比例）"))
