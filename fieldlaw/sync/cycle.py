"""One round of carrying: outbox and parts to the centre, then events and parts from it.

Every step can be cut off anywhere and done again: names are hashes, and only signed receipts count.
A case that the centre refuses, or that arrives damaged, is noted with its reason; the others go on.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fieldlaw.cases.ledger import sealing
from fieldlaw.cases.ledger.event import DamagedEventError, Event, open_event, read_envelope
from fieldlaw.cases.store.blobs import DamagedPartError
from fieldlaw.sync import messages as m
from fieldlaw.sync.client import ServerRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from fieldlaw.cases.ledger.event import Envelope
    from fieldlaw.cases.store.profile import Profile
    from fieldlaw.cases.store.unit_of_work import Pending, UnitOfWork
    from fieldlaw.sync.client import Client

_LOG = logging.getLogger(__name__)
# Refusals that are about the device or the whole centre, not about one case: not known, no room.
_OF_THE_WHOLE = frozenset({401, 403, 507})
_MB = 1024 * 1024


@dataclass(frozen=True)
class Outcome:
    """What a round did.

    Attributes:
        pushed: events that the centre signed for in this round.
        pulled: events that were new here.
        parts_sent: parts that the centre signed for in this round.
        parts_received: parts fetched.
        pending: events still without a receipt.
        complete: nothing waits in either direction.
        damaged: parts that are not what their name says, here or on arrival; not sent, not stored.
        stuck: cases that could not be carried whole, each with the reason in plain words.
    """

    pushed: int
    pulled: int
    parts_sent: int
    parts_received: int
    pending: int
    complete: bool
    damaged: tuple[str, ...] = ()
    stuck: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Progress:
    """How far a round is; what it says stays true when the line breaks off.

    Attributes:
        arrived: cases of which events came that were new here.
        told: called after everything that the centre signed for, in the thread of the round.
    """

    pushed: int = 0
    pulled: int = 0
    sent: int = 0
    received: int = 0
    damaged: list[str] = field(default_factory=list)
    stuck: dict[str, str] = field(default_factory=dict)
    arrived: set[str] = field(default_factory=set)
    told: Callable[[Progress], None] | None = None

    def step(self) -> None:
        """Tell whoever looks on."""
        if self.told is not None:
            self.told(self)

    def stick(self, case: str, why: str) -> None:
        """Note why a case does not get on; the first reason stays."""
        self.stuck.setdefault(case, why)


def run_once(
    profile: Profile, client: Client, progress: Progress | None = None, *, pull: bool = True
) -> Outcome:
    """Do one round; raises at a failure of the line, and what was done until then stays done.

    Args:
        profile: whose outbox.
        client: the line.
        progress: is kept up to date, for whoever looks on or wants to know after a failure.
        pull: False to send only, and to leave the cases on this machine as they are.

    Raises:
        ServerAwayError: no line, or it broke off.
        ServerRefusedError: the centre does not take anything from this device.
        RefusedReceiptError: the centre is not the pinned one.
        DamagedMessage: something arrived changed that is not about one case.
    """
    count = progress or Progress()
    with profile.work() as work:
        waiting = _by_case(work.pending())
        own = {row.id for row in work.cases()} | set(waiting)
    for case, events in waiting.items():
        with _alone(case, count):
            _push(profile, client, case, events, count)
    heads = client.cases() if pull else {}
    cases = sorted(own | set(heads))
    for case in cases:
        with _alone(case, count):
            _send_parts(profile, client, case, count)
    for case, head in heads.items():
        with _alone(case, count):
            _pull(profile, client, case, head, count)
    for case in cases if pull else ():
        with _alone(case, count):
            _fetch_parts(profile, client, case, count)
    return _outcome(profile, cases, count)


@contextmanager
def _alone(case: str, count: Progress) -> Iterator[None]:
    """What goes wrong with one case is noted and ends with it."""
    try:
        yield
    except ServerRefusedError as error:
        if error.status in _OF_THE_WHOLE:
            raise
        count.stick(case, error.what + error.way_out)
    except m.DamagedMessage as error:
        _LOG.warning("case %s: %s", case, error.why)
        count.stick(case, error.what + error.way_out)


def _outcome(profile: Profile, cases: Iterable[str], count: Progress) -> Outcome:
    with profile.work() as work:
        pending = len(work.pending())
        waits = any(work.parts(case, durable=False) for case in cases)
    return Outcome(
        pushed=count.pushed,
        pulled=count.pulled,
        parts_sent=count.sent,
        parts_received=count.received,
        pending=pending,
        complete=not (pending or waits or count.stuck),
        damaged=tuple(count.damaged),
        stuck=dict(count.stuck),
    )


# --- to the centre


def _by_case(pending: Iterable[Pending]) -> dict[str, list[Pending]]:
    cases: dict[str, list[Pending]] = {}
    for one in pending:
        cases.setdefault(read_envelope(one.raw).case, []).append(one)
    return cases


def _batches(events: Sequence[Pending]) -> Iterator[list[Pending]]:
    batch: list[Pending] = []
    size = 0
    for one in events:
        if batch and (len(batch) == m.MAX_EVENTS or size + len(one.raw) > m.MAX_EVENT_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(one)
        size += len(one.raw)
    if batch:
        yield batch


def _small(case: str, events: Sequence[Pending], count: Progress) -> list[Pending]:
    """The events that the centre can take; the others are named, and stop nothing."""
    small = [one for one in events if len(one.raw) <= m.MAX_EVENT_BYTES]
    if len(small) < len(events):
        most = m.MAX_EVENT_BYTES // _MB
        count.stick(
            case, f"有 {len(events) - len(small)} 条记录超过 {most} MB，中心收不下。导出这个案件交信息员。"
        )
    return small


def _push(profile: Profile, client: Client, case: str, events: Sequence[Pending], count: Progress) -> None:
    with profile.work() as work:
        parts = work.parts(case, durable=False)[: m.MAX_PARTS]
    for batch in _batches(_small(case, events, count)):
        receipt, raw = client.push_events(case, [one.raw for one in batch], parts)
        with profile.work() as work:
            for event in receipt.events:
                work.acknowledge(event, raw)
        count.pushed += len(receipt.events)
        if refused := len(batch) - len(receipt.events):
            count.stick(case, f"中心没有收下 {refused} 条记录：可能是写它的设备还没有登记。请联系信息员。")
        count.step()


def _waiting(profile: Profile, case: str, *, here: bool) -> list[str]:
    with profile.work() as work:
        parts = work.parts(case, durable=False)
    return [part for part in parts if profile.blobs.has(part) == here]


def _confirm(profile: Profile, parts: Iterable[str]) -> None:
    with profile.work() as work:
        for part in parts:
            work.confirm_part(part)


def _send_parts(profile: Profile, client: Client, case: str, count: Progress) -> None:
    waiting = _waiting(profile, case, here=True)
    for start in range(0, len(waiting), m.MAX_PARTS):
        lacking, held = client.missing(waiting[start : start + m.MAX_PARTS])
        _confirm(profile, held)
        for part in lacking:
            _send_part(profile, client, case, part, count)


def _send_part(profile: Profile, client: Client, case: str, part: str, count: Progress) -> None:
    try:
        sealed = profile.blobs.get(part)
    except DamagedPartError as error:
        _LOG.warning("a part on this disk is damaged and was not sent: %s", part)
        count.damaged.append(part)
        count.stick(case, error.what + error.way_out)
        return
    client.put_part(part, sealed)
    _confirm(profile, [part])
    count.sent += 1
    count.step()


# --- from the centre


def _pull(profile: Profile, client: Client, case: str, head: int, count: Progress) -> None:
    with profile.work() as work:
        after = work.cursor(case)
    while after < head:
        page = client.pull(case, after)
        if not page.numbers:
            raise m.DamagedMessage("page is empty")
        envelopes = [_checked(case, raw) for raw in page.events]
        after = page.numbers[-1]
        with profile.work() as work:
            new = sum([work.add(envelope, send=False) for envelope in envelopes])
            _note(profile, work, case, envelopes)
            work.move_cursor(case, after)
        count.pulled += new
        if new:
            count.arrived.add(case)
        count.step()


def _checked(case: str, raw: bytes) -> Envelope:
    try:
        envelope = read_envelope(raw)
    except DamagedEventError as error:
        raise m.DamagedMessage(str(error)) from error
    if envelope.case != case:
        raise m.DamagedMessage("an event of another case")
    return envelope


def _note(profile: Profile, work: UnitOfWork, case: str, envelopes: list[Envelope]) -> None:
    known = work.keys(case)
    for epoch, key in _granted(profile, envelopes):
        if epoch not in known:
            work.keep_key(case, epoch, key)
            known[epoch] = key
            envelopes = work.envelopes(case)  # what could not be read until now names parts too
    for part in _named(envelopes, known):
        if not profile.blobs.has(part):
            work.add_part(part, case, 0)  # waits for _fetch_parts, which may come in a later round


def _opened(envelope: Envelope, key: bytes) -> Event | None:
    try:
        return open_event(envelope, key)
    except (DamagedEventError, sealing.CannotOpenError):
        _LOG.warning("an event does not open: %s", envelope.id.hex())
        return None


def _granted(profile: Profile, envelopes: Iterable[Envelope]) -> Iterator[tuple[int, bytes]]:
    # A key from a stranger is never taken: a hostile centre could else plant a false one first.
    trusted = {peer.author for peer in profile.peers()} | {profile.keys.author}
    for envelope in envelopes:
        ours = envelope.kind == "key_granted" and envelope.author in trusted
        event = _opened(envelope, bytes(32)) if ours else None
        wrapped = event.body["wraps"].get(profile.keys.recipient) if event else None
        if event is None or not isinstance(wrapped, bytes):
            continue
        epoch = int(event.body["epoch"])
        try:
            yield epoch, sealing.unwrap(wrapped, envelope.case, epoch, profile.keys)
        except sealing.CannotOpenError:
            _LOG.warning("a case key does not open: %s", envelope.id.hex())


def _named(envelopes: Iterable[Envelope], keys: dict[int, bytes]) -> Iterator[str]:
    for envelope in envelopes:
        if envelope.kind != "evidence_added" or envelope.epoch not in keys:
            continue
        event = _opened(envelope, keys[envelope.epoch])
        for part in event.body["parts"] if event else ():
            yield m.part_name(part)


def _fetch_parts(profile: Profile, client: Client, case: str, count: Progress) -> None:
    for part in _waiting(profile, case, here=False):
        try:
            sealed = client.get_part(part)
        except m.DamagedMessage:
            _LOG.warning("a part arrived damaged and was not stored: %s", part)
            count.damaged.append(part)
            count.stick(case, "有一段影像传来时坏了，没有收。会自动再取。")
            continue
        if sealed is not None:
            profile.blobs.put(sealed)
            _confirm(profile, [part])
            count.received += 1
            count.arrived.add(case)
            count.step()
