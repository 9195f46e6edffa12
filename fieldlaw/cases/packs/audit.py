"""What a second jurist looks for in a pack: holes, overlaps, ended editions, unclear words, no reviewer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.packs.check import problem
from fieldlaw.cases.packs.clauses import lighter_faults
from fieldlaw.cases.packs.coverage import tier_faults
from fieldlaw.cases.packs.places import item_spot, key_spot
from fieldlaw.cases.packs.reach import impossible_conditions, unknown_band_facts, unused_facts
from fieldlaw.cases.packs.series import Fault, band_faults, domain_faults, period_of, time_faults
from fieldlaw.cases.packs.shapes import as_day
from fieldlaw.cases.packs.walking import is_row, row_id, walk

if TYPE_CHECKING:
    from datetime import date

    from fieldlaw.cases.packs.places import Spot
    from fieldlaw.cases.packs.records import Problem
    from fieldlaw.cases.packs.walking import Part

_NUMBER = "[0-9０-９一二三四五六七八九十百千万亿零〇两半]"
_MEASURE = f"(?:{_NUMBER}|限值|限额|标准|上限|下限)"
_BOUNDARY = re.compile(
    f"{_MEASURE}[^，。；：]{{0,8}}?(?P<after>以上|以下|以内)(?!简称|统称|称)"
    f"|(?P<before>超过|不足) ?{_NUMBER}"
    f"|{_NUMBER}[^，。；：]{{0,6}}?(?P<between>至) ?{_NUMBER}"
)
_ROLES = {"author": "编写人", "reviewer": "复核人"}
# Titles, names and codes: what they say bounds nothing.
_NO_PROSE = frozenset(
    ("id", "source", "law", "article", "paragraph", "item", "clause", "kind", "unit", "author", "reviewer")
)


def audit(content: Any, file: str, on: date, *, sound: bool = True) -> Iterator[Problem]:
    """All faults beyond the schema.

    Args:
        content: a pack with the places of its values.
        file: its name, for the problems.
        on: the day on which the pack should be usable.
        sound: the content fits its schema; what can only then be looked at is left out otherwise.
    """
    header = content.get("pack") if isinstance(content, Mapping) else None
    header = header if isinstance(header, Mapping) else {}
    parts = list(walk(content))
    rows = [part for part in parts if part.node is not header and is_row(part.node)]
    faults = [*_ended(content, header, on), *_signed_off(rows, header)]
    for part in parts:
        faults += (*_of_list(part, on), *unused_facts(part), *impossible_conditions(part))
        faults += _unclear(part, header)
        faults += (*lighter_faults(part), *tier_faults(part)) if sound else ()
    yield from (problem(file, spot, text, kind) for spot, text, kind in faults)


def _of_list(part: Part, on: date) -> list[Fault]:
    of_numbers = (*band_faults(part), *_declared_gaps(part), *domain_faults(part), *unknown_band_facts(part))
    return [*of_numbers, *time_faults(part, on)]


def _ended(content: Any, header: Mapping[str, Any], on: date) -> Iterator[Fault]:
    period = period_of(header)
    if period and period[1] < on:
        yield key_spot(header, "in_force"), f"本版已于 {period[1]} 失效", "expired"
    last = as_day(content.get("confirmed_through")) if isinstance(content, Mapping) else None
    if last and last < on:
        yield key_spot(content, "confirmed_through"), f"日历只确认到 {last}", "expired"


def _signed_off(rows: list[Part], header: Mapping[str, Any]) -> Iterator[Fault]:
    """Author and second reviewer; where no row names one, that is one fault of the header."""
    common = {role: header.get(role) for role in _ROLES}
    for part in rows:
        author, reviewer = (part.node.get(role) or common[role] for role in _ROLES)
        if author and author == reviewer:
            yield part.spot, f"{row_id(part.node)} 的编写人和复核人是同一人", "missing_reviewer"
    for role, word in _ROLES.items() if header.get("status") != "draft" and rows else ():
        without = [] if common[role] else [part for part in rows if not part.node.get(role)]
        if len(without) == len(rows):
            yield key_spot(header, "status"), f"没有{word}（{role}）", f"missing_{role}"
            continue
        for part in without:
            yield part.spot, f"{row_id(part.node)} 没有{word}（{role}）", f"missing_{role}"


def _declared_gaps(part: Part) -> Iterator[Fault]:
    """Holes that the authority left and the pack declares: the law must fill them, so they are told."""
    for row, spot in part.rows() if part.name == "gaps" else ():
        yield spot, f"{row_id(row)} 是已注明的空档：{row.get('text', '')}", "gap"


def _unclear(part: Part, header: Mapping[str, Any]) -> Iterator[Fault]:
    if part.node is header or not isinstance(part.node, Mapping | list | tuple):
        return
    stated = header.get("boundary")
    known = set(stated) if isinstance(stated, Mapping) else set()
    for text, spot in _prose(part):
        words = {found.group(found.lastgroup or 0) for found in _BOUNDARY.finditer(text)}
        for word in sorted(words - known):
            yield spot, f"“{word}”是否含本数没有说明（包头 boundary 里写明）", "boundary"


def _prose(part: Part) -> Iterator[tuple[str, Spot]]:
    if isinstance(part.node, Mapping):
        for key, value in part.node.items():
            if isinstance(value, str) and key not in _NO_PROSE:
                yield value, key_spot(part.node, key)
    elif part.name not in _NO_PROSE:
        for index, value in enumerate(part.node):
            if isinstance(value, str):
                yield value, item_spot(part.node, index)
