"""Does a leniency list hold together? Its facts exist, its windows have a length, its bars are complete."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldlaw.cases.packs.check import problem
from fieldlaw.cases.packs.coverage import SCHEMA, derived_faults, kinds_of, when_problems
from fieldlaw.cases.packs.places import TOP, key_spot

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fieldlaw.cases.packs.records import Problem
    from fieldlaw.cases.packs.series import Fault

# The conduct that no list may forgive; each must be asked by every list, whatever the violation.
NEVER = {
    "secret_discharge": "偷排偷放",
    "malicious_discharge": "恶意排污",
    "falsified_data": "监测数据弄虚作假",
    "public_harm": "损害群众权益",
}
# A penalty in law: it needs a decision, and so is no step of a management measure.
PENALTY_WORDS = ("通报批评", "罚款", "警告")


def leniency_problems(file: str, content: Any) -> Iterator[Problem]:
    """Faults between the rows of a leniency list whose shape is sound; nothing for other packs."""
    if content["pack"]["kind"] != "leniency":
        return
    for spot, text, kind in _all_problems(content, kinds_of(content)):
        yield problem(file, spot, text, kind)


def _all_problems(content: Any, kinds: Mapping[str, Any]) -> Iterator[Fault]:
    for row in content.get("derived", ()):
        yield from ((key_spot(row, "id"), text, SCHEMA) for text in derived_faults(row, kinds))
    yield from _bars(content["exclusions"])
    for row in (*content["exclusions"], *content.get("ladder_steps", ())):
        yield from _conditions(row, kinds)
    for item in content["items"]:
        yield from _item(item, kinds)
    for row in content.get("ladder_steps", ()):
        yield from _measure(row)
    if content.get("ladder_steps") and not content.get("ladder_limits"):
        yield key_spot(content, "ladder_steps"), "阶梯须写明法律界限（ladder_limits）", SCHEMA


def _bars(rows: Any) -> Iterator[Fault]:
    held = {row["id"] for row in rows if row["by"] == "conduct" and "violations" not in row}
    for name, word in NEVER.items():
        if name not in held:
            yield TOP, f"须有对一切违法行为适用的行为排除 {name}（{word}）", SCHEMA


def _conditions(row: Any, kinds: Mapping[str, Any]) -> Iterator[Fault]:
    if not row["when"]:
        yield key_spot(row, "when"), f"{row['id']} 没有条件", SCHEMA
    yield from when_problems(row["when"], kinds)


def _item(item: Any, kinds: Mapping[str, Any]) -> Iterator[Fault]:
    if not item["conditions"]:
        yield key_spot(item, "conditions"), f"{item['id']} 没有条件", SCHEMA
    for row in item["conditions"]:
        yield from _conditions(row, kinds)
        if not row["evidence"]:
            yield key_spot(row, "evidence"), f"{row['id']} 没有写明需要的证据", SCHEMA
    if "first" in item:
        yield from _first(item["first"], kinds)


def _first(row: Any, kinds: Mapping[str, Any]) -> Iterator[Fault]:
    for key, kind in (("had", "yes_no_unknown"), ("last", "date")):
        if kinds.get(row[key], {}).get("type") != kind:
            yield key_spot(row, key), f"{key} 须是种类为 {kind} 的事实", SCHEMA
    if (row["window"] in ("days", "months")) != bool(row.get("length")):
        yield key_spot(row, "window"), "以日或者月计的窗口须有 length，其他的不应有", SCHEMA


def _measure(row: Any) -> Iterator[Fault]:
    for word in PENALTY_WORDS:
        if word in row["measure"]:
            yield key_spot(row, "measure"), f"“{word}”是行政处罚，不能作为阶梯的措施", SCHEMA
