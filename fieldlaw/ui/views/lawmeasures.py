"""Measures and transfers as prompts: what may be taken, what is missing, what it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldlaw.ui.presenters.law_measures import MET
from fieldlaw.ui.views.lawlenient import Fold
from fieldlaw.ui.views.parts.labels import rule
from fieldlaw.ui.views.parts.stateline import StateLine, clear, gap_links

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.law_measures import MeasureLine, Measures
    from fieldlaw.ui.theme.look import Look


class MeasuresPanel(QWidget):
    """The measures, the met ones first.

    Attributes:
        fact_wanted: the id of a missing fact.
    """

    fact_wanted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown: Measures | None = None
        self.folds: dict[str, Fold] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 4)
        self._column.setSpacing(0)

    def say(self, measures: Measures) -> None:
        """Show the measures; those that were open stay open."""
        if measures == self._shown:
            return
        self._shown = measures
        opened = {name for name, fold in self.folds.items() if fold.head.isChecked()}
        clear(self._column)
        self.folds = {}
        lead = self.tr("只作提示：是否采取由有权的人依程序决定；涉嫌犯罪与否由法制判断。")
        self._column.addWidget(StateLine(self._look, ("flag", "textSecondary"), lead, kind="small"))
        for row in measures.rows:
            self._column.addWidget(rule())
            fold = self._fold(row, opened=row.id in opened)
            self.folds[row.id] = fold
            self._column.addWidget(fold)
        if measures.rest:
            self._column.addWidget(rule())
            words = self.tr("现有事实不具备条件：{0}").format("、".join(measures.rest))
            self._column.addWidget(StateLine(self._look, ("circle-slash", "unknown"), words, kind="small"))

    def _fold(self, row: MeasureLine, *, opened: bool) -> Fold:
        note = row.word if row.state == MET else self.tr("待查明 {0} 项").format(len(row.gaps))
        fold = Fold(self._look, row.name, note, opened=opened)
        sign = ("circle-alert", "warning") if row.state == MET else ("circle-help", "warning")
        line = StateLine(self._look, sign, row.text, row.word, "strong")
        line.note(row.source)
        for link in gap_links(self._look, row.gaps, self.fact_wanted.emit, self.tr("去填")):
            line.words.addWidget(link)
        fold.body.addWidget(line)
        for each in row.lines:
            detail = StateLine(
                self._look, ("circle-dot", "textSecondary"), f"{each.title}：{each.text}", kind="small"
            )
            detail.row.setContentsMargins(16, 3, 16, 3)
            detail.note(each.source)
            fold.body.addWidget(detail)
        return fold
