"""A case as the workbench needs it; read on the store lane, then only looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.checklist.progress import applicable
from fieldlaw.cases.records.steps import STEPS
from fieldlaw.ui.models.rows import EvidenceRow
from fieldlaw.ui.presenters.outline import current_step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.ledger.event import Event
    from fieldlaw.cases.packs.records import Pack, Row


@dataclass(frozen=True)
class Answer:
    """What the case holds for an item; `others` when people disagree."""

    answer: str = "unknown"
    note: str = ""
    at: str = ""
    others: tuple[str, ...] = ()


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

    def of(self, item: str) -> Answer:
        """The answer to an item."""
        return self.answers.get(item, Answer())


def _answer(held: tuple[Event, ...]) -> Answer:
    last = max(held, key=lambda e: e.moment.wall)
    others = tuple(e.body["answer"] for e in held if e is not last)
    return Answer(last.body["answer"], last.body["note"], last.moment.wall[11:19], others)


def _answers(log: CaseLog) -> dict[str, Answer]:
    keys = [key for kind, key in log.file.registers if kind == "item_answered"]
    return {key: _answer(held) for key in keys if (held := log.file.values("item_answered", key))}


def _files(log: CaseLog) -> list[EvidenceRow]:
    return [
        EvidenceRow(
            e.body["number"],
            e.body["title"],
            "·".join(part for part in (e.body["place"], e.body["taken_at"][11:16], e.body["by"]) if part),
            e.body["media"],
            e.body["item"] or "",
        )
        for e in log.file.all("evidence_added")
    ]


def _readings(log: CaseLog) -> list[EvidenceRow]:
    rows = []
    for n, e in enumerate(log.file.all("measurement_kept"), 1):
        body = e.body
        value = "—" if body["value"] is None else f"{body['value']} {body['unit']}"
        about = f"{body['point']}·{body['taken_at'][11:16]}"
        rows.append(EvidenceRow(f"读数 {n}", value, about, "reading", body["item"] or ""))
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
        answers=_answers(log),
        steps=frozenset(n for n in range(1, len(STEPS) + 1) if log.file.values("step_done", str(n))),
        step=current_step(log.file),
        evidence=tuple(_files(log) + _readings(log)),
        closed=bool(log.file.all("case_approved")),
    )
