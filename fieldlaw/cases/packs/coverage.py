"""Does a benchmark answer every case once? Finds gaps and overlaps between the rows of its factors.

The conditions of a row compare facts with fixed values, so a row can change its mind only at such a
value. It is enough to try each value, one point between each two, and one beyond the last.
"""

from __future__ import annotations

import itertools
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.packs.check import problem
from fieldlaw.cases.packs.comparing import COMPARE
from fieldlaw.cases.packs.places import key_spot
from fieldlaw.cases.packs.walking import items

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fieldlaw.cases.packs.records import Problem
    from fieldlaw.cases.packs.series import Fault
    from fieldlaw.cases.packs.walking import Part

Point = dict[str, Any]
ONE = Decimal(1)
HALF = Decimal("0.5")
YES_NO = {"yes": True, "no": False}
SCHEMA = "schema"


def benchmark_problems(file: str, content: Any) -> Iterator[Problem]:
    """Faults between the rows of a benchmark whose shape is sound; nothing for other packs."""
    if content["pack"]["kind"] != "benchmark":
        return
    kinds = kinds_of(content)
    for spot, text, kind in _all_problems(content, kinds):
        yield problem(file, spot, text, kind)


def uncovered(
    factor: Mapping[str, Any], kinds: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[int, Point]]:
    """The points at which not exactly one row of a factor fits.

    Args:
        factor: the factor with its rows and declared gaps.
        kinds: the questions of the pack by id.

    Yields:
        How many rows fit, and the facts at that point.
    """
    rows = [*factor["rows"], *factor.get("gaps", ())]
    names = list(dict.fromkeys(each["fact"] for row in rows for each in row["when"]))
    axes = [_points(name, rows, kinds[name]) for name in names]
    for values in itertools.product(*axes):
        point = dict(zip(names, values, strict=True))
        hits = sum(_fits(row, point, kinds) for row in rows)
        if hits != 1:
            yield hits, point


def tier_faults(part: Part) -> Iterator[Fault]:
    """Facts for which no tier of a clause fits, or more than one."""
    for row, _ in part.rows() if part.name == "violations" else ():
        kinds = {each["id"]: {**each, "values": each.get("choices", ())} for each in items(row.get("facts"))}
        for statute in items(row.get("statutes")):
            tiers = items(statute.get("tiers"))
            if not all(each["fact"] in kinds for tier in tiers for each in tier["when"]):
                continue
            for hits, point in uncovered({"rows": tiers}, kinds) if tiers else ():
                shown = "、".join(f"{name}={value}" for name, value in point.items())
                text = f"{statute['id']} 在 {shown} 时{'没有一档' if not hits else '有几档'}适合"
                yield key_spot(statute, "tiers"), text, "overlap" if hits else "gap"


def _all_problems(content: Any, kinds: Mapping[str, Any]) -> Iterator[Fault]:
    for row in content.get("derived", ()):
        yield from ((key_spot(row, "id"), text, SCHEMA) for text in derived_faults(row, kinds))
    for row in content.get("grounds", ()):
        yield from when_problems([*row["when"], *row.get("excluded_if", ())], kinds)
        if Decimal(row.get("percent", (0, 0))[0]) > Decimal(row.get("percent", (0, 0))[1]):
            yield key_spot(row, "percent"), "percent 下限高于上限", SCHEMA
        if ("percent" in row) != ("of" in row):
            yield key_spot(row, "id"), "percent 与 of 须同时有或者同时没有", SCHEMA
        elif row["effect"] != "mitigate" and "percent" not in row:
            yield key_spot(row, "id"), "从轻、从重须写明 percent", SCHEMA
        elif row["effect"] == "mitigate" and row.get("of", "minimum") != "minimum":
            yield key_spot(row, "of"), "减轻的幅度只能以 minimum 计", SCHEMA
    yield from _shared_statutes(content["tables"])
    for table in content["tables"]:
        yield from _table_problems(table, kinds)


def kinds_of(content: Any) -> dict[str, Any]:
    """Questions by id; what is derived from two of them counts as a number, with no lower end."""
    kinds = {row["id"]: row for row in content["facts"]}
    derived = {row["id"]: {"id": row["id"], "type": "decimal"} for row in content.get("derived", ())}
    return {**kinds, **derived}


def derived_faults(row: Any, kinds: Mapping[str, Any]) -> Iterator[str]:
    """Facts that are not numbers and from which something is derived all the same."""
    for key in ("over", "base"):
        if row[key] in kinds and kinds[row[key]]["type"] != "decimal":
            yield f"{row[key]} 不是 decimal"


def _shared_statutes(tables: Any) -> Iterator[Fault]:
    seen: set[tuple[str, str]] = set()
    for row in (row for table in tables for row in table["applies_to"]):
        for name in row["statutes"]:
            pair = (row["violation"], name)
            if pair in seen:
                yield key_spot(row, "statutes"), f"{row['violation']} 的 {name} 已有另一张表", SCHEMA
            seen.add(pair)


