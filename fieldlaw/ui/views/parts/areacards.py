"""The card beside the table: the profile of a line in hand, or lowest, mean and highest of a region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QStackedWidget

from fieldlaw.ui.views.parts import thermalwords
from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.labels import ElidedLabel, label, wrapped
from fieldlaw.ui.views.parts.profilechart import ProfileChart
from fieldlaw.ui.views.parts.thermalcards import WholeCard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldlaw.ui.presenters.thermal_regions import Area
    from fieldlaw.ui.presenters.thermal_state import State
    from fieldlaw.ui.theme.look import Look

    Line = tuple[Sequence[tuple[int, int]], Sequence[float | None]]

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def _tr(text: str) -> str:
    return QCoreApplication.translate("thermal", text)


class ProfileCard(Card):
    """The profile of a line, and where along it the temperature changes most."""

    def __init__(self, look: Look) -> None:
        super().__init__(_tr("剖面"), pad=4)
        self._title = self.head.itemAt(0).widget()
        self._said = ElidedLabel("", "caption")
        self._said.setAlignment(_RIGHT)
        self.head.setSpacing(8)
        self.head.addWidget(self._said, 1)
        self.chart = ProfileChart(look)
        self.body.addWidget(self.chart, 1)

    def say(self, area: Area, values: Sequence[float | None]) -> None:
        """Show the profile of a line."""
        if isinstance(self._title, QLabel):
            self._title.setText(_tr("{0} 剖面").format(area.label))
        self._said.setText(thermalwords.steepest(values))
        self.chart.show_values(values)


class AreaCard(Card):
    """Lowest, mean and highest of what is in hand, and where they are."""

    def __init__(self) -> None:
        super().__init__(_tr("区域"))
        self._title = self.head.itemAt(0).widget()
        self._note = wrapped("", "small", "warning")
        self._rows: list[tuple[QLabel, QLabel, QLabel]] = []
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(12)
        for line in range(3):
            row = label("", "small"), ElidedLabel("", "small"), label("", "strong")
            for column, part in enumerate(row):
                grid.addWidget(part, line, column)
            row[2].setAlignment(_RIGHT)
            self._rows.append(row)
        self.body.addLayout(grid)
        self.body.addWidget(self._note)
        self.body.addStretch(1)

    def say(self, area: Area) -> None:
        """Show it."""
        if isinstance(self._title, QLabel):
            self._title.setText(area.label)
        rows = thermalwords.figures(area)
        for line, parts in enumerate(self._rows):
            for part, text in zip(parts, rows[line] if line < len(rows) else ("", "", ""), strict=True):
                part.setText(text)
                part.setVisible(line < len(rows))
        note = thermalwords.doubts(area)
        self._note.setText(note)
        self._note.setVisible(bool(note))


class Beside(QStackedWidget):
    """Whichever of the cards fits what is in hand.

    Attributes:
        pointed: the pixel under the cursor of the profile, or None.
    """

    pointed = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.whole, self.area, self.profile = WholeCard(look), AreaCard(), ProfileCard(look)
        for card in (self.whole, self.area, self.profile):
            self.addWidget(card)
        self._low = False
        self._places: tuple[tuple[int, int], ...] = ()
        self.profile.chart.pointed.connect(
            lambda at: self.pointed.emit(None if at is None else self._places[at])
        )

    def use_less(self, *, low: bool) -> None:
        """Where the page is low, only the profile is worth its room."""
        self._low = low
        self.setVisible(not low or self.currentWidget() is self.profile)

    def show_state(self, state: State, line: Line) -> None:
        """Show what is in hand; `line` are the pixels and temperatures along it when it is a line."""
        self.whole.say(state.heat)
        self.whole.mark.setChecked(state.marked)
        held = state.in_hand
        if held is None:
            self.setCurrentWidget(self.whole)
        elif held.tool == "line":
            self._places = tuple(line[0])
            self.profile.say(held, line[1])
            self.setCurrentWidget(self.profile)
        else:
            self.area.say(held)
            self.setCurrentWidget(self.area)
        self.use_less(low=self._low)
