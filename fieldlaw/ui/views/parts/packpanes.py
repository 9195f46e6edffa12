"""Below the table of packs: rows, check results and cases of the one in hand, and a comparison."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QLineEdit,
    QStackedWidget,
    QWidget,
)

from fieldlaw.ui.presenters.packs_words import STATUSES, status_word
from fieldlaw.ui.views.parts.buttons import Button, Trim, filter_chip
from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.choice import Choice
from fieldlaw.ui.views.parts.gridtable import GridTable
from fieldlaw.ui.views.parts.labels import ElidedLabel, label
from fieldlaw.ui.views.parts.packpane import Pane
from fieldlaw.ui.views.parts.packpane import say as _tr
from fieldlaw.ui.views.parts.recheckpane import RecheckPane
from fieldlaw.ui.views.parts.tabs import Tabs

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.packs import PacksPresenter, State
    from fieldlaw.ui.presenters.packs_words import CheckLine
    from fieldlaw.ui.theme.look import Look

ROWS, CHECKS, CASES, COMPARED, TURNED = PANES = ("rows", "checks", "cases", "compared", "turned")


@dataclass(frozen=True)
class CaseRow:
    """A case in words."""

    key: str
    number: str
    unit: str

    def cell(self, column: int) -> str:
        """The words of a column."""
        return (self.number, self.unit)[column]


class RowsPane(Pane):
    """The rows of a pack with a search field and chips for how they were verified."""

    def __init__(self, look: Look, presenter: PacksPresenter) -> None:
        columns = (
            (_tr("编号"), 150), (_tr("条款"), -3), (_tr("数值"), -4), (_tr("来源"), -3), (_tr("作者"), 74),
            (_tr("复核人"), 74), (_tr("核实"), 126),
        )  # fmt: skip
        super().__init__(look, GridTable(look, _tr("规则包的行"), columns, icon_in=6), "list-checks")
        self.search, self._count = QLineEdit(), label("", "small")
        self.search.setPlaceholderText(_tr("查编号、条款、数值、来源"))
        self.search.setAccessibleName(_tr("在这个包里查"))
        self.search.setClearButtonEnabled(False)
        self.chips = QButtonGroup(self)
        self.bar.addWidget(self.search, 1)
        for number, status in enumerate(("", *STATUSES)):
            chip = filter_chip(look, status_word(status) if status else _tr("全部"))
            self.chips.addButton(chip, number)
            self.bar.addWidget(chip)
        self.bar.addWidget(self._count)
        self.chips.button(0).setChecked(True)
        self.search.textChanged.connect(presenter.search)
        self.chips.idClicked.connect(lambda number: presenter.only(("", *STATUSES)[number]))

    def show_state(self, state: State) -> None:
        """Show the rows that are left."""
        found = state.found
        self._count.setText(_tr("{0} / {1} 行").format(len(found), len(state.rows)))
        self.chips.button(("", *STATUSES).index(state.status)).setChecked(True)
        words = _tr("没有这样的行") if state.rows else _tr("先选一个规则包")
        self.show_rows(found, words, _tr("换一个词，或看全部。") if state.rows else "")


class ChecksPane(Pane):
    """What the checks say, errors first."""

    def __init__(self, look: Look) -> None:
        columns = ((_tr("轻重"), 96), (_tr("文件"), -2), (_tr("行"), -4), (_tr("说明"), -5))
        super().__init__(look, GridTable(look, _tr("检查结果"), columns, icon_in=0), "check-check")
        self._about = ElidedLabel("", "small")
        self.bar.addWidget(self._about, 1)

    def show_state(self, state: State) -> None:
        """Show what was said of the pack in hand, or of the file that was looked at last."""
        name = state.examined[0] if state.examined else ""
        word = _tr("{0} 的检查结果：{1}。") if name else _tr("双击或按回车，到那一行。")
        self._about.setText(word.format(name, counts_word(state)) if name else word)
        self.show_rows(state.checks, _tr("没有问题"), _tr("格式、空档、重叠、时间、复核人都查过。"))


class CasesPane(Pane):
    """The cases that have the pack in hand pinned."""

    def __init__(self, look: Look) -> None:
        columns = ((_tr("案件编号"), -1), (_tr("单位"), -2))
        super().__init__(look, GridTable(look, _tr("固定了它的案件"), columns), "folder-open")
        self._about = label("", "small")
        self.bar.addWidget(self._about)

    def show_state(self, state: State) -> None:
        """Show the cases."""
        if state.cases and not state.counted:
            self._about.setText(_tr("正在看案件 {0} / {1}").format(len(state.pins), state.cases))
        else:
            self._about.setText(_tr("案件里写入的研判固定了规则包的这一版，换版不改旧案。"))
        rows = [CaseRow(one.case, one.number, one.unit) for one in state.pinned]
        self.show_rows(rows, _tr("没有案件固定这一版"))


class ComparePane(Pane):
    """Two editions, chosen here, held side by side row by row."""

    def __init__(self, look: Look, presenter: PacksPresenter) -> None:
        columns = (
            (_tr("变化"), 96), (_tr("行"), -4), (_tr("字段"), -2), (_tr("旧版"), -3), (_tr("新版"), -3),
        )  # fmt: skip
        super().__init__(look, GridTable(look, _tr("两版的差别"), columns, icon_in=0), "git-compare")
        self.old, self.new = Choice(look), Choice(look)
        self.act = Button(look, _tr("比较"), trim=Trim(icon="git-compare"))
        self._presenter, self._count = presenter, label("", "small")
        for word, choice in ((_tr("旧版"), self.old), (_tr("新版"), self.new)):
            head = label(word, "small")
            head.setBuddy(choice)
            choice.setAccessibleName(word)
            self.bar.addWidget(head)
            self.bar.addWidget(choice, 1)
        self.bar.addWidget(self.act)
        self.bar.addWidget(self._count)
        self.act.clicked.connect(self.compare)

    def compare(self) -> None:
        """Hold the two that are chosen side by side."""
        self._presenter.compare(str(self.old.currentData()), str(self.new.currentData()))

    def pick(self, state: State) -> None:
        """Propose the pack in hand and another edition of it, the older one first."""
        held = state.view.of(state.chosen)
        if held is None:
            return
        same = [one.pack.header for one in state.view.holdings if one.pack.header.id == held.pack.header.id]
        same.sort(key=lambda header: (header.in_force[0], header.edition))
        pair = (same[0], same[-1])
        for choice, header in zip((self.old, self.new), pair, strict=True):
            choice.setCurrentIndex(choice.findData(header.sha256))

    def show_state(self, state: State) -> None:
        """Show what differs."""
        packs = [(line.title, line.key) for line in state.lines]
        for choice in (self.old, self.new):
            if packs != [(choice.itemText(n), choice.itemData(n)) for n in range(choice.count())]:
                held = choice.currentData()
                choice.clear()
                for title, key in packs:
                    choice.addItem(title, key)
                choice.setCurrentIndex(max(choice.findData(held), 0))
        diff = state.diff
        self._count.setText(_tr("{0} 处不同").format(len(diff.lines)) if diff else "")
        title = _tr("没有差别") if diff else _tr("选两版，按比较")
        self.show_rows(diff.lines if diff else (), title, f"{diff.old} → {diff.new}" if diff else "")


def counts_word(state: State) -> str:
    """How many errors and warnings there are."""
    errors = sum(line.error for line in state.checks)
    return _tr("错误 {0} 警告 {1}").format(errors, len(state.checks) - errors)


class PackPanes(Card):
    """The five panes under their tabs.

    Attributes:
        shown: the pane that was chosen.
    """

    shown = Signal(object)

    def __init__(self, look: Look, presenter: PacksPresenter) -> None:
        super().__init__(pad=0)
        self._presenter, self._now = presenter, ROWS
        self.rows, self.checks = RowsPane(look, presenter), ChecksPane(look)
        self.cases, self.compared = CasesPane(look), ComparePane(look, presenter)
        self.turned = RecheckPane(look, presenter.recheck)
        self.tabs, self._stack = Tabs(look), QStackedWidget()
        self._panes: dict[str, QFrame | QWidget] = dict(
            zip(PANES, (self.rows, self.checks, self.cases, self.compared, self.turned), strict=True)
        )
        for pane in self._panes.values():
            self._stack.addWidget(pane)
        self.body.setSpacing(0)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self._stack, 1)
        self.tabs.chosen.connect(self.show_pane)
        self.checks.table.wanted.connect(self._go_to)

    @property
    def now(self) -> str:
        """The pane that is shown."""
        return self._now

    def show_pane(self, name: str) -> None:
        """Show another pane; the comparison proposes the pack in hand."""
        self._now = name
        if name == COMPARED and self._presenter.state.diff is None:
            self.compared.pick(self._presenter.state)
        self._stack.setCurrentWidget(self._panes[name])
        self.show_state(self._presenter.state)
        self.shown.emit(name)

    def _go_to(self, line: CheckLine) -> None:
        """From what a check says to the row that it is about: the innermost row on the way to the place."""
        if self._presenter.state.examined is not None:
            return
        places = [row.key for row in self._presenter.state.rows if line.place.startswith(row.key)]
        if not places:
            return
        self.rows.search.clear()
        self._presenter.only("")
        self.show_pane(ROWS)
        self.rows.table.take(max(places, key=len))
        self.rows.table.setFocus()

    def show_state(self, state: State) -> None:
        """Show all that belongs to the pack in hand."""
        words = (
            _tr("行 {0}").format(len(state.rows)),
            _tr("检查结果：{0}").format(counts_word(state)),
            _tr("固定了它的案件 {0}").format(len(state.pinned)),
            _tr("比较两版"),
            _tr("判断会变的案件"),
        )
        self.tabs.show_tabs(tuple(zip(PANES, words, strict=True)), self._now)
        for pane in (self.rows, self.checks, self.cases, self.compared):
            pane.show_state(state)
