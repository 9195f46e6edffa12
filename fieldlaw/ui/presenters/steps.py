"""The note of a step on site: typed, saved when the keys rest, printed in the record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.inspecting import note_step
from fieldlaw.cases.casework.reviewing import ask_review, reviewers
from fieldlaw.cases.casework.signing import signed_state
from fieldlaw.cases.records.changes import Kind
from fieldlaw.cases.records.steps import STEPS
from fieldlaw.ui.messages import Problem, problem_of
from fieldlaw.ui.presenters.bench import Bench, Presenter
from fieldlaw.ui.presenters.signwords import sign_warning
from fieldlaw.ui.presenters.stepwords import StepWords, step_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.packs.records import Pack
    from fieldlaw.cases.records.changes import Changes

SAVE_AFTER = 800


@dataclass(frozen=True)
class Saved:
    """A note as the case holds it."""

    text: str = ""
    at: str = ""


@dataclass(frozen=True)
class State:
    """What the card shows.

    Attributes:
        step: 1 to 12.
        saved: the notes of the case by step.
        typed: words that are not saved yet, by step; nothing of them is lost by leaving.
        closed: the case takes no more entries.
        reviewers: to whom the case can be handed in; offered at the last step.
        handed_in: to whom and when it was; empty before that.
        unsigned: what is said of a record that is not signed through; empty when it is.
        problem: why the last note was not saved.
    """

    step: int = 1
    saved: tuple[tuple[int, Saved], ...] = ()
    typed: tuple[tuple[int, str], ...] = ()
    closed: bool = False
    reviewers: tuple[str, ...] = ()
    handed_in: str = ""
    unsigned: str = ""
    problem: Problem | None = None

    @property
    def is_last(self) -> bool:
        """At the last step the case can be handed in."""
        return self.step == len(STEPS)

    @property
    def words(self) -> StepWords:
        """What to do at the step."""
        return step_words(self.step)

    @property
    def held(self) -> Saved:
        """The saved note of the step."""
        return dict(self.saved).get(self.step, Saved())

    @property
    def text(self) -> str:
        """The note as typed or as saved."""
        return dict(self.typed).get(self.step, self.held.text)

    @property
    def is_saved(self) -> bool:
        """True when nothing of the step waits."""
        return self.step not in dict(self.typed)


@dataclass(frozen=True)
class _Found:
    saved: tuple[tuple[int, Saved], ...]
    closed: bool
    reviewers: tuple[str, ...]
    handed_in: str
    unsigned: str


def _look(desk: Desk, case: str, checklists: Mapping[str, Pack]) -> _Found:
    log = read(desk, case)
    file = log.file
    keys = [key for kind, key in file.registers if kind == "step_noted"]
    notes = {int(key): held[-1] for key in keys if (held := file.values("step_noted", key))}
    saved = tuple((n, Saved(e.body["note"], e.moment.wall[11:19])) for n, e in notes.items())
    asked = file.all("review_asked")
    told = f"{asked[-1].body['to']} {asked[-1].moment.wall[5:16].replace('T', ' ')}" if asked else ""
    opened = file.values("case_opened")
    pack = checklists.get(opened[0].body["checklist"]) if opened else None
    unsigned = sign_warning(signed_state(log, pack)) if pack else ""
    return _Found(saved, bool(file.all("case_approved")), reviewers(desk), told, unsigned)


class StepsPresenter(Presenter):
    """The notes of the steps of one case."""

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(State(), parent)
        self._bench, self._case = bench, ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SAVE_AFTER)
        self._pause.timeout.connect(self.save)
        bench.news.changes.connect(self._on_changes)

    @property
    def state(self) -> State:
        """What the card shows."""
        held: State = self._state
        return held

    def show_step(self, case: str, step: int) -> None:
        """Show a step of a case; what was typed for another one is saved."""
        if case != self._case:
            self.save()
            self._case = case
            self.show_state(State(step))
            self._read()
        elif step != self.state.step:
            self.save()
            self.show_state(replace(self.state, step=step))

    def _read(self) -> None:
        desk, case, lists = self._bench.desk, self._case, self._bench.checklists
        self._bench.lanes.store.run(lambda: _look(desk, case, lists), partial(self._got, case), self._failed)

    def _got(self, case: str, found: _Found) -> None:
        if case == self._case:
            held: Mapping[int, Saved] = dict(found.saved)
            typed = tuple((n, text) for n, text in self.state.typed if held.get(n, Saved()).text != text)
            self.show_state(replace(self.state, **vars(found), typed=typed))

    def hand_in(self, to: str) -> None:
        """Hand the case over for review; it can be handed in again after more work."""
        desk, case = self._bench.desk, self._case
        if case and to:
            self.save()
            self._bench.lanes.store.run(lambda: ask_review(desk, case, to), self._written, self._failed)

    def _failed(self, error: Exception) -> None:
        self.show_state(replace(self.state, problem=problem_of(error)))

    def type_note(self, text: str) -> None:
        """Take words in."""
        if not self._case or text == self.state.text:
            return
        typed = {**dict(self.state.typed), self.state.step: text}
        self.show_state(replace(self.state, typed=tuple(typed.items())))
        self._pause.start()

    def save(self) -> None:
        """Save what was typed, now."""
        self._pause.stop()
        desk, case = self._bench.desk, self._case
        for step, text in self.state.typed:
            act = partial(note_step, desk, case, str(step), text)
            self._bench.lanes.store.run(act, self._written, self._failed)

    def _written(self, changes: Changes) -> None:
        self.show_state(replace(self.state, problem=None))
        self._bench.news.tell(changes)

    def _on_changes(self, changes: Changes) -> None:
        if self._case and changes.touch(Kind.ANSWERS, Kind.REVIEWS, Kind.DOCUMENTS):
            self._read()
