"""The two lines of storage set right by each other: events of the database and of the segment files.

After a power cut a segment file may lack the last event; after a restored backup the database may lack many.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldlaw.cases.casework.desk import project, read_in
from fieldlaw.cases.casework.transfer import case_key
from fieldlaw.cases.ledger.event import DamagedEventError, Envelope, read_envelope

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldlaw.cases.casework.desk import Desk


@dataclass(frozen=True)
class Mended:
    """How many events came back.

    Attributes:
        to_database: events that only a segment file had.
        to_segments: events that only the database had.
        unreadable: cases in segment files for which this profile has no key; left as they are.
    """

    to_database: int = 0
    to_segments: int = 0
    unreadable: tuple[str, ...] = ()


def mend(desk: Desk) -> Mended:
    """Give each line of storage what only the other one has. Doing it again changes nothing."""
    with desk.profile.work() as work:
        known = work.known_cases()
    found = [_case(desk, case) for case in sorted({*known, *desk.profile.segments.cases()})]
    return Mended(
        sum(one.to_database for one in found),
        sum(one.to_segments for one in found),
        tuple(case for one in found for case in one.unreadable),
    )


def _case(desk: Desk, case: str) -> Mended:
    kept = desk.profile.segments.read(case)
    with desk.profile.work() as work:
        held, keys = work.raws(case), work.keys(case)
    lacking = set(held) - set(kept)
    if lacking:
        desk.profile.segments.append(case, [raw for raw in held if raw in lacking])
    back = _readable(case, set(kept) - set(held), kept)
    if not back:
        return Mended(0, len(lacking))
    if not keys and case_key(desk, back) is None:
        return Mended(0, len(lacking), (case,))
    return Mended(_take_back(desk, case, back), len(lacking))


def _readable(case: str, wanted: set[bytes], order: Iterable[bytes]) -> list[Envelope]:
    """The wanted envelopes that are whole and belong to the case; a damaged one is no event."""
    found = []
    for raw in order:
        if raw not in wanted:
            continue
        try:
            envelope = read_envelope(raw)
        except DamagedEventError:
            continue
        if envelope.case == case:
            found.append(envelope)
    return found


def _take_back(desk: Desk, case: str, envelopes: list[Envelope]) -> int:
    """Keep events again; the profile's own ones are sent again too, which does no harm."""
    own = desk.profile.keys.author
    with desk.profile.work() as work:
        if not work.keys(case):
            key = case_key(desk, envelopes)
            if key is not None:
                work.keep_key(case, *key)
        new = sum(work.add(e, send=e.author == own, segment=False) for e in envelopes)
        project(work, read_in(desk, work, case))
    return new
