"""Does a pack of correction factors hold together? Its substances exist; one lamp has one factor."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.packs.check import problem
from fieldlaw.cases.packs.coverage import SCHEMA
from fieldlaw.cases.packs.places import key_spot
from fieldlaw.cases.packs.thresholds import OVERLAP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldlaw.cases.packs.records import Problem
    from fieldlaw.cases.packs.series import Fault


def factor_problems(file: str, content: Any) -> Iterator[Problem]:
    """Faults between the rows of a pack of factors whose shape is sound; nothing for other packs."""
    if content["pack"]["kind"] != "factors":
        return
    known = {row["id"] for row in content["substances"]}
    for row in content["tables"]:
        for spot, text, kind in (*_unknown(row, known), *_doubled(row)):
            yield problem(file, spot, text, kind)


def _unknown(table: Any, known: set[str]) -> Iterator[Fault]:
    if table["reference"] not in known:
        yield key_spot(table, "reference"), f"{table['id']}：没有物质 {table['reference']}", SCHEMA
    for row in table["factors"]:
        if row["substance"] not in known:
            yield key_spot(row, "substance"), f"{row['id']}：没有物质 {row['substance']}", SCHEMA
        if Decimal(row["factor"]) <= 0:
            yield key_spot(row, "factor"), f"{row['id']} 的系数应大于 0", SCHEMA


def _doubled(table: Any) -> Iterator[Fault]:
    seen: dict[tuple[str, Decimal | None], str] = {}
    for row in table["factors"]:
        lamp = Decimal(row["lamp_ev"]) if "lamp_ev" in row else None
        first = seen.setdefault((row["substance"], lamp), row["id"])
        if first != row["id"]:
            yield key_spot(row, "substance"), f"{row['id']} 与 {first} 是同一物质、同一灯", OVERLAP
