"""Ranges of numbers on a line: what a set of bands leaves open, and what two of them share. Pure.

A cut is a place between numbers: (v, 0) lies just below v, (v, 1) just above it. A span runs from one cut
to the next, so that "≥ 5" and "> 5" need no special case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal, InvalidOperation
from typing import Any

Cut = tuple[Decimal, int]
BELOW_ALL: Cut = (Decimal("-Infinity"), 0)
ABOVE_ALL: Cut = (Decimal("Infinity"), 1)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The numbers between two cuts; empty unless low lies below high."""

    low: Cut
    high: Cut

    @property
    def empty(self) -> bool:
        """Whether no number lies between the cuts."""
        return self.low >= self.high

    def meet(self, other: Span) -> Span:
        """The numbers in both."""
        return Span(max(self.low, other.low), min(self.high, other.high))

    def holds_step(self, step: Decimal) -> bool:
        """Whether a whole multiple of a step lies in the span."""
        if self.empty or not (self.low[0].is_finite() and self.high[0].is_finite()):
            return not self.empty
        first = (self.low[0] / step).to_integral_value(ROUND_CEILING) * step
        return any(self.low <= (value, 0) and (value, 1) <= self.high for value in (first, first + step))

    def shown(self, name: str) -> str:
        """The span as a person writes it: 5 ≤ ph < 6."""
        if self.low[0] == self.high[0]:
            return f"{name} = {self.low[0]}"
        low = f"{self.low[0]} {'<' if self.low[1] else '≤'} " if self.low[0].is_finite() else ""
        high = f" {'≤' if self.high[1] else '<'} {self.high[0]}" if self.high[0].is_finite() else ""
        return f"{low}{name}{high}"


ALL = Span(BELOW_ALL, ABOVE_ALL)


def read_span(stated: Any) -> Span | None:
    """The span that a band or a part of a domain states.

    Args:
        stated: from, to, from_included, to_included; an end that is left out is open.

    Returns:
        The span, or None when an end is not a number or does not say whether it belongs.
    """
    if not isinstance(stated, Mapping):
        return None
    low, high = _cut(stated, "from"), _cut(stated, "to")
    return None if low is None or high is None else Span(low, high)


def _cut(stated: Mapping[str, Any], end: str) -> Cut | None:
    lower = end == "from"
    if end not in stated:
        return BELOW_ALL if lower else ABOVE_ALL
    number, belongs = read_number(stated[end]), stated.get(f"{end}_included")
    if number is None or belongs not in ("yes", "no"):
        return None
    return (number, int((belongs == "yes") != lower))


def read_number(text: object) -> Decimal | None:
    """A finite decimal from its text, or None."""
    try:
        number = Decimal(text) if isinstance(text, str) else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None


def gaps(bands: Iterable[Span], domain: Iterable[Span]) -> list[Span]:
    """The parts of a domain that no band covers, from low to high."""
    left: list[Span] = []
    ordered = sorted(bands)
    for part in sorted(domain):
        at = part.low
        for band in ordered:
            if band.low > at and not (hole := Span(at, min(band.low, part.high))).empty:
                left.append(hole)
            at = max(at, band.high)
        if at < part.high:
            left.append(Span(at, part.high))
    return left


def hull(bands: Iterable[Span]) -> Span:
    """From the lowest to the highest number of some bands (at least one)."""
    spans = list(bands)
    return Span(min(span.low for span in spans), max(span.high for span in spans))


def covered(band: Span, others: Iterable[Span]) -> bool:
    """Whether other bands together leave nothing of a band."""
    return not gaps(others, [band])
