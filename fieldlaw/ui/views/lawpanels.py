"""The two clocks: the law at the time of the act beside the law at the time of the decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.chip import Chip
from fieldlaw.ui.views.parts.labels import IconLabel, label, rule, wrapped
from fieldlaw.ui.views.parts.stateline import clear

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.law_clocks import Clause, Clock, TierLine
    from fieldlaw.ui.presenters.law_words import Judgement
    from fieldlaw.ui.theme.look import Look

_CHIP_ICON = {"success": "check", "warning": "circle-help"}
_MARKS = {"采用": ("accent", "check"), "对照": ("unknown", ""), "待定": ("warning", "circle-help")}
_SHORT = 16  # a longer range takes a line of its own


class LawCard(Card):
    """Both clocks with their clauses, and which of them is used."""

    def __init__(self, look: Look) -> None:
        super().__init__(self.tr("适用法律"), pad=0)
        self._look = look
        self._chip = Chip(look, "", "success", "check")
        self.head.addStretch(1)
        self.head.addWidget(self._chip)
        self._clocks = (QVBoxLayout(), QVBoxLayout())
        self._reason, self._warning = wrapped("", "small"), wrapped("", "small", "warning")
        self.body.setSpacing(0)
        self.body.addLayout(self._columns())
        self.body.addWidget(self._foot())
        self._shown: tuple[Clock, ...] = ()

    def _columns(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 12, 16, 14)
        row.setSpacing(16)
        for place, column in enumerate(self._clocks):
            column.setSpacing(4)
            holder = QWidget()
            holder.setLayout(column)
            column.setContentsMargins(0, 0, 0, 0)
            if place:
                row.addWidget(rule("down"))
            row.addWidget(holder, 1)
        return row

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("foot", "sunken")
        row, words = QHBoxLayout(foot), QVBoxLayout()
        row.setContentsMargins(14, 10, 14, 10)
        row.setSpacing(10)
        words.setSpacing(4)
        row.addWidget(IconLabel(self._look, "scale", "textSecondary"), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        words.addWidget(self._reason)
        words.addWidget(self._warning)
        return foot

    def say(self, judgement: Judgement) -> None:
        """Show both clocks and the reason of the choice."""
        words, tone = judgement.chip
        self._chip.say(words, tone, _CHIP_ICON[tone])
        self._reason.setText(judgement.reason)
        self._warning.setText(judgement.warning)
        self._warning.setVisible(bool(judgement.warning))
        if judgement.clocks == self._shown:
            return
        self._shown = judgement.clocks
        for column, clock in zip(self._clocks, judgement.clocks, strict=True):
            clear(column)
            self._fill(column, clock)

    def _fill(self, column: QVBoxLayout, clock: Clock) -> None:
        column.addWidget(wrapped(f"{clock.name} {clock.day}".strip(), "small"))
        for clause in clock.clauses:
            column.addWidget(self._clause(clause))
        if clock.absent:
            column.addWidget(wrapped(clock.absent, "strong", "warning"))
        column.addStretch(1)

    def _clause(self, clause: Clause) -> QWidget:
        holder = QWidget()
        column, row = QVBoxLayout(holder), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(4)
        column.addWidget(wrapped(clause.law, "subtitle"))
        column.addWidget(wrapped(clause.article, "small"))
        tone, icon = _MARKS[clause.mark]
        row.setSpacing(10)
        if len(clause.span) < _SHORT:
            row.addWidget(label(clause.span, "subtitle"))
        else:
            column.addWidget(wrapped(clause.span, "strong"))
        row.addWidget(Chip(self._look, clause.mark, tone, icon))
        row.addStretch(1)
        column.addLayout(row)
        for tier in clause.tiers:
            column.addWidget(self._tier(tier))
        for text in clause.extra:
            column.addWidget(wrapped(self.tr("另有：{0}").format(text), "caption"))
        column.addWidget(wrapped(f"{clause.period}·{clause.source}", "caption"))
        return holder

    def _tier(self, tier: TierLine) -> QWidget:
        """A tier; the one of the case is marked."""
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        words = f"{tier.text}：{tier.span}"
        if tier.mine:
            row.addWidget(Chip(self._look, self.tr("本案"), "accent", "check"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(wrapped(words, "strong" if tier.mine else "small"), 1)
        return holder
