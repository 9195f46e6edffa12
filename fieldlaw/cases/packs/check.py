"""Walks the content of a pack file along its schema and collects every problem with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fieldlaw.cases.packs.clauses import clause_faults
from fieldlaw.cases.packs.places import TOP, Spot, item_spot, key_spot
from fieldlaw.cases.packs.records import Problem
from fieldlaw.cases.packs.shapes import ListOf, Scalar, Shape, Table, as_day


def problem(file: str, spot: Spot, text: str, kind: str = "schema") -> Problem:
    """A problem at a place of a file."""
    return Problem(file, spot.line, text, kind, spot.part)


class Checker:
    """Checks one file; `problems` grows as faults are found."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def report(self, spot: Spot, text: str, kind: str = "schema") -> None:
        """Note one problem."""
        self.problems.append(problem(self.file, spot, text, kind))

    def check(self, value: Any, shape: Shape, where: str, spot: Spot = TOP) -> None:
        """Check a value against its shape."""
        if isinstance(shape, Scalar):
            self._scalar(value, shape, spot, where)
        elif isinstance(shape, ListOf):
            self._list(value, shape, spot, where)
        else:
            self._table(value, shape, spot, where)

    def _scalar(self, value: Any, shape: Scalar, spot: Spot, where: str) -> None:
        if not shape.accepts(value):
            self.report(spot, f"{where} 应为{shape.form}")

    def _list(self, value: Any, shape: ListOf, spot: Spot, where: str) -> None:
        if not isinstance(value, Sequence) or isinstance(value, str):
            self.report(spot, f"{where} 应为列表")
            return
        if shape.length is not None and len(value) != shape.length:
            self.report(spot, f"{where} 应有 {shape.length} 项")
        for index, item in enumerate(value):
            self.check(item, shape.item, f"{where}[{index}]", item_spot(value, index))
        self._repeated_ids(value)

    def _table(self, value: Any, shape: Table, spot: Spot, where: str) -> None:
        if not isinstance(value, Mapping):
            self.report(spot, f"{where} 应为键值表")
            return
        known = {**shape.required, **shape.optional}
        for key in value:
            if key not in known:
                self.report(key_spot(value, key), f"{where} 有不认识的键 {key}", "unknown_key")
        for key in shape.required:
            if key not in value:
                self.report(spot, f"{where} 缺少 {key}", "missing_source" if key == "source" else "schema")
        for key, inner in known.items():
            if key in value:
                self.check(value[key], inner, f"{where}.{key}", key_spot(value, key))

    def _repeated_ids(self, rows: Any) -> None:
        seen: set[str] = set()
        for row in rows:
            if not isinstance(row, Mapping) or not isinstance(row.get("id"), str):
                continue
            if row["id"] in seen:
                self.report(key_spot(row, "id"), f"编号 {row['id']} 重复")
            seen.add(row["id"])


def cross_problems(file: str, content: Any) -> Iterator[Problem]:
    """Faults between rows of a file whose shape is sound: dangling names, turned periods."""
    for row in content.get("violations", ()):
        yield from _violation_problems(file, row)
    names = {row["id"] for row in content.get("bases", ())}
    for row in content.get("items", ()):
        for name in row.get("bases", ()):
            if name not in names:
                yield problem(file, key_spot(row, "bases"), f"没有依据 {name}")
    yield from _period_problems(file, content)


def _violation_problems(file: str, row: Any) -> Iterator[Problem]:
    facts = {fact["id"] for fact in row["facts"]}
    for condition in row["conditions"]:
        spot = key_spot(condition, "fact")
        named = {condition["fact"], condition.get("than_fact", condition["fact"])}
        for name in sorted(named - facts):
            yield problem(file, spot, f"没有事实 {name}")
        if ("than_fact" in condition) == ("value" in condition):
            yield problem(file, spot, "than_fact 与 value 须且只须有一个")
    for spot, text in clause_faults(row):
        yield problem(file, spot, text)


def _period_problems(file: str, node: Any) -> Iterator[Problem]:
    if isinstance(node, Mapping):
        first, last = as_day(node.get("from")), as_day(node.get("to"))
        if first and last and last < first:
            yield problem(file, key_spot(node, "to"), "to 早于 from")
        for child in node.values():
            yield from _period_problems(file, child)
    elif isinstance(node, Sequence) and not isinstance(node, str):
        for child in node:
            yield from _period_problems(file, child)
