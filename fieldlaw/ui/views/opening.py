"""A new inspection: one sheet with what the task says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout

from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.choice import Choice
from fieldlaw.ui.views.parts.labels import label, wrapped
from fieldlaw.ui.views.parts.page import on_key
from fieldlaw.ui.views.parts.topbar import TopBar

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent

    from fieldlaw.ui.presenters.opening import OpeningPresenter, State
    from fieldlaw.ui.theme.look import Look

_WIDTH = 820
_FIELDS = (
    ("number", "检查编号"),
    ("unit", "单位名称"),
    ("credit_code", "统一社会信用代码"),
    ("address", "地址"),
    ("basis", "来源"),
    ("party", "现场负责人"),
    ("badge", "本人执法证号"),
    ("partner", "同组执法人员"),
    ("partner_badge", "同组执法证号"),
)


class OpeningPage(QFrame):
    """The page.

    Attributes:
        back_wanted: one level back; nothing is opened.
    """

    back_wanted = Signal()

    def __init__(self, look: Look, presenter: OpeningPresenter) -> None:
        super().__init__()
        self.setProperty("sheet", "window")
        self._look, self._presenter = look, presenter
        self.fields = {name: QLineEdit() for name, _word in _FIELDS}
        self.checklist = Choice(look)
        for key, name in presenter.state.checklists:
            self.checklist.addItem(name, key)
        self._hint = wrapped("", "small", "danger")
        self.act = Button(look, self.tr("建立检查"), "primary", size="controlLarge")
        self.act.clicked.connect(self._create)
        self._assemble()
        on_key(self, "Esc", self.back_wanted.emit)
        presenter.changed.connect(self._show)
        self._show(presenter.state)

    def _assemble(self) -> None:
        card = Card(self.tr("任务"), pad=24)
        card.setMaximumWidth(_WIDTH)
        card.body.addLayout(self._grid())
        card.body.addSpacing(12)
        card.body.addWidget(self._hint)
        card.body.addWidget(self.act, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._bar())
        row = QHBoxLayout()
        row.setContentsMargins(20, 20, 20, 20)
        row.addWidget(card, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        column.addStretch(1)

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(8)
        for place, (name, word) in enumerate(_FIELDS):
            line, column = divmod(place, 2)
            head = label(self.tr(word), "small")
            head.setBuddy(self.fields[name])
            grid.addWidget(head, 2 * line, column)
            grid.addWidget(self.fields[name], 2 * line + 1, column)
        line, column = divmod(len(_FIELDS), 2)
        grid.addWidget(label(self.tr("清单"), "small"), 2 * line, column)
        grid.addWidget(self.checklist, 2 * line + 1, column)
        return grid

    def _bar(self) -> TopBar:
        bar = TopBar(self._look)
        back = Button(self._look, self.tr("返回"), "text", Trim(icon="chevron-left"))
        back.clicked.connect(self.back_wanted)
        bar.left.addWidget(back)
        bar.left.addWidget(label(self.tr("新建检查"), "title"), 1)
        return bar

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard starts in the first field."""
        self.fields["number"].setFocus()

    def _create(self) -> None:
        told = {name: field.text() for name, field in self.fields.items()}
        self._presenter.create(told, str(self.checklist.currentData()))

    def _show(self, state: State) -> None:
        word = self.tr("正在建立…") if state.busy else self.tr("建立检查")
        self.act.set_busy(busy=state.busy, text=word)
        self._hint.setVisible(state.problem is not None)
        if state.problem is not None:
            self._hint.setText(state.problem.what + state.problem.way_out + state.problem.safe)

    def clear(self) -> None:
        """Empty all fields for another task."""
        for name, field in self.fields.items():
            if name not in ("badge", "partner", "partner_badge"):
                field.clear()
