"""Is the log of a case whole? Finds every break, and names the event at which it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldlaw.cases.ledger.event import DamagedEventError, Envelope, Tip, read_envelope

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True)
class Problem:
    """What does not hold, at which event (hex id, or the place of the bytes)."""

    event: str
    what: str


def tips(envelopes: Iterable[Envelope]) -> dict[bytes, Tip]:
    """The last event of each author."""
    last: dict[bytes, Tip] = {}
    for envelope in envelopes:
        known = last.get(envelope.author)
        if known is None or envelope.seq > known.seq:
            last[envelope.author] = envelope.tip
    return last


def _chain(author: bytes, chain: list[Envelope]) -> list[Problem]:
    problems = []
    expected = Tip(0, b"")
    for one in sorted(chain, key=lambda e: (e.seq, e.id)):
        if one.seq == expected.seq:
            problems.append(Problem(one.id.hex(), f"two events with number {one.seq} by {author.hex()[:8]}"))
            continue
        if one.seq != expected.seq + 1:
            problems.append(Problem(one.id.hex(), f"events {expected.seq + 1} to {one.seq - 1} are missing"))
        elif one.prev != (expected.event or None):
            problems.append(Problem(one.id.hex(), "does not follow the event before it"))
        expected = one.tip
    return problems


def _heads(envelopes: list[Envelope]) -> list[Problem]:
    present = {e.id for e in envelopes}
    return [
        Problem(e.id.hex(), f"names event {tip.seq} of {author.hex()[:8]}, which is missing")
        for e in envelopes
        for author, tip in sorted(e.heads.items())
        if tip.event not in present
    ]


def _anchored(envelopes: list[Envelope], anchor: Mapping[bytes, Tip]) -> list[Problem]:
    present = {e.id for e in envelopes}
    return [
        Problem(tip.event.hex(), f"event {tip.seq} of {author.hex()[:8]} was here before and is missing")
        for author, tip in sorted(anchor.items())
        if tip.event not in present
    ]


def verify(raws: Iterable[bytes], anchor: Mapping[bytes, Tip] | None = None) -> list[Problem]:
    """Check signatures, numbers, hashes and heads of all events of one case.

    Args:
        raws: the exact bytes of the events, in any order.
        anchor: tips known from elsewhere (a receipt, the printed record): finds a log cut at its end.
    """
    problems, envelopes = [], []
    for place, raw in enumerate(raws):
        try:
            envelopes.append(read_envelope(raw))
        except DamagedEventError as error:
            problems.append(Problem(f"#{place}", f"damaged: {error}"))
    if len({e.case for e in envelopes}) > 1:
        problems.append(Problem("", "events of more than one case"))
    unique = {e.id: e for e in envelopes}
    authors: dict[bytes, list[Envelope]] = {}
    for envelope in unique.values():
        authors.setdefault(envelope.author, []).append(envelope)
    for author, chain in sorted(authors.items()):
        problems += _chain(author, chain)
    return problems + _heads(list(unique.values())) + _anchored(list(unique.values()), anchor or {})
