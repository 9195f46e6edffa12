"""The nav rail: 208 wide with words beside the icons, 72 wide with words under them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QVBoxLayout

from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.labels import IconLabel, label, rule

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from PySide6.QtGui import QPainter

    from fieldlaw.ui.theme.look import Look

_SLIM_ROW = 56


@dataclass(frozen=True)
class Place:
    """Where the rail leads: an id, an icon, a word, a short word; `lower` stands under the line."""

    id: str
    icon: str
    word: str
    short: str
    lower: bool = False


class NavButton(Button):
    """One place."""

    def __init__(self, look: Look, place: Place) -> None:
        super().__init__(look, place.word, "nav", Trim(icon=place.icon), "navItem")
        self._place = place
        self._slim = False
        self.setCheckable(True)
        self.setProperty("onDark", True)  # noqa: FBT003  a property of Qt
        self.setAccessibleName(place.word)

    def set_slim(self, *, slim: bool) -> None:
        """Put the word under the icon, or beside it."""
        self._slim = slim
        self.updateGeometry()
        self.update()

    def ink(self) -> str:
        """Brighter for the place where one is."""
        return "navText" if self.isChecked() else "navMuted"

    def sizeHint(self) -> QSize:
        """The rail gives the width."""
        return QSize(48, _SLIM_ROW if self._slim else self.look.tokens.height("navItem"))

    def draw_content(self, painter: QPainter) -> None:
        """Icon and word."""
        side = self.look.tokens.icon_size("list")
        icon = self.look.icon(self._place.icon, self.ink(), "list")
        painter.setPen(self.look.colour(self.ink()))
        if self._slim:
            painter.setFont(self.look.font("caption", bold=self.isChecked()))
            painter.drawPixmap((self.width() - side) // 2, 7, icon)
            below = QRect(0, 9 + side, self.width(), 20)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self._place.short)
            return
        painter.setFont(self.look.font("body", bold=self.isChecked()))
        painter.drawPixmap(12, (self.height() - side) // 2, icon)
        painter.drawText(self.rect().adjusted(24 + side, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())


class NavRail(QFrame):
    """The places of a person, in a fixed order.

    Attributes:
        chosen: the id of the place that was pressed.
    """

    chosen = Signal(object)

    def __init__(self, look: Look, places: Sequence[Place]) -> None:
        super().__init__()
        self.setProperty("sheet", "nav")
        self._look = look
        self._buttons: dict[str, NavButton] = {}
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 12, 8, 12)
        self._column.setSpacing(2)
        self._brand = label(self.tr("现场执法工作台"), "subtitle", "onDark")
        self._person = label("", "strong", "onDark")
        self._name, self._is_slim = "", False
        self._role = label("", "caption", "onDarkMuted")
        self._head()
        self._list(places)
        self._foot()
        self.set_slim(slim=False)

    def _head(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(10, 0, 0, 10)
        row.setSpacing(10)
        row.addWidget(IconLabel(self._look, "scan-line", "navText", "field"))
        row.addWidget(self._brand, 1)
        self._column.addLayout(row)

    def _list(self, places: Sequence[Place]) -> None:
        lined = False
        for place in places:
            if place.lower and not lined:
                self._column.addSpacing(10)
                self._column.addWidget(rule())
                self._column.addSpacing(10)
                lined = True
            self._add(place)
        self._column.addStretch(1)

    def _add(self, place: Place) -> None:
        button = NavButton(self._look, place)
        button.clicked.connect(lambda: self.chosen.emit(place.id))
        self._group.addButton(button)
        self._buttons[place.id] = button
        self._column.addWidget(button)

    def _foot(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(12, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._person)
        column.addWidget(self._role)
        self._column.addLayout(column)

    def set_slim(self, *, slim: bool) -> None:
        """72 wide inside a case, 208 elsewhere."""
        self.setFixedWidth(self._look.tokens.width("navSlim" if slim else "nav"))
        self._is_slim = slim
        self._person.setText(self._name[:1] if slim else self._name)
        self._brand.setVisible(not slim)
        self._role.setVisible(not slim)
        for button in self._buttons.values():
            button.set_slim(slim=slim)

    def show_person(self, name: str, role: str) -> None:
        """Who is at the keyboard."""
        self._name = name
        self._person.setText(name[:1] if self._is_slim else name)
        self._role.setText(role)

    def offer(self, places: Collection[str]) -> None:
        """Show the places that a person has; the others are absent, never grey."""
        for name, button in self._buttons.items():
            button.setVisible(name in places)

    def show_place(self, place: str) -> None:
        """Mark where one is."""
        if place in self._buttons:
            self._buttons[place].setChecked(True)
