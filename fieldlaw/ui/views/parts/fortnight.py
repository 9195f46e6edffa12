"""Deadlines of all cases in the next two weeks, as the home page shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy

from fieldlaw.ui.presenters.deadlines_state import PAST, TODAY
from fieldlaw.ui.views.parts.buttons import Trim
from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.chip import Chip
from fieldlaw.ui.views.parts.iconbutton import SmallButton
from fieldlaw.ui.views.parts.labels import ElidedLabel
from fieldlaw.ui.views.parts.monthgrid import FortnightDays

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.deadlines import DeadlinesPresenter
    from fieldlaw.ui.presenters.deadlines_state import State
    from fieldlaw.ui.theme.look import Look


class FortnightCard(Card):
    """The card; a press on a day leads to what falls on it.

    Attributes:
        wanted: the page of the deadlines is to be shown.
    """

    wanted = Signal()

    def __init__(self, look: Look, presenter: DeadlinesPresenter) -> None:
        super().__init__(self.tr("案件期限"))
        self._presenter = presenter
        self._about = ElidedLabel("", "small")
        self._late, self._now = Chip(look, "", "danger", "octagon-x"), Chip(look, "", "warning", "clock")
        self.days = FortnightDays(look)
        self.all = SmallButton(look, self.tr("全部"), "text", Trim(trail="chevron-right"))
        self.head.setContentsMargins(16, 6, 8, 6)
        self.head.setSpacing(8)
        self.head.addWidget(self._about, 1)
        for widget in (self._late, self._now, self.all):
            self.head.addWidget(widget)
        self.body.setContentsMargins(12, 6, 12, 10)
        self.body.addWidget(self.days)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.all.clicked.connect(self.wanted)
        self.days.chosen.connect(self._take)
        presenter.changed.connect(self._show)
        self._show(presenter.state)

    def _take(self, day: object) -> None:
        if day != self._presenter.state.day:
            self._presenter.choose_day(day)  # type: ignore[arg-type]
        self.wanted.emit()

    def _show(self, state: State) -> None:
        late, now = state.count(PAST), state.count(TODAY)
        self._late.setVisible(bool(late))
        self._late.say(self.tr("已过 {0}").format(late), "danger", "octagon-x")
        self._now.setVisible(bool(now))
        self._now.say(self.tr("今天到期 {0}").format(now), "warning", "clock")
        waiting = state.trouble.what if state.trouble else self.tr("正在算期限")
        self._about.setText(self.tr("未来 14 天") if state.loaded and not state.trouble else waiting)
        if state.loaded and not state.trouble:
            self.days.show_state(state)
