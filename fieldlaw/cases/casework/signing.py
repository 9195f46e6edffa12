"""Signing a document page by page, and what the party says after reading the inspection record.

A signature names the SHA-256 of the document's PDF without any signature. When the text changes, it names
another paper: it stays in the case, is drawn no more, and has to be given anew.

Every page of the inspection record is signed by the party and by each officer; of the record of a round of
measuring by who measured, who checked and who accompanied them. Who is to sign where: `pages_of`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework.desk import Desk, read_in, write_in
from fieldlaw.cases.casework.inspecting import ClosedInspectionError
from fieldlaw.cases.casework.printing_measuring import measuring_record, measuring_title, round_of_document
from fieldlaw.cases.casework.printing_record import (
    given_opinion,
    printed_heads,
    record_of,
    say_day,
)
from fieldlaw.cases.casework.reviewing import took_part
from fieldlaw.cases.casework.signing_people import (
    RECORD,
    WITNESS,
    Signer,
    heads_of,
    people_of,
)
from fieldlaw.cases.documents.dossier import Built, build_measuring, build_record
from fieldlaw.cases.documents.fonts import SERIF
from fieldlaw.cases.documents.inspection_record import WITNESS as WITNESS_SLOT
from fieldlaw.cases.documents.model import Signature, SignedMeasuring
from fieldlaw.cases.ledger.event import Draft
from fieldlaw.cases.records.changes import Changes, Kind
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.casework.printing_record import Press
    from fieldlaw.cases.ledger.event import Event
    from fieldlaw.cases.packs.records import Pack
    from fieldlaw.cases.store.unit_of_work import UnitOfWork

SIGNED, REFUSED, ABSENT = "signed", "refused", "absent"
SHORTEST_REASON, LONGEST_REASON, LONGEST_NAME, LONGEST_OPINION = 2, 50, 20, 300
_WHY = {REFUSED: "拒签", ABSENT: "不在场"}
_CHANGED = Changes(frozenset({Kind.DOCUMENTS, Kind.OUTBOX}))

Stroke = tuple[tuple[int, int, int], ...]


class PaperChangedError(KnownError):
    """The document is another one than the person has seen."""

    def __init__(self) -> None:
        super().__init__("签名没有写入：文书刚刚改过。", "看过新的一页再签。", "文书和以前的签名都在。")


class NotOnSiteError(KnownError):
    """Signatures are taken on site, by those who inspect."""

    def __init__(self) -> None:
        super().__init__("签名和意见只由检查人员在现场收。", "退回承办人补签。", "文书没有变化。")


class NoInkError(KnownError):
    """A page was confirmed without a stroke."""

    def __init__(self) -> None:
        super().__init__("签名没有写入：还没有笔迹。", "在框里签名，再确认本页。", "以前的签名都在。")


class RefusalUnclearError(KnownError):
    """A refusal without a reason that can be printed."""

    def __init__(self, what: str) -> None:
        super().__init__(f"没有记下：{what}。", "改好再写入。", "以前的签名都在。")


class OpinionUnclearError(KnownError):
    """An opinion that is empty or too long for its box."""

    def __init__(self) -> None:
        super().__init__(
            f"意见没有写入：要写 1 到 {LONGEST_OPINION} 个字。", "改好再写入。", "以前的意见还在。"
        )


@dataclass(frozen=True)
class Kept:
    """A signature, refusal or absence that counts for the record as it is now."""

    page: int
    signer: Signer
    outcome: str
    at: str
    strokes: tuple[Stroke, ...]
    reason: str
    witness: str
    recorded: bool


@dataclass(frozen=True)
class Fallen:
    """A signature that no longer counts; `changed`: text was changed, else only the layout."""

    page: int
    signer: Signer
    changed: bool


@dataclass(frozen=True)
class Mark:
    """What a person puts on a page: the hash of the document that was read, page, signer, strokes."""

    sha256: str
    page: int
    signer: Signer
    strokes: tuple[Stroke, ...]
    document: str = RECORD


@dataclass(frozen=True)
class Refusal:
    """Why pages stay without a signature, who witnessed it, whether it was recorded on video."""

    sha256: str
    pages: tuple[int, ...]
    signer: Signer
    outcome: str
    reason: str
    witness: str
    recorded: bool
    document: str = RECORD


@dataclass(frozen=True)
class Signing:
    """How far the signing is.

    Attributes:
        sha256: the document's hash without signatures.
        pages: how many pages it has.
        signers: who signs, in order.
        kept: what counts.
        fallen: what counts no more.
        document: which one it is.
    """

    sha256: str
    pages: int
    signers: tuple[Signer, ...]
    kept: tuple[Kept, ...]
    fallen: tuple[Fallen, ...]
    document: str = RECORD

    def of(self, page: int, signer: Signer) -> Kept | None:
        """What stands on a page for a signer."""
        return next((one for one in self.kept if (one.page, one.signer) == (page, signer)), None)

    def missing(self, signer: Signer) -> tuple[int, ...]:
        """The pages on which nothing stands yet for a signer."""
        return tuple(n for n in pages_of(signer, self.pages) if self.of(n, signer) is None)

    @property
    def done(self) -> int:
        """How many pages have everything."""
        lacking = {page for signer in self.signers for page in self.missing(signer)}
        return self.pages - len(lacking)

    @property
    def drawn(self) -> tuple[Signature, ...]:
        """What is drawn on the paper."""
        return tuple(_drawn(one) for one in self.kept)


def pages_of(signer: Signer, pages: int) -> tuple[int, ...]:
    """The pages that somebody signs: all of them; a witness only the last."""
    return (pages,) if signer.role == WITNESS else tuple(range(1, pages + 1))


def _drawn(one: Kept) -> Signature:
    strokes = tuple(tuple((x, y) for x, y, _t in stroke) for stroke in one.strokes)
    return Signature(one.page, one.signer.slot, say_day(one.at), strokes, _words(one))


def _words(one: Kept | Refusal) -> str:
    if one.outcome == SIGNED:
        return ""
    witness = f"见证人：{one.witness}。" if one.witness else ""
    video = "已录像。" if one.recorded else "未录像。"
    return f"{_WHY[one.outcome]}：{one.reason.rstrip('。')}。{witness}{video}"


def unsigned(log: CaseLog, press: Press, document: str = RECORD) -> Built:
    """A document without signatures: the paper that is signed. It never carries 草稿, as 审核 comes later.

    Raises:
        MissingGlyph: a character that no face has.
        DisputedCaseError: two answers stand for one item.
        NoChecklistError: the checklist of the case is not here.
        RoundError: the case has no such round.
    """
    if round_of_document(document):
        return build_measuring(measuring_sheet(log, press, document), press.faces)
    return build_record(record_of(log, press.checklist(log)), press.faces)


def measuring_sheet(
    log: CaseLog, press: Press, document: str, drawn: tuple[Signature, ...] = ()
) -> SignedMeasuring:
    """The record of a round with what is drawn in its fields."""
    record = measuring_record(log, document, press.drivers)
    return SignedMeasuring(document, measuring_title(log, document), record, drawn)


def _signer(event: Event, people: tuple[Signer, ...]) -> Signer:
    role, who = event.body["role"], event.body["who"]
    known = next((one for one in people if (one.role, one.who) == (role, who)), None)
    return known or Signer(role, who, WITNESS_SLOT)


def _last(
    log: CaseLog, people: tuple[Signer, ...], document: str = RECORD
) -> dict[tuple[int, Signer], Event]:
    """The last entry for each page and signer, in the order that every machine sees."""
    held = [e for e in log.file.all("signed") if e.envelope.version == 2 and e.body["document"] == document]
    return {(e.body["page"], _signer(e, people)): e for e in held if _sound(e)}


NONE, FALLEN, PARTLY, ALL = "none", "fallen", "partly", "all"


def signed_state(log: CaseLog, checklist: Pack) -> str:
    """Whether the record as it stands is signed, told without laying it out.

    Returns:
        NONE: nobody signed or refused; FALLEN: the text changed after all that was signed; PARTLY: somebody
        is missing; ALL: the party and each officer signed or refused a page of the present text.
    """
    people = people_of(log, RECORD)
    entries = [(signer, event) for (_page, signer), event in _last(log, people).items()]
    if not entries:
        return NONE
    heads = printed_heads(log, checklist)
    standing = {signer for signer, event in entries if event.body["heads"] == heads}
    if not standing:
        return FALLEN
    return ALL if set(people) <= standing else PARTLY


def _kept(page: int, signer: Signer, event: Event) -> Kept:
    body = event.body
    strokes = tuple(tuple((x, y, t) for x, y, t in stroke) for stroke in body["strokes"])
    return Kept(
        page, signer, body["outcome"], event.moment.wall, strokes, body["reason"], body["witness"],
        body["recorded"],
    )  # fmt: skip


def _sound(event: Event) -> bool:
    """Whether the strokes are points of three whole numbers, as this program writes them."""
    points = [point for stroke in event.body["strokes"] for point in stroke]
    return all(len(point) == 3 and all(type(one) is int for one in point) for point in points)


def look(log: CaseLog, press: Press, paper: Built, document: str = RECORD) -> Signing:
    """How far the signing of a document is; `paper` is the document without signatures."""
    people = people_of(log, document)
    heads = heads_of(log, press, document)
    kept, fallen = [], []
    for (page, signer), event in _last(log, people, document).items():
        if event.body["sha256"].hex() == paper.sha256:
            kept.append(_kept(page, signer, event))
        else:
            fallen.append(Fallen(page, signer, event.body["heads"] != heads))
    signers = people + (_witnesses(kept) if document == RECORD else ())
    counts = [one for one in kept if one.signer in signers and one.page in pages_of(one.signer, paper.pages)]
    return Signing(paper.sha256, paper.pages, signers, tuple(counts), tuple(fallen), document)


def _witnesses(kept: list[Kept]) -> tuple[Signer, ...]:
    """The witness whom the last refusal names; there is one field for a witness."""
    names = [one.witness for one in kept if one.outcome != SIGNED and one.witness]
    return tuple(Signer(WITNESS, name, WITNESS_SLOT) for name in names[-1:])


def sign(desk: Desk, case: str, press: Press, mark: Mark) -> Changes:
    """Keep the signature on a page.

    Raises:
        NoInkError: there is no stroke.
        PaperChangedError: the record is not the one that was read; nothing is written.
        ClosedInspectionError: the case has been approved.
        NotOnSiteError: this person did not inspect.
    """
    if not any(mark.strokes):
        raise NoInkError
    body = {
        "page": mark.page,
        "outcome": SIGNED,
        "strokes": [[list(point) for point in stroke] for stroke in mark.strokes],
        "reason": "",
        "witness": "",
        "recorded": False,
    }
    return _write(desk, case, press, mark, [body])


def refuse(desk: Desk, case: str, press: Press, no: Refusal) -> Changes:
    """Keep that pages stay without a signature, and why.

    Raises:
        RefusalUnclearError: the reason is too short or too long.
        MissingGlyph: a character of the reason or name cannot be printed.
        PaperChangedError: the record is not the one that was read; nothing is written.
        ClosedInspectionError: the case has been approved.
        NotOnSiteError: this person did not inspect.
    """
    reason, witness = no.reason.strip(), no.witness.strip()
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise RefusalUnclearError(f"原因要写 {SHORTEST_REASON} 到 {LONGEST_REASON} 个字")
    if len(witness) > LONGEST_NAME:
        raise RefusalUnclearError(f"见证人的姓名不超过 {LONGEST_NAME} 个字")
    press.faces.require([(_words(no), SERIF)])
    body = {
        "outcome": no.outcome,
        "strokes": [],
        "reason": reason,
        "witness": witness,
        "recorded": no.recorded,
    }
    return _write(desk, case, press, no, [{**body, "page": page} for page in no.pages])


def _open_log(desk: Desk, work: UnitOfWork, case: str) -> CaseLog:
    """The case, where it still takes entries and this person was on site."""
    log = read_in(desk, work, case)
    if log.file.all("case_approved"):
        raise ClosedInspectionError
    if not took_part(desk, log):
        raise NotOnSiteError
    return log


def _write(
    desk: Desk, case: str, press: Press, seen: Mark | Refusal, bodies: Iterable[Mapping[str, Any]]
) -> Changes:
    """Write entries for a document, if it is still the one that was seen."""
    with desk.profile.work() as work:
        log = _open_log(desk, work, case)
        if unsigned(log, press, seen.document).sha256 != seen.sha256:
            raise PaperChangedError
        about = {
            "document": seen.document,
            "sha256": bytes.fromhex(seen.sha256),
            "who": seen.signer.who,
            "role": seen.signer.role,
            "heads": heads_of(log, press, seen.document),
        }
        write_in(desk, work, log, [Draft("signed", {**about, **body}, 2) for body in bodies])
    return _CHANGED


def give_opinion(desk: Desk, case: str, text: str) -> Changes:
    """Keep what the party says after reading the record; the same words again change nothing.

    Raises:
        OpinionUnclearError: it is empty or too long.
        ClosedInspectionError: the case has been approved.
        NotOnSiteError: this person did not inspect.
    """
    text = "\n".join(line.strip() for line in text.strip().splitlines() if line.strip())
    if not 0 < len(text) <= LONGEST_OPINION:
        raise OpinionUnclearError
    with desk.profile.work() as work:
        log = _open_log(desk, work, case)
        held = given_opinion(log)
        if held is not None and held.body["text"] == text:
            return Changes(frozenset())
        body = {"text": text, "by": desk.profile.person.name}
        write_in(desk, work, log, [Draft("party_opinion", body)])
    return _CHANGED
