"""The bar over a page: what it is on the left, what can be done on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout

if TYPE_CHECKING:
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
