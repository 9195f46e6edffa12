"""Fines by the day: how many days, how much, and what must come first. The sum is arithmetic, no decision.

The sum is offered for a decision only when every requirement of the packs is known to be met. Before that it
is shown as worked out, with what is missing; where the law refuses, there is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.law.daily_steps import OVER, REFUSING, RESULTS, in_order
from fieldlaw.cases.law.deadlines import NoSuchLimitError, count, read_calendar, rolled
from fieldlaw.cases.law.deadlines_rows import read_clocks
from fieldlaw.cases.law.deadlines_run import accrued
from fieldlaw.cases.law.explain import Explanation, money
from fieldlaw.cases.law.facts import all_of, any_of
from fieldlaw.cases.law.measures_rows import measure_book

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from fieldlaw.cases.law.daily_steps import Steps
    from fieldlaw.cases.law.deadlines import Calendar
    from fieldlaw.cases.law.deadlines_rows import Accrual, Rule
    from fieldlaw.cases.law.measures_rows import Said
    from fieldlaw.cases.packs.records import Pack

KIND = "daily_fine"
READY, INCOMPLETE, REFUSED = "ready", "incomplete", "refused"
REFUSE, WARN = "refuse", "warn"
MET = {True: "符合", False: "不符合", None: "还不知道"}
STATE = {
    READY: "各项条件均有事实支持，是否处罚由有权机关决定",
    INCOMPLETE: "条件还不齐，数额只是算出来供核对，不能据以决定",
    REFUSED: "不能实施按日连续处罚",
}


@dataclass(frozen=True, slots=True)
class Demand:
    """One requirement, and whether it is met.

    Attributes:
        said: the row of the pack; `said.does` is refuse, require or warn.
        why: what of the steps says so.
    """

    said: Said
    met: bool | None
    why: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days that count, from the day after an order was served to the re-check, both included."""

    first: date
    last: date
    days: int
    amount_fen: int | None


@dataclass(frozen=True, slots=True)
class DailyFine:
    """What comes of the steps.

    Attributes:
        state: ready, incomplete or refused.
        stretches: the days that count; none when it is refused or a day is not known.
        reckoned_fen: the sum as worked out; None when it is refused or a part is not known.
        demands: every requirement in force, in the order of the pack.
        rule: the row of the pack by which the days count.
    """

    state: str
    stretches: tuple[Stretch, ...]
    reckoned_fen: int | None
    demands: tuple[Demand, ...]
    rule: Accrual

    @property
    def days(self) -> int | None:
        """All days that count; None when there are none to count."""
        return sum(each.days for each in self.stretches) if self.stretches else None

    @property
    def amount_fen(self) -> int | None:
        """The sum for a decision: only when every requirement is met."""
        return self.reckoned_fen if self.state == READY else None

    @property
    def flags(self) -> tuple[str, ...]:
        """What it says to the machine of each requirement that is not met, or not known to be (open)."""
        unmet = (each for each in self.demands if not each.met)
        words = ((each, "open" if each.met is None else each.said.does) for each in unmet)
        return tuple(f"daily_{word}:{each.said.key}" for each, word in words)

    def as_json(self) -> dict[str, Any]:
        """The answer as the command line prints it."""
        return {
            "state": self.state,
            "days": self.days,
            "amount_fen": self.amount_fen,
            "reckoned_fen": self.reckoned_fen,
            "stretches": [_stretch_json(each) for each in self.stretches],
            "demands": [_demand_json(each) for each in self.demands],
            "flags": list(self.flags),
            "article": self.rule.row.basis,
        }

    def explained(self) -> Explanation:
        """The answer in plain Chinese."""
        row = self.rule.row
        parts = [_stretch_part(each) for each in self.stretches]
        parts += [Explanation("算法", f"{row.text}（{row.basis}）", row.source)]
        parts += [_demand_part(each) for each in self.demands]
        if not self.demands:
            parts.append(Explanation("依据", "没有收录复查之日在施行的规定，由法制人员确定"))
        shown = f"{money(self.reckoned_fen)}。" if self.reckoned_fen is not None else ""
        return Explanation(row.name, f"{shown}{STATE[self.state]}", "", tuple(parts))


@dataclass(frozen=True, slots=True)
class _Desk:
    """The steps with the rules that they are held against."""

    steps: Steps
    accrual: Accrual
    recheck: Rule
    second: Rule
    calendar: Calendar | None


