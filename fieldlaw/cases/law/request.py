"""The input of an assessment, read strictly from a plain mapping."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.law.facts import Facts, RequestError, Unknown, read_day, read_fact

if TYPE_CHECKING:
    from datetime import date

    from fieldlaw.cases.law.lawbook import LawBook, Violation

DAYS = ("found", "filed", "decided", "order_served")
KEYS = frozenset({"violation", "jurisdiction", "party", "act", "facts", "benchmark", *DAYS})
PARTIES = ("legal_person", "citizen")


@dataclass(frozen=True, slots=True)
class Request:
    """One violation of one party, with its dates and its facts."""

    violation: Violation
    jurisdiction: str
    party: str
    act: tuple[date, date] | None
    days: Mapping[str, date | None]
    facts: Facts

    @property
    def decided(self) -> date | None:
        """The day of the decision, when known."""
        return self.days["decided"]


def jurisdiction_of(data: Mapping[str, Any]) -> str:
    """The jurisdiction that an input names."""
    name = data.get("jurisdiction")
    if not isinstance(name, str) or not name:
        raise RequestError("jurisdiction", "没有填写")
    return name


def read_request(data: Mapping[str, Any], book: LawBook) -> Request:
    """Read an input.

    Args:
        data: the mapping of the input file.
        book: the law in which the violation is looked up.

    Raises:
        RequestError: an unknown key, violation or fact, or a value of the wrong kind.
    """
    for key in data:
        if key not in KEYS:
            raise RequestError(str(key), "不认识")
    violation = _violation(data, book)
    act, decided = _act(data), _day("decided", data.get("decided"))
    if act and decided and decided < act[0]:
        raise RequestError("decided", "早于 act.start")
    return Request(
        violation=violation,
        jurisdiction=jurisdiction_of(data),
        party=_party(data),
        act=act,
        days={key: _day(key, data.get(key)) for key in DAYS},
        facts=_facts(violation, _mapping(data, "facts")),
    )


def _mapping(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = data.get(key) or {}
    if not isinstance(value, Mapping):
        raise RequestError(key, "应为键值表")
    return value


def _violation(data: Mapping[str, Any], book: LawBook) -> Violation:
    name = str(data.get("violation", ""))
    if name not in book.violations:
        known = "、".join(sorted(book.violations))
        raise RequestError("violation", f"不在规则包内（已收录：{known}）")
    return book.violations[name]


def _party(data: Mapping[str, Any]) -> str:
    kind = str(_mapping(data, "party").get("kind", ""))
    if kind not in PARTIES:
        raise RequestError("party.kind", f"应为 {' 或 '.join(PARTIES)}")
    return kind


def _day(place: str, raw: object) -> date | None:
    return None if raw in (None, "") else read_day(place, raw)


def _act(data: Mapping[str, Any]) -> tuple[date, date] | None:
    act = _mapping(data, "act")
    first, last = _day("act.start", act.get("start")), _day("act.end", act.get("end"))
    if first is None or last is None:
        return None
    if last < first:
        raise RequestError("act.end", "早于 act.start")
    return first, last


def _facts(violation: Violation, given: Mapping[str, Any]) -> Facts:
    kinds = {question.id: question.type for question in violation.questions}
    for name in given:
        if name not in kinds:
            raise RequestError(f"facts.{name}", "不是本违法行为所问的事实")
    missing = Unknown("没有填写")
    return {
        name: read_fact(f"facts.{name}", kind, given[name]) if name in given else missing
        for name, kind in kinds.items()
    }
