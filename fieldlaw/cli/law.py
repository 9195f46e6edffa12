"""`law …`: the facts that an assessment needs, and the assessment itself."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

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
from fieldlaw.cases.law.sensitivity import levers
from fieldlaw.cases.packs.load import load_folder, load_pack
from fieldlaw.cli import law_case, law_checks, law_measures
from fieldlaw.cli.printing import emit, emit_lines
from fieldlaw.errors import KnownError
from fieldlaw.settings import RESOURCES

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from fieldlaw.cases.law.assess import Assessment
    from fieldlaw.cases.packs.records import Pack

_ALL = RESOURCES / "law"
_LAW = _ALL / "national"


def _read(path: Path) -> dict[str, Any]:
    text = path.read_text(encoding="utf-8")
    try:
        data = json.loads(text) if path.suffix == ".json" else YAML(typ="safe", pure=True).load(text)
    except (YAMLError, ValueError) as error:
        raise KnownError(f"{path} 读不懂：{str(error).splitlines()[0]}。", "改好格式后再试。") from error
    if not isinstance(data, dict):
        raise KnownError(f"{path} 里应是键值表。", "按 law facts 的说明填写。")
    return data


def _facts(call: argparse.Namespace) -> int:
    day = _date(call.date) if call.date else None
    packs = load_folder(_ALL)
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


def _judge(data: Mapping[str, Any], packs: tuple[Pack, ...]) -> Assessment:
    """A named benchmark or leniency list makes it a rehearsal: nothing here is kept in a case."""
    is_rehearsal = data.get("benchmark") or data.get("leniency")
    return rehearse(data, packs) if is_rehearsal else assess(data, packs)


def _assess(call: argparse.Namespace) -> int:
    data = _read(Path(call.file))
    answer = as_json(_judge(data, load_folder(_ALL)))
    emit(answer if call.json else answer["explanation"], as_json=call.json)
    return 1 if answer["outcome"] in ("undecidable", "refused") else 0


def _levers(call: argparse.Namespace) -> int:
    data, packs = _read(Path(call.file)), load_folder(_ALL)
    found = levers(data, asked_of(data, packs), lambda each: _judge(each, packs))
    rows = [{**asdict(each), "fact": each.fact.id, "question": each.fact.text} for each in found]
    if call.json:
        emit(rows, as_json=True)
    else:
        emit_lines(rows, as_json=False)
    return 0


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise KnownError(f"{text} 不是日期。", "应写成 2026-09-24 这样。") from error


def _stop(text: str) -> tuple[date, date]:
    first, _, last = text.partition("..")
    return _date(first), _date(last)


def _deadline(call: argparse.Namespace) -> int:
    calendar = read_calendar(load_pack(sorted((RESOURCES / "calendars").glob("*.yaml"))[-1]))
    limit = find_limit(load_folder(_LAW), call.rule)
    if call.days is not None:
        limit = replace(limit, days=call.days)
    found = due(_date(call.start), limit, calendar, [_stop(text) for text in call.stop])
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
