"""A case as the workbench needs it; read on the store lane, then only looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from fieldlaw.cases.casework.comparing import WHOLE, open_returns, talk
from fieldlaw.cases.casework.comparing_rounds import KEPT, rounds_of
from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.checklist.progress import applicable
from fieldlaw.cases.records.steps import STEPS
from fieldlaw.ui.models.rows import EvidenceRow
from fieldlaw.ui.presenters.outline import current_step
from fieldlaw.ui.presenters.review_rounds import origin_words, point_state

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.ledger.event import Event
    from fieldlaw.cases.packs.records import Pack, Row

_SPOKEN = ("item_returned", "comment_added")


@dataclass(frozen=True)
class Held:
    """One of several answers that stand side by side: whose, which, when."""

    event: bytes
    who: str
    answer: str
    note: str
    at: str


@dataclass(frozen=True)
class Said:
    """A return of an item (or of the whole case), or a comment on it.

    Attributes:
        back: it is a return.
        waits: nothing has come after it yet.
    """

    who: str
    at: str
    text: str
    back: bool
    waits: bool


@dataclass(frozen=True)
class Answer:
    """What the case holds for an item; `held` names every answer when people disagree, else nothing."""

    answer: str = "unknown"
    note: str = ""
    at: str = ""
    held: tuple[Held, ...] = ()

    @property
    def disputed(self) -> bool:
        """Whether a person has to pick."""
        return len(self.held) > 1


@dataclass(frozen=True)
class CaseView:
    """A case: its head, its checklist, the answers, the steps done, the evidence."""

    case: str
    number: str
    unit: str
    people: str
    started: str
    checklist: str
    advice: str
    items: tuple[Row, ...]
    bases: Mapping[str, Row]
    answers: Mapping[str, Answer] = field(default_factory=dict)
    steps: frozenset[int] = frozenset()
    step: int = 1
    evidence: tuple[EvidenceRow, ...] = ()
    closed: bool = False
    said: Mapping[str, tuple[Said, ...]] = field(default_factory=dict)

    def of(self, item: str) -> Answer:
        """The answer to an item."""
        return self.answers.get(item, Answer())

    def returned(self, item: str) -> bool:
        """Whether a reviewer sent the item back and still waits for it."""
        return any(one.back and one.waits for one in self.said.get(item, ()))

    def said_of(self, item: str) -> tuple[Said, ...]:
        """What reviewers said of an item, after the returns of the whole case that still wait."""
        whole = tuple(one for one in self.said.get(WHOLE, ()) if one.waits or not one.back)
        return (*whole, *self.said.get(item, ()))


def answer_word(answer: str) -> str:
    """The word of an answer."""
    tr = partial(QCoreApplication.translate, "status")
    return {
        "yes": tr("合规"), "no": tr("不合规"), "not_applicable": tr("不适用"), "unknown": tr("未查"),
    }.get(answer, answer)  # fmt: skip


def quality_word(quality: str) -> str:
    """The word of a reading's quality: the reason where there is no value."""
    tr = partial(QCoreApplication.translate, "review")
    return {
        "ok": tr("有效"), "unlit": tr("未点火"), "warming": tr("预热中"), "overrange": tr("超量程"),
        "underrange": tr("低于量程"), "fault": tr("仪器报故障"), "comm": tr("通信中断"),
        "unknown": tr("仪器不报状态"),
    }.get(quality, quality)  # fmt: skip


def names_of(desk: Desk) -> dict[bytes, str]:
    """Author key to name: the directory, and the person at the desk."""
    names = {peer.author: peer.name for peer in desk.profile.peers()}
    names[desk.profile.keys.author] = desk.profile.person.name
    return names


def _held(event: Event, names: Mapping[bytes, str]) -> Held:
    author, body = event.envelope.author, event.body
    who = names.get(author, author.hex()[:8])
    return Held(event.id, who, body["answer"], body["note"], event.moment.wall[11:19])


def _answer(held: tuple[Event, ...], desk: Desk, names: Mapping[bytes, str]) -> Answer:
    """One's own answer where several stand; of strangers' the later one is shown first."""
    own = [e for e in held if e.envelope.author == desk.profile.keys.author]
    first = max(own or held, key=lambda e: e.moment.wall)
    ordered = (first, *(e for e in held if e is not first))
    every = tuple(_held(e, names) for e in ordered) if len(held) > 1 else ()
    return Answer(first.body["answer"], first.body["note"], first.moment.wall[11:19], every)


