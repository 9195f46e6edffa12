"""The tests that checks are made of: three-valued, so that what is not known is asked and never passed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any

from fieldlaw.errors import KnownError

UNKNOWN_WORD = "unknown"


class Verdict(Enum):
    """What a test or check comes to."""

    PASS = "pass"  # noqa: S105
    FAIL = "fail"
    ASK = "ask"


class PreflightFactsError(KnownError):
    """A fact about a case cannot be read."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"检查用的事实 {name} 读不懂：{why}。", "改好后再查。", "案件没有变化。")
        self.name = name


def is_known(value: Any) -> bool:
    """Whether a fact says anything."""
    return value is not None and value != UNKNOWN_WORD


def judge(test: Mapping[str, Any], facts: Mapping[str, Any]) -> tuple[Verdict | None, tuple[str, ...], str]:
    """Judge a test.

    Returns:
        The verdict, None where the test does not apply; the facts that are not known; details of a failure.

    Raises:
        PreflightFactsError: a fact has the wrong form.
    """
    conditions = test.get("when", ())
    unknown = tuple(each["fact"] for each in conditions if not is_known(facts.get(each["fact"])))
    if any(_is_other(each, facts) for each in conditions):
        return None, (), ""
    if unknown:
        return Verdict.ASK, unknown, ""
    names = test["facts"]
    missing = tuple(name for name in names if not is_known(facts.get(name)))
    if missing:
        return Verdict.ASK, missing, ""
    values = [(name, facts[name]) for name in names]
    holds, detail = _ASKS[test["asks"]](values, test)
    if holds is None:
        return Verdict.ASK, tuple(names), detail
    return (Verdict.PASS if holds else Verdict.FAIL), (), detail


def _is_other(condition: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    value = facts.get(condition["fact"])
    return is_known(value) and _yes_no(condition["fact"], value) != condition["is"]


_Values = Sequence[tuple[str, Any]]
_Answer = tuple[bool | None, str]


def _yes_no(name: str, value: Any) -> str:
    if value not in ("yes", "no"):
        raise PreflightFactsError(name, "应为 yes、no 或 unknown")
    return str(value)


def _whole(name: str, value: Any) -> int:
    if type(value) is not int or value < 0:
        raise PreflightFactsError(name, "应为非负整数")
    return value


def _names(name: str, value: Any) -> list[str]:
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) and one.strip() for one in value):
        raise PreflightFactsError(name, "应为姓名的列表")
    return [one.strip() for one in value]


def read_moment(name: str, value: Any) -> date | datetime:
    """A day, or a moment that says its zone.

    Raises:
        PreflightFactsError: neither.
    """
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
        except ValueError as error:
            raise PreflightFactsError(name, f"{value} 不是日期或时刻") from error
    if not isinstance(value, date) or (isinstance(value, datetime) and value.tzinfo is None):
        raise PreflightFactsError(name, "应为日期，或者写明时区的时刻")
    return value


def _all_yes(values: _Values, _test: Mapping[str, Any]) -> _Answer:
    return all(_yes_no(name, value) == "yes" for name, value in values), ""


def _all_no(values: _Values, _test: Mapping[str, Any]) -> _Answer:
    return all(_yes_no(name, value) == "no" for name, value in values), ""


def _same(values: _Values, _test: Mapping[str, Any]) -> _Answer:
    """One name in every document; a single document compares with nothing."""
    name, held = values[0]
    if not isinstance(held, Mapping):
        raise PreflightFactsError(name, "应为文书与名称的对照")
    found = {str(document): _names(name, [value])[0] for document, value in held.items()}
    different = sorted(set(found.values()))
    if len(different) > 1:
        return False, "、".join(f"{document} 写的是{value}" for document, value in found.items())
    return (True, "") if len(found) > 1 else (None, "只有一份文书，没有可比的")


def _apart(values: _Values, _test: Mapping[str, Any]) -> _Answer:
    """No name in both lists; an empty list says that nobody is named yet."""
    (one, first), (other, second) = values
    mine, theirs = set(_names(one, first)), set(_names(other, second))
    if not mine or not theirs:
        return None, "还没有写明是谁"
    both = sorted(mine & theirs)
    return not both, "、".join(both)


def _ordered(values: _Values, test: Mapping[str, Any]) -> _Answer:
    first, last = (read_moment(name, value) for name, value in values)
    days = tuple(one.date() if isinstance(one, datetime) else one for one in (first, last))
    detail = f"{first.isoformat()} 与 {last.isoformat()}"
    if days[0] != days[1] and not (isinstance(first, datetime) and isinstance(last, datetime)):
        return days[0] < days[1], detail
    if isinstance(first, datetime) and isinstance(last, datetime):
        return (first < last if test["asks"] == "before" else first <= last), detail
    return None, f"{detail}，同一天而没有时刻"


def _at_least(values: _Values, test: Mapping[str, Any]) -> _Answer:
    name, value = values[0]
    return _whole(name, value) >= test["value"], f"只有 {value}，应有 {test['value']}"


def _at_most(values: _Values, _test: Mapping[str, Any]) -> _Answer:
    (one, low), (other, high) = values
    return _whole(one, low) <= _whole(other, high), f"{low} 分与 {high} 分"


_ASKS: Mapping[str, Callable[[_Values, Mapping[str, Any]], _Answer]] = {
    "yes": _all_yes,
    "no": _all_no,
    "same": _same,
    "apart": _apart,
    "before": _ordered,
    "not_after": _ordered,
    "at_least": _at_least,
    "at_most": _at_most,
}
