"""Where the infrared picture lies on another one of the same scene; plain geometry."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fieldlaw.devices.thermal.image import Overlay

Size = tuple[int, int]  # width, height
Part = tuple[float, float]  # parts of width and height


@dataclass(frozen=True)
class Fit:
    """The place of the infrared picture on the other one, in parts of its width and height.

    Attributes:
        left, top, wide, high: its upper left corner and its size.
        known: the file says so; else the two are held for the same part of the scene.
    """

    left: float = 0.0
    top: float = 0.0
    wide: float = 1.0
    high: float = 1.0
    known: bool = False

    def out(self, at: Part) -> Part:
        """From a point of the infrared picture to the same point of the other one."""
        return self.left + at[0] * self.wide, self.top + at[1] * self.high

    def back(self, at: Part) -> Part:
        """From a point of the other picture to the same point of the infrared one."""
        return (at[0] - self.left) / self.wide, (at[1] - self.top) / self.high

    def nudged(self, by: Size, infrared: Size) -> Fit:
        """The infrared picture moved by so many of its own pixels."""
        across, down = self.wide / infrared[0], self.high / infrared[1]
        return replace(self, left=self.left + by[0] * across, top=self.top + by[1] * down)


SAME = Fit()


def fit(overlay: Overlay | None, infrared: Size, visible: Size) -> Fit:
    """Where the infrared picture lies on the photograph, by the record of the file where it has a sound one.

    One infrared pixel covers (width of the photograph / width of the infrared picture) / Real2IR pixels of
    the photograph; the infrared picture stands in its middle, moved by the offsets (in the same pixels).
    """
    if overlay is None or not overlay.real2ir > 0 or 0 in (*infrared, *visible):
        return SAME
    pixel = visible[0] / infrared[0] / overlay.real2ir
    wide, high = pixel * infrared[0] / visible[0], pixel * infrared[1] / visible[1]
    left = (1 - wide) / 2 + overlay.offset_x / visible[0]
    top = (1 - high) / 2 + overlay.offset_y / visible[1]
    return Fit(left, top, wide, high, known=True)
