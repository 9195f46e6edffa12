"""A question about a fact: its control (yes or no, a number, a day, words to choose from), its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fieldlaw.ui.theme.qss import mark
from fieldlaw.ui.views.parts.buttons import Trim
from fieldlaw.ui.views.parts.chipflow import ChipFlow
from fieldlaw.ui.views.parts.iconbutton import SmallButton
from fieldlaw.ui.views.parts.labels import IconLabel, label, wrapped
from fieldlaw.ui.views.parts.rowbutton import ToggleKey
from fieldlaw.ui.views.parts.wordrow import WordRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldlaw.ui.presenters.law_facts import FactRow
    from fieldlaw.ui.theme.look import Look

_ANSWERS = ("yes", "no", "")
_FEW = 2  # so many numbers of evidence stand on the button


class YesNoKeys(QWidget):
    """是 否 未知.

    Attributes:
        chosen: yes, no, or an empty word.
    """

    chosen = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for place, text in enumerate((self.tr("是"), self.tr("否"), self.tr("未知"))):
            key = ToggleKey(look, text)
            self._group.addButton(key, place)
            row.addWidget(key, 1)
        self._group.idClicked.connect(lambda place: self.chosen.emit(_ANSWERS[place]))
        self.setFocusProxy(self._group.button(0))

    def show_value(self, value: str) -> None:
        """Show a value."""
        self._group.button(_ANSWERS.index(value)).setChecked(True)

    def name(self, question: str) -> None:
        """Tell screen readers what is asked."""
        for key in self._group.buttons():
            key.setAccessibleName(f"{question} {key.text()}")


class WordKeys(QWidget):
    """Words of which one holds, or several; the last one taken back makes it unknown.

    Attributes:
        chosen: the id of the word, or a list of ids; an empty value for none.
    """

    chosen = Signal(object)

    def __init__(self, look: Look, values: Sequence[tuple[str, str]], *, several: bool) -> None:
        super().__init__()
        self._several = several
        self._keys = {name: WordRow(look, words, only=not several) for name, words in values}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for name, key in self._keys.items():
            column.addWidget(key)
            key.clicked.connect(lambda _checked=False, name=name: self._press(name))
        self.setFocusProxy(next(iter(self._keys.values())))

    def _press(self, name: str) -> None:
        on = [each for each, key in self._keys.items() if key.isChecked()]
        if self._several:
            self.chosen.emit(on)
        else:
            self.chosen.emit(name if name in on else "")

    def show_value(self, value: str) -> None:
        """Show a value: ids with commas."""
        on = value.split(",")
        for name, key in self._keys.items():
            key.setChecked(name in on)

    def name(self, question: str) -> None:
        """Tell screen readers what is asked."""
        for key in self._keys.values():
            key.setAccessibleName(f"{question} {key.text()}")


class ValueEdit(QLineEdit):
    """A number or a day; passed on when the field is left or Enter is pressed.

    Attributes:
        told: what was typed.
    """

    told = Signal(object)

    def __init__(self, hint: str) -> None:
        super().__init__()
        self._shown = ""
        self.setPlaceholderText(hint)
        self.editingFinished.connect(self.pass_on)

    def pass_on(self) -> None:
        """Pass on what was typed, if it is another value."""
        if self.text() != self._shown:
            self._shown = self.text()
            self.told.emit(self.text())

    def show_value(self, value: str, *, anew: bool) -> None:
        """Show a value, unless a person is typing just now; `anew`, what was typed goes."""
        if self.hasFocus() and self.text() != self._shown and not anew:
            return
        self._shown = value
        if self.text() != value:
            self.setText(value)


class ProofKeys(QWidget):
    """The evidence of the case, to tick what shows a fact.

    Attributes:
        chosen: the numbers.
    """

    chosen = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown: tuple[tuple[str, str], ...] = ()
        self.keys: dict[str, ToggleKey] = {}
        self._flow = ChipFlow(self)
        self.hide()

    def show_files(self, files: tuple[tuple[str, str], ...], on: Sequence[str]) -> None:
        """Show number and title of each piece."""
        if files != self._shown:
            self._shown = files
            self._flow.clear()
            self.keys = {}
            for number, title in files:
                key = ToggleKey(self._look, number)
                key.setToolTip(title)
                key.clicked.connect(self._press)
                self.keys[number] = key
                self._flow.addWidget(key)
        for number, key in self.keys.items():
            key.setChecked(number in on)

    def _press(self) -> None:
        self.chosen.emit([number for number, key in self.keys.items() if key.isChecked()])


class FactEditor(QWidget):
    """One question: icon, words, value, evidence; under it what is wrong with the value.

    Attributes:
        told: id and value.
        proved: id and numbers of evidence.
        entered: the id, when the keyboard came in.
    """

    told = Signal(object, object)
    proved = Signal(object, object)
    entered = Signal(object)

    def __init__(self, look: Look, row: FactRow) -> None:
        super().__init__()
        self._row, self._look = row, look
        self._icon = IconLabel(look, "circle-help", "warning")
        self._keys = _keys_of(look, row)
        self.edit = None if self._keys else ValueEdit(self.tr("未知"))
        self._wrong = wrapped("", "caption", "danger")
        self._wrong.hide()
        self.proof = SmallButton(look, "", "text", Trim(icon="paperclip"))
        kept = self.proof.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # so that nothing moves when a fact is answered
        self.proof.setSizePolicy(kept)
        self.files = ProofKeys(look)
        self._assemble()
        for part in (self._keys and self._keys.chosen, self.edit and self.edit.told):
            if part:
                part.connect(lambda value: self.told.emit(self._row.id, value))
        self.proof.clicked.connect(lambda: self.files.setVisible(not self.files.isVisible()))
        self.files.chosen.connect(lambda numbers: self.proved.emit(self._row.id, numbers))
        self.setFocusProxy(self._keys if self._keys is not None else self.edit)  # type: ignore[arg-type]
        for widget in self.findChildren(QWidget):
            widget.installEventFilter(self)

    def _assemble(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._icon, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(wrapped(self._row.question, "small"), 0, 1)
        first = 0 if self._row.day else 1
        grid.addLayout(self._control(), 1, first, 1, 3 - first)
        grid.addWidget(self._wrong, 2, first, 1, 3 - first)
        if not self._row.day:
            grid.addWidget(self.proof, 0, 2, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self.files, 3, 1, 1, 2)

    def _control(self) -> QHBoxLayout:
        control = QHBoxLayout()
        control.setSpacing(8)
        if self._keys is not None:
            self._keys.name(self._row.question)
            control.addWidget(self._keys, 1)
        elif self.edit is not None:
            self.edit.setAccessibleName(self._row.question)
            if self._row.kind == "date":
                self.edit.setToolTip(self.tr("写成 2026-08-10 这样；空着就是未知"))
            control.addWidget(self.edit, 1)
            if self._row.unit:
                control.addWidget(label(self._row.unit, "strong"))
        return control

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say when the keyboard comes in."""
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit(self._row.id)
        return False

    def show_row(self, row: FactRow, wrong: str, *, editable: bool, anew: bool) -> None:
        """Show a value, or what was wrong with what was typed; `anew`, in place of what was typed."""
        self._row = row
        self._icon.show_icon(*(("circle-check", "success") if row.known else ("circle-help", "warning")))
        self._icon.setAccessibleName(self.tr("已证") if row.known else self.tr("未知"))
        self._wrong.setText(wrong)
        self._wrong.setVisible(bool(wrong))
        if self._keys is not None:
            self._keys.show_value(row.value)
            self._keys.setEnabled(editable)
        elif self.edit is not None:
            mark(self.edit, "wrong", "true" if wrong else "false")
            self.edit.setEnabled(editable)
            if not wrong:
                self.edit.show_value(row.value, anew=anew)

    def show_files(self, files: tuple[tuple[str, str], ...], *, editable: bool) -> None:
        """Show which evidence shows the fact; an unknown one has none to show."""
        held = self._row.evidence
        can = bool(files) and editable
        self.proof.setVisible(self._row.known and not self._row.day and (can or bool(held)))
        more = self.tr(" 等 {0} 件").format(len(held)) if len(held) > _FEW else ""
        words = "、".join(held[:_FEW]) + more if held else self.tr("挂证据")
        self.proof.setText(words if held else "")  # an icon alone leaves the question its width
        self.proof.setToolTip(words)
        self.proof.setAccessibleName(f"{self._row.question} {words}")
        self.proof.updateGeometry()
        self.proof.setEnabled(editable)
        self.files.show_files(files, held)
        if not self.proof.isVisibleTo(self) or not editable:
            self.files.hide()


def _keys_of(look: Look, row: FactRow) -> YesNoKeys | WordKeys | None:
    if row.kind == "yes_no_unknown":
        return YesNoKeys(look)
    return WordKeys(look, row.values, several=row.several) if row.kind == "choice" else None
