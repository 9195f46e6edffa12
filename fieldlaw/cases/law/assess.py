"""The assessment: facts and packs in; statutes, ranges, choice, amount and reasons out.

A fine is printed only from a discretion benchmark in force; without one an established violation
ends as "refused" with its statutory range. A real case (`assess`) takes only a benchmark and leniency
lists of its own place whose signatures were verified; a rehearsal (`rehearse`) takes any, and its flags
say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.law.admitting import Terms
from fieldlaw.cases.law.benchbook import candidates
from fieldlaw.cases.law.capitals import capitals
from fieldlaw.cases.law.explain import Explanation, explain, no_amount, range_words, sentences
from fieldlaw.cases.law.facts import RequestError
from fieldlaw.cases.law.lenient_answer import NO_PENALTY, OPEN, leniency_of
from fieldlaw.cases.law.library import library_of, open_book
from fieldlaw.cases.law.norms import PENDING, governing, weigh_norms
from fieldlaw.cases.law.procedure import procedure_flags
from fieldlaw.cases.law.reach import Reach, reach
from fieldlaw.cases.law.request import fitted, jurisdiction_of, movable, read_norms, read_request
from fieldlaw.cases.law.sentence import discretion_sentence
from fieldlaw.cases.law.spans import ceiling, floor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from fieldlaw.cases.law.benchbook import Asked
    from fieldlaw.cases.law.benchmark import Fine
    from fieldlaw.cases.law.lawbook import Base, Statute, Violation
    from fieldlaw.cases.law.lenient_answer import Leniency
    from fieldlaw.cases.law.library import LawBook
    from fieldlaw.cases.law.norms import Norm
    from fieldlaw.cases.law.request import Movable, Request
    from fieldlaw.cases.law.statutes import Choice
    from fieldlaw.cases.packs.records import Pack, PackHeader

FEN_IN_YUAN = 100
EVIDENCE = "evidence"

__all__ = [
    "EVIDENCE",
    "PENDING",
    "Assessment",
    "as_json",
    "asked_of",
    "assess",
    "benchmark_facts_json",
    "facts_json",
    "fit",
    "leniency_facts_json",
    "rehearse",
]


@dataclass(frozen=True, slots=True)
class Assessment:
    """An answer that can be frozen into a case: outcome, grounds and the packs used.

    Attributes:
        amount_fen: the fine; None without one, or while a person must choose it within `range_fen`.
        range_fen: the amounts that the benchmark leaves open, both ends included.
        limits_fen: the statutory range behind a fine.
        leniency: each item of the leniency lists, weighed.
        ladder: prompts for measures of management; they change nothing in the outcome.
        sentence: what the decision says of the use of discretion; empty without an amount.
    """

    outcome: str
    statutes: tuple[Statute, ...]
    reaches: Mapping[str, Reach]
    choice: Choice
    amount_fen: int | None
    steps: tuple[Mapping[str, str], ...]
    leniency: tuple[Mapping[str, Any], ...]
    flags: tuple[str, ...]
    packs: tuple[PackHeader, ...]
    explanation: tuple[str, ...]
    tree: Explanation
    range_fen: tuple[int, int] | None = None
    limits_fen: tuple[int, int] | None = None
    ladder: tuple[Mapping[str, Any], ...] = ()
    sentence: str = ""


def assess(
    data: Mapping[str, Any], packs: Iterable[Pack], *, signed: frozenset[str] = frozenset()
) -> Assessment:
    """Assess one violation of a real case. No benchmark for training gives an amount here.

    Args:
        data: the input in the shape of the command line's contract.
        packs: the packs on this machine.
        signed: hashes of the packs whose signature this machine has verified.

    Raises:
        RequestError: the input cannot be read.
    """
    return _assess(data, packs, Terms(signed, is_training=False))


def fit(data: Mapping[str, Any], packs: Iterable[Pack]) -> dict[str, Any]:
    """An input from a case without the facts that none of these packs asks for; see `assess` for both.

    The evidence behind its facts, which a case keeps beside them (`evidence`: fact to numbers), goes too.
    """
    plain = {key: value for key, value in data.items() if key != EVIDENCE}
    return fitted(plain, open_book(packs, jurisdiction_of(data)))


def asked_of(data: Mapping[str, Any], packs: Iterable[Pack]) -> tuple[Movable, ...]:
    """All facts and days that these packs ask of a case; see `assess` for both."""
    return movable(data, open_book(packs, jurisdiction_of(data)))


def rehearse(data: Mapping[str, Any], packs: Iterable[Pack]) -> Assessment:
    """Assess for training: any benchmark that the input names may be used; the flags say "training".

    Its answer must never be kept in a case.

    Raises:
        RequestError: the input cannot be read.
    """
    return _assess(data, packs, Terms(frozenset(), is_training=True))


def _assess(data: Mapping[str, Any], packs: Iterable[Pack], terms: Terms) -> Assessment:
    book = open_book(packs, jurisdiction_of(data))
    norms = [norm for request in read_norms(data, book) for norm in weigh_norms(request, book, terms)]
    norm = governing(norms)
    return _answer(norm, norms, book, leniency_of(norm, norms, terms))


def _answer(norm: Norm, norms: list[Norm], book: LawBook, lenient: Leniency) -> Assessment:
    fine = None if lenient.effect in (NO_PENALTY, OPEN) else norm.fine
    others = (each.beside() for each in norms if not norm.is_of(each))
    money = _money_part(norm, lenient)
    late = (norm.limitation.part,) if norm.limitation else ()
    tree = explain(norm.request, norm.finding, norm.choice, (*late, *others, *lenient.parts, *money))
    law = (pack.header for pack in book.drawn_on(_broken(norms)))
    request = norm.request
    considered = [each.header for each in request.candidates] + [each.header for each in request.lists]
    return Assessment(
        outcome=_outcome(norm, lenient),
        statutes=norm.request.violation.statutes,
        reaches=_reaches(norm.request),
        choice=norm.choice,
        amount_fen=fine.amount_fen if fine else None,
        steps=tuple(step.as_json() for step in fine.steps) if fine else (),
        leniency=lenient.entries,
        flags=_flags(norm, fine, lenient, book),
        packs=tuple(dict.fromkeys((*law, *considered))),
        explanation=sentences(tree),
        tree=tree,
        range_fen=fine.within if fine else None,
        limits_fen=fine.limits if fine else None,
        ladder=lenient.ladder,
        sentence=discretion_sentence(norm, fine),
    )


def _broken(norms: list[Norm]) -> list[str]:
    return [norm.request.violation.id for norm in norms]


def _reaches(request: Request) -> dict[str, Reach]:
    violation = request.violation
    return {each.id: reach(each, violation, request.facts) for each in violation.statutes}


def _outcome(norm: Norm, lenient: Leniency) -> str:
    """With the lists: they may take a fine away or leave it to a person, and never add one."""
    if lenient.effect == OPEN:
        return "undecidable"
    return lenient.effect or norm.outcome


def _money_part(norm: Norm, lenient: Leniency) -> tuple[Explanation, ...]:
    if lenient.effect == NO_PENALTY:
        return (no_amount("不予处罚。"),)
    if lenient.effect == OPEN:
        return (no_amount("是否应当不予处罚还不能判断。"),)
    return norm.money_part()


def _flags(norm: Norm, fine: Fine | None, lenient: Leniency, book: LawBook) -> tuple[str, ...]:
    """What is to be known of the amount; where there is none to be had, only what the lists say."""
    own = () if lenient.effect == NO_PENALTY else norm.flags
    procedure = procedure_flags(_heaviest(fine), norm.request.party, book.packs, norm.request.decided)
    return tuple(dict.fromkeys((*own, *lenient.flags, *procedure)))


def _heaviest(fine: Fine | None) -> int | None:
    """The amount that may trigger a procedure: the highest, while it is still open."""
    if fine is None:
        return None
    return fine.within[1] if fine.amount_fen is None else fine.amount_fen


def as_json(answer: Assessment) -> dict[str, Any]:
    """The answer in the shape of the command line's contract."""
    return {
        "outcome": answer.outcome,
        "statutes": [_statute_json(each, answer) for each in answer.statutes],
        "choice": _choice_json(answer.choice),
        "amount_fen": answer.amount_fen,
        "steps": [dict(step) for step in answer.steps],
        "leniency": [dict(item) for item in answer.leniency],
        "ladder": [dict(step) for step in answer.ladder],
        "flags": list(answer.flags),
        "packs": [_pack_json(header) for header in answer.packs],
        "sentence": answer.sentence,
        "explanation": list(answer.explanation),
        "tree": _tree_json(answer.tree),
        **_amounts_json(answer),
    }


