"""The checks of a case in the words of paper, as they stood at the last event of the case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldlaw.cases.casework.answers import disputed, given
from fieldlaw.cases.casework.checking import check_log, documents_of
from fieldlaw.cases.casework.printing_law import SOURCE
from fieldlaw.cases.casework.printing_record import say_time
from fieldlaw.cases.documents.model import AnswerEntry, CheckEntry, ChecksText, ScoreEntry
from fieldlaw.cases.law.preflight import ASK, FAIL, PASS
from fieldlaw.cases.law.preflight_forms import STATES, answer_words, documents_in, forms_of
from fieldlaw.cases.law.preflight_tests import UNKNOWN_WORD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.casework.printing_record import Press
    from fieldlaw.cases.law.preflight import Check, Preflight
    from fieldlaw.cases.packs.records import Pack

RESULT = {PASS: "通过", FAIL: "失败", ASK: "待确认"}
POINTS = "要素"
OPEN_POINTS = "未定"
DEDUCTIONS = "要素每处扣几分资料未见，没有计入；有问题的文书得分写“未定”。"
_SHORT = 8


def counts_of(found: Preflight) -> str:
    """How many checks passed, have to be asked, failed."""
    return "，".join(f"{RESULT[each]} {len(found.of(each))} 项" for each in (PASS, ASK, FAIL))


def total_of(found: Preflight) -> str:
    """The score of the whole file, or why there is none."""
    if found.faults:
        numbers = "、".join(str(one.number) for one in found.faults)
        return f"总分：0 分（第 {numbers} 项是重大问题）"
    if found.total is None:
        return "总分：还不能算（有文书没有确认、核对没有通过，或者处罚与否未定）"
    return f"总分：{found.total / 10:g} 分（未减要素扣分）"


def checks_of(log: CaseLog, press: Press, until: str) -> ChecksText | None:
    """The sheet of checks; None where no pack asks for any.

    Args:
        log: the case.
        press: what documents are made with; its packs say what is checked.
        until: the moment at which the case is looked at, so that the same events give the same sheet.
    """
    packs = press.law()
    found = check_log(log, packs, press, until)
    if not found.checks:
        return None
    sources = tuple(dict.fromkeys(map(_source, found.checks)))
    remarks = [str(pack.content["scoring"]["text"]) for pack in packs if "scoring" in pack.content]
    return ChecksText(
        say_time(until),
        f"{counts_of(found)}。",
        tuple(_entry(one, sources) for one in found.checks),
        sources,
        tuple(_answers(log, packs)),
        tuple(_score(found, documents_of(log, packs), packs)),
        total_of(found),
        (*remarks, DEDUCTIONS),
        tuple(_packs(packs)),
    )


def _source(one: Check) -> str:
    return f"{one.source}（{SOURCE.get(one.status, one.status)}）"


def _entry(one: Check, sources: tuple[str, ...]) -> CheckEntry:
    text = one.text if one.is_fatal else f"{one.text}（{POINTS}）"
    return CheckEntry(
        str(one.number), text, RESULT[one.result], one.reason, str(sources.index(_source(one)) + 1)
    )


def _answers(log: CaseLog, packs: Sequence[Pack]) -> Iterator[AnswerEntry]:
    """Every answer to what the packs ask for; of two that differ each, so that the dispute is seen."""
    names = {row["id"]: row["name"] for pack in packs for row in pack.rows("check_facts")}
    forms = forms_of(packs)
    for fact, held in given(log).items():
        for event in held if disputed(held) else held[:1]:
            if fact in names:
                body, at = event.body, say_time(event.moment.wall)
                about = "两人答复不同，未定。" if disputed(held) else ""
                said = answer_words(fact, forms.get(fact, ""), body["answer"])
                yield AnswerEntry(names[fact], said, f"{body['by']} {at}", about + body["note"])


def full_points(packs: Sequence[Pack]) -> dict[str, str]:
    """The full points of each document; two where a file with and one without a penalty differ."""
    held: dict[str, list[str]] = {}
    for row in (row for pack in packs for row in pack.rows("weights")):
        held.setdefault(row["document"], []).append(str(row["points"]))
    return {name: "/".join(dict.fromkeys(points)) for name, points in held.items()}


def _score(found: Preflight, states: Mapping[str, str], packs: Sequence[Pack]) -> Iterator[ScoreEntry]:
    full = full_points(packs)
    for name, word in documents_in(packs).items():
        state = STATES[states.get(name, UNKNOWN_WORD)]
        points = found.score.get(name)
        said = "—" if name not in found.score else OPEN_POINTS if points is None else str(points)
        yield ScoreEntry(word, state, said, full[name])


def _packs(packs: Sequence[Pack]) -> Iterator[str]:
    for pack in packs:
        if pack.rows("checks") or pack.header.kind == "calendar":
            yield f"{pack.header.id} {pack.header.edition} {pack.header.sha256[:_SHORT]}"
