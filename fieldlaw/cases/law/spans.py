"""An amount on its way to being settled: a range in fen, with the steps that led to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

from fieldlaw.cases.law.exceedance import EXACT
from fieldlaw.cases.law.explain import money

if TYPE_CHECKING:
    from fieldlaw.cases.law.weighing import Step

WHOLE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Span:
    """From the lowest to the highest amount that is still open, in fen, not yet rounded."""

    low: Decimal
    high: Decimal
    steps: tuple[Step, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def is_one(self) -> bool:
        """Whether only one amount is left."""
        return self.low == self.high

    def to(self, low: Decimal, high: Decimal, step: Step, *flags: str) -> Span:
        """The same way, one step on."""
        return Span(low, high, (*self.steps, step), (*self.flags, *flags))

    def within(self, low: Decimal, high: Decimal) -> Span:
        """Both ends moved between two bounds."""
        return replace(self, low=min(max(self.low, low), high), high=max(min(self.high, high), low))

    def inward(self) -> Span:
        """Both ends on whole fen, never outside of the range."""
        return replace(self, low=Decimal(ceiling(self.low)), high=Decimal(floor(self.high)))


def ceiling(fen: Decimal) -> int:
    """The least whole number of fen that is not below."""
    return int(fen.quantize(WHOLE, ROUND_CEILING, EXACT))


def floor(fen: Decimal) -> int:
    """The greatest whole number of fen that is not above."""
    return int(fen.quantize(WHOLE, ROUND_FLOOR, EXACT))


def fen_words(fen: Decimal) -> str:
    """An amount that need not be a whole number of fen."""
    return money(int(fen)) if fen == fen.to_integral_value() else f"{fen.normalize(EXACT):f}分"
