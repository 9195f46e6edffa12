"""The packs in force, read once and put to every question of the law page."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.law.asking import offered, threads
from fieldlaw.cases.law.assess import asked_of, assess, facts_json, fit
from fieldlaw.cases.law.facts import read_day
from fieldlaw.cases.law.library import Library
from fieldlaw.cases.law.measures import measures_of, read_measure_facts
from fieldlaw.cases.law.measures_rows import measure_book
from fieldlaw.cases.law.sensitivity import levers
from fieldlaw.ui.presenters.law_facts import FactRow, rows_of
from fieldlaw.ui.presenters.law_words import Aids, Judgement, judge

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from fieldlaw.cases.casework.packshelf import LawPacks
    from fieldlaw.cases.law.assess import Assessment
    from fieldlaw.cases.law.facts import Facts
    from fieldlaw.cases.law.measures_rows import MeasureBook
    from fieldlaw.cases.law.sensitivity import Lever


class LawBench:
    """What an assessment draws on now.

    Attributes:
        held: the packs as the shelf gave them.
        packs: the same, read once.
        signed: hashes of the packs whose signatures were verified.
    """

    def __init__(self, held: LawPacks) -> None:
        self.held = held
        self.packs, self.signed = Library(held.packs), held.verified

    @cached_property
    def measures(self) -> MeasureBook:
        """The measures, and what they ask."""
        return measure_book(self.packs)

    def rows(self, request: Mapping[str, Any]) -> tuple[FactRow, ...]:
        """What is asked of a case.

        Raises:
            RequestError: the violation is not in the packs.
        """
        return rows_of(request, self.packs, self.signed, self.measures)

    def assess(self, request: Mapping[str, Any]) -> Assessment:
        """Assess a recorded request: what nobody asks any more is left out.

        Raises:
            RequestError: it cannot be read.
        """
        return assess(fit(request, self.packs), self.packs, signed=self.signed)

    def judge(self, request: Mapping[str, Any]) -> Judgement:
        """Assess a request and say it in words.

        Raises:
            RequestError: it cannot be read.
        """
        asked = {row.id: row.question for row in self.rows(request)}
        offer = offered(request, self.packs, self.signed)
        measures = measures_of(self._measured(request), self.packs, **_days(request))
        aids = Aids(asked, offer, measures, threads(request, self.packs, self.signed))
        return judge(self.assess(request), fit(request, self.packs), self.packs, aids)

    def _measured(self, request: Mapping[str, Any]) -> Facts:
        given = request.get("facts") or {}
        known = {name: raw for name, raw in given.items() if name in self.measures.facts}
        return read_measure_facts(known, self.packs)

    def levers(self, request: Mapping[str, Any]) -> tuple[Lever, ...]:
        """The facts on which the answer hangs most; takes a moment.

        Raises:
            RequestError: the request cannot be read.
        """
        plain = fit(request, self.packs)
        return levers(plain, asked_of(plain, self.packs), self.assess)

    def violations(self, jurisdiction: str) -> tuple[tuple[str, str, frozenset[str]], ...]:
        """The violations of the lawbook: id, name, and the bases of checklist items that they go with."""
        book = self.packs.book(jurisdiction).violations
        return tuple(
            (one["id"], one["name"], frozenset(book[one["id"]].bases))
            for one in facts_json(self.packs, jurisdiction)
        )


def _days(request: Mapping[str, Any]) -> dict[str, Any]:
    """First and last day of the act, and the day of the decision, as far as they are known."""
    act = request.get("act") or {}
    first, last = _day("act.start", act.get("start")), _day("act.end", act.get("end"))
    decided = _day("decided", request.get("decided"))
    return {"act": (first, last) if first and last else None, "decided": decided}


def _day(place: str, raw: object) -> date | None:
    return read_day(place, raw) if raw else None
