"""对应列: which column of a table is what, its unit and detector; saved for the next file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit

from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.choice import Choice
from fieldlaw.ui.views.parts.labels import ElidedLabel, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldlaw.ui.presenters.log_import import State
    from fieldlaw.ui.theme.look import Look

_ROLES = (
    ("time", "时间", True),
    ("date", "日期（单独一列时）", False),
    ("value", "读数", True),
    ("point", "测点", False),
    ("detector", "检测器", False),
    ("status", "状态", False),
)
_UNITS = ("", "ppm", "μmol/mol", "ppb", "%", "mg/m3")
_NO_COLUMN = -1


class ColumnForm(Card):
    """The sheet.

    Attributes:
        column: a role and the column that it has now.
        words: a word of the setting and what it says now: unit, fixed_detector, name.
        wanted: a saved setting is to be used; `kept`, `dropped`: the one in hand kept, a saved one dropped.
    """

    column = Signal(object, object)
    words = Signal(object, object)
    wanted = Signal(object)
    kept = Signal()
    dropped = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(QCoreApplication.translate("log", "对应列"))
        self._look = look
        self._names: tuple[str, ...] = ()
        self._heads: dict[Choice, QLabel] = {}
        self._form = ElidedLabel("", "caption")
        self.head.setSpacing(12)
        self.head.addWidget(self._form, 1)
        self.saved, self.name = Choice(look), QLineEdit()
        self.columns = {role: Choice(look) for role, _word, _must in _ROLES}
        self.unit, self.detector = Choice(look), Choice(look)
        self.keep = Button(look, self.tr("记住"), trim=Trim(icon="download"))
        self.drop = Button(look, self.tr("忘掉"), "text")
        self._assemble()
        self._wire()

    def _assemble(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        self._rows = grid
        self._row(self.tr("已记住的"), self.saved)
        for role, word, must in _ROLES:
            self._row(self.tr(word) + ("＊" if must else ""), self.columns[role])
        self._row(self.tr("单位") + "＊", self.unit)
        self._row(self.tr("检测器是"), self.detector)
        self.body.addLayout(grid)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.name.setPlaceholderText(self.tr("起个名称，下次用"))
        self.name.setAccessibleName(self.tr("对应列的名称"))
        row.addWidget(self.name, 1)
        row.addWidget(self.keep)
        row.addWidget(self.drop)
        self.body.addLayout(row)
        for unit in _UNITS:
            self.unit.addItem(unit or self.tr("照表里写的选"), unit)
        for key, word in (("", self.tr("不知道")), ("FID", "FID"), ("PID", "PID")):
            self.detector.addItem(word, key)

    def _row(self, word: str, field: Choice) -> None:
        at = self._rows.rowCount()
        head = label(word, "small")
        head.setBuddy(field)
        field.setAccessibleName(word)
        self._heads[field] = head
        self._rows.addWidget(head, at, 0)
        self._rows.addWidget(field, at, 1)

    def _wire(self) -> None:
        for role, field in self.columns.items():
            field.activated.connect(lambda place, of=role: self.column.emit(of, place - 1))
        self.unit.activated.connect(lambda _place: self.words.emit("unit", self.unit.currentData()))
        self.detector.activated.connect(
            lambda _place: self.words.emit("fixed_detector", self.detector.currentData())
        )
        self.saved.activated.connect(self._use)
        self.name.textEdited.connect(lambda text: self.words.emit("name", text))
        self.keep.clicked.connect(self.kept)
        self.drop.clicked.connect(lambda: self.dropped.emit(self.name.text()))

    def _use(self, place: int) -> None:
        if place:
            self.wanted.emit(self.saved.itemData(place))

    def show_state(self, state: State) -> None:
        """Show the columns of the table in hand."""
        table = state.file.table if state.file else None
        held = state.columns
        if table is None or held is None:
            return
        self._form.setText(table.form)
        self._offer(table.rows[held.header] if held.header >= 0 else table.rows[0])
        for role, field in self.columns.items():
            field.setCurrentIndex(held.column(role) + 1)
        self.unit.setCurrentIndex(max(self.unit.findData(held.unit), 0))
        self.detector.setCurrentIndex(max(self.detector.findData(held.fixed_detector), 0))
        self.detector.setEnabled(held.detector == _NO_COLUMN)
        if self.name.text() != held.name:
            self.name.setText(held.name)
        self._show_saved([one.name for one in state.maps], held.name)

    def _show_saved(self, names: Sequence[str], name: str) -> None:
        for part in (self.saved, self._heads[self.saved]):
            part.setVisible(bool(names))
        self.drop.setVisible(name in names)
        if list(names) != [self.saved.itemData(n) for n in range(1, self.saved.count())]:
            self.saved.clear()
            self.saved.addItem(self.tr("选一个"), "")
            for each in names:
                self.saved.addItem(each, each)
        self.saved.setCurrentIndex(list(names).index(name) + 1 if name in names else 0)

    def _offer(self, heads: Sequence[str]) -> None:
        """The columns by their heads."""
        if tuple(heads) == self._names:
            return
        self._names = tuple(heads)
        for field in self.columns.values():
            field.clear()
            field.addItem(self.tr("没有这一列"), _NO_COLUMN)
            for place, head in enumerate(heads, 1):
                field.addItem(head.strip() or self.tr("第 {0} 列").format(place), place - 1)
