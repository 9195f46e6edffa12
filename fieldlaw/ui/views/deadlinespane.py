"""The proceeding of a case: its deadlines with why, what was noted stage by stage, stops and extensions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fieldlaw.cases.records.proceeding import Extended, Noted, Stop
from fieldlaw.ui.presenters.deadlines_state import LEAST_REASON, OPEN
from fieldlaw.ui.presenters.deadlines_words import why
from fieldlaw.ui.views.deadlinesfines import FinePane
from fieldlaw.ui.views.deadlinesforms import EventSheet, ExtensionSheet, StopSheet
from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.chip import Chip
from fieldlaw.ui.views.parts.dialogs import ask_with
from fieldlaw.ui.views.parts.duelist import DueList
from fieldlaw.ui.views.parts.explaintree import ExplainTree
from fieldlaw.ui.views.parts.labels import ElidedLabel, rule
from fieldlaw.ui.views.parts.notices import EmptyState, NoticeLine
from fieldlaw.ui.views.parts.recordrows import RecordPage
from fieldlaw.ui.views.parts.tabs import Tabs
from fieldlaw.ui.views.parts.worddialog import WordsDialog

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.deadlines import DeadlinesPresenter
    from fieldlaw.ui.presenters.deadlines_state import DueRow, ProceedingView, Record, State
    from fieldlaw.ui.theme.look import Look

DUE, NOTED, SPANS, FINES = "due", "noted", "spans", "fines"
_LOADING, _EMPTY, _REFUSED, _DUE, _NOTED, _SPANS, _FINES, _EVENT, _STOP, _EXTEND = range(10)
_TABS = {DUE: _DUE, NOTED: _NOTED, SPANS: _SPANS, FINES: _FINES}
_SHEETS = (_EVENT, _STOP, _EXTEND)


class ProceedingPane(QFrame):
    """The right side of the page.

    Attributes:
        notice_wanted: a day hangs on days off that are not known yet.
    """

    notice_wanted = Signal()

    def __init__(self, look: Look, presenter: DeadlinesPresenter) -> None:
        super().__init__()
        self._look, self._presenter = look, presenter
        self.tab, self._sheet, self._written, self._case = DUE, 0, 0, ""
        self._unit, self._number = ElidedLabel("", "title"), ElidedLabel("", "caption")
        self._closed = Chip(look, self.tr("已归档，不再增改"), "unknown", "lock")
        self.extend = Button(look, self.tr("延长…"))
        self.stop = Button(look, self.tr("停算…"), trim=Trim(icon="pause"))
        self.note = Button(look, self.tr("记一件事…"), "primary", Trim(icon="plus", key="Ctrl+N"))
        self.tabs, self.list = Tabs(look), DueList(look, self.tr("本案的期限"), own=True)
        self.tree = ExplainTree(look)
        self.noted, self.spans = RecordPage(look, self.tr("经过")), RecordPage(look, self.tr("停算和延长"))
        self.fines = FinePane(look)
        choices = presenter.state.choices
        self.event_sheet, self.stop_sheet = EventSheet(look, choices), StopSheet(look, choices)
        self.extension_sheet = ExtensionSheet(look, choices)
        self.problem = NoticeLine(look, "danger", "octagon-x", "danger")
        self.split = NoticeLine(look, "warning", "git-compare", "warning")
        self.dialog: WordsDialog | None = None
        self._assemble()
        self._wire()

    # --- how it is put together

    def _assemble(self) -> None:
        self._stack = QStackedWidget()
        self._refused = EmptyState(self._look, "shield-x", "", "")
        empty = self.tr("新建检查或同步后，这里记案件的经过。")
        for page in (
            EmptyState(self._look, "calendar-days", self.tr("正在读案件"), ""),
            EmptyState(self._look, "calendar-days", self.tr("本机还没有案件。"), empty),
            self._refused, self._deadlines(), self.noted, self.spans, self.fines,
            self._held(self.event_sheet), self._held(self.stop_sheet), self._held(self.extension_sheet),
        ):  # fmt: skip
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(self.tabs)
        lines = QVBoxLayout()
        lines.setContentsMargins(20, 0, 20, 0)
        lines.addWidget(self.problem)
        lines.addWidget(self.split)
        column.addLayout(lines)
        column.addWidget(self._stack, 1)

    def _head(self) -> QFrame:
        self._top = QFrame()
        self._top.setProperty("sheet", "surface")
        row = QHBoxLayout(self._top)
        row.setContentsMargins(20, 8, 16, 6)
        row.setSpacing(10)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._unit)
        words.addWidget(self._number)
        row.addLayout(words, 1)
        for widget in (self._closed, self.extend, self.stop, self.note):
            row.addWidget(widget)
        return self._top

    def _deadlines(self) -> QWidget:
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 5)
        column.addWidget(rule())
        column.addWidget(self.tree, 5)
        return held

    def _held(self, sheet: EventSheet | StopSheet | ExtensionSheet) -> QWidget:
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(20, 12, 20, 16)
        column.addWidget(sheet)
        return held

    def _wire(self) -> None:
        presenter = self._presenter
        self.tabs.chosen.connect(self.show_tab)
        self.list.chosen.connect(presenter.choose)
        self.note.clicked.connect(self.start_note)
        self.stop.clicked.connect(self._start_stop)
        self.extend.clicked.connect(self._start_extension)
        self.event_sheet.kept.connect(presenter.note)
        self.stop_sheet.kept.connect(presenter.stop)
        self.extension_sheet.kept.connect(presenter.extend)
        for sheet in (self.event_sheet, self.stop_sheet, self.extension_sheet):
            sheet.left.connect(self.close_sheet)
        for page in (self.noted, self.spans):
            page.change_wanted.connect(self._change)
            page.back_wanted.connect(self._ask_back)
            page.pick_wanted.connect(lambda record: presenter.pick(record.event))
        self.fines.gap_wanted.connect(self._fill_gap)
        self.fines.answered.connect(presenter.answer_fine)

    # --- what it does

    @property
    def writing(self) -> bool:
        """Whether a sheet is open."""
        return bool(self._sheet)

    def show_tab(self, tab: str) -> None:
        """Show deadlines, records, spans or fines."""
        self.tab = tab
        self.close_sheet()

    def close_sheet(self) -> None:
        """Put the sheet away; what was not noted is gone."""
        was, self._sheet = self._sheet, 0
        self._presenter.dismiss()
        self.show_state(self._presenter.state)
        if was:
            self.start()

    def start(self) -> None:
        """Give the keyboard to what is shown."""
        page = self._stack.currentIndex()
        if page in _SHEETS:
            self._sheet_of(page).first().setFocus()
        elif page == _DUE and self.list.model().rowCount():
            self.list.setFocus()
        elif page == _FINES:
            self.fines.start()
        else:
            self.note.setFocus()

    def _sheet_of(self, page: int) -> EventSheet | StopSheet | ExtensionSheet:
        return (self.event_sheet, self.stop_sheet, self.extension_sheet)[_SHEETS.index(page)]

    def keep(self) -> None:
        """Note what the open sheet holds."""
        if self._sheet:
            self._sheet_of(self._sheet).keep()

    def start_note(self) -> None:
        """Open the sheet for an event: the end of the deadline in hand, or the start of one that waits."""
        view, row = self._presenter.state.view, self._presenter.state.in_hand
        if view is not None and not view.archived:
            self.event_sheet.fill(view, None, _likely(row, view))
            self._open(_EVENT)

    def _start_stop(self, _on: bool = False, wanted: str = "") -> None:  # noqa: FBT001, FBT002
        view = self._presenter.state.view
        if view is not None:
            self.stop_sheet.fill(view, None, wanted)
            self._open(_STOP)

    def _fill_gap(self, kind: str, wanted: str) -> None:
        """Go where something that a fine hangs on is filled in."""
        view = self._presenter.state.view
        if kind == "calendar":
            self.notice_wanted.emit()
        elif kind == "stop":
            self._start_stop(wanted=wanted)
        elif view is not None:
            self.event_sheet.fill(view, _noted_once(view, wanted), wanted)
            self._open(_EVENT)

    def _start_extension(self) -> None:
        view, row = self._presenter.state.view, self._presenter.state.in_hand
        if view is not None:
            self.extension_sheet.fill(None, *((row.clock.key, row.occurrence) if row else ()))
            self._open(_EXTEND)

    def _change(self, record: Record) -> None:
        view, entry = self._presenter.state.view, record.entry
        if view is None:
            return
        if isinstance(entry, Noted):
            self.event_sheet.fill(view, entry)
            self._open(_EVENT)
        elif isinstance(entry, Stop):
            self.stop_sheet.fill(view, entry)
            self._open(_STOP)
        elif isinstance(entry, Extended):
            self.extension_sheet.fill(entry)
            self._open(_EXTEND)

    def _open(self, sheet: int) -> None:
        self._presenter.dismiss()
        self._sheet = sheet
        self.show_state(self._presenter.state)
        self.start()

    def _ask_back(self, record: Record) -> None:
        act = Button(self._look, self.tr("撤回"), "danger", Trim(icon="undo-2"))
        title = self.tr("撤回“{0}”{1}").format(record.title, record.when)
        dialog = WordsDialog(self._look, self, title, act, LEAST_REASON)
        dialog.about.setText(self.tr("写明理由。原记录留在日志里；它替换过的旧记录重新算数。"))
        dialog.given.connect(lambda reason: self._presenter.withdraw(record.event, reason))
        self.dialog = dialog
        ask_with(dialog, self._asked)

    def _asked(self) -> None:
        self.dialog = None
        self.start()

    # --- what it shows

    def show_state(self, state: State) -> None:
        """Show the case in hand."""
        if state.written != self._written or state.case != self._case:
            done = self._sheet if state.case == self._case else 0
            self._written, self._case, self._sheet = state.written, state.case, 0
            if done and self.tab != FINES:  # who came from the fines goes back to them
                self.tab = NOTED if done == _EVENT else SPANS
        page = self._page(state)
        self._stack.setCurrentIndex(page)
        self._show_head(state)
        self._show_tabs(state)
        rows = state.of_case(state.case)
        self.list.show_rows(rows, state.chosen)
        self.tree.show_reason(why(state.in_hand.clock.tree) if state.in_hand else None)
        if state.view is not None:
            self._show_view(state.view)
        for sheet in (self.event_sheet, self.stop_sheet, self.extension_sheet):
            sheet.show_state(state)

    def _page(self, state: State) -> int:
        if state.refused is not None:
            self._refused.say(state.refused.what, f"{state.refused.way_out}\n{state.refused.safe}")
            return _REFUSED
        if not state.case:
            return _EMPTY if state.loaded else _LOADING
        if state.view is None:
            return _LOADING
        return self._sheet or _TABS[self.tab]

    def _show_head(self, state: State) -> None:
        view = state.view
        self._top.setVisible(view is not None)
        can = view is not None and not view.archived and not self._sheet
        for button in (self.note, self.stop, self.extend):
            button.setVisible(can)
            button.setEnabled(not state.acting)
        self.problem.show_problem(None if self._sheet else state.problem)
        self.split.setVisible(view is not None and bool(view.disputes) and not self._sheet)
        if view is not None:
            self._unit.setText(view.unit)
            self._number.setText(view.number)
            self._closed.setVisible(view.archived)
            words = self.tr("在“经过”或“停算和延长”里选一份；选定前不据此起算、停算。")
            self.split.say(self.tr("有 {0} 件两人记的不一样，待选").format(view.disputes), words)

    def _show_tabs(self, state: State) -> None:
        self.tabs.setVisible(state.view is not None and not self._sheet)
        running = sum(row.group in OPEN for row in state.of_case(state.case))
        noted = sum(len(stage.records) for stage in state.view.stages) if state.view else 0
        spans = len(state.view.stops) + len(state.view.extensions) if state.view else 0
        fines = state.view.fines.open if state.view and state.view.fines else 0
        words = (
            (DUE, self.tr("期限 {0}").format(running)),
            (NOTED, self.tr("经过 {0}").format(noted)),
            (SPANS, self.tr("停算和延长 {0}").format(spans)),
            (FINES, self.tr("计罚 缺 {0}").format(fines) if fines else self.tr("计罚")),
        )
        self.tabs.show_tabs(words, self.tab)

    def _show_view(self, view: ProceedingView) -> None:
        self.noted.show_stages(view.stages, archived=view.archived)
        lists = (
            (
                self.tr("停算"),
                self.tr("没有记停算。中止、听证、监测、鉴定等时间不计入办案期限。"),
                view.stops,
            ),
            (self.tr("延长"), self.tr("没有记延长。"), view.extensions),
        )
        self.spans.show_lists(lists, archived=view.archived)
        self.fines.show_view(view.fines, archived=view.archived)


def _likely(row: DueRow | None, view: ProceedingView) -> str:
    """What will probably be noted next: the end of a clock that runs, or the start of one that waits."""
    if row is None:
        return ""
    begun = row.clock.start in view.noted
    return row.clock.end if begun else row.clock.start


def _noted_once(view: ProceedingView, event: str) -> Noted | None:
    """What is noted of the first time that an event happened, to be put right; None where nothing is."""
    every = (record for stage in view.stages for record in stage.records)
    held = (record.entry for record in every if record.what == event and record.occurrence == 1)
    return next((entry for entry in held if isinstance(entry, Noted)), None)
