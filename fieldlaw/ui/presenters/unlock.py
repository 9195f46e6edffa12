"""Unlocking: a passphrase in, a desk out; or a new profile on the first start."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from fieldlaw.ui.messages import Problem, problem_of
from fieldlaw.ui.presenters.bench import Presenter

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.ui.lanes import Lanes

SHORTEST = 8
_FREE_TRIES = 2
_FIRST_WAIT = 30
_SECOND = 1000


@dataclass(frozen=True)
class Ring:
    """The way through the system's key ring; all three run on the store lane.

    Attributes:
        state: whether this machine has a real key ring, and whether it opens this profile already.
        unlock: opens the profile through it.
        remember: puts a key into it, given the passphrase.
    """

    state: Callable[[], tuple[bool, bool]]
    unlock: Callable[[], Desk]
    remember: Callable[[str], None]


@dataclass(frozen=True)
class Keys:
    """The ways to a desk; all run on the store lane."""

    unlock: Callable[[str], Desk]
    create: Callable[[str, str], Desk]
    ring: Ring


@dataclass(frozen=True)
class State:
    """What the page shows.

    Attributes:
        new: nothing is here yet; a profile is to be made.
        busy: the key is being derived.
        wait: seconds until the next try.
        problem: why it did not open.
        ring_is_real: this machine has a key ring that may hold a key.
        ring_opens: it holds one for this profile.
    """

    new: bool
    busy: bool = False
    wait: int = 0
    problem: Problem | None = None
    ring_is_real: bool = False
    ring_opens: bool = False


class UnlockPresenter(Presenter):
    """Opens the profile; after the second wrong passphrase the pause between tries grows.

    Attributes:
        opened: the desk.
        ring_failed: the error for which the key ring was not set up; the profile is open all the same.
    """

    opened = Signal(object)
    ring_failed = Signal(object)

    def __init__(self, keys: Keys, lanes: Lanes, *, new: bool, parent: QObject | None = None) -> None:
        super().__init__(State(new), parent)
        self._keys = keys
        self._lanes = lanes
        self._failures = 0
        self._to_remember = ""
        self._clock = QTimer(self)
        self._clock.setInterval(_SECOND)
        self._clock.timeout.connect(self._tick)

    @property
    def state(self) -> State:
        """What the page shows."""
        held: State = self._state
        return held

    def look_at_ring(self) -> None:
        """Ask whether the key ring can be used; nothing is said when it does not answer."""
        self._lanes.store.run(self._keys.ring.state, self._ring_seen, lambda _: None)

    def _ring_seen(self, seen: tuple[bool, bool]) -> None:
        is_real, opens = seen
        self.show_state(replace(self.state, ring_is_real=is_real, ring_opens=is_real and opens))

    def unlock(self, passphrase: str, *, remember: bool = False) -> None:
        """Try a passphrase; with `remember` the key ring opens the profile from the next time on."""
        if passphrase and not self.state.busy and not self.state.wait:
            self._start(lambda: self._keys.unlock(passphrase))
            if remember:
                self._to_remember = passphrase

    def unlock_by_ring(self) -> None:
        """Open through the key ring; when it is silent the passphrase is asked for."""
        if not self.state.busy:
            self.show_state(replace(self.state, busy=True, problem=None))
            self._lanes.store.run(self._keys.ring.unlock, self._done, self._ring_silent)

    def _ring_silent(self, error: Exception) -> None:
        self.show_state(replace(self.state, busy=False, problem=problem_of(error)))

    def create(self, name: str, passphrase: str, again: str) -> None:
        """Make a profile."""
        problem = self._refusal(name, passphrase, again)
        if problem:
            self.show_state(replace(self.state, problem=problem))
        elif not self.state.busy:
            self._start(lambda: self._keys.create(name.strip(), passphrase))

    def _refusal(self, name: str, passphrase: str, again: str) -> Problem | None:
        if not name.strip():
            return Problem(self.tr("还没有姓名。"), self.tr("写上执法证上的姓名。"), "")
        if len(passphrase) < SHORTEST:
            return Problem(self.tr("口令太短。"), self.tr("至少 {0} 个字符。").format(SHORTEST), "")
        if passphrase != again:
            return Problem(self.tr("两次口令不一样。"), self.tr("再输一次。"), "")
        return None

    def _start(self, work: Callable[[], Desk]) -> None:
        self.show_state(replace(self.state, busy=True, problem=None))
        self._lanes.store.run(work, self._done, self._failed)

    def _done(self, desk: Desk) -> None:
        self._failures = 0
        self.show_state(State(new=False))
        passphrase, self._to_remember = self._to_remember, ""
        if passphrase:
            self._lanes.store.run(
                lambda: self._keys.ring.remember(passphrase), lambda _: None, self.ring_failed.emit
            )
        self.opened.emit(desk)

    def _failed(self, error: Exception) -> None:
        self._failures += 1
        self._to_remember = ""
        over = self._failures - _FREE_TRIES
        wait = _FIRST_WAIT * 2 ** (over - 1) if over > 0 else 0
        self.show_state(replace(self.state, busy=False, wait=wait, problem=problem_of(error)))
        if wait:
            self._clock.start()

    def stop(self) -> None:
        """Count no more: the program ends."""
        self._clock.stop()

    def _tick(self) -> None:
        self.show_state(replace(self.state, wait=self.state.wait - 1))
        if not self.state.wait:
            self._clock.stop()
