"""A case in words, for the review page: what stands for a thing, and where two texts differ."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from fieldlaw.cases.law.facts import RequestError
from fieldlaw.ui.presenters.bench import step_word
from fieldlaw.ui.presenters.caseview import answer_word, quality_word
from fieldlaw.ui.presenters.law_facts import rows_of
from fieldlaw.ui.presenters.review_images import IMAGE_WORDS
from fieldlaw.ui.presenters.review_rounds import ROUND_WORDS, origin_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from fieldlaw.cases.ledger.event import Event
    from fieldlaw.cases.packs.records import Pack
    from fieldlaw.ui.presenters.law_facts import FactRow

_STOP = "。！？；"
_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9.,:/%-]*|.", re.DOTALL)


def _tr(text: str) -> str:
    return QCoreApplication.translate("review", text)


@dataclass(frozen=True)
class Piece:
    """Some words; `marked` when they are on this side alone."""

    text: str
    marked: bool = False


@dataclass(frozen=True)
class Line:
    """One text of a side; `who` names its author and time where several stand."""

    pieces: tuple[Piece, ...]
    who: str = ""

    @property
    def text(self) -> str:
        """The words without their marks."""
        return "".join(piece.text for piece in self.pieces)


def clock(wall: str) -> str:
    """11-23 09:10."""
    return wall[5:16].replace("T", " ")


def ended(text: str) -> str:
    """A text with a full stop at its end; an empty one stays empty."""
    text = text.strip()
    return text if not text or text[-1] in _STOP else f"{text}。"


# --- one event in words


def _answered(body: Mapping[str, Any]) -> str:
    return ended(answer_word(body["answer"])) + ended(body["note"])


def _measured(body: Mapping[str, Any]) -> str:
    value = _tr("没有数值") if body["value"] is None else f"{body['value']} {body['unit']}"
    return f"{value}，{quality_word(body['quality'])}。{origin_words(body)}"


def _fact(row: FactRow) -> str:
    return f"{row.question.rstrip('？')}：{row.words}"


def _finding(body: Mapping[str, Any], packs: tuple[Pack, ...]) -> str:
    """The finding with the facts that are known, in the questions of the law packs."""
    items = _tr("依据 {0}。").format("、".join(body["items"])) if body["items"] else ""
    try:
        facts = [_fact(row) for row in rows_of(body["facts"], packs) if row.known]
    except RequestError:
        facts = [_tr("本机的规则包读不出它的事实")]
    return ended(body["title"]) + items + ended("；".join(facts))


def _assessed(body: Mapping[str, Any]) -> str:
    return "".join(ended(str(one)) for one in body["result"].get("explanation", ()))


def _signed(body: Mapping[str, Any]) -> str:
    """Who signed, or did not, and why; roles and outcomes of older events stand as they were written."""
    role = {
        "party": _tr("当事人"), "officer": _tr("执法人员"), "witness": _tr("见证人"),
        "operator": _tr("检测人"), "checker": _tr("复核人"), "escort": _tr("企业陪检人"),
    }  # fmt: skip
    outcome = {"signed": _tr("已签名"), "refused": _tr("拒签"), "absent": _tr("不在场")}
    page = _tr("第 {0} 页，").format(body["page"]) if "page" in body else ""
    said = f"{page}{role.get(body['role'], body['role'])} {body['who']}，"
    return ended(said + outcome.get(body["outcome"], body["outcome"])) + ended(body.get("reason", ""))


def _opened(body: Mapping[str, Any]) -> str:
    officers = "、".join(name for name, _badge in body["officers"])
    return f"{body['unit']}，{body['address']}，{officers}。"


_WORDS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "case_opened": _opened,
    "item_answered": _answered,
    "measurement_kept": _measured,
    **IMAGE_WORDS,
    "assessment_made": _assessed,
    "reading_gap": lambda b: _tr("{0} 至 {1} 没有读数。").format(b["after"][11:19], b["before"][11:19]),
    "step_done": lambda b: ended(f"{b['step']} {step_word(int(b['step']))} {b['note']}"),
    "evidence_added": lambda b: ended(f"{b['number']} {b['title']}"),
    "document_printed": lambda b: _tr("已打印 {0} 页。").format(b["pages"]),
    "signed": _signed,
    "party_opinion": lambda b: ended(f"{b['by']}：{b['text']}"),
    "step_noted": lambda b: ended(f"{b['step']} {step_word(int(b['step']))}：{b['note']}"),
    **ROUND_WORDS,
    "clock_anomaly": lambda b: ended(b["note"]),
    "item_returned": lambda b: str(b["reason"]),
    "comment_added": lambda b: str(b["text"]),
    "review_asked": lambda b: str(b["note"]),
    "case_approved": lambda b: str(b["opinion"]),
}


def words(event: Event, packs: tuple[Pack, ...] = ()) -> str:
    """What an event says; of a kind that is not known here only that it is there."""
    if event.kind == "finding_recorded" and event.known:
        return _finding(event.body, packs)
    said = _WORDS.get(event.kind) if event.known else None
    return said(event.body) if said else _tr("一条本机认不出的记录。")


# --- where two texts differ


def _runs(before: str, now: str) -> list[tuple[str, str, str]]:
    """Runs of (tag, words before, words now); a single sign between two changes counts as changed."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(now)
    runs = [
        (tag, old[a:b], new[c:d])
        for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    ]
    last = len(runs) - 1
    return [
        ("replace" if 0 < n < last and tag == "equal" and _islet(was) else tag, "".join(was), "".join(now))
        for n, (tag, was, now) in enumerate(runs)
    ]


