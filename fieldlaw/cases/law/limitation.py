"""Whether an act was found in time: in time, too late, or a question for a lawyer.

Several limits may run, the shortest for any act, longer ones on conditions that two laws state differently
(CODE 1054, 行政处罚法 36). Within the shortest an act is in time, beyond the longest it is not; between them
only a lawyer can say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldlaw.cases.law.explain import Explanation
from fieldlaw.cases.law.periods import MONTHS_OF_YEAR, months_on
from fieldlaw.cases.law.request import EXPIRED, IN_TIME

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from fieldlaw.cases.law.deadlines_rows import Rule
    from fieldlaw.cases.law.request import Request

ASKED = "asked"
_WORDS = {IN_TIME: "在追责时效内", EXPIRED: "已过追责时效，不再处罚"}


@dataclass(frozen=True, slots=True)
class Limitation:
    """in_time, expired, asked, or empty where it cannot be looked at; with the branch that says so."""

    state: str
    part: Explanation


def limitation(request: Request, limits: Iterable[Rule]) -> Limitation | None:
    """Hold the end of the act and the day on which it was found against the limits; None without limits."""
    rules, found = tuple(limits), request.days["found"]
    if not rules:
        return None
    if request.act is None or found is None:
        return Limitation("", Explanation("追责时效", "没有填写行为终了日或发现日，还没有核对"))
    held = [rule for rule in rules if rule.covers(found)]
    ends = sorted(months_on(request.act[1], rule.length * MONTHS_OF_YEAR) for rule in held)
    parts = tuple(map(_part, held))
    state = _state(found, ends)
    if state == ASKED and request.pick and request.pick.limitation:
        value = f"{_WORDS[request.pick.limitation]}（{request.pick.by}认定：{request.pick.reason}）"
        return Limitation(request.pick.limitation, Explanation("追责时效", value, "", parts))
    text = f"行为终了 {request.act[1].isoformat()}，发现 {found.isoformat()}，{_said(state, ends)}"
    return Limitation(state, Explanation("追责时效", text, "", parts))


def _state(found: date, ends: list[date]) -> str:
    if not ends:
        return ""
    if found <= ends[0]:
        return IN_TIME
    return EXPIRED if found > ends[-1] else ASKED


def _said(state: str, ends: list[date]) -> str:
    if state == ASKED:
        first, last = ends[0].isoformat(), ends[-1].isoformat()
        return f"晚于较短的时效（至 {first}），早于较长的（至 {last}），是否已过时效须由法制人员认定"
    return _WORDS.get(state, "规则包没有收录发现时的规定，须由法制人员确定")


def _part(rule: Rule) -> Explanation:
    row = rule.row
    return Explanation(row.name, row.text, f"{row.basis}，{row.source}")
