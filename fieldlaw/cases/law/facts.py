"""Three-valued facts: known with a value, or unknown with a reason; never guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from fieldlaw.errors import KnownError


@dataclass(frozen=True, slots=True)
class Ratio:
    """A quotient kept as its two parts, so that it is compared exactly; `base` is above zero."""

    over: Decimal
    base: Decimal


Value = Decimal | bool | date | frozenset[str] | Ratio
WORDS = {"yes": True, "no": False, "是": True, "否": False, "true": True, "false": False}
UNKNOWN_WORDS = ("", "unknown", "未知", "不清楚")


class RequestError(KnownError):
    """The input of an assessment cannot be read; names the place."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__(f"案情输入的 {place} {why}。", "请改正后重试。")
        self.place = place


@dataclass(frozen=True, slots=True)
class Known:
    """A fact that is established."""

    value: Value


@dataclass(frozen=True, slots=True)
class Unknown:
    """A fact that is not established, and why.

    Attributes:
        stated: a person said that it cannot be found out; not merely left open.
    """

    reason: str
    stated: bool = False


Fact = Known | Unknown
Facts = Mapping[str, Fact]


def read_fact(place: str, kind: str, raw: object) -> Fact:
    """Read one answer.

    Args:
        place: the name of the fact, for the error.
        kind: decimal, whole, yes_no_unknown, date or choice (one word or a list of words).
        raw: the answer as given; nothing or "unknown" makes an unknown fact.

    Raises:
        RequestError: the answer is not of its kind.
    """
    if raw is None or (isinstance(raw, str) and raw.strip().lower() in UNKNOWN_WORDS):
        return Unknown("没有填写") if raw in (None, "") else Unknown("填写为未知", stated=True)
    return Known(READERS[kind](place, raw))


def read_decimal(place: str, raw: object) -> Decimal:
    """Read a finite, non-negative decimal number."""
    if isinstance(raw, bool):
        raise RequestError(place, "应为数字")
    try:
        number = Decimal(str(raw))
    except InvalidOperation as error:
        raise RequestError(place, "应为数字") from error
    if not number.is_finite() or number < 0:
        raise RequestError(place, "应为非负的数字")
    return number


def read_day(place: str, raw: object) -> date:
    """Read an ISO day; a moment's time of day is dropped."""
    if isinstance(raw, date):
        return date(raw.year, raw.month, raw.day)
    try:
        return date.fromisoformat(str(raw)[:10])
    except ValueError as error:
        raise RequestError(place, "应为日期，如 2026-08-10") from error


def _read_yes_no(place: str, raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    word = str(raw).strip().lower()
    if word not in WORDS:
        raise RequestError(place, "应为 yes、no 或 unknown")
    return WORDS[word]


def _read_whole(place: str, raw: object) -> Decimal:
    number = read_decimal(place, raw)
    if number != number.to_integral_value():
        raise RequestError(place, "应为整数")
    return number


def _read_words(place: str, raw: object) -> frozenset[str]:
    words = raw if isinstance(raw, list | tuple) else [raw]
    if not words or not all(isinstance(word, str) and word for word in words):
        raise RequestError(place, "应为选项，或选项的列表")
    return frozenset(words)


READERS: Mapping[str, Callable[[str, object], Value]] = {
    "decimal": read_decimal,
    "whole": _read_whole,
    "yes_no_unknown": _read_yes_no,
    "date": read_day,
    "choice": _read_words,
}


def all_of(truths: Iterable[bool | None]) -> bool | None:
    """Kleene "and": one no decides, one unknown leaves it open."""
    seen = tuple(truths)
    if False in seen:
        return False
    return None if None in seen else True


def any_of(truths: Iterable[bool | None]) -> bool | None:
    """Kleene "or": one yes decides, one unknown leaves it open."""
    seen = tuple(truths)
    if True in seen:
        return True
    return None if None in seen else False
