"""What is seen of a picture or a video: its facts, a frame, where it changes. Plain values, no decoder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_SIDE = 16384  # pixels of anything that is shown
THRESHOLD = 3.0  # grey levels: what the highlight of change starts with
MOVED_PIXELS = 0.75  # of a working size of 160 pixels; a shift of less cannot be told from noise
_SURE = 0.1  # of the energy of the correlation in one peak; what is below is no match


@dataclass(frozen=True)
class Facts:
    """What a video is.

    Attributes:
        fps: frames a second as the container says; 0 where it does not.
        frames: how many there are.
        counted: whether they were counted by decoding all of them; else it is what the container says.
        reason: why none can be shown (no_values: it is no video; damaged; too_large …); else empty.
    """

    width: int = 0
    height: int = 0
    fps: float = 0.0
    frames: int = 0
    counted: bool = False
    reason: str = ""


@dataclass(frozen=True, eq=False)
class Still:
    """A picture or a frame in RGB, shape (height, width, 3).

    Attributes:
        reason: why there is none; of pixels that are there, that a part is missing (cut).
    """

    pixels: NDArray[np.uint8] | None = None
    reason: str = ""


@dataclass(frozen=True)
class Shift:
    """How far a frame lies from the reference, in pixels to the right and down.

    Attributes:
        response: 0 to 1, how much of the two frames agrees with this shift.
    """

    right: float
    down: float
    response: float

    @property
    def sure(self) -> bool:
        """Whether the two frames match at all."""
        return self.response >= _SURE

    @property
    def pixels(self) -> float:
        """The length of the shift."""
        return float((self.right**2 + self.down**2) ** 0.5)

    def times(self, factor: float) -> Shift:
        """The same shift in pixels of another size."""
        return Shift(self.right * factor, self.down * factor, self.response)


@dataclass(frozen=True, eq=False)
class Change:
    """Where a video changes around one of its frames. A view; it measures nothing.

    Attributes:
        mask: the regions whose score reaches the threshold; shape (height, width).
        score: how much it changes there, in grey levels; shape (height, width).
        shifts: of each frame of the window against the one that is shown.
        moving: whether the camera moved in the window.
    """

    mask: NDArray[np.bool_]
    score: NDArray[np.float32]
    shifts: tuple[Shift, ...]
    moving: bool
