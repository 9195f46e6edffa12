"""Measures and transfers in words: prompts with what they take, never a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from fieldlaw.cases.law.measures import CRIME
from fieldlaw.cases.law.measures_answer import FORCE, explained
from fieldlaw.ui.presenters.law_clocks import SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldlaw.cases.law.measures import Measure

MET, OPEN = "met", "open"
_DATES = {"act": ("act.start", "act.end"), "decided": ("decided",)}


def _tr(text: str) -> str:
    return QCoreApplication.translate("law", text)


@dataclass(frozen=True)
class Line:
    """What belongs to a measure: its kind, the words, where they stand."""

    title: str
    text: str
    source: str


@dataclass(frozen=True)
class MeasureLine:
    """A measure whose conditions are met, or not yet known.

    Attributes:
        word: 可以, 应当, 提示, 请法制判断 or 待查明.
        state: MET or OPEN.
        gaps: what is missing: id of fact or day, question.
        lines: cases, doubts, approvals, documents, clocks, limits.
    """

    id: str
    name: str
    word: str
    state: str
    text: str
    gaps: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    source: str


@dataclass(frozen=True)
class Measures:
    """Those that may apply, the met ones first; the names of the rest."""

    rows: tuple[MeasureLine, ...]
    rest: tuple[str, ...]

    def count(self, state: str) -> int:
        """How many are met, or open."""
        return sum(row.state == state for row in self.rows)


def measures_in_words(measures: Iterable[Measure]) -> Measures:
    """Weighed measures in words."""
    held = tuple(measures)
    live = sorted((each for each in held if each.truth is not False), key=lambda each: not each.truth)
    return Measures(
        tuple(_line(each) for each in live), tuple(each.row.name for each in held if each.truth is False)
    )


def _line(measure: Measure) -> MeasureLine:
    tree = explained(measure)
    gaps = (pair for each in measure.missing for pair in _gap(each.fact, each.question))
    return MeasureLine(
        id=measure.row.id,
        name=measure.row.name,
        word=_word(measure),
        state=MET if measure.truth else OPEN,
        text=tree.value,
        gaps=tuple(dict.fromkeys(gaps)),
        lines=tuple(
            Line(each.title, each.value, each.source) for each in tree.children if each.title != "缺少事实"
        ),
        source=_tr(SOURCE[measure.status]),
    )


def _word(measure: Measure) -> str:
    if measure.truth is None:
        return _tr("待查明")
    return _tr("请法制判断") if measure.row.kind == CRIME else _tr(FORCE[measure.force])


def _gap(fact: str, question: str) -> tuple[tuple[str, str], ...]:
    """A missing fact; of a missing date the days to fill in."""
    return tuple((name, question) for name in _DATES.get(fact, (fact,)))
