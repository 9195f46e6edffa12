"""The assessment: facts and packs in; statutes, ranges, choice and reasons out.

A fine is printed only from a discretion benchmark in force; this program has none yet,
so an established violation ends as "refused" with its statutory range.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.law.explain import Explanation, explain, sentences
from fieldlaw.cases.law.facts import RequestError
from fieldlaw.cases.law.finding import Finding, find
from fieldlaw.cases.law.lawbook import LawBook, Statute, Violation, open_book
from fieldlaw.cases.law.procedure import procedure_flags
from fieldlaw.cases.law.request import Request, jurisdiction_of, read_request
from fieldlaw.cases.law.statutes import Choice, choose

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from fieldlaw.cases.packs.records import Pack, PackHeader

PENDING = Choice("lawyer", "行为日期或决定日期未知，尚不能确定适用的法律。", frozenset(), None)


@dataclass(frozen=True, slots=True)
class Assessment:
    """An answer that can be frozen into a case: outcome, grounds and the packs used."""

    outcome: str
    statutes: tuple[Statute, ...]
    choice: Choice
    amount_fen: int | None
    steps: tuple[Mapping[str, str], ...]
    leniency: tuple[Mapping[str, Any], ...]
    flags: tuple[str, ...]
    packs: tuple[PackHeader, ...]
    explanation: tuple[str, ...]
    tree: Explanation


def assess(data: Mapping[str, Any], packs: Iterable[Pack]) -> Assessment:
    """Assess one violation.

    Args:
        data: the input in the shape of the command line's contract.
        packs: the packs on this machine.

    Raises:
        RequestError: the input cannot be read.
    """
    book = open_book(packs, jurisdiction_of(data))
    request = read_request(data, book)
    finding = find(request.violation, request.facts)
    choice = _choice(request, book)
    return _answer(request, book, finding, choice)


def _choice(request: Request, book: LawBook) -> Choice:
    if request.act is None or request.decided is None:
        return PENDING
    return choose(request.violation, request.act, request.decided, book.rules)


def _answer(request: Request, book: LawBook, finding: Finding, choice: Choice) -> Assessment:
    blocked = _blocking_flags(request, finding, choice)
    tree = explain(request, finding, choice, is_refused=not blocked)
    return Assessment(
        outcome="undecidable" if blocked else "refused",
        statutes=request.violation.statutes,
        choice=choice,
        amount_fen=None,
        steps=(),
        leniency=(),
        flags=(blocked or ("no_benchmark",)) + procedure_flags(None, request.party, book.packs),
        packs=tuple(pack.header for pack in book.packs),
        explanation=sentences(tree),
        tree=tree,
    )


def _blocking_flags(request: Request, finding: Finding, choice: Choice) -> tuple[str, ...]:
    flags = [f"missing_fact:{question.id}" for question in finding.missing]
    if finding.established is False:
        flags += ["not_established", *finding.flags]
    dates = (("act", request.act), ("decided", request.decided))
    flags += [f"missing_date:{name}" for name, value in dates if value is None]
    if choice.which == "lawyer" and choice is not PENDING:
        flags.append("lawyer_must_choose")
    return tuple(flags)


def as_json(answer: Assessment) -> dict[str, Any]:
    """The answer in the shape of the command line's contract."""
    return {
        "outcome": answer.outcome,
        "statutes": [_statute_json(each, answer.choice) for each in answer.statutes],
        "choice": {"which": answer.choice.which, "reason": answer.choice.reason},
        "amount_fen": answer.amount_fen,
        "steps": [dict(step) for step in answer.steps],
        "leniency": [dict(item) for item in answer.leniency],
        "flags": list(answer.flags),
        "packs": [_pack_json(header) for header in answer.packs],
        "explanation": list(answer.explanation),
        "tree": _tree_json(answer.tree),
    }


def _tree_json(node: Explanation) -> dict[str, Any]:
    return {
        "title": node.title,
        "value": node.value,
        "source": node.source,
        "children": [_tree_json(child) for child in node.children],
    }


def _statute_json(statute: Statute, choice: Choice) -> dict[str, Any]:
    first, last = statute.in_force
    base = statute.base
    return {
        "law": statute.law,
        "article": statute.article,
        "clause": statute.clause,
        "in_force": [first.isoformat(), last.isoformat() if last else None],
        "range_fen": list(statute.range_fen) if statute.range_fen else None,
        "base": base
        and {
            "kind": base.kind,
            "multiples": list(base.multiples),
            "base_at_least_fen": base.base_at_least_fen,
        },
        "also": list(statute.also),
        "applies": statute.id in choice.applies,
        "source": statute.source,
        "status": statute.status,
    }


def _pack_json(header: PackHeader) -> dict[str, str]:
    return {
        "id": header.id,
        "edition": header.edition,
        "sha256": header.sha256,
        "status": header.status,
    }


def facts_json(
    packs: Iterable[Pack], jurisdiction: str, violation: str = "", day: date | None = None
) -> list[dict[str, Any]]:
    """The questions of a violation; without one, the violations that are known.

    Args:
        packs: the law packs.
        jurisdiction: whose law.
        violation: the id of a violation; all of them with an empty one.
        day: leave out what no clause covered on this day.

    Raises:
        RequestError: the violation is not in the packs, or nothing covered it on the day.
    """
    book = open_book(packs, jurisdiction)
    if not violation:
        rows = [row for row in book.violations.values() if day is None or _covered(row, day)]
        return [{"id": row.id, "name": row.name} for row in rows]
    stub = {"violation": violation, "jurisdiction": jurisdiction, "party": {"kind": "citizen"}}
    asked = read_request(stub, book).violation
    if day is not None and not _covered(asked, day):
        raise RequestError("date", f"{day.isoformat()} 没有在施行的处罚条款")
    return [
        {
            "id": question.id,
            "question": question.text,
            "type": question.type,
            "values": ["yes", "no", "unknown"] if question.type == "yes_no_unknown" else [],
            "required": question.required,
            "unit": question.unit,
        }
        for question in asked.questions
    ]


def _covered(violation: Violation, day: date) -> bool:
    """True when a penalty clause of the violation was in force on a day."""
    periods = (statute.in_force for statute in violation.statutes)
    return any(first <= day and (last is None or day <= last) for first, last in periods)
