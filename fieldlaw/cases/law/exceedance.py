"""By how many times a limit is exceeded: (C - S) / S; compared exactly, shown rounded."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

from fieldlaw.errors import BugError

EXACT = Context(prec=200)
SHOWN = Decimal("0.01")


def exceeds(concentration: Decimal, limit: Decimal) -> bool:
    """Whether the concentration is above the limit; equal is not above."""
    return concentration > limit


def multiple(concentration: Decimal, limit: Decimal) -> Decimal:
    """The multiple, to many digits; negative when the limit is kept."""
    if limit <= 0:
        raise BugError("a limit is above zero")
    return EXACT.divide(EXACT.subtract(concentration, limit), limit)


def shown(value: Decimal) -> str:
    """The multiple as printed: two decimals, half up."""
    return str(value.quantize(SHOWN, ROUND_HALF_UP, EXACT))
