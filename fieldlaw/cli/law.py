"""`law …`: the facts that an assessment needs, and the assessment itself."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from fieldlaw.cases.law.assess import as_json, assess, facts_json
from fieldlaw.cases.law.deadlines import due, find_limit, read_calendar
from fieldlaw.cases.packs.load import load_folder, load_pack
from fieldlaw.cli.printing import emit, emit_lines
from fieldlaw.errors import KnownError
from fieldlaw.settings import RESOURCES

if TYPE_CHECKING:
    import argparse

_LAW = RESOURCES / "law" / "national"


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
    rows = facts_json(load_folder(_LAW), call.jurisdiction, call.violation or "", day)
    if call.json:
        emit(rows, as_json=True)
    else:
        emit_lines(rows, as_json=False)
    return 0


def _assess(call: argparse.Namespace) -> int:
    answer = as_json(assess(_read(Path(call.file)), load_folder(_LAW)))
    emit(answer if call.json else answer["explanation"], as_json=call.json)
    return 1 if answer["outcome"] in ("undecidable", "refused") else 0


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
    for act in (facts, judge, limit):
        act.add_argument("--json", action="store_true")
