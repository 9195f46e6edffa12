"""The frame of a dialog: title, what it says, its content, the way back beside the act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from fieldlaw.ui.views.parts.buttons import Button
from fieldlaw.ui.views.parts.labels import label, wrapped

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout

    from fieldlaw.ui.theme.look import Look


class SheetDialog(QDialog):
    """The frame; subclasses put their content in with `lay`.

    Attributes:
        about: what the dialog says under its title.
        act: what it does.
        stop: leaves it.
        body: the column.
    """

    def __init__(self, look: Look, parent: QWidget, title: str, act: Button) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setProperty("sheet", "surface")
        self.act, self.about = act, wrapped("", "small")
        self.stop = Button(look, QCoreApplication.translate("dialogs", "先不"))
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(20, 18, 20, 18)
        self.body.setSpacing(12)
        self.body.addWidget(label(title, "title"))
        self.body.addWidget(self.about)
        self.stop.clicked.connect(self.reject)

    def lay(self, *parts: QWidget | QLayout) -> None:
        """Put the content in, and the two buttons under it."""
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.stop)
        buttons.addWidget(self.act)
        for part in (*parts, buttons):
            if isinstance(part, QWidget):
                self.body.addWidget(part)
            else:
                self.body.addLayout(part)
