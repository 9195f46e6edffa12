"""Looking at cases: the list, the verification, the rebuilding of what can be rebuilt, export and import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework.desk import project, read_in
from fieldlaw.cases.ledger import chain
from fieldlaw.cases.ledger.event import Envelope, open_event, read_envelope
from fieldlaw.cases.ledger.sealing import CannotOpenError

if TYPE_CHECKING:
    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.store.unit_of_work import CaseRow


def list_cases(desk: Desk) -> list[CaseRow]:
    """The cases on this machine."""
    with desk.profile.work() as work:
        return work.cases()


def unsent(desk: Desk) -> int:
    """How many events the centre has not acknowledged."""
    with desk.profile.work() as work:
        return len(work.pending())


def verify(desk: Desk, case: str) -> dict[str, Any]:
    """Check signatures, hashes, contents and parts of a case.

    Returns:
        `{ok, events, heads, problems: [{event, what}]}`.
    """
    with desk.profile.work() as work:
        raws, keys = work.raws(case), work.keys(case)
    problems = chain.verify(raws)
    heads: dict[str, str] = {}
    if not problems:
        envelopes = [read_envelope(raw) for raw in raws]
        heads = {a.hex(): tip.event.hex() for a, tip in chain.tips(envelopes).items()}
        for envelope in envelopes:
            problems += _content(desk, envelope, keys)
    listed = [{"event": p.event, "what": p.what} for p in problems]
    return {"ok": bool(raws) and not listed, "events": len(raws), "heads": heads, "problems": listed}


def _content(desk: Desk, envelope: Envelope, keys: dict[int, bytes]) -> list[chain.Problem]:
    try:
        event = open_event(envelope, keys.get(envelope.epoch, bytes(32)))
    except (CannotOpenError, ValueError) as error:
        return [chain.Problem(envelope.id.hex(), f"cannot be opened: {error}")]
    parts = event.body["parts"] if event.kind == "evidence_added" else []
    return [
        chain.Problem(envelope.id.hex(), f"part {part} is not on this machine")
        for part in parts
        if not desk.profile.blobs.has(part)
    ]


def rebuild(desk: Desk) -> int:
    """Write all projections anew from the events; return how many cases."""
    with desk.profile.work() as work:
        cases = [case for case in work.known_cases() if work.keys(case)]
        for case in cases:
            project(work, read_in(desk, work, case))
    return len(cases)
