"""What kinds of thing a use case has changed; the one message that travels upward."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """A kind of thing that a screen may be showing."""

    CASES = "cases"
    ANSWERS = "answers"
    MEASUREMENTS = "measurements"
    EVIDENCE = "evidence"
    FINDINGS = "findings"
    ASSESSMENTS = "assessments"
    DOCUMENTS = "documents"
    REVIEWS = "reviews"
    PROCEEDING = "proceeding"
    OUTBOX = "outbox"


@dataclass(frozen=True)
class Changes:
    """The kinds of thing that changed; a presenter that shows one of them re-reads."""

    kinds: frozenset[Kind]

    def touch(self, *kinds: Kind) -> bool:
        """True when any of `kinds` changed."""
        return any(kind in self.kinds for kind in kinds)
