"""A group of questions that folds; its editors are made when it is first opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from fieldlaw.ui.views.parts.buttons import Trim
from fieldlaw.ui.views.parts.factedit import FactEditor
from fieldlaw.ui.views.parts.labels import rule
from fieldlaw.ui.views.parts.rowbutton import RowButton

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.law_facts import FactRow
    from fieldlaw.ui.theme.look import Look


class FoldHead(RowButton):
    """The head of something that folds: an arrow, a title, a word about what is in it."""

    def __init__(self, look: Look, title: str) -> None:
        super().__init__(look, title, "chevron-right", "text")
        self.setProperty("kind", "fold")
        self.setCheckable(True)
        self.toggled.connect(self._turn)

    def _turn(self, on: bool) -> None:  # noqa: FBT001  a slot of Qt
        self.trim = Trim(icon="chevron-down" if on else "chevron-right")
        self.update()

    def bold(self) -> bool:
        """Heads are bold."""
        return True

    def sizeHint(self) -> QSize:
        """Flat in the office, a target on site."""
        held = super().sizeHint()
        least = self.look.tokens.height("minTarget" if self.look.field else "control")
        return QSize(held.width(), least)


class FactGroup(QWidget):
    """The questions of one group; days stand in two columns.

    Attributes:
        told, proved, entered: as the editors say it.
    """

    told = Signal(object, object)
    proved = Signal(object, object)
    entered = Signal(object)

    def __init__(self, look: Look, title: str, rows: tuple[FactRow, ...], *, opened: bool) -> None:
        super().__init__()
        self._look, self._rows = look, rows
        self.editors: dict[str, FactEditor] = {}
        self.head = FoldHead(look, title)
        self._inside = QWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._inside)
        self._inside.hide()
        self.head.toggled.connect(self._fold)
        self.head.setChecked(opened)

    def _fold(self, on: bool) -> None:  # noqa: FBT001  a slot of Qt
        if on and not self.editors:
            self._make()
        self._inside.setVisible(on)

    def _make(self) -> None:
        if self._rows[0].day:
            self._make_days()
            return
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(14, 6, 14, 12)
        column.setSpacing(10)
        for place, row in enumerate(self._rows):
            holder = QWidget()  # the hair line goes with its question
            inner = QVBoxLayout(holder)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.setSpacing(10)
            if place:
                inner.addWidget(rule())
            inner.addWidget(self._editor(row))
            column.addWidget(holder)

    def _make_days(self) -> None:
        grid = QGridLayout(self._inside)
        grid.setContentsMargins(14, 6, 14, 12)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        for place, row in enumerate(self._rows):
            grid.addWidget(self._editor(row), place // 2, place % 2)

    def _editor(self, row: FactRow) -> FactEditor:
        made = FactEditor(self._look, row)
        made.told.connect(self.told)
        made.proved.connect(self.proved)
        made.entered.connect(self.entered)
        self.editors[row.id] = made
        return made

    def only(self, shown: frozenset[str] | None) -> None:
        """Show only these questions; all with None."""
        for name, editor in self.editors.items():
            holder = editor if self._rows[0].day else editor.parentWidget()
            if holder is not None:
                holder.setVisible(shown is None or name in shown)
        self.setVisible(shown is None or any(row.id in shown for row in self._rows))
