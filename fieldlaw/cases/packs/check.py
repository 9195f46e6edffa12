"""Walks a parsed YAML file along its schema and collects every problem with its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fieldlaw.cases.packs.records import Problem
from fieldlaw.cases.packs.schema import ListOf, Scalar, Shape, Table, as_day


class Checker:
    """Checks one file; `problems` grows as faults are found."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def report(self, line: int, text: str) -> None:
        """Note one problem."""
        self.problems.append(Problem(self.file, line, text))

    def check(self, value: Any, shape: Shape, line: int, where: str) -> None:
        """Check a value against its shape."""
        if isinstance(shape, Scalar):
            self._scalar(value, shape, line, where)
        elif isinstance(shape, ListOf):
            self._list(value, shape, line, where)
        else:
            self._table(value, shape, line, where)

    def _scalar(self, value: Any, shape: Scalar, line: int, where: str) -> None:
        if not shape.accepts(value):
            self.report(line, f"{where} 应为{shape.form}")

    def _list(self, value: Any, shape: ListOf, line: int, where: str) -> None:
        if not isinstance(value, Sequence) or isinstance(value, str):
            self.report(line, f"{where} 应为列表")
            return
        if shape.length is not None and len(value) != shape.length:
            self.report(line, f"{where} 应有 {shape.length} 项")
        for index, item in enumerate(value):
            self.check(item, shape.item, item_line(value, index), f"{where}[{index}]")
        self._repeated_ids(value)

    def _table(self, value: Any, shape: Table, line: int, where: str) -> None:
        if not isinstance(value, Mapping):
            self.report(line, f"{where} 应为键值表")
            return
        known = {**shape.required, **shape.optional}
        for key in value:
            if key not in known:
                self.report(key_line(value, key), f"{where} 有不认识的键 {key}")
        for key in shape.required:
            if key not in value:
                self.report(line, f"{where} 缺少 {key}")
        for key, inner in known.items():
            if key in value:
                self.check(value[key], inner, key_line(value, key), f"{where}.{key}")

    def _repeated_ids(self, rows: Any) -> None:
        seen: set[str] = set()
        for row in rows:
            if not isinstance(row, Mapping) or not isinstance(row.get("id"), str):
                continue
            if row["id"] in seen:
                self.report(key_line(row, "id"), f"编号 {row['id']} 重复")
            seen.add(row["id"])


def key_line(mapping: Any, key: object) -> int:
    """The line of a key, counted from one."""
    return int(mapping.lc.key(key)[0]) + 1


def item_line(sequence: Any, index: int) -> int:
    """The line of a list item, counted from one."""
    return int(sequence.lc.item(index)[0]) + 1


def cross_problems(file: str, content: Any) -> Iterator[Problem]:
    """Faults between rows of a file whose shape is sound: dangling names, turned periods."""
    for row in content.get("violations", ()):
        yield from _violation_problems(file, row)
    names = {row["id"] for row in content.get("bases", ())}
    for row in content.get("items", ()):
        for name in row["bases"]:
            if name not in names:
                yield Problem(file, key_line(row, "bases"), f"没有依据 {name}")
    yield from _period_problems(file, content)


def _violation_problems(file: str, row: Any) -> Iterator[Problem]:
    facts = {fact["id"] for fact in row["facts"]}
    for condition in row["conditions"]:
        line = key_line(condition, "fact")
        named = {condition["fact"], condition.get("than_fact", condition["fact"])}
        for name in sorted(named - facts):
            yield Problem(file, line, f"没有事实 {name}")
        if ("than_fact" in condition) == ("value" in condition):
            yield Problem(file, line, "than_fact 与 value 须且只须有一个")
    for statute in row["statutes"]:
        line = key_line(statute, "id")
        if ("range_fen" in statute) == ("base" in statute):
            yield Problem(file, line, "range_fen 与 base 须且只须有一个")
        low, high = statute.get("range_fen", (0, 0))
        if low > high:
            yield Problem(file, line, "range_fen 下限高于上限")


def _period_problems(file: str, node: Any) -> Iterator[Problem]:
    if isinstance(node, Mapping):
        first, last = as_day(node.get("from")), as_day(node.get("to"))
        if first and last and last < first:
            yield Problem(file, key_line(node, "to"), "to 早于 from")
        for child in node.values():
            yield from _period_problems(file, child)
    elif isinstance(node, Sequence) and not isinstance(node, str):
        for child in node:
            yield from _period_problems(file, child)
