"""What of each case has been sent, has been signed for, is whole at the centre; the chains; the disk."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldlaw.cases.casework.desk import BrokenChainError, project, read, read_in
from fieldlaw.cases.casework.looking import verify
from fieldlaw.cases.ledger import canonical
from fieldlaw.cases.records.changes import Changes, Kind
from fieldlaw.cases.store.unit_of_work import Post
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.store.unit_of_work import CaseRow, Waiting


@dataclass(frozen=True)
class Receipt:
    """The newest signed receipt of a case.

    Attributes:
        at: the centre's clock, ISO 8601.
        events: how many events it names.
        whole: the parts that were waiting then were durable too.
    """

    at: str
    events: int
    whole: bool


@dataclass(frozen=True)
class CaseOutlook:
    """How far a case is on its way to the centre.

    Attributes:
        unsent: own events without a signed receipt.
        delivered: own events with one.
        complete: those of them whose parts are all durable at the centre; None when it cannot be read.
        parts: parts to send; `size` the bytes of these and of the unsent events.
        awaited: parts that are to come from the centre.
        receipt: the newest receipt.
    """

    case: str
    number: str
    unit: str
    unsent: int = 0
    delivered: int = 0
    complete: int | None = 0
    parts: int = 0
    size: int = 0
    awaited: int = 0
    receipt: Receipt | None = None

    @property
    def items(self) -> int:
        """How many things are to be sent."""
        return self.unsent + self.parts


@dataclass(frozen=True)
class ChainState:
    """What the check of a case's log found.

    Attributes:
        ok: every event is genuine and in its place.
        entry: number of the first bad entry in order of arrival; 0 where it is not one entry.
        what: what does not hold there, as the check says it.
        awaited: parts named in it that are still to come from the centre; no fault of the chain.
    """

    case: str
    events: int
    ok: bool
    entry: int = 0
    what: str = ""
    awaited: int = 0


@dataclass(frozen=True)
class Disk:
    """Bytes: free and in all on the disk, taken by this profile."""

    folder: Path
    free: int
    total: int
    used: int


def _receipt(raw: bytes | None) -> Receipt | None:
    if raw is None:
        return None
    body = canonical.decode(raw)["r"]  # signature checked before it was kept
    return Receipt(body["at"], len(body["events"]), body["complete"])


def _split(desk: Desk, waiting: Iterable[Waiting]) -> dict[str, tuple[list[Waiting], list[Waiting]]]:
    """Parts by case: those on this disk, which are to be sent, and those to come."""
    found: dict[str, tuple[list[Waiting], list[Waiting]]] = {}
    for one in waiting:
        here = desk.profile.blobs.has(one.part)
        found.setdefault(one.case, ([], []))[0 if here else 1].append(one)
    return found


def _whole(desk: Desk, post: Post, waiting: set[str]) -> int | None:
    """How many of the delivered events name no part that is still on its way."""
    if not waiting:
        return post.delivered
    try:
        log = read(desk, post.case)
    except KnownError:
        return None
    with desk.profile.work() as work:
        unsent = {one.event for one in work.pending(post.case)}
    author = desk.profile.keys.author
    partly = [
        event
        for event in log.file.lists.get("evidence_added", ())
        if event.envelope.author == author and event.id not in unsent and waiting & set(event.body["parts"])
    ]
    return post.delivered - len(partly)


def _line(desk: Desk, row: CaseRow, post: Post, parts: tuple[list[Waiting], list[Waiting]]) -> CaseOutlook:
    to_send, to_come = parts
    return CaseOutlook(
        case=row.id,
        number=row.number,
        unit=row.unit,
        unsent=post.unsent,
        delivered=post.delivered,
        complete=_whole(desk, post, {one.part for one in to_send}),
        parts=len(to_send),
        size=post.size + sum(one.size for one in to_send),
        awaited=len(to_come),
        receipt=_receipt(post.receipt),
    )


def look_out(desk: Desk) -> tuple[CaseOutlook, ...]:
    """How far every case is; those with something to send first. Run on the store lane."""
    with desk.profile.work() as work:
        rows = {row.id: row for row in work.cases()}
        posts = {post.case: post for post in work.posts()}
        parts = _split(desk, work.waiting_parts())
    none: tuple[list[Waiting], list[Waiting]] = ([], [])
    lines = [
        _line(desk, row, posts.get(case) or Post(case, 0, 0, 0, None), parts.get(case, none))
        for case, row in rows.items()
    ]
    return tuple(sorted(lines, key=lambda one: (not one.items, one.number)))


def to_send(desk: Desk) -> int:
    """How many things the centre has not signed for: events, and parts on this disk."""
    with desk.profile.work() as work:
        parts = _split(desk, work.waiting_parts())
        return sum(post.unsent for post in work.posts()) + sum(len(here) for here, _ in parts.values())


def take_in(desk: Desk, cases: Iterable[str]) -> Changes:
    """Write the list lines of cases anew after events have come. Run on the store lane.

    A case without a key, or with a log that does not hold, keeps the line that it has.
    """
    for case in sorted(cases):
        with desk.profile.work() as work:
            if not work.keys(case):
                continue
            try:
                project(work, read_in(desk, work, case))
            except BrokenChainError:
                continue
    return Changes(frozenset(Kind))


def catch_up(desk: Desk) -> Changes | None:
    """Take in the cases whose list line does not count all their events; None when there are none.

    So it is after events have come and the program ended before it could write the lines.
    """
    with desk.profile.work() as work:
        lines = {row.id: row.events for row in work.cases()}
        counts = work.event_counts()
    behind = [case for case, count in counts.items() if lines.get(case) != count]
    return take_in(desk, behind) if behind else None


def check_chain(desk: Desk, case: str) -> ChainState:
    """Check a case's log; parts that are still to come from the centre are counted, not held against it."""
    with desk.profile.work() as work:
        awaited = {one.part for one in work.waiting_parts() if one.case == case and not one.size}
        raws = work.raws(case)
    found = verify(desk, case)
    late = [f"part {part} is not on this machine" for part in awaited]
    bad = [one for one in found["problems"] if one["what"] not in late]
    coming = len(found["problems"]) - len(bad)
    if not bad:
        return ChainState(case, found["events"], ok=bool(raws), awaited=coming)
    places = [(_place(one["event"], raws), one["what"]) for one in bad]
    entry, what = min(places, key=lambda place: place[0] or len(raws) + 1)
    return ChainState(case, found["events"], ok=False, entry=entry, what=what, awaited=coming)


def _place(event: str, raws: list[bytes]) -> int:
    """The number of an entry in order of arrival, from 1; 0 when it is not here."""
    if event.startswith("#"):
        return int(event[1:]) + 1
    ids = [canonical.digest(raw).hex() for raw in raws]
    return ids.index(event) + 1 if event in ids else 0


def _bytes(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else 0
    except OSError:
        return 0  # a temporary file that is gone by now


def look_at_disk(desk: Desk) -> Disk:
    """Room on the disk, and what this profile takes of it."""
    folder = desk.profile.folder
    usage = shutil.disk_usage(folder)
    used = sum(_bytes(path) for path in folder.rglob("*"))
    return Disk(folder, usage.free, usage.total, used)
