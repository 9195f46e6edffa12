"""The workbench: one case, its steps, its items, one item in hand. An answer is saved at the press."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from fieldlaw.cases.casework.inspecting import answer_item, finish_step
from fieldlaw.cases.records.changes import Kind
from fieldlaw.cases.records.steps import STEPS
from fieldlaw.ui.messages import Problem, problem_of
from fieldlaw.ui.models.rows import ItemRow, StepRow
from fieldlaw.ui.presenters.bench import EVIDENCE, INSPECTION, Bench, Presenter, step_word
from fieldlaw.ui.presenters.caseview import Answer, CaseView, Held, answer_word, look_at
from fieldlaw.ui.presenters.evidence import take_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fieldlaw.cases.packs.records import Row
    from fieldlaw.cases.records.changes import Changes
    from fieldlaw.ui.models.rows import EvidenceRow

SAVE_AFTER = 800
_SHOWN = (Kind.ANSWERS, Kind.EVIDENCE, Kind.MEASUREMENTS, Kind.REVIEWS)


@dataclass(frozen=True)
class State:
    """What the page shows.

    Attributes:
        view: the case as it was read last; None while nothing is open.
        item: the item in hand.
        step: the step that is shown.
        only: the answer that the list shows; all with an empty word.
        waiting: answers pressed and not yet confirmed by the store.
        typed: words of the item in hand that are not saved yet.
        problem: why the last act was not saved.
    """

    view: CaseView | None = None
    item: str = ""
    step: int = INSPECTION
    only: str = ""
    tray_all: bool = False
    waiting: tuple[tuple[str, Answer], ...] = ()
    typed: str | None = None
    problem: Problem | None = None

    @property
    def items(self) -> tuple[Row, ...]:
        """All items of the checklist."""
        return self.view.items if self.view else ()

    def answer(self, item: str) -> Answer:
        """The answer to an item, as pressed or as saved."""
        pressed = dict(self.waiting).get(item)
        return pressed or (self.view.of(item) if self.view else Answer())

    def count(self, answer: str) -> int:
        """How many items have an answer; all with an empty word."""
        return sum(answer in ("", self.answer(row["id"]).answer) for row in self.items)

    @property
    def rows(self) -> tuple[ItemRow, ...]:
        """The item list under its filter; the item in hand always stays in it."""
        kept = [row for row in self.items if self._passes(row["id"]) or row["id"] == self.item]
        return tuple(self._row(row) for row in kept)

    def _passes(self, item: str) -> bool:
        """Whether the filter lets an item through; what was sent back stands among what is missing."""
        fits = self.only in ("", self.answer(item).answer)
        return fits or (self.only == "unknown" and self.returned(item))

    def returned(self, item: str) -> bool:
        """Whether an item was sent back and waits."""
        return self.view is not None and self.view.returned(item)

    @property
    def missing(self) -> int:
        """How many items have no answer or were sent back."""
        ids = [row["id"] for row in self.items]
        return sum(self.answer(item).answer == "unknown" or self.returned(item) for item in ids)

    def _row(self, row: Row) -> ItemRow:
        answer = self.answer(row["id"])
        evidence = sum(one.item == row["id"] for one in self.all_evidence)
        return ItemRow(
            row["id"], row["statement"], answer.answer, evidence, answer.disputed, self.returned(row["id"])
        )

    @property
    def all_evidence(self) -> tuple[EvidenceRow, ...]:
        """The evidence of the case."""
        return self.view.evidence if self.view else ()

    @property
    def evidence(self) -> tuple[EvidenceRow, ...]:
        """What the tray shows."""
        return tuple(one for one in self.all_evidence if self.tray_all or one.item == self.item)

    @property
    def in_hand(self) -> Row | None:
        """The item in hand."""
        return next((row for row in self.items if row["id"] == self.item), None)

    @property
    def steps(self) -> tuple[StepRow, ...]:
        """The step rail."""
        return tuple(self._step(n) for n in range(1, len(STEPS) + 1))

    def _step(self, number: int) -> StepRow:
        done = self.view is not None and number in self.view.steps
        note = self._step_note(number)
        state = "now" if number == self.step else "done" if done else "partly" if note else "open"
        return StepRow(str(number), number, step_word(number), state, note)

    def _step_note(self, number: int) -> str:
        answered = self.count("") - self.count("unknown")
        if number == INSPECTION and answered:
            return f"{answered} / {self.count('')} 项"
        return f"{len(self.all_evidence)} 件" if number == EVIDENCE and self.all_evidence else ""


def quoted(held: Held) -> str:
    """An answer in the words of the record: 李志强 10:31:00：不合规，12 根亮 5 根."""
    return f"{held.who} {held.at}：{answer_word(held.answer)}" + (f"，{held.note}" if held.note else "")


class WorkbenchPresenter(Presenter):
    """Answers, notes, steps and evidence of one case.

    Attributes:
        opened: a case has been read and is shown.
    """

    opened = Signal(object)

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(State(), parent)
        self._bench = bench
        self._lost: tuple[tuple[str, Answer], ...] = ()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SAVE_AFTER)
        self._pause.timeout.connect(self.save_note)
        bench.news.changes.connect(self._on_changes)

    @property
    def state(self) -> State:
        """What the page shows."""
        held: State = self._state
        return held

    def open(self, case: str) -> None:
        """Open a case at the first item that was sent back, else at the first without an answer."""
        self.save_note()
        self._do(lambda: look_at(self._bench.desk, case, self._bench.checklists), self._opened)

    def _on_changes(self, changes: Changes) -> None:
        """What came from others shows at once; step, item and typed words stay."""
        view = self.state.view
        if view is not None and changes.touch(*_SHOWN):
            desk, lists, case = self._bench.desk, self._bench.checklists, view.case
            self._do(lambda: look_at(desk, case, lists), self._newer)

    def _newer(self, view: CaseView) -> None:
        held = self.state.view
        if held is not None and held.case == view.case and held != view:
            self.show_state(replace(self.state, view=view, waiting=self._still_waiting(view)))

    def _opened(self, view: CaseView) -> None:
        ids = [row["id"] for row in view.items]
        back = next((item for item in ids if view.returned(item)), "")
        first = next((item for item in ids if view.of(item).answer == "unknown"), "")
        item = back or first or (view.items[0]["id"] if view.items else "")
        unfinished = bool(view.answers) and INSPECTION not in view.steps
        step = INSPECTION if back or unfinished else view.step
        self.show_state(State(view=view, item=item, step=step))
        self.opened.emit(view.case)

    def _do(self, work: Callable[[], CaseView], done: Callable[[CaseView], None]) -> None:
        self._bench.lanes.store.run(work, done, self._failed)

    def _failed(self, error: Exception) -> None:
        problem = problem_of(error)
        if self.state.view is None:
            self._bench.door.report(error)
        self._lost = self.state.waiting
        self.show_state(replace(self.state, problem=problem, waiting=()))

    def retry(self) -> None:
        """Save once more what was not saved."""
        lost, self._lost = self._lost, ()
        view = self.state.view
        self.show_state(replace(self.state, waiting=lost, problem=None))
        for item, answer in lost:
            if view is not None:
                self._write(
                    partial(answer_item, self._bench.desk, view.case, item, answer.answer, answer.note)
                )

    def choose(self, item: str) -> None:
        """Take another item in hand; what was typed is saved first."""
        if item == self.state.item and self.state.step == INSPECTION:
            return
        self.save_note()
        self.show_state(replace(self.state, item=item, step=INSPECTION, typed=None))

    def move(self, by: int) -> None:
        """Go to the next item of the list, or the one before."""
        ids = [row.id for row in self.state.rows]
        if self.state.item in ids:
            self.choose(ids[max(0, min(len(ids) - 1, ids.index(self.state.item) + by))])

    def next_item(self) -> str:
        """The id of the item after the one in hand; empty at the end."""
        ids = [row["id"] for row in self.state.items]
        after = ids.index(self.state.item) + 1 if self.state.item in ids else len(ids)
        return ids[after] if after < len(ids) else ""

    def filter(self, answer: str) -> None:
        """Show the items with one answer; all with an empty word."""
        self.show_state(replace(self.state, only=answer))

    def show_tray(self, *, everything: bool) -> None:
        """Show the evidence of the item, or of the case."""
        self.show_state(replace(self.state, tray_all=everything))

    def go_step(self, step: str) -> None:
        """Look at a step; nothing has to be finished for that."""
        self.save_note()
        self.show_state(replace(self.state, step=int(step), typed=None))

    def answer(self, answer: str) -> None:
        """Answer the item in hand; unsaved words go with it."""
        held = self.state.answer(self.state.item)
        note = held.note if self.state.typed is None else self.state.typed
        self._save(Answer(answer, note))

    def use(self, event: bytes) -> None:
        """Pick one of several answers; it then stands in place of all of them."""
        held = next((one for one in self.state.answer(self.state.item).held if one.event == event), None)
        if held is not None:
            self.save_note()
            self._save(Answer(held.answer, held.note))

    def use_all(self) -> None:
        """Write one answer whose note quotes all of them; it is answered as the first one is."""
        held = self.state.answer(self.state.item).held
        if len(held) > 1:
            self.save_note()
            self._save(Answer(held[0].answer, "\n".join(map(quoted, held))))

    def type_note(self, text: str) -> None:
        """Take words in; they are saved when the keys have rested."""
        if self.state.view is None:
            return
        same = text == self.state.answer(self.state.item).note
        self.show_state(replace(self.state, typed=None if same else text))
        if same:
            self._pause.stop()
        else:
            self._pause.start()

    def save_note(self) -> None:
        """Save typed words now."""
        self._pause.stop()
        if self.state.typed is not None:
            self._save(Answer(self.state.answer(self.state.item).answer, self.state.typed))

    def _save(self, answer: Answer) -> None:
        view, item = self.state.view, self.state.item
        if view is None or not item:
            return
        self._pause.stop()
        waiting = {**dict(self.state.waiting), item: answer}
        self.show_state(replace(self.state, waiting=tuple(waiting.items()), typed=None, problem=None))
        self._write(lambda: answer_item(self._bench.desk, view.case, item, answer.answer, answer.note))

    def finish(self) -> None:
        """Note that the shown step is done and look at the next open one."""
        view, step = self.state.view, self.state.step
        if view is None:
            return
        self.save_note()
        self._write(lambda: finish_step(self._bench.desk, view.case, str(step)))
        later = [n for n in range(1, len(STEPS) + 1) if n > step and n not in view.steps]
        self.show_state(replace(self.state, step=later[0] if later else step))

    def add_files(self, paths: Sequence[str]) -> None:
        """Keep files as evidence of the item in hand."""
        view, item = self.state.view, self.state.item
        if view is None:
            return
        for path in paths:
            self._write(partial(self._take, view.case, item, path))

    def _take(self, case: str, item: str, path: str) -> Changes:
        desk, lists = self._bench.desk, self._bench.checklists
        return take_in(desk, look_at(desk, case, lists), item, path)

    def _write(self, act: Callable[[], Changes]) -> None:
        """Do an act and read the case again, both on the lane, so that no other act falls between."""
        view = self.state.view
        if view is None:
            return
        desk, lists, case = self._bench.desk, self._bench.checklists, view.case
        self._bench.lanes.store.run(lambda: (act(), look_at(desk, case, lists)), self._written, self._failed)

    def _written(self, got: tuple[Changes, CaseView]) -> None:
        changes, view = got
        if self.state.view is not None and self.state.view.case == view.case:
            self.show_state(replace(self.state, view=view, waiting=self._still_waiting(view), problem=None))
        self._bench.news.tell(changes)

    def _still_waiting(self, view: CaseView) -> tuple[tuple[str, Answer], ...]:
        def saved(item: str, answer: Answer) -> bool:
            held = view.of(item)
            return (held.answer, held.note) == (answer.answer, answer.note)

        return tuple((item, answer) for item, answer in self.state.waiting if not saved(item, answer))