def _amounts_json(answer: Assessment) -> dict[str, Any]:
    fen = answer.amount_fen
    return {
        "amount_yuan": None if fen is None else f"{fen // FEN_IN_YUAN}.{fen % FEN_IN_YUAN:02d}",
        "amount_capitals": None if fen is None else capitals(fen),
        "amount_range_fen": list(answer.range_fen) if answer.range_fen else None,
        "statutory_range_fen": list(answer.limits_fen) if answer.limits_fen else None,
    }


def _tree_json(node: Explanation) -> dict[str, Any]:
    return {
        "title": node.title,
        "value": node.value,
        "source": node.source,
        "children": [_tree_json(child) for child in node.children],
    }


def _choice_json(choice: Choice) -> dict[str, Any]:
    asked = {"question": choice.question, "options": list(choice.options), "by": choice.by}
    return {"which": choice.which, "reason": choice.reason, **(asked if choice.question else {})}


def _statute_json(statute: Statute, answer: Assessment) -> dict[str, Any]:
    first, last = statute.in_force
    found = answer.reaches[statute.id]
    return {
        "id": statute.id,
        "law": statute.law,
        "article": statute.article,
        "clause": statute.clause,
        "in_force": [first.isoformat(), last.isoformat() if last else None],
        "range_fen": list(statute.range_fen) if statute.range_fen else None,
        "base": statute.base and _base_json(statute.base),
        "tiers": [
            {"id": each.id, "text": each.text, "words": each.not_before or range_words(each)}
            for each in statute.tiers
        ],
        "tier": found.tier.id if found.tier else None,
        "settled_fen": [ceiling(found.limits[0]), floor(found.limits[1])] if found.limits else None,
        "words": range_words(statute),
        "persons_fen": list(statute.persons_fen) if statute.persons_fen else None,
        "also": [*statute.also, *(found.tier.also if found.tier else ())],
        "applies": statute.id in answer.choice.applies,
        "source": statute.source,
        "status": statute.status,
    }


