"""The three sheets in which the proceeding is noted: an event, a stop, an extension."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from fieldlaw.cases.records.proceeding import Extended, Noted, Stop
from fieldlaw.ui.views.parts.buttons import Button, Trim
from fieldlaw.ui.views.parts.card import Card
from fieldlaw.ui.views.parts.choice import Choice
from fieldlaw.ui.views.parts.labels import label, wrapped

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent

    from fieldlaw.ui.messages import Problem
    from fieldlaw.ui.presenters.deadlines_state import Choices, ProceedingView, State
    from fieldlaw.ui.theme.look import Look

_MARGIN = 16


class EntrySheet(Card):
    """A sheet with fields under each other and its acts at the foot.

    Attributes:
        kept: the entry as filled in.
        left: nothing is to be noted.
    """

    kept = Signal(object)
    left = Signal()

    def __init__(self, look: Look, title: str) -> None:
        super().__init__(pad=0)
        self._look, self._today, self._title = look, "", label(title, "subtitle")
        self.document, self.note = QLineEdit(), QLineEdit()
        self._hint = wrapped("", "small", "danger")
        self.act = Button(look, self.tr("记下"), "primary", Trim(key="Ctrl+Enter"))
        self.leave = Button(look, self.tr("先不记"))
        self.act.clicked.connect(self.keep)
        self.leave.clicked.connect(self.left)
        self._inside = QWidget()
        self._inside.setProperty("sheet", "surface")
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(_MARGIN, 14, _MARGIN, 14)
        self._column.setSpacing(4)
        self._column.addWidget(self._title)
        self._frame()

    def _frame(self) -> None:
        self._area = QScrollArea()
        self._area.setWidget(self._inside)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.setSpacing(0)
        self.body.addWidget(self._area, 1)
        foot, row = QVBoxLayout(), QHBoxLayout()
        foot.setContentsMargins(_MARGIN, 8, _MARGIN, 14)
        foot.addWidget(self._hint)
        row.setSpacing(12)
        row.addWidget(self.act)
        row.addWidget(self.leave)
        row.addStretch(1)
        foot.addLayout(row)
        self.body.addLayout(foot)
        self._hint.hide()

    # --- fields

    def add(self, word: str, *fields: QWidget) -> QWidget:
        """Add a row: its word over one field, or several beside each other. Returns the whole row."""
        held, beside = QWidget(), QHBoxLayout()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(2)
        name = label(word, "small")
        name.setBuddy(fields[0])
        fields[0].setAccessibleName(word)
        beside.setSpacing(8)
        for place, one in enumerate(fields):
            beside.addWidget(one, 0 if place else 1)
        column.addWidget(name)
        column.addLayout(beside)
        self._column.addWidget(held)
        return held

    def add_day(self, word: str, field: QLineEdit, hint: str) -> None:
        """Add a day with a button that fills in today."""
        field.setPlaceholderText(hint)
        now = Button(self._look, self.tr("今天"))
        now.clicked.connect(lambda: field.setText(self._today))
        self.add(word, field, now)

    def add_papers(self) -> None:
        """Add the fields that every sheet ends with."""
        self.document.setPlaceholderText(self.tr("如 示环立〔2026〕57号；没有的留空"))
        self.add(self.tr("文书名称、文号"), self.document)
        self.note.setPlaceholderText(self.tr("日期次序特殊的，写明原因"))
        self.add(self.tr("备注"), self.note)
        self._column.addStretch(1)
        for field in self.findChildren(QLineEdit):
            field.returnPressed.connect(self.keep)

    def fill_papers(self, document: str, note: str) -> None:
        """Show what the common fields hold."""
        self.document.setText(document)
        self.note.setText(note)

    # --- what it shows

    def show_state(self, state: State) -> None:
        """Say why the last entry was not noted; take no press while one is being written."""
        self._today = state.today.isoformat()
        problem = state.problem
        self._hint.setVisible(problem is not None)
        if problem is not None:
            self._hint.setText(_sentence(problem))
        busy, idle = self.tr("正在记…"), self.tr("记下")
        self.act.set_busy(busy=state.acting, text=busy if state.acting else idle)

    def keep(self) -> None:
        """Give the entry away."""
        if self.act.isEnabled():
            self.kept.emit(self.entry())

    def entry(self) -> Noted | Stop | Extended:
        """What is filled in."""
        raise TypeError(type(self))

    def first(self) -> QWidget:
        """The field where the keyboard starts."""
        return self.document

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard starts at the first field."""
        self.first().setFocus()


