"""The steps towards a daily fine, read strictly: original decision, order, re-check, second order, decision.

original: {amount_fen: 45000000, decided: 2016-09-10, served: 2016-09-12}
order: {made: 2016-08-22, served: 2016-08-23, warned: yes}
recheck: {day: 2016-09-06, result: continuing, covert: yes}
correction: {same_act: yes, collected: yes}
second: {order_served: 2016-09-07, rechecked: 2016-09-20, result: corrected}
decided: 2016-09-28

What is left out is not known. Only a second order that is left out was not made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.law.facts import Known, RequestError, read_day, read_fact

if TYPE_CHECKING:
    from datetime import date

REFUSING = ("continuing", "refusing", "obstructing")
OVER = ("corrected", "stopped")
RESULTS = {
    "continuing": "仍在继续违法排污",
    "refusing": "拒绝复查",
    "obstructing": "阻挠复查",
    "corrected": "已经改正",
    "stopped": "已经停产、停业、关闭",
}
KEYS: Mapping[str, tuple[str, ...]] = {
    "original": ("amount_fen", "decided", "served"),
    "order": ("made", "served", "warned"),
    "recheck": ("day", "result", "covert"),
    "correction": ("same_act", "collected"),
    "second": ("order_served", "rechecked", "result"),
}


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of one case; None stands for what is not known.

    Attributes:
        amount_fen: the fine of the original decision.
        decided, served: the original decision.
        made, ordered: the order to correct, made and served.
        warned: whether the order said that daily fines may follow.
        rechecked, result: the re-check, a word of `RESULTS`.
        covert: whether it came unannounced.
        same_act: whether the re-check found the very act that was fined.
        collected: whether evidence of what the party did to correct was collected.
        second_ordered, second_rechecked, second_result: the second order and re-check.
        daily: the day of the decision on daily fines.
    """

    amount_fen: int | None = None
    decided: date | None = None
    served: date | None = None
    made: date | None = None
    ordered: date | None = None
    warned: bool | None = None
    rechecked: date | None = None
    result: str | None = None
    covert: bool | None = None
    same_act: bool | None = None
    collected: bool | None = None
    second_ordered: date | None = None
    second_rechecked: date | None = None
    second_result: str | None = None
    daily: date | None = None


# Which step cannot come before which: field of `Steps`, its place in the input.
ORDER = (
    (("decided", "original.decided"), ("served", "original.served")),
    (("made", "order.made"), ("ordered", "order.served")),
    (("ordered", "order.served"), ("rechecked", "recheck.day")),
    (("rechecked", "recheck.day"), ("second_ordered", "second.order_served")),
    (("second_ordered", "second.order_served"), ("second_rechecked", "second.rechecked")),
    (("rechecked", "recheck.day"), ("second_rechecked", "second.rechecked")),
    (("rechecked", "recheck.day"), ("daily", "decided")),
)


def read_steps(data: Mapping[str, Any]) -> Steps:
    """Read the steps (their form: see the top of this file).

    Raises:
        RequestError: an unknown key, a value of the wrong kind, or days in an order that cannot be.
    """
    _known(data)
    one, order, check, fix, two = (_part(data, key) for key in KEYS)
    steps = Steps(
        amount_fen=_amount(one.get("amount_fen")),
        decided=_day("original.decided", one.get("decided")),
        served=_day("original.served", one.get("served")),
        made=_day("order.made", order.get("made")),
        ordered=_day("order.served", order.get("served")),
        warned=_yes_no("order.warned", order.get("warned")),
        rechecked=_day("recheck.day", check.get("day")),
        result=_result("recheck.result", check.get("result")),
        covert=_yes_no("recheck.covert", check.get("covert")),
        same_act=_yes_no("correction.same_act", fix.get("same_act")),
        collected=_yes_no("correction.collected", fix.get("collected")),
        second_ordered=_day("second.order_served", two.get("order_served")),
        second_rechecked=_day("second.rechecked", two.get("rechecked")),
        second_result=_result("second.result", two.get("result")),
        daily=_day("decided", data.get("decided")),
    )
    in_order(steps)
    return steps


def in_order(steps: Steps) -> None:
    """Refuse days in an order that cannot be.

    Raises:
        RequestError: names the later step and the earlier one.
    """
    for (before, first), (after, later) in ORDER:
        early, late = getattr(steps, before), getattr(steps, after)
        if early and late and late < early:
            raise RequestError(later, f"是 {late.isoformat()}，早于 {first} 的 {early.isoformat()}")


def _known(data: Mapping[str, Any]) -> None:
    for key, value in data.items():
        if key not in (*KEYS, "decided"):
            raise RequestError(str(key), "不认识")
        inner = value if isinstance(value, Mapping) else {}
        for name in inner:
            if name not in KEYS.get(key, ()):
                raise RequestError(f"{key}.{name}", "不认识")


def _part(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = data.get(key) or {}
    if not isinstance(value, Mapping):
        raise RequestError(key, "应为键值表")
    return value


def _amount(raw: object) -> int | None:
    if raw is None:
        return None
    if type(raw) is not int or raw <= 0:
        raise RequestError("original.amount_fen", "应为以分计的正整数")
    return raw


def _day(place: str, raw: object) -> date | None:
    return None if raw in (None, "", "unknown") else read_day(place, raw)


def _yes_no(place: str, raw: object) -> bool | None:
    fact = read_fact(place, "yes_no_unknown", raw)
    return bool(fact.value) if isinstance(fact, Known) else None


def _result(place: str, raw: object) -> str | None:
    if raw in (None, "", "unknown"):
        return None
    if raw not in RESULTS:
        raise RequestError(place, f"应为 {'、'.join(RESULTS)} 或 unknown")
    return str(raw)
