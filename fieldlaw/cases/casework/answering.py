"""Answering the checks: what the case does not know a person says; and looking through a public text.

Officers of the case and those who review it may answer, until it is approved.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework.answers import ANSWERED, DOCUMENT, Reply
from fieldlaw.cases.casework.checking import own_documents, own_facts
from fieldlaw.cases.casework.desk import Desk, read, read_in, write_in
from fieldlaw.cases.casework.inspecting import ClosedInspectionError
from fieldlaw.cases.casework.lawchoice import LAWYER_ROLES
from fieldlaw.cases.casework.reviewing import took_part
from fieldlaw.cases.law.preflight_forms import (
    NAMES,
    STATE,
    WHEN,
    documents_in,
    forms_of,
    kept_text,
    say,
)
from fieldlaw.cases.law.preflight_tests import PreflightFactsError, is_known
from fieldlaw.cases.law.redaction import Published, published
from fieldlaw.cases.ledger.event import Draft
from fieldlaw.cases.records.changes import Changes, Kind
from fieldlaw.cases.store.durable import write_durable
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.casework.printing_record import Press
    from fieldlaw.cases.packs.records import Pack

_ANSWERED = Changes(frozenset({Kind.REVIEWS, Kind.OUTBOX}))
_NOTHING = Changes(frozenset())
_PUBLISHED, _CLEAN, _NEEDLESS = "published", "disclosure_clean", "disclosure_needless"
_WORDS = {True: "yes", False: "no"}


class AnswerError(KnownError):
    """An answer to a check was not taken."""

    def __init__(self, why: str, way_out: str) -> None:
        super().__init__(f"没有记下：{why}。", way_out, "已有的答复没有变化。")


class NotYoursToAnswerError(AnswerError):
    """Who neither inspected nor reviews the case does not answer its checks."""

    def __init__(self) -> None:
        super().__init__("核对由本案的执法人员和审核人答复", "请他们在自己的电脑上答复。")


class KnownToCaseError(AnswerError):
    """The events of the case say it already: an answer does not overrule them."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__(
            f"“{name}”案件里已有记录（{value}），以记录为准", "记录不对的，在检查、期限或文书里更正。"
        )


class CopyNotKeptError(KnownError):
    """The public copy could not be written where it was wanted."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"公开稿没有存成：{path.name}（{why}）。", "换一个文件夹再存。", "案件没有变化。")


# --- answering


def may_answer(desk: Desk, log: CaseLog) -> bool:
    """Whether the person at the desk answers the checks of a case: an officer, or one who reviews it."""
    person = desk.profile.person
    asked = any(e.body["to"] == person.name for e in log.file.all("review_asked"))
    return took_part(desk, log) or asked or person.role in LAWYER_ROLES


def answer_check(
    desk: Desk, case: str, reply: Reply, packs: Sequence[Pack], press: Press | None = None
) -> Changes:
    """Answer a fact that the checks ask for, or say whether a document is in the file.

    Args:
        desk: where the person works.
        case: the case.
        reply: the fact and what is known of it.
        packs: the packs that ask, with a calendar among them where dates count.
        press: what the record is laid out with; without it its signatures are not looked at.

    Returns:
        What changed; nothing when the same stands already.

    Raises:
        NotYoursToAnswerError: neither an officer of the case nor one who reviews it.
        ClosedInspectionError: the case has been approved.
        KnownToCaseError: the case says it itself.
        AnswerError: nobody asks for the fact, the answer is not of its form, or a day lies ahead.
    """
    with desk.profile.work() as work:
        log = read_in(desk, work, case)
        _check_person(desk, log)
        if log.file.all("case_approved"):
            raise ClosedInspectionError
        name, form = _asked(reply.fact, packs)
        text = _text(desk, name, form, reply)
        if is_known(text) and form != NAMES:  # names by document are added to those of the case
            _check_open(reply.fact, name, form, _own(desk, log, packs, press))
        draft = _draft(desk, reply.fact, text, reply.note)
        if _stands(log, draft):
            return _NOTHING
        write_in(desk, work, log, [draft])
    return _ANSWERED


def _check_person(desk: Desk, log: CaseLog) -> None:
    if not may_answer(desk, log):
        raise NotYoursToAnswerError


def _asked(fact: str, packs: Sequence[Pack]) -> tuple[str, str]:
    """Name and form of a fact, or of a document's state."""
    names = {row["id"]: row["name"] for pack in packs for row in pack.rows("check_facts")}
    forms = forms_of(packs)
    names |= {DOCUMENT + key: name for key, name in documents_in(packs).items()}
    forms |= {DOCUMENT + key: STATE for key in documents_in(packs)}
    if fact not in names or fact not in forms:
        raise AnswerError(f"核对不问 {fact}", "看看 law preflight 列出的事实编号。")
    return names[fact], forms[fact]


def _text(desk: Desk, name: str, form: str, reply: Reply) -> str:
    try:
        text = kept_text(name, form, reply.answer)
    except PreflightFactsError as error:
        raise AnswerError(error.what.rstrip("。"), "照要求的写法改好后再答。") from error
    if form == WHEN and is_known(text) and _lies_ahead(text, desk.clock().wall):
        raise AnswerError(f"“{name}”{text} 在今天之后，还没有发生", "核对日期后再答。")
    return text


