"""Who signs a document of a case, in which fields, and on which events its text rests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldlaw.cases.casework.comparing_rounds import BEGUN
from fieldlaw.cases.casework.printing_measuring import round_events, round_of_document
from fieldlaw.cases.casework.printing_record import last_of_each, opened_event, printed_heads
from fieldlaw.cases.documents import measuring_record
from fieldlaw.cases.documents.inspection_record import PARTY as PARTY_SLOT
from fieldlaw.cases.documents.inspection_record import officer_slot

if TYPE_CHECKING:
    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.casework.printing_record import Press

RECORD = "record"
PARTY, OFFICER, WITNESS = "party", "officer", "witness"
OPERATOR, CHECKER, ESCORT = measuring_record.OPERATOR, measuring_record.CHECKER, measuring_record.ESCORT
NAMELESS = "没有写姓名"


@dataclass(frozen=True)
class Signer:
    """Somebody who signs: what as, the name, the field on the page."""

    role: str
    who: str
    slot: str


def people_of(log: CaseLog, document: str) -> tuple[Signer, ...]:
    """Who signs a document, in order; a witness comes to them only by a refusal."""
    if round_of_document(document):
        begun = log.file.values(BEGUN, round_of_document(document))[0].body
        named = ((OPERATOR, begun["operator"]), (CHECKER, begun["second"]), (ESCORT, begun["escort"]))
        return tuple(Signer(role, name.strip() or NAMELESS, role) for role, name in named)
    body = opened_event(log).body
    officers = (Signer(OFFICER, name, officer_slot(n)) for n, (name, _no) in enumerate(body["officers"]))
    return (Signer(PARTY, body["party"], PARTY_SLOT), *officers)


def heads_of(log: CaseLog, press: Press, document: str) -> dict[str, bytes]:
    """The last of the events that a document prints, for each author (hex)."""
    if round_of_document(document):
        return last_of_each(round_events(log, document))
    return printed_heads(log, press.checklist(log))
