"""The documents of a case: worded from its events, laid out, hashed, noted when they leave the program."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from fieldlaw.cases.casework import signing, signing_people
from fieldlaw.cases.casework.desk import Desk, read, write
from fieldlaw.cases.casework.printing_checks import checks_of
from fieldlaw.cases.casework.printing_heat import heat_title, image_of_document
from fieldlaw.cases.casework.printing_law import assessment_of
from fieldlaw.cases.casework.printing_measuring import (
    MEASURING,
    measuring_documents,
    measuring_title,
    round_of_document,
)
from fieldlaw.cases.casework.printing_record import (
    DisputedCaseError,
    Press,
    evidence_of,
    record_of,
    say_time,
)
from fieldlaw.cases.documents.dossier import (
    Built,
    build_assessment,
    build_dossier,
    build_evidence,
    build_measuring,
    build_record,
)
from fieldlaw.cases.documents.model import DossierInput, Filed, Marks, ReviewEntry, Signature, SignedMeasuring
from fieldlaw.cases.law.fileorder import MAIN, SUB, VOLUMES, in_file_order
from fieldlaw.cases.ledger.event import Draft
from fieldlaw.cases.store.durable import write_durable
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.records.changes import Changes

__all__ = ["DisputedCaseError", "Press", "build", "keep_copy", "make", "note_print", "print_dossier"]

RECORD, EVIDENCE, ASSESSMENT, DOSSIER = signing_people.RECORD, "evidence", "assessment", "dossier"
MAIN_VOLUME, SUB_VOLUME = "dossier_main", "dossier_sub"
TITLES = {
    RECORD: "现场检查（勘察）笔录",
    EVIDENCE: "证据清单",
    ASSESSMENT: "法律适用说明",
    DOSSIER: "行政检查案卷",
    MAIN_VOLUME: "行政检查案卷（正卷）",
    SUB_VOLUME: "行政检查案卷（副卷）",
}
_VOLUMES = {DOSSIER: "", MAIN_VOLUME: VOLUMES[MAIN], SUB_VOLUME: VOLUMES[SUB]}
_FILED = ("record", MEASURING, "evidence", "assessment", "reviews", "checks")
States = Mapping[str, signing.Signing]
UNSIGNED: States = MappingProxyType({})
_UNPRINTED = {"key_granted", "document_printed"}


class CannotSaveError(KnownError):
    """A PDF could not be written where it was wanted."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"PDF 没有存成：{path.name}（{why}）。", "换一个文件夹再存。", "案件没有变化。")


def documents_in(log: CaseLog) -> tuple[str, ...]:
    """The documents of a case: those of every case, and a record for each round of measuring."""
    first, *others = TITLES
    return (first, *measuring_documents(log), *others)


def title_of(log: CaseLog, kind: str) -> str:
    """What a document of a case is called; its id where it is none that this program makes."""
    if image_of_document(kind):
        return heat_title(log, kind)
    return measuring_title(log, kind) if round_of_document(kind) else TITLES.get(kind, kind)


def signed_documents(log: CaseLog) -> tuple[str, ...]:
    """The documents that are signed page by page."""
    return (RECORD, *measuring_documents(log))


def _reviews(log: CaseLog) -> tuple[ReviewEntry, ...]:
    rows = []
    for event in log.events:
        body, at = event.body, say_time(event.moment.wall)
        if event.kind == "item_returned":
            rows.append(ReviewEntry("退回此项", body["by"], at, f"{body['item']}：{body['reason']}"))
        elif event.kind == "case_approved":
            rows.append(ReviewEntry("通过", body["by"], at, body["opinion"]))
    return tuple(rows)


def marks_of(log: CaseLog) -> Marks:
    """What lies across the pages of a document that a review stands over."""
    return Marks(draft=not log.file.all("case_approved"))


def _made_at(log: CaseLog) -> str:
    """The moment of the last event that a dossier can print; a print is none of them."""
    return max(e.moment.wall for e in log.events if e.kind not in _UNPRINTED)


