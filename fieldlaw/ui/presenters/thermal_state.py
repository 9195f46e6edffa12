"""What the thermal image page shows, as one frozen state."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from fieldlaw.devices.thermal import palettes
from fieldlaw.ui.presenters.thermal_gallery import Gallery
from fieldlaw.ui.presenters.thermal_said import NOTHING

if TYPE_CHECKING:
    from fieldlaw.ui.messages import Problem
    from fieldlaw.ui.presenters.thermal_export import Written
    from fieldlaw.ui.presenters.thermal_gallery import ImageRow, Lock
    from fieldlaw.ui.presenters.thermal_intake import Outcome, Progress
    from fieldlaw.ui.presenters.thermal_picture import Heat, Picture
    from fieldlaw.ui.presenters.thermal_reel import Reel
    from fieldlaw.ui.presenters.thermal_regions import Area
    from fieldlaw.ui.presenters.thermal_said import Said


@dataclass(frozen=True)
class State:
    """What the page shows.

    Attributes:
        gallery: the pictures as they were read last.
        chosen: the picture in hand.
        preview: what is shown of it before it is read; null when there is nothing.
        picture: what was read of it; None until then.
        busy: reading it has taken so long that one wants to know.
        fault: why it cannot be shown.
        painted, bar: the temperatures and the palette in colours.
        span: the temperatures at the two ends of the palette; `auto` when they are those of the picture.
        isotherm: which temperatures are marked (`thermal_colours.ISOTHERMS`), `limits` from and to which,
            `share` the part of the pixels that is; None while none is marked.
        drafts: what is measured and not kept yet; `held` is the label of what is in hand.
        progress: how far an import is; `outcomes` what became of the files of the last one,
            `skipped` how many were left after a stop.
        problem: why the last act was not saved.
        reel: where in a sequence or a video the picture is; None for a picture alone.
        asked: where it will be, once what was asked for last is read; None while nothing is asked for.
        written: how far writing all frames out is; with the name of the list once it is done.
    """

    gallery: Gallery = field(default_factory=Gallery)
    loaded: bool = False
    chosen: str = ""
    preview: QImage = field(default_factory=QImage)
    picture: Picture | None = None
    busy: bool = False
    fault: Problem | None = None
    palette: str = palettes.NAMES[0]
    span: tuple[float, float] = (0.0, 1.0)
    auto: bool = True
    painted: QImage = field(default_factory=QImage)
    bar: QImage = field(default_factory=QImage)
    isotherm: str = ""
    limits: tuple[float, float] = (0.0, 0.0)
    share: float | None = None
    drafts: tuple[Area, ...] = ()
    held: str = ""
    marked: bool = False
    progress: Progress | None = None
    outcomes: tuple[Outcome, ...] = ()
    skipped: int = 0
    problem: Problem | None = None
    reel: Reel | None = None
    asked: Reel | None = None
    written: Written | None = None

    @property
    def frame(self) -> int:
        """Which frame of a sequence its temperatures are those of."""
        return self.reel.frame if self.reel is not None and not self.reel.video else 0

    @property
    def row(self) -> ImageRow | None:
        """The picture in hand, as the case lists it."""
        return self.gallery.row(self.chosen)

    @property
    def heat(self) -> Heat | None:
        """The temperatures of the picture in hand."""
        return self.picture.heat if self.picture else None

    @property
    def measuring(self) -> bool:
        """Whether the page measures: there are temperatures, or they are still being read."""
        return self.heat is not None or (self.picture is None and self.row is not None and self.row.thermal)

    @property
    def areas(self) -> tuple[Area, ...]:
        """All that is measured on the picture in hand, in the order of the numbers."""
        every = self.gallery.areas.get(self.chosen, ())
        kept = {one.label: one for one in every if one.frame == self.frame}
        found = {one.label: one for one in self.drafts} | kept
        return tuple(sorted(found.values(), key=lambda one: one.number))

    @property
    def in_hand(self) -> Area | None:
        """What is in hand of it."""
        return next((one for one in self.areas if one.label == self.held), None)

    @property
    def said(self) -> Said:
        """What people said of the picture in hand."""
        return self.gallery.said.get(self.chosen, NOTHING)

    @property
    def lock(self) -> Lock | None:
        """Level and span that hold over the case."""
        return self.gallery.lock
