"""Taking pictures in, one file after another: looked at on the images lane, kept on the store lane."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.imaging import THERMAL, same_bytes
from fieldlaw.cases.casework.inspecting import Note, add_evidence
from fieldlaw.devices.thermal.formats import flir
from fieldlaw.ui.presenters.thermal_picture import CUT, DAMAGED, JPEG, ends_early, kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.records.changes import Changes
    from fieldlaw.ui.presenters.bench import Bench

MEASURING, PLAIN, FOREIGN, UNREADABLE = "measuring", "plain", "foreign", "unreadable"


@dataclass(frozen=True)
class Found:
    """A file as it lies on the card; `sort` says what it is, `media` is empty when it is not kept."""

    name: str
    data: bytes
    sort: str
    media: str = ""
    taken_at: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of a file; `known` when the case held the same bytes already."""

    name: str
    sort: str
    number: str = ""
    evidence: str = ""
    known: bool = False


@dataclass(frozen=True)
class Progress:
    """How many of how many files are done."""

    done: int
    total: int


def files_in(paths: Sequence[str]) -> tuple[Path, ...]:
    """The files that were chosen or dropped; of a folder the files directly in it."""
    found: list[Path] = []
    for path in map(Path, paths):
        found += sorted(p for p in path.iterdir() if p.is_file()) if path.is_dir() else [path]
    return tuple(found)


def examine(path: Path) -> Found:
    """Read a file and say what it is. Nothing about it stops the import of the others."""
    try:
        data = path.read_bytes()
    except OSError:
        return Found(path.name, b"", UNREADABLE)
    try:
        frame, _frames = flir.decode(data)
    except flir.NotRadiometricError:
        return _plain(path.name, data)
    except flir.DamagedThermalError:
        return Found(path.name, data, CUT if ends_early(data) else DAMAGED, THERMAL)
    trusted = "clock_implausible" not in frame.warnings
    taken = (frame.camera.captured_at or "") if trusted else ""
    return Found(path.name, data, MEASURING, THERMAL, taken)


def _plain(name: str, data: bytes) -> Found:
    kind = kind_of(data) or ("jpeg" if data[:2] == JPEG else "")
    if not kind:
        return Found(name, data, FOREIGN)
    return Found(name, data, CUT if ends_early(data) else PLAIN, f"image/{kind}")


def keep(desk: Desk, case: str, item: str, found: Found) -> tuple[Outcome, Changes | None]:
    """Keep a file as evidence, unless the case holds the same bytes.

    Raises:
        DiskFullError: no room.
        ClosedInspectionError: the case has been approved.
    """
    log = read(desk, case)
    held = same_bytes(log, found.data)
    if held is not None:
        return Outcome(found.name, found.sort, held.body["number"], held.body["evidence"], known=True), None
    word = "热像" if found.media == THERMAL else "照片"
    count = sum(e.body["number"].startswith(word) for e in log.file.all("evidence_added"))
    note = Note(
        number=f"{word} {count + 1}",
        title=Path(found.name).stem,
        media=found.media,
        place="",
        by=desk.profile.person.name,
        taken_at=found.taken_at or desk.clock().wall,
        item=item or None,
    )
    changes = add_evidence(desk, case, found.data, note)
    made = same_bytes(read(desk, case), found.data)
    return Outcome(found.name, found.sort, note.number, made.body["evidence"] if made else ""), changes


class Intake(QObject):
    """Imports files in turn, so that other work finds its place between them.

    Attributes:
        moved: a Progress.
        kept: the Changes of one file.
        ended: all outcomes, also after a stop.
        failed: an error after which nothing more is taken in.
    """

    moved = Signal(object)
    kept = Signal(object)
    ended = Signal(object)
    failed = Signal(object)

    def __init__(self, bench: Bench, parent: QObject) -> None:
        super().__init__(parent)
        self._bench = bench
        self._left: list[tuple[str, str, Path]] = []
        self._total = 0
        self._outcomes: list[Outcome] = []
        self._open = True
        self.skipped = 0

    @property
    def running(self) -> bool:
        """Whether files are being taken in."""
        return self._total > 0

    def start(self, case: str, item: str, files: Sequence[Path]) -> None:
        """Take files in after the ones that are already waiting."""
        if not files:
            return
        begin = not self.running
        self._left += [(case, item, path) for path in files]
        self._total += len(files)
        if begin:
            self._outcomes, self.skipped = [], 0
            self._next()
        self.moved.emit(Progress(len(self._outcomes), self._total))

    def stop(self) -> None:
        """Take no further file; the one in hand is finished, what is kept stays."""
        self.skipped += len(self._left)
        self._left.clear()

    def close(self) -> None:
        """The profile is being closed: write nothing more and say nothing more."""
        self._open = False

    def _next(self) -> None:
        if not self._left:
            self._end()
            return
        case, item, path = self._left.pop(0)
        done = partial(self._examined, case, item)
        self._bench.lanes.images.run(lambda: examine(path), done, self._fail)

    def _examined(self, case: str, item: str, found: Found) -> None:
        if not self._open:
            return
        if not found.media:
            self._done((Outcome(found.name, found.sort), None))
            return
        work = partial(keep, self._bench.desk, case, item, found)
        self._bench.lanes.store.run(work, self._done, self._fail)

    def _done(self, got: tuple[Outcome, Changes | None]) -> None:
        if not self._open:
            return
        outcome, changes = got
        self._outcomes.append(outcome)
        if changes is not None:
            self.kept.emit(changes)
        self.moved.emit(Progress(len(self._outcomes), self._total))
        self._next()

    def _fail(self, error: Exception) -> None:
        if self._open:
            self.stop()
            self._end()
            self.failed.emit(error)

    def _end(self) -> None:
        self._total = 0
        self.ended.emit(tuple(self._outcomes))
