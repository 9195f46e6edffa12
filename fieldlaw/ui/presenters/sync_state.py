"""What the sync and status page shows, as one frozen record; and what it is given to work with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fieldlaw.cases.casework.clockwatch import Compared, Jump
    from fieldlaw.cases.casework.outlook import CaseOutlook, ChainState, Disk
    from fieldlaw.errors import KnownError
    from fieldlaw.ui.messages import Problem


@dataclass(frozen=True)
class Carried:
    """What one try came to.

    Attributes:
        pushed, pulled: events; sent, received: parts.
        stuck: cases with the reason why they did not get on.
        arrived: cases to which something came.
        compared: the comparison of the clocks; None when the centre did not say the time.
        fault: why the round broke off; None when it came to its end.
        away: it broke off because there was no line.
        refused: it broke off because the centre takes nothing from this device, or is not the registered one.
        stopped: it broke off because this side wanted it.
    """

    pull: bool = False
    pushed: int = 0
    pulled: int = 0
    sent: int = 0
    received: int = 0
    stuck: Mapping[str, str] = field(default_factory=dict)
    arrived: frozenset[str] = frozenset()
    compared: Compared | None = None
    fault: KnownError | None = None
    away: bool = False
    refused: bool = False
    stopped: bool = False

    @property
    def moved(self) -> bool:
        """Whether anything was carried."""
        return bool(self.pushed or self.pulled or self.sent or self.received)


class Wire(Protocol):
    """The line to the centre, as the program hands it in (see `app.network`)."""

    def centre(self) -> str:
        """The address of the centre; empty when none is registered."""

    def enter(self, url: str, key: str) -> str:
        """Register a centre; return its address."""

    def last(self) -> str:
        """When the last round in both directions came to its end; empty: never."""

    def carry(self, told: Callable[[int], None], *, pull: bool) -> Carried:
        """Do one round; for the network lane."""

    def stop(self) -> None:
        """End the round that runs."""

    def close(self) -> None:
        """End the round that runs, and begin none any more."""


@dataclass(frozen=True)
class Pace:
    """Seconds: between two looks, until the centre is asked anew, and the waits after a failure."""

    look: float = 60
    fresh: float = 300
    away: tuple[float, ...] = (60, 120, 300, 600)


@dataclass(frozen=True)
class Message:
    """A problem or a notice of this session: when, and how grave (success, warning, danger)."""

    at: str
    tone: str
    head: str
    text: str


@dataclass(frozen=True)
class Line:
    """What the net cell needs to know besides the count: refused is how many things the centre refuses."""

    online: bool = False
    running: bool = False
    refused: int = 0


@dataclass(frozen=True)
class State:
    """What the page shows.

    Attributes:
        centre: the address of the centre; empty: none registered; None: not looked yet.
        entered: counts the registrations, so that the form knows when to clear.
        cases: how far each case is; `loaded` once it was read.
        running: a round runs, `pulling` in both directions; `done` what was signed for in it.
        online: the centre answered, in the last try of this session.
        stuck: cases with the reason why they do not get on.
        problem: why the last try broke off; `refused`: because the centre takes nothing from here.
        wrong: why the centre could not be registered.
        last: when the last round in both directions came to its end, ISO 8601; empty: never.
        next_try: when it looks by itself the next time, ISO 8601; empty: not planned.
        compared: the last comparison of the clocks that still holds.
        jump: the wall clock was found to have gone back, in this session.
        chains: the check of each case; None while it runs.
    """

    centre: str | None = None
    entered: int = 0
    cases: tuple[CaseOutlook, ...] = ()
    loaded: bool = False
    running: bool = False
    pulling: bool = False
    done: int = 0
    online: bool = False
    stuck: Mapping[str, str] = field(default_factory=dict)
    problem: Problem | None = None
    refused: bool = False
    wrong: Problem | None = None
    last: str = ""
    next_try: str = ""
    messages: tuple[Message, ...] = ()
    now: str = ""
    compared: Compared | None = None
    jump: Jump | None = None
    disk: Disk | None = None
    chains: Mapping[str, ChainState | None] = field(default_factory=dict)

    @property
    def items(self) -> int:
        """How many things are to be sent."""
        return sum(case.items for case in self.cases)

    @property
    def size(self) -> int:
        """How many bytes they have."""
        return sum(case.size for case in self.cases)

    @property
    def movable(self) -> bool:
        """Whether something waits that was not refused the last time; that is tried with the next fetch."""
        return any(case.items for case in self.cases if case.case not in self.stuck)

    @property
    def turned_away(self) -> int:
        """How many things the centre refuses."""
        return sum(case.items for case in self.cases if self.refused or case.case in self.stuck)

    @property
    def line(self) -> Line:
        """What the net cell needs to know."""
        return Line(self.online, self.running, self.turned_away)
