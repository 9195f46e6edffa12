"""The rows of a case under review; a widget is made once for a row and shown again while it stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from fieldlaw.ui.views.parts.diffrow import DiffRow
from fieldlaw.ui.views.parts.labels import wrapped

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.review import ReviewPresenter
    from fieldlaw.ui.presenters.review_state import State
    from fieldlaw.ui.theme.look import Look


class RowList(QScrollArea):
    """The list; it has the keyboard, its rows have none of their own."""

    def __init__(self, look: Look, presenter: ReviewPresenter) -> None:
        super().__init__()
        self.setProperty("rows", "review")
        self._look, self._presenter = look, presenter
        self.held: dict[str, DiffRow] = {}
        self._order: tuple[str, ...] = ()
        self._seen = ("", "")
        self._nothing = wrapped("", "small")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside = QWidget()
        inside.setProperty("sheet", "window")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(20, 4, 20, 12)
        self._column.setSpacing(12)
        self._column.addWidget(self._nothing)
        self._column.addStretch(1)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("案件内容"))
        self.setWidget(inside)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(0)
        self._pause.timeout.connect(self._scroll)

    def show_state(self, state: State) -> None:
        """Show the rows of the tab, one of them in hand."""
        rows, view = state.rows, state.view
        if view is None:
            return
        order = tuple(row.id for row in rows)
        if order != self._order:
            self._arrange(order)
        for row in rows:
            self.held[row.id].say(row, first=view.first)
            self.held[row.id].mark_in_hand(chosen=row.id == state.row)
            if row.id == state.row:
                self.setAccessibleDescription(self.held[row.id].accessibleName())
        self._nothing.setText(self._none(state))
        self._nothing.setVisible(not rows)
        if (view.case, state.row) != self._seen:
            self._seen = (view.case, state.row)
            self._pause.start()  # once the rows have their places

    def _none(self, state: State) -> str:
        return {
            "changed": self.tr("从上次看过到现在没有变化。"),
            "talked": self.tr("还没有意见。"),
            "violation": self.tr("没有不合规的项。"),
            "disputed": self.tr("没有分歧。"),
        }.get(state.tab, "")

    def _arrange(self, order: tuple[str, ...]) -> None:
        self._order = order
        for name in [name for name in self.held if name not in order]:
            row = self.held.pop(name)
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        for place, name in enumerate(order, 1):
            if name not in self.held:
                self.held[name] = self._row()
            self._column.insertWidget(place, self.held[name])

    def _row(self) -> DiffRow:
        row = DiffRow(self._look)
        row.pressed.connect(self._take)
        row.pick_wanted.connect(self._presenter.suggest_pick)
        row.evidence_wanted.connect(self._evidence)
        return row

    def _take(self, name: str) -> None:
        self.setFocus()
        self._presenter.choose(name)

    def _evidence(self, name: str) -> None:
        self._presenter.choose(name)
        self._presenter.show_evidence(beside=True)

    def _scroll(self) -> None:
        row = self.held.get(self._seen[1])
        if row is not None:
            self.ensureWidgetVisible(row, 0, 12)
