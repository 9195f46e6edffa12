"""Measures and transfers as prompts: what may be taken, what is missing, what it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldlaw.ui.presenters.law_measures import MET
from fieldlaw.ui.views.lawlenient import Fold, WeighedPanel
from fieldlaw.ui.views.parts.stateline import StateLine, gap_links

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.law_measures import MeasureLine, Measures
    from fieldlaw.ui.theme.look import Look


class MeasuresPanel(WeighedPanel):
    """The measures, the met ones first."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.folds: dict[str, Fold] = {}

    def say(self, measures: Measures) -> None:
        """Show the measures; those that were open stay open."""
        opened = {name for name, fold in self.folds.items() if fold.head.isChecked()}
        if not self._renew(measures):
            return
        self.folds = {}
        lead = self.tr("只作提示：是否采取由有权的人依程序决定；涉嫌犯罪与否由法制判断。")
        self._add(StateLine(self._look, ("flag", "textSecondary"), lead, kind="small"))
        for row in measures.rows:
            fold = self._fold(row, opened=row.id in opened)
            self.folds[row.id] = fold
            self._add(fold)
        if measures.rest:
            words = self.tr("现有事实不具备条件：{0}").format("、".join(measures.rest))
            self._add(StateLine(self._look, ("circle-slash", "unknown"), words, kind="small"))

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
