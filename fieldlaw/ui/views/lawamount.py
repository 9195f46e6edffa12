"""What stands in the place of an amount: the figures with their way, or the refusal with the way on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from fieldlaw.ui.presenters.law import CHOSEN
from fieldlaw.ui.presenters.law_amount import CHOOSE, FINE, NONE, Mark, figures, place_on, spoken
from fieldlaw.ui.presenters.law_clocks import wan
from fieldlaw.ui.theme.qss import mark
from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.chip import Chip
from fieldlaw.ui.views.parts.chipflow import ChipFlow
from fieldlaw.ui.views.parts.choice import Choice
from fieldlaw.ui.views.parts.factedit import ValueEdit
from fieldlaw.ui.views.parts.labels import IconLabel, label, wrapped
from fieldlaw.ui.views.parts.rangebar import RangeBar
from fieldlaw.ui.views.parts.rowbutton import ToggleKey
from fieldlaw.ui.views.parts.stateline import clear, gap_links

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.law import LawPresenter
    from fieldlaw.ui.presenters.law_amount import Money, Prompt, Settle
    from fieldlaw.ui.presenters.law_aside import LikeLine
    from fieldlaw.ui.presenters.law_state import State
    from fieldlaw.ui.theme.look import Look

_DEGREES = (("lighter", "从轻"), ("ordinary", "一般"), ("heavier", "从重"))
_FACES = {
    FINE: ("plain", "scale", "textSecondary", "裁量结果"),
    CHOOSE: ("accent", "circle-dot", "accent", "在范围内选定数额"),
    NONE: ("plain", "circle-check", "success", "免罚结果"),
}
_REFUSED = ("warning", "triangle-alert", "warning", "")
_FEW = 5  # missing facts that are named; the rest are counted
_STATE_ICON = {"warning": "circle-alert", "success": "circle-check"}


class SettleBox(QWidget):
    """What a person settles: the degree, a ground, the amount within the range."""

    def __init__(self, look: Look, presenter: LawPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._shown: Settle | None = None
        self.degrees = {name: ToggleKey(look, self.tr(words)) for name, words in _DEGREES}
        self._group = QButtonGroup(self)
        self.ground = Choice(look)
        self.ground.setAccessibleName(self.tr("从轻、从重、减轻的情形"))
        self.ground.setMinimumContentsLength(10)
        self.amount = ValueEdit(self.tr("写数额"))
        self.amount.setAccessibleName(self.tr("选定的数额，万元"))
        self._wrong = wrapped("", "caption", "danger")
        self._rows = (QWidget(), QWidget(), QWidget())
        self._assemble()
        self.ground.activated.connect(lambda _at: presenter.settle("ground", str(self.ground.currentData())))
        self.amount.told.connect(presenter.choose_amount)

    def _assemble(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for name, key in self.degrees.items():
            self._group.addButton(key)
            key.clicked.connect(lambda _checked=False, name=name: self._presenter.settle("degree", name))
        money = (self.amount, label(self.tr("万元"), "strong"))
        heads = (self.tr("裁量档"), self.tr("法定情形"), self.tr("选定数额"))
        for holder, head, parts in zip(
            self._rows, heads, (tuple(self.degrees.values()), (self.ground,), money), strict=True
        ):
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
            row.addWidget(label(head, "small"))
            for part in parts:
                row.addWidget(part, 1 if part in (self.ground, self.amount) else 0)
            row.addStretch(1)
            column.addWidget(holder)
        column.addWidget(self._wrong)

    def show_state(self, state: State, money: Money, settle: Settle) -> None:
        """Show what is offered and what was settled."""
        editable = state.editable or state.trial
        wrong = state.wrong[1] if state.wrong[0] == CHOSEN else ""
        self._wrong.setText(wrong)
        self._wrong.setVisible(bool(wrong))
        self._rows[0].setVisible(settle.degrees)
        self._rows[1].setVisible(bool(settle.grounds))
        self._rows[2].setVisible(money.kind == CHOOSE or settle.chosen is not None)
        for name, key in self.degrees.items():
            key.setChecked(name == (settle.degree or "ordinary"))
            key.setEnabled(editable)
        self._show_grounds(settle)
        for widget in (self.ground, self.amount):
            widget.setEnabled(editable)
        mark(self.amount, "wrong", "true" if wrong else "false")
        if not wrong:
            self.amount.show_value("" if settle.chosen is None else wan(settle.chosen), anew=False)
        settled = bool(settle.degree or settle.ground or settle.chosen)
        rows = any(not row.isHidden() for row in self._rows)
        self.setVisible(rows and (money.kind in (FINE, CHOOSE) or settled))

    def _show_grounds(self, settle: Settle) -> None:
        if self._shown is None or settle.grounds != self._shown.grounds:
            self.ground.clear()
            self.ground.addItem(self.tr("没有"), "")
            for name, words in settle.grounds:
                self.ground.addItem(words, name)
        self._shown = settle
        self.ground.setCurrentIndex(max(self.ground.findData(settle.ground), 0))


class AmountCard(Card):
    """The same place and size for an amount and for a refusal.

    Attributes:
        fact_wanted: the id of a missing fact.
        packs_wanted: the page of the rule packs.
    """

    fact_wanted = Signal(object)
    packs_wanted = Signal()

    def __init__(self, look: Look, presenter: LawPresenter) -> None:
        super().__init__()
        self._look = look
        self._title = label("", "small")
        self._head, self._capitals = label("", "heading"), wrapped("", "small")
        self._sentence, self._about = wrapped(""), wrapped("", "caption")
        self._icon = IconLabel(look, "triangle-alert", "warning", "field")
        self._range, self.bar = wrapped("", "small"), RangeBar(look)
        self._gaps = QVBoxLayout()
        self._gaps.setSpacing(4)
        self.settle = SettleBox(look, presenter)
        self.why = Button(look, self.tr("为什么不用外省基准"), "text")
        self.why.setCheckable(True)
        self.load = Button(look, self.tr("载入规则包"), trim=Trim(icon="import"))
        self.prompts = QWidget()
        self._chips = ChipFlow(self.prompts)
        self.copy = Button(look, self.tr("复制说理"), trim=Trim(icon="file-text"))
        self._because = wrapped(
            self.tr(
                "外省基准是外省对自己辖区的裁量规定，不是本案的依据；"
                "用它算出的数字会被当成本地金额。所以它只用于训练。"
            ),
            "small",
        )
        self._because.hide()
        self._shown: tuple[tuple[str, str], ...] = ()
        self._prompted: tuple[Prompt, ...] = ()
        self._money: Money | None = None
        self._likes: tuple[Mark, ...] = ()
        self._assemble()
        self.why.toggled.connect(self._because.setVisible)
        self.load.clicked.connect(self.packs_wanted)
        self.copy.clicked.connect(self._copy)

    def _assemble(self) -> None:
        row, words = QHBoxLayout(), QVBoxLayout()
        row.setSpacing(14)
        words.setSpacing(4)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._head)
        head.addWidget(self._capitals, 1, Qt.AlignmentFlag.AlignBottom)
        words.addWidget(self._title)
        words.addLayout(head)
        words.addWidget(self._sentence)
        words.addWidget(self._about)
        row.addLayout(words, 1)
        row.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)
        self.body.setSpacing(10)
        self.body.addLayout(row)
        self.body.addLayout(self._gaps)
        self.body.addWidget(self.settle)
        self.body.addWidget(self._range)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.prompts)
        self._ways = QWidget()
        line = QHBoxLayout(self._ways)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.load)
        line.addWidget(self.why)
        line.addStretch(1)
        self.body.addWidget(self._ways)
        self.body.addWidget(self._because)

    def show_state(self, state: State) -> None:
        """Show an amount, or why there is none."""
        judgement = state.sheet.judgement
        if judgement is None:
            return
        money = judgement.money
        self._money = money
        self._show_words(money)
        self.settle.show_state(state, money, judgement.settle)
        for widget in (self._range, self.bar):
            widget.setVisible(money.span is not None)
        self._ways.setVisible(money.outside)
        self._because.setVisible(money.outside and self.why.isChecked())
        self.copy.setVisible(bool(money.statement))
        self._show_bar()
        self._show_gaps(money.gaps)
        self._show_prompts(money.prompts)
        self.prompts.setVisible(bool(money.prompts) and judgement.contest is None)

    def _show_words(self, money: Money) -> None:
        card, icon, tone, title = _FACES.get(money.kind, _REFUSED)
        mark(self, "card", card)
        self._icon.show_icon(icon, tone)
        self._title.setText(self.tr(title) if title else "")
        self._title.setVisible(bool(title))
        self._head.setText(money.head)
        mark(self._head, "type", "number" if money.kind == FINE else "heading")
        self._capitals.setText(money.capitals)
        self._sentence.setText(money.sentence)
        self._sentence.setVisible(bool(money.sentence))
        self._about.setText(self.tr("裁量基准：{0}").format(money.about) if money.about else "")
        self._about.setVisible(bool(money.about))

    def _show_bar(self) -> None:
        money = self._money
        if money is None or money.span is None:
            return
        fixed = money.span.fixed
        word = self.tr("法律规定的是定额 {0}，没有裁量的余地") if fixed else self.tr("法定幅度 {0}")
        self._range.setText(word.format(money.span.words))
        self.bar.setVisible(not fixed)
        self.bar.say(money.span.low, money.span.high, spoken(money), (*money.marks, *self._likes))

    def show_likes(self, likes: tuple[LikeLine, ...] | None) -> None:
        """Mark the fines of like cases on the bar, where an amount is marked too."""
        span = self._money.span if self._money else None
        fens = [one.fen for one in likes or () if one.fen is not None]
        places = [(fen, place_on(span, fen)) for fen in dict.fromkeys(fens)]
        self._likes = tuple(
            Mark("like", at, self.tr("相似案 {0}").format(figures(fen)))
            for fen, at in places
            if at is not None
        )
        self._show_bar()

    def _show_gaps(self, gaps: tuple[tuple[str, str], ...]) -> None:
        if gaps == self._shown:
            return
        self._shown = gaps
        clear(self._gaps)
        for link in gap_links(self._look, gaps[:_FEW], self.fact_wanted.emit, self.tr("去填")):
            self._gaps.addWidget(link)
        if len(gaps) > _FEW:
            words = self.tr("还有 {0} 项未知，在左边点“只看未知”逐项填。").format(len(gaps) - _FEW)
            self._gaps.addWidget(wrapped(words, "small", "warning"))

    def _show_prompts(self, prompts: tuple[Prompt, ...]) -> None:
        if prompts == self._prompted:
            return
        self._prompted = prompts
        self._chips.clear()
        for one in prompts:
            chip = Chip(self._look, f"{one.words}·{one.state}", one.tone, _STATE_ICON[one.tone])
            chip.setToolTip(f"{one.note}·{one.source}")
            self._chips.addWidget(chip)

    def _copy(self) -> None:
        if self._money is not None:
            QGuiApplication.clipboard().setText(self._money.statement)
