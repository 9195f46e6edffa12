"""The form of a refusal: why a page stays without a signature, who saw it, whether it is on video."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fieldlaw.ui.presenters.documents import LONGEST_NAME, LONGEST_REASON, RefusalDraft
from fieldlaw.ui.views.parts.buttons import Button
from fieldlaw.ui.views.parts.rowbutton import TickRow, ToggleKey

if TYPE_CHECKING:
    from fieldlaw.ui.theme.look import Look

WHY = {"refused": "拒签", "absent": "不在场"}


class RefusalForm(QWidget):
    """Why a page stays without a signature.

    Attributes:
        kept: the form as it was filled in.
        left: back to the pad.
    """

    kept = Signal(object)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.reason, self.witness = QLineEdit(), QLineEdit()
        self.reason.setMaxLength(LONGEST_REASON)
        self.witness.setMaxLength(LONGEST_NAME)
        self.reason.setPlaceholderText(self.tr("原因，照对方的话写"))
        self.witness.setPlaceholderText(self.tr("见证人姓名"))
        self.reason.setAccessibleName(self.tr("原因"))
        self.witness.setAccessibleName(self.tr("见证人姓名"))
        self.keys = {name: ToggleKey(look, self.tr(word)) for name, word in WHY.items()}
        self._group = QButtonGroup(self)
        self.recorded = TickRow(look, self.tr("执法记录仪录了像"))
        self.rest = TickRow(look, self.tr("后面没签的页同样处理"))
        self.rest.setChecked(True)
        self.act, self._back = Button(look, self.tr("写入"), "primary"), Button(look, self.tr("不写了"))
        self.act.clicked.connect(self._keep)
        self._back.clicked.connect(self.left)
        self._assemble()

    def _assemble(self) -> None:
        column, why, acts = QVBoxLayout(self), QHBoxLayout(), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        why.setSpacing(8)
        for key in self.keys.values():
            self._group.addButton(key)
            why.addWidget(key)
        self.keys["refused"].setChecked(True)
        acts.addWidget(self._back)
        acts.addStretch(1)
        acts.addWidget(self.act)
        column.addLayout(why)
        for widget in (self.reason, self.witness, self.recorded, self.rest):
            column.addWidget(widget)
        column.addLayout(acts)

    def clear(self) -> None:
        """Begin with an empty form."""
        self.reason.clear()
        self.witness.clear()
        self.recorded.setChecked(False)
        self.reason.setFocus()

    def _keep(self) -> None:
        outcome = next(name for name, key in self.keys.items() if key.isChecked())
        self.kept.emit(
            RefusalDraft(
                outcome,
                self.reason.text(),
                self.witness.text(),
                self.recorded.isChecked(),
                self.rest.isChecked(),
            )
        )
