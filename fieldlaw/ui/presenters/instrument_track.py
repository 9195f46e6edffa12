"""The last minute and a half of readings as a curve: never longer, never joined over a gap."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from math import nan
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

SPAN_SECONDS = 90.0
_MOST_POINTS = 8192
_MOST_GAPS = 64


@dataclass
class Track:
    """Points and gaps; times are seconds of the wall clock since 1970.

    Attributes:
        points: (time, value); a reading without a value is not-a-number and breaks the curve.
        gaps: when readings stopped, inside the shown time or shortly before it.
    """

    points: deque[tuple[float, float]] = field(default_factory=lambda: deque(maxlen=_MOST_POINTS))
    gaps: deque[datetime] = field(default_factory=lambda: deque(maxlen=_MOST_GAPS))

    def add(self, at: datetime, value: Decimal | None) -> None:
        """Add a reading."""
        self.points.append((at.timestamp(), nan if value is None else float(value)))
        while self.points[0][0] < at.timestamp() - SPAN_SECONDS - 1:
            self.points.popleft()

    def cut(self, after: datetime) -> None:
        """Readings stopped after this moment: the curve ends here."""
        self.points.append((after.timestamp(), nan))
        self.gaps.append(after)

    def clear(self) -> None:
        """Forget everything: another instrument."""
        self.points.clear()
        self.gaps.clear()
