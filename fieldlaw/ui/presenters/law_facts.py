"""The days and facts of a finding as rows to fill in, and what is said of a value that cannot be read."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from fieldlaw.cases.law.asking import LENIENT, MEASURED, OWN, WEIGHED, queries
from fieldlaw.cases.law.facts import UNKNOWN_WORDS, WORDS, RequestError, read_fact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fieldlaw.cases.law.asking import Query
    from fieldlaw.cases.law.measures_rows import MeasureBook
    from fieldlaw.cases.packs.records import Pack

DAY = "day"
GROUPS = {
    DAY: "日期",
    OWN: "违法事实",
    WEIGHED: "裁量因素",
    LENIENT: "免罚条件",
    MEASURED: "措施与移送所问",
}

NAMES = {"act.start": "行为开始日", "act.end": "行为结束日", "found": "发现日", "decided": "预计决定日"}
_BAD = {
    "decimal": "“{0}”不是数字，没有存。写成 72.852 这样的非负数。",
    "whole": "“{0}”不是整数，没有存。写成 2 这样。",
    "date": "“{0}”不是日期，没有存。写成 2026-08-10 这样。",
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("law", text)


@dataclass(frozen=True)
class FactRow:
    """A day or a fact: its question, its kind (yes_no_unknown, decimal, whole, choice, date), its value.

    Attributes:
        value: yes, no, or what was typed; the ids of a choice with commas; empty while unknown.
        group: one of GROUPS.
        values: the words of a choice, by id.
        several: more than one of them may hold.
        evidence: numbers of the evidence that shows it.
    """

    id: str
    question: str
    kind: str
    unit: str
    value: str
    group: str = OWN
    values: tuple[tuple[str, str], ...] = ()
    several: bool = False
    evidence: tuple[str, ...] = ()

    @property
    def day(self) -> bool:
        """One of the four days, not a question of a pack."""
        return self.group == DAY

    @property
    def known(self) -> bool:
        """Whether it is established."""
        return self.value != ""

    @property
    def words(self) -> str:
        """The value as a person says it."""
        return said(self.value, dict(self.values), self.unit)


def said(value: str, values: Mapping[str, str], unit: str = "") -> str:
    """A value as a person says it: words for ids, a number with its unit."""
    if value in _SAID:
        return _tr(_SAID[value])
    parts = value.replace("、", ",").split(",")
    if all(part in values for part in parts):
        return "、".join(values[part] for part in parts)
    return f"{value} {unit}".strip()


def clean(text: str) -> str:
    """What was typed, with full-width digits and signs made plain."""
    return unicodedata.normalize("NFKC", text).strip()


def bad(kind: str, text: str) -> str:
    """What is wrong with a value as typed; empty when it can be read."""
    try:
        read_fact("", kind, text)
    except RequestError:
        return _tr(_BAD[kind]).format(text)
    return ""


def why(error: RequestError) -> str:
    """The reason of a request error in the words of the page."""
    rest = error.what.removeprefix(f"案情输入的 {error.place} ")
    for name, words in NAMES.items():
        rest = rest.replace(name, _tr(words))
    return _tr(NAMES.get(error.place, "")) + rest


def value_of(raw: object) -> str:
    """A stored value as the rows hold it."""
    if isinstance(raw, list | tuple):
        return ",".join(map(str, raw))
    text = str(raw if raw is not None else "").strip()
    if text.lower() in UNKNOWN_WORDS:
        return ""
    if text.lower() in WORDS:
        return "yes" if WORDS[text.lower()] else "no"
    return text


_SAID = {"yes": "是", "no": "否", "": "未知"}


def differences(requests: Sequence[Mapping[str, Any]], packs: Iterable[Pack]) -> tuple[str, ...]:
    """What each of several requests says where they differ: questions with their values, in words."""
    held = [{row.question: row.words for row in _rows_or_none(one, packs)} for one in requests]
    asked = dict.fromkeys(question for one in held for question in one)
    differ = [q for q in asked if len({one.get(q) for one in held}) > 1]
    return tuple("\n".join(f"{q} {one[q]}" for q in differ if q in one) for one in held)


def _rows_or_none(request: Mapping[str, Any], packs: Iterable[Pack]) -> tuple[FactRow, ...]:
    try:
        return rows_of(request, packs)
    except RequestError:
        return ()


def rows_of(
    request: Mapping[str, Any],
    packs: Iterable[Pack],
    signed: frozenset[str] | None = None,
    measures: MeasureBook | None = None,
) -> tuple[FactRow, ...]:
    """The days, then the questions of a case (see `queries`), with the values of a request.

    Raises:
        RequestError: the violation is not in the packs.
    """
    asked = queries(request, packs, signed, measures)
    act = request.get("act") or {}
    held = {"act.start": act.get("start"), "act.end": act.get("end")}
    days = [
        FactRow(name, _tr(words), "date", "", value_of(held.get(name, request.get(name))), DAY)
        for name, words in NAMES.items()
    ]
    return (*days, *(_row(each, request) for each in asked))


def _row(asked: Query, request: Mapping[str, Any]) -> FactRow:
    given, proof = request.get("facts") or {}, request.get("evidence") or {}
    return FactRow(
        asked.id,
        asked.text,
        asked.kind,
        asked.unit,
        value_of(given.get(asked.id)),
        asked.group,
        tuple(asked.values.items()),
        asked.several,
        tuple(map(str, proof.get(asked.id, ()))),
    )
