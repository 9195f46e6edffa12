"""A dialog with fields under each other, one act and a way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from fieldlaw.ui.views.parts.buttons import Button
from fieldlaw.ui.views.parts.choice import Choice
from fieldlaw.ui.views.parts.labels import label, wrapped
from fieldlaw.ui.views.parts.sheetdialog import SheetDialog

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QShowEvent

    from fieldlaw.ui.theme.look import Look

_WIDE = 560


class FormDialog(SheetDialog):
    """Fields by name; a required one that is empty is named on the act."""

    def __init__(self, look: Look, parent: QWidget, title: str, about: str, act: str) -> None:
        super().__init__(look, parent, title, Button(look, act, "primary"))
        self._look, self._word = look, act
        self.setMinimumWidth(_WIDE)
        self.fields: dict[str, QLineEdit | Choice] = {}
        self._heads: dict[str, str] = {}
        self._must: list[str] = []
        self.fault, self.form = wrapped("", "small", "danger"), _form()
        self.lay(self.form, self.fault)
        self.about.setText(about)
        self.about.setVisible(bool(about))
        self.fault.hide()
        self.act.setDefault(True)  # Enter gives; it never throws away what was written
        self.act.clicked.connect(self._give)

    def ask_text(
        self, name: str, word: str, text: str = "", hint: str = "", *, must: bool = False
    ) -> QLineEdit:
        """A line to write in."""
        field = QLineEdit(text)
        field.setPlaceholderText(hint)
        field.textChanged.connect(lambda _text: self.fit())
        self._add(name, word, field, must=must)
        return field

    def ask_choice(self, name: str, word: str, choices: Mapping[str, str], chosen: str = "") -> Choice:
        """One of several; keys and words."""
        field = Choice(self._look)
        for key, text in choices.items():
            field.addItem(text, key)
        field.setCurrentIndex(max(field.findData(chosen), 0))
        self._add(name, word, field, must=False)
        return field

    def _add(self, name: str, word: str, field: QLineEdit | Choice, *, must: bool) -> None:
        head = label(word + ("＊" if must else ""), "small")
        head.setBuddy(field)
        field.setAccessibleName(word)
        self.form.addRow(head, field)
        self.fields[name], self._heads[name] = field, word
        self._must += [name] if must else []
        self.fit()

    @property
    def values(self) -> dict[str, str]:
        """What is written or chosen, by name."""
        return {name: _value(field) for name, field in self.fields.items()}

    def fill(self, values: Mapping[str, str]) -> None:
        """Show values in the fields; a field that is not named becomes empty."""
        for name, field in self.fields.items():
            text = values.get(name, "")
            if isinstance(field, QLineEdit):
                field.setText(text)
            else:
                field.setCurrentIndex(max(field.findData(text), 0))

    def missing(self) -> str:
        """The first required field that is empty."""
        return next((name for name in self._must if not _value(self.fields[name])), "")

    def fit(self) -> None:
        """Say on the act what is missing."""
        name = self.missing()
        if name:
            self.act.block(self.tr("还没写：{0}").format(self._heads[name]))
        else:
            self.act.free(self._word)

    def say(self, fault: str) -> None:
        """Say why it was not taken; what was written stays, and the dialog grows by the words."""
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))
        self.grow()

    def showEvent(self, event: QShowEvent) -> None:
        """Open as high as the fields need."""
        super().showEvent(event)
        self.grow()
        first = next(iter(self.fields.values()), None)
        if first is not None:
            first.setFocus()

    def grow(self) -> None:
        """Qt opens a dialog at most at two thirds of the screen and squeezes what is in it."""
        self.resize(self.width(), self.body.totalHeightForWidth(self.width()))

    def _give(self) -> None:
        name = self.missing()
        if name:
            self.fields[name].setFocus()
        else:
            self.give()

    def give(self) -> None:
        """Take what was written; the dialog closes."""
        self.accept()


def _value(field: QLineEdit | Choice) -> str:
    return field.text().strip() if isinstance(field, QLineEdit) else str(field.currentData())


def _form() -> QFormLayout:
    form = QFormLayout()
    form.setHorizontalSpacing(14)
    form.setVerticalSpacing(8)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    return form
