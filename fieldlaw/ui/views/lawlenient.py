"""Leniency: what is met, what is not, what nobody can tell yet; the duties and the ladder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldlaw.ui.presenters.law_lenient import OPEN, STATES, YES
from fieldlaw.ui.views.parts.factgroup import FoldHead
from fieldlaw.ui.views.parts.labels import rule, wrapped
from fieldlaw.ui.views.parts.stateline import TRUTHS, StateLine, clear, gap_links

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.law_lenient import Condition, LadderLine, Lenient, LenientItem
    from fieldlaw.ui.theme.look import Look


class Fold(QWidget):
    """Lines under a head that opens and closes."""

    def __init__(self, look: Look, title: str, note: str, *, opened: bool) -> None:
        super().__init__()
        self.head, inside = FoldHead(look, title), QWidget()
        self.head.note(note)
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(0, 0, 0, 6)
        self.body.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(inside)
        inside.setVisible(opened)
        self.head.setChecked(opened)
        self.head.toggled.connect(inside.setVisible)


class WeighedPanel(QWidget):
    """Lines under each other that are built anew when they change.

    Attributes:
        fact_wanted: the id of a missing fact.
    """

    fact_wanted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown: object = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 4)
        self._column.setSpacing(0)

    def _renew(self, shown: object) -> bool:
        """Take the lines away when others are to be shown; False when they are the same."""
        if shown == self._shown:
            return False
        self._shown = shown
        clear(self._column)
        return True

    def _add(self, widget: QWidget) -> None:
        if self._column.count():
            self._column.addWidget(rule())
        self._column.addWidget(widget)


class LenientPanel(WeighedPanel):
    """The lists, weighed."""

    def say(self, lenient: Lenient) -> None:
        """Show what the lists say."""
        if not self._renew(lenient):
            return
        if lenient.verdict:
            line = StateLine(self._look, ("scale", "textSecondary"), lenient.verdict, kind="strong")
            line.note(self.tr("清单 {0}").format(lenient.lists) if lenient.lists else "")
            self._add(line)
        if lenient.absent:
            self._add(StateLine(self._look, ("circle-help", "warning"), lenient.absent))
        for item in lenient.items:
            self._add(self._item(item))
        if lenient.bars:
            self._add(self._bars(lenient.bars))
        if lenient.duties:
            self._add(self._duties(lenient.duties))
        if lenient.ladder:
            self._add(self._ladder(lenient.ladder, lenient.limits))

    def _item(self, item: LenientItem) -> QWidget:
        state = self.tr(STATES[item.state])
        line = StateLine(self._look, TRUTHS[item.state], item.text, state, "strong")
        line.note(f"{item.effect}·{item.basis}·{item.source}")
        line.note(item.note, "warning")
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(0)
        column.addWidget(line)
        for each in item.conditions:
            column.addWidget(self._condition(each))
        return holder

    def _condition(self, each: Condition) -> QWidget:
        line = StateLine(self._look, TRUTHS[each.state], each.text, self.tr(STATES[each.state]), "small")
        line.row.setContentsMargins(44, 4, 16, 4)
        line.note(self.tr("需要证据：{0}").format(each.proof) if each.proof and each.state != YES else "")
        for link in gap_links(self._look, each.gaps, self.fact_wanted.emit, self.tr("去填")):
            line.words.addWidget(link)
        return line

    def _bars(self, bars: tuple[Condition, ...]) -> QWidget:
        hit = sum(each.state == "no" for each in bars)
        left = sum(each.state == OPEN for each in bars)
        words = (
            self.tr("有 {0} 种，不适用免罚").format(hit) if hit else self.tr("{0} 种还没有查明").format(left)
        )
        fold = Fold(
            self._look,
            self.tr("排除情形（有一种就不免罚）"),
            words if hit or left else self.tr("都没有"),
            opened=bool(hit),
        )
        for each in bars:
            fold.body.addWidget(self._condition(each))
        return fold

    def _duties(self, duties: tuple[str, ...]) -> QWidget:
        fold = Fold(self._look, self.tr("不予处罚仍须"), self.tr("{0} 项").format(len(duties)), opened=True)
        for text in duties:
            fold.body.addWidget(StateLine(self._look, ("list-checks", "textSecondary"), text, kind="small"))
        return fold

    def _ladder(self, steps: tuple[LadderLine, ...], limits: tuple[str, ...]) -> QWidget:
        fold = Fold(
            self._look, self.tr("阶梯管理提示"), self.tr("管理措施，不是行政处罚"), opened=len(steps) == 1
        )
        for step in steps:
            state = self.tr("不能判定") if step.open else self.tr("可用")
            sign = TRUTHS[OPEN] if step.open else ("flag", "accent")
            line = StateLine(self._look, sign, f"{step.text}：{step.measure}", state, "small")
            line.note(self.tr("来源 {0}").format(step.source))
            fold.body.addWidget(line)
        for text in limits:
            holder = QWidget()
            column = QVBoxLayout(holder)
            column.setContentsMargins(44, 2, 16, 2)
            column.addWidget(wrapped(self.tr("法律界限：{0}").format(text), "caption"))
            fold.body.addWidget(holder)
        return fold
