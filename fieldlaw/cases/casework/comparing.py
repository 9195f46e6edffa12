"""Two states of a case side by side: as it was at an earlier look, as it is now. Pure; nothing is written.

A look is told by heads: the number of the last event of each author that was seen. A state is then the
fold of the events within them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fieldlaw.cases.casework.comparing_rounds import ROUND_KINDS, RoundEvents, disputed_rounds, rounds_of
from fieldlaw.cases.ledger.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.ledger.event import Event
    from fieldlaw.cases.ledger.fold import CaseFile

WHOLE = "全案"  # what a return or a comment names when it is not about one checklist item
ITEM, CASE, STEPS, EVIDENCE = "item", "case", "steps", "evidence"
FINDING, ASSESSMENT, READING, GAP = "finding", "assessment", "reading", "gap"
SPOT, DOCUMENT, SIGNATURE, OPINION = "spot", "document", "signature", "opinion"
CLOCK, STRANGE = "clock", "strange"
ROUND, POINT, LOG = "round", "point", "log"
IMAGE = "image"
# What a person says of an infrared image; `image_read` is what the program read, and no work of a person.
IMAGE_KINDS = (
    "image_adjusted", "image_clock_noted", "image_scaled", "image_overprint_noted", "image_derived",
)  # fmt: skip
_REGISTERS = ((FINDING, "finding_recorded"), (ASSESSMENT, "assessment_made"))
_LISTS = (
    (LOG, "log_imported"), (READING, "measurement_kept"), (GAP, "reading_gap"), (SPOT, "image_measured"),
    *((IMAGE, kind) for kind in IMAGE_KINDS),
    (DOCUMENT, "document_printed"), (SIGNATURE, "signed"),
    (OPINION, "party_opinion"), (CLOCK, "clock_anomaly"),
)  # fmt: skip
_ABOUT_ITEM = ("item_answered", "evidence_added", "measurement_kept")
_WORK = (
    *_ABOUT_ITEM, "image_measured", "finding_recorded", "assessment_made", "step_done", "step_noted",
    "signed", "party_opinion", "review_asked", "log_imported", *IMAGE_KINDS, *ROUND_KINDS,
)  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """A look at a case.

    Attributes:
        at: wall time of the look, ISO 8601; empty when there was none.
        heads: author to the number of the last event of his that was seen.
    """

    at: str = ""
    heads: Mapping[bytes, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Compared:
    """One thing in a case, before and now.

    Attributes:
        kind: what sort of thing (see the names above).
        key: which one: the id of an item or a finding, the hex id of an event.
        before: the events that stood for it at the earlier look.
        now: the events that stand for it.
        talk: returns, comments and what followed them, causes before effects.
        told: somebody else has returned or commented since.
    """

    kind: str
    key: str
    before: tuple[Event, ...] = ()
    now: tuple[Event, ...] = ()
    talk: tuple[Event, ...] = ()
    told: bool = False

    @property
    def changed(self) -> bool:
        """Whether something else stands now, or was said."""
        return self.told or {e.id for e in self.before} != {e.id for e in self.now}


def heads(log: CaseLog) -> dict[bytes, int]:
    """The number of the last event of each author."""
    return {author: tip.seq for author, tip in log.tips.items()}


def within(event: Event, seen: Mapping[bytes, int]) -> bool:
    """Whether an event had been there at a look."""
    return event.envelope.seq <= seen.get(event.envelope.author, 0)


def state_at(log: CaseLog, seen: Mapping[bytes, int]) -> CaseFile:
    """The case as it was at a look."""
    return fold(e for e in log.events if within(e, seen))


def saw(event: Event, other: Event) -> bool:
    """Whether the author of `event` had `other` before him when he wrote."""
    author, seq = other.envelope.author, other.envelope.seq
    if event.envelope.author == author:
        return event.envelope.seq > seq
    tip = event.envelope.heads.get(author)
    return tip is not None and tip.seq >= seq


def _depth(event: Event) -> tuple[int, str]:
    """How much its author had seen: an event always stands deeper than those it has seen."""
    return event.envelope.seq + sum(tip.seq for tip in event.envelope.heads.values()), event.moment.wall


# --- what was sent back


def _follows(event: Event, back: Event) -> bool:
    item = back.body["item"]
    if item == WHOLE:
        return event.kind in _WORK and saw(event, back)
    return event.kind in _ABOUT_ITEM and event.body["item"] == item and saw(event, back)


def open_returns(file: CaseFile) -> tuple[Event, ...]:
    """The returns after which nothing has come: no answer, no evidence, no reading for the item."""
    work = [e for kind in _WORK for e in file.all(kind)]
    return tuple(back for back in file.all("item_returned") if not any(_follows(e, back) for e in work))


def disputes(file: CaseFile) -> int:
    """How many items, findings and rounds of measuring have several answers that stand."""
    kinds = ("item_answered", "finding_recorded")
    return sum(len(file.disputed(kind)) for kind in kinds) + len(disputed_rounds(file))


# --- what was said


def talk(file: CaseFile, item: str) -> tuple[Event, ...]:
    """Returns and comments of an item (or of the whole case), and the answers that followed a return."""
    said = [
        e for kind in ("item_returned", "comment_added") for e in file.all(kind) if e.body["item"] == item
    ]
    returns = [e for e in said if e.kind == "item_returned"]
    if item == WHOLE:
        said += [e for e in file.all("review_asked") if e.body["note"]]
        said += file.all("case_approved")
    else:
        own = [e for e in file.all("item_answered") if e.body["item"] == item]
        said += [e for e in own if any(saw(e, back) for back in returns)]
    return tuple(_joined(sorted(said, key=_depth)))


def _same_pen(last: Event, event: Event) -> bool:
    answers = last.kind == event.kind == "item_answered"
    return answers and last.envelope.author == event.envelope.author


def _joined(said: Iterable[Event]) -> list[Event]:
    """Of answers that one person wrote one after the other only the last: notes are saved while one types."""
    kept: list[Event] = []
    for event in said:
        if kept and _same_pen(kept[-1], event):
            kept.pop()
        kept.append(event)
    return kept


# --- the comparison


@dataclass(frozen=True)
class _Sides:
    before: CaseFile
    now: CaseFile

    def register(self, kind: str, name: str, key: str) -> Compared:
        return Compared(kind, key, self.before.values(name, key), self.now.values(name, key))

    def keys(self, name: str) -> list[str]:
        """The keys of a register, in the order in which they came up."""
        return list(dict.fromkeys(key for of, key in self.now.registers if of == name))

    def listed(self, kind: str, name: str) -> list[Compared]:
        """Each event of a list; one taken back since stands on the earlier side alone."""
        before, now = _unreplaced(self.before, name), _unreplaced(self.now, name)
        every = {e.id: e for e in (*before, *now)}
        old, new = {e.id for e in before}, {e.id for e in now}
        return [
            Compared(kind, i.hex(), (e,) if i in old else (), (e,) if i in new else ())
            for i, e in every.items()
        ]


def _unreplaced(file: CaseFile, name: str) -> tuple[Event, ...]:
    replaced = {bytes(one) for e in file.lists.get(name, ()) for one in e.body.get("replaces", ())}
    return tuple(e for e in file.all(name) if e.id not in replaced)


def _files(file: CaseFile, item: str | None) -> tuple[Event, ...]:
    return tuple(e for e in file.all("evidence_added") if (e.body["item"] or None) == item)


def _items(sides: _Sides) -> list[Compared]:
    named = [e.body["item"] for kind in ("evidence_added", "item_returned", "comment_added")
             for e in sides.now.all(kind)]  # fmt: skip
    ids = sorted({*sides.keys("item_answered"), *(one for one in named if one and one != WHOLE)})
    rows = [sides.register(ITEM, "item_answered", one) for one in ids]
    return [
        Compared(
            ITEM,
            row.key,
            (*row.before, *_files(sides.before, row.key)),
            (*row.now, *_files(sides.now, row.key)),
            talk(sides.now, row.key),
        )
        for row in rows
    ]


def _case(sides: _Sides) -> list[Compared]:
    """The head of the case where it was changed, and what was said of the whole of it."""
    head = sides.register(CASE, "case_opened", "")
    moved = bool(head.before) and head.changed
    said = talk(sides.now, WHOLE)
    row = Compared(CASE, WHOLE, head.before if moved else (), head.now if moved else (), said)
    return [row] if moved or said else []


def _steps(sides: _Sides) -> list[Compared]:
    kinds = ("step_done", "step_noted")
    keys = sorted({key for kind in kinds for key in sides.keys(kind)}, key=lambda key: (len(key), key))
    before, now = (
        tuple(e for key in keys for kind in kinds for e in file.values(kind, key))
        for file in (sides.before, sides.now)
    )
    return [Compared(STEPS, "", before, now)] if before or now else []


def _strange(sides: _Sides) -> list[Compared]:
    row = Compared(STRANGE, "", sides.before.unknown, sides.now.unknown)
    return [row] if row.now else []


def _rounds(sides: _Sides) -> list[Compared]:
    """Each round with its course, then its points, each with what decides whether it counts."""
    rows = []
    before, now = rounds_of(sides.before), rounds_of(sides.now)
    for name in dict.fromkeys((*before, *now)):
        was, held = before.get(name, RoundEvents()), now.get(name, RoundEvents())
        rows.append(Compared(ROUND, name, was.course, held.course))
        rows += [
            Compared(POINT, f"{name}:{tag}", was.points.get(tag, ()), held.points.get(tag, ()))
            for tag in dict.fromkeys((*was.points, *held.points))
        ]
    return rows


def _rows(sides: _Sides) -> list[Compared]:
    loose = Compared(EVIDENCE, "", _files(sides.before, None), _files(sides.now, None))
    rows = [*_case(sides), *_items(sides)]
    rows += [sides.register(kind, name, key) for kind, name in _REGISTERS for key in sides.keys(name)]
    rows += [loose] if loose.before or loose.now else []
    rows += _rounds(sides)
    rows += [row for kind, name in _LISTS for row in sides.listed(kind, name)]
    return rows + _steps(sides) + _strange(sides)


def compare(log: CaseLog, seen: Mapping[bytes, int], me: bytes) -> tuple[Compared, ...]:
    """Everything in a case, as it was at a look and as it is now.

    Args:
        log: the case.
        seen: the heads of the look; empty when there was none.
        me: who looks; what he said himself is no news.
    """

    def news(event: Event) -> bool:
        said = event.kind in ("item_returned", "comment_added", "review_asked", "case_approved")
        return said and event.envelope.author != me and not within(event, seen)

    rows = _rows(_Sides(state_at(log, seen), log.file))
    return tuple(
        Compared(r.kind, r.key, r.before, r.now, r.talk, told=any(news(e) for e in r.talk)) for r in rows
    )
