"""Rule packs: what is on this machine, who signed it, what the checks say, which cases have it pinned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.labels import ElidedLabel, label
from fieldlaw.ui.views.parts.notices import NoticeLine
from fieldlaw.ui.views.parts.packpanes import CHECKS, COMPARED, PackPanes
from fieldlaw.ui.views.parts.packtable import PackTable
from fieldlaw.ui.views.parts.page import Page, on_key
from fieldlaw.ui.views.parts.roster import Roster
from fieldlaw.ui.views.parts.topbar import PageBar

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFocusEvent

    from fieldlaw.ui.presenters.packs import PacksPresenter, State
    from fieldlaw.ui.presenters.packs_words import PackLine
    from fieldlaw.ui.theme.look import Look


class PacksPage(Page):
    """The page."""

    def __init__(self, look: Look, presenter: PacksPresenter) -> None:
        super().__init__(look)
        self.setAcceptDrops(True)
        self._presenter = presenter
        self.load = Button(look, self.tr("载入…"), "primary", Trim(icon="import", key="Ctrl+O"))
        self.pair = Button(look, self.tr("比较两版…"), trim=Trim(icon="git-compare"))
        self.trusted = Button(look, self.tr("信任名册"), trim=Trim(icon="key-round"))
        self.away = Button(look, self.tr("移出这一版"), trim=Trim(icon="minus"))
        self._where, self.counting = ElidedLabel("", "caption"), QProgressBar()
        self.none = NoticeLine(look, "warning", "inbox", "warning")
        self.aside = NoticeLine(look, "danger", "octagon-x", "danger")
        self.fault = NoticeLine(look, "danger", "shield-x", "danger")
        self.problem = NoticeLine(look, "danger", "circle-x", "danger")
        self.told = NoticeLine(look, "success", "circle-check", "success")
        self.table, self.panes, self.roster = PackTable(look), PackPanes(look, presenter), Roster(look)
        self._stack, self._inside = QStackedWidget(), QVBoxLayout()
        self._assemble()
        self._wire()
        presenter.changed.connect(self._show)
        self._show(presenter.state)

    # --- how it is put together

    def _assemble(self) -> None:
        column = self._column
        column.addWidget(self._bar())
        self.counting.setTextVisible(False)
        self.counting.setAccessibleName(self.tr("已看过的案件"))
        self._inside.setContentsMargins(16, 12, 16, 16)
        self._inside.setSpacing(12)
        for widget in (self.counting, self.fault, self.aside, self.problem, self.told, self.none):
            self._inside.addWidget(widget)
        self._stack.addWidget(self._shelf())
        self._stack.addWidget(self.roster)
        self._inside.addWidget(self._stack, 1)
        column.addLayout(self._inside, 1)
        self.none.say(
            self.tr("还没有载入规则包，不会计算金额。"),
            self.tr("把编写人和复核人都签过名的 .pack 文件拖到这里，或按载入。"),
        )

    def _bar(self) -> PageBar:
        bar = PageBar(self._look, self._back, self.field_wanted.emit)
        bar.say((label(self.tr("规则包"), "title"),), self._where)
        bar.offer(bar.field, self.trusted, self.away, self.pair, self.load)
        return bar

    def _shelf(self) -> QWidget:
        packs, whole = Card(pad=0), QWidget()
        packs.body.addWidget(self.table)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(packs, 5)
        column.addWidget(self.panes, 5)
        return whole

    def _wire(self) -> None:
        presenter = self._presenter
        self.load.clicked.connect(self.ask_files)
        self.pair.clicked.connect(self._compare)
        self.trusted.clicked.connect(self._flip)
        self.away.clicked.connect(presenter.unload)
        self.table.chosen.connect(self._choose)
        self.table.wanted.connect(lambda _line: self.panes.rows.search.setFocus())
        self.roster.removed.connect(presenter.distrust)
        self.roster.form.entered.connect(presenter.trust)
        on_key(self, "Ctrl+O", self.ask_files)
        on_key(self, "Ctrl+F", self._find)
        on_key(self, "Esc", self._back)

    # --- what it does

    def ask_files(self) -> None:
        """Let the person choose pack files."""
        kinds = self.tr("规则包 (*.pack);;编辑用的文件，只检查 (*.yaml *.yml *.xlsx)")
        paths, _filter = QFileDialog.getOpenFileNames(self, self.tr("载入规则包"), "", kinds)
        self._presenter.load(paths)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped here."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Load what was dropped."""
        local = (url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile())
        self._presenter.load(list(local))

    def _choose(self, line: PackLine | None) -> None:
        if line is not None and line.key != self._presenter.state.chosen:
            self._presenter.choose(line.key)

    def _find(self) -> None:
        self._stack.setCurrentIndex(0)
        self.panes.show_pane("rows")
        self.panes.rows.search.setFocus()

    def _compare(self) -> None:
        self._stack.setCurrentIndex(0)
        self.panes.show_pane(COMPARED)
        self.panes.compared.old.setFocus()

    @property
    def lists_signers(self) -> bool:
        """Whether the list of signers is shown."""
        return self._stack.currentIndex() == 1

    def _flip(self) -> None:
        """To the list of signers, or back to the packs."""
        self._stack.setCurrentIndex(0 if self.lists_signers else 1)
        self._show(self._presenter.state)
        self.setFocus()

    def _back(self) -> None:
        if self.lists_signers:
            if not self.roster.leave():
                self._flip()
        else:
            self.back_wanted.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard starts in the table, or in the list of signers."""
        (self.roster if self.lists_signers else self.table).setFocus()

    # --- what it shows

    def _show(self, state: State) -> None:
        self._show_bar(state)
        self._show_notices(state)
        self.table.show_rows(state.lines)
        if state.chosen and getattr(self.table.in_hand, "key", "") != state.chosen:
            self.table.take(state.chosen)
        if state.examined is not None and state.examined != self._examined:
            self.panes.show_pane(CHECKS)
        self._examined = state.examined
        self.panes.show_state(state)
        self.roster.show_state(state)

    _examined: object = None

    def _show_bar(self, state: State) -> None:
        word = self.tr("正在载入 {0}").format(state.busy) if state.busy else self.tr("载入…")
        self.load.set_busy(busy=bool(state.busy), text=word)
        self.trusted.setText(self.tr("回到规则包") if self.lists_signers else self.tr("信任名册"))
        self.trusted.updateGeometry()
        self.away.setVisible(self._presenter.can_unload and not self.lists_signers)
        loaded = [line for line in state.lines if line.origin == "loaded"]
        verified = sum(line.verified for line in loaded)
        words = self.tr("载入 {0} 个，签名有效 {1} 个·名册 {2} 人")
        if not state.loaded:
            words = self.tr("正在读规则包")
        self._where.setText(words.format(len(loaded), verified, len(state.view.signers)))
        counting = bool(state.cases) and not state.counted
        self.counting.setVisible(counting)
        self.counting.setRange(0, max(state.cases or 0, 1))
        self.counting.setValue(len(state.pins))

    def _show_notices(self, state: State) -> None:
        self.none.setVisible(state.none_loaded and not self.lists_signers)
        self.told.setVisible(bool(state.told))
        self.told.say(state.told, "")
        self.problem.show_problem(state.problem)
        fault, aside = state.view.fault, state.view.aside
        self.fault.setVisible(fault is not None)
        if fault is not None:
            self.fault.say(fault.what, fault.way_out + fault.safe)
        self.aside.setVisible(bool(aside))
        if aside:
            names = "；".join(f"{one.name[:12]}…：{one.why}" for one in aside)
            head = self.tr("{0} 个规则包文件损坏，已放在一边。").format(len(aside))
            self.aside.say(head, self.tr("{0}。其余规则包照常；重新载入原文件可以补上。").format(names))
