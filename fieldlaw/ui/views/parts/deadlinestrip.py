"""The next deadlines of a case in one row: what, until when, how long still; a press leads to their page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from fieldlaw.ui.presenters.deadlines_words import chip_of, due_words
from fieldlaw.ui.theme.qss import mark
from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.iconbutton import SmallButton
from fieldlaw.ui.views.parts.labels import ElidedLabel, IconLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from fieldlaw.ui.presenters.deadlines import DeadlinesPresenter
    from fieldlaw.ui.presenters.deadlines_state import DueRow, State
    from fieldlaw.ui.theme.look import Look

_MOST, _PAD, _GAP, _LEAST = 3, 10, 8, 120


class DueButton(Button):
    """One deadline: icon, name, day, how long still; the words end in … before the day does."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "", "row", Trim(icon="clock"), "controlSmall")
        self._parts = ("", "", "")
        self._tone = "accent"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, row: DueRow) -> None:
        """Show a deadline."""
        icon, word, self._tone = chip_of(row)
        self.trim = Trim(icon=icon)
        self._parts = (row.name, due_words(row), word)
        words = f"{row.name} {due_words(row)} {word}"
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.update()

    def icon_ink(self) -> str:
        """The tone of the state."""
        return self._tone

    def sizeHint(self) -> QSize:
        """At least as high as a target has to be on site."""
        least = self.look.tokens.height("minTarget") if self.look.field else 0
        return QSize(_LEAST, max(self.look.tokens.height("controlSmall"), least))

    def minimumSizeHint(self) -> QSize:
        """The name may be cut."""
        return self.sizeHint()

    def draw_content(self, painter: QPainter) -> None:
        """Icon, name on the left; day and state on the right."""
        name, when, word = self._parts
        metrics, x = QFontMetrics(self.look.font("small")), self._draw_icon(painter, self.trim.icon, _PAD)
        bold = QFontMetrics(self.look.font("small", bold=True))
        right = self.width() - _PAD - bold.horizontalAdvance(word)
        self._write(painter, right, word, (self._tone, True))
        right -= _GAP + metrics.horizontalAdvance(when)
        if right < x + _LEAST // 2:  # no room for both: how long still goes first
            right += _GAP + metrics.horizontalAdvance(when)
        else:
            self._write(painter, right, when, ("text", False))
        room = max(right - _GAP - round(x), 0)
        cut = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
        self._write(painter, round(x), cut, ("text", False))

    def _write(self, painter: QPainter, x: int, text: str, ink: tuple[str, bool]) -> None:
        role, bold = ink
        painter.setFont(self.look.font("small", bold=bold))
        painter.setPen(self.look.colour(role))
        painter.drawText(x, 0, self.width(), self.height(), int(Qt.AlignmentFlag.AlignVCenter), text)


class DeadlineStrip(QFrame):
    """The strip of the case in hand.

    Attributes:
        case_wanted: the case whose proceeding is to be shown.
    """

    case_wanted = Signal(object)

    def __init__(self, look: Look, presenter: DeadlinesPresenter) -> None:
        super().__init__()
        self.setProperty("zone", "top")
        self._presenter, self._case = presenter, ""
        self._icon, self._word = IconLabel(look, "calendar-days", "textSecondary"), ElidedLabel("", "small")
        self.buttons = tuple(DueButton(look) for _ in range(_MOST))
        self.more = SmallButton(look, self.tr("期限"), "text", Trim(trail="chevron-right"))
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 4, 12, 5)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._word, 1)
        for button in self.buttons:
            row.addWidget(button, 1)
            button.clicked.connect(self._press)
        row.addWidget(self.more)
        self.more.clicked.connect(lambda: self.case_wanted.emit(self._case))
        presenter.changed.connect(self._show)
        self._show(presenter.state)

    def show_case(self, case: str) -> None:
        """Show the deadlines of a case."""
        self._case = case
        self._presenter.load()
        self._show(self._presenter.state)

    def _press(self) -> None:
        shown = self._presenter.state.next_of(self._case, _MOST)
        place = next((n for n, button in enumerate(self.buttons) if button is self.sender()), 0)
        if place < len(shown):
            self._presenter.choose(shown[place].id)
        self.case_wanted.emit(self._case)

    def _show(self, state: State) -> None:
        self.setVisible(bool(self._case))
        rows = state.next_of(self._case, _MOST) if self._case else ()
        for n, button in enumerate(self.buttons):
            button.setVisible(n < len(rows))
            if n < len(rows):
                button.say(rows[n])
        self._word.setVisible(not rows)
        wrong = state.trouble is not None
        mark(self._word, "tone", "danger" if wrong else "")
        self._word.setText(self._none(state))

    def _none(self, state: State) -> str:
        if state.trouble is not None:
            return state.trouble.what
        if not state.loaded:
            return self.tr("正在算期限")
        return self.tr("没有进行中的期限。立案、送达、决定记下后，这里显示到期日。")
