"""Reads a case for the document page: every document laid out, and what is still missing."""

from __future__ import annotations

from dataclasses import replace
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
from fieldlaw.cases.casework.signing import SIGNED
from fieldlaw.cases.casework.signing_people import CHECKER, ESCORT, OFFICER, OPERATOR, PARTY, RECORD, WITNESS
from fieldlaw.errors import KnownError
from fieldlaw.ui.messages import problem_of
from fieldlaw.ui.presenters.documents_state import INSPECT, OPINION, SIGN, DocumentsView, Gap, Paper

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.casework.printing_record import Press
    from fieldlaw.cases.casework.signing import Signing
    from fieldlaw.cases.casework.signing_people import Signer

_FAILED = ("排不出", "circle-x", "danger")
_ROLES = {
    PARTY: "当事人", OFFICER: "执法人员", WITNESS: "见证人",
    OPERATOR: "检测人", CHECKER: "复核人", ESCORT: "企业陪检人",
}  # fmt: skip


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
    found = {name: _signing(log, press, name) for name in printing.signed_documents(log)}
    signings = {name: one for name, one in found.items() if one is not None}
    state, others = signings.get(RECORD), {name: one for name, one in signings.items() if name != RECORD}
    opinion = given_opinion(log)
    said = str(opinion.body["text"]) if opinion else ""
    papers = tuple(_paper(kind, log, press, signings) for kind in printing.documents_in(log))
    answers = _answer_gaps(log, press)
    gaps = [*_signature_gaps(state, said), *answers, *_paper_gaps(papers[0], answers)]
    gaps += [gap for one in others.values() for gap in _measuring_gaps(one)]
    checks = checker(desk, press.law, press)(log)
    return DocumentsView(
        case=case,
        number=opened["number"],
        unit=opened["unit"],
        closed=bool(log.file.all("case_approved")),
        opinion=said,
        papers=_with_state(papers, gaps),
        signing=state,
        fallen=tuple(line for one in (state, *others.values()) if one for line in _fell(one)),
        gaps=tuple(sorted(gaps, key=lambda gap: (gap.done, not gap.blocks))),
        on_site=took_part(desk, log),
        checks=checks if checks.checks else None,
        others=others,
    )


def _signing(log: CaseLog, press: Press, document: str) -> Signing | None:
    """How far the signing is; None when the document cannot be laid out (its paper says why)."""
    try:
        return signing.look(log, press, signing.unsigned(log, press, document), document)
    except KnownError:
        return None


def _paper(kind: str, log: CaseLog, press: Press, signings: Mapping[str, Signing]) -> Paper:
    title = _tr(printing.title_of(log, kind))
    try:
        built = printing.make(kind, log, press, signings)
    except KnownError as error:
        word, icon, tone = _FAILED
        return Paper(kind, title, (_tr(word), icon, tone), problem=problem_of(error))
    if log.file.all("case_approved"):
        return Paper(kind, title, (_tr("已审"), "circle-check", "success"), built)
    return Paper(kind, title, (_tr("草稿"), "circle-dashed", "unknown"), built)


def _with_state(papers: tuple[Paper, ...], gaps: Sequence[Gap]) -> tuple[Paper, ...]:
    """Say of what is signed whether it is; the others are as a review left them."""
    return tuple(_signed_state(paper, gaps) for paper in papers)


def _signed_state(paper: Paper, gaps: Sequence[Gap]) -> Paper:
    own = [gap for gap in gaps if gap.paper == paper.kind]
    if paper.built is None or not own:
        return paper
    open_ones = any(gap.blocks and not gap.done for gap in own)
    word = (_tr("待签"), "circle-alert", "warning") if open_ones else (_tr("已签"), "circle-check", "success")
    return Paper(paper.kind, paper.title, word, paper.built)


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


def _measuring_gaps(state: Signing) -> list[Gap]:
    """Who has yet to sign the record of a round of measuring."""
    rows = (_signer_gap(state, number) for number in range(len(state.signers)))
    name = _tr("检测记录")
    return [replace(row, words=f"{name}：{row.words}", paper=state.document) for row in rows]


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


def _fell(state: Signing) -> tuple[str, ...]:
    """One line for each signer and reason, with all the pages."""
    pages: dict[tuple[str, bool], list[str]] = {}
    for one in state.fallen:
        who = role_word(one.signer) + (one.signer.who if one.signer.role == OFFICER else "")
        pages.setdefault((who, one.changed), []).append(str(one.page))
    what = "" if state.document == RECORD else _tr("检测记录：")
    changed, moved = _tr("签后改过字，须另签"), _tr("签后换了版式，须另签")
    return tuple(
        what + _tr("第 {0} 页 {1}：{2}").format("、".join(held), who, changed if words else moved)
        for (who, words), held in pages.items()
    )
