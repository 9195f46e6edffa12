"""`law …`: the facts that an assessment needs, and the assessment itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from fieldlaw.cases.law.assess import as_json, assess, facts_json
from fieldlaw.cases.packs.load import load_folder
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
    emit_lines(facts_json(load_folder(_LAW), call.jurisdiction, call.violation or ""), as_json=call.json)
    return 0


def _assess(call: argparse.Namespace) -> int:
    answer = as_json(assess(_read(Path(call.file)), load_folder(_LAW)))
    emit(answer if call.json else answer["explanation"], as_json=call.json)
    return 1 if answer["outcome"] in ("undecidable", "refused") else 0


def add_to(rooms: Any) -> None:
    """Add the subcommands."""
    acts = rooms.add_parser("law", help="法律：需要的事实、判断").add_subparsers(dest="act", required=True)
    facts = acts.add_parser("facts")
    facts.add_argument("violation", nargs="?")
    facts.add_argument("--jurisdiction", default="CN")
    facts.set_defaults(run=_facts)
    judge = acts.add_parser("assess")
    judge.add_argument("file")
    judge.set_defaults(run=_assess)
    for act in (facts, judge):
        act.add_argument("--json", action="store_true")
