"""What stands beside the law page's columns: why, what was kept, what has changed, who disagrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fieldlaw.ui.presenters.law_aside import AGAIN
from fieldlaw.ui.theme.qss import mark
from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.explaintree import ExplainTree
from fieldlaw.ui.views.parts.labels import IconLabel, label, rule, wrapped
from fieldlaw.ui.views.parts.stateline import StateLine, clear

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.law import LawPresenter
    from fieldlaw.ui.presenters.law_aside import Aside, LawAside
    from fieldlaw.ui.presenters.law_state import State
    from fieldlaw.ui.theme.look import Look

_SIGNS = {"success": "circle-check", "danger": "circle-x", "warning": "circle-alert"}


class ExplainCard(Card):
    """The explanation tree, the packs in its head, the state of the kept assessment at its foot."""

    def __init__(self, look: Look, presenter: LawPresenter, aside: LawAside) -> None:
        super().__init__(self.tr("解释"), pad=0)
        self._look = look
        self.tree = ExplainTree(look)
        self._hash, self._pack = IconLabel(look, "hash", "textSecondary", "chip"), label("", "small")
        self.head.setSpacing(6)
        self.head.addStretch(1)
        self.head.addWidget(self._hash)
        self.head.addWidget(self._pack)
        self._icon, self._state = IconLabel(look, "circle-dashed", "unknown", "chip"), wrapped("", "small")
        self.flip = Button(look, "", "text")
        self.flip.clicked.connect(lambda: presenter.show_kept(kept=not presenter.state.show_kept))
        foot = QHBoxLayout()
        foot.setContentsMargins(14, 8, 8, 8)
        foot.setSpacing(8)
        foot.addWidget(self._icon)
        foot.addWidget(self._state, 1)
        foot.addWidget(self.flip)
        self.again = Button(look, "", trim=Trim(icon="rotate-ccw"))
        self.again.clicked.connect(aside.again)
        self.body.setSpacing(0)
        self.body.addWidget(self.tree, 1)
        self.body.addWidget(rule())
        self.body.addLayout(foot)
        self._result = QVBoxLayout()
        self._result.setContentsMargins(14, 0, 14, 12)
        self._result.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addLayout(self._result)
        self._answer: QWidget | None = None
        aside.changed.connect(self.show_aside)
        self.show_aside(aside.state)

    def show_aside(self, aside: Aside) -> None:
        """Show what came of the assessment made once more."""
        busy = AGAIN in aside.busy
        self.again.set_busy(busy=busy, text=self.tr("正在重算…") if busy else self.tr("重算核对"))
        if self._answer is not None:
            self._answer.deleteLater()
            self._answer = None
        if aside.again is not None:
            tone, words = aside.again
            line = self._answer = StateLine(self._look, (_SIGNS[tone], tone), words, kind="small")
            line.row.setContentsMargins(0, 8, 0, 0)
            self._result.addWidget(self._answer)

    def show_state(self, state: State) -> None:
        """Show the tree and what the case holds."""
        self.tree.show_reason(state.tree)
        judgement, kept = state.sheet.judgement, state.kept
        fixed = kept is not None and not state.outdated and not state.trial
        if judgement is not None:
            short, every = judgement.pinned
            words = self.tr("规则包 {0} 已固定") if fixed else self.tr("规则包 {0}")
            self._pack.setText(words.format(short))
            self._pack.setToolTip(every)
        self.flip.setVisible(kept is not None and "tree" in kept.result and not state.trial)
        self.flip.setText(self.tr("看现在的") if state.show_kept else self.tr("看写入的"))
        self.flip.updateGeometry()
        self.again.setVisible(kept is not None and not state.trial)
        self._say(state)

    def _say(self, state: State) -> None:
        kept = state.kept
        if state.trial:
            words, icon, tone = self.tr("试算的结果不入案"), "flask-conical", "training"
        elif kept is None:
            words, icon, tone = self.tr("还没有写入案件"), "circle-dashed", "unknown"
        elif state.outdated and state.view is not None and (state.view.lawyer or state.view.closed):
            words, icon, tone = self.tr("{0} 写入的和现算的不同").format(kept.at), "circle-alert", "warning"
        elif state.outdated:
            words, icon, tone = self.tr("{0} 写入的已作废").format(kept.at), "circle-alert", "warning"
        else:
            words, icon, tone = self.tr("{0} 已写入案件").format(kept.at), "check", "success"
        self._icon.show_icon(icon, tone)
        self._state.setText(words)
        mark(self._state, "tone", tone)


class DisputePanel(QFrame):
    """Two records of one finding: a person picks."""

    def __init__(self, look: Look, presenter: LawPresenter) -> None:
        super().__init__()
        self._look, self._presenter = look, presenter
        self._card = Card(self.tr("两个人记的不一样，选一份"), kind="warning")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.addWidget(self._card)
        column.addStretch(1)

    def show_state(self, state: State) -> None:
        """Show who recorded what, where they differ."""
        clear(self._card.body)
        versions = state.finding.versions if state.finding else ()
        for one, differs in zip(versions, self._presenter.differences(), strict=False):
            words, line = QVBoxLayout(), QWidget()
            words.setSpacing(4)
            words.addWidget(label(self.tr("{0} {1}：{2}").format(one.by, one.at, one.title), "strong"))
            words.addWidget(wrapped(differs or self.tr("事实和日期相同；简称或依据的项不同")))
            use = Button(self._look, self.tr("用{0} {1} 的").format(one.by, one.at))
            use.clicked.connect(lambda _checked=False, event=one.event: self._presenter.pick(event))
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 6, 0, 6)
            row.addLayout(words, 1)
            row.addWidget(use)
            self._card.body.addWidget(line)
