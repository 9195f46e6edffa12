"""Registering the centre: its address and its public key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from fieldlaw.ui.views.parts.buttons import Button
from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.labels import label, wrapped

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent

    from fieldlaw.ui.messages import Problem
    from fieldlaw.ui.theme.look import Look


class CentreForm(Card):
    """Two fields.

    Attributes:
        entered: address and key, as typed.
        left: nothing is to be changed.
    """

    entered = Signal(object, object)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(pad=16)
        self.url, self.key = QLineEdit(), QLineEdit()
        self.act = Button(look, self.tr("登记并试连"), "primary")
        self.leave = Button(look, self.tr("不改了"))
        self._title, self._text = wrapped("", "subtitle"), wrapped("", "small")
        self._hint = wrapped("", "small", "danger")
        self._fields()
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.act)
        row.addWidget(self.leave)
        row.addStretch(1)
        self.body.addWidget(self._hint)
        self.body.addLayout(row)
        self.act.clicked.connect(self._enter)
        self.leave.clicked.connect(self.left)
        self._hint.hide()

    def _fields(self) -> None:
        self.body.addWidget(self._title)
        self.body.addWidget(self._text)
        row = QHBoxLayout()
        row.setSpacing(12)
        words = (self.tr("中心地址"), "https://"), (self.tr("中心公钥"), self.tr("64 个十六进制字符"))
        for (word, hint), field in zip(words, (self.url, self.key), strict=True):
            column = QVBoxLayout()
            column.setSpacing(4)
            head = label(word, "small")
            head.setBuddy(field)
            field.setAccessibleName(word)
            field.setPlaceholderText(hint)
            field.returnPressed.connect(self._enter)
            column.addWidget(head)
            column.addWidget(field)
            row.addLayout(column, 1 if field is self.url else 2)
        self.body.addLayout(row)

    def _enter(self) -> None:
        self.entered.emit(self.url.text(), self.key.text())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard starts at the address."""
        self.url.setFocus()

    def say(self, title: str, text: str, *, leave: bool) -> None:
        """What it is for; `leave` when there is something to leave it for."""
        self._title.setText(title)
        self._text.setText(text)
        self.leave.setVisible(leave)

    def show_problem(self, problem: Problem | None) -> None:
        """Say why it was not registered."""
        self._hint.setVisible(problem is not None)
        if problem is not None:
            self._hint.setText(problem.what + problem.way_out + problem.safe)

    def clear(self) -> None:
        """Forget what was typed."""
        self.url.clear()
        self.key.clear()
