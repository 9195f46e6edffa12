"""The pack page: what is on the shelf, what the checks say, who is trusted, how two editions differ."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework.packlooking import PinnedBy, cases_here, examine, pinned_by, problems_of
from fieldlaw.cases.casework.packshelf import LOADED, Loaded, Shelf, ShelfView
from fieldlaw.cases.casework.packtrust import Entry, add_signer, remove_signer
from fieldlaw.cases.packs.files import SUFFIX
from fieldlaw.cases.records.changes import Changes, Kind
from fieldlaw.ui.messages import Problem, problem_of
from fieldlaw.ui.presenters.bench import Bench, Presenter
from fieldlaw.ui.presenters.packs_recheck import RecheckPresenter
from fieldlaw.ui.presenters.packs_words import (
    CheckLine,
    DiffLine,
    PackLine,
    RowLine,
    check_lines,
    diff_lines,
    pack_line,
    pinned_word,
    row_lines,
    titled,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtCore import QObject

    from fieldlaw.cases.packs.records import Pack
    from fieldlaw.cases.packs.records import Problem as PackProblem

_JUDGED_ANEW = Changes(frozenset({Kind.ASSESSMENTS}))


@dataclass(frozen=True)
class Diff:
    """Two editions held side by side."""

    old: str
    new: str
    lines: tuple[DiffLine, ...]

    @staticmethod
    def of(old: Pack, new: Pack) -> Diff:
        """Hold two packs side by side."""
        titles = [titled(pack.header) for pack in (old, new)]
        return Diff(titles[0], titles[1], diff_lines(old, new))


@dataclass(frozen=True)
class Found:
    """The shelf, what the checks say of each pack, and the packs in words."""

    view: ShelfView
    problems: Mapping[str, tuple[PackProblem, ...]]
    lines: tuple[PackLine, ...]


@dataclass(frozen=True)
class State:
    """What the page shows.

    Attributes:
        view: the shelf; `bare` its packs in words, without their cases.
        problems: what the checks say of each pack, by hash.
        pins: the cases that were asked which packs they have pinned; `cases` how many there are.
        chosen: the hash of the pack in hand; `rows` its rows, `found` those that search and filter leave.
        examined: the name of a source file that was checked, and what was said of it.
        busy: the file that is being taken in or checked.
        told: what went well.
        problem: why a file was not taken in, or the signers could not be changed.
        wrong: why a signer was not entered; `entered` counts those that were.
    """

    loaded: bool = False
    view: ShelfView = field(default_factory=ShelfView)
    bare: tuple[PackLine, ...] = ()
    problems: Mapping[str, tuple[PackProblem, ...]] = field(default_factory=dict)
    pins: tuple[PinnedBy, ...] = ()
    cases: int | None = None
    chosen: str = ""
    rows: tuple[RowLine, ...] = ()
    query: str = ""
    status: str = ""
    examined: tuple[str, tuple[CheckLine, ...]] | None = None
    diff: Diff | None = None
    busy: str = ""
    told: str = ""
    problem: Problem | None = None
    wrong: Problem | None = None
    entered: int = 0

    @property
    def counted(self) -> bool:
        """Whether every case was asked."""
        return self.cases is not None and len(self.pins) == self.cases

    @property
    def lines(self) -> tuple[PackLine, ...]:
        """The packs in words, with the number of their cases once every case was asked."""
        if not self.counted:
            return self.bare
        counts = Counter(sha256 for one in self.pins for sha256 in one.packs or ())
        readable = all(one.packs is not None for one in self.pins)
        words = {line.key: pinned_word(counts[line.key], readable=readable) for line in self.bare}
        return tuple(replace(line, cases=words[line.key]) for line in self.bare)

    @property
    def found(self) -> tuple[RowLine, ...]:
        """The rows that search and filter leave."""
        words = self.query.casefold().split()
        fits = (row for row in self.rows if self.status in ("", row.status))
        return tuple(row for row in fits if all(word in row.haystack for word in words))

    @property
    def checks(self) -> tuple[CheckLine, ...]:
        """What the checks say of the source that was looked at last, else of the pack in hand."""
        if self.examined is not None:
            return self.examined[1]
        return check_lines(self.problems.get(self.chosen, ()))

    @property
    def pinned(self) -> tuple[PinnedBy, ...]:
        """The cases that have the pack in hand pinned."""
        return tuple(one for one in self.pins if one.packs is not None and self.chosen in one.packs)

    @property
    def none_loaded(self) -> bool:
        """Whether no pack was ever loaded here."""
        return self.loaded and not any(one.origin == LOADED for one in self.view.holdings)


class PacksPresenter(Presenter):
    """Packs and signers of the open profile.

    Attributes:
        recheck: which kept assessments the packs of now would turn.
    """

    def __init__(self, bench: Bench, shelf: Shelf, parent: QObject | None = None) -> None:
        super().__init__(State(), parent)
        self._bench, self._shelf = bench, shelf
        self._round, self._telling, self._fetched = 0, False, False
        self.recheck = RecheckPresenter(bench, shelf, self)
        bench.news.changes.connect(self._on_changes)

    @property
    def state(self) -> State:
        """What the page shows."""
        held: State = self._state
        return held

    def _put(self, **changed: Any) -> None:
        self.show_state(replace(self.state, **changed))

    def _do(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._bench.lanes.store.run(work, done, self._failed)

    def _failed(self, error: Exception) -> None:
        self._put(problem=problem_of(error), busy="")

    # --- reading

    def start(self) -> None:
        """The profile is open: let the law have its packs before anybody asks for them."""
        self._bench.lanes.store.run(self._shelf.renew, lambda _: None, self._bench.door.report)

    def refresh(self) -> None:
        """Read the shelf, then ask each case which packs it has pinned."""
        self._do(self._look, self._seen)
        if not self._fetched:
            self._fetched = True
            self._bench.lanes.images.run(self._shelf.fetch, self._came, self._bench.door.report)

    def _came(self, _fetched: None) -> None:
        """The packs for training can be listed."""
        self._do(self._look, self._seen)

    def _look(self) -> Found:
        """Read, check and put into words; on the store lane."""
        view, today = self._shelf.renew(), self._shelf.today
        problems = {one.pack.header.sha256: problems_of(one.pack, today) for one in view.holdings}
        lines = tuple(pack_line(one, problems[one.pack.header.sha256], today) for one in view.holdings)
        return Found(view, problems, lines)

    def _seen(self, found: Found) -> None:
        self._put(view=found.view, problems=found.problems, bare=found.lines, loaded=True)
        if found.view.of(self.state.chosen) is None:
            self._hold(found.lines[0].key if found.lines else "")
        self._count()

    def _on_changes(self, changes: Changes) -> None:
        if self.state.loaded and not self._telling and changes.touch(Kind.ASSESSMENTS, Kind.CASES):
            self._count()

    # --- who has what pinned

    def _count(self) -> None:
        """Ask one case after another, so that other work of the lane is not held up."""
        self._round += 1
        self._do(lambda: cases_here(self._bench.desk), partial(self._ask, self._round))

    def _ask(self, turn: int, cases: tuple[tuple[str, str, str], ...]) -> None:
        if turn == self._round:
            self._put(pins=(), cases=len(cases))
            self._ask_next(turn, cases)

    def _ask_next(self, turn: int, left: tuple[tuple[str, str, str], ...]) -> None:
        if left:
            self._do(lambda: pinned_by(self._bench.desk, left[0]), partial(self._asked, turn, left[1:]))

    def _asked(self, turn: int, left: tuple[tuple[str, str, str], ...], one: PinnedBy) -> None:
        if turn == self._round:
            self._put(pins=(*self.state.pins, one))
            self._ask_next(turn, left)

    # --- the pack in hand

    def choose(self, sha256: str) -> None:
        """Take a pack in hand; what was said before has been read."""
        self._put(told="", problem=None)
        self._hold(sha256)

    def _hold(self, sha256: str) -> None:
        held = self.state.view.of(sha256)
        self._put(chosen=sha256 if held else "", rows=(), examined=None)
        if held is not None:
            work = partial(row_lines, held.pack)
            self._bench.lanes.images.run(work, partial(self._listed, sha256), self._failed)

    def _listed(self, sha256: str, rows: tuple[RowLine, ...]) -> None:
        if sha256 == self.state.chosen:
            self._put(rows=rows)

    def search(self, text: str) -> None:
        """Show the rows that hold all of these words."""
        self._put(query=text)

    def only(self, status: str) -> None:
        """Show the rows that were verified in one way; all with an empty word."""
        self._put(status=status)

    def compare(self, old: str, new: str) -> None:
        """Hold two packs side by side."""
        one, other = self.state.view.of(old), self.state.view.of(new)
        if one is not None and other is not None:
            work = partial(Diff.of, one.pack, other.pack)
            self._bench.lanes.images.run(work, lambda diff: self._put(diff=diff), self._failed)

    # --- loading

    def load(self, paths: Sequence[str]) -> None:
        """Take files in, one after another; a source file is checked, and turned down."""
        for path in map(Path, paths):
            self._put(busy=path.name, problem=None, told="")
            self._do(partial(self._take, path), self._taken)
            if path.suffix.lower() != SUFFIX:
                work = partial(examine, path, self._shelf.today)
                done = partial(self._examined, path.name)
                self._bench.lanes.images.run(work, done, self._failed)

    def _take(self, path: Path) -> tuple[Loaded, Found]:
        loaded = self._shelf.load(path)
        return loaded, self._look()

    def _taken(self, got: tuple[Loaded, Found]) -> None:
        loaded, found = got
        header = loaded.pack.header
        word = self.tr("已载入 {0}。") if loaded.new else self.tr("{0} 已经在本机，没有再存一份。")
        self._put(busy="", told=word.format(titled(header)))
        self._seen(found)
        self._hold(header.sha256)
        self._tell()

    @property
    def can_unload(self) -> bool:
        """Whether the pack in hand was loaded from a file."""
        held = self.state.view.of(self.state.chosen)
        return held is not None and held.origin == LOADED

    def unload(self) -> None:
        """Take the pack in hand out of use; loading its file again brings it back."""
        held = self.state.view.of(self.state.chosen)
        if held is not None and held.origin == LOADED:
            header = held.pack.header
            self._put(problem=None, told="")
            self._do(partial(self._put_away, header.sha256), partial(self._away, titled(header)))

    def _put_away(self, sha256: str) -> Found:
        self._shelf.unload(sha256)
        return self._look()

    def _away(self, name: str, found: Found) -> None:
        told = self.tr("{0} 已移出，不再参与判断。文件还在本机文件夹里，案件里固定的那一版不受影响。")
        self._put(told=told.format(name))
        self._seen(found)
        self._tell()

    def _examined(self, name: str, problems: tuple[PackProblem, ...]) -> None:
        self._put(examined=(name, check_lines(problems)))

    def _tell(self) -> None:
        """The law has other packs: whoever shows a judgement judges again."""
        self._telling = True
        self._bench.news.tell(_JUDGED_ANEW)
        self._telling = False

    # --- signers

    def trust(self, name: str, role: str, key: str, told: str) -> None:
        """Enter a signer; `told` is the end of the key as they read it out."""
        self._put(wrong=None)
        entry = Entry(name, role, key, told)
        work = partial(self._change, partial(add_signer, self._bench.desk, entry))
        self._bench.lanes.store.run(work, self._entered, lambda error: self._put(wrong=problem_of(error)))

    def distrust(self, key: str) -> None:
        """Take a signer off the list; their packs stay, and count no longer."""
        self._put(problem=None)
        self._do(partial(self._change, partial(remove_signer, self._bench.desk, key)), self._changed)

    def _change(self, act: Callable[[], object]) -> Found:
        act()
        return self._look()

    def _entered(self, found: Found) -> None:
        self._put(entered=self.state.entered + 1, wrong=None)
        self._changed(found)

    def _changed(self, found: Found) -> None:
        self._seen(found)
        self._tell()
