"""The fold: a set of events in, the case file out. The order of arrival makes no difference.

A later value stands in place of the ones its author had seen; values that did not know of each other are
both kept, side by side, until a person picks. Nothing is decided by clock.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fieldlaw.cases.ledger.event import Event, Tip

# Registers: the newest value of a key, made of these fields, counts. Every other known kind only adds.
REGISTERS: dict[str, tuple[str, ...]] = {
    "case_opened": (),
    "step_done": ("step",),
    "step_noted": ("step",),
    "item_answered": ("item",),
    "assessment_made": ("finding",),
    "finding_recorded": ("finding",),
    "law_chosen": ("finding",),
    "proceeding_noted": ("event", "occurrence"),
    "proceeding_stopped": ("stop", "occurrence"),
    "deadline_extended": ("deadline", "occurrence", "extension", "turn"),
    "check_answered": ("fact",),
    "image_scaled": ("evidence",),
    "image_span_locked": (),
    "round_begun": ("round",),
    "round_ended": ("round",),
}


def _key(event: Event) -> tuple[str, str]:
    return event.kind, "/".join(str(event.body[name]) for name in REGISTERS[event.kind])


@dataclass(frozen=True)
class CaseFile:
    """The current state of a case.

    Attributes:
        registers: (kind, key) to the values that stand; more than one means people disagree.
        lists: kind to its events, in a fixed causal order.
        unknown: events of kinds that this program does not know, kept unchanged.
        withdrawn: ids of events taken back, with the withdrawing event.
        missing: ids that events refer to and that are not here.
    """

    registers: Mapping[tuple[str, str], tuple[Event, ...]] = field(default_factory=dict)
    lists: Mapping[str, tuple[Event, ...]] = field(default_factory=dict)
    unknown: tuple[Event, ...] = ()
    withdrawn: Mapping[bytes, Event] = field(default_factory=dict)
    missing: frozenset[bytes] = frozenset()

    def values(self, kind: str, key: str = "") -> tuple[Event, ...]:
        """The values that stand for one key; empty when none was ever given."""
        return self.registers.get((kind, key), ())

    def only(self, kind: str, key: str = "") -> Event | None:
        """The one value of a key; None when there is none, or when people disagree."""
        values = self.values(kind, key)
        return values[0] if len(values) == 1 else None

    def all(self, kind: str) -> tuple[Event, ...]:
        """The events of a kind that have not been withdrawn."""
        return tuple(e for e in self.lists.get(kind, ()) if e.id not in self.withdrawn)

    def disputed(self, kind: str) -> tuple[str, ...]:
        """Keys of a register for which several values stand."""
        return tuple(k for (of, k), held in self.registers.items() if of == kind and len(held) > 1)


def _parents(event: Event) -> list[bytes]:
    own = [event.envelope.prev] if event.envelope.prev else []
    return own + [tip.event for tip in event.envelope.heads.values()]


def _ordered(events: Mapping[bytes, Event]) -> list[Event]:
    """Parents before children; ties by author and number, so that every machine sees one order."""
    rank = sorted(events.values(), key=lambda e: (e.envelope.author, e.envelope.seq, e.id))
    waiting = {e.id: {p for p in _parents(e) if p in events} for e in rank}
    children: dict[bytes, list[Event]] = {}
    for event in rank:
        for parent in waiting[event.id]:
            children.setdefault(parent, []).append(event)
    ready = [e for e in rank if not waiting[e.id]]
    done: list[Event] = []
    while ready:
        event = ready.pop(0)
        done.append(event)
        for child in children.get(event.id, ()):
            waiting[child.id].discard(event.id)
            if not waiting[child.id]:
                ready.append(child)
    return done


def _pasts(ordered: list[Event]) -> dict[bytes, dict[bytes, int]]:
    """For each event the highest number of each author in its past (a vector clock)."""
    pasts: dict[bytes, dict[bytes, int]] = {}
    for event in ordered:
        clock: dict[bytes, int] = {}
        for parent in _parents(event):
            for author, seq in pasts.get(parent, {}).items():
                clock[author] = max(seq, clock.get(author, 0))
        clock[event.envelope.author] = event.envelope.seq
        pasts[event.id] = clock
    return pasts


def _stand(held: list[Event], pasts: Mapping[bytes, Mapping[bytes, int]]) -> tuple[Event, ...]:
    """The events that no other event of the same key has seen."""

    def seen(one: Event, by: Event) -> bool:
        return one.id != by.id and pasts[by.id].get(one.envelope.author, 0) >= one.envelope.seq

    return tuple(e for e in held if not any(seen(e, other) for other in held))


def fold(events: Iterable[Event]) -> CaseFile:
    """Make the case file of a set of opened events of one case."""
    unique = {e.id: e for e in events}
    ordered = _ordered(unique)
    registers: dict[tuple[str, str], list[Event]] = {}
    lists: dict[str, list[Event]] = {}
    for event in ordered:
        if event.known:
            lists.setdefault(event.kind, []).append(event)
            if event.kind in REGISTERS:
                registers.setdefault(_key(event), []).append(event)
    pasts = _pasts(ordered)
    withdrawn = {e.body["event"]: e for e in lists.get("withdrawn", [])}
    standing = {
        key: _stand([e for e in held if e.id not in withdrawn], pasts) for key, held in registers.items()
    }
    return CaseFile(
        registers=standing,
        lists={kind: tuple(held) for kind, held in lists.items()},
        unknown=tuple(e for e in ordered if not e.known),
        withdrawn=withdrawn,
        missing=frozenset(p for e in ordered for p in _parents(e) if p not in unique),
    )


def _whole(file: CaseFile, tips: Mapping[bytes, Tip]) -> bool:
    """True when no event is missing and no author wrote two events with one number."""
    count = sum(map(len, file.lists.values())) + len(file.unknown)
    return not file.missing and count == sum(tip.seq for tip in tips.values())


def extend(file: CaseFile, event: Event, tips: Mapping[bytes, Tip]) -> CaseFile | None:
    """Add an event that has seen every other one; the same case file as a fold of all of them.

    Args:
        file: the fold of the events before.
        event: the event to add.
        tips: the last event of each author before it.

    Returns:
        None where the shortcut does not hold (it has not seen everything, something is missing or taken
        back): then fold anew.
    """
    seen_all = set(_parents(event)) == {tip.event for tip in tips.values()}
    if not seen_all or not _whole(file, tips) or event.kind == "withdrawn" or event.id in file.withdrawn:
        return None
    if not event.known:
        return replace(file, unknown=(*file.unknown, event))
    lists = {**file.lists, event.kind: (*file.lists.get(event.kind, ()), event)}
    if event.kind not in REGISTERS:
        return replace(file, lists=lists)
    return replace(file, lists=lists, registers={**file.registers, _key(event): (event,)})
