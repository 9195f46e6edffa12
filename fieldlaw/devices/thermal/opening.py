"""Opening a file of any kind: who claims it, what reading it gives. Untrusted files go through `apart`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from fieldlaw.devices.thermal.formats import csv_matrix, dji, flir, foreign, infiray, plain, tiff
from fieldlaw.devices.thermal.reading import FOREIGN, Reading

if TYPE_CHECKING:
    from fieldlaw.devices.thermal.reading import Scale


class Format(Protocol):
    """A module that reads one family of files."""

    def claims(self, data: bytes) -> bool:
        """True when the bytes say that this module is the one to read them."""
        ...

    def read(self, data: bytes, frame: int, scale: Scale | None) -> Reading:
        """A frame, or no frame with its reason. Nothing that the bytes hold makes it raise."""
        ...


# In this order: makers that hide temperatures in a JPEG before the ordinary picture, tables last.
FORMATS: tuple[Format, ...] = (flir, infiray, dji, foreign, tiff, plain, csv_matrix)


def read(data: bytes, frame: int = 0, scale: Scale | None = None) -> Reading:
    """Read frame `frame` (the first is 0) of a file.

    Args:
        data: the file as it was received.
        frame: which frame of a sequence.
        scale: what a person confirmed of a matrix without its own scale.
    """
    for one in FORMATS:
        if one.claims(data):
            return one.read(data, frame, scale)
    return Reading("unknown", reason=FOREIGN)
