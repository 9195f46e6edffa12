"""A text for publication: looked through, then written to a file without what must not stand in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from re import split
from typing import TYPE_CHECKING

from fieldlaw.cases.casework import answering
from fieldlaw.cases.casework.answering import PublicText
from fieldlaw.errors import KnownError
from fieldlaw.ui.messages import problem_of
from fieldlaw.ui.presenters.bench import Bench, Presenter

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from fieldlaw.cases.casework.answering import Disclosed
    from fieldlaw.cases.law.redaction import Published
    from fieldlaw.ui.messages import Problem
    from fieldlaw.ui.presenters.checks_read import Rules


@dataclass(frozen=True)
class State:
    """What the dialog shows.

    Attributes:
        case: the case whose text it is.
        offered: the names that the case offers; None until they were read.
        taken: the text of the file that was opened last.
        looked: the text that was looked through, with the names.
        found: what came of it.
        saved: the file that was written last.
        recorded: the outcome stands in the case.
    """

    case: str = ""
    offered: PublicText | None = None
    taken: str = ""
    looked: PublicText | None = None
    found: Published | None = None
    saved: str = ""
    recorded: bool = False
    busy: bool = False
    problem: Problem | None = None


class NotTextError(KnownError):
    """The file is no text that can be read."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} 没有打开：不是 UTF-8 文本，或读不出。", "另存为 UTF-8 的纯文本后再打开。")


def names_in(text: str) -> tuple[str, ...]:
    """Names out of a field: between commas, semicolons or 顿号."""
    return tuple(dict.fromkeys(name.strip() for name in split(r"[、，,;；\n]", text) if name.strip()))


class DisclosurePresenter(Presenter):
    """The dialog of one case."""

    def __init__(self, bench: Bench, rules: Rules, parent: QObject | None = None) -> None:
        super().__init__(State(), parent)
        self._bench, self._rules = bench, rules

    @property
    def state(self) -> State:
        """What the dialog shows."""
        held: State = self._state
        return held

    def open(self, case: str) -> None:
        """Begin anew with a case: its names are offered."""
        self.show_state(State(case))
        desk = self._bench.desk
        self._bench.lanes.store.run(lambda: answering.named_in(desk, case), self._named, self._failed)

    def _named(self, offered: PublicText) -> None:
        self.show_state(replace(self.state, offered=offered))

    def take_file(self, path: str) -> None:
        """Read a text from a file."""
        self._bench.lanes.store.run(lambda: _read(Path(path)), self._taken, self._failed)

    def _taken(self, text: str) -> None:
        self.show_state(replace(self.state, taken=text, problem=None))

    def look_through(self, text: str, show: str, hide: str) -> None:
        """Look a text through."""
        public = PublicText(text, names_in(hide), names_in(show))
        if self.state.busy or not text.strip():
            return
        self.show_state(replace(self.state, busy=True, problem=None, saved=""))
        self._bench.lanes.store.run(
            lambda: answering.look_through(public, tuple(self._rules.packs())),
            partial(self._looked, public),
            self._failed,
        )

    def _looked(self, public: PublicText, found: Published) -> None:
        self.show_state(replace(self.state, busy=False, looked=public, found=found))

    def save(self, path: str) -> None:
        """Write the copy for publication, and record in the case what it came to."""
        state, desk = self.state, self._bench.desk
        public = state.looked
        if public is None or state.busy:
            return
        self.show_state(replace(state, busy=True, problem=None, saved=""))
        self._bench.lanes.store.run(
            lambda: answering.disclose(desk, state.case, public, Path(path), tuple(self._rules.packs())),
            partial(self._saved, path),
            self._failed,
        )

    def _saved(self, path: str, done: Disclosed) -> None:
        self.show_state(replace(self.state, busy=False, saved=path, recorded=done.recorded))
        self._bench.news.tell(done.changes)

    def _failed(self, error: Exception) -> None:
        self.show_state(replace(self.state, busy=False, problem=problem_of(error)))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NotTextError(path.name) from error
