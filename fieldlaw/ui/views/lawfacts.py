"""The facts of a finding: each question with its value, filled in where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fieldlaw.ui.theme.qss import mark
from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.chip import Chip
from fieldlaw.ui.views.parts.chipflow import ChipFlow
from fieldlaw.ui.views.parts.labels import IconLabel, label, rule, wrapped
from fieldlaw.ui.views.parts.rowbutton import ToggleKey

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent

    from fieldlaw.ui.presenters.law import LawPresenter, State
    from fieldlaw.ui.presenters.law_facts import FactRow
    from fieldlaw.ui.theme.look import Look

_ANSWERS = ("yes", "no", "")
_NARROW, _WIDE = 330, 430


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


class FactEditor(QWidget):
    """One question: icon, words, value; under it what is wrong with the value.

    Attributes:
        told: id and value.
        entered: the id, when the keyboard came in.
    """

    told = Signal(object, object)
    entered = Signal(object)

    def __init__(self, look: Look, row: FactRow) -> None:
        super().__init__()
        self._row = row
        self._icon = IconLabel(look, "circle-help", "warning")
        self._keys = YesNoKeys(look) if row.kind == "yes_no_unknown" else None
        self.edit = None if self._keys else ValueEdit(self.tr("未知"))
        self._wrong = wrapped("", "caption", "danger")
        self._wrong.hide()
        self._assemble()
        for part in (self._keys and self._keys.chosen, self.edit and self.edit.told):
            if part:
                part.connect(lambda value: self.told.emit(self._row.id, value))
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
        first = 0 if self._row.day else 1
        grid.addLayout(control, 1, first, 1, 2 - first)
        grid.addWidget(self._wrong, 2, first, 1, 2 - first)

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


class FactsPanel(Card):
    """All questions of the finding in hand, then its days.

    Attributes:
        entered: the id of the fact in which the keyboard is.
    """

    entered = Signal(object)

    def __init__(self, look: Look, presenter: LawPresenter) -> None:
        super().__init__(self.tr("事实"), pad=0)
        self._look, self._presenter = look, presenter
        self._known = Chip(look, "", "success", "circle-check")
        self._open = Chip(look, "", "warning", "circle-help")
        self.head.addStretch(1)
        self.head.setSpacing(6)
        self.head.addWidget(self._known)
        self.head.addWidget(self._open)
        self.editors: dict[str, FactEditor] = {}
        self._asked: tuple[tuple[str, str], ...] = ()
        self._behind: tuple[str, ...] = ()
        self._page = ("", False)
        self._tick, self._saved = IconLabel(look, "check", "success", "chip"), label("", "caption", "success")
        self._assemble()
        look.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setFixedWidth(_WIDE if self._look.field else _NARROW)

    def _assemble(self) -> None:
        self._list = QVBoxLayout()
        self._list.setContentsMargins(14, 12, 14, 12)
        self._list.setSpacing(12)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._list)
        column.addStretch(1)
        inside.setProperty("sheet", "surface")
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        self._scroll = scroll
        self.body.setSpacing(0)
        self.body.addWidget(self._basis_box())
        self.body.addWidget(scroll, 1)
        self.body.addWidget(rule())
        self.body.addWidget(self._foot())

    def _basis_box(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(14, 10, 14, 10)
        row.setSpacing(10)
        row.addWidget(label(self.tr("依据"), "small"), 0, Qt.AlignmentFlag.AlignTop)
        holder = QWidget()
        self._chips = ChipFlow(holder)
        row.addWidget(holder, 1)
        return box

    def _foot(self) -> QWidget:
        foot = QWidget()
        column, saved = QVBoxLayout(foot), QHBoxLayout()
        column.setContentsMargins(14, 8, 14, 10)
        column.setSpacing(2)
        saved.setSpacing(6)
        saved.addWidget(self._tick)
        saved.addWidget(self._saved, 1)
        column.addLayout(saved)
        column.addWidget(wrapped(self.tr("未知的事实不会被当作“没有”。"), "caption"))
        return foot

    def show_state(self, state: State) -> None:
        """Show the finding in hand."""
        facts = state.sheet.facts
        known = [row.known for row in facts if not row.day]
        self._known.say(self.tr("{0} 已证").format(known.count(True)), "success", "circle-check")
        self._open.say(self.tr("{0} 未知").format(known.count(False)), "warning", "circle-help")
        self._open.setVisible(not all(known))
        self._build(facts)
        page = (state.sheet.finding, state.trial)
        anew, self._page = page != self._page, page
        for row in facts:
            wrong = state.wrong[1] if state.wrong[0] == row.id else ""
            self.editors[row.id].show_row(row, wrong, editable=state.editable or state.trial, anew=anew)
        self._show_basis(state)
        saved = state.finding is not None and not state.trial
        self._tick.setVisible(saved)
        at = state.finding.at if state.finding else ""
        self._saved.setText(self.tr("{0} 已存本机").format(at) if saved else self.tr("试算，没有存"))
        mark(self._saved, "tone", "success" if saved else "training")

    def _show_basis(self, state: State) -> None:
        held, view = state.finding, state.view
        if held is None or view is None:
            return
        evidence = view.evidence or {}
        behind = tuple("·".join((item, *evidence.get(item, ()))) for item in held.items)
        if behind != self._behind:
            self._behind = behind
            self._chips.clear()
            for words in behind or (self.tr("没有挂不合规项"),):
                self._chips.addWidget(Chip(self._look, words, "outline", "paperclip"))

    def _build(self, facts: tuple[FactRow, ...]) -> None:
        """Make the editors, unless they are those of the same questions."""
        asked = tuple((row.id, row.question) for row in facts)
        if asked == self._asked:
            return
        self._asked = asked
        self._clear()
        for row in (one for one in facts if not one.day):
            self._list.addWidget(self._editor(row))
            self._list.addWidget(rule())
        self._list.addWidget(label(self.tr("日期"), "strong"))
        self._list.addLayout(self._days([row for row in facts if row.day]))

    def _days(self, rows: list[FactRow]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        for place, row in enumerate(rows):
            grid.addWidget(self._editor(row), place // 2, place % 2, Qt.AlignmentFlag.AlignTop)
        return grid

    def _editor(self, row: FactRow) -> FactEditor:
        made = FactEditor(self._look, row)
        made.told.connect(self._presenter.set_fact)
        made.entered.connect(self.entered)
        self.editors[row.id] = made
        return made

    def _clear(self) -> None:
        self.editors.clear()
        while held := self._list.takeAt(0):
            if held.widget() is not None:
                held.widget().deleteLater()
            elif held.layout() is not None:
                while inner := held.layout().takeAt(0):
                    inner.widget().deleteLater()

    def go_to(self, fact: str) -> None:
        """Take the keyboard to a fact."""
        if fact in self.editors:
            self.editors[fact].setFocus()
            self._scroll.ensureWidgetVisible(self.editors[fact])

    def first_unknown(self, state: State) -> str:
        """The first fact that is unknown; the first of all when none is."""
        ids = [row.id for row in state.sheet.facts if not row.known]
        return ids[0] if ids else next((row.id for row in state.sheet.facts), "")

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard starts at the first unknown fact."""
        self.go_to(self.first_unknown(self._presenter.state))