class EventSheet(EntrySheet):
    """An event: which, which time, when; the way of service, document, proof, note."""

    def __init__(self, look: Look, choices: Choices) -> None:
        super().__init__(look, "")
        self._choices = choices
        self._view: ProceedingView | None = None
        self.what, self.time, self.way = Choice(look), Choice(look), Choice(look)
        self.day, self.proof = QLineEdit(), Choice(look)
        self._rule = wrapped("", "caption")
        for one in choices.events:
            self.what.addItem(f"{one.stage}·{one.name}", one.id)
        for name, word, _text in choices.services:
            self.way.addItem(word, name)
        self.add(self.tr("发生了什么"), self.what)
        self._times = self.add(self.tr("第几次"), self.time)
        self._ways = self.add(self.tr("送达方式"), self.way)
        self._column.addWidget(self._rule)
        self.add_day(self.tr("日期"), self.day, self.tr("2026-11-25，按小时算的写 2026-11-25 10:30"))
        self._proofs = self.add(self.tr("证明（本案证据）"), self.proof)
        self.add_papers()
        self.what.currentIndexChanged.connect(self._fit)
        self.way.currentIndexChanged.connect(self._fit_rule)

    def first(self) -> QWidget:
        """Which event."""
        return self.what

    def fill(self, view: ProceedingView, entry: Noted | None, wanted: str = "") -> None:
        """Show an event to be changed, or an empty sheet for one that is likely next."""
        self._view = view
        self._title.setText(self.tr("改一件事") if entry else self.tr("记一件事"))
        self.proof.clear()
        self.proof.addItem(self.tr("没有"), "")
        for one in view.proofs:
            self.proof.addItem(one.words, one.id)
        self.what.setCurrentIndex(max(self.what.findData(entry.event if entry else wanted), 0))
        self._fit()
        held = entry or Noted("", None)
        self.day.setText(held.at or "")
        self.way.setCurrentIndex(max(self.way.findData(held.how), 0))
        self.proof.setCurrentIndex(max(self.proof.findData(held.proof), 0))
        self.fill_papers(held.document, held.note)
        if entry is not None:
            self.time.setCurrentIndex(max(self.time.findData(entry.occurrence), 0))
        self._fit_rule()

    def _served(self) -> bool:
        place = self.what.currentIndex()
        return 0 <= place < len(self._choices.events) and self._choices.events[place].served

    def _fit(self) -> None:
        """Fields that belong to the event in hand."""
        known = self._view.noted.get(str(self.what.currentData()), 0) if self._view else 0
        self.time.clear()
        for n in range(1, known + 1):
            self.time.addItem(self.tr("第 {0} 次（已记，改它）").format(n), n)
        self.time.addItem(self.tr("第 {0} 次").format(known + 1), known + 1)
        self._times.setVisible(known > 0)
        self._ways.setVisible(self._served())
        self._fit_rule()

    def _fit_rule(self) -> None:
        texts = {name: text for name, _word, text in self._choices.services}
        late = self.tr("送达日还不知道的，日期先留空。")
        self._rule.setVisible(self._served())
        self._rule.setText(texts.get(str(self.way.currentData()), "") + late)

    def entry(self) -> Noted:
        """What is filled in."""
        return Noted(
            event=str(self.what.currentData()),
            at=self.day.text().strip() or None,
            occurrence=int(self.time.currentData() or 1),
            how=str(self.way.currentData()) if self._served() else "",
            document=self.document.text(),
            proof=str(self.proof.currentData() or ""),
            note=self.note.text(),
        )


