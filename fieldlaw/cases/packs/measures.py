"""Does a pack of measures hold together? Its facts exist, each case has a condition, prompts stay prompts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldlaw.cases.packs.check import problem
from fieldlaw.cases.packs.coverage import SCHEMA, derived_faults, kinds_of, when_problems
from fieldlaw.cases.packs.places import key_spot

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fieldlaw.cases.packs.records import Problem
    from fieldlaw.cases.packs.series import Fault

# What the program looks into before it offers a daily fine; the pack says each in words, with its source.
DAILY = (
    *("fined_first", "order_warned", "recheck_in_time", "recheck_covert", "refusing", "days_counted"),
    *("start_day", "same_act", "correction_evidence", "second_order", "second_recheck"),
)
# A suspicion of crime is handed on and never judged here.
ONLY_PROMPTS = ("crime",)


def measure_problems(file: str, content: Any) -> Iterator[Problem]:
    """Faults between the rows of a pack of measures whose shape is sound; nothing for other packs."""
    if content["pack"]["kind"] != "measures":
        return
    for spot, text, kind in _all_problems(content, kinds_of(content)):
        yield problem(file, spot, text, kind)


def _all_problems(content: Any, kinds: Mapping[str, Any]) -> Iterator[Fault]:
    for row in content.get("derived", ()):
        for key in ("over", "base"):
            if row[key] not in kinds:
                yield key_spot(row, key), f"没有事实 {row[key]}", SCHEMA
        yield from ((key_spot(row, "id"), text, SCHEMA) for text in derived_faults(row, kinds))
    for measure in content["measures"]:
        yield from _measure(measure, kinds)


def _measure(measure: Any, kinds: Mapping[str, Any]) -> Iterator[Fault]:
    if not measure["cases"]:
        yield key_spot(measure, "cases"), f"{measure['id']} 没有适用情形", SCHEMA
    for row in measure["cases"]:
        yield from _case(row, kinds)
        if measure["kind"] in ONLY_PROMPTS and row["force"] != "prompt":
            yield key_spot(row, "force"), "涉嫌犯罪的情形只能作提示（prompt）", SCHEMA
    for row in (*measure["approvals"], *measure["documents"], *measure["limits"]):
        yield from when_problems(row.get("when", ()), kinds)
    if measure["kind"] == "daily_fine":
        yield from _daily(measure)


def _daily(measure: Any) -> Iterator[Fault]:
    held = {row.get("key", row["id"]) for row in measure.get("requirements", ())}
    for name in DAILY:
        if name not in held:
            yield key_spot(measure, "requirements"), f"按日连续处罚缺少条件 {name}", SCHEMA


def _case(row: Any, kinds: Mapping[str, Any]) -> Iterator[Fault]:
    readings = row.get("readings", ())
    whens = [row.get("when", ()), row.get("any", ()), *(each["when"] for each in readings)]
    if not any(whens):
        yield key_spot(row, "id"), f"{row['id']} 没有条件", SCHEMA
    for when in whens:
        yield from when_problems(when, kinds)
    if len(readings) == 1 or not all(each["when"] for each in readings):
        yield key_spot(row, "readings"), "有歧义的数值须写出至少两种读法，各有条件", SCHEMA
    for band in row.get("bands", ()):
        yield from when_problems(band["when"], kinds)
        if band["days"][0] > band["days"][1]:
            yield key_spot(band, "days"), "days 下限高于上限", SCHEMA
