"""What must not stand in the published text of a decision, and what was hidden without need.

The rules come from a pack; here are only the forms by which a thing is recognised. A published text is a text
of its own: it is written anew without the hidden words, never blacked over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from fieldlaw.cases.packs.records import Pack, Row

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
_CHECKS = "10X98765432"
_NUMBER = {
    "id_number": re.compile(r"(?<![0-9A-Za-z])[1-9]\d{16}[\dXx](?![0-9A-Za-z])"),
    "phone": re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}[-－ ]\d{7,8})(?!\d)"),
    "account": re.compile(r"(?<![0-9A-Za-z])\d{12,21}(?![0-9A-Za-z])"),
    "email": re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"),
    "birth_date": re.compile(
        r"(?:出生(?:日期|于)?|生于)[:：]?\s*\d{4}\s*[年.-]\s*\d{1,2}\s*[月.-]\s*\d{1,2}\s*日?"
        r"|\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*(?:出生|生)"
    ),
    "address": re.compile(r"(?:住址|家庭住址|户籍所在地|住所地)[:：]\s*[^，。；\n]{2,60}"),
}
_MASKS = "某ＸX×*＊○"
_NAME = 2  # characters of the shortest name


@dataclass(frozen=True, slots=True)
class Leak:
    """A place that must be hidden: where (characters from, to), what, and by which rule."""

    start: int
    end: int
    found: str
    rule: str
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Published:
    """A text for publication.

    Attributes:
        text: with every leak written over by what was hidden.
        leaks: what the given text still showed.
        needless: names that may be published and were hidden all the same.
    """

    text: str
    leaks: tuple[Leak, ...]
    needless: tuple[str, ...]


def read_rules(packs: Iterable[Pack]) -> tuple[Row, ...]:
    """The rows on what must be hidden."""
    return tuple(row for pack in packs for row in pack.rows("redactions"))


def published(text: str, packs: Iterable[Pack], *, hide: Iterable[str], show: Iterable[str]) -> Published:
    """Look through a text for publication.

    Args:
        text: the text as somebody wants to publish it.
        packs: the packs whose rows say what must be hidden.
        hide: names of persons who are not to be named (witnesses, informants, staff).
        show: names that are to be named: the party, its legal representative, the officers.
    """
    rules = read_rules(packs)
    leaks = tuple(_leaks(text, rules, _long(hide, show)))
    needless = tuple(name for name in _long(show, ()) if name not in text and _masked(name).search(text))
    return Published(_without(text, leaks), leaks, needless)


def _long(names: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    kept = set(other)
    return tuple(dict.fromkeys(name for name in names if len(name) >= _NAME and name not in kept))


def _leaks(text: str, rules: tuple[Row, ...], hide: tuple[str, ...]) -> Iterator[Leak]:
    """From the front, the longest first where two begin together; none within another."""
    found = [leak for rule in rules for leak in _of(text, rule, hide)]
    end = 0
    for leak in sorted(found, key=lambda each: (each.start, -each.end)):
        if leak.start >= end:
            end = leak.end
            yield leak


def _of(text: str, rule: Mapping[str, Any], hide: tuple[str, ...]) -> Iterator[Leak]:
    form = rule["finds"]
    patterns = [re.compile(re.escape(name)) for name in hide] if form == "person" else [_NUMBER[form]]
    for match in (match for pattern in patterns for match in pattern.finditer(text)):
        if form == "id_number" and not _is_id(match.group()):
            continue
        yield Leak(match.start(), match.end(), match.group(), rule["id"], rule["name"], rule["source"])


def _is_id(number: str) -> bool:
    """Whether the check digit fits: other numbers of as many digits are no identity number."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == number[17].upper()


def _masked(name: str) -> re.Pattern[str]:
    """The first character of a name with the rest hidden."""
    return re.compile(f"{re.escape(name[0])}[{_MASKS}]{{1,{len(name)}}}")


def _without(text: str, leaks: tuple[Leak, ...]) -> str:
    parts, at = [], 0
    for leak in leaks:
        parts += [text[at : leak.start], f"（{leak.name}已隐去）"]
        at = leak.end
    return "".join((*parts, text[at:]))
