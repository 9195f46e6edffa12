"""What can never be: a condition no value fulfils, a fact that nothing asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.packs.bands import ABOVE_ALL, ALL, BELOW_ALL, Span, read_number, read_span
from fieldlaw.cases.packs.places import item_spot, key_spot
from fieldlaw.cases.packs.walking import facts_in, is_list, items, row_id

if TYPE_CHECKING:
    from fieldlaw.cases.packs.series import Fault
    from fieldlaw.cases.packs.walking import Part

_YES_NO = frozenset(("yes", "no"))


def unused_facts(part: Part) -> Iterator[Fault]:
    """Facts that a mapping declares and that nothing in it reads."""
    if not isinstance(part.node, Mapping) or "facts" not in part.node:
        return
    listed = items(part.node["facts"])
    used = {word for key, value in part.node.items() if key != "facts" for word in _words(value)}
    for index, fact in enumerate(listed):
        if isinstance(fact, Mapping) and isinstance(fact.get("id"), str) and fact["id"] not in used:
            yield item_spot(listed, index), f"没有一行用到事实 {fact['id']}", "unreachable"


def _words(value: Any) -> Iterator[str]:
    ahead, seen = [value], set()
    while ahead:
        node = ahead.pop()
        if isinstance(node, str):
            yield node
        elif (isinstance(node, Mapping) or is_list(node)) and id(node) not in seen:
            seen.add(id(node))
            ahead.extend([*node, *node.values()] if isinstance(node, Mapping) else node)


def impossible_conditions(part: Part) -> Iterator[Fault]:
    """Conditions of a row that no declared value of their fact can fulfil, alone or together."""
    name = next((key for key in ("conditions", "when") if key in part.node), None)
    if name is None or not isinstance(part.node, Mapping):
        return
    listed, facts = items(part.node[name]), {**part.facts, **facts_in(part.node)}
    left: dict[str, list[Span] | frozenset[str]] = {}
    together = name == "when" or part.node.get("match") == "all"
    for index, condition in enumerate(listed):
        fact = facts.get(str(condition.get("fact"))) if isinstance(condition, Mapping) else None
        if fact is None or "value" not in condition:
            continue
        before = left.get(fact["id"]) if together else None
        rest = _rest(_possible(fact) if before is None else before, condition)
        if not rest:
            text = f"{row_id(part.node)} 的条件永远不成立：{_shown(condition)}"
            yield item_spot(listed, index), text, "unreachable"
        left[fact["id"]] = rest


def _possible(fact: Mapping[str, Any]) -> list[Span] | frozenset[str]:
    if fact.get("type") == "yes_no_unknown":
        return _YES_NO
    values = items(fact.get("values") or fact.get("choices"))
    if values:
        return frozenset(str(each.get("id") if isinstance(each, Mapping) else each) for each in values)
    spans = [read_span(each) for each in items(fact.get("domain"))]
    lowest = read_number(fact.get("at_least"))
    whole = ALL if lowest is None else Span((lowest, 0), ABOVE_ALL)
    return [span for span in spans if span] or [whole]


def _rest(possible: list[Span] | frozenset[str], condition: Mapping[str, Any]) -> list[Span] | frozenset[str]:
    operator, value = condition.get("operator"), condition["value"]
    if isinstance(possible, frozenset):
        return possible & {str(value)} if operator == "is" else frozenset()
    number = read_number(value)
    if number is None:  # a date or a word: nothing is known of it here
        return possible
    span = {
        "gt": Span((number, 1), ABOVE_ALL),
        "ge": Span((number, 0), ABOVE_ALL),
        "lt": Span(BELOW_ALL, (number, 0)),
        "le": Span(BELOW_ALL, (number, 1)),
    }.get(str(operator), Span((number, 0), (number, 1)))
    return [met for part in possible if not (met := part.meet(span)).empty]


def _shown(condition: Mapping[str, Any]) -> str:
    return f"{condition['fact']} {condition.get('operator')} {condition['value']}"


def unknown_band_facts(part: Part) -> Iterator[Fault]:
    """Bands on a fact that the pack, which declares facts, does not declare."""
    for row, _ in part.rows():
        band = row.get("band")
        if isinstance(band, Mapping) and part.facts and str(band.get("fact")) not in part.facts:
            yield key_spot(row, "band"), f"没有事实 {band.get('fact')}", "schema"
