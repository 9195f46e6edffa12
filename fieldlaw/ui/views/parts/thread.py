"""What was said of an item: who, when, which act, the words; one under the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fieldlaw.ui.views.parts.chip import Chip
from fieldlaw.ui.views.parts.labels import label, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldlaw.ui.theme.look import Look


@dataclass(frozen=True)
class Words:
    """One entry: `act` is the kind of event; `waits` says that nothing has followed a return yet."""

    who: str
    at: str
    act: str
    text: str
    waits: bool = False


def _tr(text: str) -> str:
    return QCoreApplication.translate("review", text)


def act_chip(one: Words) -> tuple[str, str, str]:
    """Word, tone and icon of an act."""
    if one.act == "item_returned":
        return (_tr("退回，待补") if one.waits else _tr("退回")), "warning", "undo-2"
    return {
        "comment_added": (_tr("意见"), "unknown", "message-square"),
        "review_asked": (_tr("送审"), "accent", "rotate-ccw"),
        "item_answered": (_tr("再送审"), "accent", "rotate-ccw"),
        "case_approved": (_tr("通过"), "success", "circle-check"),
    }[one.act]


class Avatar(QWidget):
    """The first sign of a name in a circle; the name itself stands beside it."""

    def __init__(self, look: Look, name: str, tone: str) -> None:
        super().__init__()
        self._look, self._sign, self._tone = look, name[:1], tone
        look.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        side = self._look.tokens.font("small") * 2
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The circle and the sign."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour(f"{self._tone}Tint"))
        painter.drawEllipse(QRectF(self.rect()))
        painter.setPen(self._look.colour(self._tone))
        painter.setFont(self._look.font("caption", bold=True))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._sign)
        painter.end()


class Thread(QFrame):
    """The entries, built anew only when they are others."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown: tuple[Words, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 10, 14, 10)
        self._column.setSpacing(10)
        self.hide()

    def say(self, entries: Sequence[Words]) -> None:
        """Show entries; nothing when there are none."""
        if tuple(entries) == self._shown:
            return
        self._shown = tuple(entries)
        while held := self._column.takeAt(0):
            held.widget().deleteLater()
        for one in self._shown:
            self._column.addWidget(self._entry(one))
        self.setVisible(bool(self._shown))

    def _entry(self, one: Words) -> QWidget:
        word, tone, icon = act_chip(one)
        line, head, words, row = QWidget(), QHBoxLayout(), QVBoxLayout(), QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(one.who, "strong"))
        head.addWidget(label(one.at, "caption"))
        head.addWidget(Chip(self._look, word, tone, icon))
        head.addStretch(1)
        words.setSpacing(2)
        words.addLayout(head)
        words.addWidget(wrapped(one.text))
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        avatar = Avatar(self._look, one.who, "accent" if one.act == "item_answered" else "unknown")
        row.addWidget(avatar, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        line.setLayout(row)
        return line
