"""Reads a case for the document page: every document laid out, and what is still missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from fieldlaw.cases.casework import printing, signing
from fieldlaw.cases.casework.checking import checker
from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.printing_record import (
    NoChecklistError,
    disputed_items,
    given_opinion,
    unanswered_items,
)
from fieldlaw.cases.casework.reviewing import took_part
from fieldlaw.cases.casework.signing import OFFICER, PARTY, SIGNED, WITNESS
from fieldlaw.errors import KnownError
from fieldlaw.ui.messages import problem_of
from fieldlaw.ui.presenters.documents_state import INSPECT, OPINION, SIGN, DocumentsView, Gap, Paper

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.casework.printing_record import Press
    from fieldlaw.cases.casework.signing import Fallen, Signer, Signing

_FAILED = ("排不出", "circle-x", "danger")
_ROLES = {PARTY: "当事人", OFFICER: "执法人员", WITNESS: "见证人"}


def _tr(text: str) -> str:
    return QCoreApplication.translate("documents", text)


def role_word(signer: Signer) -> str:
    """What a signer is, in words."""
    return _tr(_ROLES[signer.role])


def read_documents(desk: Desk, case: str, press: Press) -> DocumentsView:
    """Read a case and lay out its documents; one that cannot be laid out says why.

    Raises:
        NoSuchCaseError: it is not here.
        BrokenChainError: its log does not verify.
        FontsMissing: the fonts are not there.
    """
    log = read(desk, case)
    opened = log.file.values("case_opened")[0].body
    state = _signing(log, press)
    opinion = given_opinion(log)
    said = str(opinion.body["text"]) if opinion else ""
    papers = tuple(_paper(kind, log, press, state) for kind in printing.TITLES)
    answers = _answer_gaps(log, press)
    gaps = [*_signature_gaps(state, said), *answers, *_paper_gaps(papers[0], answers)]
    checks = checker(desk, press.law, press)(log)
    return DocumentsView(
        case=case,
        number=opened["number"],
        unit=opened["unit"],
        closed=bool(log.file.all("case_approved")),
        opinion=said,
        papers=_with_state(papers, gaps),
        signing=state,
        fallen=_fell(state.fallen) if state else (),
        gaps=tuple(sorted(gaps, key=lambda gap: (gap.done, not gap.blocks))),
        on_site=took_part(desk, log),
        checks=checks if checks.checks else None,
    )


def _signing(log: CaseLog, press: Press) -> Signing | None:
    """How far the signing is; None when the record cannot be laid out (its paper says why)."""
    try:
        return signing.look(log, press, signing.unsigned(log, press))
    except KnownError:
        return None


def _paper(kind: str, log: CaseLog, press: Press, state: Signing | None) -> Paper:
    title = _tr(printing.TITLES[kind])
    try:
        built = printing.make(kind, log, press, state)
    except KnownError as error:
        word, icon, tone = _FAILED
        return Paper(kind, title, (_tr(word), icon, tone), problem=problem_of(error))
    if log.file.all("case_approved"):
        return Paper(kind, title, (_tr("已审"), "circle-check", "success"), built)
    return Paper(kind, title, (_tr("草稿"), "circle-dashed", "unknown"), built)


def _with_state(papers: tuple[Paper, ...], gaps: Sequence[Gap]) -> tuple[Paper, ...]:
    """Say of the record whether it is signed; the others are as a review left them."""
    record, *others = papers
    if record.built is None:
        return papers
    open_ones = any(gap.blocks and not gap.done for gap in gaps)
    word = (_tr("待签"), "circle-alert", "warning") if open_ones else (_tr("已签"), "circle-check", "success")
    return (Paper(record.kind, record.title, word, record.built), *others)


# --- what is missing


def _signature_gaps(state: Signing | None, opinion: str) -> list[Gap]:
    if state is None:
        return []
    silent = [one for one in state.kept if one.signer.role == PARTY and one.outcome != SIGNED]
    rows = [_opinion_gap(opinion, excused=bool(silent))]
    return rows + [_signer_gap(state, number) for number in range(len(state.signers))]


def _opinion_gap(opinion: str, *, excused: bool) -> Gap:
    head = _tr("当事人阅后意见")
    if opinion:
        return Gap(head, opinion.replace("\n", ""), done=True)
    if excused:
        return Gap(head, _tr("拒签或不在场，没有意见"), done=True)
    return Gap(head, _tr("由对方填写或口述"), OPINION, blocks=True)


def _signer_gap(state: Signing, number: int) -> Gap:
    signer = state.signers[number]
    missing, role = state.missing(signer), role_word(signer)
    if not missing:
        return Gap(_tr("{0}各页已签").format(role), signer.who, done=True, blocks=True)
    pages = "、".join(map(str, missing))
    words = _tr("第 {0} 页{1}签名").format(pages, role)
    return Gap(words, signer.who, SIGN, blocks=True, place=(missing[0], number))


def _answer_gaps(log: CaseLog, press: Press) -> list[Gap]:
    try:
        checklist = press.checklist(log)
    except NoChecklistError:
        return []
    rows = [
        Gap(_tr("{0} 有两种答复").format(item), _tr("在检查里选定一个"), INSPECT, blocks=True, item=item)
        for item in disputed_items(log, checklist)
    ]
    left = unanswered_items(log, checklist)
    if left:
        note = _tr("笔录照实写“未查”，不影响签名")
        rows.append(Gap(_tr("还有 {0} 项未查").format(len(left)), note, INSPECT, item=left[0]))
    return rows


def _paper_gaps(record: Paper, answers: list[Gap]) -> list[Gap]:
    """Whether the record can be laid out; a dispute is named by its own row."""
    if record.built is not None:
        return [Gap(_tr("没有缺字"), _tr("笔录里的字都能打印"), done=True)]
    if record.problem is None or any(gap.blocks for gap in answers):
        return []
    return [Gap(_tr("笔录排不出"), record.problem.what, INSPECT, blocks=True)]


def _fell(fallen: Sequence[Fallen]) -> tuple[str, ...]:
    """One line for each signer and reason, with all the pages."""
    pages: dict[tuple[str, bool], list[str]] = {}
    for one in fallen:
        who = role_word(one.signer) + (one.signer.who if one.signer.role == OFFICER else "")
        pages.setdefault((who, one.changed), []).append(str(one.page))
    changed, moved = _tr("签后改过字，须另签"), _tr("签后换了版式，须另签")
    return tuple(
        _tr("第 {0} 页 {1}：{2}").format("、".join(held), who, changed if words else moved)
        for (who, words), held in pages.items()
    )
