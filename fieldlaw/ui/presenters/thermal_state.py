"""What the thermal image page shows, as one frozen state."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from fieldlaw.devices.thermal import palettes
from fieldlaw.ui.presenters.thermal_gallery import Gallery, ImageRow, Spot

if TYPE_CHECKING:
    from fieldlaw.ui.messages import Problem
    from fieldlaw.ui.presenters.thermal_intake import Outcome, Progress
    from fieldlaw.ui.presenters.thermal_picture import Heat, Picture


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
        drafts: spots that are not kept yet; `spot` is the label of the one in hand.
        progress: how far an import is; `outcomes` what became of the files of the last one,
            `skipped` how many were left after a stop.
        problem: why the last act was not saved.
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
    drafts: tuple[Spot, ...] = ()
    spot: str = ""
    marked: bool = False
    progress: Progress | None = None
    outcomes: tuple[Outcome, ...] = ()
    skipped: int = 0
    problem: Problem | None = None

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
    def spots(self) -> tuple[Spot, ...]:
        """All spots on the picture in hand, in the order of their numbers."""
        kept = {one.label: one for one in self.gallery.spots.get(self.chosen, ())}
        return tuple(sorted(({one.label: one for one in self.drafts} | kept).values(), key=_number))

    @property
    def in_hand(self) -> Spot | None:
        """The spot in hand."""
        return next((one for one in self.spots if one.label == self.spot), None)


def _number(spot: Spot) -> tuple[int, str]:
    digits = spot.label[1:]
    return int(digits) if digits.isdecimal() else 0, spot.label
