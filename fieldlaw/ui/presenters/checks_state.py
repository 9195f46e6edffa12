"""What the panel of checks shows: each check with its facts, the score by document, what is answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from fieldlaw.cases.law.preflight import ASK, FAIL, PASS
from fieldlaw.cases.law.preflight_forms import NAMES, PEOPLE, YES_NO

if TYPE_CHECKING:
    from fieldlaw.cases.law.preflight_tests import Verdict
    from fieldlaw.ui.messages import Problem

FAILED, ASKED, ALL, SCORE = FILTERS = ("failed", "asked", "all", "score")


def _tr(text: str) -> str:
    return QCoreApplication.translate("checks", text)


def result_chip(result: Verdict) -> tuple[str, str, str]:
    """Icon, word and tone of what a check came to."""
    return {
        PASS: ("circle-check", _tr("过"), "success"),
        FAIL: ("circle-x", _tr("败"), "danger"),
        ASK: ("circle-help", _tr("问"), "warning"),
    }[result]


@dataclass(frozen=True)
class FactView:
    """A fact that a check looks at.

    Attributes:
        id: its name in the packs.
        form: how it is answered (see `preflight_forms`).
        own: what the case says itself; empty when it says nothing.
        said: the standing answers: who, when, what, on what it rests.
        value: the one answer that counts, as it is kept; empty without one.
        disputed: two answers differ.
        hint: what else is to be known before answering.
        values: the words of a choice, by id; empty for every other form.
        overrides: an answer goes before what the case says itself.
    """

    id: str
    name: str
    form: str
    own: str = ""
    said: tuple[str, ...] = ()
    value: str = ""
    disputed: bool = False
    hint: str = ""
    values: tuple[tuple[str, str], ...] = ()
    overrides: bool = False

    @property
    def answerable(self) -> bool:
        """Whether an answer counts: the case says nothing itself, or does not have the last word."""
        return not self.own or self.overrides or self.form == NAMES

    @property
    def lines(self) -> bool:
        """Whether it is answered in a field of several lines."""
        return self.form in (NAMES, PEOPLE)


@dataclass(frozen=True)
class CheckRow:
    """A check: its number, what it came to and why."""

    id: str
    number: int
    text: str
    result: Verdict
    reason: str
    document: str
    source: str
    is_fatal: bool
    facts: tuple[FactView, ...] = ()

    @property
    def spoken(self) -> str:
        """The row in words."""
        return f"{self.number} {self.text} {result_chip(self.result)[1]} {self.reason}"

    @property
    def first_open(self) -> FactView | None:
        """The first fact that a yes or a no would settle: one not yet known, else one that was answered."""
        held = [one for one in self.facts if one.form == YES_NO and one.answerable]
        return next((one for one in held if not one.value), held[0] if held else None)


@dataclass(frozen=True)
class ScoreRow:
    """A document of the score.

    Attributes:
        state: present, absent, not_needed or unknown.
        own: the program holds it itself: nothing to be said by hand.
        points: in words; `—` for a document that is not needed.
        said: who said it, when.
    """

    id: str
    name: str
    state: str
    own: bool
    points: str
    full: str
    said: str = ""


@dataclass(frozen=True)
class ChecksView:
    """The checks of a case.

    Attributes:
        may_answer: this person answers, and the case still takes answers.
        barred: why nothing can be answered; empty else.
    """

    case: str
    rows: tuple[CheckRow, ...]
    score: tuple[ScoreRow, ...] = ()
    total: str = ""
    remarks: tuple[str, ...] = ()
    may_answer: bool = False
    barred: str = ""

    def of(self, result: Verdict) -> tuple[CheckRow, ...]:
        """The checks that came to a result."""
        return tuple(row for row in self.rows if row.result is result)

    @property
    def counts(self) -> str:
        """How many passed, have to be asked, failed."""
        return counts_words(*(len(self.of(each)) for each in (PASS, ASK, FAIL)))


def counts_words(passed: int, asked: int, failed: int) -> str:
    """核对 23 过 1 问 1 败."""
    return _tr("核对 {0} 过 {1} 问 {2} 败").format(passed, asked, failed)


@dataclass(frozen=True)
class State:
    """What the panel shows.

    Attributes:
        case: the case that is asked for.
        view: its checks; None while they are read.
        filter: which checks are listed, or the score.
        chosen: the id of the check in hand.
        acting: an answer is being written.
        written: how many answers were written.
    """

    case: str = ""
    view: ChecksView | None = None
    filter: str = ALL
    chosen: str = ""
    acting: bool = False
    written: int = 0
    problem: Problem | None = None

    @property
    def listed(self) -> tuple[CheckRow, ...]:
        """The checks that are listed."""
        return self.under(self.filter)

    def under(self, wanted: str) -> tuple[CheckRow, ...]:
        """The checks that a filter shows; none for the score."""
        view = self.view
        if view is None:
            return ()
        return {FAILED: view.of(FAIL), ASKED: view.of(ASK), ALL: view.rows}.get(wanted, ())

    @property
    def in_hand(self) -> CheckRow | None:
        """The check in hand."""
        return next((row for row in self.listed if row.id == self.chosen), None)

    @property
    def able(self) -> bool:
        """Whether an answer can be given now."""
        return self.view is not None and self.view.may_answer and not self.acting
