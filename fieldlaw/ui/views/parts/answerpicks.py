"""Several answers to one item: whose, which, when; a person picks, or writes all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldlaw.ui.views.parts.answers import word
from fieldlaw.ui.views.parts.buttons import Button
from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.chip import Chip
from fieldlaw.ui.views.parts.iconbutton import SmallButton
from fieldlaw.ui.views.parts.labels import IconLabel, label, wrapped

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.caseview import Held
    from fieldlaw.ui.theme.look import Look

_STATUS = {
    "yes": ("compliant", "success", "circle-check"),
    "no": ("violation", "danger", "circle-x"),
    "not_applicable": ("notApplicable", "unknown", "circle-slash"),
    "unknown": ("notChecked", "unknown", "circle-dashed"),
}


class AnswerPicks(Card):
    """The answers under the answer keys.

    Attributes:
        picked: the event of the answer that is to count.
        all_wanted: all of them go into one answer.
    """

    picked = Signal(object)
    all_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(kind="warning", pad=12)
        self._look = look
        self._shown: tuple[Held, ...] = ()
        self.both = Button(look, "")
        self.both.clicked.connect(self.all_wanted)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(IconLabel(look, "git-compare", "warning"))
        head.addWidget(label(self.tr("有分歧，待选"), "strong", "warning"))
        head.addStretch(1)
        head.addWidget(self.both)
        self.body.addLayout(head)
        self._lines: list[QWidget] = []
        self.hide()

    def say(self, held: tuple[Held, ...]) -> None:
        """Show the answers; nothing when fewer than two stand."""
        shown = held if len(held) > 1 else ()
        if shown == self._shown:
            return
        self._shown = shown
        while self._lines:
            self._lines.pop().deleteLater()
        for one in shown:
            self._lines.append(self._line(one))
            self.body.addWidget(self._lines[-1])
        if shown:
            same = len({one.answer for one in shown}) == 1
            words = self.tr("两个都写入") if len(shown) == 2 else self.tr("全部写入")
            tail = "" if same else self.tr("，按{0}").format(word(_STATUS[shown[0].answer][0]))
            self.both.setText(words + tail)
            self.both.updateGeometry()
        self.setVisible(bool(shown))

    def _line(self, one: Held) -> QWidget:
        status, tone, icon = _STATUS[one.answer]
        use = SmallButton(self._look, self.tr("用这个"))
        use.setAccessibleName(self.tr("用{0} {1} 的答复").format(one.who, one.at))
        use.clicked.connect(lambda: self.picked.emit(one.event))
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(label(one.who, "strong"))
        row.addWidget(Chip(self._look, word(status), tone, icon))
        row.addWidget(label(one.at, "caption"))
        row.addWidget(wrapped(one.note, "small"), 1)
        row.addWidget(use)
        return line
