"""The panel of checks: a list by number, the check in hand with its answers, the score by document."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fieldlaw.ui.presenters.checks_state import ALL, ASKED, FAILED, FILTERS, SCORE
from fieldlaw.ui.views.checksdetail import CheckDetail, ScoreSheet
from fieldlaw.ui.views.parts.buttons import filter_chip
from fieldlaw.ui.views.parts.checkrows import CheckList
from fieldlaw.ui.views.parts.labels import ElidedLabel, rule
from fieldlaw.ui.views.parts.notices import EmptyState, NoticeLine
from fieldlaw.ui.views.parts.page import on_key

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent

    from fieldlaw.ui.presenters.checks import ChecksPresenter
    from fieldlaw.ui.presenters.checks_state import FactView, State
    from fieldlaw.ui.theme.look import Look
    from fieldlaw.ui.views.parts.buttons import Button

_LOADING, _NONE, _LISTED, _SCORE = range(4)


class ChecksPanel(QFrame):
    """The panel; it has the keyboard in its list."""

    def __init__(self, look: Look, presenter: ChecksPresenter) -> None:
        super().__init__()
        self.setProperty("sheet", "surface")
        self._look, self._presenter = look, presenter
        self.list, self.detail = CheckList(look), CheckDetail(look)
        self.score = ScoreSheet(look, presenter)
        self.chips: dict[str, Button] = {}
        self._group = QButtonGroup(self)
        self._total = ElidedLabel("", "small")
        self.problem = NoticeLine(look, "danger", "octagon-x", "danger")
        self._written, self._case = 0, ""
        self._awaited = False  # the keyboard was given to it before there was anything to show
        self._assemble()
        self._wire()
        presenter.changed.connect(self._show)
        self._show(presenter.state)

    # --- how it is put together

    def _assemble(self) -> None:
        self._stack = QStackedWidget()
        self._empty = EmptyState(self._look, "circle-check", "", "")
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(self.detail)
        split.setStretchFactor(0, 9)
        split.setStretchFactor(1, 10)
        split.setHandleWidth(1)
        self.list.setMinimumWidth(300)
        self.detail.setMinimumWidth(320)
        for page in (
            EmptyState(self._look, "list-checks", self.tr("正在核对"), ""),
            self._empty,
            split,
            self.score,
        ):
            self._stack.addWidget(page)
        column, lines = QVBoxLayout(self), QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        lines.setContentsMargins(16, 0, 16, 8)
        lines.addWidget(self.problem)
        self._lines = QWidget()
        self._lines.setLayout(lines)
        column.addLayout(self._head())
        column.addWidget(self._lines)
        column.addWidget(rule())
        column.addWidget(self._stack, 1)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        for place, name in enumerate(FILTERS):
            chip = filter_chip(self._look, "")
            self.chips[name] = chip
            self._group.addButton(chip, place)
            row.addWidget(chip)
        self._total.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._total, 1)
        return row

    def _wire(self) -> None:
        presenter = self._presenter
        self.list.chosen.connect(presenter.choose)
        self.detail.answered.connect(self._answer)
        self._group.idClicked.connect(lambda place: presenter.filter(FILTERS[place]))
        for key, word in (("1", "yes"), ("2", "no")):
            on_key(self.list, key, partial(self._answer_open, word))
        for key in ("Return", "Enter"):
            on_key(self.list, key, self.detail.start)

    # --- what it does

    def _answer(self, fact: FactView, answer: str, note: str) -> None:
        self._presenter.answer(fact, answer, note)
        self.start()

    def _answer_open(self, word: str) -> None:
        self._presenter.answer_open(word, self.detail.note.text())

    def back(self) -> bool:
        """One level back: from an answer to the list; False where the keyboard is there already."""
        if self.list.hasFocus() or self._stack.currentIndex() != _LISTED:
            return False
        self.list.setFocus()
        return True

    def start(self) -> None:
        """Give the keyboard to what is shown, once it is there."""
        self._awaited = self._stack.currentIndex() == _LOADING
        if self._awaited:
            return
        if self._stack.currentIndex() == _LISTED:
            self.list.setFocus()
        elif self._stack.currentIndex() == _SCORE:
            self.score.start()
        else:
            self.chips[ALL].setFocus()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard starts in the list."""
        self.start()

    # --- what it shows

    def _show(self, state: State) -> None:
        if state.written != self._written or state.case != self._case:
            self._written, self._case = state.written, state.case
            self.detail.written()
        self.problem.show_problem(state.problem)
        self._lines.setVisible(state.problem is not None)
        self._show_head(state)
        self.list.show_rows(state.listed, state.chosen)
        self.detail.show_state(state)
        self.score.show_state(state)
        self._stack.setCurrentIndex(self._page(state))
        if self._awaited and state.view is not None and self.isVisible():
            self.start()

    def _page(self, state: State) -> int:
        if state.view is None:
            return _LOADING
        if state.filter == SCORE:
            return _SCORE
        if state.listed:
            return _LISTED
        words = {FAILED: self.tr("没有失败的核对。"), ASKED: self.tr("没有待确认的核对。")}
        none = self.tr("没有核对规则。")
        self._empty.say(words.get(state.filter, none) if state.view.rows else none, "")
        return _NONE

    def _show_head(self, state: State) -> None:
        view = state.view
        words = {
            FAILED: self.tr("败 {0}"), ASKED: self.tr("问 {0}"), ALL: self.tr("全部 {0}"),
            SCORE: self.tr("卷面评分"),
        }  # fmt: skip
        for name, chip in self.chips.items():
            chip.setText(words[name].format(len(state.under(name))))
            chip.setChecked(name == state.filter)
            chip.setEnabled(view is not None)
            chip.updateGeometry()
        if view is not None:
            total = "" if state.filter == SCORE else view.total  # the score says it itself
            self._total.setText("·".join(part for part in (view.barred, total) if part))