def daily_fine(steps: Steps, packs: Sequence[Pack]) -> DailyFine:
    """Work out a daily fine and hold its steps against the requirements.

    Args:
        steps: the steps of the case, as read by `read_steps`.
        packs: the packs of measures and of deadlines; with a calendar among them, a re-check on the day to
            which a day off may move the limit is left to a lawyer instead of being called late.

    Raises:
        NoSuchLimitError: the packs have no daily fine.
        RequestError: the days are in an order that cannot be.
    """
    in_order(steps)
    desk = _desk(steps, packs)
    day = steps.rechecked or steps.ordered
    rows = [row for each in measure_book(packs).measures if each.kind == KIND for row in each.requirements]
    if not rows:
        raise NoSuchLimitError(KIND, "无")
    held = [row for row in rows if day is None or row.covers(day)]
    demands = tuple(Demand(row, *_TESTS.get(row.key, _untested)(desk)) for row in held)
    state = _state(demands)
    stretches = () if state == REFUSED else tuple(_stretches(desk))
    sums = [each.amount_fen for each in stretches]
    known = [each for each in sums if each is not None]
    is_whole = bool(sums) and len(known) == len(sums)
    return DailyFine(
        state=state if is_whole or state == REFUSED else INCOMPLETE,
        stretches=stretches,
        reckoned_fen=sum(known) if is_whole else None,
        demands=demands,
        rule=desk.accrual,
    )


def _desk(steps: Steps, packs: Sequence[Pack]) -> _Desk:
    clocks = read_clocks(packs)
    calendar = next((read_calendar(pack) for pack in packs if pack.header.kind == "calendar"), None)
    names = ("recheck", "second_recheck")
    if KIND not in clocks.accruals or not all(name in clocks.rules for name in names):
        raise NoSuchLimitError(KIND, "无")
    recheck, second = (clocks.rules[name][-1] for name in names)
    return _Desk(steps, clocks.accruals[KIND], recheck, second, calendar)


def _state(demands: Sequence[Demand]) -> str:
    if any(each.met is False and each.said.does == REFUSE for each in demands):
        return REFUSED
    must = all_of(each.met for each in demands if each.said.does != WARN)
    return READY if demands and must else INCOMPLETE


def _stretches(desk: _Desk) -> list[Stretch]:
    """The first stretch, and the second where the second re-check still found a refusal."""
    steps = desk.steps
    spans = [(steps.ordered, steps.rechecked)]
    if steps.second_result in REFUSING:
        spans.append((steps.second_ordered, steps.second_rechecked))
    return [_stretch(first, last, desk) for first, last in spans if first and last and last > first]


def _stretch(served: date, checked: date, desk: _Desk) -> Stretch:
    amount = desk.steps.amount_fen
    days, total = accrued(desk.accrual, amount or 0, (served, checked))
    return Stretch(count(served, 1, ()), checked, days, None if amount is None else total)


# --- the requirements, each by the id under which the pack words it

_Answer = tuple[bool | None, str]


def _untested(_desk: _Desk) -> _Answer:
    return None, "程序不能核对这一项，由法制人员确定"


def _fined_first(desk: _Desk) -> _Answer:
    steps = desk.steps
    if steps.decided is None:
        return None, "还没有原处罚决定的日期"
    if steps.daily is None:
        return True, f"原处罚决定 {steps.decided.isoformat()}"
    if steps.daily == steps.decided:
        return None, "按日决定与原处罚决定同一天，先后不能判断"
    if steps.daily < steps.decided:
        return False, f"按日决定 {steps.daily.isoformat()} 早于原处罚决定 {steps.decided.isoformat()}"
    if steps.served is None:
        return None, "还不知道原处罚决定是否已经送达"
    return steps.daily >= steps.served, f"原处罚决定 {steps.served.isoformat()} 送达"


def _order_warned(desk: _Desk) -> _Answer:
    if desk.steps.ordered is None:
        return None, "还没有责令改正决定书的送达日期"
    return desk.steps.warned, "责令改正决定书的内容"


def _in_time(served: date | None, checked: date | None, rule: Rule, desk: _Desk) -> _Answer:
    if served is None or checked is None:
        return None, "还没有送达或者复查的日期"
    last = count(served, rule.length, ())
    if checked <= last:
        return True, f"期限到 {last.isoformat()}"
    moved = rolled(last, "forward", desk.calendar).latest if desk.calendar else last
    if checked <= moved:
        return None, f"期限到 {last.isoformat()}，末日遇休息日是否顺延由法制确定"
    return False, f"期限到 {last.isoformat()}，复查 {checked.isoformat()} 已晚"