def _lies_ahead(text: str, wall: str) -> bool:
    when, now = datetime.fromisoformat(text), datetime.fromisoformat(wall)
    return when.date() > now.date() if when.tzinfo is None else when > now


def _own(desk: Desk, log: CaseLog, packs: Sequence[Pack], press: Press | None) -> dict[str, Any]:
    """What the case says itself: facts, and documents that it holds."""
    held = {DOCUMENT + key: state for key, state in own_documents(log).items()}
    return {**own_facts(log, packs, press, desk.clock().wall), **held}


def _check_open(fact: str, name: str, form: str, own: dict[str, Any]) -> None:
    if fact in own:
        raise KnownToCaseError(name, say(form, own[fact]))


def _draft(desk: Desk, fact: str, text: str, note: str) -> Draft:
    person = desk.profile.person
    body = {"fact": fact, "answer": text, "note": note.strip(), "by": person.name, "role": person.role}
    return Draft(ANSWERED, body)


def _stands(log: CaseLog, draft: Draft) -> bool:
    """Whether the only standing answer says the same with the same note, or there is none to take back."""
    held = log.file.values(ANSWERED, draft.body["fact"])
    if not held:
        return not is_known(draft.body["answer"])
    return len(held) == 1 and all(held[0].body[key] == draft.body[key] for key in ("answer", "note"))


# --- a text for publication


@dataclass(frozen=True)
class PublicText:
    """A text as somebody wants to publish it.

    Attributes:
        hide: persons who are not to be named.
        show: names that are to be named: the party, its legal representative, the officers.
    """

    text: str
    hide: tuple[str, ...] = ()
    show: tuple[str, ...] = ()


@dataclass(frozen=True)
class Disclosed:
    """What came of it.

    Attributes:
        found: what the given text still showed, and what it hid without need.
        recorded: the outcome stands in the case; it does not once the case is approved.
    """

    found: Published
    changes: Changes
    recorded: bool


def named_in(desk: Desk, case: str) -> PublicText:
    """The names that a case offers: unit and officers to show, who stood by on site to hide.

    The legal representative is in no event: a person adds the name.
    """
    log = read(desk, case)
    opened = log.file.values("case_opened")
    show = [name for e in opened for name in (e.body["unit"], *(who for who, _badge in e.body["officers"]))]
    hide = [str(e.body["party"]) for e in opened]
    hide += [str(e.body.get("witness", "")) for e in log.file.all("signed")]
    hide += [str(e.body["escort"]) for e in log.file.all("round_begun")]
    return PublicText("", _bare(hide), _bare(show))


def _bare(names: list[str]) -> tuple[str, ...]:
    """Names without what is said in brackets of a person's post."""
    found = (name.partition("（")[0].partition("(")[0].strip() for name in names)
    return tuple(dict.fromkeys(name for name in found if name))


def look_through(public: PublicText, packs: Sequence[Pack]) -> Published:
    """What a text for publication shows that it must not, and hides that it need not."""
    return published(public.text, packs, hide=public.hide, show=public.show)


def disclose(desk: Desk, case: str, public: PublicText, path: Path, packs: Sequence[Pack]) -> Disclosed:
    """Write the copy for publication to a file and record what it came to.

    The copy is a text of its own, without the words that are to be hidden. What is recorded is said of the
    copy: what was hidden without need stays hidden in it, until the text itself is put right.

    Raises:
        NotYoursToAnswerError: neither an officer of the case nor one who reviews it.
        CopyNotKeptError: the file could not be written; nothing is recorded.
    """
    log = read(desk, case)
    _check_person(desk, log)
    found = look_through(public, packs)
    data = found.text.encode("utf-8")
    try:
        write_durable(path, data)
    except OSError as error:
        raise CopyNotKeptError(path, error.strerror or str(error)) from error
    again = look_through(PublicText(found.text, public.hide, public.show), packs)
    outcome = {_PUBLISHED: "yes", _CLEAN: _WORDS[not again.leaks], _NEEDLESS: _WORDS[bool(again.needless)]}
    note = f"公开稿 {path.name}，SHA-256 {hashlib.sha256(data).hexdigest()[:16]}，隐去 {len(found.leaks)} 处"
    changes = _record(desk, case, outcome, note, packs)
    return Disclosed(found, changes or _NOTHING, changes is not None)


def _record(
    desk: Desk, case: str, outcome: dict[str, str], note: str, packs: Sequence[Pack]
) -> Changes | None:
    """Keep the outcome where the case does not say it itself; None once the case is approved."""
    asked = forms_of(packs)
    with desk.profile.work() as work:
        log = read_in(desk, work, case)
        if log.file.all("case_approved"):
            return None
        own = own_facts(log, packs, None, desk.clock().wall)
        open_ones = {fact: word for fact, word in outcome.items() if fact in asked and fact not in own}
        write_in(desk, work, log, [_draft(desk, fact, word, note) for fact, word in open_ones.items()])
    return _ANSWERED