def _dossier(log: CaseLog, press: Press, states: States, kind: str) -> Built:
    order, volume = tuple(_order(log, press)), _VOLUMES[kind]
    wanted = {one.kind for one in order if volume in ("", one.volume)}
    rounds = [one for one in measuring_documents(log) if one in wanted]
    source = DossierInput(
        title=TITLES[kind],
        bureau=press.bureau,
        made_on=say_time(_made_at(log)),
        record=record_of(log, press.checklist(log)),
        evidence=evidence_of(log),
        assessment=assessment_of(log),
        reviews=_reviews(log),
        signatures=_drawn(log, press, states, RECORD),
        checks=checks_of(log, press, _made_at(log)),
        measuring=tuple(_signed_measuring(log, press, states, one) for one in rounds),
        order=order,
        volume=volume,
    )
    return build_dossier(source, press.faces, marks_of(log))


def _signed_measuring(log: CaseLog, press: Press, states: States, document: str) -> SignedMeasuring:
    """The record of a round with the signatures that count."""
    return signing.measuring_sheet(log, press, document, _drawn(log, press, states, document))


def _drawn(log: CaseLog, press: Press, states: States, document: str) -> tuple[Signature, ...]:
    """What is drawn on a document; it is laid out for that only where somebody signed it."""
    if document in states:
        return states[document].drawn
    if not any(event.body["document"] == document for event in log.file.all("signed")):
        return ()
    return signing.look(log, press, signing.unsigned(log, press, document), document).drawn


def _order(log: CaseLog, press: Press) -> Iterator[Filed]:
    """Where each document lies; all rounds of measuring at the place of their kind."""
    for one in in_file_order(_FILED, press.law()):
        held = measuring_documents(log) if one.document == MEASURING else (one.document,)
        yield from (Filed(document, VOLUMES[one.volume]) for document in held)


def make(kind: str, log: CaseLog, press: Press, states: States = UNSIGNED) -> Built:
    """Lay out a document of a case. The same events give the same bytes.

    Args:
        kind: one of `documents_in`.
        log: the case.
        press: what documents are made with.
        states: how far the signing of each document is, where that is known already.

    Raises:
        MissingGlyph: a character that no bundled font has; nothing is made.
        DisputedCaseError: two answers stand for one item.
        NoChecklistError: the checklist of the case is not here.
        RoundError: the case has no such round of measuring.
    """
    if kind == EVIDENCE:
        return build_evidence(evidence_of(log), press.faces, marks_of(log))
    if kind == ASSESSMENT:
        return build_assessment(assessment_of(log), press.faces, marks_of(log))
    if round_of_document(kind):
        return build_measuring(_signed_measuring(log, press, states, kind), press.faces)
    if kind == RECORD:
        drawn = _drawn(log, press, states, RECORD)
        return build_record(record_of(log, press.checklist(log)), press.faces, None, drawn)
    return _dossier(log, press, states, kind)


def build(desk: Desk, case: str, press: Press) -> Built:
    """Lay out the dossier of a case (see `make`)."""
    return make(DOSSIER, read(desk, case), press)


def note_print(desk: Desk, case: str, kind: str, built: Built) -> Changes:
    """Note in the case which document left the program."""
    body = {
        "document": kind,
        "title": title_of(read(desk, case), kind),
        "pages": built.pages,
        "sha256": bytes.fromhex(built.sha256),
    }
    return write(desk, case, Draft("document_printed", body))


def print_dossier(desk: Desk, case: str, built: Built) -> Changes:
    """Note in the case which dossier left the program."""
    return note_print(desk, case, DOSSIER, built)


def keep_copy(desk: Desk, case: str, kind: str, built: Built, path: Path) -> Changes:
    """Write a document to a file, durably, and note that it left the program.

    Raises:
        CannotSaveError: it could not be written; nothing is noted.
    """
    try:
        write_durable(path, built.data)
    except OSError as error:
        raise CannotSaveError(path, error.strerror or str(error)) from error
    return note_print(desk, case, kind, built)
