"""The list of trusted signers: who is in it, who comes in, who goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.gridtable import GridTable
from fieldlaw.ui.views.parts.iconbutton import SmallButton
from fieldlaw.ui.views.parts.labels import label, wrapped
from fieldlaw.ui.views.parts.notices import EmptyState

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent

    from fieldlaw.cases.records.signer import Signer
    from fieldlaw.ui.messages import Problem
    from fieldlaw.ui.presenters.packs import State
    from fieldlaw.ui.theme.look import Look


@dataclass(frozen=True)
class SignerRow:
    """A signer in words."""

    key: str
    cells: tuple[str, ...]

    @staticmethod
    def of(one: Signer) -> SignerRow:
        """Name, office, end of the key, who entered them, when."""
        when = one.at[:16].replace("T", " ")
        return SignerRow(one.key, (one.name, one.role, one.fingerprint, one.by, when))

    def cell(self, column: int) -> str:
        """The words of a column."""
        return self.cells[column]


class SignerForm(Card):
    """Four fields.

    Attributes:
        entered: name, office, key and the end of the key, as typed.
    """

    entered = Signal(object, object, object, object)

    def __init__(self, look: Look) -> None:
        super().__init__(self.tr("加入签名人"), pad=16)
        self.name, self.role, self.key, self.told = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self.act = Button(look, self.tr("加入名册"), "primary", Trim(icon="plus"))
        self._hint = wrapped("", "small", "danger")
        fields = (
            (self.name, self.tr("姓名（和签名里的一样）"), ""),
            (self.role, self.tr("职务"), self.tr("如 法制科科长")),
            (self.key, self.tr("公钥"), self.tr("64 个十六进制字符")),
            (self.told, self.tr("公钥末八位，当面或打电话听签名人报"), self.tr("八个字符")),
        )
        for field, word, hint in fields:
            head = label(word, "small")
            head.setBuddy(field)
            field.setAccessibleName(word)
            field.setPlaceholderText(hint)
            field.returnPressed.connect(self._enter)
            self.body.addWidget(head)
            self.body.addWidget(field)
        self.body.addWidget(self._hint)
        self.body.addWidget(self.act)
        self.body.addStretch(1)
        self.act.clicked.connect(self._enter)
        self._hint.hide()

    def _enter(self) -> None:
        self.entered.emit(*(field.text() for field in (self.name, self.role, self.key, self.told)))

    def show_problem(self, problem: Problem | None) -> None:
        """Say why nobody was entered."""
        self._hint.setVisible(problem is not None)
        self._hint.setText(problem.what + problem.way_out if problem else "")

    def clear(self) -> None:
        """Forget what was typed."""
        for field in (self.name, self.role, self.key, self.told):
            field.clear()


class Roster(QFrame):
    """The list and the form.

    Attributes:
        removed: the key of a signer who is to go.
    """

    removed = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.form = SignerForm(look)
        columns = (
            (self.tr("姓名"), -2), (self.tr("职务"), -3), (self.tr("公钥末八位"), 116),
            (self.tr("加入人"), -2), (self.tr("加入时间"), 150),
        )  # fmt: skip
        self.table = GridTable(look, self.tr("信任名册"), columns)
        self.remove = SmallButton(look, self.tr("移出名册…"), trim=Trim(icon="minus"))
        self.confirm = SmallButton(look, "", "danger", Trim(icon="minus"))
        self.keep = SmallButton(look, self.tr("先不"))
        self._about = wrapped("", "small")
        self._entered, self._asking = 0, False
        self._stack = QStackedWidget()
        self._assemble(look)
        self.table.chosen.connect(lambda _row: self._ask(asking=False))
        self.remove.clicked.connect(lambda: self._ask(asking=True))
        self.keep.clicked.connect(lambda: self._ask(asking=False))
        self.confirm.clicked.connect(self._remove)
        self._ask(asking=False)

    def _assemble(self, look: Look) -> None:
        held, row = Card(self.tr("信任名册"), pad=0), QHBoxLayout(self)
        words = self.tr("加入编写人和复核人，他们签的规则包才能载入。")
        empty = EmptyState(look, "key-round", self.tr("名册里还没有人"), words)
        self._stack.addWidget(self.table)
        self._stack.addWidget(empty)
        acts, foot = QHBoxLayout(), QWidget()
        acts.setSpacing(8)
        acts.addWidget(self._about, 1)
        for button in (self.keep, self.confirm, self.remove):
            acts.addWidget(button)
        below = QVBoxLayout(foot)
        below.setContentsMargins(16, 8, 16, 12)
        below.addLayout(acts)
        held.body.setSpacing(0)
        held.body.addWidget(self._stack, 1)
        held.body.addWidget(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(held, 5)
        row.addWidget(self.form, 3)

    def _ask(self, *, asking: bool) -> None:
        row = self.table.in_hand
        self._asking = asking and row is not None
        self.remove.setVisible(not self._asking)
        self.remove.setEnabled(row is not None)
        for button in (self.keep, self.confirm):
            button.setVisible(self._asking)
        if self._asking and row is not None:
            self.confirm.setText(self.tr("移出 {0}").format(row.cell(0)))
            self.confirm.updateGeometry()
            self._about.setText(self.tr("移出以后，他签的规则包不再用于案件；文件不删，加回来又算数。"))
            self.keep.setFocus()
        else:
            self._about.setText(self.tr("编写人和复核人都在名册里的规则包才用于案件。名册只在本机。"))

    def _remove(self) -> None:
        row = self.table.in_hand
        self.table.setFocus()
        if row is not None:
            self.removed.emit(row.key)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard starts in the list, or in the form while it is empty."""
        (self.table if self.table.grid.held else self.form.name).setFocus()

    def leave(self) -> bool:
        """One step back: the question goes away first; False when there was none."""
        asked = self._asking
        self._ask(asking=False)
        return asked

    def show_state(self, state: State) -> None:
        """Show who is trusted."""
        if state.entered != self._entered:
            self._entered = state.entered
            self.form.clear()
        self.table.show_rows([SignerRow.of(one) for one in state.view.signers])
        self._stack.setCurrentIndex(0 if state.view.signers else 1)
        self.form.show_problem(state.wrong)
        if not self._asking:
            self._ask(asking=False)
