"""One fact of a check: what the case or people say of it, and the keys or the field to answer it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from fieldlaw.cases.law.preflight_forms import COUNT, FEN, NAMES, PEOPLE, WHEN, YES_NO
from fieldlaw.ui.views.parts.buttons import Trim
from fieldlaw.ui.views.parts.chipflow import ChipFlow
from fieldlaw.ui.views.parts.iconbutton import SmallButton
from fieldlaw.ui.views.parts.labels import IconLabel, label, wrapped

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.checks_state import FactView
    from fieldlaw.ui.theme.look import Look

_LINES = 4


class WordKey(SmallButton):
    """Yes, no or unknown; stays pressed while it is the answer."""

    def __init__(self, look: Look, word: str, key: str = "") -> None:
        super().__init__(look, word, trim=Trim(key=key))
        self.setProperty("kind", "tool")
        self.setCheckable(True)

    def ink(self) -> str:
        """In the accent while it is the answer."""
        return "textDisabled" if not self.isEnabled() else "accent" if self.isChecked() else "text"


class FactAnswer(QFrame):
    """A fact.

    Attributes:
        answered: the fact, and the answer as typed.
    """

    answered = Signal(object, object)

    def __init__(self, look: Look, fact: FactView, *, keyed: bool, able: bool) -> None:
        super().__init__()
        self.setProperty("card", "plain")
        self.fact, self._look = fact, look
        self.keys: dict[str, WordKey] = {}
        self.edit: QLineEdit | QPlainTextEdit | None = None
        self.back = SmallButton(look, self.tr("收回答复"), "text", Trim(icon="undo-2"))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(14, 10, 14, 10)
        self.column.setSpacing(6)
        self.column.addWidget(wrapped(fact.name, "strong"))
        self._say()
        if able and fact.answerable:
            self._ask(keyed=keyed)
        self.back.clicked.connect(lambda: self._give("unknown"))

    # --- what is known

    def _say(self) -> None:
        fact = self.fact
        if fact.own:
            self._line("shield-check", "success", self.tr("案件记录：{0}").format(fact.own))
        if fact.disputed:
            self._line("git-compare", "warning", self.tr("两人答复不同，按未知算；再答一次选定。"))
        for words in fact.said:
            self._line("message-square", "textSecondary", words)
        if fact.own and fact.said and not fact.answerable:
            self._line("circle-alert", "warning", self.tr("以案件记录为准，答复不算。"))
        if not fact.own and not fact.said:
            self._line("circle-help", "warning", self.tr("案件里没有记录，还没有人答复"))
        if fact.hint:
            self._line("paperclip", "textSecondary", fact.hint)

    def _line(self, icon: str, role: str, words: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(IconLabel(self._look, icon, role, "chip"), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(wrapped(words, "small"), 1)
        self.column.addLayout(row)

    # --- how it is answered

    def _ask(self, *, keyed: bool) -> None:
        if self.fact.form == YES_NO or self.fact.values:
            self._ask_word(keyed=keyed)
        elif self.fact.form:
            self._ask_value()

    def _ask_word(self, *, keyed: bool) -> None:
        keys, row = QWidget(), QHBoxLayout()
        flow = ChipFlow(keys)
        row.setSpacing(8)
        words = self.fact.values or (("yes", self.tr("是")), ("no", self.tr("否")))
        for place, (answer, word) in enumerate(words, start=1):
            made = WordKey(self._look, word, str(place) if keyed else "")
            made.setChecked(self.fact.value == answer)
            made.setAccessibleName(f"{word} {self.fact.name}")
            made.setMinimumWidth(72)
            made.clicked.connect(lambda _on=False, given=answer: self._give(given))
            self.keys[answer] = made
            flow.addWidget(made)
        row.addWidget(keys, 1)
        if self.fact.said:
            row.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(row)

    def _ask_value(self) -> None:
        self.edit = QPlainTextEdit() if self.fact.lines else QLineEdit()
        self.edit.setAccessibleName(self.fact.name)
        self.edit.setPlaceholderText(self._how())
        keep = SmallButton(self._look, self.tr("记下"))
        keep.setAccessibleName(f"{keep.text()} {self.fact.name}")
        keep.clicked.connect(self._keep)
        row = QHBoxLayout()
        row.setSpacing(8)
        if isinstance(self.edit, QLineEdit):
            self.edit.setText(self._kept())
            self.edit.returnPressed.connect(self._keep)
            row.addWidget(self.edit, 1)
        else:
            self.edit.setTabChangesFocus(True)
            self.edit.setPlainText(self._kept())
            self.edit.setFixedHeight(self._look.tokens.font("body") * 2 * _LINES)
            self.column.addWidget(self.edit)
            row.addStretch(1)
        if self.fact.said:
            row.addWidget(self.back)
        row.addWidget(keep)
        if self.fact.form == FEN:
            row.insertWidget(1, label(self.tr("元"), "small"))
        self.column.addLayout(row)

    def _how(self) -> str:
        return {
            COUNT: self.tr("写数字"),
            FEN: self.tr("如 56000 或 20 万元"),
            WHEN: self.tr("2026-11-25 或 2026-11-25 10:30"),
            PEOPLE: self.tr("姓名，用顿号隔开"),
            NAMES: self.tr("每行一份文书：决定书：某某公司"),
        }[self.fact.form]

    def _kept(self) -> str:
        """The answer that stands, as a person would type it; an amount in 元."""
        value = self.fact.value
        if self.fact.form == FEN and value.isdecimal():
            return f"{int(value) // 100}.{int(value) % 100:02d}"
        return value

    def _keep(self) -> None:
        typed = self.edit.text() if isinstance(self.edit, QLineEdit) else ""
        if isinstance(self.edit, QPlainTextEdit):
            typed = self.edit.toPlainText()
        if typed.strip():
            self._give(typed)
        elif self.edit is not None:
            self.edit.setFocus()

    def _give(self, answer: str) -> None:
        for name, key in self.keys.items():  # what is pressed is what the case says, once it says so
            key.setChecked(self.fact.value == name)
        self.answered.emit(self.fact, answer)

    def start(self) -> None:
        """Give the keyboard to the answer."""
        first = next(iter(self.keys.values()), None) or self.edit
        if first is not None:
            first.setFocus()

    @property
    def asks(self) -> bool:
        """Whether it can be answered here."""
        return bool(self.keys) or self.edit is not None
