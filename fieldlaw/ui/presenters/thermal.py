"""The thermal image page: the pictures of one case, and the one that is in hand."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, QTimer, Signal
from PySide6.QtGui import QImage

from fieldlaw.cases.records.changes import Changes, Kind
from fieldlaw.devices.thermal import palettes
from fieldlaw.devices.thermal.film import Film
from fieldlaw.devices.thermal.limits import Limits
from fieldlaw.ui.messages import problem_of
from fieldlaw.ui.presenters.bench import Bench, Presenter
from fieldlaw.ui.presenters.thermal_colours import Colours
from fieldlaw.ui.presenters.thermal_export import FrameExport, Job, Written
from fieldlaw.ui.presenters.thermal_film import Films
from fieldlaw.ui.presenters.thermal_gallery import Gallery, bytes_of, look_at
from fieldlaw.ui.presenters.thermal_intake import Intake, NothingToImportError, Outcome, files_in
from fieldlaw.ui.presenters.thermal_measuring import Measuring
from fieldlaw.ui.presenters.thermal_picture import Picture, bar_image, load_image, read_picture, thumbnail
from fieldlaw.ui.presenters.thermal_reel import Reel, named
from fieldlaw.ui.presenters.thermal_report import Report
from fieldlaw.ui.presenters.thermal_saying import Sayings
from fieldlaw.ui.presenters.thermal_scale import Scales
from fieldlaw.ui.presenters.thermal_state import State

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from fieldlaw.cases.casework.printing_record import Press
    from fieldlaw.ui.presenters.thermal_film import OpenFilm
    from fieldlaw.ui.presenters.thermal_picture import Eyes

BUSY_AFTER = 300
_THUMBNAIL = QSize(288, 216)
_PREVIEW = QSize(1280, 1280)


class ThermalPresenter(Presenter):
    """Reads the pictures of one case.

    Args:
        eyes: read what is not trusted.
        open_film: opens a video.

    Attributes:
        regions, colours: what a person does on the picture in hand, and with its colours.
        sayings: what a person says of it.
        films: what a person does with a video.
        report: the report page of it.
        thumbnail: (evidence, QImage): a small picture that was asked for.
    """

    thumbnail = Signal(object)

    def __init__(
        self,
        bench: Bench,
        press: Press,
        eyes: Eyes,
        parent: QObject | None = None,
        open_film: OpenFilm = lambda data: Film(data, Limits()),
    ) -> None:
        super().__init__(State(bar=bar_image(palettes.NAMES[0])), parent)
        self._bench, self._eyes = bench, eyes
        self._data, self._wanted_frame, self._framing = b"", 0, False
        self._turn = 0
        self._open = True
        self._case, self._item = "", ""
        self.regions, self.colours = Measuring(bench.desk, self), Colours(bench.desk, self)
        self.sayings, self.films = Sayings(bench.desk, self), Films(bench, self, open_film)
        self.scales, self.report = Scales(bench, self, eyes.probe), Report(bench, press, self, self)
        self._asked: set[str] = set()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(BUSY_AFTER)
        self._wait.timeout.connect(lambda: self.alter(busy=True))
        self._intake = Intake(bench, self, eyes.read)
        self._intake.moved.connect(lambda progress: self.alter(progress=progress))
        self._intake.kept.connect(bench.news.tell)
        self._intake.ended.connect(self._imported)
        self._intake.failed.connect(lambda error: self.alter(problem=problem_of(error)))
        self._export = FrameExport(bench, eyes.read, self)
        self._export.moved.connect(lambda written: self.alter(written=written))
        self._export.ended.connect(lambda written: self.alter(written=written))
        self._export.failed.connect(lambda error: self.alter(problem=problem_of(error), written=None))
        bench.news.changes.connect(self._on_changes)

    @property
    def state(self) -> State:
        """What the page shows."""
        held: State = self._state
        return held

    def alter(self, **changes: object) -> None:
        """Show other parts of the state."""
        self.show_state(replace(self.state, **changes))  # type: ignore[arg-type]

    # --- the case and its pictures

    def open(self, case: str, item: str = "") -> None:
        """Show the pictures of a case; what is imported belongs to `item` of its checklist.

        An import into another case stops; what is imported stays, and the page says how many are left.
        """
        self._case, self._item = case, item
        if case != self.state.gallery.case:
            self._turn += 1
            self._intake.stop()
            self.report.leave()
            self._asked = set()
            self.regions.forget()
            self.show_state(State(palette=self.state.palette, bar=self.state.bar))
        self._read(case)

    def _read(self, case: str) -> None:
        self._run(lambda: look_at(self._bench.desk, case), self._opened)

    def _run(self, work: Callable[[], Gallery], done: Callable[[Gallery], None]) -> None:
        self._bench.lanes.store.run(work, done, self._bench.door.report)

    def _opened(self, gallery: Gallery) -> None:
        if gallery.case != self._case:
            return
        self._take(gallery, loaded=True)
        if gallery.rows and self.state.row is None:
            thermal = [row for row in gallery.rows if row.thermal] or list(gallery.rows)
            self.choose(thermal[0].evidence)

    def _take(self, gallery: Gallery, **changes: object) -> None:
        """Show a case that was read again; its lock, and how the picture is to be read, may be other ones."""
        lock, said = self.state.lock, self.state.said
        self.alter(gallery=gallery, drafts=self.regions.settle(gallery.used), **changes)
        self.colours.follow(lock)
        if self.state.picture is not None and self.state.said.view() != said.view():
            self._view_again()

    def _on_changes(self, changes: Changes) -> None:
        if self.state.gallery.case and changes.touch(Kind.EVIDENCE, Kind.MEASUREMENTS):
            self._read(self.state.gallery.case)

    def want_thumbnail(self, evidence: str) -> None:
        """Have a small picture made, once."""
        if evidence in self._asked:
            return
        self._asked.add(evidence)
        case = self.state.gallery.case
        self._bench.lanes.store.run(
            lambda: bytes_of(self._bench.desk, case, evidence),
            partial(self._make_thumbnail, evidence),
            lambda _unreadable: None,  # its row keeps the icon; choosing it says why
        )

    def _make_thumbnail(self, evidence: str, data: bytes) -> None:
        eyes = self._eyes
        self._bench.lanes.images.run(
            lambda: (evidence, thumbnail(eyes, data, _THUMBNAIL)),
            self._thumbnail_made,
            self._bench.door.report,
        )

    def _thumbnail_made(self, made: tuple[str, QImage]) -> None:
        if self._open:
            self.thumbnail.emit(made)

    def close(self) -> None:
        """The profile is being closed: take no result any more."""
        self._open = False
        self._turn += 1
        self._wait.stop()
        self._intake.close()
        self._export.close()
        self.films.drop()
        self.report.close()

    def choose(self, evidence: str) -> None:
        """Take a picture in hand: first what is quickly shown, then its values."""
        if evidence == self.state.chosen and self.state.fault is None:
            return
        self._turn += 1
        self._data, self._wanted_frame = b"", 0
        self.films.drop()
        self.report.leave()
        self._show_chosen(evidence)
        self._wait.start()
        self._fetch()

    def _fetch(self) -> None:
        """Have the picture in hand read."""
        case, evidence = self.state.gallery.case, self.state.chosen
        self._bench.lanes.store.run(
            lambda: bytes_of(self._bench.desk, case, evidence),
            partial(self._decode, self._turn),
            partial(self._failed, self._turn),
        )

    def _show_chosen(self, evidence: str) -> None:
        self.show_state(
            replace(
                self.state, chosen=evidence, preview=QImage(), picture=None, fault=None, busy=False,
                auto=True, painted=QImage(), drafts=self.regions.drafts(evidence), held="", share=None,
                reel=None, asked=None, written=self.state.written if self._export.running else None,
            )
        )  # fmt: skip

    def again(self) -> None:
        """Try once more to read the picture in hand."""
        self.choose(self.state.chosen)

    def _decode(self, turn: int, data: bytes) -> None:
        if turn != self._turn:
            return
        self._data = data
        row = self.state.row
        if row is not None and row.video:
            self.films.begin(data, self._wait.stop, partial(self._failed, turn))
            return
        failed, eyes = partial(self._failed, turn), self._eyes
        show = partial(self._previewed, turn)
        self._bench.lanes.images.run(lambda: load_image(eyes, data, _PREVIEW), show, failed)
        self._view_again()

    def _view_again(self) -> None:
        """Read the file in hand as it is to be read now: the frame, the scale, the layers."""
        data, eyes, turn = self._data, self._eyes, self._turn
        view = self.state.said.view(self._wanted_frame)
        self._bench.lanes.images.run(
            lambda: read_picture(eyes, data, view),
            partial(self._decoded, turn, view.frame),
            partial(self._failed, turn),
        )

    def _previewed(self, turn: int, preview: QImage) -> None:
        if turn == self._turn:
            self.alter(preview=preview)

    def _decoded(self, turn: int, frame: int, picture: Picture) -> None:
        if turn != self._turn:
            return
        self._wait.stop()
        reel = self._reel_of(frame, picture)
        asked = self.state.asked if frame != self._wanted_frame else None
        self.alter(picture=named(picture, reel), busy=False, reel=reel, asked=asked)
        self.colours.begin()
        self.regions.refigure()
        self._framing = False
        if frame != self._wanted_frame:
            self._read_frame()

    def _reel_of(self, frame: int, picture: Picture) -> Reel | None:
        """Where in a sequence a picture is; one broken frame does not make it shorter."""
        before = self.state.reel
        frames = max(picture.frames, before.frames if before is not None else 0)
        taken = picture.heat.camera.captured_at if picture.heat is not None else ""
        return Reel(frame, frames, taken=taken or "") if frames > 1 else None

    def ask_scale(self) -> None:
        """Ask how the numbers of the matrix in hand become °C."""
        if self._data:
            self.scales.ask(self._data)

    # --- frames

    def show_frame(self, frame: int) -> None:
        """Show another frame of the recording in hand; of those asked for while one is read only the last."""
        reel = self.state.reel
        if reel is None:
            return
        if reel.video:
            self.films.show(frame)
            return
        asked = reel.at(frame)
        self._wanted_frame = asked.frame
        self.alter(asked=asked)
        if not self._framing:
            self._read_frame()

    def _read_frame(self) -> None:
        self._framing = True
        self._view_again()

    def write_frames(self, folder: Path) -> None:
        """Write every frame of the sequence in hand out as tables into a folder."""
        reel, row = self.state.reel, self.state.row
        ready = self._data and not self._export.running
        if reel is not None and row is not None and not reel.video and ready:
            view, name = self.state.said.view(), row.number.replace(" ", "")
            self.alter(written=Written(0, reel.frames), problem=None)
            self._export.start(Job(self._data, view, reel.frames, folder, name))

    def stop_writing(self) -> None:
        """Write no further frame; the tables that are written stay."""
        self._export.stop()

    def _failed(self, turn: int, error: Exception) -> None:
        if turn == self._turn:
            self._wait.stop()
            self._framing = False
            self.alter(fault=problem_of(error), busy=False, asked=None)

    def mark_extremes(self, *, marked: bool) -> None:
        """Mark the lowest and the highest place in the picture, or leave that."""
        self.alter(marked=marked)

    def write(self, act: Callable[[], Changes]) -> None:
        """Do an act and read the case again, both on the lane, so that no other act falls between."""
        desk, case = self._bench.desk, self.state.gallery.case
        self._bench.lanes.store.run(lambda: (act(), look_at(desk, case)), self._written, self._not_written)

    def _written(self, got: tuple[Changes, Gallery]) -> None:
        changes, gallery = got
        if gallery.case == self._case:
            self._take(gallery, problem=None)
        self._bench.news.tell(changes)

    def _not_written(self, error: Exception) -> None:
        self.alter(problem=problem_of(error))

    # --- import

    def import_files(self, paths: Sequence[str]) -> None:
        """Take files in as evidence of the open case; the originals are kept untouched."""
        if self._case and paths:
            self.alter(outcomes=(), problem=None)
            listed = partial(self._listed, self._case, self._item)
            self._bench.lanes.images.run(lambda: files_in(paths), listed, self._not_written)

    def _listed(self, case: str, item: str, files: tuple[Path, ...]) -> None:
        if case != self._case or not self._open:
            return
        if files:
            self._intake.start(case, item, files)
        else:
            self._not_written(NothingToImportError())

    def stop_import(self) -> None:
        """Import no further file; what is imported stays."""
        self._intake.stop()

    def _imported(self, outcomes: tuple[Outcome, ...]) -> None:
        self.alter(progress=None, outcomes=outcomes, skipped=self._intake.skipped)
        first = next((one.evidence for one in outcomes if one.evidence), "")
        if first:
            desk, case = self._bench.desk, self._case
            self._run(lambda: look_at(desk, case), partial(self._show_imported, first))

    def _show_imported(self, first: str, gallery: Gallery) -> None:
        if gallery.case == self._case and gallery.row(first) is not None:
            self.alter(gallery=gallery)
            self.choose(first)
