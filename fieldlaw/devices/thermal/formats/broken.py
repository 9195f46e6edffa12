"""What the readers raise among themselves; outside of them a file has a reason and words."""

from __future__ import annotations

from fieldlaw.devices.thermal.reading import CUT, DAMAGED


class BrokenError(Exception):
    """A part cannot be read.

    Attributes:
        where: which part, in words.
        reason: `damaged`, or `cut` where the file ends early.
    """

    def __init__(self, where: str, *, cut: bool = False) -> None:
        super().__init__(where)
        self.where = where
        self.reason = CUT if cut else DAMAGED