def _table_problems(table: Any, kinds: Mapping[str, Any]) -> Iterator[Fault]:
    spot = key_spot(table, "method")
    is_band = table["method"] == "band"
    if is_band and (len(table["factors"]) != 1 or "start" in table or "degrees" not in table):
        yield spot, "band 表须只有一个因素，有 degrees，没有 start", SCHEMA
    if not is_band and "degrees" in table:
        yield spot, "只有 band 表可以有 degrees", SCHEMA
    if Decimal(table["rounding"]["unit_fen"]) <= 0:
        yield key_spot(table["rounding"], "unit_fen"), "unit_fen 应大于零", SCHEMA
    starts = [table["start"]] if "start" in table else []
    for row in [*starts, *(row for factor in table["factors"] for row in factor["rows"])]:
        yield from _row_problems(row, is_band=is_band)
    for factor in table["factors"]:
        yield from _factor_problems(factor, table["unknown"]["take"], kinds)


def _row_problems(row: Any, *, is_band: bool) -> Iterator[Fault]:
    needed, other = ("band_fen", "weight") if is_band else ("weight", "band_fen")
    if needed not in row or other in row:
        yield key_spot(row, "id"), f"行 {row['id']} 应有 {needed}，不应有 {other}", SCHEMA
    if row.get("band_fen") and row["band_fen"][0] > row["band_fen"][1]:
        yield key_spot(row, "band_fen"), "band_fen 下限高于上限", SCHEMA
    for key in ("band", "key", "in_force"):
        if key in row:
            yield key_spot(row, key), f"裁量基准的行不用 {key}：条件写在 when，版本另立规则包", SCHEMA
    if Decimal(row.get("weight", 0)) < 0:
        yield key_spot(row, "weight"), "weight 不应小于零", SCHEMA


def _factor_problems(factor: Any, take: str, kinds: Mapping[str, Any]) -> Iterator[Fault]:
    if take == "general" and factor.get("general") not in {row["id"] for row in factor["rows"]}:
        yield key_spot(factor, "id"), f"因素 {factor['id']} 须用 general 指明一般档次的行", SCHEMA
    rows = [*factor["rows"], *factor.get("gaps", ())]
    faults = list(when_problems([each for row in rows for each in row["when"]], kinds))
    yield from faults
    if faults:
        return
    for hits, point in itertools.islice(uncovered(factor, kinds), 1):
        place = "，".join(f"{name}={value}" for name, value in point.items())
        what = f"有 {hits} 行重叠" if hits else "没有对应的行"
        yield (
            key_spot(factor, "id"),
            f"因素 {factor['id']} 在 {place or '任何情形'} {what}",
            "overlap" if hits else "gap",
        )


def when_problems(conditions: Sequence[Any], kinds: Mapping[str, Any]) -> Iterator[Fault]:
    """Conditions that ask a fact which the pack does not have, or compare it with no value of its kind."""
    for each in conditions:
        if each["fact"] not in kinds:
            yield key_spot(each, "fact"), f"没有事实 {each['fact']}", SCHEMA
        elif not _readable(each, kinds[each["fact"]]):
            yield key_spot(each, "value"), f"{each['value']} 不是 {each['fact']} 可取的值", SCHEMA


def _readable(condition: Any, asked: Any) -> bool:
    value = condition["value"]
    if asked["type"] == "choice":
        return condition["operator"] == "is" and value in {row["id"] for row in asked.get("values", ())}
    if asked["type"] == "yes_no_unknown":
        return condition["operator"] == "is" and value in YES_NO
    try:
        return Decimal(value).is_finite()
    except InvalidOperation:
        return False


def _points(name: str, rows: Sequence[Any], asked: Any) -> list[Any]:
    if asked["type"] == "choice":
        return [row["id"] for row in asked["values"]]
    if asked["type"] == "yes_no_unknown":
        return [True, False]
    cuts = {Decimal(each["value"]) for row in rows for each in row["when"] if each["fact"] == name}
    step = ONE if asked["type"] == "whole" else HALF
    low = Decimal(asked.get("at_least", 0))
    near = {cut + sign * step for cut in cuts for sign in (-1, 1)} if step == ONE else _between(cuts)
    return sorted(point for point in {low, *cuts, *near} if point >= low)


def _between(cuts: set[Decimal]) -> set[Decimal]:
    ordered = sorted({Decimal(0), *cuts})
    middles = {(low + high) / 2 for low, high in itertools.pairwise(ordered)}
    return {*middles, ordered[-1] + ONE}


def _fits(row: Any, point: Point, kinds: Mapping[str, Any]) -> bool:
    return all(
        COMPARE[each["operator"]](point[each["fact"]], _value(each["value"], kinds[each["fact"]]["type"]))
        for each in row["when"]
    )


def _value(text: str, kind: str) -> Any:
    if kind == "choice":
        return text
    return YES_NO[text] if kind == "yes_no_unknown" else Decimal(text)
