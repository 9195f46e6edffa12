"""The last check before bytes leave: reading commands pass, guarded ones once for each order of a person."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from fieldlaw.errors import BugError

if TYPE_CHECKING:
    from fieldlaw.devices.analyzers.spec import DeviceSpec


class Guard:
    """Knows the spec's lists and what a person has asked for on this connection."""

    def __init__(self, spec: DeviceSpec) -> None:
        """Start with nothing granted."""
        self._spec = spec
        self._granted: Counter[str] = Counter()

    def grant(self, *commands: str) -> None:
        """A person has asked for these guarded commands, each once.

        Raises:
            BugError: a command that no person can order here.
        """
        for command in commands:
            if command not in self._spec.guarded:
                raise BugError(f"{self._spec.id}: {command!r} is not a guarded command")
        self._granted.update(commands)

    def revoke(self) -> None:
        """Forget all grants: an order never outlives its connection."""
        self._granted.clear()

    def is_reading(self, data: bytes) -> bool:
        """True for a command that may always leave, and may be repeated."""
        return self._spec.command_of(data) in self._spec.read_only

    def release(self, data: bytes) -> bytes:
        """Return `data` when it may leave; a grant is used up.

        Raises:
            BugError: not a reading command, and nobody has asked for it.
        """
        command = self._spec.command_of(data)
        if command in self._spec.read_only:
            return data
        if self._granted[command] > 0:
            self._granted[command] -= 1
            return data
        raise BugError(f"{self._spec.id}: {data.hex(' ')} must not leave")
