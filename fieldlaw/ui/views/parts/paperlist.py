"""The documents of a case, a row each: how many pages, how far they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QVBoxLayout

from fieldlaw.ui.views.parts.labels import label
from fieldlaw.ui.views.parts.tworow import TwoLineRow, TwoLines

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.documents import DocumentsPresenter
    from fieldlaw.ui.presenters.documents_state import Paper, State
    from fieldlaw.ui.theme.look import Look


class PaperList(QFrame):
    """The documents of the case."""

    def __init__(self, look: Look, presenter: DocumentsPresenter) -> None:
        super().__init__()
        self.setProperty("zone", "rail")
        self._look, self._presenter = look, presenter
        self._head = label("", "small")
        self.rows: dict[str, TwoLineRow] = {}
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 1, 0)
        self._column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(12, 10, 12, 8)
        head.addWidget(self._head)
        self._column.addLayout(head)
        self._column.addStretch(1)

    def show_state(self, state: State) -> None:
        """Show the documents and how far they are."""
        papers = state.view.papers if state.view else ()
        self._head.setText(self.tr("本次文书 {0}").format(len(papers)))
        for place, paper in enumerate(papers):
            row = self.rows.get(paper.kind) or self._add(paper, place)
            row.say(self._lines(paper))
            row.setChecked(paper.kind == state.kind)

    def _lines(self, paper: Paper) -> TwoLines:
        word, icon, tone = paper.state
        pages = self.tr("{0} 页·").format(paper.pages) if paper.pages else ""
        return TwoLines(paper.title, f"{pages}{word}", (icon, tone))

    def _add(self, paper: Paper, place: int) -> TwoLineRow:
        row = TwoLineRow(self._look, self._lines(paper))
        row.setCheckable(True)
        row.clicked.connect(lambda: self._presenter.choose(paper.kind))
        self._group.addButton(row)
        self._column.insertWidget(place + 1, row)
        self.rows[paper.kind] = row
        return row
