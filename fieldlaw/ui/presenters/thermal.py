"""The thermal image page: the pictures of one case, one of them in hand, its colours, its spots."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, QTimer, Signal
from PySide6.QtGui import QImage

from fieldlaw.cases.casework.imaging import Measured, keep_spot, void_spot
from fieldlaw.cases.records.changes import Changes, Kind
from fieldlaw.devices.thermal import analysis, palettes
from fieldlaw.ui.messages import problem_of
from fieldlaw.ui.presenters.bench import Bench, Presenter
from fieldlaw.ui.presenters.thermal_gallery import Gallery, Place, Spot, bytes_of, look_at
from fieldlaw.ui.presenters.thermal_intake import Intake, Outcome, files_in
from fieldlaw.ui.presenters.thermal_picture import (
    Heat,
    Picture,
    bar_image,
    load_image,
    read_picture,
    render,
    thumbnail,
)
from fieldlaw.ui.presenters.thermal_state import State

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

BUSY_AFTER = 300
UNDEFINED = "undefined"
_LEAST_SPAN = 0.1
_SPOT = "点"
_THUMBNAIL = QSize(288, 216)
_PREVIEW = QSize(1280, 1280)


class ThermalPresenter(Presenter):
    """Reads, colours and measures the pictures of one case.

    Attributes:
        thumbnail: (evidence, QImage): a small picture that was asked for.
    """

    thumbnail = Signal(object)

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(State(bar=bar_image(palettes.NAMES[0])), parent)
        self._bench = bench
        self._turn = 0
        self._open = True
        self._case, self._item = "", ""
        self._drafts: dict[str, tuple[Spot, ...]] = {}
        self._asked: set[str] = set()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(BUSY_AFTER)
        self._wait.timeout.connect(lambda: self._with(busy=True))
        self._intake = Intake(bench, self)
        self._intake.moved.connect(lambda progress: self._with(progress=progress))
        self._intake.kept.connect(bench.news.tell)
        self._intake.ended.connect(self._imported)
        self._intake.failed.connect(lambda error: self._with(problem=problem_of(error)))
        bench.news.changes.connect(self._on_changes)

    @property
    def state(self) -> State:
        """What the page shows."""
        held: State = self._state
        return held

    def _with(self, **changes: object) -> None:
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
            self._drafts, self._asked = {}, set()
            self.show_state(State(palette=self.state.palette, bar=self.state.bar))
        self._read(case)

    def _read(self, case: str) -> None:
        self._run(lambda: look_at(self._bench.desk, case), self._opened)

    def _run(self, work: Callable[[], Gallery], done: Callable[[Gallery], None]) -> None:
        self._bench.lanes.store.run(work, done, self._bench.door.report)

    def _opened(self, gallery: Gallery) -> None:
        if gallery.case != self._case:
            return
        self._with(gallery=gallery, loaded=True)
        if gallery.rows and self.state.row is None:
            thermal = [row for row in gallery.rows if row.thermal] or list(gallery.rows)
            self.choose(thermal[0].evidence)

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
        self._bench.lanes.images.run(
            lambda: (evidence, thumbnail(data, _THUMBNAIL)), self._thumbnail_made, self._bench.door.report
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

    def choose(self, evidence: str) -> None:
        """Take a picture in hand: first what is quickly shown, then its values."""
        if evidence == self.state.chosen and self.state.fault is None:
            return
        self._turn += 1
        self._show_chosen(evidence)
        self._wait.start()
        case = self.state.gallery.case
        self._bench.lanes.store.run(
            lambda: bytes_of(self._bench.desk, case, evidence),
            partial(self._decode, self._turn),
            partial(self._failed, self._turn),
        )

    def _show_chosen(self, evidence: str) -> None:
        self.show_state(
            replace(
                self.state, chosen=evidence, preview=QImage(), picture=None, fault=None, busy=False,
                auto=True, painted=QImage(), drafts=self._drafts.get(evidence, ()), spot="",
            )
        )  # fmt: skip

    def again(self) -> None:
        """Try once more to read the picture in hand."""
        self.choose(self.state.chosen)

    def _decode(self, turn: int, data: bytes) -> None:
        if turn != self._turn:
            return
        failed, images = partial(self._failed, turn), self._bench.lanes.images
        images.run(lambda: load_image(data, _PREVIEW), partial(self._previewed, turn), failed)
        images.run(lambda: read_picture(data), partial(self._decoded, turn), failed)

    def _previewed(self, turn: int, preview: QImage) -> None:
        if turn == self._turn:
            self._with(preview=preview)

    def _decoded(self, turn: int, picture: Picture) -> None:
        if turn != self._turn:
            return
        self._wait.stop()
        ends = analysis.span(picture.heat.celsius) if picture.heat else self.state.span
        self._with(picture=picture, busy=False, span=ends)
        self._paint()

    def _failed(self, turn: int, error: Exception) -> None:
        if turn == self._turn:
            self._wait.stop()
            self._with(fault=problem_of(error), busy=False)

    # --- colours

    def _paint(self) -> None:
        if self.state.heat is not None:
            self._with(painted=render(self.state.heat, self.state.span, self.state.palette))

    def use_palette(self, name: str) -> None:
        """Colour with another palette."""
        self._with(palette=name, bar=bar_image(name))
        self._paint()

    def set_span(self, low: float, high: float) -> None:
        """Colour between two temperatures; they are put in order and kept a little apart."""
        low, high = min(low, high), max(low, high)
        self._with(span=(low, max(high, low + _LEAST_SPAN)), auto=False)
        self._paint()

    def auto_span(self) -> None:
        """Colour from the lowest to the highest temperature of the picture."""
        if self.state.heat is not None:
            self._with(span=analysis.span(self.state.heat.celsius), auto=True)
            self._paint()

    # --- spots

    def value_at(self, place: Place) -> float | None:
        """The temperature of a pixel of the picture in hand."""
        heat = self.state.heat
        return None if heat is None else analysis.at(heat.celsius, place)

    def mark_extremes(self, *, marked: bool) -> None:
        """Mark the lowest and the highest place in the picture, or leave that."""
        self._with(marked=marked)

    def _spot(self, label: str, place: Place) -> Spot:
        value, heat = self.value_at(place), self.state.heat
        outside = value is not None and heat is not None and analysis.beyond(value, heat.camera.range_c)
        return Spot(label, place, value, "" if value is not None else UNDEFINED, outside)

    def _next_label(self) -> str:
        taken = self.state.gallery.used.get(self.state.chosen, frozenset()) | {
            s.label for s in self.state.drafts
        }
        numbers = [int(label[1:]) for label in taken if label[:1] == _SPOT and label[1:].isdecimal()]
        return f"{_SPOT}{max(numbers, default=0) + 1}"

    def add_spot(self, place: Place) -> None:
        """Put a spot on a pixel and take it in hand."""
        if self.state.heat is None:
            return
        one = self._spot(self._next_label(), place)
        self._draft((*self.state.drafts, one), one.label)

    def _draft(self, drafts: tuple[Spot, ...], spot: str) -> None:
        self._drafts[self.state.chosen] = drafts
        self._with(drafts=drafts, spot=spot)

    def choose_spot(self, label: str) -> None:
        """Take a spot in hand."""
        if label != self.state.spot:
            self._with(spot=label)

    def move_spot(self, columns: int, rows: int) -> None:
        """Move the spot in hand by so many pixels, not over the edge; a kept one stays where it is."""
        held, heat = self.state.in_hand, self.state.heat
        if held is None or held.event or heat is None:
            return
        high, wide = heat.celsius.shape
        place = (
            min(max(held.place[0] + columns, 0), wide - 1),
            min(max(held.place[1] + rows, 0), high - 1),
        )
        moved = self._spot(held.label, place)
        self._draft(tuple(moved if s.label == held.label else s for s in self.state.drafts), held.label)

    def remove_spot(self) -> None:
        """Take the spot in hand away; one that is kept can only be made void."""
        held = self.state.in_hand
        if held is None or held.event:
            return
        left = tuple(one for one in self.state.drafts if one.label != held.label)
        self._draft(left, left[-1].label if left else "")

    def keep_spot(self) -> None:
        """Write the spot in hand into the case."""
        held = self.state.in_hand
        if held is not None and not held.event and self.state.heat is not None:
            spot = self._measured(held, self.state.heat)
            self._write(partial(keep_spot, self._bench.desk, self.state.gallery.case, spot))

    def _measured(self, spot: Spot, heat: Heat) -> Measured:
        return Measured(
            evidence=self.state.chosen,
            label=spot.label,
            place=spot.place,
            celsius=None if spot.celsius is None else f"{spot.celsius:.2f}",
            reason=spot.reason,
            outside_range=spot.outside,
            parameters={name: f"{value:.6g}" for name, value in vars(heat.scene).items()},
            palette=self.state.palette,
        )

    def void_spot(self, reason: str) -> None:
        """Make the kept spot in hand void."""
        held = self.state.in_hand
        if held is not None and held.event:
            case = self.state.gallery.case
            self._write(partial(void_spot, self._bench.desk, case, held.event, reason))

    def _write(self, act: Callable[[], Changes]) -> None:
        """Do an act and read the case again, both on the lane, so that no other act falls between."""
        desk, case = self._bench.desk, self.state.gallery.case
        self._bench.lanes.store.run(lambda: (act(), look_at(desk, case)), self._written, self._not_written)

    def _written(self, got: tuple[Changes, Gallery]) -> None:
        changes, gallery = got
        if gallery.case == self._case:
            for evidence, drafts in self._drafts.items():
                kept = gallery.used.get(evidence, frozenset())
                self._drafts[evidence] = tuple(one for one in drafts if one.label not in kept)
            drafts = self._drafts.get(self.state.chosen, ())
            self._with(gallery=gallery, drafts=drafts, problem=None)
        self._bench.news.tell(changes)

    def _not_written(self, error: Exception) -> None:
        self._with(problem=problem_of(error))

    # --- import

    def import_files(self, paths: Sequence[str]) -> None:
        """Take files in as evidence of the open case; the originals are kept untouched."""
        if self._case and paths:
            self._with(outcomes=(), problem=None)
            self._intake.start(self._case, self._item, files_in(paths))

    def stop_import(self) -> None:
        """Import no further file; what is imported stays."""
        self._intake.stop()

    def _imported(self, outcomes: tuple[Outcome, ...]) -> None:
        self._with(progress=None, outcomes=outcomes, skipped=self._intake.skipped)
        first = next((one.evidence for one in outcomes if one.evidence), "")
        if first:
            desk, case = self._bench.desk, self._case
            self._run(lambda: look_at(desk, case), partial(self._show_imported, first))

    def _show_imported(self, first: str, gallery: Gallery) -> None:
        if gallery.case == self._case and gallery.row(first) is not None:
            self._with(gallery=gallery)
            self.choose(first)
