"""The penalty clauses of a violation: each says one range or its tiers, and its tiers fit every case once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldlaw.cases.packs.places import key_spot
from fieldlaw.cases.packs.walking import items, row_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fieldlaw.cases.packs.places import Spot
    from fieldlaw.cases.packs.series import Fault
    from fieldlaw.cases.packs.walking import Part

_RANGES = ("range_fen", "base", "per")
_FIGURES = {"base": ("kind", ("decimal",)), "per": ("fact", ("whole", "decimal"))}


def clause_faults(row: Mapping[str, Any]) -> Iterator[tuple[Spot, str]]:
    """Faults of the clauses of a violation whose shape is sound."""
    facts = {fact["id"]: fact for fact in row["facts"]}
    for statute in row["statutes"]:
        yield from _range_faults(statute, (*_RANGES, "tiers"), facts)
        for tier in statute.get("tiers", ()):
            yield from _range_faults(tier, (*_RANGES, "not_before"), facts)
            for each in tier["when"]:
                if each["fact"] not in facts:
                    yield key_spot(each, "fact"), f"没有事实 {each['fact']}"
    clauses = {statute["id"] for statute in row["statutes"]}
    for doubt in row.get("doubts", ()):
        for name in doubt["statutes"]:
            if name not in clauses:
                yield key_spot(doubt, "statutes"), f"没有条款 {name}"


def _range_faults(
    clause: Mapping[str, Any], ways: tuple[str, ...], facts: Mapping[str, Any]
) -> Iterator[tuple[Spot, str]]:
    if sum(way in clause for way in ways) != 1:
        yield key_spot(clause, "id"), f"{'、'.join(ways)} 须且只须有一个"
    pairs = {key: clause[key] for key in ("range_fen", "persons_fen") if key in clause}
    pairs |= {"each_fen": clause["per"]["each_fen"]} if "per" in clause else {}
    for key, (low, high) in pairs.items():
        if low > high:
            yield key_spot(clause, "id"), f"{key} 下限高于上限"
    for way, (key, types) in _FIGURES.items():
        name = clause[way][key] if way in clause else None
        if name is not None and facts.get(name, {}).get("type") not in types:
            yield key_spot(clause, way), f"{name} 须是种类为 {' 或 '.join(types)} 的事实"


def lighter_faults(part: Part) -> Iterator[Fault]:
    """Violations that call one law the lighter while the ranges of the two say the opposite."""
    for row, spot in part.rows() if part.name == "violations" else ():
        old, code = (_top(row, era) for era in ("old", "code"))
        if old is None or code is None or old == code:
            continue
        stated = row.get("lighter")
        is_code = code[0] <= old[0] and code[1] <= old[1]
        is_old = old[0] <= code[0] and old[1] <= code[1]
        if stated == "equal" or (stated == "old" and is_code) or (stated == "code" and is_old):
            yield spot, f"{row_id(row)} 写的孰轻（{stated}）与新旧法的区间不符", "lighter"


def _top(row: Mapping[str, Any], era: str) -> tuple[int, int] | None:
    """The highest range of an era; None where one of its clauses has no plain range."""
    held = [each for each in items(row.get("statutes")) if each.get("era") == era]
    ranges = [each["range_fen"] for each in held if "range_fen" in each]
    if not ranges or len(ranges) < len(held):
        return None
    return max(low for low, _ in ranges), max(high for _, high in ranges)
