"""What has been read of each case, so that a grown case is not opened anew at every press of a key.

Only events that came since are checked and opened. Used by one thread at a time: the store lane.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldlaw.cases.ledger import chain
from fieldlaw.cases.ledger import event as ev
from fieldlaw.cases.ledger.canonical import digest
from fieldlaw.cases.ledger.fold import CaseFile, extend, fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldlaw.cases.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class CaseLog:
    """All events of a case, opened and folded.

    Attributes:
        tips: the last event of each author.
    """

    case: str
    epoch: int
    key: bytes
    events: tuple[ev.Event, ...]
    file: CaseFile
    tips: Mapping[bytes, ev.Tip]


@dataclass(frozen=True)
class _Held:
    log: CaseLog
    keys: Mapping[int, bytes]
    place: int
    last: bytes


def _opened(raw: bytes, keys: Mapping[int, bytes]) -> ev.Event:
    envelope = ev.read_envelope(raw)
    return ev.open_event(envelope, keys.get(envelope.epoch, bytes(32)))


def _log(case: str, keys: Mapping[int, bytes], events: tuple[ev.Event, ...]) -> CaseLog:
    epoch = max(keys)
    tips = chain.tips(e.envelope for e in events)
    return CaseLog(case, epoch, keys[epoch], events, fold(events), tips)


def grown(log: CaseLog, new: list[ev.Event]) -> CaseLog:
    """The log with further events; folded anew only where one of them had not seen all others."""
    file: CaseFile | None = log.file
    tips = dict(log.tips)
    for event in new:
        file = extend(file, event, tips) if file is not None else None
        tips[event.envelope.author] = event.envelope.tip
    events = (*log.events, *new)
    tips = tips if file is not None else chain.tips(e.envelope for e in events)
    return CaseLog(log.case, log.epoch, log.key, events, file or fold(events), tips)


class Memory:
    """The cases as last read from the database."""

    def __init__(self) -> None:
        self._held: dict[str, _Held] = {}

    def read(self, work: UnitOfWork, case: str, keys: Mapping[int, bytes]) -> CaseLog:
        """Read a case, or what came to it since.

        Raises:
            DamagedEventError, CannotOpenError: an event does not verify or open; nothing is remembered.
        """
        held = self._held.pop(case, None)
        rows = work.arrivals(case, held.place if held else 0)
        if held and (not rows or digest(rows[0][1]) != held.last or held.keys != keys):
            held, rows = None, work.arrivals(case)
        fresh = [_opened(raw, keys) for _, raw in (rows[1:] if held else rows)]
        log = grown(held.log, fresh) if held else _log(case, keys, tuple(fresh))
        if rows:
            self._held[case] = _Held(log, keys, rows[-1][0], digest(rows[-1][1]))
        return log
