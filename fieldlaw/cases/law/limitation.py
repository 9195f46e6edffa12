"""Whether an act was found in time: in time, too late, or a question for a lawyer.

Several limits may run, the shortest for any act, longer ones on conditions that two laws state differently
(CODE 1054, 行政处罚法 36). Within the shortest an act is in time, beyond the longest it is not; between them
only a lawyer can say.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from fieldlaw.cases.law.explain import Explanation
from fieldlaw.cases.law.request import EXPIRED, IN_TIME

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldlaw.cases.law.request import Request
    from fieldlaw.cases.packs.records import Pack, Row

ASKED = "asked"
_START, _END, _YEARS = "act_ended", "act_found", "years"
_WORDS = {IN_TIME: "在追责时效内", EXPIRED: "已过追责时效，不再处罚"}


@dataclass(frozen=True, slots=True)
class Limitation:
    """in_time, expired, asked, or empty where it cannot be looked at; with the branch that says so."""

    state: str
    part: Explanation


def limitation(request: Request, packs: Iterable[Pack]) -> Limitation | None:
    """Hold the end of the act and the day on which it was found against the limits; None without limits."""
    rows = [row for pack in packs for row in pack.rows("deadlines") if _limits(row)]
    found = request.days["found"]
    if not rows:
        return None
    if request.act is None or found is None:
        return Limitation("", Explanation("追责时效", "没有填写行为终了日或发现日，还没有核对"))
    rows = [row for row in rows if _holds(row, found)]
    ends = sorted((_after(request.act[1], row["length"]), row["id"]) for row in rows)
    state = _state(found, [end for end, _ in ends])
    if state == ASKED and request.pick and request.pick.limitation:
        return _picked(request.pick.limitation, f"{request.pick.by}认定：{request.pick.reason}", rows)
    text = f"行为终了 {request.act[1].isoformat()}，发现 {found.isoformat()}，{_said(state, ends)}"
    return Limitation(state, Explanation("追责时效", text, "", tuple(_row(row) for row in rows)))


def _limits(row: Row) -> bool:
    return (row["start"], row["end"], row["unit"]) == (_START, _END, _YEARS)


def _holds(row: Row, day: date) -> bool:
    last = row["in_force"]["to"]
    first = date.fromisoformat(row["in_force"]["from"])
    return first <= day and (last is None or day <= date.fromisoformat(last))


def _after(day: date, years: int) -> date:
    """The same day some years on; the last of February where there is no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _state(found: date, ends: list[date]) -> str:
    if not ends:
        return ""
    if found <= ends[0]:
        return IN_TIME
    return EXPIRED if found > ends[-1] else ASKED


def _said(state: str, ends: list[tuple[date, str]]) -> str:
    if state == ASKED:
        first, last = ends[0][0].isoformat(), ends[-1][0].isoformat()
        return f"晚于较短的时效（至 {first}），早于较长的（至 {last}），是否已过时效须由法制人员认定"
    return _WORDS.get(state, "规则包没有收录发现时的规定，须由法制人员确定")


def _picked(state: str, text: str, rows: list[Row]) -> Limitation:
    value = f"{_WORDS[state]}（{text}）"
    return Limitation(state, Explanation("追责时效", value, "", tuple(_row(row) for row in rows)))


def _row(row: Row) -> Explanation:
    return Explanation(row["name"], row["text"], f"《{row['law']}》第 {row['article']} 条，{row['source']}")
