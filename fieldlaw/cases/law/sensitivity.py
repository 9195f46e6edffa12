"""On which facts an answer hangs most: each fact alone is moved until the answer changes.

Yes/no facts and choices take each of their other values; numbers and days are moved outward until the answer
changes, and the change is then closed in on. What is found is the nearest change among the steps tried, on
each side; the answer need not be monotone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.law.facts import RequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from fieldlaw.cases.law.assess import Assessment
    from fieldlaw.cases.law.request import Movable

DAYS = ("act.start", "act.end", "found", "decided")
_FACTORS = tuple(Decimal(each) for each in ("1.05", "1.25", "2", "4", "10", "100"))
_REACH = (1, 7, 31, 92, 366, 1100)  # days
_UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Lever:
    """A fact that, moved alone, changes the answer.

    Attributes:
        now: its value as it stands; empty while unknown.
        then: the value at which the answer changes.
        outcome: the outcome there; `amount_fen` the fine there, if any; `which` the law there.
        shift_fen: by how much the fine moves; None when there is no fine before or after.
    """

    fact: Movable
    now: str
    then: str
    outcome: str
    amount_fen: int | None
    which: str
    shift_fen: int | None


def levers(
    request: Mapping[str, Any],
    questions: Iterable[Movable],
    judge: Callable[[Mapping[str, Any]], Assessment],
) -> tuple[Lever, ...]:
    """The facts that move the answer: those that turn the outcome first, then by how far the fine moves.

    Args:
        request: the case, as `assess` takes it.
        questions: the facts and days that may be moved.
        judge: the assessment of a request.

    Raises:
        RequestError: the request itself cannot be read.
    """
    here = judge(request)
    found = [lever for asked in questions for lever in _of(asked, request, here, judge)]
    return tuple(sorted(found, key=lambda each: _rank(each, here)))


def _rank(lever: Lever, here: Assessment) -> tuple[bool, bool, int]:
    return lever.outcome == here.outcome, lever.which == here.choice.which, -abs(lever.shift_fen or 0)


def _of(
    asked: Movable,
    request: Mapping[str, Any],
    here: Assessment,
    judge: Callable[[Mapping[str, Any]], Assessment],
) -> Iterator[Lever]:
    now = _value(request, asked.id)
    trial = _Trial(asked, request, here, judge)
    if asked.kind == "yes_no_unknown":
        yield from trial.each(word for word in ("yes", "no") if word != _word(now))
    elif asked.kind == "choice":
        yield from trial.each(word for word in asked.values if now not in ([word], word))
    elif asked.kind == "date":
        yield from trial.days(_day(now))
    else:
        yield from trial.numbers(_number(now), whole=asked.kind == "whole")


@dataclass(frozen=True, slots=True)
class _Trial:
    asked: Movable
    request: Mapping[str, Any]
    here: Assessment
    judge: Callable[[Mapping[str, Any]], Assessment]

    def each(self, words: Iterable[str]) -> Iterator[Lever]:
        """Every other value of a fact with few values."""
        for word in words:
            answer = self.at(word)
            if answer and _key(answer) != _key(self.here):
                yield self.lever(word, answer)

    def days(self, now: date | None) -> Iterator[Lever]:
        """The nearest earlier and later day that changes the answer."""
        if now is None:
            return
        for sign in (-1, 1):
            steps = [sign * each for each in _REACH]
            yield from self.nearest(0, steps, lambda n: (now + timedelta(days=n)).isoformat())

    def numbers(self, now: Decimal | None, *, whole: bool) -> Iterator[Lever]:
        """The nearest lower and higher number that changes the answer, to two more places than it has."""
        if now is None or now == 0:
            return
        places = 0 if whole else int(now.normalize().scaleb(-2).as_tuple().exponent)
        unit = Decimal(1).scaleb(places)
        here = int(now / unit)
        up = [int(here * each) + 1 for each in _FACTORS]
        down = [int(here / each) for each in _FACTORS]
        for steps in (down, up):
            yield from self.nearest(here, steps, lambda n: f"{(n * unit).normalize():f}")

    def nearest(self, here: int, steps: list[int], word: Callable[[int], str]) -> Iterator[Lever]:
        """Outward until the answer changes, then between the last two until they are neighbours."""
        same = here
        for step in steps:
            far = self.possible(same, step, word)
            answer = self.at(word(far))
            if answer and _key(answer) != _key(self.here):
                yield self.lever(*self.closed(same, far, answer, word))
                return
            if far != step:
                return
            same = step

    def possible(self, same: int, other: int, word: Callable[[int], str]) -> int:
        """The farthest step towards another that can be at all (a decision cannot come before its act)."""
        if self.at(word(other)) is not None:
            return other
        while abs(other - same) > 1:
            half = (same + other) // 2
            same, other = (same, half) if self.at(word(half)) is None else (half, other)
        return same

    def closed(
        self, same: int, other: int, answer: Assessment, word: Callable[[int], str]
    ) -> tuple[str, Assessment]:
        """The step nearest to the same answer that has another one."""
        while abs(other - same) > 1:
            half = (same + other) // 2
            tried = self.at(word(half))
            if tried and _key(tried) != _key(self.here):
                other, answer = half, tried
            else:
                same = half
        return word(other), answer

    def at(self, value: str) -> Assessment | None:
        """The answer with another value; None where that value cannot be."""
        try:
            return self.judge(_with(self.request, self.asked.id, value))
        except RequestError:
            return None

    def lever(self, value: str, answer: Assessment) -> Lever:
        both = (self.here.amount_fen, answer.amount_fen)
        shift = None if None in both else both[1] - both[0]  # type: ignore[operator]
        now = _value(self.request, self.asked.id)
        shown = "" if now is None or now == _UNKNOWN else _word(now)
        return Lever(self.asked, shown, value, answer.outcome, answer.amount_fen, answer.choice.which, shift)


def _key(answer: Assessment) -> tuple[object, ...]:
    """What counts as the same answer."""
    return answer.outcome, answer.amount_fen, answer.range_fen, answer.choice.applies


def _value(request: Mapping[str, Any], name: str) -> Any:
    if name.startswith("act."):
        return (request.get("act") or {}).get(name.removeprefix("act."))
    return request.get(name) if name in DAYS else (request.get("facts") or {}).get(name)


def _with(request: Mapping[str, Any], name: str, value: str) -> dict[str, Any]:
    if name.startswith("act."):
        return {**request, "act": {**(request.get("act") or {}), name.removeprefix("act."): value}}
    if name in DAYS:
        return {**request, name: value}
    return {**request, "facts": {**(request.get("facts") or {}), name: value}}


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _number(value: Any) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
