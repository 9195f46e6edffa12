"""What people answered to the checks, as it stands in a case; the case's own events go before it.

An answer fills what the events of a case leave open and overrules nothing that they say. Two answers that
did not know of each other and differ settle nothing: the fact is unknown again until somebody answers anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework.clocks import agreed, standing
from fieldlaw.cases.law.preflight_forms import NAMES, STATE, documents_in, forms_of, read_answer
from fieldlaw.cases.law.preflight_tests import PreflightFactsError, is_known

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.ledger.event import Event
    from fieldlaw.cases.packs.records import Pack

Facts = dict[str, Any]
ANSWERED = "check_answered"
DOCUMENT = "document:"  # before the id of a document: whether it is in the file


@dataclass(frozen=True)
class Reply:
    """An answer as a person gives it.

    Attributes:
        fact: the id of a fact in the packs, or DOCUMENT and the id of a document.
        answer: see `preflight_forms.kept_text`; `unknown` takes an earlier answer back.
    """

    fact: str
    answer: str
    note: str = ""


def given(log: CaseLog) -> dict[str, tuple[Event, ...]]:
    """The answers that stand, by fact; one that was taken back is left out unless others differ from it."""
    held = standing(log, ANSWERED)
    return {fact: each for fact, each in held.items() if disputed(each) or is_known(each[0].body["answer"])}


def disputed(held: tuple[Event, ...]) -> bool:
    """Whether the answers to one fact differ."""
    return agreed(held, "answer") is None


def with_answers(own: Mapping[str, Any], log: CaseLog, packs: Sequence[Pack]) -> Facts:
    """What a case knows, with the answers to what it does not.

    Args:
        own: facts out of the events of the case.
        log: the case.
        packs: the packs, which say what is asked and in which form.
    """
    forms, known = forms_of(packs), dict(own)
    for fact, held in given(log).items():
        if forms.get(fact) == NAMES:
            known |= _documents(fact, own.get(fact, {}), held)
        elif fact in forms and fact not in own:
            known |= _value(fact, forms[fact], held)
    return known


def with_states(own: Mapping[str, str], log: CaseLog, packs: Sequence[Pack]) -> dict[str, str]:
    """The documents that a case holds, with what people said of those on paper."""
    found: dict[str, str] = {}
    answers = given(log)
    for name in documents_in(packs):
        if name in own:
            found[name] = own[name]
        elif DOCUMENT + name in answers:
            found |= _value(name, STATE, answers[DOCUMENT + name])
    return found


def _value(fact: str, form: str, held: tuple[Event, ...]) -> Facts:
    """The value that was answered; nothing where people differ, or where the answer is not of the form."""
    if disputed(held):
        return {}
    try:
        return {fact: read_answer(fact, form, held[0].body["answer"])}
    except PreflightFactsError:  # as another program may have written it
        return {}


def _documents(fact: str, own: Mapping[str, str], held: tuple[Event, ...]) -> Facts:
    """Names by document: an answer adds documents to those of the case.

    A dispute leaves what is known only where the documents of the case themselves differ.
    """
    if disputed(held):
        return {fact: own if len(set(own.values())) > 1 else None}
    return {name: {**value, **own} for name, value in _value(fact, NAMES, held).items()}
