"""Performance grades of firms: which labels hold on a day, the lowest of several, how many there are of each.

A label has its days: 引领 and B- are of before January 2026, A+ is of since. Of several indicators or trades
the lowest decides (短板).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.law.facts import RequestError, read_day
from fieldlaw.cases.law.periods import covers, period_of

if TYPE_CHECKING:
    from datetime import date

    from fieldlaw.cases.packs.records import Pack, Row


@dataclass(frozen=True, slots=True)
class Tally:
    """How many firms have each grade: in all, and by batch."""

    total: int
    by_grade: Mapping[str, int]
    by_batch: Mapping[str, Mapping[str, int]]


def labels(packs: Iterable[Pack], day: date) -> dict[str, Row]:
    """The grades that hold on a day, by label, the highest first."""
    rows = [row for pack in packs for row in pack.rows("grades") if covers(period_of(row), day)]
    return {row["label"]: row for row in sorted(rows, key=lambda row: int(row["rank"]))}


def lowest(found: Iterable[str], packs: Iterable[Pack], day: date) -> str:
    """The grade of a firm with several indicators or trades.

    Raises:
        RequestError: no grade at all, or one that did not hold on the day.
    """
    known = labels(packs, day)
    given = list(found)
    if not given:
        raise RequestError("grades", "没有填写等级")
    return max(given, key=lambda label: int(_known(label, known, day)["rank"]))


def tally(entries: Iterable[Any], packs: Iterable[Pack]) -> Tally:
    """Count graded firms.

    Args:
        entries: mappings of grade, count, batch and day.
        packs: the packs with the grades.

    Raises:
        RequestError: a line that is none, a grade that did not hold on its day, a count that is no number.
    """
    held = tuple(packs)
    by_batch: dict[str, Counter[str]] = {}
    for place, entry in enumerate(entries):
        batch, grade, count = _line(f"grades[{place}]", entry, held)
        by_batch.setdefault(batch, Counter())[grade] += count
    whole: Counter[str] = sum(by_batch.values(), Counter())
    return Tally(whole.total(), dict(whole), {name: dict(found) for name, found in by_batch.items()})


def _line(place: str, entry: Any, packs: tuple[Pack, ...]) -> tuple[str, str, int]:
    if not isinstance(entry, Mapping):
        raise RequestError(place, "应为键值表：grade、count、batch、day")
    day, count = read_day(f"{place}.day", entry.get("day")), entry.get("count")
    if type(count) is not int or count < 0:
        raise RequestError(f"{place}.count", "应为非负整数")
    row = _known(str(entry.get("grade")), labels(packs, day), day)
    return str(entry.get("batch", "")), str(row.get("counted_as", row["label"])), count


def _known(label: str, known: Mapping[str, Row], day: date) -> Row:
    if label not in known:
        raise RequestError(
            "grade", f"{label} 在 {day.isoformat()} 不是有效的等级（有效的：{'、'.join(known)}）"
        )
    return known[label]
