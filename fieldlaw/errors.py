"""The two kinds of failure: the world's (KnownError) and ours (BugError).

A KnownError carries three plain Chinese sentences: what happened, what to do, what is safe.
Whoever reports it needs no window and no knowledge of the code that raised it.
"""

from __future__ import annotations


class FieldlawError(Exception):
    """Root of every error that this program raises on purpose."""


class KnownError(FieldlawError):
    """The world's fault: a cable, a disk, a file, a wrong passphrase. Says what to do.

    Attributes:
        what: what did not happen, in plain Chinese.
        way_out: what the person can do now.
        safe: what has not been lost; empty when nothing was at stake.
    """

    def __init__(self, what: str, way_out: str, safe: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.way_out = way_out
        self.safe = safe

    @property
    def sentence(self) -> str:
        """One line for the command line and the log: what happened and the way out."""
        return "".join(part for part in (self.what, self.way_out, self.safe) if part)


class BugError(FieldlawError):
    """Our fault: a promise of the code is broken. Reported without case data."""
