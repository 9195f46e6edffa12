"""What an amount triggers: a hearing, a collective discussion. No amount, no trigger."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldlaw.cases.packs.records import Pack


def procedure_flags(amount_fen: int | None, party: str, packs: Iterable[Pack]) -> tuple[str, ...]:
    """The flags of an amount.

    Args:
        amount_fen: the fine in fen, or None when none was computed.
        party: legal_person or citizen.
        packs: the packs whose thresholds count.
    """
    if amount_fen is None:
        return ()
    rows = (row for pack in packs for row in pack.rows("thresholds"))
    hit = (row["flag"] for row in rows if _hits(row["party"], party, row["at_least_fen"], amount_fen))
    return tuple(dict.fromkeys(hit))


def _hits(row_party: str, party: str, at_least: int, amount: int) -> bool:
    return row_party in ("any", party) and amount >= at_least