def _islet(tokens: list[str]) -> bool:
    return len(tokens) == 1 and tokens[0] not in "，。；：、！？"


def _side(runs: Iterable[tuple[bool, str]]) -> tuple[Piece, ...]:
    """Pieces, with neighbours of one sort joined."""
    made: list[Piece] = []
    for marked, text in runs:
        if made and made[-1].marked == marked:
            made[-1] = Piece(made[-1].text + text, marked)
        elif text:
            made.append(Piece(text, marked))
    return tuple(made)


def differ(before: str, now: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces; what the other one does not have is marked.

    Compared sign by sign, whole numbers and Latin words as one, which fits Chinese without a dictionary.
    """
    runs = _runs(before, now)
    return (
        _side((tag != "equal", was) for tag, was, _ in runs),
        _side((tag != "equal", new) for tag, _, new in runs),
    )


def plain(text: str) -> Line:
    """A text with no mark in it."""
    return Line((Piece(text),) if text else ())


def name_of(event: Event, names: Mapping[bytes, str]) -> str:
    """Who wrote an event; the start of his key when the directory does not have him."""
    return names.get(event.envelope.author, event.envelope.author.hex()[:8])


@dataclass(frozen=True)
class Teller:
    """Puts events into lines; knows who is who, and the questions of the law packs."""

    names: Mapping[bytes, str]
    packs: tuple[Pack, ...] = ()

    def say(self, event: Event) -> str:
        """What an event says."""
        return words(event, self.packs)

    def _texts(self, events: tuple[Event, ...], *, joined: bool) -> list[tuple[str, str]]:
        """(author and time, text) of each event; of several that only add up one text."""
        if joined or len(events) == 1:
            text = "\n".join(map(self.say, events))
            return [("", text)] if text else []
        return [(f"{name_of(e, self.names)} {e.moment.wall[11:16]}", self.say(e)) for e in events]

    def sides(
        self, before: tuple[Event, ...], now: tuple[Event, ...], *, joined: bool = False
    ) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
        """Both sides in lines, with marks where each side has something to be compared with."""
        return _compared(self._texts(before, joined=joined), self._texts(now, joined=joined))

    def compared(self, before: str, now: str) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
        """Two texts in lines, one to each side; an empty one has none."""
        return _compared([("", before)] if before else [], [("", now)] if now else [])


def _compared(
    old: list[tuple[str, str]], new: list[tuple[str, str]]
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    if not old or not new:
        return _unmarked(old), _unmarked(new)
    left = [differ(text, new[min(n, len(new) - 1)][1])[0] for n, (_, text) in enumerate(old)]
    right = [differ(old[min(n, len(old) - 1)][1], text)[1] for n, (_, text) in enumerate(new)]
    return _lines(left, old), _lines(right, new)


def _unmarked(texts: list[tuple[str, str]]) -> tuple[Line, ...]:
    return tuple(Line(plain(text).pieces, who) for who, text in texts)


def _lines(pieces: list[tuple[Piece, ...]], texts: list[tuple[str, str]]) -> tuple[Line, ...]:
    return tuple(Line(one, who) for one, (who, _) in zip(pieces, texts, strict=True))
