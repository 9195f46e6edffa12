"""Opening a case: a fresh case key, wrapped to everyone who may read it, and the first events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldlaw.cases.casework.desk import write_in
from fieldlaw.cases.casework.memory import CaseLog
from fieldlaw.cases.ledger import sealing
from fieldlaw.cases.ledger.event import Draft
from fieldlaw.cases.ledger.fold import CaseFile

if TYPE_CHECKING:
    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.packs.records import Pack


@dataclass(frozen=True)
class Task:
    """What is to be inspected, by whom, on what ground."""

    number: str
    unit: str
    credit_code: str
    address: str
    basis: str
    party: str
    officers: tuple[tuple[str, str], ...]


def _grant(desk: Desk, case: str, key: bytes) -> Draft:
    recipients = {peer.recipient for peer in desk.profile.peers()} | {desk.profile.keys.recipient}
    wraps = {one: sealing.wrap(key, case, 1, one) for one in sorted(recipients)}
    return Draft("key_granted", {"epoch": 1, "wraps": wraps})


def _opened(task: Task, checklist: Pack) -> Draft:
    body = {
        "number": task.number,
        "unit": task.unit,
        "credit_code": task.credit_code,
        "address": task.address,
        "basis": task.basis,
        "party": task.party,
        "officers": [list(officer) for officer in task.officers],
        "checklist": checklist.header.id,
        "checklist_sha256": bytes.fromhex(checklist.header.sha256),
    }
    return Draft("case_opened", body)


def open_case(desk: Desk, task: Task, checklist: Pack) -> str:
    """Open a case for a task and pin the checklist; return the case id (32 hex digits)."""
    case, key = desk.fresh(16).hex(), desk.fresh(32)
    with desk.profile.work() as work:
        work.keep_key(case, 1, key)
        log = CaseLog(case, 1, key, (), CaseFile(), {})
        write_in(desk, work, log, [_grant(desk, case, key), _opened(task, checklist)])
    return case
