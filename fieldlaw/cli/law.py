"""`law …`: the facts that an assessment needs, and the assessment itself."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.law.assess import (
    as_json,
    asked_of,
    assess,
    benchmark_facts_json,
    facts_json,
    leniency_facts_json,
    rehearse,
)
from fieldlaw.cases.law.deadlines import due, find_limit, read_calendar
from fieldlaw.cases.law.library import Library
from fieldlaw.cases.law.sensitivity import levers
from fieldlaw.cases.packs.load import load_folder
from fieldlaw.cli import law_case, law_checks, law_measures
from fieldlaw.cli.printing import emit, emit_lines
from fieldlaw.cli.reading import LAW, last_calendar, national_law, read_day, read_span, read_table

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Mapping

    from fieldlaw.cases.law.assess import Assessment
    from fieldlaw.cases.packs.records import Pack

_HINT = "按 law facts 的说明填写。"


def _facts(call: argparse.Namespace) -> int:
    day = read_day(call.date) if call.date else None
    packs = load_folder(LAW)
    rows = facts_json(packs, call.jurisdiction, call.violation or "", day)
    if call.benchmark:
        rows += benchmark_facts_json(packs, call.benchmark, call.violation or "")
    for name in call.leniency:
        rows += leniency_facts_json(packs, name, call.violation or "")
    rows = list({row["id"]: row for row in reversed(rows)}.values())[::-1]  # the first to ask words it
    if call.json:
        emit(rows, as_json=True)
    else:
        emit_lines(rows, as_json=False)
    return 0


def _judge(data: Mapping[str, Any], packs: Iterable[Pack]) -> Assessment:
    """A named benchmark or leniency list makes it a rehearsal: nothing here is kept in a case."""
    is_rehearsal = data.get("benchmark") or data.get("leniency")
    return rehearse(data, packs) if is_rehearsal else assess(data, packs)


def _assess(call: argparse.Namespace) -> int:
    data = read_table(call.file, _HINT)
    answer = as_json(_judge(data, load_folder(LAW)))
    emit(answer if call.json else answer["explanation"], as_json=call.json)
    return 1 if answer["outcome"] in ("undecidable", "refused") else 0


def _levers(call: argparse.Namespace) -> int:
    data, packs = read_table(call.file, _HINT), Library(load_folder(LAW))
    found = levers(data, asked_of(data, packs), lambda each: _judge(each, packs))
    rows = [{**asdict(each), "fact": each.fact.id, "question": each.fact.text} for each in found]
    if call.json:
        emit(rows, as_json=True)
    else:
        emit_lines(rows, as_json=False)
    return 0


def _deadline(call: argparse.Namespace) -> int:
    calendar = read_calendar(last_calendar())
    limit = find_limit(national_law(), call.rule)
    if call.days is not None:
        limit = replace(limit, days=call.days)
    found = due(read_day(call.start), limit, calendar, [read_span(text) for text in call.stop])
    answer = {
        "due": None if found.provisional else found.latest.isoformat(),
        "kind": limit.unit,
        "provisional": found.provisional,
        "earliest": found.earliest.isoformat(),
        "latest": found.latest.isoformat(),
        "calendar": {"edition": calendar.edition, "confirmed_through": calendar.confirmed[1].isoformat()},
        "article": limit.basis,
    }
    emit(answer, as_json=call.json)
    return 0


def add_to(rooms: Any) -> None:
    """Add the subcommands."""
    acts = rooms.add_parser("law", help="法律：需要的事实、判断").add_subparsers(dest="act", required=True)
    facts = acts.add_parser("facts")
    facts.add_argument("violation", nargs="?")
    facts.add_argument("--jurisdiction", default="CN")
    facts.add_argument("--date", help="只列这一天有法可依的违法行为")
    facts.add_argument("--benchmark", help="再列这一裁量基准所问的事实")
    facts.add_argument("--leniency", action="append", default=[], help="再列这一免罚清单所问的事实")
    facts.set_defaults(run=_facts)
    judge = acts.add_parser("assess")
    judge.add_argument("file")
    judge.set_defaults(run=_assess)
    limit = acts.add_parser("deadline")
    limit.add_argument("rule")
    limit.add_argument("--from", dest="start", required=True)
    limit.add_argument("--stop", action="append", default=[])
    limit.add_argument("--days", type=int)
    limit.set_defaults(run=_deadline)
    moved = acts.add_parser("levers", help="哪些事实一变，结果就变")
    moved.add_argument("file")
    moved.set_defaults(run=_levers)
    law_case.add_to(acts)
    law_checks.add_to(acts)
    law_measures.add_to(acts)
    for act in (facts, judge, limit, moved):
        act.add_argument("--json", action="store_true")
