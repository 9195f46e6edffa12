"""A case as its reviewer needs it: what has changed since he looked; read on the store lane."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from fieldlaw.cases.casework import comparing
from fieldlaw.cases.casework.comparing import WHOLE, Compared, Seen
from fieldlaw.cases.casework.comparing_rounds import BEGUN, ENDED
from fieldlaw.cases.casework.printing import TITLES
from fieldlaw.cases.casework.printing_measuring import round_of_document
from fieldlaw.cases.casework.reviewing import Verdict, read_for_review
from fieldlaw.cases.casework.signing import signed_state
from fieldlaw.cases.checklist.progress import applicable
from fieldlaw.cases.documents.measuring_record import TITLE as MEASURING_TITLE
from fieldlaw.ui.presenters.caseview import answer_word, names_of
from fieldlaw.ui.presenters.review_images import image_title
from fieldlaw.ui.presenters.review_rounds import point_text, round_title
from fieldlaw.ui.presenters.review_words import Line, Piece, Teller, clock, name_of, plain, words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.casework.reviewing import Verdicts
    from fieldlaw.cases.law.preflight import Preflight
    from fieldlaw.cases.ledger.event import Event
    from fieldlaw.cases.packs.records import Pack, Row

DISPUTED, RETURNED, EDITED, PROVEN, NEW, AGAIN, TAKEN, SAID, AS_BEFORE = (
    "disputed", "returned", "edited", "proven", "new", "again", "taken", "said", "as_before",
)  # fmt: skip


def _tr(text: str) -> str:
    return QCoreApplication.translate("review", text)


@dataclass(frozen=True)
class Talk:
    """One thing that was said of an item: `act` is the kind of event."""

    who: str
    at: str
    act: str
    text: str


@dataclass(frozen=True)
class Thing:
    """A piece of evidence or a reading that belongs to an item; `event` names what can be shown."""

    event: bytes
    number: str
    title: str
    about: str
    media: str


@dataclass(frozen=True)
class RowView:
    """One thing in the case, as it was seen last and as it is now.

    Attributes:
        id: names the row.
        item: what a comment on it names: a checklist item, or the whole case.
        state: what has become of it (see the names above).
        answers: the ledger words of the answers that stand.
        returnable: the officers can answer it anew.
    """

    id: str
    item: str
    tag: str
    title: str
    state: str
    by: str = ""
    at: str = ""
    before: tuple[Line, ...] = ()
    now: tuple[Line, ...] = ()
    talk: tuple[Talk, ...] = ()
    changed: bool = False
    answers: tuple[str, ...] = ()
    returnable: bool = False
    things: tuple[Thing, ...] = ()

    @property
    def disputed(self) -> bool:
        """Whether several answers stand."""
        return self.state == DISPUTED


@dataclass(frozen=True)
class ReviewView:
    """A case under review.

    Attributes:
        seen: the look that it is compared with; without a time when there was none.
        heads: how far the case goes that is shown.
        events: how many events it has.
        asked: who handed it in, and when.
        approved: the approval; None while it waits.
        returned: how many returns wait for an answer.
        disputes: how many answers a person has to pick.
        signed: how far the record is signed (see `signing.signed_state`); empty without its checklist.
        said: item to what this reviewer has said of it since it last came back.
        others: how far the chains of the other authors go.
    """

    case: str
    number: str
    unit: str
    officers: str
    seen: Seen
    heads: Mapping[bytes, int]
    events: int
    verdict: Verdict
    checks: Preflight
    rows: tuple[RowView, ...]
    asked: str = ""
    approved: Talk | None = None
    unanswered: int = 0
    returned: int = 0
    disputes: int = 0
    signed: str = ""
    said: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[bytes, int] = field(default_factory=dict)

    @property
    def first(self) -> bool:
        """Whether this reviewer has never acted on the case."""
        return not self.seen.at

    def row(self, name: str) -> RowView | None:
        """A row by its id."""
        return next((one for one in self.rows if one.id == name), None)


# --- a row


def _tag(row: Compared) -> str:
    return {
        comparing.ITEM: row.key, comparing.CASE: _tr("全案"), comparing.FINDING: _tr("问题"),
        comparing.ASSESSMENT: _tr("法律"), comparing.READING: _tr("读数"), comparing.GAP: _tr("断档"),
        comparing.SPOT: _tr("测温"), comparing.IMAGE: _tr("热像"),
        comparing.DOCUMENT: _tr("文书"), comparing.SIGNATURE: _tr("签名"),
        comparing.ROUND: _tr("检测"), comparing.POINT: _tr("测点"), comparing.LOG: _tr("导入"),
        comparing.EVIDENCE: _tr("证据"), comparing.OPINION: _tr("当事人"),
        comparing.CLOCK: _tr("时钟"), comparing.STEPS: _tr("步骤"),
        comparing.STRANGE: _tr("其他"),
    }[row.kind]  # fmt: skip


def _title(row: Compared, titles: Mapping[str, str]) -> str:
    if row.kind == comparing.ITEM:
        return titles.get(row.key, _tr("清单里没有这一项"))
    fixed = {
        comparing.CASE: _tr("整个案件"), comparing.EVIDENCE: _tr("不属于某一项的证据"),
        comparing.CLOCK: _tr("时钟异常"), comparing.OPINION: _tr("当事人意见"),
        comparing.STEPS: _tr("检查步骤"),
        comparing.STRANGE: _tr("本机认不出的记录"),
    }.get(row.kind)  # fmt: skip
    return fixed or _own_title(row, titles)


def _own_title(row: Compared, findings: Mapping[str, str]) -> str:
    body = (row.now or row.before)[0].body
    if row.kind in (comparing.FINDING, comparing.ASSESSMENT):
        return findings.get(row.key, "")
    if row.kind in (comparing.ROUND, comparing.POINT, comparing.LOG):
        return round_title(row.kind, body)
    if row.kind == comparing.READING:
        return f"{body['point']}·{body['device']}"
    if row.kind in (comparing.SPOT, comparing.IMAGE):
        return image_title((row.now or row.before)[0])
    if row.kind == comparing.GAP:
        return str(body["device"])
    return _tr(MEASURING_TITLE) if round_of_document(body["document"]) else _document(body["document"])


def _document(document: str) -> str:
    return TITLES.get(document, document)


def _split(events: tuple[Event, ...]) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
    """Answers, and the evidence beside them."""
    files = tuple(e for e in events if e.kind == "evidence_added")
    return tuple(e for e in events if e.kind != "evidence_added"), files


_JOINED = (comparing.STEPS, comparing.EVIDENCE, comparing.STRANGE, comparing.ROUND, comparing.POINT)


def _texts(row: Compared, teller: Teller) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    if row.kind != comparing.ITEM:
        joined = row.kind in _JOINED and not _contested(row)
        if row.kind == comparing.POINT:
            return teller.compared(point_text(row.before), point_text(row.now))
        return teller.sides(row.before, row.now, joined=joined)
    (was, old), (stands, new) = _split(row.before), _split(row.now)
    before, now = teller.sides(was, stands)
    gone, more = (
        len({e.id for e in old} - {e.id for e in new}),
        len({e.id for e in new} - {e.id for e in old}),
    )
    bits = [Piece(_tr("证据增 {0} 件。").format(more), marked=True)] if more and row.before else []
    bits += [Piece(_tr("证据 {0} 件。").format(more))] if more and not row.before else []
    bits += [Piece(_tr("证据作废 {0} 件。").format(gone), marked=True)] if gone else []
    if bits and len(now) == 1:
        return before, (replace(now[0], pieces=(*now[0].pieces, *bits)),)
    return before, (*now, Line(tuple(bits))) if bits else now


def _contested(row: Compared) -> bool:
    """Whether two people began or ended a round without knowing of each other."""
    kinds = [e.kind for e in row.now]
    return row.kind == comparing.ROUND and any(kinds.count(kind) > 1 for kind in (BEGUN, ENDED))


def _ids(events: tuple[Event, ...]) -> set[bytes]:
    return {e.id for e in events}


def _state(row: Compared, *, waits: bool) -> str:
    stands = _split(row.now)[0]
    if _contested(row) or (len(stands) > 1 and row.kind in (comparing.ITEM, comparing.FINDING)):
        return DISPUTED
    if waits:
        return RETURNED
    if not row.changed:
        return AS_BEFORE
    return SAID if _ids(row.before) == _ids(row.now) else _become(row)


def _become(row: Compared) -> str:
    was, stands = _split(row.before)[0], _split(row.now)[0]
    if not row.before:
        return NEW
    if not row.now:
        return TAKEN
    if _ids(was) == _ids(stands):
        return PROVEN
    return AGAIN if [words(e) for e in was] == [words(e) for e in stands] else EDITED


def _talk(event: Event, names: Mapping[bytes, str]) -> Talk:
    return Talk(name_of(event, names), clock(event.moment.wall), event.kind, words(event))


def _thing(event: Event) -> Thing:
    body = event.body
    if event.kind == "measurement_kept":
        return Thing(b"", _tr("读数"), words(event), f"{body['point']}·{clock(body['taken_at'])}", "reading")
    if event.kind == "round_point_kept":
        at = clock(body["result"]["ended"]["wall"])
        return Thing(b"", body["tag"], point_text((event,)), at, "reading")
    about = "·".join(p for p in (body["place"], clock(body["taken_at"]), body["by"]) if p)
    return Thing(event.id, body["number"], body["title"], about, body["media"])


@dataclass(frozen=True)
class _Reader:
    log: CaseLog
    teller: Teller
    titles: Mapping[str, str]
    waits: frozenset[str]

    def row(self, row: Compared) -> RowView:
        item = row.key if row.kind == comparing.ITEM else WHOLE
        before, now = _texts(row, self.teller)
        latest = max((*row.now, *row.talk) or row.before, key=lambda e: e.moment.wall)
        stands = [e for e in row.now if e.kind == "item_answered"]
        own = row.kind in (comparing.ITEM, comparing.CASE)
        return RowView(
            id=f"{row.kind}:{row.key}",
            item=item,
            tag=_tag(row),
            title=_title(row, self.titles),
            state=_state(row, waits=own and item in self.waits),
            by=name_of(latest, self.teller.names),
            at=clock(latest.moment.wall),
            before=before,
            now=now,
            talk=tuple(_talk(e, self.teller.names) for e in row.talk),
            changed=row.changed,
            answers=tuple(e.body["answer"] for e in stands),
            returnable=row.kind == comparing.ITEM,
            things=self._things(row),
        )

    def _things(self, row: Compared) -> tuple[Thing, ...]:
        files = [e for e in row.now if e.kind == "evidence_added"]
        files += self._shown(row)
        if row.kind == comparing.ITEM:
            files += [e for e in self.log.file.all("measurement_kept") if e.body["item"] == row.key]
        return tuple(_thing(e) for e in files)

    def _shown(self, row: Compared) -> list[Event]:
        """The evidence that a reading names: the images of a point, the log file, the photo of a screen."""
        named = {link["evidence"] for e in row.now for link in e.body.get("links", ())}
        if row.kind in (comparing.READING, comparing.LOG):
            named |= {e.body.get("evidence", "") for e in row.now}
        return [e for e in self.log.file.all("evidence_added") if e.body["evidence"] in named]


def _untouched(item: Row) -> RowView:
    return RowView(
        f"item:{item['id']}", item["id"], item["id"], item["statement"], AS_BEFORE,
        now=(plain(answer_word("unknown") + "。"),), answers=("unknown",), returnable=True,
    )  # fmt: skip


def _rows(reader: _Reader, compared: tuple[Compared, ...], items: tuple[Row, ...]) -> tuple[RowView, ...]:
    """All rows: the case, the items of the checklist in their order, then the rest."""
    rows = [reader.row(one) for one in compared]
    held = {row.item: row for row in rows if row.returnable}
    order = [item["id"] for item in items]
    listed = [held.get(item["id"]) or _untouched(item) for item in items]
    extra = [row for row in rows if row.returnable and row.item not in order]
    head = [row for row in rows if row.id.startswith(f"{comparing.CASE}:")]
    rest = [row for row in rows if not row.returnable and row not in head]
    return (*head, *listed, *extra, *rest)


# --- the case


def _said(log: CaseLog, me: bytes) -> dict[str, str]:
    """What this reviewer has said of each item and nobody has answered since."""
    returned = {e.body["item"] for e in comparing.open_returns(log.file)}
    held: dict[str, list[str]] = {}
    answers = [e for kind in ("item_answered", "evidence_added") for e in log.file.all(kind)]
    for event in log.file.all("comment_added"):
        item = event.body["item"]
        later = any(a.body["item"] == item and comparing.saw(a, event) for a in answers)
        if event.envelope.author == me and item not in (*returned, WHOLE) and not later:
            held.setdefault(item, []).append(event.body["text"])
    return {item: "；".join(texts) for item, texts in held.items()}


@dataclass(frozen=True)
class Shelf:
    """What it takes to put a case into words: checklists, law packs, the verdicts so far, the checks."""

    checklists: Mapping[str, Pack]
    law: tuple[Pack, ...]
    verdicts: Verdicts
    check: Callable[[CaseLog], Preflight]


def read_review(desk: Desk, case: str, base: Seen, shelf: Shelf) -> ReviewView:
    """Read a case in order to review it, compared with an earlier look.

    Raises:
        NotYoursToReviewError: the person at the desk inspected it.
        NoSuchCaseError: it is not here.
        BrokenChainError: its log cannot be read.
    """
    log, me, names = read_for_review(desk, case), desk.profile.keys.author, names_of(desk)
    opened = log.file.values("case_opened")[0].body
    pack = shelf.checklists.get(opened["checklist"])
    items = applicable(pack, {}) if pack else ()
    returns = comparing.open_returns(log.file)
    titles = {item["id"]: item["statement"] for item in items}
    titles |= {e.body["finding"]: e.body["title"] for e in log.file.all("finding_recorded")}
    reader = _Reader(log, Teller(names, shelf.law), titles, frozenset(e.body["item"] for e in returns))
    rows = _rows(reader, comparing.compare(log, base.heads, me), items)
    asked, approved = log.file.all("review_asked"), log.file.all("case_approved")
    heads = comparing.heads(log)
    return ReviewView(
        case=case,
        number=opened["number"],
        unit=opened["unit"],
        officers="、".join(name for name, _badge in opened["officers"]),
        seen=base,
        heads=heads,
        events=len(log.events),
        verdict=shelf.verdicts.of(desk, log),
        checks=shelf.check(log),
        rows=rows,
        asked=f"{name_of(asked[-1], names)} {clock(asked[-1].moment.wall)}" if asked else "",
        approved=_talk(approved[-1], names) if approved else None,
        unanswered=sum(row.returnable and set(row.answers) <= {"unknown"} for row in rows),
        returned=len(returns),
        disputes=comparing.disputes(log.file),
        signed=signed_state(log, pack) if pack else "",
        said=_said(log, me),
        others={author: seq for author, seq in heads.items() if author != me},
    )
