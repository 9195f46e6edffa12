"""Where in a recording the picture in hand is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fieldlaw.devices.thermal.seen import THRESHOLD

if TYPE_CHECKING:
    from fieldlaw.ui.presenters.thermal_picture import Picture

FRAME_BROKEN = "frame_broken"


@dataclass(frozen=True)
class Reel:
    """Where in a recording the picture in hand is.

    Attributes:
        frame, frames: which one (the first is 0) of how many.
        seconds: when in the recording it is; None where the file does not say.
        rate: frames a second; 0 where the file does not say.
        video: an ordinary video, without temperatures.
        change: changes are marked; from which threshold on, aligned or not.
        note: what a person must know of the frame: that the camera moved.
        taken: when the camera took the frame, by its own clock, ISO 8601; empty where the file does not say.
    """

    frame: int
    frames: int
    seconds: float | None = None
    rate: float = 0.0
    video: bool = False
    change: bool = False
    threshold: float = THRESHOLD
    aligned: bool = True
    note: str = ""
    taken: str = ""

    def at(self, frame: int) -> Reel:
        """The same recording at another frame."""
        frame = min(max(frame, 0), max(self.frames - 1, 0))
        seconds = frame / self.rate if self.rate else None
        return replace(self, frame=frame, seconds=seconds, note="", taken="")


def named(picture: Picture, reel: Reel | None) -> Picture:
    """A picture without temperatures out of a recording: it is the frame that is broken, not the file."""
    broken = reel is not None and picture.heat is None and picture.reason in ("damaged", "cut")
    return replace(picture, reason=FRAME_BROKEN) if broken else picture
