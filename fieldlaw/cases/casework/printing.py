"""The documents of a case: worded from its events, laid out, hashed, noted when they leave the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldlaw.cases.casework import signing
from fieldlaw.cases.casework.desk import Desk, read, write
from fieldlaw.cases.casework.printing_checks import checks_of
from fieldlaw.cases.casework.printing_law import assessment_of
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
    build_record,
)
from fieldlaw.cases.documents.model import DossierInput, Filed, Marks, ReviewEntry
from fieldlaw.cases.law.fileorder import MAIN, SUB, VOLUMES, in_file_order
from fieldlaw.cases.ledger.event import Draft
from fieldlaw.cases.store.durable import write_durable
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.packs.records import Pack
    from fieldlaw.cases.records.changes import Changes

__all__ = ["DisputedCaseError", "Press", "build", "keep_copy", "make", "note_print", "print_dossier"]

RECORD, EVIDENCE, ASSESSMENT, DOSSIER = signing.RECORD, "evidence", "assessment", "dossier"
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
_FILED = ("record", "evidence", "assessment", "reviews", "checks")
_UNPRINTED = {"key_granted", "document_printed"}


class CannotSaveError(KnownError):
    """A PDF could not be written where it was wanted."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"PDF 没有存成：{path.name}（{why}）。", "换一个文件夹再存。", "案件没有变化。")


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


def _dossier(log: CaseLog, press: Press, state: signing.Signing, kind: str) -> Built:
    source = DossierInput(
        title=TITLES[kind],
        bureau=press.bureau,
        made_on=say_time(_made_at(log)),
        record=record_of(log, press.checklist(log)),
        evidence=evidence_of(log),
        assessment=assessment_of(log),
        reviews=_reviews(log),
        signatures=state.drawn,
        checks=checks_of(log, press, _made_at(log)),
        order=tuple(Filed(one.document, VOLUMES[one.volume]) for one in in_file_order(_FILED, press.law())),
        volume=_VOLUMES[kind],
    )
    return build_dossier(source, press.faces, marks_of(log))


def make(kind: str, log: CaseLog, press: Press, state: signing.Signing | None = None) -> Built:
    """Lay out a document of a case. The same events give the same bytes.

    Args:
        kind: one of TITLES.
        log: the case.
        press: what documents are made with.
        state: how far the signing is, where that is known already.

    Raises:
        MissingGlyph: a character that no bundled font has; nothing is made.
        DisputedCaseError: two answers stand for one item.
        NoChecklistError: the checklist of the case is not here.
    """
    if kind == EVIDENCE:
        return build_evidence(evidence_of(log), press.faces, marks_of(log))
    if kind == ASSESSMENT:
        return build_assessment(assessment_of(log), press.faces, marks_of(log))
    state = state or signing.look(log, press, signing.unsigned(log, press))
    if kind == RECORD:
        return build_record(record_of(log, press.checklist(log)), press.faces, None, state.drawn)
    return _dossier(log, press, state, kind)


def build(
    desk: Desk,
    case: str,
    checklist: Pack,
    bureau: str,
    fonts: Path,
    law: Callable[[], tuple[Pack, ...]] = tuple,
) -> Built:
    """Lay out the dossier of a case (see `make` and `Press`)."""
    log = read(desk, case)
    return make(DOSSIER, log, Press(bureau, fonts, {checklist.header.id: checklist}, law))


def note_print(desk: Desk, case: str, kind: str, built: Built) -> Changes:
    """Note in the case which document left the program."""
    body = {
        "document": kind,
        "title": TITLES[kind],
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