def _recheck_in_time(desk: _Desk) -> _Answer:
    return _in_time(desk.steps.ordered, desk.steps.rechecked, desk.recheck, desk)


def _recheck_covert(desk: _Desk) -> _Answer:
    return desk.steps.covert, "复查方式"


def _refusing(desk: _Desk) -> _Answer:
    result = desk.steps.result
    if result is None:
        return None, "还不知道复查结果"
    return result not in OVER, f"复查结果：{RESULTS[result]}"


def _days_counted(desk: _Desk) -> _Answer:
    served, checked = desk.steps.ordered, desk.steps.rechecked
    if served is None or checked is None:
        return None, "还没有送达或者复查的日期"
    return checked > served, f"{served.isoformat()} 送达，{checked.isoformat()} 复查"


def _unless_refused(desk: _Desk, found: bool | None, what: str) -> _Answer:  # noqa: FBT001
    """A refusal to be checked is enough; what else the re-check found matters only without one."""
    is_barred = None if desk.steps.result is None else desk.steps.result in ("refusing", "obstructing")
    return any_of((is_barred, found)), what


def _start_day(desk: _Desk) -> _Answer:
    made, served = desk.steps.made, desk.steps.ordered
    if made is None or served is None:
        return None, "还不知道责令改正决定书作出和送达的日期"
    return made == served, f"{made.isoformat()} 作出，{served.isoformat()} 送达，日数自送达的次日起算"


def _same_act(desk: _Desk) -> _Answer:
    return _unless_refused(desk, desk.steps.same_act, "是否同一违法行为；拒绝、阻挠复查的不问")


def _correction_evidence(desk: _Desk) -> _Answer:
    return _unless_refused(desk, desk.steps.collected, "改正情况的证据；拒绝、阻挠复查的不问")


def _second_order(desk: _Desk) -> _Answer:
    day, daily = desk.steps.second_ordered, desk.steps.daily
    if day is None:
        return False, "没有再次责令改正"
    if daily and daily < day:
        return False, f"再次责令改正 {day.isoformat()} 送达，晚于按日决定"
    return True, f"再次责令改正 {day.isoformat()} 送达"


def _second_recheck(desk: _Desk) -> _Answer:
    steps = desk.steps
    if steps.second_rechecked is None or steps.second_ordered is None:
        return False, "没有再次责令改正后的再次复查"
    if steps.daily and steps.daily < steps.second_rechecked:
        return False, f"再次复查 {steps.second_rechecked.isoformat()}，晚于按日决定"
    met, why = _in_time(steps.second_ordered, steps.second_rechecked, desk.second, desk)
    is_known = None if steps.second_result is None else True
    return all_of((met, is_known)), why if is_known else "还不知道再次复查的结果"


_TESTS: Mapping[str, Callable[[_Desk], _Answer]] = {
    "fined_first": _fined_first,
    "order_warned": _order_warned,
    "recheck_in_time": _recheck_in_time,
    "recheck_covert": _recheck_covert,
    "refusing": _refusing,
    "days_counted": _days_counted,
    "start_day": _start_day,
    "same_act": _same_act,
    "correction_evidence": _correction_evidence,
    "second_order": _second_order,
    "second_recheck": _second_recheck,
}


def _stretch_json(each: Stretch) -> dict[str, Any]:
    return {
        "from": each.first.isoformat(),
        "to": each.last.isoformat(),
        "days": each.days,
        "amount_fen": each.amount_fen,
    }


def _demand_json(each: Demand) -> dict[str, Any]:
    said = each.said
    return {
        "id": said.key,
        "effect": said.does,
        "met": each.met,
        "text": said.text,
        "why": each.why,
        "basis": said.basis,
        "note": said.note,
        "source": said.source,
        "status": said.status,
    }


def _stretch_part(each: Stretch) -> Explanation:
    amount = "" if each.amount_fen is None else f"，{money(each.amount_fen)}"
    return Explanation("计罚", f"{each.first.isoformat()} 至 {each.last.isoformat()}，{each.days} 日{amount}")


def _demand_part(each: Demand) -> Explanation:
    said = each.said
    note = (Explanation("提示", said.note),) if said.note else ()
    title = f"{MET[each.met]}：{said.text.rstrip('。')}"
    return Explanation(title, f"{each.why}（{said.basis}）", said.source, note)
