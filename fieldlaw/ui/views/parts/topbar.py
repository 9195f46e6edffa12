"""The bar over a page: what it is on the left, what can be done on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.fieldbutton import FieldButton

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from fieldlaw.ui.theme.look import Look


class TopBar(QFrame):
    """Title and acts in one row."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("zone", "top")
        self._look = look
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 20, 1)
        row.setSpacing(12)
        self.left, self.right = QHBoxLayout(), QHBoxLayout()
        self.left.setSpacing(12)
        self.right.setSpacing(12)
        row.addLayout(self.left, 1)
        row.addLayout(self.right)
        look.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self._look.tokens.height("topBar"))


class PageBar(TopBar):
    """The bar of a page inside a case: back, what it is over a line about it, the acts.

    Attributes:
        field: the switch of modes; the page gives it its place among the acts.
    """

    def __init__(self, look: Look, back: Callable[[], object], field: Callable[[], object]) -> None:
        super().__init__(look)
        way = Button(look, QCoreApplication.translate("PageBar", "返回"), "text", Trim(icon="chevron-left"))
        way.clicked.connect(back)
        self.left.addWidget(way)
        self.field = FieldButton(look)
        self.field.clicked.connect(field)

    def say(self, head: Sequence[QWidget], about: QWidget) -> None:
        """Put the title (and what stands beside it) over the line about it."""
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        if len(head) == 1:
            words.addWidget(head[0])
        else:
            first = QHBoxLayout()
            first.setSpacing(8)
            for widget in head:
                first.addWidget(widget)
            first.addStretch(1)
            words.addLayout(first)
        words.addWidget(about)
        words.addStretch(1)
        self.left.addLayout(words, 1)

    def offer(self, *acts: QWidget) -> None:
        """Put the acts at the right end."""
        for act in acts:
            self.right.addWidget(act)
