"""Writing every frame of a sequence out as tables: one after another on the images lane, until stopped."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

from fieldlaw.cases.casework.imaging_words import PARAMETER_WORDS, parameter_text
from fieldlaw.devices.thermal.export import About, IndexRow, index, matrix
from fieldlaw.errors import KnownError
from fieldlaw.ui.presenters.thermal_picture import View, heat_of

if TYPE_CHECKING:
    from pathlib import Path

    from fieldlaw.ui.presenters.bench import Bench
    from fieldlaw.ui.presenters.thermal_picture import Heat, Read


def _tr(text: str) -> str:
    return QCoreApplication.translate("thermal", text)


class CannotWriteError(KnownError):
    """A table could not be written where it was wanted."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            f"{name} 没有写成（{why}）。", "腾出空间或换一个文件夹再导出。", "案件没有变化，已写的表还在。"
        )


@dataclass(frozen=True)
class Job:
    """What is written out: the file, how it is read, how many frames, where to and under which name."""

    data: bytes
    view: View
    frames: int
    folder: Path
    original: str


@dataclass(frozen=True)
class Written:
    """How far it is; `done` of `total` frames; the list of all once it is finished or stopped."""

    done: int
    total: int
    index: str = ""


def about_of(heat: Heat, original: str, sha256: str, frame: int) -> About:
    """What stands over the table of a frame."""
    words = {
        _tr(PARAMETER_WORDS[name][0]): parameter_text(name, value)
        for name, value in (vars(heat.scene) if heat.scene else {}).items()
    }
    return About(original, sha256, frame, heat.camera.captured_at or "", words)


def write_frame(job: Job, frame: int, read: Read) -> IndexRow:
    """Read a frame and write its table; one without temperatures gives a row with the reason.

    Raises:
        CannotWriteError: no room, or no right to write there.
    """
    got = read(job.data, frame, job.view.scale)
    if got.frame is None:
        return IndexRow(frame, "", None, 0, "", got.where or got.reason)
    heat = heat_of(got.frame, got.frames, job.view.layers)
    name = f"{job.original}_{frame + 1:05d}.csv"
    digest = hashlib.sha256(job.data).hexdigest()
    _write(job.folder / name, matrix(heat.celsius, about_of(heat, job.original, digest, frame)))
    ends = (heat.whole.low, heat.whole.mean, heat.whole.high) if heat.whole else None
    missing = heat.whole.undefined if heat.whole else heat.celsius.size
    return IndexRow(frame, heat.camera.captured_at or "", ends, missing, name)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise CannotWriteError(path.name, error.strerror or str(error)) from error


class FrameExport(QObject):
    """Writes the frames of one file out.

    Attributes:
        moved: a Written.
        ended: a Written with the path of the list of all.
        failed: an error after which nothing more is written.
    """

    moved = Signal(object)
    ended = Signal(object)
    failed = Signal(object)

    def __init__(self, bench: Bench, read: Read, parent: QObject) -> None:
        super().__init__(parent)
        self._bench, self._read = bench, read
        self._job: Job | None = None
        self._rows: list[IndexRow] = []
        self._stopped = False

    @property
    def running(self) -> bool:
        """Whether frames are being written."""
        return self._job is not None

    def start(self, job: Job) -> None:
        """Write the frames out; nothing while another file is being written."""
        if self._job is None and job.frames:
            self._job, self._rows, self._stopped = job, [], False
            self._next()

    def stop(self) -> None:
        """Write no further frame; the tables that are written stay, and the list names them."""
        self._stopped = True

    def close(self) -> None:
        """The profile is being closed: write nothing more and say nothing more."""
        self._job = None

    def _next(self) -> None:
        job = self._job
        if job is None:
            return
        self.moved.emit(Written(len(self._rows), job.frames))
        if self._stopped or len(self._rows) >= job.frames:
            self._bench.lanes.images.run(partial(self._list, job), self._finished, self._fail)
            return
        work = partial(write_frame, job, len(self._rows), self._read)
        self._bench.lanes.images.run(work, self._written, self._fail)

    def _written(self, row: IndexRow) -> None:
        if self._job is not None:
            self._rows.append(row)
            self._next()

    def _list(self, job: Job) -> str:
        name = f"{job.original}_{_tr('全部帧')}.csv"
        _write(job.folder / name, index(self._rows))
        return name

    def _finished(self, name: str) -> None:
        job, self._job = self._job, None
        if job is not None:
            self.ended.emit(Written(len(self._rows), job.frames, name))

    def _fail(self, error: Exception) -> None:
        if self._job is not None:
            self._job = None
            self.failed.emit(error)
