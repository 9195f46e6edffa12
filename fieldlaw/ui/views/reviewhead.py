"""The head of a case under review: what it is, whether it is whole, the two acts on all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from fieldlaw.cases.law.preflight import ASK, FAIL, PASS
from fieldlaw.ui.presenters.checks_state import counts_words
from fieldlaw.ui.presenters.signwords import sign_warning
from fieldlaw.ui.theme.qss import mark
from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.chip import Chip
from fieldlaw.ui.views.parts.iconbutton import SmallButton
from fieldlaw.ui.views.parts.labels import ElidedLabel, IconLabel

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.review_read import ReviewView
    from fieldlaw.ui.presenters.review_state import State
    from fieldlaw.ui.theme.look import Look


class _Fact(QFrame):
    """Icon and word."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._icon, self._word = IconLabel(look, "shield-check", "success", "chip"), ElidedLabel("", "small")
        self._word.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        row.addWidget(self._icon)
        row.addWidget(self._word)

    def say(self, icon: str, tone: str, text: str) -> None:
        """Show another fact."""
        self._icon.show_icon(icon, tone or "textSecondary")
        self._word.setText(text)
        mark(self._word, "tone", tone if tone in ("danger", "warning") else "")


class CountsButton(SmallButton):
    """How many checks passed, have to be asked, failed; the worst of them gives the tone."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "", "text", Trim(icon="list-checks", trail="chevron-right"))
        self._tone = "text"

    def say(self, passed: int, asked: int, failed: int) -> None:
        """Show other counts."""
        self._tone = "danger" if failed else "warning" if asked else "success"
        self.setText(counts_words(passed, asked, failed))
        self.updateGeometry()

    def ink(self) -> str:
        """The tone of the worst."""
        return self._tone


class ReviewHead(QFrame):
    """The head; its buttons are wired by the page."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("sheet", "surface")
        self._unit, self._number = ElidedLabel("", "title"), Chip(look, "", "outline", "hash")
        self._chain, self._whole, self._open = _Fact(look), _Fact(look), _Fact(look)
        self._signed, self.counts = _Fact(look), CountsButton(look)
        self._asked = ElidedLabel("", "small")
        self.back = Button(look, self.tr("退回全案"), "danger", Trim(icon="undo-2"))
        self.approve = Button(look, self.tr("通过"), "primary", Trim(icon="circle-check"))
        first, second, words, row = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(), QHBoxLayout(self)
        first.setSpacing(10)
        first.addWidget(self._unit)
        first.addWidget(self._number)
        first.addWidget(self.counts)
        first.addStretch(1)
        second.setSpacing(14)
        for widget in (self._chain, self._whole, self._open, self._signed):
            second.addWidget(widget)
        second.addWidget(self._asked, 1)
        words.setSpacing(4)
        words.addLayout(first)
        words.addLayout(second)
        self._unit.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row.setContentsMargins(20, 10, 20, 8)
        row.setSpacing(12)
        row.addLayout(words, 1)
        row.addWidget(self.back)
        row.addWidget(self.approve)

    def show_state(self, state: State) -> None:
        """Show the case in hand."""
        view = state.view
        if view is None:
            return
        self._unit.setText(view.unit)
        self._number.say(view.number, "outline", "hash")
        self._asked.setText(self.tr("{0} 送审").format(view.asked) if view.asked else "")
        self._say_whole(view)
        self.counts.say(*(len(view.checks.of(each)) for each in (PASS, ASK, FAIL)))
        blocked, waits = state.blocked[0], view.approved is None
        self.back.setVisible(waits)
        self.approve.setVisible(waits)
        self.back.setEnabled(not state.acting)
        self.approve.setEnabled(not state.acting)
        if blocked:
            self.approve.block(blocked)
        else:
            self.approve.free(self.tr("通过"))

    def _say_whole(self, view: ReviewView) -> None:
        verdict = view.verdict
        if verdict.ok:
            self._chain.say("shield-check", "success", self.tr("证据链完整·{0} 条").format(verdict.events))
        else:
            self._chain.say("shield-x", "danger", self.tr("证据链未过"))
        if verdict.complete:
            self._whole.say("check-check", "success", self.tr("已完整"))
        elif verdict.missing:
            self._whole.say("circle-alert", "warning", self.tr("影像缺 {0} 件").format(verdict.missing))
        else:
            self._whole.say("hard-drive", "", self.tr("本机有 {0} 件").format(verdict.files))
        self._open.setVisible(bool(view.unanswered))
        self._open.say("circle-dashed", "", self.tr("未查 {0} 项").format(view.unanswered))
        warning = sign_warning(view.signed)
        self._signed.setVisible(bool(warning))
        self._signed.say("pen-line", "warning", warning)
