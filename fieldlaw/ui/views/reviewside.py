"""The evidence of the row in hand, beside the rows: a list, and the picture that was chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from fieldlaw.ui.views.parts.iconbutton import SmallButton
from fieldlaw.ui.views.parts.labels import ElidedLabel, rule, wrapped
from fieldlaw.ui.views.parts.rowbutton import RowButton

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from fieldlaw.ui.presenters.review import ReviewPresenter
    from fieldlaw.ui.presenters.review_read import Thing
    from fieldlaw.ui.presenters.review_state import State
    from fieldlaw.ui.theme.look import Look

_WIDE, _FIELD = 300, 340
_ICON = {
    "video/mp4": "video",
    "reading": "activity",
    "thermal": "thermometer",
    "application/pdf": "file-text",
}


class PictureLabel(QWidget):
    """A picture made to fit."""

    def __init__(self) -> None:
        super().__init__()
        self._pixmap = QPixmap()
        self.hide()

    def show_image(self, image: QImage, name: str) -> None:
        """Show a picture; nothing for a null one."""
        self._pixmap = QPixmap.fromImage(image)
        self.setAccessibleName(name)
        self.setVisible(not self._pixmap.isNull())
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """As high as the picture at its width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height at a width."""
        size = self._pixmap.size()
        return round(width * size.height() / size.width()) if size.width() else 0

    def sizeHint(self) -> QSize:
        """As the place allows."""
        return QSize(_WIDE, self.heightForWidth(_WIDE))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture in the middle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self._pixmap.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left = (self.width() - size.width()) // 2
        painter.drawPixmap(left, 0, size.width(), size.height(), self._pixmap)
        painter.end()


class EvidenceSide(QFrame):
    """The panel."""

    def __init__(self, look: Look, presenter: ReviewPresenter) -> None:
        super().__init__()
        self.setProperty("zone", "tray")
        self._look, self._presenter = look, presenter
        self._shown: tuple[Thing, ...] | None = None
        self._title = ElidedLabel("", "subtitle")
        self.close_it = SmallButton(look, self.tr("收起"))
        self.close_it.clicked.connect(lambda: presenter.show_evidence(beside=False))
        self.buttons: list[RowButton] = []
        self.picture, self._reason = PictureLabel(), wrapped("", "small")
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self._assemble()
        look.changed.connect(self._fit)
        self._fit()

    def _assemble(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(14, 8, 10, 8)
        head.addWidget(self._title, 1)
        head.addWidget(self.close_it)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._inside())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(head)
        outer.addWidget(rule())
        outer.addWidget(scroll, 1)

    def _inside(self) -> QWidget:
        inside = QWidget()
        inside.setProperty("sheet", "surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(10)
        column.addLayout(self._list)
        column.addWidget(self._reason)
        column.addWidget(self.picture)
        column.addStretch(1)
        return inside

    def _fit(self) -> None:
        self.setFixedWidth(_FIELD if self._look.field else _WIDE)

    def show_state(self, state: State) -> None:
        """Show the evidence of the row in hand."""
        row = state.in_hand
        self.setVisible(state.beside)
        if row is None or not state.beside:
            return
        self._title.setText(self.tr("{0} 的证据 {1}").format(row.tag, len(row.things)))
        if row.things != self._shown:
            self._build(row.things)
        preview = state.preview
        for button, thing in zip(self.buttons, row.things, strict=True):
            button.setChecked(preview is not None and thing.event == preview.event)
        if preview is None:
            self._say("" if row.things else self.tr("这一项没有证据。"))
            self.picture.hide()
            return
        self._say(preview.reason)
        named = next((one for one in row.things if one.event == preview.event), None)
        self.picture.show_image(preview.image, f"{named.number} {named.title}" if named else "")

    def _say(self, reason: str) -> None:
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))

    def _build(self, things: tuple[Thing, ...]) -> None:
        self._shown = things
        while held := self._list.takeAt(0):
            held.widget().deleteLater()
        self.buttons = [self._button(thing) for thing in things]
        for button, thing in zip(self.buttons, things, strict=True):
            box, column = QWidget(), QVBoxLayout()
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(2)
            column.addWidget(button)
            column.addWidget(wrapped(thing.about, "caption"))
            box.setLayout(column)
            self._list.addWidget(box)

    def _button(self, thing: Thing) -> RowButton:
        icon = _ICON.get(thing.media, "image" if thing.media.startswith("image/") else "file-text")
        button = RowButton(self._look, f"{thing.number} {thing.title}", icon, "text")
        button.setCheckable(True)
        button.setEnabled(bool(thing.event))
        button.clicked.connect(lambda: self._presenter.look_at_evidence(thing.event))
        return button
