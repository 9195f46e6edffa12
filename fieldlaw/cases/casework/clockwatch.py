"""Is the clock to be believed: compared with the centre, and held against what was written before.

The order of a case never depends on a clock. This only says how far its times can be trusted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from fieldlaw.cases.casework.desk import read, write
from fieldlaw.cases.ledger.event import Draft, open_event, read_envelope
from fieldlaw.cases.ledger.sealing import CannotOpenError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.ledger.event import Event, Moment
    from fieldlaw.cases.records.changes import Changes

JUMP = timedelta(minutes=2)  # smaller steps back are the ordinary correction of a clock
_STEADY = timedelta(seconds=2)
_KIND = "clock_anomaly"


@dataclass(frozen=True)
class Compared:
    """One comparison with the centre.

    Attributes:
        offset_ms: the centre's time less this machine's.
        within_ms: half of the time that the question took: the offset is not known better.
        at: when, on this machine.
    """

    offset_ms: int
    within_ms: int
    at: Moment


@dataclass(frozen=True)
class Jump:
    """The wall clock went back.

    Attributes:
        last: the wall time of an own entry that it stands against, ISO 8601.
        now: the wall time when it was noticed, ISO 8601.
        back: by how much.
    """

    last: str
    now: str
    back: timedelta


def _wall(moment: Moment) -> datetime:
    return datetime.fromisoformat(moment.wall)


def _since(before: Moment, now: Moment) -> timedelta:
    """How far the steady clock went; none across a restart, where it says nothing."""
    gone = now.monotonic_ms - before.monotonic_ms if before.boot == now.boot else 0
    return timedelta(milliseconds=max(gone, 0))


def went_back(before: Moment, now: Moment) -> timedelta:
    """How far the wall clock is behind where it has to be at least; zero when it is not."""
    return max(_wall(before) + _since(before, now) - _wall(now), timedelta(0))


def compare(clock: Callable[[], Moment], ask: Callable[[], datetime]) -> Compared:
    """Ask for the centre's time and set it against the middle of the question."""
    before = clock()
    theirs = ask()
    after = clock()
    took = max(after.monotonic_ms - before.monotonic_ms, 0)
    ours = _wall(before) + timedelta(milliseconds=took / 2)
    return Compared(round((theirs - ours) / timedelta(milliseconds=1)), round(took / 2), after)


class TrustedClock:
    """A clock that gives each moment the last trusted offset to the centre.

    The offset falls when the wall clock goes back, or the machine is started again. It is set by the
    network lane and read by the store lane; both see a whole comparison or none.
    """

    def __init__(self, clock: Callable[[], Moment]) -> None:
        self._clock = clock
        self._held: Compared | None = None

    def __call__(self) -> Moment:
        """The present moment."""
        now, held = self._clock(), self._held
        if held is None or held.at.boot != now.boot or went_back(held.at, now) > _STEADY:
            return now
        return replace(now, offset_ms=held.offset_ms)

    def trust(self, held: Compared) -> None:
        """Take a comparison."""
        self._held = held


def _own_last(desk: Desk) -> Iterator[Moment]:
    """The moments of the last own entry of every case that can be opened."""
    with desk.profile.work() as work:
        raws = work.last_of(desk.profile.keys.author)
        envelopes = [read_envelope(raw) for raw in raws]
        keys = {one.case: work.keys(one.case) for one in envelopes}
    for envelope in envelopes:
        try:
            yield open_event(envelope, keys[envelope.case].get(envelope.epoch, bytes(32))).moment
        except (CannotOpenError, ValueError):
            continue  # the check of the chain says so


def find_jump(desk: Desk) -> Jump | None:
    """Whether the wall clock stands more than two minutes behind this profile's own entries."""
    now = desk.clock()
    last = max(_own_last(desk), key=lambda one: went_back(one, now), default=None)
    if last is None or went_back(last, now) <= JUMP:
        return None
    return Jump(last.wall, now.wall, went_back(last, now))


def plain(back: timedelta) -> str:
    """3 小时, 12 分钟, 2 天: whole units, the largest that fits."""
    minutes = back // timedelta(minutes=1)
    if minutes < 2 * 60:
        return f"{minutes} 分钟"
    return f"{minutes // 60} 小时" if minutes < 48 * 60 else f"{minutes // (24 * 60)} 天"


def note_clock(desk: Desk, case: str, jump: Jump) -> Changes | None:
    """Write into a case that the clock went back; once per case and start of the machine.

    Returns:
        None when it has been written already.

    Raises:
        NoSuchCaseError, BrokenChainError, DiskFullError: see `write`.
    """
    now = desk.clock()
    if any(_same(desk, one, now) for one in read(desk, case).file.all(_KIND)):
        return None
    wall_ms = round(_wall(now).timestamp() * 1000)
    note = f"电脑时钟比上次往回走了 {plain(jump.back)}：上次记录 {jump.last}，这次 {jump.now}。"
    body = {"wall_ms": wall_ms, "monotonic_ms": now.monotonic_ms, "note": note}
    return write(desk, case, Draft(_KIND, body))


def _same(desk: Desk, event: Event, now: Moment) -> bool:
    return event.envelope.author == desk.profile.keys.author and event.moment.boot == now.boot
