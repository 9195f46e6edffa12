"""What an amount triggers: a hearing, a collective discussion. No amount, no trigger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldlaw.cases.law.periods import covers, period_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from fieldlaw.cases.packs.records import Pack, Row


def procedure_flags(
    amount_fen: int | None, party: str, packs: Iterable[Pack], day: date | None = None
) -> tuple[str, ...]:
    """The flags of an amount.

    Args:
        amount_fen: the fine in fen, or None when none was computed.
        party: legal_person or citizen.
        packs: the packs whose thresholds count.
        day: leave out rows that were not in force on this day; None takes them all.
    """
    if amount_fen is None:
        return ()
    hit = (row["flag"] for row in thresholds(party, packs, day) if amount_fen >= row["at_least_fen"])
    return tuple(dict.fromkeys(hit))


def thresholds(party: str, packs: Iterable[Pack], day: date | None) -> Iterator[Row]:
    """The thresholds that count for a kind of party on a day (see `procedure_flags`)."""
    for row in (row for pack in packs for row in pack.rows("thresholds")):
        if row["party"] in ("any", party) and (day is None or covers(period_of(row), day)):
            yield row
