"""In which form a fact of the checks is answered: read from what a person wrote, kept as text, said again.

The form follows from what the checks of the packs ask of a fact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from re import split
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.law.preflight import ABSENT, NOT_NEEDED, PRESENT
from fieldlaw.cases.law.preflight_tests import UNKNOWN_WORD, PreflightFactsError, read_moment

if TYPE_CHECKING:
    from fieldlaw.cases.packs.records import Pack

YES_NO, COUNT, FEN, PEOPLE, NAMES, WHEN, STATE = "yes_no", "count", "fen", "people", "names", "when", "state"
_ASKED = {"yes": YES_NO, "no": YES_NO, "same": NAMES, "apart": PEOPLE, "before": WHEN, "not_after": WHEN}
_UNIT = "_fen"  # how a fact says that it is an amount
_WORDS = {"yes": "是", "no": "否", UNKNOWN_WORD: "未知"}
STATES = {PRESENT: "在卷", ABSENT: "缺", NOT_NEEDED: "本案不需要", UNKNOWN_WORD: "未确认"}


def forms_of(packs: Iterable[Pack]) -> dict[str, str]:
    """The form of each fact that a check looks at, by id."""
    found: dict[str, str] = {}
    for row in (row for pack in packs for row in pack.rows("checks")):
        for test in row["tests"]:
            found |= {each["fact"]: YES_NO for each in test.get("when", ())}
            found |= {name: _form(test["asks"], name) for name in test["facts"]}
    return found


def documents_in(packs: Iterable[Pack]) -> dict[str, str]:
    """The documents of the score and their names; of two names for one document the first."""
    found: dict[str, str] = {}
    for row in (row for pack in packs for row in pack.rows("weights")):
        found.setdefault(row["document"], row["name"])
    return found


def _form(asks: str, name: str) -> str:
    return _ASKED.get(asks) or (FEN if name.endswith(_UNIT) else COUNT)


def read_answer(fact: str, form: str, text: str) -> Any:
    """The value that a kept answer stands for.

    Args:
        fact: its id, for the error.
        form: see `forms_of`; STATE for a document.
        text: what was kept.

    Returns:
        yes or no; a whole number; names; names by document; a day or moment as text; `unknown`.

    Raises:
        PreflightFactsError: the text is not of the form.
    """
    return UNKNOWN_WORD if text == UNKNOWN_WORD else _READ[form](fact, text)


def kept_text(fact: str, form: str, typed: str) -> str:
    """What is kept of what a person typed: one way to write each value.

    Raises:
        PreflightFactsError: what was typed is not of the form.
    """
    value = read_answer(fact, form, typed.strip())
    if isinstance(value, Mapping):
        return "\n".join(f"{document}：{name}" for document, name in value.items())
    return "、".join(value) if isinstance(value, list) else str(value)


def say(form: str, value: Any) -> str:
    """A value in words."""
    if value == UNKNOWN_WORD:
        return _WORDS[UNKNOWN_WORD]
    if form == YES_NO:
        return _WORDS.get(value, str(value))
    if form == STATE:
        return STATES.get(value, str(value))
    if form == FEN:
        return f"{Decimal(value) / 100:.2f} 元"
    if isinstance(value, Mapping):
        return "；".join(f"{document}：{name}" for document, name in value.items())
    return "、".join(value) if isinstance(value, list | tuple) else str(value)


def answer_words(fact: str, form: str, text: str) -> str:
    """A kept answer in words; one that is not of its form stands as it was written."""
    try:
        return say(form, read_answer(fact, form, text))
    except (PreflightFactsError, KeyError):
        return text


# --- one reader for each form


def _word(allowed: Iterable[str], hint: str) -> Callable[[str, str], str]:
    held = tuple(allowed)

    def reader(fact: str, text: str) -> str:
        if text not in held:
            raise PreflightFactsError(fact, hint)
        return text

    return reader


def _whole(fact: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise PreflightFactsError(fact, "应为非负整数")
    return int(text)


def _people(fact: str, text: str) -> list[str]:
    names = [one.strip() for one in split(r"[、，,;；\n]", text) if one.strip()]
    if not names:
        raise PreflightFactsError(fact, "应为姓名，用顿号隔开")
    return list(dict.fromkeys(names))


def _by_document(fact: str, text: str) -> dict[str, str]:
    """One line for each document: its title, a colon, the name on it."""
    found: dict[str, str] = {}
    for line in (one for one in split(r"[;；\n]", text) if one.strip()):
        document, _, name = (part.strip() for part in line.replace(":", "：", 1).partition("："))
        if not document or not name or document in found:
            raise PreflightFactsError(fact, "每行写一份文书：文书名称，冒号，上面写的名称")
        found[document] = name
    if not found:
        raise PreflightFactsError(fact, "至少写一份文书上的名称")
    return found


def _moment(fact: str, text: str) -> str:
    read_moment(fact, text)
    return text


_READ: Mapping[str, Callable[[str, str], Any]] = {
    YES_NO: _word(("yes", "no"), "应为 yes、no 或 unknown"),
    STATE: _word((PRESENT, ABSENT, NOT_NEEDED), f"应为{'、'.join(STATES)}之一"),
    COUNT: _whole,
    FEN: _whole,
    PEOPLE: _people,
    NAMES: _by_document,
    WHEN: _moment,
}
