"""Reads the checks of a case for the panel; runs on the store lane."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from fieldlaw.cases.casework.answering import may_answer
from fieldlaw.cases.casework.answers import DOCUMENT, disputed, given
from fieldlaw.cases.casework.checking import (
    asked_evidence,
    check_log,
    documents_of,
    own_documents,
    own_facts,
)
from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.printing_checks import DEDUCTIONS, full_points, total_of
from fieldlaw.cases.casework.printing_law import SOURCE
from fieldlaw.cases.law.preflight_forms import FEN, STATE, answer_words, documents_in, forms_of, say
from fieldlaw.cases.law.preflight_tests import UNKNOWN_WORD
from fieldlaw.ui.presenters.checks_state import CheckRow, ChecksView, FactView, ScoreRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.casework.printing_record import Press
    from fieldlaw.cases.law.preflight import Check, Preflight
    from fieldlaw.cases.ledger.event import Event
    from fieldlaw.cases.packs.records import Pack

_PROOFS = "no_penalty_proved"  # the fact for which the kept assessments name the proofs


def _tr(text: str) -> str:
    return QCoreApplication.translate("checks", text)


@dataclass(frozen=True)
class Rules:
    """What the checks are made with: the packs that are loaded now, and what the record is laid out with."""

    packs: Callable[[], Sequence[Pack]]
    press: Press | None = None


@dataclass(frozen=True)
class _Reader:
    forms: Mapping[str, str]
    names: Mapping[str, str]
    documents: Mapping[str, str]
    own: Mapping[str, Any]
    given: Mapping[str, tuple[Event, ...]]
    hints: Mapping[str, str]

    def row(self, one: Check) -> CheckRow:
        """A check with its facts."""
        return CheckRow(
            one.id, one.number, one.text, one.result, one.reason,
            self.documents.get(one.document, one.document),
            f"{one.source}（{_tr(SOURCE.get(one.status, one.status))}）",
            one.is_fatal, tuple(map(self._fact, self._shown(one))),
        )  # fmt: skip

    def _shown(self, one: Check) -> list[str]:
        """What has to be found out first; what is known after it; what nothing hangs on now is left out."""
        known = [name for name in one.needs if name in self.own or name in self.given]
        return list(dict.fromkeys((*one.unknown, *known)))

    def _fact(self, name: str) -> FactView:
        form, held = self.forms[name], self.given.get(name, ())
        split = bool(held) and disputed(held)
        title = self.names[name]
        return FactView(
            id=name,
            name=title.removesuffix(_tr("（分）")) if form == FEN else title,
            form=form,
            own=say(form, self.own[name]) if name in self.own else "",
            said=tuple(said_words(name, form, event) for event in (held if split else held[:1])),
            value="" if split or not held else str(held[0].body["answer"]),
            disputed=split,
            hint=self.hints.get(name, ""),
        )


def said_words(name: str, form: str, event: Event) -> str:
    """An answer in words: who, when, what, on what it rests."""
    body, at = event.body, event.moment.wall[5:16].replace("T", " ")
    role = f"（{body['role']}）" if body["role"] else ""
    note = f"；{body['note']}" if body["note"] else ""
    return f"{body['by']}{role} {at}：{answer_words(name, form, body['answer'])}{note}"


def read_checks(desk: Desk, case: str, rules: Rules) -> ChecksView:
    """Run the checks over a case and lay out what is known of each fact.

    Raises:
        NoSuchCaseError, BrokenChainError: see `desk.read`.
    """
    log, packs, today = read(desk, case), tuple(rules.packs()), desk.clock().wall
    found = check_log(log, packs, rules.press, today)
    proofs = "；".join(asked_evidence(log))
    reader = _Reader(
        forms=defaultdict(str, forms_of(packs)),
        names={row["id"]: row["name"] for pack in packs for row in pack.rows("check_facts")},
        documents=documents_in(packs),
        own=own_facts(log, packs, rules.press, today),
        given=given(log),
        hints={_PROOFS: _tr("清单要求的证据：{0}").format(proofs)} if proofs else {},
    )
    barred = _barred(desk, log)
    return ChecksView(
        case=case,
        rows=tuple(map(reader.row, found.checks)),
        score=tuple(_score(log, found, packs)),
        total=total_of(found),
        remarks=(*(_scoring(packs)), _tr(DEDUCTIONS)),
        may_answer=not barred,
        barred=barred,
    )


def _barred(desk: Desk, log: CaseLog) -> str:
    if log.file.all("case_approved"):
        return _tr("案件已通过，不再答复。")
    return "" if may_answer(desk, log) else _tr("由本案的执法人员和审核人答复。")


def _scoring(packs: Sequence[Pack]) -> Iterator[str]:
    return (str(pack.content["scoring"]["text"]) for pack in packs if "scoring" in pack.content)


def _score(log: CaseLog, found: Preflight, packs: Sequence[Pack]) -> Iterator[ScoreRow]:
    states, own, full, answers = documents_of(log, packs), own_documents(log), full_points(packs), given(log)
    for name, word in documents_in(packs).items():
        held = answers.get(DOCUMENT + name, ())
        points = found.score.get(name)
        known = "—" if name not in found.score else _tr("未定") if points is None else str(points)
        said = "；".join(said_words(name, STATE, event) for event in held)
        yield ScoreRow(
            name, word, states.get(name, UNKNOWN_WORD), name in own, known, full[name],
            _tr("两人答复不同：{0}").format(said) if held and disputed(held) else said,
        )  # fmt: skip
