"""Builders of real events for the tests of the ledger."""

from __future__ import annotations

import hashlib

from fieldlaw.cases.ledger import event as ev
from fieldlaw.cases.ledger.sealing import DeviceKeys

CASE = "c0ffee"
CASE_KEY = bytes(range(32))
MOMENT = ev.Moment("2026-11-25T10:42:07+08:00", 1000, "boot-1", None)


def device(name: str) -> DeviceKeys:
    """A device whose keys follow from its name."""
    return DeviceKeys(
        hashlib.sha256(b"s" + name.encode()).digest(), hashlib.sha256(b"r" + name.encode()).digest()
    )


def salt(number: int) -> bytes:
    """Sixteen bytes, different for each number."""
    return hashlib.sha256(b"salt%d" % number).digest()[:16]


class Writer:
    """One device that writes to a case and sees what it is shown."""

    def __init__(self, name: str) -> None:
        self.keys = device(name)
        self.seen: dict[bytes, ev.Tip] = {}
        self.count = 0

    def see(self, *events: ev.Event) -> None:
        for one in events:
            tip = self.seen.get(one.envelope.author)
            if tip is None or tip.seq < one.envelope.seq:
                self.seen[one.envelope.author] = one.envelope.tip

    def write(self, kind: str, body: dict[str, object]) -> ev.Event:
        self.count += 1
        place = ev.Place(CASE, 1, self.seen.get(self.keys.author), self.seen)
        made = ev.append(
            ev.Draft(kind, body),
            MOMENT,
            place,
            self.keys,
            (CASE_KEY, salt(self.count) if self.count else salt(0)),
        )
        self.see(made)
        return made

    def answer(self, item: str, answer: str) -> ev.Event:
        return self.write("item_answered", {"item": item, "answer": answer, "note": "", "replaces": []})
