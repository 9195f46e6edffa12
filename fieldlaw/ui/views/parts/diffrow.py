"""One thing in a case as it was seen last and as it is now, with what was said of it underneath."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout

from fieldlaw.ui.theme.qss import mark
from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.chip import Chip
from fieldlaw.ui.views.parts.labels import ElidedLabel, IconLabel, label, rule, wrapped
from fieldlaw.ui.views.parts.thread import Thread, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QMouseEvent

    from fieldlaw.ui.presenters.review_read import RowView
    from fieldlaw.ui.presenters.review_words import Line, Piece
    from fieldlaw.ui.theme.look import Look


def _tr(text: str) -> str:
    return QCoreApplication.translate("review", text)


def _answer_chip(row: RowView) -> tuple[str, str, str]:
    one = row.answers[0] if row.answers else row.state
    return {
        "yes": (_tr("合规"), "success", "circle-check"),
        "no": (_tr("不合规"), "danger", "circle-x"),
        "not_applicable": (_tr("不适用"), "unknown", "circle-slash"),
        "unknown": (_tr("未查"), "unknown", "circle-dashed"),
        "new": (_tr("新增"), "accent", "plus"),
    }.get(one, (_tr("没有变化"), "unknown", "check"))


def state_chip(row: RowView) -> tuple[str, str, str]:
    """Word, tone and icon of what has become of a row."""
    held = {
        "disputed": (_tr("两人不同，待选"), "warning", "git-compare"),
        "returned": (_tr("已退回，待补"), "warning", "undo-2"),
        "edited": (_tr("已改"), "accent", "pen-line"),
        "proven": (_tr("已补证据"), "accent", "image-plus"),
        "new": (_tr("新答") if row.returnable else _tr("新增"), "accent", "plus"),
        "again": (_tr("再次确认"), "accent", "check"),
        "taken": (_tr("已作废"), "warning", "ban"),
        "said": (_tr("有新意见"), "accent", "message-square"),
    }
    return held.get(row.state) or _answer_chip(row)


class SideText(QLabel):
    """Words of which some are marked: bold, on a tint, in the accent."""

    def __init__(self, look: Look, tone: str) -> None:
        super().__init__()
        self._look, self._tone = look, tone
        self._lines: Sequence[Line] = ()
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        look.changed.connect(self._draw)

    def say(self, lines: Sequence[Line]) -> None:
        """Show lines; a dash when there are none."""
        self._lines = lines
        self.setAccessibleName("\n".join(f"{line.who} {line.text}".strip() for line in lines))
        self._draw()

    def _draw(self) -> None:
        self.setText("<br>".join(map(self._line, self._lines)) or "—")

    def _line(self, line: Line) -> str:
        quiet = self._look.tokens.colors["textSecondary"]
        who = f'<span style="color:{quiet}">{html.escape(line.who)}</span>　' if line.who else ""
        return who + "".join(map(self._piece, line.pieces))

    def _piece(self, piece: Piece) -> str:
        texts = html.escape(piece.text).split("\n")
        if not piece.marked:
            return "<br>".join(texts)
        ink, tint = (self._look.tokens.colors[name] for name in (self._tone, f"{self._tone}Tint"))
        style = f"color:{ink};background-color:{tint};font-weight:700"
        return "<br>".join(f'<span style="{style}">{text}</span>' if text else "" for text in texts)


class _Side(QFrame):
    """One of the two columns: sign and words over the text."""

    def __init__(self, look: Look, icon: str, head: str, ground: str, tone: str) -> None:
        super().__init__()
        self.setProperty("side", ground)
        self.head, self.text = QFrame(), SideText(look, tone)
        top, column = QHBoxLayout(self.head), QVBoxLayout(self)
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(6)
        top.addWidget(IconLabel(look, icon, "textSecondary", "chip"))
        top.addWidget(label(head, "caption"), 1)
        column.setContentsMargins(14, 8, 14, 10)
        column.setSpacing(4)
        column.addWidget(self.head)
        column.addWidget(self.text, 1)


class DiffRow(QFrame):
    """The row.

    Attributes:
        pressed: the id of the row that was pressed.
        pick_wanted: the id of a row on which the officers are to pick.
        evidence_wanted: the id of a row whose evidence is wanted.
    """

    pressed = Signal(object)
    pick_wanted = Signal(object)
    evidence_wanted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown: tuple[RowView, bool] | None = None
        self.row_id = ""
        self.setProperty("card", "plain")
        self._tag, self._state = Chip(look, "", "outline", "tag"), Chip(look, "", "unknown", "check")
        self._title, self._about = ElidedLabel("", "subtitle"), label("", "caption")
        self.evidence = Button(look, "", "text", Trim(icon="paperclip"), "controlSmall")
        self.before = _Side(look, "minus", _tr("上次看到"), "before", "unknown")
        self.now = _Side(look, "plus", _tr("现在"), "now", "accent")
        self.talk = Thread(look)
        self._thread_rule = rule()
        self._foot = self._dispute()
        self._assemble()
        self.evidence.clicked.connect(lambda: self.evidence_wanted.emit(self.row_id))

    def _assemble(self) -> None:
        head, sides, column = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        head.setContentsMargins(14, 8, 14, 8)
        head.setSpacing(8)
        for widget in (self._tag, self._title, self.evidence, self._state, self._about):
            head.addWidget(widget, 1 if widget is self._title else 0)
        sides.setSpacing(0)
        sides.addWidget(self.before, 1)
        sides.addWidget(self.now, 1)
        column.setContentsMargins(2, 2, 2, 2)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(rule())
        column.addLayout(sides)
        column.addWidget(self._foot)
        column.addWidget(self._thread_rule)
        column.addWidget(self.talk)

    def _dispute(self) -> QFrame:
        foot = QFrame()
        column, row = QVBoxLayout(foot), QHBoxLayout()
        self.pick = Button(self._look, _tr("请承办人选定"), trim=Trim(icon="undo-2"))
        self.pick.clicked.connect(lambda: self.pick_wanted.emit(self.row_id))
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(rule())
        row.setContentsMargins(14, 8, 14, 8)
        row.addWidget(wrapped(_tr("各自离线作答，几个答案都保留，由承办人选定。"), "small"), 1)
        row.addWidget(self.pick)
        column.addLayout(row)
        return foot

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the row in hand."""
        self.pressed.emit(self.row_id)

    def mark_in_hand(self, *, chosen: bool) -> None:
        """Show whether this is the row that is being dealt with."""
        mark(self, "card", "accent" if chosen else "plain")

    def say(self, row: RowView, *, first: bool) -> None:
        """Show a row; at the first look there is no earlier side."""
        if self._shown == (row, first):
            return
        self._shown, self.row_id = (row, first), row.id
        self._tag.say(row.tag, "outline", "tag")
        self._title.setText(row.title)
        self._state.say(*(_answer_chip(row) if first and row.state == "new" else state_chip(row)))
        self._about.setText(f"{row.by} {row.at}".strip())
        self.evidence.setText(_tr("证据 {0}").format(len(row.things)))
        self.evidence.updateGeometry()
        self.evidence.setVisible(bool(row.things))
        self.before.text.say(row.before)
        self.now.text.say(row.now)
        said = bool(row.before or row.now)
        self.before.setVisible(said and not first)
        self.now.setVisible(said)
        self.now.head.setVisible(not first)
        self._foot.setVisible(row.disputed and row.returnable)
        self.talk.say(_words(row))
        self._thread_rule.setVisible(bool(row.talk) and said)
        self.setAccessibleName(f"{row.tag} {row.title} {state_chip(row)[0]}")


def _words(row: RowView) -> list[Words]:
    last = max((n for n, one in enumerate(row.talk) if one.act == "item_returned"), default=-1)
    waits = row.state == "returned"
    return [Words(t.who, t.at, t.act, t.text, waits=waits and n == last) for n, t in enumerate(row.talk)]
