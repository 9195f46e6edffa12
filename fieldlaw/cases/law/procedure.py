"""What an amount triggers: a hearing, a collective discussion. No amount, no trigger."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    rows = (row for pack in packs for row in pack.rows("thresholds") if day is None or _holds(row, day))
    hit = (row["flag"] for row in rows if _hits(row["party"], party, row["at_least_fen"], amount_fen))
    return tuple(dict.fromkeys(hit))


def _holds(row: Row, day: date) -> bool:
    period = row.get("in_force", {"from": None, "to": None})
    first, last = period["from"], period["to"]
    began = first is None or date.fromisoformat(first) <= day
    return began and (last is None or day <= date.fromisoformat(last))


def _hits(row_party: str, party: str, at_least: int, amount: int) -> bool:
    return row_party in ("any", party) and amount >= at_least
