"""The days and facts of a finding as rows to fill in, and what is said of a value that cannot be read."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from fieldlaw.cases.law.assess import facts_json
from fieldlaw.cases.law.facts import UNKNOWN_WORDS, WORDS, RequestError, read_fact

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieldlaw.cases.packs.records import Pack

NAMES = {"act.start": "行为开始日", "act.end": "行为结束日", "found": "发现日", "decided": "预计决定日"}
_BAD = {
    "decimal": "“{0}”不是数字，没有存。写成 72.852 这样的非负数。",
    "date": "“{0}”不是日期，没有存。写成 2026-08-10 这样。",
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("law", text)


@dataclass(frozen=True)
class FactRow:
    """A day or a fact: its question, its kind (yes_no_unknown, decimal, date), its value.

    Attributes:
        value: yes, no, or what was typed; empty while unknown.
        day: one of the four days, not a question of the violation.
    """

    id: str
    question: str
    kind: str
    unit: str
    value: str
    day: bool = False

    @property
    def known(self) -> bool:
        """Whether it is established."""
        return self.value != ""


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
    text = str(raw if raw is not None else "").strip()
    if text.lower() in UNKNOWN_WORDS:
        return ""
    if text.lower() in WORDS:
        return "yes" if WORDS[text.lower()] else "no"
    return text


_SAID = {"yes": "是", "no": "否", "": "未知"}


def differences(requests: Sequence[Mapping[str, Any]], packs: tuple[Pack, ...]) -> tuple[str, ...]:
    """What each of several requests says where they differ: questions with their values, in words."""
    held = [{row.question: row.value for row in _rows_or_none(one, packs)} for one in requests]
    asked = dict.fromkeys(question for one in held for question in one)
    differ = [q for q in asked if len({one.get(q) for one in held}) > 1]
    return tuple(
        "\n".join(f"{q} {_tr(_SAID.get(one[q], one[q]))}" for q in differ if q in one) for one in held
    )


def _rows_or_none(request: Mapping[str, Any], packs: tuple[Pack, ...]) -> tuple[FactRow, ...]:
    try:
        return rows_of(request, packs)
    except RequestError:
        return ()


def rows_of(request: Mapping[str, Any], packs: tuple[Pack, ...]) -> tuple[FactRow, ...]:
    """The questions of a violation, then the days, with the values of a request.

    Raises:
        RequestError: the violation is not in the packs.
    """
    asked = facts_json(packs, str(request.get("jurisdiction", "")), str(request["violation"]))
    given, act = request.get("facts") or {}, request.get("act") or {}
    facts = [
        FactRow(one["id"], one["question"], one["type"], one["unit"], value_of(given.get(one["id"])))
        for one in asked
    ]
    held = {"act.start": act.get("start"), "act.end": act.get("end")}
    days = [
        FactRow(name, _tr(words), "date", "", value_of(held.get(name, request.get(name))), day=True)
        for name, words in NAMES.items()
    ]
    return (*facts, *days)
