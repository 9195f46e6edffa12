"""Fines of a case that grow by the day: sums or what stands in their place, and what is asked for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from fieldlaw.ui.presenters.checks_state import FactView
from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.chip import Chip
from fieldlaw.ui.views.parts.factanswer import FactAnswer
from fieldlaw.ui.views.parts.labels import label, rule, wrapped
from fieldlaw.ui.views.parts.notices import EmptyState
from fieldlaw.ui.views.parts.rowbutton import RowButton
from fieldlaw.ui.views.parts.stateline import TRUTHS, StateLine

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.fines import DemandLine, FineAsk, FineBox, FineGap, FinesView
    from fieldlaw.ui.theme.look import Look

FACT = "fact"
_PAD = 16


class FinePane(QScrollArea):
    """The tab.

    Attributes:
        gap_wanted: kind and id of something missing that is filled in elsewhere.
        answered: the id of a fact, its form, the answer as typed.
    """

    gap_wanted = Signal(object, object)
    answered = Signal(object, object, object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown: tuple[FinesView | None, bool] | None = None
        self.asks: dict[str, FactAnswer] = {}
        self.links: dict[tuple[str, str], RowButton] = {}
        self._start_at = ""
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("计罚"))
        self.setProperty("rows", "review")

    # --- what it shows

    def show_view(self, view: FinesView | None, *, archived: bool) -> None:
        """Show sums, days and demands; nothing is asked in an archived case."""
        if (view, archived) == self._shown:
            return
        held = next((name for name, ask in self.asks.items() if ask.isAncestorOf(self._focus())), "")
        self._shown = (view, archived)
        self.asks, self.links = {}, {}
        place = self.verticalScrollBar().value()
        self.setWidget(self._inside(view, archived=archived))
        self.verticalScrollBar().setValue(place)
        if held in self.asks:
            self.asks[held].start()

    def _focus(self) -> QWidget:
        return self.window().focusWidget() or self

    def _inside(self, view: FinesView | None, *, archived: bool) -> QWidget:
        inside = QWidget()
        inside.setProperty("sheet", "window")
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 12, 20, 16)
        column.setSpacing(12)
        if view is None or view.fault:
            fault = view.fault if view else self.tr("规则包里没有按日计罚和加处罚款。")
            column.addWidget(EmptyState(self._look, "gavel", self.tr("这里算不出"), fault))
        else:
            boxes = (box for box in (view.daily, view.late) if box is not None)
            for box in boxes:
                column.addWidget(self._box(box, fixed=archived))
            column.addWidget(self._questions(view.asks, able=not archived))
        column.addStretch(1)
        return inside

    # --- a sum

    def _box(self, box: FineBox, *, fixed: bool) -> Card:
        card = Card(box.title, pad=0)
        icon, word, tone = box.chip
        card.head.setSpacing(10)
        card.head.addWidget(Chip(self._look, word, tone, icon))
        card.head.addStretch(1)
        card.body.setContentsMargins(0, 10, 0, 10)
        card.body.addLayout(self._sum(box))
        if not fixed:
            self._add_gaps(card, box.gaps)
        if box.rows:
            card.body.addLayout(self._rows(box))
        for place, one in enumerate(box.demands):
            if not place:
                card.body.addWidget(rule())
            card.body.addWidget(self._demand(one))
        if box.basis:
            basis = wrapped(box.basis, "caption")
            basis.setContentsMargins(_PAD, 0, _PAD, 0)
            card.body.addWidget(basis)
        return card

    def _sum(self, box: FineBox) -> QVBoxLayout:
        column, row = QVBoxLayout(), QHBoxLayout()
        column.setContentsMargins(_PAD, 0, _PAD, 0)
        column.setSpacing(4)
        row.setSpacing(12)
        if box.sum:
            if not box.ready:
                column.addWidget(label(self.tr("照日期算出，仅供核对"), "small", "warning"))
            row.addWidget(label(box.sum, "number" if box.ready else "heading"))
            row.addWidget(wrapped(box.capitals, "small"), 1, Qt.AlignmentFlag.AlignBottom)
            column.addLayout(row)
        column.addWidget(wrapped(box.sentence, "" if box.ready else "strong"))
        return column

    def _add_gaps(self, card: Card, gaps: tuple[FineGap, ...]) -> None:
        if not gaps:
            return
        column = QVBoxLayout()
        column.setContentsMargins(_PAD, 0, _PAD, 0)
        column.setSpacing(4)
        column.addWidget(label(self.tr("还缺 {0} 项").format(len(gaps)), "small", "warning"))
        for gap in gaps:
            link = RowButton(self._look, gap.words, "circle-help", note=gap.note)
            link.clicked.connect(lambda _on=False, one=gap: self._go(one))
            self.links[gap.kind, gap.id] = link
            column.addWidget(link)
        card.body.addLayout(column)

    def _rows(self, box: FineBox) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(_PAD, 6, _PAD, 6)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for line, (name, value) in enumerate(box.rows):
            grid.addWidget(label(name, "small"), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(wrapped(value, "strong"), line, 1)
        return grid

    def _demand(self, one: DemandLine) -> StateLine:
        line = StateLine(self._look, TRUTHS[one.truth], one.text, one.state)
        line.note(one.why)
        line.note(one.note, "warning" if one.truth != "yes" else "")
        return line

    # --- what is asked

    def _questions(self, asks: tuple[FineAsk, ...], *, able: bool) -> Card:
        card = Card(self.tr("计罚所问"))
        card.body.addWidget(wrapped(self.tr("案件的日期说不出的，在这里答；答了就记进案件。"), "small"))
        for one in asks:
            made = FactAnswer(self._look, _fact(one), keyed=False, able=able)
            made.answered.connect(lambda fact, typed: self.answered.emit(fact.id, fact.form, typed))
            self.asks[one.id] = made
            card.body.addWidget(made)
        return card

    def _go(self, gap: FineGap) -> None:
        """A fact is answered further down; everything else in another place."""
        if gap.kind != FACT:
            self.gap_wanted.emit(gap.kind, gap.id)
        elif gap.id in self.asks:
            self.ensureWidgetVisible(self.asks[gap.id], 0, 40)
            self.asks[gap.id].start()

    def start(self) -> None:
        """Give the keyboard to what is missing first, or to the first question."""
        first = next(iter(self.links.values()), None)
        if first is not None:
            first.setFocus()
        elif self.asks:
            next(iter(self.asks.values())).start()


def _fact(one: FineAsk) -> FactView:
    own, said = ("；".join(one.about), ()) if one.own else ("", one.about)
    return FactView(
        one.id, one.question, one.form, own, said, one.value, one.disputed, values=one.values, overrides=True
    )
