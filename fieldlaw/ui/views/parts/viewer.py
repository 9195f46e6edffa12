"""The infrared picture, its palette bar and the photograph, under one cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fieldlaw.ui.presenters.thermal_overlay import SAME, fit
from fieldlaw.ui.views.parts import thermalwords
from fieldlaw.ui.views.parts.heatview import PictureView
from fieldlaw.ui.views.parts.iconbutton import SmallTool
from fieldlaw.ui.views.parts.labels import ElidedLabel, label
from fieldlaw.ui.views.parts.measureview import BESIDE, MeasureView
from fieldlaw.ui.views.parts.notices import EmptyState
from fieldlaw.ui.views.parts.palettebar import PaletteBar
from fieldlaw.ui.views.parts.sight import Sight
from fieldlaw.ui.views.parts.viewmarks import marks

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.thermal_overlay import Fit
    from fieldlaw.ui.presenters.thermal_state import State
    from fieldlaw.ui.theme.look import Look
    from fieldlaw.ui.views.parts.marks import Place


class Pane(QWidget):
    """A picture under its head: what it is on the left, how large and where the cursor is on the right."""

    def __init__(self, look: Look, title: str, view: QWidget, extra: QWidget | None = None) -> None:
        super().__init__()
        self._look = look
        self.title, self.about = label(title, "strong"), ElidedLabel("", "caption")
        self.about.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.head.addWidget(self.title)
        self.head.addWidget(self.about, 1)
        if extra is not None:
            self.head.addWidget(extra)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self.head)
        column.addWidget(view, 1)
        look.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        """Heads of one height, with and without a button, so that the pictures stand level."""
        size = "minTarget" if self._look.field else "controlSmall"
        self.title.setFixedHeight(self._look.tokens.height(size))


class Viewer(QFrame):
    """Both pictures.

    Attributes:
        asked: (column, row) under the cursor, or None: its temperature is wanted for the head.
    """

    asked = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.sight = Sight(self)
        self.heat = MeasureView(look, self.sight, self.tr("红外画面"))
        self.photo = PictureView(look, self.sight, self.tr("可见光画面"))
        self.photo.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.bar = PaletteBar(look)
        self.original = SmallTool(look, self.tr("相机原图"))
        self.original.setToolTip(self.tr("相机存的画面，带它叠印的数字"))
        self._size, self._chosen, self._how, self._laid = "", "", "", ""
        self._state: State | None = None
        self._way, self._opacity = BESIDE, 0.5
        self._nudges: dict[str, Place] = {}
        self._assemble(look)
        self.original.clicked.connect(self._show_photo)
        self.heat.nudged.connect(self.nudge)
        self.heat.levelled.connect(self._level)
        for view in (self.heat, self.photo):
            view.hovered.connect(self._point)

    def _assemble(self, look: Look) -> None:
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
        self.left = Pane(look, self.tr("红外"), self._shown)
        self.right = Pane(look, self.tr("可见光"), self._beside, self.original)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.left, 1)
        row.addWidget(self.bar)
        row.addWidget(self.right, 1)

    def _level(self, way: QPointF, begins: bool) -> None:  # noqa: FBT001  as the signal gives it
        if begins:
            self.bar.begin(QPointF())
        else:
            self.bar.go(way)

    def _point(self, part: QPointF | None) -> None:
        self.photo.show_cursor(part)
        place = None if part is None else self.heat.place_of(part)
        self.heat.show_cursor(part if place is not None else None)
        self.asked.emit(place)

    def point_at(self, place: Place | None) -> None:
        """Put the shared cursor on a pixel."""
        if place is None:
            self._point(None)
        else:
            grid = self.heat.grid
            self._point(QPointF((place[0] + 0.5) / grid.width(), (place[1] + 0.5) / grid.height()))

    def say_cursor(self, words: str) -> None:
        """Show the temperature under the cursor beside the size; without a cursor how the tool is used."""
        self.left.about.setText(
            "·".join(part for part in (self._size, self._laid, words or self._how) if part)
        )

    def say_how(self, words: str) -> None:
        """Show how the tool in hand is used."""
        self._how = words
        self.say_cursor("")

    # --- how the pictures stand

    def arrange(self, way: str, opacity: float) -> None:
        """Show the pictures beside each other, over each other, or one in the other."""
        self._way, self._opacity = way, opacity
        self._show_photo()

    def nudge(self, by: Place | None) -> None:
        """Move the infrared picture against the photograph by so many of its pixels; None: as it was."""
        x, y = self._nudges.get(self._chosen, (0, 0))
        self._nudges[self._chosen] = (x + by[0], y + by[1]) if by is not None else (0, 0)
        self._show_photo()

    def _fit(self, photo: QImage) -> Fit:
        heat = self._state.heat if self._state is not None else None
        if heat is None or photo.isNull():
            return SAME
        high, wide = heat.celsius.shape
        found = fit(heat.frame.overlay, (wide, high), (photo.width(), photo.height()))
        return found.nudged(self._nudges.get(self._chosen, (0, 0)), (wide, high))

    # --- what is shown

    def show_state(self, state: State) -> None:
        """Show the picture in hand."""
        self._state = state
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
            self._nothing.say(*thermalwords.unseen(state))
        self._show_bar(state)
        self._show_photo()

    def _show_bar(self, state: State) -> None:
        ends = {"above": state.limits[:1], "below": state.limits[1:], "between": state.limits}
        self.bar.show_bar(state.bar, state.span)
        self.bar.show_limits(ends.get(state.isotherm, ()))
        keep = self.bar.sizePolicy()
        keep.setRetainSizeWhenHidden(state.measuring)  # the pictures do not jump when their values come
        self.bar.setSizePolicy(keep)
        self.bar.setVisible(state.heat is not None)

    def _image(self, state: State) -> QImage:
        if state.heat is not None:
            return state.painted
        nothing = state.picture is None or state.picture.plain.isNull()
        return state.preview if nothing or state.picture is None else state.picture.plain

    def _show_photo(self) -> None:
        state = self._state
        if state is None:
            return
        picture = state.picture
        photo = picture.visible if picture is not None else QImage()
        plain = picture.plain if picture is not None and state.heat is not None else QImage()
        way = BESIDE if photo.isNull() else self._way
        self.heat.compose(photo if way != BESIDE else QImage(), self._fit(photo), way, self._opacity)
        self._say_laid(way, known=self._fit(photo).known)
        self.right.setVisible(state.measuring and way == BESIDE)
        self.original.setVisible(not plain.isNull())
        original = self.original.isChecked() and not plain.isNull()
        shown = plain if original else photo
        fit_now = SAME if original else self._fit(photo)
        self.photo.show_image(shown)
        grid = state.heat.celsius.shape if state.heat is not None else (0, 0)
        self.photo.lay(fit_now, QSize(grid[1], grid[0]))
        self._beside.setCurrentIndex(1 if picture is not None and shown.isNull() else 0)
        self.right.title.setText(self.tr("相机原图") if original else self.tr("可见光"))
        self.right.about.setText("" if shown.isNull() else self._about(shown, fit_now, original=original))

    def _say_laid(self, way: str, *, known: bool) -> None:
        """Without a head of its own for the photograph, say here by what the two are laid together."""
        by = self.tr("按相机记录对位") if known else self.tr("按画面比例对位")
        words = "" if way == BESIDE else by
        if words != self._laid:
            self._laid = words
            self.say_cursor("")

    def _about(self, shown: QImage, fit_now: Fit, *, original: bool) -> str:
        how = self.tr("带机内叠印") if original else self.tr("同一光标")
        if not original and not fit_now.known:
            how = self.tr("同一光标（按画面比例）")
        return f"{shown.width()} × {shown.height()}·{how}"
