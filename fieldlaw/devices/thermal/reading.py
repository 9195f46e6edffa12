"""What reading an infrared file gives: a frame, or no frame with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fieldlaw.devices.thermal.image import ThermalFrame

# Why a file gives no temperatures.
NO_VALUES = "no_values"  # an ordinary picture or an 8-bit video
DAMAGED = "damaged"  # it says that it holds temperatures, and its structure is broken
CUT = "cut"  # the file ends before its end
NOT_DECODED = "not_decoded"  # temperatures by its maker's own method, which is not known here
PLUGIN_NEEDED = "plugin_needed"  # the same, and a plug-in can read it
SCALE_UNCONFIRMED = "scale_unconfirmed"  # a matrix of counts whose scale a person has to confirm
TOO_SLOW = "too_slow"  # reading it took longer than is allowed
TOO_LARGE = "too_large"  # reading it took more memory than is allowed, or the file is larger than is read
CRASHED = "crashed"  # the process that read it died
FOREIGN = "foreign"  # nothing that is known here
REASONS = frozenset(
    {
        NO_VALUES, DAMAGED, CUT, NOT_DECODED, PLUGIN_NEEDED, SCALE_UNCONFIRMED, TOO_SLOW, TOO_LARGE, CRASHED,
        FOREIGN,
    }
)  # fmt: skip


@dataclass(frozen=True)
class Scale:
    """How a person says that counts become °C: counts × scale + offset; `unit` of the numbers of a table.

    Attributes:
        scale, offset: decimal text, as it was confirmed; a table of °C has 1 and 0.
        source: where the person has it from (manual and page, export dialog).
    """

    scale: str
    offset: str
    source: str


@dataclass(frozen=True, eq=False)
class Reading:
    """A file as read.

    Attributes:
        format: flir_jpeg, flir_fff, flir_seq, flir_csq, infiray_irg, tiff16, csv, dji_rjpeg, hikmicro …; else
            the kind of an ordinary picture or video (jpeg, png, mp4, avi, …); unknown.
        maker: the maker's name where the bytes tell it.
        frames: how many frames the file has; 0 when that is not known.
        frame: the frame that was asked for; None with a `reason`.
        where: which part is damaged, in words.
    """

    format: str
    frame: ThermalFrame | None = None
    frames: int = 0
    reason: str = ""
    where: str = ""
    maker: str = ""

    def __post_init__(self) -> None:
        """A frame, or a reason."""
        if (self.frame is None) != (self.reason in REASONS):
            raise ValueError("a frame, or a reason")