class StopSheet(EntrySheet):
    """A span that does not count: why, from when, until when."""

    def __init__(self, look: Look, choices: Choices) -> None:
        super().__init__(look, "")
        self.stop, self.from_, self.to = Choice(look), QLineEdit(), QLineEdit()
        self._times: dict[str, int] = {}
        self._entry: Stop | None = None
        for name, word in choices.stops:
            self.stop.addItem(word, name)
        self.add(self.tr("为什么停算"), self.stop)
        self.add_day(self.tr("起日"), self.from_, "2026-11-20")
        self.add_day(self.tr("止日（当日也不计；未结束的留空）"), self.to, "2026-11-25")
        self.add_papers()

    def first(self) -> QWidget:
        """The ground, or the end of a stop that lasts."""
        return self.to if self._entry is not None and not self._entry.last else self.stop

    def fill(self, view: ProceedingView, entry: Stop | None, wanted: str = "") -> None:
        """Show a stop to be changed or ended, or an empty sheet for one that is wanted."""
        self._entry, self._times = entry, dict(view.stopped)
        self._title.setText(self.tr("改一段停算") if entry else self.tr("记一段停算"))
        held = entry or Stop(wanted, "")
        self.stop.setEnabled(entry is None)
        self.stop.setCurrentIndex(max(self.stop.findData(held.stop), 0))
        self.from_.setText(held.first[:10])
        self.to.setText((held.last or "")[:10])
        self.fill_papers(held.document, held.note)

    def entry(self) -> Stop:
        """What is filled in; a new one is the next of its kind."""
        stop = str(self.stop.currentData())
        time = self._entry.occurrence if self._entry else self._times.get(stop, 0) + 1
        proof = self._entry.proof if self._entry else ""
        first, last = self.from_.text().strip(), self.to.text().strip() or None
        return Stop(stop, first, last, time, self.document.text(), proof, self.note.text())


class ExtensionSheet(EntrySheet):
    """An approved extension: of which deadline, by how much, when it was approved."""

    def __init__(self, look: Look, choices: Choices) -> None:
        super().__init__(look, "")
        self._choices, self._occurrence = choices, 1
        self._entry: Extended | None = None
        self.what, self.days, self.on = Choice(look), QLineEdit(), QLineEdit()
        self._rule = wrapped("", "caption")
        for n, one in enumerate(choices.extensions):
            self.what.addItem(one.name, n)
        self.add(self.tr("延长哪个期限"), self.what)
        self._column.addWidget(self._rule)
        self.add(self.tr("延长多少"), self.days)
        self.add_day(self.tr("批准的日期"), self.on, "2026-11-20")
        self.add_papers()
        self.what.currentIndexChanged.connect(self._fit)

    def first(self) -> QWidget:
        """Which deadline."""
        return self.what

    def fill(self, entry: Extended | None, deadline: str = "", occurrence: int = 1) -> None:
        """Show an extension to be changed, or an empty sheet for a deadline."""
        self._entry = entry
        self._title.setText(self.tr("改一次延长") if entry else self.tr("记一次延长"))
        wanted = (entry.deadline, entry.extension) if entry else (deadline, "")
        found = [n for n, one in enumerate(self._choices.extensions)
                 if one.deadline == wanted[0] and wanted[1] in ("", one.extension)]  # fmt: skip
        self.what.setCurrentIndex(found[0] if found else 0)
        self.what.setEnabled(entry is None)
        self._fit()
        if entry is not None:
            self.days.setText(str(entry.days))
        self._occurrence = entry.occurrence if entry else occurrence
        self.on.setText(entry.approved_on[:10] if entry else "")
        self.fill_papers(entry.document if entry else "", entry.note if entry else "")

    def _fit(self) -> None:
        if not self._choices.extensions:
            return
        one = self._choices.extensions[max(self.what.currentIndex(), 0)]
        most = self.tr("最多 {0} {1}") if one.less else self.tr("{0} {1}")
        words = self.tr("{0}，由{1}批准").format(most.format(one.most, one.unit), one.approver_word)
        self._rule.setText(words)
        self.days.setText(str(one.most))
        self.days.setEnabled(one.less)

    def entry(self) -> Extended:
        """What is filled in; what is no number counts as none."""
        one = self._choices.extensions[max(self.what.currentIndex(), 0)]
        typed = self.days.text().strip()
        return Extended(
            deadline=one.deadline,
            extension=one.extension,
            days=int(typed) if typed.isdecimal() else 0,
            approved_by=one.approver,
            approved_on=self.on.text().strip(),
            occurrence=self._occurrence,
            turn=self._entry.turn if self._entry else 1,
            document=self.document.text(),
            proof=self._entry.proof if self._entry else "",
            note=self.note.text(),
        )


def _sentence(problem: Problem) -> str:
    return "".join(part for part in (problem.what, problem.way_out, problem.safe) if part)
