"""What people say of a fine by the day or a surcharge where the dates of the proceeding say nothing.

Kept as answers to checks, under names of their own: the checks before review do not see them. As with the
dates, whoever works on the case may note them, until it is archived.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldlaw.cases.casework.answers import ANSWERED, disputed
from fieldlaw.cases.casework.clocks import standing
from fieldlaw.cases.casework.desk import write_in
from fieldlaw.cases.casework.printing_law import standing as assessments
from fieldlaw.cases.casework.proceeding import ProceedingError, open_log
from fieldlaw.cases.law.preflight_forms import FEN, answer_words, kept_text
from fieldlaw.cases.law.preflight_tests import UNKNOWN_WORD, PreflightFactsError, is_known
from fieldlaw.cases.ledger.event import Draft
from fieldlaw.cases.records.changes import Changes, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fieldlaw.cases.casework.answers import Reply
    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.ledger.event import Event
    from fieldlaw.cases.packs.records import Pack, Row

PENALTY = "penalty:"  # before the id of a fact in the packs
ORIGINAL, CHOICE = "original_fine", "choice"
ANSWER, ASSESSMENT, FINDING = "answer", "assessment", "finding"
_NOTHING = Changes(frozenset())
_WRITTEN = Changes(frozenset({Kind.PROCEEDING, Kind.OUTBOX}))


@dataclass(frozen=True)
class Asked:
    """A fact that is asked, and what is known of it.

    Attributes:
        id: its id in the packs.
        form: yes_no, choice or fen (see `preflight_forms`).
        values: the words of a choice by id.
        value: what counts, as it is kept; empty while it is not known.
        origin: ANSWER, ASSESSMENT (a kept one) or FINDING (its facts); empty without a value.
        said: the standing answers: what, who, day.
        disputed: two answers differ; then there is no value.
    """

    id: str
    question: str
    form: str
    values: tuple[tuple[str, str], ...]
    value: str = ""
    origin: str = ""
    said: tuple[str, ...] = ()
    disputed: bool = False

    @property
    def words(self) -> str:
        """The value in words."""
        return said_of(self.form, dict(self.values), self.value)


def said_of(form: str, values: Mapping[str, str], value: str) -> str:
    """A kept value in words; empty without one."""
    if not value:
        return ""
    return values.get(value, value) if form == CHOICE else answer_words("", form, value)


def asked_in(log: CaseLog, packs: Iterable[Pack]) -> dict[str, Asked]:
    """Every fact that the packs ask, by id, with what the case holds of it."""
    held = standing(log, ANSWERED)
    rows = [row for pack in packs for row in pack.rows("penalty_facts")]
    return {row["id"]: _asked(row, held.get(PENALTY + row["id"], ()), log) for row in rows}


def _asked(row: Row, held: tuple[Event, ...], log: CaseLog) -> Asked:
    values = tuple((one["id"], one["text"]) for one in row.get("values", ()))
    known = tuple(e for e in held if is_known(e.body["answer"]))
    said = tuple(_said(e, row["form"], dict(values)) for e in known)
    split = bool(held) and disputed(held)
    value, origin = (known[0].body["answer"], ANSWER) if known and not split else ("", "")
    if not value and not split:
        value, origin = _of_case(row["id"], log)
    return Asked(row["id"], row["question"], row["form"], values, value, origin, said, split)


def _said(event: Event, form: str, values: Mapping[str, str]) -> str:
    body = event.body
    note = f"，{body['note']}" if body["note"] else ""
    return f"{said_of(form, values, body['answer'])}（{body['by']} {event.moment.wall[:10]}{note}）"


def _of_case(fact: str, log: CaseLog) -> tuple[str, str]:
    """What the case says itself: the only amount of its assessments, a fact on which its findings agree."""
    if fact == ORIGINAL:
        fines = [e.body["result"].get("amount_fen") for e in assessments(log)]
        return (str(fines[0]), ASSESSMENT) if len(fines) == 1 and fines[0] else ("", "")
    findings = (e.body["facts"].get("facts") or {} for e in _findings(log))
    known = {str(facts[fact]) for facts in findings if is_known(str(facts.get(fact, UNKNOWN_WORD)))}
    return (known.pop(), FINDING) if len(known) == 1 else ("", "")


def _findings(log: CaseLog) -> Iterable[Event]:
    return (e for held in standing(log, "finding_recorded").values() for e in held)


# --- answering


def answer_penalty(desk: Desk, case: str, reply: Reply, packs: Sequence[Pack]) -> Changes:
    """Keep an answer; `unknown` takes it back.

    Args:
        desk: where the person works.
        case: the case.
        reply: the fact's id, its value as it is kept (fen for an amount), a note.
        packs: the packs that ask.

    Raises:
        ArchivedCaseError: the case is archived.
        ProceedingError: nobody asks for the fact, or the answer is not of its form.
    """
    with desk.profile.work() as work:
        log = open_log(desk, work, case)
        asked = asked_in(log, packs).get(reply.fact)
        if asked is None:
            raise ProceedingError(f"计罚不问 {reply.fact}")
        text, person = _text(asked, reply.answer), desk.profile.person
        if text == (asked.value if asked.origin == ANSWER else UNKNOWN_WORD) and not asked.disputed:
            return _NOTHING
        body = {"fact": PENALTY + asked.id, "answer": text, "note": reply.note.strip()}
        write_in(desk, work, log, [Draft(ANSWERED, {**body, "by": person.name, "role": person.role})])
    return _WRITTEN


def _text(asked: Asked, typed: str) -> str:
    if asked.form == CHOICE:
        if typed != UNKNOWN_WORD and typed not in dict(asked.values):
            raise ProceedingError(f"“{asked.question}”没有 {typed} 这个答复")
        return typed
    try:
        text = kept_text(asked.question, asked.form, typed)
    except PreflightFactsError as error:
        raise ProceedingError(error.what.rstrip("。")) from error
    if asked.form == FEN and text == "0":
        raise ProceedingError(f"“{asked.question}”应大于零")
    return text
