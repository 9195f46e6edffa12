"""A card: a white sheet with an optional head."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fieldlaw.ui.views.parts.labels import label, rule

_PAD = 16


class Card(QFrame):
    """A sheet; its rows go into `body`, what belongs to its title into `head`."""

    def __init__(self, title: str = "", kind: str = "plain", *, pad: int = _PAD) -> None:
        super().__init__()
        self.setProperty("card", kind)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        self.head = QHBoxLayout()
        if title:
            self.head.setContentsMargins(_PAD, 12, _PAD, 12)
            self.head.addWidget(label(title, "subtitle"))
            outer.addLayout(self.head)
            outer.addWidget(rule())
        inside = QWidget()
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(pad, pad, pad, pad)
        self.body.setSpacing(8)
        outer.addWidget(inside, 1)
