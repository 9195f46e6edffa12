"""The question of law: what is asked, the clauses at issue, and the choice of a lawyer with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from fieldlaw.ui.views.parts.buttons import Button
from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.labels import IconLabel, label, wrapped
from fieldlaw.ui.views.parts.note import NoteEdit
from fieldlaw.ui.views.parts.rowbutton import ToggleKey
from fieldlaw.ui.views.parts.stateline import clear
from fieldlaw.ui.views.parts.wordrow import WordRow

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.law import LawPresenter
    from fieldlaw.ui.presenters.law_clocks import Asked
    from fieldlaw.ui.presenters.law_state import State
    from fieldlaw.ui.theme.look import Look

SHORTEST = 5
_STATES = (("in_time", "没有超过时效"), ("expired", "已超过时效"))


class ReasonEdit(NoteEdit):
    """Two lines for the reason."""

    def _fit(self) -> None:
        self.setFixedHeight(self._look.tokens.font("body") * 3 + 22)


class QuestionCard(Card):
    """Who may choose, chooses here; everyone else sees who has to."""

    def __init__(self, look: Look, presenter: LawPresenter) -> None:
        super().__init__(kind="warning")
        self._look, self._presenter = look, presenter
        self._asked: Asked | None = None
        self._of = ("", "")
        self.options: dict[str, WordRow] = {}
        self.limits = {name: ToggleKey(look, self.tr(words)) for name, words in _STATES}
        self._group = QButtonGroup(self)
        self.reason = ReasonEdit(look)
        self.reason.setAccessibleName(self.tr("选定的理由"))
        self.reason.setPlaceholderText(self.tr("理由：为什么适用这些条款（不少于 5 个字）"))
        self.act = Button(look, "", "secondary")
        self._words, self._who = wrapped("", "strong"), wrapped("")
        self._assemble()
        self.act.clicked.connect(self._press)
        self.reason.typed.connect(lambda _text: self._weigh())

    def _assemble(self) -> None:
        row, words = QHBoxLayout(), QVBoxLayout()
        row.setSpacing(12)
        words.setSpacing(8)
        row.addWidget(IconLabel(self._look, "gavel", "warning", "field"), 0, Qt.AlignmentFlag.AlignTop)
        self._options, self._late = QVBoxLayout(), QWidget()
        self._options.setSpacing(6)
        late = QHBoxLayout(self._late)
        late.setContentsMargins(0, 0, 0, 0)
        late.setSpacing(8)
        late.addWidget(label(self.tr("追责时效"), "small"))
        for key in self.limits.values():
            self._group.addButton(key)
            key.clicked.connect(self._weigh)
            late.addWidget(key)
        late.addStretch(1)
        words.addWidget(label(self.tr("请法制判断：适用哪一部法律"), "title"))
        words.addWidget(self._words)
        words.addLayout(self._options)
        for widget in (self._late, self._who, self.reason):
            words.addWidget(widget)
        words.addWidget(self.act, 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(words, 1)
        self.body.addLayout(row)

    def show_state(self, state: State) -> None:
        """Show the question; what was typed stays as long as it is the same one."""
        judgement, view = state.sheet.judgement, state.view
        asked = judgement.contest if judgement else None
        if asked is None or view is None:
            self._asked = None
            return
        mine = view.lawyer and not view.closed and not state.trial
        if (asked, state.sheet.finding) != (self._asked, self._of[0]):
            self._asked, self._of = asked, (state.sheet.finding, "")
            self._build(asked)
        for key in (*self.options.values(), *self.limits.values()):
            key.setEnabled(mine)
        self._who.setText(self._waiting(state))
        self._who.setVisible(not mine)
        self.reason.setVisible(mine)
        self.act.setVisible(mine)
        self._weigh()

    def _waiting(self, state: State) -> str:
        if state.trial:
            return self.tr("试算里不选定。")
        return self.tr(
            "由没有参加检查的法制审核人、审核人或负责人在自己的电脑上选定并写明理由。"
            "选定以前，下面的结果都不算数。"
        )

    def _build(self, asked: Asked) -> None:
        clear(self._options)
        self._words.setText("\n".join(asked.words))
        self.options = {}
        for one in asked.options:
            row = WordRow(self._look, f"{one.title}，{one.span}", only=False)
            row.clicked.connect(self._weigh)
            self.options[one.id] = row
            self._options.addWidget(row)
        self._late.setVisible(asked.limitation)
        self._group.setExclusive(False)
        for key in self.limits.values():
            key.setChecked(False)
        self._group.setExclusive(True)
        self.reason.show_text("")

    def _chosen(self) -> tuple[tuple[str, ...], str]:
        statutes = tuple(name for name, row in self.options.items() if row.isChecked())
        return statutes, next((name for name, key in self.limits.items() if key.isChecked()), "")

    def _missing(self) -> tuple[str, QWidget] | None:
        statutes, late = self._chosen()
        if self.options and not statutes:
            return self.tr("还差：适用的条款"), next(iter(self.options.values()))
        if self._asked is not None and self._asked.limitation and not late:
            return self.tr("还差：是否超过时效"), self.limits["in_time"]
        lacking = SHORTEST - len(self.reason.toPlainText().strip())
        return (self.tr("理由还差 {0} 字").format(lacking), self.reason) if lacking > 0 else None

    def _weigh(self) -> None:
        self.act.weigh(self._missing(), self.tr("选定"))

    def _press(self) -> None:
        missing = self._missing()
        if missing is not None:
            missing[1].setFocus()
            return
        statutes, late = self._chosen()
        self._presenter.choose_law(statutes, late, self.reason.toPlainText().strip())
