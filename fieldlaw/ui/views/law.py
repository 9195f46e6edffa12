"""Findings and law: facts on the left, what the law makes of them in the middle, why on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fieldlaw.ui.presenters.law_aside import LIKES, LawAside
from fieldlaw.ui.theme.qss import mark
from fieldlaw.ui.views.lawamount import AmountCard
from fieldlaw.ui.views.lawfacts import FactsPanel, ValueEdit
from fieldlaw.ui.views.lawfinding import FindingForm
from fieldlaw.ui.views.lawmore import MoreCard
from fieldlaw.ui.views.lawpanels import LawCard
from fieldlaw.ui.views.lawquestion import QuestionCard
from fieldlaw.ui.views.lawsides import DisputePanel, ExplainCard
from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.labels import ElidedLabel, wrapped
from fieldlaw.ui.views.parts.notices import EmptyState, ErrorPanel, NoticeLine
from fieldlaw.ui.views.parts.page import Page, on_key
from fieldlaw.ui.views.parts.tabs import Tabs
from fieldlaw.ui.views.parts.topbar import PageBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent, QHideEvent

    from fieldlaw.ui.presenters.law import LawPresenter
    from fieldlaw.ui.presenters.law_aside import Aside
    from fieldlaw.ui.presenters.law_state import State
    from fieldlaw.ui.theme.look import Look

_NONE, _NOTHING, _FORM, _DISPUTE, _SHEET = range(5)
_EXPLAIN_NARROW, _DRAWN_AT = 330, 1340
_BELOW = 420
_SETTLED = 40  # ms in which nested layouts have found their size


class LawPage(Page):
    """The page.

    Attributes:
        case_wanted: no case is open and one was asked for.
        packs_wanted: the page of the rule packs was asked for.
    """

    case_wanted = Signal()
    packs_wanted = Signal()

    def __init__(self, look: Look, presenter: LawPresenter) -> None:
        super().__init__(look)
        self._presenter = presenter
        self.tabs, self.facts, self.form = (
            Tabs(look),
            FactsPanel(look, presenter),
            FindingForm(look, presenter),
        )
        self.aside = LawAside(presenter.bench, presenter, self)
        self.law, self.contest = LawCard(look), QuestionCard(look, presenter)
        self.amount, self.more = AmountCard(look, presenter), MoreCard(look, self.aside)
        self.explain = ExplainCard(look, presenter, self.aside)
        self.dispute, self.problem = DisputePanel(look, presenter), ErrorPanel(look)
        self._unit, self._about = ElidedLabel("", "title"), ElidedLabel("", "caption")
        self.trial = Button(look, self.tr("改一个事实试试"), trim=Trim(icon="split"))
        self.likes = Button(look, self.tr("相似案件"), trim=Trim(icon="git-compare"))
        self.write = Button(look, "", "primary", Trim(icon="file-text"))
        self.new = Button(look, self.tr("新增违法行为"), "text", Trim(icon="plus"))
        self.edit = Button(look, self.tr("改违法行为和依据"), "text", Trim(icon="pen-line"))
        self.leave = Button(look, self.tr("退出试算"), trim=Trim(key="Esc"))
        self._trial_line = NoticeLine(look, "trial", "flask-conical", "training")
        self._stale = NoticeLine(look, "warning", "triangle-alert", "warning")
        self._fault = wrapped("", "strong", "warning")
        self._stack, self._at = QStackedWidget(), ""  # _at: the finding whose middle was shown last
        self._below = QTimer(self, singleShot=True, interval=_SETTLED)
        self._assemble()
        self._wire()
        presenter.changed.connect(self._show)
        self._show(presenter.state)

    # --- how it is put together

    def _assemble(self) -> None:
        self._trial_line.row.addWidget(self.leave)
        self._trial_line.say(self.tr("试算，不入案"), self.tr("在这里改的事实不会写进案件。"))
        for button in (self.new, self.edit):
            self.tabs.after.addWidget(button)
        pick = Button(self._look, self.tr("选一次检查"), "primary")
        pick.clicked.connect(self.case_wanted)
        back = Button(self._look, self.tr("去检查"), "secondary")
        back.clicked.connect(self.back_wanted)
        none = EmptyState(
            self._look, "folder-open", self.tr("先打开一次检查"), self.tr("问题从检查里的答复来。"), pick
        )
        nothing = EmptyState(
            self._look, "scale", self.tr("还没有发现的问题。"), self.tr("在检查里答“不合规”会到这里。"), back
        )
        for page in (none, nothing, self.form, self.dispute, self._columns()):
            self._stack.addWidget(page)
        column = self._column
        column.addWidget(self._bar())
        column.addWidget(self.tabs)
        lines = QVBoxLayout()
        lines.setContentsMargins(16, 12, 16, 0)
        lines.setSpacing(8)
        for widget in (self._trial_line, self._stale, self.problem):
            lines.addWidget(widget)
        self._lines = QWidget()
        self._lines.setLayout(lines)
        column.addWidget(self._lines)
        column.addWidget(self._stack, 1)

    def _bar(self) -> PageBar:
        bar = PageBar(self._look, self._back, self.field_wanted.emit)
        bar.say((self._unit,), self._about)
        bar.offer(bar.field, self.trial, self.likes, self.write)
        return bar

    def _columns(self) -> QWidget:
        page = QWidget()
        self._row = QHBoxLayout(page)
        self._row.setContentsMargins(16, 12, 16, 16)
        self._row.setSpacing(14)
        inside = QWidget()
        self._middle = QVBoxLayout(inside)
        self._middle.setContentsMargins(0, 0, 4, 0)
        self._middle.setSpacing(12)
        for widget in (self._fault, self.law, self.contest, self.amount, self.more):
            self._middle.addWidget(widget)
        self._middle.addStretch(1)
        scroll = self._scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        inside.setAutoFillBackground(False)  # the ground of the page shows through, in a trial too
        self._row.addWidget(self.facts)
        self._row.addWidget(scroll, 1)
        self._row.addWidget(self.explain)
        return page

    def _wire(self) -> None:
        presenter = self._presenter
        self.tabs.chosen.connect(presenter.choose)
        self.new.clicked.connect(lambda: self._to_form(presenter.new))
        self.edit.clicked.connect(lambda: self._to_form(presenter.edit))
        self.trial.clicked.connect(lambda _checked=False: presenter.start_trial())
        self.leave.clicked.connect(presenter.leave_trial)
        self.write.clicked.connect(self._write)
        self.form.back_wanted.connect(presenter.leave_form)
        self.problem.again.connect(presenter.retry)
        self.amount.fact_wanted.connect(self.facts.go_to)
        self.amount.packs_wanted.connect(self.packs_wanted)
        self.more.fact_wanted.connect(self.facts.go_to)
        self.more.tried.connect(lambda fact, value: presenter.start_trial((fact, value)))
        self.more.tabs.chosen.connect(lambda _panel: self._below.start())
        self._below.timeout.connect(self._show_below)
        self.aside.changed.connect(self._show_aside)
        self.likes.clicked.connect(lambda: self.show_more(LIKES))
        self.explain.tree.fact_wanted.connect(self.facts.go_to)
        self.facts.entered.connect(self.explain.tree.mark_fact)
        presenter.opened.connect(lambda _case: self._start())
        on_key(self, "Ctrl+Return", self._write)
        on_key(self, "Esc", self._back)
        self._look.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        """On site the explanation stands under the law, so that words keep their size."""
        if self._look.field:
            self._middle.insertWidget(self._middle.count() - 1, self.explain)
        else:
            self._row.addWidget(self.explain)
        self._fit()

    def resizeEvent(self, event: object) -> None:
        """Give the middle its room."""
        self._fit()

    def _fit(self) -> None:
        if self._look.field:
            self.explain.setMinimumWidth(0)
            self.explain.setMaximumWidth(_BELOW * 10)
            self.explain.setMinimumHeight(_BELOW)
        else:
            wide = self._look.tokens.width("explain")
            self.explain.setFixedWidth(wide if self.width() >= _DRAWN_AT else _EXPLAIN_NARROW)
            self.explain.setMinimumHeight(0)

    # --- what it does

    def _write(self) -> None:
        """Write the assessment, after what is being typed; go to a value that was not taken instead."""
        at = QApplication.focusWidget()
        if isinstance(at, ValueEdit):
            at.pass_on()
        wrong = self._presenter.state.wrong[0]
        if wrong:
            self.facts.go_to(wrong)
        else:
            self._presenter.write()

    def _back(self) -> None:
        state = self._presenter.state
        if state.trial:
            self._presenter.leave_trial()
        elif state.form and state.view is not None and state.view.findings:
            self._presenter.leave_form()
        else:
            self.back_wanted.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard starts at the first unknown fact, or in the form."""
        self._start()

    def _to_form(self, act: Callable[[], object]) -> None:
        """Show the form; the keyboard goes with it."""
        act()
        self._start()

    def _start(self) -> None:
        place = self._stack.currentIndex()
        if place == _SHEET:
            self.facts.go_to(self.facts.first_unknown(self._presenter.state))
        elif place == _FORM:
            self.form.setFocus()

    # --- what it shows

    def _show(self, state: State) -> None:
        was = self._stack.currentIndex()
        self._stack.setCurrentIndex(_place(state))
        self._show_head(state)
        self._show_lines(state)
        self.form.show_state(state)
        if self._stack.currentIndex() == _DISPUTE:
            self.dispute.show_state(state)
        if self._stack.currentIndex() == _SHEET:
            self._show_sheet(state)
            if was == _FORM and self.isVisible():  # the finding was recorded: on with its facts
                QTimer.singleShot(0, self, self._start)

    def _show_head(self, state: State) -> None:
        view = state.view
        self._unit.setText(self.tr("{0}·问题与法律").format(view.unit) if view else self.tr("问题与法律"))
        days = {row.id: row.value or self.tr("未知") for row in state.sheet.facts if row.day}
        about = self.tr("案件 {0}").format(view.number) if view else ""
        if days:
            about += self.tr("·行为 {0}·决定（预计）{1}").format(days["act.start"], days["decided"])
        if view is not None and view.lawyer:
            about += self.tr("·您没有参加检查，事实只能看")
        if view is not None and view.closed:
            about += self.tr("·已通过审核，只能看")
        self._about.setText(about)
        self._about.setVisible(bool(about))
        findings = view.findings if view else ()
        chosen = state.sheet.finding if not state.form or state.sheet.finding else ""
        self.tabs.show_tabs([(one.id, f"{n} {one.title}") for n, one in enumerate(findings, 1)], chosen)
        self.tabs.setVisible(bool(findings))
        self.tabs.setEnabled(not state.trial)
        mine = view is not None and not view.closed and not view.lawyer
        self.new.setVisible(mine and not state.trial)
        self.edit.setVisible(state.editable and bool(state.finding) and not state.trial and not state.form)
        self._show_acts(state)

    def _show_acts(self, state: State) -> None:
        on_sheet = self._stack.currentIndex() == _SHEET
        self.trial.setVisible(on_sheet and not state.trial and state.sheet.judgement is not None)
        self.likes.setVisible(on_sheet and state.sheet.judgement is not None)
        self.write.setVisible(on_sheet and not state.trial and not (state.view and state.view.lawyer))
        self.write.setEnabled(state.writable or bool(state.wrong[0]))
        kept = state.kept is not None and not state.outdated
        if state.wrong[0]:
            self.write.block(self.tr("有一处没有存"))
        else:
            self.write.free(self.tr("已写入案件") if kept else self.tr("写入案件"))

    def _show_lines(self, state: State) -> None:
        self._trial_line.setVisible(state.trial)
        mark(self, "sheet", "trial" if state.trial else "window")
        reads = state.view is not None and (state.view.lawyer or state.view.closed)
        packs = self.tr("本机规则包和写入时的不同") if reads else self.tr("规则包已换")
        words = {"facts": self.tr("事实已改"), "packs": packs}.get(state.outdated, "")
        stale = bool(words) and state.kept is not None and not state.form
        self._stale.setVisible(stale)
        if stale and state.kept is not None:
            mine = self.tr("上次判断 {0} 作废，请重新写入。")
            theirs = self.tr("案件里 {0} 写入的判断见右下“看写入的”；这里是本机现算的。")
            self._stale.say(words, (theirs if reads else mine).format(state.kept.at))
        self.problem.setVisible(state.problem is not None)
        if state.problem is not None:
            self.problem.say(state.problem)
        self._lines.setVisible(state.trial or stale or state.problem is not None)

    def _show_sheet(self, state: State) -> None:
        judgement = state.sheet.judgement
        if state.sheet.finding != self._at:
            self._at = state.sheet.finding
            self._scroll.verticalScrollBar().setValue(0)
        self.facts.show_state(state)
        self.explain.show_state(state)
        self._fault.setText(state.sheet.fault)
        self._fault.setVisible(bool(state.sheet.fault))
        for card in (self.law, self.amount, self.more):
            card.setVisible(judgement is not None)
        self.contest.setVisible(judgement is not None and judgement.contest is not None)
        self.contest.show_state(state)
        if judgement is None:
            return
        self.law.say(judgement)
        self.amount.show_state(state)
        self.more.say(judgement)

    def show_more(self, panel: str) -> None:
        """Show one of the panels below the amount."""
        self.more.tabs.take(panel)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing to scroll any more."""
        super().hideEvent(event)
        self._below.stop()

    def _show_below(self) -> None:
        """Bring the panel that was chosen into sight."""
        self._scroll.ensureWidgetVisible(self.more.tabs, 0, 200)

    def _show_aside(self, aside: Aside) -> None:
        self.more.show_aside(aside)
        self.amount.show_likes(aside.likes)
        self.likes.setText(self.more.tabs.tabs[LIKES].text())
        self.likes.updateGeometry()


def _place(state: State) -> int:
    if state.view is None:
        return _NONE
    if state.form:
        return _FORM
    if state.finding is None:
        return _NOTHING
    return _DISPUTE if state.finding.disputed else _SHEET
