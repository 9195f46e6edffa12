"""The card below the amount: leniency, steps, measures, levers and like cases, one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldlaw.ui.presenters.law_aside import LEVERS, LIKES
from fieldlaw.ui.presenters.law_measures import MET
from fieldlaw.ui.views.lawlenient import LenientPanel
from fieldlaw.ui.views.lawlooks import LeversPanel, LikesPanel, StepsPanel
from fieldlaw.ui.views.lawmeasures import MeasuresPanel
from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.flowtabs import FlowTabs
from fieldlaw.ui.views.parts.labels import rule

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.law_aside import Aside, LawAside
    from fieldlaw.ui.presenters.law_words import Judgement
    from fieldlaw.ui.theme.look import Look

LENIENT, STEPS, MEASURES = "lenient", "steps", "measures"


class MoreCard(Card):
    """Only the panel that is shown takes room.

    Attributes:
        fact_wanted: the id of a missing fact.
        tried: id and value of a fact that is to be tried out.
    """

    fact_wanted = Signal(object)
    tried = Signal(object, object)

    def __init__(self, look: Look, aside: LawAside) -> None:
        super().__init__(pad=0)
        self._aside = aside
        self.tabs = FlowTabs(
            look,
            (
                (LENIENT, self.tr("包容免罚")),
                (STEPS, self.tr("裁量过程")),
                (MEASURES, self.tr("措施与移送")),
                (LEVERS, self.tr("最敏感的事实")),
                (LIKES, self.tr("相似案件")),
            ),
        )
        self.lenient, self.steps, self.measures = LenientPanel(look), StepsPanel(look), MeasuresPanel(look)
        self.levers, self.likes = LeversPanel(look), LikesPanel(look)
        self._panels: dict[str, QWidget] = {
            LENIENT: self.lenient, STEPS: self.steps, MEASURES: self.measures,
            LEVERS: self.levers, LIKES: self.likes,
        }  # fmt: skip
        self.body.setSpacing(0)
        self.body.addWidget(self.tabs)
        self.body.addWidget(rule())
        holder = QVBoxLayout()
        for name, panel in self._panels.items():
            panel.setVisible(name == LENIENT)
            holder.addWidget(panel)
        self.body.addLayout(holder)
        self.tabs.chosen.connect(self._turn)
        self.lenient.fact_wanted.connect(self.fact_wanted)
        self.measures.fact_wanted.connect(self.fact_wanted)
        self.levers.tried.connect(self.tried)

    def _turn(self, name: str) -> None:
        for each, panel in self._panels.items():
            panel.setVisible(each == name)
        self._aside.want(name)

    def say(self, judgement: Judgement) -> None:
        """Show what belongs to an assessment."""
        self.lenient.say(judgement.lenient)
        self.steps.say(judgement.money)
        self.measures.say(judgement.measures)
        met = judgement.measures.count(MET)
        words = self.tr("措施与移送 {0}").format(met) if met else self.tr("措施与移送")
        self.tabs.name(MEASURES, words)

    def show_aside(self, aside: Aside) -> None:
        """Show what was looked up."""
        self.levers.show_aside(aside)
        self.likes.show_aside(aside)
        known = aside.likes is not None
        words = self.tr("相似案件 {0}").format(len(aside.likes or ())) if known else self.tr("相似案件")
        self.tabs.name(LIKES, words)
