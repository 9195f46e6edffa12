"""Taking pictures in, one file after another: looked at on the images lane, kept on the store lane."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from fieldlaw import __version__
from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.imaging import THERMAL, same_bytes
from fieldlaw.cases.casework.imaging_intake import ImageFacts, add_image, same_capture
from fieldlaw.cases.casework.inspecting import Note, next_number
from fieldlaw.devices.thermal import reading
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.records.changes import Changes
    from fieldlaw.devices.thermal.image import Gps, ThermalFrame
    from fieldlaw.devices.thermal.reading import Reading
    from fieldlaw.ui.presenters.bench import Bench
    from fieldlaw.ui.presenters.thermal_picture import Read

MEASURING, PLAIN, UNREADABLE, OVERSIZE = "measuring", "plain", "unreadable", "oversize"
MOST_BYTES = 1 << 30  # what is sealed in one piece of memory
_MOVING = frozenset({"mp4", "mov", "avi", "mkv"})
_STILL = {reading.NO_VALUES}
_PROGRAM = f"fieldlaw {__version__}"


class NothingToImportError(KnownError):
    """The folders that were chosen hold no file."""

    def __init__(self) -> None:
        super().__init__("没有导入：文件夹里没有文件。", "换一个文件夹再导入。", "案件没有变化。")


@dataclass(frozen=True)
class Found:
    """A file as it lies on the card.

    Attributes:
        sort: MEASURING, PLAIN, UNREADABLE, OVERSIZE, or the reason why there are no temperatures.
        media: empty when it is not kept.
        facts: what reading it gave.
    """

    name: str
    data: bytes
    sort: str
    media: str = ""
    taken_at: str = ""
    facts: ImageFacts | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of a file.

    Attributes:
        known: the case held the same bytes already.
        twin: the number of an image of the case that is the same capture with other bytes.
        maker: whose format it is, where the bytes tell.
    """

    name: str
    sort: str
    number: str = ""
    evidence: str = ""
    known: bool = False
    twin: str = ""
    maker: str = ""


@dataclass(frozen=True)
class Progress:
    """How many of how many files are done; which one is in hand."""

    done: int
    total: int
    name: str = ""


def files_in(paths: Sequence[str]) -> tuple[Path, ...]:
    """The files that were chosen or dropped; of a folder all files in it and in its folders, none hidden."""
    found: list[Path] = []
    for path in map(Path, paths):
        found += _within(path) if path.is_dir() else [path]
    return tuple(found)


def _within(folder: Path) -> list[Path]:
    inside = (p for p in folder.rglob("*") if not any(part[0] == "." for part in p.relative_to(folder).parts))
    return sorted(p for p in inside if p.is_file())


def examine(path: Path, read_file: Read) -> Found:
    """Read a file and say what it is. Nothing about it stops the import of the others."""
    try:
        if path.stat().st_size > MOST_BYTES:
            return Found(path.name, b"", OVERSIZE)
        data = path.read_bytes()
    except OSError:
        return Found(path.name, b"", UNREADABLE)
    return _found(path.name, data, read_file(data, 0, None))


def _found(name: str, data: bytes, got: Reading) -> Found:
    facts = facts_from(got)
    if got.frame is not None:
        return Found(name, data, MEASURING, THERMAL, _taken(got.frame), facts)
    if got.reason == reading.FOREIGN:
        return Found(name, data, reading.FOREIGN)
    if got.reason in _STILL or (got.reason == reading.CUT and not got.maker and _pictured(got.format)):
        kind = "video" if got.format in _MOVING else "image"
        return Found(
            name, data, PLAIN if got.reason in _STILL else got.reason, f"{kind}/{got.format}", "", facts
        )
    return Found(name, data, got.reason, THERMAL, "", facts)


def _pictured(name: str) -> bool:
    return name in {"jpeg", "png", "bmp", "gif", "webp", "tiff"} | _MOVING


def _taken(frame: ThermalFrame) -> str:
    """The camera's own time where it can be believed and has its zone; else empty."""
    at = frame.camera.captured_at or ""
    zoned = at.endswith("Z") or "+" in at[10:] or "-" in at[10:]
    return at if zoned and "clock_implausible" not in frame.warnings else ""


def facts_from(got: Reading) -> ImageFacts:
    """What the case keeps of a reading."""
    frame = got.frame
    if frame is None:
        return ImageFacts(got.format, got.maker, got.reason, got.frames, program=_PROGRAM)
    counts = frame.counts
    plain = counts.astype("<u2" if counts.dtype == np.uint16 else "<f4").tobytes()
    return ImageFacts(
        format=got.format,
        maker=got.maker,
        frames=got.frames,
        model=frame.camera.model,
        serial=frame.camera.serial,
        captured_at=frame.camera.captured_at,
        gps=_gps(frame.gps) if frame.gps else None,
        counts=hashlib.sha256(plain).digest(),
        warnings=frame.warnings,
        program=_PROGRAM,
    )


def _gps(gps: Gps) -> dict[str, str]:
    return {"lat": f"{gps.lat:.6f}", "lon": f"{gps.lon:.6f}", "source": gps.source}


def keep(desk: Desk, case: str, item: str, found: Found) -> tuple[Outcome, Changes | None]:
    """Keep a file as evidence, unless the case holds the same bytes.

    Raises:
        DiskFullError: no room.
        ClosedInspectionError: the case has been approved.
    """
    log, facts = read(desk, case), found.facts or ImageFacts("unknown")
    held = same_bytes(log, found.data)
    if held is not None:
        return Outcome(found.name, found.sort, held.body["number"], held.body["evidence"], known=True), None
    twins = same_capture(log, facts.counts)
    note = Note(
        number=next_number(log, _word(found.media)),
        title=Path(found.name).stem,
        media=found.media,
        place="",
        by=desk.profile.person.name,
        taken_at=found.taken_at or desk.clock().wall,
        item=item or None,
    )
    changes = add_image(desk, case, found.data, note, facts)
    made = same_bytes(read(desk, case), found.data)
    twin = twins[0].body["number"] if twins else ""
    evidence = made.body["evidence"] if made else ""
    return Outcome(found.name, found.sort, note.number, evidence, twin=twin, maker=facts.maker), changes


def _word(media: str) -> str:
    return "热像" if media == THERMAL else "视频" if media.startswith("video/") else "照片"


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

    def __init__(self, bench: Bench, parent: QObject, read_file: Read) -> None:
        super().__init__(parent)
        self._bench, self._read = bench, read_file
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
        self.moved.emit(Progress(len(self._outcomes), self._total, path.name))
        done, read_file = partial(self._examined, case, item), self._read
        self._bench.lanes.images.run(lambda: examine(path, read_file), done, self._fail)

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
