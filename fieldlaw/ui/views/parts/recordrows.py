"""What was noted, stage by stage: a row for each record, with its acts; two that disagree stand together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from fieldlaw.ui.views.parts.buttons import Trim
from fieldlaw.ui.views.parts.chip import Chip
from fieldlaw.ui.views.parts.iconbutton import SmallButton
from fieldlaw.ui.views.parts.labels import ElidedLabel, IconLabel, label, rule, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldlaw.ui.presenters.deadlines_state import Record, StageView
    from fieldlaw.ui.theme.look import Look


class RecordRow(QWidget):
    """One record.

    Attributes:
        change_wanted, back_wanted, pick_wanted: the record of the pressed act.
    """

    change_wanted = Signal(object)
    back_wanted = Signal(object)
    pick_wanted = Signal(object)

    def __init__(self, look: Look, record: Record, *, fixed: bool) -> None:
        super().__init__()
        self.record = record
        self._look = look
        words, first, row = QVBoxLayout(), QHBoxLayout(), QHBoxLayout(self)
        title = ElidedLabel(record.title, "strong")
        first.setSpacing(8)
        first.addWidget(title, 1)
        first.addWidget(label(record.when))
        if record.ahead:
            first.addWidget(Chip(look, self.tr("定于该日，还没有到"), "accent", "clock"))
        if record.disputed:
            first.addWidget(Chip(look, self.tr("两人不同，待选"), "warning", "git-compare"))
        if record.fault:
            first.addWidget(Chip(look, self.tr("次序特殊"), "warning", "triangle-alert"))
        words.setSpacing(2)
        words.addLayout(first)
        words.addWidget(wrapped(record.about, "caption"))
        if record.fault:
            words.addWidget(wrapped(record.fault, "caption", "warning"))
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(8)
        row.addLayout(words, 1)
        for act in () if fixed else self._acts():
            row.addWidget(act, 0, Qt.AlignmentFlag.AlignTop)

    def _acts(self) -> list[SmallButton]:
        made = []
        if self.record.disputed:
            use = SmallButton(self._look, self.tr("用这份"), trim=Trim(icon="check"))
            use.clicked.connect(lambda: self.pick_wanted.emit(self.record))
            made.append(use)
        change = SmallButton(self._look, self.tr("改"), "text", Trim(icon="pen-line"))
        change.clicked.connect(lambda: self.change_wanted.emit(self.record))
        back = SmallButton(self._look, self.tr("撤回"), "text", Trim(icon="undo-2"))
        back.clicked.connect(lambda: self.back_wanted.emit(self.record))
        for button in (change, back):
            button.setAccessibleName(f"{button.text()} {self.record.title} {self.record.when}")
        return [*made, change, back]


class RecordPage(QScrollArea):
    """Stages or lists of records under each other.

    Attributes:
        change_wanted, back_wanted, pick_wanted: the record of the pressed act.
    """

    change_wanted = Signal(object)
    back_wanted = Signal(object)
    pick_wanted = Signal(object)

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._shown: object = None
        self.rows: list[RecordRow] = []
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self.setProperty("rows", "review")

    def show_stages(self, stages: Sequence[StageView], *, archived: bool) -> None:
        """Show the stages; the ones of the main way also while nothing is noted in them."""
        shown = (tuple(stages), archived)
        if shown == self._shown:
            return
        self._shown = shown
        inside, column = self._fresh()
        for stage in stages:
            column.addWidget(self._stage(stage, archived=archived))
        self._put(inside, column)

    def show_lists(self, lists: Sequence[tuple[str, str, Sequence[Record]]], *, archived: bool) -> None:
        """Show lists of records: title, what to say of an empty one, records."""
        shown = (tuple((a, b, tuple(c)) for a, b, c in lists), archived)
        if shown == self._shown:
            return
        self._shown = shown
        inside, column = self._fresh()
        for title, nothing, records in lists:
            column.addWidget(label(title, "subtitle"))
            column.addWidget(
                self._records(records, archived=archived) if records else wrapped(nothing, "small")
            )
            column.addSpacing(12)
        self._put(inside, column)

    def _fresh(self) -> tuple[QWidget, QVBoxLayout]:
        self.rows = []
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 12, 20, 16)
        column.setSpacing(4)
        return inside, column

    def _put(self, inside: QWidget, column: QVBoxLayout) -> None:
        column.addStretch(1)
        place = self.verticalScrollBar().value()
        inside.setProperty("sheet", "window")
        self.setWidget(inside)
        self.verticalScrollBar().setValue(place)

    def _stage(self, stage: StageView, *, archived: bool) -> QWidget:
        line, row = QWidget(), QHBoxLayout()
        done = any(not record.ahead for record in stage.records)
        icon, tone = ("circle-check", "success") if done else ("circle-dashed", "unknown")
        if any(record.disputed for record in stage.records):
            icon, tone = "git-compare", "warning"
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(IconLabel(self._look, icon, tone, "list"), 0, Qt.AlignmentFlag.AlignTop)
        word = label(stage.word, "strong" if done else "")
        word.setMinimumWidth(7 * self._look.tokens.font("body"))
        row.addWidget(word, 0, Qt.AlignmentFlag.AlignTop)
        if stage.records:
            row.addWidget(self._records(stage.records, archived=archived), 1)
        else:
            row.addWidget(label(self.tr("没有记"), "small"), 1)
        column = QVBoxLayout(line)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(rule())
        return line

    def _records(self, records: Sequence[Record], *, archived: bool) -> QWidget:
        card = QFrame()
        card.setProperty("card", "plain")
        column = QVBoxLayout(card)
        column.setContentsMargins(14, 2, 8, 2)
        column.setSpacing(0)
        for place, record in enumerate(records):
            if place:
                column.addWidget(rule())
            entry = getattr(record.entry, "event", "")
            made = RecordRow(self._look, record, fixed=archived and entry != "archived")
            made.change_wanted.connect(self.change_wanted)
            made.back_wanted.connect(self.back_wanted)
            made.pick_wanted.connect(self.pick_wanted)
            self.rows.append(made)
            column.addWidget(made)
        return card
