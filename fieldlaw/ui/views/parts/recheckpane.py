"""Which kept assessments the packs of now would turn, with the way to start and to stop looking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QProgressBar

from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.gridtable import GridTable
from fieldlaw.ui.views.parts.labels import label
from fieldlaw.ui.views.parts.packpane import Pane, say

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.packs_recheck import RecheckPresenter, State
    from fieldlaw.ui.theme.look import Look


class RecheckPane(Pane):
    """The findings whose answer turns."""

    def __init__(self, look: Look, presenter: RecheckPresenter) -> None:
        columns = (
            (say("案件编号"), -2), (say("单位"), -2), (say("问题"), -2), (say("写入案件的判断"), -3),
            (say("按现在的规则包"), -3),
        )  # fmt: skip
        super().__init__(look, GridTable(look, say("判断会变的案件"), columns), "refresh-cw")
        self.act = Button(look, say("重判本机案件"), trim=Trim(icon="refresh-cw"))
        self._presenter, self._about, self._bar = presenter, label("", "small"), QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(say("重判进度"))
        for part in (self.act, self._bar, self._about):
            self.bar.addWidget(part)
        self.bar.addStretch(1)
        self.act.clicked.connect(self._press)
        presenter.changed.connect(self.show_found)
        self.show_found(presenter.state)

    def _press(self) -> None:
        if self._presenter.state.running:
            self._presenter.stop()
        else:
            self._presenter.start()

    def show_found(self, state: State) -> None:
        """Show how far it is, and what was found."""
        self.act.setText(say("停下") if state.running else say("重判本机案件"))
        self._bar.setVisible(state.running)
        self._bar.setMaximum(state.of)
        self._bar.setValue(state.done or 0)
        self._about.setText(_about(state))
        title = say("还没有重判") if state.done is None else say("没有案件的判断会变")
        text = say("只比较，不改案件。要改的，到“问题与法律”重新写入。")
        self.show_rows(state.lines, title, state.problem.what if state.problem else text)


def _about(state: State) -> str:
    if state.running:
        return say("正在看案件 {0} / {1}").format(state.done or 0, state.of)
    if state.done is None:
        return ""
    whole = state.done == state.of
    word = say("看了 {0} 个案件，{1} 处判断会变") if whole else say("看到第 {0} 个停下，{1} 处判断会变")
    return word.format(state.done, len(state.lines))