def _base_json(base: Base) -> dict[str, Any]:
    return {
        "kind": base.kind,
        "multiples": [int(each) if each == int(each) else str(each) for each in base.multiples],
        "base_at_least_fen": base.base_at_least_fen,
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
            "values": list(question.choices)
            or (["yes", "no", "unknown"] if question.type == "yes_no_unknown" else []),
            "required": question.required,
            "unit": question.unit,
        }
        for question in asked.questions
    ]


def benchmark_facts_json(packs: Iterable[Pack], benchmark: str, violation: str) -> list[dict[str, Any]]:
    """The questions that a benchmark asks of a violation, beyond the violation's own.

    Args:
        packs: the packs on this machine.
        benchmark: the id of the benchmark.
        violation: the id of the violation; the grounds' questions come last.

    Raises:
        RequestError: no such benchmark, or it has no table for the violation.
    """
    found = candidates(library_of(packs).benchmarks, (benchmark,), "")
    if not benchmark or not found:
        raise RequestError("benchmark", f"没有裁量基准 {benchmark}")
    questions = [each for one in found for each in one.questions(violation)]
    if not questions:
        raise RequestError("benchmark", f"{benchmark} 没有 {violation} 的裁量表")
    return [_question_json(asked, is_required=needed) for asked, needed in questions]


def leniency_facts_json(packs: Iterable[Pack], name: str, violation: str) -> list[dict[str, Any]]:
    """The questions that a leniency list asks of a violation.

    Args:
        packs: the packs on this machine.
        name: the id of the list.
        violation: the id of the violation.

    Raises:
        RequestError: no such list, or it has no item for the violation.
    """
    found = candidates(library_of(packs).lists, (name,), "")
    if not found:
        raise RequestError("leniency", f"没有免罚清单 {name}")
    questions = [asked for one in found for asked in one.asked_of(violation)]
    if not questions:
        raise RequestError("leniency", f"{name} 没有 {violation} 的事项")
    return [_question_json(asked, is_required=True) for asked in questions]


def _question_json(asked: Asked, *, is_required: bool) -> dict[str, Any]:
    return {
        "id": asked.id,
        "question": asked.question,
        "type": asked.type,
        "values": list(asked.values) or (["yes", "no", "unknown"] if asked.type == "yes_no_unknown" else []),
        "required": is_required,
        "unit": asked.unit,
    }


def _covered(violation: Violation, day: date) -> bool:
    """True when a penalty clause of the violation was in force on a day."""
    periods = (statute.in_force for statute in violation.statutes)
    return any(first <= day and (last is None or day <= last) for first, last in periods)
