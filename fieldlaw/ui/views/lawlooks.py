"""What is looked up beside an assessment: its steps, the facts it hangs on most, like cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldlaw.ui.presenters.law_aside import LEVERS, LIKES
from fieldlaw.ui.views.parts.iconbutton import SmallButton
from fieldlaw.ui.views.parts.labels import label, rule, wrapped
from fieldlaw.ui.views.parts.stateline import StateLine, clear

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.law_amount import Money, StepLine
    from fieldlaw.ui.presenters.law_aside import Aside, LeverLine, LikeLine
    from fieldlaw.ui.theme.look import Look


class Lines(QWidget):
    """Lines under each other, with hair lines between them."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 4)
        self._column.setSpacing(0)

    def empty(self) -> None:
        """Take all lines away."""
        clear(self._column)

    def add(self, line: QWidget) -> None:
        """Add a line."""
        if self._column.count():
            self._column.addWidget(rule())
        self._column.addWidget(line)

    def only(self, icon: str, tone: str, words: str) -> None:
        """One line alone, in place of all."""
        self.empty()
        self.add(StateLine(self._look, (icon, tone), words))


class StepsPanel(Lines):
    """The way to the amount, row by row of the benchmark; then what an amount would trigger."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._shown: tuple[object, ...] = ()

    def say(self, money: Money) -> None:
        """Show the steps and the thresholds."""
        shown = (money.steps, money.prompts, money.statement)
        if shown == self._shown:
            return
        self._shown = shown
        self.empty()
        if not money.steps:
            words = self.tr("没有金额，就没有裁量过程。")
            self.add(StateLine(self._look, ("circle-dashed", "unknown"), words))
        for step in money.steps:
            self.add(self._step(step))
        if money.statement:
            self.add(self._stated(money.statement))
        for prompt in money.prompts:
            sign = ("circle-alert" if prompt.tone == "warning" else "circle-check", prompt.tone)
            line = StateLine(self._look, sign, prompt.words, prompt.state)
            line.note(f"{prompt.note}·{prompt.source}·{self.tr('地方另有规定的从其规定')}")
            self.add(line)

    def _stated(self, words: str) -> QWidget:
        """What the decision says of the use of discretion."""
        sign, head = ("file-text", "textSecondary"), self.tr("裁量说理（写进决定书）")
        line = StateLine(self._look, sign, head, kind="strong")
        told = wrapped(words)
        told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line.words.addWidget(told)
        return line

    def _step(self, step: StepLine) -> QWidget:
        holder = QWidget()
        row, words = QHBoxLayout(holder), QVBoxLayout()
        row.setContentsMargins(16, 7, 16, 7)
        row.setSpacing(12)
        words.setSpacing(2)
        words.addWidget(wrapped(step.reason))
        words.addWidget(wrapped(step.source, "caption"))
        title = wrapped(step.title, "strong")
        title.setFixedWidth(self._look.tokens.font("body") * 6)
        row.addWidget(title)
        row.addLayout(words, 1)
        row.addWidget(label(step.weight or "—", "strong"))
        return holder


class LeversPanel(Lines):
    """The facts on which the answer hangs most.

    Attributes:
        tried: id and value of a fact that is to be tried out.
    """

    tried = Signal(object, object)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._shown: object = ""

    def show_aside(self, aside: Aside) -> None:
        """Show what was found."""
        key = (aside.levers, LEVERS in aside.busy, aside.fault)
        if key == self._shown:
            return
        self._shown = key
        if aside.levers is None:
            self._wait(aside)
            return
        self.empty()
        lead = self.tr("一次只动一个事实，结果在哪里改变。数字和日期给出最近的变化点。")
        self.add(StateLine(self._look, ("activity", "textSecondary"), lead, kind="small"))
        for one in aside.levers:
            self.add(self._lever(one))
        if not aside.levers:
            self.add(
                StateLine(
                    self._look, ("circle-check", "success"), self.tr("单独改任何一个事实，结果都不变。")
                )
            )

    def _wait(self, aside: Aside) -> None:
        if aside.fault:
            self.only("circle-alert", "warning", aside.fault)
        else:
            self.only("circle-dashed", "unknown", self.tr("正在逐个试事实…"))

    def _lever(self, one: LeverLine) -> QWidget:
        sign = ("circle-alert", "warning") if one.turns else ("activity", "accent")
        line = StateLine(self._look, sign, one.question)
        words = self.tr("{0} 改为 {1}：{2}").format(one.now, one.then, one.effect)
        line.words.addWidget(wrapped(words, "strong"))
        go = SmallButton(self._look, self.tr("试一试"))
        go.setAccessibleName(self.tr("试一试：{0} 改为 {1}").format(one.question, one.then))
        go.clicked.connect(lambda: self.tried.emit(one.fact, one.value))
        line.row.addWidget(go)
        return line


class LikesPanel(Lines):
    """Like cases of this machine, with what came of them and why it differs."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._shown: object = ""

    def show_aside(self, aside: Aside) -> None:
        """Show what was found."""
        key = (aside.likes, LIKES in aside.busy, aside.fault)
        if key == self._shown:
            return
        self._shown = key
        if aside.likes is None:
            words = aside.fault or self.tr("正在看本机的案件…")
            self.only("circle-alert" if aside.fault else "circle-dashed", "unknown", words)
            return
        if not aside.likes:
            self.only("inbox", "unknown", self.tr("本机没有同一违法行为、已写入判断的其他案件。"))
            return
        self.empty()
        for one in aside.likes:
            self.add(self._like(one))

    def _like(self, one: LikeLine) -> QWidget:
        line = StateLine(self._look, ("briefcase", "textSecondary"), one.head, one.outcome, "strong")
        line.note(self.tr("{0} 判断·{1}").format(one.day, one.reason))
        for text in one.differences:
            line.note(text)
        return line
