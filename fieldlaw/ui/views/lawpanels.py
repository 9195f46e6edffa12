"""What the law makes of the facts: the two clocks, what stands for an amount, the prompts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fieldlaw.ui.views.parts.buttons import Button
from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.chip import Chip
from fieldlaw.ui.views.parts.labels import IconLabel, label, rule, wrapped
from fieldlaw.ui.views.parts.rangebar import RangeBar
from fieldlaw.ui.views.parts.rowbutton import RowButton

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout

    from fieldlaw.ui.presenters.law_words import Clause, Clock, Judgement, Prompt
    from fieldlaw.ui.theme.look import Look

_CHIP_ICON = {"success": "check", "warning": "circle-help"}
_MARKS = {"采用": ("accent", "check"), "对照": ("unknown", ""), "待定": ("warning", "circle-help")}


def clear(layout: QLayout) -> None:
    """Take all widgets of a layout away for good."""
    while held := layout.takeAt(0):
        if held.widget() is not None:
            held.widget().deleteLater()


class Footed(Card):
    """A card with a sunken line at its foot."""

    def _line(self, look: Look, icon: str, tone: str) -> tuple[QFrame, QVBoxLayout]:
        foot = QFrame()
        foot.setProperty("foot", "sunken")
        row, words = QHBoxLayout(foot), QVBoxLayout()
        row.setContentsMargins(14, 10, 14, 10)
        row.setSpacing(10)
        words.setSpacing(4)
        row.addWidget(IconLabel(look, icon, tone), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return foot, words


class LawCard(Footed):
    """The law at the time of the act beside the law at the time of the decision."""

    def __init__(self, look: Look) -> None:
        super().__init__(self.tr("适用法律"), pad=0)
        self._look = look
        self._chip = Chip(look, "", "success", "check")
        self.head.addStretch(1)
        self.head.addWidget(self._chip)
        self._clocks = (QVBoxLayout(), QVBoxLayout())
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
        foot, words = self._line(look, "scale", "textSecondary")
        self._reason, self._warning = wrapped("", "small"), wrapped("", "small", "warning")
        words.addWidget(self._reason)
        words.addWidget(self._warning)
        self.body.setSpacing(0)
        self.body.addLayout(row)
        self.body.addWidget(foot)
        self._shown: tuple[Clock, ...] = ()

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
        short = len(clause.span) < 16  # a range in words takes lines of its own
        if short:
            row.addWidget(label(clause.span, "subtitle"))
        else:
            column.addWidget(wrapped(clause.span, "strong"))
        row.addWidget(Chip(self._look, clause.mark, tone, icon))
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(wrapped(clause.source, "caption"))
        return holder


class ContestCard(Card):
    """The question for 法制 when two laws compete and neither is clearly lighter."""

    def __init__(self, look: Look) -> None:
        super().__init__(kind="warning")
        self._title = label(self.tr("请法制判断：适用哪一部法律"), "title")
        self._ranges, self._text = wrapped("", "strong"), wrapped("")
        row, words = QHBoxLayout(), QVBoxLayout()
        row.setSpacing(12)
        words.setSpacing(6)
        row.addWidget(IconLabel(look, "gavel", "warning", "field"), 0, Qt.AlignmentFlag.AlignTop)
        for widget in (self._title, self._ranges, self._text):
            words.addWidget(widget)
        row.addLayout(words, 1)
        self.body.addLayout(row)

    def say(self, judgement: Judgement) -> None:
        """Show the question with both ranges."""
        lines = {
            f"{clock.name}：{clause.law} {clause.article}，{clause.span}": None
            for clock in judgement.clocks
            for clause in clock.clauses
        }
        self._ranges.setText("\n".join(lines))
        self._text.setText(judgement.contest)


class AmountCard(Card):
    """What stands in the place of an amount: the refusal, its reason, the range, the way on.

    Attributes:
        fact_wanted: the id of a missing fact.
    """

    fact_wanted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(kind="warning")
        self._look = look
        self._head, self._sentence = label("", "heading"), wrapped("")
        self._range, self.bar = label("", "small"), RangeBar(look)
        self._gaps = QVBoxLayout()
        self._shown: tuple[tuple[str, str], ...] = ()
        self._gaps.setSpacing(2)
        self.why = Button(look, self.tr("为什么不用外省基准"), "text")
        self.why.setCheckable(True)
        self._because = wrapped(
            self.tr(
                "外省基准是外省对自己辖区的裁量规定，不是本案的依据；"
                "用它算出的数字会被当成本地金额。所以它只用于训练。"
            ),
            "small",
        )
        self._because.hide()
        self.why.toggled.connect(self._because.setVisible)
        self._assemble()

    def _assemble(self) -> None:
        row, words = QHBoxLayout(), QVBoxLayout()
        row.setSpacing(14)
        words.setSpacing(4)
        row.addWidget(
            IconLabel(self._look, "triangle-alert", "warning", "field"), 0, Qt.AlignmentFlag.AlignTop
        )
        words.addWidget(self._head)
        words.addWidget(self._sentence)
        row.addLayout(words, 1)
        self.body.setSpacing(8)
        self.body.addLayout(row)
        self.body.addLayout(self._gaps)
        line = QHBoxLayout()
        line.addWidget(self._range, 1)
        line.addWidget(self.why)
        self.body.addLayout(line)
        self.body.addWidget(self._because)
        self.body.addWidget(self.bar)

    def say(self, judgement: Judgement) -> None:
        """Show a refusal."""
        self._head.setText(judgement.head)
        self._sentence.setText(judgement.sentence)
        span, refused = judgement.span, "no_benchmark" in judgement.result["flags"]
        for widget in (self._range, self.bar):
            widget.setVisible(span is not None)
        self.why.setVisible(refused)
        self._because.setVisible(refused and self.why.isChecked())
        if span is not None:
            self._range.setText(self.tr("法定幅度 {0}").format(span.words))
            spoken = self.tr("法定幅度 {0}，没有计算金额").format(span.words)
            self.bar.say(span.low, span.high, spoken)
        self._show_gaps(judgement.gaps)

    def _show_gaps(self, gaps: tuple[tuple[str, str], ...]) -> None:
        if gaps == self._shown:
            return
        self._shown = gaps
        clear(self._gaps)
        for name, question in gaps:
            link = RowButton(self._look, question, "circle-help", note=self.tr("去填"))
            link.clicked.connect(lambda _checked=False, name=name: self.fact_wanted.emit(name))
            self._gaps.addWidget(link)


class PromptCard(Card):
    """What an amount would trigger."""

    def __init__(self, look: Look) -> None:
        super().__init__(self.tr("程序提示"), pad=0)
        self._look = look
        self.head.addStretch(1)
        self.head.addWidget(label(self.tr("地方另有规定的从其规定"), "small"))
        self.body.setSpacing(0)
        self._shown: tuple[Prompt, ...] | None = None

    def say(self, prompts: tuple[Prompt, ...]) -> None:
        """Show the prompts."""
        if prompts == self._shown:
            return
        self._shown = prompts
        clear(self.body)
        for place, prompt in enumerate(prompts):
            if place:
                self.body.addWidget(rule())
            self.body.addWidget(self._row(prompt))

    def _row(self, prompt: Prompt) -> QWidget:
        holder = QWidget()
        row, words = QHBoxLayout(holder), QVBoxLayout()
        row.setContentsMargins(16, 7, 16, 7)
        row.setSpacing(12)
        words.setSpacing(2)
        words.addWidget(wrapped(prompt.words))
        words.addWidget(wrapped(f"{prompt.note}·{prompt.source}", "caption"))
        row.addWidget(IconLabel(self._look, "circle-help", "warning"), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        state = label(prompt.state, "strong", "warning")
        row.addWidget(state, 0, Qt.AlignmentFlag.AlignTop)
        return holder