def _answers(desk: Desk, log: CaseLog) -> dict[str, Answer]:
    names = names_of(desk)
    keys = [key for kind, key in log.file.registers if kind == "item_answered"]
    return {
        key: _answer(held, desk, names) for key in keys if (held := log.file.values("item_answered", key))
    }


def _said(log: CaseLog) -> dict[str, tuple[Said, ...]]:
    """Item (or WHOLE) to what reviewers said of it; of the whole case only what still waits."""
    waits = {e.id for e in open_returns(log.file)}
    items = {e.body["item"] for kind in _SPOKEN for e in log.file.all(kind)}
    return {
        item: tuple(_one(e, e.id in waits) for e in talk(log.file, item) if e.kind in _SPOKEN)
        for item in items
    }


def _one(event: Event, waits: bool) -> Said:  # noqa: FBT001  one of two facts
    body, back = event.body, event.kind == "item_returned"
    at = event.moment.wall[5:16].replace("T", " ")
    return Said(body["by"], at, body["reason"] if back else body["text"], back, waits)


def _when(event: Event) -> str:
    """When a piece was taken: the time; with its day where that is another one than the day it was kept."""
    taken: str = event.body["taken_at"]
    return taken[11:16] if taken[:10] == event.moment.wall[:10] else taken[:16].replace("T", " ")


def _files(log: CaseLog) -> list[EvidenceRow]:
    return [
        EvidenceRow(
            e.body["number"],
            e.body["title"],
            "·".join(part for part in (e.body["place"], _when(e), e.body["by"]) if part),
            e.body["media"],
            e.body["item"] or "",
        )
        for e in log.file.all("evidence_added")
    ]


def _readings(log: CaseLog) -> list[EvidenceRow]:
    rows = []
    for n, e in enumerate(log.file.all("measurement_kept"), 1):
        body = e.body
        value = quality_word(body["quality"]) if body["value"] is None else f"{body['value']} {body['unit']}"
        about = "·".join(part for part in (body["point"], body["taken_at"][11:16], _origin(body)) if part)
        rows.append(EvidenceRow(f"读数 {n}", value, about, "reading", body["item"] or ""))
    return rows


def _origin(body: Mapping[str, Any]) -> str:
    """Where a reading comes from, when it did not come over the line."""
    return origin_words(body).rstrip("。")


def _points(log: CaseLog) -> list[EvidenceRow]:
    """The points of all rounds that count, each with what decides over it; the newest reading says it."""
    rows = []
    for held in rounds_of(log.file).values():
        for tag, events in held.points.items():
            last = [e for e in events if e.kind == KEPT][-1]
            at = last.body["result"]["ended"]["wall"][11:16]
            rows.append(EvidenceRow(f"测点 {tag}", point_state(events), at, "reading", ""))
    return rows


def look_at(desk: Desk, case: str, checklists: Mapping[str, Pack]) -> CaseView:
    """Read a case.

    Raises:
        NoSuchCaseError: it is not here.
        BrokenChainError: its log does not verify.
    """
    log = read(desk, case)
    opened = log.file.values("case_opened")[0]
    pack = checklists.get(opened.body["checklist"])
    about = pack.content["checklist"] if pack else {}
    return CaseView(
        case=case,
        number=opened.body["number"],
        unit=opened.body["unit"],
        people="、".join(name for name, _badge in opened.body["officers"]),
        started=opened.moment.wall[11:16],
        checklist=f"{about.get('id', '')} {about.get('name', '')}",
        advice=str(about.get("advice_text", "")),
        items=applicable(pack, {}) if pack else (),
        bases={base["id"]: base for base in pack.rows("bases")} if pack else {},
        answers=_answers(desk, log),
        said=_said(log),
        steps=frozenset(n for n in range(1, len(STEPS) + 1) if log.file.values("step_done", str(n))),
        step=current_step(log.file),
        evidence=tuple(_files(log) + _readings(log) + _points(log)),
        closed=bool(log.file.all("case_approved")),
    )
